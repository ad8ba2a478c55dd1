"""The fixtures of `cases_world`, and the stand-in for the bot where a clerk types."""

from tests.portal.cases.cases_world import community, reporter, s, sign_in, who
from tests.portal.draft_reader import bot

__all__ = ["bot", "community", "reporter", "s", "sign_in", "who"]
