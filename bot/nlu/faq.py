"""Component that finds the community's common question that a message asks."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.untrained import COMMUNITY, UntrainedComponent, sheet_of
from bot.reading.classifying.faq import LEAST_SIMILARITY, Questions
from bot.reading.composition import Sheet


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FaqMatcher(UntrainedComponent):
    """Sets `faq` in the parsed message: {question, answer, source, score}, or None."""

    def __init__(self) -> None:
        self._version = -1
        self._questions = Questions(())

    def read(self, message: Message) -> None:
        community = COMMUNITY.now()
        if self._version != COMMUNITY.version:
            self._questions, self._version = Questions(community.questions), COMMUNITY.version
        message.set("faq", self._answer(sheet_of(message)), add_to_output=True)

    @staticmethod
    def _asks(sheet: Sheet) -> bool:
        """Whether a message is a question at all: a complaint that resembles a common question does not."""
        intent, kind = sheet.intent[0], sheet.kind[0]
        return intent == "faq" or (intent == "report_case" and kind == "inquiry")

    def _answer(self, sheet: Sheet) -> dict[str, Any] | None:
        match = self._questions.best(sheet.normal.text, sheet.sent_at.date())
        if match is None or match.score < LEAST_SIMILARITY or not self._asks(sheet):
            return None
        found = match.question
        return {
            "question": found.question,
            "answer": found.answer,
            "source": found.source,
            "score": round(min(match.score, 1.0), 4),
        }
