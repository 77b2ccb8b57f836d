"""`pacecar check --write-baseline`: where a baseline may go, and that it gets there whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pacecar.checking.baseline import baseline_of
from pacecar.checking.report import Report
from pacecar.cli.exit_codes import NOT_JUDGED
from pacecar.cli.main import say
from pacecar.cli.outputs import is_among, write_file
from pacecar.cli.troubles import NOTHING, Trouble
from pacecar.formats.cells import shown
from pacecar.formats.words import counted
from pacecar.plan.files import is_of_a_plan


def must_be_writable(target: str, plans: Sequence[tuple[str, ...]], chosen: object) -> None:
    """Refuse, before anything is judged, a baseline that would be of no use.

    Args:
        target: the file to write.
        plans: the plans to check, each as its paths.
        chosen: what of the rules is selected or ignored on the command line.

    Raises:
        Trouble: it would hold several plans or a part of the rules, or be read as a plan's file.
    """
    name = f"pacecar: --write-baseline {target}"
    if not target:
        raise Trouble("pacecar: --write-baseline is empty; name a file")
    if len(plans) > 1:
        names = ", ".join(path for plan in plans for path in plan)
        raise Trouble(f"{name}: a baseline holds one plan; name one of {names}")
    if not plans:
        raise Trouble(f"{name}: no plan is checked, so there is nothing to write", code=NOTHING)
    if chosen:
        raise Trouble(f"{name}: it holds what all rules find; leave out --select and --ignore")
    place = Path(target).absolute()
    if place.is_dir():
        raise Trouble(f"{name} is a folder")
    if not place.parent.is_dir():
        raise Trouble(f"{name}: there is no folder {Path(target).parent}")
    folders = [Path(path).absolute() for plan in plans for path in plan if Path(path).is_dir()]
    if is_of_a_plan(place.name) and any(place.is_relative_to(folder) for folder in folders):
        raise Trouble(f"{name} would be read as a file of the plan; call it {place.stem}.baseline")


def write_baseline(report: Report, target: str) -> int:
    """Write a report's findings as a baseline; return the exit code.

    Raises:
        Trouble: the plan was not judged, or the file cannot be written or is one of the plan.
    """
    if is_among(target, report.texts):
        raise Trouble(f"pacecar: --write-baseline {target} is a file of the plan")
    if report.verdict == "not judged":
        raise Trouble(
            f"pacecar: {target} is not written: a plan that is not judged has findings that "
            "nobody knows",
            code=NOT_JUDGED,
        )
    write_file(baseline_of(report), target)
    say(shown(f"pacecar: baseline written to {target}: {counted(len(report.findings), 'finding')}"))
    return 0
