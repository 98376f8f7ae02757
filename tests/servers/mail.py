"""A mail server: Dovecot, with passwords, and with tokens of an OpenID provider (XOAUTH2)."""

from __future__ import annotations

import contextlib
import grp
import imaplib
import os
import pwd
import signal
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from tests.servers.identity import IdentityServer
from tests.servers.running import HOST, Server, ServerFailed, poll

_CONFIGURATION = """
protocols = imap
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/mail.log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login{tokens}
auth_failure_delay = 0
auth_username_format = %Lu
mail_location = maildir:{folder}/boxes/%u
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 1
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = {host}
    port = {port}
  }}
  inet_listener imaps {{
    address = {host}
    port = {tls_port}
    ssl = yes
  }}
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {folder}/people
}}
{token_check}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/boxes/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
"""

_TOKEN_CHECK = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/tokens.ext
}}
"""

_TOKENS = """
introspection_mode = post
introspection_url = {address}
username_attribute = sub
active_attribute = active
active_value = true
"""


class MailServer(Server):
    """Dovecot on loopback; with an `identity` server people sign in with its tokens too.

    `port` is without TLS, or with it on request; `tls_port` is with it from the start, under `certificate`, which a
    client has to be told to trust: `ssl.create_default_context(cafile=server.certificate)`.
    """

    def __init__(self, identity: IdentityServer | None = None) -> None:
        super().__init__()
        self.host = HOST
        self.port = self.tls_port = 0
        self.certificate = Path()
        self._identity = identity
        self._passwords: dict[str, str] = {}

    def start(self) -> None:
        """Write the configuration and run Dovecot as one plain user throughout."""
        self.port, self.tls_port = self.reserve_port(), self.reserve_port()
        self._make_certificate()
        for name in ("run", "state", "boxes"):
            self.make_folder(name)
        self._write_people()
        if self._identity is not None:
            self.write("tokens.ext", _TOKENS.format(address=self._identity.introspection_address()))
        user, group = ("nobody", "nogroup") if os.geteuid() == 0 else _ourselves()
        text = _CONFIGURATION.format(
            host=HOST,
            port=self.port,
            tls_port=self.tls_port,
            folder=self.folder,
            user=user,
            group=group,
            tokens=" xoauth2 oauthbearer" if self._identity else "",
            token_check=_TOKEN_CHECK.format(folder=self.folder) if self._identity else "",
        )
        configuration = self.write("mail.conf", text)
        self.run("dovecot", ["/usr/sbin/dovecot", "-F", "-c", configuration], stop=signal.SIGTERM)
        self.wait(self._greets, "Dovecot")

    def add_person(self, address: str, password: str = "a long password") -> str:
        """A mailbox for an address, with an empty INBOX and Sent; the password."""
        self._passwords[address] = password
        self._write_people()
        poll(lambda: self._knows(address), f"{address} in the mail server", 10)  # it looks once a second
        return password

    def deliver(
        self,
        mailbox: str,
        sender: str,
        *to: str,
        folder: str = "INBOX",
        cc: str = "",
        subject: str = "Homework",
        body: str = "A line that no audit may read.",
        when: datetime = datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        headers: tuple[tuple[str, str], ...] = (),
    ) -> str:
        """Put a message into somebody's INBOX, or another folder such as Sent; its Message-ID."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, ", ".join(to), subject
        if cc:
            message["Cc"] = cc
        message["Date"], message["Message-ID"] = format_datetime(when), make_msgid(domain="district.example")
        for name, value in headers:
            message[name] = value
        message.set_content(body)
        with self.signed_in(mailbox) as box:
            done, said = box.append(folder, "", imaplib.Time2Internaldate(when), message.as_bytes())
        if done != "OK":
            raise ServerFailed(f"the message was not taken: {said!r}")
        return str(message["Message-ID"])

    def make_mailbox(self, address: str, folder: str) -> None:
        """A further folder in somebody's mailbox."""
        with self.signed_in(address) as box:
            box.create(folder)

    @contextmanager
    def signed_in(self, address: str) -> Iterator[imaplib.IMAP4]:
        """A connection of the mailbox's owner, by password."""
        with imaplib.IMAP4(self.host, self.port, timeout=20) as box:
            box.login(address, self._passwords[address])
            yield box

    def as_itself(self) -> ssl.SSLContext:
        """What another listener needs to stand before this server under the same certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.folder / "key.pem")
        return context

    def _greets(self) -> bool:
        with contextlib.suppress(OSError, imaplib.IMAP4.abort), imaplib.IMAP4(self.host, self.port, timeout=20):
            return True
        return False

    def _knows(self, address: str) -> bool:
        with contextlib.suppress(imaplib.IMAP4.error), self.signed_in(address):
            return True
        return False

    def _make_certificate(self) -> None:
        names = f"subjectAltName=IP:{HOST},DNS:localhost"
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"]
        use = ["-addext", names, "-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
        self.certificate = self.folder / "certificate.pem"
        self.call(["openssl", "req", "-x509", "-subj", "/CN=localhost", *key, *use, "-out", self.certificate])

    def _write_people(self) -> None:
        lines = [f"{address}:{{PLAIN}}{password}::::::\n" for address, password in self._passwords.items()]
        self.write("people", "".join(lines))


def _ourselves() -> tuple[str, str]:
    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
