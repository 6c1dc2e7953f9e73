"""Exercises and programs are found by any of their names."""

import pytest

from rehabstats.programs import Catalogue, builtin_programs, normalize_name
from rehabstats.programs.model import Program


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hip Pushdown (lean to one side)", "hip_pushdown"),
        ("  hip-pushdown!", "hip_pushdown"),
        ("HIP__PUSHDOWN", "hip_pushdown"),
        ("Étirement", "etirement"),
        ("患者", "患者"),
        ("()", ""),
    ],
)
def test_a_name_is_what_remains_without_case_accents_and_punctuation(text, name):
    assert normalize_name(text) == name


def test_an_exercise_is_found_by_id_name_alias_and_its_final_mark():
    found = Catalogue(builtin_programs()).exercise_by_name

    for name in ("lower_back_hip_stretch", "lower_back_and_hip_stretch",
                 "lower_back_hip_stretch_final"):  # fmt: skip
        assert found[name] == "lower_back_hip_stretch"
    assert "hip_pushdown_final" not in found


def test_a_patients_own_program_decides_what_a_shared_exercise_is():
    hip, _ = builtin_programs()
    once = hip.exercises[0].model_copy(update={"sides": "both"})
    mine = Program(id="mine", name="Mine", source="me", phases=hip.phases, exercises=(once,))
    catalogue = Catalogue((hip, mine))

    assert catalogue.exercise("mine", "hip_pushdown").sides == "both"
    assert catalogue.exercise("hip-restoration", "hip_pushdown").sides == "each"
    assert catalogue.exercise("mine", "butterfly_stretch").sides == "both"
    assert catalogue.exercises.count("hip_pushdown") == 1


def test_an_exercise_that_nobody_knows_is_a_key_error():
    with pytest.raises(KeyError):
        Catalogue(builtin_programs()).exercise("mine", "squat")
