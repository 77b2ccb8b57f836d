"""What the steps of one example work on: the plan they state and the answer they get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pacecar.specification.comparing import difference, expected, listing
from pacecar.specification.drafting import Draft
from pacecar.specification.interfaces import Answer, Counted, Interface, Told

_FLAWS = "plan/"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an example is run with: the interface, the rules, the feature's rule if it has one."""

    interface: Interface
    rules: Sequence[Path]
    rule: str | None
    folder: Path


class Example:
    """One run of an example."""

    def __init__(self, setting: Setting) -> None:
        self.draft = Draft()
        self._setting = setting
        self._paths: Sequence[Path] | None = None
        self._answers: dict[str, Answer] = {}

    @property
    def rule(self) -> str:
        """The id of the rule that the feature is about."""
        if self._setting.rule is None:
            pytest.fail("the feature's tags name no rule, so there is no 'the rule'", pytrace=False)
        return self._setting.rule

    def check(self) -> None:
        """Check the plan: by the feature's rule, or by all where it names none."""
        self._paths = self.draft.write(self._setting.folder)
        self._answer(self._setting.rule or "")

    def outcome(self) -> Counted:
        """Return the outcome of the feature's rule."""
        return self._answer(self.rule).rules[self.rule]

    def findings(self) -> tuple[Told, ...]:
        """Return the findings of the feature's rule, or of all rules where it names none."""
        return self._answer(self._setting.rule or "").findings

    def findings_of_others(self) -> list[Told]:
        """Return the findings of all other rules that are enabled."""
        return [told for told in self._answer("").findings if told.rule != self.rule]

    def compare(self, table: Sequence[Sequence[str]], *, exactly: bool) -> None:
        """Fail unless the findings are those of a table, or have them among them."""
        columns, rows = expected(table)
        if differences := difference(columns, rows, self.findings(), exactly=exactly):
            pytest.fail(differences, pytrace=False)

    def _answer(self, select: str) -> Answer:
        if self._paths is None:
            pytest.fail("nothing is checked yet: a When step is missing", pytrace=False)
        if select not in self._answers:
            setting = self._setting
            chosen = [select] if select else []
            answer = setting.interface(self._paths, rules=setting.rules, select=chosen)
            if flaws := [told for told in answer.findings if told.rule.startswith(_FLAWS)]:
                pytest.fail(f"the plan of the example has flaws:\n{listing(flaws)}", pytrace=False)
            self._answers[select] = answer
        return self._answers[select]
