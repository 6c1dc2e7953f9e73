"""The panel: controls over chart and tables. Needs ipywidgets; the explorer asks first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import ipywidgets  # type: ignore[import-untyped] # it ships no types

from rehabstats.explorer.choice import VIEWS, Choice, exercises_of, sides_of, weeks_of
from rehabstats.explorer.render import render_picture, render_tables
from rehabstats.explorer.shown import Shown
from rehabstats.room import Room

#: A value, as a dropdown shows nothing for None.
_ALL: Final = ""
_LOOK: Final = {"layout": {"width": "24em"}, "style": {"description_width": "6em"}}


class Panel:
    """
    Controls with labels, and below them what they choose.

    Parameters
    ----------
    room : Room
        The caseload, seen from a day.
    choice : Choice
        What is shown first.
    """

    def __init__(self, room: Room, choice: Choice) -> None:
        self._room = room
        self._is_adapting = False
        self.patient = _dropdown("Patient", [(one, one) for one in room.patient_ids])
        self.metric = _dropdown("Metric", [(view.label, name) for name, view in VIEWS.items()])
        self.exercise, self.side = _dropdown("Exercise", []), _dropdown("Side", [])
        # Not a slider: its handles have no name that a screen reader could read.
        self.first, self.last = _dropdown("From week", []), _dropdown("To week", [])
        chosen = [self.patient, self.metric, self.exercise, self.side, self.first, self.last]
        self.controls = ipywidgets.Box(chosen, layout={"flex_flow": "row wrap"})
        self.picture, self.tables = ipywidgets.HTML(), ipywidgets.HTML()
        self.patient.value, self.metric.value = choice.patient_id, choice.metric
        self._offer(choice)
        self._show()
        for control in chosen:
            control.observe(self._change, names="value")

    @property
    def choice(self) -> Choice:
        """What the controls say; a span of all weeks cuts nothing."""
        weeks = (self.first.value, self.last.value)
        return Choice(
            self.patient.value, self.metric.value, _chosen(self.exercise), _chosen(self.side),
            None if weeks == (self.first.options[0], self.last.options[-1]) else weeks,
        )  # fmt: skip

    def _change(self, change: Any) -> None:
        # A control that adapts to another one changes too; both are shown once, at the end.
        if self._is_adapting:
            return
        choice = self.choice
        if change["owner"] is self.patient:
            choice = replace(choice, weeks=None)
        elif choice.weeks is not None and choice.weeks[0] > choice.weeks[1]:
            # The one that was changed is meant; the other one goes along.
            choice = replace(choice, weeks=(change["new"], change["new"]))
        self._offer(choice)
        self._show()

    def _offer(self, choice: Choice) -> None:
        """Offer what the patient has, and keep what was chosen as far as it is among it."""
        own = self._room[choice.patient_id]
        self._is_adapting = True
        try:
            named = [(own.exercise_names.get(one, one), one) for one in exercises_of(own)]
            _offer_also_all(self.exercise, named, choice.exercise)
            sides = sides_of(own, _chosen(self.exercise))
            _offer_also_all(self.side, [(side, side) for side in sides], choice.side)
            self._offer_weeks(weeks_of(own), choice.weeks)
            takes = choice.view.takes
            self.exercise.disabled, self.side.disabled = (
                "exercise" not in takes,
                "side" not in takes,
            )
            self.first.disabled = self.last.disabled = "weeks" not in takes
        finally:
            self._is_adapting = False

    def _offer_weeks(self, known: tuple[int, int], weeks: tuple[int, int] | None) -> None:
        for control, value in zip((self.first, self.last), weeks or known, strict=True):
            control.options = range(known[0], known[1] + 1)
            control.value = value

    def _show(self) -> None:
        shown = Shown(self._room, self.choice)
        # Both before either is shown: a picture over the tables of another choice would mislead.
        picture, tables = str(render_picture(shown)), str(render_tables(shown))
        self.picture.value, self.tables.value = picture, tables


def _dropdown(label: str, options: list[Any]) -> Any:
    return ipywidgets.Dropdown(description=label, options=options, **_LOOK)


def _offer_also_all(control: Any, options: list[tuple[str, str]], value: str | None) -> None:
    # No exercise or side is called "": this is the one value that means all of them.
    control.options = [("all", _ALL), *options]
    control.value = value if value in {known for _, known in options} else _ALL


def _chosen(control: Any) -> str | None:
    return control.value or None
