"""Runs the tests and the examples of the files that differ from main: `make quick`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def where_tested(file: str) -> list[str]:
    """
    What shows a fault of a changed file: its folder of tests, and its own examples.

    >>> where_tested("src/rehabstats/ledger/due.py")
    ['src/rehabstats/ledger/due.py', 'tests/ledger']
    >>> where_tested("src/rehabstats/settings/pain.py")
    ['src/rehabstats/settings/pain.py', 'tests/test_settings.py']
    >>> where_tested("tests/read/test_laws.py"), where_tested("tests/test_package.py")
    (['tests/read'], ['tests/test_package.py'])
    >>> where_tested("docs/metrics.md")
    []
    """
    top, *below = Path(file).parts
    if top == "tests":
        return [one for one in (f"tests/{below[0]}",) if _is_tested(one)]
    if top != "src" or len(below) < 2:
        return []
    part = below[1].removesuffix(".py")
    own = [file] if file.endswith(".py") else []
    places = (*own, f"tests/{part}", f"tests/test_{part}.py")
    return [one for one in places if _is_tested(one)]


def _is_tested(place: str) -> bool:
    path = ROOT / place
    has_tests = path.is_dir() and any(path.glob("test_*.py"))
    return has_tests or (path.is_file() and (place.startswith("src") or "/test_" in place))


def changed() -> list[str]:
    """The files that differ from where this branch left main, new ones included."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    new = _git("ls-files", "--others", "--exclude-standard")
    return [*_git("diff", "--name-only", *base), *new]


def _git(*arguments: str) -> list[str]:
    told = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.splitlines()


if __name__ == "__main__":
    places = sorted({place for file in changed() for place in where_tested(file)})
    if not places:
        sys.exit("No file that has tests differs from main.")
    # With --lf, those that failed the last time alone; if there are none, all of them.
    how = ("-q", "-n", "auto", "--dist", "worksteal", "--lf")
    command = [sys.executable, "-m", "pytest", *how, *sys.argv[1:], *places]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)
