"""A few words after the answer to a common question that tell of no matter (贝壳), or of a trouble all the same (又停了). Pure."""

from __future__ import annotations

import re

from actions.case_draft import has_place_or_time, phones
from actions.conversation.turn import Turn
from actions.intake.further.asking_on import SURELY_ANOTHER, SURELY_REPORTS
from actions.intake.questions import asks
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened

_TELLS_BRIEFLY = re.compile(r"(?:没|不|又|还|都|也|太|老)(?!有|用|是|对|要|行|好)")  # 没通知, 又停了
_LONGEST_ASIDE = 10  # characters of words after an answer that tell of no matter (贝壳, 我是说狂犬那个)
_MEANS = re.compile(r"^(?:我|不是|哦|啊|[，, ]){0,3}(?:的?意思是|是说|说的是|问的是|是问|想问的是|指的是)")
SHORTEST_MORE = 4  # characters of a message that may tell more; one fewer if it begins as `_TELLS_BRIEFLY`


def tells_briefly(turn: Turn) -> bool:
    """Whether three characters tell of a trouble: 没通知, 又停了."""
    words = short.plain(turn.text)
    return len(words) == SHORTEST_MORE - 1 and _TELLS_BRIEFLY.match(words) is not None


def tells_of_no_matter(turn: Turn) -> bool:
    """Whether a few words after an answer tell of no matter, nor ask anything by themselves: 贝壳; or only say which question was meant."""
    text = short.plain(turn.text)
    if turn.photos or turn.located or turn.wish is not None or turn.faq is not None or phones(turn.draft):
        return False
    if has_place_or_time(turn.draft) or turn.draft["urgency"]["level"] != "normal" or len(text) > _LONGEST_ASIDE:
        return False
    tells = tells_what_happened(text) or short.begins_another_matter(turn.text)
    if tells or asks(turn.text) or not short.has_words(text):
        return False
    if _MEANS.match(text):
        return True
    of_a_matter = turn.draft["category"]["score"] >= SURELY_ANOTHER or turn.surely("report_case", score=SURELY_REPORTS)
    return len(text) <= SHORTEST_MORE and turn.surely("out_of_scope", score=0.5) and not of_a_matter
