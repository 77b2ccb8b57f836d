"""Tables as YAML."""

from __future__ import annotations

import pytest

from pacecar.specification import cells


@pytest.mark.parametrize(
    ("collection", "key", "cell", "expected"),
    [
        ("programs", "name", "Clio", '"Clio"'),
        ("programs", "name", '5 "E-Tech"', '"5 \\"E-Tech\\""'),
        ("programs", "name", "", "null"),
        ("programs", "platform", "", None),
        ("programs", "platform", "?", "null"),
        ("programs", "leader", "", None),
        ("programs", "leader", "-", None),
        ("programs", "leader", "unknown", "null"),
        ("programs", "regions", "europe; japan", '["europe", "japan"]'),
        ("programs", "regions", "europe, ?", '["europe", null]'),
        ("programs", "regions", "none", "[]"),
        ("programs", "technologies", "-", "[]"),
        (
            "programs",
            "technologies",
            "plug-in-hybrid=mitsubishi; e-body; connected-car=?",
            (
                '[{technology: "plug-in-hybrid", developer: "mitsubishi"}, '
                '{technology: "e-body"}, {technology: "connected-car"}]'
            ),
        ),
        ("programs", "units 2024", "120000", "120000"),
        ("programs", "cost planned", "499.5", "499.5"),
        ("programs", "cost planned", "a lot", '"a lot"'),
        ("programs", "start", "2021-03", "2021-03"),
        ("platforms", "common", "true", "true"),
        ("leaderships", "regions", "-", None),
        ("leaderships", "model_line programs", "a, b", '["a", "b"]'),
        ("programs", "wheels", "4", '"4"'),
    ],
)
def test_cells(collection: str, key: str, cell: str, expected: str | None) -> None:
    """A cell becomes what its field takes; blank, `?` and `-` say what is not there."""
    assert cells.value(collection, key, cell) == expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Upper body shared", "upper_body_shared"),
        ("upper_body_shared", "upper_body_shared"),
        (" units 2024 ", "units 2024"),
        ("cost planned", "cost planned"),
        ("wheel base", "wheel_base"),
    ],
)
def test_headings_of_programs(name: str, key: str) -> None:
    """Headings are the fields' names, whatever their case and spaces."""
    assert cells.heading("programs", name) == key


def test_headings_of_model_lines() -> None:
    """The keys of a model line have columns of their own."""
    assert cells.heading("leaderships", "model line segment") == "model_line segment"


def test_what_must_be_written_is() -> None:
    """A required column that is left out is unknown; a name is the id."""
    (entity,) = cells.entities("programs", [["id", "company"], ["clio", "renault"]])
    assert entity == {
        "id": '"clio"',
        "company": '"renault"',
        "name": '"clio"',
        "segment": "null",
        "body": "null",
    }


def test_keys_of_two_parts_share_a_mapping() -> None:
    """Volumes, costs and model lines become mappings."""
    text = cells.text_of("programs", [{"id": "x", "units 2024": "1", "units 2025": "2"}])
    assert text == "programs:\n  - id: x\n    units: {2024: 1, 2025: 2}\n"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ([["id"]], "has no rows"),
        ([["id", "cost planned", "Cost_planned"], ["x", "1", "2"]], "two columns"),
    ],
)
def test_tables_that_say_nothing(table: list[list[str]], problem: str) -> None:
    """A table without rows, or with one column twice, is refused."""
    with pytest.raises(ValueError, match=problem):
        cells.entities("programs", table)


def test_fields_inside_what_has_none() -> None:
    """Only records have fields inside."""
    assert cells.field_of("programs", "platform name") is None
    assert cells.field_of("programs", "wheels") is None
