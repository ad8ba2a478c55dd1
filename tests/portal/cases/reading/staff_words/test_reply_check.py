"""A reply is checked before it is sent: whether it answers this matter, says what was done, or says nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.cases.reading.staff_words.reply_check import HINTS, AnsweredMatter, Fault, faults, relevance, says_nothing
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.handler import handler_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, report

TODAY = date(2026, 11, 28)
LAMP = AnsweredMatter("柳树里3栋的路灯坏了三天了，晚上看不见路", date(2026, 11, 24))
GOOD = "11月27日下午路灯队的师傅到柳树里3栋换了路灯的灯头，晚上已经亮了。"
EMPTY = [
    "您好，来信收到了。", "您反映的事情已转相关部门处理，请耐心等待，感谢您的支持。", "已转公安部门调查。", "谢谢您理解和支持我们！",
    "我们高度重视，将尽快处理。", "已知悉", "您好！您的来信已收悉，已移交有关单位核实办理，敬请留意后续回复。2026年11月27日",
]  # fmt: skip
FULL = ["换了灯头", GOOD, "经查，这条路的路灯归电力公司管。", "可以凭身份证到一楼3号窗口办。"]


@pytest.mark.parametrize("text", EMPTY)
def test_an_empty_phrase_is_no_result(text: str) -> None:
    """Courtesies, promises and passing on; it alone is told, the rest follows from it."""
    assert says_nothing(text)
    assert faults(LAMP, text, TODAY, of_work=True) == (Fault.EMPTY,)


@pytest.mark.parametrize("text", FULL)
def test_what_says_something_is_not_empty(text: str) -> None:
    """However short."""
    assert not says_nothing(text)


def test_a_reply_that_answers_has_no_fault() -> None:
    """What, by whom, when, and of this matter."""
    assert faults(LAMP, GOOD, TODAY, of_work=True) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("路灯队的师傅今天到柳树里3栋看路灯。", {Fault.WHAT}),
        ("柳树里3栋的路灯昨天换了灯头，亮了。", {Fault.WHO}),
        ("路灯队的师傅换了柳树里3栋路灯的灯头。", {Fault.WHEN}),
        ("11月27日环卫公司的工人清运了桂花苑小区东门的垃圾。", {Fault.ANOTHER, Fault.PLACE}),
        (f"{GOOD}2025年3月2日", {Fault.DATE}),
        (f"{GOOD}2026年12月2日", {Fault.DATE}),
    ],
)
def test_what_a_reply_lacks_is_told(text: str, found: set[Fault]) -> None:
    """Each by itself."""
    assert set(faults(LAMP, text, TODAY, of_work=True)) == found


@pytest.mark.parametrize("text", ["灯头换了，亮了。", "换了灯头", "灯修好了", "电线接好了，路灯亮了"])
def test_a_short_honest_reply_lacks_only_what_is_told_as_a_hint(text: str) -> None:
    """By whom, and when; one telling character of the matter is enough for so few words."""
    assert set(faults(LAMP, text, TODAY, of_work=True)) == HINTS


@pytest.mark.parametrize("text", ["打过招呼了，业主没意见，灯换好了", "和楼下的住户也讲好了，路灯修好了"])
def test_a_part_that_says_what_was_done_is_of_the_matter(text: str) -> None:
    """Whatever else stands beside it."""
    assert Fault.ANOTHER not in faults(LAMP, text, TODAY, of_work=True)


@pytest.mark.parametrize(
    "text", ["垃圾清走了。", "水管接好了，不漏了", "打过招呼了，业主没意见，井盖换好了", "和住户讲好了，垃圾桶挪走了"]
)
def test_a_short_reply_about_another_matter_is_told_of(text: str) -> None:
    """Particles in common tell nothing."""
    assert Fault.ANOTHER in faults(LAMP, text, TODAY, of_work=True)


@pytest.mark.parametrize(
    "text",
    [
        "督查11月20日问了小叶，她承认说了“烦死了”，已批评，向您道歉。",
        "督查问过当班的受理员，她承认说了那句话，已批评教育。",
        "对当班的保安作了处分，扣了奖金",
        "谈话以后她认了错，写了检讨",
        "把这名队员调离了窗口",
    ],
)
def test_what_follows_for_somebody_is_something_done(text: str) -> None:
    """Of a complaint about people nothing is mended."""
    matter = AnsweredMatter("受理台小叶说“烦死了”，态度恶劣，保安队员骂人", date(2026, 11, 20))
    assert Fault.WHAT not in faults(matter, text, date(2026, 11, 24), of_work=True)


def test_an_answer_to_a_question_need_not_say_what_was_done() -> None:
    """Nobody was to do anything."""
    asked = AnsweredMatter("请问居住证在哪里办，要带什么", date(2026, 11, 24))
    assert faults(asked, "居住证在社区一楼窗口办，要带身份证和租房合同。", TODAY, of_work=False) == ()


def test_the_own_reply_is_more_relevant_than_anothers() -> None:
    """By its words, its place and its date."""
    others = ("11月27日环卫公司清运了桂花苑东门的垃圾。", "经查，该公交车发车正常。2025年5月9日")
    assert relevance(LAMP, GOOD, TODAY) > max(relevance(LAMP, one, TODAY) for one in others)


def test_faults_and_the_word_why_are_kept_with_the_event(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The codes in the event's data, the reason for staff only."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(
        s, parts, case, who(s, Role.BODY), text="已转相关部门处理", despite="居民要的就是转给电力公司"
    )
    event = next(one for one in case.events if one.verb == "resolve")
    assert event.data["faults"] == ["empty"]
    assert [(one.public, one.text) for one in event.words] == [
        (True, "已转相关部门处理"), (False, "居民要的就是转给电力公司"),
    ]  # fmt: skip


def test_a_reply_is_no_way_to_try_out_words_that_were_kept_back(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """In a confidential case the body's guess of the reporter's home gets the same faults whether it is right or wrong."""
    found = []
    for place in ("桂花苑9栋", "桂花苑8栋"):
        case = report(s, parts, reporter, text="我住桂花苑9栋，柳树里3栋的路灯坏了三天了")
        confidentiality.make_confidential(s, parts, case, who(s, Role.DESK))
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter="一处的灯不亮")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text=f"今天下午师傅到{place}把灯换了，已经亮了。")
        found.append(next(one.data.get("faults") for one in case.events if one.verb == "resolve"))
    assert found[0] == found[1]


@pytest.mark.parametrize("who", ["督查", "受理台", "主任", "窗口的小陈"])
def test_the_committees_own_people_are_somebody(who: str) -> None:
    """Who did it is said."""
    reply = f"{who}11月27日下午到柳树里3栋看了路灯，换了灯头，亮了。"
    assert Fault.WHO not in faults(LAMP, reply, TODAY, of_work=True)


PARK_LAMP = AnsweredMatter("公园路3号门口的路灯坏了，晚上黑。公园路", date(2026, 11, 28))


@pytest.mark.parametrize(
    "reply",
    [
        "我们高度重视，已安排专人跟进", "路灯的事我们会尽快修好，请耐心等待", "路灯已报上级，等通知", "路灯修不了", "路灯问题已纳入改造计划，改造后可解决",
        "路灯经现场查看一切正常", "居民自己说不用修了", "路灯下周修好", "路灯正在修，修好了告诉您", "已联系市政，预计三天内修好路灯", "路灯没法修，线路老化",
        "已安排师傅去修路灯", "路灯列入明年大修，届时一并更换", "路灯已通知厂家来换", "路灯修理已经报批", "争取这周把路灯换好", "路灯不归我们修，已告知居民",
    ],
)  # fmt: skip
def test_what_is_to_come_or_cannot_be_is_no_work_done(reply: str) -> None:
    """In whatever words: that it will be done, was passed on, cannot be done, or was found to be in order."""
    assert Fault.WHAT in faults(PARK_LAMP, reply, date(2026, 12, 1), of_work=True)


@pytest.mark.parametrize(
    "reply",
    [
        "路灯修好了", "已安排电工老王换了灯头，今晚亮了", "11月29日电工到现场更换灯泡，恢复照明", "路灯的线断了，接上了，亮了", "我所今天上午派人修复路灯，以后会加强巡查",
        "修不好的旧灯头拆了，换了新的灯具", "路灯已修复，如再不亮请打电话，我们会马上来", "等配件到货后，今天换上了，灯亮了", "查过线路，重新接了线，晚上会自动亮",
        "灯杆已更换，后续将定期检查", "没法修的灯箱整个换掉了", "电工来修好了", "师傅去换了灯泡",
    ],
)  # fmt: skip
def test_what_was_done_is_work_whatever_is_planned_besides(reply: str) -> None:
    found = faults(PARK_LAMP, reply, date(2026, 12, 1), of_work=True)
    assert not {Fault.WHAT, Fault.PLACE} & set(found)
