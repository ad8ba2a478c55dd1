"""Recognise a common question in a first message, answer it, and take the answer to "did this help?". Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import FAIRLY_SURE, names_exact_place, place_words, with_kind
from actions.conversation.say import Say
from actions.conversation.turn import SURE_OF_ACT, Faq, Turn
from actions.intake import after_answer, aspects
from actions.intake.answers.filling import with_answer
from actions.intake.form import NEEDS_PLACE, Form, append_text, with_more_words
from actions.intake.further.asides import tells_briefly, tells_of_no_matter
from actions.intake.further.asked_too import asks_what_others_decide
from actions.intake.further.left_open import says_it_only_asks
from actions.intake.further.reporting_it import kind_wanted
from actions.intake.further.telling import is_whole, told_further
from actions.intake.questions import asks, only_asks, serves_nobody, tells_nothing_more
from actions.intake.step import Step, ask_next
from actions.interpreting import open_questions
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import own_phone
from actions.interpreting.places import tells_what_happened

# Characters. Up to this length, the sender of a question that only a person can answer is told so; a longer one opens a report.
LONGEST_UNANSWERABLE = 30
HARDLY_MEANT = 0.5  # `Faq.score` below which a sure report is no common question
SURE_OF_MATTER = 0.9  # score of a category of trouble from which a question that is only near is not meant
PLAINLY_ASKED = 0.95  # score from which what is told as a report (谁家在阳台烤肉) asks a common question all the same
PLAINLY_MEANT = 0.7  # score from which words beside a wish are a common question
FAQ_LIMIT = 60  # characters; a longer message opens a report, though the bot matches common questions up to its own LONGEST_QUESTION
_QUESTION_WORDS = re.compile("怎么|什么时候")  # in which no trouble is told


_OF_AN_AILMENT = re.compile(  # 孩子发烧39度怎么办: a doctor's question
    r"(?:发烧|发热|高烧|低烧|退烧|烧到|咳嗽|感冒|流感|拉肚子|腹泻|呕吐|便秘|过敏|湿疹|失眠|[头牙肚胃腰背腿][子部]?[疼痛]|胸闷|心慌|水痘|手足口)[^。！!\n]{0,12}"
    r"(?:怎么[办好弄回]|咋办|如何|去哪|哪里[看治]|哪个医院|[看挂]什么科|吃(?:什么|啥|点)|要不要|要紧|严重|正常)"
)


_SAID_IF_MISSING = ("when", "hours")
"""Aspects of which it is said at once that an answer does not tell them (献血车什么时候来)."""
_ASKS_WHEN = re.compile("(?:什么|啥)时候|(?<!打)(?<!拨)几点|几月")
_OF_TIME = re.compile("几点|几号|哪天|什么时候|多久|时间|夜间|夜里|清早|[0-9] ?[天月年]|随时|马上|[0-9][:：点]")
_ENDS_ASKING = re.compile(  # …，找谁开; not …坏了，找谁修, which tells of a trouble
    "(?:找谁|[去到在]哪[里儿个]?|怎么|咋|如何|要不要|能不能|可不可以|用不用|有没有(?!人))[^，,。！!？?]{0,6}[？?。]?$|(?:可以|[行能要用])(?:[吗伐么]|[不没])[？?。]?$"
)
_TROUBLE = re.compile(
    "投诉|举报|坏|漏|堵|停了|没人|吵|臭|欠|修|乱|脏|倒了|塌|裂|危险|偷|骗|吓|饿|打(?!电话|印|针|疫苗|听|算|车|卡|扫|工|折|球|牌|理)|赶(?!紧|快|上|集|时间|得)"
)
_HARMED = re.compile(  # whom somebody does harm: no question, however it ends (老板打我怎么办)
    "威胁|恐吓|敲诈|勒索|[逼追]债|逼(?:我|迫|[着得]我|[他她]|死)|欺负|欺凌|霸凌|打(?:骂|人(?!数)|孩子|小孩|老人|[我他她](?!们?(?:的|电话|手机|号|家电话)))|被[^，,。！!？?]{0,8}(?:打(?!电话|回|印|包|针|疫苗)|骗|赶|摸|关在|锁在|绑)|挨打"
    "|跟踪|尾随|虐|家暴|猥亵|性侵|动手动脚|摸(?:了?[我他她女孩]|下体|身)|偷看我|吓(?:唬|得?我|到?我)|赶(?:我|出)|不[让给准]我们?(?:进|回|吃|出|睡)|(?:饿|挨饿)(?:着|了|得|肚子|我)|不给[我他她]?(?:饭|吃)"
    "|(?:半夜|晚上|夜里|总是?|老是?|天天|偷偷)[^，,。！!？?]{0,6}进(?:到|来)?我们?(?:的)?(?:房|卧|屋)|[带拐]我走|想死|不想活|活不下去"
)


def _asks_at_last(turn: Turn) -> bool:
    """Whether a message of up to FAQ_LIMIT characters introduces itself, tells of no trouble and ends as a question (我是租客，…，找谁开)."""
    calm = turn.draft["urgency"]["level"] == "normal" and turn.faq is None and not turn.photos and turn.wish is None
    if not calm or len(turn.text) > FAQ_LIMIT or _TROUBLE.search(turn.text):
        return False
    ours = names_exact_place(turn.draft)
    inquires = turn.intent == "faq" or turn.draft["kind"]["code"] == "inquiry"
    asked = turn.acts("question", score=SURE_OF_ACT) or (inquires and not turn.acts("report", score=SURE_OF_ACT))
    return not ours and asked and _ENDS_ASKING.search(turn.text) is not None


def cannot_be_answered(turn: Turn) -> bool:
    """Whether only a person can answer a short message: it asks of nothing that somebody must see to here, or what to do about an ailment.

    So is a longer one that tells of no trouble and ends as a question. Not with a photo, nor where somebody does harm or the bot finds a common question. A place elsewhere (上海迪士尼门票多少钱) does not count as here.
    """
    if _HARMED.search(turn.text):
        return False
    if _asks_at_last(turn):
        return True
    if len(turn.text) > LONGEST_UNANSWERABLE or turn.faq is not None or turn.photos:
        return False
    if _OF_AN_AILMENT.search(turn.text) and not place_words(turn.draft):
        return True
    if not asks(turn.text):
        return False
    if place_words(turn.draft) and turn.acts("report", score=SURE_OF_ACT) and not only_asks(turn):
        return False
    ours = names_exact_place(turn.draft)
    if ours or (place_words(turn.draft) and tells_what_happened(_QUESTION_WORDS.sub("", turn.text))):
        return False
    return turn.draft["kind"]["code"] == "inquiry" or turn.draft["category"]["score"] < FAIRLY_SURE


def asks_a_common_question(turn: Turn) -> bool:
    """Whether the bot takes a message that resembles a common question (`Turn.faq`) for one: always if it is sure that the message asks.

    Else not a sure report that hardly resembles the question (路灯坏了谁来修啊), nor a message that leaves the sender's number and is
    not worded as a question.
    """
    if turn.faq is None or serves_nobody(turn.text):
        return False
    if turn.acts("question", score=SURE_OF_ACT):
        return True
    if turn.faq["score"] < HARDLY_MEANT and turn.surely("report_case", score=0.8):
        return False
    of_a_matter = turn.draft["kind"]["code"] in NEEDS_PLACE and turn.draft["category"]["score"] >= SURE_OF_MATTER
    if turn.faq["score"] < PLAINLY_MEANT and of_a_matter and asks_what_others_decide(turn.text):
        return False  # 公交车到站不停，找哪个部门 is near to parking
    if turn.acts("report", score=SURE_OF_ACT) and turn.faq["score"] < PLAINLY_ASKED and not asks(turn.text):
        return False
    return asks(turn.text) or own_phone(turn.draft, turn.text) is None


def may_be_answered(turn: Turn) -> bool:
    """Whether a first message gets the answer to a common question instead of opening a report at once; not a report of an exact place that wishes that nobody knows of it."""
    calm = turn.draft["urgency"]["level"] == "normal"
    tells = turn.draft["kind"]["code"] in NEEDS_PLACE and turn.intent == "report_case"
    tells = tells and bool(place_words(turn.draft)) and not asks(turn.text)
    only_place = not asks(turn.text) and is_bare_name(turn)
    in_secret = turn.wish is not None and turn.surely("report_case") and names_exact_place(turn.draft)
    none = tells or only_place or in_secret
    return asks_a_common_question(turn) and calm and not none and len(turn.text) <= FAQ_LIMIT


def asks_beside_wish(turn: Turn) -> bool:
    """Whether a message plainly asks a common question beside a wish that something stays unknown (我说的话能删掉吗，不想让邻居看到)."""
    if turn.wish is None or turn.faq is None or turn.faq["score"] < PLAINLY_MEANT:
        return False
    return asks(turn.wish.rest) and may_be_answered(turn)


def is_bare_name(turn: Turn) -> bool:
    """Whether a message is hardly more than the name of a place or a body (社区卫生站)."""
    named = [*turn.draft["places"], *turn.draft["bodies"]]
    return any(len(one["text"]) * 5 >= len(short.plain(turn.text)) * 4 for one in named)


def faq_answer(turn: Turn) -> Say:
    """The answer to the common question that the message asks."""
    assert turn.faq is not None
    return _answer_of(turn.faq, turn.text)


def _answer_of(faq: Faq, text: str) -> Say:
    """The message with the answer to a common question, and what there is to tell of the aspect that the text asks for, if the answer does not tell it."""
    aspect = aspects.aspect_of(text)
    more = aspects.details_of(faq["question"])
    told = ""
    if aspect is not None and not aspects.told_of(faq["answer"], aspect):
        told = aspects.told_of(more.text, aspect)
        untold = not (told or _OF_TIME.search(faq["answer"]))
        if aspect.code in _SAID_IF_MISSING and untold and _ASKS_WHEN.search(text):
            told = aspect.missing
    source = more.source if told and more.source else faq["source"]
    return Say("utter_faq_answer", {"answer": faq["answer"] + told, "source": source})


def faq_params(faq: Faq) -> dict[str, str]:
    """What the form keeps of a common question (`Form.faq`)."""
    return {"question": faq["question"], "answer": faq["answer"], "source": faq["source"]}


def hear_whether_answered(form: Form, turn: Turn) -> Step:
    """Handle the message after an answer to a common question and "did this help?": a further question, the matter itself, or a yes.

    Asking on unanswered or telling of no matter (贝壳) is listed for the committee, a person offered; all else reports the first question,
    with the words of this message only if they follow a no (不是，我是问小孩的).
    """
    if says_it_only_asks(turn.text) and not turn.acts("satisfied", score=SURE_OF_ACT):
        return Step(form, (Say("utter_only_asking", asks="answered"),), "keep")
    if (further := after_answer.further_question(form, turn)) is not None:
        return _answer_further(form, turn, further)
    if after_answer.reports_it(form, turn):
        return _report_what_was_asked(form, turn)
    thanks = turn.acts("satisfied", score=SURE_OF_ACT) and tells_nothing_more(turn)
    if thanks and not tells_briefly(turn):
        return Step(None, (Say("utter_faq_glad"),), "drop")
    if after_answer.surely_asks(turn) or tells_of_no_matter(turn):
        return Step(form, (Say("utter_cannot_answer"),), "note question", offers_person=True)
    if after_answer.goes_on(form, turn):
        return _go_on_with_the_matter(form, turn)
    if open_questions.accepts_faq_answer(turn):
        return Step(None, (Say("utter_faq_glad"),), "drop")
    return ask_next(_with_what_was_meant(replace(form, stage=""), turn))


_LEAST_MEANT = 4  # characters behind a no


def _with_what_was_meant(form: Form, turn: Turn) -> Form:
    """The form with the words behind a no as a detail: they say what was meant (不是，我是问小孩的)."""
    meant = short.after_deny(turn.text) or ""
    if len(short.plain(meant)) < _LEAST_MEANT:
        return form
    return replace(form, answers=form.answers | {"detail": append_text(form.answers.get("detail"), turn.text)})


def _answer_further(form: Form, turn: Turn, further: Faq) -> Step:
    """Answer a message that asks more about a common question, and keep its words with those of the question."""
    assert form.faq is not None
    kept = replace(with_more_words(form, turn), faq=faq_params(further))
    if further["question"] == form.faq["question"]:
        told = told_further(further, turn.text, again="again" in form.faq)
        if "again" in form.faq or is_whole(told, further):
            kept = replace(kept, faq=faq_params(further) | {"again": "yes"})
        return Step(kept, (told,), "keep")
    return Step(kept, (_answer_of(further, turn.text), Say("utter_ask_answered", asks="answered")), "keep")


def _report_what_was_asked(form: Form, turn: Turn) -> Step:
    """Make a report of the question with the words that wish for it, of the kind that they name."""
    told = with_more_words(replace(form, stage=""), turn)
    kind = kind_wanted(turn.text)
    return ask_next(told if kind is None else replace(told, draft=with_kind(told.draft, kind)))


def _go_on_with_the_matter(form: Form, turn: Turn) -> Step:
    """Make a report of a question about a trouble (楼上漏水怎么办), as the message tells where or when it is, or more of it."""
    if turn.located:
        return ask_next(with_answer(replace(form, stage=""), "place", turn))
    told = with_more_words(replace(form, stage=""), turn)
    if told.draft["kind"]["code"] == "inquiry":
        told = replace(told, draft=with_kind(told.draft, "request"))
    return ask_next(told)
