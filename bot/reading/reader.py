"""Read a message with all parts of the reading: takes a text, gives a case draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.reading.classifying import category, intent, kind
from bot.reading.classifying.danger import DangerHead
from bot.reading.classifying.heads import READ_FOR_CLASSES, Head, Reading
from bot.reading.classifying.meaning import meanings
from bot.reading.classifying.urgency import read_urgency
from bot.reading.community import Community, CommunityFiles
from bot.reading.draft import make_draft, said, with_matters
from bot.reading.spotting.bodies import find_bodies
from bot.reading.spotting.matters import LETTER, TELLS, find_matters, instead, narrowed
from bot.reading.spotting.personal import find_personal
from bot.reading.spotting.places import Place, find_places
from bot.reading.spotting.times import find_times
from bot.reading.text.normal_form import Normal, normalise
from bot.reading.text.spans import Span
from bot.reading.text.words import add_names, cut

_taught: dict[int, int] = {}


def _teach(files: CommunityFiles, community: Community) -> None:
    """Add the community's names to jieba, once for each version of the files."""
    if _taught.get(id(files)) != files.version:
        add_names([*community.places, *community.bodies])
        _taught[id(files)] = files.version


def reading_for(normal: Normal, files: CommunityFiles) -> Reading:
    """The input of the heads: the beginning of the normal text, and its words."""
    _teach(files, files.now())
    text = normal.text[:READ_FOR_CLASSES]
    return Reading(text, tuple(cut(text)))


def warm_up() -> None:
    """Load jieba, the homophones and the encoder now, so that the first message need not wait."""
    meanings([" ".join(cut(normalise("三栋楼下的路灯坏了").text))])


@dataclass
class Heads:
    intent: Head
    kind: Head
    category: category.CategoryHeads
    danger: DangerHead


class Reader:
    """Reads messages with trained heads and the community's files. Raises on no text whatever."""

    def __init__(self, heads: Heads, files: CommunityFiles | None = None) -> None:
        self._heads = heads
        self._files = files or CommunityFiles()

    def expect(self, texts: Sequence[str]) -> None:
        """Embed the texts to be read next all at once, which takes half the time."""
        meanings([normalise(text).text for text in texts])

    def read(self, text: str, sent_at: datetime) -> dict[str, Any]:
        """Read one message; returns its draft. `sent_at`: with time zone; what 昨天 counts from."""
        normal = normalise(text)
        draft = self._draft(normal, sent_at)
        if draft["intent"]["code"] not in TELLS:
            return draft
        spans = find_matters(normal.text)
        chat = len(normal.text) < LETTER
        apart = [self._draft(normalise(said(normal, span)["text"]), sent_at) if chat else None for span in spans]
        return with_matters(draft, normal, list(zip(spans, apart, strict=True)))

    def _draft(self, normal: Normal, sent_at: datetime) -> dict[str, Any]:
        community = self._files.now()
        reading = reading_for(normal, self._files)
        best, others, deciding = category.read_category(self._heads.category, reading)
        places = find_places(normal, reading.words, community)
        urgency = read_urgency(self._heads.danger, reading, normal.text)
        wanted = intent.ranked(self._heads.intent, reading, urgency.level == "emergency")[0]
        return make_draft(
            normal,
            kind=kind.read_kind(self._heads.kind, reading),
            category=best,
            alternatives=others,
            deciding=deciding,
            places=places,
            times=find_times(normal.text, sent_at, [place.span for place in places]),
            bodies=find_bodies(normal.text, reading.words, community),
            urgency=urgency,
            personal=find_personal(normal),
            intent=wanted,
            instead=self._instead(normal, places) if wanted[0] == "deny" else None,
        )

    def _instead(self, normal: Normal, places: list[Place]) -> tuple[Span, category.Category] | None:
        span = instead(normal.text)
        if span is None:
            return None
        reading = reading_for(normalise(said(normal, span)["text"]), self._files)
        return narrowed(span, places), category.read_category(self._heads.category, reading)[0]
