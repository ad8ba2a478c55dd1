"""The last component: what the others found becomes the case draft of `contract/case_draft.schema.json`."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, normal_of
from bot.reading.draft import make_draft
from bot.reading.matters import correction, find_matters


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DraftMaker(Part):
    """Sets `case`, which actions read as `tracker.latest_message["case"]`."""

    def read(self, message: Message) -> None:
        normal = normal_of(message)
        best, others, words = message.get("category")
        intent = message.get("intent")
        draft = make_draft(
            normal,
            kind=message.get("kind"),
            category=best,
            alternatives=others,
            deciding=words,
            places=message.get("places"),
            times=message.get("times"),
            bodies=message.get("bodies"),
            urgency=message.get("urgency"),
            personal=message.get("personal"),
            intent=(intent["name"], float(intent["confidence"])),
            correction=correction(normal.text, message.get("places")) if intent["name"] == "deny" else None,
            matters=find_matters(normal.text, intent["name"]),
        )
        message.set("case", draft, add_to_output=True)
