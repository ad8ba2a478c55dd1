"""Choose the topic that answers a message: the rules map intents to topics; what is open, and what the words plainly say, outranks them. Pure."""

from __future__ import annotations

import re
from typing import Literal

from actions import case_draft
from actions.case_draft import doubtful_danger_of, phones, place_words
from actions.conversation.expecting import Detail, case_asked_about, raised_emergency
from actions.conversation.turn import Talk, Turn
from actions.intake import after_answer, after_report, wishes
from actions.intake.answers.filling import is_bare_place
from actions.intake.asking import DANGER, MATTER_STAGES
from actions.intake.common_questions import FAQ_LIMIT, asks_a_common_question
from actions.intake.corrections.reading import deletes_number
from actions.intake.corrections.rooms import leaves_room_out
from actions.intake.form import Form
from actions.intake.questions import asks, asks_about_a_report, lacks_a_matter
from actions.interpreting import (
    after_danger,
    all_clear,
    ballots,
    choosing,
    danger_signs,
    follow_up_answers,
    open_questions,
    scenes,
)
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import asks_for_a_call, is_only_own_phone
from actions.interpreting.places import tells_what_happened
from actions.portal_client import CaseSummary

Topic = Literal[
    "intake", "danger", "doubt", "danger_answer", "advice", "all_clear", "perhaps_over", "still_danger", "status", "detail", "remind", "follow_up", "withdraw", "consultations", "vote", "person",
    "confidentiality", "correction", "addition", "same_again", "capability", "greet", "thank", "out_of_scope", "faq", "affirm", "deny", "stop", "not_understood",
]  # fmt: skip

"""Each is answered by the function of actions/topics that `answers_topic` names with it, which tells what it does."""

SHORT_MESSAGE = (
    25  # characters; a longer first message that names a matter or a place is a report, unless its intent is sure
)
LEAST_INTENT = 0.3  # below this score the classifier's intent is ignored
LONG_MESSAGE = 60  # characters; a longer message is a report, unless its intent is surely about an existing case
# Topics of messages about a case that is registered.
_TRACKING: tuple[Topic, ...] = ("status", "detail", "remind", "withdraw", "follow_up")
# Topics of messages that, if the intent is sure, are not about the emergency just raised.
_REQUESTS: tuple[Topic, ...] = (
    "status", "withdraw", "consultations", "vote", "person", "capability", "greet", "thank", "faq",
)  # fmt: skip
# Topics of messages that do not answer "where is the emergency?".
_NEVER_A_PLACE: tuple[Topic, ...] = ("status", "withdraw", "person", "thank", "greet", "capability", "out_of_scope")
_ASKS = re.compile(r"[吗呢么？?]$|怎么样|几点|多少|什么|^(?:帮我|给我|我想|我要|请问)")
_NAMES_A_PERSON = re.compile(
    r"人工|真人|活人|客服|接线|工作人员|专员|领导|主任|书记|社工|电话|转|人(?:说|聊|讲|来|接|谈|回|听)|[找要个有是]人"
)
_NOBODY_ANSWERS = re.compile(r"(?:不|没人?|没有人|无人)接|打不通|占线|不回(?:我|信息|消息|电话)")
_NOBODY_SEES_TO_IT = re.compile("没有?人[管理]")
_WANTS_A_PERSON = re.compile(r"人工|真人|活人|[找要转]个?人")
_FOR_FUN = re.compile(
    r"[讲说]个|唱|笑话|故事|天气|下雨吗|股票|基金|彩票|写(?:首|篇|个)|诗|翻译|等于|放首|播放|推荐|你(?:是谁|叫|多大|几岁|喜欢|爱|会不会)|点个?外卖|打车|订票"
)
_SOUNDS = re.compile(r"[啦噜嘟哈嘿呵嘻喵汪呜哇啊哦嗯呃额咦嘛呀吧噢哼嘞]")
# Characters; a shorter first message that means nothing by itself may begin a report; with a place, one up to three times as long.
_LONGEST_BEGINNING = 12
_OF_AN_EMERGENCY = re.compile(r"[火烟烧灭救困伤血晕昏醒气味爆险死]|还在|刚才|消防|119|120|110")
_ORDINARY_THING = re.compile(
    r"灯|垃圾|门禁|器材|监控|绿化|草坪|花坛|树枝|广告|墙皮|路面|地砖|车位|停车|车棚|噪音|广场舞|狗屎|快递柜|信报箱|长椅|座椅|滑梯|下水道|水管|水龙头|网络|宽带|对讲|楼梯扶手|玻璃|厕所"
)
_WHERE_BY_IT = re.compile("那里|那边|那儿|旁边|边上|附近|下面|底下|门口|对面|的地方|那[一个]?[栋盏根处]")
_ADDS_WORDS: tuple[Topic, ...] = ("intake", "detail", "remind", "follow_up")  # each adds the message's words to a case
_OTHER_THAN_REPORTING: tuple[Topic, ...] = (
    "status", "remind", "withdraw", "consultations", "vote", "person", "capability", "greet", "thank", "follow_up",
)  # fmt: skip
_ONLY_A_MISTAKE = re.compile(
    r"(?:不对|不是|其实|原来|[说写看搞弄记打]错|地址|地方|位置|刚才|应该|是|在|了|的|我|啊|哦)*"
)
# A topic → words, one of which a few words must have to be taken for it.
_WORDS_OF: dict[Topic, re.Pattern[str]] = {
    "affirm": re.compile(r"[是对好行嗯恩中成报👍👌🆗]|可以|同意|支持|要|确[认定]|登记|提交|没[错问]|ok|yes"),
    "deny": re.compile(r"[不没非否错别勿莫无]|no"),
    "stop": re.compile(r"[不别甭勿算停撤]|取消|放弃|作罢|拉倒|免了|没事"),
    "thank": re.compile(r"[谢感赞棒]|辛苦|麻烦|费心|受累|有劳|不好意思|对不起|唔该|再见|拜|👍|🙏|❤|🌹|thank"),
    "greet": re.compile(r"[好喂在早嗨您你哈]|有人|hi|hello|hey"),
    "consultations": re.compile(
        r"[投票选议装]|表决|意见|征求|公约|协商|业委|会|公示|参[加与]|签|[同愿]意|反对|[赞支]|通过|弃权|问卷|调查|链接|点|vote"
    ),
}
_HURRIES = re.compile(r"[催急赶]|快(?!递)|还[没不]|怎么还|多久|几天|什么时候|抓紧|进[度展]|到现在|没人|不来|没来")
# `Faq.score` from which a message asks a common question, though a vote is open or an emergency was just raised.
_PLAINLY_ASKED = 0.95
_CAST_WRONGLY = re.compile("[点投按选填]错|误[点投选]|改主意|反悔|后悔|想改|改票|重新?[投选]")  # of one's own ballot
_SURE_OF_OTHER = 0.6  # score from which an intent other than to report is believed
# Intents: a message that surely has one of them is not asked about danger.
_NOT_OF_DANGER = ("ask_status", "withdraw", "list_consultations", "vote", "ask_capability", "thank", "greet", "faq")
# Intents that may be a side question while a draft is open.
_ASIDES = ("ask_capability", "greet", "thank", "list_consultations", "ask_status", "out_of_scope", "faq")


def topic_of(turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None = None) -> Topic:
    """The topic that answers the turn. `topic_by_rule`: chosen by intent; `recent`: what `after_report.recent_case` found."""
    talk = after_answer.without_answered_question(talk, turn)
    if has_unsure_intent(turn):
        topic_by_rule = "not_understood"
    if (of_danger := _topic_about_danger(turn, talk, topic_by_rule, recent)) is not None:
        return of_danger
    if not short.has_words(turn.text) and not short.is_affirm(turn.text):
        return "intake" if talk.form or turn.photos else "not_understood"
    if recent is not None and _corrects_recent_case(turn, talk, recent):
        return "correction"
    form = Form.from_json(talk.form) if talk.form else None
    if form is not None and after_answer.asks_more(form, turn):
        return "intake"
    if asks_for_a_person(turn) and (turn.faq is None or short.is_request_for_person(turn.text)):
        return "person"
    if awaits_a_place(turn) and _is_about_the_emergency(turn, topic_by_rule):
        return "detail"
    expected = open_questions.topic_of_expected(turn, form_is_open=form is not None)
    if expected is not None:
        return expected
    if form is None and (about_withdrawal := _topic_about_withdrawal(turn, talk, recent)) is not None:
        return about_withdrawal
    if ballots.only_casts_a_vote(turn.text):
        return "vote"
    if form is not None:
        return _topic_beside_form(form, turn, topic_by_rule)
    answering = _topic_of_answer(turn, talk, topic_by_rule)
    if answering is None and recent is not None:
        answering = _topic_after_report(turn, topic_by_rule, recent)
    return answering or _topic_of_new_message(turn, topic_by_rule)


def _topic_about_withdrawal(turn: Turn, talk: Talk, recent: CaseSummary | None) -> Topic | None:
    """The topic of a message that keeps a case (不撤回), or wants a matter given up dealt with after all, or again; else None."""
    if open_questions.keeps_case(turn.text):
        return "withdraw"
    if recent is not None or (talk.pending is not None and open_questions.answers_pending(talk.pending, turn)):
        return None
    again = follow_up_answers.wants_it_after_all(turn.text) or follow_up_answers.is_broken_again(turn.text)
    return "follow_up" if again else None


def _topic_beside_form(form: Form, turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic of a message while a draft is open: intake, unless it asks about a registered case or is a side question."""
    if form.stage in MATTER_STAGES and short.asks_for_progress(turn.text):
        return "status"
    if choosing.gives_number(turn.text) and asks(turn.text):  # LL-…办得怎么样了 is no answer to "where?"
        return "status"
    if asks_about_a_report(turn.text) and not (place_words(turn.draft) or after_answer.asks_more(form, turn)):
        return "status"
    if turn.wish is not None or not is_aside(form, turn):
        return "intake"
    return "faq" if turn.faq is not None else topic_by_rule


def _corrects_recent_case(turn: Turn, talk: Talk, recent: CaseSummary) -> bool:
    """Whether the message corrects the recent case (`after_report.corrects`), and answers no open question.

    One with a wish not to be named does so only if it leaves out the number or the room.
    """
    open_question = (talk.pending or {}).get("asked") not in (None, "another")
    if talk.form is not None or open_question or awaits_a_place(turn):
        return False
    leaves_out = deletes_number(turn.text) or leaves_room_out(turn.text)
    if turn.wish is not None and not leaves_out:
        return False
    return not after_report.tells_another_matter(turn.text) and after_report.corrects(turn, recent)


def _topic_after_report(turn: Turn, topic_by_rule: Topic, recent: CaseSummary) -> Topic | None:
    """The topic of a message after a report: about that case, about all cases, or another matter; None: its words decide nothing."""
    if after_report.wish_concerns_case(turn, recent):
        return "confidentiality"
    if turn.wish is not None or not turn.text or short.is_affirm(turn.text) or short.is_deny(turn.text):
        return None
    if short.only_closes(turn.text):
        return "thank"
    if follow_up_answers.gives_up_a_part(turn.text):
        return "addition"
    if short.is_stop(turn.text) or short.answers_nothing(turn.text):
        return "withdraw" if short.may_withdraw(turn.text) else None
    if follow_up_answers.gives_up(turn.text):
        return "stop"
    if after_report.tells_another_matter(turn.text):
        return "same_again" if after_report.may_be_the_same_matter(turn, recent) else "intake"
    if choosing.wants_all(turn.text):
        return "withdraw" if short.may_withdraw(turn.text) and short.has_word_of_stopping(turn.text) else "status"
    if short.asks_what_happens_next(turn.text) or asks_about_a_report(turn.text):
        return "status"
    other = topic_by_rule in _OTHER_THAN_REPORTING and turn.score >= _SURE_OF_OTHER
    other = other and (topic_by_rule != "remind" or _HURRIES.search(turn.text) is not None)
    other = other and not (topic_by_rule in ("status", "follow_up") and follow_up_answers.tells_who_came(turn.text))
    other = other or asks_a_common_question(turn) or short.asks_what_bot_can_do(turn.text)
    found = after_report.read_relation(turn, recent, sure_of_other=other)
    if found == "again":
        return "same_again"
    return "addition" if found == "adds" else None


def _topic_of_answer(turn: Turn, talk: Talk, topic_by_rule: Topic) -> Topic | None:
    """The topic of a message that is only a wish, answers a topic's or the staff's question, or is about the emergency just raised; else None."""
    if wishes.is_only_the_wish(turn):
        return "confidentiality"
    asked = talk.pending
    answering = _topic_of_pending(asked) if asked is not None and open_questions.answers_pending(asked, turn) else None
    if answering is None and case_asked_about(turn.expecting) and not _asks_for_something_else(turn, topic_by_rule):
        return "detail"
    if answering is None and raised_emergency(turn.expecting) and _is_about_the_emergency(turn, topic_by_rule):
        return "detail"
    return answering


def _asks_for_something_else(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message surely wants something else than to answer what staff asked."""
    if after_report.tells_another_matter(turn.text) or choosing.gives_number(turn.text):
        return True
    return topic_by_rule in _OTHER_THAN_REPORTING and turn.score >= _SURE_OF_OTHER


def _topic_of_new_message(turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic of a message that answers nothing, while no draft is open."""
    if topic_by_rule == "person" and _only_deplores(turn.text):
        topic_by_rule = "not_understood"
    if _is_another_word(turn.text, topic_by_rule) or (topic_by_rule == "greet" and place_words(turn.draft)):
        topic_by_rule = "not_understood"
    if turn.wish is not None:
        return _topic_with_wish(turn, topic_by_rule)
    if is_only_own_phone(turn.draft, turn.text) or asks_for_a_call(turn.text):
        return "detail"
    if choosing.gives_number(turn.text) and len(turn.text) <= SHORT_MESSAGE and topic_by_rule not in _TRACKING:
        return "status"
    if asks_about_a_report(turn.text):  # before common questions, of which "how long does it take?" is one
        return "status"
    common = asks_a_common_question(turn) and len(turn.text) <= FAQ_LIMIT
    if common and not _is_surely_of_case_or_vote(turn, topic_by_rule):
        return "intake"
    if turn.located or opens_a_report(turn, topic_by_rule) or may_begin_a_report(turn, topic_by_rule):
        return "intake"
    if short.asks_what_bot_can_do(turn.text):
        return "capability"
    if topic_by_rule == "detail" and asks(turn.text) and turn.draft["kind"]["code"] == "inquiry":
        return "intake"  # a question is no detail of a case
    return _topic_by_words(turn, topic_by_rule)


def _is_another_word(text: str, topic_by_rule: Topic) -> bool:
    """Whether a few words that the classifier takes for a yes, a no, a stop, thanks or a greeting have no word of one (井盖)."""
    words = _WORDS_OF.get(topic_by_rule)
    return words is not None and len(short.plain(text)) <= _LONGEST_BEGINNING and words.search(text.lower()) is None


def _only_deplores(text: str) -> bool:
    """Whether a few words only deplore that nobody sees to something (有没有人管), which asks for nobody yet."""
    return len(short.plain(text)) <= _LONGEST_BEGINNING and _NOBODY_SEES_TO_IT.search(text) is not None


def _is_surely_of_case_or_vote(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether the message is surely about a case or a vote, though it resembles a common question."""
    if topic_by_rule in ("consultations", "vote"):
        if turn.faq is not None and asks(turn.text) and _CAST_WRONGLY.search(turn.text):
            return False
        return turn.faq is None or turn.faq["score"] < _PLAINLY_ASKED or not asks(turn.text)
    return topic_by_rule in _TRACKING and turn.score >= 0.8


def has_unsure_intent(turn: Turn) -> bool:
    """Whether the intent is too unsure to use; not so if it is to report, and the message says enough."""
    if turn.score >= LEAST_INTENT:
        return False
    return turn.intent != "report_case" or (len(short.plain(turn.text)) < 6 and not names_matter_or_place(turn))


def names_matter_or_place(turn: Turn) -> bool:
    """Whether the message gives a fairly sure category, or a place."""
    return case_draft.names_matter_or_place(turn.draft)


def asks_for_a_person(turn: Turn) -> bool:
    """Whether the message asks for a person: nothing but 转人工 and the like, or a short message with that intent and a word of it.

    The short message does not count if it gives a telephone number, if it says that nobody answers
    (电话打不通) without such a wish, or if the place of an emergency is awaited.
    """
    if short.is_request_for_person(turn.text):
        return True
    if len(turn.text) > SHORT_MESSAGE or phones(turn.draft) or awaits_a_place(turn):
        return False
    if _NOBODY_ANSWERS.search(turn.text) and not _WANTS_A_PERSON.search(turn.text):
        return False
    return turn.surely("human", score=0.7) and _NAMES_A_PERSON.search(turn.text) is not None


def is_for_fun(text: str) -> bool:
    """Whether a message asks for a joke, the weather or the like, or about the bot itself."""
    return _FOR_FUN.search(text) is not None


def awaits_a_place(turn: Turn) -> bool:
    """Whether the bot raised an emergency and asked where it is."""
    raised = raised_emergency(turn.expecting)
    return raised is not None and raised.get("asks") == "place"


def _topic_with_wish(turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic of a message with a wish not to be named: the topic by rule if it adds words to a case,
    else intake if it names a matter, else confidentiality."""
    assert turn.wish is not None
    if topic_by_rule in _ADDS_WORDS and (
        topic_by_rule != "detail" or turn.score >= 0.8
    ):  # a wish alone is easily classified as detail
        return topic_by_rule
    tells = not lacks_a_matter(turn.wish.rest) and not turn.surely("ask_status", "withdraw", "list_consultations")
    return "intake" if tells else "confidentiality"


def is_aside(form: Form, turn: Turn) -> bool:
    """Whether a short message is a side question while the summary or "did this help?" waits, to be answered before going on.

    While any other question waits, free text is its answer, whatever the intent.
    """
    if form.stage not in ("confirm", "answered") or len(turn.text) > 30 or short.begins_another_matter(turn.text):
        return False
    if short.is_affirm(turn.text) or short.is_deny(turn.text) or short.after_deny(turn.text) is not None:
        return False
    if after_answer.asks_more(form, turn) or after_answer.goes_on(form, turn):
        return False
    if form.stage == "answered" and open_questions.accepts_faq_answer(turn):
        return False
    if short.asks_what_bot_can_do(turn.text):
        return True
    if short.asks_what_happens_next(turn.text):  # about the open case, not an earlier one
        return False
    if case_draft.has_place_or_time(turn.draft) or phones(turn.draft):
        return False
    if turn.intent == "out_of_scope" and not (_ASKS.search(turn.text) or _FOR_FUN.search(turn.text)):
        return False
    if turn.faq is not None and _ASKS.search(turn.text):
        return True
    return turn.surely(*_ASIDES, score=0.75) and (turn.intent != "faq" or turn.faq is not None)


def opens_a_report(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message opens a new report when no draft is open."""
    if topic_by_rule in ("intake", "faq"):
        return True
    length = len(turn.text)
    if length > LONG_MESSAGE and topic_by_rule not in _TRACKING:
        return True
    if length > LONG_MESSAGE and not turn.surely(turn.intent, score=0.6):
        return True
    if topic_by_rule == "not_understood":
        return _tells_something(turn.text) or (length >= 6 and turn.draft["category"]["score"] >= 0.5)
    return length > SHORT_MESSAGE and names_matter_or_place(turn) and turn.score < 0.8


def may_begin_a_report(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a short message that means nothing by itself may be the first words of a report (又坏了, 快递, 翠竹2栋)."""
    said = short.plain(turn.text)
    if topic_by_rule not in ("not_understood", "out_of_scope") or not said or len(said) > _LONGEST_BEGINNING * 3:
        return False
    if len(said) > _LONGEST_BEGINNING and not place_words(turn.draft):
        return False
    if short.answers_nothing(turn.text) or short.is_affirm(said) or short.is_deny(said) or short.is_stop(said):
        return False
    if _ASKS.search(turn.text) or _FOR_FUN.search(turn.text) or not short.has_words(turn.text):
        return False
    return re.search("[\u4e00-\u9fff]", _SOUNDS.sub("", said)) is not None or bool(place_words(turn.draft))


def _tells_something(text: str) -> bool:
    """Whether there are eight Chinese characters or more: enough to show a summary rather than 没听懂."""
    return sum("\u4e00" <= character <= "\u9fff" for character in text) >= 8


def _topic_of_pending(pending: dict[str, object]) -> Topic:
    """The topic that takes the answer to a pending question (`Talk.pending`)."""
    found: Topic = pending["topic"]  # type: ignore[assignment]  # written by our own topics
    return found


def _topic_about_danger(turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None) -> Topic | None:
    """The topic of a message that tells of a danger, answers whether there is one, or says what became of it; else None."""
    if (talk.form or {}).get("stage") == DANGER:
        return None if short.is_request_for_person(turn.text) or not short.has_words(turn.text) else "danger_answer"
    raised = raised_emergency(turn.expecting)
    if raised is not None and (after := _topic_after_danger(raised, turn, talk)) is not None:
        return after
    # The number that was called (119, 120) is no danger, whatever the danger head reads in it.
    called = short.says_help_was_called(turn.text)
    if called and (talk.form is None or raised is not None):
        return "advice"
    if recent is not None and danger_signs.was_treated(turn):
        return None if _goes_on_about_recent_case(recent, turn, talk, topic_by_rule) else "danger"
    if turn.danger is not None and not called:
        return "danger"
    if called or (raised is not None and not raised.get("over")):
        return None
    if talk.form is not None:
        report_text = str(talk.form.get("text", ""))
        return "doubt" if danger_signs.tells_of_harm(turn, report_text) and not _denies_danger(turn) else None
    again = raised is not None and danger_signs.says_danger_is_back(turn.text) and not _is_a_whole_report(turn)
    if not again and (doubtful_danger_of(turn.draft) is None or not _is_unprompted(turn, talk)):
        return None
    harm = danger_signs.tells_of_harm(turn, "")
    if (
        raised is None
        and recent is not None
        and not harm
        and _goes_on_about_recent_case(recent, turn, talk, topic_by_rule)
    ):
        return None
    return "doubt"


def _goes_on_about_recent_case(recent: CaseSummary, turn: Turn, talk: Talk, topic_by_rule: Topic) -> bool:
    """Whether a message corrects the recent case, or adds to it."""
    return _corrects_recent_case(turn, talk, recent) or _topic_after_report(turn, topic_by_rule, recent) == "addition"


def _is_unprompted(turn: Turn, talk: Talk) -> bool:
    """Whether a message answers nothing that was asked, denies no danger, and is not surely another request."""
    if talk.pending is not None and open_questions.answers_pending(talk.pending, turn):
        return False
    if _denies_danger(turn):
        return False
    if open_questions.topic_of_expected(turn, form_is_open=False) is not None:
        return False
    return not turn.surely(*_NOT_OF_DANGER, score=0.8) and not short.is_request_for_person(turn.text)


def _denies_danger(turn: Turn) -> bool:
    """Whether a message denies the very danger that is read in it: 他在家 denies only that somebody is missing."""
    kind = doubtful_danger_of(turn.draft) or ""
    return all_clear.read_all_clear(turn.text, kind) not in (None, "perhaps")


def _topic_after_danger(raised: Detail, turn: Turn, talk: Talk) -> Topic | None:
    """The topic of a message that says what became of an emergency, or asks what to do till help comes; else None."""
    if raised.get("over"):
        answers = raised.get("asks") == "still" and talk.form is None
        return "all_clear" if answers and after_danger.says_whether_still(turn.text) else None
    if not short.begins_another_matter(turn.text):
        over = _topic_whether_over(raised, turn) if turn.danger is None else _topic_if_denied(raised, turn)
        if over is not None:
            return over
    news = after_danger.read_news(turn.text)
    if news in (None, "perhaps_over") or short.begins_another_matter(turn.text):
        return None
    asks_plainly = turn.faq is not None and turn.faq["score"] >= _PLAINLY_ASKED
    asks_plainly = asks_plainly and not after_danger.has_nothing_to_record(turn.text)
    if news == "what_now" and (talk.form is not None or asks_plainly or _is_a_whole_report(turn)):
        return None
    return (
        None if turn.danger and news == "what_now" and not after_danger.has_nothing_to_record(turn.text) else "advice"
    )


def _topic_whether_over(raised: Detail, turn: Turn) -> Topic | None:
    """The topic of a message that says whether the danger is over; None if it does not.

    Only one that says nothing else, and in which no danger is read, is an all-clear; any other is asked about.
    """
    asked = raised.get("asks") == "danger"
    if asked and (after_danger.is_yes(turn.text) or after_danger.says_yes_first(turn.text)):
        return "still_danger"
    if asked and after_danger.denies_first(turn.text):
        return "all_clear"
    if asked and after_danger.says_no_and_nothing_worse(turn.text) and doubtful_danger_of(turn.draft) is None:
        return "all_clear"
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(raised.get("danger") or "other"))
    if end == "called_off" or (end not in (None, "perhaps") and doubtful_danger_of(turn.draft) is None):
        return "all_clear"
    if end is None and after_danger.read_news(turn.text) != "perhaps_over":
        return None
    return None if _corrects_only_the_place(turn) else "perhaps_over"


def _topic_if_denied(raised: Detail, turn: Turn) -> Topic | None:
    """The topic of a message in which a danger is read, though all its words deny that (不是煤气，是邻居炒菜): it is asked about.

    If that was asked already, what begins by denying it is an all-clear.
    """
    if raised.get("asks") == "danger" and after_danger.denies_first(turn.text):
        return "all_clear"
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(raised.get("danger") or "other"))
    return "perhaps_over" if end == "false_alarm" else None


def _corrects_only_the_place(turn: Turn) -> bool:
    """Whether a message names a place, and besides has only words of a mistake (搞错了，是5栋)."""
    rest = turn.text
    for words in sorted(place_words(turn.draft), key=len, reverse=True):
        rest = rest.replace(words, "")
    return rest != turn.text and _ONLY_A_MISTAKE.fullmatch(short.plain(rest)) is not None


def _is_about_the_emergency(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message is about the emergency just raised: where it is or what happened since (火已经灭了, 快点来)."""
    if short.is_affirm(turn.text) or wishes.is_only_the_wish(turn) or _tells_of_an_ordinary_fault(turn):
        return False
    if choosing.asks_how_many(turn.text):
        return False
    says_where = awaits_a_place(turn) and bool(place_words(turn.draft))
    if short.begins_another_matter(turn.text):
        return says_where and is_bare_place(turn)
    if says_where:
        return True
    if not awaits_a_place(turn) and _is_a_whole_report(turn):
        return False
    if awaits_a_place(turn) and topic_by_rule not in _NEVER_A_PLACE:  # 社区活动室 is where it is, no common question
        return True
    if topic_by_rule == "out_of_scope":
        return turn.score < 0.8 or _ASKS.search(turn.text) is None
    return topic_by_rule not in _REQUESTS or turn.score < 0.8


def _tells_of_an_ordinary_fault(turn: Turn) -> bool:
    """Whether a message after an emergency was raised tells of an ordinary thing that is broken (3栋的灯也坏了), rather than
    names one to say where the danger is (在坏了的灯旁边)."""
    if turn.danger is not None or doubtful_danger_of(turn.draft) or _OF_AN_EMERGENCY.search(turn.text):
        return False
    broken = _ORDINARY_THING.search(turn.text) is not None and tells_what_happened(turn.text)
    return broken and _WHERE_BY_IT.search(turn.text) is None


def _is_a_whole_report(turn: Turn) -> bool:
    """Whether a message is surely a report with matter and place, and has no word of an emergency."""
    if turn.draft["missing"] or _OF_AN_EMERGENCY.search(turn.text):
        return False
    return turn.surely("report_case", score=0.9) and turn.draft["category"]["score"] >= 0.8


def _topic_by_words(turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic by rule, unless the words are plainly a yes, a stop, a no or "fixed, thanks"."""
    if short.is_affirm(turn.text):
        return "affirm"
    if short.is_stop(turn.text) or (topic_by_rule != "withdraw" and follow_up_answers.gives_up(turn.text)):
        return "stop"
    if short.is_deny(turn.text):
        return "deny"
    if topic_by_rule == "thank" and follow_up_answers.says_fixed(turn.text):
        return "follow_up"
    return topic_by_rule
