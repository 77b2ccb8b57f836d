"""A server that answers what a plan breaks by Rego: a stand-in for an OPA server.

    python -m benchmarks.service.rego PORT

It does what an OPA server would do for `POST /v0/data/six/answer`, where the body is the input as
it is, and no more: nothing is stored, nobody is asked for a token. Its Rego runs on regorus, an
interpreter in Rust; OPA itself is a program that no package registry brings. It needs the
packages of benchmarks/requirements.txt.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.contenders.rego import POLICY
from benchmarks.service.servers import HOST

QUERY: Final = "data.six.answer"
PATH: Final = "/v0/data/six/answer"

Message = MutableMapping[str, Any]
Evaluate = Callable[[str], str]


def evaluator(folder: Path) -> Evaluate:
    """Return what evaluates the policy on an input; the document is the input and not `data`."""
    import opa_eval

    policy = folder / "six.rego"
    policy.write_text(re.sub(r"\bdata\.", "input.", POLICY.read_text("utf-8")), "utf-8")
    evaluate: Evaluate = opa_eval.OpaEval(str(policy), None, QUERY).evaluate
    return evaluate


class App:
    """The server as ASGI has it."""

    def __init__(self, evaluate: Evaluate) -> None:
        self._evaluate = evaluate

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer one request."""
        path = scope["path"]
        if path == "/readyz":
            await _send(send, 200, b"{}")
        elif path != PATH or scope["method"] != "POST":
            await _send(send, 404, b"{}")
        else:
            body = bytearray()
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
            try:
                answer = self._evaluate(body.decode())
            except (RuntimeError, UnicodeDecodeError) as problem:
                await _send(send, 400, json.dumps({"error": str(problem)}).encode())
            else:
                await _send(send, 200, answer.encode())


async def _send(send: Callable[[Message], Awaitable[None]], status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    """Serve until told to stop."""
    import uvicorn

    with tempfile.TemporaryDirectory() as folder:
        app = App(evaluator(Path(folder)))
        settings = uvicorn.Config(
            app, host=HOST, port=int(sys.argv[1]), lifespan="off", access_log=False
        )
        asyncio.run(uvicorn.Server(settings).serve())


if __name__ == "__main__":
    main()
