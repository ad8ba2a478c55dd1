"""Pure: the sealed envelope of a secret ballot.

Two boxes of libsodium's `crypto_box_seal` (an ephemeral key for each; the public key seals, only the private key opens):

- the *ballot*: the canonical JSON of the choices followed by spaces up to one length. A voter's own device may seal it
  (spaces after JSON are JSON);
- the *envelope*, which the urn keeps: whose it is (consultation, roll entry), a nonce, and the ballot, again of one
  length. So an envelope that is copied or moved to another row says so when it is opened.

Where the server seals the choices itself they stand in the envelope as they are; it has the same length. At opening
consultation, entry and nonce are compared and dropped; only the choices are handed on.
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

SEAL_BYTES = 48  # an ephemeral public key and a tag
_STEP = 64
NONCE_BYTES = 16
# what stands around a ballot at the most: keys, two ids of ten digits, the nonce
_AROUND = 128


def canonical(choices: Choices) -> str:
    """One text for one set of choices: keys and codes sorted, no blanks."""
    return json.dumps({key: sorted(codes) for key, codes in choices.items()}, sort_keys=True, separators=(",", ":"))


def padded_length(questions: Sequence[Question]) -> int:
    """Bytes that the longest lawful ballot needs, rounded up to a multiple of 64."""
    longest = {
        item.key: sorted((option.code for option in item.options), key=len, reverse=True)[: item.most]
        for item in questions
    }
    return -(-len(canonical(longest).encode()) // _STEP) * _STEP


def envelope_length(padded: int) -> int:
    """Bytes of a sealed box."""
    return padded + SEAL_BYTES


def pad(choices: Choices, length: int) -> bytes:
    """Canonical JSON, then spaces up to `length` bytes. Raises ValueError when it does not fit."""
    body = canonical(choices).encode()
    if len(body) > length:
        raise ValueError("choices longer than the padded length")
    return body.ljust(length, b" ")


def seal(choices: Choices, length: int, public_key: bytes) -> bytes:
    """A ballot that only the private key opens."""
    return SealedBox(PublicKey(public_key)).encrypt(pad(choices, length))


def opens(ballot: bytes, private_key: bytes) -> bool:
    """Whether a ballot was sealed to this key. The contents are not looked at."""
    try:
        SealedBox(PrivateKey(private_key)).decrypt(ballot)
    except CryptoError:
        return False
    return True


@dataclass(frozen=True)
class Binding:
    """Where an envelope belongs."""

    consultation_id: int
    entry_id: int


@dataclass(frozen=True)
class Opened:
    """An envelope as it was opened. `choices` None = a void ballot."""

    binding: Binding
    nonce: str
    choices: Choices | None


class NotOurs(Exception):
    """No envelope that this program has made: it cannot be opened, or is not of its form."""


def outer_length(padded: int) -> int:
    """Bytes inside an envelope whose ballot is padded to `padded`: room for the ballot as a box, and the binding."""
    box = -(-envelope_length(padded) // 3) * 4
    return -(-(box + _AROUND) // _STEP) * _STEP


def put_in(ballot: Choices | bytes, binding: Binding, padded: int, public_key: bytes) -> bytes:
    """The envelope for choices, or for a ballot that was sealed elsewhere (which is not opened)."""
    inside = {"box": base64.b64encode(ballot).decode()} if isinstance(ballot, bytes) else {"choices": ballot}
    whole = {
        "consultation": binding.consultation_id,
        "entry": binding.entry_id,
        "nonce": secrets.token_hex(NONCE_BYTES),
        **inside,
    }
    body = json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()
    length = outer_length(padded)
    if len(body) > length:
        raise ValueError("a ballot longer than the padded length")
    return SealedBox(PublicKey(public_key)).encrypt(body.ljust(length, b" "))


def take_out(envelope: bytes, private_key: bytes, questions: Sequence[Question]) -> Opened:
    """Open an envelope. Raises NotOurs; a ballot inside that cannot be read is a void one, and no fault."""
    try:
        whole = json.loads(SealedBox(PrivateKey(private_key)).decrypt(envelope))
        binding = Binding(int(whole["consultation"]), int(whole["entry"]))
        nonce = str(whole["nonce"])
    except (CryptoError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotOurs from error
    return Opened(binding, nonce, _choices(whole, private_key, questions))


def _choices(whole: dict[str, Any], private_key: bytes, questions: Sequence[Question]) -> Choices | None:
    try:
        if "box" in whole:
            return open_one(base64.b64decode(whole["box"], validate=True), private_key, questions)
        return check_choices(questions, whole["choices"])
    except (ValueError, KeyError, TypeError, binascii.Error):
        return None


def open_one(ballot: bytes, private_key: bytes, questions: Sequence[Question]) -> Choices | None:
    """The choices of a ballot, or None for a void one."""
    try:
        body = SealedBox(PrivateKey(private_key)).decrypt(ballot)
        return check_choices(questions, json.loads(body.decode("utf-8")))
    except (CryptoError, ValueError, RecursionError):
        return None


def contents(ballots: Iterable[Choices | None], *, whole: bool) -> list[str]:
    """What is written after opening, sorted: nothing of the order of coming is left, and nothing joins one voter's
    answers to each other, unless the template needs whole ballots. A void ballot is the empty string.
    """
    return sorted(content for ballot in ballots for content in _contents(ballot, whole))


def _contents(ballot: Choices | None, whole: bool) -> list[str]:
    if ballot is None:
        return [""]
    return [canonical(ballot)] if whole else [canonical({key: codes}) for key, codes in ballot.items()]


def read(content: str) -> Choices | None:
    """The choices of an opened ballot; None for a void one."""
    if not content:
        return None
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ChoiceError("读不懂这张选票")
    return {str(key): [str(code) for code in codes] for key, codes in found.items()}
