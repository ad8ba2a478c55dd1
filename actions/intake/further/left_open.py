"""Messages after the answer to a common question that it leaves open: that its sender only asks, a question of which it says nothing, the hours of the place that it names. Pure."""

from __future__ import annotations

import re

from actions.case_draft import has_place_or_time, phones
from actions.conversation.turn import SURE_OF_ACT, Faq, Turn
from actions.intake.questions import asks, asks_about_a_report
from actions.interpreting import short_answers as short
from actions.interpreting.places import BUILDING_PART, tells_what_happened

_ONLY_ASKS_IT = re.compile(
    r"(?:不是|没有?(?:啥|什么)?|没说|不|没想|不想)(?:我|我们|来|要|想|去){0,2}(?:的)?(?:投诉|举报|报事|反映|告状|告谁)(?:什么|啥|谁|的|别人)?"
    r"|(?:我)?(?:就是|只是|就|只|随便|单纯|纯粹)(?:是|想|来|先)?(?:问|咨询|打听|了解)(?:问|一?下|一声|清楚)?(?:而已|的|罢了)?(?=$|[，,。！!；; ])"
)
_WANTS_OR_TELLS_MORE = re.compile(  # beside it: 但是楼上天天打麻将, 昨天报的撤回吧
    r"撤[回销了掉]|取消|不要了|不用修了|[催改]一?[下改]|[报上]过?的|转人工|找[个人]|报修|帮我|麻烦|来人|派人|"
    r"(?:^|[，,。！!；; ])(?:不过|但是?|可是|还有|另外|顺便|对了|再就是|倒是|主要是|就是|只是)[，, ]?(?!有点?(?:担心|好奇)|好奇|担心|想|不太?[懂清明]|了解|学|怕|看看|没别的)[^，,。！!；; ]{4}"
)
_OF_A_CASE = re.compile(
    r"[报登催单]|进[度展]|编号|受理|投诉|反映|撤|办得|处理得|回复|答复|消息|结果|怎么?样了|好了|还没|多久了|快点|派人|有人来|什么时候来|几时来|投票|表决|转人工|你们?是|能干|帮我"
)
_MISREAD_AS = frozenset({"ask_status", "remind", "ask_capability", "vote", "list_consultations", "answer_follow_up", "withdraw"})  # fmt: skip
"""Intents of questions after an answer that are of no case and no vote, by their words (警察来了没用咋办)."""
_OF_MY_CASE_OR_A_VOTE = re.compile(
    r"我们?(?:的|报的|反映的|说的|那件?)[^，。]{0,4}(?:事|单|件)|怎么样了|进度|投票|表决|议事"
)
_HOURS = re.compile("几点|[上下]班|[开关]门")
_OF_THE_OFFICE = re.compile("社区(?!医院|卫生)|居委|你们|您们")
_ELSEWHERE = re.compile(
    "派出所|卫生服务中心|卫生院|医院|门诊|窗口|银行|公证处|不动产|社保|医保|人社|民政|残联|法院|仲裁|车管所|市场监管|住建|物业|燃气公司|供水|红十字"
)


def says_it_only_asks(text: str) -> bool:
    """Whether a message says that nothing is complained of, or that its sender only asks (没要投诉，就是问问), and neither asks, tells nor wants anything more (但是楼上漏水)."""
    rest = _ONLY_ASKS_IT.sub("", text)
    if rest == text or asks(rest) or tells_what_happened(rest):
        return False
    return BUILDING_PART.search(rest) is None and _WANTS_OR_TELLS_MORE.search(rest) is None


def leaves_it_open(turn: Turn) -> bool:
    """Whether a message asks something of no case and no vote, though it was read as such, and is no common question by itself (警察来了没用咋办): it is of what was answered, which does not tell it."""
    if turn.faq is not None or turn.wish is not None or turn.photos or turn.located or phones(turn.draft):
        return False
    if turn.intent not in _MISREAD_AS or not turn.acts("question", score=SURE_OF_ACT) or not asks(turn.text):
        return False
    if has_place_or_time(turn.draft) or asks_about_a_report(turn.text) or short.asks_what_bot_can_do(turn.text):
        return False
    return _OF_A_CASE.search(turn.text) is None


def is_about_case_or_vote(turn: Turn) -> bool:
    """Whether a message is about the sender's own case or the votes (asks after them, withdraws, votes), not the question just answered."""
    of_either = _OF_MY_CASE_OR_A_VOTE.search(short.plain(turn.text)) is not None
    return of_either and turn.surely("ask_status", "list_consultations", "vote", "withdraw", score=0.5)


def asks_nothing_more(turn: Turn) -> bool:
    """Whether a message only calls (你在吗), or says that its sender only asks."""
    calls = short.only_calls(turn.text) or (turn.surely("greet", score=0.6) and turn.acts("chat"))
    return calls or says_it_only_asks(turn.text)


def asks_hours_of_another(answered: Faq, turn: Turn) -> bool:
    """Whether a message asks for the hours of where the answer sends people, which is not the community (几点开门, after an answer about 派出所)."""
    if _HOURS.search(turn.text) is None or _OF_THE_OFFICE.search(turn.text):
        return False
    answer = answered["answer"]
    return _ELSEWHERE.search(answer) is not None and _OF_THE_OFFICE.search(answer) is None
