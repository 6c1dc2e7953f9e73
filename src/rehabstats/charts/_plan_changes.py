"""Changes of the plan in words: what is asked for more or less often, and what else changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

_LINE: Final = ("exercise", "side")
_TERMS: Final = (
    "sessions_per_week", "sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s",
)  # fmt: skip
#: Changes of one day that are told apart; more are counted.
_TOLD: Final = 2
_ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"


def changes_of(
    plan: pd.DataFrame, start: pd.Timestamp, names: Mapping[str, str], *, letters: int
) -> Iterator[tuple[pd.Timestamp, str]]:
    """
    Each day after `start` on which a prescription changed, with what changed.

    Where it is how often an exercise is asked for, the words are its name and both
    frequencies, without a name if it is so for all of them. Lines are as long as `letters`.
    """
    rows = _with_before(plan)
    for day, changed in rows[rows["is_changed"] & (rows["valid_from"] > start)].groupby(
        "valid_from"
    ):
        held = rows[(rows["valid_from"] <= day) & ~(rows["valid_to"] <= day)]
        # What was taken out before is no exercise of the plan any more.
        asked = held[held["new"].ne(0) | held["valid_from"].eq(day)]
        yield pd.Timestamp(str(day)), "\n".join(_lines(changed, asked, names, letters))


def _with_before(plan: pd.DataFrame) -> pd.DataFrame:
    """Rows of a plan with the frequency that held on the day before, if one did."""
    rows = plan.sort_values("valid_from", kind="stable").reset_index(drop=True)
    rows = rows.reindex(columns=[*dict.fromkeys((*rows.columns, "valid_to", "side"))])
    rows["valid_to"] = pd.to_datetime(rows["valid_to"])
    terms = [term for term in _TERMS if term in rows]
    line = [rows[column].astype("object").fillna("") for column in _LINE]
    before = rows[[*terms, "valid_to"]].groupby(line, sort=False).shift()
    is_next = before["valid_to"].eq(rows["valid_from"])
    if rows["valid_to"].isna().all():
        # Without an end, each holds until the next one.
        is_next[:] = True
    is_same = before[terms].eq(rows[terms]) | (before[terms].isna() & rows[terms].isna())
    nothing = pd.Series(float("nan"), index=rows.index)
    return rows.assign(
        exercise=line[0].astype("str"),
        side=line[1].astype("str"),
        is_changed=~(is_next & is_same.all(axis=1)) if terms else True,
        old=before.get("sessions_per_week", nothing).where(is_next),
        new=rows.get("sessions_per_week", nothing),
    )


def _lines(
    changed: pd.DataFrame, asked: pd.DataFrame, names: Mapping[str, str], letters: int
) -> list[str]:
    """What changed on one day: frequencies first."""
    is_often = changed["old"].notna() & (changed["old"] != changed["new"])
    told = []
    for (old, new), rows in changed[is_often].groupby(["old", "new"], sort=False):
        what = f"{old:g} to {new:g} a week"
        is_all = len(rows) == len(asked) and asked["exercise"].nunique() > 1
        told.append([what] if is_all else _of(_who(rows, asked, names), what, letters))
    if n_others := changed.loc[~is_often, "exercise"].nunique():
        first = _name(changed.loc[~is_often, "exercise"].iloc[0], names)
        told.append(_of(["plan"], first if n_others == 1 else f"{n_others} exercises", letters))
    if len(told) > _TOLD:
        told = [told[0], [f"and {len(told) - 1} more changes"]]
    return [line for lines in told for line in lines]


def _of(who: Sequence[str], what: str, letters: int) -> list[str]:
    """Names and what is said of them on one line if it holds both; of many the first."""
    said = ", ".join(who)
    if len(said) >= letters:
        more = f" and {len(who) - 1} more" if len(who) > 1 else ""
        said = _cut(who[0], letters - 1 - len(more)) + more
    one_line = f"{said}: {what}"
    return [one_line] if len(one_line) <= letters else [f"{said}:", _cut(what, letters)]


def _who(rows: pd.DataFrame, asked: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Exercises, with the side where the other one stays as it was."""
    found = []
    for exercise, sides in rows.groupby("exercise", sort=False)["side"]:
        one_side: Any = sides.iloc[0] if len(sides) < asked["exercise"].eq(exercise).sum() else ""
        found.append(f"{_name(str(exercise), names)} {one_side}".strip())
    return found


def _name(exercise: str, names: Mapping[str, str]) -> str:
    return names.get(exercise, exercise.replace("_", " "))


def _cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: max(letters, 2) - 1] + _ELLIPSIS
