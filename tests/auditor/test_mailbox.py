"""A school mailbox from its file to its findings, and a private one that is turned away."""

from __future__ import annotations
