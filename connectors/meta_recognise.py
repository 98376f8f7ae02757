"""How exports of Meta's platforms are recognised: by paths no other platform has, or file by file by content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from connectors.archive import Archive, Member
from connectors.base import Export, ExportSource, Recognition, matches, roots
from connectors.errors import DamagedInput, MemberDamaged
from connectors.files import decode
from connectors.meta_format import download, is_schema

_HEAD = {"json": 4096, "html": 65536}
"""Bytes looked at. A page begins with a long style sheet."""


def head(archive: Archive, member: Member) -> str:
    """The beginning of a member as text; empty where it cannot be read."""
    try:
        return decode(archive.peek(member, _HEAD.get(member.name.rpartition(".")[2].casefold(), 0)), member.name)
    except (DamagedInput, MemberDamaged):
        return ""


def by_path(archive: Archive, source: ExportSource, score: int, patterns: Sequence[str]) -> list[Recognition]:
    """The exports that hold a member of these paths, unless all such members merely describe a format."""
    literals = {re.split(r"[*?]", pattern)[0] for pattern in patterns}
    if not any(literal in member.name.casefold() for member in archive.members for literal in literals):
        return []  # a quick look, for an export of another platform may hold a hundred thousand photos
    found = []
    for root in roots(archive, *patterns):
        export = Export(archive, source, root)
        members = export.members(*patterns)
        lists = [m for m in members if m.name.casefold().endswith(".json") and matches(export.name(m), source.opens)]
        if lists and all(is_schema(head(archive, member)) for member in lists):
            continue
        found.append(_recognition(archive, source, score, root, members[0]))
    return found


def by_content(
    archive: Archive, source: ExportSource, name: re.Pattern[str], fits: Callable[[Member, str], bool]
) -> list[Recognition]:
    """Loose list files: named as ours and holding what is ours. The more files speak for it, the higher the score."""
    folders: dict[str, list[Member]] = {}
    for member in archive.members:
        if name.fullmatch(member.basename.casefold()) and fits(member, head(archive, member)):
            folders.setdefault(member.name.removesuffix(member.basename), []).append(member)
    return [
        _recognition(archive, source, min(59 + len(members), 69), root, members[0])
        for root, members in sorted(folders.items())
    ]


def _recognition(archive: Archive, source: ExportSource, score: int, root: str, member: Member) -> Recognition:
    named = download((archive.inputs[member.part],), root)
    return Recognition(source.platform, score, root, named.handle)
