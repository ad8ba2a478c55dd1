"""How a case is taken: what is asked, what an answer means, what is corrected, when it is registered. Pure.

A place once named is enough, however coarse; at most two questions; 不知道 is an answer; the summary quotes the resident.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, cast

from actions import short_answers as short
from actions.case_draft import (
    KIND_LABELS,
    CaseDraft,
    body_words,
    phone,
    place_words,
    time_words,
    with_kind,
    without,
)
from actions.say import Part, Say
from actions.turn import LIMIT, Turn
from actions.wording import quote

MOST_QUESTIONS = 2
MISSES_BEFORE_A_PERSON = 3
ANSWER_LIMIT = 200  # characters of a place, a time, a contact
DETAIL_LIMIT = 2000
FAQ_LIMIT = 60  # a longer question is a matter of its own, whatever it resembles
LETTER = 40  # from here on a message is a letter: what it names loosely counts as named

Effect = Literal["register", "keep", "drop", "nothing"]

_NEEDS_PLACE = frozenset({"complaint", "request", "tip_off"})
_FILLER = re.compile(
    r"你好|您好|在吗|请问|我们?|你们?|大家|要|想|来|有|个|件|点|一下|一个|一件|些|反映|反应|投诉|举报|咨询|求助|报修|上报|报告|报|"
    r"建议|提|意见|问题|情况|事情|事|帮忙|帮|麻烦|处理|解决|的|了|吗|呢|吧|啊|这里|这边|向|跟"
)
_NAMED_LOOSELY = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{2,}?(?:小区|花园|家园|公寓|大厦|新村|社区|街道|大道|大街|路口|路段|广场|公园|市场|商场|超市|"
    r"中学|小学|学校|大学|学院|幼儿园|医院|车站|公交站|工业园|开发区|水库|河道|[县区市镇乡村])|\d+\s*(?:栋|幢|号楼|单元|弄|号院)"
)
_HAPPENS_AT_TIMES = re.compile(r"噪音|噪声|吵|扰民|油烟|烧烤|占道|摆摊|施工|打麻将|广场舞|遛狗|乱停|飙车")
_SAYS_WHEN = re.compile(
    r"[点早晚夜凌晨]|每天|天天|昨|今|明|刚|一直|经常|老是|总是|长期|最近|[周月年]|星期|礼拜|小时|分钟|周末|[几多]天|中午|下午|上午|现在|正在"
)
_KIND_WORDS = {label: code for code, label in KIND_LABELS.items()}
_FIELD_WORDS = (
    ("place", re.compile(r"^(?:地点|地址|位置|地方|楼号|楼栋|门牌)(?:应该)?(?:是|为|改成|改为|换成|[:：])?\s*")),
    ("time", re.compile(r"^(?:时间|日期|日子)(?:应该)?(?:是|为|改成|改为|换成|[:：])?\s*")),
    ("contact", re.compile(r"^(?:电话|手机|手机号|号码|联系方式)(?:应该)?(?:是|为|改成|改为|换成|[:：])?\s*")),
)
_ONLY_FIELD = re.compile(
    r"^(地点|地址|位置|地方|楼号|时间|日期|内容|事情|事|电话|手机号?)(?:不对|错了|有误|搞错了|写错了)?$"
)
_IS = re.compile(r"^(?:应该|应当|其实|而)?(?:就)?(?:是|在|改成|改为|换成)\s*")
_PLACE_SHAPE = re.compile(
    r"\d+\s*(?:栋|幢|号楼|单元|室|号|弄|楼|期|区|排|层)|小区|路口|门口|楼下|楼上|隔壁|[东南西北]门|村"
)
_TIME_SHAPE = re.compile(
    r"\d+\s*[点月日号]|[昨今前]天|[早晚]上|凌晨|中午|下午|上午|星期|礼拜|周[一二三四五六日末天]|每天|夜里|半夜"
)
_BUILDING_PART = re.compile(r"(\d+|[一二三四五六七八九十]+)\s*(栋|幢|号楼|单元|室|层|楼|号|弄|期)")
_NOT_THIS_BUT_THAT = re.compile(
    r"^(?:不对|错了)?[，,。\s]*(?:不是|不叫|不在)(?P<old>[^，,。]{1,20}?)[，,。\s]*(?:而|应该|应当)?(?:是|叫|在)(?P<new>[^，,。]{1,40})"
)
_FIRST_MATTER = re.compile(r"前|第一|原来|先前|刚才|老|旧|^1$|^一$")
_NEW_MATTER = re.compile(r"新|后|第二|另|^2$|^二$")


@dataclass(frozen=True)
class Form:
    """The open case. `stage` is what was asked last: place, time, detail, confirm, wrong, choose, answered (a common question).

    `answers`: what was said when asked or corrected (place, time, contact, body, detail). `other`: a second matter, waiting.
    """

    text: str
    draft: CaseDraft
    stage: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    misses: int = 0
    other: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"asked": list(self.asked), "photos": list(self.photos)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Form:
        return cls(
            text=str(kept["text"]),
            draft=cast(CaseDraft, kept["draft"]),
            stage=str(kept.get("stage", "")),
            answers=dict(kept.get("answers") or {}),
            asked=tuple(kept.get("asked") or ()),
            photos=tuple(kept.get("photos") or ()),
            misses=int(kept.get("misses", 0)),
            other=kept.get("other"),
        )


@dataclass(frozen=True)
class Step:
    """What to say, what to remember, and what to do: register it, keep the draft in the portal, drop it, or nothing."""

    form: Form | None
    says: tuple[Say, ...]
    effect: Effect
    turn_over: bool = False  # whoever is left speechless three times is offered a person


def start(turn: Turn) -> Step:
    """A first message: a matter, or a question to which there may be an answer already."""
    form = _with_contact(Form(text=turn.text, draft=turn.draft, photos=turn.photos), turn)
    if _may_be_answered(turn):
        assert turn.faq is not None
        asked = replace(form, stage="answered")
        return Step(
            asked, (Say("utter_faq_answer", _faq_params(turn)), Say("utter_ask_answered", asks="answered")), "keep"
        )
    return go_on(form)


def go_on(form: Form, *, summary: str = "utter_confirm_case") -> Step:
    """Ask what is missing and needed, or show the summary."""
    question = next_question(form)
    if question is None:
        asking = replace(form, stage="confirm", misses=0)
        return Step(asking, (summary_of(asking, summary),), "keep")
    asking = replace(form, stage=question, asked=(*form.asked, question), misses=0)
    return Step(asking, (Say(f"utter_ask_{question}", asks=question),), "keep")


def next_question(form: Form) -> str | None:
    """detail, place, time, or None: nothing needed is missing, or two questions were asked."""
    questions = [name for name in form.asked if name in ("detail", "place", "time")]
    if len(questions) >= MOST_QUESTIONS:
        return None
    if "detail" not in questions and lacks_a_matter(form.text):
        return "detail"
    if "place" not in questions and needs_place(form):
        return "place"
    if "time" not in questions and needs_time(form):
        return "time"
    return None


def lacks_a_matter(text: str) -> bool:
    """Whether the message only says that there is something ("我要投诉")."""
    return len(_FILLER.sub("", short.plain(text))) < 2


def needs_place(form: Form) -> bool:
    """Inquiries, suggestions and praise need none; a letter that names one loosely has named it."""
    if form.draft["kind"]["code"] not in _NEEDS_PLACE or "place" in form.answers or place_words(form.draft):
        return False
    if len(form.text) >= LETTER and _NAMED_LOOSELY.search(form.text):
        return False
    return "place" in form.draft["missing"]


def needs_time(form: Form) -> bool:
    """Only where whoever looks into it must know when to come: noise, fumes, stalls; and nothing says when."""
    if form.draft["kind"]["code"] not in ("complaint", "tip_off") or "time" in form.answers or time_words(form.draft):
        return False
    said = form.text + form.answers.get("place", "") + form.answers.get("detail", "")
    return len(said) < LETTER and bool(_HAPPENS_AT_TIMES.search(said)) and not _SAYS_WHEN.search(said)


def answer(form: Form, turn: Turn) -> Step:
    """A message while the case is open."""
    text = turn.text.strip()
    if short.is_stop(text) or (turn.surely("stop", "withdraw", score=0.8) and len(text) <= 10 and not _has_spans(turn)):
        return Step(_second(form), (Say("utter_dropped"), *_says_of_second(form)), "drop")
    if short.is_wait(text):
        return Step(form, (Say("utter_wait"),), "nothing")
    if turn.photos and not short.has_words(text):
        return _take_photos(form, turn)
    form = _with_contact(replace(form, photos=_photos(form, turn)), turn)
    if form.stage in ("place", "time", "detail"):
        return _answer_question(form, turn)
    if form.stage == "wrong":
        return _say_what_is_wrong(form, turn)
    if form.stage == "choose":
        return _choose(form, turn)
    if form.stage == "answered":
        return _was_it_answered(form, turn)
    return _answer_summary(form, turn)


def registered_next(form: Form) -> Step | None:
    """After registering: the second matter, if one waits."""
    if form.other is None:
        return None
    second = Form.from_json(form.other)
    step = go_on(replace(second, stage="", other=None))
    return Step(step.form, (Say("utter_now_the_other"), *step.says), "keep")


def summary_of(form: Form, response: str = "utter_confirm_case") -> Say:
    """The case as understood, with the resident's own words; asks for 是 or 不对."""
    return Say(response, {"quote": quote(form.text)}, {"lines": _lines(form)}, asks="confirm")


def repeat_question(form: Form) -> Say:
    """What the open form waits for, after something else was answered."""
    if form.stage in ("place", "time", "detail"):
        return Say(f"utter_ask_{form.stage}", asks=form.stage)
    return Say("utter_still_open", {"quote": quote(form.text, 20)}, asks="confirm")


def registration(form: Form) -> tuple[str, CaseDraft, dict[str, str]]:
    """The text, the draft and the answers to register: what was added stands after the first message, so spans still hold."""
    answers = dict(form.answers)
    text, draft = form.text, form.draft
    body = answers.pop("body", None)
    if body:
        text = f"{text}\n{body}"
        named = {"text": body, "start": len(text) - len(body), "end": len(text)}
        draft = cast(CaseDraft, {**draft, "bodies": [named, *draft["bodies"]]})
    detail = answers.pop("detail", None)
    if detail:
        text = f"{text}\n{detail}"[:LIMIT] if text else detail
    return text, draft, answers


def place_of(form: Form) -> str:
    """The place in the resident's words, or nothing."""
    return form.answers.get("place") or "、".join(place_words(form.draft)[:3])


def time_of(form: Form) -> str:
    """The time in the resident's words, or nothing."""
    return form.answers.get("time") or "、".join(time_words(form.draft)[:2])


def mended_place(old: str, new: str) -> str:
    """A corrected place: "5栋" in "幸福家园3栋楼下" gives "幸福家园5栋楼下"; a whole new place replaces it."""
    parts = list(_BUILDING_PART.finditer(new))
    if not parts or _BUILDING_PART.sub("", new).strip(" 的楼下上门口里") or not old:
        return new
    mended = old
    for part in parts:
        same = [found for found in _BUILDING_PART.finditer(mended) if _same_unit(found.group(2), part.group(2))]
        if not same:
            return new if len(parts) > 1 else mended + new
        mended = mended[: same[-1].start()] + part.group() + mended[same[-1].end() :]
    return mended


def _same_unit(one: str, other: str) -> bool:
    buildings = {"栋", "幢", "号楼"}
    return one == other or (one in buildings and other in buildings)


# --- questions -----------------------------------------------------------------------------------------------------


def _answer_question(form: Form, turn: Turn) -> Step:
    if form.stage != "detail" and _is_another_matter(turn):
        return _offer_choice(form, turn)
    if not short.has_words(turn.text):
        return _missed(form)
    if form.stage == "detail":
        return go_on(_with_matter(form, turn))
    if short.is_unknown(turn.text) or short.is_no_name_for_a_place(turn.text):
        return go_on(form)
    return go_on(_with_answer(form, form.stage, turn))


def _with_matter(form: Form, turn: Turn) -> Form:
    """The answer to "what is it about" is the message; what the first one said of place and time stays."""
    if short.is_unknown(turn.text) or lacks_a_matter(turn.text):
        return form
    answers = dict(form.answers)
    if place_words(form.draft) and not place_words(turn.draft):
        answers.setdefault("place", "、".join(place_words(form.draft)))
    if time_words(form.draft) and not time_words(turn.draft):
        answers.setdefault("time", "、".join(time_words(form.draft)))
    return replace(form, text=turn.text, draft=turn.draft, answers=answers)


def _with_answer(form: Form, field_name: str, turn: Turn) -> Form:
    said = _IS.sub("", turn.text.strip())
    spans = place_words(turn.draft) if field_name == "place" else time_words(turn.draft)
    answers = dict(form.answers)
    if field_name == "place" and not spans and len("".join(time_words(turn.draft))) * 2 > len(said):
        return replace(form, answers=answers | {"time": said[:ANSWER_LIMIT]})  # when, where it was asked where
    if len(said) > LETTER and spans:
        answers[field_name] = "、".join(spans)[:ANSWER_LIMIT]
        answers["detail"] = _joined(answers.get("detail"), turn.text)
    else:
        answers[field_name] = said[:ANSWER_LIMIT]
    if field_name == "place" and time_words(turn.draft) and not time_words(form.draft):
        answers.setdefault("time", time_words(turn.draft)[0])
    if field_name == "time" and place_words(turn.draft) and not place_of(form):
        answers.setdefault("place", place_words(turn.draft)[0])
    return replace(form, answers=answers)


# --- the summary ---------------------------------------------------------------------------------------------------


def _answer_summary(form: Form, turn: Turn) -> Step:
    text = turn.text.strip()
    if _confirms(turn):
        return Step(form, (), "register")
    if short.is_deny(text):
        return _ask_what_is_wrong(form)
    if _is_another_matter(turn) or _is_clearly_another(form, turn):
        return _offer_choice(form, turn)
    correction = short.after_deny(text) or _correction(turn)
    if correction:
        return _correct(form, correction, turn)
    if turn.surely("deny", score=0.7) and len(text) <= 8 and not _has_spans(turn):
        return _ask_what_is_wrong(form)
    if len(text) <= 20 and (place_words(turn.draft) or _field_named(text)):
        return _correct(form, text, turn)
    if phone(turn.draft) and len(text) <= 30:
        return go_on(form, summary="utter_confirm_again")
    if len(short.plain(text)) >= 4 and not turn.surely("nlu_fallback", "out_of_scope", score=0.0):
        detail = _joined(form.answers.get("detail"), text)
        return go_on(replace(form, answers=form.answers | {"detail": detail}), summary="utter_confirm_added")
    if len(short.plain(text)) >= 8:
        detail = _joined(form.answers.get("detail"), text)
        return go_on(replace(form, answers=form.answers | {"detail": detail}), summary="utter_confirm_added")
    return _missed(form)


def _confirms(turn: Turn) -> bool:
    text = turn.text.strip()
    if short.is_affirm(text) or short.plain(text) == "同意":
        return True
    rest = short.after_affirm(text)
    if rest is not None:
        return not short.opens_another(rest) and not _has_spans(turn) and len(rest) <= 20 and "不" not in rest
    return turn.surely("affirm", score=0.7) and len(text) <= 8 and "不" not in text and not _has_spans(turn)


def _ask_what_is_wrong(form: Form) -> Step:
    if "wrong" in form.asked:
        return _missed(form)
    return Step(
        replace(form, stage="wrong", asked=(*form.asked, "wrong")), (Say("utter_ask_wrong", asks="detail"),), "keep"
    )


def _say_what_is_wrong(form: Form, turn: Turn) -> Step:
    text = turn.text.strip()
    if _confirms(turn) or short.is_unknown(text):
        return go_on(replace(form, stage="confirm"), summary="utter_confirm_again")
    named = _ONLY_FIELD.match(short.plain(text))
    if named:
        return Step(form, (Say("utter_ask_right", {"field": named.group(1)}, asks="detail"),), "nothing")
    if not short.has_words(text) or short.is_deny(text):
        return _missed(form)
    return _correct(form, short.after_deny(text) or _correction(turn) or text, turn)


def _correct(form: Form, said: str, turn: Turn) -> Step:
    """ "不对，是5栋": the right field by what the correction names."""
    named = _field_named(said)
    value = _IS.sub("", (named[1] if named else said)).strip("，,。. ")
    field_name = named[0] if named else _field_of(value, turn)
    if not value:
        return _ask_what_is_wrong(form)
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
        answers["detail"] = _joined(answers.get("detail"), value)
        if turn.draft["category"]["score"] >= 0.4:
            draft = cast(CaseDraft, {**draft, "category": turn.draft["category"]})
    return go_on(replace(form, draft=draft, answers=answers, stage="confirm"), summary="utter_confirm_again")


def _swapped(form: Form, text: str) -> Form | None:
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


def _field_named(said: str) -> tuple[str, str] | None:
    for name, pattern in _FIELD_WORDS:
        found = pattern.match(said)
        if found and said[found.end() :].strip():
            return name, said[found.end() :].strip()
    return None


def _field_of(value: str, turn: Turn) -> str:
    if len(value) <= 8 and any(label in value for label in _KIND_WORDS):
        return "kind"
    if phone(turn.draft):
        return "contact"
    if place_words(turn.draft) or (_PLACE_SHAPE.search(value) and not time_words(turn.draft)):
        return "place"
    if time_words(turn.draft) or _TIME_SHAPE.search(value):
        return "time"
    if body_words(turn.draft):
        return "body"
    return "detail"


def _missed(form: Form) -> Step:
    missed = replace(form, misses=form.misses + 1)
    if missed.misses >= MISSES_BEFORE_A_PERSON:
        return Step(replace(missed, misses=0), (Say("utter_offer_human", fallback=True),), "nothing", turn_over=True)
    if form.stage in ("place", "time", "detail"):
        return Step(missed, (Say(f"utter_again_{form.stage}", asks=form.stage, fallback=True),), "nothing")
    if form.stage == "wrong":
        return Step(missed, (Say("utter_again_wrong", asks="detail", fallback=True),), "nothing")
    return Step(
        missed, (Say("utter_again_confirm", {"quote": quote(form.text, 20)}, asks="confirm", fallback=True),), "nothing"
    )


# --- another matter ------------------------------------------------------------------------------------------------


def _is_another_matter(turn: Turn) -> bool:
    text = turn.text.strip()
    return short.opens_another(text) and len(text) >= 8 and not lacks_a_matter(text)


def _is_clearly_another(form: Form, turn: Turn) -> bool:
    """A whole message about something else, where only a yes or a correction was awaited."""
    said = turn.draft["category"]
    return (
        turn.surely("report_case", score=0.75)
        and len(turn.text.strip()) >= 12
        and short.after_deny(turn.text) is None
        and said["score"] >= 0.5
        and said["code"][:2] != form.draft["category"]["code"][:2]
    )


def _offer_choice(form: Form, turn: Turn) -> Step:
    if form.other is not None:  # two at once are enough: the third joins the second's words
        other = Form.from_json(form.other)
        kept = replace(form, other=replace(other, text=_joined(other.text, turn.text)).to_json())
        return Step(kept, (repeat_question(kept),), "keep")
    other = Form(text=turn.text, draft=turn.draft, photos=turn.photos)
    before = replace(form, stage="choose", other=other.to_json())
    says = Say("utter_two_matters", {"first": quote(form.text, 20), "second": quote(turn.text, 20)}, asks="which_case")
    return Step(before, (says,), "keep")


def _choose(form: Form, turn: Turn) -> Step:
    assert form.other is not None
    text = short.plain(turn.text)
    if _NEW_MATTER.search(text) and not _FIRST_MATTER.search(text):
        first = replace(form, other=None, stage="")
        return go_on(replace(Form.from_json(form.other), other=first.to_json()))
    return go_on(replace(form, stage=""))


def _second(form: Form) -> Form | None:
    step = registered_next(form)
    return step.form if step else None


def _says_of_second(form: Form) -> tuple[Say, ...]:
    step = registered_next(form)
    return step.says if step else ()


# --- a common question ---------------------------------------------------------------------------------------------


def _may_be_answered(turn: Turn) -> bool:
    return turn.faq is not None and len(turn.text) <= FAQ_LIMIT and turn.draft["urgency"].get("level") == "normal"


def _faq_params(turn: Turn) -> dict[str, str]:
    assert turn.faq is not None
    return {"answer": turn.faq["answer"], "source": turn.faq["source"]}


def _was_it_answered(form: Form, turn: Turn) -> Step:
    if _confirms(turn) or turn.surely("thank", score=0.7):
        return Step(None, (Say("utter_faq_glad"),), "drop")
    return go_on(replace(form, stage=""))


def leaves_answered(form: Form, turn: Turn) -> bool:
    """After a common question's answer anything but yes, no or "don't know" is a message of its own."""
    if form.stage != "answered":
        return False
    text = turn.text
    if (
        short.is_affirm(text)
        or short.is_deny(text)
        or short.is_unknown(text)
        or short.is_stop(text)
        or short.is_wait(text)
    ):
        return False
    return not turn.surely("affirm", "deny", "thank", score=0.6) or len(text) > 15


# --- small parts ---------------------------------------------------------------------------------------------------


def _lines(form: Form) -> tuple[Part, ...]:
    lines: list[Part] = []
    place = place_of(form)
    if place:
        lines.append(Part("utter_part_place", {"place": quote(place, 40)}))
    elif form.draft["kind"]["code"] in _NEEDS_PLACE:
        lines.append(Part("utter_part_no_place"))
    time = time_of(form)
    if time:
        lines.append(Part("utter_part_time", {"time": quote(time, 30)}))
    body = form.answers.get("body") or (body_words(form.draft) or [""])[0]
    if body:
        lines.append(Part("utter_part_body", {"body": quote(body, 20)}))
    lines.append(
        Part("utter_part_kind", {"kind": form.draft["kind"]["label"], "category": form.draft["category"]["path"][-1]})
    )
    if form.answers.get("detail"):
        lines.append(Part("utter_part_detail", {"detail": quote(form.answers["detail"], 40)}))
    if form.answers.get("contact"):
        lines.append(Part("utter_part_contact", {"contact": form.answers["contact"]}))
    if form.photos:
        lines.append(Part("utter_part_photos", {"photos": str(len(form.photos))}))
    return tuple(lines)


def _take_photos(form: Form, turn: Turn) -> Step:
    kept = replace(form, photos=_photos(form, turn))
    return Step(kept, (Say("utter_photo_kept"), repeat_question(kept)), "keep")


def _photos(form: Form, turn: Turn) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.photos + turn.photos))[:9]


def _with_contact(form: Form, turn: Turn) -> Form:
    number = phone(turn.draft)
    return form if number is None else replace(form, answers=form.answers | {"contact": number[:ANSWER_LIMIT]})


def _has_spans(turn: Turn) -> bool:
    return bool(turn.draft["places"] or turn.draft["times"])


def _correction(turn: Turn) -> str | None:
    found = turn.draft.get("correction")
    return found["text"] if found and turn.surely("deny", score=0.4) else None


def _joined(before: str | None, more: str) -> str:
    return f"{before}；{more.strip()}"[:DETAIL_LIMIT] if before else more.strip()[:DETAIL_LIMIT]
