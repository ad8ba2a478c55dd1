"""What a message answers, and what a number in it means, where several questions are open. Pure.

KINDS is the one table of open questions, and `decide` the one decision. A message goes to the question whose case
number it has; a number to the menu, if nothing that it fits was asked since; else to the only question that it fits; of
several, to the last asked if that is the bot's own, else to the one whose case it speaks of. If several are left, or a
number may mean a recent menu as well, the sender is asked which. What fits none goes to a question that takes any text, else to the last asked. Other modules register
what they ask (`questions.ask`, `questions.store_menu`); the bot reads what the words say.

After an alarm a number answers the alarm's own question (`alarm_numbers`), or else the sender is asked what it means: it is
neither a choice in a vote nor the answer to an older question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.channels.text import alarm_numbers, contact_answers

MENU_LIFE = timedelta(minutes=30)  # how long after the offer a number may mean the menu, if more was asked since
MOST_ALTERNATIVES = 3  # questions among which the sender is asked to choose
FOLLOW_UP = "follow_up"
CONTACT = "contact"  # whether a call or visit that staff claim took place (a contact claim)
STAFF_QUESTION = "question"
# What is typed → what it stands for; the first notice offers this on every channel.
STANDING = {"0": "转人工", "y": "说明"}


@dataclass(frozen=True)
class AnswerRule:
    """How a kind of question is answered, besides by the number or the words of one of its choices.

    `yes_or_no`: by a short yes or no. `unambiguous`: by words that answer it whoever spoke last. `any_text`: by
    whatever answers no other question. `own`: the bot's own question, of which one is open at a time. `by_gateway`: the
    gateway takes the answer itself, and only one that it understands whole; the bot never hears of the question.
    """

    yes_or_no: bool = False
    unambiguous: bool = False
    any_text: bool = False
    own: bool = True
    by_gateway: bool = False


KINDS: Mapping[str, AnswerRule] = {
    FOLLOW_UP: AnswerRule(yes_or_no=True, unambiguous=True, own=False),
    CONTACT: AnswerRule(own=False, by_gateway=True),  # did the call or visit that somebody claims take place?
    STAFF_QUESTION: AnswerRule(any_text=True, own=False),  # what staff ask about a case
    "place": AnswerRule(any_text=True),  # what a `detail` asks: where an emergency is
    "detail": AnswerRule(),  # what else there is to say of an emergency
    "danger_check": AnswerRule(any_text=True),  # is somebody in danger?
    "danger": AnswerRule(any_text=True),  # what a `detail` asks: is somebody in danger still?
    "still": AnswerRule(),  # what a `detail` asks after a false alarm: is anything left to do?
    "vote_named": AnswerRule(),  # a question of a named vote: a choice typed here counts
    "vote_linked": AnswerRule(),  # a named vote of which a link was sent, as no phone is proven: no choice counts here
    "vote_secret": AnswerRule(),  # a choice is no answer: it is withheld before it gets here
}
_OTHER = AnswerRule()
ALARM = "detail"  # the kind of question that is open after an alarm
OF_AN_EMERGENCY = frozenset({"danger_check", ALARM})


@dataclass(frozen=True)
class Answerable:
    """What a message may answer: an open question, or (`unasked`) a contact claim about which nothing is open.

    `choices`: number → words. `asks`: the kind by which it is answered, if not `kind`. `title`: what it is about, without a case
    or besides it. Of a contact claim (CONTACT): `claim`, its id; `how`, what is claimed (contact_claims.How); `unasked`: not
    asked about yet, or answered already, so that only words that speak of it answer it.
    """

    id: int
    kind: str
    case_no: str
    asked_at: datetime
    choices: Mapping[str, str] = field(default_factory=dict)
    asks: str = ""
    title: str = ""
    how: str = ""
    claim: int = 0
    unasked: bool = False

    @property
    def rule(self) -> AnswerRule:
        """How this question is answered."""
        return KINDS.get(self.asks or self.kind, _OTHER)


@dataclass(frozen=True)
class Menu:
    """What the numbers of the last answer stand for: number → payload."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    offered_at: datetime | None = None


@dataclass(frozen=True)
class Meant:
    """What a message means: the words for the bot, and the question that they answer.

    `typed`: the number that was typed for these words, "" for the menu's. `alternatives`: (title, text) of the questions to choose
    from, if the sender must be asked; then the bot is not called. `unclear`: the number whose meaning is asked, after an alarm;
    `question` is then the alarm's, and `may_answer_another` whether the number is a choice of an older question, too.
    """

    text: str
    question: Answerable | None = None
    alternatives: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    unclear: str = ""
    may_answer_another: bool = False


DescribeCase = Callable[[Answerable], str]
"""Describes a question's case in a few words; "" if it has none."""


def decide(live: Sequence[Answerable], menu: Menu, text: str, at: datetime, about: DescribeCase) -> Meant:
    """What a message received at `at` means. `live`: the open questions, last asked first, then unasked claims."""
    named = _named(live, text)
    if named is not None:
        return named
    trimmed = trim(text)
    fitting = _closest([one for one in live if _fits(one, text, trimmed)], trimmed)
    if trimmed in menu.numbers:
        later = [one for one in fitting if menu.offered_at is not None and one.asked_at > menu.offered_at]
        if not later:
            return _chosen(live, menu.numbers[trimmed])
        if menu.offered_at is not None and at - menu.offered_at <= MENU_LIFE:
            offered = menu.numbers[trimmed]
            return Meant(
                text,
                alternatives=(
                    *_alternatives(later, text, trimmed, about)[: MOST_ALTERNATIVES - 1],
                    (offered[:12], offered),
                ),
            )
    if live and _is_unclear_after_alarm(live[0], trimmed):
        others = _alternatives([one for one in fitting if one.kind != ALARM], text, trimmed, about)[:1]
        return Meant(
            text,
            live[0],
            (*alarm_numbers.meanings(), *others),
            unclear=trimmed,
            may_answer_another=bool(others),
        )
    if len(fitting) < 2 or fitting[0].rule.own:
        heard = sorted((one for one in live if not one.rule.by_gateway), key=lambda one: not one.rule.any_text)
        return _answer(text, next(iter(fitting or heard), None))
    spoken_of = _by_words(fitting, text, about)
    if spoken_of is not None:
        return _answer(text, spoken_of)
    return Meant(text, alternatives=_alternatives(fitting, text, trimmed, about))


def is_bare_number(text: str) -> bool:
    """Whether the text is one or two digits, and nothing else but a full stop."""
    return _BARE_NUMBER.fullmatch(trim(text)) is not None


def _is_unclear_after_alarm(asked_last: Answerable, trimmed: str) -> bool:
    """Whether the text is a bare number just after an alarm, and neither a choice of its question nor a standing number.

    False if that question is where the emergency is: then the number may be the answer.
    """
    of_alarm = asked_last.kind == ALARM and asked_last.asks != "place"
    return of_alarm and is_bare_number(trimmed) and trimmed not in (*asked_last.choices, *STANDING)


def _closest(fitting: Sequence[Answerable], trimmed: str) -> Sequence[Answerable]:
    """Of the fitting questions, those with the text as a choice; else those about a call or visit, if it names one.

    Unchanged if neither holds, or if the last asked is the bot's own.

    没打过 is a short no, too, which alone would fit the question whether the matter is fixed.
    """
    if not fitting or fitting[0].rule.own:
        return fitting
    exact = [one for one in fitting if trimmed in one.choices.values()]
    named = [one for one in fitting if one.how and contact_answers.names_a_contact(trimmed)]
    return exact or named or fitting


def _chosen(live: Sequence[Answerable], words: str) -> Meant:
    """The words that a number of the menu stands for, with their question.

    That is the one whose case they name, else the one with these words as a choice, else the last asked.
    """
    named = _named(live, words)
    if named is not None:
        return named
    return Meant(words, next((one for one in live if words in one.choices.values()), next(iter(live), None)))


def _answer(text: str, question: Answerable | None) -> Meant:
    """The message with a number replaced by what it stands for in this question, or in the first notice."""
    trimmed = trim(text)
    words = (question.choices.get(trimmed) if question is not None else None) or STANDING.get(trimmed.lower())
    return Meant(words, question, typed=trimmed) if words else Meant(text, question)


def is_answered_by(question: Answerable, text: str, *, spoken: bool) -> bool:
    """Whether this question is answered by a message while a clerk is talking.

    `spoken`: the clerk wrote after it was asked. Then 好的 and 1 answer the clerk, and only unambiguous words count: a
    place, for a question that takes any text; words for the call or visit, for a claimed one.
    """
    if question.rule.any_text:
        return not spoken or _PLACE.search(text) is not None
    trimmed = trim(text)
    if question.kind == CONTACT and contact_answers.names_a_contact(trimmed):
        return _fits(question, text, trimmed)
    if question.rule.unambiguous and len(text) <= _LONGEST_ANSWER and _UNAMBIGUOUS.search(trimmed):
        return True
    if question.rule.unambiguous and _named([question], text) and says_not_fixed(text):
        return True
    return not spoken and _fits(question, text, trimmed)


def read_contact(question: Answerable, text: str) -> contact_answers.Answer | None:
    """What a text says of the claim of this question; None: nothing, or not surely."""
    read = contact_answers.read_unasked if question.unasked else contact_answers.read_answer
    return read(text, question.how)


@dataclass(frozen=True)
class TwoAnswers:
    """What one message says of a claimed contact (`claim`, `took_place`), and the `rest`, which answers the follow-up."""

    claim: Answerable
    took_place: bool
    rest: Meant


def two_answers(live: Sequence[Answerable], text: str) -> TwoAnswers | None:
    """Both answers of a message about one case (修好了，但是没人打过电话); None unless each is there in clauses of its own."""
    for claim in (one for one in live if one.kind == CONTACT):
        asked = next((one for one in live if one.kind == FOLLOW_UP and one.case_no == claim.case_no), None)
        said = contact_answers.split_answer(text, claim.how) if asked is not None else None
        if asked is not None and said is not None and _fits(asked, said[1], trim(said[1])):
            return TwoAnswers(claim, said[0] == "confirmed", Meant(said[1], asked))
    return None


def says_not_fixed(text: str) -> bool:
    """Whether a text of any length says anywhere that something is not fixed, whatever that is."""
    return _NOT_FIXED.search(text) is not None


def replaces(kind: str, case_no: str, earlier: Answerable, how: str = "") -> bool:
    """Whether a new question takes the place of an earlier one: of the same kind and case and, for a contact claim, the same `how`; or both the bot's own."""
    own = KINDS.get(kind, _OTHER).own and KINDS.get(earlier.kind, _OTHER).own
    return own or (earlier.kind == kind and earlier.case_no == case_no and earlier.how == how)


def trim(text: str) -> str:
    """The text in one width, without spaces around it or full stops after it, as a choice's number is looked up."""
    return unicodedata.normalize("NFKC", text).strip().rstrip(".。、")


_BARE_NUMBER = re.compile("[0-9]{1,2}")
_CASE_NO = re.compile(r"LL-?\d{8}-?(\d{4,})", re.IGNORECASE)
_TAIL = re.compile(r"(?<![\d-])(\d{4})(?!\d)")
_SEPARATORS = re.compile(r"[\s，,。.、:：;；!！()（）\[\]【】]+")
_ANSWER = re.compile(  # short ways to say yes or no; the bot understands them in full
    r"^(?:还|都|已经|已|终于|早就|全)?(?:没|不|未|好|修|弄|解决|处理|搞|办好|清楚|知道|明白|认可|满意|可以|行|是|对|嗯)"
    r"|(?:好|解决|修|弄|清楚|知道|明白|正常|通|亮|不漏|不堵|不吵)了|[没未不](?:有)?(?:修|弄|解决|处理|搞|好|清楚|认可|满意)|还(?:在|是|没|有话)"
)
_LONGEST_ANSWER = 12  # characters; a longer text is not taken for a bare yes or no
_UNAMBIGUOUS = re.compile(  # fixed, not fixed, or 催: whoever spoke last
    r"(?:没|未)(?:有)?(?:修|弄|解决|处理|搞|办|清|通|换)|^还?没好|(?:修|弄|解决|处理|搞|办)(?:好|完)了|^(?:请|麻烦|帮我|再)*催"
)
_NOT_FIXED = re.compile(
    r"(?:没|未)(?:有)?(?:给(?:我|我们)?)?(?:修|弄|解决|处理|搞|办|清|通|换|改|动静|人来|见好)|(?:没|不)(?:有)?好(?!意思)|又(?:坏|漏|堵|停|灭|吵|臭|断)"
    r"|还(?:在|是|照样|老样子)?(?:漏|堵|坏|灭|吵|臭|响|老样子|那样|不亮|不通|不行)|老样子|修了(?:跟|等于)|白修|不管用"
)
_PLACE = re.compile(
    r"[0-9一二三四五六七八九十]\s?(?:栋|幢|号楼|单元|室|号|弄|楼|层)|小区|路口|门口|楼[上下道]|隔壁|对面|[东南西北]门|[苑园村路街巷厦]"
)


def _named(live: Sequence[Answerable], text: str) -> Meant | None:
    """What a text with a question's case number, or its last four digits, means; a contact claim only if the rest answers it. Else None."""
    whole, tail = _CASE_NO.search(text), _TAIL.search(text)
    written = whole.group().upper().replace("-", "") if whole else ""
    rest = _SEPARATORS.sub(" ", _TAIL.sub("", _CASE_NO.sub("", text))).strip()
    fitting = _closest([one for one in live if rest and _fits(one, rest, trim(rest))], trim(rest))
    for one in [*fitting, *(one for one in live if one not in fitting and not one.rule.by_gateway)]:
        plain = one.case_no.replace("-", "")
        hit = whole if whole and plain and plain == written else None
        if hit is None and not whole and tail and plain and one.case_no.endswith(f"-{tail.group(1)}"):
            hit = tail
        if hit is not None:
            rest = _SEPARATORS.sub(" ", text[: hit.start()] + " " + text[hit.end() :]).strip()
            return _answer(rest if rest and _fits(one, rest, trim(rest)) else text, one)
    return None


def _fits(question: Answerable, text: str, trimmed: str) -> bool:
    """Whether the text answers the question: by a choice's number or words, by a short yes or no if that suffices.

    A claimed contact is answered by what `read_contact` understands.
    """
    if trimmed in question.choices or trimmed in question.choices.values():
        return True
    if question.kind == CONTACT:
        return read_contact(question, text) is not None
    return question.rule.yes_or_no and len(text) <= _LONGEST_ANSWER and bool(_ANSWER.search(trimmed))


def _by_words(fitting: Sequence[Answerable], text: str, about: DescribeCase) -> Answerable | None:
    """The question with whose case the text shares the most pairs of characters (水管修好了); None if none or two do."""
    said = _pairs(text)
    scored = [(len(said & _pairs(about(one))), one) for one in fitting]
    best = max(score for score, _ in scored)
    top = [one for score, one in scored if score == best]
    return top[0] if best and len(top) == 1 else None


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text[n : n + 2])}


def _alternatives(
    questions: Sequence[Answerable], text: str, trimmed: str, about: DescribeCase
) -> tuple[tuple[str, str], ...]:
    """(title, text) of each question to choose from: its case in a few words; the given answer with the case number.

    For a question without a case, such as a vote: its title; the words of the choice, which answer nothing else.
    """
    lines = []
    for one in questions[:MOST_ALTERNATIVES]:
        words = one.choices.get(trimmed, text)
        if one.case_no:
            lines.append(
                (f"{one.title or about(one)[:10] or one.kind}（{one.case_no[-4:]}）", f"{words}（{one.case_no}）")
            )
        else:
            lines.append(((one.title or words)[:16], words))
    return tuple(lines)
