"""The fixtures of `cases_world` and of `hot_world`."""

from tests.portal.cases.cases_world import community, reporter, s, who
from tests.portal.overview.hot_world import hot, sign_in

__all__ = ["community", "hot", "reporter", "s", "sign_in", "who"]
