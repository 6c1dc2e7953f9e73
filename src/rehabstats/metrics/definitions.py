"""Definitions: one window under every definition of adherence, side by side."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.slots import counted_on
from rehabstats.days import Day, local_day
from rehabstats.ledger import Ledger, ledger_of
from rehabstats.metrics.adherence import adherence
from rehabstats.schemas import decode
from rehabstats.schemas.metrics import Definitions
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DUE, FILLED
from rehabstats.words import limit_percent

_QUESTIONS = {
    "session": "Of the whole sessions due, how many were performed?",
    "day": "Of the days asked for, on how many was there a session?",
    "exercise": "Of the exercise occasions due, how many were done at all?",
    "full_session": "Of these, how many reached {full_session_share} of the repetitions?",
    "dose_capped": "Of the repetitions due, how many were done, extras not counted?",
    "dose_uncapped": "The same, with what was done beyond the dose counted in?",
    "unrecorded_left_out": "As `exercise`, without the occasions that nobody knows about?",
    "logged_only": "As `dose_capped`, over recorded occasions only? (it flatters)",
}


def definitions(
    caseload: Caseload,
    *,
    as_of: Day,
    since: Day | None = None,
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    """
    Each patient's adherence under every definition that is in use.

    Published figures rest on different definitions, and the same log can give very
    different percentages. This table shows by how much.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which it is seen; the window ends before it.
    since : str, datetime.date or pandas.Timestamp, optional
        First day of the window: sessions count on their day, slots without one on their
        deadline. By default the start of the program.
    settings : Settings, optional
        ``full_session_share`` (0.8), of the repetitions asked for.

    Returns
    -------
    pandas.DataFrame
        Schema ``Definitions``: patients x definitions, with numerator, denominator,
        value [ratio; NaN if nothing was asked] and the question that it answers.

    Notes
    -----
    ``full_session`` counts a slot whose repetitions reach a share of those asked, a
    convention without a dose-response behind it. ``day`` counts a day once, however
    many sessions it has, and no more days in a week than sessions were due.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = definitions(caseload, as_of=caseload.last_entry)
    >>> table["definition"].nunique()
    8
    """
    return definitions_of(Seen.of(caseload, as_of, settings), since)


@once
def definitions_of(seen: Seen, since: Day | None = None) -> pd.DataFrame:
    """The definitions of a caseload seen from a day."""
    by_exercise, by_session = (
        _since(ledger_of(seen, unit), since) for unit in ("exercise", "session")
    )
    ids = seen.caseload.patients["patient_id"].cat.categories
    n = len(ids)
    whole = adherence(by_session, by=["patient_id"]).set_index("patient_id").reindex(ids)
    parts = _counts(by_exercise.slots, n, seen.settings.full_session_share)
    n_days, days_asked = _days(by_session.slots, n)
    filled = (whole["n_done"] + whole["n_partial"]).fillna(0).to_numpy()
    counted = {
        "session": (filled, whole["n_due"].fillna(0).to_numpy()),
        "day": (n_days, days_asked),
        "exercise": (parts["filled"], parts["due"]),
        "full_session": (parts["full"], parts["due"]),
        "dose_capped": (parts["credited"], parts["asked"]),
        "dose_uncapped": (parts["done"], parts["asked"]),
        "unrecorded_left_out": (parts["filled"], parts["due"] - parts["unrecorded"]),
        "logged_only": (parts["credited"], parts["asked"] - parts["asked_unrecorded"]),
    }
    names = list(counted)
    share = limit_percent(seen.settings.full_session_share)
    questions = [_QUESTIONS[name].format(full_session_share=share) for name in names]
    numerator = np.column_stack([counted[name][0] for name in names]).ravel().astype("float64")
    denominator = np.column_stack([counted[name][1] for name in names]).ravel().astype("float64")
    return pd.DataFrame(
        {
            "patient_id": decode(np.repeat(np.arange(n), len(names)), ids),
            "definition": pd.Categorical(names * n, categories=names),
            "counted": numerator,
            "asked": denominator,
            "value": ratio(numerator, denominator),
            "question": pd.Series(questions * n, dtype="str"),
        }
    )


def _since(ledger: Ledger, since: Day | None) -> Ledger:
    if since is None:
        return ledger
    slots = ledger.slots[counted_on(ledger.slots) >= local_day(since, "since")]
    return Ledger(**{**vars(ledger), "slots": slots})


def _counts(slots: pd.DataFrame, n: int, full_share: float) -> dict[str, np.ndarray]:
    due = slots[slots["state"].isin(DUE)]
    patient = due["patient_id"].cat.codes.to_numpy("int64")
    asked = due["reps_asked"].to_numpy()
    done = np.nan_to_num(due["reps_done"].to_numpy())
    filled = due["state"].isin(FILLED).to_numpy()
    unrecorded = (due["state"] == "unrecorded").to_numpy()
    weights = {
        "due": np.ones(len(due)),
        "filled": filled,
        "full": filled & (done >= full_share * asked),
        "unrecorded": unrecorded,
        "asked": asked,
        "asked_unrecorded": np.where(unrecorded, asked, 0),
        "credited": np.minimum(done, asked),
        "done": done,
    }
    return {name: np.bincount(patient, weight, n) for name, weight in weights.items()}


def _days(slots: pd.DataFrame, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Days with a session and days asked for, capped per program week."""
    due = slots[slots["state"].isin(DUE)]
    key = ["patient_id", "week"]
    asked = due.groupby(key, observed=True).size().clip(upper=7)
    with_session = slots[slots["state"].isin([*FILLED, "extra"])]
    active = with_session.groupby(key, observed=True)["session_day"].nunique()
    both = pd.concat({"asked": asked, "active": active}, axis=1)
    both = both[both["asked"].notna()].fillna(0).reset_index()
    patient = both["patient_id"].cat.codes.to_numpy("int64")
    credited = both[["asked", "active"]].min(axis=1).to_numpy("float64")
    return np.bincount(patient, credited, n), np.bincount(patient, both["asked"], n)


FRAMES: Final = (
    PublicFrame(
        "definitions", "What is the adherence of each patient under each definition in use?",
        Definitions, definitions_of,
    ),
)  # fmt: skip
