"""The vocabulary of features: every step there is.

The plugin registers this module where a session collects features. A step's words are part of
the contract with everyone who writes features; `pacecar spec steps` lists them with what is
said about them here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, then, when

from pacecar.plan.tables import SCHEMA
from pacecar.specification.comparing import listing
from pacecar.specification.example import Example, Setting
from pacecar.specification.interfaces import INTERFACES, Interface
from pacecar.specification.selection import plan_path, reference_plan, rule_folders, rule_of

Table = Sequence[Sequence[str]]

_SINGULAR = {schema.singular: name for name, schema in SCHEMA.items() if schema.named}
_COLLECTIONS = "|".join(name for name in SCHEMA if name != "plan")


@pytest.fixture
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Example:
    """The example that is run: the plan its steps state, and the answer they get."""
    config = request.config
    tags = {mark.name for mark in request.node.iter_markers()}
    setting = Setting(_interface(config), rule_folders(config), rule_of(tags, config), tmp_path)
    return Example(setting)


def _interface(config: pytest.Config) -> Interface:
    name: str = config.getoption("pacecar_interface") or "in-process"
    if name != "http":
        return INTERFACES[name]
    from pacecar.specification.over_http import over_http

    return over_http(config)


@given(parsers.re(r"the reference data of the (?P<name>\w+)"))
def reference_data(example: Example, name: str, pytestconfig: pytest.Config) -> None:
    """Start from what a plan has beside programs, leaderships, targets and waivers.

    The plan is `plans/<name>`, or that of --pacecar-plan. Its header counts, with its dates.
    """
    example.draft.take_reference_data(reference_plan(name, pytestconfig))


@given(parsers.re(r'the plan "(?P<path>[^"]+)"'))
def whole_plan(example: Example, path: str, pytestconfig: pytest.Config) -> None:
    """Start from a whole plan, a file or a folder, relative to the root of the session."""
    example.draft.take_plan(plan_path(path, pytestconfig))


@given(parsers.re(rf"the (?P<collection>{_COLLECTIONS})"))
def collection_as_table(example: Example, collection: str, datatable: Table) -> None:
    """State a whole collection in a table, in place of the one taken from a plan.

    Columns are fields. Lists are split at `;` or `,`; a technology reads `name=developer`;
    volumes have columns such as `units 2024`, costs `cost planned`. A blank cell leaves the
    field out, `?` says that it is unknown, `-` that there is none. A column `name` may be left
    out; the name is the id then.
    """
    example.draft.state(collection, datatable)


@given(parsers.re(r"the plan is dated (?P<day>[\d-]+)"))
def dated(example: Example, day: str) -> None:
    """Set the date the plan is judged at; 2025-12-31 where nothing says otherwise."""
    example.draft.head("as_of", day)


@given(parsers.re(r"new programs count from (?P<day>[\d-]+|no date)"))
def counting_from(example: Example, day: str) -> None:
    """Set the plan's `since`: programs that start earlier are legacy. `no date`: none is."""
    example.draft.head("since", "-" if day == "no date" else day)


@given(parsers.re(r"the rule's (?P<name>\w+) is set to (?P<text>[\w.-]+)"))
def parameter(example: Example, name: str, text: str) -> None:
    """Set a parameter of the rule in the plan's settings."""
    example.draft.set_parameter(example.rule, name, text)


@given(parsers.re(rf"((?P<kind>{'|'.join(_SINGULAR)}) )?(?P<name>[!-~]+) has (?P<words>.+)"))
def changed(example: Example, kind: str | None, name: str, words: str) -> None:
    """Change one value of an entity: `r-kadjar has platform cmf-b-hs`, as in a table's cell.

    Where an id is one of two collections, say which: `platform cmf-ev has common false`.
    """
    example.draft.change(name, words, _SINGULAR[kind] if kind else "")


@when("the plan is checked")
def checked(example: Example) -> None:
    """Check the plan by the feature's rule, or by all rules where its tags name none."""
    example.check()


@then(parsers.re(r"the rule is (?P<outcome>kept|broken|undetermined|not applicable)"))
def has_outcome(example: Example, outcome: str) -> None:
    """Demand the rule's outcome over all its cases. Kept and not applicable report nothing."""
    found = example.outcome()
    if found.outcome != outcome:
        reported = listing(example.findings())
        pytest.fail(
            f"the rule is {found.outcome}, not {outcome}: {found}\n{reported}", pytrace=False
        )


@then(parsers.re(r"(?P<count>\d+) cases? (is|are) (?P<outcome>kept|broken|undetermined)"))
def number_of_cases(example: Example, count: str, outcome: str) -> None:
    """Demand how many cases of the rule have an outcome."""
    found = example.outcome()
    if getattr(found, outcome) != int(count):
        pytest.fail(f"{getattr(found, outcome)} are {outcome}, not {count}: {found}", pytrace=False)


@then("exactly these findings are reported")
def exactly_these(example: Example, datatable: Table) -> None:
    """Demand the rule's findings, all of them: `program` or `subject`, field, severity, message."""
    example.compare(datatable, exactly=True)


@then("these findings are among those reported")
def among_others(example: Example, datatable: Table) -> None:
    """Demand findings that may have others beside them; for whole plans."""
    example.compare(datatable, exactly=False)


@then("no other rule reports a finding")
def nothing_else(example: Example) -> None:
    """Judge by all rules that are enabled, and demand silence of all but the feature's."""
    if others := example.findings_of_others():
        pytest.fail(f"other rules report:\n{listing(others)}", pytrace=False)


@then(parsers.re(r"none of these is the subject of an error or warning of (?P<family>[\w-]+)"))
def not_the_subject(example: Example, family: str, datatable: Table) -> None:
    """Demand that entities, ids in a table's first column, are free of a family's findings."""
    ids = {row[0] for row in datatable[1:]}
    about = [
        told
        for told in example.findings()
        if told.rule.startswith(f"{family}/") and told.severity != "info" and told.subject in ids
    ]
    if about:
        pytest.fail(f"these are the subject of findings:\n{listing(about)}", pytrace=False)
