"""Component that decides the urgency: danger to life now and which, or what cannot wait."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.trained import TrainedComponent
from bot.reading.classifying.danger import DangerHead
from bot.reading.composition import read_danger
from bot.reading.learning.training import train_danger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class UrgencyReader(TrainedComponent[DangerHead]):
    """Sets `urgency`."""

    step = read_danger
    file_name = "danger.head"

    def fit(self, training_data: TrainingData) -> DangerHead:
        examples = [(one.get("text"), one.get("intent")) for one in training_data.intent_examples]
        return train_danger([(text, intent) for text, intent in examples if text and intent])
