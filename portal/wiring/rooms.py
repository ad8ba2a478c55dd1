"""The list of rooms, outbox consumers and timers: `app.py` and the worker register what is listed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint

from portal.accounts import accounts_page, on_call_days_page, on_call_page
from portal.admission import asks_page, ledger_page, list_page
from portal.backends import tasks as backend_tasks
from portal.backends.doors import open311, updates
from portal.cases.doors import api as cases_api
from portal.cases.doors import internal_api as cases_internal
from portal.cases.doors import proof as cases_proof
from portal.cases.doors import views as cases_views
from portal.cases.hotline import orders as hotline_orders
from portal.cases.key_places import listing as key_places
from portal.cases.records.search import search_index
from portal.cases.verbs import tasks as case_tasks
from portal.cases.verbs.alarms import paging as case_paging
from portal.cases.verbs.desk import late_reading
from portal.channels import jobs as channel_jobs
from portal.channels import unfinished
from portal.channels.doors import aliyun, sms, webchat, wechat
from portal.channels.doors import internal_api as channels_internal
from portal.channels.handover import pages
from portal.channels.outbound import push
from portal.channels.unanswered import page as questions_page
from portal.consultations.doors import api as consultations_api
from portal.consultations.doors import closed_vote, committee, receipts, roll_pages, roll_watch, scrutineer, wizard
from portal.consultations.doors import internal_api as consultations_internal
from portal.consultations.doors import views as consultations_views
from portal.consultations.verbs import closing as consultations_closing
from portal.consultations.verbs.telling import reminding
from portal.demo import views as demo_views
from portal.desk import views
from portal.desk.case_forms import actions as desk_actions
from portal.desk.case_forms import colleagues, place_page, seal_forms
from portal.desk.case_page import print_page
from portal.desk.intake import hotline_page, taking_down
from portal.desk.kept import saved_views, texts
from portal.desk.lists import bulk_dispatch, inspections_page, lateness, parts_page, search_page, truth_page
from portal.desk.lists import undelivered as desk_undelivered
from portal.grids import jobs as grid_jobs
from portal.home import views as home_views
from portal.outbox.delivery import Consumer
from portal.outbox.kinds import Kind
from portal.overview import board_page, hot_page, report_page
from portal.pages import api_docs
from portal.pages import views as pages_views
from portal.places import drawing_page, map_page, nickname_page, overlay_page, people_page
from portal.privacy import erasure, retention, vacuum
from portal.privacy import views as privacy_views
from portal.registers import exports_page as register_exports
from portal.registers import pages as register_pages
from portal.residents import api as residents_api
from portal.rounds import key_places_page, phone_doors
from portal.rounds import pages as rounds_pages
from portal.staff import account as staff_account
from portal.staff import jobs as staff_jobs
from portal.staff.sign_in import views as staff_views
from portal.storage.parts import Parts
from portal.timers.timer import HOUR, Lane, Timer


@dataclass(frozen=True)
class Room:
    """What a room hands to `portal.wiring.app`: its blueprints for the public app and for the internal one."""

    name: str
    public: tuple[Blueprint, ...] = ()
    internal: tuple[Blueprint, ...] = ()


def rooms() -> tuple[Room, ...]:
    """Every room that has pages or APIs, with its blueprints."""
    return _ROOMS


def consumers_of(parts: Parts) -> Mapping[str, Consumer]:
    """Outbox kind → its consumer, one for each `Kind`."""
    return {
        Kind.DELIVER_CASE: backend_tasks.deliver(parts),
        Kind.SUBMIT_CASE: case_tasks.submit_case(parts),
        Kind.KEEP_SUPERVISED: case_tasks.keep_supervised(parts),
        Kind.CASE_TIMER: case_tasks.case_timer(parts),
        Kind.PUSH_RESIDENT: push.push_resident(parts),
        Kind.SEND_SMS: push.send_sms(parts),
        Kind.SEND_WECHAT: push.send_wechat(parts),
    }


def timers() -> tuple[Timer, ...]:
    """The timed jobs that the worker runs."""
    return _TIMERS


_ROOMS = (
    Room("staff", public=(staff_views.public, staff_account.public)),
    Room("accounts", public=(accounts_page.public, on_call_page.public, on_call_days_page.public)),
    Room("pages", public=(pages_views.public, api_docs.public)),
    Room("home", public=(home_views.public,)),
    Room("privacy", public=(privacy_views.public,)),
    Room("cases", public=(cases_views.public, cases_proof.public, cases_api.api), internal=(cases_internal.internal,)),
    Room("backends", public=(open311.public, updates.public)),
    Room(
        "desk",
        public=(
            views.public,
            truth_page.public,
            search_page.public,
            desk_actions.public,
            seal_forms.public,
            bulk_dispatch.public,
            desk_undelivered.public,
            lateness.public,
            inspections_page.public,
            parts_page.public,
            parts_page.forms,
            taking_down.public,
            hotline_page.public,
            place_page.public,
            print_page.public,
            colleagues.public,
            saved_views.public,
            texts.public,
        ),
    ),
    Room("admission", public=(ledger_page.public, asks_page.public, list_page.public)),
    Room("registers", public=(register_pages.public, register_exports.public)),
    Room("overview", public=(hot_page.public, board_page.public, report_page.public)),
    Room("rounds", public=(rounds_pages.public, phone_doors.public, key_places_page.public)),
    Room(
        "places",
        public=(
            map_page.public,
            drawing_page.public,
            overlay_page.public,
            nickname_page.public,
            people_page.public,
        ),
    ),
    Room(
        "consultations",
        public=(
            consultations_api.public,
            consultations_views.public,
            receipts.public,
            committee.public,
            wizard.public,
            roll_pages.public,
            roll_watch.public,
            scrutineer.public,
            closed_vote.public,
        ),
        internal=(consultations_internal.internal,),
    ),
    Room("residents", public=(residents_api.api,)),
    Room(
        "channels",
        public=(pages.public, questions_page.public, webchat.api, wechat.door, sms.door, aliyun.door),
        internal=(channels_internal.internal,),
    ),
    Room("demo", public=(demo_views.public,)),
)

# The names are also those of the files with each timer's last run.
_TIMERS = (
    Timer("page_on", "cases", case_paging.page_next, lane=Lane.URGENT),
    Timer("redraw_grids", "grids", grid_jobs.redraw, seconds=HOUR, lane=Lane.SLOW),
    Timer("recount_deadlines", "cases", case_tasks.recount_deadlines, lane=Lane.SLOW),
    Timer("count_index_keys", "cases", case_tasks.count_index_keys, seconds=24 * HOUR, lane=Lane.SLOW),
    Timer("index_cases", "cases", search_index.index_missing, seconds=HOUR, lane=Lane.SLOW, full=search_index.BATCH),
    Timer("take_in_hotline", "cases", hotline_orders.work_off, seconds=2, lane=Lane.SLOW, full=hotline_orders.BATCH),
    Timer("read_waiting", "cases", late_reading.read_waiting, seconds=5, lane=Lane.SLOW, full=late_reading.AT_ONCE),
    Timer("list_key_places", "cases", key_places.refresh, seconds=HOUR, lane=Lane.SLOW),
    Timer("ask_backends", "backends", backend_tasks.ask_for_news, seconds=60, lane=Lane.APART),
    Timer("tell_of_delivery_trouble", "backends", backend_tasks.tell_of_trouble, seconds=30),
    Timer("notice_the_bot", "channels", channel_jobs.notice_the_bot, seconds=1),
    Timer("take_in_danger", "channels", channel_jobs.take_in_danger, lane=Lane.URGENT),
    Timer("drain_inbox", "channels", channel_jobs.drain_inbox),
    Timer("chase_unfinished", "channels", unfinished.chase_unfinished, seconds=60),
    Timer("start_handovers_of_unanswered", "channels", channel_jobs.start_handovers_of_unanswered, lane=Lane.URGENT),
    Timer("send_unreturned", "channels", channel_jobs.send_unreturned),
    Timer("hold_late_sms", "channels", channel_jobs.hold_late_sms),
    Timer("remind_voters", "consultations", reminding.remind, seconds=900, lane=Lane.SLOW),
    Timer("finish_closings", "consultations", consultations_closing.destroy_leftover_keys),
    Timer("forget_codes", "residents", channel_jobs.forget_codes, seconds=30),
    Timer("forget_sms_votes", "consultations", channel_jobs.forget_sms_votes, seconds=HOUR),
    Timer("forget_staff_sessions", "staff", staff_jobs.delete_old_sessions, seconds=HOUR),
    Timer("erase", "privacy", erasure.continue_erasures),
    Timer("retain", "privacy", retention.erase_batch, seconds=HOUR, lane=Lane.SLOW),
    Timer("off_rolls", "privacy", erasure.blank_erased_roll_numbers, seconds=HOUR, lane=Lane.SLOW),
    Timer("orphans", "privacy", retention.remove_orphans, seconds=HOUR, lane=Lane.SLOW),
    Timer("rewrite", "privacy", vacuum.rewrite_if_requested, lane=Lane.SLOW),
)
