"""Series drawn at random, and slow answers that share nothing with the package."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np


def random_series(k: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Values with ties and gaps, at times that are unequally spaced, unsorted, and often tied."""
    rng = np.random.default_rng(seed)
    for _ in range(k):
        n = int(rng.integers(2, 27))
        y = rng.integers(0, rng.integers(1, 12), n).astype("float64")
        if rng.random() < 0.3:
            y += rng.random(n)
        y += rng.choice([0.0, 0.0, -0.25]) * np.arange(n)
        x = np.cumsum(rng.choice([0.0, 1.0, 1.0, 2.0, 3.0, 0.37], n))
        if rng.random() < 0.5:
            x = np.arange(n, dtype="float64")
        y[rng.random(n) < rng.choice([0.0, 0.2])] = np.nan
        order = rng.permutation(n)
        yield y[order], x[order]


def end_to_end(series: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Series end to end, and their offsets."""
    return np.concatenate(series), np.append(0, np.cumsum([len(one) for one in series]))


def counted_probability(values: Sequence[float], s: int) -> float:
    """Share of all orders of `values` with |S| of at least |s|, counted in whole numbers."""
    n = len(values)
    n_pairs = n * (n - 1) // 2
    inversions = [1] + [0] * n_pairs
    for j in range(1, n + 1):  # times 1 - q^j
        for at in range(n_pairs, j - 1, -1):
            inversions[at] -= inversions[at - j]
    for size in Counter(values).values():  # over 1 - q^i, for each value of each tie
        for i in range(1, size + 1):
            for at in range(i, n_pairs + 1):
                inversions[at] += inversions[at - i]
    untied = n_pairs - sum(math.comb(size, 2) for size in Counter(values).values())
    far = sum(
        count for at, count in enumerate(inversions[: untied + 1]) if abs(untied - 2 * at) >= abs(s)
    )
    return far / sum(inversions[: untied + 1])
