"""`POST /v1/submissions`: what comes of what is sent."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
import xlsxwriter

from tests.service.api.conftest import Api, problem_of
from tests.service.conftest import PLAN, program, proposal

KADJAR = proposal(program("kadjar", leader="qashqai"))
WRONG = proposal(program("kadjar", leader="qashqai", platform="cmf-b"))


def test_a_proposal_is_kept_checked_and_answered_with_its_report(api_on_each: Api) -> None:
    """With where it is, what it introduces, and links to the rest."""
    response = api_on_each.submit(WRONG, "?name=kadjar.yaml")
    assert response.status_code == 201
    answer = response.json()
    shown, report = answer["submission"], answer["report"]
    here = f"/v1/submissions/{shown['id']}"
    assert response.headers["Location"] == here
    check = shown.pop("check")
    assert {name: value for name, value in shown.items() if name not in ("id", "digest")} == {
        "company": "renault",
        "kind": "proposal",
        "state": "checked",
        "name": "kadjar.yaml",
        "submitted_at": shown["submitted_at"],
        "decided_at": None,
        "reason": None,
        "portfolio": None,
        "progress": {"state": "done", "attempts": 1, "problem": ""},
        "outdated": [],
        "links": {
            "self": here,
            "body": f"{here}/body",
            "history": f"{here}/history",
            "report": f"{here}/report",
        },
    }
    assert (check["portfolio"], check["verdict"], check["introduced_errors"]) == (1, "rejected", 1)
    assert report["verdict"] == "rejected"
    (finding,) = report["findings"]
    assert (finding["rule"], finding["location"]["file"], finding["location"]["line"]) == (
        "twins/on-one-platform",
        "kadjar.yaml",
        2,
    )
    assert api_on_each.get(f"{here}/report").json() == report
    assert api_on_each.get(f"{here}/body").content == WRONG


def test_who_does_not_wait_is_told_where_to_look(api: Api) -> None:
    """202 with the place, when to ask again and the progress; asking may wait for the end."""
    response = api.submit(KADJAR, Prefer="respond-async")
    assert response.status_code == 202
    assert response.headers["Preference-Applied"] == "respond-async"
    assert response.headers["Retry-After"] == "1"
    answer = response.json()
    assert answer["report"] is None
    assert answer["submission"]["progress"]["state"] in ("waiting", "running")
    read = api.get(response.headers["Location"], headers={"Prefer": "wait=20"})
    assert read.json()["state"] == "checked"
    assert "Retry-After" not in read.headers


def test_a_preferred_wait_is_heeded_and_bounded(api: Api) -> None:
    """Nobody holds a connection for an hour."""
    response = api.submit(KADJAR, Prefer="respond-async, wait=3600")
    assert (response.status_code, response.headers["Preference-Applied"]) == (201, "wait=60")


@pytest.mark.parametrize("query", ["?dry_run", "?dry_run=true", "?dry_run="])
def test_a_dry_run_says_the_same_and_keeps_nothing(api: Api, query: str) -> None:
    """With or without a value."""
    response = api.submit(WRONG, f"{query}&name=kadjar.yaml")
    assert response.status_code == 200
    answer = response.json()
    assert (answer["verdict"], answer["introduced_errors"]) == ("rejected", 1)
    kept = api.submit(WRONG, "?name=kadjar.yaml&dry_run=false").json()
    assert answer["report"] == kept["report"]
    listed = api.get("/v1/submissions?state=checked").json()["items"]
    assert [one["id"] for one in listed] == [kept["submission"]["id"]]


def test_a_retry_with_the_same_key_gives_the_same_submission(api_on_each: Api) -> None:
    """And with another body it is refused; another's key is another key."""
    first = api_on_each.submit(KADJAR, Idempotency_Key="a1")
    again = api_on_each.submit(KADJAR, Idempotency_Key="a1")
    assert again.json()["submission"]["id"] == first.json()["submission"]["id"]
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    assert problem_of(api_on_each.submit(WRONG, Idempotency_Key="a1")) == (
        422,
        "key-reused",
        "This idempotency key came before with another body; take a new key.",
    )
    other = api_on_each.by("sender").submit(KADJAR, Idempotency_Key="a1")
    assert other.json()["submission"]["id"] != first.json()["submission"]["id"]


def test_what_cannot_be_read_is_told_with_the_place_of_every_flaw(api: Api) -> None:
    """All at once, and nothing is kept."""
    response = api.submit(b"programs: []\nleaderships: [a]\ntargets: [b]\n", "?name=a.yaml")
    assert problem_of(response) == (422, "unreadable", "It cannot be read: 2 flaws.")
    places = [(one["file"], one["line"], one["column"]) for one in response.json()["errors"]]
    assert places == [("a.yaml", 2, 1), ("a.yaml", 3, 1)]
    assert [one["id"] for one in api.get("/v1/submissions").json()["items"][:-1]] == []


def test_json_and_archives_are_taken_in(api: Api) -> None:
    """By their media type, or by their name whatever the type says."""
    document = json.dumps({"withdraw": ["qashqai"]}).encode()
    sent = api.post(
        "/v1/submissions", content=document, headers={"Content-Type": "application/json"}
    )
    assert (sent.status_code, sent.json()["submission"]["name"]) == (201, "submission.json")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("cars/kadjar.yaml", WRONG)
    sent = api.submit(stream.getvalue(), "?name=all.zip", Content_Type="text/plain")
    assert sent.status_code == 201
    (finding,) = sent.json()["report"]["findings"]
    assert finding["location"]["file"] == "cars/kadjar.yaml"


def _workbook(*rows: tuple[str, ...]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Programs")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


HEADERS = ("id", "name", "company", "segment", "body", "platform", "leader")
ROW = ("kadjar", "Kadjar", "renault", "C", "suv", "cmf-b", "qashqai")


def test_a_workbook_is_taken_in_and_its_findings_name_cells(api: Api) -> None:
    """Planners need not write anything again."""
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sent = api.submit(_workbook(HEADERS, ROW), Content_Type=media)
    assert (sent.status_code, sent.json()["submission"]["name"]) == (201, "submission.xlsx")
    (finding,) = sent.json()["report"]["findings"]
    assert (finding["location"]["file"], finding["location"]["cell"]) == (
        "submission.xlsx",
        "Programs!F2",
    )
    table = ",".join(HEADERS) + "\n" + ",".join(ROW) + "\n"
    (same,) = api.submit(table.encode(), Content_Type="text/csv").json()["report"]["findings"]
    assert (same["location"]["file"], same["fingerprint"]) == (
        "programs.csv",
        finding["fingerprint"],
    )


def test_a_workbook_that_is_none_or_says_nothing_is_refused(api: Api) -> None:
    """One whose headers are not understood is reported on, and not accepted."""
    told = api.submit(_workbook(("a", "b")), "?name=a.xlsx").json()["report"]
    assert (told["verdict"], [one["rule"] for one in told["findings"]]) == (
        "rejected",
        ["plan/missing-field"],
    )
    response = api.submit(b"PK\x03\x04", "?name=a.xlsx")
    assert problem_of(response)[:2] == (422, "unreadable")
    response = api.submit(b"a,b\n1,2\n", "?name=cars.csv")
    assert problem_of(response)[:2] == (422, "unreadable")


@pytest.mark.parametrize(
    ("who", "query", "type_", "body", "expected"),
    [
        ("", "", "application/yaml", KADJAR, (401, "unauthenticated")),
        ("reader", "", "application/yaml", KADJAR, (403, "forbidden")),
        ("renault", "?kind=plan", "application/yaml", PLAN, (403, "forbidden")),
        ("renault", "", "application/yaml", PLAN, (422, "unreadable")),
        ("renault", "", "application/yaml", b"", (422, "invalid")),
        ("renault", "", "image/png", KADJAR, (415, "no-such-file")),
        ("renault", "", "", KADJAR, (415, "no-such-file")),
        ("renault", "?name=a.exe", "", KADJAR, (422, "unreadable")),
        ("renault", "?name=../a.zip", "", KADJAR, (422, "unreadable")),
        ("renault", "?name=%00.zip", "", KADJAR, (422, "malformed")),
        ("renault", "?kind=car", "application/yaml", KADJAR, (422, "malformed")),
        ("renault", "?dry_run=perhaps", "application/yaml", KADJAR, (422, "malformed")),
        ("renault", "?dryrun", "application/yaml", KADJAR, (400, "ambiguous")),
        ("renault", "?dry_run&dry_run=false", "application/yaml", KADJAR, (400, "ambiguous")),
        ("renault", "", "application/zip", b"PK\x03\x04", (422, "unreadable")),
    ],
)
def test_what_cannot_be_taken_in_is_refused(  # noqa: PLR0917 - a table
    api: Api, who: str, query: str, type_: str, body: bytes, expected: tuple[int, str]
) -> None:
    """With a problem whose type says which, and nothing is kept."""
    before = api.get("/v1/submissions").json()
    response = api.by(who).submit(body, query, Content_Type=type_)
    assert problem_of(response)[:2] == expected
    assert api.get("/v1/submissions").json() == before


def test_a_misspelt_parameter_is_told_with_the_right_one(api: Api) -> None:
    """Otherwise a dry run might be kept."""
    _, _, detail = problem_of(api.submit(KADJAR, "?dryrun"))
    assert detail == 'There is no parameter "dryrun". Did you mean "dry_run"?'


def test_a_body_beyond_the_limit_is_refused_whether_it_says_so_or_not(api: Api) -> None:
    """Before it is sent, where it says how large it is; else as soon as it is too large."""
    most = api.service.settings.max_body_bytes
    response = api.submit(b"#" * (most + 1))
    assert problem_of(response) == (
        413,
        "too-large",
        f"It has {most + 1:,} bytes; {most:,} is the most.",
    )

    def parts() -> Iterator[bytes]:
        for _ in range(most // 1_000_000 + 2):
            yield b"#" * 1_000_000

    response = api.post(
        "/v1/submissions", content=parts(), headers={"Content-Type": "application/yaml"}
    )
    assert problem_of(response) == (413, "too-large", f"It has more than {most:,} bytes.")


def test_the_first_plan_is_an_administrators(api: Api) -> None:
    """It is told by its content, and may have violations."""
    response = api.by("office").submit(PLAN)
    assert (response.status_code, response.json()["submission"]["kind"]) == (201, "plan")


def test_a_dry_run_may_select_rules(api: Api) -> None:
    """As `pacecar check --select` does; what no rule is called, and other submissions, may not."""
    for name in ("twins", "twins/on-one-platform"):
        report = api.submit(WRONG, f"?dry_run&select={name}").json()["report"]
        assert [rule["rule"] for rule in report["rules"]] == ["twins/on-one-platform"]
        assert report["verdict"] == "rejected"
    assert problem_of(api.submit(WRONG, "?dry_run&select=twins,twin")) == (
        422,
        "invalid",
        "There is no rule or family `twin`. Did you mean `twins`?",
    )
    assert problem_of(api.submit(WRONG, "?select=twins")) == (
        422,
        "invalid",
        "Only a dry run may select rules; a submission is judged by all of them.",
    )
