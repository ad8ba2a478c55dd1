"""What a reporter corrects in a registered case, through the bot's door."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors, handler_view, presentation
from portal.cases.records.search.models import CaseSearch
from portal.cases.verbs.clock import pausing
from portal.cases.verbs.desk import desk_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft
from tests.portal.cases.test_cases_internal_api import body


@pytest.fixture
def call(internal: FlaskClient, parts: Parts) -> Any:
    def send(path: str, content: Any, *, key: str) -> Any:
        headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": key}
        return internal.post("/internal/v1" + path, json=content, headers=headers)

    return send


@pytest.fixture
def case_no(call: Any, reporter: int) -> str:
    answers = {"contact": "13800000001"}
    text = "柳树里3栋的路灯坏了三天了，电话13800000001"
    told = call("/cases", body(reporter, text=text, answers=answers), key="1:report").json
    return str(told["case_no"])


def correct(call: Any, case_no: str, reporter: int, text: str, **changes: str) -> Any:
    content = {"contact": reporter, "text": text, "changes": changes}
    return call(f"/cases/{case_no}/details", content, key="2:detail")


def test_place_time_and_kind_are_those_that_were_corrected(
    call: Any, case_no: str, reporter: int, parts: Parts
) -> None:
    """The grid is chosen anew; the reporter's page says so; staff read what stood there."""
    told = correct(call, case_no, reporter, "不是那里，是外地", place="外地某处", time="昨天", kind="suggestion").json
    assert (told["place"], told["time"], told["kind"]) == ("外地某处", "昨天", "suggestion")
    assert told["last"].startswith("您更正了")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert (case.grid, case.kind) == (None, "suggestion")
        staff = [words.text for event in case.events for words in event.words if not words.public]
        assert any("原来记的" in text for text in staff)


def test_a_place_that_is_told_first_corrects_nothing(call: Any, reporter: int) -> None:
    """The reporter's page calls it what was added; told again, it is a correction."""
    case_no = call("/cases", body(reporter, text="我爸晕倒了", draft=draft(places=[], times=[])), key="1:report").json[
        "case_no"
    ]
    assert correct(call, case_no, reporter, "在柳树里5栋", place="柳树里5栋").json["last"].startswith("您补充了")
    content = {"contact": reporter, "text": "不对，是3栋", "changes": {"place": "柳树里3栋"}}
    assert call(f"/cases/{case_no}/details", content, key="3:detail").json["last"].startswith("您更正了")


def test_an_answer_that_moves_the_place_is_an_answer(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """Whoever asked has it; the reporter's page says so, and not only that something was corrected."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        clerk = actors.staff(s, actor(s, Role.DESK))
        desk_actions.accept(s, parts, case, clerk)
        pausing.ask(s, parts, case, clerk, question="是哪一间？一般几点？")
    last = correct(call, case_no, reporter, "二楼靠楼梯那间，晚上八点以后", place="柳树里3栋二楼").json["last"]
    assert last.startswith("您回话了")


def test_a_gate_of_the_estate_stays_in_the_grid_of_the_building(
    call: Any, case_no: str, reporter: int, parts: Parts
) -> None:
    """An estate that lies in several grids leads to none by itself; another estate has none of the case's."""
    correct(call, case_no, reporter, "地点改成柳树里后门", place="柳树里后门")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().grid == "G-01"


def test_the_reporter_s_number_is_told_to_the_bot(call: Any, case_no: str, reporter: int) -> None:
    """So that it can correct the last digits; what was not written down before is no former value."""
    told = correct(call, case_no, reporter, "尾号错了，是0002", contact="13800000002").json
    assert told["number"] == "13800000002"


def test_a_place_told_first_has_no_former_value(call: Any, reporter: int, parts: Parts) -> None:
    """Staff read no line about a place that was not written down."""
    found = body(reporter, text="路灯坏了", draft=draft(places=[]), answers={})
    case_no = str(call("/cases", found, key="1:report").json["case_no"])
    correct(call, case_no, reporter, "在柳树里3栋", place="柳树里3栋")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert case.words.place == "柳树里3栋"
        assert not [words.text for event in case.events for words in event.words if "原来记的" in words.text]


def test_a_deleted_number_stands_nowhere(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """Neither as the contact nor in the words."""
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.contact == ""
        assert "13800000001" not in words.text + words.draft


NUMBER = "13800138000"


@pytest.mark.parametrize("left", [f"我电话{NUMBER}", f"联系电话：{NUMBER}", NUMBER, "打138 0013 8000找我"])
@pytest.mark.parametrize("kept", [True, False])
def test_a_number_that_was_left_later_is_gone_once_taken_back(
    call: Any, reporter: int, parts: Parts, left: str, kept: bool
) -> None:
    """Whether or not it became the contact: in no words, and no search finds it; the case's page says what was done."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", "")
    changes = {"contact": NUMBER} if kept else {}
    content = {"contact": reporter, "text": left, "changes": changes}
    assert (
        call(f"/cases/{case_no}/details", content, key="2:more")
        .json["last"]
        .startswith("您留了联系电话" if kept else "您补充了")
    )
    with parts.db.read() as s:
        assert "13800138000\n" in s.scalars(sa.select(CaseSearch.numbers)).one()
    content = {"contact": reporter, "text": "不留号码了", "changes": {"contact": ""}}
    told = call(f"/cases/{case_no}/details", content, key="3:detail").json
    assert told["last"] == "您不留联系电话了：不留号码了"
    with parts.db.read() as s:
        case, found = s.scalars(sa.select(Case)).one(), s.scalars(sa.select(CaseSearch)).one()
        assert case.words.contact == ""
        assert "8000" not in str([words.text for event in case.events for words in event.words])
        assert (found.numbers, "8000" in found.desk) == ("", False)


@pytest.mark.parametrize(
    "said",
    ["不留号码了", "号码不留了", "我的电话不要了", "别留我的电话了", "把我的手机号删掉吧", "算了，电话别留了"],
)
def test_words_alone_take_a_number_back(call: Any, reporter: int, parts: Parts, said: str) -> None:
    """Written on the case's page, where no bot reads them."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", NUMBER)
    call(f"/cases/{case_no}/details", {"contact": reporter, "text": said}, key="2:detail")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.contact == ""


@pytest.mark.parametrize(
    "said",
    [
        "电话别告诉物业",
        "别留我的电话给物业",
        "物业的电话打不通",
        "不要打电话",
        "没人接电话",
        "修好了给我打电话",
        "门牌号不写了",
    ],
)
def test_other_words_take_none_back(call: Any, reporter: int, parts: Parts, said: str) -> None:
    """Not a wish that somebody shall not learn it, nor what else is said about a telephone."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", NUMBER)
    call(f"/cases/{case_no}/details", {"contact": reporter, "text": said}, key="2:detail")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.contact == NUMBER


def test_the_number_of_whoever_is_complained_of_stays(call: Any, reporter: int, parts: Parts) -> None:
    """A reporter takes back their own number, not the evidence."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", NUMBER)
    content = {"contact": reporter, "text": "灯队的电话13911112222没人接，我也打了13911112223"}
    call(f"/cases/{case_no}/details", content, key="2:more")
    correct(call, case_no, reporter, "不留号码了", contact="")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert content["text"] in [words.text for event in case.events for words in event.words]


SPELLINGS = [
    "138 0013 8000",
    "138-0013-8000",
    "138，0013，8000",
    "138  0013  8000",
    "+86 138 0013 8000",
    "8613800138000",
    "１３８００１３８０００",
    "幺三八零零幺三八零零零",
    "一三八 〇〇一三 八〇〇〇",
    "壹叁捌零零壹叁捌零零零",
    "1 3 8 0 0 1 3 8 0 0 0",
]


def registered(call: Any, reporter: int, text: str, contact: str, **spans: Any) -> str:
    """A case of these words with this contact; its number."""
    content = body(reporter, text=text, answers={"contact": contact}, draft=draft(**spans))
    return str(call("/cases", content, key="1:report").json["case_no"])


def span(text: str, part: str) -> dict[str, Any]:
    return {"text": part, "start": text.index(part), "end": text.index(part) + len(part)}


def digits_of(text: str) -> str:
    """Every digit in the text, however it is written, to find a number in any spelling."""
    spoken = str.maketrans("零〇一幺壹三叁八捌０１３８", "0011133880138")
    return "".join(one for one in text.translate(spoken) if one in "0138")


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_deleted_number_stands_nowhere_in_any_spelling(call: Any, reporter: int, parts: Parts, written: str) -> None:
    """Not in the report, its draft, what was added, nor in the very words that ask for it; all spans stay where they are."""
    text = f"柳树里3栋的路灯坏了三天了，我电话{written}，15号也不亮"
    case_no = registered(call, reporter, text, written, personal=[span(text, written) | {"type": "phone"}])
    call(f"/cases/{case_no}/details", {"contact": reporter, "text": f"打{written}找我"}, key="2:more")
    content = {"contact": reporter, "text": f"把我的号码{written}删掉吧", "changes": {"contact": ""}}
    assert call(f"/cases/{case_no}/details", content, key="3:detail").status_code == 200
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        said = [case.words.text, *(words.text for event in case.events for words in event.words)]
        found = json.loads(case.words.draft)
        assert case.words.contact == ""
        assert len(said) == 3
        for one in (*said, *(one["text"] for one in found["personal"])):
            assert "*" * 11 in one
            assert "8000" not in digits_of(one)
        assert len(case.words.text) == len(text)
        assert case.words.text.endswith("，15号也不亮")
        spans = [*found["personal"], *found["places"], *found["times"]]
        assert all(case.words.text[one["start"] : one["end"]] == one["text"] for one in spans)


def test_all_that_a_contact_holds_is_deleted(call: Any, reporter: int, parts: Parts) -> None:
    """A name, an account, a short number and a landline beside a number; a place, a day and another's number stay."""
    text = (
        "柳树里3栋的路灯坏了三天了，找张三（張三），微信zhang_31，短号66123，0571-8765 4321，或者138 0013 8000，"
        "12号楼也是，2026-11-24，物业166123"
    )
    contact = "张三 zhang_31，66123，0571-8765 4321，138 0013 8000 12号楼"
    case_no = registered(call, reporter, text, contact)
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.text == (
            f"柳树里3栋的路灯坏了三天了，找**（**），微信{'*' * 8}，短号{'*' * 5}，{'*' * 14}，或者{'*' * 13}，"
            "12号楼也是，2026-11-24，物业166123"
        )


@pytest.mark.parametrize("contact", ["1", "是", "3", "1 3", "3栋", "是，1"])
def test_a_contact_that_is_none_takes_nothing_else_with_it(
    call: Any, reporter: int, parts: Parts, contact: str
) -> None:
    """What was said and the bot's draft stay as they were, letter by letter."""
    text = "柳树里3栋的路灯坏了三天了，是1单元门口，13号也是"
    case_no = registered(call, reporter, text, contact)
    with parts.db.read() as s:
        before = s.scalars(sa.select(Case)).one().words.draft
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert (words.contact, words.text) == ("", text)
        assert json.loads(words.draft) == json.loads(before)


def test_the_codes_of_a_draft_are_no_words(call: Any, reporter: int, parts: Parts) -> None:
    """A contact that is also the name of a category or a part of a code changes neither."""
    case_no = registered(call, reporter, "城乡建设的路灯坏了", "城乡建设 request")
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.text == "****的路灯坏了"
        assert json.loads(words.draft)["category"]["path"] == ["城乡建设", "市政公用"]
        assert json.loads(words.draft)["kind"]["code"] == "request"


@pytest.mark.parametrize("contact", ["1 " * 100, "1" * 200, "1、" * 100, "138 0013 8000 " * 14, "13800138000" * 18])
def test_a_contact_of_many_digits_is_dealt_with_at_once(call: Any, reporter: int, parts: Parts, contact: str) -> None:
    """Also against words that hold nearly the same."""
    contact = contact.strip()[:200]
    text = f"柳树里3栋的路灯坏了三天了，{contact[:-1]}2，{contact}"
    case_no = registered(call, reporter, text, contact)
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert len(words.text) == len(text)
        assert contact not in words.text


@pytest.mark.parametrize("other", ["13800138001", "138 0013 800", "13900139000", "一三八零零一三九零零零"])
def test_another_number_stays(call: Any, reporter: int, parts: Parts, other: str) -> None:
    """The property company's, whom they had called."""
    text = f"柳树里3栋的路灯坏了三天了，我打过物业{other}"
    case_no = registered(call, reporter, text, NUMBER)
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.text == text


def test_words_without_a_correction_change_nothing(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """They are added, as before."""
    told = correct(call, case_no, reporter, "师傅带个梯子").json
    assert told["last"].startswith("您补充了")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.contact == "13800000001"


def test_a_field_that_there_is_not_is_refused(call: Any, case_no: str, reporter: int) -> None:
    """And a value that is too long."""
    assert correct(call, case_no, reporter, "改一下", place="字" * 201).status_code in (400, 422)


@pytest.mark.parametrize(
    ("text", "said", "place", "room"),
    [
        ("柳树里3栋302漏水三天了，302的顶上全湿了", "别写门牌", "柳树里3栋", ""),
        ("柳树里3栋302漏水", "把302去掉", "柳树里3栋", "302"),
        ("柳树里3栋，我是三零二的，楼上漏水", "302别给人看", "柳树里3栋", "302"),
        ("柳树里3-302漏水，302室地板都泡了", "门牌号删了吧", "柳树里3栋", ""),
    ],
)
def test_a_room_left_out_stands_nowhere(
    call: Any, reporter: int, parts: Parts, text: str, said: str, place: str, room: str
) -> None:
    """Neither in the report, nor in what the bot read, nor in the note of the earlier place, nor in the search index."""
    answers = {"place": "柳树里3栋302"}
    told = call("/cases", body(reporter, text=text, answers=answers), key="1:report").json
    assert correct(call, told["case_no"], reporter, said, place=place, room=room).status_code == 200
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        noted = [words.text for event in case.events for words in event.words]
        found = s.execute(sa.text("SELECT * FROM case_search")).all()
        everything = "\n".join([case.words.text, case.words.draft, case.words.place, *noted, str(found)])
        assert "302" not in everything
        assert "三零二" not in everything
        assert case.words.place == place
        assert len(case.words.text) == len(text)


def test_a_room_that_was_told_later_is_left_out_too(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """门牌别写 names no number: it means whichever was said."""
    added = {"contact": reporter, "text": "补充一下，我住3栋302室"}
    assert call(f"/cases/{case_no}/details", added, key="3:detail").status_code == 200
    assert correct(call, case_no, reporter, "门牌别写", room="").status_code == 200
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert "302" not in "\n".join(words.text for event in case.events for words in event.words)


def test_a_room_left_out_takes_no_other_number_with_it(call: Any, reporter: int, parts: Parts) -> None:
    text = "柳树里3栋302漏水，1302也是，302路公交边上，电话13830212345，302元修的"
    told = call("/cases", body(reporter, text=text), key="1:report").json
    correct(call, told["case_no"], reporter, "302别写", room="302")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.text == "柳树里3栋***漏水，1302也是，302路公交边上，电话13830212345，302元修的"


def test_a_room_that_was_never_said_covers_nothing(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """Whoever asks for it twice is not refused."""
    assert correct(call, case_no, reporter, "门牌别写", room="").status_code == 200
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.text == "柳树里3栋的路灯坏了三天了，电话13800000001"


def test_a_corrected_case_is_quoted_by_its_present_place(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """3栋 in the words is 5栋 by now; the words themselves stay."""
    told = correct(call, case_no, reporter, "是5栋", place="柳树里5栋").json
    assert told["title"].startswith("柳树里5栋的路灯")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.text.startswith("柳树里3栋的路灯")


def test_a_case_corrected_before_it_was_registered_is_quoted_so_too(call: Any, reporter: int, parts: Parts) -> None:
    """Staff read the former place; the words stay."""
    answers = {"place": "柳树里5栋", "was_place": "柳树里3栋"}
    text = "柳树里3栋的路灯坏了三天了"
    assert call("/cases", body(reporter, text=text, answers=answers), key="1:report").status_code == 201
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert presentation.title(case).startswith("柳树里5栋的路灯")
        assert case.words.text == text
        assert [(one.public, one.text) for one in case.events[0].words] == [(False, "原来记的地点：柳树里3栋")]


def test_no_handler_reads_the_place_that_was_corrected_before_it_was_registered(
    call: Any, reporter: int, parts: Parts
) -> None:
    """It is mostly the reporter's home, which the report's own words cover; unless the reporter agreed to be named."""
    answers = {"place": "柳树里5栋", "was_place": "柳树里3栋502"}
    call("/cases", body(reporter, text="我是柳树里3栋502的王阿姨，楼道灯坏了", answers=answers), key="1:report")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        read = [handler_view.visible_words(s, case, event, public=False) for event in case.events]
        assert (read, "502" in handler_view.matter(s, case).text) == ([""], False)
        assert presentation.title(case).startswith("我是柳树里3栋502的")
        case.may_be_named = True
        assert "柳树里3栋502" in handler_view.visible_words(s, case, case.events[0], public=False)


def test_no_former_place_is_kept_where_nothing_was_corrected(call: Any, reporter: int, parts: Parts) -> None:
    answers = {"place": "柳树里3栋", "was_place": "柳树里3栋"}
    call("/cases", body(reporter, text="柳树里3栋的路灯坏了", answers=answers), key="1:report")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().events[0].words == []


def test_the_likely_body_is_told_until_the_case_is_dispatched(
    call: Any, case_no: str, reporter: int, parts: Parts
) -> None:
    """The same as right after registering; then the handler stands instead."""
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        now = parts.clock.now()
        told = presentation.summary(s, parts.settings, case, now)
        assert told["likely"] == presentation.registered(s, parts.settings, case)["body"]
        assert told["handler"] is None
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        case.dispatched = True
        told = presentation.summary(s, parts.settings, case, now)
        assert told["likely"] is None
