"""The open draft, a report not confirmed yet: as the bot remembers it, as it is registered, and its summary. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from actions.case_draft import (
    CaseDraft,
    body_words,
    has_sure_category,
    place_words,
    time_words,
    with_body_first,
    with_category_unsure,
    with_kind,
    without_field,
)
from actions.conversation.say import Part, Say
from actions.conversation.turn import TEXT_LIMIT, Turn
from actions.conversation.wording import ONLY_PHOTOS, ONLY_PLACE, quote, time_in_words
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.places import says_who_lives_there
from actions.intake.corrections.reading import says_more
from actions.intake.corrections.rooms import room_numbers
from actions.intake.corrections.slips import taken_back_at_once
from actions.interpreting.numbers import numbers_in, own_phone, written
from actions.interpreting.places import is_coarse, is_part, merge_place

ANSWER_LIMIT = 200  # characters; of a place, a time, a contact, a body
DETAIL_LIMIT = 2000  # characters
NEEDS_PLACE = frozenset({"complaint", "request", "tip_off"})  # kinds for which somebody must go to the place


@dataclass(frozen=True)
class Form:
    """An open draft: a report that is not confirmed yet.

    `stage`: what was asked last: place, time, detail (what the matter is), confirm, wrong or wrong:FIELD (what is wrong, what is right), choose
    (which of two matters comes first), split (whether one message is several matters), answered (whether the answer to
    a common question helped), danger (whether somebody is in danger); "": nothing yet.
    `answers`: what the sender answered or corrected (place, time, contact, body, detail). `asked`: what was
    asked so far, as often as it was: place, time, detail, wrong, piece ("where?" again, after a fragment; `answers.to_questions.MOST_FRAGMENTS`).
    `misses`: misunderstandings in a row. `other`: the matter that waits behind this one, as JSON.
    """

    text: str
    draft: CaseDraft
    stage: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    misses: int = 0
    other: dict[str, Any] | None = None
    faq: dict[str, str] | None = None  # the common question answered last: question, answer, source
    before: dict[str, Any] | None = None  # the draft that was open when danger was asked about (asking.DANGER)
    over: dict[str, Any] | None = (
        None  # the emergency (`expecting.Detail`) after whose all-clear danger was asked about
    )
    restored: bool = False  # from an earlier epoch: the next message may be about something else
    estates: tuple[str, ...] = ()  # to which the place in `answers` may belong, if it is only a part of one (3栋)
    offers: bool = True  # whether the last message showed the choices of its question, so that a number may mean one
    number: str | None = (
        None  # the digits so far of a telephone number that is sent in pieces; "": only announced (我电话)
    )
    wish: str = ""  # words of a wish not to be named, kept when the rest is written anew
    was: str = ""  # the place that the words name, once `draft` has it no more
    next_announced: bool = False  # a mere 第二个 was said last: the words that follow are another matter

    def known(self) -> Known:
        """What the report says so far."""
        return Known(place_of(self), time_of(self), self.answers.get("contact", ""), self.draft["kind"]["code"])

    def changed(self, changes: Changes, said: str) -> Form:
        """Return the form with the changes of a correction; its words are kept, too, if they say more.

        A room that is not to be written down is starred out in all words. To or from praise, the category is a clerk's to decide.
        """
        form = self.without_contact() if changes.contact == "" else self
        answers, draft = dict(form.answers), form.draft
        for name, field_of_draft in (("place", "places"), ("time", "times")):
            value = getattr(changes, name)
            if value is not None:
                draft = without_field(draft, field_of_draft)
                answers[name] = value[:ANSWER_LIMIT]
        was = former_place(self) if changes.place is not None else self.was
        if changes.contact:
            answers["contact"] = changes.contact[:ANSWER_LIMIT]
        if changes.kind:
            praise = "praise" in (changes.kind, draft["kind"]["code"])
            draft = with_kind(with_category_unsure(draft) if praise else draft, changes.kind)
        if says_more(said, changes) or (changes.place and says_who_lives_there(said)):
            answers["detail"] = append_text(answers.get("detail"), said)
        new = replace(form, draft=draft, answers={name: value for name, value in answers.items() if value}, was=was)
        rooms = None if changes.room is None else room_numbers(changes.room, (self.text, *self.answers.values()))
        return new if rooms is None else new._starring_out(rooms)

    def without_contact(self) -> Form:
        """Return the form without the number to call: its digits are starred out in the words, too."""
        answers = {name: value for name, value in self.answers.items() if name != "contact"}
        return replace(self, answers=answers)._without_digits(self.answers.get("contact", ""))

    def _without_digits(self, number: str) -> Form:
        """Star out a number in all words of the report, however it is spelt there; 602 is not starred out in 13860212345."""
        if not number:
            return self
        said = (one["text"] for words in (self.text, *self.answers.values()) for one in numbers_in(words))
        spelt = {number, *(one for one in said if written(one) == written(number))}
        either = "|".join(re.escape(one) for one in sorted(spelt, key=lambda one: (-len(one), one)))
        return self._starring_out(re.compile(rf"(?<!\d)(?:{either})(?!\d)"))

    def _starring_out(self, numbers: re.Pattern[str]) -> Form:
        """Star out the numbers in all words of the report, a star for each character, and drop the spans that hold them."""
        draft: dict[str, Any] = {**self.draft}
        for name in ("personal", "places", "times", "bodies"):
            draft[name] = [one for one in draft[name] if not numbers.search(one["text"])]
        answers = {name: numbers.sub(_stars, value) for name, value in self.answers.items()}
        text, was = (numbers.sub(_stars, one) for one in (self.text, self.was))
        return replace(self, text=text, answers=answers, draft=cast(CaseDraft, draft), was=was)

    def to_json(self) -> dict[str, Any]:
        """The form as the slot `talk` and the portal keep it."""
        return asdict(self) | {name: list(getattr(self, name)) for name in ("asked", "photos", "estates")}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Form:
        """Read what `to_json` made, perhaps in an earlier version; raises KeyError without text or draft."""
        return cls(
            text=str(kept["text"]),
            draft=cast(CaseDraft, kept["draft"]),
            stage=str(kept.get("stage", "")),
            answers=dict(kept.get("answers") or {}),
            asked=tuple(kept.get("asked") or ()),
            photos=tuple(kept.get("photos") or ()),
            misses=int(kept.get("misses", 0)),
            other=kept.get("other"),
            faq=kept.get("faq"),
            before=kept.get("before"),
            over=kept.get("over"),
            restored=bool(kept.get("restored", False)),
            estates=tuple(kept.get("estates") or ()),
            offers=bool(kept.get("offers", True)),
            number=None if kept.get("number") is None else str(kept["number"]),
            wish=str(kept.get("wish", "")),
            was=str(kept.get("was", "")),
            next_announced=bool(kept.get("next_announced", False)),
        )


def _stars(found: re.Match[str]) -> str:
    return "*" * len(found.group())


def to_registration(form: Form) -> tuple[str, CaseDraft, dict[str, str]]:
    """Return (text, draft, answers) to register; body and detail go from the answers into the text.

    They follow the report's own words, so that spans stay valid. What exceeds TEXT_LIMIT is cut; a body that does not fit is left out.
    `was_place`: the place that the words name, if it was corrected: the portal quotes the case by the present one.
    """
    answers = dict(form.answers)
    if was := _moved_from(form):
        answers["was_place"] = was[:ANSWER_LIMIT]
    text, draft = form.text, form.draft
    body = answers.pop("body", None)
    if body and len(text) + len(body) < TEXT_LIMIT:
        text = f"{text}\n{body}"
        draft = with_body_first(draft, {"text": body, "start": len(text) - len(body), "end": len(text)})
    detail = answers.pop("detail", None)
    if detail:
        text = f"{text}\n{detail}"[:TEXT_LIMIT] if text else detail
    return text or (ONLY_PHOTOS if form.photos else ONLY_PLACE), draft, answers


def place_of(form: Form) -> str:
    """The place in the sender's words (three at most, with 、 between them), or ""."""
    return form.answers.get("place") or "、".join(place_words(form.draft)[:3])


def former_place(form: Form) -> str:
    """The place that the words of the report name, corrected since or not; "" if they name none."""
    return form.was or "、".join(place_words(form.draft)[:3])


def _moved_from(form: Form) -> str:
    """The place that the words name, if the sender gave another since; "" if not, or if the present one only says more."""
    was, now = former_place(form), form.answers.get("place", "")
    return was if now and not all(one in now for one in was.split("、")) else ""


def quoted(form: Form) -> str:
    """The words of the report with the place as it was corrected, if they name the former one whole and once, and not the present one.

    In doubt the words are quoted as they are, as the portal does once the case is registered (portal/cases/reading/moved_words.py).
    """
    was, now = _moved_from(form), form.answers.get("place", "")
    return form.text.replace(was, now) if was and form.text.count(was) == 1 and now not in form.text else form.text


def time_of(form: Form) -> str:
    """The time in the sender's words (two at most), or ""."""
    return form.answers.get("time") or "、".join(time_words(form.draft)[:2])


def body_of(form: Form) -> str:
    """The body that the sender named, or ""."""
    return form.answers.get("body") or (body_words(form.draft) or [""])[0]


def summary_of(form: Form, response: str = "utter_confirm_case") -> Say:
    """The summary of the report, quoting the sender's own words (您说), that asks for 是 or 不对; the place as it was corrected is in its lines."""
    return Say(response, {"quote": quote(form.text)}, {"lines": summary_lines(form)}, asks="confirm")


def summary_lines(form: Form) -> tuple[Part, ...]:
    """The lines of the summary: place, time, body, kind and category, what else was said, contact, photos."""
    lines: list[Part] = []
    place = place_of(form)
    if place:
        response = "utter_part_place_coarse" if is_coarse(place) else "utter_part_place"
        lines.append(Part(response, {"place": quote(place, 40)}))
    elif form.draft["kind"]["code"] in NEEDS_PLACE:
        lines.append(Part("utter_part_no_place"))
    time = time_of(form)
    if time:
        lines.append(Part("utter_part_time", {"time": quote(time_in_words(time, form.text), 30)}))
    body = body_of(form)
    if body:
        lines.append(Part("utter_part_body", {"body": quote(body, 20)}))
    kind = form.draft["kind"]["label"]
    if not has_sure_category(form.draft):
        lines.append(Part("utter_part_kind_only", {"kind": kind}))
    else:
        lines.append(Part("utter_part_kind", {"kind": kind, "category": form.draft["category"]["path"][-1]}))
    if form.answers.get("detail"):
        lines.append(Part("utter_part_detail", {"detail": quote(form.answers["detail"], 40)}))
    if form.answers.get("contact"):
        lines.append(Part("utter_part_contact", {"contact": form.answers["contact"]}))
    if form.photos:
        lines.append(Part("utter_part_photos", {"photos": str(len(form.photos))}))
    return tuple(lines)


def with_contact(form: Form, turn: Turn) -> Form:
    """Return the form with the sender's phone number from the message, if it gives one, as the contact."""
    number = own_phone(turn.draft, turn.text)
    return form if number is None else replace(form, answers=form.answers | {"contact": number[:ANSWER_LIMIT]})


def as_opened(form: Form, turn: Turn) -> Form:
    """Return the form that a message opens: with its number to call, and without what it takes back in the same breath (3栋哦不对5栋)."""
    draft, whole = taken_back_at_once(form.text, form.draft)
    answers = {name: value[:ANSWER_LIMIT] for name, value in whole.items()}
    return with_contact(replace(form, draft=draft, answers=answers | form.answers), turn)


def photos_of(form: Form, turn: Turn) -> tuple[str, ...]:
    """The photos of the form and of the message, nine at most."""
    return join_photos(form.photos, turn.photos)


def join_photos(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Both lists of photos as one, without repeats, nine at most."""
    return tuple(dict.fromkeys(first + more))[:9]


def append_text(before: str | None, more: str) -> str:
    """Join words to those before them, within DETAIL_LIMIT."""
    if not more.strip():
        return before or ""
    return f"{before}；{more.strip()}"[:DETAIL_LIMIT] if before else more.strip()[:DETAIL_LIMIT]


def _with_what_was_read(read: CaseDraft, before: CaseDraft) -> CaseDraft:
    """The draft of a text that goes on; with the times of its beginning (`before`) if it has none now, the places if only vague ones."""
    kept = {**read}
    if all(map(is_coarse, place_words(read))) and not all(map(is_coarse, place_words(before))):
        kept["places"] = before["places"]
        kept["missing"] = [one for one in read["missing"] if one != "place" or one in before["missing"]]
    if not time_words(read):
        kept["times"] = before["times"]
    return cast(CaseDraft, kept)


def with_more_words(form: Form, turn: Turn) -> Form:
    """Return the form with more words about its matter: joined to its text if they were read as one, else as a detail.

    Joined, places and times are those read in the whole; what the sender gave or corrected stays, but a vague place is completed.
    As a detail, a place in them becomes the form's if it has none.
    """
    if turn.whole is None:
        said = form.answers | {"detail": append_text(form.answers.get("detail"), turn.text)}
        if place_words(turn.draft) and not place_of(form):
            said["place"] = "、".join(place_words(turn.draft))[:ANSWER_LIMIT]
        return replace(form, answers=said)
    read = turn.whole.draft
    if turn.whole.text.startswith(form.text):
        read = _with_what_was_read(read, form.draft)
    kept = cast(CaseDraft, {**read, "urgency": form.draft["urgency"], "matters": []})
    if form.draft["kind"]["score"] == 1.0:  # the sender named it
        kept["kind"] = form.draft["kind"]
    answers = dict(form.answers)
    if "place" in answers:  # the sender gave or corrected it
        better = next((place for place in place_words(turn.draft) if not (is_coarse(place) or is_part(place))), None)
        if better is not None and (is_coarse(answers["place"]) or is_part(answers["place"])):
            answers["place"] = merge_place(answers["place"], better)[:ANSWER_LIMIT]
        kept = without_field(kept, "places")
    if "time" in answers:
        kept = without_field(kept, "times")
    return replace(form, text=turn.whole.text, draft=kept, answers=answers, was=former_place(form))
