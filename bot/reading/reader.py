"""Read messages one after another without Rasa: a text in, a case draft out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.reading.classifying.embedding import embed
from bot.reading.community import CommunityFiles
from bot.reading.composition import begin_sheet, build_draft, read_all
from bot.reading.danger.kinds.situations import situations
from bot.reading.tagging.tagger import SpanTagger
from bot.reading.text.normal_form import normalise
from bot.reading.text.words import split_words
from bot.reading.trained import Heads


def warm_up() -> None:
    """Load jieba, the homophones, the encoder and the table of situations now, so that the first message does not wait for them."""
    situations()
    embed([" ".join(split_words(normalise("三栋楼下的路灯坏了").text))])


class Reader:
    """Reads messages with trained heads and the community's files. No text makes it raise."""

    def __init__(self, heads: Heads, files: CommunityFiles | None = None) -> None:
        self._heads = heads
        self._files = files or CommunityFiles()

    def with_spans(self, tagger: SpanTagger) -> Reader:
        """A new reader that differs from this one only in its tagger."""
        return Reader(replace(self._heads, spans=tagger), self._files)

    def embed_ahead(self, texts: Sequence[str]) -> None:
        """Embed the texts to be read next all at once, which takes half the time."""
        embed([normalise(text).text for text in texts])

    def read(self, text: str, sent_at: datetime) -> dict[str, Any]:
        """Read one message; returns its draft. `sent_at`: with time zone; what 昨天 counts from."""
        sheet = begin_sheet(text, sent_at, self._files)
        read_all(sheet, self._heads)
        return build_draft(sheet)
