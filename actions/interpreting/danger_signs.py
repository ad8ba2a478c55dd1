"""Signs of danger now in short messages that answer another question, follow an all-clear, or add to a registered report. Pure.

People in danger send a sentence in parts (我儿子 / 掉井里了), so that what looks like an answer to "where?" may be the danger.
"""

from __future__ import annotations

import re

from actions.case_draft import danger_of, doubtful_danger_of
from actions.conversation.turn import Turn
from actions.interpreting import scenes
from actions.interpreting import short_answers as short
from actions.interpreting.places import may_be_a_place

_LONGEST_UNFINISHED = 8  # characters
_LONGEST_SIGN = 40  # characters; of a longer message only the danger that the bot read counts
_CRIES = re.compile(  # cries for help, and what only happens in danger (流了好多血, 掉井里了)
    r"救命|快来人|(?<![候时会没])来人[啊呀哪]|救救|救我|救人|出人命|[要快]死了|快不行了|不行了$"
    r"|(?:流|出|吐|咳)[了着]?(?:好多|很多|许多|一地|满地|好些|不少)?血|(?:好多|很多|一地|满地|满头|满脸|全是|都是|一身|一滩)(?:的|是)?血|血(?:止不住|流不停|一直流|直流)"
    r"|(?:掉|摔|跌|滚|滑|落|栽|坠|沉|陷)(?:到|进|下|入|在)?了?(?:窨?井|水|河|池塘?|湖|江|坑|沟|下水道|化粪池|粪池|楼|山|阳台|窗|悬崖)[里下中底去]?(?:去|面)?了|落水|溺水|坠楼|沉下去"
    r"|(?:晕|昏|厥|抽|疼昏|痛昏|睡)(?:倒|死|迷|厥|过去)了?|抽搐|口吐白沫|翻白眼|没(?:了|有)?(?:呼吸|心跳|脉|反应|意识|知觉)了?$|不(?:会)?(?:喘气|呼吸|省人事)|(?:叫|喊|摇|拍)不(?:醒|应|动)|(?:喘|透)不(?:上|过)来?气"
    r"|触电|电(?:到|着|倒)(?:人)?了|被电|烫伤|烧伤|噎(?:住|着|到)|卡(?:住|到|着)(?:喉|脖|嗓)|呛(?:到|着|住)|中毒|喝(?:了)?农药|割腕|跳(?:楼|河|江|下去)了|上吊|自杀|不想活"
    r"|(?:着|起|失)火了|烧(?:起来|着)了|冒(?:烟|火)了|爆炸了|炸了$|漏(?:煤|燃)?气了|煤气(?:味)?(?:好|很|太)?(?:大|重|浓)"
    r"|被(?:压|埋|困|卡|夹|砸)(?:住|在|中|到)|人(?:掉|摔|滚)下去了|(?:掉|摔|滚)下去了$"
    r"|^(?:他们?|她们?|那人|两个人|两边|楼上|又|真|都|已经|现在|开始){0,4}(?:动手|打起来)(?:打人)?了[！!。，,]*$"
    r"|(?:拿|有|持|动)[着了]?刀|砍(?:人|我|他|她|伤)|捅(?:人|我|他|她|伤)|被打|在打(?:我|人|她|孩子)|打(?:死|起来)(?:我|人|了)|掐(?:我|住|死)|绑架|抢劫|抓走了|走丢了"
)
_HURT = re.compile(  # what may be said of harm, or of harmless things
    r"(?:掉|摔|跌|滚|滑|栽|落|坠|倒)(?:下去|下来|下|进去|进|倒|了)|倒(?:在)?地|动不了|动弹不得|起不来|站不起来|爬不(?:起|上)来|不动了|不会动|不吭声|不说话|不应|没声(?:音|了)"
    r"|[晕昏抽疼痛烫咬砸撞压埋困淹呛噎吐血伤烧]|断了|救|死|没气|塌|困|锁|出不来|出事|井里|水里|河里|火|烟|刀|哭"
)
_HARMLESS = re.compile(  # words with a sign of harm in them that tell of none: a thing's name, rubbish that is dumped
    r"变压器|水压|气压|(?:又|再|过)?来倒(?:了|过)|(?:偷|乱)(?:着)?倒(?:了|过)|倒(?:了|过)?(?:垃圾|渣土|泥土|东西)"
)
_DEVICE_SILENT = re.compile(  # 刷卡没反应, 电梯按了没反应: a thing's silence, or an office's
    r"(?:刷卡|刷脸|刷了?|扫码|人脸|指纹|密码|按[钮键铃]|插[上卡]|拧|摇控|遥控器?|门禁|门铃|对讲|开关|机器|屏幕|系统|充电桩?|手机|电梯|投诉|反映|报修|举报|打了?电话|物业|社区|居委会?|街道|客服|群里)"
    r"(?:按|点|刷|去|了|也|都|还是|一直|很久){0,4}没(?:有)?(?:啥|什么|任何)?(?:反应|动静|回应)"
)
_MAY_BE_SOMEBODY_SILENT = re.compile(  # any of these in the clause, and the silence may be somebody's: 电梯里喊了没反应, 我妈在电梯没反应
    r"喊|叫|压|胸|里面|电到|触|快(?!递)|来了|还没|(?<!现)在|倒|躺|晕|昏|救|人(?!脸|工)|[他她爸妈爷奶孩娃叔姨伯婆妹弟哥姐嫂]|宝宝|老(?!是)|老[公婆人]|儿子|女儿"
)
_CLAUSE = re.compile(r"[^，,。！!？?；;\s]+")
_SPEAKS_AGAINST = re.compile(  # any of these, and the whole message counts as no sign: past or feared, of an animal or thing, an idiom, a question
    r"差[点一]|险些|怕|万一|要是|如果|假如|容易|上次|上回|上周|上个?月|以前|之前|曾|去年|前年|昨[天晚]|前[天几]|经常|老是|总是|每[天次晚]|天天|会不会|可能|免得|以免|小心|当心|隐患|危险[性的]"
    r"|猫|狗|鸟|手机|钥匙|东西|花盆|垃圾|衣服|快递|树枝?|树叶|灯|墙皮|瓷砖|招牌|广告|石头|盖子|气死|烦死|热死|冷死|吵死|累死|臭死|笑死|急死|困死|烟头|烟味|油烟|轮胎|车胎|烟囱|抽烟|烧烤|烧烤摊|烧纸|灭火器|消防"
    r"|[吗么呢？?]$"
)
_ANIMAL_OR_THING = re.compile(  # what may chase, hit or push, and is no person
    r"狗|犬|猫(?!腻)|[大毒]?蛇|鹅|公鸡|马蜂|蜜蜂|黄蜂|野猪|猴|鸟|牛|羊|老鼠|黄鼠狼|蝙蝠|蚊|电线|网线|光缆|线缆|电缆|树枝?|竹子|广告牌|招牌|横幅|灯[杆罩箱]|(?:灯|水管|管子)(?=[^，,。]{0,6}[掉砸歪晃松垂落])|石[头子]|花盆|晾衣|衣架|雨[棚篷]|空调|铁皮|瓷砖|墙皮|道闸|栏杆|闸机|自动门|电梯门|防火门|单元门|门帘|铁门|玻璃门|弹簧门|卷帘|风筝|无人机|绳|链|秋千|跷跷板|皮球|篮球|足球|冰雹|水滴|果子"
)
_PERSON = re.compile(
    r"[他她](?!妈的)|男|女|人(?!行|工|家)|老[公婆师板伴头太]|[爸妈爹娘哥姐弟妹叔伯姨舅婶爷奶]|丈夫|妻|前夫|对象|儿子|邻居|隔壁|楼[上下]|保安|同[学事]|室友|房东|房客|租客|城管|司机|师傅|小偷|贼|流氓|混混|酒|家暴|主人|学生|孩子|小孩|谁|对方|物业"
)
_MORE_THAN_A_KNOCK = re.compile(
    "血|伤(?!心)|晕|昏|刀|死|救|棍|掐|踹|揍|扇|威胁|锁|绑|怕他|不敢|抢|劫|奸|强[暴迫]|非礼|猥亵|拳|脚踢|耳光|巴掌|被打|殴|勒|按住|拖|拽|尾随|跟踪|闯|砍|捅|逼"
)


def is_done_by_no_person(text: str, report_text: str) -> bool:
    """Whether a short piece that tells of being hit or chased (也追我, 打我头) goes on with a report of an animal or a thing, and neither names a person nor any worse harm."""
    said = report_text + text
    if len(short.plain(text)) > _LONGEST_UNFINISHED or _PERSON.search(said) or _MORE_THAN_A_KNOCK.search(text):
        return False
    return _ANIMAL_OR_THING.search(report_text) is not None


_TREATED = re.compile(
    r"(?:已经|刚|都|也|早就|昨天|今天|上午|下午|早上){0,3}(?:去|到|在)?(?:医院|诊所|卫生院|社区医院|防疫站|卫生站)?(?:去)?"
    r"(?:(?:打|缝|看|包扎|处理|上|涂)(?:过|完|好)了?(?:[一两二三四五六七八九\d]+)?(?:针|疫苗|狂犬疫苗|医生|药|伤口)|(?:打|缝)了(?:[一两二三四五六七八九\d]+)?(?:针|疫苗|狂犬疫苗)|包扎(?:过|好)了|从(?:医院|诊所)回来)"
)
_NOT_TREATED = re.compile(
    r"没(?:有)?(?:去|打|缝|看|包扎)|还(?:没|在|要|昏|不)|不行|现在.{0,4}(?:疼|痛|血|晕|烧)|又|发烧|要不要|[吗么呢？?]$"
)
_BEFORE_IT = re.compile("(?:一次|开始|有人|有一个|有个|来了|来|在|被|给|全|都)*").pattern
_AGAIN_WHAT = re.compile(  # what is said to happen again; 把 twice at most, or long runs of it would be read in ever more ways
    rf"{_BEFORE_IT}(?:把[^，。]{{1,4}}{_BEFORE_IT}){{0,2}}"
    r"(?:着|烧|燃|冒|漏|炸|塌|掉|摔|倒(?!车|垃圾|水)|晕|昏|抽|吐|喘|睡过去|没呼吸|没反应|没声|关|困(?:住|在|了[一两几个人])|卡|压|夹|骂|砸|闹|吵|追|堵|跟|爬|站上|跳(?!闸|电|舞|绳)|跑|丢|不见|走丢|流血|出血|疼|痛|不行|不动|没醒|有火|有烟|起火|起烟"
    r"|打(?!电话|给|1[12]|不[通进]|[过了](?:[一二两三几\d]+[个次遍通]|电话|1[12])|[雷针车包扫印牌球]|喷嚏|麻将|游戏))"
).pattern
_COMES_BACK = re.compile(rf"(?:又|再次|重新){_AGAIN_WHAT}|复燃")
_AGAIN = re.compile(
    rf"(?:又|再次|重新|还在){_AGAIN_WHAT}"
    r"|复燃|没灭|没熄|没醒|还有人(?!情|工|行道|家)|还有一个|还剩(?:一|两|三|几)|没[救找]出来"
)
_GETS_WORSE = re.compile(
    r"(?:火|烟|气味?|味道?|血|(?<!雨)水|漏得?|裂缝?|打得?|吵得?|疼|痛)(?:势|已经)?(?:越来越|更|又)(?:[大重浓多猛高快凶厉]|起来|在|来)"
)
_NO_MORE = re.compile(r"不(?:着|烧|冒|漏|打|吵|闹)了|没有?(?:又|再)")


_WHAT_TO_DO = re.compile(r"(?:怎么办|咋办|怎么救|怎么急救|怎么处理|打什么电话)[啊呀呢吗]?[？?！!。\s]*$")


def asks_what_to_do(text: str) -> bool:
    """Whether a short message names harm and ends with asking what to do in it (请问有人触电怎么办？), so that it is no mere common question."""
    told = _WHAT_TO_DO.sub("", text.strip())
    return len(text) <= _LONGEST_SIGN and told != text.strip() and _CRIES.search(told) is not None


_OF_DYING = re.compile(
    "[想去会能才么样得的]死|不想(?:再)?过(?:了|下去)|过不下去|活着[也都真]{0,2}没|死(?:法|了算)|自杀|轻生|遗书|割腕|安眠药|烧炭|跳[楼河江桥]|上吊|农药|不想活|一了百了|不想醒|故意[吃喝]|我故意|没意思了|想解脱"
)


def speaks_of_dying(text: str) -> bool:
    """Whether a message has words that may be of dying by one's own hand (想死, 安眠药, 农药), meant so or not."""
    return _OF_DYING.search(text) is not None


def may_be_unfinished(text: str) -> bool:
    """Whether the text of an open report is so short (我奶奶) that the next message may be the rest of the sentence."""
    return len(short.plain(text)) <= _LONGEST_UNFINISHED


_ONLY_A_SIGN = re.compile(  # what a thing does, without the thing
    r"(?:现在|刚才|又|还|就|一直|正?在|已经|开始|好像|里面|上面|那里|都|它){0,3}"
    r"(?:(?:滋滋|嗞嗞|吱吱|嘶嘶|呲呲|噼啪|啪啪|噼里啪啦)(?:地|的)?(?:响|叫|声|冒火|冒烟)?|(?:往外)?(?:冒|打|闪)(?:火花|火星|电火花|蓝光|烟|白烟|黑烟)|漏电|带电|麻手|(?:发烫|好烫|很烫)|有(?:股)?(?:糊|焦)味)(?:了|啊|呢|呀|的){0,2}"
)
_HAS_CURRENT = re.compile("电|灯|线|插|闸|杆|桩|充|热水器|空调|冰箱|开关|水管|漏水")


def is_sign_of_what_was_told(text: str, report_text: str) -> bool:
    """Whether a message only says what some thing does (滋滋响), so that it is of the open report with this text, if that is of current or water."""
    return _ONLY_A_SIGN.fullmatch(short.plain(text)) is not None and _HAS_CURRENT.search(report_text) is not None


def danger_of_whole(turn: Turn) -> str | None:
    """The danger, sure or doubtful, in the open report and the message read as one text; or None."""
    return (danger_of(turn.whole.draft) or doubtful_danger_of(turn.whole.draft)) if turn.whole is not None else None


_ONLY_SOMEBODY = re.compile(
    r"(?:我|我家|我们家?|邻居|隔壁)(?:的)?(?:妈妈?|爸爸?|爷爷|奶奶|外公|外婆|公公|婆婆|老公|老婆|老伴|儿子|女儿|孙子|孙女|孩子|小孩|老人|宝宝|弟弟|妹妹|哥哥|姐姐)"
)


def names_only_somebody(text: str) -> bool:
    """Whether a text is nothing but a person of one's own (我妈, 我家孩子): the beginning of a sentence."""
    return _ONLY_SOMEBODY.fullmatch(short.plain(text)) is not None


def surely_ends_in_danger(turn: Turn, report_text: str) -> bool:
    """Whether a message is the rest of a very short report (我妈 / 走丢了), and the two as one text surely tell of danger."""
    return turn.whole is not None and may_be_unfinished(report_text) and danger_of(turn.whole.draft) is not None


def tells_of_harm(turn: Turn, report_text: str) -> bool:
    """Whether a message has a plain sign of somebody in danger now (`_CRIES`), or a word of harm where the bot is in doubt.

    It is in doubt if it reads a doubtful danger (not a sure one) in the message, or, after a very short report, any danger in
    both as one text. `report_text`: of the open report, "" if none is. What was asked does not matter, but a yes or a no
    never counts, and a place (在井边) only with a plain sign.
    """
    said = _without_silence_of_things(_with_the_device_told_before(turn.text.strip(), report_text))
    if (
        len(said) > _LONGEST_SIGN
        or _SPEAKS_AGAINST.search(said)
        or short.cannot_be_a_place(said)
        or short.says_unknown(said)
    ):
        return False
    if _CRIES.search(said):
        return True
    if may_be_a_place(said) or not _HURT.search(_HARMLESS.sub("", said)):
        return False
    return doubtful_danger_of(turn.draft) is not None or (
        may_be_unfinished(report_text) and danger_of_whole(turn) is not None
    )


_LAST_PIECE = re.compile(r"[^，,。！!？?；;\s]{1,8}$")


def _with_the_device_told_before(text: str, report_text: str) -> str:
    """The text after the last words of the open report, if those two are the silence of a device (电梯 / 按了没反应); else the text."""
    before = _LAST_PIECE.search(report_text)
    joined = before.group() + text if before is not None else text
    return joined if joined != text and _without_silence_of_things(joined) != joined else text


def _without_silence_of_things(text: str) -> str:
    """The text without the words of a device or an office that is silent, but for clauses in which somebody may be."""

    def without(clause: re.Match[str]) -> str:
        said = clause.group()
        return said if _MAY_BE_SOMEBODY_SILENT.search(said) else _DEVICE_SILENT.sub("", said)

    return _CLAUSE.sub(without, text)


_SHOCKS = re.compile(
    r"漏电|带电|触电|麻了|麻手|麻酥|麻麻|发麻|弹开|打手|电(?:了|到|着)(?:我|他|她|人|一下|孩子|小孩)|电人"
)
_ELECTRIC = re.compile(r"电|灯|线|插|箱|杆|水龙头|门把|栅栏|护栏|铁门|热水器|淋浴|机")
_LIVE = re.compile(  # a thing that somebody may touch has current; not that the power is back
    r"(?:杆|铁|门|栏|网|水里|水管|龙头|地上|地面|箱|壳|外面)[^，,。！？；]{0,4}(?:有电|通了?电)(?!了$|啦$|线|梯|瓶|动|表|话|缆|视|脑|工)"
)
_BURNS = re.compile(r"火[花星苗]|冒[^，,。！？；]{0,4}[烟火](?!头)|着火|起火|烧起来|(?:烧?焦|糊)味|烧焦")
_LEAKS_GAS = re.compile(r"(?:煤气|燃气|天然气|液化气)[^，,。！？；]{0,3}(?:味|漏)")
_NO_SUCH_DANGER = re.compile(  # the same for shocks, fire and gas: denied, feared or past, numb from sitting, smoke of cooking, a question
    r"没(?:有)?(?:再)?(?:漏电|带电|麻|火|烟|味)|没(?:有)?电(?![^，,。]{0,4}(?:冒|麻))|不(?:漏电|带电|麻|冒|漏)|怕(?=[^，,。]{0,6}[火电漏烧炸烟])|会不会|(?:味|气)[^，,。]{0,3}[淡散小]|万一|要是|容易|以前|上次|去年|昨[天晚]|(?:站|坐|蹲|跪|冻|累|走|等|挤|头皮|心里?)[^，,。]{0,4}麻|炊烟|油烟|烟头|[吗么？?]$"
)


_CRIES_IN_PICTURES = re.compile("[🔥🚒🧯🆘🚨🚑🩸]")
_CHEERS_IN_PICTURES = re.compile("[👍❤💪🎉👏🥳😄😂🤣😍😎💯🍻🌶🍲]")


def cries_in_pictures(text: str) -> bool:
    """Whether a message without a word shows a fire or calls for help in pictures (😭😭🔥🔥), and does not cheer."""
    if short.has_words(text) or _CHEERS_IN_PICTURES.search(text):
        return False
    return _CRIES_IN_PICTURES.search(text) is not None


def danger_told_of(text: str, known: str = "") -> str | None:
    """The danger into which, by a short message, the thing that was reported has turned: it gives shocks (live_wire), burns (fire) or leaks gas; else None.

    `known`: the words of that report, which say what it is that makes numb (麻了我一下).
    """
    if len(text) > _LONGEST_SIGN or _NO_SUCH_DANGER.search(text):
        return None
    if _LIVE.search(text) or (_SHOCKS.search(text) and _ELECTRIC.search(text + known)):
        return "live_wire"
    if _BURNS.search(text) or ("🔥" in text and cries_in_pictures(text)):
        return "fire"
    return "gas" if _LEAKS_GAS.search(text) else None


_HURTS_SOMEBODY = re.compile(  # somebody bleeds, has taken what harms, has fallen, or has a pain in the chest
    r"(?:流|出|吐|咳)[了着]?(?:好多|很多|许多|一地|满地|好些|不少)血|血(?:止不住|流不停|一直流)"
    r"|(?:吃|喝|服)错了?药|误[食服喝]|喝了(?:洗|消毒|清洁|农药|84|酒精|汽油|老鼠药)"
    r"|(?:老人家?|孩子|小孩|宝宝|孕妇|[爷奶爸妈]{1,2}|老[伴公婆]|有人|邻居)(?:刚才?|都|也|又|给|在[^，,。]{1,4}){0,2}(?:摔|跌|滑)(?:倒|伤|了一?跤)?了?(?![^，,。]{0,4}[怎吗么])"
    r"|(?:心口|胸口|胸|心脏)(?:好|很|突然|一直|越来越|有点){0,2}[疼痛闷]|(?:头|肚子)[疼痛]得(?:厉害|不行|要命|受不了)"
)
_WISHES_TO_BE_GONE = re.compile("(?:^|[我真好就，, ])想要?(?:从这个世界上?)?消失|活[够腻]了|不想活|死了算了")

_STRANGER_AT_THE_DOOR = re.compile("(?:门口|门外|窗外|家里|楼道)[^，,。]{0,5}陌生[男女]?人")


def hurt_told_of(text: str) -> str | None:
    """The danger of a short message after a report, in which none is read, that says that somebody is hurt (injury), wants to be gone (self_harm) or is at the door (violence); else None."""
    if len(text) > _LONGEST_SIGN or _SPEAKS_AGAINST.search(text):
        return None
    if _WISHES_TO_BE_GONE.search(text):
        return "self_harm"
    if _STRANGER_AT_THE_DOOR.search(text):
        return "violence"
    return "injury" if _HURTS_SOMEBODY.search(text) else None


def was_treated(turn: Turn) -> bool:
    """Whether a message tells of an injury that was treated since (咬了一口，已经打过针了), and has no sign of anything worse."""
    if (
        "injury" not in (turn.danger, doubtful_danger_of(turn.draft))
        or len(turn.text) > _LONGEST_SIGN
        or _CRIES.search(turn.text)
    ):
        return False
    return _TREATED.search(turn.text) is not None and _NOT_TREATED.search(turn.text) is None


_AFTER_ALL = re.compile(  # said after an all-clear: smoke, dizziness, something that grows, somebody still inside, a call for help
    r"(?:好多|很多|许多|全是|都是|满是|一股|(?<!没)有|(?<![没不])冒)[的浓黑白]{0,2}烟(?![味头灰民盒酒花囱])|烟(?:很|好|太|越来越|更|又|还|真){0,2}[大浓多呛]"
    r"|(?:头|人)(?:好|很|有点|有些|发|都|越来越|还|又){0,3}[晕昏]|我(?:好|很|有点|有些|都|越来越|还|又){1,3}[晕昏]|我晕[了倒过得]|好晕|(?:[头胸直]|一阵|想|有点)恶心|想吐(?!槽)|[喘透]不"
    rf"|{_GETS_WORSE.pattern}"
    r"|快来(?![领看玩修拿取买]|人[修弄换清])|^(?:快点?|赶快|赶紧)?来人[啊呀哪哦！!。，,]*$|救(?:命|我|人)|出不来|还有(?:人(?!情|工|行道|家)|危险)"
    r"|(?:[人他她我谁]|孩子|小孩|老人|[爷奶爸妈]|老公|老婆|儿子|女儿|[一二两三四几]个)们?(?:还|都|也|一直|就){0,3}[没不]有?出来|^(?:还|都|一直){0,2}没有?出来"
)
_PERHAPS_AFTER_ALL = re.compile("^我?晕[啊呀]*[！!。]*$|恶心|(?:雨水?|风)(?:已经)?(?:越来越|更|又)(?:大|猛|急|来)")
"""Said after an all-clear, of danger or of nothing: 我晕, 我家雨水更大了."""


def tells_of_danger_after_all(text: str) -> bool:
    """Whether a short message after an all-clear has a sign of danger now (只有很多烟, 头好晕, 火更大了, 快来人)."""
    return _says_after_all(text, _AFTER_ALL)


def may_tell_of_danger_after_all(text: str) -> bool:
    """Whether a short message after an all-clear has words that may be a sign of danger, so that the bot asks (我晕)."""
    return _says_after_all(text, _PERHAPS_AFTER_ALL)


def _says_after_all(text: str, words: re.Pattern[str]) -> bool:
    """Whether a short message, of nothing past, feared or harmless, has these words."""
    said = text.strip()
    return len(said) <= _LONGEST_SIGN and not _SPEAKS_AGAINST.search(said) and words.search(said) is not None


def says_danger_is_back(text: str) -> bool:
    """Whether a short message after an all-clear says that the danger has come back, or is not over for everybody (还有人没出来)."""
    return len(text) <= _LONGEST_SIGN and _AGAIN.search(text) is not None and not _NO_MORE.search(text)


def comes_back_or_grows(text: str) -> bool:
    """Whether a short message in an emergency says that the danger has come back (又倒下去了), or gets worse (火更大了), rather than goes on."""
    if _NO_MORE.search(text):
        return False
    return _says_after_all(text, _COMES_BACK) or _says_after_all(text, _GETS_WORSE)


_LONGEST_BACK = 24  # characters
_WHOEVER_STRIKES = re.compile(
    r"(?:我?(?:老公|丈夫|老婆|前夫|前妻|男朋友|前男友|爸爸?|儿子|公公|继父|后爸)|他们?|她们?|那个?(?:人|男的|女的|家伙|疯子|酒鬼)"
    r"|那(?:帮|伙|群|些)人|对方|打人的)"
)
_COMES_TO_STRIKE = re.compile(  # all of a message: whoever struck is here again
    r"(?:救命|快来人?|快点?|不好了|完了|现在|刚刚?){0,3}"
    r"(?:[他她]们?)?(?:刚?走了?|出去了?|跑了){0,1}"
    rf"(?:{_WHOEVER_STRIKES.pattern}(?:现在|已经|刚刚?|真的|带着?人|带着?刀|拿着?(?:刀|棍子|酒瓶)){{0,3}}"
    r"(?:又|再次|还在?)?(?:要)?|(?:又|再次|还在)(?:要)?(?:带着?人|拿着?(?:刀|棍子|酒瓶))?)"
    r"(?:回来|来|过来|上来|进来|找来|追来|追过来|跟来|冲过来|冲进来|闯进来|进屋|进门|进房间|破门|找上门|来找我|来我家|在门口|在门外|堵门|堵在门口|在?(?:敲|砸|踹|撬|踢)门|发酒?疯|闹起来|骂人|动手|开始|这样|(?<=[又次要在])打)"
    r"(?:了|啦|啊|呀|我|来){0,3}(?:救命|救救?我|快来人?|快点?|怎么办|我好?怕|我害怕|啊|呀){0,3}"
)
_PLAINLY_STRIKES = re.compile(  # of these words: that it is whoever struck, rather than whoever helps
    "又|再次|还|回来|进来|进屋|进门|进房间|破门|救|[敲砸踹撬踢堵打骂闹冲闯追]|刀|棍|酒|动手|带着?人|找上门|开始|救命|快|不好了|完了|怕|怎么办"
)
_MORE_COME = re.compile("(?:他们?|她们?|对方|那[帮伙群]人)?又来了?(?:一[帮群伙]|好?[几多两三]个?)?人了?")


def says_blows_are_back(text: str, danger: str) -> bool:
    """Whether a short message, after blows were told of, says that whoever struck is here again (他又来了, 那个人在砸门), or does it again.

    `danger`: the one that was raised; of any other the words tell nothing.
    """
    return _may_strike(text, danger) and _PLAINLY_STRIKES.search(text) is not None


def may_say_that_blows_are_back(text: str, danger: str) -> bool:
    """Whether a short message, after blows were told of, says that somebody is here who may have struck or may help (他们来了, 又来人了)."""
    if not _of_blows(text, danger):
        return False
    plainly = _PLAINLY_STRIKES.search(text) is not None
    return (_may_strike(text, danger) and not plainly) or _MORE_COME.fullmatch(short.plain(text)) is not None


def _may_strike(text: str, danger: str) -> bool:
    """Whether all of a short message, after blows, says that somebody comes."""
    return _of_blows(text, danger) and _COMES_TO_STRIKE.fullmatch(short.plain(text)) is not None


def _of_blows(text: str, danger: str) -> bool:
    """Whether blows were raised, and the message is short."""
    return danger in scenes.BLOWS and len(text) <= _LONGEST_BACK


_POINTS = re.compile(r"里面|里头|那里|那儿|那边|上面|下面|底下|旁边|这里|这儿|越来越|更[大多浓重]")
_OWN_MATTER = re.compile(
    r"我(?:们)?家|家里|我(?:老[公婆]|[爸妈爹娘哥姐弟妹爷奶]|儿子|女儿|孩子|孙)|打我|骂我|追我|堵我|跟着我|不想活|想死|我(?:胸|心|头|肚)"
)


def is_of_own_home(text: str) -> bool:
    """Whether a message tells of the sender's own home, family or self."""
    return _OWN_MATTER.search(text) is not None


def points_there(text: str) -> bool:
    """Whether a short message that names no place points to what was told before (里面有人喊, 烟更浓了), and tells nothing of the sender's own home."""
    return len(text) <= 16 and _POINTS.search(text) is not None and not is_of_own_home(text)
