"""Leave one application out: the figures of ranking, claims and removal. Run:
python tests/bench/matching/loao.py DRIFT_FOLDER [page|fingerprint] [ROWS.pickle]"""

from __future__ import annotations

import pickle
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from drift import excerpts, load
from made import made
from thresholds import called_from, thresholds
from training import Claim, apps, claims, fit_claims, out_of_fold_claims, remembered

from selfheal_cli.matching.linear import Safe
from selfheal_cli.matching.records import Say
from selfheal_cli.matching.verdicts import lost, safe, said

WRONG = {"page": 0.005, "fingerprint": 0.01}
Held = list[tuple[Claim, float, float, Safe]]


def held_out(screens, told, asked, wrong: float) -> Held:
    """(claim, probability right, probability removed, thresholds) on what is `asked` of every
    application, all by models that never saw it: rankers, fitted on `screens`, claims and their
    thresholds, fitted on what is `told`."""
    found: Held = []
    fit = remembered(screens)
    for app in apps(screens):
        others = [name for name in apps(screens) if name != app]
        known = [s for s in told if s.app != app]
        learned = out_of_fold_claims(fit, others, known)
        limits = thresholds(learned, wrong)
        right, removed = fit_claims(learned)
        rankers = fit(others)
        for screen in (s for s in asked if s.app == app):
            for claim in claims(screen, rankers):
                p = right.probability(claim.numbers)
                g = lost(p, removed.probability(claim.numbers))
                found.append((claim, p, g, limits))
    return found


def ranking(found) -> None:
    per = defaultdict(list)
    for claim, *_ in found:
        if claim.real and claim.label.new >= 0:
            order = claim.ranked.candidates.new[np.argsort(-claim.ranked.score)]
            first = order[0] == claim.label.new
            row = (first, first or order[0] in claim.label.kin, claim.label.new in order[:3])
            for key in ("ALL", claim.screen.app, f"kind {claim.label.raw['kind']}"):
                per[key].append(row)
    print(f"{'':16s} cases  top1  lenient  top3")
    for key in sorted(per, key=lambda k: (k != "ALL", k)):
        rows = np.array(per[key], dtype=float)
        print(f"{key:16s} {len(rows):5d}  " + "   ".join(f"{v:.3f}" for v in rows.mean(axis=0)))


def trust(found) -> None:
    real = [x for x in found if x[0].real]
    p = np.array([x[1] for x in real])
    right = np.array([x[0].right for x in real])
    lenient = np.array([x[0].lenient for x in real])
    gone = np.array([x[0].gone for x in real])
    held = np.array([bool(x[0].rules.against) for x in real])
    for least in (0.9, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99):
        said = (p >= least) & ~held
        wrong = said & ~right
        names = [real[i][0].label.id for i in np.flatnonzero(wrong)][:5]
        print(
            f"safe at {least}: {said.sum()} claimed, {(said & right).sum() / (~gone).sum():.3f} "
            f"of the findable, {wrong.sum()} wrong ({(said & gone).sum()} gone, "
            f"{(said & ~lenient).sum()} lenient)",
            *names,
        )
    deleted = np.array([x[1] for x in found if not x[0].real])
    print("true match deleted:", {t: f"{(deleted >= t).mean():.4f}" for t in (0.95, 0.98)})
    order = np.argsort(p)
    bins = [b for b in np.array_split(order, 10) if len(b)]
    error = sum(len(b) * abs(p[b].mean() - right[b].mean()) for b in bins) / len(p)
    print(
        f"calibration error {error:.3f}:",
        " ".join(f"{p[b].mean():.2f}/{right[b].mean():.2f}" for b in bins),
    )
    g = np.array([x[2] for x in real])
    state = np.array([x[0].label.raw.get("gone_scope") == "state" for x in real])
    for share in (0.01, 0.025, 0.03):
        least = np.sort(g[~gone])[::-1][int(share * (~gone).sum())]
        print(
            f"removed, {share:.1%} of findable called so (p > {least:.3f}): "
            f"{(g[gone] > least).mean():.3f}, scope app {(g[gone & ~state] > least).mean():.3f}, "
            f"state {(g[gone & state] > least).mean():.3f}"
        )


def product(found: Held, limits_of) -> None:
    """What is said in the end, by all rules; `limits_of`: the thresholds to go by, per claim."""
    real = [(c, p, g, limits_of(limits)) for c, p, g, limits in found if c.real]
    says = [said(p, g, c.stand.margin, c.rules, limits) for c, p, g, limits in real]
    gone = np.array([c.gone for c, *_ in real])
    right = np.array([c.right for c, *_ in real])
    claimed = np.array(
        [say is Say.FOUND and safe(p, c.stand.margin, c.rules, limits)
         for say, (c, p, _, limits) in zip(says, real, strict=True)]
    )  # fmt: skip
    removed = np.array([say is Say.REMOVED for say in says])
    covered = (claimed & right).sum() / (~gone).sum()
    print(
        f"  claimed {claimed.sum()}, {covered:.3f} of the findable, {(claimed & ~right).sum()} "
        f"wrong ({(claimed & gone).sum()} gone); removed said of {_share(removed, gone)} gone "
        f"and {_share(removed, ~gone)} findable"
    )


def _share(said_of, among) -> str:
    both = (said_of & among).sum()
    return f"{both} of {among.sum()} ({both / among.sum():.3f})"


def products(found: Held) -> None:
    per = {c.screen.app: limits for c, _, _, limits in found}
    for app, limits in per.items():
        print(f"  without {app}: claimed from {limits.probability}, removed from {limits.removed}")
    print("by the rules, each application by thresholds fitted without it:")
    product(found, lambda own: own)
    removed = called_from([(c, p, g) for c, p, g, _ in found if c.real])
    print(f"by the rules, removed from {removed} (3% of all findable), claimed from:")
    for least in (0.95, 0.96, 0.965, 0.97):
        print(f" {least}")
        product(found, lambda own, least=least: replace(own, probability=least, removed=removed))


def main() -> None:
    begin = time.time()
    screens = load(Path(sys.argv[1]))
    more = made(screens)
    count = f"{len(screens)} page pairs and {len(more)} made ones"
    print(f"prepared {count} in {time.time() - begin:.2f} s")
    evidence = sys.argv[2] if len(sys.argv) > 2 else "page"
    asked = excerpts(screens) if evidence == "fingerprint" else screens
    told = asked if evidence == "fingerprint" else [*screens, *more]
    found = held_out([*screens, *more], told, asked, WRONG[evidence])
    ranking(found)
    trust(found)
    products(found)
    if len(sys.argv) > 3:
        rows = [
            (c.screen.app, c.label.id, c.real, c.numbers, c.right, c.lenient, c.gone, p, g)
            for c, p, g, _ in found
        ]
        Path(sys.argv[3]).write_bytes(pickle.dumps(rows))
    print(f"{time.time() - begin:.0f} s in all")


if __name__ == "__main__":
    main()
