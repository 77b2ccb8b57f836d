"""`/rulebook`: the rules in force, each with its source, its text, and its examples."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rule
from pacecar.service import reading, rule_files
from pacecar.service.api.identity import service_of
from pacecar.service.pages.templates import html, page
from pacecar.service.pages.visiting import PageRoute, VisitorOf
from pacecar.service.problems import NotFound

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/rulebook")
def listed(request: Request, visitor: VisitorOf) -> Response:
    """Return the list of rules by their family."""
    _, files = reading.rulebook(service_of(request), visitor.who)
    loaded = rule_files.load(files)
    families: dict[str, list[Rule]] = {}
    for rule in loaded.rules:
        families.setdefault(rule.family, []).append(rule)
    values = {"families": families, "count": len(loaded.rules), "digest": loaded.digest}
    return page(request, "rulebook.html", values)


@router.get("/rulebook/{family}/{name}")
def one(
    request: Request,
    visitor: VisitorOf,
    family: Annotated[str, Path(max_length=200)],
    name: Annotated[str, Path(max_length=200)],
) -> Response:
    """Return a rule: what it asks and why, as it is written, and by examples."""
    from pacecar.specification.site.writing import highlighted

    wanted = f"{family}/{name}"
    _, files = reading.rulebook(service_of(request), visitor.who)
    loaded = rule_files.load(files)
    rule = next((rule for rule in loaded.rules if wanted in (rule.id, *rule.aliases)), None)
    if rule is None:
        raise NotFound(f"The rulebook in force has no rule {wanted}.")
    paths = (f"{rule.id}.yaml", f"{rule.id}.yml")
    text = next((file.data for file in files if file.path in paths), b"")
    values = {
        "rule": rule,
        "rationale": " ".join(rule.rationale.split()),
        "statements": [
            loaded.statements[source] for source in rule.sources if source in loaded.statements
        ],
        "text": html(highlighted(text.decode("utf-8", "replace"))),
        "examples": _examples(rule),
    }
    return page(request, "rule.html", values)


def _examples(rule: Rule) -> Any:
    """Return the examples of a rule that came with Pacecar and was not changed, "" for others."""
    if _bundled().get(rule.id) != rule.digest:
        return ""
    from pacecar.specification.site.features import read_features
    from pacecar.specification.site.gherkin import feature_block

    folder = bundled("features")
    found = read_features(folder / rule.family, ()).get(rule.id.partition("/")[2])
    return html(feature_block(found)) if found else ""


@cache
def _bundled() -> dict[str, str]:
    """Return the digests of the rules that came with Pacecar, by their ids."""
    return {rule.id: rule.digest for rule in load_rulebook([bundled("rules")]).rules}
