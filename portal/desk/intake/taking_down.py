"""`/desk/new` (代录): a clerk types what somebody says on the telephone, at the counter or in a letter.

The bot reads the words while they are typed, and its findings fill the fields that the clerk has not settled. On
submitting, the words are read once more, so that these fields fit the final words.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import wishes
from portal.cases.drafts import draft_reader
from portal.cases.models import Case, CaseEvent, Kind, Urgency
from portal.cases.reading import shingles
from portal.cases.records import actors, presentation
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source
from portal.cases.rules import taxonomy
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.form_text import MAX_TEXT, clean_text
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.intake import registering, resident_words, taking_down, unread_words
from portal.cases.verbs.intake.registering import Settled
from portal.cases.verbs.intake.taking_down import MOST_NAME, MOST_NUMBER, MOST_WHERE, Silence, TakenFrom, Told
from portal.cases.verbs.intake.unread_words import FIELDS
from portal.desk.case_page.case_facts import list_row
from portal.desk.danger_line import danger_line
from portal.desk.intake.hotline_page import LINE_KEY, key_of_line, line_of_key, order_to_take_down, source_of_line
from portal.desk.lists.search_page import MOST, find, record_looks
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.http.throttle import throttle
from portal.kernel.errors import Invalid
from portal.kernel.phones import FEWEST_DIGITS, in_digits
from portal.kernel.roles import Role

public = Blueprint("desk_new", __name__, url_prefix="/desk/new")
READINGS = (
    "150 per minute"  # limit of readings and look-ups for one clerk: the page asks half a second after the last key
)
MOST_EARLIER = 5  # cases with the typed number that are shown beside the form
CLERK_CHANNELS = tuple(
    one for one in TakenFrom if one is not TakenFrom.SIGHTING
)  # ways in which clerks hear of a matter
SAME_WITHIN = timedelta(minutes=30)  # for so long the same words by one clerk are taken for the same matter
MOST_COMPARED = 50  # newest cases of one clerk that are compared for that
OUTSIDE = "none"  # value of the field `grid`: outside the area, or unclear
# the key that a form carries (`_key`)
_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")

Form = Mapping[str, str]


@public.get("")
@access(Role.DESK)
def page() -> Any:
    """The form, empty or, with `line` (the row id of a refused line of the hotline's file), filled with that line's words.

    Also empty for a line that this clerk may not take down.
    """
    line = row_id(request.args.get("line", ""))
    form = _form_of_line(line) if line else None
    return _shown(form or {"key": secrets.token_urlsafe(16), "channel": TakenFrom.CALL}, "")


def _form_of_line(line: int) -> Form | None:
    """The form filled from a refused line of the hotline's file; None if this clerk may not take it down.

    Its key is the line's own, so that a line is registered once, whoever takes it down.
    """
    with parts().db.read() as s:
        order = order_to_take_down(s, actors.staff(s, staff_actor()), line)
        if order is None:
            return None
        key = key_of_line(s, line)
    told = {"text": order.text, "phone": order.phone[:MOST_NUMBER], "name": order.name[:MOST_NAME]}
    told |= {"place": order.place[:MOST_WHERE], "unnamed": "1" if order.secret else ""}
    return {"key": key, "channel": TakenFrom.CALL, **told}


@public.post("/reading.json")
@access(Role.DESK)
def reading() -> Any:
    """What the bot reads in the words so far: `fields` (name → value), `danger` (as in `_danger`) or null.

    `heard`: false if the bot could not be reached; `unnamed`: the words wish that handlers do not learn who said it, and so does the case.
    """
    throttle().spend(READINGS, "desk_new", str(staff_actor().id))
    form = request.form
    if not form.get("text", "").strip():
        return {"fields": {}, "danger": None, "heard": True, "unnamed": False}
    draft = draft_of(form["text"])
    with parts().db.read() as s:
        found = _filled(s, actors.staff(s, staff_actor()), form, draft)
    wish = wishes.wishes_not_to_be_named(form["text"])
    danger = _danger(form["text"], draft)
    return {"fields": found.shown, "danger": danger, "heard": draft is not None, "unnamed": wish}


@public.post("/earlier")
@access(Role.DESK)
def earlier() -> Any:
    """The part of the page with the newest cases that hold the typed number; records looks at those that mask it."""
    throttle().spend(READINGS, "desk_new", str(staff_actor().id))
    digits = re.sub(r"\D", "", in_digits(request.form.get("phone", "")[:MOST_NUMBER]))
    rows, more = _earlier(digits) if len(digits) >= FEWEST_DIGITS else ([], False)
    return render_template(
        "desk/_earlier.html", rows=rows, more=more, asked=len(digits) >= FEWEST_DIGITS, digits=digits
    )


def _earlier(digits: str) -> tuple[list[dict[str, Any]], bool]:
    """(rows of the newest MOST_EARLIER cases that hold these digits, whether there are more); records the looks."""
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        hits = find(s, who, shingles.read_query(digits))
        rows = [list_row(s, hit.case, who) for hit in hits[:MOST_EARLIER]]
    record_looks(hits[:MOST_EARLIER])
    return rows, len(hits) > min(MOST_EARLIER, MOST)


@public.post("")
@access(Role.DESK)
def register() -> Any:
    """Register the case and open its page. The same form again opens the same case; a refused form is shown again as sent."""
    form = request.form
    draft = draft_of(form.get("text", ""))
    try:
        with resident_words.transaction_for_words(parts(), form.get("text", "")) as s:
            clerk = actors.staff(s, staff_actor())
            key = _key(s, clerk, form)
            known = _case_of_key(s, key)
            told = _filled(s, clerk, form, draft).told
            if known is None and form.get("again") != "1":
                _refuse_same_words(s, clerk, told)
            source = Source.of(key, form.to_dict())
            case = known or taking_down.take_down(s, parts(), clerk, told, draft=draft, source=source)
            is_seen, readers = actors.in_scope(case, clerk), presentation.who_reads(s, case)
            is_line_again = known is not None and form["key"].startswith(LINE_KEY)
            if is_line_again and not is_seen:
                raise Invalid(_("这一行同事已经代录过，没有再登记。"))
            case_no, is_other = case.case_no, case.words.text != clean_text(told.text, MAX_TEXT)
    except AlreadyTaken as problem:
        return _shown(form, problem.title, again=True), problem.status
    except taking_down.DangerUnexplained as problem:
        return _shown(form, problem.title, ask_why=True), problem.status
    except Invalid as problem:
        return _shown(form, problem.title), problem.status
    if not is_seen:  # it is about the desk's own people
        return _registered_unseen(case_no, readers)
    if is_line_again:
        flash(_("这一行已经代录过，编号 %(no)s：没有再登记，要补的话在这里补。", no=case_no), "warning")
    elif is_other:
        flash(_("刚才那一份已经登记了，后来改的字没有收下：请在这里补。"), "warning")
    else:
        _tell_registered(case_no, told, draft)
    return redirect(url_for("desk.case", case_no=case_no, registered=1), 303)


def _registered_unseen(case_no: str, readers: str) -> Any:
    """The empty form, with the number and who reads the case (`who_reads`), for a clerk who may not."""
    told = _("登记好了，编号 %(no)s：请念给对方听。这件说到了受理台的人，您这里看不到，也办不了。", no=case_no)
    flash(told + (_("这句也念给对方听：“%(readers)s”", readers=readers) if readers else ""), "success")
    return redirect(url_for("desk_new.page"), 303)


def _tell_registered(case_no: str, told: Told, draft: CaseDraft | None) -> None:
    """Tell the clerk the number, what the bot is still to read, and why no SMS goes to a reporter who agreed to one, if none does."""
    flash(_("登记好了，编号 %(no)s：请念给对方听。", no=case_no), "success")
    if draft is None and told.to_read:
        flash(
            _(
                "机器人没有回应，这件还没读过：先照填的登记，诉求记成“%(kind)s”；它一好就读，没有亲手选过的几格会自己填上。",
                kind=_(told.kind.label),
            ),
            "warning",
        )
    silence = taking_down.silence(parts(), told, draft) if told.agreed else None
    if silence is not None:
        flash(_why_silent(silence), "warning")


def _why_silent(silence: Silence) -> str:
    """Why the case's reporter gets no SMS, in words for the clerk."""
    if silence is Silence.VIOLENCE:
        return str(_("没有发短信，以后也不主动发：有人动手，看手机的可能是另一个人。"))
    return str(_("没有发短信，以后也不主动发：有险情，机器人没有回应，不知道看手机的会不会是动手的人。"))


def _shown(form: Form, problem: str, *, again: bool = False, ask_why: bool = False) -> str:
    """The page with this form. `problem`: why it was refused, or ""; `again`: offer to register the same words once more.

    `ask_why`: ask why it is no emergency.
    """
    with parts().db.read() as s:
        return render_template(
            "desk/new.html",
            form=form,
            problem=problem,
            ask_why=ask_why or bool(form.get("why_calm")),
            again=again or form.get("again") == "1",
            danger=_danger(form.get("text", ""), None),
            channels=[(str(one), one.label) for one in CLERK_CHANNELS],
            kinds=[(str(one), one.label) for one in Kind],
            urgencies=[(str(one), one.label) for one in Urgency],
            categories=[(code, " / ".join(path)) for code, path in taxonomy.names().items()],
            grids=[(grid.code, f"{grid.name}（{grid.code}）") for grid in grids.grids(s)],
            bodies=[(body.code, body.name) for body in grids.bodies(s)],
            most={"text": MAX_TEXT, "name": MOST_NAME, "phone": MOST_NUMBER, "where": MOST_WHERE},
            outside=OUTSIDE,
            account=staff_actor().id,
        )


def draft_of(text: str) -> CaseDraft | None:
    """The bot's reading of the words; None if they are empty or too long, or the bot gives no valid answer."""
    return unread_words.read(parts(), text) if text.strip() and len(text) <= MAX_TEXT else None


# --- what the fields hold


@dataclass(frozen=True)
class Filled:
    """The form, with the fields that the clerk did not settle filled in. `shown`: field → its value on the page."""

    told: Told
    shown: dict[str, str]


def _filled(s: Session, clerk: Who, form: Form, draft: CaseDraft | None) -> Filled:
    """The form with what the clerk settled, and the other fields from the draft. Raises Invalid.

    `draft` None: the bot was not reached.
    """
    by_hand = _chosen_by_hand(form)
    mine = _settled_by_clerk(form, by_hand, was_read=draft is not None)
    draft = draft or unread_words.plain_draft(taking_down.danger_told(parts(), form.get("text", "")))
    said = draft_reader.case_words_of(form.get("text", ""), draft, mine)
    read, _about = registering.first_facts(s, said, draft, parts().clock.now())
    tells = taking_down.tells_of_danger(parts(), form.get("text", ""), draft)
    if tells and "urgency" not in by_hand:  # what the page calls an emergency is registered as one
        mine["urgency"] = Urgency.EMERGENCY
    shown = {
        "place": mine.get("place", said.place[:MOST_WHERE]),
        "time": mine.get("time", said.time[:MOST_WHERE]),
        "kind": mine["kind"] if mine.get("kind") in set(Kind) else read["kind"],
        "category": mine.get("category", read["category"] or ""),
        "urgency": mine["urgency"] if mine.get("urgency") in set(Urgency) else read["urgency"],
        "grid": mine.get("grid", read["grid"] or OUTSIDE),
    }
    told = _told(form, shown, mine.get("body", ""), to_read=[name for name in FIELDS if name not in by_hand])
    return Filled(told, shown | {"body": mine.get("body") or _suggested_body(s, clerk, told, draft)})


def _settled_by_clerk(form: Form, by_hand: Collection[str], *, was_read: bool) -> dict[str, str]:
    """The fields that are settled: those `by_hand`.

    `was_read` False: the bot reads nothing now, so other filled fields, which it read before, stay as they are, too.
    """
    settled = {name: form.get(name, "").strip() for name in by_hand}
    return settled if was_read else {name: form[name].strip() for name in _filled_in(form)} | settled


def _filled_in(form: Form) -> set[str]:
    """The fields that are not empty."""
    return {name for name in FIELDS if form.get(name, "").strip()}


def _chosen_by_hand(form: Form) -> set[str]:
    """The fields that the clerk chose or typed: those that `touched` names or, without JavaScript, all that are filled in."""
    return set(form["touched"].split(",")) & set(FIELDS) if "touched" in form else _filled_in(form)


def _told(form: Form, shown: Mapping[str, str], body: str, *, to_read: Sequence[str]) -> Told:
    """What is to be taken down. `shown`: values of the fields that the bot suggests; `body`: the code that was settled, or "".

    `to_read`: the fields that the bot may fill in later.
    """
    return Told(
        channel=TakenFrom(form["channel"]) if form.get("channel") in CLERK_CHANNELS else TakenFrom.CALL,
        text=form.get("text", ""),
        place=clean_text(shown["place"], MOST_WHERE),
        time=clean_text(shown["time"], MOST_WHERE),
        name=form.get("name", ""),
        phone=form.get("phone", ""),
        agreed=form.get("agreed") == "1",
        unnamed=form.get("unnamed") == "1",
        kind=Kind(shown["kind"]),
        category=shown["category"],
        urgency=Urgency(shown["urgency"]),
        grid="" if shown["grid"] == OUTSIDE else shown["grid"],
        body=body,
        to_read=to_read,
        why_calm=form.get("why_calm", ""),
    )


def _suggested_body(s: Session, clerk: Who, told: Told, draft: CaseDraft) -> str:
    """The code of the body that would be suggested for the case with these fields; "" if none."""
    settled = Settled(
        by=clerk.id or 0,
        channel=told.channel,
        kind=told.kind,
        category=told.category or None,
        urgency=told.urgency,
        grid=told.grid or None,
        body="",
        unnamed=told.unnamed,
    )
    said = draft_reader.case_words_of(told.text, draft, {"place": told.place})
    return str(registering.first_facts(s, said, draft, parts().clock.now(), settled)[0]["body"] or "")


# --- one form is one case


def _key(s: Session, clerk: Who, form: Form) -> str:
    """The key by which this form is registered once: the clerk's own or, for a line that they may take down, one for all clerks.

    Raises Invalid.
    """
    key = form.get("key", "")
    if not _KEY.fullmatch(key):
        raise Invalid(_("这一页打开得不对，请刷新再填"))
    return source_of_line(key) if key.startswith(LINE_KEY) and _is_of_line(s, clerk, key) else f"desk:{clerk.id}:{key}"


def _is_of_line(s: Session, clerk: Who, key: str) -> bool:
    """Whether a line's key counts as that: the line was taken down with it, or this clerk may take it down now."""
    if _case_of_key(s, source_of_line(key)) is not None:
        return True
    line = line_of_key(s, key)
    return line is not None and order_to_take_down(s, clerk, line) is not None


class AlreadyTaken(Invalid):
    """The clerk registered the very same words within SAME_WITHIN: perhaps they went back to the form (422)."""


def _refuse_same_words(s: Session, clerk: Who, told: Told) -> None:
    """Raise AlreadyTaken if this clerk registered the same words within SAME_WITHIN, by another form."""
    mine = CaseEvent.data["taken_down_by"].as_integer() == clerk.id
    reports = sa.and_(CaseEvent.verb == Verb.REPORT, CaseEvent.at > parts().clock.now() - SAME_WITHIN)  # by their index
    lately = sa.select(Case).join(CaseEvent).where(reports, mine).order_by(CaseEvent.at.desc(), CaseEvent.id.desc())
    words = clean_text(told.text, MAX_TEXT)
    for case in s.scalars(lately.limit(MOST_COMPARED)).unique():
        if case.words.text == words:
            raise AlreadyTaken(_("刚才登记过一样的话，编号 %(no)s。不是另一件就不用再登记。", no=case.case_no))


def _case_of_key(s: Session, key: str) -> Case | None:
    """The case that this form registered before; None if it did not."""
    event = s.scalar(sa.select(CaseEvent).where(CaseEvent.source_key == key))
    return event.case if event is not None else None


# --- danger


def _danger(text: str, draft: CaseDraft | None) -> dict[str, Any] | None:
    """The danger in the words: the `words` to say, the `number` to call (the one in `words`, else 110), and `sure`; or None.

    `sure` is false if the clerk must ask. Found by plain words of danger (`plain_danger`), and by the bot's reading if there is one.
    """
    urgency = draft["urgency"] if draft is not None else {"level": "", "reasons": []}
    plain = taking_down.plain_danger(parts(), text, draft)
    sure = bool(plain) or urgency["level"] == Urgency.EMERGENCY
    if not sure and not urgency.get("ask"):
        return None
    line = danger_line(text, plain=plain, read=urgency.get("danger") or "")
    return {"number": line.number, "words": line.words, "sure": sure}
