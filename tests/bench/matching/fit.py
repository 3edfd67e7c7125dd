"""Fits the shipped model on a drift folder. Run:
python tests/bench/matching/fit.py DRIFT_FOLDER selfheal_cli/matching/model.json DATE [WITHOUT]
WITHOUT: an application to leave out, for `beside.py --models`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import guesses
import layout
import numpy as np
from drift import Screen, excerpts, load
from made import made
from training import Claim, apps, fit_claims, out_of_fold_claims, remembered

from selfheal_cli.matching.evidence import vetoed

WRONG = {"": 0.005, "fingerprint_": 0.01}  # how many of the claims may be wrong
REMOVED_WRONG = 0.03  # how many of the findable may be called removed
CAUTION = 0.015  # what the threshold gets on top, for applications unlike those seen
LEAST = 0.95


def thresholds(found: list[Claim], wrong: float) -> dict[str, float]:
    """From claims on held-out applications, trusted by claims fitted on the others."""
    real, p, g = [], [], []
    for app in sorted({c.screen.app for c in found}):
        right, removed = fit_claims([c for c in found if c.screen.app != app])
        for c in found:
            if c.real and not c.screen.made and c.screen.app == app:
                real.append(c)
                p.append(0.0 if vetoed(c.numbers) else right.probability(c.numbers))
                g.append(removed.probability(c.numbers))
    chance, good = np.array(p), np.array([c.right for c in real])
    least = LEAST
    for t in np.arange(LEAST, 0.995, 0.0025):
        said = chance >= t
        least = float(t)
        if (said & ~good).sum() <= wrong * said.sum():
            break
    gone = np.array([c.gone for c in real])
    findable = np.sort(np.array(g)[~gone])[::-1]
    called = float(findable[int(REMOVED_WRONG * len(findable))])
    return {
        "probability": round(least + CAUTION, 4),
        "margin": 1.0,
        "removed": round(max(called, 0.5), 4),
        "ambiguous_margin": 0.7,
        "page_refound": 0.1,
    }


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
        safe[f"{prefix}safe"] = thresholds(found, WRONG[prefix])
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
