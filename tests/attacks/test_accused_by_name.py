"""By which names, nicknames, surnames and posts staff are accused, and by which they are only thanked, asked or praised."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.cases.models import Accused
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.accused_world import Report, Seat, called, crew, opens, phones, told
from tests.attacks.town import call, report, seat, town

__all__ = ["call", "report", "seat", "town"]


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


# --- a nickname


XIAOYE = "我要投诉受理台的小叶，昨天在清河小区骂我还收了我两百块钱"


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
