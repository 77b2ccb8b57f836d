"""The pages of the specification: complete, well-formed, linked, and safe to open."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pacecar.cli.main import run
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rulebook
from pacecar.specification.results import ExampleResult, Results, StepResult
from pacecar.specification.site.building import LIST, NotOurs, pages, write
from pacecar.specification.site.features import read_features

VOID = {"meta", "link", "input", "br", "hr", "col"}
HOSTILE = "\"><script>alert(1)</script>&<img src=x onerror=alert(2)>'"


class Checker(HTMLParser):
    """Reads a page, fails where elements do not nest, and gathers links, ids and elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.elements: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.elements.append(tag)
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.links += [v or "" for name, v in attrs if name in ("href", "src", "action")]
        self.ids += [v or "" for name, v in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element opened last."""
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    """The rules that come with Pacecar."""
    return load_rulebook([bundled("rules")])


@pytest.fixture(scope="module")
def site(rulebook: Rulebook) -> dict[str, str]:
    """The site of the rules and features that come with Pacecar."""
    return pages(rulebook, bundled("features"), Results(()))


def html(files: dict[str, str]) -> Iterator[tuple[str, Checker]]:
    """Yield the pages of a site, read."""
    for path, text in files.items():
        if path.endswith(".html"):
            assert text.startswith("<!DOCTYPE html>\n")
            yield path, Checker(text.removeprefix("<!DOCTYPE html>\n"))


def result(feature: str, example: str, status: str, message: str = "") -> ExampleResult:
    """Return what became of an example."""
    step = StepResult("Then", "the rule is kept", 5, "failed", 0.1)
    found = ExampleResult(feature, "", "", example, (), 1, {}, "passed", message, 1.0, 0.1, (step,))
    return replace(found, status="failed") if status == "failed" else found


def test_links_resolve(site: dict[str, str]) -> None:
    """Every link leads to a file of the site, and no page needs anything from elsewhere."""
    links_resolve(site)


def test_names_of_files(rulebook: Rulebook, tmp_path: Path) -> None:
    """Features may lie in any folder and have any name, also that of another page."""
    names = ("index", "outcomes", "twins/index", "a/b/deep", 'twins/what? #1 & "more"', "é f/ü")
    for name in names:
        file = tmp_path / f"{name}.feature"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Feature: {name}\n  Example: y\n    Then z\n", "utf-8")
    files = pages(rulebook, tmp_path, Results(()))
    links_resolve(files)
    titles = {text.partition("<title>")[2].partition("<")[0] for text in files.values()}
    assert {escape(name) for name in names} < titles
    assert {"Specification of the rules", "Outcomes", "twins"} < titles


def links_resolve(files: dict[str, str]) -> None:
    """Demand that every link of a site leads to a file of it."""
    read = dict(html(files))
    for path, page in read.items():
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            parts = urlsplit(link)
            assert not parts.scheme
            assert not parts.netloc
            target = path
            if parts.path:
                target = normpath(Path(path).parent / unquote(parts.path))
            assert target in files
            assert not parts.fragment or parts.fragment in read[target].ids


def test_everything_is_there(site: dict[str, str], rulebook: Rulebook) -> None:
    """Each rule has a page with all that is known of it, and each example is on one."""
    for rule in rulebook.rules:
        page = site[f"{rule.id}.html"]
        assert escape(rule.title) in page
        assert rule.digest in page
        assert escape(rule.id) in site["index.html"]
        for source in rule.sources:
            assert escape(" ".join(rulebook.statements[source].quote.split())) in page
    for own, feature in read_features(bundled("features"), ()).items():
        for example in feature.examples:
            assert escape(example.scenario.name) in site[f"{own}.html"]
    assert rulebook.digest in site["index.html"]


def test_last_results(rulebook: Rulebook, tmp_path: Path) -> None:
    """An example has the result of its name in its feature, wherever the run was rooted."""
    family = tmp_path / "twins"
    family.mkdir()
    text = "Feature: x\n  Example: {}\n    Then the rule is kept\n"
    parts = [text.format(name).partition("\n")[2] for name in ("b", "c")]
    (family / "share-a-plant.feature").write_text("".join([text.format("a"), *parts]), "utf-8")
    results = [
        result("features/twins/share-a-plant.feature", "a", "passed"),
        result("/elsewhere/twins/share-a-plant.feature", "b", "failed", "it was <broken>"),
        result("features/cost/share-a-plant.feature", "c", "passed"),
    ]
    files = pages(rulebook, tmp_path, Results(tuple(results), ("not <run>",)))
    page = files["twins/share-a-plant.html"]
    for status in ("1 failed", "1 not run", "1 passed"):
        assert status in page
    assert "it was &lt;broken&gt;" in page
    assert "not &lt;run&gt;" in files["index.html"]


def test_hostile_texts(rulebook: Rulebook, tmp_path: Path) -> None:
    """Texts of rules, features and results are shown, and never become elements."""
    (tmp_path / "x.feature").write_text(
        f"Feature: {HOSTILE}\n  {HOSTILE}\n  Rule: {HOSTILE}\n    Example: {HOSTILE}\n"
        f"      Then {HOSTILE}\n        | {HOSTILE} |\n        | {HOSTILE} |\n",
        "utf-8",
    )
    first, *others = rulebook.rules
    statement = replace(rulebook.statements[first.sources[0]], quote=HOSTILE, origin=HOSTILE)
    hostile = replace(
        rulebook,
        rules=(
            replace(first, title=HOSTILE, rationale=HOSTILE, parameters={"x": HOSTILE}),
            *others,
        ),
        statements={**rulebook.statements, statement.id: statement},
    )
    results = Results((result("x.feature", HOSTILE, "failed", HOSTILE),), (HOSTILE,))
    for path, page in html(pages(hostile, tmp_path, results)):
        assert page.elements.count("script") == (path == "index.html")
        assert "img" not in page.elements


def test_same_input_same_bytes(rulebook: Rulebook, site: dict[str, str], tmp_path: Path) -> None:
    """Pages say nothing about when or where they were written."""
    assert pages(rulebook, bundled("features"), Results(())) == site
    assert not [path for path, text in site.items() if str(Path.cwd()) in text]
    for name in ("a", "b"):
        write(site, tmp_path / name)
    for path in site:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()


def test_pages_that_are_gone(tmp_path: Path) -> None:
    """A page that a site no longer has is removed, and nothing that is not of a site."""
    write({"a.html": "a", "x/b.html": "b"}, tmp_path / "out")
    (tmp_path / "out" / "note.txt").write_text("mine", "utf-8")
    (tmp_path / "kept").write_text("mine", "utf-8")
    with (tmp_path / "out" / LIST).open("a", encoding="utf-8") as stream:
        stream.write("../kept\n")
    write({"a.html": "a"}, tmp_path / "out")
    there = {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert there == {"a.html", "note.txt", LIST}
    assert (tmp_path / "kept").is_file()


def test_folders_of_others(tmp_path: Path) -> None:
    """A folder with files that are no site is left alone."""
    (tmp_path / "thesis.html").write_text("mine", "utf-8")
    with pytest.raises(NotOurs, match="other files"):
        write({"a.html": "a"}, tmp_path)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes the site, says where it begins, and refuses what it cannot use."""
    out = tmp_path / "out"
    assert run(["spec", "site", str(out)]) == 0
    assert str(out / "index.html") in capsys.readouterr().err
    assert (out / "index.html").is_file()
    other = tmp_path / "r.json"
    other.write_text("{}", "utf-8")
    assert run(["spec", "site", str(out), "--results", str(other)]) == 2
    assert run(["spec", "site", str(out), "--features", str(tmp_path / "nowhere")]) == 2
    (tmp_path / "x.feature").write_text("Example: no feature\n", "utf-8")
    assert run(["spec", "site", str(out), "--features", str(tmp_path)]) == 2
    assert "x.feature:1" in capsys.readouterr().err


@pytest.mark.slow
def test_search_in_a_browser(site: dict[str, str], tmp_path: Path) -> None:
    """The search works without a server, and finds words of examples."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no Chromium here")
    write(site, tmp_path / "out")
    address = (tmp_path / "out" / "index.html").as_uri()
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'data'}",
    ]
    command = [browser, *options, "--dump-dom", f"{address}?q=Kadjar+Korea"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "1 page found" in done.stdout
