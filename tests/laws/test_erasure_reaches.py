"""Erasing a person reaches every personal column and every table of theirs, also those that somebody adds later."""

from __future__ import annotations

import sqlalchemy as sa

from portal.storage.db import PersonalText
from portal.storage.models_all import metadata

# Where somebody's words and name go when they are erased (`portal/privacy/blanking.py`), or why they stay.
BLANKED = """
    case_words.text case_words.place case_words.time case_words.contact case_words.bodies case_words.draft case_words.matter event_words.text
    case_search.desk case_search.handlers case_search.numbers
    open_draft.state inbox_message.text inbox_message.place conversation.menu chat_message.text chat_message.extra
    hotline_row.cells
    backend_news.text unsent_form.path unsent_form.fields handover.text unanswered_question.words unanswered_question.plain letter.address letter.text contact_point.address resident.name kept_answer.answer
    register_value.value
"""
STAYS = {
    "admission_ask.what": "a department's task, joined to nobody: blanked by retention_rules.py",
    "admission_ask.detail": "a department's task, joined to nobody: blanked by retention_rules.py",
    "admission_ask.basis": "the papers that a department cites: blanked by retention_rules.py",
    "admission_decision.reason": "the staff's: blanked with its ask by retention_rules.py",
    "admission_decision.comes": "the staff's: blanked with its ask by retention_rules.py",
    "account.name": "the staff's",
    "account.phone": "the staff's",
    "grid_person.name": "the staff's",
    "grid_person.phone": "the staff's",
    "scrutiny_word.reason": "the committee's",
    "scrutiny_word.answer": "the committee's",
    "faq_removal.reason": "the staff's words about an answer of theirs",
    "key_place.reason": "a supervisor's words about a place",
    "visit.household": "a worker's words, joined to nobody: blanked by retention_rules.py after a month",
    "visit.note": "a worker's words, joined to nobody: blanked by retention_rules.py after a month",
    "roll_mend.reason": "the law's roll: blanked with its line by retention_rules.py",
    "roll_mend_line.before": "the law's roll: blanked 90 days after its vote by retention_rules.py",
    "roll_mend_line.after": "the law's roll: blanked 90 days after its vote by retention_rules.py",
    "roll_entry.asked_reason": "the committee's, emptied once the scrutineer has decided",
    "roll_entry.name": "the law's roll: blanked by retention_rules.py, and never in a record of named votes",
    "roll_entry.phone": "the law's roll: gone once the result is published and its person erased, or 90 days later",
    "roll_entry.household": "the law's roll: blanked by retention_rules.py",
    "roll_entry.unit": "the law's roll: blanked by retention_rules.py",
}
# Tables that belong to a person by a key: what becomes of their rows.
OWNED = {
    "case": "the skeleton stays (blanking.blank_cases)",
    "case_event": "the skeleton stays",
    "backend_news": "codes; its words are blanked with the case's",
    "backend_delivery": "codes, and the other system's number of the case",
    "filed_request": "which system reported it: a name that leads to nobody",
    "hotline_row": "the hotline's number, and the line's place in its file",
    "case_open": "which clerk looked when",
    "sighting": "which grid worker saw it",
    "case_clerk": "which clerk it is with",
    "hot_draft_case": "which drafted consultation counted it: numbers",
    "case_words": "blank",
    "case_search": "the case's number only, and the place that an open emergency keeps",
    "case_accused": "codes of bodies",
    "case_assigned": "which clerk or supervisor may see it",
    "case_grant": "deleted",
    "contact_claim": "codes, days and the answer: what a body claimed",
    "key_place_case": "deleted: the place's name is the case's",
    "inspection": "codes and days; the inspector's words are the event's",
    "joint_part": "codes and days: which body had which part; its words are the events'",
    "case_rating": "codes: what was thought of a body's work, counted by body",
    "case_correction": "codes, a clerk's",
    "access_look": "codes, a clerk's",
    "alarm": "moments, and who of the staff",
    "alarm_page": "moments, and who of the staff",
    "handover_look": "codes, a clerk's",
    "event_words": "deleted",
    "open_draft": "deleted",
    "inbox_message": "deleted",
    "conversation": "deleted",
    "open_question": "deleted",
    "chat_message": "deleted",
    "chat_media": "deleted, the file too where nobody else shows it",
    "handover": "blank and done",
    "unanswered_question": "deleted",
    "contact_point": "no address, no way back in",
    "consent": "what was told and agreed, and when: the proof, by a number that leads nowhere",
    "resident_session": "deleted",
    "voting_link": "deleted",
    "sms_vote": "deleted: it waits for a code, and is no vote yet",
}


def personal(tables: sa.MetaData) -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in tables.tables.values()
        for column in table.columns
        if isinstance(column.type, PersonalText)
    }


def owned(tables: sa.MetaData) -> set[str]:
    """Tables that a chain of keys joins to a contact point or a resident."""
    found = {"contact_point", "resident"}
    while (
        more := {
            table.name
            for table in tables.tables.values()
            if {key.column.table.name for key in table.foreign_keys} & found
        }
        - found
    ):
        found |= more
    return found - {"resident"}


def test_erasing_reaches_every_personal_column() -> None:
    """A new one says where it is blanked (and portal/privacy does it), or why the law keeps it."""
    assert personal(metadata()) == {*BLANKED.split(), *STAYS}


def test_erasing_reaches_every_table_of_a_person() -> None:
    """A new table that is joined to a contact point or a resident says what becomes of its rows."""
    assert owned(metadata()) == set(OWNED)


def test_a_table_that_erasing_forgot_is_caught() -> None:
    """By its key, over another table, too."""
    broken = sa.MetaData()
    sa.Table("contact_point", broken, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table(
        "visit",
        broken,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("p", sa.ForeignKey("contact_point.id")),
    )
    sa.Table("visit_note", broken, sa.Column("visit_id", sa.ForeignKey("visit.id")), sa.Column("words", PersonalText))
    assert owned(broken) == {"contact_point", "visit", "visit_note"}
    assert personal(broken) == {"visit_note.words"}
