"""Whatever may hold a person's words, name or address is `PersonalText`; every other text column is named here, with why."""

from __future__ import annotations

import sqlalchemy as sa

from portal.storage.db import Base, Json, PersonalText
from portal.storage.models_all import metadata

CODES = """
    admission_ask.number admission_ask.code admission_ask.work admission_ask.state admission_ask.rules admission_ask.source_key
    admission_decision.act admission_decision.state admission_decision.findings admission_item.code admission_item.kind admission_item.work
    backend_news.news_id backend_news.status backend_news.reason
    reporting_app.name backend.name backend.kind backend.url backend.jurisdiction backend_delivery.operation
    backend_delivery.backend backend_delivery.key backend_delivery.state backend_delivery.reference backend_delivery.token backend_delivery.code
    register_entry.kind register_entry.end_reason register_entry.source_key register_value.field register_look.purpose register_export.kind
    register_export.purpose register_export.grid
    reply_text.category saved_view.query visit.purpose visit.source_key visit.whom
    case.hotline_no hotline_row.number hotline_row.state hotline_row.faults
    case.conduct open_question.kind open_question.case_no
    roll_mend.verb scrutiny_word.verdict scrutiny_word.matter
    alarm.acked_how contact_claim.how contact_claim.answer case_rating.attitude case_rating.result case.joint_kind joint_part.state inspection.finding
    account.body account.grid account.role account.username account_event.by account_event.verb access_look.what body.code
    case.backend case.backend_reference case.case_no case.category case.channel case.close_reason case.danger case.kind
    case.photos case.regime case.seal case.state case.urgency case_correction.field case_correction.now case_correction.was
    case_event.actor case_event.actor_label contact_claim.by case_event.from_state case_event.source_key case_event.to_state
    case_event.verb chat_media.media_id chat_message.sender chat_message.template chat_message.via committee.kind
    consent.basis consent.purpose consultation.basis consultation.secrecy consultation.state consultation.template
    consultation.topic consultation_event.detail consultation_event.verb consultation_evidence.gate
    contact_point.channel conversation.photos duty.category duty.kind grid.code area.code area.level grid_drawing.code grid_drawing.layer grid_person.post handover.reason handover.source_key unanswered_question.source_key unanswered_question.outcome
    inbox_message.alarm inbox_message.channel inbox_message.kind inbox_message.media inbox_message.reason inbox_message.state
    inbox_message.vendor_id named_ballot.channel named_ballot.source_key named_ballot_trace.channel
    named_ballot_trace.source_key outbox.code outbox.dedupe_key outbox.kind outbox.payload outbox.reference outbox.state
    place.kind staff_session.device staff_session.kind sms_delivery.code sms_delivery.state sms_delivery.vendor_id voting_link.source_key kept_answer.key
    sms_vote.question sms_vote.source_key
    consultation.key_end
"""
HASHES = """
    hotline_import.digest visit.source_hash register_entry.spot_key
    notice_photo.digest scrutiny_word.digest reporting_app.key_hash backend.secrets_sealed
    alarm_page.code_hash
    account.password_hash account.totp_sealed recovery_code.code_hash staff_session.address_key staff_session.device_key
    staff_session.stamp staff_session.token_key staff_session.totp_sealed case.access_hash case.access_salt case_event.source_hash consultation.public_key
    consultation.roll_hash consultation.roll_salt contact_point.address_key kept_answer.caller kept_answer.request
    one_time_code.address_key one_time_code.asked_key
    one_time_code.use one_time_code.bearer_key case_grant.browser_key one_time_code.code_hash one_time_code.phone_key resident_session.token_key voting_link.salt voting_link.token_hash
    board_line.digest board_line.head board_line.mark board_line.seal roll_entry.seal sms_vote.code_hash
"""
PUBLISHED = """
    admission_ask.department admission_item.name admission_item.basis admission_item.departments admission_item.funds
    admission_item.people admission_item.aliases
    body.aliases body.handles body.hours body.name body.phone committee.area committee.name community.facts
    consultation.notice_record consultation.questions consultation.result consultation.special_circumstances
    consultation.template_text consultation.text consultation.title consultation_evidence.record duty.note faq.answer
    faq.area faq.question faq.source faq.valid_until faq.variants faq_removal.question faq_removal.answer faq_removal.source grid.geometry grid.name area.name grid_drawing.geometry grid_drawing.name nickname.name nickname.plain nickname.place
    place.aliases place.full_name
    place.name service_team.members service_team.name
    scrutiny_word.public_reason scrutiny_word.public_answer consultation.void_reason consultation_origin.place consultation_origin.category key_place.place register_entry.place
"""
OTHERS = {
    "reply_text.title": "the desk's own name for a text",
    "reply_text.text": "the desk's own words for whichever case, with placeholders",
    "saved_view.name": "a staff member's own name for a list",
    "register_export.recipient": "the department for which a clerk took a file",
    "hotline_import.headings": "the headings of the hotline's columns",
    "case_event.data": "codes, and the office that a resident is sent to (a public body's name and telephone)",
    "open_question.facts": "codes, a case number and the words of choices: ours, never a person's",
    "backend_delivery.reason": "our own words for what went wrong",
    "outbox.reason": "a vendor's or our own reason; a clerk's for dropping a row",
    "envelope.sealed": "a sealed box; NULL after closing",
    "opened_ballot.content": "option codes that nothing joins to anybody",
    "named_ballot.choices": "option codes",
    "sms_vote.choices": "option codes; emptied once counted, gone after a day",
    "named_ballot_trace.choices": "option codes",
    "notice_photo.data": "a photo of a public notice, written anew without metadata",
    "roll_upload.data": "a whole roll that waits to be accepted: gone once accepted, refused or open",
}
ERASURE = "erasure.entry erasure.keys erasure.media erasure.points erasure.state"  # ids and keyed hashes
KNOWN = {*CODES.split(), *HASHES.split(), *PUBLISHED.split(), *OTHERS, *ERASURE.split()}


def unnamed(tables: sa.MetaData, known: set[str] = KNOWN) -> list[str]:
    """Text, JSON and byte columns that are neither personal nor named as something else."""
    return sorted(
        f"{table.name}.{column.name}"
        for table in tables.tables.values()
        for column in table.columns
        if isinstance(column.type, (sa.String, Json, sa.LargeBinary, sa.types.TypeDecorator))
        and isinstance(getattr(column.type, "impl", column.type), (sa.String, sa.JSON, sa.LargeBinary))
        and not isinstance(column.type, PersonalText)
        and not column.foreign_keys
        and f"{table.name}.{column.name}" not in known
        and column.type.__class__.__name__ != "Area"  # square metres
    )


def test_every_text_is_personal_or_named_as_something_else() -> None:
    """A new column has to say which it is: erasing finds the personal ones by their type."""
    assert unnamed(metadata()) == []


def test_nothing_is_named_that_is_not_there() -> None:
    """The list is as short as it can be."""
    there = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    assert sorted(KNOWN - there) == []


def test_a_forgotten_column_is_caught() -> None:
    """A column for a neighbour's words as plain text is named by the law."""
    broken = sa.MetaData()
    sa.Table(
        "complaint", broken, sa.Column("id", sa.Integer), sa.Column("words", sa.Text), sa.Column("name", PersonalText)
    )
    sa.Table("note", broken, sa.Column("facts", Json))
    assert unnamed(broken) == ["complaint.words", "note.facts"]
