"""Component that finds the community's common question that a message asks."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import COMMUNITY, Part, normal_of
from bot.reading.classifying.faq import ENOUGH, Questions
from bot.reading.text.moment import sent_moment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FaqMatcher(Part):
    """Sets `faq` in the parsed message: {question, answer, source, score}, or None."""

    def __init__(self) -> None:
        self._version = -1
        self._questions = Questions(())

    def read(self, message: Message) -> None:
        community = COMMUNITY.now()
        if self._version != COMMUNITY.version:
            self._questions, self._version = Questions(community.questions), COMMUNITY.version
        message.set("faq", self._answer(message), add_to_output=True)

    @staticmethod
    def _asks(message: Message) -> bool:
        """Whether a message asks at all: a complaint that resembles a common question does not."""
        intent = (message.get("intent") or {}).get("name")
        kind = (message.get("kind") or ("inquiry", 1.0))[0]
        return intent == "faq" or (intent == "report_case" and kind == "inquiry")

    def _answer(self, message: Message) -> dict[str, Any] | None:
        today = sent_moment((message.get("metadata") or {}).get("sent_at")).date()
        match = self._questions.best(normal_of(message).text, today)
        if match is None or match.score < ENOUGH or not self._asks(message):
            return None
        found = match.question
        return {
            "question": found.question,
            "answer": found.answer,
            "source": found.source,
            "score": round(min(match.score, 1.0), 4),
        }
