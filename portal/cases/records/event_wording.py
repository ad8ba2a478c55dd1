"""Our sentences about cases, by code (`data/case_events.csv`).

`reporter.…` and `staff.…`: what the reporter and what staff read, mostly on their timelines; `danger.…`: kinds of danger;
`danger_sign.…`: what an SMS names when people are paged anew;
`handover.…`: why a person is wanted; `refused.…`: why a case cannot be changed so; `hotline.…`: of the hotline's file and
its lines; `readers.…`: who reads a case that is kept from a clerk; `alarm.…`: what is added to an alarm; `inspection.…`, `joint.…`, `reason.…`: what a form asks staff to write.
"""

from __future__ import annotations

from portal.kernel.config import PROJECT
from portal.wording.coded import CodedSentences

_WORDS = CodedSentences(PROJECT / "data" / "case_events.csv")
sentence, texts = _WORDS.sentence, _WORDS.texts


def sentence_in_group(group: str, code: str, otherwise: str) -> str:
    """The Chinese sentence of this code in a group (`danger`, `handover`); if there is none, the group's for `otherwise`."""
    known = f"{group}.{code}" in texts()
    return sentence(f"{group}.{code if known else otherwise}")
