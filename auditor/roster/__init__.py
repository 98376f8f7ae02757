"""The district roster: readers of its files, validation, merging."""
