"""Keyed hashes that things are looked up by, and secrets that stand sealed in a column: a thief of the database gets neither."""

from __future__ import annotations

import hashlib
import hmac

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random


def keyed(secret: str, purpose: str, value: str) -> str:
    """HMAC-SHA256 in hex (64 characters)."""
    return hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def seal(secret: str, purpose: str, value: str) -> str:
    """`value` in a box that only SECRET_KEY opens, in hex."""
    return _box(secret, purpose).encrypt(value.encode(), random(SecretBox.NONCE_SIZE)).hex()


def unseal(secret: str, purpose: str, sealed: str) -> str | None:
    """What was sealed; None when it does not open (another SECRET_KEY, an edited row)."""
    try:
        return _box(secret, purpose).decrypt(bytes.fromhex(sealed)).decode()
    except (CryptoError, ValueError):
        return None


def _box(secret: str, purpose: str) -> SecretBox:
    return SecretBox(hmac.new(secret.encode(), f"seal\0{purpose}".encode(), hashlib.sha256).digest())
