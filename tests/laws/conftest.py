"""The portal's fixtures for the laws that call its routes."""

from tests.portal.conftest import clock, pages_compiled_once, parts

__all__ = ["clock", "pages_compiled_once", "parts"]
