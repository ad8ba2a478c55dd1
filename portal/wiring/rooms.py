"""The list of rooms: `app.py` registers what stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint

from portal.cases.doors import api as cases_api
from portal.cases.doors import internal_api as cases_internal
from portal.cases.doors import views as cases_views
from portal.cases.verbs import paging as case_paging
from portal.cases.verbs import tasks as case_deliveries
from portal.channels import jobs as channel_jobs
from portal.channels.doors import aliyun, sms, webchat, wechat
from portal.channels.doors import internal_api as channels_internal
from portal.channels.handover import pages
from portal.channels.outbound import push
from portal.consultations.doors import api as consultations_api
from portal.consultations.doors import committee as consultations_committee
from portal.consultations.doors import internal_api as consultations_internal
from portal.consultations.doors import scrutiny as consultations_scrutiny
from portal.consultations.doors import views as consultations_views
from portal.consultations.verbs import closing as consultations_closing
from portal.demo import views as demo_views
from portal.desk import actions as desk_actions
from portal.desk import letters as desk_letters
from portal.desk import views as desk_views
from portal.home import views as home_views
from portal.outbox.delivery import Consumer
from portal.pages import api_docs
from portal.pages import views as pages_views
from portal.privacy import jobs as privacy_jobs
from portal.privacy import views as privacy_views
from portal.residents import api as residents_api
from portal.staff import account as staff_account
from portal.staff import jobs as staff_jobs
from portal.staff import views as staff_views
from portal.storage.parts import Parts

_forget_staff_sessions = channel_jobs.Spaced(staff_jobs.forget_sessions)


@dataclass(frozen=True)
class Room:
    """What a room hands to `portal.wiring.app`: its blueprints for the public app and for the internal one."""

    name: str
    public: tuple[Blueprint, ...] = ()
    internal: tuple[Blueprint, ...] = ()


def rooms() -> tuple[Room, ...]:
    """Every room that has pages or doors. Each `portal/<room>/views.py` etc. is imported here and nowhere else."""
    return (
        Room("staff", public=(staff_views.public, staff_account.public)),
        Room("pages", public=(pages_views.public, api_docs.public)),
        Room("home", public=(home_views.public,)),
        Room("privacy", public=(privacy_views.public,)),
        Room("cases", public=(cases_views.public, cases_api.api), internal=(cases_internal.internal,)),
        Room("desk", public=(desk_views.public, desk_actions.public, desk_letters.public)),
        Room(
            "consultations",
            public=(
                consultations_api.public,
                consultations_views.public,
                consultations_committee.public,
                consultations_scrutiny.public,
            ),
            internal=(consultations_internal.internal,),
        ),
        Room("residents", public=(residents_api.api,)),
        Room(
            "channels",
            public=(pages.public, webchat.api, wechat.door, sms.door, aliyun.door),
            internal=(channels_internal.internal,),
        ),
        Room("demo", public=(demo_views.public,)),
    )


def consumers_of(parts: Parts) -> Mapping[str, Consumer]:
    """Outbox kind → consumer."""
    return {
        "submit_case": case_deliveries.submit_case(parts),
        "case_timer": case_deliveries.case_timer(parts),
        "push_resident": push.push_resident(parts),
        "send_sms": push.send_sms(parts),
        "send_wechat": push.send_wechat(parts),
    }


def jobs() -> Mapping[str, Callable[[Parts], int]]:
    """The worker's timed jobs by name; each returns how much it did."""
    return {
        "page_on": case_paging.page_on,
        "redate_cases": case_deliveries.redate_daily,
        "drain_inbox": channel_jobs.drain_inbox,
        "send_uncarried": channel_jobs.send_uncarried,
        "hold_late_sms": channel_jobs.hold_late_sms,
        "finish_closings": consultations_closing.finish_all,
        "forget_codes": channel_jobs.forget_codes_soon,
        "forget_sms_votes": channel_jobs.forget_sms_votes_hourly,
        "forget_staff_sessions": _forget_staff_sessions,
        "erase": privacy_jobs.erase,
        "retain": privacy_jobs.retain_hourly,
        "off_rolls": privacy_jobs.off_rolls_hourly,
        "orphans": privacy_jobs.orphans_hourly,
        "rewrite": privacy_jobs.rewrite,
    }
