"""Pure: the sealed envelope of a secret ballot.

Two sealed boxes (libsodium's `crypto_box_seal`, each with an ephemeral key: the public key seals, only the private one
opens):

- the *ballot*: the choices as canonical JSON, padded with spaces to a fixed length. The voter's own device may seal it;
- the *envelope*, which the urn stores: consultation, roll entry, a nonce, and the ballot, again of a fixed length. So
  `audit` finds an envelope that was copied or moved to another row.

If the server seals, it puts the choices straight into the envelope, not in a sealed ballot; the length is the same.
After opening, consultation, entry and nonce are compared and dropped; only the choices are passed on.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.consultations.ballots.tally import ChoiceError, Choices, Question, check_choices

SEAL_BYTES = 48  # an ephemeral public key (32) and an authentication tag (16)
_STEP = 64  # bytes: lengths are rounded up to a multiple of this
NONCE_BYTES = 16
_LONGEST_BINDING = 128  # bytes around the ballot: JSON keys, two ids of ten digits, the nonce


def canonical_choices(choices: Choices) -> str:
    """The choices as JSON with sorted keys and codes and no spaces: equal choices give equal text."""
    return json.dumps({key: sorted(codes) for key, codes in choices.items()}, sort_keys=True, separators=(",", ":"))


def padded_length(questions: Sequence[Question]) -> int:
    """Bytes of the longest valid ballot, rounded up to a multiple of 64."""
    longest = {
        item.key: sorted((option.code for option in item.options), key=len, reverse=True)[: item.most]
        for item in questions
    }
    return -(-len(canonical_choices(longest).encode()) // _STEP) * _STEP


def sealed_ballot_length(padded: int) -> int:
    """Bytes of a ballot of `padded` bytes once it is sealed."""
    return padded + SEAL_BYTES


def pad(choices: Choices, length: int) -> bytes:
    """Canonical JSON, padded with spaces to `length` bytes. Raises ValueError if it is longer."""
    body = canonical_choices(choices).encode()
    if len(body) > length:
        raise ValueError("choices longer than the padded length")
    return body.ljust(length, b" ")


def seal(choices: Choices, length: int, public_key: bytes) -> bytes:
    """The choices as a sealed ballot, which only the private key opens."""
    return SealedBox(PublicKey(public_key)).encrypt(pad(choices, length))


def can_open(ballot: bytes, private_key: bytes) -> bool:
    """Whether a ballot was sealed to this key. Its content is discarded unread."""
    try:
        SealedBox(PrivateKey(private_key)).decrypt(ballot)
    except CryptoError:
        return False
    return True


@dataclass(frozen=True)
class Binding:
    """The consultation and roll entry for which an envelope was made."""

    consultation_id: int
    entry_id: int


@dataclass(frozen=True)
class Opened:
    """An opened envelope. `choices` None: a void ballot."""

    binding: Binding
    nonce: str
    choices: Choices | None


class ForeignEnvelope(Exception):
    """Not an envelope made by this program: it cannot be opened, or its content has another form."""


def envelope_body_length(padded: int) -> int:
    """Bytes inside an envelope: room for a sealed ballot of `padded` bytes in base64, and for the binding."""
    box = -(-sealed_ballot_length(padded) // 3) * 4
    return -(-(box + _LONGEST_BINDING) // _STEP) * _STEP


def make_envelope(ballot: Choices | bytes, binding: Binding, padded: int, public_key: bytes) -> bytes:
    """The envelope for choices, or for a ballot sealed by the voter's device (which is not opened).

    Raises ValueError if it does not fit into `envelope_body_length(padded)` bytes.
    """
    inside = {"box": base64.b64encode(ballot).decode()} if isinstance(ballot, bytes) else {"choices": ballot}
    whole = {
        "consultation": binding.consultation_id,
        "entry": binding.entry_id,
        "nonce": secrets.token_hex(NONCE_BYTES),
        **inside,
    }
    body = json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()
    length = envelope_body_length(padded)
    if len(body) > length:
        raise ValueError("a ballot longer than the padded length")
    return SealedBox(PublicKey(public_key)).encrypt(body.ljust(length, b" "))


def open_envelope(envelope: bytes, private_key: bytes, questions: Sequence[Question]) -> Opened:
    """Open an envelope. Raises ForeignEnvelope; a ballot inside that cannot be read counts as void."""
    try:
        whole = json.loads(SealedBox(PrivateKey(private_key)).decrypt(envelope))
        binding = Binding(int(whole["consultation"]), int(whole["entry"]))
        nonce = str(whole["nonce"])
    except (CryptoError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ForeignEnvelope from error
    return Opened(binding, nonce, _choices(whole, private_key, questions))


def _choices(whole: dict[str, Any], private_key: bytes, questions: Sequence[Question]) -> Choices | None:
    try:
        if "box" in whole:
            return open_ballot(base64.b64decode(whole["box"], validate=True), private_key, questions)
        return check_choices(questions, whole["choices"])
    except (ValueError, KeyError, TypeError, binascii.Error):
        return None


def open_ballot(ballot: bytes, private_key: bytes, questions: Sequence[Question]) -> Choices | None:
    """Open a ballot: its choices, or None if it is void."""
    try:
        body = SealedBox(PrivateKey(private_key)).decrypt(ballot)
        return check_choices(questions, json.loads(body.decode("utf-8")))
    except (CryptoError, ValueError, RecursionError):
        return None


def stored_contents(ballots: Iterable[Choices | None], *, whole: bool) -> list[str]:
    """The strings to store after opening, sorted, so that the order of voting is lost.

    One per question, so that one voter's answers cannot be linked; with `whole`, which some templates need, one per
    ballot. A void ballot is one "" in either case.
    """
    return sorted(content for ballot in ballots for content in _contents(ballot, whole))


def _contents(ballot: Choices | None, whole: bool) -> list[str]:
    if ballot is None:
        return [""]
    return [canonical_choices(ballot)] if whole else [canonical_choices({key: codes}) for key, codes in ballot.items()]


def read_choices(content: str) -> Choices | None:
    """The choices in a stored string (`stored_contents`); None for a void ballot. Raises ValueError unless it is `Choices` in JSON."""
    if not content:
        return None
    found = json.loads(content)
    if not isinstance(found, dict) or not all(isinstance(codes, list) for codes in found.values()):
        raise ChoiceError("读不懂这张选票")
    return {str(key): [str(code) for code in codes] for key, codes in found.items()}
