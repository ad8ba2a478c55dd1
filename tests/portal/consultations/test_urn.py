"""The envelope: one length, one form, opened only by its key."""

from __future__ import annotations

from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.consultations.tally import question
from portal.consultations.urn import (
    canonical,
    envelope_length,
    open_all,
    open_one,
    opens,
    pad,
    padded_length,
    read,
    seal,
)

QUESTIONS = (
    question("q1", "同意吗？", "yes_no"),
    question("q2", "选两个", "choose", [("short", "甲"), ("a_very_long_code_indeed", "乙"), ("mid_code", "丙")], 2),
)
KEY = PrivateKey.generate()
PUBLIC, PRIVATE = bytes(KEY.public_key), bytes(KEY)
A = {"q1": ["yes"], "q2": ["abstain"]}
B = {"q1": ["abstain"], "q2": ["a_very_long_code_indeed", "mid_code"]}


def test_every_ballot_is_sealed_to_one_length() -> None:
    """The shortest and the longest ballot give envelopes of the same size."""
    length = padded_length(QUESTIONS)
    assert len(canonical(B).encode()) <= length
    assert len(seal(A, length, PUBLIC)) == len(seal(B, length, PUBLIC)) == envelope_length(length)


def test_the_same_ballot_twice_is_two_envelopes() -> None:
    """Equal choices cannot be told by equal envelopes."""
    assert seal(A, 128, PUBLIC) != seal(A, 128, PUBLIC)


def test_only_the_key_opens() -> None:
    """Another key does not."""
    envelope = seal(A, 128, PUBLIC)
    assert open_one(envelope, PRIVATE, QUESTIONS) == A
    assert opens(envelope, PRIVATE)
    assert not opens(envelope, bytes(PrivateKey.generate()))


def test_opened_ballots_are_sorted_by_content() -> None:
    """No order of coming is left."""
    first = [seal(choices, 128, PUBLIC) for choices in (B, A, B)]
    assert open_all(first, PRIVATE, QUESTIONS) == open_all(first[::-1], PRIVATE, QUESTIONS)
    assert open_all(first, PRIVATE, QUESTIONS) == sorted([canonical(A), canonical(B), canonical(B)])


def test_rubbish_inside_a_right_seal_is_void() -> None:
    """Not JSON, unknown codes, deep nesting: void, never an error."""
    for body in (b"hello", b"{}", b'{"q1":["yes"]}', b"[" * 5000, b"\xff" * 64):
        envelope = SealedBox(PublicKey(PUBLIC)).encrypt(body)
        assert open_one(envelope, PRIVATE, QUESTIONS) is None
    assert open_all([SealedBox(PublicKey(PUBLIC)).encrypt(b"x")], PRIVATE, QUESTIONS) == [""]
    assert read("") is None


def test_padding_is_json_still() -> None:
    """A browser may seal the same bytes: JSON followed by spaces."""
    assert pad(A, 128).rstrip(b" ").decode() == canonical(A)
    assert read(pad(A, 128).decode()) == A
