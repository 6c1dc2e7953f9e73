"""Text to values: every rule runs once per distinct text of a column, not once per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np
import pandas as pd

from rehabstats.programs import normalize_name
from rehabstats.schemas import Frame, bounds
from rehabstats.vocabulary import IDENTIFIER_MAX_CHARACTERS

_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"
_DECIMAL_COMMA = r"[+-]?[0-9]+,[0-9]+"
_CONTROL = r"[\x00-\x1f\x7f]"


#: Looking for close words is slow; a file with more unknown ones is another kind of file.
_MAX_SUGGESTIONS = 50


@dataclass(frozen=True)
class Fault:
    """Distinct texts that do not parse, and what was expected of them."""

    where: np.ndarray
    expected: str
    rule: str


@dataclass(frozen=True)
class Parsed:
    """The values of the distinct texts of a column, and those that have none."""

    values: pd.Series
    faults: tuple[Fault, ...] = ()
    extra: Mapping[str, pd.Series] = field(default_factory=dict)


Parser = Callable[[pd.Series], Parsed]


def number(schema: type[Frame], name: str, *, whole: bool = False) -> Parser:
    """Numbers inside the bounds that the schema states, whole ones on request."""
    low, high = bounds(schema, name)
    kind = "a whole number" if whole else "a number"
    expected = f"{kind} from {low:g} to {high:g}" if high is not None else f"{kind} from {low:g}"

    def parse(text: pd.Series) -> Parsed:
        looks_right = text.str.fullmatch(_NUMBER).to_numpy(bool)
        values = pd.to_numeric(text.where(looks_right), errors="coerce").to_numpy("float64")
        with np.errstate(invalid="ignore"):
            outside = looks_right & ~(
                (values >= low) & (values <= (np.inf if high is None else high))
            )
            broken = looks_right & ~outside & whole & (values != np.floor(values))
        comma = text.str.fullmatch(_DECIMAL_COMMA).to_numpy(bool)
        none = text.str.lower().isin(["none", "no", "-"]).to_numpy()
        with_point = f"{expected}, with a decimal point"
        zero_or_empty = f"{expected}; write 0 for none, leave it empty for not known"
        faults = (
            Fault(comma, with_point, "not_a_number"),
            Fault(none, zero_or_empty, "not_a_number"),
            Fault(~looks_right & ~comma & ~none, expected, "not_a_number"),
            Fault(outside, expected, "out_of_range"),
            Fault(broken, expected, "fractional"),
        )
        clean = pd.Series(np.where(outside | broken, np.nan, values))
        return Parsed(clean.astype("Int64") if whole else clean, faults)

    return parse


def word(
    allowed: Iterable[str], synonyms: Mapping[str, str], *, rule: str = "unknown_word"
) -> Parser:
    """One of a few words, by synonym; the values are categories in the order of `allowed`."""
    categories = tuple(allowed)
    meaning = {normalize_name(name): name for name in categories} | dict(synonyms)
    expected = f"one of {', '.join(categories)}"

    def parse(text: pd.Series) -> Parsed:
        found = pd.Series([meaning.get(normalize_name(item)) for item in text], dtype="object")
        values = pd.Series(pd.Categorical(found, categories=list(categories)))
        unknown = values.isna().to_numpy()
        meant = _meant(text[unknown], meaning)
        faults = [Fault(unknown & ~text.isin(meant).to_numpy(), expected, rule)]
        for item, name in meant.items():
            hint = f"{expected}; did you mean {name}?"
            faults.append(Fault((text == item).to_numpy(bool), hint, rule))
        return Parsed(values, tuple(faults))

    return parse


def _meant(unknown: pd.Series, meaning: Mapping[str, str]) -> dict[str, str]:
    """The word that each unknown text is close to, if it is close to one."""
    meant = {}
    for item in unknown.head(_MAX_SUGGESTIONS):
        close = get_close_matches(normalize_name(item), meaning, n=1, cutoff=0.8)
        if close:
            meant[item] = meaning[close[0]]
    return meant


def identifier(text: pd.Series) -> Parsed:
    """Text that can name something: printable and not endless."""
    long = (text.str.len() > IDENTIFIER_MAX_CHARACTERS).to_numpy(bool)
    control = text.str.contains(_CONTROL, regex=True).to_numpy(bool)
    expected = f"at most {IDENTIFIER_MAX_CHARACTERS} characters"
    faults = (
        Fault(long, expected, "identifier_too_long"),
        Fault(control & ~long, "text without control characters", "control_character"),
    )
    return Parsed(text, faults)


def free_text(text: pd.Series) -> Parsed:
    """Anything; it is kept as it is and never shown in a message."""
    return Parsed(text)
