"""What the caller says about the files, checked as the files are: told, not raised."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from rehabstats.days import local_day
from rehabstats.problems import Findings
from rehabstats.programs import Catalogue, Program, builtin_programs, normalize_name
from rehabstats.vocabulary import EARLIEST_DATE, IDENTIFIER_MAX_CHARACTERS, LATEST_DATE


@dataclass(frozen=True)
class Arguments:
    """What the caller says about the files, as it was said."""

    program: str | None
    patient_id: str | None
    start_date: str | dt.date | None
    programs: tuple[Program, ...]
    dayfirst: bool | None
    as_of: str | dt.date | None


@dataclass(frozen=True)
class Options:
    """What of it can be used."""

    program: str | None
    patient_id: str | None
    start_date: pd.Timestamp | None
    catalogue: Catalogue
    dayfirst: bool | None
    as_of: pd.Timestamp | None


def check_arguments(stated: Arguments, file: str, findings: Findings) -> Options:
    """The arguments that can be used; the others are told and left out."""
    return Options(
        stated.program,
        _patient_id(stated.patient_id, file, findings),
        _day(stated.start_date, "start_date", file, findings),
        Catalogue(_distinct(stated.programs, file, findings)),
        stated.dayfirst,
        _day(stated.as_of, "as_of", file, findings),
    )


def _patient_id(stated: str | None, file: str, findings: Findings) -> str | None:
    if stated is None:
        return None
    text = stated.strip()
    if text.isprintable() and 0 < len(text) <= IDENTIFIER_MAX_CHARACTERS:
        return text
    expected = f"1 to {IDENTIFIER_MAX_CHARACTERS} printable characters"
    findings.add(file, "patient_id", expected, rule="option", got=repr(stated))
    return None


def _day(
    stated: str | dt.date | None, name: str, file: str, findings: Findings
) -> pd.Timestamp | None:
    if stated is None:
        return None
    try:
        return local_day(stated, name)
    except ValueError:
        pass  # told with everything else
    expected = f"a day from {EARLIEST_DATE} to {LATEST_DATE}, as YYYY-MM-DD"
    findings.add(
        file, name, expected, rule="option", got=repr(f"{stated}".removesuffix(" 00:00:00"))
    )
    return None


def _distinct(programs: tuple[Program, ...], file: str, findings: Findings) -> tuple[Program, ...]:
    """The built-in programs and those that share no id or name: patients.csv may say either."""
    distinct: list[Program] = []
    taken: set[str] = set()
    for program in (*builtin_programs(), *programs):
        if taken.isdisjoint(names := _names(program)):
            taken |= names
            distinct.append(program)
        else:
            expected = "an id and a name that no other program has; change both"
            got = f"{program.id!r} ({program.name!r}) again"
            findings.add(file, "programs", expected, rule="program_twice", got=got)
    return tuple(distinct)


def _names(program: Program) -> set[str]:
    return {normalize_name(program.id), normalize_name(program.name)}
