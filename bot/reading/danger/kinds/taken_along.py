"""Recognise a parent who is gone with a child after a farewell: neither stands where somebody could talk to them. Pure.

Not a quarrel, a journey or a divorce (带着孩子回娘家，说不回来了), nor whoever stands on a roof with the child, nor what the sender means to do.
"""

from __future__ import annotations

import re

from bot.reading.danger.kinds.told import Told
from bot.reading.text.spans import Span

LONGEST = 120
"""Characters of the longest message that is looked at."""
_CHILD = r"(?:孩子|小孩|[两三]?个?娃|宝宝|婴儿|儿子|女儿|闺女|孙子|孙女|外孙女?|小的|老[大二三]|[弟妹]{1,2}|一岁|两岁|三岁|[一二三四五六七八九十\d]{1,2}岁)"
_PARENT = r"(?:老[公婆]|丈夫|妻子|爱人|前[夫妻任]|[男女](?:朋友|友)|对象|儿媳妇?|媳妇|女婿|儿子|女儿|闺女|姐姐?|妹妹?|哥哥?|弟弟?|嫂子?|弟媳|姐夫|妹夫|爸爸?|妈妈?|孩子(?:他|她)?[爸妈爹娘]|[他她]|邻居|同事|朋友|闺蜜)"
_GOES_WITH = re.compile(
    rf"(?P<who>{_PARENT})[^。！!？?；;\n]{{0,24}}?(?P<takes>(?:带|抱|领|拉|牵|背)[着了上走]{{0,2}}|[和跟](?=[^，,。]{{0,8}}(?:一起|同归)))[^，,。！!？?；;\n]{{0,8}}?{_CHILD}"
    rf"|(?P<him>{_PARENT})[^。！!？?；;\n]{{0,16}}?把{_CHILD}[^，,。！!？?；;\n]{{0,3}}(?:带|抱|领|接)走"
)
_FAREWELL = re.compile(
    r"遗书|遗言|绝笔|永别|诀别|(?:不想|不)活|[想要去]死|一起死|同归于尽|自杀|轻生|寻[死短]|烧炭|跳[河江楼桥海]|下辈子|来世|来生|解脱|一了百了|最后一[次面]|别(?:再)?怪[我他她]|(?:[留写发]|信|条|再也|永远)[^。！!？?；;\n]{0,14}?[别不]要?再?找[我他她]|原谅[我他她]|对不起(?:你|我|大家|爸|妈|孩子|家)|照顾好(?:爸|妈|老人|我)"
    r"|替[我他她](?:尽孝|照顾)|(?:到|去)(?:那边|天上|天堂|另一个世界)|永远(?:离开|见不)|后事"
)
_GONE = re.compile(
    r"走了|走的|出去|出门|开车|不见|不知(?:道)?去|去哪|哪里去|联系不|关机|打不通|不接|没接|没人接|失联|跑了|离开|离家|人没|没回|不回|找不|短信|微信|信息|消息|留[了下言]|封信|纸条|字条|电话里|打电话|发[来给朋语]|带走|抱走"
)
_IS_THERE = re.compile(
    "楼顶|天台|阳台|窗|栏杆|护栏|房顶|站在|坐在|蹲在|就在(?:家|屋|门|楼|桥|河)|锁在|反锁|屋里|门口|按住|拦住|抱住|拉住"
)
_NONE = re.compile(
    r"我(?:也|就|真|只|现在|们)?(?:想|要|准备|打算)?(?:带|抱)|去年|前年|以前|上(?:次|个?月|周)|后来|找到了|(?<![不没])回来了|出差|旅游|搬走|搬家|搬出|上学|打针|看病|医院|娘家|抚养|官司|法院|离婚协议|电影|电视|新闻|小说|剧|听说|游戏|讲座|怎么办理|父亲节|母亲节|散步|超市|亲戚"
)


def find_taken_along(text: str) -> Told | None:
    """A parent who is gone with a child and said farewell (self_harm, taken_along); None if none is."""
    if len(text) > LONGEST or _NONE.search(text) or _IS_THERE.search(text):
        return None
    found = _GOES_WITH.search(text)
    if found is None or not _FAREWELL.search(text) or not _GONE.search(text):
        return None
    return Told("self_harm", "taken_along", Span(*found.span()))
