"""Split a message of several matters: recognise them, open the first, let the others wait behind it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from actions import case_draft
from actions.case_draft import CaseDraft, place_words
from actions.intake.form import ANSWER_LIMIT, Form, append_text, join_photos, place_of, time_of
from actions.intake.questions import lacks_a_matter, needs_time
from actions.interpreting.matters.things import buildings_in, things_in
from actions.interpreting.places import BUILDING_PART, is_coarse, is_out_of_doors, is_part, merge_place, names_an_estate

LEAST_OF_A_MATTER = 0.4  # score of a matter's category; if it is lower, the words may only add to the matter before
_INTENTS = (
    "report_case",
    "faq",
)  # of a message with several matters to register; of others one part is about a registered case
_INDOORS = re.compile(  # in the sender's home or house
    "(?:我们?|咱们?|俺们?|自己|本|我妈|我爸|爸妈|父母|奶奶|爷爷|老人)家(?!附近|旁边|对面|门前的?路)|家里|家中|屋里|房间|客厅|厨房|卫生间|阳台|卧室|马桶|热水器|"
    "楼[上下道](?!的?[店商超])|楼梯|单元|隔壁|对门|邻居|宽带|网线|有线电视|水表|电表|气表"
)
MOST_WAITING = 5  # matters waiting behind the open one


def holds_several(draft: CaseDraft) -> bool:
    """Whether a message holds several matters to register apart: each with a draft, and a category of its own that is not too unsure.

    Only a message that reports a case or asks a common question (_INTENTS).
    """
    guesses = [one["category"] for one in case_draft.drafts_of_matters(draft) or ()]
    if (
        not guesses
        or draft["intent"]["code"] not in _INTENTS
        or any(guess["score"] < LEAST_OF_A_MATTER for guess in guesses)
    ):
        return False
    return len({guess["code"] for guess in guesses}) == len(guesses) or _are_things_apart(draft)


def _are_things_apart(draft: CaseDraft) -> bool:
    """Whether the matters are other things in other buildings, though of one category (3栋下水道堵了，另外4栋的路灯也不亮)."""
    told = [matter["text"] for matter in draft["matters"]]
    return all(
        _are_apart(one, other) for find in (things_in, buildings_in) for one, other in combinations(map(find, told), 2)
    )


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both sets hold something, and nothing in common."""
    return bool(one) and bool(other) and not one & other


def open_first_matter(form: Form) -> Form:
    """Open the first matter of a message, the others waiting behind it. Words before the first belong to all.

    A place in the first matter fills in for a coarse one in the others, and its time, if they need one, with it.
    """
    matters = form.draft["matters"]
    before = form.text[: matters[0]["start"]]
    said = _named_before(before, form)
    first = Form(text=matters[0]["text"], draft=matters[0]["draft"])
    waiting: Form | None = None
    for matter in reversed(matters):
        one = Form(text=matter["text"], draft=matter["draft"], answers=dict(form.answers), photos=form.photos)
        if not lacks_a_matter(before):
            one.answers["detail"] = before.strip(" ，。；：、,.;:\n")
        one = _filled_from(one, said)
        if place_of(first) and (is_coarse(place_of(one)) or (is_part(place_of(one)) and buildings_in(place_of(one)))):
            one = _filled_from(one, first)
        waiting = replace(one, other=waiting.to_json() if waiting else None)
    assert waiting is not None
    return waiting


def _named_before(before: str, form: Form) -> Form:
    """A form with only the place and time that the words before the first matter name."""
    return Form(text=before, draft=case_draft.before_position(form.draft, len(before)))


def queue_behind(form: Form, another: Form, room: int = MOST_WAITING) -> Form:
    """Queue `another` last behind `form`.

    If `room` matters or more already wait, append its text and photos, and no more of it, to those of the last one.
    """
    if form.other is not None:
        return replace(form, other=queue_behind(Form.from_json(form.other), another, room - 1).to_json())
    if room > 0:
        return replace(form, other=another.to_json())
    return replace(form, text=append_text(form.text, another.text), photos=join_photos(form.photos, another.photos))


def without_waiting(form: Form, is_dropped: Callable[[str], bool]) -> Form:
    """The form without those of the matters that wait behind it whose words `is_dropped` finds dropped."""
    if form.other is None:
        return form
    rest = without_waiting(Form.from_json(form.other), is_dropped)
    gone = is_dropped(rest.text)
    return replace(form, other=rest.other if gone else rest.to_json())


def with_place_of_all(form: Form, said: str) -> Form:
    """The form and what waits behind it with a place that was said while they waited: each that named none, or one that every estate has (路口), is there.

    One that named another keeps it, and `said` as a detail.
    """
    other = with_place_of_all(Form.from_json(form.other), said).to_json() if form.other is not None else None
    own = "、".join(place_words(form.draft))
    if own and not is_coarse(own):
        answers = form.answers | {"detail": append_text(form.answers.get("detail"), said)}
    else:
        answers = form.answers | {"place": (merge_place(own, said) if own else said)[:ANSWER_LIMIT]}
    return replace(form, answers=answers, other=other)


def next_matter(form: Form) -> Form | None:
    """The matter waiting behind `form`, or None; what it lacks of place, time and contact it takes from `form`, unless that is restored."""
    if form.other is None:
        return None
    waiting = Form.from_json(form.other)
    if form.restored:  # from an earlier epoch: its answers may not apply
        return replace(waiting, stage="")
    asked = (
        ("place",) if "place" in form.asked and not place_of(form) else ()
    )  # a 不知道 counts for the next matter, too
    return replace(_filled_from(waiting, form), stage="", asked=tuple(dict.fromkeys(waiting.asked + asked)))


def _estate_before_building(place: str) -> str:
    """What a place names before its building (翠竹公寓, of 翠竹公寓3栋); "" if it names no building."""
    found = BUILDING_PART.search(place)
    return place[: found.start()] if found and names_an_estate(place) else ""


def _is_indoors(form: Form, place: str) -> bool:
    """Whether a matter lies in somebody's home or house, of which a place out of doors says nothing (我家宽带, 楼上漏水)."""
    return _INDOORS.search(f"{place}，{form.text}") is not None


def _filled_from(form: Form, earlier: Form) -> Form:
    """Fill the place, time and contact that `form` lacks and needs from `earlier`."""
    answers = dict(form.answers)
    place, known = place_of(form), place_of(earlier)
    known = "" if known and _is_indoors(form, place) and is_out_of_doors(known) else known
    if known and (not place or (is_coarse(place) and not is_coarse(known))):
        answers["place"] = (merge_place(place, known) if place else known)[:ANSWER_LIMIT]
    elif (estate := _estate_before_building(known)) and place in place_words(form.draft) and buildings_in(place):
        answers["place"] = (estate + place if is_part(place) else place)[:ANSWER_LIMIT]
    if time_of(earlier) and needs_time(replace(form, answers=answers)):
        answers["time"] = time_of(earlier)[:ANSWER_LIMIT]
    if "contact" in earlier.answers:
        answers.setdefault("contact", earlier.answers["contact"])
    return replace(form, answers=answers)
