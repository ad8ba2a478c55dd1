"""What a clerk or supervisor is asked before a case leaves for a body: whether that body may know of it, and what it reads."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties, told_again
from portal.cases.models import Case, Urgency
from portal.cases.reading.conduct import Conduct
from portal.cases.reading.staff_words import of_reporter, third_persons
from portal.cases.records import actors, handler_view
from portal.cases.records.actors import Who, oversees
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.desk import noted_danger
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.intake import unread_words
from portal.cases.verbs.notifying import in_person
from portal.cases.verbs.reporter import reporter_actions
from portal.desk.case_forms.asking import refuse_untold
from portal.desk.case_forms.replies import removed_in_words
from portal.grids import service as grids
from portal.http.current import row_id
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts


def chosen_handler(form: Mapping[str, str]) -> tuple[str | None, int | None]:
    """(code of the body, id of the grid worker) to whom the form sends the case; `suggested` is the button that names a body.

    Of the two fields that one which still holds what the page chose for it (`body_was`, `worker_was`) is no choice where the
    other was changed. Raises Invalid if both were: the case goes to one of them, and nobody knows which was meant.
    """
    if form.get("suggested"):
        return form["suggested"], row_id(form.get("worker", ""))
    body, worker = form.get("body", ""), form.get("worker", "")
    if body and worker and worker == form.get("worker_was", ""):
        worker = ""
    if body and worker and body == form.get("body_was", ""):
        body = ""
    if body and worker:
        raise Invalid(
            _(
                "选了单位，又选了网格员，只能派给一方：要派网格员，“承办单位”改成“不派单位”；要派单位，网格员改成“不选”。"
            )
        )
    return body or None, row_id(worker)


def refuse_unasked(s: Session, case: Case, body: str | None, form: Mapping[str, str]) -> None:
    """Raise Invalid for a dispatch to a body that the words may be about, in doubt about conduct, or with words that may tell who reported.

    Not if whoever dispatches it was told that very thing, and ticked that it goes there all the same (`sure`). What the
    reporter told of themselves is refused when the change is made (`telling`).
    """
    said = "\n".join((form.get("matter", ""), form.get("note", "")))
    refuse_untold(form, "sure", (why_ask(s, case, body), _leaves_in_doubt(s, case), _tells_who(s, case, said)))


def write_note(s: Session, p: Parts, case: Case, who: Who, form: Mapping[str, str]) -> str:
    """Write the form's note; returns what to tell its writer. Danger is asked about first.

    Says it that the reporter, who had to be asked in person, finds it not done (`answered`), the case is reopened as if they had
    written that; what they said stays at the desk.

    Nobody in danger waits for an answer about the reporter: such a note raises the alarm, and stays at the desk only if it surely
    tells of them.
    """
    asked, for_handlers = form.get("asked") == "1", form.get("for_handlers") == "1"
    text, says = form.get("text", ""), form.get("danger", "")
    raises, removed = noted_danger.is_there(s, p, case, text, says), ""
    not_done = asked and form.get("answered") == "not" and oversees(who) and in_person.is_to_ask(s, case)
    kept_back = told_again.kept_back_in_danger(s, case, text) if raises and for_handlers else []
    try:
        removed = look_through_note(s, case, who, form)
    except Invalid:
        if not raises:
            raise
    noted_danger.note(s, p, case, who, text=text, says=says, asked=asked, for_handlers=for_handlers and not kept_back)
    told = [str(_("记下了，按险情办：正在叫值班的人") if raises else _("记下了"))]
    if not_done:
        reporter_actions.answer(s, p, case, actors.resident(case.contact_point_id), fixed=False)
        told.append(str(_("照居民说的，这件重办，时限重新算")))
    if kept_back:
        what = "”“".join(kept_back)
        told += [
            str(
                _(
                    "里面有“%(what)s”，是报事的人的事，这条办的人看不到：要他们知道的险情，不带这几个字另写一条",
                    what=what,
                )
            )
        ]
    return "。".join(filter(None, (*told, removed)))


def look_through_note(s: Session, case: Case, who: Who, form: Mapping[str, str]) -> str:
    """What of a note that the handler is to read, too, is taken out for them, in words; "" if nothing, and of any other note.

    Raises Invalid for words that may tell who reported a case in confidence, unless whoever writes them was told that very
    thing, and ticked that the handler reads them all the same (`sure`).
    """
    if form.get("for_handlers") != "1" or not oversees(who):
        return ""
    text = form.get("text", "")
    refuse_untold(form, "sure", (_tells_who(s, case, text),))
    return removed_in_words(s, case, text)


def why_ask(s: Session, case: Case, body: str | None) -> str:
    """Why whoever dispatches the case to this body is asked first, in words; "" if they are not.

    Not again for a body that a supervisor permitted, nor for one that has the case already, nor for one to which no tick sends it;
    nor whether the case complains of it once staff answered whose conduct it is about.
    """
    found = grids.body(s, body)
    has_it = case.dispatched and case.body == body
    if found is None or has_it or found.code in discretion.permitted_bodies(case):
        return ""
    if discretion.dispatch_refusal(s, case, body, None) is not None:
        return ""
    whole = discretion.whole_report(case)
    answered = any(event.verb == Verb.WEIGH for event in case.events)
    unaware = (parties.bodies_not_to_know if answered else parties.bodies_not_to_suggest)(s, whole)
    if found.code in unaware:
        return str(
            _("居民不想让%(body)s知道，或者投诉的就是它。看过原话，还是该由它办，勾上“看过了”再派。", body=found.name)
        )
    if found.code in parties.companies_alike(s, whole, unaware):
        return str(
            _(
                "居民不想让物业知道，或者投诉的就是物业，原话里没有写是哪一家。看过原话，还是该由%(body)s办，勾上“看过了”再派。",
                body=found.name,
            )
        )
    if unread_words.is_waiting(case) and found.code in parties.bodies_mentioned(s, whole):
        return str(
            _(
                "机器人还没读过这件，原话里像是说到了%(body)s。看过原话，说的不是它的人不好，勾上“看过了”再派。",
                body=found.name,
            )
        )
    return ""


def _leaves_in_doubt(s: Session, case: Case) -> str:
    """That nobody has answered whether the case is about conduct, in words; "" if it needs no answer. Nobody in danger waits for one."""
    if case.urgency == Urgency.EMERGENCY or discretion.conduct_of(s, case) is not Conduct.ASK:
        return ""
    return str(
        _("还没有答“是关于人的行为吗？”。看过原话，先答了再派；说的不是要派的这一家的人，也可以勾上“看过了”再派。")
    )


def _tells_who(s: Session, case: Case, text: str) -> str:
    """What in the clerk's words for the handler of a confidential case names somebody or may tell of the reporter, in words; "" if nothing."""
    if not discretion.is_confidential(case):
        return ""
    said = handler_view.words_for_handlers(s, case, text)
    refused = told_again.telling(s, case, said)  # by `telling`
    perhaps = dict.fromkeys((*third_persons.names(said), *of_reporter.told(said)))
    told = [one for one in perhaps if not any(own in one or one in own for own in refused)]
    if not told:
        return ""
    return str(
        _(
            "这件要保密，给办的人看的话里有“%(who)s”：说的是报事的人，请删掉；不是的，勾上“看过了”。",
            who="”“".join(told),
        )
    )


def make_confidential(s: Session, parts: Parts, case: Case, who: Who) -> str:
    """Make the case confidential; returns what the clerk is told.

    What was written before is put away, but of an emergency what it was dispatched with stays (`handler_view`).
    """
    confidentiality.make_confidential(s, parts, case, who)
    if case.urgency == Urgency.EMERGENCY:
        return str(_("按保密办：承办的人看不到原话和是谁。这是险情，派单时写的话他们还看得到"))
    return str(_("按保密办：承办的人看不到原话和是谁，先前写的也收起来了"))
