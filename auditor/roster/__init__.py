"""The district roster: readers of its files, validation, merging."""

from auditor.roster.load import load

__all__ = ["load"]
