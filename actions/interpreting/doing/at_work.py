"""Read whether a message explains what looked like a danger by somebody's work there (再看看，是修太阳能的师傅，腰上有绳子). Pure."""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_LONGEST = 40  # characters; a longer message tells more than an explanation
_LOOKS_AGAIN = re.compile(
    r"(?:再(?:仔细)?看|看清|看仔细|仔细看|看了[一]?下|又看|走近|问了|原来|哦|噢|啊|哎|其实|应该|看错|搞错|认错|弄错|好像)[^不没]{0,6}"
)
_OF_WORK = re.compile(
    r"(?:(?<![不没])是|在)(?:个|一个|两个|几个|那个|来)?[^，,。！；不没]{0,8}?(?:修|装|擦|刷|拆|检修|维修|清洗|清理|施工|作业|干活|做工|剪树|钓鱼|贴砖|吊绳)[^，,。！；]{0,8}?(?:的|师傅|工人|呢|啊|$|(?=[，,。]))"
    r"|(?<![不没])是(?:个|一个|两个|几个|那个)?[^，,。！；不没]{0,6}?(?:师傅|工人|电工|漆工|瓦工|木工|民工|保洁|蜘蛛人|维修工|安装工|物业的人)(?=[^不没断]*(?:绳|工具|安全[带帽]|梯子|吊篮|吊着|挂着|[修装擦刷拆]))"
)
_GOES_WRONG = re.compile(
    r"掉|摔|跳|哭|血|救|喊|反应|[打砍压夹埋漏烧爆毒淹]|抱走|带走|讨薪|工资|下不来|[挖弄碰]破|还在(?=[^，,。]{0,2}[冒响着])|动不了|不动|触电|断了|松了|晃|滑|快撑|卡住|昏|晕|砸|疼|死|怕|危险|脖子"
)


def explains_by_work(text: str) -> bool:
    """Whether a message that is not too long says, after another look, that somebody works there, and nothing in it goes wrong."""
    said = short.in_standard_words(text.strip())
    if not said or len(said) > _LONGEST or _GOES_WRONG.search(said):
        return False
    looks = _LOOKS_AGAIN.search(said)
    return looks is not None and _OF_WORK.search(said, looks.start()) is not None
