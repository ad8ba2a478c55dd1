"""What the desk's templates show of a case, in a list and on its page, depending on who looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties
from portal.cases.disclosure.parties import BodiesAndStaff
from portal.cases.drafts import draft_reader
from portal.cases.duplicates import finding
from portal.cases.models import AccessLook, Case, Ground, Kind, Urgency
from portal.cases.reading import masking
from portal.cases.reading.conduct import Conduct
from portal.cases.records import alarms, contact_claims, event_log, handler_view, presentation, queries, warnings
from portal.cases.records.actors import Who, in_scope, is_bystander, is_handler, is_kept_from, oversees
from portal.cases.rules import case_draft, deadlines, lifecycle, taxonomy
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.lifecycle import OPEN, UNRESOLVED, Actor, Seal, State, Verb
from portal.cases.rules.regimes import Regime
from portal.cases.verbs import suggesting
from portal.cases.verbs.clock import extending
from portal.cases.verbs.clock.due_dates import later_facts
from portal.cases.verbs.desk import recalling
from portal.cases.verbs.disclosure import access_log
from portal.cases.verbs.handler import handler_actions, returning
from portal.cases.verbs.intake import unread_words
from portal.cases.verbs.notifying import in_person
from portal.desk import queue
from portal.desk.case_page import alarm_facts, claim_facts, contact_words, going_facts, hand_overs, joint_facts
from portal.desk.case_page.other_reports import told_by
from portal.desk.case_page.timeline import handler_timeline, staff_timeline
from portal.grids import service as grids
from portal.grids.added import people
from portal.http.current import parts
from portal.kernel.roles import Role
from portal.outbox import outcome
from portal.residents.models import ContactPoint
from portal.staff import leave
from portal.staff.models import Account

WAY_OUT = "way:"  # begins the value of an office of the list in the form of 告知去向
MOST_LOOKS, MOST_LOOKS_SEALED = 20, 500  # shown on a case's page, the latest


def list_rows(s: Session, cases: Collection[Case], who: Who) -> list[dict[str, Any]]:
    """`list_row` of each of a page's cases; their contact points are read at once."""
    points = in_person.points_of(s, cases) if oversees(who) else None
    return [list_row(s, case, who, points) for case in cases]


def list_row(s: Session, case: Case, who: Who, points: Mapping[int, ContactPoint] | None = None) -> dict[str, Any]:
    """What a list shows of a case, by template name: no contact; to handlers nothing that would reveal the reporter.

    `confidential_mark`, `minor_mark`: whether the list marks the case as confidential, or its reporter as probably a minor
    (never to handlers, nor the latter of a sealed case); `weigh`: the label of its `Conduct`, "" for SERVICE and to handlers;
    `passed`: the greatest `warnings.Share` of its clock that has passed, or 0; `blanked`: why its words are gone; `contacts`:
    how many contact claims stand how; `guess_hidden`: of a danger no guessed category is listed (征收与拆迁); `to_ask`: staff must ask its reporter in person whether it is done (never to handlers).
    """
    title, place = _told_in_a_list(s, case, who)
    return {
        "case": case,
        "state": State(case.state),
        "kind": Kind(case.kind),
        "urgency": Urgency(case.urgency),
        "title": title,
        "place": place,
        "seal": _(Seal(case.seal).label) if case.seal else "",
        "category": taxonomy.label(case.category),
        "guess_hidden": case.urgency == Urgency.EMERGENCY and is_category_guessed(case),
        "body": "" if unread_words.is_body_unsure(case) else grids.body_name(s, case.body),
        "check": alarms.is_to_check(case),
        "overdue": deadlines.is_overdue(case.state, case.due_at, parts().clock.now()),
        "passed": warnings.passed(case, parts().clock.now()),
        "blanked": _why_blanked(case),
        "contacts": contact_claims.standings_of(case, who, parts().clock.now()),
        "to_ask": oversees(who) and in_person.is_to_ask(s, case, points),
        "confidential_mark": case.confidential and not is_handler(who),
        "minor_mark": bool(case.perhaps_minor) and not case.seal and not is_handler(who),
        "weigh": Conduct(case.conduct).label if case.conduct != Conduct.SERVICE and not is_handler(who) else "",
    }


def _told_in_a_list(s: Session, case: Case, who: Who) -> tuple[str, str]:
    """(title, place) of the case for a list; of a sealed one no words, which are read on its page, where looks are recorded."""
    if case.seal:
        return str(_("限看的事")), str(_("打开才看得到"))
    if hides_reporter(case, who):
        matter = handler_view.matter(s, case, who)
        return matter.title, matter.place
    return presentation.title(case), masking.masked(case.words.place, discretion.reported_names(case))


def _why_blanked(case: Case) -> str:
    """Why the case's words are gone, in Chinese; "" if they are not.

    Retention erases no case that is open or less than a year old, so such a case was erased on request.
    """
    if case.forgotten_at is None:
        return ""
    if case.state in OPEN or case.forgotten_at - case.created_at < timedelta(days=365):
        return str(_("已按要求删掉"))
    return str(_("已按要求删掉，或者存满了年限"))


def _suggestion(draft: CaseDraft, shown: Callable[[str], str]) -> dict[str, str]:
    """What the operator's language model suggested, as `source` and `words`; {} if nothing. `shown`: masks words."""
    found = draft.get("suggestion")
    if not found:
        return {}
    spans = [*found.get("places", ()), *found.get("times", ()), *([found["body"]] if "body" in found else ())]
    kind, path = found.get("kind", ""), found["category"]["path"] if "category" in found else ()
    words = [Kind(kind).label if kind in set(Kind) else "", " / ".join(path), *case_draft.texts(spans)]
    return {"source": found["source"], "words": shown(" · ".join(filter(None, words)))}


def hides_reporter(case: Case, who: Who) -> bool:
    """Whether this actor must not learn who reported the case: a body or grid worker, until the reporter agrees."""
    return is_handler(who) and not case.may_be_named


def visible_photo_ids(s: Session, case: Case, who: Who) -> set[str]:
    """The ids of the case's photos that the actor may see."""
    if hides_reporter(case, who):
        return (
            set()
            if is_bystander(case, who)
            else {
                *handler_view.matter(s, case).photos,
                *(one for event in case.events for one in handler_view.visible_photos(case, event)),
            }
        )
    return {*case.photos, *(one for event in case.events for one in event.data.get("photos") or ())}


def page_facts(s: Session, case: Case, who: Who, *, revealed: bool) -> dict[str, Any]:
    """Everything that the case page shows, by template name. `revealed`: unmasked, after a recorded look.

    `holds_back`: something is masked, so that a look shows more.
    """
    names, published = discretion.reported_names(case), grids.published_numbers(s)
    masked: list[str] = []

    def shown(text: str) -> str:
        found = text if revealed else masking.masked(text, names, published)
        masked.extend([found] if found != text else [])
        return found

    point = s.get_one(ContactPoint, case.contact_point_id)
    facts = {
        **list_row(s, case, who),
        **_reporter_facts(case, point, shown),
        **_handling_facts(s, case, who),
        **_bot_facts(case, shown),
        **_choices(s),
        **_conduct_facts(s, case),
        **_taking_down_facts(s, case),
        **_merge_facts(s, case, who),
        **joint_facts.of_case(s, case, who),
        "revealed": revealed,
        "waits_for_bot": unread_words.is_waiting(case),
        "body_unsure": unread_words.is_body_unsure(case),
        "timeline": staff_timeline(s, case, who, shown, _),
        "claims": claim_facts.of_case(s, case, who),
        "today": deadlines.shanghai_day(parts().clock.now()).isoformat(),
        "reported_on": deadlines.shanghai_day(case.created_at).isoformat(),
        **dict.fromkeys(("restated", "hides_reporter"), False),
        "due": presentation.due_but_for_answer(case),
        "asks_how": handler_view.asks_how(case, who),
        "holds_back": bool(masked),
        "confidential": discretion.is_confidential(case),  # recorded, or wished in the reporter's words
    }
    return facts | (handler_facts(s, case, who) if hides_reporter(case, who) else {})


def _reporter_facts(case: Case, point: ContactPoint, shown: Callable[[str], str]) -> dict[str, Any]:
    """The reporter's words, and how to reach them. `shown`: masks words."""
    return {
        "text": shown(case.words.text),
        "place": shown(case.words.place),
        "time": shown(presentation.time_of(case)),
        "time_told_at": handler_view.time_told_at(case),
        "named": shown(case.words.bodies),
        "contact": shown(case.words.contact or _phone(point)),
        "no_contact": contact_words.without_contact(case),
        "point": point,
        "photos": case.photos,
        "channel": lifecycle.name_of("channel", case.channel),
        "no_push": point.no_push,
        "changed_hands": point.held_at if queries.is_told_before(case, point) else None,
        "gone": contact_words.why_unreachable(case, point),
    }


def _worker_label(s: Session, worker: Account) -> str:
    """The label of a grid worker in a select: name, grid and, if on leave, who stands in for them."""
    acting = leave.acting_for(s, worker, parts().clock.now())
    away = "" if acting is worker else _("，请假，%(other)s代", other=acting.name)
    return f"{worker.name}（{worker.grid}{away}）"


def _worker_name(s: Session, case: Case) -> str:
    """The name of the case's grid worker, if on leave also of who stands in; "" without one."""
    worker = s.get(Account, case.worker_id) if case.worker_id else None
    if worker is None:
        return ""
    acting = leave.acting_for(s, worker, parts().clock.now())
    return worker.name if acting is worker else _("%(name)s（请假，%(other)s代）", name=worker.name, other=acting.name)


def _team(s: Session, case: Case) -> list[tuple[str, str, str]]:
    """(post, name, phone) of the people of the case's grid, whom a clerk or supervisor may call."""
    found = people.of_grid(s, case.grid) if case.grid else []
    return [(people.Post(one.post).label, one.name, one.phone.removeprefix("+86")) for one in found]


def _taking_down_facts(s: Session, case: Case) -> dict[str, Any]:
    """Who took the case down, and what became of the SMS with its number; "" and None for a case that was not taken down."""
    by = next((event.data.get("taken_down_by") for event in case.events if event.verb == Verb.REPORT), None)
    account = s.get(Account, by) if by else None
    sms = outcome.fate_of_last_push(s, f"push_resident:{case.id}:1:case_registered") if by else None
    return {"taken_down_by": account.name if account else "", "registered_sms": sms}


def _handling_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """What the actor may do, who handles the case, and what clerks and supervisors also see."""
    return {
        "may": set(event_log.allowed_verbs(case, who)),
        "can_recall": recalling.can_recall(case, who, parts().clock.now()),
        "verbs": Verb,
        "is_open": case.state in OPEN,
        "is_desk": who.actor is Actor.DESK,
        "oversees": oversees(who),
        "needs_pictures": handler_actions.needs_pictures(case),
        "worker": _worker_name(s, case),
        "team": _team(s, case) if oversees(who) else [],
        "handler": grids.body(s, case.body),
        "last_push": outcome.fate_of_last_push(s, f"push_resident:{case.id}:"),
        **alarm_facts.of_case(s, case, who),
        "going": going_facts.of_case(s, case, who) if who.actor is Actor.GRID else {},
        "looks": _looks(s, case) if oversees(who) else [],
        "extension_most": extending.most_days(s, case),
        "extension_asked": _extension_asked(case),
        "regime_label": Regime(case.regime).label,
        "is_petition": case.regime == Regime.PETITION,
        "return_needs_consent": returning.needs_consent(case, parts().clock.now()),
        "hand_overs": hand_overs.of_case(s, case) if oversees(who) else [],
        "refused_news": hand_overs.refused_news(s, case) if oversees(who) else [],
    }


def _merge_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """The case that this one is merged into (`main`), those merged into it, and for a clerk those that may be the same matter.

    Each as a list's row, and only those that the actor may see. Handlers get no merged cases, only how many
    reports there are (`reporters`), where else they say it is, and what a clerk wrote of them, without those of cases that are kept from them.
    """
    merged = queries.cases_merged_into(s, case)
    theirs = [one for one in merged if not is_kept_from(one, who)]
    main = s.get(Case, case.merged_into) if case.merged_into else None
    alike = (
        finding.likely_duplicates(s, case, queue.scope(who))
        if who.actor is Actor.DESK and may_show_duplicates(case)
        else []
    )
    return {
        "main": list_row(s, main, who) if main is not None and in_scope(main, who) else None,
        "merged": [list_row(s, one, who) for one in merged if in_scope(one, who)] if oversees(who) else [],
        "reporters": 1 + len(theirs),
        **told_by(s, case, who, [] if oversees(who) else theirs),
        "duplicates": [list_row(s, one, who) for one in alike],
    }


def may_show_duplicates(case: Case) -> bool:
    """Whether others that may be the same matter are worth showing: the case is unresolved and not merged into another."""
    return case.state in UNRESOLVED and case.merged_into is None


def _extension_asked(case: Case) -> dict[str, Any]:
    """The request for more time that waits: `days`, `reason`, `until` (the deadline if granted); {} without one."""
    request = extending.waiting_request(case)
    if request is None:
        return {}
    days = int(request.data["asked_days"])
    until = datetime.fromisoformat(later_facts(case, days)["due_at"])
    return {"days": days, "reason": "\n".join(one.text for one in request.words), "until": until}


def _bot_facts(case: Case, shown: Callable[[str], str]) -> dict[str, Any]:
    """What the bot understood, and how sure it was; what the language model suggested besides. `shown`: masks words."""
    draft = case_draft.read(case.words.draft)
    guess = draft["category"]
    return {
        "alternatives": guess["alternatives"],
        "score": guess["score"] if guess["code"] else None,
        "unsure": is_category_guessed(case),
        "suggestion": _suggestion(draft, shown),
        "reasons": alarm_facts.reasons(case, [shown(one["text"]) for one in draft["urgency"]["reasons"]]),
    }


def is_category_guessed(case: Case) -> bool:
    """Whether the bot was not sure of its category, and the case still has it."""
    draft = case_draft.read(case.words.draft)
    return not case_draft.is_sure(draft) and case.category == draft_reader.category(draft)


def _choices(s: Session) -> dict[str, Any]:
    """The (value, label) pairs of each select in the page's forms, by template name, in the order in which they are shown."""
    return {
        "kinds": [(str(kind), kind.label) for kind in Kind],
        "urgencies": [(str(urgency), urgency.label) for urgency in Urgency],
        "regimes": [(str(regime), regime.label) for regime in reversed(Regime)],
        "grounds": [(str(ground), ground.label) for ground in Ground],
        "offices": [
            (WAY_OUT + one.code, "，".join((lifecycle.name_of("ground", one.way), one.name, one.phone, one.hours)))
            for one in grids.ways_out(s)
        ],
        "categories": [(code, " / ".join(path)) for code, path in taxonomy.names().items()],
        "grids": [(grid.code, f"{grid.name}（{grid.code}）") for grid in grids.present_grids(s)],
        "bodies": [(body.code, body.name) for body in grids.bodies(s)],
        "workers": [(one.id, _worker_label(s, one)) for one in suggesting.grid_workers(s)],
    }


def handler_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """What replaces the facts of `page_facts` for a handler who must not learn who reported the case."""
    matter = handler_view.matter(s, case, who)
    return {
        "text": matter.text,
        "place": matter.place,
        "time": matter.time,
        "named": matter.bodies,
        "photos": matter.photos,
        "restated": matter.restated,
        "waits_for_bot": False,
        "hides_reporter": True,
        "contact": "",
        "revealed": False,
        "no_push": handler_view.must_leave_reporter_alone(s, case),
        "changed_hands": None,
        "gone": "",
        "confidential": False,
        "timeline": handler_timeline(s, case, who, str, _),
        "suggestion": {},
        "reasons": [],
        "channel": "",
        "taken_down_by": "",
        "registered_sms": None,
        "last_push": None,
    }


def _conduct_facts(s: Session, case: Case) -> dict[str, Any]:
    """Whether the case is about conduct, whose it is or may be, which bodies are permitted, and the restated matter.

    `about_in_doubt`: whom the reporter's words since the staff's last answer may also accuse.
    """
    conduct = discretion.conduct_of(s, case)
    about = discretion.accused_of(s, case) if conduct else BodiesAndStaff()
    permitted = discretion.permitted_bodies(case)
    in_doubt = discretion.newly_accused(s, case) if conduct else BodiesAndStaff()
    return {
        "conduct": conduct,
        "about": sorted(about.bodies),
        "about_names": [(code, body.name) for code in sorted(about.bodies) if (body := grids.body(s, code))],
        **_accused_people(s, case, about.accounts),
        "kept_out": [one.name for one in discretion.people_kept_out(s, case)],
        "about_in_doubt": [body.name for code in sorted(in_doubt.bodies) if (body := grids.body(s, code))]
        + [s.get_one(Account, one).name for one in sorted(in_doubt.accounts)],
        "permitted": permitted,
        "matter": case.words.matter or handler_view.suggested_restatement(s, case),
    }


def _accused_people(s: Session, case: Case, accused: Collection[int]) -> dict[str, list[str]]:
    """The names of the accused accounts (ids), grouped: named by the reporter, workers of the case's grid, and all others."""
    named = parties.called_by_name(s, discretion.whole_report(case), accused)
    found: dict[str, list[str]] = {"about_people": [], "about_workers": [], "about_others": []}
    for account in (s.get_one(Account, one) for one in sorted(accused)):
        works_there = account.role == Role.GRID and case.grid is not None and account.grid == case.grid
        how = "about_people" if account.id in named else "about_workers" if works_there else "about_others"
        found[how].append(account.name)
    return found


def _phone(point: ContactPoint) -> str:
    """The phone number that the contact point is; "" if it is none."""
    return point.address if point.channel == "sms" else ""


def _looks(s: Session, case: Case) -> list[tuple[AccessLook, str]]:
    """(look, name of who looked) of the last recorded looks at masked data, the latest first."""
    found = access_log.latest_looks(s, case, MOST_LOOKS_SEALED if case.seal else MOST_LOOKS)
    return [(one, s.get_one(Account, one.account_id).name) for one in found]
