"""Component that finds the question that a message asks: one of the community's common ones, or for a body's number."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.untrained import COMMUNITY, UntrainedComponent, sheet_of
from bot.reading.classifying.asked_clause import asked_last
from bot.reading.classifying.bereaved import AFTER_A_DEATH, LONELY, tells_of_a_death, tells_of_loneliness
from bot.reading.classifying.bodies_asked import matter_asked_about, question_about_body, questions_of_matters
from bot.reading.classifying.faq import (
    LEAST_SURE,
    SURELY_MEANT,
    Questions,
    SimilarQuestion,
    asks_a_question,
    ends_as_question,
    only_complains,
)
from bot.reading.community import Community, Question
from bot.reading.composition import Sheet
from bot.reading.draft import EXACT_PLACE

_MAY_STILL_ASK = ("out_of_scope", "ask_capability", "human")
"""Intents of messages that may mean a common question though they are not worded as one."""
_SHORTEST_STATEMENT = 4
"""Characters of a message that may mean a question without being worded as one: 狗 asks nothing."""
_SURE_REPORT = 0.85
"""Score of the intent, or of the kinds complaint and tip-off, from which a message surely reports."""
_SURELY_ASKS = 0.75
"""Score of the act `question` from which a message asks, however it is worded (figures in docs/understanding.md)."""
_HARDLY_ASKS = 0.6
"""How sure a question must be if the message is worded as one, but its act, though read, is not surely `question`."""
_STATED = 0.9
"""How sure it must be if the message is not worded as a question, but may be one (记得带梯子 is none)."""
_CERTAINLY_MEANT = 0.95
"""How sure it must be if the message surely reports something at a place, suggests something, or may report without being worded as a question (楼上七楼没水)."""
_NEVER = 2.0
"""Above every score: no question is sure enough."""
_OF_A_BODY = re.compile("的电话和时间$")
"""How the question about a body's number and hours ends (`question_about_body`)."""
_ASKED_OF_IT = re.compile(
    "(?:的电话和时间|怎么.*|要.*|去哪里.*|在哪里.*|能.*|可以.*|多久.*|有吗|了|几点.*|归谁.*|找谁)$"
)
"""What a common question asks of its subject: 居住证怎么办 is about 居住证."""
_LONGEST_FURTHER_QUESTION = 30
"""Characters of a message that may ask for more about the question answered before."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FaqMatcher(UntrainedComponent):
    """Sets `faq` in the parsed message, not in its pieces: the question it asks, {question, answer, source, score}, or None.

    `faq_last`: the one that a message asks at its end, behind a trouble that it tells of, or None. And `faq_more` after a question was answered (`metadata.answered`): the question that it asks when read with that one's subject, or None.
    """

    def __init__(self) -> None:
        self._index(COMMUNITY.now())  # here already, so that no message waits for the questions' embeddings

    def read(self, message: Message) -> None:
        if message.get("piece"):  # a question is answered once, for the message as a whole
            return
        community = COMMUNITY.now()
        if self._version != COMMUNITY.version:
            self._index(community)
        sheet, answered = sheet_of(message), str((message.get("metadata") or {}).get("answered") or "")
        more = self._match_more(sheet, answered) if answered else None
        message.set("faq", _told(self._match(sheet), sheet), add_to_output=True)
        message.set("faq_more", _told(more, sheet), add_to_output=True)
        message.set("faq_last", _told(self._match_last(sheet), sheet), add_to_output=True)

    def _index(self, community: Community) -> None:
        self._questions, self._version = Questions(community.questions), COMMUNITY.version
        self._matters = Questions(questions_of_matters(community))

    def _match(self, sheet: Sheet) -> SimilarQuestion | None:
        """The question asked: for a body's number or hours; after words that only tell of a death or of loneliness, what to do then; else the surer of a common one and one for the body that handles the matter.

        None in an emergency, or if no question is close.
        """
        text, today = sheet.normal.text, sheet.sent_at.date()
        if sheet.urgency.level == "emergency":
            return None
        worded = asks_a_question(text) or sheet.intent[0] == "faq"
        if worded and (asked := question_about_body(text, sheet.community)) is not None:
            return SimilarQuestion(asked, 1.0)
        if tells_of_a_death(text):
            return self._questions.closest(AFTER_A_DEATH, today)
        if tells_of_loneliness(text):
            return self._questions.closest(LONELY, today)
        match = self._questions.closest(text, today)
        if match is not None and match.score < self._least_sure(sheet, worded) and not _is_listed(match, sheet):
            match = self._asked_first(sheet, match)
        if match is not None and not worded and not _shared(match.question, text):
            match = None  # 记得带梯子 is near to 电梯 and has none of its words
        matter = matter_asked_about(text) if worded else None
        body = self._matters.closest(matter, today) if matter else None
        return body if body is not None and (match is None or match.score < body.score) else match

    def _asked_first(self, sheet: Sheet, match: SimilarQuestion) -> SimilarQuestion | None:
        """The question found, if the first clause of the message plainly asks it by itself (居住证怎么办，河畔人家3栋路灯坏了)."""
        first, parted, _ = sheet.normal.text.replace(",", "，").partition("，")
        if not parted or not asks_a_question(first):
            return None
        alone = self._questions.closest(first, sheet.sent_at.date())
        same = alone is not None and alone.question == match.question and alone.score >= _STATED
        return alone if same else None

    def _match_last(self, sheet: Sheet) -> SimilarQuestion | None:
        """The question with which a message ends that tells of a trouble before it (路灯坏了，对了居住证怎么办); None in an emergency, or if no question is close."""
        asked = asked_last(sheet.normal.text)
        if sheet.urgency.level == "emergency" or not asks_a_question(asked):
            return None
        match = self._questions.closest(asked, sheet.sent_at.date())
        return match if match is not None and match.score >= _HARDLY_ASKS else None

    def _match_more(self, sheet: Sheet, answered: str) -> SimilarQuestion | None:
        """The question that a message means after another was answered: it is read with that question's subject before it.

        None in an emergency, for a long message, or if no question is close.
        """
        text = sheet.normal.text
        if sheet.urgency.level == "emergency" or len(text) > _LONGEST_FURTHER_QUESTION:
            return None
        rewritten = _ASKED_OF_IT.sub("", answered) + text
        if _OF_A_BODY.search(answered):
            asked = question_about_body(rewritten, sheet.community)
            return SimilarQuestion(asked, 1.0) if asked is not None else None
        return self._questions.closest(rewritten, sheet.sent_at.date())

    def _least_sure(self, sheet: Sheet, worded: bool) -> float:
        """How sure (0 to 1) a question must be to be taken for what the message asks.

        `worded`: it is worded as a question, or its intent is faq.

        A message that is not worded so, or that reports something at a place, must be surer: it is more likely a report.
        """
        asks = sheet.act is not None and sheet.act[0] == "question" and sheet.act[1] >= _SURELY_ASKS
        if only_complains(sheet.normal.text):
            return SURELY_MEANT if asks else _NEVER
        if self._reports_at_a_place(sheet):
            return SURELY_MEANT if asks else _CERTAINLY_MEANT
        if worded:
            return LEAST_SURE if asks or sheet.act is None else _HARDLY_ASKS
        stated = SURELY_MEANT if asks else self._least_sure_of_statement(sheet)
        may_ask = sheet.act is not None and sheet.act[0] == "question" and sheet.act[1] >= _HARDLY_ASKS
        return min(stated, _CERTAINLY_MEANT) if may_ask else stated  # 物业费

    @staticmethod
    def _least_sure_of_statement(sheet: Sheet) -> float:
        """The same for a message that neither is worded as a question nor surely asks."""
        intent, score = sheet.intent
        if sheet.kind[0] == "suggestion":
            return _CERTAINLY_MEANT
        if sheet.kind[0] == "inquiry" or intent in _MAY_STILL_ASK:
            return _STATED if len(sheet.normal.text) >= _SHORTEST_STATEMENT else _NEVER
        if sheet.kind[0] in ("complaint", "tip_off") and sheet.kind[1] >= _SURE_REPORT:
            return _NEVER
        names_none = not any(place.score >= EXACT_PLACE for place in sheet.places)
        return _CERTAINLY_MEANT if intent == "report_case" and score < _SURE_REPORT and names_none else _NEVER

    @staticmethod
    def _reports_at_a_place(sheet: Sheet) -> bool:
        """Whether the message surely reports something at an exact place (EXACT_PLACE); it may be worded as a question, but not end as one.

        What ends as one, but is read to do something else in the conversation, may report (电梯停了，能不能派人来？).
        """
        if sheet.intent[0] != "report_case" or sheet.intent[1] < _SURE_REPORT:
            return False
        if ends_as_question(sheet.normal.text) and (sheet.act is None or sheet.act[0] == "question"):
            return False
        return any(place.score >= EXACT_PLACE and place.role == "matter" for place in sheet.places)


def _told(match: SimilarQuestion | None, sheet: Sheet) -> dict[str, Any] | None:
    """A question as the actions get it (`actions.conversation.turn.Faq`)."""
    if match is None:
        return None
    found = match.question
    return {
        "question": found.question,
        "answer": found.answer,
        "source": found.source,
        "score": round(min(match.score, 1.0), 4),
        "shared": _shared(found, sheet.normal.text),
    }


def _is_listed(match: SimilarQuestion, sheet: Sheet) -> bool:
    """Whether the message is one of the question's wordings (物业费), and neither surely reports something (停电了) nor does anything else (点错了)."""
    reports = sheet.act is not None and sheet.act[0] == "report" and sheet.act[1] >= _SURELY_ASKS
    tells_or_asks = sheet.intent[0] in ("faq", "report_case") and not reports
    return match.score >= 1 and tells_or_asks and not only_complains(sheet.normal.text)


def _shared(found: Question, text: str) -> list[str]:
    """The pairs of characters of a text that stand in one of the question's wordings."""
    wordings = (found.question, *found.variants)
    pairs = dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1))
    return [pair for pair in pairs if any(pair in wording for wording in wordings)]
