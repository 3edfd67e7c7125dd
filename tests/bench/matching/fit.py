"""Fits the shipped model on a drift folder. Run:
python tests/bench/matching/fit.py DRIFT_FOLDER selfheal_cli/matching/model.json DATE [WITHOUT]
WITHOUT: an application to leave out, for `beside.py --models`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import guesses
import layout
from drift import Screen, excerpts, load
from made import made
from thresholds import thresholds
from training import apps, fit_claims, out_of_fold_claims, remembered

WRONG = {"": 0.005, "fingerprint_": 0.01}  # how many of the claims may be wrong


def _provenance(screens: list[Screen], more: list[Screen], broken: int, date: str) -> dict:
    labels = [label for s in screens for label in s.labels]
    return {
        "script": "tests/bench/matching/fit.py",
        "date": date,
        "data": f"{len(labels)} labelled elements, {sum(label.new < 0 for label in labels)} of "
        f"them removed, on {len(screens)} page pairs of {', '.join(apps(screens))}",
        "made": f"{sum(len(s.labels) for s in more)} elements on {len(more)} pairs of one page "
        "and a mutated copy of it",
        "broken locators": broken,
        "figures": "docs/matching.md",
    }


def main() -> None:
    folder, out, date = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    left_out = sys.argv[4:]
    screens = [screen for screen in load(folder) if screen.app not in left_out]
    more = made(screens)
    fit = remembered([*screens, *more])
    rankers = fit(apps(screens))
    guess = guesses.fit_all(screens)
    ranker = {
        "own": rankers.own, "spread": rankers.spread, "target": rankers.target,
        "guess": guess.ranker,
    }  # fmt: skip
    claim = {"guess_right": guess.right}
    safe = {"locator_safe": guess.safe}
    for prefix, told in (("", [*screens, *more]), ("fingerprint_", excerpts(screens))):
        found = out_of_fold_claims(fit, apps(screens), told)
        claim[f"{prefix}right"], claim[f"{prefix}removed"] = fit_claims(found)
        safe[f"{prefix}safe"] = asdict(thresholds(found, WRONG[prefix]))
    model = {
        "provenance": _provenance(screens, more, guess.asked, date),
        **safe,
        "claims": {k: layout.claim(v) for k, v in claim.items()},
        "rankers": {k: layout.ranker(v) for k, v in ranker.items()},
    }
    out.write_text(layout.layout(model) + "\n")
    print(json.dumps(safe), f"{out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
