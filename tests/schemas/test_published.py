"""The schemas that are published, and the files that name them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pacecar.resources import bundled
from tests.schemas.reading import plain, problems
from tools.generate_schemas import FOLDER, ROOT, schemas

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
SHIPPED = sorted(
    path
    for folder in ("plans", "rules", "docs/examples")
    for path in (ROOT / folder).rglob("*.yaml")
)


def schema_named_in(path: Path) -> Path:
    """Return the schema that the first line of a file names."""
    with path.open(encoding="utf-8") as lines:
        found = MODELINE.fullmatch(next(lines).rstrip())
    assert found is not None, path
    return Path(os.path.normpath(path.parent / found[1]))


def test_they_are_what_the_formats_say() -> None:
    """Whoever changes a format and forgets to generate the schemas is told so."""
    for folder in (FOLDER, bundled("schemas")):
        assert {name: (folder / name).read_text("utf-8") for name in schemas()} == schemas()


@pytest.mark.parametrize("name", schemas())
def test_each_is_a_schema_of_its_own_name(name: str) -> None:
    """A schema is one of the 2020-12 dialect, and its id needs no host."""
    schema = json.loads(schemas()[name])
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:pacecar:schema:{name.partition('.')[0]}"


@pytest.mark.parametrize("name", schemas())
def test_editors_can_show_a_sentence_for_each_key(name: str) -> None:
    """Each property of each mapping has a title and a description, and no key is let through."""
    pending = [json.loads(schemas()[name])]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            pending += part.values()
            if "properties" in part and part.get("type") in ("object", ["object", "null"]):
                assert part["additionalProperties"] is False
                for key, inner in part["properties"].items():
                    assert inner["description"].endswith("."), key
        elif isinstance(part, list):
            pending += part


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_file_that_we_ship_names_a_schema_and_is_valid(path: Path) -> None:
    """The first line of each file leads an editor to the schema, which accepts the file."""
    schema = schema_named_in(path)
    assert schema.parent == FOLDER
    assert (
        problems(json.loads(schema.read_text("utf-8")), plain(path.read_bytes(), path.name)) == []
    )


@pytest.mark.slow
def test_check_jsonschema_accepts_what_we_ship() -> None:
    """Another tool, with a reader of YAML of its own, finds nothing wrong either."""
    for schema in {schema_named_in(path) for path in SHIPPED}:
        files = [path for path in SHIPPED if schema_named_in(path) == schema]
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
        command += [str(path) for path in files]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
