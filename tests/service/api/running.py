"""A service that listens: `pacecar serve` as a process of its own, or a thread of this one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from pacecar.service.api.app import create_app
from pacecar.service.service import Service
from pacecar.service.serving import address_of, listen

URL_BEGIN = "Pacecar listens on "


@dataclass
class Server:
    """A server process: where it listens, and where its standard error goes."""

    process: subprocess.Popen[str]
    url: str
    errors: Path

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.url.rpartition(":")[2])

    @property
    def log(self) -> str:
        """The log so far, without the line for people."""
        return self.errors.read_text(encoding="utf-8").partition("\n")[2]


@contextmanager
def server(address: str, rules: Path, folder: Path, **settings: object) -> Iterator[Server]:
    """Start a server on a free port, and end it if it has not ended by itself."""
    variables = {f"PACECAR_{name.upper()}": str(value) for name, value in settings.items()}
    errors = folder / "stderr.txt"
    command = [sys.executable, "-m", "pacecar", "serve", "--port", "0", "--database", address]
    with errors.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            [*command, "--rules", str(rules)],
            cwd=folder,
            env={**os.environ, "PACECAR_EVALUATOR": "builtin", **variables},
            stderr=written,
            text=True,
        )
    try:
        yield Server(process, _url(process, errors), errors)
    finally:
        process.terminate()
        try:
            process.wait(60)
        finally:
            process.kill()


def _url(process: subprocess.Popen[str], errors: Path) -> str:
    while process.poll() is None:
        line, end, _ = errors.read_text(encoding="utf-8").partition("\n")
        if end:
            assert line.startswith(URL_BEGIN), line
            return line.removeprefix(URL_BEGIN).partition(" ")[0]
    raise AssertionError(errors.read_text(encoding="utf-8"))


@contextmanager
def in_a_thread(service: Service) -> Iterator[str]:
    """Serve on a free port of this machine, and say where."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(service), log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield address_of(listening)
    server.should_exit = True
    thread.join()
