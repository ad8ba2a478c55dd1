"""The last component: makes the case draft (`contract/case_draft.schema.json`) of what the others found."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, normal_of
from bot.reading.classifying.category import Category
from bot.reading.draft import make_draft, with_matters
from bot.reading.spotting.matters import TELLS, narrowed
from bot.reading.text.spans import Span


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DraftMaker(Part):
    """Sets `case`, which actions read as `tracker.latest_message["case"]`. Drops the pieces that PieceFinder added."""

    def process(self, messages: list[Message]) -> list[Message]:
        whole = [message for message in messages if message.get("matters") is not None]
        for message in whole:
            self.read(message)
        return whole

    def read(self, message: Message) -> None:
        draft = self._draft(message)
        if draft["intent"]["code"] in TELLS:
            apart = [(span, self._draft(piece) if piece else None) for span, piece in message.get("matters")]
            draft = with_matters(draft, normal_of(message), apart)
        message.set("case", draft, add_to_output=True)

    def _draft(self, message: Message) -> dict[str, Any]:
        best, others, words = message.get("category")
        intent = message.get("intent")
        return make_draft(
            normal_of(message),
            kind=message.get("kind"),
            category=best,
            alternatives=others,
            deciding=words,
            places=message.get("places"),
            times=message.get("times"),
            bodies=message.get("bodies"),
            urgency=message.get("urgency"),
            personal=message.get("personal"),
            intent=(intent["name"], float(intent["confidence"])),
            instead=self._instead(message) if intent["name"] == "deny" else None,
        )

    @staticmethod
    def _instead(message: Message) -> tuple[Span, Category] | None:
        if not message.get("instead"):
            return None
        span, piece = message.get("instead")
        return narrowed(span, message.get("places")), piece.get("category")[0]
