"""Component that has pieces of a message read on their own: each of several matters, the right answer in a denial."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, normal_of
from bot.reading.draft import said as verbatim
from bot.reading.spotting.matters import LETTER, find_matters, instead
from bot.reading.text.normal_form import normalise
from bot.reading.text.spans import Span

Piece = tuple[Span, Message | None]
"""A piece's span, and the message to read it as; None for a matter of a letter, which is not read on its own."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PieceFinder(Part):
    """Sets `matters` (list of Piece) and `instead` (Piece or None), and adds the pieces to the pipeline's messages.

    Comes right after the normaliser; DraftMaker, the last component, drops the added pieces.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        pieces = []
        for message in messages:
            self.read(message)
            found = [*message.get("matters"), message.get("instead")]
            pieces += [piece[1] for piece in found if piece and piece[1]]
        return [*messages, *pieces]

    def read(self, message: Message) -> None:
        text = normal_of(message).text
        said = instead(text)
        spans = find_matters(text)
        matters = [self._piece(message, span) if len(text) < LETTER else (span, None) for span in spans]
        message.set("matters", matters)
        message.set("instead", self._piece(message, said) if said else None)

    @staticmethod
    def _piece(message: Message, span: Span) -> Piece:
        words = verbatim(normal_of(message), span)["text"]
        return span, Message(data={"text": words, "metadata": message.get("metadata"), "normal": normalise(words)})
