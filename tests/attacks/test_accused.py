"""Whoever a case is about stays out of it: its alarm, the talk with its reporter, the doubt (信访工作条例 28, 30, 46)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.cases.models import Accused
from portal.cases.records import alarms
from portal.outbox.models import Letter
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.town import call, contact, draft, report, seat, town
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["call", "report", "seat", "town"]

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
Call = Callable[..., Any]
PHONES = {"clerk": "+8613900000001", "clerk2": "+8613900000002", "boss": "+8613900000009"}
HIT = "幸福家园3栋有人流血了，受理台的林受理打人，把我推倒在地"
BLEEDS = "幸福家园3栋有人摔倒流血了，快来人"
EMERGENCY: dict[str, Any] = {"urgency": {"level": "emergency", "danger": "injury", "reasons": []}}


def phones(town: Parts, **of: str) -> None:
    """Give these accounts these numbers, and nobody else one."""
    with town.db.write() as s:
        s.execute(sa.update(Account).values(phone=""))
        for username, number in of.items():
            s.execute(sa.update(Account).where(Account.username == username).values(phone=number))


def told(town: Parts, case_no: str) -> list[str]:
    """The numbers to which an SMS about this case was written, in order."""
    with town.db.read() as s:
        return [
            letter.address
            for letter in s.scalars(sa.select(Letter).order_by(Letter.outbox_id))
            if case_no in letter.text
        ]


def code_to(town: Parts, number: str) -> str:
    """The code in the last SMS to a number."""
    with town.db.read() as s:
        texts = [
            letter.text
            for letter in s.scalars(sa.select(Letter).order_by(Letter.outbox_id))
            if letter.address == number
        ]
    found = re.search(r"回(\d{6})", texts[-1])
    assert found
    return found[1]


def wait(town: Parts, clock: HandClock, minutes: int) -> None:
    """So many minutes of the worker."""
    for _ in range(minutes):
        clock.move(minutes=1)
        due()["page_on"](town)


def sms(town: Parts, client: FlaskClient, sender: str, text: str) -> None:
    """An SMS to our number, signed as Twilio signs."""
    form = {"From": sender, "To": "+10000000000", "Body": text, "MessageSid": f"SM{text}", "NumMedia": "0"}
    url = town.settings.public_url + "/sms/twilio/inbound"
    signed = RequestValidator("linli-demo").compute_signature(url, form)
    assert client.post("/sms/twilio/inbound", data=form, headers={"X-Twilio-Signature": signed}).status_code == 200


def banner(client: FlaskClient, case_no: str) -> bool:
    """Whether somebody's alarms show this case: on the desk's page, and in the part that reloads."""
    shown = {case_no in client.get(way).text for way in ("/desk", "/desk/alarms")}
    assert len(shown) == 1
    return shown.pop()


def alarm_of(client: FlaskClient, case_no: str) -> str:
    """The address at which the case's alarm is taken on, as somebody's desk shows it."""
    part = client.get("/desk/alarms").text.partition(f">{case_no}<")[2]
    found = re.search(r"/desk/alarms/\d+/taken", part)
    assert found
    return found[0]


def opens(client: FlaskClient, case_no: str) -> bool:
    return client.get(f"/desk/cases/{case_no}").status_code == 200


# --- the alarm


def test_the_accused_is_not_paged_for_it_and_does_not_see_it(
    seat: Seat, report: Report, town: Parts, clock: HandClock
) -> None:
    """The next on duty is, at once, and then the supervisor; of a fall that is nobody's doing the first is."""
    phones(town, **PHONES)
    case_no = report(HIT, **EMERGENCY)
    wait(town, clock, 11)
    assert set(told(town, case_no)) == {PHONES["clerk2"], PHONES["boss"]}
    assert told(town, case_no)[0] == PHONES["clerk2"]
    assert not banner(seat("clerk"), case_no)
    assert banner(seat("clerk2"), case_no)
    assert banner(seat("boss"), case_no)
    honest = report(BLEEDS, **EMERGENCY)
    wait(town, clock, 1)
    assert told(town, honest) == [PHONES["clerk"]]
    assert banner(seat("clerk"), honest)


def test_the_accused_silences_nothing(seat: Seat, report: Report, town: Parts, clock: HandClock) -> None:
    """Their tap does nothing; a colleague's ends the paging."""
    phones(town, **PHONES)
    case_no = report(HIT, **EMERGENCY)
    way = alarm_of(seat("clerk2"), case_no)
    assert seat("clerk").post(way).status_code == 404
    wait(town, clock, 6)
    assert told(town, case_no) == [PHONES["clerk2"], PHONES["boss"]]
    assert seat("clerk2").post(way).status_code == 303
    wait(town, clock, 12)
    assert len(told(town, case_no)) == 2
    assert "接下了" in seat("clerk2").get("/desk/alarms").text


def test_a_code_that_the_accused_got_before_acknowledges_nothing(
    seat: Seat, report: Report, call: Call, town: Parts, client: FlaskClient, clock: HandClock
) -> None:
    """The first words accused nobody; what is said then takes it from them, also where they had taken it on already."""
    phones(town, **PHONES)
    who = contact(town)
    case_no, honest = report(BLEEDS, who, **EMERGENCY), report(BLEEDS, **EMERGENCY)
    wait(town, clock, 2)
    early = code_to(town, PHONES["clerk"])
    call(f"/cases/{case_no}/details", contact=who, text="是受理台的林受理打的，他把我推倒了")
    assert told(town, case_no)[-1] == PHONES["clerk2"]
    sms(town, client, PHONES["clerk"], early)
    assert "接下了" not in seat("boss").get(f"/desk/cases/{case_no}").text
    assert "接下了" in seat("boss").get(f"/desk/cases/{honest}").text
    wait(town, clock, 6)
    assert told(town, case_no)[-1] == PHONES["boss"]


def test_who_took_it_on_and_is_accused_then_has_it_no_longer(
    seat: Seat, report: Report, call: Call, town: Parts, clock: HandClock
) -> None:
    """The others are paged again; more words about nobody leave it where it is."""
    phones(town, **PHONES)
    who = contact(town)
    case_no, honest = report(BLEEDS, who, **EMERGENCY), report(BLEEDS, who, **EMERGENCY)
    for one in (case_no, honest):
        assert seat("clerk").post(alarm_of(seat("clerk"), one)).status_code == 303
    call(f"/cases/{case_no}/details", contact=who, text="是受理台的林受理打的，他把我推倒了")
    call(f"/cases/{honest}/details", contact=who, text="老人的腿动不了")
    wait(town, clock, 2)
    assert PHONES["clerk2"] in told(town, case_no)
    assert set(told(town, honest)) == {PHONES["clerk"]}
    assert not banner(seat("clerk"), case_no)
    assert "没有人签收" in seat("clerk2").get("/desk/alarms").text


@pytest.mark.parametrize(
    ("numbers", "paged"),
    [
        (("clerk", "boss"), {"boss"}),
        (("clerk", "operator"), {"operator"}),
        (("clerk",), {"clerk"}),
    ],
)
def test_somebody_is_paged_whoever_is_accused(
    seat: Seat, report: Report, town: Parts, clock: HandClock, numbers: tuple[str, ...], paged: set[str]
) -> None:
    """The only one on duty is accused: the supervisor, else the operator; life goes first where there is nobody else."""
    with town.db.write() as s:
        s.add(
            Account(
                username="operator", password_hash="-", name="赵运维", role="operator", active=True,
                created_at=town.clock.now(),
            )
        )  # fmt: skip
    known = PHONES | {"operator": "+8613900000008"}
    phones(town, **{name: known[name] for name in numbers})
    case_no = report(HIT, **EMERGENCY)
    wait(town, clock, 12)
    assert set(told(town, case_no)) == {known[name] for name in paged}
    assert not banner(seat("clerk"), case_no)
    assert banner(seat("clerk2"), case_no)


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


# --- a name


@pytest.mark.parametrize(
    "text",
    [
        "林受理昨天在幸福家园3栋门口骂人打人",
        "幸福家园3栋，林受理收商户的红包，每家两百",
        "昨天幸福家园3栋门口林受理骂我，说我是刁民",
        "林 受 理在幸福家园3栋推人",
        "幸福家园3栋，我让林受理打了一顿",
        "幸福家园3栋，我要举报林受理",
        "幸福家园3栋，保安和林受理打人",
        "幸福家园3栋，我去找林受理办事，他骂我还推我",
        "幸福家园3栋，請林受理來修，他罵人",
    ],
)
def test_who_is_named_by_name_alone_is_accused(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """Without a word of what they are, also where the demo writes 演示· before it; a colleague has it."""
    case_no = report(text)
    assert not opens(seat("clerk"), case_no)
    assert "人的行为" in seat("clerk2").get(f"/desk/cases/{case_no}").text
    with town.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "clerk").values(name="演示·林受理"))
    assert not opens(seat("clerk"), report(text))


@pytest.mark.parametrize(
    "text",
    [
        "请林受理帮忙，幸福家园3栋的保安骂人推人",
        "感谢林受理，幸福家园3栋的事办得好",
        "林受理很耐心，不像幸福家园3栋的保安骂人打人",
        "我叫林受理，住幸福家园3栋，保安骂人推人",
        "幸福家园3栋保安骂人，我找林受理说过",
        "幸福家园3栋楼上打人，请找林受理",
        "请林受理来看看，幸福家园3栋的保安骂人，他还推我妈",
        "幸福家园3栋路灯坏了，林受理说过要修",
    ],
)
def test_a_name_that_is_praised_asked_or_ones_own_is_no_accusation(seat: Seat, report: Report, text: str) -> None:
    """Whoever is asked to help reads it."""
    assert opens(seat("clerk"), report(text))


@pytest.mark.parametrize(
    "text",
    [
        "幸福家园3栋邻居不高兴就骂人打人",
        "高兴昨天在幸福家园3栋骂人打人",
        "幸福家园3栋的邻居王建国打人",
        "幸福家园3栋王建国家的狗咬人",
    ],
)
def test_a_name_that_may_be_another_word_or_another_person_is_asked_about(
    seat: Seat, report: Report, town: Parts, text: str
) -> None:
    """No verdict by a word alone: another clerk answers "no", which only a supervisor may where it is plain. Colleagues go on with it."""
    with town.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "clerk").values(name="高兴"))
        s.execute(sa.update(Account).where(Account.username == "walker2").values(name="王建国"))
    case_no = report(text)
    assert seat("clerk2").post(f"/desk/cases/{case_no}/conduct", data={"conduct": "no"}).status_code == 303
    assert opens(seat("clerk2"), case_no)
    assert opens(seat("clerk"), case_no) == ("高兴" not in text)  # its reporter was told who does not read it


def test_one_person_of_the_body_that_has_it_is_not_told_of_it(seat: Seat, report: Report, town: Parts) -> None:
    """The street office gets it, its accused officer neither an SMS nor the page; of a repair they are told."""
    phones(town, **{"at-street": "+8613900000007"})
    with town.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "at-street").values(name="胡建军"))
    case_no, honest = report("幸福家园3栋，胡建军收了商户的红包还骂人"), report("幸福家园3栋路灯坏了")
    for one in (case_no, honest):
        seat("clerk").post(f"/desk/cases/{one}/dispatch", data={"body": "street"})
    assert told(town, case_no) == []
    assert told(town, honest) == ["+8613900000007"]
    assert [opens(seat("at-street"), one) for one in (case_no, honest)] == [False, True]


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


# --- a nickname


XIAOYE = "我要投诉受理台的小叶，昨天在清河小区骂我还收了我两百块钱"


def called(town: Parts, **of: str) -> None:
    """Give these accounts these names."""
    with town.db.write() as s:
        for username, name in of.items():
            s.execute(sa.update(Account).where(Account.username == username).values(name=name))


@pytest.mark.parametrize(
    "text",
    [
        XIAOYE,
        "受理台的小叶昨天骂我",
        "社区的叶姐打人",
        "受理台那个叶师傅收了我三百元",
        "网格员老周推我妈，还骂人",
        "网格的周师傅骂我",
        "城管老周打我",
        "小叶昨天骂我",
        "我要举报叶姐",
    ],
)
def test_who_is_named_by_a_nickname_is_accused(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """The named is out at once; a colleague reads it and is asked or told that it is conduct."""
    called(town, clerk="演示·受理员小叶", walker="演示·网格员老周", clerk2="演示·受理员小唐")
    case_no = report(f"{text}，在幸福家园3栋")
    named = "clerk" if "叶" in text else "walker"
    with town.db.read() as s:
        account = s.scalars(sa.select(Account).where(Account.username == named)).one()
        about = set(s.scalars(sa.select(Accused.account_id).where(Accused.account_id.is_not(None))))
        assert account.id in about
    assert not opens(seat(named), case_no)
    assert "人的行为" in seat("clerk2").get(f"/desk/cases/{case_no}").text


@pytest.mark.parametrize(
    "text",
    [
        "楼上的小叶骂我，幸福家园3栋",
        "请小叶帮忙，幸福家园3栋的保安骂人推人",
        "感谢受理台的小叶，幸福家园3栋的事办得好",
        "幸福家园3栋小孙子被楼上打了",
        "我是小叶，幸福家园3栋的保安骂人",
        "受理台的小叶说过会来修，幸福家园3栋路灯坏了",
    ],
)
def test_a_nickname_that_is_asked_thanked_or_a_neighbours_is_no_accusation(
    seat: Seat, report: Report, town: Parts, text: str
) -> None:
    called(town, clerk="演示·受理员小叶", walker="孙走访")
    assert opens(seat("clerk"), report(text))


def test_money_taken_or_blows_by_staff_are_conduct_whoever_it_was(seat: Seat, report: Report) -> None:
    """Also where nobody of that name is known, and then it is no clerk's but the supervisor's; a fee that is due is only asked about, or is a service."""
    for text in ("受理台的小吕骂我", "受理台的人打我", "保安收了我两百块钱才让进", "窗口的拿了我五百元"):
        page = seat("boss").get(f"/desk/cases/{report(text + '，幸福家园3栋')}").text
        assert "说的是人的行为" in page, text
    for text in ("幸福物业收了我两百块钱停车费没开收据", "楼上收了我两百块钱", "路灯坏了，受理台说会来修"):
        page = seat("boss").get(f"/desk/cases/{report(text + '，幸福家园3栋')}").text
        assert "说的是人的行为" not in page, text


# --- what else a clerk is called

SHE_IS = [
    "叶姑娘接电话骂人，受理台的",
    "受理台的叶姑娘骂人",
    "叶小姐骂我，她是受理台的",
    "受理台姓叶的骂人还推我",
    "叶女士（居委会）骂人打人",
    "你们热线那个叶妹子骂我",
    "网格上的叶师傅打人",
    "小叶骂人，就是窗口那个",
    "居委会叶干事收了我三百元",
    "服务台小叶姑娘骂老人",
    "叶某骂人打人",
]


@pytest.mark.parametrize("text", SHE_IS)
def test_a_clerk_is_accused_by_whatever_she_is_called(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """Before or behind the office; a colleague reads it and is asked or told that it is conduct."""
    called(town, clerk="演示·受理员小叶", clerk2="演示·受理员小唐")
    case_no = report(f"{text}，在幸福家园3栋")
    assert not opens(seat("clerk"), case_no)
    assert "人的行为" in seat("clerk2").get(f"/desk/cases/{case_no}").text


@pytest.mark.parametrize("text", ["青儿姐骂我，受理台的", "大勇哥打人，他是网格上的"])
def test_a_given_name_with_a_form_of_address_accuses(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """Of a name with two given characters."""
    called(town, clerk="叶青儿", walker="周大勇")
    assert not opens(seat("clerk" if "青儿" in text else "walker"), report(f"{text}，在幸福家园3栋"))


@pytest.mark.parametrize(
    "text",
    [
        "谢谢叶姑娘，幸福家园3栋路灯修好了",
        "请受理台的叶姑娘来看看，幸福家园3栋的保安骂人推人",
        "楼上的叶先生骂我，幸福家园3栋",
        "受理台的叶姑娘说过会来修，幸福家园3栋路灯坏了",
        "邻居姓叶的骂我，幸福家园3栋",
        "幸福家园3栋落叶没人扫，树叶堵了下水口",
        "叶姑娘接的电话，受理台的，说三天来修，幸福家园3栋路灯还不亮",
    ],
)
def test_a_form_of_address_in_thanks_or_a_request_is_no_accusation(
    seat: Seat, report: Report, town: Parts, text: str
) -> None:
    """She reads it."""
    called(town, clerk="演示·受理员小叶", walker="孙走访")
    assert opens(seat("clerk"), report(text))


# --- one person with a telephone


def test_the_desk_and_the_operator_are_told_that_only_one_can_be_paged(seat: Seat, town: Parts) -> None:
    """What is about that person pages them all the same, so it is said; with a second telephone it is not."""
    phones(town, clerk="+8613900000001")
    assert "只叫得到林受理一个人" in seat("clerk").get("/desk").text
    with town.db.read() as s:
        assert [one.name for one in alarms.out_of_reach(s)] == ["张clerk2", "张boss"]
    phones(town, clerk="+8613900000001", clerk2="+8613900000002")
    assert "只叫得到" not in seat("clerk").get("/desk").text


@pytest.mark.parametrize("text", ["由于某些人在楼下骂人", "对于会计骂人这件事", "向老师说了，学生还是骂人打人"])
def test_a_surname_that_is_an_ordinary_word_names_nobody(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """于, 向 and the like stand before many words; 小于 is still who is meant."""
    called(town, clerk="于小兰", clerk2="张受理", walker="向大明")
    assert opens(seat("clerk"), report(f"{text}，幸福家园3栋"))
    assert not opens(seat("clerk"), report("受理台的小于骂人打人，幸福家园3栋"))


# --- an emergency that staff are the danger of


def emergency(danger: str) -> dict[str, Any]:
    return {"urgency": {"level": "emergency", "danger": danger, "reasons": []}}


def crew(town: Parts) -> None:
    """A clerk, a grid worker and a supervisor who go by nicknames, and their colleague."""
    called(town, clerk="演示·受理员小叶", clerk2="演示·受理员小唐", walker="演示·网格员老周", boss="演示·督查老韩")
    phones(town, **PHONES, walker="+8613900000003")


FEARED = [
    ("网格员老周现在在我家门口砸门，幸福家园3栋301", "violence", "walker"),
    ("网格员老周现在在我家门口乱来，幸福家园3栋301", "violence", "walker"),
    ("老周又来了，救命，幸福家园3栋", "violence", "walker"),
    ("幸福家园3栋，网格员现在要进我家，救命", "violence", "walker"),
    ("小叶现在拿刀追我，幸福家园3栋门口", "violence", "clerk"),
    ("小叶现在追我，幸福家园3栋门口", "violence", "clerk"),
    ("小叶在我家门口不走，孩子流血了，幸福家园3栋", "injury", "clerk"),
    ("小叶把我锁在屋里，幸福家园3栋", "trapped", "clerk"),
    ("受理员叶某打我，我脸上流血了，在幸福家园3栋", "home_violence", "clerk"),
    ("幸福家园3栋，叶受理员抓着我不放，救命", "violence", "clerk"),
    ("老周在幸福家园3栋门口点我家的门，着火了", "fire", "walker"),
]


@pytest.mark.parametrize(("text", "danger", "named"), FEARED)
def test_in_an_emergency_whoever_is_mentioned_is_out_until_another_answers(
    seat: Seat, report: Report, town: Parts, clock: HandClock, text: str, danger: str, named: str
) -> None:
    """Whatever the words of the deed are: not paged, no page, no alarm, no correction, no on-spot; the others have it."""
    crew(town)
    case_no = report(text, **emergency(danger))
    wait(town, clock, 12)
    numbers = PHONES | {"walker": "+8613900000003"}
    assert numbers[named] not in told(town, case_no)
    assert PHONES["clerk2"] in told(town, case_no)
    assert not opens(seat(named), case_no)
    assert opens(seat("clerk2"), case_no)
    way = alarm_of(seat("clerk2"), case_no)
    for path, data in (
        (way, {}),
        (f"/desk/cases/{case_no}/on-spot", {"text": "没有事"}),
        (f"/desk/cases/{case_no}/correction", {"kind": "praise", "urgency": "normal"}),
        (f"/desk/cases/{case_no}/conduct", {"conduct": "no"}),
    ):
        assert seat(named).post(path, data=data).status_code in (403, 404), path
    assert seat("clerk2").post(way).status_code == 303


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("网格员老周已经来了，幸福家园3栋着火了", "fire"),
        ("着火了，网格员老周在救火，快来人，幸福家园3栋", "fire"),
        ("请网格员老周来看看，幸福家园3栋着火了", "fire"),
        ("小叶在吗，幸福家园3栋着火了", "fire"),
        ("谢谢小叶，幸福家园3栋煤气漏了", "gas"),
        ("我叫小叶，幸福家园3栋着火了", "fire"),
        ("受理台电话打不通，幸福家园3栋着火了", "fire"),
        ("受理台的人叫我们等着，幸福家园3栋着火了", "fire"),
        ("楼上打人，受理员小叶说让我报警，幸福家园3栋", "violence"),
        ("楼上打架，网格员老周拉不住，幸福家园3栋", "violence"),
        ("老周摔倒了流血了，幸福家园3栋", "injury"),
        ("老周家着火了，幸福家园3栋", "fire"),
        ("小叶，我老公打我，幸福家园3栋", "home_violence"),
        ("叶姐救命，幸福家园3栋有人打人", "violence"),
        ("网格员老周您好，我被困电梯里了，幸福家园3栋", "trapped"),
        ("受理台吗？幸福家园3栋有人打人", "violence"),
    ],
)
def test_in_an_emergency_who_is_asked_thanked_or_came_to_help_is_paged_as_ever(
    seat: Seat, report: Report, town: Parts, clock: HandClock, text: str, danger: str
) -> None:
    """The grid's worker and the first on call."""
    crew(town)
    case_no = report(text, **emergency(danger))
    wait(town, clock, 3)
    assert {PHONES["clerk"], "+8613900000003"} <= set(told(town, case_no))
    assert opens(seat("clerk"), case_no)
    assert opens(seat("walker"), case_no)


def test_who_is_mentioned_in_later_words_of_an_emergency_loses_it(
    seat: Seat, report: Report, call: Call, town: Parts, clock: HandClock
) -> None:
    """They were paged before; the next is paged now. Who is said to have come keeps it."""
    crew(town)
    who = contact(town)
    case_no, honest = (report("救命，幸福家园3栋有人打人", who, **emergency("violence")) for _ in range(2))
    call(f"/cases/{case_no}/details", contact=who, text="是小叶，她还在门口")
    call(f"/cases/{honest}/details", contact=who, text="小叶已经来了，人还在楼道里")
    wait(town, clock, 2)
    assert PHONES["clerk2"] in told(town, case_no)
    assert not opens(seat("clerk"), case_no)
    assert opens(seat("clerk"), honest)


# --- a surname, or only what somebody does here


@pytest.mark.parametrize(
    "text",
    [
        "叶受理员骂我是乞丐，昨天下午在窗口",
        "那个接电话的姓叶的女同志，叫我去死",
        "我要告你们受理的，叶某，她骂我",
        "小叶这个人\n收了我一千块",
        "你们里面有个人\n姓叶\n收了我两条烟",
        "小叶收我200才给办",
        "你们那个小叶收我红包",
    ],
)
def test_a_surname_and_a_post_name_the_clerk(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """Also over several messages; the colleague has it, and is asked or told that it is conduct."""
    crew(town)
    case_no = report(f"{text}\n幸福家园3栋")
    assert not opens(seat("clerk"), case_no)
    assert "人的行为" in seat("clerk2").get(f"/desk/cases/{case_no}").text
    for way, data in (("look", {}), ("rejection", {"ground": "other_body"})):
        assert seat("clerk").post(f"/desk/cases/{case_no}/{way}", data=data).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "我要举报受理台",
        "我要举报受理台\n收钱办事",
        "受理台那个女的昨天吼我还挂我电话",
        "坐窗口那个短头发的骂我",
        "刚才回我话的工作人员态度恶劣",
        "你们接电话的骂人",
        "骂我的人就是受理员",
        "受理台把我的电话给了物业",
    ],
)
def test_blame_of_the_desk_is_read_by_no_clerk(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """Each may be who is meant, so it is the supervisor's; the supervisor's "no" does not give it back."""
    crew(town)
    case_no = report(f"{text}，幸福家园3栋")
    assert [opens(seat(one), case_no) for one in ("clerk", "clerk2", "boss")] == [False, False, True]
    reason = {"conduct": "no", "reason": "听过录音了，是电话断了，没有骂人的话"}
    assert seat("boss").post(f"/desk/cases/{case_no}/conduct", data=reason).status_code == 303
    assert [opens(seat(one), case_no) for one in ("clerk", "boss")] == [False, True]
    assert seat("boss").post(f"/desk/cases/{case_no}/conduct", data=reason | {"agreed": "1"}).status_code == 303
    assert [opens(seat(one), case_no) for one in ("clerk", "boss")] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "受理台说三天来修，路灯还不亮",
        "受理台说会来修，楼上骂人打人",
        "物业前台的工作人员骂人",
        "保安骂我，受理台让我报给你们",
        "保安骂我，请受理台处理",
        "谢谢受理台，保安不骂人了",
        "银行窗口的工作人员态度恶劣",
        "楼上骂我，我打过受理台的电话",
        "窗口漏水，楼上也漏",
        "受理台收我100块材料费",
        "受理台没人接电话，我打了十次，路灯不亮",
        "你们工作人员说三天来，五天了还没来",
    ],
)
def test_a_word_about_the_desk_beside_somebody_elses_deed_hides_nothing(
    seat: Seat, report: Report, town: Parts, text: str
) -> None:
    crew(town)
    case_no = report(f"{text}，幸福家园3栋")
    assert opens(seat("clerk"), case_no)
    assert opens(seat("clerk2"), case_no)


def test_the_supervisor_is_accused_by_surname_and_post(seat: Seat, report: Report, town: Parts) -> None:
    """The clerks have it; what thanks him he reads."""
    crew(town)
    case_no = report("韩督查收物业的钱，帮他们压投诉，幸福家园3栋")
    assert [opens(seat(one), case_no) for one in ("boss", "clerk")] == [False, True]
    assert opens(seat("boss"), report("谢谢韩督查，幸福家园3栋的灯修好了"))


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
