"""Settings drawn at random: each threshold may be another one, within its own limits."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from pydantic import ValidationError

from rehabstats.settings import DEFAULTS, Settings

_TIMES = (0.5, 0.75, 1.25, 1.5, 2, 3)


def _settings(times: Mapping[str, float]) -> Settings:
    """The defaults times something; what is out of its limits, alone or together, stays."""
    changed: dict[str, object] = {}
    for name, by in times.items():
        default = getattr(DEFAULTS, name)
        value = round(default * by) if isinstance(default, int) else round(default * by, 3)
        try:
            Settings.model_validate(changed | {name: value})
        except (ValidationError, ValueError):
            continue
        changed[name] = value
    return Settings.model_validate(changed)


def thresholds(most: int = 6) -> st.SearchStrategy[Settings]:
    """Settings with some thresholds that are not the default; the fewest come first."""
    names = st.sampled_from([one.name for one in DEFAULTS.thresholds])
    return st.dictionaries(names, st.sampled_from(_TIMES), max_size=most).map(_settings)
