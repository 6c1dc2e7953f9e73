"""TOML files that people write: read as a whole, with every fault named at once."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic import ValidationError as PydanticError

from rehabstats.errors import ReadError, ValidationError
from rehabstats.problems import Findings

Model = TypeVar("Model", bound=BaseModel)

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


def read_toml(path: str | os.PathLike[str], model: type[Model], kind: str) -> Model:
    """
    Read a TOML file into `model`; `kind` names such a file, as in "a program".

    Raises `ReadError` if it is missing, not UTF-8 or not TOML, and `ValidationError`
    with every fault if it is TOML of another kind.
    """
    file = Path(path)
    expected = f"{kind} in TOML"
    try:
        text = file.read_text("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise ReadError(file.name, "no such file", expected) from None
    except UnicodeDecodeError as error:
        raise ReadError(file.name, f"byte {error.start} that is not UTF-8", "UTF-8") from error
    except (OSError, ValueError) as error:
        # ValueError: a zero byte in the name.
        got = getattr(error, "strerror", None) or str(error)
        raise ReadError(file.name, repr(got), "a file that can be read") from error
    return parse_toml(text, file.name, model, kind)


def parse_toml(text: str, file: str, model: type[Model], kind: str) -> Model:
    """The same from text; `file` is its name in messages."""
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(file, f"text that is not TOML ({error})", f"{kind} in TOML") from error
    try:
        return model.model_validate(content)
    except PydanticError as error:
        findings = Findings()
        for found in error.errors(include_url=False):
            fault = dict(found)
            # A list with a faulty table in it also counts as too short: one fault, not two.
            if fault["type"] == "too_short" and fault["input"]:
                continue
            place = _place(found["loc"])
            rule = kind.rsplit(maxsplit=1)[-1]
            findings.add(file, place, _expected(fault), rule=rule, got=_got(fault))
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
