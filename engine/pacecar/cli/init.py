"""`pacecar init`."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import click

from pacecar.cli import hook_config
from pacecar.cli.defaults import plans_to_check
from pacecar.cli.editor_schemas import FOLDER, missing_schemas, modeline
from pacecar.cli.new_files import write_new
from pacecar.cli.outputs import write_file
from pacecar.cli.printing import show
from pacecar.cli.settings import Settings
from pacecar.cli.starting_plan import FIRST_RULE, PLAN, PROGRAMS, RULEBOOK, SETTINGS, TARGETS
from pacecar.cli.troubles import Trouble
from pacecar.formats.cells import shown
from pacecar.plan.scalars import flaw_of_text
from pacecar.rulebook.scaffold import feature_text, rule_text

_HELP = """Begin a plan in FOLDER, by default this one.

It writes a small plan that is accepted as it stands, a file of settings, and what editors need to
complete and explain plans. In a git repository it adds a hook that checks the plan at every
commit. It tells what it wrote; to undo it, remove these files.

A file that is there is never changed, but for .pre-commit-config.yaml, which the hook is added to.

\b
Examples:
  pacecar init
  pacecar init proposals --rules
  pacecar init --xlsx plan.xlsx

\b
Exit codes: 0 written, 2 usage error, or a plan is there already.
"""


class _File(NamedTuple):
    """A file to be written, and what to tell of it."""

    text: str
    about: str


@click.command("init", help=_HELP, short_help="Begin a plan in a folder.")
@click.argument("folder", default=".", metavar="[FOLDER]")
@click.option("--rules", is_flag=True, help="Begin rules of your own, too: one rule, its feature.")
@click.option(
    "--xlsx", metavar="FILE", help="Write a workbook with a small plan instead, and nothing else."
)
@click.option(
    "--force", is_flag=True, help="Write what is missing where a plan is already; keep all else."
)
def command(folder: str, rules: bool, xlsx: str | None, force: bool) -> None:
    """Begin a plan; `_HELP` is what users read."""
    if xlsx is not None:
        _begin_workbook(xlsx, alone=not (rules or force) and folder == ".")
        return
    top = Path(folder)
    if top.exists() and not top.is_dir():
        raise Trouble(f"pacecar: {folder} is a file; name a folder")
    files = _files(top, own_rules=rules)
    if not force:
        _refuse_existing(top, files)
    new = {path: file for path, file in files.items() if not os.path.lexists(path)}
    write_new({path: file.text for path, file in new.items()})
    for path, file in files.items():
        what = f"written: {path.as_posix()}  ({file.about})"
        show([shown(what if path in new else f"kept:    {path.as_posix()}")])
    show(_wire_hook(top))
    show(_next(top, new, rules=rules))


def _begin_workbook(file: str, *, alone: bool) -> None:
    """Write a workbook to begin a plan with, and tell what to do next."""
    if not alone:
        raise Trouble("pacecar: --xlsx writes one workbook: leave out FOLDER, --rules and --force")
    from pacecar.cli.template import write_template

    write_template(Path(file))
    name = shlex.quote(file)
    show(
        [
            shown(f"written: {file}  (a small plan to write over; its first sheet explains it)"),
            "",
            "Next:",
            shown(f"  pacecar check {name}"),
            shown(f"  pacecar check {name} --annotate checked.xlsx"),
        ]
    )


def _files(top: Path, *, own_rules: bool) -> dict[Path, _File]:
    """Return the files of a new plan, each at its place below a folder."""
    plans = top / "plans"
    quoted = json.dumps(_name(top), ensure_ascii=False)
    texts = {
        "plan": (PLAN.format(name=quoted), "the plan's name, dates, companies, platforms ..."),
        "programs": (PROGRAMS, "four programs, two of them twins"),
        "targets": (TARGETS, "the figures that the plan is to reach"),
    }
    found = {
        plans / f"{stem}.yaml": _File(modeline(plans / f"{stem}.yaml", plans, "plan") + text, about)
        for stem, (text, about) in texts.items()
    }
    if own_rules:
        found |= _rule_files(top / "rules", quoted)
    if not _has_settings(top / "pyproject.toml"):
        found[top / "pacecar.toml"] = _File(SETTINGS, "settings, all of them commented out")
    kinds = ("plan", "rule", "rulebook") if own_rules else ("plan",)
    for path, text in missing_schemas(plans, kinds).items():
        found[path] = _File(text, "for editors")
    return found


def _name(top: Path) -> str:
    """Return the folder's name, if a plan may be called so."""
    name = Path(os.path.realpath(top)).name
    problem, _ = flaw_of_text(name)
    return "Plan" if problem or not name.strip() else name


def _rule_files(rules: Path, name: str) -> dict[Path, _File]:
    """Return the files of a rulebook of one rule."""
    rule = rules / f"{FIRST_RULE}.yaml"
    shared = rules / "rulebook.yaml"
    feature = rules.parent / "features" / f"{FIRST_RULE}.feature"
    return {
        shared: _File(
            modeline(shared, rules, "rulebook") + RULEBOOK.format(name=name),
            "what holds for all rules",
        ),
        rule: _File(
            modeline(rule, rules, "rule") + rule_text(FIRST_RULE, "S1"),
            "a rule that asks nothing yet",
        ),
        feature: _File(feature_text(FIRST_RULE), "what it means: four examples, three fail yet"),
    }


def _has_settings(pyproject: Path) -> bool:
    """Tell whether a pyproject.toml has settings, which a pacecar.toml would hide."""
    try:
        return "[tool.pacecar" in pyproject.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _refuse_existing(top: Path, files: Mapping[Path, _File]) -> None:
    """Refuse a folder that has a plan already.

    Raises:
        Trouble: it has.
    """
    there = [path for path in files if os.path.lexists(path) and FOLDER not in path.parts]
    plans = plans_to_check((), Settings(), top) if top.is_dir() else []
    if (top / "plans").is_dir() and not any((top / "plans").iterdir()):
        plans = []
    found = [path.as_posix() for path in there] or [
        (top / path).as_posix() for plan in plans for path in plan
    ]
    if found:
        raise Trouble(
            f"pacecar: there is a plan or a part of one already: {', '.join(found)}",
            "Nothing was written. --force writes what is missing, and keeps what is there.",
        )


def _wire_hook(top: Path) -> list[str]:
    """Add the hook to the configuration of a git repository; return what to tell of it."""
    repository = hook_config.repository(Path(os.path.realpath(top)))
    if repository is None:
        return ["no hook: this is no git repository (git init, then pacecar init --force)"]
    config = repository / hook_config.CONFIG
    told = Path(os.path.relpath(config)).as_posix()
    lines = ["", f"To check the plan at every commit, add to repos in {told}:", ""]
    by_hand = [*lines, *(f"  {line}" for line in hook_config.HOOK.splitlines())]
    if not os.path.lexists(config):
        write_new({config: hook_config.new_config()})
        return [f"written: {told}  (checks the plan at every commit)"]
    try:
        text = config.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return [f"kept:    {told}, which cannot be read", *by_hand]
    if "pacecar" in text:
        return [f"kept:    {told}, which has pacecar already"]
    longer = hook_config.extended(text)
    if longer is None:
        return [f"kept:    {told}", *by_hand]
    write_file(longer, str(config))
    return [f"changed: {told}  (the hook pacecar-check is added at its end)"]


def _next(top: Path, new: Mapping[Path, _File], *, rules: bool) -> list[str]:
    """Return what to do next, and how to undo it."""
    inside = Path(os.path.realpath(top)) == Path.cwd()
    steps = [] if inside else [f"cd {shlex.quote(top.as_posix())}"]
    steps += ["pacecar check"]
    if rules:
        steps += [f"pytest features/{FIRST_RULE}.feature --pacecar-rules rules"]
    lines = ["", "Next:", *(f"  {step}" for step in steps)]
    lines += ["  change plans/ into your plan; your editor completes and explains the fields"]
    if rules:
        lines += ["", "./rules takes the place of the rules that come with Pacecar."]
        lines += ["More rules: pacecar rules new FAMILY/NAME"]
    return lines if new else ["", "Nothing was missing."]
