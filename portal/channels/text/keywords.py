"""Recognises what the gateway handles without the bot (pure): 退订, 恢复, 撤回同意, 删掉我的信息.

Also plain choices for a vote, requests to vote, and words that only assent; and cleans texts for storing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

MOST_CHARACTERS = 5000  # of a message; more is cut off
_OUT = frozenset(
    ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "退订", "拒收", "td", "t", "r")
)
_BACK = frozenset(("start", "恢复", "unstop", "重新同意", "恢复同意"))
_WITHDRAW_BRIEFLY = re.compile("撤[回销]同意")  # as every notice says it
_WITHDRAW = re.compile("(?:我[要想]?)?(?:撤回|撤销|收回)同意")
_CHOICES = ("不同意", "同意", "反对", "赞成", "弃权", "支持", "不支持", "不赞成", "不反对")
_MARKS = re.compile(r"[\s|。.!！,，、~～?？;；:：“”\"'‘’()（）【】\[\]]+")


class Keyword(StrEnum):
    """A whole message that the gateway itself handles: 退订, 恢复, 撤回同意, 删掉我的信息."""

    OPT_OUT = "out"
    OPT_IN = "back"
    WITHDRAW_CONSENT = "withdraw"
    ERASE = "erase"
    ASKS_TO_WITHDRAW = "asks_to_withdraw"  # 我不同意你们用我的信息: told what 撤回同意 does, and nothing done
    CANNOT_ERASE = "cannot_erase"  # 怎么删，我不会: a person does it
    NEW_HOLDER = "new_holder"  # 这个号码我昨天刚办的，怎么老给我发短信: nothing more is sent to it, and staff are told
    OFF_THE_ROLL = "off_the_roll"  # 主任把我的号换了，投不了票: told whom to turn to other than who did it


def clean(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text as it can be stored: trimmed, then cut to `most` characters, no lone surrogates, no controls but \\t and \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(character for character in text if character in "\n\t" or unicodedata.category(character) != "Cc")
    return kept.encode("utf-8", "replace").decode("utf-8").strip()[:most]


def folded(text: str) -> str:
    """The text for comparing: of one width and case, without spaces and the usual marks (`_MARKS`)."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def keyword(text: str) -> Keyword | None:
    """The keyword that the whole message is, or None."""
    if asks_to_erase(text):
        return Keyword.ERASE
    said = folded(text)
    if _cannot_erase(said):
        return Keyword.CANNOT_ERASE
    if not _WITHDRAW.fullmatch(said) and _asks_to_withdraw(said):
        return Keyword.ASKS_TO_WITHDRAW
    if _is_off_the_roll(said):
        return Keyword.OFF_THE_ROLL
    if says_the_number_changed_hands(text):
        return Keyword.NEW_HOLDER
    if opts_out_in_own_words(text):
        return Keyword.OPT_OUT
    if len(text) > 20:
        return None
    if said in _OUT:
        return Keyword.OPT_OUT
    if said in _BACK:
        return Keyword.OPT_IN
    return Keyword.WITHDRAW_CONSENT if _WITHDRAW.fullmatch(said) else None


_OWNER = re.compile("邻居|别人|人家|朋友|同事|亲戚|门卫|孙子|孙女|外孙女?|儿子|女儿|媳妇|女婿|路人|室友").pattern
_PHONE = re.compile("手机号码?|手机|电话号码|电话|号码|号").pattern
_TO = re.compile(
    rf"(?:这个?|这部|这边|那个?|我的?|我们?|{_OWNER}|的|家){{0,3}}(?:{_PHONE}|(?<=我)|(?<=我们))(?:上|里)?"
).pattern
_SENT = re.compile("短信|消息|信息|通知|东西|提醒|微信").pattern
_AND_ENDS = re.compile(
    "(?:给我?)?(?:来|过来|上来)?(?:了|啦|吧|啊|哈|好吗|行吗|谢谢|麻烦了|不好意思|可以吗|烦死了?|太烦了?|烦人|好烦|很烦)*"
).pattern
_LENT = re.compile(  # why: the telephone is somebody else's
    rf"(?:这个?|这部|这是|是|我|用的?|借的?|借了|不是我的|{_OWNER}|的|家|{_PHONE}|发|打|说|我自己)*"
).pattern
_STOPS_SENDING = re.compile(  # folded: 别再发到这个号了, 以后不要往我手机上发短信
    rf"(?P<why>{_LENT})(?:你们|您|请|麻烦|以后|今后|千万|就)*(?:别|不要|不用|不必|勿|甭|莫)(?:再|给我发|老|一直)?"
    rf"(?:(?:往|给|向|朝|对){_TO}(?:再)?(?:发送?|推送|推)(?:{_SENT})?|(?:发送?|推送|推)(?:{_SENT})?(?:到|给|往|在)(?:{_TO})|(?:给(?:他|她|人家|{_OWNER}))发(?:{_SENT})|(?:发送?|推送|推)(?:{_SENT})|(?<=再)发)"
    rf"{_AND_ENDS}"
)
_OF_ANOTHER = re.compile(rf"他|她|人家|{_OWNER}")
_LONGEST_OPT_OUT = 30  # characters


def opts_out_in_own_words(text: str) -> bool:
    """Whether a message only asks that nothing more be sent to its sender, or to the telephone that they borrowed (别再发到这个号了), as 退订 does.

    Words about anybody else (别给物业发, 别给他发消息) are none, unless the telephone was said to be theirs (我用邻居手机发的 别给她发短信).
    """
    said = folded("，".join(one for one in _CLAUSE_ENDS.split(text) if not _READS_IT.fullmatch(one)))
    stops = _STOPS_SENDING.fullmatch(said) if len(said) <= _LONGEST_OPT_OUT else None
    if stops is None:
        return False
    return _OF_ANOTHER.search(said, stops.end("why")) is None or re.search(_PHONE, stops["why"]) is not None


_CLAUSE_ENDS = re.compile(r"[\s，,。.！!；;、]+")
_READS_IT = re.compile(  # why nothing is to come: somebody at home reads it
    r"(?:因为|我?怕|我?担心)?[我俺]?家?的?(?:老公|老婆|丈夫|男人|男朋友|女朋友|媳妇|婆婆|公公|爸爸?|妈妈?|家里?人|儿子|女儿|[他她])们?[^没不]{0,8}[看翻查拿用听](?:着|得?到|得?见)?(?:我的?)?(?:手机|短信|消息|信息|微信|得?见|得?到)?[的了呢]?"
)


def says_who_reads_it(text: str) -> bool:
    """Whether a clause of the message says that somebody of the household reads its sender's telephone (我老公在旁边看手机，别发消息来)."""
    return len(text) <= _LONGEST_OPT_OUT and any(_READS_IT.fullmatch(one) for one in _CLAUSE_ENDS.split(text))


_THIS_NUMBER = re.compile(r"(?:我?这个?|我的?)(?:手机号码?|电话号码?|号码|手机|电话|号|卡)").pattern
_CHANGED_HANDS = re.compile(
    rf"{_THIS_NUMBER}[^，,。不]{{0,4}}(?:是)?我?(?:昨天|今天|前天|上个?月|上周|上个?星期|刚刚?|才|最近|今年|去年|前几天|这几天|这个月|后来){{0,2}}(?:才|刚|新)?(?:办|换|买|申请|用|领)(?:来|到|上)?的(?:号码?|卡)?"
    rf"|我(?:是)?(?:昨天|今天|上个?月|上周|刚刚?|才|最近|前几天)?[刚才]?新[换办买]的?(?:手机)?(?:号码?|卡)"
    rf"|{_THIS_NUMBER}(?:原来|以前|之前|本来)(?:不)?是(?:我?[爸妈爷奶]{{1,2}}|别人|人家|我?家?老人|另外一?个?人|谁)的?[^，,。]{{0,6}}"
    r"|(?:之前|以前|原来|上一个|前面)?(?:用)?这个?(?:号码?|手机号|电话号?码?)(?:之前|以前|原来)?是谁的?[^，,。]{0,6}|我?(?:是)?这个号的?新(?:机主|主人|用户)|(?:这个?号码?|号码|号)(?:已经|早就?)?[换变]了?(?:主人|机主|人)用?了"
)
_NOT_ME = re.compile(
    r"我(?:真的|根本)?不是(?:那个?人|你们?要?找的人|(?:叫)?[\u4e00-\u9fff]{1,2}(?:阿姨|叔叔|大爷|大妈|奶奶|爷爷|师傅|女士|先生|姐|哥)|机主|你们?说的(?:那个)?人)|(?:你们?|您)?(?:是不是)?都?[发打找弄搞]错了?(?:人|号码?|手机)了?|你们?[发打]错了"
)
_OF_WHAT_CAME = re.compile("短信|消息|信息|微信|工单|通知|发(?:给|到|错|来|了)|收到|打错|找错|别再?发|给我发")
_BESIDE_A_NEW_NUMBER = re.compile(
    r"我?(?:从来|根本)?没有?(?:报|说|投诉|反映)过[^，,。]{0,8}|[他她](?:已经|早就)?(?:去世|过世|走|不在)了|现在(?:是)?我(?:在)?用|(?:之前|以前)?这?个?号?(?:是谁的)?我?也?不知道|烦死了?|谢谢|你好|您好|请问|喂|真是的"
)
_PIECE_ENDS = re.compile(r"[\s，,。.！!；;、？?]+")
_LONGEST_NEW_HOLDER = 60  # characters


def says_the_number_changed_hands(text: str) -> bool:
    """Whether a message says that what we send to this number is for whoever had it before (这个号码我昨天刚办的，怎么老给我发短信; 我不是李阿姨，你们发错了)."""
    if len(text) > _LONGEST_NEW_HOLDER or _OF_WHAT_CAME.search(text) is None:
        return False
    pieces = [one for one in _PIECE_ENDS.split(text) if one]
    of_it = (_CHANGED_HANDS, _NOT_ME, _BESIDE_A_NEW_NUMBER)
    if not all(_OF_WHAT_CAME.search(one) or any(pattern.fullmatch(one) for pattern in of_it) for one in pieces):
        return False
    if any(_CHANGED_HANDS.fullmatch(one) for one in pieces):
        return True
    return len(pieces) > 1 and _NOT_ME.fullmatch(pieces[0]) is not None


_RESTORES = re.compile("恢复")


def withdraws_in_so_many_words(text: str) -> bool:
    """Whether the message is 撤回同意 itself, as the notices say it."""
    return _WITHDRAW_BRIEFLY.fullmatch(folded(text)) is not None


def only_restores(text: str) -> bool:
    """Whether a message is only 恢复, which may mean the messages or a withdrawn case."""
    return _RESTORES.fullmatch(folded(text)) is not None


_SAID = re.compile("(?:说|讲|发|写|聊)过?的(?:话|东西|内容|消息)").pattern
_OF_ERASING = (  # the words of which a message that asks to erase consists
    r"请问|请|麻烦|帮忙|帮|你们|您们|你|您|系统|机器人|社区|这里|这边|能不能|可不可以|可以|能|怎么样|怎么|怎样|如何|不想|不要|不愿意|不希望|不许|别|想|要求|要|希望"
    r"|把|将|给|让|再|继续|(?:存|留|记)[了下]?的|立刻|马上|赶紧|现在|全部|彻底|所有|都|全|一下|了|的|吧|吗|呢|啊|呀|好|本人|我们?|和|跟|以及|里面|里|关于|这些"
    r"|留下|留着|存着|保存着?|保留着?|记着|删除掉?|删掉|删去|删|清除掉?|清空|清掉|抹掉|抹去|注销|销毁|去掉|个人|名字|姓名|手机号码|手机号|手机|电话号码|电话|号码"
    rf"|信息|资料|数据|隐私|聊天记录|记录|账号|账户|档案|{_SAID}"
)
_CANNOT = re.compile(
    r"不会(?:弄|用|操作|删|搞)?|[弄搞]不来|不懂|看不懂|不识字|没有?(?:智能)?手机|年纪大|老人|帮忙?我"
).pattern
_ERASING = re.compile(f"(?:{_OF_ERASING})++")  # possessive, so that no text makes it slow
_ERASING_FAILS = re.compile(f"(?:{_CANNOT}|{_OF_ERASING})++")
_ERASES_NOT = re.compile(  # what must not be erased, or asks whether we would: 你们不会删我的记录吧, 别删
    r"(?:你们?|您们?|系统|机器人|社区|这里|这边)不会(?!弄|用|操作|搞).{0,10}?(?:删|清|抹|注销|销毁)|不会.{0,10}?(?:删|清|抹|注销|销毁).{0,8}[吧吗]$|(?:别|不要|不想|不许|不希望|不愿意).{0,6}?(?:删|清|抹|注销|销毁)"
)
_FAILS = re.compile(r"不会|不来|不懂|不识字|没有?(?:智能)?手机")
_ERASE = re.compile(
    r"删|清除|清空|清掉|抹|注销|销毁|(?:不想|不要|不愿意|不希望|不许|别).{0,8}(?:留着|存着|保存|保留|记着)"
)
_ALL_KEPT = re.compile(r"信息|资料|数据|隐私|记录|账号|账户|档案").pattern
_PERSONAL = re.compile(rf"{_ALL_KEPT}|{_SAID}|电话|号码|手机|名字|姓名")
_MY = re.compile(r"我|本人|个人")


def asks_to_erase(text: str) -> bool:
    """Whether a message asks to erase what is kept of its sender (把我的信息都删掉), and nothing else."""
    said = folded(text)
    if len(said) > 30 or not (_ERASE.search(said) and _PERSONAL.search(said) and _MY.search(said)):
        return False
    return _ERASING.fullmatch(said) is not None


def asks_to_erase_all(text: str) -> bool:
    """Whether a message asks to erase what is kept (信息, 记录 …) or all that was said (说过的话都), not only a number, a name or words that an
    open report may hold."""
    if not asks_to_erase(text):
        return False
    all_words = re.search(_SAID, text) is not None and re.search("都|全|所有|彻底", text) is not None
    return all_words or re.search(_ALL_KEPT, text) is not None


_OF_THIS_CHAT = re.compile("聊天|短信|消息|[说讲发写聊]过?的")


def asks_to_clear_the_chat(text: str) -> bool:
    """Whether such a message is of what was written in this chat (怎么删掉我的聊天记录): in an emergency, of what stands on the telephone."""
    return _OF_THIS_CHAT.search(text) is not None


def asks_to_erase_number(text: str) -> bool:
    """Whether a message asks to delete the sender's number and nothing else (把我电话删了): of an open case the bot deletes it at once."""
    return (
        asks_to_erase(text)
        and re.search("删|抹", text) is not None
        and not re.search(rf"{_ALL_KEPT}|{_SAID}|名字|姓名", text)
    )


def _cannot_erase(said: str) -> bool:
    """Whether a folded message says only that its sender does not know how to erase what is kept, or has no phone for it."""
    if len(said) > 30 or _ERASES_NOT.search(said) or not (_ERASE.search(said) and _FAILS.search(said)):
        return False
    return _ERASING_FAILS.fullmatch(said) is not None


_ONLY_CANNOT = re.compile(rf"^(?:我|我们|俺|可是|但|啊|都|也)*+(?:{_CANNOT}|手机)++")


def says_it_cannot(text: str) -> bool:
    """Whether a message only says that its sender does not know how (我不会), which after how to erase was told asks that staff do it."""
    return _ONLY_CANNOT.fullmatch(folded(text)) is not None


_OF_THE_ROLL = re.compile(  # all words of which a message that one was put off a vote's roll consists
    r"(?:我们家|我们|我家|我妈|我爸|我|本人|老伴|老人|他们|有人|别人|谁|你们|副?主任|书记|委员会|委员|居委会|村委会|业委会|业主委员会|社区"
    r"|手机号码?|手机|电话号码?|电话|号码|号|名字|姓名|名册|名单|册子|表决|投票|投不了|投不成|投不进|不能投|没法投|不让投|没投成|投|票"
    r"|把|被|给|让|换掉|换成|换|改掉|改成|改|去掉|去除|删掉|删了|删|划掉|划|除名|拿掉|抹掉|抹|没有|不见|没|漏掉|漏"
    r"|偷偷|私自|擅自|悄悄|故意|随便|昨天|今天|前天|现在|这次|刚才?|已经|就|也|都|又|怎么办|怎么|咋办|办|找|该|应该|可以|能|要|说|发现|一看|看|查|里面|里|上|面|的|了|是|不是|我的|在|从|啊|呀|呢|吗|吧){2,60}+"
)
_BY_SOMEBODY = re.compile(
    r"(?:主任|书记|委员|居委会|村委会|业委会|社区|他们|有人|别人|谁|被|让).{0,8}(?:换|改|去掉|去除|删|划|除名|拿掉|抹|漏)"
)
_ON_THE_ROLL = re.compile(
    r"(?:名册|名单).{0,8}(?:没有?我|没有?本人|漏|去掉|去除|删|划|除名|拿掉|抹|换|改)|(?:没有?|漏).{0,4}我.{0,6}(?:名册|名单)|从(?:表决)?名(?:册|单).{0,4}(?:去掉|删|划|除名)"
)
_MY_NUMBER = re.compile(r"我(?:们|家|妈|爸)?的?(?:手机|电话)?号?|老伴|本人")
_A_NUMBER_OR_ROLL = re.compile(r"号|手机|电话|名册|名单")
# who wants their own number changed, or asks whether it is: 我换号了，找谁改; 社区可以把我的号改吗
_WANTS_IT_CHANGED = re.compile(
    r"(?:要|(?<!不)能|可以|找|该|怎么)[^把被]{0,10}[改换]|(?<!不)(?:能|可以).{0,12}[改换].{0,6}[吗么]$|[改换]了?没有?$"
)
_LONGEST_OFF_THE_ROLL = 40  # characters


def _is_off_the_roll(said: str) -> bool:
    """Whether a folded message says only that somebody changed its sender's number, or took them off a roll (名册上把我去掉了)."""
    if len(said) > _LONGEST_OFF_THE_ROLL or not (_MY_NUMBER.search(said) and _A_NUMBER_OR_ROLL.search(said)):
        return False
    if _WANTS_IT_CHANGED.search(said):
        return False
    done = _BY_SOMEBODY.search(said) or _ON_THE_ROLL.search(said)
    return done is not None and _OF_THE_ROLL.fullmatch(said) is not None


_OF_CONSENT = re.compile(  # all words of which a message about the consent to use one's data consists
    r"(?:请问|请|麻烦|你们|您们|你|您|系统|机器人|社区|平台|这里|这边|我们?|本人|个人|能不能|可不可以|可以|能|怎么样|怎么|怎样|如何|不同意|不许|不想|不要|不让|不愿意"
    r"|不希望|不允许|不准|不授权|别|拒绝|反对|要|想|再|继续|了|的|吧|吗|呢|啊|呀|把|将|对|给|让|收集|采集|使用|利用|处理|用|拿|记录|存着|存|任何|所有|全部|都|一切|之前|以前|过|这些"
    r"|信息|资料|数据|隐私|撤回|收回|撤销|取消|同意|授权)++"  # possessive, so that no text makes it slow
)
_TAKES_BACK = re.compile(r"(?:撤回|收回|撤销|取消).{0,12}(?:同意|授权)")
_FORBIDS = re.compile(
    r"(?:不同意|不许|不想|不要|不让|不愿意|不希望|不允许|不准|不授权|别|拒绝|反对).{0,8}(?:收集|采集|用|处理|拿|记录|存).{0,8}(?:信息|资料|数据|隐私)"
)


def _asks_to_withdraw(said: str) -> bool:
    """Whether a folded message only takes back, or refuses, the consent that the sender's data be used, in other words than 撤回同意."""
    if len(said) > 30 or not (_TAKES_BACK.search(said) or (_FORBIDS.search(said) and _MY.search(said))):
        return False
    return _OF_CONSENT.fullmatch(said) is not None


_ASSENTS = re.compile(
    r"(?:(?:好的?|好呀|好啊|好嘞|好说|都好说|嗯{1,20}+|行|可以|是的?|对的?|没问题){1,6}(?:谢谢|辛苦了)?(?:我|都)?同意(?:了|的|吧)?|\d|千万不要)"
)


def assents(text: str) -> bool:
    """Whether a message only answers what was just said: 同意 after another yes (好的同意), a plea (千万不要), or a bare digit.

    Such words are no vote while the talk is about a case.
    """
    return _ASSENTS.fullmatch(folded(text)) is not None


# variation selector and skin tones of emoji
_TINTS = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
_SAYS_YES_OR_NO = re.compile(r"(?:yes|yeah|yep|ok|okay|no|nope|👍|👌|🆗|👎|没问题){1,6}")


def says_only_yes_or_no(text: str) -> bool:
    """Whether a message is a bare yes or no in English, by a sign (👍) or 没问题, which states a choice only where a vote is spoken of."""
    return len(text) <= 30 and _SAYS_YES_OR_NO.fullmatch(_TINTS.sub("", folded(text))) is not None


_AROUND = (
    r"我们家|我们|我家|咱们家|咱们|咱家|我|咱|俺|本人|本户|这次|这个|那个|这|那|就是|就|是|要|想|选择|选项|选|投票|投了|投|表决|议题|一票|票"
    r"|给|关于|对于|对|此|事|项|的|了|吧|啊|呀|哦|嗯|好的|好|行|完全|坚决|全部|都|也|第[一二三四五六七八九十\d]+[题项个条]|\d+栋|\d+号楼|\d+号|\d+室"
)
_ONLY_AROUND = re.compile(rf"(?:\||{_AROUND})*+")  # possessive, so that no text makes it slow


_TO_VOTE = re.compile(  # all words of which a message that asks to vote consists
    r"(?:我们家|我们|我家|我|咱|俺|老人|想|要|来|去|能|可以|请|麻烦|帮忙|帮|给|替|怎么样|怎么|怎样|咋|如何|在哪里|在哪儿|在哪|哪里|哪儿"
    r"|投票|投个票|投一票|投一下|投|表决|页面|网页|链接|网址|再|重新|发|打不开|点不开|没收到|一下|一遍|一次|一个|个|的|呢|吗|啊|吧|呀|了|嘛|才|好|行)++"
)
_OF_VOTING = re.compile(r"投|表决|链接|网址")


def asks_to_vote(text: str, labels: Iterable[str] = ()) -> bool:
    """Whether a message only asks to vote, or how (我要投票, 怎么投, 链接再发一下), and has no option's label."""
    said = folded(text)
    if len(said) > 20 or not _OF_VOTING.search(said) or not _TO_VOTE.fullmatch(said):
        return False
    return not any(name in said for label in labels if (name := folded(label)))


def is_plain_choice(text: str, labels: Iterable[str] = (), keys: Iterable[str] = ()) -> bool:
    """Whether a message states a choice by its name or number with little around it; to be asked only while the talk is about a vote.

    `labels`: the vote's option labels, besides the stances (同意, 反对 …), which always count; `keys`: the numbers offered for them.
    """
    said = folded(text)
    if not said or len(said) > 60:
        return False
    choices = _choices(labels)
    numbers = [folded(key) for key in keys if folded(key)]
    return _little_but(said, choices) or _little_but(said, [*choices, *numbers])


def _choices(labels: Iterable[str]) -> list[str]:
    found = {folded(label) for label in (*_CHOICES, *labels)} - {""}
    return sorted(found, key=len, reverse=True)


def _little_but(said: str, choices: list[str]) -> bool:
    """Whether the text consists of choices, at least one, and small words around them."""
    marked = re.sub("|".join(re.escape(choice) for choice in choices), "|", said)
    return "|" in marked and _ONLY_AROUND.fullmatch(marked) is not None
