"""What leaderships and waivers are called: a phrase made of what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacecar.plan.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from pacecar.plan.drafts import Draft

_UNKNOWN = "?"


def name(drafts: list[Draft]) -> None:
    """Give each draft its phrase as id; equal ones are numbered.

    The numbers follow what the entities say and not where they stand, so that moving one
    changes no fingerprint.
    """
    alike: dict[str, list[Draft]] = {}
    for draft in drafts:
        phrase = _waiver if draft.collection.name == "waivers" else _leadership
        draft.id = phrase(draft.node)
        alike.setdefault(draft.id, []).append(draft)
    for group in alike.values():
        if len(group) > 1:
            ranked = sorted(group, key=lambda draft: _canonical(draft.node))
            for number, draft in enumerate(ranked[1:], 2):
                draft.id += f" ({number})"


def _leadership(node: Mapping) -> str:
    scopes = [scope for scope in ("region", "technology") if scope in node.entries]
    phrase = " and ".join(f"{scope} {_word(node, scope)}" for scope in scopes)
    line = node.entries.get("model_line")
    if line is not None:
        phrase += " and " * bool(phrase) + f"model line {_line(line.value)}"
    narrowed = [w for key in ("segments", "regions", "families") for w in _words(node, key)]
    if narrowed:
        phrase += f" in {' '.join(narrowed)}"
    return f"{phrase.strip() or _UNKNOWN}, {_word(node, 'company')}"


def _line(node: Node) -> str:
    if not isinstance(node, Mapping):
        return _UNKNOWN
    written = [_word(node, key) for key in ("segment", "body") if key in node.entries]
    return " ".join([*written, *_words(node, "programs")]) or _UNKNOWN


def _waiver(node: Mapping) -> str:
    subject = "program" if "program" in node.entries else "subject"
    return f"{_word(node, 'rule')} {_word(node, subject)}"


def _word(node: Mapping, key: str) -> str:
    entry = node.entries.get(key)
    return _text(entry.value) if entry else _UNKNOWN


def _words(node: Mapping, key: str) -> list[str]:
    entry = node.entries.get(key)
    if entry is None:
        return []
    if not isinstance(entry.value, Sequence):
        return [_UNKNOWN]
    return sorted(_text(item) for item in entry.value.items)


def _text(node: Node) -> str:
    if not isinstance(node, Scalar) or node.is_null or node.flawed:
        return _UNKNOWN
    return node.text if node.text.isprintable() else _UNKNOWN


def _canonical(node: Node) -> str:
    """Return what a node says, whatever the order of its keys."""
    if isinstance(node, Mapping):
        entries = sorted((key, _canonical(entry.value)) for key, entry in node.entries.items())
        return repr(entries)
    if isinstance(node, Sequence):
        return repr(sorted(_canonical(item) for item in node.items))
    return repr((node.plain, node.text))
