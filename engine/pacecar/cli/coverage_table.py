"""Statements and what answers for them, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pacecar.formats.cells import shown, width
from pacecar.formats.view import View
from pacecar.formats.words import counted
from pacecar.rulebook.coverage import Answer, Coverage
from pacecar.rulebook.evidence import Evidence
from pacecar.rulebook.problems import listed

_QUOTE = 40
"""Cells that a quote is cut to."""

_COLUMN = 40
"""Cells that a column of answers needs."""


def table(found: Coverage, view: View) -> list[str]:
    """Return statements and answers as lines, then the problems and the sums."""
    longest = max(width(answer.statement.id) for answer in found.answers)
    lines: list[str] = []
    for answer in found.answers:
        lines += _row(answer, longest, view)
    for problem in found.problems:
        place = shown(f"{problem.file}:{problem.line}:{problem.column}")
        lines += ["", *view.labelled(place, "error", f": {shown(problem.message)}")]
        lines += view.wrap(shown(problem.hint), "    hint: ", "    ") if problem.hint else []
    lines.append("")
    for text in _compared(found):
        lines += view.wrap(shown(text), "", "    ")
    return [*lines, *view.wrap(_sums(found))]


def _row(answer: Answer, longest: int, view: View) -> Iterator[str]:
    """Yield the lines of a statement."""
    quote = _cut(answer.statement.quote)
    begin = f"{answer.statement.id:<{longest}}  {quote}{' ' * (_QUOTE - width(quote))}  "
    if view.limit is not None and view.limit - width(begin) < _COLUMN:
        # A terminal too narrow for a column of answers has them below the quotes.
        yield begin.rstrip()
        begin = " " * 4
    for label, text in _answers(answer):
        rest = " " * (width(begin) + 8)
        first, *others = view.wrap(shown(text), f"{begin}{label:<8}", rest)
        yield first if label != "nothing" else begin + view.paint(label, "error")
        yield from others
        begin = " " * width(begin)


def _answers(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield labels and texts of what answers for a statement."""
    if answer.rules:
        names = (f"{rule.id}{'' if rule.enabled else ' (off)'}" for rule in answer.rules)
        yield "rules" if len(answer.rules) > 1 else "rule", ", ".join(names)
    for entry in answer.data:
        yield "data", f"{_in_words(entry)}, verified by {entry.feature}"
    if answer.statement.reason:
        yield "reason", " ".join(answer.statement.reason.split())
    if answer.missing:
        yield "nothing", ""


def _in_words(entry: Evidence) -> str:
    """Return `3 leaderships of plans/alliance`."""
    counts = [
        counted(number, name.removesuffix("s"), name) for name, number in entry.entities.items()
    ]
    return f"{listed(counts, 'and')} of {entry.plan}" if counts else entry.plan


def _cut(quote: str) -> str:
    """Return as many words of a quote as its column takes."""
    words = shown(" ".join(quote.split())).split(" ")
    text = ""
    for number, word in enumerate(words):
        longer = f"{text} {word}".strip()
        if width(longer) > _QUOTE - (2 if number < len(words) - 1 else 0):
            return f"{text} …"
        text = longer
    return text


def _compared(found: Coverage) -> Iterator[str]:
    """Yield for each origin how many of its quotes are in the article that it is."""
    if found.comparison is None:
        return
    own: dict[str, list[str]] = {}
    for answer in found.answers:
        own.setdefault(answer.statement.origin, []).append(answer.statement.id)
    wrong = {misquote.statement for misquote in found.comparison.misquotes}
    for origin, ids in own.items():
        right = sum(name not in wrong for name in ids)
        article = found.comparison.articles.get(origin)
        told = f"{right} of {len(ids)} are in {article}" if article else "in no article"
        yield f"quotes of {origin or 'no origin'}: {told}"


def _sums(found: Coverage) -> str:
    """Return `43 statements: rules answer for 30, a reason for 13`."""
    kinds = Counter(next(_answers(answer))[0].removesuffix("s") for answer in found.answers)
    words = {"rule": "rules", "data": "reference data", "reason": "a reason", "nothing": "nothing"}
    answering = [(text, kinds[kind]) for kind, text in words.items() if kinds[kind]]
    verb = "answer" if answering[0][0] == "rules" else "answers"
    parts = [f"{text} for {number}" for text, number in answering]
    parts[0] = f"{answering[0][0]} {verb} for {answering[0][1]}"
    problems = f"; {counted(len(found.problems), 'problem')}" if found.problems else ""
    return f"{counted(len(found.answers), 'statement')}: {', '.join(parts)}{problems}"
