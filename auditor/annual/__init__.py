"""The district's year: every registered account audited, review lists for principals, one page for the office."""

from auditor.annual.year import AnnualRun, run

__all__ = ["AnnualRun", "run"]
