"""Numbers typed alone: a telephone number in pieces, the number of a case, a code."""

from __future__ import annotations

import pytest

from actions.interpreting.choosing import gives_only_number
from actions.interpreting.numbers import announces_number
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

LAMP = "桂花苑3栋楼下的路灯不亮了"
LEAK = "我家天花板漏水，物业一直不来修"


@pytest.mark.parametrize("announced", ["我电话", "我的电话是", "手机号：", "电话", "留个电话"])
def test_a_number_in_pieces_is_put_together_and_read_back(resident: Resident, portal: Portal, announced: str) -> None:
    resident.says(LAMP)
    resident.says(announced)
    resident.says("158")
    resident.says("5734")
    assert "电话：15857340266" in texts(resident.says("0266"))
    resident.says("是")
    assert portal.made("report")[0]["answers"]["contact"] == "15857340266"
    assert portal.cases[0]["place"] == "桂花苑3栋楼下"


@pytest.mark.parametrize("first", [LAMP, LEAK])
def test_a_number_may_begin_with_its_announcement(resident: Resident, portal: Portal, first: str) -> None:
    """Before the case is registered, too, whatever the bot waits for."""
    resident.says(first)
    for said in ("我的电话1395", "8877", "678"):
        resident.says(said)
    if first == LEAK:
        resident.says("桂花苑3栋")
    resident.says("是")
    report = portal.made("report")[0]
    assert report["answers"]["contact"] == "13958877678"
    assert "1395" not in report["text"]


def test_the_question_is_asked_again_after_the_number(resident: Resident, portal: Portal) -> None:
    """The pieces are no answer to "where?"."""
    resident.says(LEAK)
    for said in ("手机号", "1385716"):
        resident.says(said)
    assert asked(resident.says("2204")) == "place"
    resident.says("桂花苑3栋")
    resident.says("是")
    answers = portal.made("report")[0]["answers"]
    assert (answers["contact"], answers["place"]) == ("13857162204", "桂花苑3栋")


def test_pieces_that_make_no_number_are_kept_as_words(resident: Resident, portal: Portal) -> None:
    """The next message is read as ever."""
    resident.says(LAMP)
    for said in ("我电话", "158", "5734"):
        resident.says(said)
    assert resident.says("是")["registered"]
    report = portal.made("report")[0]
    assert "contact" not in report["answers"]
    assert "1585734" in str(report)


@pytest.mark.parametrize(
    ("pieces", "number"),
    [
        (("1395", "8877", "678"), "13958877678"),
        (("1395", "8877", "800"), "13958877800"),
        (("139 5887", "7678"), "13958877678"),
        (("我电话", "139", "58877678"), "13958877678"),
        (("那我的电话1395", "8877", "678"), "13958877678"),
        (("对了手机号是：150", "5817", "4463"), "15058174463"),
        (("0571", "8821", "3306"), "0571-88213306"),
    ],
)
def test_pieces_after_a_report_make_the_number_to_call(
    resident: Resident, portal: Portal, pieces: tuple[str, ...], number: str
) -> None:
    """No piece is a place, nor stands in words that a handler reads."""
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00", place="桂花苑3栋602")
    for said in pieces[:-1]:
        resident.says(said)
        assert portal.details == []
    resident.says(pieces[-1])
    assert portal.details == [("details", number)]
    assert (portal.cases[0]["number"], portal.cases[0]["place"]) == (number, "桂花苑3栋602")


@pytest.mark.parametrize("said", ["603", "8877", "六零三", "2024"])
def test_digits_after_a_report_that_begin_no_number_are_more_of_it(
    resident: Resident, portal: Portal, said: str
) -> None:
    """They may be anything, so they are kept as words: a place only in words that say so."""
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00", place="桂花苑3栋602")
    assert "没听懂" not in texts(resident.says(said))
    assert portal.details == [("details", said)]
    assert portal.cases[0]["place"] == "桂花苑3栋602"


@pytest.mark.parametrize("begun", ["1380", "1395887"])
def test_a_whole_number_after_a_piece_counts_alone(resident: Resident, portal: Portal, begun: str) -> None:
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00")
    resident.says(begun)
    resident.says("13800001111")
    assert portal.cases[0]["number"] == "13800001111"


@pytest.mark.parametrize("said", ["谢谢", "室", "好的"])
def test_digits_that_stay_a_piece_are_more_of_the_report(resident: Resident, portal: Portal, said: str) -> None:
    """A room's as likely as a number's, they are lost in neither case."""
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00", place="桂花苑3栋")
    resident.says("1502")
    resident.says(said)
    assert any("1502" in words for _, words in portal.details)


def test_whoever_sends_a_room_is_told_that_it_was_added(resident: Resident, portal: Portal) -> None:
    """Digits that may be the room go into the case at once."""
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00", place="桂花苑3栋")
    assert [one["response"] for one in resident.says("1502")["messages"]] == ["utter_detail_added"]


def test_a_room_under_the_summary_completes_the_building(resident: Resident, portal: Portal) -> None:
    """A number that looks like no room goes on as one."""
    resident.says("桂花苑3栋厨房漏水")
    assert "1502" in texts(resident.says("1502"))
    resident.says("是")
    assert portal.cases[0]["place"] == "桂花苑3栋1502"


def test_pieces_that_look_like_no_room_begin_a_number_under_a_building(resident: Resident, portal: Portal) -> None:
    resident.says("桂花苑3栋厨房漏水")
    for said in ("1395", "8877"):
        resident.says(said)
    assert "电话：13958877678" in texts(resident.says("678"))


def test_a_landline_without_its_area_code_is_the_number_of_a_case_without_one(
    resident: Resident, portal: Portal
) -> None:
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00")
    resident.says("88213306")
    assert portal.cases[0]["number"] == "88213306"
    resident.says("88213307")
    assert portal.cases[0]["number"] == "88213306"
    assert portal.details[-1] == ("details", "88213307")


def test_other_words_between_the_pieces_are_read_as_ever(resident: Resident, portal: Portal) -> None:
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00")
    resident.says("1395")
    resident.says("不对，是5栋")
    assert portal.cases[0]["place"] == "桂花苑5栋"


def test_digits_answer_what_staff_ask(resident: Resident, portal: Portal) -> None:
    case_no = portal.has_case(reported_at="2026-11-24T08:50:00+08:00")
    resident.expecting = {"kind": "question", "case_no": case_no, "until": "2026-11-25T09:00:00+08:00"}
    resident.says("1395")
    assert portal.details == [("details", "1395")]


def test_a_number_begun_under_the_summary_needs_no_announcement(resident: Resident, portal: Portal) -> None:
    resident.says("桂花苑3栋602漏水")
    for said in ("0571", "8821"):
        resident.says(said)
    assert "电话：0571-88213306" in texts(resident.says("3306"))
    resident.says("是")
    assert portal.cases[0]["place"] == "桂花苑3栋602"


def test_a_choice_is_no_piece(resident: Resident) -> None:
    """1 means yes."""
    resident.says(LAMP)
    resident.says("我电话")
    assert resident.says("1")["registered"]


@pytest.mark.parametrize(
    "text",
    [
        "物业电话是多少",
        "电话打不通",
        "给我打电话",
        "楼下电话亭坏了",
        "我电话13800000046",
        "你们电话",
        "您手机号",
        "你电话是",
    ],
)
def test_other_words_of_telephones_announce_none(text: str) -> None:
    assert not announces_number(text)


@pytest.mark.parametrize(
    "text", ["LL-20261124-0001", "ll202611240001", "编号 LL-20261124-0001", "我的单号是20261124-0001", "482913"]
)
def test_a_number_alone_is_looked_up(resident: Resident, portal: Portal, text: str) -> None:
    """One that is nobody's gets a kind word, and "where?" is asked again: it is no place."""
    resident.says(LEAK)
    answer = resident.says(text)
    assert "这个编号在这里查不到" in texts(answer)
    assert asked(answer) == "place"
    assert "LL" not in texts(resident.says("桂花苑3栋"))


def test_ones_own_number_tells_the_state(resident: Resident, portal: Portal) -> None:
    """Beside an open draft, and right after a report, to which it is not added."""
    case_no = portal.has_case(title="路灯不亮", state_label="已派给承办单位")
    resident.says(LEAK)
    answer = resident.says(case_no)
    assert "已派给承办单位" in texts(answer)
    assert asked(answer) == "place"
    assert portal.details == []


def test_a_number_after_the_report_is_not_added_to_it(resident: Resident, portal: Portal) -> None:
    case_no = portal.has_case(reported_at="2026-11-24T09:00:00+08:00")
    assert "已派给" in texts(resident.says(case_no))
    assert portal.details == []


@pytest.mark.parametrize(
    "text",
    [
        "1201",
        "3栋1201",
        "12号",
        "解放路120号",
        "13800000046",
        "88213306",
        "5",
        "12110",
        "12345",
        "12356",
        "96110",
        "10086",
        "查12345",
    ],
)
def test_rooms_houses_and_telephones_are_no_cases_number(text: str) -> None:
    assert not gives_only_number(text)
