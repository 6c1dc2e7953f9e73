"""Explain: any number of any patient, taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from rehabstats.days import Day
from rehabstats.explanations.adherence import (
    explain_dose_adherence,
    explain_session_adherence,
    explain_volume_change,
    explain_weekly_volume,
)
from rehabstats.explanations.exercise import (
    explain_function,
    explain_progression,
    explain_signal,
    explain_symmetry,
)
from rehabstats.explanations.explanation import Explanation
from rehabstats.explanations.pain import (
    explain_pain_change,
    explain_pain_flares,
    explain_pain_trend,
    explain_weekly_pain,
)
from rehabstats.explanations.request import Request
from rehabstats.room import PatientRoom, Room
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.signals import RULES
from rehabstats.validate import Caseload
from rehabstats.vocabulary import SIDES

_EXPLAINERS: Final[dict[str, Callable[[Request], Explanation]]] = {
    "session_adherence": explain_session_adherence,
    "dose_adherence": explain_dose_adherence,
    "weekly_volume": explain_weekly_volume,
    "volume_change": explain_volume_change,
    "symmetry": explain_symmetry,
    "progression": explain_progression,
    "weekly_pain": explain_weekly_pain,
    "pain_trend": explain_pain_trend,
    "pain_change": explain_pain_change,
    "pain_flares": explain_pain_flares,
    "function": explain_function,
}
#: What each of them needs to know beside the patient, and what it can be told.
_NEEDS: Final = {
    "dose_adherence": ("exercise", "side"),
    "weekly_volume": ("exercise", "side", "week"),
    "volume_change": ("exercise", "side", "week"),
    "symmetry": ("exercise", "week"),
    "progression": ("exercise", "side"),
    "weekly_pain": ("exercise", "side", "week"),
}
_TAKES: Final = {
    "session_adherence": ("exercise", "side", "week"),
    "dose_adherence": ("week",),
    "pain_trend": ("exercise", "side"),
    "pain_change": ("exercise", "side"),
    "pain_flares": ("exercise", "side"),
}

_SHOWN: Final = 12

#: Everything that can be explained: metrics, then rules.
EXPLAINED: Final = (*_EXPLAINERS, *(rule.id for rule in RULES))


def explain(
    caseload: Caseload,
    metric: str,
    *,
    patient_id: str,
    as_of: Day,
    exercise: str | None = None,
    side: str | None = None,
    week: int | None = None,
    settings: Settings = DEFAULTS,
) -> Explanation:
    """
    Take one number apart: definition, formula with the numbers put in, rows, thresholds.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    metric : str
        A metric (``session_adherence``, ``dose_adherence``, ``weekly_volume``,
        ``volume_change``, ``symmetry``, ``progression``, ``weekly_pain``,
        ``pain_trend``, ``pain_change``, ``pain_flares``, ``function``) or the id of a
        rule of `find_signals`.
    patient_id : str
        Whose number it is.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which it is seen.
    exercise, side : str, optional
        Of which exercise and side; without them whole sessions, where that has a
        meaning.
    week : int, optional
        Of which program week; without it the whole program.
    settings : Settings, optional
        Every threshold.

    Returns
    -------
    Explanation
        It prints as text, with the lines of the log behind the number.

    Raises
    ------
    ValueError
        If the metric, patient, exercise, side or week is not known, if one that is
        needed is not given, or one is given that the metric has no use for.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> found = explain(
    ...     caseload, "session_adherence", patient_id="P003", week=6, as_of="2026-03-30"
    ... )
    >>> found.with_numbers
    '3 / (3 filled + 1 skipped + 0 omitted + 1 unrecorded)'
    """
    _require("patient_id", patient_id, caseload.patients["patient_id"].astype("str").tolist())
    own = Room.of(caseload, as_of, settings)[patient_id]
    return explain_own(own, metric, exercise=exercise, side=side, week=week)


def explain_own(
    own: PatientRoom,
    metric: str,
    *,
    exercise: str | None = None,
    side: str | None = None,
    week: int | None = None,
) -> Explanation:
    """The same as `explain`, of one patient of a caseload that is seen from a day already."""
    if metric not in EXPLAINED:
        raise ValueError(f"`metric`: got {metric!r}, expected one of {', '.join(EXPLAINED)}")
    _require_what_is_used(metric, {"exercise": exercise, "side": side, "week": week})
    if exercise is not None:
        _require("exercise", exercise, own.caseload.catalogue.exercises)
    if side is not None:
        _require("side", side, SIDES)
    if week is not None and week > own.week:
        raise ValueError(f"`week`: got {week!r}, expected at most {own.week}")
    request = Request(own, exercise, side, week)
    if metric in _EXPLAINERS:
        return _EXPLAINERS[metric](request)
    return explain_signal(request, metric)


def _require_what_is_used(metric: str, given: Mapping[str, object]) -> None:
    """Neither less than the metric needs nor more than it has a use for."""
    needs = _NEEDS.get(metric, ())
    takes = (*needs, *_TAKES.get(metric, ()))
    if metric.startswith("pain_") and metric in _TAKES and given["exercise"] is not None:
        needs = ("side",)
    for name, value in given.items():
        if value is None and name in needs:
            raise ValueError(f"`{name}`: got none, expected one for {metric}")
        if value is not None and name not in takes:
            raise ValueError(f"`{name}`: got {value!r}, expected none for {metric}")


def _require(name: str, got: str, known: Iterable[str]) -> None:
    words = list(known)
    if got not in words:
        shown = ", ".join(words[:_SHOWN]) + (", ..." if len(words) > _SHOWN else "")
        raise ValueError(f"`{name}`: got {got!r}, expected one of {shown}")
