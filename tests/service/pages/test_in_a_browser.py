"""The pages in a real browser: with keys alone, without script, by hostile names."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.service.conftest import program, proposal
from tests.service.pages.conftest import Site, log_in

pytestmark = pytest.mark.slow

HOSTILE = "<img src=x onerror=alert(1)>'\"{{ 7 * 7 }}"
WRONG = proposal(program("captur", platform="cmf-b", leader="qashqai")).decode()
GOOD = proposal(program("kadjar", platform="cmf-cd", leader="qashqai")).decode()


def submit(window: Page, text: str, button: str = "Submit") -> None:
    """Paste a text and send it."""
    window.goto("/submit")
    window.get_by_label("Or its text").fill(text)
    window.get_by_role("button", name=button, exact=True).click()


def test_a_planner_sees_what_a_proposal_introduces_beside_its_line(
    window: Page, site: Site
) -> None:
    """The finding leads to the marked line; a check alone keeps nothing."""
    log_in(window, site, "renault")
    submit(window, WRONG, "Check only, keep nothing")
    expect(window.get_by_role("status").first).to_contain_text("It would introduce 1 error.")
    expect(window.get_by_label("Or its text")).to_have_value(WRONG)
    window.goto("/submissions")
    expect(window.locator("tbody tr")).to_have_count(1)
    submit(window, WRONG)
    window.wait_for_url("**/submissions/sub-*")
    expect(window.locator(".verdict")).to_contain_text("It introduces 1 error and cannot")
    expect(window.locator(".section.introduced .finding")).to_have_count(1)
    marked = window.locator(".lines li.error")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("captur")
    window.locator(".introduced a.place").first.click()
    assert window.url.endswith("#f1-2")


def test_what_cannot_be_read_stays_in_the_form(window: Page, site: Site) -> None:
    """Every flaw stands beside its line, and the text need not be typed again."""
    log_in(window, site, "renault")
    text = 'programs:\n  - id: "kadjar\n'
    submit(window, text)
    expect(window.get_by_role("alert")).to_contain_text("It cannot be read: 1 flaw.")
    expect(window.locator(".lines li.error")).to_have_count(1)
    expect(window.get_by_label("Or its text")).to_have_value(text)


def test_the_office_accepts_with_keys_alone_and_rejects_with_a_reason(
    window: Page, site: Site, browser: Browser
) -> None:
    """Each step asks once more; who may not take it is not shown it."""
    log_in(window, site, "renault")
    addresses = []
    for text in (GOOD, WRONG):
        submit(window, text)
        window.wait_for_url("**/submissions/sub-*")
        expect(window.get_by_text("Yes, accept it")).to_have_count(0)
        addresses.append(window.url)
    context = browser.new_context(base_url=site.address)
    office = context.new_page()
    log_in(office, site, "office")
    office.goto(addresses[0])
    office.locator("summary", has_text="Accept").focus()
    for key in ("Enter", "Tab", "Enter"):
        office.keyboard.press(key)
    expect(office.locator(".about .state")).to_have_text("accepted")
    office.goto(addresses[1])
    expect(office.locator("summary", has_text="Accept")).to_have_count(0)
    office.locator("summary", has_text="Reject").click()
    office.get_by_label("Reason").fill(HOSTILE)
    office.get_by_text("Yes, reject it").click()
    expect(office.locator(".verdict").first).to_contain_text(HOSTILE)
    context.close()
    window.goto(addresses[1])
    expect(window.locator(".verdict").first).to_contain_text(HOSTILE)


def test_hostile_names_are_only_text(window: Page, site: Site) -> None:
    """In a program, a subject, a waiver and an address; `window` sees to it that none ran."""
    log_in(window, site, "nissan")
    quoted = HOSTILE.replace("'", "''")
    fields = {"name": f"'{quoted}'", "platform": "cmf-b", "leader": "qashqai"}
    submit(window, proposal(program("captur", "nissan", **fields)).decode())
    window.wait_for_url("**/submissions/sub-*")
    expect(window.locator(".lines")).to_contain_text(quoted)
    expect(window.locator(".introduced .message").first).to_contain_text(HOSTILE)
    window.goto("/waivers")
    for label, value in (("Rule", "twins/follower-on-platform"), ("Subject", HOSTILE)):
        window.get_by_label(label).fill(value)
    window.get_by_label("Last day").fill("2099-12-31")
    window.get_by_label("Reason").fill(HOSTILE)
    window.get_by_role("button", name="Give it").click()
    expect(window.get_by_role("alert")).to_contain_text("There is no rule")
    expect(window.get_by_label("Subject")).to_have_value(HOSTILE)
    window.goto(f"/login?to={HOSTILE}")
    window.goto("/login?to=//elsewhere.example")
    expect(window.locator("input[name=to]")).to_have_value("/")


def test_everything_works_without_script(browser: Browser, site: Site) -> None:
    """Logging in, submitting a file, withdrawing, logging out."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    window = context.new_page()
    log_in(window, site, "renault")
    window.goto("/submit")
    sent = FilePayload(name="kadjar.yaml", mimeType="text/yaml", buffer=GOOD.encode())
    window.locator("#file").set_input_files([sent])
    window.get_by_role("button", name="Submit", exact=True).click()
    window.wait_for_url("**/submissions/sub-*")
    expect(window.get_by_role("heading", level=1)).to_have_text("kadjar.yaml")
    window.locator("summary", has_text="Withdraw").click()
    window.get_by_text("Yes, withdraw it").click()
    expect(window.locator(".about .state")).to_have_text("withdrawn")
    window.get_by_text("Log out").click()
    window.goto("/submissions")
    expect(window.get_by_role("heading", level=1)).to_have_text("Log in")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_people_out(browser: Browser, site: Site, scheme: str) -> None:
    """Axe finds nothing, in either colours; on a phone nothing is wider than the screen."""
    context = browser.new_context(
        base_url=site.address,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 390, "height": 800},
        bypass_csp=True,  # axe is a script of ours, not of the page.
    )
    window = context.new_page()
    window.goto("/login")
    found = {"/login": Axe().run(window).response["violations"]}
    log_in(window, site, "nissan")
    submit(window, WRONG.replace("renault", "nissan"))
    window.wait_for_url("**/submissions/sub-*")
    own = window.url.removeprefix(site.address)
    for path in (own, "/submissions", "/submit", "/portfolio", "/rulebook", "/waivers"):
        window.goto(path)
        found[path] = Axe().run(window).response["violations"]
        assert window.evaluate("document.documentElement.scrollWidth") <= 390, path
    context.close()
    assert {path: [one["id"] for one in said] for path, said in found.items() if said} == {}
