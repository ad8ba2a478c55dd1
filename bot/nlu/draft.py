"""The last component: makes the case draft (`contract/case_draft.schema.json`) from what the others found."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.untrained import UntrainedComponent, sheet_of
from bot.reading.composition import build_draft, build_whole


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DraftMaker(UntrainedComponent):
    """Sets `case`: the case draft, which actions read as `tracker.latest_message["case"]`; `whole`: text and draft of
    the open report joined with this message, or None.

    Drops the messages that PieceFinder added: their drafts are in this one by now.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        return super().process([message for message in messages if not message.get("piece")])

    def read(self, message: Message) -> None:
        message.set("case", build_draft(sheet_of(message)), add_to_output=True)
        message.set("whole", build_whole(sheet_of(message)), add_to_output=True)
