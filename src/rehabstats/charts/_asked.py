"""What was asked for, as a band behind what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from rehabstats.charts._style import EDGE, SIDE_LOOKS


class Band(NamedTuple):
    """A range along an axis: places, and the lowest and highest asked for at each."""

    at: np.ndarray
    low: np.ndarray
    high: np.ndarray


def draw_asked(ax: Axes, bands: Mapping[str, Band]) -> Iterator[Artist]:
    """The band of what was asked for: one, or one per side where they differ."""
    first = next(iter(bands.values()), None)
    are_same = all(_are_equal(first, band) for band in bands.values())
    for side, band in list(bands.items())[: 1 if are_same else None]:
        look: Any = {"color": EDGE, "linestyle": "-"} if are_same else SIDE_LOOKS[side]
        colour, line, tint = look["color"], look["linestyle"], 0.15 if are_same else 0.08
        ax.fill_between(*band, color=colour, alpha=tint, linewidth=0, zorder=0.5)
        # Where both are equal, there is nothing to fill.
        ax.plot(
            band.at, band.low, band.at, band.high, color=colour, linestyle=line, linewidth=0.6,
            zorder=0.6,
        )  # fmt: skip
        if not (np.isnan(band.low).all() and np.isnan(band.high).all()):
            name = "asked for" if are_same else f"asked for, {side}"
            yield Patch(facecolor=(colour, tint), edgecolor=colour, linestyle=line, label=name)


def _are_equal(one: Band | None, other: Band) -> bool:
    return one is not None and all(
        np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True)
    )
