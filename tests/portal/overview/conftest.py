"""The fixtures of `cases_world`."""

from tests.portal.cases.cases_world import community, reporter, s, who

__all__ = ["community", "reporter", "s", "who"]
