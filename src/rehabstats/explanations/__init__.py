"""Explain: any number of any patient, with the rows that it rests on."""

from rehabstats.explanations.explain import EXPLAINED, explain, explain_own
from rehabstats.explanations.explanation import Explanation

__all__ = ["EXPLAINED", "Explanation", "explain", "explain_own"]
