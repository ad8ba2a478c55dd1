"""Keyed hashes to look things up by, and encrypted column values: a stolen database does not reveal what they hide.

`secret` is SECRET_KEY; `purpose` keeps hashes and keys for different uses apart.
"""

from __future__ import annotations

import hashlib
import hmac

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random


def keyed(secret: str, purpose: str, value: str) -> str:
    """HMAC-SHA256 of the value in hex (64 characters)."""
    return hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def seal(secret: str, purpose: str, value: str) -> str:
    """`value`, encrypted with a key derived from SECRET_KEY and `purpose`, in hex."""
    return _box(secret, purpose).encrypt(value.encode(), random(SecretBox.NONCE_SIZE)).hex()


def unseal(secret: str, purpose: str, sealed: str) -> str | None:
    """The value that was sealed; None if it cannot be decrypted (another SECRET_KEY, an edited row)."""
    try:
        return _box(secret, purpose).decrypt(bytes.fromhex(sealed)).decode()
    except (CryptoError, ValueError):
        return None


def _box(secret: str, purpose: str) -> SecretBox:
    return SecretBox(hmac.new(secret.encode(), f"seal\0{purpose}".encode(), hashlib.sha256).digest())
