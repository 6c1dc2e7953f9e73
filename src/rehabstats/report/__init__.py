"""The report: summarize frames, render self-contained pages, write them; a file per stage."""

from rehabstats.report.write import WrittenReport, write_report

__all__ = ["WrittenReport", "write_report"]
