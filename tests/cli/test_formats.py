"""Every format from one run, in files and pipes and of several plans."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml

import pacecar
from pacecar.formats.registry import FORMATS
from pacecar.formats.view import View
from tests.cli.conftest import FakeCheck, Run
from tests.formats.reading import WITHOUT_WAIVED, Told, read, told
from tests.formats.samples import COMPARED, REJECTED, SAMPLES

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "sample"
SEVERAL = [name for name, format_ in FORMATS.items() if format_.several]


def _everything() -> list[str]:
    return [word for name in FORMATS for word in ("--format", name, "-o", f"r.{name}")]


def test_all_at_once(pacecar: Run, checked: FakeCheck, folder: Path) -> None:
    """One run writes every format, each to a file of its own, with the same findings."""
    checked.report = COMPARED
    result = pacecar("check", "plan", "--show", "all", *_everything())
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines() == [f"pacecar: {name} written to r.{name}" for name in FORMATS]
    assert len(checked.calls) == 1
    for name in FORMATS:
        output = (folder / f"r.{name}").read_text(encoding="utf-8")
        assert output == FORMATS[name].render([COMPARED], View(show="all"))
        assert read(name, output) == _expected(name)


def _expected(name: str) -> list[Told]:
    return [one for one in told(COMPARED) if not (one.waived and name in WITHOUT_WAIVED)]


@pytest.mark.parametrize("name", SEVERAL)
def test_several_plans(pacecar: Run, checked: FakeCheck, folder: Path, name: str) -> None:
    """Where several plans are found, one output holds them all."""
    for plan in ("a", "b"):
        (folder / plan).mkdir()
        (folder / plan / "plan.yaml").write_text("plan: {name: P}\n")
    checked.report = REJECTED
    assert pacecar("check", "--format", name, "-o", "r").code == 1
    output = (folder / "r").read_text(encoding="utf-8")
    assert output == FORMATS[name].render([REJECTED, REJECTED], View())
    one = read(name, FORMATS[name].render([REJECTED], View()))
    assert read(name, output) == sorted(one * 2)


def test_one_plan_only(pacecar: Run, checked: FakeCheck, folder: Path) -> None:
    """JSON holds one plan by contract; which there are is told before anything is checked."""
    for plan in ("a", "b"):
        (folder / plan).mkdir()
        (folder / plan / "plan.yaml").write_text("plan: {name: P}\n")
    result = pacecar("check", "--format", "json")
    assert (result.code, result.err) == (2, "pacecar: json holds one plan; name one of a, b\n")
    assert not checked.calls


def test_what_lets_the_check_fail_fails_in_junit(pacecar: Run, checked: FakeCheck) -> None:
    """The fail level reaches the format that has a notion of failing."""
    checked.report = REJECTED
    expected = View(fail_level="warning", undetermined="reject")
    result = pacecar(
        *("check", "plan", "--format", "junit"),
        *("--fail-level", "warning", "--undetermined", "reject"),
    )
    assert result.out == FORMATS["junit"].render([REJECTED], expected)


@pytest.mark.parametrize("options", [(), ("--fail-level", "info"), ("--undetermined", "reject")])
@pytest.mark.parametrize("sample", SAMPLES)
def test_junit_agrees_with_the_exit_code(
    pacecar: Run, checked: FakeCheck, sample: str, options: tuple[str, ...]
) -> None:
    """A build server shows errors where the check ends in 4, else failures where it ends in 1."""
    checked.report = SAMPLES[sample]
    result = pacecar("check", "plan", "--format", "junit", *options)
    xml = JUnitXml.fromstring(result.out.encode())
    assert result.code == (4 if xml.errors else 1 if xml.failures else 0)


def _check(*arguments: str, folder: Path = SAMPLE, **variables: str) -> bytes:
    """Return what a check in a process of its own prints."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PACECAR_", "PYTHON", "LC_", "LANG"))
    }
    paths = {"PYTHONPATH": str(Path(*pacecar.__path__).parent)}
    done = subprocess.run(
        [sys.executable, "-m", "pacecar", "check", *arguments],
        cwd=folder,
        env={**kept, **paths, **variables},
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("name", FORMATS)
def test_a_terminal_that_knows_ascii_only(tmp_path: Path, name: str) -> None:
    """Formats that are read by programs are UTF-8 anywhere; text keeps to the terminal."""
    plan = tmp_path / "plan.yaml"
    text = (SAMPLE / "plan" / "plan.yaml").read_text(encoding="utf-8")
    plan.write_text(text.replace("Bea", "Béa"), encoding="utf-8")
    output = _check(str(plan), "--format", name, PYTHONIOENCODING="ascii")
    escaped, written = b"B\\xe9a", "Béa".encode()
    assert (written in output, escaped in output) == (
        (True, False) if FORMATS[name].utf8 else (False, True)
    )


@pytest.mark.slow
def test_every_format_is_the_same_in_every_process(tmp_path: Path) -> None:
    """Processes whose sets and hashes are in another order write the same bytes."""
    outputs = []
    for seed in ("0", "1", "4711"):
        target = tmp_path / seed
        target.mkdir()
        words = [w for name in FORMATS for w in ("--format", name, "-o", str(target / name))]
        _check(
            *("plans/alliance", "--rules", "rules", "--show", "all", *words),
            folder=ROOT,
            PYTHONHASHSEED=seed,
        )
        outputs.append({name: (target / name).read_bytes() for name in FORMATS})
    assert outputs[0] == outputs[1] == outputs[2]
    assert all(str(ROOT).encode() not in output for output in outputs[0].values())
