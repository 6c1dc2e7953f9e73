"""Write the tables of docs/signals.md from the rules and settings; --print only prints them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from rehabstats.settings import DEFAULTS
from rehabstats.signals import RULES, Rule

PAGE = Path(__file__).parent / "signals.md"


def rules_table() -> str:
    """Every rule, in the order in which they are read."""
    lines = [
        "| rule | direction | question | reads | thresholds | one fact with |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_row(rule) for rule in RULES]
    return "\n".join(lines)


def thresholds_table() -> str:
    """Every threshold that a rule uses, with its default, meaning and source."""
    used = {name for rule in RULES for name in rule.thresholds}
    lines = ["| setting | default | meaning | source |", "|---|---|---|---|"]
    lines += [
        f"| `{item.name}` | {item.amount} | {item.meaning} | {item.source} |"
        for item in DEFAULTS.thresholds
        if item.name in used
    ]
    return "\n".join(lines)


#: What stands between the comments ``<!-- name -->`` and ``<!-- end of name -->``.
TABLES: dict[str, Callable[[], str]] = {"rules": rules_table, "thresholds": thresholds_table}


def renewed(page: str) -> str:
    """The page with its tables made again, everything else as it was."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        text = f"{begin}\n{table()}\n{end}"
        page, n = pattern.subn(lambda _, text=text: text, page)
        if n != 1:
            raise ValueError(f"{PAGE.name}: got {n} tables {name!r}, expected 1 between {begin!r}")
    return page


def _row(rule: Rule) -> str:
    thresholds = [f"`{name}` {DEFAULTS.threshold(name).amount}" for name in rule.thresholds]
    others = [f"`{other.id}`" for other in RULES if other.fact == rule.fact and other is not rule]
    cells = (
        f"`{rule.id}`",
        rule.direction,
        rule.question,
        ", ".join(f"`{name}`" for name in rule.inputs),
        ", ".join(thresholds) or "-",
        ", ".join(others) or "-",
    )
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Write the page, or print its tables."""
    if "--print" in sys.argv[1:]:
        print("\n\n".join(table() for table in TABLES.values()))
        return
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
    print(f"{PAGE}: {len(RULES)} rules")


if __name__ == "__main__":
    main()
