"""Slope, interval and direction of many series, beside scipy and pymannkendall in a loop."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pymannkendall
from scipy.stats import theilslopes

from rehabstats.series import MannKendall, TheilSen, mann_kendall, theil_sen
from rehabstats.settings import DEFAULTS

LENGTHS = (12, 48)
N_OURS, N_THEIRS, ROUNDS = 20_000, 300, 5


class Timed(NamedTuple):
    """Median seconds per series."""

    n: int
    sen: float
    normal: float
    auto: float
    loop: float


def draw(k: int, n: int) -> np.ndarray:
    """Weekly pain in whole points: level, rising or falling, with ties and without gaps."""
    rng = np.random.default_rng(n)
    drift = rng.choice([-0.25, 0.0, 0.1], (k, 1)) * np.arange(n)
    return np.clip(np.rint(rng.normal(5, 1.5, (k, n)) + drift), 0, 10)


our_slopes = partial(theil_sen, confidence=DEFAULTS.confidence, min_n=DEFAULTS.slope_points_min)
our_directions = partial(mann_kendall, min_n=DEFAULTS.direction_points_min)


def in_a_loop(y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Slope, its interval, S, its variance and p of each row, as it is usually written."""
    rows = []
    for one in y:
        sen = theilslopes(one, x)
        kendall = pymannkendall.original_test(one)
        slopes = (sen.slope, sen.low_slope, sen.high_slope)
        rows.append((*slopes, kendall.s, kendall.var_s, kendall.p))
    return np.array(rows)


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def require_equal(sen: TheilSen, kendall: MannKendall, theirs: np.ndarray) -> None:
    """Raise unless both sides give the same numbers."""
    ours = (sen.slope, sen.low, sen.high, kendall.s, kendall.variance, kendall.p)
    # Its p is 1 minus a probability, and so has an absolute error.
    np.testing.assert_allclose(np.stack(ours, axis=1), theirs, rtol=1e-12, atol=1e-14)


def measure(n: int, n_ours: int, n_theirs: int, rounds: int) -> Timed:
    """Every side once per round, in turn; per series, because the loop gets fewer of them."""
    y = draw(n_ours, n)
    few, x = y[:n_theirs], np.arange(n, dtype="float64")
    # Not counted: what the libraries set up when they are first used.
    require_equal(our_slopes(few), our_directions(few, p="normal"), in_a_loop(few, x))
    our_directions(few)
    times = np.array(
        [
            (
                seconds(lambda: our_slopes(y)) / n_ours,
                seconds(lambda: our_directions(y, p="normal")) / n_ours,
                seconds(lambda: our_directions(y)) / n_ours,
                seconds(lambda: in_a_loop(few, x)) / n_theirs,
            )
            for _ in range(rounds)
        ]
    )
    return Timed(n, *np.median(times, axis=0).tolist())


def report(found: list[Timed]) -> list[str]:
    """Series per second, and how many times faster than the loop, with either p."""
    lines = [f"{'n':>4}{'loop/s':>10}{'normal p/s':>14}{'times':>8}{'default p/s':>14}{'times':>8}"]
    for one in found:
        normal, auto = one.sen + one.normal, one.sen + one.auto
        lines.append(
            f"{one.n:4}{1 / one.loop:10,.0f}{1 / normal:14,.0f}{one.loop / normal:8,.0f}"
            f"{1 / auto:14,.0f}{one.loop / auto:8,.0f}"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=N_OURS)
    parser.add_argument("--loop-series", type=int, default=N_THEIRS, help="of the slow loop")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    sizes = (options.series, min(options.loop_series, options.series), options.rounds)
    print(f"{sizes[0]:,} series in a batch, {sizes[1]:,} in the loop, {sizes[2]} rounds; medians")
    print("\n".join(report([measure(n, *sizes) for n in LENGTHS])))


if __name__ == "__main__":
    main()
