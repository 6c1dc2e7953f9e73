"""The weekly trend: how much was done, and how much it hurt, on the same weeks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from rehabstats.charts.adherence import adherence_rows, draw_adherence
from rehabstats.charts.pain import draw_pain, pain_rows
from rehabstats.charts.style import new_axes


def plot_weekly_trend(
    adherence: pd.DataFrame, pain: pd.DataFrame, axes: Sequence[Axes] | None = None
) -> tuple[Axes, Axes]:
    """
    Draw session adherence above pain during exercise, week under week.

    Parameters
    ----------
    adherence : pandas.DataFrame of shape (n_weeks, n_columns)
        Rows of one patient, as for `plot_weekly_adherence`.
    pain : pandas.DataFrame of shape (n_weeks, n_columns)
        Rows of the same patient, as for `plot_weekly_pain`.
    axes : sequence of two matplotlib.axes.Axes, optional
        Where to draw adherence and pain, in this order; without it, on a new
        figure that pyplot does not know (``axes[0].figure`` is the figure).

    Returns
    -------
    tuple of two matplotlib.axes.Axes
        The axes of adherence and of pain, over the same span of program weeks.

    Raises
    ------
    ValueError
        If the two frames are of different patients, `axes` are not two, or one of
        the frames cannot be drawn.

    See Also
    --------
    plot_weekly_adherence : The upper half.
    plot_weekly_pain : The lower half.

    Examples
    --------
    >>> adherence = pd.DataFrame(
    ...     {
    ...         "patient_id": "P001",
    ...         "week": [1],
    ...         "n_due": [5],
    ...         "n_open": 0,
    ...         "n_excused": 0,
    ...         "n_extra": 0,
    ...         "session_adherence": [0.6],
    ...         "session_adherence_low": [0.6],
    ...         "session_adherence_high": [0.75],
    ...     }
    ... )
    >>> pain = pd.DataFrame(
    ...     {
    ...         "patient_id": "P001",
    ...         "moment": "during",
    ...         "week": [1],
    ...         "n_rated": [3],
    ...         "n_missing": [0],
    ...         "pain_nrs_median": [4.0],
    ...         "pain_nrs_max": [6.0],
    ...     }
    ... )
    >>> above, below = plot_weekly_trend(adherence, pain)
    >>> above.get_xlim() == below.get_xlim()
    True
    """
    done, hurt = adherence_rows(adherence, name="adherence"), pain_rows(pain, name="pain")
    _require_same_patient(done, hurt)
    axes = new_axes(2) if axes is None else axes
    if len(axes) != 2:
        raise ValueError(
            f"`axes` has {len(axes)} Axes; expected two, the first for adherence and the "
            "second for pain."
        )
    above, below = axes
    weeks = [*done["week"], *hurt["week"]]
    draw_adherence(above, done, weeks)
    draw_pain(below, hurt, weeks)
    above.set_xlabel("")
    return above, below


def _require_same_patient(adherence: pd.DataFrame, pain: pd.DataFrame) -> None:
    patients = [*adherence["patient_id"].head(1), *pain["patient_id"].head(1)]
    if len(set(patients)) > 1:
        raise ValueError(
            f"`adherence` is of patient {patients[0]!r} and `pain` of patient "
            f"{patients[1]!r}; expected the rows of one patient in both."
        )
