"""Signals: every rule over a caseload, each fact once, in order of need."""

from __future__ import annotations

from typing import Final

import pandas as pd

from rehabstats.days import Day
from rehabstats.schemas import decode
from rehabstats.schemas.signals import PatientsByNeed, Signals
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.signals import exercise, log, pain, stopping
from rehabstats.signals.found import COLUMNS
from rehabstats.signals.log_lines import log_lines
from rehabstats.signals.need import number_by_need, patients_by_need, rows_by_need
from rehabstats.signals.rule import Rule
from rehabstats.validate import Caseload
from rehabstats.vocabulary import SIDES, SIGNAL_DIRECTIONS


def find_signals(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """
    What in a caseload asks for attention, with the numbers and log lines behind it.

    A signal is a named rule that fired: arithmetic on a log. It is no diagnosis, gives
    no cause, and a patient without one is not therefore well. "Not enough data" is a
    group of its own and never means fine.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which it is seen.
    settings : Settings, optional
        Every threshold; `load_settings` reads them from a file.

    Returns
    -------
    pandas.DataFrame
        Schema ``Signals``: one row per fact, patients in order of need, and for each
        patient concerns before improvements before "not enough data". A fact that
        several rules see is told once, by the first of them; ``also`` names the others.
        ``signal_id`` stays the same as long as the fact does.

    Notes
    -----
    The rules, their thresholds and how often they are wrong on simulated patients who
    are stable: docs/signals.md.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = find_signals(caseload, as_of=caseload.last_entry)
    >>> table.loc[table["patient_id"] == "P004", "rule"].tolist()[0]
    'no_record'
    """
    return signals_of(Seen.of(caseload, as_of, settings))


@once
def signals_of(seen: Seen) -> pd.DataFrame:
    """The signals of a caseload seen from a day."""
    caseload = seen.caseload
    hits = [(number, rule, rule.find(seen)) for number, rule in enumerate(RULES)]
    told = [hit for hit in hits if len(hit[2])] or hits[:1]
    table = pd.concat([_rows(*hit, seen) for hit in told], ignore_index=True)
    # Without a row, they have no kind of their own.
    table = table.astype({"value": "float64", "threshold": "float64"})
    table = _each_fact_once(table, caseload)
    table = _in_order_of_need(table)
    table = table.assign(**log_lines(table, seen))
    return table[list(Signals.to_schema().columns)]


#: Columns of `COLUMNS` that are made of the rule, too.
_OWN: Final = ("exercise", "side", "source", "lines")


def _rows(number: int, rule: Rule, hits: pd.DataFrame, seen: Seen) -> pd.DataFrame:
    """What one rule found, with its sentence."""
    sentences = [rule.sentence(row) for row in hits.itertuples(index=False)]
    thresholds = "; ".join(map(str, (_short(seen.settings, name) for name in rule.thresholds)))
    ids = seen.caseload.patients["patient_id"].cat.categories
    exercises = list(seen.caseload.catalogue.exercises)
    return pd.DataFrame(
        {
            **{name: hits[name].to_numpy() for name in COLUMNS if name not in _OWN},
            "patient": ids.get_indexer(pd.Index(hits["patient_id"])),
            "exercise": pd.Categorical(hits["exercise"], categories=exercises),
            "side": pd.Categorical(hits["side"], categories=SIDES),
            "since": pd.to_datetime(hits["since"]).dt.as_unit("us").to_numpy(),
            "number": number,
            "rule": rule.id,
            "fact": rule.fact,
            "direction": rule.direction,
            "source": hits["source"].fillna(rule.source).to_numpy(),
            "lines": hits["lines"].to_numpy("object"),
            "is_event": rule.is_event,
            "by_side": rule.by_side,
            "thresholds": thresholds,
            "sentence": pd.Series(sentences, dtype="str"),
        }
    )


def _short(settings: Settings, name: str) -> str:
    item = settings.threshold(name)
    changed = "" if item.value == item.default else f" (default {item.default:g})"
    return f"{name} = {item.amount}{changed}"


def _each_fact_once(table: pd.DataFrame, caseload: Caseload) -> pd.DataFrame:
    """The first rule of each fact of a patient speaks; it names the others."""
    table = table.sort_values(["patient", "direction", "fact", "number", "since"], kind="stable")
    fact = table.groupby(["patient", "fact"], sort=False).ngroup().to_numpy()
    first_rule = table.groupby(fact)["number"].transform("min")
    speaks = (table["number"] == first_rule).to_numpy()
    others = (
        table[~speaks]
        .groupby(fact[~speaks])["rule"]
        .agg(lambda rules: ", ".join(dict.fromkeys(rules)))
    )
    also = others.reindex(fact[speaks]).to_numpy()
    table = table[speaks]
    table = table.assign(also=pd.Series(also, index=table.index, dtype="str"))
    ids = caseload.patients["patient_id"].cat.categories
    table["patient_id"] = decode(table["patient"].to_numpy(), ids)
    return table


def _in_order_of_need(table: pd.DataFrame) -> pd.DataFrame:
    """Patients by their first current concern, how many there are, and then what is missing."""
    group = table["direction"].map({name: n for n, name in enumerate(SIGNAL_DIRECTIONS)})
    order = rows_by_need(
        table["patient"].to_numpy(), group.to_numpy("int64"),
        table["is_current"].to_numpy("bool"), table["number"].to_numpy("int64"),
        table["since"].to_numpy(), n_rules=len(RULES),
    )  # fmt: skip
    table = table.iloc[order].reset_index(drop=True)
    return table.assign(
        need=number_by_need(table["patient"].to_numpy()),
        signal_id=_stable_ids(table),
        direction=pd.Categorical(table["direction"], categories=SIGNAL_DIRECTIONS),
        rule=pd.Categorical(table["rule"], categories=[rule.id for rule in RULES]),
    )


def _stable_ids(table: pd.DataFrame) -> pd.Series:
    """Patient and rule, with the side and first day only where they tell two facts apart."""
    day = "/" + table["since"].dt.strftime("%Y-%m-%d")
    side = "/" + table["side"].astype("str")
    ids: pd.Series = (
        table["patient_id"].astype("str") + "/" + table["rule"]
        # Elsewhere a fact may begin on one side and go on with both: it is the same fact.
        + side.where(table["by_side"], "").astype("str")
        + day.where(table["is_event"], "").astype("str")
    ).astype("str")  # fmt: skip
    return ids


@once
def patients_of(seen: Seen) -> pd.DataFrame:
    """Every patient of a caseload once, by need."""
    return patients_by_need(signals_of(seen), seen.caseload.patients)


FRAMES: Final = (
    PublicFrame("signals", "What asks for attention, and why?", Signals, signals_of),
    PublicFrame(
        "patients_by_need", "Whom should one look at first, and why?", PatientsByNeed, patients_of
    ),
)


#: Concern before improvement before "not enough data"; within each, what to read first.
RULES: Final[tuple[Rule, ...]] = (
    *stopping.RULES,
    *pain.CONCERNS,
    *exercise.CONCERNS,
    *log.CONCERNS,
    *pain.IMPROVEMENTS,
    *exercise.IMPROVEMENTS,
    *log.NOT_ENOUGH,
)
