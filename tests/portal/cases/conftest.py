"""The fixtures of `cases_world`."""

from tests.portal.cases.cases_world import community, hall_reads, reporter, s, sign_in, who

__all__ = ["community", "hall_reads", "reporter", "s", "sign_in", "who"]
