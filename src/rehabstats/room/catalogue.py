"""The catalogue: every public frame, found where it is declared; each list of them is this one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from rehabstats import metrics
from rehabstats.seen import PublicFrame

#: Modules that declare frames, before and after those of the metrics.
_BEFORE: Final = ("rehabstats.basis.entries", "rehabstats.plan.build", "rehabstats.ledger.build")
_AFTER: Final = ("rehabstats.signals.find",)


@cache
def public_frames() -> Mapping[str, PublicFrame]:
    """
    Every public frame by its name, in the order in which a log passes through them.

    A metric that stands in a module of `rehabstats.metrics` and declares its ``FRAMES`` is
    among them; nothing else has to name it.

    Examples
    --------
    >>> public_frames()["pain_trend"].question
    'Where is the pain of each exercise and side going, and how fast?'
    """
    frames = {frame.name: frame for module in _modules() for frame in _declared(module)}
    assert sum(len(_declared(module)) for module in _modules()) == len(frames), "a name twice"
    return frames


def _modules() -> Iterator[str]:
    yield from _BEFORE
    for module in pkgutil.iter_modules(metrics.__path__, f"{metrics.__name__}."):
        yield module.name
    yield from _AFTER


def _declared(module: str) -> tuple[PublicFrame, ...]:
    found: tuple[PublicFrame, ...] = getattr(importlib.import_module(module), "FRAMES", ())
    return found
