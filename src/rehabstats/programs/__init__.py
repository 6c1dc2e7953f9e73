"""Programs: named sets of exercises with doses, order and cautions, kept as TOML."""

from rehabstats.programs.catalogue import Catalogue
from rehabstats.programs.load import builtin_programs, load_program
from rehabstats.programs.model import Exercise, Phase, Program
from rehabstats.programs.names import normalize_name

__all__ = [
    "Catalogue",
    "Exercise",
    "Phase",
    "Program",
    "builtin_programs",
    "load_program",
    "normalize_name",
]
