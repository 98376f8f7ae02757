"""The report on paper."""

from __future__ import annotations

import re
import zlib

import pytest

from reports import render
from reports.pdf import pdf
from tests.reports import cast


def contents(made: bytes) -> bytes:
    """The streams of a PDF, unpacked."""
    packed = re.findall(rb"/FlateDecode.*?stream\n(.*?)\nendstream", made, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(part) for part in packed)


def test_same_page_same_bytes() -> None:
    page = render.html(cast.ordinary(12, 2), "es")
    made = pdf(page)
    assert made.startswith(b"%PDF-")
    assert made == pdf(page)
    assert b"D:20261120153000" in contents(made)


def test_hostile_names_can_be_printed() -> None:
    assert pdf(render.html(cast.hostile(), "en")).startswith(b"%PDF-")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
def test_nothing_is_fetched(address: str, caplog: pytest.LogCaptureFixture) -> None:
    assert pdf(f'<html><body><p>Plain</p><img src="{address}" alt="none"></body></html>').startswith(b"%PDF-")
    assert "Failed to load image" in caplog.text
