"""`/desk/handovers`: conversations that wait for a person, each with contact, cases, and a form to answer."""

from __future__ import annotations

from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors.photos import photo_response
from portal.cases.drafts import open_drafts
from portal.cases.models import Case
from portal.cases.reading import masking
from portal.cases.records import actors, alarms, event_wording, queries
from portal.cases.rules.lifecycle import UNRESOLVED, State
from portal.cases.verbs.disclosure import access_log
from portal.channels.channel import CHANNELS
from portal.channels.handover import readers, service
from portal.channels.handover.service import TranscriptMessage
from portal.channels.models import Conversation, Handover, HandoverLook, InboxMessage
from portal.grids import service as grids
from portal.http.access import access, staff_actor, unattended
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.staff.models import Account

public = Blueprint("handovers", __name__, url_prefix="/desk/handovers", template_folder="../templates")

PAGE = 30  # conversations on one page
NO_NEED = "none"  # the sender needs no answer
REACHED = ("phone", "visit", NO_NEED)  # how else than here the sender was reached
CHANNEL_LABELS = {"webchat": "网页聊天", "wechat": "微信", "sms": "短信"}


@public.app_context_processor
def _template_functions() -> dict[str, Any]:
    """Template functions for the desk's pages, which may not import this room."""
    return {"people_waiting": _people_waiting, "conversation_with": _conversation_with}


def _reason(code: str) -> str:
    """The words for a reason (`Handover.reason`), as staff read them."""
    return event_wording.sentence_in_group("handover", code, "asked")


def _people_waiting() -> service.Waiting:
    with parts().db.read() as s:
        return service.waiting(s, staff_actor())


def _conversation_with(contact_point_id: int) -> str:
    """The URL of this contact point's conversation; "" if never handed over, erased, or closed to the signed-in reader."""
    with parts().db.read() as s:
        point = s.get(ContactPoint, contact_point_id)
        found = service.last_with(s, contact_point_id) if point is not None and point.erased_at is None else None
        if found and not readers.may_read(s, staff_actor(), contact_point_id):
            return ""
    return url_for("handovers.one", handover_id=found) if found else ""


@public.get("")
@access(*readers.ROLES)
def waiting() -> Any:
    """The conversations that wait for a person and that the reader may read, oldest first."""
    after = row_id(request.args.get("after", ""))
    with parts().db.read() as s:
        rows = list(islice(service.open_to(s, staff_actor(), after=after or 0), PAGE + 1))
        shown = [
            {
                "one": one,
                "point": s.get_one(ContactPoint, one.contact_point_id),
                "text": masking.masked(one.text, published=grids.published_numbers(s)),
                "taken_by": _name(s, one.taken_by),
                "not_fixed": service.cases_perhaps_not_fixed(s, one.contact_point_id, parts().clock.now()),
            }
            for one in rows[:PAGE]
        ]
        return render_template(
            "channels/handovers.html",
            rows=shown,
            reason=_reason,
            channels=CHANNEL_LABELS,
            next=rows[PAGE - 1].id if len(rows) > PAGE else None,
        )


@public.get("/<int:handover_id>")
@access(*readers.ROLES)
def one(handover_id: int) -> Any:
    """The conversation, and the form to answer; recorded as a look at each of the sender's sealed cases."""
    page = _page(handover_id)
    _record_looks_at_sealed(handover_id)
    return page


def _record_looks_at_sealed(handover_id: int) -> None:
    with parts().db.read() as s:
        theirs = queries.of_reporter(s, _readable_handover(s, handover_id).contact_point_id)
        sealed = list(s.scalars(sa.select(Case).where(theirs, Case.seal != "")))
    if sealed:
        with parts().db.write() as s:
            for case in sealed:
                access_log.record_look(s, parts(), case, staff_actor(), "talk")


@public.post("/<int:handover_id>/look")
@access(*readers.ROLES)
def reveal(handover_id: int) -> Any:
    """Show contact and text unmasked; who looked, and when, is recorded (PIPL 28)."""
    with parts().db.write() as s:
        found = _readable_handover(s, handover_id)
        s.add(HandoverLook(handover_id=found.id, account_id=staff_actor().id, at=parts().clock.now()))
    return _page(handover_id, revealed=True)


@public.get("/<int:handover_id>/talk")
@access(*readers.ROLES)
@unattended
def talk(handover_id: int) -> Any:
    """The conversation alone, masked, which the page reloads by itself (htmx)."""
    with parts().db.read() as s:
        found = _readable_handover(s, handover_id)
        return render_template("channels/_talk.html", **_talk_context(s, found, revealed=False))


@public.post("/<int:handover_id>/answer")
@access(*readers.ROLES)
def answer(handover_id: int) -> Any:
    """Send the reader's answer in the sender's own channel; if it is refused, the text stays in the form."""
    text = request.form.get("text", "")[:5000]
    try:
        with parts().db.write() as s:
            found = _readable_handover(s, handover_id)
            _require_safe(s.get_one(ContactPoint, found.contact_point_id))
            service.answer(s, parts(), found, staff_actor().id, text, seen=row_id(request.form.get("seen", "")))
    except (Conflict, Invalid) as problem:
        return _page(handover_id, problem=problem.title, typed=text), problem.status
    flash(_("发出去了；半小时内居民说的话都留给您，机器人不插嘴（险情、回答系统问话的除外）"), "success")
    return redirect(url_for("handovers.one", handover_id=handover_id), 303)


@public.post("/<int:handover_id>/done")
@access(*readers.ROLES)
def hand_back(handover_id: int) -> Any:
    """Hand the conversation back to the bot; says so, too, if it was handed back before.

    Not while an emergency of the sender's waits for somebody to take it on, nor, where nobody has answered the sender
    here, before the reader says how they were reached.
    """
    reached = request.form.get("reached", "")
    try:
        with parts().db.write() as s:
            found = _readable_handover(s, handover_id)
            if found.done_at is None:
                _require_reached(s, found, reached)
                service.hand_back(s, found, staff_actor().id, parts().clock.now())
    except (Conflict, Invalid) as problem:
        return _page(handover_id, problem=problem.title), problem.status
    no_answer, answered = _("记下了：不用回话，对话交还给机器人"), _("记下了：已经联系，对话交还给机器人")
    flash(no_answer if reached == NO_NEED else answered, "success")
    return redirect(url_for("handovers.waiting"), 303)


@public.post("/<int:handover_id>/holder")
@access(*readers.ROLES)
def release(handover_id: int) -> Any:
    """Note that the reader found the telephone to be with who wrote before: their matters are told and changed there again."""
    if request.form.get("sure") != "1":
        return _page(handover_id, problem=_("弄清楚是本人了，再勾上")), 422
    with parts().db.write() as s:
        found = _readable_handover(s, handover_id)
        residents.release(s.get_one(ContactPoint, found.contact_point_id))
        s.add(HandoverLook(handover_id=found.id, account_id=staff_actor().id, at=parts().clock.now()))
    flash(_("记下了：还是原来的人，以前的事照旧在那里说"), "success")
    return redirect(url_for("handovers.one", handover_id=handover_id), 303)


def _require_reached(s: Session, found: Handover, reached: str) -> None:
    """Raise Conflict while nobody has taken on an emergency of the sender's that the reader sees; Invalid if nobody has answered them here, nor `reached` says how else."""
    seen = _cases(s, s.get_one(ContactPoint, found.contact_point_id))
    if any(row["alarm"] and not row["alarm"].acked_at and row["state"] in UNRESOLVED for row in seen):
        raise Conflict(_("这位居民有一起险情，还没有人接下：接下了、联系上了，再交还给机器人。"))
    if found.said_at is None and reached not in REACHED:
        raise Invalid(_("这里还没有人回过这位居民。打了电话、见了面的，选一样；不用回的，也选上。"), field="reached")


@public.get("/<int:handover_id>/photos/<media_id>")
@access(*readers.ROLES)
def photo(handover_id: int, media_id: str) -> Any:
    """A photo that the sender sent in this conversation."""
    with parts().db.read() as s:
        found = _readable_handover(s, handover_id)
        theirs = sa.select(InboxMessage.media).where(InboxMessage.contact_point_id == found.contact_point_id)
        if not any(media_id in media for media in s.scalars(theirs)):
            raise NotFound()
    return photo_response(media_id)


def _readable_handover(s: Session, handover_id: int) -> Handover:
    """The handover. Raises NotFound, also if the signed-in reader may not read the conversation (`readers.may_read`)."""
    found = s.get(Handover, handover_id)
    if found is None or not readers.may_read(s, staff_actor(), found.contact_point_id):
        raise NotFound()
    return found


def _require_safe(point: ContactPoint) -> None:
    """Raise Invalid if somebody else may hold the phone (violence at home) and the clerk did not tick "safe"."""
    if point.no_push and request.form.get("safe") != "1":
        raise Invalid("这位居民身边可能有人看手机：确认现在回是安全的，再勾上“现在可以回”")


def _page(handover_id: int, *, revealed: bool = False, problem: str = "", typed: str = "") -> str:
    with parts().db.read() as s:
        found = _readable_handover(s, handover_id)
        point = s.get_one(ContactPoint, found.contact_point_id)
        return render_template(
            "channels/handover.html",
            point=point,
            channel=CHANNEL_LABELS[point.channel],
            reason=_reason(found.reason),
            contact=_contact(point, revealed=revealed),
            revealed=revealed,
            cases=_cases(s, point),
            looks=_looks(s, found),
            problem=problem,
            typed=typed,
            most=CHANNELS[point.channel].longest_answer,
            **_talk_context(s, found, revealed=revealed),
        )


def _cases(s: Session, point: ContactPoint) -> list[dict[str, Any]]:
    """The sender's cases that the reader may see; none unless a clerk or a supervisor reads."""
    if staff_actor().role not in (Role.DESK, Role.SUPERVISOR):
        return []
    who = actors.staff(s, staff_actor())
    return [
        {"case": case, "state": State(case.state), "alarm": alarms.alarm_of(s, case)}
        for case in queries.cases_of(s, point.id, for_staff=True)
        if actors.in_scope(case, who)
    ]


def _contact(point: ContactPoint, *, revealed: bool) -> str:
    if point.channel != "sms":
        return ""
    return point.address if revealed else masking.masked(point.address)


def _talk_context(s: Session, found: Handover, *, revealed: bool) -> dict[str, Any]:
    talking = s.get(Conversation, found.contact_point_id)
    now = parts().clock.now()
    lines = service.transcript(s, found.contact_point_id)
    return {
        "one": found,
        "lines": [_line(s, line, revealed=revealed) for line in lines],
        "taken_by": _name(s, found.taken_by),
        "unconfirmed": found.done_at is None and open_drafts.is_unconfirmed(s, found.contact_point_id, now),
        "not_fixed": service.cases_perhaps_not_fixed(s, found.contact_point_id, now) if found.done_at is None else [],
        "quiet_until": talking.quiet_until if talking is not None and service.is_quiet(talking, now) else None,
        "seen": service.last_of_ours(s, found.contact_point_id),
    }


_FATES = {  # what became of a clerk's message, by `Fate`
    "sending": "正在发",
    "sent": "已交给短信、微信公司，还没有回执",
    "delivered": "送到了",
    "failed": "没送到，请换个办法联系",
    "pretended": "演示：没有真的发出",
}
_KINDS = {  # shown in place of a text that is missing, by `InboxKind`
    "photo": "（照片）",
    "voice": "（语音，请到公众平台后台听）",
    "other": "（打不开的消息）",
    "withheld": "（没有留下内容）",
}


def _line(s: Session, line: TranscriptMessage, *, revealed: bool) -> dict[str, Any]:
    text = line.text or _KINDS.get(line.kind, "")
    who = {"me": _("居民"), "bot": _("机器人"), "staff": _name(s, line.account_id) or _("工作人员")}[line.by]
    return {
        "at": line.at,
        "by": line.by,
        "who": who,
        "text": text if revealed else masking.masked(text, published=grids.published_numbers(s)),
        "photos": [media for media in line.media if ":" not in media],
        "fate": _FATES.get(line.fate, ""),
        "failed": line.fate == "failed",
    }


def _looks(s: Session, found: Handover) -> list[tuple[HandoverLook, str]]:
    rows = sa.select(HandoverLook).where(HandoverLook.handover_id == found.id).order_by(HandoverLook.id.desc())
    return [(row, _name(s, row.account_id)) for row in s.scalars(rows.limit(20))]


def _name(s: Session, account_id: int | None) -> str:
    account = s.get(Account, account_id) if account_id else None
    return account.name if account else ""
