"""Checks of a message that several routes share: whether it asks, is for fun, names a matter or place, or a place is awaited. Pure."""

from __future__ import annotations

import re

from actions import case_draft
from actions.conversation.expecting import raised_emergency, script_of_raised
from actions.conversation.turn import Talk, Turn
from actions.intake.asking import DANGER
from actions.interpreting import after_danger, choosing, danger_signs, scenes, withdrawals
from actions.interpreting.aid import another_holder, eased, this_chat
from actions.interpreting.aid.traces import asks_of_this_chat, asks_of_traces
from actions.interpreting.aid.untold import asks_who_is_told, wants_nobody_told
from actions.routes.topics import OF_WHAT_WAS_TOLD, Topic

# Characters of a message that counts as short; a longer first one that names a matter or a place is a report, unless its intent is sure.
SHORT_MESSAGE = 25
# a question by its end or a word anywhere (什么, 多少), or a request by its beginning: coarser than `questions.asks`, for messages that mean
# nothing by themselves
ASKS_OR_REQUESTS = re.compile(r"[吗呢么？?]$|怎么样|几点|多少|什么|^(?:帮我|给我|我想|我要|请问)")
FOR_FUN = re.compile(
    r"[讲说]个|唱|笑话|故事|天气|下雨吗|股票|基金|彩票|写(?:首|篇|个)|诗|翻译|等于|放首|播放|推荐|你(?:是谁|叫|多大|几岁|喜欢|爱|会不会)|点个?外卖|打车|订票"
)
# `Faq.score` from which a message asks a common question, though a vote is open or an emergency was just raised.
PLAINLY_ASKED = 0.95
SURE_OF_OTHER = 0.6  # score from which an intent other than to report is believed


def names_matter_or_place(turn: Turn) -> bool:
    """Whether the message gives a fairly sure category, or names a place."""
    return case_draft.names_matter_or_place(turn.draft)


def is_for_fun(text: str) -> bool:
    """Whether a message has a word of jokes, songs, the weather or the like (唱, 推荐: 楼下唱歌太吵找谁管, too), or asks about the bot itself."""
    return FOR_FUN.search(text) is not None


def awaits_a_place(turn: Turn) -> bool:
    """Whether the bot raised an emergency and asked where it is."""
    raised = raised_emergency(turn.expecting)
    return raised is not None and raised.get("asks") == "place"


def asks_to_keep_it_secret(turn: Turn, talk: Talk) -> bool:
    """Whether a message, in an emergency or while the bot asks whether there is one, only wishes that the family is not told (别告诉我妈)."""
    raised = raised_emergency(turn.expecting)
    in_danger = (talk.form or {}).get("stage") == DANGER or (raised is not None and not raised.get("over"))
    return in_danger and wants_nobody_told(turn.text)


_OF_SOMEBODY_NEAR = frozenset({*scenes.BLOWS, "self_harm", "other"})
"""Dangers in which somebody near may read what was written: there 怎么删 is of that, in a fire it may be of the alarm."""


def awaits_somebody_near(turn: Turn, talk: Talk) -> bool:
    """Whether an emergency was raised, or the bot asks whether there is one, in which somebody near may read what was written."""
    return _danger_told(turn, talk) in _OF_SOMEBODY_NEAR


def is_of_blows(turn: Turn, talk: Talk) -> bool:
    """Whether an emergency was raised, or the bot asks whether there is one, in which somebody strikes, who may take the telephone. In any other the family helps."""
    return _danger_told(turn, talk) in scenes.BLOWS


def is_of_a_child(turn: Turn) -> bool:
    """Whether the emergency that was raised is of a child who is struck at home."""
    raised = raised_emergency(turn.expecting)
    return raised is not None and script_of_raised(raised) == "home_violence_child"


def _danger_told(turn: Turn, talk: Talk) -> str | None:
    """The danger that the bot asks about ("other" if it is not known which), else that of the emergency that was raised; None without either."""
    if talk.form is not None and talk.form.get("stage") == DANGER:
        return case_draft.doubtful_danger_of(talk.form["draft"]) or "other"
    raised = raised_emergency(turn.expecting)
    return None if raised is None else scenes.danger_of_script(script_of_raised(raised))


def speaks_as_another(turn: Turn, talk: Talk) -> bool:
    """Whether a message shows that somebody else writes than who wrote before, and tells of no harm. What the portal raised of it is a danger all the same."""
    near = is_of_blows(turn, talk)
    raised = raised_emergency(turn.expecting)
    # who asks in a fire whether anybody called helps
    helps = raised is not None and scenes.danger_of_script(script_of_raised(raised)) not in _OF_SOMEBODY_NEAR
    if turn.raised or (helps and another_holder.asks_only_whether(turn.text)):
        return False
    return another_holder.shows_another(turn.text, near=near, child=is_of_a_child(turn))


def says_who_writes(turn: Turn, talk: Talk) -> bool:
    """Whether a message says, where blows were told of, that it is from who may have struck, or who holds the telephone: what it tells is answered, but from then on nothing ends."""
    return is_of_blows(turn, talk) and another_holder.says_who_writes(turn.text)


def says_that_another_writes(turn: Turn, talk: Talk) -> bool:
    """Whether a message says that somebody else holds the telephone now, so that from then on nothing told before is told or changed here."""
    return not turn.raised and another_holder.says_that_another_writes(
        turn.text, near=is_of_blows(turn, talk), child=is_of_a_child(turn)
    )


def is_held_by_another(turn: Turn, talk: Talk) -> bool:
    """Whether somebody else was found to hold the telephone, while the blows that were told of before are still of this talk."""
    raised = raised_emergency(turn.expecting)
    held = talk.held if raised is None else raised.get("held", False)
    return held and is_of_blows(turn, talk)


_MAY_END_IT: tuple[Topic, ...] = ("all_clear", "perhaps_over", "withdraw", "stop", "deny")


def is_refused_another(turn: Turn, talk: Talk, topic: Topic) -> bool:
    """Whether a message is only heard: it may end what was told of blows after another asked of it, or is about it and of whoever holds the telephone.

    Harm, and how to help, are answered.
    """
    ends = topic in _MAY_END_IT or (topic == "danger_answer" and turn.danger is None)
    if ends and talk.held and is_of_blows(turn, talk):
        return not after_danger.is_yes(turn.text)
    if not is_held_by_another(turn, talk) or topic not in OF_WHAT_WAS_TOLD:
        return False
    harm = turn.danger is not None and another_holder.tells_harm(turn.text)
    return not harm or topic in _MAY_END_IT


def asks_who_reads(turn: Turn, talk: Talk) -> bool:
    """Whether a message, since an emergency was raised or while the bot asks whether there is one, asks who is told or reads it, what was written here or how to clear it."""
    raised = raised_emergency(turn.expecting)
    in_doubt = (talk.form or {}).get("stage") == DANGER
    if raised is None and not in_doubt:
        return False
    if asks_who_is_told(turn.text):
        return True
    return asks_of_traces(turn.text, alone=awaits_somebody_near(turn, talk))


def asks_alike(turn: Turn, talk: Talk, *, at_home: bool) -> Topic | None:
    """The topic of a message that whoever holds the telephone may write to find out what was told, which is the same whether danger at home was told or not; None of any other.

    How a report stands and 撤回 are of the other cases; what was said here is answered with how to clear it, as is that somebody looks through the
    telephone. `at_home`: the emergency just raised is kept quiet, whatever was told since.
    """
    raised = raised_emergency(turn.expecting)
    at_home = at_home or (raised is not None and scenes.danger_of_script(script_of_raised(raised)) == "home_violence")
    if at_home and talk.form is None and not turn.raised and this_chat.says_who_looks_now(turn.text):
        return "who_is_told"  # whatever danger is read in it: the case is told, and he reads the screen
    in_doubt = case_draft.doubtful_danger_of(turn.draft) is not None
    if turn.danger is not None or in_doubt:
        return None
    if talk.form is not None or turn.wish is not None:
        return _alike_beside(turn, talk, at_home=at_home)
    if at_home:
        if withdrawals.only_withdraws(turn.text):
            return "withdraw"
        if _of_a_report(turn) or choosing.gives_only_number(turn.text):
            return "status"
    of_chat = (
        asks_of_this_chat(turn.text) or this_chat.says_who_looks(turn.text) or this_chat.wishes_it_deleted(turn.text)
    )
    return "who_is_told" if (raised is None or at_home) and of_chat else None


def _alike_beside(turn: Turn, talk: Talk, *, at_home: bool) -> Topic | None:
    """As `asks_alike`, of a message beside an open draft, or one that wishes that its sender is not named: 别让他知道 is of the other cases, in its hour, too."""
    if talk.form is not None:
        of_chat = this_chat.says_who_looks(turn.text) or this_chat.asks_how_to_delete(turn.text)
        return "who_is_told" if of_chat and talk.form.get("stage") != DANGER else None
    return "confidentiality" if at_home and this_chat.fears_a_reader(turn.text) else None


_OF_A_REPORT = re.compile(
    r"进度|办[得到理好完]|[报登]记?(?:的|过|了)(?:那|什么|啥|事|几)|编号|结果|处理|那件|那个?事|有没有记录|LL-|到哪一?步"
)
_ASKS_WHAT_WAS_REPORTED = re.compile(r"^我(?:们)?[^，,。]{0,6}报(?:了|过|的)(?:是)?(?:些|哪些)?(?:什么|啥)")
_FILLS = re.compile(
    r"[我们的那这件个事情报了吗么呢啊怎样有没到哪步是多少什还在人查看帮下一现请问最近刚才之前今昨天上次号得何进展好完吧过都几登记过啥LlA-Z\d\-？?，,。！! ]*"
)
"""What may stand beside such words; anything else is news, and heard as such."""


def is_only_of_a_report(text: str) -> bool:
    """Whether all words of a short text are of a report and how it stands."""
    rest = _OF_A_REPORT.sub("", text)
    return rest != text and len(text) <= SHORT_MESSAGE and _FILLS.fullmatch(rest) is not None


def _of_a_report(turn: Turn) -> bool:
    """Whether all words of a short message ask how a report stands or what was reported: 有没有记录啊门要被撞开了 tells more."""
    said = turn.text.strip()
    asks = turn.surely("ask_status") or _ASKS_WHAT_WAS_REPORTED.search(said) is not None
    return asks and is_only_of_a_report(said)


_WHO_LEARNS = re.compile(  # of a report or of its sender
    "谁(?:能|会|可以|都|还)?(?:看|知道|晓得)|(?:会|要)(?:不会|不要)?(?:告诉|跟|让|给)(?:他|她|物业|邻居|对方|人家|房东|楼[上下])|[写留报](?:我的?)?(?:名字|姓名|真名)"
)


def asks_who_learns(turn: Turn) -> bool:
    """Whether a message asks the common question of who will know of what was told, or of its sender (谁能看到): no question of how a case stands."""
    common = turn.faq is not None and turn.faq["score"] >= PLAINLY_ASKED
    return common and _WHO_LEARNS.search(turn.text) is not None


def tells_of_more_danger(turn: Turn, script: str) -> bool:
    """Whether a danger is surely read in a message, another than that of the script is doubtful in it (not beside 救上来了，有呼吸), or it has a plain sign of harm: it is more than a question beside."""
    is_same = case_draft.doubtful_danger_of(turn.draft) in (None, scenes.danger_of_script(script))
    other = not is_same and not eased.eases(turn.text, script)
    return turn.danger is not None or other or danger_signs.tells_of_harm(turn, "")
