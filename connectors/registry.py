"""Every source, one line each, and the way from what a user hands in to one snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from connectors import snapshot_json
from connectors.archive import Archive, Limits, Member
from connectors.base import Export, ExportSource, Recognition, matches
from connectors.crosscheck import crosscheck
from connectors.errors import Ambiguous, ConnectorError, NotRecognised
from connectors.live import LiveSource
from connectors.memory import rare_collection
from connectors.model import Snapshot
from connectors.snapshot import assemble

ENTRY_POINTS = "auditor.sources"
"""The entry point group for sources of others: each names a class that follows `ExportSource`."""

_SOURCES = (
    "connectors.facebook.export:FacebookExport",
    "connectors.instagram.export:InstagramExport",
    "connectors.threads.export:ThreadsExport",
    "connectors.x.export:XExport",
    "connectors.linkedin.export:LinkedInExport",
    "connectors.tiktok.export:TikTokExport",
    "connectors.snapchat.export:SnapchatExport",
    "connectors.youtube.export:YouTubeExport",
    "connectors.mastodon.export:MastodonExport",
    "connectors.bluesky.export:BlueskyExport",
    "connectors.bluesky.answer:BlueskyAnswer",
    "connectors.discord.export:DiscordExport",
    "connectors.pinterest.export:PinterestExport",
    "connectors.email.export:EmailExport",
    "connectors.whatsapp.export:WhatsAppExport",
    "connectors.sms.export:SmsExport",
    "connectors.typed_list.export:TypedList",
)

_LIVE = {
    "bluesky": "connectors.bluesky.live:BlueskyLive",
    "mastodon": "connectors.mastodon.live:MastodonLive",
    "x": "connectors.x.live:XLive",
    "facebook": "connectors.facebook.live:FacebookLive",
    "instagram": "connectors.instagram.live:InstagramLive",
    "threads": "connectors.threads.live:ThreadsLive",
    "linkedin": "connectors.linkedin.live:LinkedInLive",
    "tiktok": "connectors.tiktok.live:TikTokLive",
    "youtube": "connectors.youtube.live:YouTubeLive",
    "blogger": "connectors.blogger.live:BloggerLive",
    "wordpress": "connectors.wordpress.live:WordPressLive",
    "mediawiki": "connectors.mediawiki.live:MediaWikiLive",
    "email": "connectors.email.live:EmailLive",
}


def live_platforms() -> tuple[str, ...]:
    """The platforms that can be read through their own interface."""
    return tuple(_LIVE)


@cache
def live_source(platform: str) -> LiveSource:
    """The live source of a platform. Only its own libraries are loaded."""
    module, _, name = _LIVE[platform].partition(":")
    found: LiveSource = getattr(import_module(module), name)()
    return found


@cache
def sources() -> tuple[ExportSource, ...]:
    """All sources: ours in the order above, then those of installed packages by name."""
    ours = []
    for line in _SOURCES:
        module, _, name = line.partition(":")
        ours.append(getattr(import_module(module), name)())
    others = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    return (*ours, *(point.load()() for point in others))


def platforms() -> tuple[str, ...]:
    """The platforms that have a source."""
    return tuple(dict.fromkeys(source.platform for source in sources()))


@dataclass(frozen=True, slots=True)
class _Match:
    source: ExportSource
    recognition: Recognition


def read_input(
    paths: Sequence[Path],
    *,
    platform: str | None = None,
    handle: str | None = None,
    limits: Limits | None = None,
) -> Snapshot:
    """The snapshot of an export (all its parts) or of a stored snapshot file.

    The platform is recognised from the content; `platform` settles a tie, `handle` picks one account where the
    input holds several. A snapshot beside an export is what was read live of the same account: the platform's counts in
    it tell whether the export is whole. Raises `NotRecognised`, `Ambiguous` or another `ConnectorError`, each with a
    sentence that says what to do.
    """
    stored = [path for path in paths if snapshot_json.looks_like_snapshot(path)]
    if stored and len(stored) < len(paths):
        rest = [path for path in paths if path not in stored]
        return reduce(crosscheck, map(snapshot_json.read, stored), read_input(rest, platform=platform, handle=handle))
    if len(paths) == 1 and stored:
        return _checked(snapshot_json.read(paths[0]), platform)
    if stored:
        raise Ambiguous("These are several snapshots. Give one, or one beside the export of the same account.")
    with rare_collection(), Archive(paths, limits or Limits()) as archive:
        match, roots = _choose(archive, platform, handle)
        _drop_copies(archive, match.source)
        export = Export(archive, match.source, *roots)
        records = match.source.read(export)
        snapshot = assemble(match.source.platform, match.source.kind, match.source.yields, records)
        opened = sorted({member.name for member in archive.opened if member in archive.members})
        return replace(
            snapshot,
            taken_at=export.taken_at,
            inputs=archive.inputs,
            sha256=_digest(archive.digests),
            opened=tuple(opened),
            unopened=len(archive.members) - len(set(archive.opened) & set(archive.members)),
            unknown=tuple(export.name(member) for member in export.unknown()),
        )


def _choose(archive: Archive, platform: str | None, handle: str | None) -> tuple[_Match, tuple[str, ...]]:
    given = ", ".join(archive.inputs)
    if not archive.members:
        raise NotRecognised(f"{given}: there is nothing inside. Download the export again.")
    found = [_Match(source, r) for source in sources() for r in source.recognise(archive)]
    fitting = [m for m in found if platform in (None, m.source.platform)]
    if not fitting and found:
        looks_like = " or ".join(dict.fromkeys(m.source.platform for m in _best(found)))
        raise NotRecognised(
            f"{given}: this looks like {looks_like}, not {platform}. Leave --platform out, "
            f"or give the export of {platform}."
        )
    if not fitting:
        raise NotRecognised(
            f"{given}: no platform's export was recognised here. Give the file as it was downloaded (ZIP, folder or "
            "list file), or a list you typed: one person per line, or a CSV with a column named “name” or “handle”."
        )
    if handle and any(m.recognition.handle for m in fitting):
        wanted = _bare(handle)
        same = [m for m in fitting if m.recognition.handle is None or _bare(m.recognition.handle) == wanted]
        if not same:
            others = ", ".join(sorted({m.recognition.handle for m in fitting if m.recognition.handle}))
            raise NotRecognised(
                f"{given}: this export belongs to {others}, not to {handle}. Give the export of {handle}, "
                "or correct the account's name."
            )
        fitting = same
    best = _best(fitting)
    names = list(dict.fromkeys(m.source.platform for m in best))
    if len(names) > 1:
        raise Ambiguous(f"{given}: this could be {' or '.join(names)}. Say which with --platform.")
    handles = sorted({m.recognition.handle for m in best if m.recognition.handle})
    if len(handles) > 1:
        raise Ambiguous(f"{given}: this holds several accounts ({', '.join(handles)}). Say which with --account.")
    roots = tuple(dict.fromkeys(m.recognition.root for m in best))
    parts = [{m.part for m in archive.members if m.name.startswith(root)} for root in roots]
    if len(roots) > 1 and any(a & b for i, a in enumerate(parts) for b in parts[i + 1 :]):
        folders = ", ".join(root.rstrip("/") or "the top folder" for root in roots)
        raise Ambiguous(f"{given}: this holds more than one {names[0]} export ({folders}). Give them one at a time.")
    return best[0], roots


def _best(found: Sequence[_Match]) -> list[_Match]:
    top = max(m.recognition.score for m in found)
    return [m for m in found if m.recognition.score == top]


def _bare(handle: str) -> str:
    return handle.strip().lstrip("@").casefold()


def _checked(snapshot: Snapshot, platform: str | None) -> Snapshot:
    if platform is not None and snapshot.platform != platform:
        raise NotRecognised(f"This snapshot is of {snapshot.platform}, not of {platform}. Leave --platform out.")
    return snapshot


def _drop_copies(archive: Archive, source: ExportSource) -> None:
    """The same list given twice counts once; two different lists of one name are two exports, which is an error."""
    first: dict[str, Member] = {}
    for member in archive.members:
        if not any(matches(tail, source.opens) for tail in _tails(member.name)):
            continue
        twin = first.setdefault(member.name, member)
        if twin is member:
            continue
        if archive.read(twin) != archive.read(member):
            raise ConnectorError(
                f"{archive.inputs[twin.part]} and {archive.inputs[member.part]}: both hold {member.basename}, but they "
                "differ. These are two exports; give only the newest."
            )
        archive.drop(member)


def _tails(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[cut:]) for cut in range(len(parts))]


def _digest(digests: dict[Member, str]) -> str:
    lines = sorted(f"{member.name}\x1f{digest}" for member, digest in digests.items())
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
