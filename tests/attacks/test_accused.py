"""Whoever a case is about stays out of it: the talk with its reporter, the doubt, what it tells (信访工作条例 28, 30, 46)."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.storage.parts import Parts
from tests.attacks.accused_world import Call, Report, Seat, crew, opens
from tests.attacks.town import call, contact, draft, report, seat, town

__all__ = ["call", "report", "seat", "town"]


# --- the talk with the reporter


def hand_over(call: Call, who: int, text: str = "我要找人工") -> str:
    """Ask for a person; the address of the page, which is the newest one's."""
    call("/handovers", contact=who, reason="asked", text=text)
    return "/desk/handovers"


def page_of(client: FlaskClient, known: set[str]) -> set[str]:
    """The handovers that somebody's list shows, besides the known ones."""
    return set(re.findall(r"/desk/handovers/\d+", client.get("/desk/handovers").text)) - known


WAYS = ("look", "answer", "done")


@pytest.mark.parametrize("what", ["case", "doubt", "words"])
def test_a_talk_about_a_clerk_is_not_theirs(seat: Seat, report: Report, call: Call, town: Parts, what: str) -> None:
    """Not listed, read, unmasked, answered or ended by them, but by a colleague; another resident's is theirs."""
    who, other = contact(town), contact(town)
    text = "我要找人工"
    if what == "case":
        report("幸福家园3栋，受理台的林受理收了我两百块红包，还骂人", who)
    elif what == "doubt":
        report("幸福家园3栋，社区工作人员林受理态度恶劣，爱理不理", who)
    else:
        text = "我要投诉林受理"
    hand_over(call, who, text)
    theirs = page_of(seat("clerk2"), set())
    assert len(theirs) == 1
    assert page_of(seat("clerk"), set()) == set()
    way = theirs.pop()
    for one in (way, f"{way}/talk"):
        assert seat("clerk").get(one).status_code == 404
        assert seat("clerk2").get(one).status_code == 200
    for verb in WAYS:
        assert seat("clerk").post(f"{way}/{verb}", data={"text": "请撤回"}).status_code == 404
    assert seat("clerk2").post(f"{way}/look").status_code == 200
    assert seat("clerk2").post(f"{way}/answer", data={"text": "您好"}).status_code == 303
    hand_over(call, other, "请问林受理在吗，我找林受理拿表格")
    honest = page_of(seat("clerk"), set())
    assert len(honest) == 1
    assert seat("clerk").post(f"{honest.pop()}/answer", data={"text": "我在"}).status_code == 303


# --- the doubt


def test_in_doubt_the_named_is_out_until_another_has_answered(seat: Seat, report: Report) -> None:
    """They neither read, answer, dispatch nor close it; nobody's answer gives it back."""
    text = "幸福家园3栋，受理台的林受理态度恶劣，爱理不理"
    no, yes = report(text), report(text)
    for case_no in (no, yes):
        assert not opens(seat("clerk"), case_no)
        assert case_no not in seat("clerk").get("/desk?tab=open").text
        for way, data in (
            ("conduct", {"conduct": "no", "reason": ""}),
            ("dispatch", {"body": "hall"}),
            ("resolution", {"text": "办好了"}),
            ("look", {}),
        ):
            assert seat("clerk").post(f"/desk/cases/{case_no}/{way}", data=data).status_code == 404
        assert opens(seat("clerk2"), case_no)
    assert seat("clerk2").post(f"/desk/cases/{no}/conduct", data={"conduct": "no", "agreed": "1"}).status_code == 303
    assert not opens(seat("clerk"), no)
    not_it = {"conduct": "no", "agreed": "1", "reason": "听过录音，说的是窗口排队的事"}
    assert seat("boss").post(f"/desk/cases/{no}/conduct", data=not_it).status_code == 303
    assert not opens(seat("clerk"), no)
    seat("clerk2").post(f"/desk/cases/{yes}/conduct", data={"conduct": "yes", "about": "street"})
    assert not opens(seat("clerk"), yes)


def test_in_doubt_a_grid_worker_does_not_read_it_either(seat: Seat, report: Report, call: Call, town: Parts) -> None:
    """Named in the message or later; the other grid's worker and a repair are as ever."""
    who = contact(town)
    case_no = report("幸福家园3栋的网格员孙走访态度恶劣，爱理不理，上门办事不耐烦")
    later, plain = report("幸福家园3栋路灯不亮", who), report("幸福家园3栋路灯不亮", who)
    assert opens(seat("walker"), later)
    call(f"/cases/{later}/details", contact=who, text="网格员孙走访态度恶劣，爱理不理")
    call(f"/cases/{plain}/details", contact=who, text="请网格员孙走访来看看")
    assert [opens(seat("walker"), one) for one in (case_no, later, plain)] == [False, False, True]
    assert [one in seat("walker").get("/grid").text for one in (case_no, later, plain)] == [False, False, True]
    assert opens(seat("clerk"), case_no)


def test_the_office_does_not_judge_itself(seat: Seat, report: Report) -> None:
    """居委会 as a whole is named: its clerks may say yes and not no, nor settle it at the desk; the supervisor may."""
    text = "幸福家园3栋，居委会的社工态度恶劣，爱理不理"
    no, yes, other = report(text), report(text), report("幸福家园3栋门口值班保安态度很差，问什么都不耐烦")
    seat("clerk").post(f"/desk/cases/{no}/acceptance", data={})
    assert seat("clerk").post(f"/desk/cases/{no}/conduct", data={"conduct": "no"}).status_code == 409
    assert (
        seat("clerk")
        .post(f"/desk/cases/{no}/resolution", data={"text": "问过了，没有这回事", "despite": "居民都知道"})
        .status_code
        == 409
    )
    assert seat("clerk").post(f"/desk/cases/{yes}/conduct", data={"conduct": "yes"}).status_code == 303
    reason = {"conduct": "no", "reason": "问过双方，是材料没带齐要再跑一次"}
    assert seat("boss").post(f"/desk/cases/{no}/conduct", data=reason).status_code == 303
    assert (
        seat("clerk")
        .post(f"/desk/cases/{no}/resolution", data={"text": "材料补齐了", "despite": "居民都知道"})
        .status_code
        == 303
    )
    assert seat("clerk").post(f"/desk/cases/{other}/conduct", data={"conduct": "no"}).status_code == 303


# --- whose number it is


THEIRS = "幸福家园3栋保安队长骂人推人，{}19912345678"


@pytest.mark.parametrize("said", ["他的电话是", "保安队长手机", "队长的号码是", "他打我电话", "保安联系我用的号是", ""])
def test_in_a_case_about_conduct_only_ones_own_number_is_rung(seat: Seat, call: Call, town: Parts, said: str) -> None:
    """What the message does not call the reporter's own stays in the words; one's own, and an answer, are kept."""
    texts = {
        THEIRS.format(said): (THEIRS.format(said), "19912345678"),
        "own": (THEIRS.format("我的电话是"), "19912345678"),
        "answer": ("幸福家园3栋保安队长骂人推人", "19912345678"),
        "service": ("幸福家园3栋路灯坏了，19912345678", "19912345678"),
    }
    shown = []
    for text, number in texts.values():
        made = call("/cases", contact=contact(town), text=text, draft=draft(text), answers={"contact": number})
        page = seat("clerk").post(f"/desk/cases/{made['case_no']}/look").text
        shown.append("没有留，只能在原来的渠道里回" not in page)
        assert "19912345678" in page
    assert shown == [False, True, True, True]


# --- what a body's timeline tells


def test_a_handler_does_not_learn_by_which_channel_it_was_told(seat: Seat, report: Report, town: Parts) -> None:
    """Web chat or SMS, in confidence or not: the same words; the desk reads what became of it."""
    pages = []
    for channel, wish in (("webchat", ""), ("sms", ""), ("webchat", "，请保密"), ("sms", "，请保密")):
        who = contact(town, channel, "+8613812345678" if channel == "sms" else "")
        case_no = report(f"幸福家园3栋路灯坏了{wish}", who)
        seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps"})
        seat("at-lamps").post(f"/desk/cases/{case_no}/acknowledgement", data={})
        seat("at-lamps").post(f"/desk/cases/{case_no}/progress", data={"text": "配件明天到"})
        page = seat("at-lamps").get(f"/desk/cases/{case_no}").text
        assert "配件明天到" in page
        pages.append(page.partition("timeline")[2].partition("</ol>")[0].partition("配件明天到")[2])
        assert not re.search("聊天|短信|微信|告诉居民|没有发消息", pages[-1])
        assert re.search("聊天|告诉居民", seat("clerk").get(f"/desk/cases/{case_no}").text)
    assert len(set(pages)) == 1


# --- a surname, or only what somebody does here


WAYS_TO_SAY = [
    "转人工，受理台那个女的昨天吼我还挂我电话",
    "坐窗口那个短头发的骂我",
    "刚才回我话的工作人员态度恶劣，转人工换个人",
]


@pytest.mark.parametrize("text", WAYS_TO_SAY)
def test_a_talk_that_blames_the_desk_is_the_supervisors(seat: Seat, call: Call, town: Parts, text: str) -> None:
    """No clerk reads, answers or ends it; what only speaks of the desk they all have."""
    crew(town)
    hand_over(call, contact(town), text)
    assert [len(page_of(seat(one), set())) for one in ("clerk", "clerk2", "boss")] == [0, 0, 1]
    way = page_of(seat("boss"), set()).pop()
    for verb in WAYS:
        assert seat("clerk").post(f"{way}/{verb}", data={"text": "没有这回事"}).status_code == 404
    assert seat("boss").post(f"{way}/answer", data={"text": "我来听您说"}).status_code == 303
    hand_over(call, contact(town), "受理台说三天来修，路灯还不亮，转人工")
    assert len(page_of(seat("clerk"), set())) == 1


@pytest.mark.parametrize(
    "text", ["找人工，别让小叶接", "转人工，我不想跟小叶说", "转人工，叶某骂我", "你们这个小叶态度太差，骂我"]
)
def test_a_talk_that_refuses_or_blames_one_clerk_is_the_others(seat: Seat, call: Call, town: Parts, text: str) -> None:
    """The supervisor reads it too; who asks for her has her."""
    crew(town)
    hand_over(call, contact(town), text)
    assert [len(page_of(seat(one), set())) for one in ("clerk", "clerk2", "boss")] == [0, 1, 1]
    hand_over(call, contact(town), "小叶在吗，找小叶拿表格")
    assert len(page_of(seat("clerk"), set())) == 1


# --- a body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("幸福物业把我家水停了，说不撤投诉不给开", "xingfu"),
        ("灯队的师傅修灯管我要了50块", "lamps"),
        ("幸福物业说撤了投诉才给门禁卡", "xingfu"),
        ("灯队的师傅收我一百才肯修", "lamps"),
    ],
)
def test_a_body_is_not_given_the_complaint_that_accuses_it(
    seat: Seat, report: Report, town: Parts, text: str, body: str
) -> None:
    """Nor suggested; a repair by the same people goes to them, and a fee that is due is no bribe."""
    category = {"code": "0403" if body == "lamps" else "0401", "path": ["城乡建设"], "score": 0.9, "alternatives": []}
    case_no = report(f"{text}，幸福家园3栋", category=category)
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    assert "说的是人的行为" in page
    form = page.partition('id="do-dispatch"')[2].partition("</form>")[0]
    assert f'<option value="{body}"' in form
    assert f'<option value="{body}" selected' not in form
    seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data={"body": body})
    assert not opens(seat(f"at-{body}"), case_no)
    for plain in ("灯队的师傅修灯修了一半，灯又灭了", "幸福物业停水三天了", "灯队收了我五十块材料费"):
        honest = report(f"{plain}，幸福家园3栋", category=category)
        seat("clerk").post(f"/desk/cases/{honest}/dispatch", data={"body": body})
        assert opens(seat(f"at-{body}"), honest), plain
