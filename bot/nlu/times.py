"""Component that finds times in a message and the days they mean, counted from when it was sent."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, normal_of
from bot.reading.spotting.times import find_times
from bot.reading.text.moment import sent_moment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TimeFinder(Part):
    """Sets `times` on the message: a list of bot.reading.spotting.times.When.

    Comes after the places, so that a number in a place is not taken for a date.
    """

    def read(self, message: Message) -> None:
        sent_at = sent_moment((message.get("metadata") or {}).get("sent_at"))
        places = [place.span for place in message.get("places") or []]
        message.set("times", find_times(normal_of(message).text, sent_at, places))
