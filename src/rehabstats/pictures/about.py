"""About a picture: whose it is, and in words what it shows, from the frames it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd

from rehabstats.pictures.frames import Frames
from rehabstats.signals.words import counted, day
from rehabstats.vocabulary import DAYS_PER_WEEK, STATES

_NO_SIGNAL: Final = "No rule fired. That does not mean that all is well."


def week_of(frames: Frames, patient: str) -> int:
    """The program week of a patient on the day of the frames, 0 or less before the start."""
    own = (frames.caseload.patients["patient_id"] == patient).to_numpy()
    start = frames.caseload.patients["start_date"].to_numpy()[own][0]
    return int((frames.as_of - pd.Timestamp(start)).days // DAYS_PER_WEEK + 1)


def about_patient(frames: Frames, patient: str) -> str:
    """Program, week, day and last entry, in one line."""
    patients = frames.caseload.patients
    own = patients[(patients["patient_id"] == patient).to_numpy()].iloc[0]
    week = week_of(frames, patient)
    place = f"program week {week}" if week > 0 else f"begins on {day(own['start_date'])}"
    last = frames.last_entries.get(patient)
    entry = "no entry yet" if last is None else f"last entry {day(last)}"
    return f"{own['program']}, {place}, as of {day(frames.as_of)}; {entry}"


def facts_of(frames: Frames, patient: str) -> list[str]:
    """The sentences of a patient's signals, earlier ones last; or that there are none."""
    signals = frames.of("signals", patient)
    current = signals["is_current"]
    earlier = [f"Earlier: {sentence}" for sentence in signals.loc[~current, "sentence"]]
    return [*signals.loc[current, "sentence"], *earlier] or [_NO_SIGNAL]


def in_words(shows: str, names: tuple[str, ...], frames: Frames, patient: str) -> str:
    """
    What a picture shows, for those who do not see it.

    One sentence for the picture and one for each frame that it is drawn from.
    """
    said = [f"{shows} of patient {patient}: {about_patient(frames, patient)}."]
    said += [_SENTENCES[name](frames.of(name, patient)) for name in names if name in _SENTENCES]
    return " ".join(sentence for sentence in said if sentence)


def caseload_in_words(frames: Frames, patients: Sequence[str]) -> str:
    """What the picture of a caseload shows, for those who do not see it."""
    table = frames.by_need
    shown = table[table["patient_id"].isin(patients)]
    groups = shown.groupby("group", observed=True)["patient_id"]
    told = [f"{group}: {', '.join(ids)}" for group, ids in groups]
    head = f"{counted(len(shown), 'patient')} by need, as of {day(frames.as_of)}."
    return f"{head} In the group {'; '.join(told)}."


def _adherence(weekly: pd.DataFrame) -> str:
    share = 100 * weekly.set_index("week")["session_adherence"].dropna()
    if share.empty:
        return "Session adherence: nothing due yet."
    return (
        f"Session adherence in {counted(len(share), 'week')}: {_span(share, '.0f')} %, "
        f"{share.iloc[-1]:.0f} % in week {share.index[-1]}."
    )


def _pain(weekly: pd.DataFrame) -> str:
    median = weekly.set_index("week")["pain_nrs_median"].dropna()
    if median.empty:
        return "Pain during exercise: not rated yet."
    return (
        f"Weekly median of pain during exercise (0-10) in {counted(len(median), 'rated week')}: "
        f"{_span(median, '.1f')}, {median.iloc[-1]:.1f} in week {median.index[-1]}."
    )


def _slope(trend: pd.DataFrame) -> str:
    told = [row for row in _each(trend) if not pd.isna(row.slope_per_week)]
    return "".join(
        f"Theil-Sen slope {row.slope_per_week:+.2f} a week (interval {row.slope_low:+.2f} to "
        f"{row.slope_high:+.2f}, {row.n} sessions)."
        for row in told
    )


def _flares(flares: pd.DataFrame) -> str:
    sides = flares["side"].astype("object").map(lambda side: f" ({side})", na_action="ignore")
    days = [
        f"{day(row.start_on)} to {day(row.end_on)}{side}"
        for row, side in zip(_each(flares), sides.fillna(""), strict=True)
    ]
    return f"Pain-defined flares: {'; '.join(days)}." if days else ""


def _function(checkins: pd.DataFrame) -> str:
    names = ", ".join(sorted(checkins["activity"].astype("str").unique()))
    return f"Function: {counted(len(checkins), 'rating')} of {names}." if names else ""


def _slots(slots: pd.DataFrame) -> str:
    counts = slots["state"].value_counts()
    told = [f"{counts[state]} {state}" for state in STATES if counts.get(state, 0)]
    return f"Slots: {', '.join(told)}." if told else "Nothing prescribed or done yet."


def _sessions(sessions: pd.DataFrame) -> str:
    rated = sessions[sessions["pain_during_nrs_mean"].notna()]
    if rated.empty:
        return "No exercise has a pain rating yet."
    pain = rated["pain_during_nrs_mean"]
    return (
        f"Pain during {counted(rated['exercise'].nunique(), 'exercise')} in "
        f"{counted(rated['session_id'].nunique(), 'rated session')}: {_span(pain, '.1f')}."
    )


def _volume(volume: pd.DataFrame) -> str:
    complete = volume[volume["is_complete"]]
    if complete.empty:
        return "Repetitions: no complete week yet."
    complete = complete[complete["n_reps"].notna()]
    if complete.empty:
        return "Repetitions: none counted in any complete week."
    return (
        f"Repetitions of {counted(complete['exercise'].nunique(), 'exercise')} in "
        f"{counted(complete['week'].nunique(), 'complete week')}: at most "
        f"{complete['n_reps'].max():.0f} of an exercise and side in a week."
    )


def _symmetry(symmetry: pd.DataFrame) -> str:
    known = 100 * symmetry["symmetry"].dropna()
    if known.empty:
        return "No week in which left and right can be compared."
    return (
        f"Difference of left against right in {counted(len(known), 'exercise week')}: "
        f"{_span(known, '+.0f')} % (+ more left)."
    )


def _runs(runs: pd.DataFrame) -> str:
    row = next(_each(runs), None)
    if row is None or pd.isna(row.is_shifted):
        return "Too few points for the runs rule."
    shift = "a shift" if row.is_shifted else "no shift"
    return f"Runs rule: {shift} about the median {row.median_nrs:.1f} of {row.n} sessions."


def _progression(table: pd.DataFrame) -> str:
    known = table["reps_change"].dropna()
    if known.empty:
        return "Nothing to compare with the start yet."
    return (
        f"Repetitions per set against the start: {_span(known, '+.1f')}, in "
        f"{len(known)} of {len(table)} exercises and sides."
    )


def _span(values: pd.Series, digits: str) -> str:
    low, high = (format(value, digits) for value in (values.min(), values.max()))
    return low if low == high else f"{low} to {high}"


def _each(frame: pd.DataFrame) -> Any:
    return iter(frame.itertuples(index=False))


_SENTENCES: Final[dict[str, Callable[[pd.DataFrame], str]]] = {
    "adherence": _adherence,
    "pain": _pain,
    "session_trend": _slope,
    "flares": _flares,
    "checkins": _function,
    "slots": _slots,
    "sessions": _sessions,
    "volume": _volume,
    "symmetry": _symmetry,
    "session_runs": _runs,
    "progression": _progression,
}
