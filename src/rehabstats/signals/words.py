"""Numbers and days as clinicians read them."""

from __future__ import annotations

from typing import Any

import pandas as pd


def day(value: Any) -> str:
    """A day, such as 9 Feb 2026."""
    return f"{value.day} {value:%b %Y}"


def span(first: Any, last: Any) -> str:
    """Two days, with the year once if it is the same."""
    if first == last:
        return f"on {day(first)}"
    start = f"{first.day} {first:%b}" if first.year == last.year else day(first)
    return f"from {start} to {day(last)}"


def counted(n: float, noun: str) -> str:
    """A number of things, such as 1 day or 2 sessions."""
    return f"{n:.0f} {noun}{'' if n == 1 else 's'}"


def percent(share: float) -> str:
    """A share in per cent; only a whole is 100 %, only nothing is 0 %."""
    if pd.isna(share):
        return "unknown"
    shown = round(100 * share)
    if 0 < share < 1:
        shown = min(max(shown, 1), 99)
    return f"{shown} %"


def nrs(value: float) -> str:
    """A rating with the decimals that it needs."""
    return f"{value:.1f}".removesuffix(".0")


def where(row: Any) -> str:
    """Which side a row is about, as an ending of a phrase; nothing for whole sessions."""
    side = "" if pd.isna(row.side) else str(row.side)
    phrases = {"left": " on the left", "right": " on the right", "both": " with both sides at once"}
    return phrases.get(side, "")
