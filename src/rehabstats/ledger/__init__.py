"""The ledger: prescribed x done, one row per slot; every percentage is a group-by of it."""

from rehabstats.ledger.build import Ledger, Unit, build_ledger, ledger_of

__all__ = ["Ledger", "Unit", "build_ledger", "ledger_of"]
