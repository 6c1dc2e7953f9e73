"""Reading program files: TOML in, a validated `Program` out."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError as PydanticError

from rehabstats.errors import ReadError, ValidationError
from rehabstats.problems import Findings
from rehabstats.programs.model import Program

_ORDER = ("hip-restoration", "spinal-stenosis")

_EXPECTED = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "extra_forbidden": "no key of this name",
    "float_type": "a number",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "int_type": "a whole number",
    "less_than_equal": "at most {le:g}",
    "missing": "it to be there",
    "model_type": "a table",
    "string_pattern_mismatch": "small letters and digits joined by - or _",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "some text",
    "string_type": "text in quotes",
    "too_short": "at least one",
    "tuple_type": "a list",
    "value_error": "keys that agree with each other",
}


@cache
def builtin_programs() -> tuple[Program, ...]:
    """
    The two programs that come with rehabstats.

    Returns
    -------
    tuple of Program
        ``hip-restoration`` and ``spinal-stenosis``, in this order.

    Examples
    --------
    >>> [program.id for program in builtin_programs()]
    ['hip-restoration', 'spinal-stenosis']
    """
    folder = files("rehabstats.programs")
    return tuple(
        _parse((folder / f"{name}.toml").read_text("utf-8"), f"{name}.toml") for name in _ORDER
    )


def load_program(path: str | os.PathLike[str]) -> Program:
    """
    Read a program of your own from a TOML file.

    Parameters
    ----------
    path : str or path-like
        The file; ``rehabstats programs show hip-restoration --format toml``
        prints one to start from.

    Returns
    -------
    Program
        The validated program.

    Raises
    ------
    ReadError
        If the file is missing, not UTF-8 or not TOML.
    ValidationError
        If it is TOML but not a program; every fault is named by file, table and
        key.

    Examples
    --------
    >>> load_program("no-such-program.toml")
    Traceback (most recent call last):
    ...
    rehabstats.errors.ReadError: no-such-program.toml: got no such file, expected a program in TOML
    """
    file = Path(path)
    try:
        text = file.read_text("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise ReadError(file.name, "no such file", "a program in TOML") from None
    except UnicodeDecodeError as error:
        raise ReadError(file.name, f"byte {error.start} that is not UTF-8", "UTF-8") from error
    except (OSError, ValueError) as error:
        # ValueError: a zero byte in the name.
        got = getattr(error, "strerror", None) or str(error)
        raise ReadError(file.name, repr(got), "a file that can be read") from error
    return _parse(text, file.name)


def _parse(text: str, file: str) -> Program:
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(file, f"text that is not TOML ({error})", "a program in TOML") from error
    try:
        return Program.model_validate(content)
    except PydanticError as error:
        findings = Findings()
        for found in error.errors(include_url=False):
            fault = dict(found)
            # A list with a faulty table in it also counts as too short: one fault, not two.
            if fault["type"] == "too_short" and fault["input"]:
                continue
            place = _place(found["loc"])
            findings.add(file, place, _expected(fault), rule="program", got=_got(fault))
        raise ValidationError(findings.problems()) from error


def _place(loc: tuple[int | str, ...]) -> str:
    """`("exercises", 1, "reps_min")` as ``[[exercises]] 2, reps_min``."""
    words: list[str] = []
    for part in loc:
        if isinstance(part, int) and words:
            words[-1] = f"[[{words[-1]}]] {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words) or "whole file"


def _got(fault: dict[str, Any]) -> str:
    if fault["type"] == "missing":
        return "no such key"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return repr(fault["input"])[:80]


def _expected(fault: dict[str, Any]) -> str:
    if fault["type"] in _EXPECTED:
        return _EXPECTED[fault["type"]].format(**fault.get("ctx", {}))
    message = str(fault["msg"]).removeprefix("Input should be ")
    return message[0].lower() + message[1:]
