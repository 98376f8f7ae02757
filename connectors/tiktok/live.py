"""TikTok, read live: the profile, two counts, and what TikTok says of the account's privacy to whoever may post.

Nothing lists followers outside Europe's data portability interface. Whether the account is private and whether anybody
may comment is said only by `creator_info`, and that wants the permission to publish (`video.publish`). This connector
posts nothing; an owner who does not tick that permission keeps the settings to themselves, and all else is read.

After developers.tiktok.com: tiktok-api-v2-get-user-info, tiktok-api-v2-error-handling, tiktok-api-v2-rate-limit,
content-posting-api-reference-query-creator-info, login-kit-desktop, oauth-get-a-user-access-token,
oauth-refresh-a-user-access-token (2 November 2026), oauth-error-handling.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from connectors.crosscheck import count_of, counts_only
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json, text_of
from connectors.http import Answer, Http
from connectors.live import About, Access, Consent, Listing, Page, Way, check_owner
from connectors.model import (
    UNKNOWN,
    Coverage,
    Gap,
    Message,
    Place,
    Platform,
    Profile,
    RecordType,
    Setting,
    SettingKey,
    State,
)
from connectors.refusal import Refusal, of_status, refusal
from connectors.tiktok.lists import address
from connectors.tokens import granted

_API = "https://open.tiktokapis.com/v2"
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "user.info.basic": "open_id,display_name",
        "user.info.profile": "username,bio_description",
        "user.info.stats": "follower_count,following_count",
    }
)
"""What each permission opens. One that was not given makes the whole request fail."""
_LIMIT = Message("tiktok.live_lists")
_CODES: Mapping[str, tuple[Gap, str, bool, bool]] = MappingProxyType(
    {
        "access_token_invalid": (Gap.PERMISSION_MISSING, "live.signed_out", True, False),
        "scope_not_authorized": (Gap.PERMISSION_MISSING, "live.forbidden", False, False),
        "scope_permission_missed": (Gap.PERMISSION_MISSING, "live.forbidden", False, False),
        "rate_limit_exceeded": (Gap.RATE_LIMITED, "live.rate_limited", False, True),
        "spam_risk_too_many_posts": (Gap.RATE_LIMITED, "live.rate_limited", False, True),
        "reached_active_user_cap": (Gap.RATE_LIMITED, "live.rate_limited", False, True),
        "spam_risk_user_banned_from_posting": (Gap.NOT_OFFERED, "tiktok.live_banned", False, False),
        "invalid_params": (Gap.FORMAT_UNKNOWN, "tiktok.live_not_understood", False, False),
        "invalid_param": (Gap.FORMAT_UNKNOWN, "tiktok.live_not_understood", False, False),
        "internal_error": (Gap.PAGINATION_STOPPED, "live.server_error", False, True),
    }
)
"""TikTok's word → gap, message, whether it is final, whether it passes."""


class TikTokLive:
    """Reads the profile, the counts, and the account's privacy where that was permitted."""

    platform: ClassVar[str] = Platform.TIKTOK
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    listings: ClassVar[tuple[Listing, ...]] = ()
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        (*_FIELDS, "video.publish"),
        authorize="https://www.tiktok.com/v2/auth/authorize/",
        token=f"{_API}/oauth/token/",
        revoke=f"{_API}/oauth/revoke/",
        client="client_key",
        separator=",",
        pkce="hex",
        guide=Message("tiktok.live_guide"),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for everybody
        """TikTok's interface."""
        return ("open.tiktokapis.com",)

    def open(self, access: Access, http: Http) -> TikTokSession:
        """The account, ready to be read."""
        return TikTokSession(access, http)

    def keepers(self) -> tuple[str, ...]:
        """Where tokens are renewed and given back."""
        return ("open.tiktokapis.com",)

    def settle(self, access: Access, http: Http) -> Mapping[str, str]:  # noqa: ARG002 - there is nothing to ask
        """The token as it is: it lasts hours, but its refresh token lasts months."""
        return access.secret

    def renew(self, access: Access, http: Http) -> Mapping[str, str]:
        """A new token for the refresh token, which is replaced too: the old one works no more."""
        form = {"grant_type": "refresh_token", "refresh_token": access.secret.get("refresh_token", "")}
        return {**access.secret, **granted(_oauth(http, "token", access, form))}

    def revoke(self, access: Access, http: Http) -> None:
        """Give the token back."""
        _oauth(http, "revoke", access, {"token": access.secret.get("token", "")})


class TikTokSession:
    """One account, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._http, self._access = http, access
        self._headers = {"authorization": f"Bearer {access.secret.get('token', '')}"}

    def about(self) -> About:
        """The profile and the counts as far as they were permitted, and the settings."""
        user, refused = self._user()
        named, number = text_of(user.get("username")), text_of(user.get("open_id"))
        if named:
            check_owner(self._access, named)
        creator, unsaid = self._creator()
        handle = named or text_of(creator.get("creator_username"))
        check_owner(self._access, handle)
        counts = {"followers": count_of(user.get("follower_count")), "following": count_of(user.get("following_count"))}
        if "user.info.stats" in refused:
            no_stats = (_LIMIT, refused["user.info.stats"].note)
            people = Coverage(RecordType.CONNECTIONS, State.NONE, Gap.PERMISSION_MISSING, notes=no_stats)
        else:
            people = counts_only(counts, _LIMIT)
        if named:
            known = Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
        else:
            no_name = tuple(e.note for scope, e in refused.items() if scope != "user.info.stats")
            gap = Gap.PERMISSION_MISSING if no_name else Gap.NOT_OFFERED
            known = Coverage(RecordType.PROFILE, State.PARTIAL, gap, 1, notes=no_name)
        found, privacy = ((), unsaid) if unsaid else _settings(creator)
        profile = Profile(
            handle=handle,
            display_name=text_of(user.get("display_name")),
            account_id=number,
            url=address(handle) if handle else None,
            bio=text_of(user.get("bio_description")),
            place=Place("user/info"),
        )
        return About(profile, found, (known, privacy, people))

    def page(self, listing: Listing, cursor: str | None) -> Page:  # noqa: ARG002 - there is no list
        """Never there: TikTok lists nobody."""
        raise Refusal(Gap.PLATFORM_LIMIT, _LIMIT)

    def _user(self) -> tuple[dict[str, Json], dict[str, Refusal]]:
        """The account, and what was refused by permission: asked for at once or, failing that, one by one."""
        try:
            return self._fields(",".join(_FIELDS.values())), {}
        except Refusal as e:
            if e.final or e.gap is not Gap.PERMISSION_MISSING:
                raise
        user: dict[str, Json] = {}
        refused: dict[str, Refusal] = {}
        for scope, fields in _FIELDS.items():
            try:
                user.update(self._fields(fields))
            except Refusal as e:
                if e.final or e.gap is not Gap.PERMISSION_MISSING:
                    raise
                refused[scope] = e
        if len(refused) == len(_FIELDS):
            raise refused["user.info.basic"]
        return user, refused

    def _fields(self, fields: str) -> dict[str, Json]:
        url = f"{_API}/user/info/"
        data = data_of(self._http.get(url, params={"fields": fields}, headers=self._headers))
        user = data.get("user")
        if not isinstance(user, dict) or not user:
            raise Refusal(Gap.FORMAT_UNKNOWN, Message("tiktok.live_not_understood"))
        return user

    def _creator(self) -> tuple[dict[str, Json], Coverage | None]:
        """What TikTok says to whoever may post, or why it does not."""
        headers = {**self._headers, "content-type": "application/json; charset=UTF-8"}
        url = f"{_API}/post/publish/creator_info/query/"
        try:
            return data_of(self._http.send("POST", url, headers=headers, content=b"{}")), None
        except Refusal as e:
            if e.final:
                raise
            forbidden = e.gap is Gap.PERMISSION_MISSING
            note = Message("tiktok.live_settings_permission") if forbidden else e.note
            return {}, Coverage(RecordType.SETTINGS, State.NONE, e.gap, notes=(note,))


def _settings(creator: Mapping[str, Json]) -> tuple[tuple[Setting, ...], Coverage]:
    found = settings_of(creator)
    state = State.PARTIAL if found else State.NONE
    notes = (Message("tiktok.live_settings"), *remix_of(creator))
    return found, Coverage(RecordType.SETTINGS, state, Gap.NOT_OFFERED, len(found), notes=notes)


def settings_of(data: Mapping[str, Json]) -> tuple[Setting, ...]:
    """The settings in a `creator_info` answer.

    A public account may post to everyone, a private one to its followers instead: by these two words the document
    tells the one from the other. Comments that are not switched off may be anybody's or friends': that is not said.
    """
    found = []
    options = data.get("privacy_level_options")
    words = [word for word in map(text_of, options if isinstance(options, list) else []) if word]
    place = Place("post/publish/creator_info/query")
    if words:
        open_to_all, followers = "PUBLIC_TO_EVERYONE" in words, "FOLLOWER_OF_CREATOR" in words
        value = "public" if open_to_all else "private" if followers else UNKNOWN
        raw = {"privacy_level_options": ", ".join(words)}
        found.append(Setting(SettingKey.PROFILE_VISIBILITY, value, raw, place))
    if data.get("comment_disabled") is True:
        found.append(Setting(SettingKey.COMMENTS_ALLOWED_FROM, "nobody", {"comment_disabled": "true"}, place))
    return tuple(found)


def remix_of(data: Mapping[str, Json]) -> tuple[Message, ...]:
    """What is said of Duets and Stitches, for which there is no setting of ours."""
    said = [data.get("duet_disabled"), data.get("stitch_disabled")]
    if not all(isinstance(value, bool) for value in said):
        return ()
    duet, stitch = ("tiktok.live_off" if value else "tiktok.live_on" for value in said)
    return (Message("tiktok.live_remix", {"t_duet": duet, "t_stitch": stitch}),)


def data_of(answer: Answer) -> dict[str, Json]:
    """What is in an answer. Raises `Refusal` for an error code, which can come with the status 200."""
    try:
        body = parse_json(answer.content, "")
    except MemberDamaged:
        answer.check()
        raise refusal(Gap.DAMAGED, "not_json") from None
    error = body.get("error") if isinstance(body, dict) else None
    code = text_of(error.get("code")) if isinstance(error, dict) else None
    if code is not None and code != "ok":
        raise _refused(code, answer)
    answer.check()
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict):
        raise Refusal(Gap.FORMAT_UNKNOWN, Message("tiktok.live_not_understood"))
    return data


def _refused(code: str, answer: Answer) -> Refusal:
    if code not in _CODES:
        return of_status(answer.status, answer.until)
    gap, id, final, passing = _CODES[code]
    return Refusal(gap, Message(id), until=answer.until, final=final, passing=passing)


def _oauth(http: Http, what: str, access: Access, form: Mapping[str, str]) -> Json:
    """The answer of an OAuth endpoint, whose errors look different: `{"error": "invalid_grant", ...}`."""
    app = {"client_key": access.app.get("client_id", ""), "client_secret": access.app.get("client_secret", "")}
    answer = http.send("POST", f"{_API}/oauth/{what}/", data={**app, **form})
    if 200 <= answer.status < 300 and not answer.content.strip():
        return {}
    try:
        body = parse_json(answer.content, "")
    except MemberDamaged:
        answer.check()
        raise refusal(Gap.DAMAGED, "not_json") from None
    error = body.get("error") if isinstance(body, dict) else None
    if error and not isinstance(error, dict):
        raise refusal(Gap.PERMISSION_MISSING, "signed_out", final=True)
    answer.check()
    return body
