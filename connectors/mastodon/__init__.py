"""Mastodon: the CSV lists of Settings > Export, and the archive with `actor.json`."""
