"""Read a time that its sender thinks aloud (早上七点，啊不是，六点半; 两点还是三点来着，三点吧): the last one counts. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import time_words
from actions.conversation.turn import Turn
from actions.intake.corrections.taking_back import NOT_SO
from actions.intake.form import ANSWER_LIMIT, Form
from actions.intake.step import Step, ask_next

_LONGEST_READ = 200  # characters
_DAY = re.compile(
    r"(?:大?前天|昨[天晚夜日]|今[天早晚日]|明[天早晚]|后天|前晚|(?:[上这本下]{1,2}个?)?(?:周|星期|礼拜)[一二三四五六日天末]|每天|天天|\d{1,2}月\d{1,2}[号日])"
).pattern
_PART = re.compile(r"(?:凌晨|大?清早|清晨|一大?早|早[上晨]|上午|中午|下午|傍晚|晚上|夜里|半夜|夜间|深夜|白天)").pattern
_HOUR = re.compile(
    r"(?:[零〇一二两三四五六七八九十]{1,3}|\d{1,2})(?:点(?:钟|半|多|[一三]刻|[零一二三四五十\d]{1,3}分?)?|[:：]\d{2})(?:多|左右)?"
).pattern
_TIME = re.compile(rf"(?:{_DAY}的?{_PART}?(?:{_HOUR})?|{_PART}(?:{_HOUR})?|{_HOUR})").pattern
_PARTS_OF_TIME = re.compile(rf"(?P<day>{_DAY})?的?(?P<part>{_PART})?(?P<hour>{_HOUR})?")
_OH = re.compile(r"(?:啊|哦|噢|嗯|呃|哎呀?|唉|诶|喔|额|呀|那个)").pattern
_MARK = r"[，,。.…、~～\s]"
_NO = re.compile(rf"(?:不对不对|{NOT_SO}|(?:我)?(?:说|记|搞|讲|打|写|弄)?错了|更正一?下?)").pattern
_SURELY = re.compile(rf"(?:{_OH}|{_MARK}|应该|好像|大概|是|就是|我想想|得|才|反正|估计){{0,5}}").pattern
_TAKES_BACK = re.compile(
    rf"(?:{_MARK}{{0,3}}(?:{_OH}{_MARK}{{0,2}}){{0,2}}{_NO}{_SURELY}"
    rf"|{_MARK}{{0,3}}(?:{_OH}{_MARK}{{0,2}}){{1,2}}不是{_SURELY}"
    rf"|{_MARK}{{1,3}}不是(?:{_MARK}{{1,2}}{_SURELY}|是)"
    rf"|{_MARK}{{1,3}}不{_MARK}{{1,3}}{_SURELY})"
).pattern
_TAKEN_BACK = re.compile(
    rf"(?P<old>{_TIME})(?:的?(?:样子|时候)|左右)?(?:(?:[^，,。.…、~～\s]{{1,6}}(?={_MARK})|[^，,。.…、~～\s]{{0,5}}[的了](?={_NO}(?:应该|其实|就)?是))?{_TAKES_BACK})(?P<new>{_TIME})"
)
_ONE_OF_TWO = re.compile(
    rf"(?P<old>{_TIME})(?:还是|或者?是?|要么)(?P<other>{_TIME})[^，,。…\s]{{0,10}}{_MARK}{{1,3}}(?:反正|应该|好像|大概|就|算|嗯|对|还是|是){{0,3}}(?P<new>{_TIME})(?=吧|了|来着|{_MARK}|$)"
)
_NARROWS = re.compile(
    rf"{_MARK}{{1,3}}(?:{_OH}){{0,2}}(?:大概|差不多|应该|好像|可能|估计)(?:是|有|得)?(?P<new>{_HOUR})"
)
_WHICH_WEEK = re.compile(r"[上这本下]{1,2}个?(?=周|星期|礼拜)")
_OF_A_WEEK = re.compile("周|星期|礼拜")
_OF_MIDNIGHT = re.compile("^(?:零|〇|0)")


def time_thought_aloud(text: str) -> tuple[str, int, int] | None:
    """The time that counts, with the day and part of the day of what it takes back, and where all of it stands (start, end); None where no time is taken back."""
    said = text[:_LONGEST_READ]
    found = _ONE_OF_TWO.search(said) or _TAKEN_BACK.search(said)
    if found is None:
        return None
    start, time = found.start(), _with_what_it_keeps(found["old"], found["new"])
    if "other" in found.re.groupindex:
        time = _with_what_it_keeps(_with_what_it_keeps(found["old"], found["other"]), found["new"])
    while (again := _TAKEN_BACK.match(said, found.start("new"))) is not None:
        time, found = _with_what_it_keeps(time, again["new"]), again
    narrows = _NARROWS.match(said, found.end("new"))
    if narrows is None:
        return time, start, found.end("new")
    return _with_what_it_keeps(time, narrows["new"]), start, narrows.end()


def _with_what_it_keeps(old: str, new: str) -> str:
    """The new time, with what it does not say of the old one: its day, and the part of the day or the hour."""
    before, now = _PARTS_OF_TIME.match(old), _PARTS_OF_TIME.match(new)
    if before is None or now is None:
        return new
    day, part, hour = (now[name] or "" for name in ("day", "part", "hour"))
    kept_part, kept_hour = before["part"] or "", before["hour"] or ""
    if not part and not (day and hour) and not _OF_MIDNIGHT.match(hour):
        part = kept_part
    if not hour and not (day and now["part"]):
        hour = kept_hour
    week = _WHICH_WEEK.match(before["day"] or "")
    if week is not None and _OF_A_WEEK.match(day):
        day = f"{week.group()}{day}"
    return f"{day or before['day'] or ''}{part}{hour}"


def settle_time(form: Form, turn: Turn) -> Form:
    """The form of a message, with the time that counts where one is thought aloud in it, beside the times said elsewhere."""
    settled = time_thought_aloud(turn.text)
    if settled is None:
        return form
    time, start, end = settled
    others = [one for one in turn.draft["times"] if not start <= one["start"] < end]
    beside = time_words({**turn.draft, "times": others})
    return replace(form, answers=form.answers | {"time": "、".join((time, *beside))[:ANSWER_LIMIT]})


def with_settled_time(step: Step, turn: Turn) -> Step:
    """The step, with such a time in its form, and in the summary, if it shows one."""
    if step.form is None or not step.form.text:
        return step
    form = settle_time(step.form, turn)
    if form == step.form:
        return step
    summary = next((one.response for one in step.says if one.asks == "confirm"), None)
    return ask_next(form, summary=summary) if summary else replace(step, form=form)
