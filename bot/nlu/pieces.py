"""What is read once more, apart: each matter of a message that seems to hold several, or what a denial says instead."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, normal_of
from bot.reading.draft import said as verbatim
from bot.reading.spotting.matters import LETTER, find_matters, instead
from bot.reading.text.normal_form import normalise
from bot.reading.text.spans import Span

Piece = tuple[Span, Message | None]
"""What is read apart; None where a letter's matters are not."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PieceFinder(Part):
    """Leaves `matters` (list of Piece) and `instead` (Piece or None), and sends the pieces through the pipeline too.

    Stands right after the normaliser; the draft maker, at the end, gives on only the messages that came in whole.
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
