"""A danger that is told again after a denial, or once a clerk has its alarm, calls people again; a flood of such words does not."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.cases.records import alarms, queries
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.alarms import page_sms, paging
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.reporter import danger_again
from portal.storage.parts import Parts
from tests.attacks.all_clear_world import all_clear, case_of
from tests.attacks.paging_world import BOSS, FIRST, SECOND, Danger, Vendor, danger, line, minutes, vendor, who, work
from tests.attacks.test_alarms_taken_on import taken
from tests.attacks.test_seems_over import item_of
from tests.attacks.test_silenced_alarms import again
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock

__all__ = ["community", "danger", "line", "vendor"]


def pages(vendor: Vendor, number: str, case_no: str) -> list[str]:
    """The pages about this case to this number."""
    return [text for text in vendor.to(number) if case_no in text and "接下了就回" in text]


def takes_if_open(line: Parts, clock: HandClock) -> None:
    """The second clerk takes the only alarm on, unless somebody has it."""
    with line.db.write() as s:
        paging.acknowledge_alarm(s, 1, who(s, "c2").id, "tap", clock.now())


@pytest.mark.parametrize("kind", ["violence", "home_violence"])
def test_violence_told_again_after_a_denial_pages_at_once(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, kind: str
) -> None:
    """Though the denial ended nothing: whoever was told that all is well may be turning back. Not at the next five minutes."""
    case_no = danger("他打我", kind=kind)
    work(line)
    clock.move(minutes=1, seconds=30)
    all_clear(line, internal, case_no, "没事了", false_alarm=False, ends=False)
    clock.move(seconds=5)
    assert again(line, internal, case_no, "他又打我了", danger=kind) == 200
    work(line)
    assert len(pages(vendor, FIRST, case_no)) == 2
    assert "又报有人动手" in pages(vendor, FIRST, case_no)[-1]
    minutes(line, clock, 6)
    assert len(pages(vendor, SECOND, case_no)) == 1


IN_TURNS = [(kind, ends, every) for kind, ends in (("home_violence", False), ("violence", True)) for every in (1, 2, 3)]


@pytest.mark.parametrize(("kind", "ends", "every"), IN_TURNS)
def test_denials_and_dangers_in_turns_keep_nobody_on_call_from_being_paged(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, kind: str, ends: bool, every: int
) -> None:  # fmt: skip
    """Believed or not, nobody acknowledging: the second person is paged within six minutes, the third within eleven."""
    case_no = danger("他打我", kind=kind)
    work(line)
    for minute in range(every, 13, every):
        minutes(line, clock, every)
        if minute // every % 2:
            all_clear(line, internal, case_no, "没事了，开玩笑的", false_alarm=ends, ends=ends)
        else:
            again(line, internal, case_no, "他又打我了", danger=kind)
        work(line)
        assert minute < 6 or case_no in "".join(vendor.to(SECOND))
    assert case_no in "".join(vendor.to(BOSS))


@pytest.mark.parametrize(("kind", "ends"), [("home_violence", False), ("violence", True)])
def test_denials_and_dangers_in_turns_flood_nobody(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, kind: str, ends: bool
) -> None:
    """The first on call has their turns of the list, every fifteen minutes; beside them MOST_ANEW pages in the hour, and one for more words."""
    case_no = danger("他打我", kind=kind)
    work(line)
    for _ in range(10):
        minutes(line, clock, 2)
        all_clear(line, internal, case_no, "没事了，开玩笑的", false_alarm=ends, ends=ends)
        minutes(line, clock, 2)
        assert again(line, internal, case_no, "他又打我了", danger=kind) == 200
    assert len(pages(vendor, FIRST, case_no)) <= 4 + danger_again.MOST_ANEW
    assert len(vendor.to(FIRST)) <= 2 * (4 + danger_again.MOST_ANEW)
    assert case_of(line, case_no) == ("reported", "emergency", True)
    assert again(line, internal, case_no, "她没呼吸了", danger="injury") == 200
    minutes(line, clock, 2)
    assert len(pages(vendor, FIRST, case_no)) >= 4


def test_a_danger_that_is_back_beyond_the_bound_is_told_to_whoever_has_it(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Though it was denied, so that they may be turning back."""
    case_no = danger("他打我", kind="home_violence")
    work(line)
    for _ in range(danger_again.MOST_ANEW + 1):
        takes_if_open(line, clock)
        clock.move(minutes=2)
        all_clear(line, internal, case_no, "没事了", false_alarm=False, ends=False)
        clock.move(minutes=2)
        again(line, internal, case_no, "他又打我了", danger="home_violence")
        work(line)
    assert "居民又有话说" in vendor.to(SECOND)[-1]
    assert len(pages(vendor, FIRST, case_no)) == 1 + danger_again.MOST_ANEW


def test_trifles_use_up_nothing_of_what_a_sign_of_danger_may_do(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """A sign that was not told before pages though as many as may have paged already; one that is back does after three trifles."""
    case_no = danger("着火了")
    work(line)
    for text in (
        "又来了",
        "又来了",
        "又来了",
        "又来了",
        "又着起来了",
        "又着起来了",
        "又着起来了",
        "又着起来了",
        "没呼吸了叫不醒",
    ):
        takes_if_open(line, clock)
        clock.move(minutes=2)
        again(line, internal, case_no, text)
        work(line)
    told = pages(vendor, FIRST, case_no)
    assert len(told) == 1 + 2 * danger_again.MOST_ANEW + 1
    assert "又报没呼吸" in told[-1]


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_sign_or_danger_not_told_before_is_never_refused(
    line: Parts, danger: Danger, internal: FlaskClient, is_taken: bool
) -> None:
    """After thirty details of the day and three that paged anew."""
    case_no = danger("我爸晕倒了", kind="injury")
    work(line)
    if is_taken:
        taken(line, "c2", case_no)
    for number in range(34):
        again(line, internal, case_no, f"又晕倒了{number}", danger="injury")
    assert again(line, internal, case_no, "又晕倒了", danger="injury") == 429
    assert again(line, internal, case_no, "没心跳了，厨房也着火了", danger="injury") == 200
    assert again(line, internal, case_no, "有人在漏水的地方触电", danger="live_wire") == 200


def test_danger_told_again_before_anybody_took_it_on_pages_nobody_more(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Without a denial between: the list goes on, and whoever was paged last is called once more."""
    case_no = danger("着火了")
    work(line)
    for _ in range(20):
        clock.move(seconds=2)
        again(line, internal, case_no, "火更大了")
    minutes(line, clock, 2)
    assert len(pages(vendor, FIRST, case_no)) == 2
    assert pages(vendor, SECOND, case_no) == []


WORSE = [
    ("injury", "我爸晕倒了", "又没呼吸了", "injury", "有人受伤，又报没呼吸"),
    ("fire", "着火了", "又着起来了", "fire", "火情，又报火情"),
    ("violence", "有人拿刀砍人", "他又拿刀来了", "violence", "有人动手，又报有刀"),
    ("fire", "着火了", "我妈摔倒了起不来", "injury", "火情，又报有人受伤"),
    ("violence", "有人在打我", "他又来了", "violence", "有人动手，又报险情"),
]


@pytest.mark.parametrize(("kind", "said", "later", "told", "paged"), WORSE)
def test_a_danger_that_comes_back_or_gets_worse_pages_again_though_somebody_has_it(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, kind: str, said: str, later: str, told: str, paged: str
) -> None:  # fmt: skip
    """Whoever took it on and the first on call, with the new sign and none of the reporter's words; it waits to be taken on again."""
    case_no = danger(said, kind=kind)
    work(line)
    taken(line, "c2", case_no)
    clock.move(minutes=2)
    assert again(line, internal, case_no, later, danger=told) == 200
    work(line)
    for number in (FIRST, SECOND):
        assert paged in pages(vendor, number, case_no)[-1]
        assert later not in vendor.to(number)[-1]
    minutes(line, clock, 6)
    assert len(pages(vendor, SECOND, case_no)) == 2
    assert "居民又报险情" in item_of(line, case_no)
    assert case_of(line, case_no) == ("reported", "emergency", True)


def test_words_that_tell_nothing_new_page_nobody_though_they_speak_of_danger(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Whoever has it is told that there are more words, as ever."""
    case_no = danger("着火了，烟很大")
    work(line)
    taken(line, "c2", case_no)
    clock.move(minutes=2)
    again(line, internal, case_no, "着火了，在楼道里")
    work(line)
    assert len(pages(vendor, FIRST, case_no)) == 1
    assert "居民又有话说" in vendor.to(SECOND)[-1]


def test_who_floods_an_alarm_that_is_taken_pages_a_few_times_an_hour(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Though somebody takes it on each time; further words reach whoever has it, as ever, and the next hour pages again."""
    case_no = danger("着火了")
    work(line)
    for number in range(12):
        takes_if_open(line, clock)
        clock.move(minutes=2)
        again(line, internal, case_no, f"又着起来了{number}")
        work(line)
    assert len(pages(vendor, FIRST, case_no)) == 1 + danger_again.MOST_ANEW
    assert "居民又有话说" in vendor.to(SECOND)[-1]
    clock.move(hours=2)
    again(line, internal, case_no, "又着起来了")
    work(line)
    assert len(pages(vendor, FIRST, case_no)) == 2 + danger_again.MOST_ANEW


def test_words_that_page_are_never_refused_as_too_many(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """After thirty ordinary details of the day a danger that is back is still heard."""
    case_no = danger("着火了")
    work(line)
    taken(line, "c2", case_no)
    for number in range(30):
        assert again(line, internal, case_no, f"着火了{number}") == 200
    assert again(line, internal, case_no, "着火了") == 429
    clock.move(minutes=2)
    assert again(line, internal, case_no, "又着起来了") == 200
    work(line)
    assert len(pages(vendor, FIRST, case_no)) == 2


def test_whoever_acted_on_the_case_is_paged_again_too(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Accepting it took the alarm on."""
    case_no = danger("我爸晕倒了", kind="injury")
    work(line)
    with line.db.write() as s:
        desk_actions.accept(s, line, queries.get(s, case_no, to_change=True), who(s, "c2"))
    clock.move(minutes=2)
    again(line, internal, case_no, "又没呼吸了", danger="injury")
    work(line)
    assert len(pages(vendor, SECOND, case_no)) == 1
    assert len(pages(vendor, FIRST, case_no)) == 2


def test_a_sealed_cases_page_tells_no_sign(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Only that there is danger again."""
    case_no = danger("我爸晕倒了", kind="injury")
    work(line)
    taken(line, "c2", case_no)
    with line.db.write() as s:
        queries.get(s, case_no, to_change=True).seal = "minor"
    clock.move(minutes=2)
    again(line, internal, case_no, "又没呼吸了", danger="injury")
    work(line)
    assert "有人受伤，又报险情" in pages(vendor, FIRST, case_no)[-1]


def test_a_danger_that_may_be_denied_by_force_is_kept_in_mind_where_it_was_told_later(
    line: Parts, danger: Danger, internal: FlaskClient
) -> None:
    """A denial after it is not believed."""
    case_no = danger("着火了")
    again(line, internal, case_no, "他打我", danger="home_violence")
    with line.db.read() as s:
        case = queries.get(s, case_no)
        assert case.events[-1].verb == Verb.ADD_DETAIL
        assert case.danger == "fire"
        assert not alarms.may_deny(case)


@pytest.mark.parametrize(
    ("first", "kind", "more"),
    [
        ("着火了", "fire", "火烧到三楼了"),
        ("着火了", "fire", "救命 出不去了"),
        ("他打我", "home_violence", "救命 他抓住我了"),
        ("我不想活了", "self_harm", "我站在楼顶了"),
        ("我要跳楼", "self_harm", "我要跳了"),
    ],
)
def test_what_gets_worse_pages_whoever_took_it_though_no_danger_was_read_in_it(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, first: str, kind: str, more: str
) -> None:  # fmt: skip
    """And the alarm is open again, before those that somebody has."""
    case_no = danger(first, kind=kind)
    work(line)
    takes_if_open(line, clock)
    clock.move(minutes=2)
    assert again(line, internal, case_no, more, danger="") == 200
    work(line)
    assert len(pages(vendor, SECOND, case_no)) == 1
    assert "，又报" in pages(vendor, SECOND, case_no)[-1]
    with line.db.read() as s:
        (shown,) = alarms.alarms_to_show(s, clock.now(), None, 0)
    assert shown[1] is not None
    assert shown[1].acked_at is None


@pytest.mark.parametrize("more", ["消防员进来了", "谢谢你们", "在3栋", "扑灭了", "消防车又来了一辆，谢谢"])
def test_what_brings_relief_or_nothing_new_is_only_an_addition(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, more: str
) -> None:
    """In which the bot read no danger."""
    case_no = danger("着火了")
    work(line)
    takes_if_open(line, clock)
    clock.move(minutes=2)
    assert again(line, internal, case_no, more, danger="") == 200
    work(line)
    assert pages(vendor, SECOND, case_no) == []


def test_words_without_danger_after_an_all_clear_raise_nothing(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Only words in which danger is read do."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "扑灭了", false_alarm=False, ends=True)
    assert again(line, internal, case_no, "保安又来看了一次", danger="") == 200
    assert case_of(line, case_no)[1] == "normal"


@pytest.mark.parametrize("kind", ["self_harm", "home_violence"])
def test_an_all_clear_that_proves_nothing_is_told_as_such(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, kind: str
) -> None:
    """别来 of whoever wants to die, or is beaten: whoever was paged is to look all the same."""
    case_no = danger("救救我", kind=kind)
    work(line)
    clock.move(minutes=2)
    all_clear(line, internal, case_no, "别来，没事了", false_alarm=False, ends=False)
    work(line)
    told = [text for text in vendor.to(FIRST) if case_no in text][-1]
    assert "自己说没事了，不能当真" in told
    assert "没有危险" not in told


OTHERS = [
    ("trapped", "电梯里困着人", "3栋煤气漏了一股味道", "gas", "有人被困，又报燃气"),
    ("gas", "煤气漏了", "厨房着火了", "fire", "燃气，又报火情"),
    ("fire", "着火了", "我妈摔倒了起不来", "injury", "火情，又报有人受伤"),
]


@pytest.mark.parametrize(("kind", "said", "later", "told", "paged"), OTHERS)
def test_another_danger_pages_by_its_name_before_anybody_took_the_first_on(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, kind: str, said: str, later: str, told: str, paged: str
) -> None:  # fmt: skip
    """Whoever was paged answers the code of a text and may never open the page: they go to a gas leak with what a lift needs."""
    case_no = danger(said, kind=kind)
    work(line)
    clock.move(minutes=1, seconds=30)
    assert again(line, internal, case_no, later, danger=told) == 200
    work(line)
    assert paged in pages(vendor, FIRST, case_no)[-1]
    assert len(pages(vendor, FIRST, case_no)) == 2
    again(line, internal, case_no, later, danger=told)
    minutes(line, clock, 2)
    assert len(pages(vendor, FIRST, case_no)) <= 3
    minutes(line, clock, 4)
    assert paged in pages(vendor, SECOND, case_no)[0]


def test_every_danger_told_stands_in_the_page_of_whoever_is_paged_next(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The last as what is new, the others as what there is."""
    case_no = danger("电梯里困着人", kind="trapped")
    work(line)
    again(line, internal, case_no, "楼道里煤气味很重", danger="gas")
    clock.move(minutes=2)
    again(line, internal, case_no, "着火了", danger="fire")
    minutes(line, clock, 6)
    assert "有人被困、燃气，又报火情" in pages(vendor, SECOND, case_no)[0]
    assert "有人被困、燃气、火情" in item_of(line, case_no)


UNREAD_OTHERS = [
    ("楼道里煤气漏了", "又报燃气"),
    ("我妈也晕倒了叫不醒", "有人被困、有人受伤，又报叫不醒"),
    ("厨房着火了", "又报火情"),
]
NO_OTHER = ["救命啊", "煤气不漏了", "煤气没有漏", "怎么还没人来", "怕煤气漏了", "人救出来了", "楼道灯坏了", "我姓张"]


@pytest.mark.parametrize(("later", "paged"), UNREAD_OTHERS)
def test_another_danger_that_the_bot_did_not_read_pages_by_its_name(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, later: str, paged: str
) -> None:
    """Where its words can mean nothing else."""
    case_no = danger("电梯里困着人", kind="trapped")
    work(line)
    clock.move(minutes=1, seconds=30)
    again(line, internal, case_no, later, danger="")
    work(line)
    assert paged in pages(vendor, FIRST, case_no)[-1]


@pytest.mark.parametrize("later", NO_OTHER)
def test_words_that_tell_of_no_other_danger_name_none(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, later: str
) -> None:
    """The page about what was added says what it said before."""
    case_no = danger("电梯里困着人", kind="trapped")
    work(line)
    clock.move(minutes=1, seconds=30)
    again(line, internal, case_no, later, danger="")
    work(line)
    assert all("有人被困" in one or "又有话说" in one for one in vendor.to(FIRST))
    assert all(
        "有危险" not in one and "燃气" not in one and "有人受伤" not in one and "火情" not in one
        for one in vendor.to(FIRST)
    )


TOLD_IN_TURNS = [
    ("楼道里煤气味很重", "gas"), ("着火了", "fire"), ("我妈摔倒了起不来", "injury"), ("电线掉下来冒火花", "live_wire"),
    ("隔壁门里的人不应声", "no_answer"), ("楼下有人打人", "violence"), ("孩子走丢了", "missing"),
]  # fmt: skip


def test_however_many_dangers_are_told_the_page_says_where_in_a_parameters_length(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """A longer one the provider refuses, and with it the other alarms that the SMS names."""
    case_no = danger("电梯里困着人", kind="trapped")
    work(line)
    with line.db.write() as s:
        where = page_sms._where(s, queries.get(s, case_no))
    for said, kind in TOLD_IN_TURNS:
        clock.move(minutes=1, seconds=30)
        assert again(line, internal, case_no, said, danger=kind) == 200
    minutes(line, clock, 6)
    paged = pages(vendor, FIRST, case_no)[-1].split("险情：")[-1].split("（")[0]
    assert paged.startswith("有人被困、燃气，又报有人走失，")
    assert where != ""
    assert paged.endswith(where)
    assert len(paged) <= page_sms.LONGEST_ENTRY
    with line.db.write() as s:
        alarm = alarms.alarm_of(s, queries.get(s, case_no))
        assert alarm is not None
        assert len(page_sms._entry(s, alarm).within(page_sms.LONGEST_ENTRY)) <= page_sms.LONGEST_ENTRY
