"""The deliveries of a case to other systems, and their news that was refused, as the desk's pages show them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.backends.models import BackendDelivery, DeliveryState
from portal.backends.verbs import deliveries, news, stuck_deliveries
from portal.backends.verbs.deliveries import ERASED, NEVER_THERE, TAKEN_BACK
from portal.cases.models import Case
from portal.kernel.ports import NewsStatus, Operation


def delivery_row(row: BackendDelivery) -> dict[str, Any]:
    """What pages show of one delivery to another system, by template name.

    `trouble`: it may be sent again; `doubt`: nobody knows yet whether it arrived. `reference`: the other system's number of
    the case, "" if it gave none; `code`: of what went wrong, or "".
    """
    operations = {
        Operation.DISPATCH: _("交办"),
        Operation.WITHDRAWAL: _("收回"),
        Operation.REOPENING: _("重办"),
        Operation.SUPERVISION: _("督办"),
    }
    states = {
        DeliveryState.PENDING: _("还没交出去"),
        DeliveryState.SENT: _("交出去了，还没有回音"),
        DeliveryState.IN_DOUBT: _("不知道对方收到没有"),
        DeliveryState.ACCEPTED: _("对方收下了"),
        DeliveryState.REFUSED: _("对方不收"),
        DeliveryState.FAILED: _("一直交不过去，不再试了"),
    }
    needless = {
        TAKEN_BACK: _("没有交：事情先收回了"),
        NEVER_THERE: _("没有交：对方本来就没有这件事"),
        ERASED: _("没有交：居民要求删除"),
    }
    return {
        "id": row.id,
        "what": operations[Operation(row.operation)],
        "state": needless.get(row.code, states[DeliveryState(row.state)]),
        "trouble": stuck_deliveries.may_send_again(row),
        "doubt": row.state in (DeliveryState.IN_DOUBT, DeliveryState.SENT),
        "backend": row.backend,
        "at": row.settled_at or row.last_sent_at or row.created_at,
        "reference": row.reference if row.reference != row.key else "",
        "code": "" if row.code in needless or row.state == DeliveryState.ACCEPTED else row.code,
        "case_no": row.case.case_no,
    }


def refused_news(s: Session, case: Case) -> list[dict[str, Any]]:
    """Other systems' news of the case that was refused, so that it changed nothing, by template name; `why`: the reason."""
    statuses = {
        NewsStatus.ACKNOWLEDGED: _("签收"),
        NewsStatus.PROGRESS: _("办理进展"),
        NewsStatus.RESOLVED: _("办结"),
        NewsStatus.SENT_BACK: _("退回"),
    }
    reasons = {
        news.NOT_THEIRS: _("那时这件事不归他们办"),
        news.STALE: _("是重办、再交以前的，或者来晚了"),
        news.ILLEGAL: _("按那时的状态不能这样，或者少了要写的话"),
        news.UNKNOWN_STATUS: _("说法不认得"),
    }
    return [
        {
            "at": one.received_at,
            "backend": one.backend,
            "what": statuses.get(NewsStatus(one.status), one.status) if one.status in set(NewsStatus) else one.status,
            "why": reasons.get(one.reason, one.reason),
            "text": one.text,
        }
        for one in news.refused_of_case(s, case)
    ]


def of_case(s: Session, case: Case) -> list[dict[str, Any]]:
    """All deliveries of the case, each as `delivery_row`."""
    return [delivery_row(row) for row in deliveries.of_case(s, case)]
