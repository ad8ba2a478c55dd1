"""A tip-off or a complaint about how a body's people behave never goes to that body unasked (信访工作条例 30)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Accused
from portal.storage.parts import Parts
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
TIP_OFF: dict[str, Any] = {"kind": {"code": "tip_off", "label": "举报", "score": 0.9}}
REASON = "街道已经另外派人查问，门禁录像只有物业能调"


def dispatch(client: FlaskClient, case_no: str, to: str, **more: str) -> str:
    """What the clerk reads afterwards."""
    data = {"body": to, "note": "", "matter": "", "version": ""} | more
    return client.post(f"/desk/cases/{case_no}/dispatch", data=data, follow_redirects=True).text


def dispatch_though_asked(client: FlaskClient, case_no: str, to: str, **more: str) -> str:
    """The same of a clerk who is asked first, reads it through and ticks that."""
    asked = re.search(r'name="asked" value="([^"]+)"', dispatch(client, case_no, to, **more))
    assert asked is not None
    return dispatch(client, case_no, to, **more, sure="1", asked=asked[1])


def has_it(client: FlaskClient, case_no: str) -> bool:
    """Whether somebody sees the case: in their list and by its address."""
    listed = case_no in client.get("/desk?tab=open").text
    opened = client.get(f"/desk/cases/{case_no}").status_code == 200
    assert listed is opened
    return opened


@pytest.mark.parametrize(
    "text",
    [
        "幸福家园3栋的保安骂人推人，把老人推倒了",
        "幸福家园3栋门岗昨晚动手打了送菜的，还骂脏话",
        "幸福家园3栋，幸福物业的经理收装修队回扣",
        "幸福家园3栋物业客服把业主电话卖给了中介",
    ],
)
def test_conduct_is_not_dispatched_to_the_accused(seat: Seat, report: Report, text: str) -> None:
    """Refused with the reason, though duty.csv names it; a lamp that is out goes to the lamp people with one click."""
    case_no = report(text)
    page = dispatch(seat("clerk"), case_no, "xingfu")
    assert "派出去了" not in page
    assert "人的行为" in page
    assert not has_it(seat("at-xingfu"), case_no)
    repair = report(
        "幸福家园3栋路灯坏了三天", category={"code": "0403", "path": ["城乡建设"], "score": 0.9, "alternatives": []}
    )
    assert "派出去了" in dispatch(seat("clerk"), repair, "lamps")
    assert has_it(seat("at-lamps"), repair)


@pytest.mark.parametrize(
    "text",
    [
        "幸福家园3栋门岗半夜没人，大门敞着",
        "请物业修一下幸福家园3栋的单元门",
        "幸福家园3栋楼道灯坏了，物业三天不来修",
        "幸福家园3栋垃圾没清，打了三次电话给物业",
    ],
)
def test_a_service_asked_of_a_body_goes_to_it_without_a_question(seat: Seat, report: Report, text: str) -> None:
    """The honest side: no question on the page, one click, and the body has it."""
    case_no = report(text)
    assert "是关于人的行为吗" not in seat("clerk").get(f"/desk/cases/{case_no}").text
    assert "派出去了" in dispatch(seat("clerk"), case_no, "xingfu")
    assert has_it(seat("at-xingfu"), case_no)


def test_the_accused_is_not_suggested_and_another_body_may_have_it(seat: Seat, report: Report) -> None:
    """The form proposes nobody; the subdistrict takes it on."""
    case_no = report("幸福家园3栋保安骂人推人")
    form = seat("clerk").get(f"/desk/cases/{case_no}").text.partition('id="do-dispatch"')[2].partition("</form>")[0]
    assert '<option value="xingfu"' in form
    assert '<option value="xingfu" selected' not in form
    assert "派出去了" in dispatch(seat("clerk"), case_no, "street")
    assert has_it(seat("at-street"), case_no)
    assert not has_it(seat("at-xingfu"), case_no)


def test_a_tip_off_that_names_a_body_is_kept_from_it_whatever_its_words(seat: Seat, report: Report) -> None:
    """And calling it a request afterwards does not open the way; a tip-off about a shop goes where it belongs."""
    case_no = report("举报城管，幸福家园3栋门口的摊子有人罩着", **TIP_OFF)
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "chengguan")
    seat("clerk").post(f"/desk/cases/{case_no}/correction", data={"kind": "request"})
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "chengguan")
    shop = report("举报幸福家园3栋底商烧烤店占道，油烟很大", **TIP_OFF)
    assert "派出去了" in dispatch(seat("clerk"), shop, "chengguan")


def test_what_a_clerk_calls_a_tip_off_is_kept_from_the_body_too(seat: Seat, report: Report) -> None:
    """The machine took it for a request."""
    case_no = report("幸福家园3栋，物业的账一直对不上，想请人查")
    seat("clerk").post(f"/desk/cases/{case_no}/correction", data={"kind": "tip_off"})
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "xingfu")
    assert not has_it(seat("at-xingfu"), case_no)


def test_only_a_supervisors_sentence_opens_the_way(seat: Seat, report: Report) -> None:
    """Not the clerk, not a word, not an empty field; then it is on the record with the reason."""
    case_no = report("幸福家园3栋保安骂人推人")
    way = f"/desk/cases/{case_no}/permission"
    assert seat("clerk").post(way, data={"body": "xingfu", "reason": REASON}).status_code == 403
    for thin in ("", "同意", "没有", "急", "。。。。。。。。。。。。", "1111111111111"):
        seat("boss").post(way, data={"body": "xingfu", "reason": thin})
        assert "派出去了" not in dispatch(seat("clerk"), case_no, "xingfu")
    seat("boss").post(way, data={"body": "xingfu", "reason": REASON})
    assert "派出去了" in dispatch(seat("clerk"), case_no, "xingfu")
    assert REASON in seat("clerk").get(f"/desk/cases/{case_no}").text
    assert has_it(seat("at-xingfu"), case_no)
    assert REASON not in seat("at-xingfu").get(f"/desk/cases/{case_no}").text


@pytest.mark.parametrize(("text", "body"), [("幸福家园3栋保安骂人推人", "lamps"), ("幸福家园3栋路灯坏了三天", "lamps")])
def test_permission_is_of_no_use_for_a_body_that_the_case_is_not_about(
    seat: Seat, report: Report, town: Parts, text: str, body: str
) -> None:
    """It is refused, and does not put the body among the accused: not in a second tab either, after the clerk's no."""
    case_no = report(text)
    answer = seat("boss").post(
        f"/desk/cases/{case_no}/permission", data={"body": body, "reason": REASON}, follow_redirects=True
    )
    assert "派给它不用准许" in answer.text
    with town.db.read() as s:
        assert body not in set(s.scalars(sa.select(Accused.body)))
    assert "派出去了" in dispatch(seat("clerk"), case_no, body)


def test_a_clerk_cannot_call_plain_conduct_a_service(seat: Seat, report: Report) -> None:
    """A supervisor can, with a sentence."""
    case_no = report("幸福家园3栋保安骂人推人")
    way = f"/desk/cases/{case_no}/conduct"
    seat("clerk").post(way, data={"conduct": "no", "reason": REASON})
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "xingfu")
    seat("boss").post(way, data={"conduct": "no", "reason": "不是"})
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "xingfu")
    seat("boss").post(way, data={"conduct": "no", "reason": "录像里是两位住户在争吵，保安只是劝架"})
    assert "派出去了" in dispatch(seat("clerk"), case_no, "xingfu")


def test_in_doubt_the_clerk_is_asked_and_the_answer_decides(seat: Seat, report: Report) -> None:
    """One asks, two answers; each is on the record. Whom it cannot be about gets it once the clerk says that they have read it."""
    doubtful = "幸福家园3栋门口值班保安态度很差，问什么都不耐烦"
    no, yes, other = report(doubtful), report(doubtful), report(doubtful)
    for case_no in (no, yes):
        assert "是关于人的行为吗" in dispatch(seat("clerk"), case_no, "xingfu")
        assert not has_it(seat("at-xingfu"), case_no)
    seat("clerk").post(f"/desk/cases/{no}/conduct", data={"conduct": "no"})
    assert "派出去了" in dispatch(seat("clerk"), no, "xingfu")
    seat("clerk").post(f"/desk/cases/{yes}/conduct", data={"conduct": "yes", "about": "xingfu"})
    assert "派出去了" not in dispatch(seat("clerk"), yes, "xingfu")
    assert "认定是不是人的行为" in seat("clerk").get(f"/desk/cases/{yes}").text
    assert "派出去了" in dispatch_though_asked(seat("clerk"), other, "lamps")


def test_the_property_company_of_the_place_is_the_accused(seat: Seat, report: Report) -> None:
    """保安 at 桂花苑 are 桂花物业's: the other company may be asked to look."""
    case_no = report("桂花苑5栋的保安骂人推人")
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "guihua")
    assert "派出去了" in dispatch(seat("clerk"), case_no, "xingfu")


def test_the_committee_itself_is_a_body_like_the_others(seat: Seat, report: Report) -> None:
    """Its people are named by what they are."""
    case_no = report("幸福家园3栋，居委会的社工收了红包才给办低保")
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "hall")
    assert "派出去了" in dispatch(seat("clerk"), case_no, "street")


def test_a_grid_worker_or_clerk_neither_gets_nor_sees_what_is_about_them(seat: Seat, report: Report) -> None:
    """By what they are or by name; the other grid's worker may have it."""
    case_no = report("幸福家园3栋的网格员骂人，还推了我妈")
    assert seat("walker").get(f"/desk/cases/{case_no}").status_code == 404
    assert case_no not in seat("walker").get("/grid").text
    by_name = report("幸福家园3栋，受理台的工作人员林受理接电话骂人")
    assert seat("clerk2").get(f"/desk/cases/{by_name}").status_code == 200
    assert seat("clerk").get(f"/desk/cases/{by_name}").status_code == 404
    assert by_name not in seat("clerk").get("/desk").text
    plain = report("幸福家园3栋路灯不亮")
    assert seat("walker").get(f"/desk/cases/{plain}").status_code == 200


def test_words_added_later_count_too(seat: Seat, report: Report, town: Parts, call: Callable[..., Any]) -> None:
    """Before it is dispatched they close the way; afterwards they stay at the desk, and the repair goes on."""
    who = contact(town)
    early, late = report("幸福家园3栋楼道灯坏了", who), report("幸福家园3栋水管漏了", who)
    call(f"/cases/{early}/details", contact=who, text="去物业说，保安骂我还推人")
    assert "派出去了" not in dispatch(seat("clerk"), early, "xingfu")
    assert "派出去了" in dispatch(seat("clerk"), late, "xingfu")
    call(f"/cases/{late}/details", contact=who, text="来的维修工骂人，还推了我一把")
    call(f"/cases/{late}/details", contact=who, text="水阀在楼道左边")
    page = seat("at-xingfu").get(f"/desk/cases/{late}").text
    assert "骂人" not in page
    assert "水阀在楼道左边" in page
    assert "骂人" in seat("clerk").get(f"/desk/cases/{late}").text


def test_a_clerks_yes_takes_it_back_from_the_accused(
    seat: Seat, report: Report, town: Parts, call: Callable[..., Any]
) -> None:
    """Dispatched as a repair, then told to be about its people: the body no longer has it, the desk sends it on."""
    case_no = report("幸福家园3栋水管漏了")
    dispatch(seat("clerk"), case_no, "xingfu")
    assert has_it(seat("at-xingfu"), case_no)
    seat("clerk").post(f"/desk/cases/{case_no}/conduct", data={"conduct": "yes", "about": "xingfu"})
    assert not has_it(seat("at-xingfu"), case_no)
    assert "派出去了" in dispatch(seat("clerk"), case_no, "street")
    assert has_it(seat("at-street"), case_no)


HITS = "还有城管中队的人也在场，城管队员打人，动手打了我一拳"


@pytest.mark.parametrize(
    "added",
    [
        HITS,
        "我说错了，不是物业的，是文新城管中队的人骂人",
        "城 管 打 人，推了我一把",
        "城管的人也骂我，还\u200b打了我",
    ],
)
@pytest.mark.parametrize("way", ["details", "reminders"])
def test_whoever_is_accused_later_does_not_get_it_either(
    seat: Seat, report: Report, town: Parts, call: Callable[..., Any], added: str, way: str
) -> None:
    """The guards were accused first, the next body in an addition; who is only mentioned, or asked to help, may have it."""
    who = contact(town)
    case_no, honest = (report("幸福家园3栋的物业保安骂人推人", who) for _ in range(2))
    call(f"/cases/{case_no}/{way}", contact=who, text=added)
    call(f"/cases/{honest}/{way}", contact=who, text="请城管来看一下，水阀在楼道左边")
    for accused in ("chengguan", "xingfu"):
        assert "派出去了" not in dispatch(seat("clerk"), case_no, accused)
        assert not has_it(seat(f"at-{accused}"), case_no)
    assert "派出去了" in dispatch(seat("clerk"), case_no, "street")
    assert "派出去了" in dispatch(seat("clerk"), honest, "chengguan")


def test_who_has_it_and_is_accused_later_has_it_no_longer(
    seat: Seat, report: Report, town: Parts, call: Callable[..., Any]
) -> None:
    """Taken back as a clerk's yes takes back; more words about the guards leave it where it is."""
    who = contact(town)
    case_no, honest = (report("幸福家园3栋的物业保安骂人推人", who) for _ in range(2))
    for one in (case_no, honest):
        assert "派出去了" in dispatch(seat("clerk"), one, "street")
    call(f"/cases/{case_no}/details", contact=who, text="街道办的人收了物业的红包")
    call(f"/cases/{honest}/details", contact=who, text="街道让我补充：昨天保安还打了我一拳")
    assert not has_it(seat("at-street"), case_no)
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "street")
    assert "派出去了" in dispatch(seat("clerk"), case_no, "hall")
    assert has_it(seat("at-street"), honest)


def test_in_doubt_who_is_brought_in_later_waits_for_the_clerk(
    seat: Seat, report: Report, town: Parts, call: Callable[..., Any]
) -> None:
    """The added words stay at the desk, the page asks; the clerk's answer opens the way to who is not meant."""
    who = contact(town)
    case_no, held = (report("幸福家园3栋的物业保安骂人推人", who) for _ in range(2))
    assert "派出去了" in dispatch(seat("clerk"), held, "chengguan")
    for one in (case_no, held):
        call(f"/cases/{one}/details", contact=who, text="城管队员态度也很差，爱理不理")
    assert "爱理不理" not in seat("at-chengguan").get(f"/desk/cases/{held}").text
    assert "是不是也说他们" in dispatch(seat("clerk"), case_no, "chengguan")
    assert "还可能说到文新城管中队" in seat("clerk").get(f"/desk/cases/{case_no}").text
    seat("clerk").post(f"/desk/cases/{case_no}/conduct", data={"conduct": "yes", "about": "xingfu"})
    assert "派出去了" in dispatch(seat("clerk"), case_no, "chengguan")


def test_a_doubt_is_not_lost_when_another_is_accused(
    seat: Seat, report: Report, town: Parts, call: Callable[..., Any]
) -> None:
    """The company's manners were asked about; that somebody else hits does not send it there."""
    who = contact(town)
    case_no = report("幸福家园3栋物业保安态度很差，爱理不理", who)
    call(f"/cases/{case_no}/details", contact=who, text=HITS)
    for accused in ("xingfu", "chengguan"):
        assert "派出去了" not in dispatch(seat("clerk"), case_no, accused)
    assert "派出去了" in dispatch(seat("clerk"), case_no, "street")


@pytest.mark.parametrize(
    "text",
    [
        "物业保安揍我了，还捶了我一拳",
        "保安拿对讲机砸我头，绊倒了我妈",
        "保安用膝盖顶我",
        "保安喊我臭要饭的",
        "保安叫我瘸子",
        "门岗的说我像头猪",
        "保安喝了酒上班",
        "物业前台拿业主名单去卖",
        "物业客服把我的电话给了装修公司",
        "物业经理把维修基金花了",
        "物业会计把钱转自己卡上",
        "维修师傅看我洗澡",
        "物业管家半夜发暧昧消息",
        "物业说我再投诉就让我好看",
        "物业经理说我在这小区住不下去",
        "保 安 打 人",
    ],
)
def test_plain_words_of_violence_and_abuse_are_no_service(seat: Seat, report: Report, text: str) -> None:
    """Hitting, insults, threats, money, data, harassment, drink: never without a question. The same words of a thing go."""
    case_no = report(f"幸福家园3栋，{text}")
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "xingfu")
    assert not has_it(seat("at-xingfu"), case_no)


@pytest.mark.parametrize(
    "text",
    [
        "楼顶漏水，物业顶了三个月不修",
        "没热水洗澡，物业让我等着",
        "物业公布一下维修基金的名单",
        "保安叫我登记，登记本没纸了",
        "楼上喝了酒吵架，请物业劝一劝",
        "物业没有发信息给我，就停水了",
    ],
)
def test_words_of_a_service_that_look_like_it_are_not_asked_about(seat: Seat, report: Report, text: str) -> None:
    """The honest side of the wider lists."""
    assert "派出去了" in dispatch(seat("clerk"), report(f"幸福家园3栋{text}"), "xingfu")


SLAP = "物业经理张强打了我老伴一巴掌"


@pytest.mark.parametrize(
    ("asked", "said", "plain"),
    [
        ("time", f"昨晚八点，{SLAP}", "昨晚八点"),
        ("place", f"幸福家园3栋，{SLAP}", "幸福家园3栋北门"),
        ("contact", f"13912345678，{SLAP}", "13912345678"),
    ],
)
def test_an_answer_is_weighed_as_the_message_is(seat: Seat, report: Report, asked: str, said: str, plain: str) -> None:
    """Also behind the longest message: what is said when asked goes through the same gate; a plain answer holds nothing up."""
    for text in ("楼道的门坏了，没人管", "楼道的门坏了，没人管" + "，门还是开着" * 830):
        case_no = report(text, answers={asked: said})
        assert "派出去了" not in dispatch(seat("clerk"), case_no, "xingfu")
        assert not has_it(seat("at-xingfu"), case_no)
        assert "派出去了" in dispatch(seat("clerk"), case_no, "street")
    honest = report("幸福家园3栋楼道的门坏了，没人管", answers={asked: plain})
    assert "派出去了" in dispatch(seat("clerk"), honest, "xingfu")
    assert has_it(seat("at-xingfu"), honest)


def test_the_page_of_an_answer_that_tells_of_conduct_says_so_at_once(seat: Seat, report: Report) -> None:
    """And the accused is not even suggested; of a plain answer nothing is asked."""
    told = report("幸福家园3栋楼道的门坏了，没人管", answers={"time": f"昨晚八点，{SLAP}"})
    plain = report("幸福家园3栋楼道的门坏了，没人管", answers={"time": "昨晚八点"})
    forms = [
        seat("clerk").get(f"/desk/cases/{one}").text.partition('id="do-dispatch"')[2].partition("</form>")[0]
        for one in (told, plain)
    ]
    assert ['<option value="xingfu" selected' in form for form in forms] == [False, True]


def test_a_grid_worker_accused_in_the_words_that_name_the_place_is_not_given_it(
    seat: Seat, report: Report, town: Parts, call: Callable[..., Any]
) -> None:
    """The place was not known before; what lies there and speaks of nobody is the grid worker's."""
    who = contact(town)
    accused, honest = report("有人骂了我", who), report("路灯坏了三天", who)
    call(f"/cases/{accused}/details", contact=who, text="在桂花苑5栋，网格员骂人，还推了我")
    call(f"/cases/{honest}/details", contact=who, text="在桂花苑5栋北门")
    assert not has_it(seat("walker2"), accused)
    assert accused not in seat("walker2").get("/grid").text
    assert honest in seat("walker2").get("/grid").text
