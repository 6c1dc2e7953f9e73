"""Reading program files: TOML in, a validated `Program` out."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files

from rehabstats.programs.model import Program
from rehabstats.toml_files import parse_toml, read_toml

_ORDER = ("hip-restoration", "spinal-stenosis")


@cache
def builtin_programs() -> tuple[Program, ...]:
    """
    The two programs that come with rehabstats.

    Returns
    -------
    tuple of Program
        ``hip-restoration`` and ``spinal-stenosis``, in this order.

    Examples
    --------
    >>> [program.id for program in builtin_programs()]
    ['hip-restoration', 'spinal-stenosis']
    """
    folder = files("rehabstats.programs")
    return tuple(
        parse_toml((folder / f"{name}.toml").read_text("utf-8"), name, Program, "a program")
        for name in _ORDER
    )


def load_program(path: str | os.PathLike[str]) -> Program:
    """
    Read a program of your own from a TOML file.

    Parameters
    ----------
    path : str or path-like
        The file; ``rehabstats programs show hip-restoration --format toml``
        prints one to start from.

    Returns
    -------
    Program
        The validated program.

    Raises
    ------
    ReadError
        If the file is missing, not UTF-8 or not TOML.
    ValidationError
        If it is TOML but not a program; every fault is named by file, table and
        key.

    Examples
    --------
    >>> load_program("no-such-program.toml")
    Traceback (most recent call last):
    ...
    rehabstats.errors.ReadError: no-such-program.toml: got no such file, expected a program in TOML
    """
    return read_toml(path, Program, "a program")
