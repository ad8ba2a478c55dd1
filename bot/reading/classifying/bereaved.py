"""Hear words that only tell of a death in the family (我老伴没了) or of loneliness (一个人吃饭没味道): they ask nothing, and are answered with help; and which common questions of those in trouble a text does not ask. Pure."""

from __future__ import annotations

import re

from bot.reading.community import Question

AFTER_A_DEATH = "家里老人没了要先开什么证明"
"""Asks the common question that is answered: which certificate comes first, and who gives it."""
_OLD = r"(?:老伴儿?|老头子?|老太婆?|老太太|老人家?|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母|丈人|丈母娘)"
_KIN = r"(?:爸爸?|妈妈?|父亲|母亲|老爸|老妈|老爹|老娘|爹|娘|老公|老婆|丈夫|妻子|爱人|哥哥?|姐姐?|弟弟|妹妹|舅舅|姑姑|叔叔|大伯)"
_WHEN = r"(?:昨[天日晚夜]|今[天日早晨]|前[天日晚]|刚刚?|刚才|早上|早晨|上午|中午|下午|晚上|夜里|半夜|凌晨|上?(?:星期|礼拜|周)[一二三四五六日天]?|已经|突然|忽然|也|在家里?|在医院里?){0,4}"
_DIED = r"(?:去世|过世|病故|病逝|离世|逝世|老死)了?"
_TELLS = re.compile(
    rf"(?:我|俺|我们|俺们)?家?的?(?:{_OLD}|{_KIN}){_WHEN}{_DIED}(?:怎么办|咋办)?"
    rf"|(?:我|俺|我们|俺们)?家?的?{_OLD}{_WHEN}(?:走|没|不在)了(?:怎么办|咋办)?"
    # 走了, 没了 of anybody who may have gone out only with a time by which one dies
    rf"|(?:我|俺|我们|俺们)?家?的?{_KIN}(?:昨[天日晚夜]|今早|前[天日晚]){{1,2}}(?:夜里|半夜|凌晨|晚上|早上)?(?:在家里?|在医院里?)?(?:没|走)了"
)
_MARKS = re.compile(r"\W+")
LONELY = "老伴走了一个人难过怎么办"
"""The common question that is answered to whoever is lonely."""
_LONGEST_LONELY = 40
_FEELS = r"(?:闷|冷清|孤单|孤独|寂寞|难过|伤心|空|没味道?|没滋味|吃不下|睡不着|想哭|哭|没人说说?话|没人陪|不是滋味)"
_CHILDREN = r"(?:儿子|女儿|儿女|孩子|子女|孙子|孙女)"
_ONLY_OF_LONELINESS = re.compile(  # all that may be said beside; what is left tells of something else
    rf"没什么事?|没啥事?|没事|{_OLD}|{_CHILDREN}们?|{_FEELS}|心里难受|怕|去世|过世|病故|走|没有?|不在了?|身边|回来|来看|看|一个人|自己|一个?|吃饭|在家|家里|屋里|心里|里|住|坐着|过年|过节|天黑|晚上|夜里|白天|天天|每天|现在|以后|时候|落落|得慌|得很|(?<=闷)死"
    r"|[一二两三四五六七八九十几半\d]{1,3}个?多?[年月]|好久|很久|年|想|念|说话|说说话|味道|觉|饭|我|俺|了|就是|就|都|也|还|又|快|有|多|老是?|总是?|很|太|好|真|挺|蛮|有点|觉得|感觉|其实|一直|只|剩|过|的|啊|呀|唉|到|是"
)
_LONELY = re.compile(  # without one of these, 我怕 and 儿子没回来 may tell of a danger
    rf"一个人.*{_FEELS}|(?:闷|难过|空).*一个人$|闷得慌|冷清|孤单|孤独|寂寞|没人说话|没人陪|没人说说话|空落落|心里空|[想念](?:我的?)?老(?:伴|头)"
    rf"|{_OLD}(?:都|也|就|已经)*(?:走|没|不在|去世|过世|病故)了?.*(?:年|个月|一个人|睡不着|吃不下|没味|难过)"
    rf"|{_CHILDREN}们?.*(?:年|好久|很久).*没有?(?:回来|来看)|不在身边"
)
_NOT_ALONE = re.compile(  # somebody else is, or went out
    rf"(?:{_CHILDREN}|[他她])[^，,。]*一个人|{_CHILDREN}们?(?:都|也)?(?:走|不在了|没了)|{_OLD}.*(?:没有?回来|一个人(?:在|走))|^(?!.*{_OLD}).*走"
)
_WITH_A_TROUBLE = re.compile("活着|死了算|想死|要死|没意思|没劲|小区|楼[上下]")


def tells_of_a_death(text: str) -> bool:
    """Whether a text only tells that somebody of the family died (我老伴昨天夜里没了), and nothing else; 我妈走了 may be that she left."""
    return _TELLS.fullmatch(_MARKS.sub("", text)) is not None


def tells_of_loneliness(text: str) -> bool:
    """Whether a text only tells that its sender is lonely, or misses somebody who died some time ago (老伴没了，一个人吃饭没味道); not where it names a trouble, nor says that life is worth nothing, which is no mood."""
    plain = _MARKS.sub("", text)
    if len(plain) > _LONGEST_LONELY or _WITH_A_TROUBLE.search(plain) is not None or _LONELY.search(plain) is None:
        return False
    return _NOT_ALONE.search(plain) is None and not _ONLY_OF_LONELINESS.sub("", plain)


_NEEDS = (  # a question found, and what a text must name if it is to ask that
    (re.compile("去哪里住$"), re.compile("[住躲]|庇护|救助站|地方|不敢回家")),
    (re.compile("验伤$"), re.compile("验[个一下]{0,2}伤|伤情|鉴定|证据|病历|医院")),
    (re.compile("离开家带什么$"), re.compile("[带拿].{0,4}(?:什么|哪些|啥)|准备|要带")),
    (re.compile("^妇联"), re.compile("妇联|妇女")),
    (re.compile("^钥匙"), re.compile("钥匙|开锁|锁芯|[房家大]?门")),
    (
        re.compile("投纸票吗$"),
        re.compile(
            "(?:纸|居委|社区|现场|网页|上网|手机).{0,24}[投票]|[投票].{0,24}(?:纸|居委|社区|现场|网页|上网|手机)|纸票"
        ),
    ),
    (
        re.compile("替家里人投票吗$"),
        re.compile(
            "(?:老伴|老婆|老公|爱人|夫妻|家里人|一家人|儿子|女儿|爸|妈|[替代帮]).{0,24}[投票点](?!.{0,24}[几两]套)|代投|[投票].{0,24}(?:[替代]我|一起)"
        ),
    ),
)
_OF_LONELINESS = re.compile("一个人难过")
_MORE_THAN_LONELY = re.compile(
    "过不下去|活着|活下去|不想过|没意思|没劲|死(?!了?[人天])|不见|走失|走丢|没回|失踪|钱|抚恤|丧葬|补贴|待遇|社保|证明|存款|户口|遗产|手续|单位|烧饭|做饭|洗澡|上门|[领取]|(?<![么咋])办"
)
_BULLIED_AT_SCHOOL = re.compile("同学欺负")
_BLOWS = re.compile("[打踢踹扇推掐](?!电话|字|听|扰|印|卡|车|针|工)|刀|要钱|威胁|流血|受伤|脱衣|裸|厕所|堵")


def asks_something_else(said: str, found: Question) -> bool:
    """Whether a text does not ask a common question of somebody in trouble, though it resembles it: it names nothing of that (住, 验伤), or tells of more than words (blows, somebody who is gone)."""
    if _BULLIED_AT_SCHOOL.search(found.question):
        return _BLOWS.search(said) is not None
    if _OF_LONELINESS.search(found.question):
        return _MORE_THAN_LONELY.search(said) is not None
    return any(asked.search(found.question) and named.search(said) is None for asked, named in _NEEDS)
