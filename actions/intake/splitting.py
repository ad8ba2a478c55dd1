"""Several matters in one message: whether they are, and the case that each becomes. Pure."""

from __future__ import annotations

from dataclasses import replace

from actions.case_draft import CaseDraft
from actions.hearing.places import is_coarse, mended_place
from actions.intake.form import ANSWER_LIMIT, Form, joined, place_of, time_of
from actions.intake.questions import lacks_a_matter, needs_time

KNOWN = 0.4  # a matter whose category scores less may only be more words about the one before
MOST_WAITING = 5  # matters behind the open one


def holds_several(draft: CaseDraft) -> bool:
    """Whether a message holds matters that are handled apart: read apart (a letter's are not), each of its own category."""
    matters = draft.get("matters") or []
    guesses = [matter["draft"]["category"] for matter in matters if "draft" in matter]
    if len(guesses) < 2 or any(guess["score"] < KNOWN for guess in guesses):
        return False
    return len({guess["code"] for guess in guesses}) == len(guesses) == len(matters)


def apart(form: Form) -> Form:
    """The first matter of a message as the open case, the others waiting behind it; what was said before them is of all."""
    matters = form.draft["matters"]
    before = form.text[: matters[0]["start"]]
    said = _in(before, form)
    waiting: Form | None = None
    for matter in reversed(matters):
        one = Form(text=matter["text"], draft=matter["draft"], answers=dict(form.answers), photos=form.photos)
        if not lacks_a_matter(before):
            one.answers["detail"] = before.strip(" ，。；：、,.;:\n")
        waiting = replace(_with_said(one, said), other=waiting.to_json() if waiting else None)
    assert waiting is not None
    return waiting


def _in(before: str, form: Form) -> Form:
    """What the words before the first matter say of place and time."""
    end = len(before)
    places = [place for place in form.draft["places"] if place["end"] <= end]
    times = [time for time in form.draft["times"] if time["end"] <= end]
    return Form(text=before, draft={**form.draft, "places": places, "times": times})


def behind(form: Form, another: Form, room: int = MOST_WAITING) -> Form:
    """`another` as the last that waits behind `form`; where too many do, its words join the last one's."""
    if form.other is not None:
        return replace(form, other=behind(Form.from_json(form.other), another, room - 1).to_json())
    if room:
        return replace(form, other=another.to_json())
    return replace(form, text=joined(form.text, another.text))


def next_of(form: Form) -> Form | None:
    """The matter that waits, when `form` is done with: what was said about place, time and contact is not asked again."""
    if form.other is None:
        return None
    waiting = Form.from_json(form.other)
    if form.restored:  # of another day: nothing of it is known to hold
        return replace(waiting, stage="")
    asked = ("place",) if "place" in form.asked and not place_of(form) else ()  # 不知道 holds for the next one too
    return replace(_with_said(waiting, form), stage="", asked=tuple(dict.fromkeys(waiting.asked + asked)))


def _with_said(form: Form, said: Form) -> Form:
    """`form` with the place, the time and the contact of `said` where it has none and needs one."""
    answers = dict(form.answers)
    place, known = place_of(form), place_of(said)
    if known and (not place or (is_coarse(place) and not is_coarse(known))):
        answers["place"] = (mended_place(place, known) if place else known)[:ANSWER_LIMIT]
    if time_of(said) and needs_time(replace(form, answers=answers)):
        answers["time"] = time_of(said)[:ANSWER_LIMIT]
    if "contact" in said.answers:
        answers.setdefault("contact", said.answers["contact"])
    return replace(form, answers=answers)
