"""The XML of a workbook's parts: reading, writing, and the few names that all of them share."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from pacecar.plan.wording import visible

Element = Any
"""An element of lxml, which brings no types."""

TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotEditable(Exception):
    """The workbook cannot be annotated; the message says why, to follow its name and a colon."""


def parse(data: bytes, part: str) -> Element:
    """Return the root of a part's XML; entities are not resolved, nothing is fetched.

    Raises:
        NotEditable: it is no XML, or has a document type (which no workbook has).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise NotEditable(f"its part {part} cannot be read: {problem.msg}") from None
    if root.getroottree().docinfo.doctype:
        raise NotEditable(f"its part {part} has a document type, which workbooks do not have")
    return root


def serialised(root: Element) -> bytes:
    """Return a part's bytes, with the declaration that spreadsheet programs write."""
    tree = root.getroottree()
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def namespace(root: Element) -> str:
    """Return `{...}`, the namespace of an element: workbooks come in two dialects."""
    tag: str = root.tag
    return tag[: tag.find("}") + 1]


def named(parent: Element, name: str) -> list[Element]:
    """Return the children of a name in the parent's own namespace."""
    return list(parent.findall(namespace(parent) + name))


def child(parent: Element, name: str) -> Element | None:
    """Return the first child of a name in the parent's own namespace, None if there is none."""
    return parent.find(namespace(parent) + name)


def added(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """Append a child in the parent's own namespace, and return it."""
    element = etree.SubElement(parent, namespace(parent) + name, attributes)
    if text is not None:
        element.text = legal(text)
        if text != text.strip() or "\n" in text:
            element.set(SPACE, "preserve")
    return element


def inserted(parent: Element, name: str, order: tuple[str, ...]) -> Element:
    """Return the child of a name, made where the order of the parent's children wants it.

    Args:
        parent: where it belongs.
        name: one of `order`.
        order: the names of the children in the order that the format prescribes.
    """
    found = child(parent, name)
    if found is not None:
        return found
    later = {namespace(parent) + other for other in order[order.index(name) + 1 :]}
    element = etree.Element(namespace(parent) + name)
    for place, other in enumerate(parent):
        if other.tag in later:
            parent.insert(place, element)
            return element
    parent.append(element)
    return element


def relationship_attribute(root: Element, name: str) -> str:
    """Return the qualified name of an attribute such as `r:id`, in the dialect of a part."""
    spaces = [uri for uri in root.nsmap.values() if uri.endswith("/officeDocument/relationships")]
    return f"{{{spaces[0] if spaces else _dialect(root)}}}{name}"


def _dialect(root: Element) -> str:
    strict = namespace(root).startswith("{http://purl.oclc.org/")
    return "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else TRANSITIONAL


def legal(text: str) -> str:
    """Return a text with the characters that XML cannot hold as visible escapes."""
    return _NO_XML.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def whole(text: str | None, default: int = 0) -> int:
    """Return the whole number of an attribute, a default where it is not there.

    Raises:
        NotEditable: it is none.
    """
    if text is None:
        return default
    if re.fullmatch("[0-9]{1,9}", text.strip()) is None:
        raise NotEditable(f'"{visible(text)}" stands in it where a number belongs')
    return int(text)


def decimal(text: str | None, default: float = 0) -> float:
    """Return the number of an attribute, a default where it is not there.

    Raises:
        NotEditable: it is none.
    """
    if text is None:
        return default
    try:
        return float(text)
    except ValueError:
        raise NotEditable(f'"{visible(text)}" stands in it where a number belongs') from None


def canonical(element: Element) -> bytes:
    """Return what tells whether two elements say the same."""
    data: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    return data
