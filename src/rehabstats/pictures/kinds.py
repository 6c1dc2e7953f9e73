"""Kinds of picture: a row each, with what it shows, how it is drawn and from what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rehabstats.basis.entries import last_entries_of
from rehabstats.charts._panels import FIGURE_PANELS, PAGE_PANELS, MostPanels
from rehabstats.charts.calendar import plot_calendar
from rehabstats.charts.caseload import plot_caseload
from rehabstats.charts.exercise_pain import plot_exercise_pain
from rehabstats.charts.exercise_volume import plot_exercise_volume
from rehabstats.charts.patient_page import plot_patient_page
from rehabstats.charts.progression import plot_progression
from rehabstats.charts.run_chart import plot_run_chart
from rehabstats.charts.side_mirror import plot_side_mirror
from rehabstats.charts.weekly_trend import plot_weekly_trend
from rehabstats.pictures.about import Sentences, about_patient, drawn, in_words
from rehabstats.room import PatientRoom, Room, weekly_during
from rehabstats.room.questions import facts_of

_LINE: Final = ("exercise", "side")
_ALL: Final = (*_LINE, "weeks")
_SLOPE: Final = ("n", "first_on", "last_on", "slope_per_week", "slope_low", "slope_high", "reason")
_PAIN: Final = ("pain_during_nrs_mean", "pain_during_nrs_max")
_IN_SESSION: Final = ("week", "session_day")

_Frames = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Kind:
    """
    One kind of picture of one patient.

    Whoever offers, draws, describes or explores it reads this row and has no list of its own.

    Parameters
    ----------
    shows : str
        What is to be seen, as the beginning of a sentence.
    draw : callable
        Draws it for one patient.
    frames : mapping of str to tuple of str
        The frames that it is drawn from, with the columns that a table beside it shows; without
        a column there is no such table. Words and files beside it are made of the same frames.
    label : str
        What the control of the explorer calls it; it offers none without a label.
    takes : tuple of str
        The controls of the explorer that cut its rows.
    panels : MostPanels, optional
        How many exercises have panels, if it has any.
    sentences : mapping of str to callable, optional
        Words of frames that no other kind is drawn from.
    """

    shows: str
    draw: Callable[[PatientRoom], Figure]
    frames: _Frames
    label: str = ""
    takes: tuple[str, ...] = ()
    panels: MostPanels = FIGURE_PANELS
    sentences: Sentences = field(default_factory=dict)

    def words(self, own: PatientRoom) -> str:
        """What it shows of a patient, for those who do not see it."""
        return in_words(self.shows, self.frames, own, most=self.panels, sentences=self.sentences)


def trend_layers(own: PatientRoom) -> dict[str, pd.DataFrame]:
    """The frames of the weekly trend by the names of its parameters; function if it was rated."""
    layers = {
        "adherence": own.frame("session_adherence"), "pain": drawn(own, "weekly_session_pain"),
        "sessions": own.frame("pain_response"), "trend": own.frame("session_pain_trend"),
        "flares": own.frame("side_pain_flares"), "pauses": own.frame("pauses"),
        "plan": own.frame("plan"),
    }  # fmt: skip
    checkins = own.frame("checkins")
    return layers | ({"checkins": checkins} if len(checkins) else {})


def _trend(own: PatientRoom) -> Figure:
    layers: Any = trend_layers(own)
    how: Any = {"names": own.exercise_names, "settings": own.settings}
    return _figure(plot_weekly_trend(**layers, **how)[0])


def _pain(own: PatientRoom) -> Figure:
    sessions, trend = own.frame("exercise_sessions"), own.frame("pain_trend")
    how: Any = {"names": own.exercise_names, "settings": own.settings}
    return _figure(plot_exercise_pain(sessions, trend, **how)[0])


def _volume(own: PatientRoom) -> Figure:
    return _figure(plot_exercise_volume(own.frame("volume_change"), names=own.exercise_names)[0])


def _progression(own: PatientRoom) -> Figure:
    sessions, progression = own.frame("exercise_sessions"), own.frame("progression")
    return _figure(plot_progression(sessions, progression, names=own.exercise_names)[0])


def _mirror(own: PatientRoom) -> Figure:
    return _figure(plot_side_mirror(own.frame("symmetry"), names=own.exercise_names)[0])


def _calendar(own: PatientRoom) -> Figure:
    return _figure(plot_calendar(own.frame("ledger"), names=own.exercise_names))


def _runs(own: PatientRoom) -> Figure:
    response = own.frame("pain_response")
    # In the columns of the sessions of one exercise.
    series = response.assign(
        exercise=None, side=None, session_day=response["started_at"].dt.normalize()
    )
    return _figure(plot_run_chart(series, own.frame("session_pain_runs"), settings=own.settings))


def _page(own: PatientRoom, *, paper: Any = "A4") -> Figure:
    return plot_patient_page(
        trend_layers(own),
        slots=own.frame("ledger"), sessions=own.frame("exercise_sessions"),
        volume_change=own.frame("volume_change"), pain_trend=own.frame("pain_trend"),
        title=own.patient_id, about=about_patient(own), facts=facts_of(own),
        names=own.exercise_names, paper=paper, settings=own.settings,
    )  # fmt: skip


def draw_caseload(room: Room, patients: Sequence[str]) -> Figure:
    """The one picture that is of many patients."""
    axes = plot_caseload(
        patients, signals=room.frame("signals"), adherence=room.frame("patient_adherence"),
        pain=weekly_during(room.frame("weekly_session_pain")), last_entries=last_entries_of(room),
    )  # fmt: skip
    return _figure(axes[0])


def rows_of(frame: pd.DataFrame, patients: Sequence[str]) -> pd.DataFrame:
    """The rows of some patients."""
    return frame[frame["patient_id"].isin(patients).to_numpy()]


def _figure(ax: Axes) -> Figure:
    figure: Any = ax.get_figure(root=True)
    found: Figure = figure
    return found


_TREND: Final[_Frames] = {
    "session_adherence": (
        "week", "n_due", "n_done", "n_unrecorded", "n_open", "n_excused", "session_adherence",
        "session_adherence_low", "session_adherence_high",
    ),
    "weekly_session_pain": ("week", "n_rated", "n_missing", "pain_nrs_median", "pain_nrs_max"),
    "session_pain_trend": _SLOPE,
    "side_pain_flares": ("side", "start_on", "end_on", "n_rated_days", "peak_nrs", "is_open"),
    "checkins": ("date", "activity", "score_psfs"),
    "pain_response": (),
    "pauses": (),
    "plan": (),
}  # fmt: skip
_PAGE: Final[_Frames] = {
    **_TREND, "ledger": (), "exercise_sessions": (), "volume_change": (), "pain_trend": (),
    "signals": (),
}  # fmt: skip

#: Of all patients in one picture, and what that is drawn from.
CASELOAD: Final = "caseload"
CASELOAD_FRAMES: Final = ("patients_by_need", "patient_adherence", "weekly_session_pain")

#: Every kind that is drawn for one patient, by the name that the command line takes.
KINDS: Final = {
    "trend": Kind(
        "Weekly trend of session adherence and pain", _trend, _TREND, "Weekly trend", ("weeks",)
    ),
    "page": Kind("One page", _page, _PAGE, panels=PAGE_PANELS),
    "page-letter": Kind("One page", partial(_page, paper="Letter"), _PAGE, panels=PAGE_PANELS),
    "pain": Kind(
        "Pain during each exercise", _pain,
        {
            "exercise_sessions": (*_LINE, *_IN_SESSION, *_PAIN),
            "pain_trend": (*_LINE, *_SLOPE),
        },
        "Pain of each exercise", _ALL,
    ),
    "volume": Kind(
        "Weekly repetitions of each exercise", _volume,
        {
            "volume_change": (
                *_LINE, "week", "n_reps", "asked_reps_min", "asked_reps_max", "is_complete",
            ),
        },
        "Repetitions of each exercise", _ALL,
    ),
    "progression": Kind(
        "Progression of each exercise against its first weeks", _progression,
        {
            "progression": (
                *_LINE, "reps_baseline", "reps_current", "reps_change", "hold_change_s",
                "load_change_kg", "rom_change_deg",
            ),
            "exercise_sessions": (
                *_LINE, *_IN_SESSION, "reps_per_set", "hold_s", "load_kg", "rom_deg",
            ),
        },
        # Against the first weeks: without them there would be nothing to compare with.
        "Progression of each exercise", _LINE,
    ),
    "mirror": Kind(
        "Repetitions on the left against the right side", _mirror,
        {
            "symmetry": (
                "exercise", "week", "left_reps", "right_reps", "unknown_reps", "symmetry",
                "is_complete", "reason",
            ),
        },
        "Left against right", ("exercise", "weeks"),
    ),
    "calendar": Kind(
        "Calendar of what was due and what was done", _calendar,
        {"ledger": (*_LINE, "week", "due_on", "session_day", "state")},
        "Calendar of slots", _ALL,
    ),
    "runs": Kind(
        "Run chart of pain during sessions", _runs,
        {
            "session_pain_runs": (
                "n", "median_nrs", "longest_run", "longest_run_limit", "n_crossings",
                "n_crossings_limit", "is_shifted", "lower_limit_nrs", "upper_limit_nrs",
                "n_beyond_limits", "reason",
            ),
            "pain_response": ("week", "started_at", *_PAIN),
        },
        # Runs and limits are of a whole series.
        "Run chart of pain",
    ),
}  # fmt: skip
