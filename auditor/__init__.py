"""Judging: roster, classification, policy checks, and the audits built from them."""

__version__ = "0.1.0"
