"""Plain speech that corrects: "不对，是5栋", "不是502，是602", "时间是昨天晚上". Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from actions.case_draft import KIND_LABELS, CaseDraft, body_words, phone, place_words, time_words, with_kind, without
from actions.form import ANSWER_LIMIT, Form, joined, place_of, time_of
from actions.places import mended_place
from actions.short_answers import plain
from actions.turn import Turn

SURE_OF_CATEGORY = 0.4  # from here on a correction in words also corrects the category
_KIND_WORDS = {label: code for code, label in KIND_LABELS.items()}
_FIELD_WORDS = (
    ("place", re.compile(r"^(?:地点|地址|位置|地方|楼号|楼栋|门牌)(?:应该)?(?:是|为|改成|改为|换成|[:：])?\s*")),
    ("time", re.compile(r"^(?:时间|日期|日子)(?:应该)?(?:是|为|改成|改为|换成|[:：])?\s*")),
    ("contact", re.compile(r"^(?:电话|手机|手机号|号码|联系方式)(?:应该)?(?:是|为|改成|改为|换成|[:：])?\s*")),
)
_WRONG = r"(?:不对|错了?|有误|搞错了|写错了|说错了)"
_FIELD_IS_WRONG = re.compile(rf"^(?P<field>地点|地址|位置|地方|楼号|时间|日期|内容|事情|事|电话|手机号?){_WRONG}$")
_ONLY_FIELD = re.compile(r"^(?P<field>地点|地址|时间|日期|事情|内容|电话)$")
_FIELD_NAMES = {
    "place": ("地点", "地址", "位置", "地方", "楼号"),
    "time": ("时间", "日期"),
    "contact": ("电话", "手机", "手机号"),
}
IS = re.compile(r"^(?:应该|应当|其实|而)?(?:我们?家?)?(?:就)?(?:是|住在|住|在|改成|改为|换成)\s*")
_PLACE_SHAPE = re.compile(
    r"\d+\s*(?:栋|幢|号楼|单元|室|号|弄|楼|期|区|排|层)|小区|路口|门口|楼下|楼上|隔壁|[东南西北]门|村"
)
_TIME_SHAPE = re.compile(
    r"\d+\s*[点月日号]|[昨今前]天|[早晚]上|凌晨|中午|下午|上午|星期|礼拜|周[一二三四五六日末天]|每天|夜里|半夜"
)
_NOT_THIS_BUT_THAT = re.compile(
    r"^(?:不对|错了)?[，,。\s]*(?:不是|不叫|不在)(?P<old>[^，,。]{1,20}?)[，,。\s]*(?:而|应该|应当)?(?:是|叫|在)(?P<new>[^，,。]{1,40})"
)


def corrected(form: Form, said: str, turn: Turn, *, asked: str | None = None) -> Form | None:
    """The form with the right field set by what the correction names; None when it names nothing.

    `asked`: the field that was asked for, which then is the one that is meant.
    """
    other = swapped(form, turn.text.strip())
    if other is not None:
        return other
    named = field_named(said) or ((asked, said) if asked else None)
    value = IS.sub("", (named[1] if named else said)).strip("，,。. ")
    if not value:
        return None
    field_name = named[0] if named else _field_of(value, turn)
    return replace(_with_value(form, field_name, value, turn), stage="confirm")


def _with_value(form: Form, field_name: str, value: str, turn: Turn) -> Form:
    draft, answers = form.draft, dict(form.answers)
    if field_name == "place":
        answers["place"] = mended_place(place_of(form), value)[:ANSWER_LIMIT]
        draft = without(draft, "places")
    elif field_name == "time":
        answers["time"] = value[:ANSWER_LIMIT]
        draft = without(draft, "times")
    elif field_name == "body":
        answers["body"] = (body_words(turn.draft) or [value])[0][:ANSWER_LIMIT]
        draft = without(draft, "bodies")
    elif field_name == "kind":
        draft = with_kind(draft, _KIND_WORDS[next(label for label in _KIND_WORDS if label in value)])
    elif field_name == "contact":
        answers["contact"] = (phone(turn.draft) or value)[:ANSWER_LIMIT]
    else:
        answers["detail"] = joined(answers.get("detail"), value)
        if turn.draft["category"]["score"] >= SURE_OF_CATEGORY:
            draft = cast(CaseDraft, {**draft, "category": turn.draft["category"]})
    return replace(form, draft=draft, answers=answers)


def swapped(form: Form, text: str) -> Form | None:
    """ "不是502，是602", where 502 stands in the place or the time."""
    found = _NOT_THIS_BUT_THAT.match(text)
    if found is None:
        return None
    old, new = found.group("old").strip(), found.group("new").strip()
    place, time = place_of(form), time_of(form)
    if old in place:
        answers = form.answers | {"place": place.replace(old, new)[:ANSWER_LIMIT]}
        return replace(form, draft=without(form.draft, "places"), answers=answers, stage="confirm")
    if old in time:
        answers = form.answers | {"time": time.replace(old, new)[:ANSWER_LIMIT]}
        return replace(form, draft=without(form.draft, "times"), answers=answers, stage="confirm")
    return None


def field_said_wrong(text: str) -> tuple[str, str] | None:
    """ "地址错了": the field (place, time, contact, detail) and the resident's word for it."""
    found = _FIELD_IS_WRONG.match(plain(text)) or _ONLY_FIELD.match(plain(text))
    if found is None:
        return None
    word = found.group("field")
    return next((name for name, words in _FIELD_NAMES.items() if word in words), "detail"), word


def field_named(said: str) -> tuple[str, str] | None:
    for name, pattern in _FIELD_WORDS:
        found = pattern.match(said)
        if found and said[found.end() :].strip():
            return name, said[found.end() :].strip()
    return None


def _field_of(value: str, turn: Turn) -> str:
    if len(value) <= 8 and any(label in value for label in _KIND_WORDS):
        return "kind"
    if turn.located:
        return "place"
    if phone(turn.draft):
        return "contact"
    if place_words(turn.draft) or (_PLACE_SHAPE.search(value) and not time_words(turn.draft)):
        return "place"
    if time_words(turn.draft) or _TIME_SHAPE.search(value):
        return "time"
    if body_words(turn.draft):
        return "body"
    return "detail"
