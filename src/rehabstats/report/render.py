"""Second stage: a summary and its charts in, one page of HTML out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from rehabstats.report import words
from rehabstats.report.summary import ReportSummary
from rehabstats.vocabulary import NEED_GROUPS


def render_report(summary: ReportSummary, charts: Mapping[str, Markup]) -> str:
    """
    Render a report as one page that needs nothing else.

    Parameters
    ----------
    summary : ReportSummary
        What the report says.
    charts : mapping of str to markupsafe.Markup
        The SVG of each patient's chart, by section (``p1``).

    Returns
    -------
    str
        HTML without scripts and outside addresses; whatever came from a file is
        escaped.

    Examples
    --------
    >>> from datetime import date
    >>> summary = ReportSummary("a & b", date(2025, 3, 10), "0.1.0", (), (), (), 0, ())
    >>> "<title>a &amp; b: home exercise up to 2025-03-10</title>" in render_report(summary, {})
    True
    """
    return _template().render(summary=summary, charts=charts) + "\n"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("rehabstats.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": words.percent,
        "adherence": words.adherence_words,
        "days": words.days_words,
        "count_of": words.count_words,
        "pain": words.pain_words,
        "week": words.week_words,
        "group": NEED_GROUPS.__getitem__,
        "about": words.signal_words,
    }
    return environment.get_template("report.html.j2")
