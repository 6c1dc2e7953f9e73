"""Sessions that a file holds twice, as overlapping exports do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.validate.sets import SetRows

_MEASURED = ("hold_s", "load_kg", "rom_deg")


def reject_repeated_sessions(rows: SetRows, session: np.ndarray) -> None:
    """
    Reject what a session says again in another place of the file.

    Only sets without numbers need this: two equal rows of them next to each other may
    be two sets. A place that repeats all that an earlier one said, or is repeated by
    it, is a second export of the same session; what it adds is kept.
    """
    table = rows.table
    kept = np.flatnonzero(~table.bad & pd.isna(table.values["set_no"]))
    own = session[kept]
    begins = np.append(True, own[1:] != own[:-1]) if len(kept) else np.empty(0, bool)
    places = np.bincount(own[begins]) if len(kept) else np.empty(0, "int64")
    again = places[own] > 1 if len(kept) else begins
    if not again.any():
        return
    sets = pd.DataFrame({"row": kept, "session": own, "place": np.cumsum(begins)})[again]
    sets["content"] = _contents(rows, sets["row"].to_numpy())
    sets["place"] = sets.groupby("session")["place"].rank("dense").astype("int64")
    # The n-th equal set of a place repeats the n-th equal set of an earlier one.
    sets["nth"] = sets.groupby(["session", "place", "content"]).cumcount()
    where = np.zeros(len(table), bool)
    where[_said_before(sets)] = True
    expected = "each session once; number the sets (set_no) if these are further ones"
    table.reject(where, "started_at", expected, rule="repeated_session")


def _said_before(sets: pd.DataFrame) -> np.ndarray:
    """Rows of later places that repeat, or are repeated by, all earlier ones together."""
    key = ["session", "content", "nth"]
    known = sets.loc[sets["place"] == 1, key]
    repeats = []
    for place in range(2, int(sets["place"].max()) + 1):
        here = sets[sets["place"] == place]
        met = here.merge(known, on=key)
        n_met = met.groupby("session").size()
        n_here = here.groupby("session").size()
        n_known = known.groupby("session").size()
        smaller = np.minimum(n_here, n_known.reindex(n_here.index))
        contained = n_met.reindex(n_here.index).fillna(0) == smaller
        repeats.append(met.loc[met["session"].map(contained), "row"].to_numpy())
        known = pd.concat([known, here[key]]).drop_duplicates()
    return np.concatenate(repeats)


def _contents(rows: SetRows, kept: np.ndarray) -> np.ndarray:
    columns = {name: np.asarray(rows.table.values[name], "float64")[kept] for name in _MEASURED}
    reps = pd.Series(rows.table.values["reps"]).to_numpy("float64", na_value=np.nan)[kept]
    content = pd.DataFrame(
        {
            "exercise": rows.exercise[kept],
            "side": rows.side[kept],
            "skipped": rows.skipped[kept],
            "reps": reps,
            **columns,
        }
    )
    return pd.util.hash_pandas_object(content, index=False).to_numpy()
