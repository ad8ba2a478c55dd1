"""Apply corrections in free text to an open draft: "不对，是5栋", "不是502，是602", "时间是昨天晚上". Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import (
    KIND_CODES,
    CaseDraft,
    Guess,
    body_words,
    place_words,
    time_words,
    with_category,
    with_category_unsure,
    with_kind,
    without_field,
)
from actions.conversation.turn import Turn
from actions.intake.corrections.denied_names import read_denied_name
from actions.intake.corrections.likeness.hours import with_what_stays
from actions.intake.corrections.phones import read_number
from actions.intake.form import ANSWER_LIMIT, Form, append_text, body_of, former_place, place_of, time_of
from actions.interpreting.matters.things import things_in
from actions.interpreting.numbers import own_phone
from actions.interpreting.places import BUILDING_PART, is_coarse, may_be_a_place, merge_place, replace_part
from actions.interpreting.short_answers import plain

LEAST_TO_RECLASSIFY = 0.4  # score from which the category of a correction's words replaces the report's
SURE_OF_A_FRAGMENT = 0.8
"""The same of the few words that are said to be right (楼上倒水): below, the category is the desk's to choose."""
_WRONG = re.compile(r"(?:不对|错了?|有误|搞错了|写错了|说错了)").pattern
# A field of the open draft → what senders call it; detail: what happened.
_FIELDS = {
    "place": re.compile("地点|地址|位置|地方|楼号|楼栋|门牌"),
    "time": re.compile("时间|日期|日子"),
    "contact": re.compile("手机号|电话|手机|号码|联系方式"),
    "body": re.compile("承办单位|单位|部门"),
    "detail": re.compile("内容|事情|类别|分类|事"),
}
_FIELD = f"(?P<field>{'|'.join(words.pattern for words in _FIELDS.values())})"
_FIELD_IS_WRONG = re.compile(rf"^{_FIELD}(?:也|都|还是?|又|好像)?{_WRONG}$")
_ONLY_FIELD = re.compile(r"^(?P<field>地点|地址|时间|日期|单位|事情|内容|电话)$")
_FIELD_IS = re.compile(
    rf"^(?:不对|错了)?[，,。\s]*{_FIELD}(?:(?P<wrong>{_WRONG})[，,。\s]*(?:应该|应当)?(?:是|为|改成|改为|换成|在|叫)?"
    r"|(?:应该|应当)?(?:是|为|改成|改为|换成|[:：]|(?=不是|不在|不叫)))\s*(?P<value>.+)$"
)
# Words before a value: 应该是, 我家住在, 我说的是, 改成.
LEADING_WORDS = re.compile(
    r"^(?:我们?(?:说|讲|指)的)?(?:应该|应当|其实|而)?(?:我们?家?)?(?:就)?(?:是|住在|住|在|改成|改为|换成)\s*"
)
_PLACE_SHAPE = re.compile(
    r"\d\s{0,3}(?:栋|幢|号楼|单元|室|号|弄|楼|期|区|排|层)|小区|路口|门口|楼下|楼上|隔壁|[东南西北]门|村"
)
_TIME_SHAPE = re.compile(
    r"\d\s{0,3}[点月日号]|[昨今前]天|[早晚]上|凌晨|中午|下午|上午|星期|礼拜|周[一二三四五六日末天]|每天|夜里|半夜"
)
_BEGINNING = re.compile(r"^(?:不对|错了)?[，,。\s]*(?:我|我们|这|那|它)?(?:说的|讲的|指的|要)?").pattern
_NOT_THIS_BUT_THAT = re.compile(
    rf"{_BEGINNING}(?:不是|不叫|不在)(?:要|想)?(?P<old>[^，,。]{{1,20}}?)[，,。\s]*(?:我|我们|这)?(?:而|应该|应当)?(?:是|叫|在)(?P<new>[^，,。\s]{{1,40}})"
)
_THAT_NOT_THIS = re.compile(
    rf"{_BEGINNING}(?:应该|应当)?(?:是|叫|在)(?P<new>[^，,。不]{{1,20}}?)[，,。\s]*(?:而|并)?(?:不是|不叫|不在)(?P<old>[^，,。]{{1,20}})$"
)
_THIS_IS_FINE = re.compile(  # 路灯没坏，是井盖松了
    r"^(?:不对[，, ])?(?P<old>[^，,。；！？\s]{1,12}?)(?:又|并|倒|是|也)?没(?:坏|事|问题|毛病)[，,。 ]{1,2}(?:而|应该|其实)?是(?P<new>[^，,。\s]{1,40})"
)
_OPENS_WITH_SPOT = re.compile(
    "(?:楼[上下道顶]|隔壁|对面|对门|[前后上下里外]面|旁边|门口|路口|屋顶|天台|走廊)(?:那?家|邻居|人家|有人|的)?"
)
_IS_BROKEN = re.compile(r"(?:[坏漏爆裂断松塌堵停掉翘]了|[漏积停]水|不[亮通响动转])[的啊呀哦呢吧了]*$")  # 单元门坏了
_NAMED_PLACE = re.compile(
    "[\u4e00-\u9fff]{2}(?:路(?!灯)|街(?!灯)|巷|弄|村|[苑园寓]|小区|大道|广场|学校|医院|商场|超市|菜场|人家)"
)
_MAY_BE_CALLED = re.compile(r"[\dA-Za-z_-]{5,}")  # a number, an account
_LONGEST_BY_SHAPE = 12  # characters; the shape of a longer value does not show which field it is
# Words around the name of a kind: 要投诉, 投诉一下.
_AROUND_A_KIND = re.compile(r"^(?:要|想要?|来|做)|(?:一下|的|了|吧|啊|呀)+$")


def states_right_value(text: str) -> bool:
    """Whether a text can be split into wrong and right ("不是这，是那"), or field and value ("时间不对，是昨天", "地址是5栋").

    A text that only takes something back (说错了) states none; `corrections.taking_back.contradicts` says whether it does that.
    """
    return split_contrast(text) is not None or split_field_and_value(text) is not None


def split_contrast(text: str) -> tuple[str, str] | None:
    """Split "不是502，是602" or "是602不是502" into (old, new) = ("502", "602"), and "灯没坏，是门松了", too. None: no such contrast."""
    said = text.strip()
    found = _NOT_THIS_BUT_THAT.match(said) or _THAT_NOT_THIS.match(said) or _THIS_IS_FINE.match(said)
    return None if found is None else (found.group("old").strip(), found.group("new").strip())


def apply_correction(form: Form, correction: str, turn: Turn, *, asked: str | None = None) -> Form | None:
    """Return the form with the corrected field set and the summary to be shown (`stage`). None: the text holds no value.

    A value that fits no field is added to the detail, and the category is taken anew, or marked as missing if that is unsure.
    `asked`: the field that the bot asked for (a key of `_FIELDS`); it is set unless the text names another, or denies what
    another holds.
    """
    named = split_field_and_value(correction)
    contrast = split_contrast(named[1] if named else correction)
    if contrast is not None:
        other = _swapped(form, turn, *contrast)
        if other is not None:
            return other
        named = (named[0], contrast[1]) if named else None
        correction = contrast[1]
    named = named or ((asked, correction) if asked else None)
    value = LEADING_WORDS.sub("", (named[1] if named else correction)).strip("，,。. ")
    if not value:
        return None
    field_name = named[0] if named else _guess_field(value, turn, place_of(form))
    return replace(_with_value(form, field_name, value, turn), stage="confirm")


def _with_value(form: Form, field_name: str, value: str, turn: Turn) -> Form:
    """The form with a value for a field: place, time, body, kind, contact; anything else is detail."""
    draft, answers, was = form.draft, dict(form.answers), form.was
    if field_name == "place":
        answers["place"] = merge_place(place_of(form), value)[:ANSWER_LIMIT]
        draft, was = without_field(draft, "places"), former_place(form)
    elif field_name == "time":
        answers["time"] = with_what_stays(value, time_of(form), turn.text)[:ANSWER_LIMIT]
        draft = without_field(draft, "times")
    elif field_name == "body":
        answers["body"] = next((body for body in body_words(turn.draft) if body in value), value)[:ANSWER_LIMIT]
        draft = without_field(draft, "bodies")
    elif field_name == "kind":
        draft = with_kind(draft, _kind_in(value) or form.draft["kind"]["code"])
    elif field_name == "contact":
        known = answers.get("contact", "")
        number = own_phone(turn.draft, turn.text) or read_number(f"号码错了，{value}", known)
        if number is None and _MAY_BE_CALLED.search(value) is None:  # 号码错了一位: not which
            answers["detail"] = append_text(answers.get("detail"), turn.text)
        else:
            answers["contact"] = (number or value)[:ANSWER_LIMIT]
    else:
        contrast = split_contrast(turn.text)
        if contrast and _may_stand_beside(form, contrast[0], turn.text):
            form = replace(form, text=_joined(form.text, turn.text))
        elif contrast is None or turn.text not in form.text:
            said = turn.text if contrast or _DENIES.search(turn.text) else value
            answers["detail"] = append_text(answers.get("detail"), said)
        guess = category_of_correction(turn)
        if not is_coarse(value) and _HAS_WORDS.search(value):  # neither 隔壁, who, nor a mere 5 says what
            draft = _reclassified(draft, guess, sure=guess["score"] >= _least(turn))
    if field_name in ("place", "time", "contact") and len(value) > ANSWER_LIMIT:
        answers["detail"] = append_text(answers.get("detail"), value)
    return replace(form, draft=draft, answers=answers, was=was)


_DENIES = re.compile("不是|不叫|不在")
_HAS_WORDS = re.compile("[\u4e00-\u9fffA-Za-z]")
_COMMA = "，"
_LEAST_DENIED = 2  # characters
_LONGEST_SHOWN = 60  # characters; the summary quotes no more of a report's words (wording.quote)
_ENDS_SENTENCE = re.compile("[，,。；;！!？?]$")


def _may_stand_beside(form: Form, denied: str, said: str) -> bool:
    """Whether what is said to be right (不是乱停车，是堆了很多电池) joins the report's words, as they were said, so that the summary shows it with them.

    Not if they do not say what it denies, or are so long that the summary would cut it off: then it is a detail.
    """
    names_it = len(denied) >= _LEAST_DENIED and denied in form.text and said not in form.text
    return names_it and len(_joined(form.text, said)) <= _LONGEST_SHOWN


def _joined(text: str, said: str) -> str:
    """Both as they were said, one behind the other: whatever was read in the first stays where it stands."""
    return text + ("" if _ENDS_SENTENCE.search(text) else _COMMA) + said.strip()


def keep_as_detail(form: Form, turn: Turn) -> Form:
    """Keep as detail, verbatim, a text that contradicts without saying what is right (数了一下，没那么多).

    The category of its words replaces the report's only if it is sure enough (`_least`).
    """
    draft, detail = form.draft, append_text(form.answers.get("detail"), turn.text)
    guess = category_of_correction(turn)
    if guess["score"] >= _least(turn) and guess["code"] != draft["category"]["code"]:
        draft = with_category(draft, guess)
    return replace(form, draft=draft, answers=form.answers | {"detail": detail})


def category_of_correction(turn: Turn) -> Guess:
    """The category of what is said to be right, if the bot read that apart; else of the whole message."""
    correction = turn.draft.get("correction")
    return correction["category"] if correction and "category" in correction else turn.draft["category"]


_OPENS_A_CONTRAST = re.compile(  # 不对，; 类别写错了，
    r"^(?:[^，,。！!\s]{0,12}(?:错了?|不对|有误|要改)|哦|啊|那个|其实|抱歉|不好意思|对不起)[，,。！!\s]{1,2}"
)
_ENDS_A_THING = re.compile("(?:的事|的问题|那个|的|啊|呀|吧|哦|呢|了啦|啦)+$")
_NO_THING = re.compile(
    r"[我你您他她咱俺]|\d|邻居|人家|隔壁|对[面门]|楼[上下道顶]|走廊|门口|车库|地下室|小区|单元(?!门)|[一二三四五六七八九十]{1,3}(?:栋|幢|单元|楼|层|号|点)"
)
_LONGEST_THING = 12  # characters


def corrected_thing(turn: Turn) -> dict[str, str]:
    """What is broken (`thing`) instead of what else (`was_thing`) by a registered case's correction (不是健身器材，是长椅), and the code of its `category`: "" if that is unsure.

    {} where the text sets no thing against another: people, places and times are none.
    """
    contrast = split_contrast(_OPENS_A_CONTRAST.sub("", turn.text.strip()))
    was, thing = (_ENDS_A_THING.sub("", one) for one in contrast or ("", ""))
    if not (was and thing and max(len(was), len(thing)) <= _LONGEST_THING) or _NO_THING.search(was + thing):
        return {}
    if not (things_in(was) or things_in(thing)) or time_words(turn.draft):
        return {}
    guess = category_of_correction(turn)
    return {"was_thing": was, "thing": thing, "category": guess["code"] if guess["score"] >= _least(turn) else ""}


def _least(turn: Turn) -> float:
    """The score from which the category of a correction replaces the report's."""
    correction = turn.draft.get("correction")
    return SURE_OF_A_FRAGMENT if correction and "category" in correction else LEAST_TO_RECLASSIFY


def _reclassified(draft: CaseDraft, guess: Guess, *, sure: bool) -> CaseDraft:
    """The draft with the category of what is said to be right; without one where that is not sure, unless it is the same."""
    if sure:
        return with_category(draft, guess)
    return draft if guess["code"] == draft["category"]["code"] else with_category_unsure(draft)


def _swapped(form: Form, turn: Turn, old: str, new: str) -> Form | None:
    """Replace `old` by `new` in the first of place, time and body that holds it; else, if both name a kind, set that of `new`.

    In a place the whole name, if `old` is a piece of one (`read_denied_name`).

    None: neither. The report need not have been of the kind `old`.
    """
    place, time, body = place_of(form), time_of(form), body_of(form)
    if old in place:
        named = read_denied_name(turn.text, turn.draft, place)
        answers = form.answers | {"place": (named or replace_part(place, old, new))[:ANSWER_LIMIT]}
        draft = without_field(form.draft, "places")
        return replace(form, draft=draft, answers=answers, stage="confirm", was=former_place(form))
    if old in time:
        answers = form.answers | {"time": time.replace(old, new)[:ANSWER_LIMIT]}
        return replace(form, draft=without_field(form.draft, "times"), answers=answers, stage="confirm")
    if old in body:
        answers = form.answers | {"body": body.replace(old, new)[:ANSWER_LIMIT]}
        return replace(form, draft=without_field(form.draft, "bodies"), answers=answers, stage="confirm")
    if _AROUND_A_KIND.sub("", old) in KIND_CODES and (kind := _kind_in(new)):
        return replace(form, draft=with_kind(form.draft, kind), stage="confirm")
    return None


def _kind_in(value: str) -> str | None:
    """The code of the kind that a value names (要投诉), or None."""
    return KIND_CODES.get(_AROUND_A_KIND.sub("", _AROUND_A_KIND.sub("", value)))


def field_called_wrong(text: str) -> tuple[str, str] | None:
    """Find which field a text calls wrong, or names with nothing else, by a word of `_ONLY_FIELD` ("地址错了", "地址").

    Returns (key of `_FIELDS`, the sender's word), or None.
    """
    found = _FIELD_IS_WRONG.match(plain(text)) or _ONLY_FIELD.match(plain(text))
    if found is None:
        return None
    word = found.group("field")
    return _field_of_word(word), word


def split_field_and_value(text: str) -> tuple[str, str] | None:
    """Split "时间不对，是昨天", "地址是5栋" or "单位不是物业，是城管" into (key of `_FIELDS`, what is said of it).

    None: no field is named, or only the detail without a word that it is wrong.
    """
    found = _FIELD_IS.match(text.strip())
    if found is None:
        return None
    name = _field_of_word(found.group("field"))
    if name == "detail" and not found.group("wrong"):  # "事情是这样的…" adds detail, it does not correct
        return None
    return name, found.group("value").strip()


def _field_of_word(word: str) -> str:
    """The key of `_FIELDS` whose words include this one."""
    return next(name for name, words in _FIELDS.items() if words.fullmatch(word))


def _guess_field(value: str, turn: Turn, known_place: str) -> str:
    """Which field a corrected value is for, if the text names none."""
    if _kind_in(value):
        return "kind"
    if turn.located:
        return "place"
    if own_phone(turn.draft, turn.text):
        return "contact"
    places, times = place_words(turn.draft), time_words(turn.draft)
    if tells_the_thing(value, known_place):
        return "detail"
    if _is_mostly(places, value) or (len(value) <= _LONGEST_BY_SHAPE and _PLACE_SHAPE.search(value) and not times):
        return "place"
    if _is_mostly(times, value) or (len(value) <= _LONGEST_BY_SHAPE and _TIME_SHAPE.search(value)):
        return "time"
    if _shares_words(body_words(turn.draft), value):
        return "body"
    return "detail"


def tells_the_thing(value: str, known_place: str) -> bool:
    """Whether a corrected value says what happens or who does it, though a spot stands in it (楼上倒水), so that no place is corrected.

    So does a spot that any house has (隔壁), where the known place is exact: it says who, and would only lose where.
    """
    if known_place and not is_coarse(known_place) and is_coarse(value):
        return True
    if says_what_is_broken(value):
        return True
    opens = _OPENS_WITH_SPOT.match(value)
    return opens is not None and not (is_coarse(value) or may_be_a_place(value))


def says_what_is_broken(value: str) -> bool:
    """Whether a corrected value says what is broken (单元门坏了), and names neither a house number nor a place of its own."""
    return _IS_BROKEN.search(value) is not None and not (BUILDING_PART.search(value) or _NAMED_PLACE.search(value))


def _is_mostly(words: list[str], value: str) -> bool:
    """Whether a value is part of one of the words, or at least half of it is made of them."""
    found = [word for word in words if word in value or value in word]
    return bool(found) and len("".join(found)) * 2 >= len(value)


def _shares_words(words: list[str], value: str) -> bool:
    """Whether a value holds one of the words, or is part of one."""
    return any(word in value or value in word for word in words)
