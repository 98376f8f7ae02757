"""What can go wrong while reading an input, in sentences a user can act on."""

from __future__ import annotations


class ConnectorError(Exception):
    """An input cannot be used at all.

    The message is one or two plain sentences: what is wrong, where (file, member, row), what to do next.
    It never holds a name from a connection list.
    """


class UnsafeArchive(ConnectorError):
    """The archive breaks a limit or tries a trick (paths that climb out, bombs, duplicate members)."""


class DamagedInput(ConnectorError):
    """The file ends early, is encrypted, or is not what its name says."""


class NotRecognised(ConnectorError):
    """No source knows this input."""


class Ambiguous(ConnectorError):
    """More than one platform or account fits; the user has to choose."""


class MemberDamaged(Exception):
    """One member of an export cannot be read; the rest may still be. Becomes coverage `damaged`.

    `place` says where in the member (`line 3 column 9`), `why` says it in a few plain words.
    """

    def __init__(self, member: str, why: str, place: str = "") -> None:
        super().__init__(f"{member}: {why}{f' ({place})' if place else ''}")
        self.member, self.why, self.place = member, why, place
