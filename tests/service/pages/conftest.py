"""A real server with a portfolio and people, and a real browser to look at its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pacecar.service.judging import InProcessJudge
from pacecar.service.service import Service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.database import Database
from tests.service.api.conftest import prepared
from tests.service.api.running import in_a_thread

__all__ = ["prepared"]

CHROMIUM = shutil.which("chromium")


@dataclass(frozen=True)
class Site:
    """The pages of a running server, and the secrets of people who may log in."""

    address: str
    secrets: dict[str, str]


@pytest.fixture
def site(
    prepared: tuple[Path, dict[str, str]], tmp_path: Path, judge: InProcessJudge
) -> Iterator[Site]:
    """Serve a copy of the prepared database on a free port."""
    file = shutil.copy(prepared[0], tmp_path / "pacecar.db")
    service = Service(Database(str(file)), ServiceSettings(str(file), evaluator="builtin"), judge)
    with in_a_thread(service) as address:
        yield Site(address, prepared[1])
    service.database.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser of this machine."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield found
        found.close()


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[Page]:
    """Return a window in which no script of a name ran, and nothing was refused by the policy."""
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on(
        "console",
        lambda line: said.append(line.text) if "Content Security Policy" in line.text else None,
    )
    yield page
    context.close()
    assert said == []


def log_in(window: Page, site: Site, who: str) -> None:
    """Log somebody in."""
    window.goto("/login")
    window.get_by_label("Token").fill(site.secrets[who])
    window.keyboard.press("Enter")
    window.wait_for_url("**/submissions")
