"""Second stage: what a page says and its charts in, one text of HTML out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rehabstats.report.about import About
from rehabstats.report.definitions import terms_of
from rehabstats.report.index import CaseloadIndex
from rehabstats.report.own_page import OwnPage
from rehabstats.report.patient_page import PatientPage
from rehabstats.room.adherence import adherence_words
from rehabstats.room.questions import NO_RULE_FIRED
from rehabstats.vocabulary import NEED_GROUPS
from rehabstats.words import count_words, day_words, days_words, number

#: Who made a page; pages of an earlier report are known by it.
GENERATOR: Final = "rehabstats report"


def render_index(index: CaseloadIndex, sections: Iterable[Markup] = ()) -> str:
    """
    Render the caseload by need, with search and sort where scripts may run.

    Parameters
    ----------
    index : CaseloadIndex
        Whom it lists.
    sections : iterable of markupsafe.Markup, optional
        Pages of patients that stand in the same file, from `render_section`.

    Returns
    -------
    str
        HTML without outside addresses. Its one script is allowed by its hash.
    """
    script, digest = _script()
    return _render(
        "index.html.j2",
        title=f"{index.about.name}: home exercise up to {day_words(index.about.as_of)}",
        about=index.about,
        index=index,
        sections=tuple(sections),
        script=script,
        script_hash=digest,
    )


def render_patient(
    page: PatientPage, charts: Mapping[str, Markup], about: About, *, index_link: str = ""
) -> str:
    """
    Render the page of one patient as a file of its own.

    Parameters
    ----------
    page : PatientPage
        What it says.
    charts : mapping of str to markupsafe.Markup
        Its charts by name, from `draw_charts`.
    about : About
        What is the same on every page.
    index_link : str, optional
        Where the list of all patients is.

    Returns
    -------
    str
        HTML without scripts and outside addresses; whatever came from a file is escaped.
    """
    return _render(
        "patient_page.html.j2",
        title=f"{page.head.patient_id}: home exercise up to {day_words(about.as_of)}",
        page=page,
        charts=charts,
        about=about,
        is_part=False,
        index_link=index_link,
    )


def render_section(page: PatientPage, charts: Mapping[str, Markup], about: About) -> Markup:
    """The same as a part of a file that has the list of patients and the definitions."""
    template = _environment().get_template("patient.html.j2")
    # The template escapes what came from files.
    return Markup(  # noqa: S704
        template.render(page=page, charts=charts, about=about, is_part=True)
    )


def render_own_page(page: OwnPage, chart: Markup, about: About) -> str:
    """Render a patient's own page as a file of its own."""
    title = f"Your exercise log, up to {day_words(about.as_of)}"
    return _render("own.html.j2", title=title, page=page, chart=chart, about=about)


def _render(template: str, *, about: About, **parts: Any) -> str:
    same = {
        "about": about, "terms": terms_of(about.thresholds), "css": _css(),
        "generator": GENERATOR, "script_hash": "",
    }  # fmt: skip
    return _environment().get_template(template).render(**(same | parts)) + "\n"


@cache
def _css() -> Markup:
    return Markup(_source("report.css"))  # noqa: S704 - ours


@cache
def _script() -> tuple[Markup, str]:
    """The script of the index, and the hash by which the page allows it."""
    text = _source("index.js")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), digest  # noqa: S704 - ours


def _source(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rehabstats.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["no_rule_fired"] = NO_RULE_FIRED
    environment.filters |= {
        "adherence": adherence_words,
        "days": days_words,
        "day": day_words,
        "count_of": count_words,
        "number": number,
        "group": NEED_GROUPS.__getitem__,
    }
    return environment
