"""The Chinese words of the registers, by code (`data/register_words.csv`).

`kind.…`, `purpose.…`, `end.…`: labels; `basis.…`: the law or task of a purpose; `fault.…`: what is wrong with a field;
`not.…`: why something cannot be done now; `column.…`, `sheet.…`: headings of an exported file; `copy.…`: words in the
copy that a person gets of their data.
"""

from __future__ import annotations

from portal.kernel.config import PROJECT
from portal.wording.coded import CodedSentences

_WORDS = CodedSentences(PROJECT / "data" / "register_words.csv")
sentence, texts = _WORDS.sentence, _WORDS.texts
