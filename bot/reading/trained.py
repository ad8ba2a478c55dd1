"""What training makes of the shipped data and the operator's export: the heads with which a message is read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.classifying.category import CategoryHeads
from bot.reading.classifying.danger import DangerHead
from bot.reading.classifying.heads import Head
from bot.reading.tagging.tagger import SpanTagger


@dataclass
class Heads:
    """The trained classifiers, one for each question about a message, and `spans`, the tagger of places, times and bodies."""

    intent: Head
    act: Head
    kind: Head
    category: CategoryHeads
    danger: DangerHead
    spans: SpanTagger
