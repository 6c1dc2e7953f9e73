"""How often a value of one phase is higher than one of another, counted pair by pair."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

#: Means of ratings that lie closer than this are equal.
NEAR = 1e-9


def slow_chance_higher(values: list[float], others: list[float]) -> float | None:
    """The share of all pairs in which the value is higher than the other, ties half."""
    pairs = [value - other for value in values for other in others]
    wins = sum(0.5 if abs(apart) < NEAR else float(apart > 0) for apart in pairs)
    return wins / len(pairs) if pairs else None


def slow_newcombe(
    chance: float | None, m: int, n: int, confidence: float
) -> tuple[float, float] | tuple[None, None]:
    """
    The interval of method 5, by the roots of a polynomial.

    Multiplied by (2 - t)(1 + t), the equation of docs/metrics.md and `rs.series.nap` is one
    of the fourth degree. One root lies on each side of the chance, and two outside of [0, 1].
    """
    if chance is None or min(m, n) < 2:
        return None, None
    t = np.poly1d([1.0, 0.0])
    z, h = NormalDist().inv_cdf(0.5 + confidence / 2), (m + n) / 2 - 1
    spread = (2 - t) * (1 + t) + h * ((1 - t) * (1 + t) + t * (2 - t))
    equation = (chance - t) ** 2 * (m * n) * (2 - t) * (1 + t) - z**2 * t * (1 - t) * spread
    roots = sorted(float(root.real) for root in equation.roots)
    return min(max(roots[1], 0.0), 1.0), min(max(roots[2], 0.0), 1.0)
