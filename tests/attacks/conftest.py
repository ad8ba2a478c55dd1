"""The portal's fixtures for the attacks. Beside each attack an honest user is tested, too."""

from tests.portal.conftest import client, clock, internal, kept_apps, parts

__all__ = ["client", "clock", "internal", "kept_apps", "parts"]
