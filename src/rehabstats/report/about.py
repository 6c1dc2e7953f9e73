"""About: what is the same on every page of a report."""

from __future__ import annotations

import pandas as pd

from rehabstats import __version__
from rehabstats.report.frames import each
from rehabstats.report.summary import About, FileCount
from rehabstats.settings import Settings
from rehabstats.validate import Caseload
from rehabstats.validate.remarks import is_about_some


def about_caseload(caseload: Caseload, *, as_of: pd.Timestamp, settings: Settings) -> About:
    """Name, day, what was assumed, which files were read, and every threshold."""
    changed = [f"Threshold changed: {sentence}" for sentence in settings.changed]
    return About(
        name=str(caseload.name),
        as_of=as_of.date(),
        version=__version__,
        assumptions=tuple(dict.fromkeys([*caseload.assumptions, *changed])),
        remarks=tuple(caseload.remarks),
        page_remarks=tuple(one for one in caseload.remarks if not is_about_some(one)),
        files=tuple(
            FileCount(
                str(row.file), int(row.rows_read), int(row.rows_quarantined),
                caseload.digests.get(str(row.file), ""),
            )
            for row in each(caseload.account)
        ),
        n_later_sessions=int((caseload.sessions["day"] > as_of).sum()),
        thresholds=settings.thresholds,
    )  # fmt: skip
