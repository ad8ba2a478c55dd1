"""`/accounts/duty/days`: the on-call schedule, four weeks on a page; the desk, supervisors and the operator arrange it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.records import alarms
from portal.cases.rules.deadlines import look_up_day
from portal.cases.verbs.alarms import on_call
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.on_call import schedule
from portal.staff.models import Account

public = Blueprint("on_call_days", __name__, url_prefix="/accounts/duty/days", template_folder="templates")
ROLES = (Role.OPERATOR, Role.SUPERVISOR, Role.DESK)  # who may arrange the schedule
SHOWN = 28  # days on a page, from a Monday
CHANGES = 20  # changes listed on the page, the newest
_BACK = timedelta(weeks=52)  # how far back the page goes


@public.get("")
@access(*ROLES)
def page() -> Any:
    """Four weeks of the schedule, beginning with the week of the query's `monday`, or with this week."""
    return _page(_monday(request.args.get("monday", "")))


@public.post("")
@access(*ROLES)
def arrange() -> Any:
    """Arrange the four weeks as the form says; if it changes a day that is over, or is refused otherwise, nothing changes."""
    monday, now = _monday(request.form.get("monday", "")), parts().clock.now()
    try:
        with parts().db.write() as s:
            wanted = _typed(s, monday)
            count = schedule.arrange(s, wanted, request.form.get("version", ""), by=staff_actor().id, now=now)
    except (Conflict, Invalid) as refused:
        return _page(monday, refused.title), refused.status
    except IntegrityError:  # on PostgreSQL, a second tab filled the same empty day at the same moment
        changed = Conflict(_("您打开这一页以后，值班表有了变化，请看一眼再改"))
        return _page(monday, changed.title), changed.status
    flash(_("记下了，改了%(count)s处", count=count) if count else _("没有改动"), "success")
    return redirect(url_for("on_call_days.page", monday=monday), 303)


def _monday(text: str) -> date:
    """The Monday of the week of this day (ISO); this week's for any other text and for a day that cannot be shown."""
    today = schedule.day_on_call(parts().clock.now())
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        day = today
    if not today - _BACK <= day <= today + schedule.FURTHEST:
        day = today
    return day - timedelta(days=day.weekday())


def _typed(s: Session, monday: date) -> dict[date, tuple[int | None, ...]]:
    """The four weeks with the accounts that the form names; positions without a field (days that are over or too far ahead) are unchanged.

    Raises Invalid for a value that is no account id.
    """
    stands = schedule.days_between(s, monday, monday + timedelta(days=SHOWN - 1))
    return {
        day: tuple(
            _chosen(request.form[_key(day, position)]) if _key(day, position) in request.form else before
            for position, before in zip(schedule.POSITIONS, accounts, strict=True)
        )
        for day, accounts in stands.items()
    }


def _key(day: date, position: int) -> str:
    """The name of the form's field for one position of a day."""
    return f"at-{day}-{position}"


def _chosen(value: str) -> int | None:
    number = row_id(value) if value else None
    if value and not number:
        raise Invalid(_("请从名单里选人"))
    return number


def _page(monday: date, problem: str = "") -> str:
    now, last = parts().clock.now(), monday + timedelta(days=SHOWN - 1)
    today = schedule.day_on_call(now)
    with parts().db.read() as s:
        days = schedule.days_between(s, monday, last)
        eligible, changed = on_call.may_be_listed(s), schedule.last_changed(s, CHANGES)
        standing = {number for accounts in days.values() for number in accounts if number}
        makers = {number for one in changed for number in (one.account_id, one.entered_by, one.removed_by) if number}
        names = alarms.account_names(s, standing | makers)
        return render_template(
            "accounts/on_call_days.html",
            days=[_facts(day, accounts) for day, accounts in days.items()],
            today=today,
            furthest=today + schedule.FURTHEST,
            changes_at=schedule.CHANGES_AT,
            choices=_choices(eligible, standing, names),
            names=names,
            gaps=schedule.gaps(s, now),
            changed=changed,
            version=schedule.version(days),
            monday=monday,
            earlier=monday - timedelta(days=SHOWN) if monday - timedelta(days=SHOWN) >= today - _BACK else None,
            later=last + timedelta(days=1) if last < today + schedule.FURTHEST else None,
            problem=problem,
            form=request.form,
        )


def _choices(eligible: list[Account], standing: set[int], names: dict[int, str]) -> list[tuple[int, str]]:
    """(account id, name) of all who can be given a position, then of those who have one but cannot be called now."""
    found = [(one.id, f"{one.name}（{_(Role(one.role).label)}）") for one in eligible]
    out = sorted(standing - {one.id for one in eligible})
    return found + [(number, _("%(name)s（现在叫不到）", name=names.get(number, ""))) for number in out]


def _facts(day: date, accounts: tuple[int | None, ...]) -> dict[str, Any]:
    """What the page shows of a day, by template name. `kind`: workday, weekend, holiday (of a weekday) or make_up (at a weekend).

    `places`: (name of the form's field, account id or None) of each position.
    """
    works, provisional = look_up_day(day)
    weekday = day.weekday() < 5
    kind = ("workday" if weekday else "make_up") if works else ("holiday" if weekday else "weekend")
    places = [(_key(day, position), one) for position, one in zip(schedule.POSITIONS, accounts, strict=True)]
    return {"day": day, "weekday": day.weekday(), "kind": kind, "provisional": provisional, "places": places}
