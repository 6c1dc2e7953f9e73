"""Where something new goes: one of each kind, put into a copy of the tree, is found everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SCHEMA = '''
from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import Frame, column


class LoggedDays(Frame):
    """How many days of one patient have an entry."""

    _key = ("patient_id",)

    patient_id: pd.CategoricalDtype = column("who")
    n_days: int = column("days with an entry", unit="count", ge=0)
'''
METRIC = '''
from __future__ import annotations

from typing import Final

import pandas as pd

from rehabstats.days import Day
from rehabstats.schemas.logged_days import LoggedDays
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.validate import Caseload


def logged_days(caseload: Caseload, *, as_of: Day) -> pd.DataFrame:
    """Days with an entry."""
    return logged_days_of(Seen.of(caseload, as_of))


@once
def logged_days_of(seen: Seen) -> pd.DataFrame:
    """Days with an entry, of a caseload seen from a day."""
    sessions = seen.caseload.sessions
    days = sessions[sessions["day"] <= seen.as_of].groupby("patient_id", observed=False)["day"]
    return days.nunique().rename("n_days").reset_index()


FRAMES: Final = (
    PublicFrame("logged_days", "On how many days was anything logged?", LoggedDays, logged_days_of),
)
'''
CHART = '''
from matplotlib.figure import Figure


def plot_logged_days(logged_days):
    """One bar."""
    ax = Figure().subplots()
    ax.bar([0], logged_days["n_days"])
    return ax
'''
DIALECT = """
from dataclasses import replace

from rehabstats.dialects.dialect import Dialect, Translated

_NAMES = {"Wer": "patient_id", "Wann": "started_at", "Was": "exercise", "Wie oft": "reps"}


def _translate(tables, stem):
    (table,) = tables
    frame = table.frame.rename(columns=_NAMES)
    return Translated({stem: replace(table, frame=frame)}, ("Read as the export of an app.",))


DIALECT = Dialect("an app", lambda tables, stem: "Wer" in tables[0].frame, _translate)
"""
IMPORT = "from rehabstats.charts.logged_days import plot_logged_days"
KIND = """
    "logged-days": Kind(
        "Days logged", lambda own: _figure(plot_logged_days(own.frame("logged_days"))),
        {"logged_days": ("n_days",)}, "Days",
        sentences={"logged_days": lambda rows: f"Days logged: {rows['n_days'].sum()}."},
    ),
"""
RULE = '''
def _always(seen: Seen) -> pd.DataFrame:
    """Everybody, for the sake of an example."""
    rows = seen.caseload.patients[["patient_id"]]
    return found(rows, value=1.0, since=seen.as_of, until=seen.as_of, threshold=1)


ALWAYS: Final = Rule(
    "always", "concern", "always", "Is there a patient?", ("log",), (), _always,
    lambda _: "There is a patient.",
)  # fmt: skip
'''
SECTION = '''
"""Days: on how many anything was logged."""

from rehabstats.room import PatientRoom


def summarize_days(own: PatientRoom) -> str:
    """One sentence."""
    return f"Days with an entry: {own.frame('logged_days')['n_days'].iloc[0]}."
'''
LOOK = """
import json, sys, tempfile
from pathlib import Path
import pandas as pd
import rehabstats as rs
from rehabstats.cli import main
from rehabstats.explanations import EXPLAINED
from rehabstats.explorer.choice import VIEWS
from rehabstats.pictures import KINDS
from rehabstats.room import public_frames
from rehabstats.room.dictionary import as_markdown
from click.testing import CliRunner

run = CliRunner()
progress = rs.progress("data/sample")
one = progress["P003"]
folder = Path(tempfile.mkdtemp())
run.invoke(main, ["metrics", "data/sample", "-o", str(folder / "metrics")])
report = rs.write_report(progress.caseload, folder, as_of=progress.as_of, patients=["P003"])
page = report.pages[0].read_text("utf-8")
(folder / "log.csv").write_text("Wer,Wann,Was,Wie oft\\nA,2026-03-02 18:00,Hip pushdown,10\\n")
app = rs.load_caseload(folder / "log.csv", program="hip-restoration")
print(json.dumps({
    "the function": "logged_days" in rs.__all__ and callable(rs.logged_days),
    "the catalogue": "logged_days" in public_frames(),
    "an attribute of a caseload": len(progress.logged_days) == 8,
    "an attribute of a patient": len(one.logged_days) == 1,
    "completion": "logged_days" in dir(progress) and "logged_days" in dir(one),
    "a file": (folder / "metrics" / "logged_days.csv").exists(),
    "the dictionary": "## logged_days" in as_markdown(),
    "the schema command": "logged_days" in run.invoke(main, ["schema"]).output,
    "a readable table": "On how many days" in repr(one.show("logged_days")),
    "the chart": callable(rs.plot_logged_days),
    "a choice of the chart command": "logged-days" in run.invoke(main, ["chart", "--help"]).output,
    "the explorer": "logged-days" in VIEWS,
    "words of the picture": "Days logged" in one.plot("logged-days").words,
    "the rule": "always" in set(progress.signals["rule"]),
    "the rule on the page": "There is a patient." in page,
    "the rule explained": "always" in EXPLAINED,
    "the section": "Days with an entry:" in page,
    "the dialect": len(app.sets) == 1 and "Read as the export of an app." in app.remarks,
}))
"""


@pytest.fixture(scope="module")
def found_in(tmp_path_factory) -> dict[str, bool]:
    """Where a metric, a chart, a rule, a section and a dialect are found once they are there."""
    tree = tmp_path_factory.mktemp("tree")
    package = tree / "src" / "rehabstats"
    shutil.copytree(
        ROOT / "src" / "rehabstats", package, ignore=shutil.ignore_patterns("__pycache__")
    )
    write = {
        # A metric: these two, its test, and its paragraph in docs/metrics.md.
        "metrics/logged_days.py": METRIC,
        "schemas/logged_days.py": SCHEMA,
        # A chart: this one, and its row among the kinds.
        "charts/logged_days.py": CHART,
        # A section: this one, its place on the page, and its words in the template.
        "report/sections/days.py": SECTION,
        # A dialect: this one.
        "dialects/an_app.py": DIALECT,
    }
    for name, text in write.items():
        (package / name).write_text(text, encoding="utf-8")
    edit(
        package / "pictures" / "kinds.py",
        ("KINDS: Final = {", f"KINDS: Final = {{{KIND}"),
        ("_LINE: Final", f"{IMPORT}\n\n_LINE: Final"),
    )
    # A rule: in the file of its topic, and its test.
    edit(
        package / "signals" / "log.py",
        ("CONCERNS: Final = (", f"{RULE.strip()}\n\nCONCERNS: Final = (\n    ALWAYS,"),
    )
    edit(
        package / "report" / "patient_page.py",
        ("    log: Log\n", "    log: Log\n    days: str\n"),
        ("log=summarize_log(own),", "log=summarize_log(own),\n        days=summarize_days(own),"),
        (
            "@dataclass",
            "from rehabstats.report.sections.days import summarize_days\n\n\n@dataclass",
        ),
    )
    edit(
        package / "report" / "templates" / "patient.html.j2",
        ("</header>", "</header>\n<p>{{ page.days }}</p>"),
    )
    environment = {**os.environ, "PYTHONPATH": str(tree / "src")}
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found: dict[str, bool] = json.loads(told.stdout)
    return found


def edit(file: Path, *changes: tuple[str, str]) -> None:
    """Put something into a file that is there."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, (file.name, old)
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def test_a_metric_a_chart_a_rule_a_section_and_a_dialect_are_found_wherever_they_belong(found_in):
    assert [place for place, is_there in found_in.items() if not is_there] == []
