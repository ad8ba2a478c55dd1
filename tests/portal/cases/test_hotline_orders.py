"""The hotline's file taken in: each order once, by its own number and deadline; what it says anew is shown, not done."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from portal.cases.hotline import orders, replies
from portal.cases.hotline.models import HotlineImport, HotlineRow
from portal.cases.models import AccessLook, Case, CaseEvent, ContactClaim
from portal.cases.records import event_log
from portal.cases.records.actors import Who
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.kernel import workbook
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.outbox.models import OutboxRow
from portal.privacy import blanking
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft
from tests.portal.cases.hotline_files import DUE, HEADINGS, bomb, naive, order, with_part
from tests.portal.cases.hotline_files import workbook as made

THEIRS = DUE.replace(tzinfo=SHANGHAI)
Find = Callable[[Session, Role], Who]


def bring(parts: Parts, data: bytes) -> int:
    """Store and accept a file, and take all of it in; returns the import's id."""
    with parts.db.write() as s:
        found = orders.store(s, parts, orders.read(data), actor(s, Role.DESK).id)
        orders.accept(s, parts, found)
        number = found.id
    list(orders.take_in(parts, number, 100))
    return number


def cases(parts: Parts) -> list[Case]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(Case).order_by(Case.id)).unique())


def states(parts: Parts, number: int) -> list[str]:
    with parts.db.read() as s:
        return [row.state for row in orders.rows_of(s, s.get_one(HotlineImport, number))]


@pytest.mark.usefixtures("community")
def test_each_order_is_a_case_with_its_number_and_deadline(parts: Parts) -> None:
    """Under the hotline's regime; the number stands in the case, and nothing is sent to the caller."""
    bring(parts, made(order(), order("JS20261128002", "下水道堵了", 办结时限="2026年12月5日", 来电人="王某")))
    first, second = cases(parts)
    assert (first.hotline_no, first.regime, first.channel, first.kind) == (
        "JS20261128001",
        "hotline",
        "hotline",
        "complaint",
    )
    assert first.due_at == THEIRS
    assert second.due_at == datetime(2026, 12, 5, 23, 59, 59, tzinfo=SHANGHAI)
    assert first.words.contact == "李某 13800001234"
    with parts.db.read() as s:
        assert s.scalars(sa.select(OutboxRow.id).where(OutboxRow.kind == "push_resident")).all() == []


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    ("named", "bodies"),
    [
        ("路灯队", ["lamps", "lamps"]),
        ("路灯队、社区居委会", ["lamps", "hall"]),
        ("居委会，灯队", ["lamps", "hall"]),
        ("水务集团", ["lamps", "hall"]),
    ],
)
def test_only_the_one_body_that_an_order_names_is_suggested(parts: Parts, named: str, bodies: list[str]) -> None:
    """Of several, or of none that we know, none is: what the category suggests stays, and a clerk chooses."""
    lamp, other = draft(), draft(category={"code": None, "path": [], "score": 0, "alternatives": []})
    reads = replace(parts, read_draft=lambda text, _now: lamp if "路灯" in text else other)
    bring(reads, made(order(承办单位=named), order("JS20261128002", "请开个证明", 承办单位=named)))
    assert [case.body for case in cases(parts)] == bodies


@pytest.mark.usefixtures("community")
def test_without_a_deadline_the_hotlines_tiers_count(parts: Parts) -> None:
    """Five, seven or fifteen working days."""
    bring(parts, made(order(办结时限=None)))
    (case,) = cases(parts)
    assert case.regime == "hotline"
    assert case.due_at == datetime(2026, 12, 3, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.usefixtures("community")
def test_their_deadline_stays_theirs(parts: Parts, who: Find) -> None:
    """Accepted, dispatched, corrected: no category counts it anew."""
    bring(parts, made(order()))
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "02", "kind": "inquiry"})
        assert case.due_at == THEIRS
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        assert (case.due_at, case.regime) == (THEIRS, "hotline")
        assert event_log.replayed(case) == event_log.projection(case)


@pytest.mark.usefixtures("community")
def test_the_same_file_again_is_the_same_import(parts: Parts) -> None:
    """And makes nothing."""
    data = made(order())
    assert bring(parts, data) == bring(parts, data)
    assert len(cases(parts)) == 1


@pytest.mark.usefixtures("community")
def test_a_number_again_with_other_words_is_a_note(parts: Parts) -> None:
    """The case stays as it is; the desk reads what differs; once."""
    bring(parts, made(order()))
    changed = bring(parts, made(order(办结时限=naive(2026, 12, 9, 17), 诉求内容="柳树里3栋的路灯又坏了")))
    assert states(parts, changed) == ["changed"]
    (case,) = cases(parts)
    assert (case.due_at, case.words.text) == (THEIRS, "柳树里3栋的路灯坏了")
    list(orders.take_in(parts, changed, 100))
    with parts.db.read() as s:
        notes = s.scalars(sa.select(CaseEvent).where(CaseEvent.verb == "note")).all()
        assert len(notes) == 1
        assert "2026-12-03 17:00:00 → 2026-12-09 17:00:00" in notes[0].words[0].text
        assert notes[0].words[0].public is False
    assert states(
        parts,
        bring(parts, made(order(办结时限=naive(2026, 12, 9, 17), 诉求内容="柳树里3栋的路灯又坏了"), order("B002"))),
    ) == ["same", "new"]


@pytest.mark.usefixtures("community")
def test_what_the_hotline_quotes_is_no_clerks_claim(parts: Parts) -> None:
    """Neither the caller's words nor the hotline's say that we reached the reporter."""
    bring(parts, made(order()))
    bring(parts, made(order(诉求内容="物业昨天已经电话联系我了，灯还是不亮", 回访要求="已电话联系市民")))
    with parts.db.read() as s:
        assert s.scalars(sa.select(CaseEvent.verb).where(CaseEvent.verb == "note")).all() == ["note"]
        assert s.scalars(sa.select(ContactClaim.id)).all() == []


def erase(parts: Parts) -> None:
    """Erase every case."""
    with parts.db.write() as s:
        blanking.blank_cases(s, list(s.scalars(sa.select(Case.id))), parts.clock.now())


def kept_cells(parts: Parts) -> set[str]:
    with parts.db.read() as s:
        return set(s.scalars(sa.select(HotlineRow.cells)))


@pytest.mark.usefixtures("community")
def test_an_erased_order_that_comes_again_stays_erased(parts: Parts) -> None:
    """The daily file lists it until the hotline closes it."""
    bring(parts, made(order()))
    erase(parts)
    again = bring(parts, made(order(来电人="赵某")))
    assert (states(parts, again), kept_cells(parts)) == (["same"], {""})


@pytest.mark.parametrize("text", ["柳树里3栋的路灯又坏了", "柳树里3栋的路灯坏了"])
@pytest.mark.usefixtures("community")
def test_an_order_erased_while_its_line_waits_holds_nothing_up(parts: Parts, text: str) -> None:
    """The lines behind it are taken in."""
    bring(parts, made(order()))
    with parts.db.write() as s:
        waits = orders.store(s, parts, orders.read(made(order(诉求内容=text), order("B002"))), None)
        orders.accept(s, parts, waits)
        number = waits.id
    erase(parts)
    assert orders.work_off(parts) >= 1
    assert states(parts, number) == ["same", "new"]
    assert [case.hotline_no for case in cases(parts)] == ["JS20261128001", "B002"]


@pytest.mark.usefixtures("community")
def test_a_line_read_before_its_case_was_made_and_erased_is_blanked(parts: Parts) -> None:
    """Two files with one new order were read; the case of the first was erased before the second is taken in."""
    with parts.db.write() as s:
        second = orders.store(s, parts, orders.read(made(order(来电人="赵某"))), None).id
    bring(parts, made(order()))
    erase(parts)
    with parts.db.write() as s:
        orders.accept(s, parts, s.get_one(HotlineImport, second))
    list(orders.take_in(parts, second, 100))
    assert (states(parts, second), kept_cells(parts)) == (["same"], {""})


@pytest.mark.usefixtures("community")
def test_bad_lines_are_left_out_with_why(parts: Parts) -> None:
    """The rest is taken in; their words are dropped."""
    number = bring(parts, made(order(""), order("A001"), order("A001"), order("A002", "")))
    with parts.db.read() as s:
        rows = orders.rows_of(s, s.get_one(HotlineImport, number))
        assert [(row.state, row.faults) for row in rows] == [
            ("bad", ["no_number"]),
            ("new", []),
            ("bad", ["twice"]),
            ("bad", ["no_text"]),
        ]
        assert [row.cells for row in rows if row.state == "bad"] == ["[]"] * 3
    assert [case.hotline_no for case in cases(parts)] == ["A001"]


@pytest.mark.usefixtures("community")
def test_one_number_in_two_files_at_once_is_one_case(parts: Parts) -> None:
    """Both accepted before either is worked off."""
    with parts.db.write() as s:
        ids = [orders.store(s, parts, orders.read(made(order(来电人=name))), None).id for name in ("李某", "赵某")]
        for number in ids:
            orders.accept(s, parts, s.get_one(HotlineImport, number))
    while orders.work_off(parts):
        pass
    assert len(cases(parts)) == 1
    assert states(parts, ids[1]) == ["changed"]


@pytest.mark.usefixtures("community")
def test_a_file_that_nobody_accepted_goes_after_a_day(parts: Parts, clock: Any) -> None:
    """With all that stood in it."""
    with parts.db.write() as s:
        orders.store(s, parts, orders.read(made(order())), None)
    orders.work_off(parts)
    clock.move(hours=25)
    orders.work_off(parts)
    with parts.db.read() as s:
        assert s.scalars(sa.select(HotlineRow.id)).all() == []
    assert cases(parts) == []


@pytest.mark.usefixtures("community")
def test_a_secret_order_names_nobody(parts: Parts) -> None:
    """As its column says."""
    bring(parts, made([*order(), "是"], headings=[*HEADINGS, "是否保密"]))
    assert cases(parts)[0].confidential


# --- the file itself


def test_hidden_sheets_and_formulas_are_not_read(parts: Parts) -> None:
    """The first visible sheet; a formula without a kept value is empty."""
    lines = orders.read(made(order(诉求内容="=1+1"), order("B002"), hidden=True, title="12345 日报")).lines
    assert [line.faults for line in lines] == [("no_text",), ()]
    assert [line.order.number for line in lines if line.order] == ["B002"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "打不开"),
        (b"PK\x03\x04 no zip", "打不开"),
        (b"a,b\n1,2\n", "打不开"),
        (b"x" * (workbook.MOST_BYTES + 1), "太大"),
        (made(["A001"], headings=["工单编号"]), "表头"),
        (made(), "没有一行"),
    ],
)
def test_what_is_no_file_of_orders_is_refused(data: bytes, why: str) -> None:
    """With a reason for people."""
    with pytest.raises(Invalid, match=why):
        orders.read(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """200 MB in 200 KB."""
    data = bomb()
    assert len(data) < 1024 * 1024
    with pytest.raises(Invalid, match="展开"):
        orders.read(data)


def test_entities_are_refused() -> None:
    """A billion laughs in the sheet."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    sheet = f'<?xml version="1.0"?><!DOCTYPE w [{laughs}]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&a8;</t></is></c></row></sheetData></worksheet>'
    with pytest.raises(Invalid, match="打不开"):
        orders.read(with_part(made(order()), "xl/worksheets/sheet1.xml", sheet.encode()))


def test_too_many_rows_are_refused() -> None:
    """Also where one row says that it is the millionth."""
    with pytest.raises(Invalid, match="行数太多"):
        orders.read(made(*[order(f"A{n:05}") for n in range(workbook.MOST_ROWS + 5)]))


# --- the replies


def sheet(data: bytes) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.usefixtures("community")
def test_replies_go_back_in_the_same_form(parts: Parts, who: Find) -> None:
    """The same columns, order and numbers, with reply and state; each case counts as looked at."""
    number = bring(parts, made(order(), order("B002", "下水道堵了"), order("")))
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.hotline_no == "B002")).one()
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="管道疏通了")
        data = replies.export(s, parts, s.get_one(HotlineImport, number), actor(s, Role.DESK))
    found = sheet(data)
    assert found[0] == [*HEADINGS, "办理结果", "办理状态"]
    assert [row[1] for row in found[1:]] == ["JS20261128001", "B002"]
    assert [row[-2:] for row in found[1:]] == [[None, "待受理"], ["管道疏通了", "已办结，待回访"]]
    assert found[1][:4] == ["1", "JS20261128001", "李某", "13800001234"]
    with parts.db.read() as s:
        assert len(s.scalars(sa.select(AccessLook.id)).all()) == 2


@pytest.mark.usefixtures("community")
def test_their_own_columns_for_the_reply_are_filled(parts: Parts) -> None:
    """Where the file has them."""
    number = bring(parts, made([*order(), "", ""], headings=[*HEADINGS, "工单状态", "处理结果"]))
    with parts.db.write() as s:
        found = sheet(replies.export(s, parts, s.get_one(HotlineImport, number), None))
    assert found[0][-2:] == ["工单状态", "处理结果"]
    assert found[1][-2:] == ["待受理", None]


@pytest.mark.parametrize("word", ["=1+1", "+86", "-2", "@SUM(A1)", "＝1"])
@pytest.mark.usefixtures("community")
def test_no_cell_of_the_export_runs(parts: Parts, word: str) -> None:
    """Neither there nor once it is saved as CSV: an apostrophe goes before it."""
    number = bring(parts, made(order(来电人=f" {word}" if word == "=1+1" else word)))
    with parts.db.write() as s:
        data = replies.export(s, parts, s.get_one(HotlineImport, number), None)
    cell = load_workbook(io.BytesIO(data)).worksheets[0].cell(2, 3)
    assert (cell.data_type, str(cell.value)[:1]) == ("s", "'")


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    ("was", "now", "kept"), [("否", "是", True), ("", "是", True), ("否", "否", False), ("是", "否", True)]
)
def test_an_order_that_is_to_be_kept_secret_now_is_so(parts: Parts, was: str, now: str, kept: bool) -> None:
    """Before anybody dispatches it with the caller's words; what was secret stays so until a clerk says otherwise."""
    headings = [*HEADINGS, "是否保密"]
    bring(parts, made([*order(), was], headings=headings))
    bring(parts, made([*order(), now], headings=headings))
    (case,) = cases(parts)
    assert case.confidential is kept
