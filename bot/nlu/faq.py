"""Component that finds the question that a message asks: one of the community's common ones, or for a body's number."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.untrained import COMMUNITY, UntrainedComponent, sheet_of
from bot.reading.classifying.bodies_asked import question_about_body
from bot.reading.classifying.faq import (
    LEAST_SIMILARITY,
    SURELY_MEANT,
    Questions,
    SimilarQuestion,
    asks,
    ends_as_question,
)
from bot.reading.composition import Sheet
from bot.reading.draft import EXACT_PLACE

_MAY_STILL_ASK = ("out_of_scope", "ask_capability", "human")
"""Intents of messages that may mean a common question though they are not worded as one."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FaqMatcher(UntrainedComponent):
    """Sets `faq` in the parsed message, not in its pieces: {question, answer, source, score}, or None."""

    def __init__(self) -> None:
        community = COMMUNITY.now()  # here already, so that no message waits for the questions' embeddings
        self._questions, self._version = Questions(community.questions), COMMUNITY.version

    def read(self, message: Message) -> None:
        if message.get("piece"):  # a question is answered once, for the message as a whole
            return
        community = COMMUNITY.now()
        if self._version != COMMUNITY.version:
            self._questions, self._version = Questions(community.questions), COMMUNITY.version
        message.set("faq", self._answer(sheet_of(message)), add_to_output=True)

    def _match(self, sheet: Sheet) -> SimilarQuestion | None:
        """The question that the message asks: for a body's number or hours, else a common one, by its words, then by its meaning.

        One not worded as a question is compared by its meaning alone. None in an emergency, or if no question is close.
        """
        text, today = sheet.normal.text, sheet.sent_at.date()
        if sheet.urgency.level == "emergency":
            return None
        worded = asks(text) or sheet.intent[0] == "faq"
        if not worded:
            may_ask = sheet.kind[0] == "inquiry" or sheet.intent[0] in _MAY_STILL_ASK
            meant = self._questions.closest_by_meaning(text, today) if may_ask else None
            return meant if meant is not None and meant.score >= SURELY_MEANT else None
        asked = question_about_body(text, sheet.community)
        if asked is not None:
            return SimilarQuestion(asked, 1.0)
        match = self._questions.closest_by_words(text, today)
        if match is not None and match.score >= LEAST_SIMILARITY:
            return match
        return None if self._reports_at_a_place(sheet) else self._questions.closest_by_meaning(text, today)

    @staticmethod
    def _reports_at_a_place(sheet: Sheet) -> bool:
        """Whether the message reports something at an exact place; it may be worded as a question, but not end as one."""
        if ends_as_question(sheet.normal.text):
            return False
        exact = any(place.score >= EXACT_PLACE and place.grid for place in sheet.places)
        return exact and sheet.kind[0] in ("complaint", "request", "tip_off") and sheet.intent[0] == "report_case"

    def _answer(self, sheet: Sheet) -> dict[str, Any] | None:
        match = self._match(sheet)
        if match is None:
            return None
        found = match.question
        return {
            "question": found.question,
            "answer": found.answer,
            "source": found.source,
            "score": round(min(match.score, 1.0), 4),
        }
