"""Taking in what was sent: which kind it is, and whether it can be judged at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacecar.plan.building import Allowance
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.nodes import Flaw, Location, Mapping, Node, Span
from pacecar.plan.proposal import KEYS, read_proposal
from pacecar.plan.source import read_nodes
from pacecar.rulebook.loading import with_settings
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rulebook
from pacecar.service.problems import Unreadable
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.submissions import Kind


def kind_of(files: Sequence[SourceFile]) -> Kind:
    """Tell a whole plan, which has a header `plan`, from a proposal."""
    roots = (read_nodes(file.data, file.name)[0] for file in files)
    has_header = any(isinstance(root, Mapping) and "plan" in root.entries for root in roots)
    return "plan" if has_header else "proposal"


def take_in_proposal(files: Sequence[SourceFile], limits: ServiceSettings) -> None:
    """Refuse what is no proposal; flaws of its programs are for the report.

    Raises:
        Unreadable: a file cannot be read, or holds anything but programs and withdrawals.
    """
    documents: list[tuple[str, Node]] = []
    flaws: list[Flaw] = []
    allowance = Allowance()
    for file in files:
        root, found = read_nodes(file.data, file.name, allowance)
        flaws += [flaw for flaw in found if flaw.fatal or root is None]
        if root is not None:
            documents.append((file.name, root))
    proposal = read_proposal(documents)
    flaws += proposal.refused
    flaws += [
        flaw
        for flaw in proposal.drafts.flaws
        if flaw.rule == "plan/wrong-type" and flaw.location.pointer == ""
    ]
    said = any(
        key in root.entries for _, root in documents if isinstance(root, Mapping) for key in KEYS
    )
    if not flaws and not said:
        place = Location(files[0].name, Span(1, 1, 1, 1), "")
        hint = "Write programs: [...] with whole programs, or withdraw: [id]."
        flaws.append(Flaw("plan/missing-field", "The proposal is empty.", place, hint=hint))
    _refuse_many(len(proposal.drafts.of["programs"]), files, limits, flaws)
    if flaws:
        raise Unreadable(flaws)


def take_in_plan(
    files: Sequence[SourceFile], rulebook: Rulebook, limits: ServiceSettings, today: date
) -> None:
    """Refuse a whole plan that cannot be judged.

    Raises:
        Unreadable: a file cannot be read, or the plan sets what the rulebook has not.
    """
    plan = load_files(files, as_of=None, today=today)
    flaws = [flaw for flaw in plan.flaws if flaw.fatal]
    try:
        with_settings(rulebook, plan.settings)
    except RulebookError as error:
        for problem in error.problems:
            span = Span(problem.line, problem.column, problem.line, problem.column)
            place = Location(problem.file, span, "/plan/settings")
            flaws.append(Flaw("plan/unknown-field", problem.message, place, hint=problem.hint))
    _refuse_many(len(plan.collections["programs"]), files, limits, flaws)
    if flaws:
        raise Unreadable(flaws)


def _refuse_many(
    programs: int, files: Sequence[SourceFile], limits: ServiceSettings, flaws: list[Flaw]
) -> None:
    if programs > limits.max_programs:
        message = f"It holds {programs:,} programs; {limits.max_programs:,} is the most."
        place = Location(files[0].name, Span(1, 1, 1, 1), "/programs")
        flaws.append(Flaw("plan/over-limit", message, place))
