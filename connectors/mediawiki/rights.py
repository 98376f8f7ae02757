"""What a wiki's groups may do, in our words (`meta=siteinfo`, `siprop=usergroups`).

`*` is everybody, `user` whoever has an account; the names of rights are MediaWiki's
(https://www.mediawiki.org/wiki/Manual:User_rights).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from connectors.files import Json, text_of
from connectors.model import UNKNOWN, Place, Setting, SettingKey
from connectors.moderation import EXTENSIONS

IMPLICIT = frozenset({"*", "user", "autoconfirmed"})
"""Groups that nobody is put into: they follow from having an account."""
_MODERATING = frozenset({"block", "delete", "protect", "rollback"})
"""Rights to undo what others wrote, or to keep them from writing."""
_APPROVING = frozenset({"approvedrevs", "flaggedrevs", "moderation"})
"""Extensions with which an edit can wait for approval; whether it does depends on how they are set up."""
_REMARKS = frozenset({"articlefeedbackv5", "comments", "commentstreams", "wikiforum"})
"""Extensions with which people write under a page without the right to edit it."""


def groups_of(usergroups: Json) -> dict[str, frozenset[str]]:
    """Group → its rights."""
    rows = usergroups if isinstance(usergroups, list) else []
    return {
        name: frozenset(map(str, row["rights"]))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("rights"), list) and (name := text_of(row.get("name")))
    }


def moderating(groups: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The groups whose members may moderate. What everybody may do moderates nothing."""
    return frozenset(name for name, rights in groups.items() if name not in IMPLICIT and _MODERATING & set(rights))


def settings(groups: Mapping[str, Collection[str]], extensions: Collection[str]) -> Iterator[Setting]:
    """Who may read, join and edit. What the wiki does not say of `*` and `user` is not guessed."""
    if not {"*", "user"} <= groups.keys():
        return
    joining = "createaccount" in groups["*"]
    yield _setting(SettingKey.REQUESTS_APPROVAL, "open" if joining else "required", groups, "createaccount")
    readers = _who(groups, "read", joining)
    visible = {"everyone": "public", "connections": "connections"}.get(readers, "private")
    yield _setting(SettingKey.PROFILE_VISIBILITY, visible, groups, "read")
    writers = _who(groups, "edit", joining)
    yield _setting(SettingKey.COMMENTS_ALLOWED_FROM, writers, groups, "edit")
    approving = _among(extensions, _APPROVING)
    if writers == "nobody":
        moderation = UNKNOWN if _among(extensions, _REMARKS) else "off"
    else:
        moderation = UNKNOWN if approving else "open"
    more = {EXTENSIONS: ", ".join(approving)} if approving else {}
    yield _setting(SettingKey.COMMENTS_MODERATION, moderation, groups, "edit", **more)


def _among(extensions: Collection[str], known: Collection[str]) -> list[str]:
    return sorted(name for name in extensions if name.replace(" ", "").lower() in known)


def _who(groups: Mapping[str, Collection[str]], right: str, joining: bool) -> str:
    """From whom: everyone, also where anybody may make the account it takes; nobody: moderators alone."""
    if right in groups["*"] or (right in groups["user"] and joining):
        return "everyone"
    others = groups.keys() - moderating(groups) - {"*"}
    return "connections" if any(right in groups[name] for name in others) else "nobody"


def _setting(
    key: SettingKey, value: str, groups: Mapping[str, Collection[str]], right: str, **more: str
) -> Setting:  # fmt: skip
    having = ", ".join(name for name, rights in groups.items() if right in rights)
    return Setting(key, value, {right: having or "nobody"} | more, Place("siteinfo", f"/usergroups/{right}"))
