"""The portal's fixtures, for the attacks; each attack has an honest user beside it."""

from tests.portal.conftest import client, clock, internal, parts

__all__ = ["client", "clock", "internal", "parts"]
