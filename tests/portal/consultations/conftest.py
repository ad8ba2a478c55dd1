"""The fixtures of `consultations_world`."""

from tests.portal.consultations.consultations_world import world

__all__ = ["world"]
