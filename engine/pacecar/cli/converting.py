"""What `pacecar convert` writes: made, read back and compared before a file is touched."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from pacecar.cli.outputs import is_among, to_files
from pacecar.cli.troubles import Trouble
from pacecar.plan.files import SourceFile, collect, is_of_a_plan
from pacecar.plan.loading import PathProblem, load_files
from pacecar.plan.nodes import Flaw
from pacecar.plan.portfolio import Plan
from pacecar.plan.writing import csv_text, json_text, yaml_text
from pacecar.plan.writing.comparing import differences
from pacecar.plan.writing.document import Document, document_of, obstacles
from pacecar.plan.writing.merging import Merged, merge

_FILES: Final = (".xlsx", ".yaml", ".yml", ".json")
_YAML: Final = (".yaml", ".yml")
_COMMENT: Final = re.compile(r"^[ \t]*#", re.MULTILINE)
_MARK: Final = b"\xef\xbb\xbf"
_TOLD: Final = 10
"""Flaws, entities and differences that are told one by one."""

Files = Mapping[str, bytes]


class Change(NamedTuple):
    """What becomes of a plan: its new files, what to tell, and the difference as text."""

    files: Files
    told: list[str]
    diff: str


def source_plan(paths: Sequence[str], today: date) -> Plan:
    """Read the plan that is to be converted.

    Raises:
        Trouble: it is none, or has flaws because of which something would be lost.
    """
    plan = _plan(_files(paths), today)
    if not plan.texts:
        raise Trouble(f"pacecar: no file of a plan in {', '.join(paths)}")
    _refuse(obstacles(plan), ", ".join(paths), "convert")
    return plan


def converted(source: Plan, target: str, kind: str | None, today: date, *, force: bool) -> Files:
    """Return the files of a plan as its target wants them.

    Raises:
        Trouble: the target is no kind of file that is written, exists, or cannot say all that
            the plan says.
    """
    path = Path(target)
    if is_among(target, source.texts):
        raise Trouble(f"pacecar: --to {target} is a file of the plan; name another")
    suffix = path.suffix.lower()
    if kind is not None and suffix in _FILES:
        raise Trouble(f"pacecar: --as is for a folder, and {target} is a file by its name")
    if suffix and suffix not in _FILES and not path.is_dir():
        raise Trouble(f"pacecar: --to {target}: name a folder, or a file in {', '.join(_FILES)}")
    if not path.absolute().parent.is_dir():
        raise Trouble(f"pacecar: --to {target}: there is no folder {path.parent}")
    made = _made(document_of(source), path, kind)
    _may_write(made, path, force=force)
    _compare(source, made, target, today)
    return made


def merged(source: Plan, target: str, today: date, *, remove: bool) -> Change:
    """Return what brings a plan of YAML files up to the source.

    Raises:
        Trouble: the target is no plan of YAML files without flaws, or cannot be changed so.
    """
    files = _files([target])
    other = [file.name for file in files if not file.name.lower().endswith(_YAML)]
    if other or not files:
        what = f"{other[0]} is none" if other else f"there is none in {target}"
        raise Trouble(f"pacecar: --into changes YAML files, and {what}; --to writes new files")
    before = _plan(files, today)
    _refuse(obstacles(before), target, "change")
    new_file = f"{target.rstrip('/')}/{{}}.yaml" if Path(target).is_dir() else files[0].name
    result = merge(before, source, new_file, remove=remove)
    marks = {file.name for file in files if file.data.startswith(_MARK)}
    new = {
        name: (_MARK if name in marks else b"") + text.encode()
        for name, text in sorted(result.texts.items())
    }
    whole = {file.name: file.data for file in files} | new
    wanted = {"wanted.yaml": yaml_text.render(result.document).encode()}
    expected = _plan([SourceFile(name, data) for name, data in wanted.items()], today)
    _compare(expected, whole, target, today)
    return Change(new, list(_told(result, target, remove=remove)), _diff(before, result))


def has_comments(plan: Plan) -> bool:
    """Tell whether YAML files of a plan have lines of comment, which are not carried over."""
    texts = [text for name, text in plan.texts.items() if name.lower().endswith(_YAML)]
    return any(_COMMENT.search(text) for text in texts)


def store(files: Files) -> None:
    """Write files, all of them or none.

    Raises:
        Trouble: one cannot be written.
    """
    try:
        for folder in sorted({Path(name).parent for name in files}):
            folder.mkdir(exist_ok=True)
        to_files({Path(name): data for name, data in files.items()})
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Trouble(
            f"pacecar: {problem.filename or 'a file'} cannot be written: {reason}"
        ) from None


def _files(paths: Sequence[str]) -> list[SourceFile]:
    try:
        return collect(paths)
    except PathProblem as problem:
        raise Trouble(f"pacecar: {problem}") from None


def _plan(files: Sequence[SourceFile], today: date) -> Plan:
    return load_files(files, as_of=None, today=today)


def _refuse(flaws: Sequence[Flaw], what: str, verb: str) -> None:
    """Refuse a plan with flaws, and list them."""
    if not flaws:
        return
    lines = [f"{_place(flaw)}: {flaw.message} {flaw.hint}".rstrip() for flaw in flaws[:_TOLD]]
    more = len(flaws) - _TOLD
    lines += [f"{more} more; pacecar check tells all"] if more > 0 else []
    raise Trouble(*lines, f"pacecar: {what}: mend this first; to {verb} it would lose something")


def _place(flaw: Flaw) -> str:
    place = flaw.location
    if place.in_workbook:
        return f"{place.file} {place.cell}"
    return f"{place.file}:{place.span.line}:{place.span.column}"


def _made(document: Document, path: Path, kind: str | None) -> Files:
    """Return the files that a target asks for by its name."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from pacecar.plan.writing.workbook import CannotHold, render

        try:
            return {str(path): render(document)}
        except CannotHold as problem:
            raise Trouble(f"pacecar: {path}: {problem}") from None
        except ImportError:
            raise Trouble("pacecar: workbooks need more: pip install 'pacecar[sheets]'") from None
    if suffix == ".json":
        return {str(path): json_text.render(document).encode()}
    if suffix in _YAML:
        return {str(path): yaml_text.render(document).encode()}
    if kind == "csv":
        return {str(path / name): data for name, data in csv_text.render(document).items()}
    return {
        str(path / f"{name}.yaml"): yaml_text.render({name: entities}).encode()
        for name, entities in document.items()
    }


def _may_write(made: Files, path: Path, *, force: bool) -> None:
    """Refuse to replace files unasked, and to put a plan beside another."""
    there = [name for name in made if Path(name).exists()]
    if there and not force:
        raise Trouble(f"pacecar: {there[0]} exists; --force replaces it")
    if path.is_dir():
        names = {Path(name).name for name in made}
        others = sorted(each.name for each in path.iterdir() if is_of_a_plan(each.name))
        strange = [name for name in others if name not in names]
        if strange:
            raise Trouble(
                f"pacecar: {path} has files of another plan, such as {strange[0]}; "
                "name a folder of its own"
            )


def _compare(wanted: Plan, files: Files, target: str, today: date) -> None:
    """Read back what is to be written, and refuse it if it does not say what it should."""
    found = _plan([SourceFile(name, data) for name, data in files.items()], today)
    unlike = list(differences(wanted, found))
    if unlike:
        lines = [f"{target} cannot say: {what}" for what in unlike[:_TOLD]]
        more = len(unlike) - _TOLD
        lines += [f"{more} more"] if more > 0 else []
        raise Trouble(*lines, "pacecar: nothing is written, as not all would be kept")


def _told(result: Merged, target: str, *, remove: bool) -> Iterator[str]:
    """Yield what a merge does, and what it leaves."""
    for verb, names in (("changed", result.changed), ("added", result.added)):
        if names:
            yield f"pacecar: {target}: {len(names)} {verb}: {_listed(names)}"
    if result.missing and remove:
        yield f"pacecar: {target}: {len(result.missing)} removed: {_listed(result.missing)}"
    elif result.missing:
        yield (
            f"pacecar: {target}: {len(result.missing)} not in the source, and kept: "
            f"{_listed(result.missing)} (--remove takes them out)"
        )
    if not result.texts:
        yield f"pacecar: {target} says the same already"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _TOLD
    return ", ".join(names[:_TOLD]) + (f", {more} more" if more > 0 else "")


def _diff(before: Plan, result: Merged) -> str:
    """Return a unified diff of the files that change."""
    lines: list[str] = []
    for name, text in sorted(result.texts.items()):
        old = before.texts.get(name, "")
        head = name if name in before.texts else os.devnull
        lines += difflib.unified_diff(
            old.splitlines(keepends=True), text.splitlines(keepends=True), head, name
        )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
