"""Draw the README's picture from the sample caseload: ``make picture``."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

import rehabstats as rs

ROOT = Path(__file__).parent.parent
PATIENT = "P003"


def main() -> None:
    """Draw the weekly trend of one sample patient."""
    own = rs.progress(ROOT / "data" / "sample", as_of="2026-03-30")[PATIENT]
    figure = Figure(figsize=(7.2, 5.4), layout="constrained", dpi=110)
    rs.plot_weekly_trend(own.session_adherence, own.weekly_session_pain, axes=figure.subplots(2, 1))
    path = ROOT / "docs" / "images" / "weekly-trend.png"
    figure.savefig(path, metadata={"Software": None})
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
