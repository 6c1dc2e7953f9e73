"""One patient: the same frames, the pictures, what can be said, and where numbers come from."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from pathlib import Path

import matplotlib.style
from markupsafe import Markup

from rehabstats.explanations import Explanation, explain_own
from rehabstats.overview.numbers import numbers_of
from rehabstats.overview.tables import ReadableTable
from rehabstats.pictures.picture import Picture
from rehabstats.pictures.svg import figure_to_svg
from rehabstats.room import PatientRoom
from rehabstats.room.place import place_of
from rehabstats.room.questions import NO_RULE_FIRED, facts_of, questions_of
from rehabstats.words import day_words

#: As many questions as fit a conversation.
_MOST = 5
#: An image says itself what it is; nothing is fetched from this address.
_SVG = "http://www.w3.org/2000/svg"


class Sentences(tuple[str, ...]):
    """
    Sentences in the order in which they are read; a tuple that shows itself line by line.

    Examples
    --------
    >>> Sentences(["One.", "Two."])
    - One.
    - Two.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(f"- {one}" for one in self) or "Nothing can be said."

    def _repr_html_(self) -> str:
        items = Markup("").join(Markup("<li>{}</li>").format(one) for one in self)
        return str(Markup("<ul>{}</ul>").format(items) if items else f"<p>{self!r}</p>")


class PatientProgress(PatientRoom):
    """
    One patient of a `Progress`, as ``progress["P003"]`` gives it.

    Every public frame is an attribute with this patient's rows: ``weekly_adherence``,
    ``pain_trend``, ``signals`` and so on, as `dir` lists them. In a notebook it shows itself:
    the weekly trend, five numbers with what they rest on, and what to ask about.

    See Also
    --------
    progress : Where it comes from.

    Examples
    --------
    >>> import rehabstats as rs
    >>> patient = rs.progress("data/sample")["P003"]
    >>> patient.week, patient.side_pain_flares["peak_nrs"].tolist()
    (12, [5.6, 6.2])
    """

    def plot(self, kind: str = "trend") -> Picture:
        """
        A picture of the patient, with every layer that it has.

        Parameters
        ----------
        kind : str, default "trend"
            The weekly ``"trend"``; ``"pain"``, ``"volume"`` or ``"progression"`` of each
            exercise; the ``"mirror"`` of left and right; the ``"calendar"`` of slots; the
            ``"runs"`` chart of pain; the ``"page"`` on A4, or ``"page-letter"``.

        Returns
        -------
        Picture
            Its ``figure`` is matplotlib's; ``words``, ``tables`` and ``save`` go with it.

        Raises
        ------
        ValueError
            If there is no such kind.
        """
        return Picture(self, kind)

    def save(self, path: str | os.PathLike[str], kind: str = "trend") -> Path:
        """
        Write a picture of the patient to a file.

        Parameters
        ----------
        path : str or path-like
            The file, in .png, .svg or .pdf.
        kind : str, default "trend"
            As in `plot`.

        Returns
        -------
        pathlib.Path
            The file.
        """
        return self.plot(kind).save(path)

    @property
    def sentences(self) -> Sentences:
        """What can be said: of pain and activities, then each signal, earlier ones last."""
        return Sentences([*self.frame("patient_improvement")["sentence"], *facts_of(self)])

    def explain(
        self,
        metric: str,
        *,
        exercise: str | None = None,
        side: str | None = None,
        week: int | None = None,
    ) -> Explanation:
        """
        Take one number of the patient apart, down to the lines of the log.

        Parameters
        ----------
        metric : str
            A metric, or the id of a rule, as in `rehabstats.explain`.
        exercise, side : str, optional
            Of which exercise and side.
        week : int, optional
            Of which program week.

        Returns
        -------
        Explanation
            It prints as text.

        Raises
        ------
        ValueError
            As `rehabstats.explain`.
        """
        return explain_own(self, metric, exercise=exercise, side=side, week=week)

    def show(
        self, name: str, columns: Sequence[str] | None = None, *, where: str | None = None
    ) -> ReadableTable:
        """
        The patient's rows of a frame as people read them.

        Parameters
        ----------
        name : str
            The name of the frame.
        columns : sequence of str, optional
            Only these columns; without them, those that say anything.
        where : str, optional
            Only rows of which this holds, as in `pandas.DataFrame.query`.

        Returns
        -------
        ReadableTable
            With units in the header, shares in per cent, and gaps explained on hover.

        Raises
        ------
        KeyError
            If there is no such frame.
        ValueError
            If there is no such column.
        """
        rows = self.frame(name).drop(columns="patient_id")
        return ReadableTable.of(name, rows, self.exercise_names, columns, where)

    @property
    def _headline(self) -> str:
        program, place = place_of(self)
        last = self.last_entry
        entry = "no entry yet" if last is None else f"last entry {day_words(last)}"
        return f"{program}, {place}; {self.room.seen_from}; {entry}"

    @property
    def _asked(self) -> list[str]:
        """What to ask about, as far as it fits a conversation."""
        asked = questions_of(self)
        told = [f"{one.about}: {one.fact}" for one in asked[:_MOST]]
        n_more = len(asked) - _MOST
        return [*told, f"and {n_more} more"] if n_more > 0 else told

    def __repr__(self) -> str:
        lines = [f"{self.patient_id}: {self._headline}"]
        lines += [f"  {one.what}: {one.value} ({one.rests_on})" for one in numbers_of(self)]
        lines += ["To ask about:", *(f"  - {one}" for one in self._asked or [NO_RULE_FIRED])]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        row = Markup(
            '<tr><th scope="row" style="text-align: left">{}<br>'
            '<small style="font-weight: normal">{}</small></th>'
            '<td style="text-align: right; vertical-align: top; white-space: nowrap">{}</td></tr>'
        )
        numbers = Markup("").join(
            row.format(one.what, one.rests_on, one.value) for one in numbers_of(self)
        )
        items = Markup("").join(Markup("<li>{}</li>").format(one) for one in self._asked)
        asked = (
            Markup("<p><b>To ask about</b></p><ol>{}</ol>").format(items)
            if items
            else Markup("<p>{}</p>").format(NO_RULE_FIRED)
        )
        return str(
            Markup(
                "<p><b>{}</b>: {}</p>"
                '<div style="display: flex; flex-wrap: wrap; gap: 0 2em; align-items: flex-start">'
                '<div style="flex: 3 1 28em; max-width: 42em">{}</div>'
                '<div style="flex: 2 1 22em; max-width: 40em"><table>'
                '<caption style="text-align: left">Five numbers, and what they rest on</caption>'
                "{}</table>{}</div></div>"
            ).format(self.patient_id, self._headline, _as_image(self.plot()), numbers, asked)
        )


def _as_image(picture: Picture) -> Markup:
    """
    A picture as an image of its own, sharp at any size.

    A notebook that is not trusted yet takes SVG out of a page, and leaves images in it.
    """
    with matplotlib.style.context("default"):
        svg = figure_to_svg(
            picture.figure, prefix="trend", title=picture.title, description=picture.words
        )
    alone = str(svg).replace("<svg ", f'<svg xmlns="{_SVG}" ', 1)
    data = base64.b64encode(alone.encode("utf-8")).decode("ascii")
    return Markup('<img alt="{}" style="width: 100%" src="data:image/svg+xml;base64,{}">').format(
        picture.words, data
    )
