"""How charts look: one place for colours by meaning, sizes and plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator

#: Okabe-Ito colours: 5.19 and 3.87 to 1 on white, so lines and bars stay visible.
BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"

ADHERENCE: Final = BLUE
PAIN: Final = VERMILLION
INK: Final = "#222222"
#: 7.0 and 4.54 to 1 on white; no grey that carries meaning is lighter.
QUIET: Final = "#595959"
EDGE: Final = "#767676"
#: Only behind data and never alone: every zone has its name beside it.
ZONES: Final = ("#FAFAFA", "#F2F2F2", "#E9E9E9")
#: Guides for the eye, behind the data.
GUIDE: Final = "#DDDDDD"

WIDTH_IN: Final = 6.4
HEIGHT_IN: Final = 2.7
LABEL_PT: Final = 9.0
#: A letter of a label [inches].
_LETTER_IN: Final = 0.075
#: On axes lower than this, numbers of a scale in steps of 2 touch each other [inches].
_LOW_IN: Final = 0.75
_HARD_SPACE: Final = "\N{NO-BREAK SPACE}"
SMALL_PT: Final = 8.0


def new_axes(n_axes: int = 1) -> tuple[Axes, ...]:
    """Axes one above the other on a figure of their own, unknown to pyplot."""
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN * n_axes), layout="constrained")
    return tuple(figure.subplots(n_axes, 1, squeeze=False)[:, 0])


def dress_axes(ax: Axes, label: str) -> None:
    """Give `ax` its y label, quiet spines and guides, and titles that take ``$`` as it is."""
    ax.set_ylabel(_wrapped(label, height_in(ax)), fontsize=LABEL_PT, color=INK)
    ax.tick_params(labelsize=SMALL_PT, colors=INK)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(EDGE)
    ax.set_axisbelow(True)
    ax.grid(axis="y", color=GUIDE, linewidth=0.6)
    ax.grid(visible=False, axis="x")
    # A caller may well put a patient's id here, and "$1$" would become mathematics.
    for text in (ax.title, ax.xaxis.label, ax.yaxis.label):
        text.set_parse_math(False)


def set_ten(ax: Axes) -> None:
    """A scale of 0 to 10, always whole; with fewer numbers where they would touch."""
    step = 2 if height_in(ax) > _LOW_IN else 5
    ax.set_ylim(0, 10)
    # Not `yticks`, which makes them at once, and again where a panel has none.
    ax.yaxis.set_major_locator(FixedLocator(list(range(0, 11, step))))


def _wrapped(label: str, length_in: float) -> str:
    """A label in lines of a length; its unit stays in one piece."""
    letters = max(1, int(length_in / _LETTER_IN))
    lines = re.sub(r"\[.*?\]", lambda unit: unit[0].replace(" ", _HARD_SPACE), label).split("\n")
    how: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
    wrapped = (textwrap.fill(line, letters, **how) for line in lines)
    return "\n".join(wrapped).replace(_HARD_SPACE, " ")


def write_text(ax: Axes, x: float, y: float, words: str, **options: Any) -> Text:
    """Write `words` as they are, with no mathematics in them."""
    look: dict[str, Any] = {"fontsize": SMALL_PT, "color": QUIET, "parse_math": False}
    return ax.text(x, y, words, **(look | options))


def say_empty(ax: Axes, words: str) -> None:
    """Say in the middle of `ax` why it is empty."""
    look = {"ha": "center", "va": "center", "fontsize": LABEL_PT, "transform": ax.transAxes}
    box = {"facecolor": "white", "edgecolor": "none", "pad": 3}
    ax.grid(visible=False)
    write_text(ax, 0.5, 0.5, words, bbox=box, **look)


def width_in(ax: Axes) -> float:
    """The width of `ax` [inches], as it is before a layout is computed."""
    return ax.bbox.width / _dpi(ax)


def height_in(ax: Axes) -> float:
    """The height of `ax` [inches], as it is before a layout is computed."""
    return ax.bbox.height / _dpi(ax)


def _dpi(ax: Axes) -> float:
    figure = ax.get_figure(root=True)
    return figure.dpi if figure else 100.0


def add_legend(ax: Axes, keys: Sequence[Artist], *, above: float) -> None:
    """Name `keys` in a row above `ax`, in several rows where it is narrow."""
    legend = ax.legend(
        handles=keys,
        loc="lower left",
        bbox_to_anchor=(0, above),
        borderaxespad=0,
        ncols=max(1, min(len(keys), int(width_in(ax) / 0.9))),
        fontsize=SMALL_PT,
        frameon=False,
        handlelength=1.4,
        handletextpad=0.5,
        columnspacing=1.2,
    )
    # What a person calls an activity is no mathematics, whatever it has of "$".
    for text in legend.get_texts():
        text.set_parse_math(False)


#: Sides, told apart three times over: by colour, by marker and by line style.
LEFT: Final[Mapping[str, Any]] = {"color": BLUE, "marker": "o", "linestyle": "-"}
RIGHT: Final[Mapping[str, Any]] = {"color": VERMILLION, "marker": "^", "linestyle": "--"}
BOTH: Final[Mapping[str, Any]] = {"color": INK, "marker": "s", "linestyle": ":"}
UNKNOWN: Final[Mapping[str, Any]] = {"color": QUIET, "marker": "x", "linestyle": "-."}
SIDE_LOOKS: Final = {"left": LEFT, "right": RIGHT, "both": BOTH, "unknown": UNKNOWN}
