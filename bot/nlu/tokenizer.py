"""Component that splits a message into words with jieba, keeping the community's names whole."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import COMMUNITY, Part, normal_of
from bot.reading.reader import reading_for


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CommunityTokenizer(Part):
    """Sets `reading` on the message: a bot.reading.classifying.heads.Reading, the input of the heads."""

    def read(self, message: Message) -> None:
        message.set("reading", reading_for(normal_of(message), COMMUNITY))
