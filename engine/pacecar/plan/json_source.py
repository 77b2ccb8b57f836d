"""JSON to nodes, with the place of every value.

libyaml reads most JSON, but not tabs between values everywhere, nor surrogate pairs, nor
keys longer than 1,024 characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final

from pacecar.plan.building import Allowance, Builder, Unreadable
from pacecar.plan.nodes import Flaw, Location, Mapping, Node, Scalar, Sequence, Span
from pacecar.plan.wording import visible

_BARE: Final = r"""-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])
              |(?:true|false|null)(?!\w)"""
_TOKEN: Final = re.compile(
    rf"""[ \t\n\r]*(?:
      (?P<mark>[][{{}},:])
    | (?P<text>"[^"\\\n\r\t]*(?:\\.[^"\\\n\r\t]*)*")
    | (?P<bare>{_BARE})
    )""",
    re.VERBOSE,
)
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_WORD: Final = re.compile(r"[-+.\w]+")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CLOSING: Final = {"{": "}", "[": "]"}

_GAP: Final = r"[ \t\n\r]*"
_SIMPLE: Final = r"""([^"\\\n\r\t]*)"""
_KEY: Final = rf'"{_SIMPLE}"{_GAP}:{_GAP}'
_VALUE: Final = rf'(?:"{_SIMPLE}"|({_BARE})|([\[{{]))'
_TEXT_GROUP: Final = 2
_BARE_GROUP: Final = 3
_OPENING_GROUP: Final = 4
_CLOSING_GROUP: Final = 5


def _step(before: str, key: str, closing: str) -> re.Pattern[str]:
    return re.compile(f"{_GAP}(?:{before}{key}{_VALUE}|({closing}))", re.VERBOSE)


_STEPS: Final = {
    ("{", True): _step("", _KEY, "}"),
    ("{", False): _step(f",{_GAP}", _KEY, "}"),
    ("[", True): _step("", "()", "]"),
    ("[", False): _step(f",{_GAP}", "()", "]"),
}
"""What nearly always comes next in a mapping or list, at its start (True) and after a value.

That is a key (group 1) and what its value is or begins with, or else the closing bracket: several
tokens that are found at once. A text has no backslash here.
"""


def read_json(
    text: str, file: str, allowance: Allowance, *, line: int = 1, above: str = ""
) -> tuple[Node | None, list[Flaw]]:
    """Read one JSON value into nodes; see `pacecar.plan.yaml_source.read_yaml`.

    Args:
        text: the whole file, or a part of it.
        file: its name, for locations.
        allowance: how many nodes may be made.
        line: the line of the file that the text begins on.
        above: the pointer of the value, if it is a part of the file.
    """
    reader = _Reader(text, file, allowance, line, above)
    try:
        if _SPACE.fullmatch(text):
            return None, []
        reader.read()
    except Unreadable as problem:
        return None, [*reader.builder.flaws, problem.flaw]
    return reader.builder.root, reader.builder.flaws


class _Reader:
    """Walks over the tokens without recursion."""

    def __init__(
        self, text: str, file: str, allowance: Allowance, first_line: int, above: str
    ) -> None:
        self.builder = Builder(file, allowance, above)
        self._text = text
        self._file = file
        self._first_line = first_line
        self._lines = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]
        self._at = 0

    def read(self) -> None:
        """Read the whole text: in large steps as far as these go, else token by token."""
        open_: list[str] = []
        at_start = self._value(open_)
        while open_:
            at_start = self._steps(open_, at_start)
            if not open_:
                break
            if not self._goes_on(open_[-1], at_start):
                open_.pop()
                at_start = False
                self.builder.end(*self._place(self._at))
                continue
            if open_[-1] == "{":
                self._key()
            at_start = self._value(open_)
        rest = _SPACE.match(self._text, self._at)
        if rest is not None and rest.end() < len(self._text):
            raise self._problem(
                rest.end(), "Something follows the end of the JSON value.", "Remove it."
            )

    def _steps(self, open_: list[str], at_start: bool) -> bool:  # noqa: FBT001 - a state
        """Read as far as nothing is unusual.

        Args:
            open_: the brackets that are open.
            at_start: whether the innermost was just opened.

        Returns:
            Whether the bracket that is the innermost now was just opened.
        """
        text, builder = self._text, self.builder
        before = self._first_line - 1
        at = self._at
        number, begin, end = self._line(at)  # The line that is read, and where it lies.
        while open_:
            found = _STEPS[open_[-1], at_start].match(text, at)
            if found is None:
                break
            at = found.end()
            group = found.lastindex or 0
            places = found.regs
            if open_[-1] == "{" and group != _CLOSING_GROUP:
                first, last = places[1]
                if first > end:
                    number, begin, end = self._line(first - 1)
                place = (number + before, first - begin, number + before, last - begin + 2)
                builder.scalar(Scalar(text[first:last], False, place))  # noqa: FBT003 - hot constructor
            first, last = places[group]
            if first >= end:
                number, begin, end = self._line(first)
            line = number + before
            at_start = False
            if group == _TEXT_GROUP:
                place = (line, first - begin, line, last - begin + 2)
                builder.scalar(Scalar(text[first:last], False, place))  # noqa: FBT003 - hot constructor
            elif group == _BARE_GROUP:
                place = (line, first - begin + 1, line, last - begin + 1)
                builder.scalar(Scalar(text[first:last], True, place))  # noqa: FBT003 - hot constructor
            elif group == _CLOSING_GROUP:
                open_.pop()
                builder.end(line, last - begin + 1)
            else:
                mark = text[first]
                place = (line, first - begin + 1, line, last - begin + 1)
                builder.start(Mapping({}, place) if mark == "{" else Sequence([], place))
                open_.append(mark)
                at_start = True
        self._at = at
        return at_start

    def _line(self, offset: int) -> tuple[int, int, int]:
        """Return the number of the line that an offset is on, and where it begins and ends."""
        lines = self._lines
        number = bisect_right(lines, offset)
        end = lines[number] if number < len(lines) else len(self._text) + 1
        return number, lines[number - 1], end

    def _goes_on(self, bracket: str, at_start: bool) -> bool:  # noqa: FBT001 - a state
        """Return whether a list or mapping has a further value; step over what is before it."""
        closing = _CLOSING[bracket]
        if not at_start:
            return self._mark(f",{closing}", "a comma or the closing bracket") == ","
        before = self._at
        following = self._token()
        if following["mark"] == closing:
            return False
        self._at = before
        return True

    def _value(self, open_: list[str]) -> bool:
        """Read a scalar, or the bracket that opens a list or mapping; return whether it was one."""
        token = self._token()
        span = self._span(token)
        if token.lastgroup != "mark":
            self._scalar(token, span)
            return False
        mark = token[token.lastgroup]
        if mark not in _CLOSING:
            raise self._problem(token.start("mark"), "A value is missing here.", "")
        self.builder.start(Mapping({}, span) if mark == "{" else Sequence([], span))
        open_.append(mark)
        return True

    def _key(self) -> None:
        token = self._token()
        if token.lastgroup != "text":
            start = token.start(token.lastgroup or 0)
            raise self._problem(start, "A key in double quotes is missing here.", "")
        self._scalar(token, self._span(token))
        self._mark(":", "a colon")

    def _scalar(self, token: re.Match[str], span: Span) -> None:
        if token.lastgroup == "bare":
            self.builder.scalar(Scalar(token["bare"], True, span))  # noqa: FBT003 - hot constructor
            return
        start = token.start("text")
        value = token["text"][1:-1]
        if "\\" in value:
            try:
                value, _ = scanstring(self._text, start + 1, True)  # noqa: FBT003 - positional only
            except ValueError as problem:
                message = "A backslash stands for nothing here."
                raise self._problem(
                    getattr(problem, "pos", start), message, "Write \\\\."
                ) from None
            if _SURROGATE.search(value):
                message = "The text holds half of a surrogate pair (\\ud800 to \\udfff)."
                raise self._problem(start, message, "Write the character itself.")
        self.builder.scalar(Scalar(value, False, span))  # noqa: FBT003 - hot constructor

    def _mark(self, wanted: str, name: str) -> str:
        token = self._token()
        mark = token["mark"]
        if not mark or mark not in wanted:
            start = token.start(token.lastgroup or 0)
            raise self._problem(start, f"This is not JSON: {name} is missing here.", "")
        return mark

    def _token(self) -> re.Match[str]:
        token = _TOKEN.match(self._text, self._at)
        if token is None:
            raise self._no_token()
        self._at = token.end()
        return token

    def _no_token(self) -> Unreadable:
        space = _SPACE.match(self._text, self._at)
        start = space.end() if space else self._at
        if start == len(self._text):
            return self._problem(start, "The file ends before the JSON value does.", "")
        if self._text[start] == '"':
            message = "The quote that opens here is not closed on its line."
            return self._problem(start, message, "Close the quote; write \\n for a line break.")
        word = _WORD.match(self._text, start)
        shown = word[0] if word else self._text[start]
        hint = "Put a text in double quotes."
        if shown.lstrip("-+.")[:1].isdigit():
            hint = "Write a number as 10, -0.5 or 1e3."
        elif shown.lstrip("-") in ("NaN", "Infinity"):
            hint = "Write a number, or null if it is not known."
        return self._problem(start, f"JSON has no {visible(shown)}.", hint)

    def _span(self, token: re.Match[str]) -> Span:
        start = self._place(token.start(token.lastgroup or 0))
        return Span(*start, *self._place(token.end()))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line + self._first_line - 1, offset - self._lines[line - 1] + 1

    def _problem(self, offset: int, message: str, hint: str) -> Unreadable:
        line, column = self._place(offset)
        place = Location(self._file, Span(line, column, line, column), "")
        return Unreadable(Flaw("plan/unreadable", message, place, hint=hint, fatal=True))
