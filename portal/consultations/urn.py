"""Pure: the sealed envelope of a secret ballot.

What is sealed is the canonical JSON of the choices followed by spaces up to one length for the whole consultation, so
that neither size nor content tells ballots apart. The seal is libsodium's `crypto_box_seal` (an ephemeral key for each
envelope): the public key seals, only the private key opens. Spaces after JSON are JSON, so a browser can seal the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.consultations.tally import ChoiceError, Choices, Question, check_choices

SEAL_BYTES = 48  # an ephemeral public key and a tag
_STEP = 64


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
    """Bytes of a sealed envelope."""
    return padded + SEAL_BYTES


def pad(choices: Choices, length: int) -> bytes:
    """Canonical JSON, then spaces up to `length` bytes. Raises ValueError when it does not fit."""
    body = canonical(choices).encode()
    if len(body) > length:
        raise ValueError("choices longer than the padded length")
    return body.ljust(length, b" ")


def seal(choices: Choices, length: int, public_key: bytes) -> bytes:
    """An envelope that only the private key opens."""
    return SealedBox(PublicKey(public_key)).encrypt(pad(choices, length))


def opens(envelope: bytes, private_key: bytes) -> bool:
    """Whether an envelope was sealed to this key. The contents are not looked at."""
    try:
        SealedBox(PrivateKey(private_key)).decrypt(envelope)
    except CryptoError:
        return False
    return True


def open_one(envelope: bytes, private_key: bytes, questions: Sequence[Question]) -> Choices | None:
    """The choices inside, or None for a void ballot."""
    try:
        body = SealedBox(PrivateKey(private_key)).decrypt(envelope)
        return check_choices(questions, json.loads(body.decode("utf-8")))
    except (CryptoError, ValueError, RecursionError):
        return None


def open_all(envelopes: Iterable[bytes], private_key: bytes, questions: Sequence[Question]) -> list[str]:
    """Canonical contents of all envelopes, sorted by content: nothing of the order they came in is left.

    A void ballot is the empty string.
    """
    opened = (open_one(envelope, private_key, questions) for envelope in envelopes)
    return sorted("" if choices is None else canonical(choices) for choices in opened)


def read(content: str) -> Choices | None:
    """The choices of an opened ballot; None for a void one."""
    if not content:
        return None
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ChoiceError("读不懂这张选票")
    return {str(key): [str(code) for code in codes] for key, codes in found.items()}
