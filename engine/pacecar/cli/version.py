"""`pacecar --version`: what runs here, for the first line of a question to its makers."""

from __future__ import annotations

import platform
import sys

import pacecar


def version() -> str:
    """Return version, Python, and the evaluator that `auto` means here, with the reason."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"pacecar {pacecar.__version__}\nPython: {python}\nevaluator: {evaluator()}"


def evaluator() -> str:
    """Return the evaluator in use and, where it is not durable-rules, why."""
    from pacecar.evaluation.judges import durable_available

    if durable_available():
        from importlib.metadata import PackageNotFoundError, version

        try:
            return f"durable (durable-rules {version('durable-rules')})"
        except PackageNotFoundError:
            return "durable"
    if sys.version_info >= (3, 13):
        return "builtin (durable-rules does not import on Python 3.13 and later)"
    return "builtin (durable-rules cannot be imported here)"
