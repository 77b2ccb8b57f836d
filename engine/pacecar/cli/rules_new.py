"""`pacecar rules new`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

import click

from pacecar.cli.editor_schemas import missing_schemas, modeline
from pacecar.cli.new_files import write_new
from pacecar.cli.printing import show
from pacecar.cli.settings import load_settings
from pacecar.cli.troubles import Trouble
from pacecar.plan.nearest import nearest, suggestion
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rulebook
from pacecar.rulebook.scaffold import feature_text, refusal, rule_text

_EPILOG = """\b
Example:
  pacecar rules new twins/share-a-plant

\b
Exit codes: 0 written, 2 the id is taken, or a file cannot be written.
"""


@click.command("new", short_help="Begin a rule and its feature.", epilog=_EPILOG)
@click.argument("rule", metavar="FAMILY/NAME")
@click.option("--rules", metavar="DIR", help="Folder of rules. Default: as set, or ./rules.")
@click.option("--features", metavar="DIR", help="Folder of features. Default: beside the rules.")
def command(rule: str, rules: str | None, features: str | None) -> None:
    """Write a rule and its feature to begin with; nothing is overwritten.

    The rule loads and asks nothing. Of the feature's four examples three fail until the rule is
    written.
    """
    if reason := refusal(rule):
        raise Trouble(f"pacecar: {reason}")
    told = load_settings(Path.cwd(), os.environ).get("rules", (rules,) if rules else None, ())
    folder = _folder_of_rules(told)
    if features is not None and not Path(features).is_dir():
        raise Trouble(f"pacecar: there is no folder {features}")
    beside = folder.parent / "features" if features is None else Path(features)
    files = {"rule": folder / f"{rule}.yaml", "feature": beside / f"{rule}.feature"}
    rulebook = _rulebook(folder)
    _refuse_existing(rule, folder, rulebook, files.values())
    family = rule.partition("/")[0]
    families = {path.parent.name for path in _rule_files(folder)}
    statement = next(iter(rulebook.statements), "S1") if rulebook else "S1"
    schemas = missing_schemas(folder, ("rule",))
    text = modeline(files["rule"], folder, "rule") + rule_text(rule, statement)
    write_new({files["rule"]: text, files["feature"]: feature_text(rule), **schemas})
    show(_told(rule, files, folder, tuple(schemas)))
    if families and family not in families:
        hint = suggestion(nearest(family, families))
        show(["", f'The family "{family}" is new. {hint}'])


def _folder_of_rules(told: tuple[str, ...]) -> Path:
    """Return the one folder that a rule can be written to.

    Raises:
        Trouble: there is none, or several.
    """
    if len(told) > 1:
        raise Trouble(f"pacecar: name one of the folders with --rules: {', '.join(told)}")
    folder = Path(told[0] if told else "rules")
    if not folder.is_dir():
        way = "" if told else "; name one with --rules, or make it"
        raise Trouble(f"pacecar: there is no folder {folder}{way}")
    return folder


def _rulebook(folder: Path) -> Rulebook | None:
    """Return the rulebook of a folder, None if it has no rules or problems to be told elsewhere."""
    from pacecar.rulebook.loading import load_rulebook

    try:
        return load_rulebook([folder])
    except RulebookError:
        return None


def _rule_files(folder: Path) -> Iterable[Path]:
    """Return the files of rules; a rule's id is its path."""
    return sorted([*folder.glob("*/*.yaml"), *folder.glob("*/*.yml")])


def _refuse_existing(
    rule: str, folder: Path, rulebook: Rulebook | None, files: Iterable[Path]
) -> None:
    """Refuse an id that is taken.

    Raises:
        Trouble: another rule has the id, the name, or had the id; or a file is there.
    """
    name = rule.partition("/")[2]
    for path in _rule_files(folder):
        if path.stem == name:
            raise Trouble(f'pacecar: there is a rule called "{name}" already: {path.as_posix()}')
    for other in rulebook.rules if rulebook else ():
        if rule in other.aliases:
            raise Trouble(f'pacecar: "{rule}" is a former id of {other.id}')
    for path in files:
        if os.path.lexists(path):
            raise Trouble(f"pacecar: {path.as_posix()} is there already")


def _told(rule: str, files: dict[str, Path], folder: Path, schemas: tuple[Path, ...]) -> list[str]:
    """Return what was written, and what to do next."""
    feature = shlex.quote(files["feature"].as_posix())
    rules = shlex.quote(folder.as_posix())
    return [
        f"written: {files['rule'].as_posix()}  (a rule that asks nothing yet)",
        f"written: {files['feature'].as_posix()}  (four examples, of which three fail)",
        *(f"written: {path.as_posix()}  (what editors know of rules)" for path in schemas),
        "",
        "Next:",
        f"  1. say in the feature what {rule} means",
        "  2. write the rule; its comments say what goes where",
        f"  3. pytest {feature} --pacecar-rules {rules}",
    ]
