"""Program files: what they may say, and how faults are told."""

import pytest

import rehabstats as rs

PHASE = '[[phases]]\nname = "all"\nsessions_per_week = 3\n'
STEP = '[[exercises]]\nid = "step"\nname = "Step"\nsides = "each"\nreps_min = 8\nreps_max = 12\n'
HEAD = 'id = "mine"\nname = "Mine"\nsource = "me"\n'
STEP_2 = STEP.replace('"step"', '"step-2"').replace('"Step"', '"Other step"')


@pytest.fixture
def load(tmp_path):
    def load(content):
        path = tmp_path / "mine.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return rs.load_program(path)

    return load


@pytest.fixture
def faults(load):
    def faults(content):
        with pytest.raises(rs.ValidationError) as caught:
            load(content)
        return caught.value.problems.lines(None)

    return faults


def test_a_program_says_its_doses(load):
    held = load(HEAD + PHASE + STEP + "hold_min_s = 5\nhold_max_s = 8\n")

    assert held.exercises[0].dose == "8-12 reps per side, hold 5-8 s"
    assert held.exercises[0].plan_sides == ("left", "right")


@pytest.mark.parametrize(
    ("change", "place", "got", "expected"),
    [
        (("reps_min = 8", "reps_min = 8.5"), "reps_min", "8.5", "a whole number"),
        (("reps_min = 8", "reps_min = true"), "reps_min", "True", "a whole number"),
        (("reps_min = 8", "reps_min = '8'"), "reps_min", "'8'", "a whole number"),
        (("reps_min = 8", "reps_min = 0"), "reps_min", "0", "at least 1"),
        (("reps_max = 12", "reps_max = 1001"), "reps_max", "1001", "at most 1000"),
        (("reps_max = 12", "reps_max = 12\nhold_min_s = 0"), "hold_min_s", "0", "more than 0"),
        (("reps_max = 12", "reps_max = 12\nhold_min_s = nan"), "hold_min_s", "nan", "at most 3600"),
        (("reps_max = 12", ""), "reps_max", "no such key", "it to be there"),
        (("reps_max = 12", "reps_max = 12\nrest = 1"), "rest", "1", "no key of this name"),
        (("reps_max = 12", "reps_max = 12\nfinal = 'x'"), "final", "'x'", "true or false"),
        (("reps_max = 12", "reps_max = 12\naliases = 'x'"), "aliases", "'x'", "a list"),
        (('"each"', '"one"'), "sides", "'one'", "'each' or 'both'"),
        (('"Step"', '" "'), "name", "' '", "some text"),
        (('"Step"', "2026-01-01"), "name", "datetime.date(2026, 1, 1)", "text in quotes"),
        (('"step"', '"A step"'), "id", "'A step'", "small letters and digits joined by - or _"),
    ],
)
def test_a_fault_is_told_with_file_table_key_found_and_expected(
    faults, change, place, got, expected
):
    assert faults(HEAD + PHASE + STEP.replace(*change)) == [
        f"mine.toml: [[exercises]] 1, {place}: got {got}, expected {expected}"
    ]


@pytest.mark.parametrize(
    ("content", "place", "got"),
    [
        (PHASE + STEP.replace("12", "7"), "[[exercises]] 1", "reps_max 7 is below reps_min 8"),
        (PHASE + STEP + "hold_max_s = 5", "[[exercises]] 1",
         "hold_min_s and hold_max_s go together"),
        (PHASE + STEP + "hold_max_s = 5\nhold_min_s = 6", "[[exercises]] 1",
         "hold_max_s 5.0 is below hold_min_s 6.0"),
        (PHASE + STEP + STEP, "whole file", "exercises repeat the id step"),
        (PHASE + PHASE + STEP, "whole file", "only the last phase may leave out weeks"),
        (PHASE + STEP + "final = true\n" + STEP_2, "whole file",
         "only the last exercise may be final"),
        (PHASE + STEP + "aliases = ['other STEP']\n" + STEP_2, "whole file",
         "step and step-2 with the name 'Other step'"),
        (PHASE + STEP_2 + STEP_2.replace("step-2", "step_2"), "whole file",
         "step-2 and step_2 with the name 'step_2'"),
        (PHASE + STEP + "aliases = ['()']", "whole file", "the name '()' of step without a letter"),
    ],
)  # fmt: skip
def test_parts_that_do_not_fit_together_are_told(faults, content, place, got):
    assert faults(HEAD + content) == [
        f"mine.toml: {place}: got {got}, expected keys that agree with each other"
    ]


def test_all_faults_are_told_at_once(faults):
    assert faults('phases = []\nname = 3\nexercises = "x"') == [
        "mine.toml: id: got no such key, expected it to be there",
        "mine.toml: name: got 3, expected text in quotes",
        "mine.toml: phases: got [], expected at least one",
        "mine.toml: exercises: got 'x', expected a list",
        "mine.toml: source: got no such key, expected it to be there",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id", "text that is not TOML"),
        (b"a = 1\na = 2", "text that is not TOML"),
        (b"a = 1" + b"0" * 5000, "text that is not TOML"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "text that is not TOML"),
        (b"a = 'x\0'", "text that is not TOML"),
        (b"# \xe9", "byte 2 that is not UTF-8"),
    ],
)
def test_what_is_not_toml_is_refused(load, content, message):
    with pytest.raises(rs.ReadError, match=f"^mine.toml: got {message}"):
        load(content)


@pytest.mark.parametrize("name", ["", "none.toml"])
def test_a_folder_or_a_missing_file_is_no_program(tmp_path, name):
    with pytest.raises(rs.ReadError, match="got no such file, expected a program in TOML"):
        rs.load_program(tmp_path / name)


@pytest.mark.parametrize("name", ["zero\0byte.toml", "x" * 5000])
def test_a_path_that_cannot_be_opened_is_refused(tmp_path, name):
    with pytest.raises(rs.ReadError, match="expected a file that can be read"):
        rs.load_program(tmp_path / name)


def test_a_byte_order_mark_does_no_harm(load):
    assert load("\ufeff" + HEAD + PHASE + STEP).id == "mine"
