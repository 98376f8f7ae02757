"""Rosters over the network: fetched page by page, stored as the CSV files that the other readers take."""
