"""How a message answers an open question: yes, no, which of several, or not at all. Pure.

The gateway has decided which of several questions a message answers, and what a number stands for
(portal/channels/text/open_questions.py). How the message answers that question is decided here, for the whole bot. The open question
is the draft's (by its stage), a topic's (`pending`) or the portal's (`expecting`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from actions.case_draft import has_place_or_time, names_exact_place, place_words
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import is_past
from actions.interpreting import ballots, choosing, follow_up_answers, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.matters.things import things_in
from actions.interpreting.numbers import piece_of_number
from actions.interpreting.places import tells_what_happened

Which = Literal["first", "second", "undivided"]
_LONGEST_OLD_ANSWER = 6  # characters; beside an open form, a longer text answers the form's question, not an older one
_LONGEST_YES = 2  # characters of a yes to withdrawing that is only read as one
_LONGEST_CHOICE = 12  # characters; a longer answer is more than a choice between two matters
_FIRST = re.compile(r"前|第一|原来|先前|刚才|老|旧|^1$|^一$")
_SECOND = re.compile(r"新|后|第二|另|^2$|^二$")
_SOUNDS_LIKE_YES = re.compile(r"^[是对好嗯恩行中成]|可以|没错|没问题|确认|登记|就这|同意|要得|[报办]吧|ok|麻烦|拜托|谢")
_ALL_ONE = re.compile(r"(?<!第)一件|同一|一起|不是(?:两|二|几|[2-9])|^3$|^三$")


def with_typed_number(turn: Turn, *, form_is_open: bool, offered: Sequence[str] = ()) -> Turn:
    """Return the turn; beside an open draft, with a typed number (`Turn.typed`) instead of the words that it stood for.

    `offered`: the entries of the draft's own question, which stay; 转人工 stays, too: every first SMS offers 0 for a person.
    """
    stays = turn.text in offered or short.is_request_for_person(turn.text)
    return replace(turn, text=turn.typed) if form_is_open and turn.typed and not stays else turn


# --- without an open draft: what a topic or the portal asked

Pending = Mapping[str, Any]  # a question that a topic asked, as `Talk.pending` keeps it
PENDING: Mapping[str, Callable[[Turn, Pending], bool]] = {
    # Which of several cases is meant?
    "which_case": lambda turn, asked: choosing.chosen_lines(turn.text, _strings(asked.get("cases"))) != (),
    # The states of several cases were told.
    "listed_cases": lambda turn, _asked: choosing.says_which_in_order(turn.text),
    # Which vote is meant?
    "which_consultation": lambda turn, asked: ballots.chosen_line(turn.text, _strings(asked.get("titles"))) is not None,
    # Shall the case be withdrawn?
    "withdraw": lambda turn, asked: (
        confirms_withdrawal(turn)
        or declines_offer(turn)
        or says_withdraw(turn.text, asked)
        or withdrawals.needs_nobody(turn.text)
        or withdrawals.refuses(turn.text)
        or keeps_a_part(turn.text, asked)
        or follow_up_answers.read_fixed(turn.text) is True
        or keeps_case(turn.text, asked)
    ),
    # May handlers know who reported the case?
    "naming": lambda turn, _asked: allows_naming(turn) or refuses_naming(turn),
    # A case was withdrawn; no question was asked, but 别撤 or 又坏了 takes it up again.
    "withdrawn": lambda turn, asked: (
        keeps_case(turn.text, asked)
        or withdrawals.wants_it_back(turn.text, str(asked.get("known") or ""))
        or follow_up_answers.is_broken_again(turn.text)
    ),
    # The words were added to a case; are they another matter?
    "another": lambda turn, _asked: says_another(turn) and len(turn.text) <= _LONGEST_CHOICE,
    # The number to call comes in pieces; what is its next one?
    "number": lambda turn, _asked: piece_of_number(turn.text) is not None,
    # Is it the same matter as the case reported last?
    "same": lambda turn, _asked: len(turn.text) <= _LONGEST_CHOICE and (says_another(turn) or says_the_same(turn)),
    # A draft was dropped; no question was asked, but 还是报吧 takes it up again, and 等一下 keeps it ready.
    "dropped": lambda turn, _asked: (
        short.goes_ahead(turn.text) or follow_up_answers.wants_it_after_all(turn.text) or short.is_wait(turn.text)
    ),
    # The sender asked for what the bot cannot do; the bot asked nothing, but 那后天呢 goes on with it.
    "chat": lambda turn, _asked: _goes_on_chatting(turn),
    # Shall a person take over?
    "person": lambda turn, _asked: _says_yes_or_no(turn),
    # Has it been fixed?
    "fixed": lambda turn, _asked: _says_whether_fixed(turn.text),
}
"""A question that a topic asked (`pending.asked`) → whether a message answers it.
`listed_cases`, `withdrawn`, `number`, `dropped` and `chat` are no questions: 第二件 may refer to the cases that were just told of.
"""


_AGREES = re.compile("我?(?:同意|愿意|可以)的?")
_NO_NOES = re.compile("没问题|没事|没关系|不要紧|不客气|没错|不怕|不介意")
_STAYS_UNNAMED = re.compile(r"[不别没勿莫甭怕]|照原来|保密|匿名|再(?:想|说|看)|算了|但|可是|等|先|只|除了|换成|另外?一")
_LONGEST_NO = 20  # characters


def allows_naming(turn: Turn) -> bool:
    """Whether a message says yes, and nothing contrary, to "may handlers know that it was you?", or lets them know once more."""
    if turn.wish is not None:
        return False
    if turn.may_be_named:
        return True
    brief = len(turn.text) <= _LONGEST_CHOICE
    yes = short.is_affirm(turn.text) or _AGREES.fullmatch(short.plain(turn.text)) is not None or confirms_action(turn)
    return brief and yes and not _has_a_but(turn.text) and not _ASKS_BACK.search(turn.text)


_ASKS_BACK = re.compile("[吗么？?]|谁|什么|哪")


_OF_THE_ANSWER = re.compile("可以|名字|电话|原话|照片|同意|愿意|[好嗯行对是]")
_UNSURE = re.compile("(?:真的|这样)?(?:可以|行|好|是)[吗么][？?]?")


def refuses_naming(turn: Turn) -> bool:
    """Whether a short message says no to that question, if only in part or for now (可以，但是电话不行), or asks it back (可以吗)."""
    said = turn.text.strip()
    if turn.wish is not None or len(said) > _LONGEST_NO or short.begins_another_matter(said):
        return False
    if _UNSURE.fullmatch(said):
        return True
    answers = _OF_THE_ANSWER.search(said) is not None or not tells_what_happened(said)
    return answers and _has_a_but(said) and _ASKS_BACK.search(said) is None and not place_words(turn.draft)


def _has_a_but(text: str) -> bool:
    return _STAYS_UNNAMED.search(_NO_NOES.sub("", text)) is not None


def keeps_case(text: str, asked: Pending) -> bool:
    """Whether a text keeps the case whose withdrawal was asked about, or takes back one just withdrawn; `asked["known"]`: its words."""
    kept = withdrawals.keeps_case(text, str(asked.get("known") or "")) or withdrawals.was_a_slip(text)
    return kept or follow_up_answers.wants_it_after_all(text)


def takes_up_dropped(talk: Talk, turn: Turn) -> bool:
    """Whether a message, while no draft is open, wants the draft reported after all that was given up last (`Talk.dropped`): 刚才那个还是要报, 恢复刚才那个."""
    if talk.form is not None or talk.dropped is None or is_past(turn.sent_at, str(talk.dropped.get("until") or "")):
        return False
    wants = short.goes_ahead(turn.text) or follow_up_answers.wants_it_after_all(turn.text)
    known = str(talk.dropped["form"].get("text") or "")
    return wants or withdrawals.keeps_case(turn.text, known) or _decides_at_last(turn, known)


_CLAUSE_ENDS = re.compile(r"[\s，,。.！!；;、~～…]+")
_LONGEST_DECISION = 40  # characters


def _decides_at_last(turn: Turn, known: str) -> bool:
    """Whether a message tells why and then decides to report what was put aside (问过了，物业说不归他们管，那你登吧): before that it names no place,
    trouble or other matter, and no thing that those words (`known`) have not."""
    clauses = [one for one in _CLAUSE_ENDS.split(turn.text.strip()) if one]
    if len(clauses) < 2 or len(turn.text) > _LONGEST_DECISION or not short.goes_ahead(clauses[-1]):
        return False
    reason = "，".join(clauses[:-1])
    if short.begins_another_matter(reason) or tells_what_happened(reason) or place_words(turn.draft):
        return False
    return things_in(reason) <= things_in(known)


_LONGEST_CHAT = 24  # characters
_OF_OUR_WORK = re.compile(
    r"反映|投诉|举报|报修|上报|登记|办理|申请|社区|物业|居委|网格|街道|小区|楼[上下道]|隔壁|对门|邻居|门口|人工|进度|编号|撤|垃圾|路灯|电梯|水管|停车|噪音|装修|救命|危险|警"
)


def _goes_on_chatting(turn: Turn) -> bool:
    """Whether a short message after one that the bot cannot answer goes on with that: it names no place of the community, no trouble and nothing of our work."""
    text = turn.text.strip()
    if len(text) > _LONGEST_CHAT or turn.photos or turn.wish is not None or turn.faq is not None:
        return False
    if tells_what_happened(text) or _OF_OUR_WORK.search(text) or turn.draft["personal"]:
        return False
    return not names_exact_place(turn.draft) and not turn.surely("report_case", score=0.97) and short.has_words(text)


def answers_pending(pending: Pending, turn: Turn) -> bool:
    """Whether the message answers the question that a topic asked."""
    answered = PENDING.get(str(pending.get("asked")))
    return answered is not None and answered(turn, pending)


def topic_of_expected(turn: Turn, *, form_is_open: bool) -> Literal["follow_up", "vote"] | None:
    """The topic of a message that answers the portal's follow-up ("has it been fixed?"), or that chooses in a vote begun or linked in the chat.

    None: it answers neither. Beside an open draft no vote is answered, and a yes, a no and a longer text answer the draft's question
    rather than an older one.
    """
    asked = turn.expecting
    if asked is None:
        return None
    if asked["kind"] == "follow_up":
        if form_is_open:
            says = follow_up_answers.read_fixed(turn.text) is not None and not _is_for_the_form(turn.text)
        else:
            says = _says_whether_fixed(turn.text) and not _is_a_report_instead(turn)
        return "follow_up" if says else None
    if (
        asked["kind"] == "vote_named" or asked["kind"] == "vote_secret" or asked["kind"] == "vote_linked"
    ):  # mypy narrows by ==, not by `in`
        return "vote" if not form_is_open and ballots.chosen_option_code(turn.text, asked) else None
    return None


_ANOTHER = re.compile(r"另(?:外)?一?[件个]|别的|不是(?:同一|一[件个回])|不一样|是两[件个回]|新的|^不是$|^不$|^2$|第二")
_THE_SAME = re.compile(r"同一?[件个]?|一样|就是(?:那|这|它)|一[件个回]事|第一|^1$")


def says_another(turn: Turn) -> bool:
    """Whether a message says that it is another matter: 另一件, or 不是 after "is it the same?"."""
    return _ANOTHER.search(short.plain(turn.text)) is not None


def says_the_same(turn: Turn) -> bool:
    """Whether a message says that it is the same matter: 同一件, or a yes. Ask `says_another` first: 不一样 and 不是同一件 count here, too."""
    return short.is_affirm(turn.text) or _THE_SAME.search(short.plain(turn.text)) is not None


def says_withdraw(text: str, asked: Pending) -> bool:
    """Whether a text asks for the case to be withdrawn about which the bot asked, perhaps with more words (对 撤掉, 是的撤了吧，物业来过了); `asked["known"]`: its words."""
    return withdrawals.confirms(text, str(asked.get("known") or ""))


def keeps_a_part(text: str, asked: Pending) -> bool:
    """Whether a text gives up only a part of the case whose withdrawal was asked about; `asked["known"]`: its words."""
    return withdrawals.keeps_a_part(text, str(asked.get("known") or ""))


def _says_whether_fixed(text: str) -> bool:
    """Whether the text answers "has it been fixed?" in any way, be it with a doubt or "not looked yet" (好像好了, 好了一半, 还没看)."""
    if follow_up_answers.read_fixed(text) is not None or follow_up_answers.is_doubtful_yes(text):
        return True
    return follow_up_answers.is_half_yes(text) or follow_up_answers.is_no_answer_yet(text)


def _is_a_report_instead(turn: Turn) -> bool:
    """Whether a message with a word of yes in it is a report of its own: 2栋的门禁坏了，换了卡也打不开."""
    half = follow_up_answers.is_half_yes(turn.text)
    return half and bool(place_words(turn.draft)) and turn.surely("report_case", score=0.8)


def confirms_action(turn: Turn) -> bool:
    """Whether the message says yes to what the bot offered: "shall I hand you over to a person?" (是)."""
    return short.is_affirm(turn.text) or (turn.surely("affirm") and not _IS_SOMETHING.match(turn.text.strip()))


def confirms_withdrawal(turn: Turn) -> bool:
    """Whether the message says yes, and nothing else, to "shall I really withdraw the case?" (是); a short one also where it is only read as a yes."""
    if withdrawals.is_only_yes(turn.text):
        return True
    brief = len(short.plain(turn.text)) <= _LONGEST_YES and not short.is_affirm(turn.text)
    return brief and turn.surely("affirm")


def declines_offer(turn: Turn) -> bool:
    """Whether the message declines what the bot offered: "shall I hand you over to a person?" (不用了)."""
    return short.is_deny(turn.text) or short.is_stop(turn.text) or turn.surely("deny", "stop")


def _says_yes_or_no(turn: Turn) -> bool:
    """Whether the message confirms an action or declines an offer."""
    return confirms_action(turn) or declines_offer(turn)


def _is_for_the_form(text: str) -> bool:
    """Whether a text is a yes, a no or too long to answer an older question: it answers the open draft's."""
    return short.is_affirm(text) or short.is_deny(text) or len(short.plain(text)) > _LONGEST_OLD_ANSWER


def _strings(value: object) -> Sequence[str]:
    """The items of a list as texts; [] of anything else."""
    return [str(item) for item in value] if isinstance(value, list) else []


# --- beside an open draft


_IS_SOMETHING = re.compile(  # 是在家里走的, 是昨天的事: a statement, and no yes
    r"^是(?!的?$|[的啊呀哦呢嘛吧滴哈，,。.！!、~ ]|是|对|好|可以|登|报|没错|这样|就|行|嗯|谢|麻烦|[嘞撒噻咯哩]$|正确|没有?问题|确[认定]|真的$)"
)


def confirms_summary(turn: Turn) -> bool:
    """Whether the message says yes to the summary, and nothing else that would change it."""
    text = turn.text.strip()
    if short.is_affirm(text) or short.goes_ahead(text) or short.plain(text) == "同意":
        return True
    rest = short.after_affirm(text)
    if rest is not None:
        more = short.begins_another_matter(rest) or has_place_or_time(turn.draft) or len(rest) > 20 or "不" in rest
        return not more
    brief = len(text) <= 8 and "不" not in text and not has_place_or_time(turn.draft) and not _IS_SOMETHING.match(text)
    return brief and _SOUNDS_LIKE_YES.search(text) is not None and turn.surely("affirm", score=0.7)


def read_first_or_second(turn: Turn) -> Which:
    """Which of two matters to register first; the first, unless the message names the second."""
    text = short.plain(turn.text)
    return "second" if _SECOND.search(text) and not _FIRST.search(text) else "first"


def read_split_answer(turn: Turn) -> Which | None:
    """The answer to "shall I register the first one first?". `first`, `second`: begin with that one; `undivided`: all is one case.

    A bare no is `undivided`; "don't know", or no words at all, `first`.

    None: no answer to this question; the caller then reads the message as an answer to the first matter's summary.
    """
    text = short.plain(turn.text)
    yes = confirms_summary(turn)
    if len(text) > _LONGEST_CHOICE and not yes:
        return None
    if read_first_or_second(turn) == "second":
        return "second"
    if short.is_deny(turn.text) or _ALL_ONE.search(text):
        return "undivided"
    if yes or short.says_unknown(text) or _FIRST.search(text) or not short.has_words(text):
        return "first"
    return None


def accepts_faq_answer(turn: Turn) -> bool:
    """Whether the message says that the answer to a common question helped."""
    return confirms_summary(turn) or short.accepts_as_enough(turn.text) or turn.surely("thank", score=0.7)
