"""A caseload seen from one day, with everything that can be asked of it under one roof."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from rehabstats.days import Day, local_day
from rehabstats.html_tables import html_table
from rehabstats.overview.patient import PatientProgress
from rehabstats.overview.tables import ReadableTable
from rehabstats.pictures.picture import CaseloadPicture
from rehabstats.room import PatientRoom, Room, each
from rehabstats.room.adherence import Adherence, adherence_words
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload, load_caseload
from rehabstats.vocabulary import NEED_GROUPS
from rehabstats.words import NONE, count_words, day_words, text_or_nothing

#: Patients that are shown before the rest is only counted.
_MOST = 100


class Progress(Room):
    """
    A caseload seen from one day, as `progress` gives it.

    Every public frame is an attribute of its name, made when it is first asked for and once:
    ``weekly_adherence``, ``pain_trend``, ``signals``, ``patients`` (by need) and so on, as
    `dir` lists them. ``progress["P003"]`` is one patient, and a loop gives each of them. In a
    notebook it shows itself as the caseload by need.

    See Also
    --------
    progress : Where it comes from.

    Examples
    --------
    >>> import rehabstats as rs
    >>> progress = rs.progress("data/sample")
    >>> [patient.patient_id for patient in progress][:3]
    ['P001', 'P002', 'P003']
    """

    def __getitem__(self, patient_id: str) -> PatientProgress:
        return PatientProgress(self, self.number_of(patient_id))

    def __iter__(self) -> Iterator[PatientProgress]:
        return (self[one] for one in self.patient_ids)

    def plot(self) -> CaseloadPicture:
        """
        Everybody in one picture, in order of need: adherence, pain and the first signal.

        Returns
        -------
        CaseloadPicture
            Its ``figure`` is matplotlib's; ``words``, ``tables`` and ``save`` go with it.
        """
        first = self.frame("patients_by_need")["patient_id"].head(_MOST)
        return CaseloadPicture(self, tuple(first.astype("str")))

    def show(
        self, name: str, columns: Sequence[str] | None = None, *, where: str | None = None
    ) -> ReadableTable:
        """
        A frame as people read it.

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
        names = self.caseload.catalogue.exercise_names
        return ReadableTable.of(name, self.frame(name), names, columns, where)

    @property
    def _headline(self) -> str:
        patients = count_words(len(self), "patient")
        return f"Caseload {self.caseload.name}, {self.seen_from}: {patients} by need"

    def _by_need(self) -> Iterator[tuple[str, ...]]:
        for row in each(self.frame("patients_by_need").head(_MOST)):
            own = PatientRoom(self, self.number_of(row.patient_id))
            done: Any = next(each(own.frame("patient_adherence")), None)
            adherence = Adherence.of_nothing() if done is None else Adherence.of(done)
            yield (
                str(row.patient_id), NEED_GROUPS[str(row.group)], adherence_words(adherence),
                day_words(own.last_entry), text_or_nothing(row.sentence) or NONE,
            )  # fmt: skip

    @property
    def _more(self) -> str:
        n_more = len(self) - _MOST
        return (
            f"and {count_words(n_more, 'patient')} more: `.patients` has all" if n_more > 0 else ""
        )

    def __repr__(self) -> str:
        rows = [f"  {one[0]} {one[1]}: {one[4]}" for one in self._by_need()]
        said = [f"  {sentence}" for sentence in (*self.assumptions, *self.caseload.remarks)]
        return "\n".join([self._headline, *rows, *([self._more] if self._more else []), *said])

    def _repr_html_(self) -> str:
        head = ("patient", "group", "sessions done", "last entry", "first signal")
        table = html_table(self._headline, head, self._by_need())
        said = [one for one in (self._more, *self.assumptions, *self.caseload.remarks) if one]
        return (
            table + html_table("To know", ("said of this caseload",), [(one,) for one in said])
            if said
            else table
        )


def progress(
    source: Caseload | str | os.PathLike[str],
    *,
    as_of: Day | None = None,
    since: Day | None = None,
    settings: Settings = DEFAULTS,
    **reading: Any,
) -> Progress:
    """
    See a caseload from one day: the room in which every number of it is made once.

    Parameters
    ----------
    source : Caseload, str or path-like
        A caseload, or a folder or log file to load one from.
    as_of : str, datetime.date or pandas.Timestamp, optional
        The day from which it is seen; without it, the day of the latest entry. Whatever shows
        the result says which day that is. The metric functions themselves always ask for it.
    since : str, datetime.date or pandas.Timestamp, optional
        The day of the last visit; without it, the last weeks are compared with those before.
    settings : Settings, optional
        Every threshold; `load_settings` reads them from a file.
    **reading : Any
        How a folder or file is read, as in `load_caseload`: ``program``, ``patient_id``,
        ``start_date`` and so on.

    Returns
    -------
    Progress
        Frames as attributes, patients by their ids.

    Raises
    ------
    ValidationError
        If a file cannot be used.
    ValueError
        If a day is no date, `since` is after `as_of`, or no day is stated and nobody has an
        entry.
    TypeError
        If `reading` is given with a caseload that is loaded already.

    See Also
    --------
    load_caseload : What the keywords of `reading` mean.
    explore : The same with controls.

    Examples
    --------
    >>> import rehabstats as rs
    >>> progress = rs.progress("data/sample", as_of="2026-03-30")
    >>> progress.patients["patient_id"].tolist()[:2]
    ['P004', 'P008']
    >>> progress["P001"].session_pain_trend["direction"].tolist()
    ['falling']
    """
    if isinstance(source, Caseload):
        if reading:
            raise TypeError(
                f"`{next(iter(reading))}`: got it with a caseload that is loaded already, expected "
                "it with a folder or file; give it to `load_caseload`"
            )
        caseload = source
    else:
        caseload = load_caseload(source, as_of=as_of, **reading)
    day = caseload.last_entry if as_of is None else local_day(as_of, "as_of")
    if pd.isna(day):
        raise ValueError("`as_of`: got none, expected a day, since nobody has an entry")
    visit = None if since is None else local_day(since, "since")
    if visit is not None and visit > day:
        raise ValueError(f"`since`: got {since!r}, expected a day up to {day_words(day)}")
    return Progress(caseload, day, settings, visit, is_last_entry=as_of is None)
