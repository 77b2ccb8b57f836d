"""Features whose plans are checked by a service, over HTTP."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pacecar.specification.over_http import Started
from tests.specification.conftest import Run
from tests.specification.test_steps import FINDINGS, HEAD, TWINS

pytest_plugins = ["pytester"]

HTTP = ("--pacecar-interface", "http")
RULES = ("--pacecar-rules", "rules")


@pytest.mark.slow
def test_a_service_gives_the_same_answer(pytester: pytest.Pytester, run: Run) -> None:
    """The features pass through HTTP, too; a service that does not start fails the example."""
    (pytester.path / "x.feature").write_text(HEAD + TWINS.format("cmf-b") + FINDINGS, "utf-8")
    run(*HTTP, *RULES, "x.feature").assert_outcomes(passed=1)
    (pytester.path / "rules/twins/on-one-platform.yaml").write_text("title: [", "utf-8")
    result = run(*HTTP, *RULES, "x.feature")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*pacecar serve ended with 2*"])


@pytest.mark.slow
def test_a_service_that_runs_is_asked(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its own rules, with the token in the environment; without one the example fails."""
    head = HEAD.replace("@on-one-platform\n", "")
    (pytester.path / "x.feature").write_text(head + TWINS.format("cmf-b") + FINDINGS, "utf-8")
    service = Started([Path("rules")])
    try:
        monkeypatch.setenv("PACECAR_TOKEN", service.token)
        run(*HTTP, "--pacecar-url", service.url, "x.feature").assert_outcomes(passed=1)
        monkeypatch.delenv("PACECAR_TOKEN")
        result = run(*HTTP, "--pacecar-url", service.url, "x.feature")
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*the service says: Send a token as*"])
    finally:
        service.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(service.process, 0)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--pacecar-url", "http://localhost:1"), "--pacecar-url goes with*http"),
        ((*HTTP, "--pacecar-url", "http://localhost:1", *RULES), "--pacecar-rules: the service*"),
    ],
)
def test_options_that_go_not_together(run: Run, options: tuple[str, ...], said: str) -> None:
    """Are refused before anything runs."""
    result = run(*options, "x.feature")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{said}*"])
