"""The runs rule, XmR and overlap, written from their descriptions one point at a time."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
from scipy.stats import binom


class SlowRuns(NamedTuple):
    n: int
    longest_run: int
    longest_run_limit: int
    n_crossings: int
    n_crossings_limit: int
    shift: bool


class SlowXmr(NamedTuple):
    """Without limits where there are none: ``mean`` is None then."""

    mean: float | None
    lower: float | None
    upper: float | None
    mr_upper: float | None
    rule: list[int]
    direction: list[int]


def slow_anhoj(values: Sequence[float], *, min_n: int, max_gap: int) -> SlowRuns:
    """Walk along the points; a point on the median is skipped, a long gap starts anew."""
    there = [one for one in values if not math.isnan(one)]
    middle = statistics.median(there) if there else math.nan
    n = run = longest = chances = crossings = missing = 0
    side_before = None
    for value in values:
        if math.isnan(value):
            missing += 1
            continue
        if missing > max_gap:
            side_before = None
        missing = 0
        if value == middle:
            continue
        is_above = value > middle
        n += 1
        chances += side_before is not None
        crossings += side_before is not None and side_before != is_above
        run = run + 1 if side_before == is_above else 1
        longest = max(longest, run)
        side_before = is_above
    run_limit = round(math.log2(n)) + 3 if n > 1 else n
    crossing_limit = int(binom.ppf(0.05, chances, 0.5)) if chances else 0
    shift = n >= min_n and (longest > run_limit or crossings < crossing_limit)
    return SlowRuns(n, longest, run_limit, crossings, crossing_limit, shift)


def slow_xmr(
    values: Sequence[float],
    *,
    min_n: int,
    nhs: bool,
    screened: bool,
    n_baseline: int | None,
    length: int = 7,
) -> SlowXmr:
    """In fractions, so that a point is on a limit or beyond it, and nothing between."""
    points = [None if math.isnan(one) else Fraction(one) for one in values]
    none = SlowXmr(None, None, None, None, [0] * len(points), [0] * len(points))
    rest_on = [at for at, one in enumerate(points) if one is not None][:n_baseline]
    ranges = [abs(points[b] - points[a]) for a, b in pairwise(rest_on) if b == a + 1]
    if len(rest_on) < min_n or not ranges:
        return none
    mean = sum(points[at] for at in rest_on) / len(rest_on)
    moving = sum(ranges) / len(ranges)
    if screened and moving:
        kept = [one for one in ranges if one < Fraction("3.267") * moving]
        moving = sum(kept) / len(kept)
    distance = Fraction("2.66") * moving
    away = [None if one is None else one - mean for one in points]
    side = [0 if one is None else (one > 0) - (one < 0) for one in away]
    rule = _nhs_rules(points, away, side, distance, length) if nhs else [0] * len(points)
    for at, one in enumerate(away):
        if one is not None and abs(one) > distance:
            rule[at] = 1
    upper = float(Fraction("3.267") * moving)
    return SlowXmr(float(mean), float(mean - distance), float(mean + distance), upper, rule, side)


def _nhs_rules(
    points: list[Fraction | None],
    away: list[Fraction | None],
    side: list[int],
    distance: Fraction,
    length: int,
) -> list[int]:
    """Rules 2, 4 and 3; a later one takes the place of an earlier one."""
    rule = [0] * len(points)
    for at in range(length - 1, len(points)):
        if abs(sum(side[at - length + 1 : at + 1])) == length:
            rule[at] = 2
    for at in range(2, len(points)):
        three = [at - 2, at - 1, at]
        far = [i for i in three if away[i] is not None and abs(away[i]) > distance * 2 / 3]
        if abs(sum(side[i] for i in three)) == 3 and len(far) >= 2:
            rule[at - 2 : at + 1] = [4, 4, 4]
    for at in range(length - 1, len(points)):
        some = points[at - length + 1 : at + 1]
        if None not in some and (
            all(a < b for a, b in pairwise(some)) or all(a > b for a, b in pairwise(some))
        ):
            rule[at] = 3
    return rule


def slow_nap(a: Sequence[float], b: Sequence[float], *, is_up: bool) -> tuple[float, float]:
    """Overlap over all pairs, and the unbiased variance by pairs that share no value."""
    wins = np.array([[0.5 if one == other else float((other > one) == is_up) for other in b]
                     for one in a])  # fmt: skip
    share = sum(wins.ravel().tolist()) / (len(a) * len(b))
    products = [
        wins[i, j] * wins[k, m]
        for i, k in product(range(len(a)), repeat=2)
        for j, m in product(range(len(b)), repeat=2)
        if i != k and j != m
    ]
    return share, share**2 - sum(products) / len(products) if products else math.nan


def slow_lag1(values: Sequence[float]) -> float:
    there = [one for one in values if not math.isnan(one)]
    mean = math.fsum(there) / len(there)
    above = math.fsum((one - mean) * (other - mean) for one, other in pairwise(there))
    return above / math.fsum((one - mean) ** 2 for one in there)
