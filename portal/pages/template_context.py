"""What every template may use: `look`, `community`, `demo`, `staff`, `now`, `spoken`, staff links, filters."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from sqlalchemy.exc import SQLAlchemyError

from portal.http.access import staff_actor
from portal.http.current import parts
from portal.kernel.errors import Unauthorized
from portal.kernel.roles import StaffActor
from portal.kernel.time_zone import SHANGHAI
from portal.pages.preferences import current_look
from portal.staff.navigation import home_of, link_to, links_of
from portal.staff.sign_in import caller
from portal.wording.community import community

log = logging.getLogger(__name__)
_WEEKDAYS = (later("周一"), later("周二"), later("周三"), later("周四"), later("周五"), later("周六"), later("周日"))


def init_app(app: Flask) -> None:
    """Register the names and filters with an app's templates."""
    app.context_processor(_names)
    app.jinja_env.filters.update(moment=moment, day=day, clock=clock, amount=amount)
    app.jinja_env.globals.update(staff_home=staff_home, staff_links=links_of, staff_link_to=link_to)


def moment(value: datetime | None) -> str:
    """A moment in Shanghai time: 2026年11月24日 09:00; "" for None."""
    return f"{day(value)} {clock(value)}" if value else ""


def day(value: datetime | date | None) -> str:
    """2026年11月24日; a datetime gives its day in Shanghai time; "" for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(SHANGHAI).date()
    return str(_("%(year)s年%(month)s月%(day)s日", year=value.year, month=value.month, day=value.day))


def clock(value: datetime | None) -> str:
    """A moment's time of day in Shanghai: 09:00; "" for None."""
    return value.astimezone(SHANGHAI).strftime("%H:%M") if value else ""


def spoken(value: datetime, now: datetime) -> str:
    """A moment as a neighbour would say it: 今天 09:00, 昨天 21:30, 周二 08:00, 11月3日 10:00, else the full date."""
    there, today = value.astimezone(SHANGHAI), now.astimezone(SHANGHAI).date()
    if there.date() == today:
        return str(_("今天 %(clock)s", clock=clock(value)))
    if there.date() == today - timedelta(days=1):
        return str(_("昨天 %(clock)s", clock=clock(value)))
    if timedelta(0) < today - there.date() < timedelta(days=7):
        return f"{_WEEKDAYS[there.weekday()]} {clock(value)}"
    if there.year == today.year:
        return str(_("%(month)s月%(day)s日 %(clock)s", month=there.month, day=there.day, clock=clock(value)))
    return moment(value)


def amount(value: Decimal | int | None) -> str:
    """A number or an area as people write it: no trailing zeros, never an exponent; "" for None."""
    if value is None:
        return ""
    return f"{Decimal(value).normalize():f}"


def staff_home(staff: StaffActor | None) -> str:
    """The path that the logo of a staff page links to: the reader's first page, or "/" if nobody is signed in."""
    return home_of(staff) if staff else "/"


def _names() -> dict[str, Any]:
    """The names that a template may use; `staff`: the staff member who is signed in, or None."""
    settings = parts().settings
    return {
        "look": current_look(),
        "community": community(settings.community),
        "demo": settings.demo,
        "staff": _staff(),
        "now": parts().clock.now(),
        "spoken": lambda value: spoken(value, parts().clock.now()) if value else "",
    }


def _staff() -> StaffActor | None:
    """The signed-in staff actor, or None. None also if the database is away, so that the error page still works."""
    if not caller.session_token():
        return None
    try:
        return staff_actor()
    except Unauthorized:
        return None
    except SQLAlchemyError:
        log.exception("who is signed in cannot be read")
        return None
