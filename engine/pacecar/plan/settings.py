"""The values that a plan sets for the parameters of rules."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from pacecar.plan.interpreting import Interpreter, Path
from pacecar.plan.nodes import Mapping, Node, Origin, Scalar
from pacecar.plan.portfolio import Setting
from pacecar.plan.wording import described, quoted

Settings = MappingOf[str, MappingOf[str, Setting]]


def read_settings(origin: Origin, interpreter: Interpreter) -> Settings:
    """Return the header's `settings`: rule id, parameter, value as written.

    Whether there is such a rule, and what its parameters may be, the rulebook knows.
    """
    rules = _mapping(origin.node, ("settings",), interpreter)
    found: dict[str, MappingOf[str, Setting]] = {}
    for rule, node in rules.items():
        path: Path = ("settings", rule)
        values: dict[str, Setting] = {}
        for parameter, value in _mapping_at(node, path, interpreter).items():
            if not isinstance(value, Scalar) or value.is_null:
                _refuse(value, (*path, parameter), "a text, number or truth value", interpreter)
            elif not value.flawed:
                line, column, *_ = value.span
                values[parameter] = Setting(value.text, value.plain, origin.file, line, column)
        found[rule] = values
    return found


def _mapping(header: Node, path: Path, interpreter: Interpreter) -> dict[str, Node]:
    entry = header.entries.get(str(path[0])) if isinstance(header, Mapping) else None
    if entry is None or (isinstance(entry.value, Scalar) and entry.value.is_null):
        return {}
    return _mapping_at(entry.value, path, interpreter)


def _mapping_at(node: Node, path: Path, interpreter: Interpreter) -> dict[str, Node]:
    if isinstance(node, Mapping):
        return {key: entry.value for key, entry in node.entries.items()}
    if not node.flawed:
        _refuse(node, path, "a mapping", interpreter)
    return {}


def _refuse(node: Node, path: Path, wanted: str, interpreter: Interpreter) -> None:
    if not node.flawed:
        message = f"{quoted(str(path[-1]))} is {described(node)}; {wanted} belongs here."
        interpreter.report("plan/wrong-type", message, path)
