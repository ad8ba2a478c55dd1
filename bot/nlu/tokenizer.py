"""Component that splits a message into words with jieba, keeping the community's names whole."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.untrained import UntrainedComponent
from bot.reading.composition import read_words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CommunityTokenizer(UntrainedComponent):
    """Sets the sheet's `reading`, the input of the heads."""

    step = read_words
