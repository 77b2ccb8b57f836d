"""A server without HTTP: `python -m tests.service.workers.server ADDRESS RULES LEASE [FILE]`.

Checks what waits with worker processes until it is killed; with FILE, workers go wrong as its
lines say. Prints the id of its worker process once that is asked something.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path

from pacecar.service.runner import Runner
from pacecar.service.service import open_service
from pacecar.service.settings import ServiceSettings
from pacecar.service.workers.pool import WorkerJudge
from pacecar.service.workers.process import COMMAND
from tests.service.workers.conftest import FAULTY


def main() -> None:
    """Serve."""
    address, rules, lease, *file = sys.argv[1:]
    settings = ServiceSettings(
        address, evaluator="builtin", workers=1, check_seconds=600, lease_seconds=int(lease)
    )
    service = open_service(settings, [Path(rules)])
    command = [sys.executable, "-P", str(FAULTY), *file] if file else COMMAND
    judge = WorkerJudge(settings, command=command)
    runner = Runner(replace(service, judge=judge))
    runner.start()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # It is a file.
    # Beside: another server may check all that waits, and this one is told to stop unasked.
    threading.Thread(target=_tell_worker, args=(judge,), daemon=True).start()
    sys.stdin.read()
    runner.stop(30)
    service.database.close()


def _tell_worker(judge: WorkerJudge) -> None:
    """Print the id of the first worker, once there is one."""
    while not judge.counted()["started"]:
        threading.Event().wait(0.05)
    sys.stdout.write(f"workers {judge.pids()[0]}\n")


if __name__ == "__main__":
    main()
