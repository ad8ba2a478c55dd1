"""Component that adds texts to be read with a message: each of several matters, the right answer in a denial, the open report."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.untrained import UntrainedComponent, sheet_of
from bot.reading.composition import find_pieces


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PieceFinder(UntrainedComponent):
    """Adds a message for each such text (a *piece*) to the pipeline's messages. `metadata.said_before`: the open report's text.

    Comes right after the normaliser; DraftMaker, the last component, drops the added messages.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        pieces = [piece for message in messages for piece in find_pieces(sheet_of(message), _said_before(message))]
        return [*messages, *(Message(data={"sheet": piece, "piece": True}) for piece in pieces)]


def _said_before(message: Message) -> str:
    return str((message.get("metadata") or {}).get("said_before") or "")
