"""Bluesky: the repository file (`repo.car`) with everything the account itself published."""
