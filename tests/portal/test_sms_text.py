"""Segments, fitting, cutting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.wording.sms_text import chunks, fit, segments, sentences, units


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # two septets each
        ("€" * 81, 2),
        ("a" * 70 + "字", 2),  # one Chinese character makes all of it UCS-2
        ("😀" * 35, 1),  # two units each
        ("😀" * 36, 2),
        ("字" * 66 + "😀" + "字" * 66, 3),  # 134 units, but the pair is not split between the first and the second
    ],
)
def test_the_vectors(text: str, count: int) -> None:
    """GSM-7 160/153, UCS-2 70/67, pairs whole."""
    assert segments(text) == count


@given(st.text(max_size=400), st.integers(1, 3))
def test_whatever_is_fitted_fits(text: str, most: int) -> None:
    """And what fits is left as it is."""
    fitted = fit(text, most)
    assert segments(fitted) <= most
    if segments(text) <= most:
        assert fitted == text


def test_whole_sentences_are_kept_and_the_tail_always() -> None:
    """Cut behind a sentence, say that there is more, end with the tail."""
    fitted = fit("一二三四五六七八九十。" * 20, 1, tail="\n回1是")
    assert fitted.startswith("一二三四五六七八九十。")
    assert fitted.endswith("。……\n回1是")


@given(st.text(max_size=3000))
def test_chunks_lose_nothing_and_keep_the_bound(text: str) -> None:
    """Joined they are the text; each has at most 200 bytes."""
    parts = chunks(text, 200)
    assert "".join(parts) == text
    assert all(len(part.encode()) <= 200 for part in parts)


@given(st.text(max_size=300))
def test_sentences_lose_nothing(text: str) -> None:
    """Joined again they are the text."""
    assert "".join(sentences(text)) == text


def test_an_emoji_is_two_units() -> None:
    """UTF-16."""
    assert units("a😀字") == 4
