"""Recognise somebody who tells that they are touched against their will, or a child of theirs is, by who does it. Pure.

By one of the family it is danger at home: nobody else in the house may see an answer. By anybody else it is violence. Nothing else is read as this:
a doctor, a fever, a baby in its mother's bed, a pet, what a film tells, or what is past.
"""

from __future__ import annotations

import re

from bot.reading.danger.kinds.told import Told
from bot.reading.text.spans import Span

LONGEST = 120
"""Characters of the longest message that is looked at."""
_CLAUSE = r"[^，,。！!？?；;\n]"
_MEN_AT_HOME = (  # not a husband or boyfriend, of whom other words tell; the lover of one's mother
    r"(?:继父|后爸|后爹|养父|干爹|我?(?:爸爸?|爹|老爸|父亲)|(?:我?妈妈?的?|我妈找的?)(?:男朋友|男友|对象|男人|老公)|(?:表|堂|亲)?[叔伯舅]{1,2}|(?:姑|姨)[父夫丈]?爸?|爷爷|外公|姥爷|(?:表|堂|亲)?(?:哥哥?|弟弟?)|姐夫|妹夫|公公|继兄|继哥|大伯子?|小叔子?|岳父|家里?的?(?:叔叔|哥哥|大人)|继母|后妈)"
)
_OTHER_MEN = r"(?:老师|教练|班主任|校长|辅导老师|补习老师|医生|邻居|楼[上下]的?|隔壁的?|房东|老板|领导|经理|主管|上司|同事|客户|司机|保安|门卫|同学|学长|师傅|按摩师|护工|陌生人|(?:一|有|那|这)?个?(?:男的|男人|老头|大叔|色狼|变态|流氓)|叔叔|网友)"
_MAN = rf"(?P<kin>{_MEN_AT_HOME})|(?P<other>{_OTHER_MEN})|(?P<he>[他她])"
_ME = r"(?:我|俺)"
_OFTEN = r"(?:又|还|也|老是?|总是?|天天|每天|每晚|经常|常常|一直|半夜|夜里|晚上|昨晚|今晚|偷偷|喝[醉多]了?酒?|喝了?酒|趁[^，,。！!？?；;\n]{1,6}|开始|想|要|会|动不动就?|强行|强迫|硬|非要|在[^，,。！!？?；;\n]{1,4}里?|跑来|跑到|进来|钻进来|就){0,4}"
_PRIVATE = r"(?:下面|下身|私处|隐私|屁股|胸部?|奶子?|大腿|裤子|内裤|内衣|衣服(?!口袋)|身[体子上])"
_DEED = (
    rf"(?:(?:[来进钻爬睡躺上][进到上在]*)(?:我|俺)的?(?:被窝|被子里?|床)|钻被窝|(?:摸|抠|揉|捏|舔)(?:了|着|过来)?(?:我|俺)(?!手机|电脑|钱|家|们|的?(?:包|头|额头|脑|脸|手|车|后备|口袋|兜|门|狗|猫|孩子|书|衣服|肚子))|(?:碰|蹭|亲)(?:了|着|过来)?(?:我|俺)的?(?:{_PRIVATE}|嘴)|抱(?:着|住)(?:我|俺)(?:就|又|使劲)?亲"
    rf"|(?:脱|扒|拽|掀|解)(?:了|着|掉|开)?(?:我|俺)的?(?:衣服|裤子|内裤|内衣|裙子|被子|扣子)|(?:压|趴|骑)(?:在|到)?(?:我|俺)身上|(?:偷看|看着|盯着|偷拍|拍)(?:我|俺)(?:洗澡|换衣服|上厕所|睡觉)"
    r"|(?:对|跟|和)(?:我|俺)(?:动手动脚|毛手毛脚|不规矩|不轨|做那种事|做那个|那个|乱来|耍流氓)|(?:猥亵|性侵|强奸|非礼|性骚扰|玷污)(?:了|过)?(?:我|俺)|(?:侵犯|糟蹋)(?:了|过)?(?:我|俺)(?!们?[的家]?[^，,。！!？?；;\n]{0,6}(?:权|利益|隐私|肖像|名|信息|财产|土地|地|花|菜|树|房|墙|东西|心|钱|车))|骚扰(?:了|过)?(?:我|俺)(?:的|家)?(?:女儿|闺女|孙女|妹妹?|(?=[^。！!？?；;\n]{0,10}(?:跟我睡|陪他睡|摸|亲我|抱我|裸|下流|黄色)))"
    r"|(?:让|叫|逼|要|强迫)(?:我|俺)(?:(?:摸|看|碰|亲|舔|帮)[^，,。！!？?；;\n]{0,2}?[他她](?:的|弄)?(?:下面|下身|身[体子上]|裤|内裤|那里|那个)(?=(?:里面?)?[了吧呢]?(?:[，,。！!？?；;\s]|$))|摸(?:下面|那里|那个)(?=[，,。！!？?；;\s]|$)|脱[^，,。！!？?；;\n]{0,2}(?:衣服|裤子|内裤|内衣|裙)|(?:摸|亲|舔)(?:他|她)))"
)
_ACTIVE = re.compile(
    rf"(?:{_MAN})(?:又|老|总)?{_CLAUSE}{{0,8}}?{_OFTEN}(?:进|到|来|去)?(?:我|俺)?的?(?:房间|屋|屋里|房里)?(?:里)?{_OFTEN}(?P<deed>{_DEED})"
)
_PASSIVE = re.compile(
    rf"(?:{_ME}|^|[上里，,])(?:又|刚|刚才|从小|一直|昨晚)?(?:被|给|让|遭)(?:我的?|我家|自己|亲)?(?:(?P<kin>{_MEN_AT_HOME})|(?P<other>{_OTHER_MEN})|(?P<he>[他她]|人)){_CLAUSE}{{0,6}}?(?:摸了|摸(?=[，,。！!]|$)|猥亵|性侵|侵犯|强奸|非礼|性骚扰|脱(?:了|光)|动手动脚|糟蹋)"
)
_AT_HOME = re.compile("妈妈?|家里|在家|我的?(?:房|屋|床|被)|半夜|晚上|夜里")
_NO_HARM = re.compile(
    r"湿疹|发烧|退烧|药膏|擦药|涂药|尿布|换尿|体检|看伤口|换药|手术|妇科|肛|把脉|打针|上药|讲故事|哄|蚊子|盖被|踢被|抓痒|痒|挠|猫|狗|宠物|小时候|以前|从前|去年|前年|那[年时次]|当年|梦|电影|电视|新闻|小说|剧|听说|讲座|宣传|新衣服|洗衣服|收衣服|晒|摸奖|摸底|摸鱼|摸排|摸头|亲子|手机充电|身份证|假如|如果|万一|会不会|怕被"
    r"|(?:医生|大夫|护士)[^，,。]{0,4}(?:让|叫|要)我[^，,。]{0,3}脱|(?:弟弟?|妹妹?).{0,3}钻|(?:[一二三四五]|[1-5])岁的?(?:弟弟|妹妹|儿子|女儿)"
)
_PERHAPS_NO_HARM = re.compile("检查|游戏|买|牌|儿子|孙子|宝宝")
_GRAVE = re.compile(
    r"(?:摸|抠|碰|亲|舔|揉|捏)[^，,。！!？?；;\n]{0,4}(?:下面|下身|私处|胸|屁股|奶|大腿)(?!的)|(?:脱|扒|拽)[^，,。！!？?；;\n]{0,4}(?:裤|内衣|衣服|裙)|强奸|性侵|猥亵"
)
"""What no game and no examination asks for."""
_AMONG_PEOPLE = re.compile("公交|地铁|车上|路上|街上|店里|超市|医院|学校|公司|单位|电梯|健身|泳池|教室")

_LIES_ON = re.compile("[压趴骑]在?到?[我俺]身上")
_BY_CHANCE = re.compile("[撞塌倒晕昏玩打揍砸]|不动|车子?[压翻]|树|石头|货|箱")
_WITH_INTENT = re.compile("[脱摸亲扒掀]|强|下面|裤")


def find_touched(text: str) -> Told | None:
    """Who tells that somebody touches them: one of the family, or a nameless 他 who may be (home_violence, touched), or another (violence, groped); None if nobody does."""
    if len(text) > LONGEST or _NO_HARM.search(text) or (_PERHAPS_NO_HARM.search(text) and not _GRAVE.search(text)):
        return None
    found = _PASSIVE.search(text) or _ACTIVE.search(text)
    if found is None or _only_lies_on(found.group(), text):
        return None
    nameless = found["he"] and (_AT_HOME.search(text) or not _AMONG_PEOPLE.search(text))
    at_home = found["kin"] or re.search(_MEN_AT_HOME, text) or nameless
    danger, script = ("home_violence", "touched") if at_home else ("violence", "groped")
    return Told(danger, script, Span(*found.span()))


def _only_lies_on(deed: str, text: str) -> bool:
    """Whether somebody only fell upon whoever writes, plays with them or strikes them: other rules read of that."""
    by_chance = _LIES_ON.search(deed) is not None and _BY_CHANCE.search(text) is not None
    return by_chance and _WITH_INTENT.search(text) is None
