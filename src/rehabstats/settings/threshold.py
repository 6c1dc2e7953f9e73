"""One threshold: its default, range, meaning and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pydantic import Field

ASSUMPTION: Final = "assumption"
CONVENTION: Final = "convention"
UNVERIFIED: Final = "from memory, not verified"


def threshold(
    default: float, meaning: str, source: str, *, unit: str = "", ge: float, le: float
) -> Any:
    """Declare one threshold; a whole number as default asks for whole numbers."""
    notes: Any = {"source": source, "unit": unit}
    return Field(default, ge=ge, le=le, description=meaning, json_schema_extra=notes, strict=True)


@dataclass(frozen=True)
class Threshold:
    """One setting in words, as `explain` and the documents show it."""

    name: str
    value: float
    default: float
    unit: str
    meaning: str
    source: str

    def __str__(self) -> str:
        changed = "" if self.value == self.default else f", changed from {self.default:g}"
        return f"{self.name} = {self.amount}{changed}: {self.meaning} [{self.source}]"

    @property
    def amount(self) -> str:
        """The value with its unit."""
        unit = self.unit.removesuffix("s") if self.value == 1 and self.unit != "NRS" else self.unit
        return f"{self.value:g} {unit}".rstrip()
