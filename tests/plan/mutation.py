"""Damage to plans, as editors, programs and bad luck do it."""

from __future__ import annotations

from hypothesis import strategies as st

VALID = """\
plan: {name: P, as_of: 2025-12-31, since: 2020, settings: {a/b: {share: 0.5}}}
companies:
  - {id: nissan, name: Nissan, member: true, brands: [nissan, infiniti]}
  - {id: renault, name: "Régie", brands: [dacia]}
regions: [{id: china, name: China, aliases: [中国]}]
technologies: [{id: plug, name: Plug-in hybrid}]
families: [{id: cmf, name: CMF}]
platforms: [{id: cmf-b, name: CMF-B, family: cmf, common: true, segments: [B]}]
plants: [{id: oppama, name: Oppama, region: china, company: nissan}]
leaderships:
  - {company: nissan, region: china, since: 2025-01}
  - company: renault
    model_line: {segment: C, body: suv}
    until: 2030-12
targets: [{id: common, year: 2024, at_least: 0.8, of: models, per: platform}]
programs:
  - id: n-one
    name: One
    company: nissan
    brand: nissan
    segment: C
    body: suv
    regions: [china, null]
    platform: cmf-b
    plants: [oppama]
    leader: n-two
    upper_body_shared: 0.55
    technologies:
      - {technology: plug, developer: renault}
    start: 2025-03
    end: 2030
    units: {2024: 120000, 2025: null}
    cost: {standalone: 900, planned: 560.5}
    note: >-
      Folded
      text.
  - {id: n-two, name: Two, company: nissan, segment: null, body: null}
waivers:
  - {rule: a/b, program: n-one, until: 2026, reason: R, approved_by: [nissan]}
"""

PIECES = (
    *("", " ", "  ", "\t", "\n", "\r\n", "\r", "- ", ": ", ", ", "[", "]", "{", "}", "'", '"'),
    *("#", "&a ", "*a", "!!str ", "<<: ", "? ", "|", ">", "%", "@", "---\n", "...\n", "~", "null"),
    *("0", "-1", "1e999", ".inf", "2025-02-30", "true", "NO", "é", "e\u0301", "\u202e", "🚗"),
    *("\x00", "\ufeff", "\u2028", "\\", "programs:\n", "id: n-one", "  - ", "x" * 300),
)
_CUTS = st.tuples(st.integers(0, len(VALID)), st.integers(0, 40), st.sampled_from(PIECES))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a valid plan in which one to five stretches are replaced."""
    text = VALID
    for start, length, piece in draw(st.lists(_CUTS, min_size=1, max_size=5)):
        text = text[:start] + piece + text[start + length :]
    data = text.encode()
    flips = draw(st.lists(st.tuples(st.integers(0, len(data)), st.integers(0, 255)), max_size=1))
    for at, byte in flips if draw(st.integers(0, 3)) == 0 else ():
        data = data[:at] + bytes([byte]) + data[at + 1 :]
    return data
