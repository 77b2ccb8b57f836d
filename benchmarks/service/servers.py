"""Real server processes, each on a port of its own: `pacecar serve`, or a peer."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from benchmarks.service import processes
from benchmarks.service.processes import Process

HOST: Final = "127.0.0.1"
_START_SECONDS: Final = 90
_STOP_SECONDS: Final = 40


class NoServer(Exception):
    """A server did not start, or did not end as it was told to."""


def serving(database: str, rules: Path) -> Callable[[int], list[str]]:
    """Return what starts `pacecar serve` at a port.

    Args:
        database: its address.
        rules: the folder of its rulebook.
    """
    given = ("--database", database, "--rules", str(rules), "--host", HOST, "--port")
    return lambda port: [sys.executable, "-m", "pacecar", "serve", *given, str(port)]


class Server:
    """A server that can be killed and started again at the same address."""

    def __init__(
        self,
        command: Callable[[int], Sequence[str]],
        folder: Path,
        environment: Mapping[str, str],
    ) -> None:
        """Choose a port; nothing runs before `start`.

        Args:
            command: what starts it at a port.
            folder: where it runs, and its log is kept.
            environment: its settings.
        """
        self.port = _free_port()
        self._command = command(self.port)
        self._folder = folder
        self._log = folder / f"server-{self.port}.log"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PACECAR_")}
        self._environment = {**kept, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of its process; 0 while none runs."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it, and do not wait until it is ready."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the service itself
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def is_ready(self) -> bool:
        """Tell whether it takes requests now."""
        connection = HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200  # noqa: PLR2004 - OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        """Wait until it takes requests.

        Raises:
            NoServer: it ended instead, or took too long; its log says why.
        """
        until = time.monotonic() + _START_SECONDS
        while not self.is_ready():
            if self._process is None or self._process.poll() is not None:
                raise NoServer(f"A server ended as it started:\n{self._last_words()}")
            if time.monotonic() > until:
                raise NoServer(f"A server was not ready in time:\n{self._last_words()}")
            time.sleep(0.05)

    def descendants(self) -> list[Process]:
        """Return what it started: its worker processes, if it has any."""
        return processes.descendants(self.pid) if self._process else []

    def kill(self) -> bool:
        """Kill it with no chance to tidy up; false if it had ended by itself."""
        if self._process is None:
            return False
        alive = self._process.poll() is None
        self._process.kill()
        self._process.wait()
        self._process = None
        return alive

    def stop(self) -> int:
        """Tell it to stop, and return its exit code once it has.

        Raises:
            NoServer: it does not; it is killed then.
        """
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise NoServer("A server did not stop when it was told to.") from None
        finally:
            self._process = None

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text("utf-8", errors="replace").splitlines()[-5:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
