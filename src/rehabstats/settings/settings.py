"""All thresholds as one object, which a TOML file can override."""

from __future__ import annotations

import os
from typing import Any, Final, Self

from pydantic import model_validator

from rehabstats.settings.adherence import AdherenceThresholds
from rehabstats.settings.exercise import ExerciseThresholds
from rehabstats.settings.pain import PainThresholds
from rehabstats.settings.signals import SignalThresholds
from rehabstats.settings.threshold import Threshold
from rehabstats.settings.trend import TrendThresholds
from rehabstats.toml_files import read_toml

_GROUPS: Final = (
    PainThresholds, TrendThresholds, ExerciseThresholds, AdherenceThresholds, SignalThresholds
)  # fmt: skip


class Settings(
    PainThresholds, TrendThresholds, ExerciseThresholds, AdherenceThresholds, SignalThresholds
):
    """
    Every threshold of metrics and signals; ``Settings()`` has the defaults.

    ``rehabstats settings`` prints all of them as a TOML file with meanings and
    sources. What differs from the defaults is repeated on every output.

    Examples
    --------
    >>> Settings(flare_rise_nrs=3.0).changed
    ('flare_rise_nrs is 3 NRS instead of 2: rise above the baseline median that makes a flare.',)
    """

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for low, high in (
            ("pain_safe_max_nrs", "pain_acceptable_max_nrs"),
            ("baseline_days", "baseline_days_max"),
            ("band_minimal_share", "band_moderate_share"),
            ("band_moderate_share", "band_substantial_share"),
            ("next_day_from_h", "next_day_to_h"),
            ("slope_points_min", "direction_points_min"),
            ("reference_weeks_min", "reference_weeks"),
        ):
            below, above = getattr(self, low), getattr(self, high)
            if below > above:
                raise ValueError(f"{low} {below:g} above {high} {above:g}")
        return self

    def __repr__(self) -> str:
        changed = [one for one in self.thresholds if one.value != one.default]
        told = ", ".join(f"{one.name}={one.value!r}" for one in changed)
        return f"Settings({told})"

    def threshold(self, name: str) -> Threshold:
        """One setting with its default, meaning and source."""
        field = type(self).model_fields[name]
        notes: Any = field.json_schema_extra
        return Threshold(
            name=name,
            value=getattr(self, name),
            default=field.default,
            unit=notes["unit"],
            meaning=field.description or "",
            source=notes["source"],
        )

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Every setting, in the order in which they are declared."""
        return tuple(self.threshold(name) for group in _GROUPS for name in group.model_fields)

    @property
    def changed(self) -> tuple[str, ...]:
        """What differs from the defaults, in sentences that every output repeats."""
        return tuple(
            f"{item.name} is {item.amount} instead of {item.default:g}: {item.meaning}."
            for item in self.thresholds
            if item.value != item.default
        )

    def as_toml(self) -> str:
        """A file to start from, with the meaning and source of each threshold."""
        lines = ["# Thresholds of rehabstats. What is left out keeps its default."]
        for item in self.thresholds:
            unit = f" [{item.unit}]" if item.unit else ""
            lines += ["", f"# {item.meaning}{unit}", f"# source: {item.source}"]
            lines.append(f"{item.name} = {item.value!r}")
        return "\n".join(lines) + "\n"


#: What holds when nobody says otherwise.
DEFAULTS: Final = Settings()


def load_settings(path: str | os.PathLike[str]) -> Settings:
    """
    Read thresholds from a TOML file; what it leaves out keeps its default.

    Parameters
    ----------
    path : str or path-like
        The file; ``rehabstats settings`` prints one to start from.

    Returns
    -------
    Settings
        The thresholds; ``changed`` says which differ from the defaults.

    Raises
    ------
    ReadError
        If the file is missing, not UTF-8 or not TOML.
    ValidationError
        If a name is unknown or a value outside its range; all faults at once.

    Examples
    --------
    >>> load_settings("no-such-file.toml")
    Traceback (most recent call last):
    ...
    rehabstats.errors.ReadError: no-such-file.toml: got no such file, expected settings in TOML
    """
    return read_toml(path, Settings, "settings")
