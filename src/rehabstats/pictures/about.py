"""About a picture: whose it is, and in words what it shows, from the frames it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from rehabstats.charts._panels import FIGURE_PANELS, MostPanels, drawn_exercises
from rehabstats.room import PatientRoom, Room, each, weekly_during
from rehabstats.schemas.progress import CRITERION_REASONS, MET_IN_WORDS
from rehabstats.vocabulary import STATES
from rehabstats.words import (
    count_words,
    day_words,
    joined,
    number,
    percent,
    rating,
    side_words,
    signed,
    signed_percent,
    span_words,
)

#: Frames by which charts choose the exercises that have panels.
_CHOSEN_BY: Final = ("volume_change", "exercise_sessions", "symmetry")
#: What is said of a frame, by its name.
Sentences = Mapping[str, Callable[[pd.DataFrame], str]]


def drawn(own: PatientRoom | Room, name: str) -> pd.DataFrame:
    """The rows of a frame that pictures draw: of the pain around sessions, that during them."""
    rows = own.frame(name)
    if name == "weekly_session_pain":
        return weekly_during(rows)
    # What will be asked for later is not in the picture yet.
    return rows[rows["valid_from"] <= own.as_of] if name == "plan" else rows


def about_patient(own: PatientRoom) -> str:
    """Program, week, day and last entry, in one line."""
    start, week = own.stated.start_date, own.week
    place = f"program week {week}" if week > 0 else f"begins on {day_words(start)}"
    last = own.last_entry
    entry = "no entry yet" if last is None else f"last entry {day_words(last)}"
    return f"{own.stated.program}, {place}, as of {day_words(own.as_of)}; {entry}"


def in_words(
    shows: str,
    names: Iterable[str],
    own: PatientRoom,
    *,
    most: MostPanels = FIGURE_PANELS,
    sentences: Sentences = MappingProxyType({}),
) -> str:
    """
    What a picture shows, for those who do not see it.

    One sentence for the picture, one for each frame that it is drawn from, and one for the
    exercises that have no panel, which the others are not about. `sentences` has the words of
    frames that no other picture is drawn from; a frame without words is an error.
    """
    rows = {name: drawn(own, name) for name in names}
    chosen, left_out = drawn_exercises(*(rows[one] for one in _CHOSEN_BY if one in rows), most=most)
    if left_out:
        for name in rows.keys() & {*_CHOSEN_BY, "progression"}:
            rows[name] = rows[name][rows[name]["exercise"].isin(chosen).to_numpy()]
    said = [f"{shows} of patient {own.patient_id}: {about_patient(own)}."]
    words = {**_SENTENCES, **sentences}
    said += [words[name](found) for name, found in rows.items()]
    said += [f"{left_out[0].upper()}{left_out[1:]}."] if left_out else []
    return " ".join(sentence for sentence in said if sentence)


def _adherence(weekly: pd.DataFrame) -> str:
    due = weekly[weekly["n_due"] > 0].set_index("week")
    is_silent = due["session_adherence_high"].isna()
    share, said = due.loc[~is_silent, "session_adherence"], []
    if due.empty:
        said.append("Session adherence: nothing due yet.")
    if len(share):
        weeks = count_words(len(share), "week")
        said.append(
            f"Session adherence in {weeks}: {_span(share, percent, ' %')}, "
            f"{percent(share.iloc[-1])} in week {share.index[-1]}."
        )
    if is_silent.any():
        # The chart draws no bar there either: nobody knows.
        weeks = count_words(int(is_silent.sum()), "week")
        said.append(f"Nothing recorded in {weeks} in which sessions were due.")
    return " ".join(said)


def _pain(weekly: pd.DataFrame) -> str:
    median = weekly.set_index("week")["pain_nrs_median"].dropna()
    if median.empty:
        return "Pain during exercise: not rated yet."
    return (
        "Weekly median of pain during exercise (0-10) in "
        f"{count_words(len(median), 'rated week')}: "
        f"{_span(median, rating)}, {rating(median.iloc[-1])} in week {median.index[-1]}."
    )


def _slope(trend: pd.DataFrame) -> str:
    told = [row for row in each(trend) if not pd.isna(row.slope_per_week)]
    return "".join(
        f"Theil-Sen slope {signed(row.slope_per_week, 2)} a week ({_interval(row)}, "
        f"{count_words(row.n, 'session')})."
        for row in told
    )


def _interval(row: Any) -> str:
    if pd.isna(row.slope_low):
        return "no interval"
    return f"interval {signed(row.slope_low, 2)} to {signed(row.slope_high, 2)}"


def _flares(flares: pd.DataFrame) -> str:
    days = [f"{span_words(row.start_on, row.end_on)}{side_words(row.side)}" for row in each(flares)]
    return f"Pain-defined flares: {'; '.join(days)}." if days else ""


def _slopes(trend: pd.DataFrame) -> str:
    slopes = trend["slope_per_week"].dropna()
    if slopes.empty:
        # Cut to some weeks there is no row: a slope rests on all of them.
        return "Too few sessions for a slope." if len(trend) else ""
    return (
        f"Theil-Sen slope in {len(slopes)} of {len(trend)} exercises and sides: "
        f"{_span(slopes, lambda slope: signed(slope, 2))} a week."
    )


def _response(response: pd.DataFrame) -> str:
    rated = response["pain_during_nrs_mean"].dropna()
    if rated.empty:
        return "No session is rated yet."
    return f"Pain during {count_words(len(rated), 'rated session')}: {_span(rated, rating)}."


def _pauses(pauses: pd.DataFrame) -> str:
    days = [span_words(row.start_date, row.end_date - pd.Timedelta(days=1)) for row in each(pauses)]
    return f"Pauses: {'; '.join(days)}." if days else ""


def _plan(plan: pd.DataFrame) -> str:
    changed = sorted(set(plan["valid_from"]))[1:]
    return f"The plan changed on {', '.join(map(day_words, changed))}." if changed else ""


def _signals(signals: pd.DataFrame) -> str:
    n_now = int(signals["is_current"].sum())
    return f"Signals of now: {n_now}; earlier: {len(signals) - n_now}."


def _function(checkins: pd.DataFrame) -> str:
    names = ", ".join(sorted(checkins["activity"].astype("str").unique()))
    return f"Function: {count_words(len(checkins), 'rating')} of {names}." if names else ""


def _slots(slots: pd.DataFrame) -> str:
    counts = slots["state"].value_counts()
    told = [f"{number(counts[state])} {state}" for state in STATES if counts.get(state, 0)]
    return f"Slots: {', '.join(told)}." if told else "Nothing prescribed or done yet."


def _sessions(sessions: pd.DataFrame) -> str:
    rated = sessions[sessions["pain_during_nrs_mean"].notna()]
    if rated.empty:
        return "No exercise has a pain rating yet."
    pain = rated["pain_during_nrs_mean"]
    return (
        f"Pain during {count_words(rated['exercise'].nunique(), 'exercise')} in "
        f"{count_words(rated['session_id'].nunique(), 'rated session')}: {_span(pain, rating)}."
    )


def _volume(volume: pd.DataFrame) -> str:
    complete = volume[volume["is_complete"]]
    if complete.empty:
        return "Repetitions: no complete week yet."
    complete = complete[complete["n_reps"].notna()]
    if complete.empty:
        return "Repetitions: none counted in any complete week."
    return (
        f"Repetitions of {count_words(complete['exercise'].nunique(), 'exercise')} in "
        f"{count_words(complete['week'].nunique(), 'complete week')}: at most "
        f"{number(complete['n_reps'].max())} of an exercise and side in a week."
    )


def _symmetry(symmetry: pd.DataFrame) -> str:
    known = symmetry["symmetry"].dropna()
    if known.empty:
        return "No week in which left and right can be compared."
    return (
        f"Difference of left against right in {count_words(len(known), 'exercise week')}: "
        f"{_span(known, signed_percent, ' %')} (+ more left)."
    )


def _runs(runs: pd.DataFrame) -> str:
    row = next(each(runs), None)
    if row is None or pd.isna(row.is_shifted):
        return "Too few points for the runs rule."
    shift = "a shift" if row.is_shifted else "no shift"
    sessions = count_words(row.n, "session")
    return f"Runs rule: {shift} about the median {rating(row.median_nrs)} of {sessions}."


def _progression(table: pd.DataFrame) -> str:
    known = table["reps_change"].dropna()
    if known.empty:
        return f"Nothing to compare with the start yet.{_criterion(table)}"
    return (
        f"Repetitions per set against the start: {_span(known, signed)}, in "
        f"{len(known)} of {len(table)} exercises and sides.{_criterion(table)}"
    )


def _criterion(table: pd.DataFrame) -> str:
    counts = table["meets_criterion"].value_counts()
    told = [f"{said} in {counts[name]}" for name, said in MET_IN_WORDS.items() if counts[name]]
    n_open = int((table["criterion_reason"] == "open_flare").sum())
    flare = f" (in {n_open}, {CRITERION_REASONS['open_flare']})" if n_open else ""
    return f" Progression criterion: {', '.join(told)}{flare}." if told else ""


def _span(values: pd.Series, write: Callable[[Any], str], unit: str = "") -> str:
    return joined(write(values.min()), write(values.max()), unit)


_SENTENCES: Final[Sentences] = {
    "session_adherence": _adherence,
    "weekly_session_pain": _pain,
    "session_pain_trend": _slope,
    "side_pain_flares": _flares,
    "checkins": _function,
    "pauses": _pauses,
    "plan": _plan,
    "pain_response": _response,
    "ledger": _slots,
    "exercise_sessions": _sessions,
    "pain_trend": _slopes,
    "volume_change": _volume,
    "symmetry": _symmetry,
    "session_pain_runs": _runs,
    "progression": _progression,
    "signals": _signals,
}
