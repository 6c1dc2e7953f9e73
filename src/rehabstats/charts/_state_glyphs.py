"""Glyphs of the states of a slot, told apart by shape: shade only helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from rehabstats.charts import _style as style


def _box(left: float, foot: float, right: float, top: float) -> tuple[tuple[float, float], ...]:
    return ((left, foot), (right, foot), (right, top), (left, top), (left, foot))


_HOLLOW: Final = _box(0.12, 0.1, 0.88, 0.9)
_CROSS: Final = (((0.1, 0.1), (0.9, 0.9)), ((0.1, 0.9), (0.9, 0.1)))
# Short of the edges: on days in a row it would become one line.
_PLUS: Final = (((0.14, 0.5), (0.86, 0.5)), ((0.5, 0.08), (0.5, 0.92)))
_DOTS: Final = tuple(_box(0.25, foot, 0.75, foot + 0.16) for foot in (0.12, 0.42, 0.72))
#: In a cell from (0, 0) to (1, 1): what is filled, what is drawn, and the shade of both.
GLYPHS: Final[Mapping[str, tuple[tuple[Any, ...], tuple[Any, ...], str]]] = {
    "done": ((_box(0.06, 0.06, 0.94, 0.94),), (), style.ADHERENCE),
    "partial": ((_box(0.12, 0.1, 0.88, 0.5),), (_HOLLOW,), style.ADHERENCE),
    "skipped": ((), _CROSS, style.INK),
    "omitted": ((), (_HOLLOW, ((0.12, 0.5), (0.88, 0.5))), style.INK),
    "unrecorded": ((), (_HOLLOW,), style.QUIET),
    "open": ((), (_box(0.25, 0.3, 0.75, 0.7),), style.EDGE),
    "excused": (_DOTS, (), style.EDGE),
    "extra": ((), _PLUS, style.INK),
}
#: A pen is a fifth of the width of a cell, within these [points].
_PEN_SHARE: Final = 0.2
_PEN_PT: Final = (0.5, 1.2)


def draw_state(ax: Axes, state: str, cells: pd.DataFrame, *, cell_pt: float) -> None:
    """The glyph of a state in each of its cells, as one artist for each way of drawing."""
    filled, drawn, shade = GLYPHS[state]
    # As artists: as patches each of their lines would be measured for limits that are set.
    if filled:
        ax.add_artist(PathPatch(_path(filled, cells), color=shade, linewidth=0, label=state))
    if drawn:
        pen = float(np.clip(_PEN_SHARE * cell_pt, *_PEN_PT))
        outline = _path(drawn, cells)
        ax.add_artist(PathPatch(outline, fill=False, edgecolor=shade, linewidth=pen, label=state))


def key_of(state: str) -> Line2D:
    """The glyph of a state with its name, for a legend."""
    filled, drawn, shade = GLYPHS[state]
    look: dict[str, Any] = {"color": shade, "linestyle": "none", "label": state}
    if filled and drawn:
        return Line2D([], [], marker="s", fillstyle="bottom", markerfacecoloralt="white", **look)
    shape = _path(filled + drawn, pd.DataFrame({"x": [-0.5], "y": -0.5, "height": 1.0}))
    # A marker is drawn in one size, whatever that of its path.
    look |= {"markersize": 16 * np.abs(np.asarray(shape.vertices)).max()}
    return Line2D([], [], marker=shape, markerfacecolor=shade if filled else "none", **look)


def _path(lines: Sequence[Any], cells: pd.DataFrame) -> Path:
    points = np.concatenate([np.array(line) for line in lines])
    codes = [Path.LINETO if place else Path.MOVETO for line in lines for place in range(len(line))]
    corner = cells[["x", "y"]].to_numpy("float64")[:, None]
    size = np.stack([np.ones(len(cells)), cells["height"]], axis=1)[:, None]
    return Path((corner + size * points).reshape(-1, 2), np.tile(codes, len(cells)))
