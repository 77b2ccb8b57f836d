"""Folders of rule files into a rulebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pacecar.plan.decoding import decode
from pacecar.plan.nodes import Flaw, Mapping
from pacecar.plan.source import read_text
from pacecar.rulebook.building import assemble, build
from pacecar.rulebook.draft import Draft, read_draft
from pacecar.rulebook.files import RuleFile, RuleFolder, read_folders
from pacecar.rulebook.kinds import Schema
from pacecar.rulebook.library import (
    Library,
    check_definitions,
    read_definitions,
    read_rulebook,
    read_sources,
)
from pacecar.rulebook.problems import Problems, RulebookError, RulebookProblem
from pacecar.rulebook.rule import Rulebook
from pacecar.rulebook.settings import with_settings
from pacecar.rulebook.written import FileText

__all__ = ["load_rulebook", "with_settings"]

_SHARED = ("rulebook", "definitions", "sources")
_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = {"plan": "a plan's structure", "waivers": "a plan's waivers"}
"""The families of findings that no rule makes, and what they are about."""


def load_rulebook(folders: Sequence[Path], *, schema: Schema | None = None) -> Rulebook:
    """Load all rules below the folders.

    Args:
        folders: each holds `<family>/<name>.yaml`, and may hold `rulebook.yaml`,
            `definitions.yaml` and `sources.yaml`.
        schema: the plan's collections; those of `pacecar.plan.tables` by default.

    Raises:
        RulebookError: with every problem of every file.
    """
    return load_folders(read_folders(folders), schema=schema)


def load_folders(folders: Sequence[RuleFolder], *, schema: Schema | None = None) -> Rulebook:
    """Load all rules of folders that have been read; see `load_rulebook`."""
    if schema is None:
        from pacecar.plan.tables import SCHEMA

        schema = SCHEMA
    loading = _Loading(Library(schema))
    for number, folder in enumerate(folders):
        loading.read_folder(number, folder)
    rulebook = loading.rulebook()
    if len(loading.problems):
        raise RulebookError(loading.problems.sorted())
    return rulebook


@dataclass(slots=True)
class _Loading:
    library: Library
    problems: Problems = field(default_factory=Problems)
    drafts: dict[str, Draft] = field(default_factory=dict)

    def read_folder(self, number: int, folder: RuleFolder) -> None:
        found = False
        for file in folder.files:
            inside = (*file.parts[:-1], Path(file.parts[-1]).stem)
            name = _shown(folder.path.joinpath(*file.parts))
            shared = len(inside) == 1 and inside[0] in _SHARED
            if not shared and not self._is_rule(inside, name):
                continue
            found = found or not shared
            read = self._read(file, name)
            if read is None:
                continue
            node, source = read
            if not shared:
                self._rule(f"{inside[0]}/{inside[1]}", number, node, source)
            elif inside[0] == "rulebook":
                read_rulebook(self.library, number, node, source, self.problems)
            elif inside[0] == "sources":
                read_sources(self.library, node, source, self.problems)
            else:
                read_definitions(self.library, node, source, self.problems)
        if not found:
            message = (
                "There are no rules in this folder."
                if folder.path.is_dir()
                else "There is no such folder."
            )
            hint = "Rules stand in `<family>/<name>.yaml`."
            self.problems.add(RulebookProblem(_shown(folder.path), 1, 1, message, hint))

    def _is_rule(self, inside: tuple[str, ...], file: str) -> bool:
        message, hint = "", ""
        if len(inside) != 2:  # noqa: PLR2004 - family and name
            message = "A rule stands in a folder of its family."
            hint = "As in `twins/share-a-plant.yaml`."
        elif not all(map(_PART.fullmatch, inside)):
            message = f"`{'/'.join(inside)}` is no rule's id."
            hint = "Family and name are made of small letters, digits and `-`."
        elif inside[0] in _RESERVED:
            about = _RESERVED[inside[0]]
            message = f"The family `{inside[0]}` belongs to the findings about {about}."
            hint = "Take another name for the folder."
        if message:
            self.problems.add(RulebookProblem(file, 1, 1, message, hint))
        return not message

    def _read(self, read: RuleFile, file: str) -> tuple[Mapping, FileText] | None:
        if read.problem:
            message = f"This file cannot be read: {read.problem}."
            self.problems.add(RulebookProblem(file, 1, 1, message))
            return None
        text, flaw = decode(read.data, file)
        if flaw is not None:
            self.problems.add(_problem(flaw))
            return None
        root, flaws = read_text(text, file)
        for one in flaws:
            self.problems.add(_problem(one))
        if isinstance(root, Mapping) and not root.flawed:
            return root, FileText(file, text)
        if not flaws and root is not None:
            message = "This file is no mapping of keys to values."
            self.problems.add(RulebookProblem(file, root.span.line, root.span.column, message))
        return None

    def _rule(self, rule: str, number: int, node: Mapping, source: FileText) -> None:
        draft = read_draft(rule, number, node, source, self.problems)
        name = rule.partition("/")[2]
        for other in self.drafts.values():
            if other.id.partition("/")[2] == name:
                draft.form.refuse(
                    node.span,
                    f"There are two rules called `{name}`.",
                    f"The other is {other.file}.",
                )
                return
        self.drafts[rule] = draft

    def rulebook(self) -> Rulebook:
        check_definitions(self.library, self.problems)
        built = [build(draft, self.library, self.problems) for draft in self.drafts.values()]
        self._check_aliases()
        rules = [rule for rule in built if rule is not None]
        return assemble(rules, self.library, self.drafts)

    def _check_aliases(self) -> None:
        owners = {rule: rule for rule in self.drafts}
        for draft in self.drafts.values():
            for written in draft.aliases:
                family, slash, name = written.text.partition("/")
                owner = owners.setdefault(written.text, draft.id)
                if not (slash and _PART.fullmatch(family) and _PART.fullmatch(name)):
                    draft.form.refuse(
                        written.span,
                        f"`{written.text}` is no rule's id.",
                        "An alias is an old id: `family/name`.",
                    )
                elif owner != draft.id:
                    draft.form.refuse(written.span, f"`{written.text}` is {owner} already.")


def _shown(path: Path) -> str:
    """Return a path as problems name it: relative to the working directory where it is below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _problem(flaw: Flaw) -> RulebookProblem:
    span = flaw.location.span
    return RulebookProblem(flaw.location.file, span.line, span.column, flaw.message, flaw.hint)
