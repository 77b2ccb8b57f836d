"""Streams the XML of a workbook's parts: no tree is built, and no entity is ever expanded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol
from xml.parsers import expat

from pacecar.plan.sheets.package import SAVE, Package
from pacecar.plan.wording import visible

Attributes = Mapping[str, str]

_DEPTH: Final = 64


class Handler(Protocol):
    """Takes the elements of a part, called without their namespaces."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take its end."""

    def text(self, text: str) -> None:
        """Take a stretch of text."""


def stream(package: Package, part: str, handler: Handler) -> None:
    """Hand a part to a handler.

    Raises:
        Unreadable: it is not there, or not XML, or has a document type: that defines entities.
    """
    content = package.read(part)
    shown = visible(part)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            package.refuse(f"The part {shown} is nested too deep.", SAVE, over=True)
        handler.start(name.rpartition(" ")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name.rpartition(" ")[2])

    def refuse(*_: object) -> None:
        package.refuse(f"The part {shown} has a document type, which workbooks have not.", SAVE)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - positional only
    except (expat.ExpatError, LookupError, UnicodeError) as problem:
        package.refuse(f"The part {shown} is not XML: {visible(str(problem))}.", SAVE)


def attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute whatever its namespace, "" if there is none."""
    found = attributes.get(name)
    if found is not None:
        return found
    return next((value for key, value in attributes.items() if key.endswith(f" {name}")), "")
