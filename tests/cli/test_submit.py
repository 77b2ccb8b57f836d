"""`pacecar submit`: what a planner sends, and is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from pacecar.specification.over_http import Started
from tests.checking.small import TWINS, write_rule
from tests.cli.conftest import Run
from tests.service.conftest import PLAN, program, proposal

KADJAR = proposal(program("kadjar", leader="qashqai", platform="cmf-b"))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """Return a service that runs, with a small rulebook and nothing in it."""
    started = Started([write_rule(tmp_path_factory.mktemp("rules"), TWINS)])
    yield started
    started.stop()


@pytest.fixture
def at_service(service: Started, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Started:
    """Work where the service is known, with files to send."""
    monkeypatch.setenv("PACECAR_URL", service.url)
    monkeypatch.setenv("PACECAR_TOKEN", service.token)
    (folder / "plan.yaml").write_bytes(PLAN)
    (folder / "kadjar.yaml").write_bytes(KADJAR)
    return service


def _accept(service: Started, id_: str) -> None:
    url = f"{service.url}/v1/submissions/{id_}/accept"
    headers = {"Authorization": f"Bearer {service.token}"}
    with urlopen(Request(url, method="POST", headers=headers)) as answer:  # noqa: S310 - http
        assert json.load(answer)["state"] == "accepted"


@pytest.mark.slow
def test_a_proposal_from_first_try_to_its_withdrawal(at_service: Started, pacecar: Run) -> None:
    """The plan is accepted; a follower is tried, sent, sent again, withdrawn, and sent anew."""
    first = pacecar("submit", "plan.yaml")
    assert (first.code, "accepted" in first.out) == (0, True)
    plan, _, said = first.err.removeprefix("pacecar: ").partition(" ")
    assert said == "is submitted\n"
    _accept(at_service, plan)

    line = "kadjar.yaml:2:"
    tried = pacecar("submit", "kadjar.yaml", "--dry-run", "--format", "concise")
    assert (tried.code, tried.err) == (1, "")
    assert tried.out.startswith(line)
    assert "error twins/on-one-platform" in tried.out

    sent = pacecar("submit", "kadjar.yaml", "--format", "concise", "--format", "json", "-o", "r")
    assert (sent.code, sent.out) == (1, tried.out)
    id_ = sent.err.split()[1]
    report = json.loads(Path("r").read_text("utf-8"))
    assert report["against"]["what"] == "portfolio version 1"
    again = pacecar("submit", "kadjar.yaml", "--format", "concise")
    assert again.err == f"pacecar: {id_} was submitted before\n"
    status = pacecar("submit", "--status", id_, "--format", "json")
    assert (status.code, json.loads(status.out), status.err) == (1, report, "")

    assert pacecar("submit", "--withdraw", id_).err == f"pacecar: {id_} is withdrawn\n"
    anew = pacecar("submit", "kadjar.yaml", "--format", "concise")
    assert anew.err.endswith(" is submitted\n")
    assert id_ not in anew.err
    own = pacecar("submit", "kadjar.yaml", "--new", "--format", "concise")
    assert own.err.endswith(" is submitted\n")
    assert own.err != anew.err


@pytest.mark.slow
def test_what_the_service_refuses_is_told_at_its_place(at_service: Started, pacecar: Run) -> None:
    """A file that cannot be read is 4, as with check; what is not allowed is 2."""
    Path("bad.yaml").write_text('programs:\n  - id: "x\n', "utf-8")
    bad = pacecar("submit", "bad.yaml", "--dry-run")
    assert (bad.code, bad.out) == (4, "")
    assert bad.err.splitlines() == [
        "bad.yaml:2:9: The quote that opens here is never closed.",
        "    hint: Close the quote.",
        "pacecar: the service refuses bad.yaml: It cannot be read: 1 flaw.",
    ]
    # A whole plan: a proposal needs a portfolio, which another test may not have made yet.
    wrong = pacecar("submit", "plan.yaml", "--dry-run", "--select", "twin")
    assert wrong.code == 2
    assert "Did you mean `twins`?" in wrong.err
    none = pacecar("submit", "--status", f"sub-{'0' * 26}")
    assert (none.code, "There is no submission" in none.err) == (2, True)


@pytest.mark.slow
def test_a_workbook_is_sent_as_planners_have_it(at_service: Started, pacecar: Run) -> None:
    """With sheets for everything; a finding shows its cell, a sheet that is too much its own."""
    _accept(at_service, pacecar("submit", "plan.yaml", "--new").err.split()[1])
    assert pacecar("convert", "kadjar.yaml", "--to", "kadjar.xlsx").code == 0
    sent = pacecar("submit", "kadjar.xlsx")
    assert sent.code == 1
    assert " --> kadjar.xlsx Programs!H2\n" in sent.out
    assert "2 | platform: cmf-b\n" in sent.out
    assert pacecar("convert", "plan.yaml", "--to", "plan.xlsx").code == 0
    whole = pacecar("submit", "plan.xlsx", "--dry-run", "--format", "concise")
    assert whole.code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "nothing to send: name the files"),
        (("kadjar.yaml", "--status", "sub-1"), 2, "one of them"),
        (("--status", "../portfolio"), 2, "../portfolio is no submission; one begins with sub-"),
        (("--status", f"sub-{'0' * 26}", "--recheck", f"sub-{'0' * 26}"), 2, "one of them"),
        (("--recheck", "sub-1"), 2, "--recheck: sub-1 is no submission"),
        (("kadjar.yaml", "--select", "twins"), 2, "--select needs --dry-run"),
        (("kadjar.yaml", "--dry-run", "--format", "sarif"), 2, "a dry run has no sarif"),
        (("kadjar.yaml",), 2, "where is the service? Give --url"),
        (("none.yaml", "--url", "https://x.example"), 2, "none.yaml: no such file"),
        (("empty", "--url", "https://x.example"), 3, "nothing to send: no file of a plan in empty"),
        (("kadjar.yaml", "--url", "https://x.example"), 2, "no token"),
        (("kadjar.yaml", "--url", "x", "--token-file", "token"), 2, "is to be as https://"),
    ],
)
def test_what_cannot_be_sent(
    pacecar: Run, folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Is told on one line, before anything is."""
    (folder / "kadjar.yaml").write_bytes(KADJAR)
    (folder / "empty").mkdir()
    (folder / "token").write_text("pcr_x")
    (folder / "token").chmod(0o600)
    done = pacecar("submit", *arguments)
    assert (done.code, done.out) == (code, "")
    (line,) = done.err.splitlines()
    assert said in line
