"""The portal's fixtures for the attacks. Each attack is tested together with an honest use that must still work."""

from tests.portal.conftest import client, clock, internal, kept_apps, pages_compiled_once, parts, patient_alarm

__all__ = ["client", "clock", "internal", "kept_apps", "pages_compiled_once", "parts", "patient_alarm"]
