"""The ledger: prescribed x done, one row per slot; every percentage is a group-by of it."""

from rehabstats.ledger.build import Ledger, build_ledger
from rehabstats.ledger.counted_on import counted_on

__all__ = ["Ledger", "build_ledger", "counted_on"]
