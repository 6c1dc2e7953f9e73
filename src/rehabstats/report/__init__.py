"""The report: sections summarize frames, render makes pages of them, write puts them in place."""

from rehabstats.report.write import WrittenReport, write_report

__all__ = ["WrittenReport", "write_report"]
