"""Everyday words, also of dialects, for people who are shut in a lift now: 电梯关人了, 电梯里关牢个人, 困电梯了. Pure.

Lifts are also switched off (电梯关了老人下不了楼), have cards (电梯卡) and doors, and shut people in often or long ago: none of that is somebody in it now.
"""

from __future__ import annotations

import re

from bot.reading.danger.plain_danger import SAME_CLAUSE

_LIFT = r"(?:电梯|货梯|客梯|观光梯|轿厢|升降[机梯])"
_IN = r"(?:里[面头边厢]?|内|中)"
_SINGLE = (
    r"(?:人(?![家工脸行物字手机员民次数])|小孩子?|孩子|小?娃娃?|小囡|小朋友|细路|伢儿|老人家?|老头|老太太?|老?奶奶|老?爷爷|阿婆|阿公|阿姨|大爷|大妈|大叔|大伯|孕妇|[男女]的|[男女]人|[男女]孩|学生|师傅|工人|外卖员?|快递员|骑手|邻居|住户|居民|业主|保洁|客人"
    r"|我(?:[爸妈爹娘哥姐弟妹]|老公|老婆|儿子|女儿|家?(?:孩子|老人)|们)|(?:我|咱们?|俺们?|阿拉|[他她]们?)(?![家的])|老公|老婆|儿子|女儿|孙子|孙女|闺女)"
)
_COUNT = r"(?:[好有]?[一两二三四五六七八九十几多些\d]{1,3}(?:个|位|名)?|个|位)"
_MEANWHILE = r"(?:又|还|现在|正|刚刚?|刚才|突然|好像|已经|也|都|给|一个人|自己|被人?|把|有|坏掉?了?|停了?|停电了?|没电了?|故障了?|[，, 了着]){0,6}"
_HELD = r"(?:住|牢|煞|死|起|到|倒|咗|哒|仔|嘞|进去?|得?有)了?"  # 关牢, 关倒, 关咗: of any shutting in
_AFTER = (  # what follows makes it a number, an often or an event, no news; or the lift was switched off and people wait
    rf"(?![^，,。！!；;\n]{{0,4}}(?:不多|多不多|很?少|次数|的(?!$|人)|吗|么|怎|咋|谁|事[件故]|频|应急|预案|演[练习]|培训|问题|现象|险|率|常|上不|下不|进不|[去来]不了|没法|不方便|不了楼|等)|{SAME_CLAUSE}{{0,8}}(?:[好几两三多\d]次|[好几两三多\d]回))"
)
_PEOPLE = rf"(?:{_COUNT}?{_SINGLE})"
_LIFT_SHUTS = (
    rf"{_LIFT}{_IN}?{_MEANWHILE}"
    rf"(?:(?:困{_HELD}|困[了着]?|[关锁卡]{_HELD}|关(?=人)){_PEOPLE}{_AFTER}|[关锁卡][了着](?:{_COUNT}{_SINGLE}{_AFTER}|人(?=$|[\W了啦]|在{_IN}))"
    rf"|{_PEOPLE}(?:又|还|都|给|也){{0,2}}[困关锁卡](?:在|到|进|牢|住){{0,2}}了?{_IN}|{_PEOPLE}困[住牢]了)"
    rf"|{_LIFT}{_IN}{_MEANWHILE}[关锁卡][了着]{_PEOPLE}{_AFTER}"
)
_TO_THE_LIFT = r"(?![门口卡间厅按广的])(?!里?[面头]?[的门])"
_INTO = r"(?:在|到|进|倒|牢|勒|辣|嘞|喺|拉){1,2}了?"
_SHUT_INTO = (
    rf"(?:^|(?<=[，,。！!；;\n 栋幢楼号在])|快来人?|救命|{_PEOPLE})(?:现在|又|都|也|还|一个人|自己|给|刚刚?|刚才|好像|被人?|正){{0,3}}"
    rf"(?:困(?:住|{_INTO})?了?{SAME_CLAUSE}{{0,4}}{_LIFT}{_TO_THE_LIFT}|[关锁卡](?:{_INTO}{SAME_CLAUSE}{{0,4}}{_LIFT}{_TO_THE_LIFT}|{_LIFT}{_IN}(?!的)))"
)
_BY_THE_LIFT = (
    rf"被{SAME_CLAUSE}{{0,4}}{_LIFT}{_MEANWHILE}(?:关|困|锁)(?:住|牢|在|到|了)|被(?:关|困|锁){_LIFT}(?![门口卡间厅])"
)
_WITHIN = rf"在{SAME_CLAUSE}{{0,3}}{_LIFT}{_IN}{SAME_CLAUSE}{{0,4}}出不[来去了]|{_LIFT}{_IN}{{0,1}}的?有?{_PEOPLE}{SAME_CLAUSE}{{0,3}}出不[来去了]"
_STUCK_ROUND = rf"{_LIFT}{SAME_CLAUSE}{{0,6}}(?:卡[住牢]|不动|停了|停电|打不开)了?[，, ]?(?:我|我们|还?有|有?人|孩子|老人|我[爸妈])(?:人|还|都|们){{0,2}}在{_IN}|{_LIFT}{SAME_CLAUSE}{{0,6}}(?:卡[住牢]|不动|停了|停电|打不开)了?[，, ]?{_IN}还?有{_COUNT}?人(?!抽|吵|吸)"

_OUT_OF_ORDER = (  # 电梯又罢工了，我还在里面呢; 电梯经常坏，现在又把人关里面了; 被电梯吃了出不来
    rf"{_LIFT}[^，,。！!？?；;\n]{{0,6}}(?:罢工|坏|死机|掉|没反应|卡)了?[，, ]?(?:我|我们|我[爸妈]|孩子|老人|有人)(?:还|都|正|现在|就){{0,2}}在{_IN}(?=$|[呢啊了，,。！! ])"
    rf"|{_LIFT}[^。！!？?；;\n没怕会]{{0,10}}把{_PEOPLE}[关困锁](?:在|到|进|住|牢)?{_IN}|被{_LIFT}(?:吃|吞|困|关|卡){SAME_CLAUSE}{{0,4}}出不[来去]"
)

SHUT_IN_LIFT = re.compile("|".join((_OUT_OF_ORDER, _LIFT_SHUTS, _SHUT_INTO, _BY_THE_LIFT, _WITHIN, _STUCK_ROUND)))
OFTEN_OR_NOBODY = re.compile(  # often, unless it is so now, too: 经常坏，现在又把人关里面了
    r"^(?![\s\S]*(?:现在|这会儿|此刻|快来|救命|出不来))[\s\S]*?(?:老是|总是|经常|时常|常常|动不动|三天两头|隔三差五|每次|每天|天天|每个?[周月]|几次|多次|好几回|以前|容易)|演练|演习|不会再?|[猫狗]|电[瓶动]车|快递(?!员)|钥匙|手机|玩具|垃圾|行李|东西|[困关锁卡]过|放出来了|救出来"
)
