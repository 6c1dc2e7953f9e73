"""Sets seen together: which belong to one session, and what must agree inside it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.schemas import Sessions, Sets, bounds
from rehabstats.validate.coding import Coding
from rehabstats.validate.repeats import reject_repeated_sessions
from rehabstats.validate.sets import SetRows
from rehabstats.validate.table import Table
from rehabstats.vocabulary import SESSION_MAX_HOURS, SIDES

_RATINGS = ("pain_before_nrs", "pain_after_nrs")
_NO_TIME = np.iinfo("int64").max
_HOUR_US = 3600 * 1_000_000
_DAY_US = 24 * _HOUR_US


def build_sets_and_sessions(rows: SetRows, coding: Coding) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Reject what contradicts its session, then build both frames from the rest."""
    table = rows.table
    session = _session_codes(rows)
    started = np.asarray(table.values["started_at"]).astype("datetime64[us]").astype("int64")
    _reject_endless_sessions(table, session, started)
    reject_repeated_sessions(rows, session)
    _number_sets(rows, session)
    for name in _RATINGS:
        _reject_disagreement(table, session, name)
    _note_final_exercise(rows, coding, session)
    _note_skips_per_set(rows, session)
    return _assemble(rows, coding, session, started)


def _session_codes(rows: SetRows) -> np.ndarray:
    """Number of the session of each row that is in, -1 for the others."""
    table = rows.table
    label = pd.factorize(table.values["session_id"])[0]
    named = label >= 0
    if not named.all():
        offset = pd.factorize(table.extra["started_at", "offset"])[0] + 1
        started = np.asarray(table.values["started_at"]).astype("int64")
        # Without an id the start tells sessions apart; an offset tells the hour that
        # daylight saving repeats from its repetition.
        moment = pd.factorize(started)[0] * (offset.max(initial=0) + 1) + offset
        label = np.where(named, label, label.max(initial=-1) + 1 + moment)
    key = rows.patient * (label.max(initial=0) + 1) + label
    kept = ~table.bad
    session = np.full(len(table), -1)
    session[kept] = pd.factorize(key[kept])[0]
    return session


def _first_per_session(session: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Row of the first of `where` in each session, -1 for none."""
    rows = np.flatnonzero(where)[::-1]
    first = np.full(session.max(initial=-1) + 1, -1)
    first[session[rows]] = rows  # the last write wins: the first row in file order
    return first


def _starts(session: np.ndarray, started: np.ndarray, kept: np.ndarray) -> np.ndarray:
    start = np.full(session.max(initial=-1) + 1, _NO_TIME)
    np.minimum.at(start, session[kept], started[kept])
    return start


def _reject_endless_sessions(table: Table, session: np.ndarray, started: np.ndarray) -> None:
    """Keep the sitting to which most rows of an id belong: a mistyped year is one row."""
    kept = ~table.bad
    limit = SESSION_MAX_HOURS * _HOUR_US
    start = _starts(session, started, kept)
    endless = np.zeros(len(start), bool)
    endless[session[kept][started[kept] - start[session[kept]] >= limit]] = True
    rows = np.flatnonzero(kept & np.append(endless, False)[session])
    if not len(rows):
        return
    days = pd.DataFrame({"session": session[rows], "day": started[rows] // _DAY_US})
    most = days.value_counts(sort=False).reset_index()
    most = most.sort_values(["session", "count", "day"], ascending=[True, False, True])
    anchor = most.drop_duplicates("session").set_index("session")["day"]
    on_anchor = rows[days["day"].to_numpy() == anchor.reindex(days["session"]).to_numpy()]
    begins = np.full(len(start), _NO_TIME)
    np.minimum.at(begins, session[on_anchor], started[on_anchor])
    since = started[rows] - begins[session[rows]]
    outside = np.zeros(len(table), bool)
    outside[rows] = (since < 0) | (since >= limit)
    expected = f"within {SESSION_MAX_HOURS} h of the start of most rows of this session"
    table.reject(outside, "started_at", expected, rule="session_too_long")


def _lines(rows: SetRows, session: np.ndarray) -> np.ndarray:
    """One number for each session, exercise and side."""
    n_exercises = int(rows.exercise.max(initial=0)) + 1
    line: np.ndarray = (session * n_exercises + rows.exercise) * len(SIDES) + rows.side
    return line


def _number_sets(rows: SetRows, session: np.ndarray) -> None:
    """Reject a set that is there twice; number the sets of files that do not."""
    table = rows.table
    number = pd.Series(table.values["set_no"]).to_numpy("float64", na_value=np.nan)
    line = _lines(rows, session)
    most_sets = int(bounds(Sets, "set_no")[1] or 0)
    given = ~np.isnan(number)
    kept = np.flatnonzero(~table.bad & given)
    repeats = np.zeros(len(table), bool)
    # set_no is bounded, so that this stays inside 64 bits for any log that fits in memory.
    key = line[kept] * (most_sets + 1) + number[kept].astype("int64")
    repeats[kept] = pd.Series(key).duplicated().to_numpy()
    expected = "each session x exercise x side x set_no once"
    table.reject(repeats, "set_no", expected, rule="repeated_key")
    silent = np.flatnonzero(~table.bad & ~given)
    if len(silent):
        number[silent] = 1 + pd.Series(line[silent]).groupby(line[silent]).cumcount().to_numpy()
        mixed = np.flatnonzero(~table.bad & given & np.isin(line, line[silent]))
        highest = pd.Series(number[mixed]).groupby(line[mixed]).max()
        number[silent] += highest.reindex(line[silent]).fillna(0).to_numpy()
    expected = f"at most {most_sets} sets of an exercise in a session"
    table.reject(number > most_sets, "set_no", expected, rule="out_of_range")
    table.values["set_no"] = pd.array(number, dtype="Int64")


def _reject_disagreement(table: Table, session: np.ndarray, name: str) -> None:
    rating = np.asarray(table.values[name], dtype="float64")
    rated = ~table.bad & ~np.isnan(rating)
    first = _first_per_session(session, rated)
    differs = rated.copy()
    differs[rated] = rating[rated] != rating[first[session[rated]]]
    expected = "the same value on every row of a session"
    table.reject(differs, name, expected, rule="differs_within_session")


def _note_final_exercise(rows: SetRows, coding: Coding, session: np.ndarray) -> None:
    table = rows.table
    done = rows.performed & ~table.bad
    final = done & coding.is_final(rows.patient, rows.exercise)
    if not final.any():
        return
    place = np.arange(len(table))
    last_other = np.full(session.max() + 1, -1)
    other = np.flatnonzero(done & ~final)
    last_other[session[other]] = place[other]
    early = final.copy()
    early[final] = place[final] < last_other[session[final]]
    expected = "to be the last exercise of the session"
    table.note(early, "exercise", expected, rule="final_not_last")


def _note_skips_per_set(rows: SetRows, session: np.ndarray) -> None:
    """Note skip rows that stand for sets: each explains a whole missed slot."""
    table = rows.table
    kept = np.flatnonzero(~table.bad)
    line = _lines(rows, session)[kept]
    skipped = rows.skipped[kept]
    skips = line[skipped]
    odd = pd.Series(skips).duplicated().to_numpy() | np.isin(skips, line[~skipped])
    where = np.zeros(len(table), bool)
    where[kept[skipped][odd]] = True
    expected = "one skip row for an occasion that was left out, and none beside sets that were done"
    table.note_once(where, "status", expected, rule="skip_per_set")


def _assemble(
    rows: SetRows, coding: Coding, session: np.ndarray, started: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = rows.table
    kept = ~table.bad
    first = _first_per_session(session, kept)
    alive = np.flatnonzero(first >= 0)
    start = _starts(session, started, kept)[alive]
    head = first[alive]
    patient = rows.patient[head]
    utc = start - _offset_us(table, head)
    order = np.lexsort((head, utc, start, patient))
    row_of = np.full(len(first), -1)
    row_of[alive[order]] = np.arange(len(order))

    performed = np.zeros(len(order), bool)
    performed[row_of[session[kept & rows.performed]]] = True
    head, start = head[order], start[order]
    when = pd.Series(start.view("datetime64[us]"))
    sessions = pd.DataFrame(
        {
            "patient_id": coding.patient_categories(patient[order]),
            "session_id": _session_ids(table, head, when),
            "started_at": when,
            "day": when.dt.normalize(),
            **{name: _first_rating(table, session, name)[alive[order]] for name in _RATINGS},
            "performed": performed,
        }
    )
    table.values["session_row"] = row_of[session]
    table.values["patient_id"] = coding.patient_categories(np.where(kept, rows.patient, -1))
    sets = table.good(list(Sets.to_schema().columns))
    sets["set_no"] = sets["set_no"].astype("int64")
    # In place: pandera would copy frames that nobody else has seen, and changes nothing in them.
    Sessions.validate(sessions, lazy=True, inplace=True)
    return Sets.validate(sets, lazy=True, inplace=True), sessions


def _first_rating(table: Table, session: np.ndarray, name: str) -> np.ndarray:
    rating = np.asarray(table.values[name], dtype="float64")
    first = _first_per_session(session, ~table.bad & ~np.isnan(rating))
    found: np.ndarray = np.append(rating, np.nan)[first]
    return found


def _session_ids(table: Table, head: np.ndarray, started: pd.Series) -> pd.Series:
    given = pd.Series(table.values["session_id"].take(head), dtype="str")
    if given.notna().all():
        return given
    offset = pd.Series(table.extra["started_at", "offset"].take(head), dtype="str")
    precise = started.dt.strftime("%Y-%m-%dT%H:%M:%S.%f").str.removesuffix(".000000")
    derived = precise.str.removesuffix(":00") + offset.fillna("")
    return given.where(given.notna(), derived.astype("str"))


def _offset_us(table: Table, head: np.ndarray) -> np.ndarray:
    offset = pd.Series(table.extra["started_at", "offset"].take(head), dtype="str").fillna("")
    minutes = {
        text: 0
        if text in ("", "Z")
        else (-1 if text[0] == "-" else 1) * (int(text[1:3]) * 60 + int(text[3:5] or 0))
        for text in offset.unique()
    }
    us: np.ndarray = offset.map(minutes).to_numpy("int64") * 60_000_000
    return us
