"""The last component: makes the case draft (`contract/case_draft.schema.json`) of what the others found."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, sheet_of
from bot.reading.composition import draft_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DraftMaker(Part):
    """Sets `case`, which actions read as `tracker.latest_message["case"]`. Drops the pieces that PieceFinder added."""

    def process(self, messages: list[Message]) -> list[Message]:
        return super().process([message for message in messages if not message.get("piece")])

    def read(self, message: Message) -> None:
        message.set("case", draft_of(sheet_of(message)), add_to_output=True)
