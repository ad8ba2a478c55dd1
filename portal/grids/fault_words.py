"""The Chinese sentences of the grids' room, by code (`data/grid_faults.csv`): mostly faults; also reports and labels."""

from __future__ import annotations

from portal.kernel.config import PROJECT
from portal.wording.coded import CodedSentences

sentence = CodedSentences(PROJECT / "data" / "grid_faults.csv").sentence
