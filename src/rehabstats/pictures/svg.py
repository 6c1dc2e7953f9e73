"""A figure as inline SVG: the same bytes every time, named for screen readers."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

import matplotlib
from markupsafe import Markup, escape
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure


def figure_to_svg(figure: Figure, *, prefix: str, title: str, description: str) -> Markup:
    """
    Turn a figure into SVG that can stand in a page beside others.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    prefix : str
        Begins every id inside, so that two figures in one page do not share any:
        letters and digits, different for each figure.
    title, description : str
        What a screen reader says: the name, and what there is to see. Any text;
        both are escaped.

    Returns
    -------
    markupsafe.Markup
        An ``<svg>`` element. Its text stays text, and nothing in it names an
        outside address.

    Examples
    --------
    >>> svg = figure_to_svg(Figure(), prefix="p1", title="Pain & more", description="Empty.")
    >>> svg[:60]
    Markup('<svg role="img" aria-labelledby="p1-title" aria-describedby=')
    >>> "Pain &amp; more" in svg, "http" in svg
    (True, False)
    """
    if not re.fullmatch("[A-Za-z][A-Za-z0-9]*", prefix):
        raise ValueError(f"`prefix` is {prefix!r}; expected a letter, then letters and digits.")
    written = io.StringIO()
    # Without a fixed salt the ids of clips and markers are drawn at random.
    drawn_alike = matplotlib.rc_context({"svg.hashsalt": prefix, "svg.fonttype": "none"})
    with drawn_alike, warnings.catch_warnings():
        # Text stays text: the reader's fonts draw it, whatever ours lack.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        # Not savefig, which draws everything once more to measure it.
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(written, metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # Inside HTML the namespaces are known, and they look like outside addresses.
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    text = text.replace("xlink:href=", "href=")
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r'\bhref="#([^"]+)"', rf'href="#{prefix}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    return _named(_shortened(text), prefix, title, description)


def _shortened(svg: str) -> str:
    """The same picture in a quarter less: a hundredth of a point is below any screen's."""
    svg = re.sub(r"\n +<", "\n<", svg)
    # A page's own rule says which letters; these are for where there is no page.
    svg = re.sub(r"'DejaVu Sans', [^;\"]*sans-serif", "'DejaVu Sans', sans-serif", svg)
    return re.sub(r' (?:d|x|y|transform)="[^"]*"', _rounded, svg)


def _rounded(attribute: re.Match[str]) -> str:
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", attribute[0])


def _named(svg: str, prefix: str, title: str, description: str) -> Markup:
    body = svg[svg.index(">") + 1 :]
    attributes = svg[len("<svg") : svg.index(">")]
    # matplotlib escapes its text, and what is ours is escaped here.
    return Markup(  # noqa: S704
        f'<svg role="img" aria-labelledby="{prefix}-title" aria-describedby="{prefix}-desc"'
        f'{attributes}><title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>{body.strip()}'
    )
