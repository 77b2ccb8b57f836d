"""An expression's text into a Python syntax tree whose nodes know their place in the rule file.

Python's parser is only given what a look at the characters has admitted: no length or nesting
that could exhaust it, and none of the mistakes for which it has no words a rule owner knows.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

from pacecar.rulebook.problems import Problems, RulebookProblem
from pacecar.rulebook.tree import Place
from pacecar.rulebook.written import Written

LONGEST = 4000
DEEPEST = 50
_LEVELS = 2 * DEEPEST

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<string>'[^'\\\n]*'|"[^"\\\n]*")|(?P<word>[^\W\d]\w*|\d[\w.]*)"""
    r"""|(?P<operator>==|!=|<=|>=|\*\*|//|[-+*/<>.,()%])|(?P<other>&&|\|\||:=|=|.)""",
    re.DOTALL,
)
_STRAY = {
    "=": ("A single `=` compares nothing.", "Write `==`."),
    ":=": ("`:=` is not part of the rule language.", "Use `let` to name an expression."),
    "&&": ("`&&` is not part of the rule language.", "Write `and`."),
    "&": ("`&` is not part of the rule language.", "Write `and`."),
    "||": ("`||` is not part of the rule language.", "Write `or`."),
    "|": ("`|` is not part of the rule language.", "Write `or`."),
    "!": ("`!` is not part of the rule language.", "Write `not`."),
    "#": ("An expression cannot hold a comment.", "Put the comment on a line of its own."),
    "\\": ("A backslash is not part of the rule language.", ""),
    "'": ("This text has no closing quote.", ""),
    '"': ("This text has no closing quote.", ""),
}
_QUOTE_IT = "YAML ended the value at the `#`: put the whole expression in quotes."
_NAME_PARTS = "Name parts of it with `let`."
_TOO_DEEP = f"This expression is nested more than {DEEPEST} deep."
_Stray = tuple[int, str, str]
"""An offset, a message and a hint."""

_OPEN = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed expression: the scalar it stands in, its offset there, and its syntax tree."""

    written: Written
    start: int
    text: str
    root: ast.expr

    def offset(self, node: ast.AST) -> int:
        """Return where a node begins, in characters from the expression's start."""
        return self._characters(getattr(node, "col_offset", 1))

    def segment(self, node: ast.AST) -> str:
        """Return the text of a node as written."""
        end = self._characters(getattr(node, "end_col_offset", None) or len(self.text) + 1)
        return self.text[self.offset(node) : end]

    def place(self, node: ast.AST) -> Place:
        """Return a node's place in the rule file, its text with even spacing."""
        line, column = self.written.mark(self.start + self.offset(node))
        return Place(self.written.file, line, column, tidy(self.segment(node)))

    def problem(self, node: ast.AST, message: str, hint: str = "") -> RulebookProblem:
        """Return a problem at a node."""
        line, column = self.written.mark(self.start + self.offset(node))
        return RulebookProblem(self.written.file, line, column, message, hint)

    def _characters(self, column: int) -> int:
        """Return the offset of a UTF-8 column of what Python parsed: `(` and the text."""
        if self.text.isascii():
            return column - 1
        return len(self.text.encode()[: column - 1].decode("utf-8", "ignore"))


def parse(
    written: Written, problems: Problems, start: int = 0, end: int | None = None
) -> Parsed | None:
    """Return the expression in `written.text[start:end]`, or None with a problem noted."""
    text = written.text[start:end]
    stripped = text.strip()
    start += len(text) - len(text.lstrip())
    text = re.sub(r"[\n\r\t\f\v\x85\u2028\u2029]", " ", stripped)

    def refuse(offset: int, message: str, hint: str = "") -> None:
        line, column = written.mark(start + offset)
        hint = _QUOTE_IT if written.cut_off else hint
        problems.add(RulebookProblem(written.file, line, column, message, hint))

    if not text:
        refuse(0, "There is no expression here.")
    elif len(text) > LONGEST:
        refuse(
            0,
            f"This expression is longer than {LONGEST:,} characters.",
            "Name parts of it with `let`.",
        )
    elif (stray := _stray(stripped)) is not None:
        refuse(*stray)
    else:
        try:
            root = _read(text)
        except SyntaxError as error:
            offset = min(max((error.offset or 1) - 2, 0), len(text) - 1)
            refuse(offset, "This cannot be read as an expression.", _advice(text))
        except (ValueError, MemoryError, RecursionError, OverflowError):
            refuse(0, "This expression is nested too deeply.", _NAME_PARTS)
        else:
            parsed = Parsed(written, start, text, root)
            # Every level of a tree takes a character at least.
            if len(text) <= _LEVELS or not _too_deep(root):
                return parsed
            refuse(
                0,
                _TOO_DEEP,
                "Name parts of it with `let`.",
            )
    return None


def tidy(text: str) -> str:
    """Return an expression's text with even spacing, however it was laid out."""
    made = ""
    unary = True
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "space":
            continue
        sign = token in ("+", "-") and unary
        glued = token in (".", ",", ")", "]") or made.endswith((".", "(", "[", "\0"))
        called = token in ("(", "[") and re.search(r"[\w)\]]$", made) and not _ends_in_keyword(made)
        made += token if glued or called or not made else " " + token
        if sign:
            made += "\0"  # nothing is put between a sign and its number
        unary = not (kind == "string" or token in (")", "]")) and (
            kind != "word" or token in _KEYWORDS
        )
    return made.replace("\0", "")


_KEYWORDS = frozenset(("and", "or", "not", "in", "is", "if", "else", "for"))


def _ends_in_keyword(text: str) -> bool:
    return (re.split(r"\W", text) or [""])[-1] in _KEYWORDS


def _stray(text: str) -> _Stray | None:
    """Return the first thing in a text that cannot be part of an expression, if any."""
    if odd := re.search("[\0\ud800-\udfff]", text):
        return odd.start(), "This character is not part of the rule language.", ""
    opened: list[tuple[str, int]] = []
    prefixes = 0
    for match in _TOKEN.finditer(text):
        kind, sign, offset = match.lastgroup, match.group(), match.start()
        if kind == "space":
            continue
        stray = _bracket(sign, offset, opened)
        if stray is None and kind == "other":
            stray = _other(sign, offset)
        if stray is None and kind == "string" and text.startswith(sign[0], match.end()):
            stray = offset, "A text stands in one pair of quotes.", ""
        # Signs and `not` one after the other nest without any bracket.
        prefixes = prefixes + 1 if sign in ("not", "-", "+") else 0
        if stray is None and prefixes > DEEPEST:
            stray = offset, _TOO_DEEP, _NAME_PARTS
        if stray is not None:
            return stray
    if opened:
        return opened[-1][1], f"This `{opened[-1][0]}` is never closed.", ""
    return None


def _bracket(sign: str, offset: int, opened: list[tuple[str, int]]) -> _Stray | None:
    if sign in ("(", "[", "{"):
        opened.append((sign, offset))
        if len(opened) > DEEPEST:
            return offset, _TOO_DEEP, _NAME_PARTS
    elif sign in _OPEN and (not opened or opened.pop()[0] != _OPEN[sign]):
        return offset, f"This `{sign}` closes nothing.", ""
    return None


def _other(sign: str, offset: int) -> _Stray | None:
    if sign in _STRAY:
        return offset, *_STRAY[sign]
    if sign in "[]{}:":
        return None
    return offset, f"`{sign}` is not part of the rule language.", ""


def _read(text: str) -> ast.expr:
    with warnings.catch_warnings():
        # Python warns of odd numbers such as `1if`; they are refused when they are typed.
        warnings.simplefilter("ignore")
        return ast.parse(f"({text})", mode="eval").body


def _advice(text: str) -> str:
    words = set(re.findall(r"[A-Za-z]+", text))
    wrong = sorted(words & {"AND", "OR", "NOT", "IN", "And", "Or", "Not", "In"})
    return f"Write `{wrong[0].lower()}` in small letters." if wrong else ""


def _too_deep(root: ast.AST) -> bool:
    level: list[ast.AST] = [root]
    for _ in range(_LEVELS):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True
