"""A plan of YAML files brought up to another one, where its values stand."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacecar.plan.portfolio import Plan
from pacecar.plan.writing import yaml_text
from pacecar.plan.writing.comparing import differences
from pacecar.plan.writing.document import Document, document_of
from pacecar.plan.writing.merging import Merged, merge
from tests.plan.writing.reading import plan, plan_of

TEXT = """\
# The plan of two companies.
plan:
  name: Two    # short for "two companies"
  as_of: 2026-01-01

companies:
  - {id: a, name: A, brands: [x, y]}   # the first
  - {id: b, name: B}

programs:
  # The first one.
  - id: p
    name: "Program P"
    company: a
    segment: C   # measured
    body: suv
    regions:
      - europe
      - asia
    units: {2026: 100, 2027: 200}
    cost:
      standalone: 900
      planned: 560
    start: 2026-03
    source: >-
      A long text
      on two lines

  - id: q
    name: Program Q
    company: b
    segment: null
    body: suv

regions: [{id: europe, name: Europe}, {id: asia, name: Asia}]
"""


def changed(text: str, *replacements: tuple[str, str]) -> str:
    """Return a text with pieces replaced, each of which is there."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def merged(target: str, source: str, *, remove: bool = False) -> Merged:
    """Return what brings one file up to what another says in other words."""
    other = plan_of({"plan.yaml": rewritten(plan(plan_yaml=source))})
    return merge(plan(plan_yaml=target), other, "plan.yaml", remove=remove)


def rewritten(source: Plan) -> bytes:
    """Return a plan without its comments and styles."""
    return yaml_text.render(document_of(source)).encode()


def text_of(found: Merged) -> str:
    """Return the new text of the one file, checked to say what it should."""
    text = found.texts["plan.yaml"]
    wanted = plan_of({"plan.yaml": yaml_text.render(found.document).encode()})
    assert list(differences(wanted, plan(plan_yaml=text))) == []
    return text


def test_without_a_difference_nothing_is_written() -> None:
    """Neither styles nor comments nor the order of keys are differences."""
    assert merged(TEXT, TEXT) == Merged(document=merged(TEXT, TEXT).document)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Two ", "name: Three "),
        ("name: A,", "name: The A,"),
        ("brands: [x, y]", "brands: [x, z]"),
        ('"Program P"', '"Program \\"P\\" é"'),
        ("segment: C ", "segment: D "),
        ("- asia", "- africa"),
        ("2027: 200", "2027: 250"),
        ("2027: 200", "2027: null"),
        ("planned: 560", "planned: 0.5"),
        ("start: 2026-03", "start: 2026-03-15"),
        ("segment: null", "segment: E"),
        ("name: Asia", 'name: "A, S: [I]"'),
        ("name: Program Q", 'name: "no"'),
    ],
)
def test_one_changed_value_changes_one_line(old: str, new: str) -> None:
    """What else stands on the line, a comment too, stays."""
    wanted = changed(TEXT, (old, new))
    found = text_of(merged(TEXT, wanted))
    assert found == wanted
    diff = list(difflib.ndiff(TEXT.splitlines(), found.splitlines()))
    assert [sum(line.startswith(mark) for line in diff) for mark in "-+"] == [1, 1]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (
            [("      - asia\n", "      - asia\n      - africa\n")],
            [("regions:\n      - europe\n      - asia\n", "regions: [europe, asia, africa]\n")],
        ),
        ([(", 2027: 200", "")], [(", 2027: 200", "")]),
        ([("{2026: 100, ", "{")], [("{2026: 100, ", "{")]),
        ([("2027: 200", "2027: 200, 2028: 1")], [("2027: 200", "2027: 200, 2028: 1")]),
        ([("      planned: 560\n", "")], [("      planned: 560\n", "")]),
        (
            [("      planned: 560\n", ""), ("      standalone: 900\n", "      planned: 1\n")],
            [("      standalone: 900\n", ""), ("planned: 560", "planned: 1")],
        ),
        ([("    start: 2026-03\n", "")], [("    start: 2026-03\n", "")]),
        (
            [("    start: 2026-03\n", "    start: 2026-03\n    end: 2030\n")],
            [("    start: 2026-03\n", "    start: 2026-03\n    end: 2030\n")],
        ),
        ([(", brands: [x, y]", "")], [(", brands: [x, y]", "")]),
        ([("name: B}", "name: B, member: true}")], [("name: B}", "name: B, member: true}")]),
        (
            [
                (
                    "    body: suv\n\nregions",
                    "    body: suv\n    technologies: [{technology: t}]\n\nregions",
                )
            ],
            [
                (
                    "    body: suv\n\nregions",
                    "    body: suv\n    technologies:\n      - {technology: t}\n\nregions",
                )
            ],
        ),
        (
            [(">-\n      A long text\n      on two lines\n", "Short\n")],
            [(">-\n      A long text\n      on two lines\n", "Short\n")],
        ),
    ],
)
def test_fields_come_and_go(source: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> None:
    """Each is written where it usually stands, in the way of those around it."""
    assert text_of(merged(TEXT, changed(TEXT, *source))) == changed(TEXT, *wanted)


def test_new_entities_stand_below_those_of_their_company() -> None:
    """Written as the one above, with a blank line where there is one between the others."""
    program = "  - id: r\n    name: R\n    company: b\n    segment: A\n    body: kei\n"
    company = "  - {id: c, name: C}\n"
    region = ", {id: africa, name: Africa}"
    wanted = changed(
        TEXT,
        ("    body: suv\n\nregions", f"    body: suv\n\n{program}\nregions"),
        ("name: B}\n", f"name: B}}\n{company}"),
        ("name: Asia}", f"name: Asia}}{region}"),
    )
    found = merged(TEXT, wanted)
    assert text_of(found) == wanted
    assert found.added == ["companies c", "regions africa", "programs r"]


def test_a_new_collection_goes_below_all_others() -> None:
    """Or below its key, where that is there with nothing in it."""
    more = "plants:\n  - id: works\n    name: Works\n"
    assert text_of(merged(TEXT, f"{TEXT}\n{more}")) == f"{TEXT}\n{more}"
    empty = f"{TEXT}\nplants: []   # none yet\n"
    assert text_of(merged(empty, f"{TEXT}\n{more}")) == (
        f"{TEXT}\nplants:\n  - id: works\n    name: Works   # none yet\n"
    )


def test_what_the_source_lacks_is_named_and_stays() -> None:
    """Only where it is asked for it goes, with its lines."""
    gone = changed(TEXT, (TEXT[TEXT.index("  - id: q") : TEXT.index("regions: [")], ""))
    found = merged(TEXT, gone)
    assert (found.missing, found.texts) == (["programs q"], {})
    removed = merged(TEXT, gone, remove=True)
    start, end = TEXT.index("\n  - id: q"), TEXT.index("\nregions: [")
    assert text_of(removed) == TEXT[:start] + TEXT[end:]


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_line_breaks_stay_those_of_the_file(line_break: str) -> None:
    """Also in lines that are new."""
    text = TEXT.replace("\n", line_break)
    wanted = changed(TEXT, ("    start: 2026-03\n", "    start: 2026-04\n    end: 2030\n"))
    assert text_of(merged(text, wanted)) == wanted.replace("\n", line_break)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip),
    "segment": st.sampled_from("ABCDEF"),
    "body": st.sampled_from(["suv", "van", None]),
    "regions": st.lists(st.sampled_from(["europe", "asia"])),
    "note": st.none() | st.text(st.characters(exclude_categories=("Cs", "Cc"))),
    "unsure": st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")))),
    "powertrains": st.lists(st.sampled_from(["electric", "hybrid"])) | st.none(),
}


@given(st.dictionaries(st.sampled_from(sorted(VALUES)), st.none(), min_size=1), st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_changes_the_file_says_it_afterwards(
    names: dict[str, None], data: st.DataObject
) -> None:
    """Changed, added and removed fields of a program, in any mixture."""
    document: Document = document_of(plan(plan_yaml=TEXT))
    program = document["programs"][data.draw(st.integers(0, 1))]
    for name in names:
        program[name] = data.draw(VALUES[name])
        optional = name in {"regions", "note", "unsure", "powertrains"}
        if optional and data.draw(st.booleans()):
            del program[name]
    source = plan_of({"plan.yaml": yaml_text.render(document).encode()})
    found = merge(plan(plan_yaml=TEXT), source, "plan.yaml", remove=False)
    text = found.texts.get("plan.yaml", TEXT)
    assert list(differences(source, plan(plan_yaml=text))) == []
    for comment in (
        "# The plan",
        '# short for "two',
        "# the first",
        "# The first one.",
        "# measured",
    ):
        assert comment in text
