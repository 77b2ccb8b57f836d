"""Reads the bytes of a file into nodes: the one way in for plans and for rules."""

from __future__ import annotations

from pacecar.plan.building import Allowance
from pacecar.plan.decoding import decode
from pacecar.plan.nodes import Flaw, Location, Node, Scalar, Span


def read_nodes(
    data: bytes,
    file: str,
    allowance: Allowance | None = None,
) -> tuple[Node | None, list[Flaw]]:
    """Read a YAML file, or a JSON file if `file` ends in `.json`.

    Args:
        data: the file's bytes.
        file: its name, for locations.
        allowance: how many nodes may be made; that of one plan by default.

    Returns:
        The root (None where there is none) and the flaws: one is `fatal` if the file could
        not be read.
    """
    text, flaw = decode(data, file)
    if flaw is not None:
        return None, [flaw]
    return read_text(text, file, allowance)


def read_text(
    text: str,
    file: str,
    allowance: Allowance | None = None,
) -> tuple[Node | None, list[Flaw]]:
    """Read what `pacecar.plan.decoding.decode` accepted; see `read_nodes`."""
    allowance = allowance or Allowance()
    if file.endswith(".json"):
        from pacecar.plan.json_source import read_json

        root, flaws = read_json(text, file, allowance)
    else:
        from pacecar.plan.yaml_source import read_yaml

        root, flaws = read_yaml(text, file, allowance)
    if not any(flaw.fatal for flaw in flaws) and _is_nothing(root):
        place = Location(file, Span(1, 1, 1, 1), "")
        flaws.append(Flaw("plan/wrong-type", "The file is empty.", place, hint="Remove it."))
        return None, flaws
    return root, flaws


def _is_nothing(root: Node | None) -> bool:
    return root is None or (isinstance(root, Scalar) and root.is_null and not root.flawed)
