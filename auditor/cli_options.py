"""Options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer


class Lang(StrEnum):
    """Languages of the reports."""

    EN = "en"
    ES = "es"
    PT = "pt"


LangOption: TypeAlias = Annotated[Lang, typer.Option("--lang", help="Language of the report.")]
