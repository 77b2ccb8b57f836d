"""What a user can mend: said in one line, with a way out, and the exit code it ends in."""

from __future__ import annotations

from typing import Final

USAGE: Final = 2
NOTHING: Final = 3


class Trouble(Exception):
    """Ends a command: lines for standard error, and the exit code."""

    def __init__(self, *lines: str, code: int = USAGE) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
        self.code = code


def trouble_of(problem: Exception) -> Trouble | None:
    """Return the trouble that an exception of the layers below means, None if it is our fault."""
    from pacecar.checking.problems import AgainstProblem
    from pacecar.checking.selection import UnknownRule
    from pacecar.evaluation.judges.choice import EvaluatorMissing
    from pacecar.plan.bulk.problems import DatabaseProblem
    from pacecar.plan.loading import PathProblem
    from pacecar.rulebook.problems import RulebookError

    if isinstance(problem, RulebookError):
        lines: list[str] = []
        for entry in problem.problems:
            lines.append(f"{entry.file}:{entry.line}:{entry.column}: {entry.message}")
            lines += [f"    hint: {entry.hint}"] if entry.hint else []
        count = len(problem.problems)
        total = "1 problem" if count == 1 else f"{count} problems"
        return Trouble(*lines, f"pacecar: the rulebook cannot be used: {total}")
    told = AgainstProblem | DatabaseProblem | PathProblem | UnknownRule | EvaluatorMissing
    if isinstance(problem, told):
        return Trouble(f"pacecar: {problem}")
    return None
