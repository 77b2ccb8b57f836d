"""A rule's YAML as HTML: keys, comments and texts told apart, and nothing else changed."""

from __future__ import annotations

import re

from pacecar.formats.markup import Html, joined, tag

_LINE = re.compile(r"(?P<indent>\s*(?:- )?)(?P<key>[\w.-]+)(?P<colon>:)(?P<rest>(?: .*)?)$")
_COMMENT = re.compile(r"\s*#.*$")
_TEXT = re.compile(r'(\s*)("(?:[^"\\]|\\.)*")(.*)$')


def highlighted(text: str) -> Html:
    """Return a rule's text as a block of code."""
    lines = (joined(_line(line), "\n") for line in text.splitlines())
    return tag("pre", tag("code", *lines), class_="yaml", tabindex="0")


def _line(line: str) -> Html:
    if _COMMENT.fullmatch(line):
        return tag("span", line, class_="comment")
    found = _LINE.match(line)
    if found is None:
        return _value(line)
    key = tag("span", found["key"], class_="key")
    return joined(found["indent"], key, found["colon"], _value(found["rest"]))


def _value(text: str) -> Html:
    found = _TEXT.match(text)
    if found is None:
        return joined(text)
    return joined(found[1], tag("span", found[2], class_="text"), found[3])
