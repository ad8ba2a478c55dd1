"""The scrutineer's forms: confirm or object, take either back, decide whether a phone may vote for a further entry.

Also serves the photo of the posted notice to all who may read the consultation.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.doors.committee import refused_page
from portal.consultations.doors.form_redirects import attempt, preview
from portal.consultations.doors.forms import FormError
from portal.consultations.law import gates
from portal.consultations.law.phases import State
from portal.consultations.verbs import noticing, queries, scrutineer
from portal.consultations.verbs.queries import READ_ROLES
from portal.consultations.verbs.scrutiny_status import Matter
from portal.consultations.verbs.watching import halt_messages
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.roles import Role

public = Blueprint("scrutineer", __name__, url_prefix="/committee", template_folder="../templates")


@public.get("/consultations/<int:consultation_id>/notice-photo")
@access(*READ_ROLES)
def notice_photo(consultation_id: int) -> Any:
    """The photo that shows that the notice was posted on an earlier day than it was recorded."""
    with parts().db.read() as s:
        data = scrutineer.notice_photo(s, staff_actor(), consultation_id)
    return Response(data, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@public.post("/consultations/<int:consultation_id>/scrutiny/confirm")
@access(Role.SCRUTINEER)
def scrutinise(consultation_id: int) -> Any:
    """Confirm the preparation: roll, posting and clause must be ticked, and what the matter is and the reason for a short notice answered.

    Whoever answers that it is not the committee's matter, or that the reason has nothing to do with it, objects with that.
    """
    outside, unrelated = request.form.get("matter") == Matter.OUTSIDE, request.form.get("circumstances") == "0"
    if outside or unrelated:
        return _object(consultation_id, outside=outside)

    def act(s: Session) -> None:
        consultation = queries.get_for(s, staff_actor(), consultation_id)
        if request.form.get("object"):  # never taken for a confirmation
            raise FormError(_("要提异议，请先选“是那样的事”，或者缩短通知的原因“不是”；别的不对，用下面的“提出异议”"))
        if request.form.get("reason", "").strip():
            raise FormError(
                _("写了哪里不对，就不能算确认。要确认的把它清空；要提异议的，按“提交异议”或者下面的“提出异议”")
            )
        boxes = ["roll", "posting"]
        if gates.CLAUSE in noticing.evidence_of(s, consultation):
            boxes.append("clause")
        if consultation.special_circumstances:
            boxes.append("circumstances")
        if any(request.form.get(box) != "1" for box in boxes):
            raise FormError(_("请把每一项都看过、勾上、答好，再确认"))
        scrutineer.confirm(
            s,
            staff_actor(),
            consultation_id,
            seen=request.form.get("seen", ""),
            matter=request.form.get("matter", ""),
            posting_day=request.form.get("earlier") == "1",
            now=parts().clock.now(),
        )

    return attempt(consultation_id, act, _("确认了。以后名册、通知、依据再有改动，要请您重新看"), refused=refused_page)


@public.post("/consultations/<int:consultation_id>/scrutiny/object")
@access(Role.SCRUTINEER)
def object_to(consultation_id: int) -> Any:
    """Object, once what will be published of it was shown, and say what that stops now."""
    return _object(consultation_id, outside=request.form.get("outside") == "1")


def _object(consultation_id: int, *, outside: bool) -> Any:
    shown = preview(consultation_id, "reason", "outside", "matter", "circumstances", at_once=outside)
    if shown is not None:
        return shown
    reason = request.form.get("reason", "")

    def act(s: Session) -> None:
        scrutineer.object_to(s, staff_actor(), consultation_id, reason, parts().clock.now(), outside=outside)
        if outside:
            halt_messages.tell_supervisors(s, parts().settings.community, consultation_id, parts().clock.now())
        if outside and queries.get(s, consultation_id).state == State.OPEN:
            flash(
                _("异议记下了，居民已经看得到。督查定了以前不能计票：要么停止这次表决，要么写明为什么可以"), "success"
            )
        elif outside:
            flash(_("异议记下了，居民和督查已经看得到；您撤回以前不能开始投票"), "success")
        elif queries.get(s, consultation_id).state == State.NOTICED:
            flash(_("异议记下了，督查看得到；您撤回以前不能开始投票"), "success")
        else:
            flash(_("异议记下了，督查看得到；委员会写下答复以前，结果不能公布，异议和答复会一起公布"), "success")

    return attempt(consultation_id, act, "", refused=refused_page)


@public.post("/consultations/<int:consultation_id>/scrutiny/withdraw")
@access(Role.SCRUTINEER)
def withdraw(consultation_id: int) -> Any:
    """Take back one's own confirmation or objection."""
    return attempt(
        consultation_id,
        lambda s: scrutineer.withdraw(s, staff_actor(), consultation_id, parts().clock.now()),
        _("撤回了"),
    )


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/second")
@access(Role.SCRUTINEER)
def second(consultation_id: int, entry_id: int) -> Any:
    """Decide whether a phone that may already vote for two entries may vote for one more."""
    agree = request.form.get("agree") == "1"
    return attempt(
        consultation_id,
        lambda s: scrutineer.decide_further_entry(
            s, staff_actor(), consultation_id, entry_id, agree=agree, now=parts().clock.now()
        ),
        _("核实了") if agree else _("没有同意"),
        to_roll=True,
    )
