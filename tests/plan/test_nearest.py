"""Did you mean ...?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.plan.nearest import Spellings, _Distances, nearest

WORDS = ("platform", "plants", "powertrains", "programs", "id", "cmf-b", "cmf-cd")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("platfrom", "platform"),
        ("Platform", "platform"),
        ("plant", "plants"),
        ("power trains", "powertrains"),
        ("cmf_cd", "cmf-cd"),
        ("cmf-c", "cmf-b"),
        ("segment", ""),
        ("xy", ""),
        ("", ""),
        ("p" * 10_000, ""),
    ],
)
def test_near_words_are_offered(text: str, meant: str) -> None:
    """A third of a word may differ; of equally near ones the first in order is offered."""
    assert nearest(text, WORDS) == meant
    assert nearest(text, WORDS[::-1]) == meant


def test_names_lead_to_ids() -> None:
    """Who writes a name is told the id."""
    spellings = Spellings([("nissan", "nissan"), ("Nissan Motor", "nissan")])
    assert spellings.nearest("Nissan Mottor") == "nissan"


@given(
    st.sampled_from([word for word in WORDS if len(word) > 2]),
    st.integers(0, 11),
    st.sampled_from("xyz"),
)
def test_one_wrong_letter_is_forgiven(word: str, at: int, letter: str) -> None:
    """A single replaced letter never hides a word."""
    wrong = word[:at] + letter + word[at + 1 :]
    assert nearest(wrong, [word]) == word


@given(st.text("abc", min_size=1, max_size=9), st.text("abcd", min_size=1, max_size=9))
def test_distances_are_those_of_the_table(text: str, other: str) -> None:
    """They are what the table says that is filled cell by cell, however a text is pieced."""
    table = [list(range(len(other) + 1))]
    for i, letter in enumerate(text, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            cost = min(table[i - 1][j] + 1, row[j - 1] + 1, table[i - 1][j - 1] + (letter != its))
            if i > 1 < j and letter == other[j - 2] and text[i - 2] == its:
                cost = min(cost, table[i - 2][j - 2] + 1)
            row.append(cost)
        table.append(row)
    assert _Distances(text).to(other) == table[-1][-1]


@given(
    st.text("abc", min_size=3, max_size=9),
    st.lists(st.text("abc", min_size=1, max_size=9), max_size=20),
)
def test_the_word_offered_is_the_nearest_of_all(text: str, words: list[str]) -> None:
    """No word is nearer, and none of those that are as near is before it in order."""
    allowed = max(1, len(text) // 3)
    distances = [(_Distances(text).to(word), word) for word in words]
    near = [pair for pair in distances if pair[0] <= allowed]
    assert nearest(text, words) == (min(near)[1] if near else "")


def test_an_index_stops_searching_some_time() -> None:
    """A plan with thousands of wrong ids costs no more than a second's search."""
    spellings = Spellings((f"{i:06}",) * 2 for i in range(50_000))
    answers = [spellings.nearest(f"{i:05}x") for i in range(100)]
    assert answers[0] == "000000"
    assert answers[-1] == ""
