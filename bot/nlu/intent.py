"""Component that classifies the intent, for the conversation's rules."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.trained import TrainedComponent
from bot.nlu.untrained import sheet_of
from bot.reading.classifying.heads import Head
from bot.reading.composition import read_intent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentHead(TrainedComponent[Head]):
    """Sets the sheet's `intents`, and in the parsed message `intent` and `intent_ranking` (the ten likeliest), as Rasa's classifiers do.

    Comes after the urgency, which it uses.
    """

    step = read_intent
    field = "intent"

    def read(self, message: Message) -> None:
        super().read(message)
        ranking = [{"name": name, "confidence": score} for name, score in sheet_of(message).intents]
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking[:10], add_to_output=True)
