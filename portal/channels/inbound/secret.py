"""Recognises choices for secret votes in messages, so that none is stored: no secret vote is cast in a channel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.channels.text import apart, brief_choice, danger_words, keywords, other_choices, speaks_of, stance
from portal.channels.text.vote_slots import VoteTexts
from portal.consultations.verbs import queries
from portal.consultations.verbs.queries import OpenVoteTexts

_NUMBERS = tuple("123456789")  # options are numbered on the voting page too
_AFTER_LINK = -1.0  # the threshold of the score (`stance`) just after the voting link was given; otherwise 0
_ABSTAINS = frozenset(("弃权", "我弃权", "弃票", "投弃权", "我家弃权"))
_LONGEST_CHOICE = 20  # characters: what is longer may say more
MOST_VOTES = 12  # readings of one text at most; a community usually has one or two votes at a time
_OBJECTS = re.compile(  # to how it was held or to its outcome, in which no option is chosen: 我不同意这次表决结果
    r"(?:坚决|都|也|就|很|很是)?(?:不同意|不认可|不认同|不赞成|不支持|不服|不接受|反对|质疑)(?:你们|他们|业委会|居委会|社区|物业|这次|这个|本次|上次|那次|这种|的){0,3}((?:表决|投票|选举|换届|计票|唱票|开票|监票)的?(?:结果|程序|过程|做法|方式|公示|公告|通知))"
)
_STANCE = re.compile(r"同意|赞成|支持|反对|认可|认同|接受|[是否]")  # in the label of an option that is for or against
_PLAINLY = re.compile(
    "同意|赞|反对|弃|支持|意见|[投选票]|表决|议题|第[一二三四五六1-9]|头一个|最后一?个|agree|vote|yes|against|favou?r|support"
    r"|\d{3,4}[室房]? ?[❌✅✔✖×√👍👎]",  # 3栋201❌: neighbours who sign one after the other
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,，。.!！?？;；、\s]+")


@dataclass(frozen=True)
class ChoiceReading:
    """A reading of a text: whether it states a choice for one of the secret votes that are not counted yet.

    Reading a long text takes tens of milliseconds, so it is done before the write transaction, not in it.
    """

    text: str
    labels: tuple[str, ...] = ()  # of the options of all these votes
    chooses: bool = False  # a choice if nothing else was asked
    is_explicit: bool = False  # a choice whatever was asked or is talked about (同意 or a place alone is not)
    is_choice_after_link: bool = False  # a choice if the voting link was given a moment ago
    without_choice: str = ""  # the text with only the words of its choice cut out, which may answer 在哪里
    marks_a_house: bool = False  # a mark beside a house: a report, unless a vote is talked about
    says_a_vote: bool = False  # whether it has a word of voting or of a stance, an option's name, or words of a vote
    has_vote_words: bool = False  # whether it has words of a secret vote's title or options
    emergency_answer: str = ""  # the part that answers an open question of an emergency; "" of a long text
    off_topic: str = ""  # only the clauses that speak of no vote, if the text is a choice in any of these senses

    def must_be_withheld(self, expecting: dict[str, Any] | None, *, asked: bool = False) -> bool:
        """Whether the text states how somebody votes, and so must not be stored.

        `expecting`: the open question that the message may answer, if any. `asked`: something else was asked last or
        is talked about, so 同意, 不用 or 1 answers that.
        """
        if danger_words.is_only_a_number(self.text):
            return False
        if asked:
            return self.is_explicit
        if expecting is None:
            return self.chooses
        if expecting.get("kind") == "vote_secret":
            return self.is_choice_after_link or self._is_one_of(expecting.get("choices"))
        answers_it = keywords.folded(self.text) in map(keywords.folded, expecting.get("choices") or ())
        return self.chooses and not answers_it

    @property
    def says_more(self) -> bool:
        """Whether it says, or is long enough to say, more than the choice."""
        return bool(self.off_topic) or len(self.text) > _LONGEST_CHOICE

    @property
    def urgent(self) -> str:
        """`off_topic`, if it has any sign of danger and could be told from the choice; else ""."""
        return self.off_topic if self.off_topic != self.text and apart.tells_of_danger(self.off_topic) else ""

    def _is_one_of(self, offered: object) -> bool:
        meanings = {str(code): str(meaning) for code, meaning in offered.items()} if isinstance(offered, dict) else {}
        return keywords.is_plain_choice(self.text, [*self.labels, *meanings.values()], [*_NUMBERS, *meanings])


def read(s: Session, text: str) -> ChoiceReading:
    """Read the text for all secret votes that are not counted yet.

    One that only asks to vote, chooses among workers, objects to what others do, tells who else is against a plan, only objects to how a vote was held, or speaks of nothing but a vote by name, is no choice in any sense.
    """
    votes = _texts_of(queries.texts_of_secret_votes(s))
    if not votes:
        return ChoiceReading(text, without_choice=text)
    return reading_of(text, votes, _texts_of(queries.texts_of_named_votes(s)))


def reading_of(text: str, votes: Sequence[VoteTexts], by_name: Sequence[VoteTexts] = ()) -> ChoiceReading:
    """`read` for these secret votes, while `by_name` are open as well."""
    labels = tuple(label for vote in votes for label in vote.labels)
    if by_name and speaks_of.speaks_only_of(text, by_name, votes):
        return ChoiceReading(text, without_choice=text)
    if danger_words.is_only_a_number(text):
        return ChoiceReading(text, without_choice=text)
    of_others = stance.is_of_workers(text, votes) or stance.is_of_anothers_plan(text, votes)
    of_others = of_others or speaks_of.tells_of_others_stance(text, votes)
    if of_others or keywords.asks_to_vote(text, labels) or _only_objects(text, votes, by_name):
        return ChoiceReading(text, without_choice=text)
    reading = stance.read(text, votes)
    short = len(text) <= stance.WINDOW
    is_choice_after_link = (
        reading.chooses(_AFTER_LINK)
        or any(keywords.is_plain_choice(one, labels) for one in _CLAUSE.split(text))
        or brief_choice.chooses(text, votes)
    )
    named = _abstains(text) or brief_choice.is_explicit(text, votes)
    rest = _rest(text, votes)
    may_be_one = is_choice_after_link or named or reading.chooses() or rest != text
    return ChoiceReading(
        text,
        labels,
        chooses=reading.chooses() or named,
        is_explicit=reading.is_explicit or named,
        is_choice_after_link=is_choice_after_link,
        without_choice=rest,
        emergency_answer=apart.emergency_answer(text, votes) if short and may_be_one else "",
        marks_a_house=other_choices.marks_a_house(text, votes),
        says_a_vote=_PLAINLY.search(text) is not None
        or keywords.is_plain_choice(text, labels)
        or speaks_of.speaks_of_any(text, votes),
        has_vote_words=speaks_of.speaks_of_any(text, votes),
        off_topic=_off_topic(text, votes) if may_be_one else "",
    )


def _only_objects(text: str, votes: Sequence[VoteTexts], by_name: Sequence[VoteTexts]) -> bool:
    """Whether a text objects to how a vote was held or to its outcome, and the rest of it is a choice in no sense."""
    rest = _without_objections(text, votes)
    if rest == text:
        return False
    found = reading_of(rest, votes, by_name)
    return not (found.chooses or found.is_explicit or found.is_choice_after_link)


def _without_objections(text: str, votes: Sequence[VoteTexts]) -> str:
    """The text without what objects to how a vote was held, unless one of these votes asks for or against that very thing."""
    asks = [vote for vote in votes if any(_STANCE.search(label) for label in vote.labels)]
    return _OBJECTS.sub(lambda found: found.group() if speaks_of.speaks_of_any(found[1], asks) else " ", text)


def _abstains(text: str) -> bool:
    return keywords.folded(text) in _ABSTAINS


def _is_explicit(text: str, votes: Sequence[VoteTexts]) -> bool:
    """Whether the text is a choice in one of these votes whatever was asked or is talked about."""
    if other_choices.marks_a_house(text, votes):
        return False
    text = _without_objections(text, votes)
    return bool(votes) and (_abstains(text) or stance.is_explicit(text, votes) or brief_choice.is_explicit(text, votes))


def _off_topic(text: str, votes: Sequence[VoteTexts]) -> str:
    """The clauses of the text that speak of no vote; "" if the two cannot be told apart, or a long text has no alarm."""
    if len(text) > stance.WINDOW and not any(danger_words.plain_danger(one) for one in _CLAUSE.split(text)):
        return ""
    said = apart.beside_choice(text, votes)
    return "" if _is_explicit(said, votes) else said


def _rest(text: str, votes: Sequence[VoteTexts]) -> str:
    """The text with the words of its choice cut out; "" if nothing is left, or still a choice. A long text is returned whole."""
    if len(text) > stance.WINDOW:
        return text
    rest = apart.without_choice(text, votes)
    return rest if rest == text or not _is_explicit(rest, votes) else ""


def only_the_alarm(s: Session, text: str) -> str:
    """An alarm without the choice for a vote in the same message, so that neither the alarm is withheld nor the choice stored.

    Tried in turn: the text without the words of the choice, the clauses that tell of the danger, the words of danger alone.
    If none of these is an alarm without a choice, the text is returned whole.
    """
    rest = apart.without_choice(text, _texts_of(queries.texts_of_secret_votes(s)))
    clauses = "，".join(one for one in _CLAUSE.split(rest) if danger_words.plain_danger(one))
    tried = (rest, clauses, danger_words.plain_danger_words(text))
    return next((one for one in tried if danger_words.plain_danger(one) and not names_a_choice(s, one)), text)


def without_choice_if_danger(s: Session, text: str) -> str:
    """The text without its choice, if it is short and the rest sounds like danger; else the text unchanged.

    For texts in which `danger_words.plain_danger` finds none, perhaps only because of the choice (着火了。我没意见).
    """
    if len(text) > stance.WINDOW or not danger_words.sounds_like_danger(text):
        return text
    rest = apart.without_choice(text, _texts_of(queries.texts_of_secret_votes(s)))
    urgent = danger_words.sounds_like_danger(rest) and apart.tells_of_danger(rest)
    return rest if urgent and not names_a_choice(s, rest) else text


def _texts_of(votes: Sequence[OpenVoteTexts]) -> tuple[VoteTexts, ...]:
    """The texts to read for, at most MOST_VOTES; if there are more votes, several are read as one."""
    dealt = [votes[at::MOST_VOTES] for at in range(min(len(votes), MOST_VOTES))]
    return tuple(
        VoteTexts(
            " ".join(vote.title for vote in together),
            tuple(question for vote in together for question in vote.questions),
            tuple(label for vote in together for label in vote.labels),
        )
        for together in dealt
    )


def names_a_choice(s: Session, text: str) -> bool:
    """Whether a text written for another purpose (to a person, on a case's page) states a choice.

    同意 alone does not; 弃权 does, since nobody says that of a case.
    """
    return _is_explicit(text, _texts_of(queries.texts_of_secret_votes(s)))
