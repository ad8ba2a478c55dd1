"""Our sentences about cases, by code (`data/case_events.csv`).

`reporter.…` and `staff.…`: what the reporter and what staff read, mostly on their timelines; `danger.…`: kinds of danger;
`danger_sign.…`: what an SMS names when people are paged anew;
`handover.…`: why a person is wanted; `refused.…`: why a case cannot be changed so; `hotline.…`: of the hotline's file and
its lines; `readers.…`: who reads a case that is kept from a clerk; `time.…`: how a time is shown; `alarm.…`: what is added to an alarm; `inspection.…`, `joint.…`, `reason.…`: what a form asks staff to write.
"""

from __future__ import annotations

from portal.cases.reading import mentioned_times
from portal.kernel.config import PROJECT
from portal.wording.coded import CodedSentences

_WORDS = CodedSentences(PROJECT / "data" / "case_events.csv")
sentence, texts = _WORDS.sentence, _WORDS.texts


def time_in_words(time: str, text: str) -> str:
    """A time of a report as it is shown beside the report's own `text`: 断了三天 as 三天了, 天天半夜 as 每天半夜."""
    return "、".join(_in_words(one, text) for one in time.split("、"))


def _in_words(time: str, text: str) -> str:
    if rest := mentioned_times.without_each(time):
        return sentence("time.each", rest=rest)
    return sentence("time.lasted", time=time) if mentioned_times.has_lasted(time, text) else time


def sentence_in_group(group: str, code: str, otherwise: str) -> str:
    """The Chinese sentence of this code in a group (`danger`, `handover`); if there is none, the group's for `otherwise`."""
    known = f"{group}.{code}" in texts()
    return sentence(f"{group}.{code if known else otherwise}")
