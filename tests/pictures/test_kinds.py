"""A kind of picture is one row that holds all that others need to know of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rehabstats.explorer.choice import VIEWS, Choice
from rehabstats.pictures import KINDS
from rehabstats.pictures.about import drawn
from rehabstats.room import public_frames

#: What the explorer has controls for, beside patient and metric.
CONTROLS = {"exercise", "side", "weeks"}


def test_a_kind_whose_frame_has_no_words_is_an_error_and_not_left_out(room):
    shown = {name for kind in KINDS.values() for name in kind.frames}

    for name in public_frames().keys() - shown:
        kind = replace(KINDS["runs"], frames={**KINDS["runs"].frames, name: ()})

        with pytest.raises(KeyError, match=name):
            kind.words(room["P001"])


def test_a_kind_brings_the_words_of_a_frame_that_no_other_one_shows(room):
    own = room["P001"]
    found = replace(
        KINDS["runs"],
        frames={"persistence": ()},
        sentences={"persistence": lambda rows: f"{len(rows)} row."},
    )

    assert found.words(own).endswith(". 1 row.")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_drawn_from_public_frames_and_has_words_for_each(room, name):
    kind = KINDS[name]

    assert kind.shows[0].isupper()
    assert kind.frames.keys() <= public_frames().keys()
    assert all(kind.words(own).startswith(kind.shows) for own in room)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_shows_columns_that_its_frames_have(room, name):
    for frame, columns in KINDS[name].frames.items():
        assert set(columns) <= set(drawn(room["P001"], frame).columns)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_that_is_explored_has_a_label_known_controls_and_a_table(name):
    kind = KINDS[name]

    assert set(kind.takes) <= CONTROLS <= set(vars(Choice("P001", name)))
    assert (name in VIEWS) == bool(kind.label)
    # Without a label nobody could cut it, and no table would stand beside it.
    assert kind.label or not kind.takes
    assert not kind.label or any(kind.frames.values())


def test_no_two_kinds_are_called_the_same():
    labels = [kind.label for kind in VIEWS.values()]

    assert len(set(labels)) == len(labels) > 0
