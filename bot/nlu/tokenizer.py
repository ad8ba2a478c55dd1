"""Jieba's words, with the community's names kept whole."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import COMMUNITY, Part, normal_of
from bot.reading.reader import reading_for


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CommunityTokenizer(Part):
    """Leaves `reading` (bot.reading.classifying.heads.Reading): what the heads classify."""

    def read(self, message: Message) -> None:
        message.set("reading", reading_for(normal_of(message), COMMUNITY))
