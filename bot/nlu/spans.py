"""Component that looks again at places, times and bodies: what the matter is about, and what is only mentioned."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.trained import TrainedComponent
from bot.reading.composition import read_spans
from bot.reading.tagging.tagger import SpanTagger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SpanHead(TrainedComponent[SpanTagger]):
    """Sets the sheet's `places`, `times` and `bodies` anew. Comes after the components that find them by rule."""

    step = read_spans
    field = "spans"
