"""Taking in what was sent: which kind it is, and whether it can be judged at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pacecar.plan.building import Allowance
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import Documents, load_files, read_documents
from pacecar.plan.nodes import Flaw, Location, Mapping, Span
from pacecar.plan.proposal import KEYS, read_proposal
from pacecar.rulebook.loading import with_settings
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rulebook
from pacecar.service.problems import Unreadable
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.submissions import Kind


def kind_of(files: Sequence[SourceFile]) -> Kind:
    """Tell a whole plan, which has a header `plan`, from a proposal."""
    return "plan" if _says(read_documents(files, Allowance()), ("plan",)) else "proposal"


def take_in_proposal(files: Sequence[SourceFile], limits: ServiceSettings) -> None:
    """Refuse what is no proposal; flaws of its programs are for the report.

    Raises:
        Unreadable: a file cannot be read, or holds anything but programs and withdrawals.
    """
    read = read_documents(files, Allowance())
    proposal = read_proposal(read.documents)
    flaws = [flaw for flaw in read.flaws if flaw.fatal or _is_of_the_file(flaw)]
    flaws += proposal.refused
    flaws += [flaw for flaw in proposal.drafts.flaws if _is_of_the_file(flaw)]
    if not flaws and not _says(read, KEYS):
        place = Location(files[0].name, Span(1, 1, 1, 1), "")
        hint = "Write programs: [...] with whole programs, or withdraw: [id]."
        flaws = [*read.flaws]
        flaws.append(Flaw("plan/missing-field", "The proposal is empty.", place, hint=hint))
    _refuse_many(len(proposal.drafts.of["programs"]), files, limits, flaws)
    if flaws:
        raise Unreadable(flaws)


def _says(read: Documents, keys: Sequence[str]) -> bool:
    """Tell whether a file has one of some keys at its top."""
    roots = (root for _, root in read.documents if isinstance(root, Mapping))
    return any(key in root.entries for root in roots for key in keys)


def _is_of_the_file(flaw: Flaw) -> bool:
    """Tell whether a flaw is that the whole file is something else than a mapping."""
    return flaw.rule == "plan/wrong-type" and flaw.location.pointer == ""


def take_in_plan(
    files: Sequence[SourceFile],
    rulebook: Callable[[], Rulebook],
    limits: ServiceSettings,
    today: date,
) -> None:
    """Refuse a whole plan that cannot be judged; the rulebook is asked for if it sets anything.

    Raises:
        Unreadable: a file cannot be read, or the plan sets what the rulebook has not.
    """
    plan = load_files(files, as_of=None, today=today)
    flaws = [flaw for flaw in plan.flaws if flaw.fatal]
    try:
        if plan.settings:
            with_settings(rulebook(), plan.settings)
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
