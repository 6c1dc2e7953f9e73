"""Ending: a command that somebody ends does end, after it has cleared away what is half done."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

#: What a terminal sends on Ctrl-C, and what anything else sends in order to end a process.
_ENDS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ended_from_outside() -> Iterator[Callable[[Iterable[Any]], Iterator[Any]]]:
    """
    End as on Ctrl-C, whoever asks for it.

    Yields
    ------
    callable
        Wraps an iteration, which ends too: some libraries swallow the interruption that reaches
        them while they are imported.
    """
    asked: list[int] = []

    def end(number: int, _: object) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    def watched(items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            yield item
            if asked:
                raise KeyboardInterrupt

    before = {one: signal.signal(one, end) for one in _ENDS}
    try:
        yield watched
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
