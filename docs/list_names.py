"""Write what type checkers read of the public names: ``src/rehabstats/__init__.pyi``."""

from __future__ import annotations

from pathlib import Path

import rehabstats as rs

STUB = Path(__file__).parents[1] / "src" / "rehabstats" / "__init__.pyi"


def stub() -> str:
    """The names with the modules that they are in; made, so that nobody has to list them."""
    lines = ["# Written by `make dictionary`: the names of rehabstats, for type checkers.", ""]
    homes = sorted((home, name) for name, home in rs._module_of().items())  # noqa: SLF001
    lines += [f"from rehabstats.{home} import {name} as {name}" for home, name in homes]
    return "\n".join([*lines, "", "__version__: str", ""])


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
