"""The report: summarize frames, render one self-contained page, write it; a file per stage."""

from rehabstats.report.write import write_report

__all__ = ["write_report"]
