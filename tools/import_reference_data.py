"""Make the YAML of the reference plan from the tables its data was gathered in.

This was run once, to write `platforms.yaml`, `plants.yaml` and `programs/<company>.yaml` of
`plans/alliance`. The plan is maintained as data since: correct the YAML by hand. The script
stays as the record of how each column became a field, and overwrites what it finds.

    python tools/import_reference_data.py FOLDER DESTINATION

FOLDER holds `programs.csv`, `platforms.csv` and `plants.csv`. In their cells a list is split
at ";" and a blank means unknown. What has no field in a plan goes into `note`.
"""

from __future__ import annotations

import argparse
import csv
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = dict[str, str]
"""One line of a table, by column."""

Lines = list[str]
"""The YAML of one entity, without the dash and the indentation."""

WIDTH = 96

POWERTRAINS = {
    "ice": "combustion",
    "hev": "hybrid",
    "phev": "plug-in-hybrid",
    "bev": "electric",
}

TECHNOLOGIES = {
    "hev": "hybrid-powertrain",
    "phev": "plug-in-hybrid",
    "bev": "electric-powertrain",
    "propilot": "autonomous-driving",
    "android": "android-connected",
    "connected-china": "connected-car",
}

UNSURE = {
    "sop": "start",
    "eop": "end",
    "tech_lead": "technologies",
    "role": "leader",
    "plant": "plants",
}

ALIASES = {"cmf-ev": ["AmpR Medium"], "ampr-small": ["CMF-BEV"], "b0": ["M0"]}

REWORDED = (
    (r"\b(the )?seeds\b", "the articles"),
    (r"; alias needed$", ""),
    (r"^alias needed: ", ""),
    (r" - decide explicitly$", ""),
    (r"\bleft blank$", "left open"),
    (r": blank$", ", left open"),
)
"""Words of the gathering (pattern, replacement) that mean nothing to a reader of the plan."""

CALENDAR = re.compile(r"(?:FY)?(\d{4})\b")
"""How a remark on a volume begins if the volume is that of one calendar or fiscal year."""

NOT_TEXT = re.compile(
    r"""(?: null | ~ | true | false )
      | [-+]? (?: \.\d+ | \d+ (?: \.\d* )? ) (?: e [-+]? \d+ )?
      | 0o [0-7]+ | 0x [\da-f]+
      | [-+]? \.inf | \.nan""",
    re.IGNORECASE | re.VERBOSE,
)
"""What YAML 1.2 core reads as null, a truth value or a number (here in any case of letters)."""

PLATFORMS = """\
# The platforms, and the families they belong to.
#
# common: true where more than one member of the Alliance builds on it, or has announced to; the
# notes tell from when. companies: the members that do. first_year: the first year of production.
"""

PLANTS = """\
# The plants that build, or built, for the Alliance.
#
# company: the one that runs the plant. Turkey counts as Europe, Mexico as North America.
"""

PROGRAMS = """\
# The programs of {company}, all brands.
#
# What is not known is left out (a platform, a plant). A program without `end` is still in the
# plan, one with `technologies: []` uses none of those in technologies.yaml. A `leader` before
# 2020 is read back into the past.
#
# units: as a public page states them for a calendar year, or for the fiscal year that begins in
# it. Volumes of other periods stand in the note.
# note: "shares with" names the programs on the same underbody. Twin type badge: nearly the same
# body; derivative: a skin of its own; platform: the underbody only.
# confidence: high if at least one public page supports the key fact (plant, platform or
# twin), though not every value; medium if it is general knowledge only, or sources disagree;
# low if they disagree and nothing settles it. unsure: the weak values; `leader` there means
# who leads and who follows.
"""


def main() -> None:
    """Read the tables of one folder and write the plan's files into another."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the three tables are")
    parser.add_argument("destination", type=Path, help="the plan's folder")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    destination: Path = arguments.destination

    platforms = read(folder / "platforms.csv")
    plants = read(folder / "plants.csv")
    programs = read(folder / "programs.csv")

    write(destination / "platforms.yaml", PLATFORMS, "platforms", map(platform, platforms))
    write(destination / "plants.yaml", PLANTS, "plants", map(plant, plants))
    render = program_renderer(programs)
    for company in dict.fromkeys(row["company"] for row in programs):
        write(
            destination / "programs" / f"{company}.yaml",
            PROGRAMS.format(company=company.capitalize()),
            "programs",
            (render(row) for row in programs if row["company"] == company),
        )


def read(path: Path) -> list[Row]:
    """Return the rows of a table in the file's order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, heading: str, collection: str, entities: Iterable[Lines]) -> None:
    """Write one collection: a heading comment, then the entities, an empty line apart."""
    blocks = (
        "\n".join(f"{'    ' if number else '  - '}{line}" for number, line in enumerate(lines))
        for lines in entities
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    above = "../../.." if path.parent.name == "programs" else "../.."
    schema = f"# yaml-language-server: $schema={above}/schemas/plan.schema.json"
    path.write_text(
        f"{schema}\n{heading}\n{collection}:\n" + "\n\n".join(blocks) + "\n",
        encoding="utf-8",
        newline="\n",
    )


def platform(row: Row) -> Lines:
    """Return the YAML of a platform."""
    return [
        *text("id", row["id"]),
        *text("name", row["name"]),
        *flow("aliases", ALIASES.get(row["id"], ())),
        *text("family", row["family"]),
        f"common: {row['common']}",
        *flow("segments", split(row["segments"])),
        *flow("companies", split(row["companies"])),
        f"first_year: {row['first_year']}",
        *provenance(row, [remark(row["note"])]),
    ]


def plant(row: Row) -> Lines:
    """Return the YAML of a plant."""
    return [
        *text("id", row["id"]),
        *text("name", row["name"]),
        *text("city", row["city"]),
        *text("country", row["country"]),
        *text("region", row["region"]),
        *text("company", row["operator"]),
        *text("status", row["status"]),
        *provenance(row, [remark(row["note"])]),
    ]


def program_renderer(programs: Sequence[Row]) -> Callable[[Row], Lines]:
    """Return the function from a program to its YAML, knowing which programs are followed."""
    followed = {row["leader_id"] for row in programs}

    def render(row: Row) -> Lines:
        unfollowed = row["role"] == "leader" and row["id"] not in followed
        return [
            *text("id", row["id"]),
            *text("name", row["name"]),
            *text("company", row["company"]),
            *text("brand", row["brand"]),
            *text("segment", row["segment"]),
            *text("body", row["body"]),
            *flow("regions", split(row["regions"])),
            *text("platform", row["platform"]),
            *flow("plants", split(row["plants"])),
            *text("leader", row["leader_id"]),
            *technologies(row),
            *date("start", row["sop"]),
            *date("end", row["eop"]),
            *units(row),
            *provenance(
                row,
                [
                    remark(row["note"]),
                    "Called a leader, though no program here follows it." if unfollowed else "",
                    sharing(row),
                    combustion_developer(row),
                    volume(row),
                ],
            ),
            *flow("unsure", [UNSURE.get(name, name) for name in split(row["unsure_fields"])]),
        ]

    return render


def technologies(row: Row) -> Lines:
    """Return the powertrains and technologies of a program.

    Raises:
        ValueError: for a tag that is neither.
        KeyError: for a technology whose developer is not told.
    """
    tags = split(row["technologies"])
    unknown = [tag for tag in tags if tag not in POWERTRAINS and tag not in TECHNOLOGIES]
    if unknown:
        message = f"{row['id']}: unknown technologies {unknown}"
        raise ValueError(message)
    developer = developers(row)
    used = [
        f"  - {{technology: {TECHNOLOGIES[tag]}, developer: {developer[tag]}}}"
        for tag in tags
        if tag in TECHNOLOGIES
    ]
    return [
        *flow("powertrains", [POWERTRAINS[tag] for tag in tags if tag in POWERTRAINS]),
        *(["technologies:", *used] if used else ["technologies: []"]),
    ]


def developers(row: Row) -> dict[str, str]:
    """Return the developing company of each of a program's technologies, where it is told."""
    pairs = (pair.partition("=") for pair in split(row["tech_lead"]))
    return {tag: company for tag, _, company in pairs}


def combustion_developer(row: Row) -> str:
    """Say who develops the combustion engine; a plan lists no technology for it."""
    company = developers(row).get("ice")
    return f"Combustion engine developed by {company.capitalize()}." if company else ""


def sharing(row: Row) -> str:
    """Say which programs a program shares with, and how much."""
    names = split(row["shared_with"])
    if not names:
        return ""
    kind = f"; twin type {row['twin_type']}" if row["twin_type"] else ""
    *most, last = names
    return f"Shares with {', '.join(most)}{' and ' if most else ''}{last}{kind}."


def units(row: Row) -> Lines:
    """Return the vehicles of a year, if the volume is one year's."""
    match = CALENDAR.match(row["volume_note"])
    if not match or not row["annual_volume"]:
        return []
    return [f"units: {{{match[1]}: {row['annual_volume']}}}"]


def volume(row: Row) -> str:
    """Say what is known of a program's volume beside the number in `units`."""
    if not row["volume_note"]:
        return ""
    if units(row):
        return f"Volume stated for {row['volume_note']}."
    if row["annual_volume"]:
        return f"Volume: {int(row['annual_volume']):,} ({row['volume_note']})."
    return f"Volume: {row['volume_note']}."


def provenance(row: Row, remarks: Iterable[str]) -> Lines:
    """Return note, source and confidence; every address on a line of its own."""
    addresses = row["source"].split(" ") if "://" in row["source"] else [row["source"]]
    return [
        *text("note", " ".join(filter(None, remarks))),
        *(text("source", addresses[0]) if len(addresses) == 1 else folded("source", addresses)),
        *text("confidence", row["confidence"]),
    ]


def remark(words: str) -> str:
    """Return a remark of the tables as a sentence, in the plan's own words."""
    for pattern, replacement in REWORDED:
        words = re.sub(pattern, replacement, words)
    if words and words.split(" ")[0].islower():
        words = words[0].upper() + words[1:]
    return words + "." if words and not words.endswith(".") else words


def split(cell: str) -> list[str]:
    """Return the items of a cell that holds a list."""
    return cell.split(";") if cell else []


def text(key: str, words: str) -> Lines:
    """Return a text on one line if it fits and needs no quotes, else folded; none if blank."""
    if not words:
        return []
    line = f"{key}: {words}"
    is_address = "://" in words and " " not in words
    if is_plain(words) and (is_address or len(line) <= WIDTH - 4):
        return [line]
    if NOT_TEXT.fullmatch(words):
        return [f"{key}: '{words}'"]
    return folded(
        key, textwrap.wrap(words, WIDTH - 6, break_long_words=False, break_on_hyphens=False)
    )


def folded(key: str, lines: Iterable[str]) -> Lines:
    """Return a text of several lines, which a reader of YAML joins with spaces."""
    return [f"{key}: >-", *(f"  {line}" for line in lines)]


def flow(key: str, items: Sequence[str]) -> Lines:
    """Return a short list on one line; nothing for an empty one, which means unknown."""
    return [f"{key}: [{', '.join(quoted_item(item) for item in items)}]"] if items else []


def quoted_item(item: str) -> str:
    """Return an item of a list on one line, quoted if it would not be read as itself."""
    if is_plain(item) and not re.search(r"[\[\]{},]", item):
        return item
    return "'" + item.replace("'", "''") + "'"


def is_plain(words: str) -> bool:
    """Tell whether YAML 1.2 core reads a text without quotes as that text."""
    return not (
        NOT_TEXT.fullmatch(words)
        or re.match(r"[-?:,\[\]{}#&*!|>'\"%@`]", words)
        or re.search(r": |:$| #|^ | $", words)
    )


def date(key: str, cell: str) -> Lines:
    """Return a year, month or day as it stands; nothing if blank."""
    return [f"{key}: {cell}"] if cell else []


if __name__ == "__main__":
    main()
