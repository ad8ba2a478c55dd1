"""Read whether a message gives up only one of several matters that were told together (垃圾那件不用管了). Pure."""

from __future__ import annotations

import re

from actions.interpreting.matters.things import things_in

_LONGEST = 30  # characters
_CLAUSES = re.compile(r"[\s，,。.！!？?；;、]+")
_GIVES_UP = re.compile(
    r"(?:不用|不要|不必|不需要|没必要|用不着|(?<!特)(?<!区)别|甭|勿用|弗用|先不|就不)(?:再|先|给我|帮我|去){0,2}(?:管|报|办|弄|修|处理|登记|说|来|投诉|反映)(?!到|的|人)|(?:先|就|那个?|都|也)(?:不用|不要|不必)了?$|算了|撤了?|取消|作罢"
    r"|(?<![再还都老总直又])不(?:再|想)?(?:报|登记|投诉|反映)(?!到|的|人)|(?<![再还都老总直又])不(?:再|想)?(?:管|办|弄|修|处理)了"
)
_OTHERS_DO = re.compile(  # 路灯的物业不管, 他们说垃圾不用管: told of whoever should act
    r"(?:物业|居委会?|社区|街道|环卫|市政|业委会|领导|保安|工人|师傅|人家|[他她]们?|邻居)[^，,。！!？?；;]{0,6}(?:说|讲|答复|回复|觉得|认为|让|叫|嫌|就|都|也|一直|老是|总是?|还|根本|不(?!用|要|必)|没)|一直不|从来不|凭什么|为什么|怎么|[吗？?]"
)
_BY_NAME = re.compile(  # 广告那件, 广告的事
    r"^(?:哦|啊|那|还有|对了|就是|先)?(?P<it>[\u4e00-\u9fff]{2,6}?)(?:的?[那这](?:一?[件个桩条])?|的事情?|的)"
)


def drops_only_one(text: str, told: str) -> bool:
    """Whether a text gives up one of the matters in `told`, by its name, while another thing is told in another clause there."""
    if not _gives_up(text):
        return False
    dropped, named = things_in(text), _BY_NAME.match(text.strip())
    gone: list[str] = []
    stay: list[str] = []
    for clause in _CLAUSES.split(told):
        hit = things_in(clause) & dropped or (named is not None and named["it"] in clause)
        (gone if hit else stay).append(clause)
    left = things_in(" ".join(stay)) - dropped - things_in(" ".join(gone))
    return bool(gone) and bool(left)


def gives_up_all_of(text: str, told: str) -> bool:
    """Whether a text gives up, by its name, a matter that is all that `told` tells."""
    things = things_in(told)
    return _gives_up(text) and bool(things) and things <= things_in(text)


def _gives_up(text: str) -> bool:
    return len(text) <= _LONGEST and _GIVES_UP.search(text) is not None and _OTHERS_DO.search(text) is None
