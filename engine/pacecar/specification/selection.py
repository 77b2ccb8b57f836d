"""Which rules and which reference data the features of a session are about."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from pacecar.resources import bundled

_RULES = pytest.StashKey[dict[str, str]]()


def rule_folders(config: pytest.Config) -> tuple[Path, ...]:
    """Return the folders of the rulebook: those of the option, or Pacecar's own."""
    given: list[str] | None = config.getoption("pacecar_rules")
    base = config.invocation_params.dir
    return tuple(base / folder for folder in given) if given else (bundled("rules"),)


def rule_ids(config: pytest.Config) -> dict[str, str]:
    """Return the id of each rule by its name, the tag of its feature.

    A rule's id is its path, so no rule needs to be read for this.
    """
    if _RULES not in config.stash:
        config.stash[_RULES] = {
            path.stem: f"{path.parent.name}/{path.stem}"
            for folder in rule_folders(config)
            for path in sorted(folder.glob("*/*.yaml"))
        }
    return config.stash[_RULES]


def rule_of(tags: Collection[str], config: pytest.Config) -> str | None:
    """Return the id of the rule that a feature's tags name, or None."""
    named = [rule for name, rule in rule_ids(config).items() if name in tags]
    return named[0] if len(named) == 1 else None


def plan_path(written: str, config: pytest.Config) -> Path:
    """Return the plan that a feature names, relative to the root of the session.

    `plans/...` that is not there is looked for among the plans that come with Pacecar.
    """
    path = config.rootpath / written
    first, _, rest = written.partition("/")
    if not path.exists() and first == "plans":
        return bundled("plans") / rest
    return path


def reference_plan(name: str, config: pytest.Config) -> Path:
    """Return the plan whose reference data is meant by "the reference data of the <name>"."""
    given: str | None = config.getoption("pacecar_plan")
    if given:
        return config.invocation_params.dir / given
    return plan_path(f"plans/{name.lower()}", config)
