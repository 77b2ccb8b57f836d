"""The third interface of features: plans are checked by a service, over HTTP.

The service is one that runs already, or one that is started here on an empty database and
stopped when the session ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from pacecar.plan.files import collect
from pacecar.service.client.asking import Client
from pacecar.service.client.packing import packed
from pacecar.service.client.problems import ClientProblem
from pacecar.specification.interfaces import Answer, Interface, InterfaceFailed, read_report
from pacecar.specification.selection import rule_folders

TOKEN: Final = "PACECAR_TOKEN"  # noqa: S105 - the name of a variable

_INTERFACE = pytest.StashKey[Interface]()
_START_SECONDS: Final = 120
_STOP_SECONDS: Final = 40
_LISTENS: Final = "Pacecar listens on "
_NO_BOUND: Final = 1_000_000
"""Requests a minute: whoever runs features on a service of their own is nobody's danger."""


def over_http(config: pytest.Config) -> Interface:
    """Return the interface of a session; the service is started when it is first asked for.

    Each process of a session that runs in several has a service of its own.

    Raises:
        InterfaceFailed: the service does not start, or its address is none.
    """
    if _INTERFACE not in config.stash:
        url: str | None = config.getoption("pacecar_url")
        try:
            if url:
                client = Client(url, os.environ.get(TOKEN, ""))
            else:
                started = Started(rule_folders(config))
                config.add_cleanup(started.stop)
                client = Client(started.url, started.token, proxies=False)
        except ClientProblem as problem:
            raise InterfaceFailed(str(problem)) from None
        config.stash[_INTERFACE] = OverHttp(client)
    return config.stash[_INTERFACE]


class OverHttp:
    """Has plans checked by a service, and keeps nothing there: they are dry runs."""

    def __init__(self, client: Client) -> None:
        """Take who asks."""
        self._client = client

    def __call__(
        self,
        paths: Sequence[Path],
        *,
        rules: Sequence[Path],  # noqa: ARG002 - the service has its rulebook
        select: Sequence[str],
    ) -> Answer:
        """Check the files as one plan; see `Interface`.

        Raises:
            InterfaceFailed: the service has no report.
        """
        name, body, _ = packed(collect(paths))
        query = {"dry_run": "true", "kind": "plan", "name": name}
        if select:
            query["select"] = ",".join(select)
        try:
            answer = self._client.ask("POST", "/v1/submissions", query=query, body=body)
            return read_report(answer.json()["report"])
        except ClientProblem as problem:
            raise InterfaceFailed(f"the service says: {problem}") from None


class Started:
    """A service in a process of its own, on an empty database, with a token that may do all."""

    def __init__(self, rules: Sequence[Path]) -> None:
        """Start it by the rules of some folders.

        Raises:
            InterfaceFailed: it does not start; the message is what it said.
        """
        self._folder = TemporaryDirectory(prefix="pacecar-features-")
        self._log = Path(self._folder.name, "log")
        # No settings of where the session runs, and none of another service.
        taken = {name: value for name, value in os.environ.items() if not _is_setting(name)}
        self._environment = {**taken, "PACECAR_REQUESTS_A_MINUTE": str(_NO_BOUND)}
        try:
            scopes = ("--scope", "administer", "--scope", "submit", "--scope", "read")
            self.token = self._run("admin", "token", "create", "Features", *scopes).strip()
            self._process = self._serve(rules)
        except BaseException:
            self._folder.cleanup()
            raise
        try:
            self.url = self._listening()
        except BaseException:
            self.stop()
            raise

    @property
    def process(self) -> int:
        """The id of its process."""
        return self._process.pid

    def stop(self) -> None:
        """Stop it, and remove all that it kept."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _serve(self, rules: Sequence[Path]) -> subprocess.Popen[bytes]:
        folders = [f"--rules={folder.resolve()}" for folder in rules]
        with self._log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own command
                [*_COMMAND, "serve", "--port=0", *folders],
                cwd=self._folder.name,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            [*_COMMAND, *arguments],
            cwd=self._folder.name,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise InterfaceFailed(f"no service can be started: {done.stderr.strip()}")
        return done.stdout

    def _listening(self) -> str:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            said = self._log.read_text("utf-8", "replace")
            _, _, rest = said.partition(_LISTENS)
            if " " in rest:
                return rest.partition(" ")[0]
            if (code := self._process.poll()) is not None:
                raise InterfaceFailed(f"pacecar serve ended with {code}: {said.strip()}")
            time.sleep(0.05)
        raise InterfaceFailed(f"pacecar serve does not listen after {_START_SECONDS} s")


_COMMAND: Final = (sys.executable, "-m", "pacecar")


def _is_setting(name: str) -> bool:
    return name.startswith("PACECAR_") and name != "PACECAR_CACHE"
