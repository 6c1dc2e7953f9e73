"""The room: every frame of a caseload seen from a day is made once, and one for all."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import CodeType, FrameType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import rehabstats as rs
from rehabstats import schemas
from rehabstats.ledger.occasions import set_events
from rehabstats.room import PatientRoom, Room, public_frames
from rehabstats.seen import Seen, once
from room.conftest import DAY

FRAMES = tuple(public_frames())
PATIENTS = ("P003", "P006")
#: Every threshold that a frame of the sample can feel is another one than by default.
OTHERWISE = rs.Settings(
    confidence=0.8, pain_safe_max_nrs=1, pain_acceptable_max_nrs=3, baseline_days=10,
    current_days=20, visit_days=35, slope_points_min=3, permissible_gap_days=3,
    interruption_slots=2, symmetry_share=0.2, reference_weeks=3,
)  # fmt: skip


@pytest.fixture(scope="module")
def caseload(progress) -> rs.Caseload:
    return progress.caseload.only(PATIENTS)


# Once -------------------------------------------------------------------------------------------


def test_what_is_marked_once_is_made_once_for_each_thing_asked(caseload):
    made = []

    @once
    def times(seen: Seen, n: int, *, by: int = 2) -> int:
        made.append((n, by))
        return n * by

    seen, other = Seen.of(caseload, DAY), Seen.of(caseload, DAY)
    told = [times(seen, 3), times(seen, 3), times(seen, 4), times(seen, 3, by=5)]

    assert (told, made) == ([6, 6, 8, 15], [(3, 2), (4, 2), (3, 5)])
    # Named, or left out: it is the same thing.
    assert [times(seen, n=3), times(seen, 3, by=2), times(seen, by=5, n=3)] == [6, 6, 15]
    assert len(made) == 3
    assert times(other, 3) == 6
    assert made[3:] == [(3, 2)]


def test_what_could_not_be_made_is_tried_again(caseload):
    tried = []

    @once
    def fails_at_first(seen: Seen) -> str:
        tried.append("")
        if len(tried) == 1:
            raise ValueError("not now")
        return "made"

    seen = Seen.of(caseload, DAY)
    with pytest.raises(ValueError, match="not now"):
        fails_at_first(seen)

    assert [fails_at_first(seen), fails_at_first(seen)] == ["made", "made"]
    assert len(tried) == 2


def test_nothing_made_is_kept_as_made(caseload):
    made = []

    @once
    def nothing(seen: Seen) -> None:
        made.append("")

    seen = Seen.of(caseload, DAY)

    assert [nothing(seen), nothing(seen)] == [None, None]
    assert len(made) == 1


def marked_once() -> dict[str, Callable[..., Any]]:
    """Every function of the package that is marked so, by its name."""
    kept = once(len).__code__
    packages = pkgutil.walk_packages(rs.__path__, "rehabstats.")
    names = [one.name for one in packages if not one.name.endswith("__main__")]
    values = [value for name in names for value in vars(importlib.import_module(name)).values()]
    marked = [value for value in values if getattr(value, "__code__", None) is kept]
    return {f"{value.__module__}.{value.__name__}": value for value in marked}


@contextmanager
def counted() -> Iterator[Counter[tuple[str, Any]]]:
    """How often the functions that are to run once run, for each thing asked."""
    codes: set[CodeType] = {one.__wrapped__.__code__ for one in marked_once().values()}
    codes |= {rs.build_plan.__code__, set_events.__code__}
    found: Counter[tuple[str, Any]] = Counter()

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in codes:
            asked = {"seen", "caseload"}
            told = (value for name, value in frame.f_locals.items() if name not in asked)
            found[frame.f_code.co_name, tuple(told)] += 1

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(before)


def test_whatever_reads_a_room_everything_is_made_once(caseload):
    room = rs.progress(caseload, as_of=DAY)
    with counted() as made:
        for frame in public_frames().values():
            frame.in_file(room)
            room.frame(frame.name)
            getattr(room, frame.name)
        by_files = made.copy()
        repr(room)
        for patient in room:
            assert patient.sentences
            repr(patient)
            patient.explain("pain_trend")

    assert {what: n for what, n in made.items() if n > 1} == {}
    shared = {"build_plan", "set_events", "ledger_of", "points_of"}
    assert sorted((name, *asked[:1]) for name, asked in by_files if name in shared) == [
        ("build_plan",),
        ("ledger_of", "exercise"),
        ("ledger_of", "session"),
        ("points_of", "exercise"),
        ("points_of", "session"),
        ("points_of", "side"),
        ("set_events", pd.Timestamp(DAY).toordinal() - pd.Timestamp(0).toordinal()),
    ]
    assert len(by_files) > 40


# Names ------------------------------------------------------------------------------------------


def of_functions(caseload: rs.Caseload, settings: rs.Settings) -> dict[str, tuple[Any, Any]]:
    """Every metric of `rs` by the frame that it makes: the function, and what it gives."""
    how: Any = {"as_of": DAY, "settings": settings}
    lines = rs.build_ledger(caseload, as_of=DAY)
    whole = rs.build_ledger(caseload, as_of=DAY, unit="session")
    visit = pd.Timestamp(DAY) - pd.Timedelta(days=settings.visit_days - 1)
    line = ["patient_id", "exercise", "side"]
    asked: dict[str, tuple[Any, tuple[Any, ...], dict[str, Any]]] = {
        "plan": (rs.build_plan, (caseload,), {}),
        "adherence_windows": (rs.adherence_windows, (whole,), {}),
        "definitions": (rs.definitions, (caseload,), {**how, "since": None}),
        "exercise_sessions": (rs.exercise_sessions, (caseload,), {"as_of": DAY}),
        "function": (rs.function, (caseload,), how),
        "improvement": (rs.improvement, (caseload,), how),
        "patient_improvement": (rs.improvement, (caseload,), {**how, "unit": "session"}),
        "missed_runs": (rs.missed_runs, (lines,), {"settings": settings}),
        "monitoring_periods": (rs.monitoring_periods, (caseload,), {"as_of": DAY}),
        "monitoring_months": (
            rs.monitoring_periods, (caseload,), {"as_of": DAY, "unit": "month"},
        ),
        "pain_before_missed": (rs.pain_before_missed, (caseload,), how),
        "pain_change": (rs.pain_change, (caseload,), how),
        "session_pain_change": (rs.pain_change, (caseload,), {**how, "unit": "session"}),
        "pain_flares": (rs.pain_flares, (caseload,), how),
        "side_pain_flares": (rs.pain_flares, (caseload,), {**how, "unit": "side"}),
        "pain_limits": (rs.pain_limits, (caseload,), how),
        "pain_missing": (rs.pain_missing, (caseload,), how),
        "pain_phases": (rs.pain_phases, (caseload,), how),
        "pain_response": (rs.pain_response, (caseload,), how),
        "pain_runs": (rs.pain_runs, (caseload,), how),
        "session_pain_runs": (rs.pain_runs, (caseload,), {**how, "unit": "session"}),
        "pain_trend": (rs.pain_trend, (caseload,), how),
        "session_pain_trend": (rs.pain_trend, (caseload,), {**how, "unit": "session"}),
        "persistence": (rs.persistence, (caseload,), how),
        "progression": (rs.progression, (caseload,), how),
        "session_adherence": (rs.session_adherence, (whole,), {}),
        "patient_adherence": (rs.adherence, (whole,), {"by": ["patient_id"]}),
        "symmetry": (rs.symmetry, (caseload,), how),
        "visit_periods": (rs.visit_periods, (caseload,), {**how, "since": visit}),
        "volume_change": (rs.volume_change, (caseload,), how),
        "weekly_adherence": (rs.weekly_adherence, (lines,), {}),
        "exercise_adherence": (rs.adherence, (lines,), {"by": line}),
        "weekly_pain": (rs.weekly_pain, (caseload,), how),
        "weekly_session_pain": (rs.weekly_session_pain, (caseload,), {"as_of": DAY}),
        "weekly_streak": (rs.weekly_streak, (whole,), {}),
        "weekly_volume": (rs.weekly_volume, (caseload,), {"as_of": DAY}),
        "signals": (rs.find_signals, (caseload,), how),
    }  # fmt: skip
    told = {name: (make, make(*args, **more)) for name, (make, args, more) in asked.items()}
    need = rs.patients_by_need(told["signals"][1], caseload.patients)
    return told | {
        "ledger": (rs.build_ledger, lines.slots),
        "session_ledger": (rs.build_ledger, whole.slots),
        "patients_by_need": (rs.patients_by_need, need),
    }


@pytest.mark.parametrize("settings", [rs.Settings(), OTHERWISE], ids=["as it comes", "otherwise"])
def test_an_attribute_equals_the_function_of_its_name(caseload, settings):
    room = rs.progress(caseload, as_of=DAY, settings=settings)
    told = of_functions(caseload, settings)

    for name, (_, frame) in told.items():
        assert_frame_equal(getattr(room, name), frame, obj=name)
    metrics = {getattr(rs, name) for name, home in rs._module_of().items() if "metrics." in home}
    assert metrics <= {function for function, _ in told.values()}
    assert told.keys() == {*FRAMES} - {"log", "checkins", "pauses"}


def test_settings_of_the_room_reach_the_frames(caseload):
    told, otherwise = (of_functions(caseload, one) for one in (rs.Settings(), OTHERWISE))

    changed = {name for name, (_, frame) in told.items() if not frame.equals(otherwise[name][1])}

    assert changed >= {
        "weekly_pain", "pain_limits", "visit_periods", "pain_change", "pain_trend", "persistence",
        "signals",
    }  # fmt: skip


def test_every_frame_is_listed_of_a_room_and_of_a_patient(progress):
    assert set(FRAMES) <= set(dir(progress))
    assert set(FRAMES) <= set(dir(progress["P003"]))
    for name, frame in public_frames().items():
        for room in (Room, PatientRoom):
            assert getattr(room, name).__doc__ == frame.question


def test_a_misspelt_frame_is_an_attribute_error_and_a_key_error(progress):
    with pytest.raises(AttributeError, match="weekly_adherance"):
        _ = progress.weekly_adherance
    with pytest.raises(KeyError, match="weekly_adherance"):
        progress.frame("weekly_adherance")


def test_patients_are_the_patients_by_need(progress):
    assert_frame_equal(progress.patients, progress.patients_by_need)


# Handed out -------------------------------------------------------------------------------------


def _write(write: Callable[[pd.DataFrame], Any]) -> Callable[[pd.DataFrame], None]:
    """Try it: what is refused spoils nothing."""

    def tried(frame: pd.DataFrame) -> None:
        refused = (ValueError, TypeError, AttributeError, NotImplementedError, KeyError)
        with suppress(*refused), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            write(frame)

    return tried


def _into_arrays(frame: pd.DataFrame) -> None:
    for name in frame:
        for array in (frame[name].array, frame[name].values, frame[name].to_numpy()):
            _write(lambda _, array=array: array.__setitem__(0, array[-1]))(frame)
            _write(lambda _, array=array: array.__setitem__(slice(None), array[0]))(frame)


def _into_categories(frame: pd.DataFrame) -> None:
    for name in frame.select_dtypes("category"):
        codes, ids = frame[name].cat.codes, frame[name].cat.categories
        for array in (codes.array, codes.to_numpy(), ids.array, ids.values):
            _write(lambda _, array=array: array.__setitem__(0, array[-1]))(frame)


def _into_rows(frame: pd.DataFrame) -> None:
    for row in (frame.iloc[0], frame.loc[frame.index[0]], frame.head(1), frame.T, frame[:]):
        _write(lambda _, row=row: row.__setitem__(row.index[0], None))(frame)


def _loc(frame: pd.DataFrame) -> None:
    frame.loc[:, "patient_id"] = frame["patient_id"].iloc[-1]


def _iloc(frame: pd.DataFrame) -> None:
    frame.iloc[0] = frame.iloc[-1]


#: Whatever somebody may do to a frame that they think is theirs.
SPOILING = {
    "loc": _write(_loc),
    "iloc": _write(_iloc),
    "at": _write(lambda frame: frame.__setattr__("at", None)),
    "a new column": _write(lambda frame: frame.insert(0, "new", 1)),
    "a column less": _write(lambda frame: frame.pop("patient_id")),
    "rows less": _write(lambda frame: frame.drop(frame.index, inplace=True)),
    "sorting": _write(lambda frame: frame.sort_values([*frame], ascending=False, inplace=True)),
    "other names": _write(lambda frame: frame.rename(columns=str.upper, inplace=True)),
    "columns": _write(lambda frame: setattr(frame, "columns", range(frame.shape[1]))),
    "an index": _write(lambda frame: setattr(frame, "index", frame.index + 7)),
    "an index array": _write(lambda frame: frame.index.array.__setitem__(0, 99)),
    "column names": _write(lambda frame: frame.columns.array.__setitem__(0, "new")),
    "filling": _write(lambda frame: frame.fillna(0, inplace=True)),
    "masking": _write(lambda frame: frame.mask(np.ones(frame.shape, bool), inplace=True)),
    "attrs": _write(lambda frame: frame.attrs.update(said="")),
    "rows": _into_rows,
    "arrays": _into_arrays,
    "categories": _into_categories,
}


def words_of(frame: pd.DataFrame) -> dict[str, list[str]]:
    return {name: [*frame[name].cat.categories] for name in frame.select_dtypes("category")}


def test_what_is_handed_out_cannot_spoil_the_shared_copy(caseload):
    room = rs.progress(caseload, as_of=DAY)
    for name in FRAMES:
        shared = room.frame(name)
        before = shared.copy(deep=True)
        # A copy shares names and categories with what it is a copy of.
        before.columns = pd.Index([str(one) for one in shared.columns])
        categories = words_of(shared)
        for how, spoil in SPOILING.items():
            for hands_out in (room, room["P003"]):
                one, other = getattr(hands_out, name), getattr(hands_out, name)
                assert one is not other
                assert one is not shared
                if len(one):
                    spoil(one)
            assert room.frame(name) is shared
            assert shared.equals(before), f"{name} after {how}"
            assert shared.attrs == {}
        assert categories == words_of(shared), name


def test_what_is_handed_out_can_be_changed(progress):
    own = progress.pain_trend
    own["n"] = 0
    own.loc[0, "slope_per_week"] = 1.5

    assert own["n"].eq(0).all()
    assert own.loc[0, "slope_per_week"] == 1.5
    assert progress.pain_trend["n"].gt(0).any()


# One patient ------------------------------------------------------------------------------------


def test_the_frames_of_a_patient_are_the_rows_of_that_patient(progress):
    for patient in progress:
        for name in FRAMES:
            whole = progress.frame(name)
            rows = whole[(whole["patient_id"] == patient.patient_id).to_numpy()]
            assert_frame_equal(getattr(patient, name), rows, obj=f"{patient.patient_id} {name}")


def test_every_row_is_of_a_patient_of_the_caseload(progress):
    for name in FRAMES:
        n = sum(len(patient.frame(name)) for patient in progress)
        assert n == len(progress.frame(name)), name


def test_a_loop_gives_each_patient_in_the_order_of_the_file(progress):
    told = tuple(patient.patient_id for patient in progress)

    assert told == progress.patient_ids
    assert told == tuple(progress.caseload.patients["patient_id"])
    assert len(progress) == len(told) == 8


def test_an_unknown_patient_is_a_key_error_that_names_what_there_is(progress, caseload):
    with pytest.raises(KeyError, match=r"got patient 'P03', expected one of P001, P002, .*P008"):
        progress["P03"]
    with pytest.raises(KeyError, match="got patient 3, expected one of P003, P006"):
        rs.progress(caseload, as_of=DAY)[3]
    assert isinstance(progress["P003"], rs.PatientProgress)


def test_of_many_patients_an_error_names_twelve(progress):
    patients = progress.caseload.patients
    many = pd.concat([patients] * 3, ignore_index=True)
    ids = pd.Categorical([f"Q{n:02}" for n in range(len(many))])
    room = Room.of(replace(progress.caseload, patients=many.assign(patient_id=ids)), DAY)

    with pytest.raises(KeyError, match=r"expected one of Q00, .*, Q11 and 12 more"):
        room["P001"]


def test_a_narrowed_patient_has_the_rows_of_an_exercise_a_side_and_some_weeks(progress):
    own = progress["P003"]
    exercise, side = own.weekly_pain.iloc[0][["exercise", "side"]]
    cut = own.narrowed(exercise=exercise, side=side, weeks=(2, 4))

    table = cut.weekly_pain
    assert set(table["exercise"]) == {exercise}
    assert set(table["side"]) == {side}
    assert table["week"].tolist() == [2, 3, 4]
    assert len(own.weekly_pain) > len(table)
    # It rests on every session: over some of the weeks it would be another number.
    assert cut.pain_trend.empty
    assert cut.session_pain_trend.empty


# Schemas ----------------------------------------------------------------------------------------


def odd(caseload: rs.Caseload) -> dict[str, Room]:
    """Caseloads that have nothing of something."""
    caseload = caseload.only(["P003", "P004"])
    sets, sessions = caseload.sets, caseload.sessions
    unrated = replace(
        caseload,
        sets=sets.assign(pain_during_nrs=np.nan),
        sessions=sessions.assign(pain_before_nrs=np.nan, pain_after_nrs=np.nan),
    )
    return {
        "as it is": Room.of(caseload, DAY),
        "before every start": Room.of(caseload, "2025-06-01"),
        "long after the end": Room.of(caseload, "2027-06-01"),
        "nobody rated": Room.of(unrated, DAY),
        "no check-ins": Room.of(replace(caseload, checkins=caseload.checkins.head(0)), DAY),
        "nobody": Room.of(caseload.only([]), DAY),
        "the first days": Room.of(caseload, "2026-01-07"),
    }


def test_every_frame_keeps_the_promises_of_its_schema_on_odd_caseloads(progress):
    for what, room in odd(progress.caseload).items():
        for name, public in public_frames().items():
            table = room.frame(name)
            try:
                public.schema.validate(table, lazy=True)
            except Exception as error:
                raise AssertionError(f"{name}, {what}") from error
            assert not table.duplicated([*schemas.key(public.schema)]).any(), (name, what)
            assert set(public.left_out) <= set(table), (name, what)
            assert table[[*public.left_out]].isna().all().all(), (name, what)


def test_the_catalogue_asks_a_question_of_every_frame():
    for name, frame in public_frames().items():
        assert frame.name == name
        assert frame.question.endswith("?")
    assert len({frame.question for frame in public_frames().values()}) == len(FRAMES)


def test_weeks_of_the_calendar_are_offered_where_the_function_has_them(caseload):
    room = Room.of(caseload, DAY)
    by_week = {name: frame for name, frame in public_frames().items() if frame.by_week}

    assert by_week.keys() == {
        "session_adherence", "weekly_adherence", "weekly_pain", "weekly_session_pain",
        "weekly_volume",
    }  # fmt: skip
    for name, frame in by_week.items():
        table = frame.of(room, "iso")
        assert (table["week_start"].dt.day_of_week == 0).all(), name
        frame.schema.validate(table)
        assert_frame_equal(frame.of(room), getattr(room, name))
