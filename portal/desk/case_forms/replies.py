"""Checks what staff write on a form: the contact with the reporter that they claim, and the words of a resolution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case, CaseEvent
from portal.cases.reading import masking
from portal.cases.reading.staff_words import fishing, found_out, third_persons
from portal.cases.reading.staff_words.contact_claims import ClaimedContact, How, claimed_contacts
from portal.cases.reading.staff_words.reply_check import Fault
from portal.cases.records import contact_claims, handler_view
from portal.cases.records.actors import Who, is_handler, oversees
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor, State
from portal.cases.verbs.handler import taking_back
from portal.cases.verbs.notifying import in_person
from portal.cases.verbs.notifying.notifications import can_be_pushed
from portal.desk.case_forms.asking import refuse_untold
from portal.grids import service as grids
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts

_BY_PHONE = (How.PHONE, How.MISSED)
_TICKED = (How.PHONE, How.VISIT)  # what the form's box offers
SHORTEST_WHY = 2  # the fewest characters that explain why a faulty reply is sent nevertheless


def ticked_contact(how: str, on: str, *, since: datetime, now: datetime) -> ClaimedContact | None:
    """The contact that was ticked: `how`, a value of `How` ("" for none: None), on the day `on` (YYYY-MM-DD).

    Raises Invalid unless it is a call or a visit on a day from `since` (the report) to `now`.
    """
    if not how:
        return None
    if how not in _TICKED:
        raise Invalid(_("请选打了电话还是上了门"))
    try:
        day = date.fromisoformat(on.strip()[:10])
    except ValueError:
        raise Invalid(_("请选哪天联系的居民")) from None
    if not shanghai_day(since) <= day <= shanghai_day(now):
        raise Invalid(_("联系居民的日子，要在报事那天和今天之间"))
    return ClaimedContact(How(how), day)


def refuse_unexplained_call(s: Session, case: Case, who: Who, how: str) -> None:
    """Raise Invalid if a body's last words claim a call to a reporter whose number it cannot see, and `how` does not say how.

    The caller's transaction, with these words, is then rolled back.
    """
    if not handler_view.asks_how(case, who) or len(how.strip()) >= SHORTEST_WHY:
        return
    said = next(event for event in reversed(case.events) if event.actor == Actor.BODY)
    if any(one.event_id == said.id and one.how in _BY_PHONE for one in contact_claims.claims_of(s, case)):
        raise Invalid(
            _("您这边没有这位居民的号码：电话是怎么打的，请在“联系过居民没有”下面写一句；没有打过，就别写打过。")
        )


def contact_in_form(s: Session, p: Parts, case: Case, who: Who, form: Mapping[str, str]) -> ClaimedContact | None:
    """The contact with the reporter that the form's box claims; None if it is not ticked. Raises Invalid.

    Also for words that ask who reported a case in confidence, and for those of which `_why_unweighed` and `_why_of_others` tell,
    unless whoever wrote them has been told that very thing, and sends them as written.
    """
    now, reached, text = p.clock.now(), form.get("reached", ""), form.get("text", "")
    refuse_fishing(case, who, text, is_report=True)
    unweighed = _why_unweighed(s, case, text, reached=reached, today=shanghai_day(now))
    refuse_untold(form, "as_written", (unweighed, _why_of_others(s, case, text)))
    return ticked_contact(reached, form.get("reached_on", ""), since=case.created_at, now=now)


def refuse_question(s: Session, case: Case, who: Who, form: Mapping[str, str]) -> None:
    """Raise Invalid for a question to the reporter that asks who reported a case in confidence, that holds what may be of others, or
    that says that they were called or visited.

    The latter two not if whoever asks has been told of it, and sends it as written.
    """
    question = form.get("question", "")
    refuse_fishing(case, who, question)
    refuse_untold(form, "as_written", (_why_claimed(s, case, question), _why_of_others(s, case, question)))


def _why_claimed(s: Session, case: Case, question: str) -> str:
    """That the reporter is asked about the call or visit that the question claims (`contact_claims.keep_claims`); "" if it claims none."""
    claimed = claimed_contacts(question, case.created_at.date(), only_done=True)
    if not claimed or handler_view.must_leave_reporter_alone(s, case):
        return ""
    return str(
        _(
            "这句像是说已经打过电话、上过门、联系过居民，会去问居民有没有这回事。真联系过的，勾上“看过了”；"
            "还没有的，改成以后的话，比如“师傅去以前会先打电话”。"
        )
    )


def refuse_of_others(s: Session, case: Case, text: str, form: Mapping[str, str]) -> None:
    """Raise Untold for words to the reporter that may name somebody else, unless whoever writes them was told so (`as_written`)."""
    refuse_untold(form, "as_written", (_why_of_others(s, case, text),))


def refuse_fishing(case: Case, who: Who, text: str, *, is_report: bool = False) -> None:
    """Raise Invalid if a handler's words ask the reporter of a case in confidence who and where they are, or how to reach them.

    `is_report`: they tell how the work goes or went; also if they tell that the handler found out who reported it.
    """
    if is_report and is_handler(who) and discretion.is_confidential(case) and _tells_found_out(case, text):
        raise Invalid(
            _(
                "这件要保密：不能去查是谁说的，也不能带说到的人去见他、给他道歉。"
                "写办了什么就行：查了什么、怎么处理了说到的人。已经知道是谁的，不要往外说，马上告诉督查。"
            )
        )
    if is_handler(who) and discretion.is_confidential(case) and fishing.asks_who(text, is_report=is_report):
        raise Invalid(
            _(
                "这件要保密：不能问居民是谁、住哪里、从哪里看见的、怎么知道的、车牌和电话，也别提谁的名字。"
                "可以问什么时候、多久一次、是什么样、在事情的哪一处；要核实别的，写进“内部备注”，请受理台去问。"
            )
        )


def _tells_found_out(case: Case, text: str) -> bool:
    """Whether the words say who reported the case: as such, or, of one about staff, whoever these staff were led to."""
    return found_out.plainly(text) or (case.conduct in discretion.HIDING and found_out.of_staff(text))


def _why_unweighed(s: Session, case: Case, text: str, *, reached: str, today: date) -> str:
    """That the words, which the reporter reads, claim a contact that is not ticked; "" if they do not.

    Of a reporter who is left alone none can be ticked.
    """
    may_tick = not reached and not handler_view.must_leave_reporter_alone(s, case)
    claims = {one.how for one in claimed_contacts(text, today)} if may_tick else set()
    if claims & set(_TICKED):
        return str(
            _(
                "写了上门、打电话这样的话，会去问居民有没有这回事，您选的却是“没有”联系过。见了、打通了居民的，"
                "在“联系过居民没有”里选上；只到过现场、联系的是别人的，改成“到现场看过”这样的话。"
            )
        )
    if How.TALK in claims:
        return str(
            _(
                "写了和居民说过、发过消息、居民满意这样的话，会去问居民有没有这回事，您选的却是“没有”联系过。当面说的、"
                "打电话说的，在“联系过居民没有”里选上；发消息说的，勾上“看过了”；说的是别人的，写明是谁。"
            )
        )
    return ""


def _why_of_others(s: Session, case: Case, text: str) -> str:
    """What in the words, which the reporter reads, may be of a third person, in words; "" if nothing."""
    told = third_persons.found(text, (case.words.text, case.words.place), grids.published_numbers(s))
    if not told:
        return ""
    return str(
        _(
            "这些话居民会看到，里面有“%(what)s”：要是别人的名字、电话、住处，请删掉；该让居民知道的，勾上“看过了”。",
            what="”“".join(told),
        )
    )


def removed_in_words(s: Session, case: Case, text: str) -> str:
    """What of a clerk's words is taken out for whoever handles the case, and what they read; "" if they read all."""
    said = text.strip()
    shown = handler_view.words_for_handlers(s, case, said)
    if shown == said:
        return ""
    sorts = (
        (masking.NO_NAME, _("名字")),
        (masking.NO_NUMBER, _("号码")),
        (masking.LEFT_OUT, _("账号、车牌、自己的介绍、住处")),
    )
    gone = [str(what) for mark, what in sorts if shown.count(mark) > said.count(mark)]
    what = "、".join(gone) or str(_("不愿留名的话"))
    return str(_("%(what)s去掉了，他们看到的是“%(words)s”", what=what, words=shown))


def resolution(case: Case) -> CaseEvent:
    """The case's last event with words that left it resolved: the resolution only if asked right after it, not after a later note."""
    return next(event for event in reversed(case.events) if event.to_state == State.RESOLVED and event.words)


def refuse_faults(resolved: CaseEvent, despite: str) -> None:
    """Raise Invalid if the words have faults and `despite` does not explain why they are sent nevertheless.

    The caller's transaction, with the resolution, is then rolled back.
    """
    why = in_words(resolved, "faults")
    if why and len(despite.strip()) < SHORTEST_WHY:
        raise Invalid(_("先没有发：%(why)s。改一改，或者在下面写明为什么还是这样发。", why=why))


def in_words(resolved: CaseEvent, sort: str) -> str:
    """What a reply lacks, in words: its "faults" or "hints" (`sort`) in the event's data; "" if there are none."""
    return "；".join(_fault(Fault(one)) for one in resolved.data.get(sort, ()))


def asked_in_words(s: Session, case: Case, who: Who) -> str:
    """That the case is resolved, and who asks its reporter whether it is done, in words for `who`, who resolved it.

    A handler neither learns whether a message reaches the reporter, nor asks them: whoever did it does not note the answer.
    """
    if not oversees(who):
        return str(_("办结了，等居民说好了没有；发不了消息的，受理台打电话、上门去问"))
    if not in_person.has_reporter_to_ask(case):
        return str(_("办结了。这件不用我们去问居民好了没有"))
    if in_person.is_to_ask(s, case):
        return str(_("办结了。发消息问不到这位居民，请打电话或上门问好了没有，问过了在内部备注里记下"))
    if not can_be_pushed(s, case):
        return str(_("办结了。这位居民不能主动去问，等他自己来看"))
    return str(_("办结了，已经去问居民看好了没有"))


def take_resolution_back(s: Session, p: Parts, case: Case, who: Who) -> str:
    """收回办结; what its reporter hears of that, in words for `who`."""
    if taking_back.take_back(s, p, case, who):
        return str(_("收回了，正在告诉居民是写错了"))
    return str(_("收回了。没有给居民发消息，进度页上写着是写错了"))


def question_sent_in_words(who: Who) -> str:
    """What becomes of the clock once `who` has put a question to the reporter (`pausing`)."""
    if is_handler(who):
        return str(_("问出去了。居民回了话，等的那几天才不算；没有回，还是照原来的日子办"))
    return str(_("问出去了，时钟停到居民回话"))


def _fault(fault: Fault) -> str:
    """What is wrong with a reply, in words."""
    words: dict[Fault, str] = {
        Fault.EMPTY: _("只有客气话，或者只说转给了别人，没有结果"),
        Fault.ANOTHER: _("看不出说的是居民这件事（请写上修的是什么、在哪里）"),
        Fault.PLACE: _("写的地方和居民说的不是一处"),
        Fault.DATE: _("写的日子在报事以前，或者还没到"),
        Fault.WHAT: _("没说办了什么"),
        Fault.WHO: _("没说谁办的"),
        Fault.WHEN: _("没说什么时候办的"),
    }
    return words[fault]


def rejected_in_words(s: Session, case: Case, *, told: bool) -> str:
    """What the clerk is told who rejected the case; `told`: a message tells its reporter where to go."""
    if told:
        return str(_("记下了，找哪里正在发给居民"))
    if handler_view.must_leave_reporter_alone(s, case):
        return str(_("记下了。为了这位居民的安全，什么也没有发，也请不要打电话"))
    return str(_("记下了。这位居民收不到消息，还不知道找哪里：请打电话或者当面告诉"))
