"""Pages: files that are written aside and take their places when all of them are there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from rehabstats.errors import WriteError
from rehabstats.report.about import About
from rehabstats.report.pdf import write_pdf
from rehabstats.report.render import GENERATOR
from rehabstats.settings import Settings

INDEX: Final = "index.html"
#: Where the pages of patients are, seen from the index; and those for patients, which must not
#: take their places.
PAGES: Final = "patients"
OWN_PAGES: Final = "own-pages"
#: The mark of our pages stands within this many first characters.
_HEAD: Final = 2_000
_PDF_MAKER: Final = b"WeasyPrint"
#: Begins the names of folders for what is not complete; the process that writes follows.
_ASIDE: Final = ".rehabstats-"


@dataclass(frozen=True)
class Job:
    """
    What is asked for: the same for every page.

    Parameters
    ----------
    names : mapping of str to str
        The file name of each patient's page, without its ending.
    aside : pathlib.Path
        Where pages are written before they take their places: beside the index, in a folder
        of the name that they will be in.
    index_link : str
        The index seen from a page; empty without an index.
    """

    as_of: pd.Timestamp
    since: pd.Timestamp | None
    settings: Settings
    about: About
    names: Mapping[str, str]
    aside: Path
    single_file: bool = False
    pdf: bool = False
    for_patient: bool = False
    index_link: str = ""


def write_page(job: Job, patient: str, text: str) -> None:
    """Write the page of one patient aside, and as a PDF if asked for."""
    path = job.aside / f"{job.names[patient]}.html"
    path.write_text(text, encoding="utf-8", newline="\n")
    if job.pdf:
        write_pdf(path, path.with_suffix(".pdf"))


def drop_page(job: Job, patient: str) -> None:
    """Take away what was written of a page that failed afterwards."""
    (job.aside / f"{job.names[patient]}.html").unlink(missing_ok=True)


@contextmanager
def written_aside(out: Path) -> Iterator[Path]:
    """A folder in `out` for what is not complete yet; it goes whatever happens."""
    out.mkdir(parents=True, exist_ok=True)
    _drop_leftovers(out)
    aside = out / f"{_ASIDE}{os.getpid()}"
    try:
        aside.mkdir()
    except OSError as error:
        # The folder that was asked for says more than one inside it.
        raise type(error)(error.errno, error.strerror, str(out)) from error
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _drop_leftovers(out: Path) -> None:
    """Take away what runs left that were killed: whole pages may lie there, out of sight."""
    for left in out.glob(f"{_ASIDE}*"):
        number = left.name.removeprefix(_ASIDE)
        if number.isdecimal() and not _is_running(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere, to ask is to end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


def require_free(places: Iterable[Path]) -> None:
    """Refuse to replace what is not a page of an earlier report."""
    taken = [place for place in places if place.exists() and not _is_ours(place)]
    if taken:
        more = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        raise WriteError(
            f"{taken[0].name}{more}: got a file that no report wrote, expected a free name or a "
            "page of an earlier report; choose another folder"
        )


def put_in_place(
    aside: Path, folder: Path, *, is_whole: bool, failed: Collection[str] = ()
) -> list[Path]:
    """
    Move pages to where they belong, replacing those of the same name.

    The PDF of an earlier page goes if there is no new one, and so do earlier pages of the
    names that `failed`. If they are the whole report, pages of an earlier one that are not
    in it go too: a page that looks current and is not would mislead.
    """
    pages = sorted(aside.iterdir())
    if pages:
        folder.mkdir(parents=True, exist_ok=True)
    earlier = {old for old in folder.glob("*.html") if _is_ours(old)}
    placed = [page.replace(folder / page.name) for page in pages]
    # Where a file system takes "p1" for "P1", they are one file.
    new = {page.name.lower() for page in placed}
    for old in sorted(earlier):
        if is_whole or old.name.lower() in new or old.stem in failed:
            for file in (old, old.with_suffix(".pdf")):
                if file.name.lower() not in new and (file == old or _is_our_pdf(file)):
                    file.unlink(missing_ok=True)
    return placed


def _is_our_pdf(file: Path) -> bool:
    return file.is_file() and _PDF_MAKER in file.read_bytes()


def _is_ours(page: Path) -> bool:
    if not page.is_file():
        return False
    with page.open(encoding="utf-8", errors="replace") as file:
        return f'name="generator" content="{GENERATOR}"' in file.read(_HEAD)
