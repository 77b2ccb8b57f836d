"""`pacecar check --annotate`: the planner's own workbook, with the findings in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pacecar.checking.report import Report
from pacecar.cli.main import say
from pacecar.cli.outputs import is_among, to_file
from pacecar.cli.troubles import Trouble

_OPTION: Final = "pacecar: --annotate"
_SUFFIXES: Final = (".xlsx", ".xlsm")


class Annotation:
    """The workbook to be written: where, and from which of a plan."""

    def __init__(self, target: str, plans: Sequence[tuple[str, ...]]) -> None:
        """Take the name of a workbook, in a folder that there is, for one plan.

        Raises:
            Trouble: it cannot be written there, or the plans are several.
        """
        path = Path(target)
        if path.suffix.lower() not in _SUFFIXES:
            raise Trouble(f"{_OPTION} {target}: a workbook ends in {' or '.join(_SUFFIXES)}")
        if path.is_dir():
            raise Trouble(f"{_OPTION} {target} is a folder")
        if not path.parent.is_dir():
            raise Trouble(f"{_OPTION} {target}: there is no folder {path.parent}")
        if len(plans) > 1:
            names = ", ".join(path for plan in plans for path in plan)
            raise Trouble(f"{_OPTION} is for one plan; name one of {names}")
        self._target = target
        self._source = ""

    def find(self, report: Report) -> None:
        """Find the workbook that is to be annotated among the files of a checked plan.

        Raises:
            Trouble: the plan has none or several, or the target cannot stand for it.
        """
        target = self._target
        found = [name for name in report.texts if Path(name).suffix.lower() in _SUFFIXES]
        if not found:
            kinds = ", ".join(_SUFFIXES)
            raise Trouble(
                f"{_OPTION} writes findings into the cells of a workbook ({kinds}), "
                "and this plan has none; leave it out"
            )
        if len(found) > 1:
            raise Trouble(
                f"{_OPTION} is for a plan with one workbook, and this has {', '.join(found)}"
            )
        if is_among(target, report.texts):
            raise Trouble(f"{_OPTION} {target} is a file of the plan; name another")
        suffix = Path(found[0]).suffix.lower()
        if Path(target).suffix.lower() != suffix:
            raise Trouble(f"{_OPTION} {target}: {found[0]} keeps its kind; name it with {suffix}")
        self._source = found[0]

    def write(self, report: Report) -> None:
        """Write the annotated workbook, as a whole or not at all.

        Raises:
            Trouble: it cannot be read, edited or written.
        """
        try:
            from pacecar.formats.workbook.annotating import NotEditable, annotate
        except ImportError:
            raise Trouble(f"{_OPTION} needs more: pip install 'pacecar[sheets]'") from None
        source, target = self._source, self._target
        try:
            data = annotate(Path(source).read_bytes(), source, report)
        except NotEditable as problem:
            raise Trouble(f"pacecar: {source} cannot be annotated: {problem}") from None
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise Trouble(f"pacecar: {source} cannot be read: {reason}") from None
        try:
            to_file(data, Path(target))
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise Trouble(f"pacecar: {target} cannot be written: {reason}") from None
        say(f"pacecar: {source} annotated as {target}")
