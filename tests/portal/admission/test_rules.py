"""What the list admits, and by which rule it refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.admission.rules import Kind, Rule, Work, cites, decide, likely_items
from tests.portal.admission.admission_world import DAY, LAW, TODAY, asked, before, item

BAN = item(
    code="JZ-01", name="无犯罪记录证明", kind=Kind.BANNED, work=frozenset({Work.CERTIFICATE}), aliases=("没有犯过罪",)
)  # fmt: skip
CERTIFICATE = frozenset({Work.CERTIFICATE})


def rules(ask: Any = None, *items: Any, earlier: Any = ()) -> list[Rule]:
    verdict = decide(ask or asked(), items or (item(),), earlier, TODAY)
    return [one.rule for one in verdict.findings]


def test_what_an_item_covers_is_admitted() -> None:
    """The verdict names the item."""
    verdict = decide(asked(), (item(),), (), TODAY)
    assert (verdict.admitted, verdict.item) == (True, item())


@pytest.mark.parametrize("code", ["", "XZ-99"])
def test_what_is_not_on_the_list_is_refused(code: str) -> None:
    """Said to be no item, or one that is not there."""
    assert rules(asked(code=code)) == [Rule.OFF_LIST]


def test_an_empty_list_admits_nothing() -> None:
    """Whatever it is said to be."""
    assert [one.rule for one in decide(asked(), (), (), TODAY).findings] == [Rule.OFF_LIST]


@pytest.mark.parametrize(
    ("until", "found"), [(TODAY - DAY, [Rule.EXPIRED]), (TODAY, [Rule.BEYOND_TIME]), (TODAY + 10 * DAY, [])]
)
def test_an_item_that_ended_yesterday_admits_nothing(until: Any, found: list[Rule]) -> None:
    """On its last day it does, but no work beyond that day."""
    assert rules(None, item(until=until)) == found


def test_an_item_that_ended_is_told_with_its_last_day() -> None:
    """The latest, where it was on the list more than once."""
    old = [item(until=TODAY - 50 * DAY), item(since=TODAY - 40 * DAY, until=TODAY - DAY)]
    (finding,) = decide(asked(), old, (), TODAY).findings
    assert finding.facts["until"] == str(TODAY - DAY)


def test_an_item_of_later_admits_nothing_yet() -> None:
    """Nor does a version that was replaced before it began."""
    assert rules(None, item(since=TODAY + DAY)) == [Rule.NOT_YET]
    assert rules(None, item(since=TODAY + DAY, until=TODAY)) == [Rule.OFF_LIST]


@pytest.mark.parametrize(("who", "is_theirs"), [("公安分局", True), ("××市××区公安分局", True), ("区民政局", False)])
def test_an_item_may_name_who_asks(who: str, is_theirs: bool) -> None:
    """A department is known with or without the names of its district."""
    found = rules(asked(department=who), item(departments=("公安分局", "司法所")))
    assert found == ([] if is_theirs else [Rule.NOT_THEIRS])


@pytest.mark.parametrize(
    ("basis", "is_one"),
    [
        ("《城市居民委员会组织法》", True), ("公通〔2026〕8号", True), ("居委会组织法第十条", True), ("省出租房屋管理条例", True),
        ("", False), ("上级要求", False), ("按有关规定", False), ("根据领导会议精神的工作安排", False), ("电话通知", False), ("没有办法", False),
    ],
)  # fmt: skip
def test_a_basis_is_something_that_can_be_looked_up(basis: str, is_one: bool) -> None:
    """A title, a number, an article; not that somebody wants it."""
    assert cites(basis) == is_one
    assert rules(asked(basis=basis)) == ([] if is_one else [Rule.NO_BASIS])


def test_a_duty_by_law_needs_no_other_paper() -> None:
    """The law itself is the basis."""
    assert rules(asked(basis=""), item(kind=Kind.STATUTORY, basis=LAW)) == []


def test_work_beyond_what_the_item_covers_is_refused() -> None:
    """It says which, in the order of the words."""
    ask = asked(work=frozenset({Work.ASSESSMENT, Work.VISIT, Work.REPORT}))
    (finding,) = decide(ask, (item(),), (), TODAY).findings
    assert (finding.rule, finding.facts["more"], finding.facts["covers"]) == (
        Rule.BEYOND_WORK,
        "report,assessment",
        "visit",
    )


@pytest.mark.parametrize("wanted", [{"funds": "每户 5 元"}, {"people": "民警一名"}])
def test_money_and_people_come_with_the_task(wanted: dict[str, str]) -> None:
    """费随事转: where the list wants them."""
    assert rules(asked(comes_with=False), item(**wanted)) == [Rule.UNFUNDED]
    assert rules(asked(comes_with=True), item(**wanted)) == []
    assert rules(asked(comes_with=False)) == []


def test_all_reasons_are_told_the_first_first() -> None:
    """So that a department mends all at once."""
    ask = asked(department="区民政局", basis="", work=frozenset({Work.REPORT}), comes_with=False)
    found = rules(ask, item(departments=("公安分局",), funds="每户 5 元"))
    assert found == [Rule.NOT_THEIRS, Rule.NO_BASIS, Rule.BEYOND_WORK, Rule.UNFUNDED]


# --- what must not be done


@pytest.mark.parametrize("what", ["开无犯罪记录证明", "给居民出具没有犯过罪的材料", "为务工人员开具无犯罪 记录证明"])
def test_a_banned_certificate_is_refused_under_whichever_item(what: str) -> None:
    """By its words, also if it is said to be another item, and whatever the work calls itself."""
    other = item(work=CERTIFICATE | {Work.OTHER})
    assert rules(asked(what=what, work=CERTIFICATE), BAN, other) == [Rule.BANNED]
    assert rules(asked(what="帮忙出个材料", detail=what, work=frozenset({Work.OTHER})), BAN, other) == [Rule.BANNED]


@pytest.mark.parametrize("work", list(Work))
def test_a_banned_certificate_is_refused_whatever_work_is_ticked(work: Work) -> None:
    """A service that stamps it is the certificate; so is publicity that says nothing of its end."""
    duty = item(code="LZ-01", name="调解民间纠纷", kind=Kind.STATUTORY, work=frozenset(Work))
    ask = asked(code="LZ-01", what="给居民出具无犯罪记录证明并盖章", work=frozenset({work}))
    assert rules(ask, BAN, duty) == [Rule.BANNED]


def test_it_is_refused_if_it_is_said_to_be_the_banned_item() -> None:
    """Whatever the words."""
    assert rules(asked(code="JZ-01", what="帮个忙"), BAN) == [Rule.BANNED]


def test_telling_people_of_the_ban_is_not_banned() -> None:
    """Publicity may name it where it says that there is none any more, and may ask for nothing besides."""
    publicity = item(work=frozenset({Work.PUBLICITY, Work.SERVICE}))
    ask = asked(what="宣传社区不再开无犯罪记录证明", work=frozenset({Work.PUBLICITY}))
    assert rules(ask, BAN, publicity) == []
    assert rules(replace(ask, detail="没开过的补开无犯罪记录证明"), BAN, publicity) == [Rule.BANNED]
    assert rules(replace(ask, work=frozenset({Work.PUBLICITY, Work.SERVICE})), BAN, publicity) == [Rule.BANNED]


def test_a_ban_that_ended_bans_nothing() -> None:
    """As with every item."""
    ended = item(code="JZ-01", name="无犯罪记录证明", kind=Kind.BANNED, work=CERTIFICATE, until=TODAY - DAY)
    assert rules(asked(what="无犯罪记录证明", work=CERTIFICATE), ended, item(work=CERTIFICATE)) == []


# --- the same again


@pytest.mark.parametrize(("days", "found"), [(89, [Rule.REPEATED]), (90, [])])
def test_a_report_is_done_once_in_its_days(days: int, found: list[Rule]) -> None:
    """Whoever asks, in whichever words."""
    first = before(admitted=True, code="XZ-01", day=TODAY - days * DAY, department="区统计局", what="人口底册", deadline=TODAY - DAY, rules=())  # fmt: skip
    assert rules(None, item(every_days=90), earlier=(first,)) == found


def test_a_refused_ask_is_not_done() -> None:
    """It may come again once what it lacked is there."""
    first = before(code="XZ-01", rules=(Rule.NO_BASIS,))
    assert rules(None, item(every_days=90), earlier=(first,)) == []


def test_other_work_of_an_item_is_another_task() -> None:
    """A visit after a report."""
    first = before(admitted=True, code="XZ-01", work=frozenset({Work.REPORT}), rules=())
    assert rules(None, item(every_days=90), earlier=(first,)) == []


def test_what_is_under_way_is_not_asked_again_under_another_item() -> None:
    """By the words, until its deadline."""
    first = before(admitted=True, code="XZ-02", rules=(), deadline=TODAY)
    assert rules(None, item(), earlier=(first,)) == [Rule.REPEATED]
    assert rules(None, item(), earlier=(before(admitted=True, code="XZ-02", rules=(), deadline=TODAY - DAY),)) == []


def test_an_exception_that_is_over_is_not_under_way() -> None:
    """Its ask may come anew, and is decided anew."""
    first = before(admitted=True, rules=(Rule.OFF_LIST,), until=TODAY - DAY)
    assert rules(asked(code=""), earlier=(first,)) == [Rule.OFF_LIST]


def test_a_refused_ask_in_other_words_is_known_again() -> None:
    """As none of the list, and as an item that was on the list then already."""
    again = "请社区协助对流动人口情况进行登记并上报"
    assert rules(asked(code="", what=again), earlier=(before(),)) == [Rule.OFF_LIST, Rule.RETYPED]
    assert rules(asked(what=again), earlier=(before(),)) == [Rule.RETYPED]


def test_an_item_that_was_entered_since_admits_it() -> None:
    """The department went the proper way."""
    assert rules(None, item(since=TODAY - 5 * DAY), earlier=(before(),)) == []


def test_an_item_that_was_off_the_list_that_day_admits_it() -> None:
    """Listed before and again since, it was no item to name then."""
    gone, back = item(until=TODAY - 20 * DAY), item(since=TODAY - 5 * DAY)
    assert rules(None, gone, back, earlier=(before(),)) == []


def test_somebody_elses_refused_ask_is_not_theirs() -> None:
    """Another department may be one whom the list allows."""
    assert rules(None, earlier=(before(department="区民政局"),)) == []


def test_items_that_the_words_may_mean_are_found() -> None:
    """For a clerk who overlooked them."""
    assert likely_items("请登记一下流动人口", [item(), BAN]) == [item()]
