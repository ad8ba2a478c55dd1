"""What training makes of the shipped data: the heads with which a message is read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.classifying.category import CategoryHeads
from bot.reading.classifying.danger import DangerHead
from bot.reading.classifying.heads import Head
from bot.reading.tagging.tagger import SpanTagger


@dataclass
class Heads:
    """The trained classifiers, one for each question about a message."""

    intent: Head
    kind: Head
    category: CategoryHeads
    danger: DangerHead
    spans: SpanTagger
