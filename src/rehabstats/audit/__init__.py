"""Audit: two exports of one caseload, what differs between them and in what is reported."""

from rehabstats.audit.compare import ExportDiff, compare_exports

__all__ = ["ExportDiff", "compare_exports"]
