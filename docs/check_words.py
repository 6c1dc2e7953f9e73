"""Look for words that the project does not use: one word per idea, docs/conventions.md."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FORBIDDEN = re.compile(
    r"\b(complian\w+|workouts?|adherents?|tonnage|good side|bad side)\b", re.IGNORECASE
)
PLACES = ("src", "docs", "notebooks", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")
#: Where the words are named in order to be ruled out, or spell a method in a title.
ALLOWED = {"docs/check_words.py", "docs/conventions.md", "src/rehabstats/metrics/adherence.py"}


def main() -> int:
    """Print every line with such a word."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *PLACES],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = [
        f"{name}:{number}: {line.strip()}"
        for name in listed.stdout.split()
        if name not in ALLOWED and Path(name).suffix in (".py", ".md", ".toml", ".html", ".ipynb")
        # A file that is deleted is listed until that is committed.
        if Path(name).exists()
        for number, line in enumerate(Path(name).read_text("utf-8").splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]
    print("\n".join(found) or "no such words")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
