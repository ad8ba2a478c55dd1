"""Ask which estate a building or gate without a name (3栋) belongs to, and read the answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.case_draft import named_estates, place_words, possible_estates
from actions.conversation.say import Button, Say
from actions.conversation.turn import Turn
from actions.conversation.wording import quote
from actions.intake.form import ANSWER_LIMIT, Form, place_of
from actions.interpreting import short_answers as short
from actions.interpreting.ballots import chosen_line
from actions.interpreting.places import in_estate, lacks_a_name

NONE_OF_THESE, NOT_THIS_ONE = "都不是", "不是"  # on the last button: of several estates, of a single one
_NONE = re.compile(
    r"(?:上面|这些|那些|哪个|这几个|几个|全|小区|我们?){0,3}(?:都不是|都不对|都没有|不是|不对|不在(?:这些|里面|这里)?|没有(?:我们?的?)?)(?:这些|上面的?|小区|的)?"
    r"|(?:是|在)?(?:别的|别处|其他|其它|另外的?)(?:地方|小区)?"
)
_IN_ORDER = re.compile(r"第?(?:([一1])|([二2])|([三3])|([四4])|([五5])|([六6])|([七7])|([八8]))个?")
_NO_NAME = re.compile(r"\d|[不别]|^第?[一二两三四五六七八九十]{1,3}(?:[个号栋幢项条件期楼]|$)")
_GENERIC = re.compile(
    r"(?:[那这哪本大老新]?个?(?:居民|住宅)?(?:小区|社区|花园|家园|公寓|新村|山庄|别墅|宿舍|大院|庄园|人家|公馆|新城|名城|大厦|[花佳嘉雅名新豪华家]苑|[豪雅馨嘉]园))+"
)
"""What many estates are called, without the name of one."""
_AROUND = re.compile(
    r"^(?:是|就是|在|就在|住在?|我们?(?:是|住在?|在)?|应该是)+|(?:的|这边|那边|里面?|小区里|这个|呀|啊)+$"
)


def estates_of(form: Form) -> tuple[str, ...]:
    """The community's estates to which the report's place may belong; () if it is no mere part of one, or none is known."""
    if not lacks_a_name(place_of(form)):
        return ()
    return form.estates if "place" in form.answers else possible_estates(form.draft)


def with_named_estate(form: Form) -> Form:
    """Return the form with the estate that the message names joined to the part of it that it names apart (我住桂花苑，3栋…)."""
    named, words = named_estates(form.draft), place_words(form.draft)
    joined = [in_estate(named[one], one) for one in words if one in named and lacks_a_name(one)]
    if not joined or "place" in form.answers:
        return form
    others = [one for one in words if one not in named and one not in named.values()]
    place = "、".join([*joined, *others][:3])
    return replace(form, answers=form.answers | {"place": place[:ANSWER_LIMIT]})


def which_estate_message(form: Form) -> Say:
    """Ask to which of `estates_of(form)`, one at least, the place belongs, with a button for each; a single one is proposed."""
    place, estates = place_of(form), estates_of(form)
    response, other = (
        ("utter_ask_estate", NONE_OF_THESE) if len(estates) > 1 else ("utter_ask_one_estate", NOT_THIS_ONE)
    )
    offered = tuple(Button(estate, words) for estate, words in zip(estates, offered_words(form), strict=True))
    params = {"place": quote(place, 20)} | ({"estate": estates[0]} if len(estates) == 1 else {})
    return Say(response, params, asks="place", buttons=(*offered, Button(other, other)))


def offered_words(form: Form) -> tuple[str, ...]:
    """What a tap on each estate's button sends: the place with the name of that estate."""
    return tuple(in_estate(estate, place_of(form)) for estate in estates_of(form))


def with_chosen_estate(form: Form, turn: Turn) -> Form | None:
    """The form as the answer to "which estate?" leaves it: with that estate, or without any to choose from; None: no such answer."""
    estates, text = estates_of(form), turn.text.strip()
    if not estates:
        return None
    if text in offered_words(form):
        return _in(form, text)
    chosen = _chosen(text, estates, by_number=form.offers)
    if chosen is not None:
        return _in(form, in_estate(chosen, place_of(form)))
    if _NONE.fullmatch(short.plain(text)) or short.is_deny(text) or (form.offers and _number(text) == len(estates) + 1):
        return _in(form, place_of(form))
    return None


def _in(form: Form, place: str) -> Form:
    """The form with this place, and no estates to choose from."""
    return replace(form, answers=form.answers | {"place": place[:ANSWER_LIMIT]}, estates=())


def _chosen(text: str, estates: Sequence[str], *, by_number: bool) -> str | None:
    """The estate that an answer takes: by number, by its name or a part of that which no other has, by a yes if it is the only one."""
    number = _number(text) if by_number else None
    if number is not None:
        return estates[number - 1] if number <= len(estates) else None
    if len(estates) == 1 and short.is_affirm(text):
        return estates[0]
    said = _AROUND.sub("", short.plain(text))
    if said not in estates and (len(said) < 2 or _NO_NAME.search(said) or _GENERIC.fullmatch(said)):
        return None
    named = chosen_line(said, estates)
    return named if named is not None and len(said) <= len(named) else None


def _number(text: str) -> int | None:
    """The number that an answer consists of (2, 第二个), or None."""
    found = _IN_ORDER.fullmatch(short.plain(text))
    return None if found is None else found.lastindex


def after_place_answer(form: Form, place: str, turn: Turn) -> tuple[str, ...]:
    """The estates to choose from when an answer has made the place `place`: those that fit it and what was said before.

    If none fits both, those that fit the answer; if none does, those from before.
    """
    if not lacks_a_name(place):
        return ()
    said, before = possible_estates(turn.draft), estates_of(form)
    both = tuple(name for name in said if name in before)
    return both or said or before
