"""HTML put together from elements: well-formed, with every text escaped, by construction."""

from __future__ import annotations

from html import escape
from typing import Final

_VOID: Final = frozenset({"br", "col", "hr", "input", "link", "meta"})


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: str) -> Html:
    """Return an element.

    Args:
        name: of the element.
        content: what it holds; a `str` that is no `Html` is text, and is escaped.
        attributes: `class_` is written class, `aria_label` aria-label; one that is "" is left
            out, and "yes" stands for an attribute without a value.
    """
    written = "".join(
        f" {_name(key)}" if value == "yes" else f' {_name(key)}="{escape(value)}"'
        for key, value in attributes.items()
        if value
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*content)}</{name}>")


def joined(*content: str) -> Html:
    """Return HTML one after the other; text among it is escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in content))


def link(target: str, *content: str, **attributes: str) -> Html:
    """Return a link; `target` is a path as it stands on disk, perhaps with `#` and an id."""
    return tag("a", *content, href=target, **attributes)


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
