"""Dates and times: ISO as it stands, day and month in the order that the file proves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.validate.parse import Fault, Parsed, Parser
from rehabstats.vocabulary import EARLIEST_DATE, LATEST_DATE

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
_OFFSET = r" ?(Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)"
_ISO = rf"{_DAY}({_CLOCK}({_OFFSET})?)?"
_BY_HAND = (
    r"(?P<first>[0-9]{1,2})[./-](?P<second>[0-9]{1,2})[./-](?P<year>[0-9]{4})"
    r"(?:,?\s+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<s>[0-9]{2}))?(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_ORDER_HINT = "a date whose order is known: say dayfirst=True or False (--day-first, --month-first)"


def timestamp(dayfirst: bool | None) -> Parser:
    """
    Local wall-clock times; an offset is dropped and kept as ``extra["offset"]``.

    ``extra["has_time"]`` tells dates with a time of day from dates without.
    """

    def parse(text: pd.Series) -> Parsed:
        iso = text.str.fullmatch(_ISO).to_numpy(bool)
        naive, offset = _without_offset(text.where(iso))
        values = pd.to_datetime(naive.str.replace(",", "."), format="ISO8601", errors="coerce")
        values = values.dt.as_unit("us")
        has_time = iso & (text.str.len() > len("2026-01-01")).to_numpy(bool)
        unclear = np.zeros(len(text), bool)
        by_hand = ~iso
        if by_hand.any():
            found, unclear[by_hand], timed = _by_hand(text[by_hand], dayfirst)
            values[by_hand] = found
            has_time[by_hand] = timed
        faults = (
            Fault(unclear, _ORDER_HINT, "date_order"),
            Fault(
                ~unclear & values.isna().to_numpy(),
                "a date that exists, as YYYY-MM-DD or YYYY-MM-DDTHH:MM",
                "not_a_date",
            ),
            _outside(values),
        )
        values = values.mask(faults[-1].where)
        return Parsed(values, faults, {"offset": offset, "has_time": pd.Series(has_time)})

    return parse


def date(dayfirst: bool | None) -> Parser:
    """Calendar days; midnight may be written out, another time of day may not."""
    as_timestamp = timestamp(dayfirst)

    def parse(text: pd.Series) -> Parsed:
        parsed = as_timestamp(text)
        timed = (parsed.values != parsed.values.dt.normalize()) & parsed.values.notna()
        fault = Fault(timed.to_numpy(bool), "a date without a time of day", "not_a_date")
        return Parsed(parsed.values.mask(timed), (*parsed.faults, fault))

    return parse


def _without_offset(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    zoned = text.str.fullmatch(rf"{_DAY}{_CLOCK}{_OFFSET}").fillna(False).astype(bool)
    offset = pd.Series("", index=text.index, dtype="str")
    if not zoned.any():
        return text, offset
    offset[zoned] = text[zoned].str.extract(rf"{_OFFSET}$", expand=False).str.replace(":", "")
    naive = text.copy()
    naive[zoned] = text[zoned].str.replace(rf"{_OFFSET}$", "", regex=True)
    return naive, offset


def _outside(values: pd.Series) -> Fault:
    low, high = pd.Timestamp(EARLIEST_DATE), pd.Timestamp(LATEST_DATE) + pd.Timedelta(days=1)
    outside = ((values < low) | (values >= high)).to_numpy(bool)
    return Fault(outside, f"a date from {EARLIEST_DATE} to {LATEST_DATE}", "out_of_range")


def _by_hand(text: pd.Series, dayfirst: bool | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, which of them have no provable order, and which have a time of day."""
    parts = text.str.replace("[\u00a0\u202f]", " ", regex=True).str.extract(rf"^{_BY_HAND}$")
    first = pd.to_numeric(parts["first"]).to_numpy("float64")
    second = pd.to_numeric(parts["second"]).to_numpy("float64")
    if dayfirst is None:
        proofs = {True} if (first > 12).any() else set()
        proofs |= {False} if (second > 12).any() else set()
        dayfirst = proofs.pop() if len(proofs) == 1 else None
    if dayfirst is None:
        return _nothing(text), ~np.isnan(first), np.zeros(len(text), bool)
    day, month = (first, second) if dayfirst else (second, first)
    when = pd.to_datetime(
        {"year": pd.to_numeric(parts["year"]), "month": month, "day": day}, errors="coerce"
    ).dt.as_unit("us")
    timed = parts["hour"].notna().to_numpy()
    moment = when.to_numpy() + _time_of_day(parts)
    return moment, np.zeros(len(text), bool), timed


def _time_of_day(parts: pd.DataFrame) -> np.ndarray:
    hour, minute, second = (
        pd.to_numeric(parts[name]).fillna(0).to_numpy("float64") for name in ("hour", "minute", "s")
    )
    half = parts["half"].str.lower().fillna("").to_numpy()
    exists = np.where(half == "", hour < 24, (hour >= 1) & (hour <= 12)) | parts["hour"].isna()
    exists &= (minute < 60) & (second < 60)
    hour = np.where(half == "", hour, hour % 12 + np.where(half == "p", 12, 0))
    seconds = np.where(exists, hour * 3600 + minute * 60 + second, np.nan)
    return pd.to_timedelta(seconds, unit="s").as_unit("us").to_numpy()


def _nothing(text: pd.Series) -> np.ndarray:
    return np.full(len(text), np.datetime64("NaT"), "datetime64[us]")
