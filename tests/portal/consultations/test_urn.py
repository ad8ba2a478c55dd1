"""The envelope: one length, one form, opened only by its key."""

from __future__ import annotations

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.consultations.ballots.tally import ChoiceError, checked_question
from portal.consultations.ballots.urn import (
    Binding,
    ForeignEnvelope,
    can_open,
    canonical_choices,
    envelope_body_length,
    make_envelope,
    open_ballot,
    open_envelope,
    pad,
    padded_length,
    read_choices,
    seal,
    sealed_ballot_length,
    stored_contents,
)

QUESTIONS = (
    checked_question("q1", "同意吗？", "yes_no"),
    checked_question(
        "q2", "选两个", "choose", [("short", "甲"), ("a_very_long_code_indeed", "乙"), ("mid_code", "丙")], 2
    ),
)
KEY = PrivateKey.generate()
PUBLIC, PRIVATE = bytes(KEY.public_key), bytes(KEY)
A = {"q1": ["yes"], "q2": ["abstain"]}
B = {"q1": ["abstain"], "q2": ["a_very_long_code_indeed", "mid_code"]}


def test_every_ballot_is_sealed_to_one_length() -> None:
    """The shortest and the longest ballot give envelopes of the same size."""
    length = padded_length(QUESTIONS)
    assert len(canonical_choices(B).encode()) <= length
    assert len(seal(A, length, PUBLIC)) == len(seal(B, length, PUBLIC)) == sealed_ballot_length(length)


def test_the_same_ballot_twice_is_two_envelopes() -> None:
    """Equal choices cannot be told by equal envelopes."""
    assert seal(A, 128, PUBLIC) != seal(A, 128, PUBLIC)


def test_only_the_key_opens() -> None:
    """Another key does not."""
    envelope = seal(A, 128, PUBLIC)
    assert open_ballot(envelope, PRIVATE, QUESTIONS) == A
    assert can_open(envelope, PRIVATE)
    assert not can_open(envelope, bytes(PrivateKey.generate()))


def test_what_is_written_after_opening_is_sorted_and_joins_no_answers() -> None:
    """No order of coming is left, and nobody's answers stand together, unless the template needs whole ballots."""
    parts = [canonical_choices({key: codes}) for ballot in (A, B, B) for key, codes in ballot.items()]
    assert stored_contents([B, A, B], whole=False) == stored_contents([A, B, B], whole=False) == sorted(parts)
    assert stored_contents([B, A, B], whole=True) == sorted(
        [canonical_choices(A), canonical_choices(B), canonical_choices(B)]
    )
    assert stored_contents([A, None], whole=False)[0] == ""


@pytest.mark.parametrize("sealed_by", ["server", "voter"])
def test_an_envelope_says_whose_it_is(sealed_by: str) -> None:
    """Consultation, entry and a nonce are inside; the ballot may have been sealed by the voter's own device."""
    ballot = A if sealed_by == "server" else seal(A, 128, PUBLIC)
    opened = open_envelope(make_envelope(ballot, Binding(3, 9), 128, PUBLIC), PRIVATE, QUESTIONS)
    assert (opened.binding, opened.choices) == (Binding(3, 9), A)
    again = open_envelope(make_envelope(ballot, Binding(3, 9), 128, PUBLIC), PRIVATE, QUESTIONS)
    assert again.nonce != opened.nonce


def test_envelopes_are_of_one_length() -> None:
    """Whoever sealed, whatever was chosen, however long the numbers are."""
    length = padded_length(QUESTIONS)
    lengths = {
        len(make_envelope(ballot, Binding(number, number), length, PUBLIC))
        for choices in (A, B)
        for ballot in (choices, seal(choices, length, PUBLIC))
        for number in (1, 2**31 - 1)
    }
    assert lengths == {sealed_ballot_length(envelope_body_length(length))}


def test_what_is_not_our_envelope_is_no_void_ballot() -> None:
    """Another key, cut short, a ballot without its envelope, rubbish: somebody has put it there."""
    envelope = make_envelope(A, Binding(3, 9), 128, PUBLIC)
    rubbish = [SealedBox(PublicKey(PUBLIC)).encrypt(body) for body in (b"", b"[]", b"{}", b"[" * 5000, b"\xff")]
    other = make_envelope(A, Binding(3, 9), 128, bytes(PrivateKey.generate().public_key))
    for wrong in (envelope[:-1], envelope[:-1] + b"\0", seal(A, 128, PUBLIC), b"", other, *rubbish):
        with pytest.raises(ForeignEnvelope):
            open_envelope(wrong, PRIVATE, QUESTIONS)


def test_rubbish_inside_a_right_seal_is_void() -> None:
    """Not JSON, unknown codes, deep nesting: void, never an error."""
    for body in (b"hello", b"{}", b'{"q1":["yes"]}', b"[" * 5000, b"\xff" * 64):
        envelope = SealedBox(PublicKey(PUBLIC)).encrypt(body)
        assert open_ballot(envelope, PRIVATE, QUESTIONS) is None
        assert open_envelope(make_envelope(envelope, Binding(1, 1), 8192, PUBLIC), PRIVATE, QUESTIONS).choices is None
    assert read_choices("") is None


@pytest.mark.parametrize("content", ["[]", "7", '{"q1": 7}', '{"q1": "yes"}', '{"q1": null}'])
def test_a_stored_ballot_that_was_tampered_with_is_refused(content: str) -> None:
    """Whatever is no `Choices` is an error of choices, never another one and never read as a choice."""
    with pytest.raises(ChoiceError):
        read_choices(content)


def test_padding_is_json_still() -> None:
    """A browser may seal the same bytes: JSON followed by spaces."""
    assert pad(A, 128).rstrip(b" ").decode() == canonical_choices(A)
    assert read_choices(pad(A, 128).decode()) == A
