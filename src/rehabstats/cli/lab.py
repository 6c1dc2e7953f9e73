"""``rehabstats lab``: the review notebook, copied for one patient, opened or run."""

from __future__ import annotations

import datetime as dt
import importlib.util
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import AS_OF, SETTINGS, caseload_arguments, load, require_known
from rehabstats.words import day_words, iso_day

_NAME = "05-clinician-review.ipynb"
#: Beside this file in a wheel; in a checkout there is only one copy, among the notebooks.
_PLACES = (Path(__file__).parent, Path(__file__).parents[3] / "notebooks")
_NEEDED = ("jupyterlab", "papermill", "ipykernel")
#: JupyterLab asks the network for news and newer versions; a log of patients is open beside it.
_QUIET = (
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
)
#: Where there are sockets that are files, what is shown of a patient goes through no port.
_TRANSPORT = "tcp" if sys.platform == "win32" else "ipc"


@click.command()
@caseload_arguments
@click.option("--patient", metavar="ID", help="Whose review. Default: the first patient.")
@click.option(
    "--last-visit", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="What happened since this day is told apart. Default: the first day of the program.",
)  # fmt: skip
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="The copy. Default: review-ID.ipynb, here.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Write the copy in place of an older one.")
@click.option(
    "--run", "how_far", flag_value="run",
    help="Run the copy and store what it shows; open nothing.",
)  # fmt: skip
@click.option("--no-open", "how_far", flag_value="copy", help="Only write the copy.")
@AS_OF
@SETTINGS
def command(
    caseload: Path,
    patient: str | None,
    last_visit: dt.datetime | None,
    out: Path | None,
    replace: bool,
    how_far: str | None,
    as_of: dt.datetime | None,
    settings_file: Path | None,
    **how: Any,
) -> None:
    """
    Copy the review notebook for one patient of CASELOAD, and open it in JupyterLab.

    The copy is yours: change it, and run it again next week with other days.

    \b
    rehabstats lab data/sample --patient P003 --last-visit 2026-03-02
    rehabstats lab data/sample --patient P003 --run -o build/P003.ipynb
    """
    _require_lab()
    seen = load(caseload, as_of, settings_file, **how)
    patient = _known(seen, patient)
    visit = _visit(seen[patient], last_visit)
    out = _free(seen, patient, out, replace=replace)
    days = {"as_of": iso_day(seen.as_of), "last_visit": iso_day(visit)}
    parameters = {"caseload": str(caseload.resolve()), "patient": patient, **days}
    if settings_file is not None:
        parameters["settings_file"] = str(settings_file.resolve())
    _copy(out, parameters | _reading(how), is_run=how_far == "run")
    done = "run" if how_far == "run" else "copied"
    days_told = f"as of {day_words(seen.as_of)}, since {day_words(visit)}"
    click.echo(f"Review of {patient} {days_told}, {done}: {out}")
    if how_far is None:
        _open(out)


def _require_lab() -> None:
    if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        raise click.ClickException(
            f"{missing[0]} is not installed, and notebooks need it: pip install 'rehabstats[lab]'"
        )


def _known(seen: rs.Progress, patient: str | None) -> str:
    ids = list(seen.patient_ids)
    if patient is None:
        return str(ids[0])
    require_known(seen, [patient])
    return patient


def _visit(own: rs.PatientProgress, stated: dt.datetime | None) -> dt.date:
    """The last visit; nobody knows a better day than the first one, if it is not stated."""
    if stated is None:
        start: dt.date = own.stated.start_date
        return start
    if stated > own.as_of:
        raise click.BadParameter(
            f"got {iso_day(stated)}, expected a day up to {iso_day(own.as_of)}, from which it is "
            "seen",
            param_hint="--last-visit",
        )
    return stated


def _free(seen: rs.Progress, patient: str, out: Path | None, *, replace: bool) -> Path:
    """Where the copy goes: nobody's notes in an older copy are lost without being asked."""
    from rehabstats.pictures.names import safe_names

    if out is None:
        names = safe_names(seen.patient_ids)
        out = Path(f"review-{names[patient]}.ipynb")
    if out.suffix != ".ipynb":
        raise click.BadParameter(
            f"got {out.name!r}, expected a name that ends in .ipynb", param_hint="--out"
        )
    if out.exists() and not replace:
        raise click.BadParameter(
            f"{out} is there already: state another name, or --replace it", param_hint="--out"
        )
    return out


def _reading(how: dict[str, Any]) -> dict[str, Any]:
    """How the log is read, where it is stated: in words that a notebook can hold."""
    files = [str(file.resolve()) for file in how["program_files"]]
    start = how["start_date"] and iso_day(how["start_date"])
    options = {**how, "start_date": start}
    del options["program_files"]
    stated = {name: value for name, value in options.items() if value is not None}
    return ({"reading": stated} if stated else {}) | ({"program_files": files} if files else {})


def _template() -> Path:
    return next(place / _NAME for place in _PLACES if (place / _NAME).exists())


def _copy(out: Path, parameters: dict[str, Any], *, is_run: bool) -> None:
    """Fill the cell of parameters and, if asked, run the copy where it lies."""
    import nbformat
    from papermill import PapermillExecutionError, execute_notebook  # type: ignore[import-untyped]
    from traitlets.config import Config

    # It would repeat every parameter, and where both files are.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    read: Any = nbformat.read
    notebook = read(_template(), as_version=4)
    for cell in notebook.cells:
        # The outputs are those of the sample, and must not be taken for this patient's.
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        execute_notebook(
            notebook, out, parameters, prepare_only=not is_run, cwd=out.parent, progress_bar=False,
            config=Config(KernelManager={"transport": _TRANSPORT}),
        )  # fmt: skip
    except PapermillExecutionError as error:
        raise click.ClickException(
            f"{out}: cell {error.exec_count} ended with {error.ename}: {error.evalue}; the copy "
            "holds what was shown up to there"
        ) from error


def _open(out: Path) -> None:
    """Become JupyterLab: it has the terminal then, and asks there before it ends."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", str(out), *_QUIET])  # noqa: S606
