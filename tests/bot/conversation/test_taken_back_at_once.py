"""A first message that takes back in the same breath what it said, or denies one of its places."""

from __future__ import annotations

import pytest

from actions.case_draft import place_words, time_words
from actions.intake.corrections.slips import taken_back_at_once
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.drafts import a_draft
from tests.bot.conversation.portal_stand_in import Portal


def _places(text: str, *places: str) -> str:
    draft, whole = taken_back_at_once(text, a_draft(text, place=places))
    return whole.get("place") or "、".join(place_words(draft))


@pytest.mark.parametrize(
    ("text", "places", "meant"),
    [
        ("中山路230号哦不对320号门口灯不亮", ("中山路230号", "320号门口"), "中山路320号门口"),
        ("中山路18号啊不是28号门口积水", ("中山路18号", "28号门口"), "中山路28号门口"),
        ("中山路18号说错了28号门口积水", ("中山路18号", "28号门口"), "中山路28号门口"),
        ("中山路18号 打错 28号门口积水", ("中山路18号", "28号门口"), "中山路28号门口"),
        ("桂花苑3栋，不对，是5栋楼下灯不亮", ("桂花苑3栋", "5栋楼下"), "桂花苑5栋楼下"),
        ("桂花苑3栋…呃…不对不对 5栋楼道灯坏", ("桂花苑3栋", "5栋楼道"), "桂花苑5栋楼道"),
        ("桂花苑3栋，我写错了，应该是5栋，灯坏了", ("桂花苑3栋", "5栋"), "桂花苑5栋"),
        ("桂花苑3栋哦不对，翠竹公寓3栋灯坏了", ("桂花苑3栋", "翠竹公寓3栋"), "翠竹公寓3栋"),
        ("桂花苑3栋哎呀记错了不好意思5栋灯坏了", ("桂花苑3栋哎呀", "5栋"), "桂花苑5栋"),
        ("桂花苑3栋不对4栋不对5栋灯坏了", ("桂花苑3栋", "4栋", "5栋"), "桂花苑5栋"),
        ("桂花苑3栋不对5栋灯坏了", ("桂花苑3栋不对5栋",), "桂花苑5栋"),
        ("桂花苑3栋不对5栋的不对还是4栋的灯坏了", ("桂花苑3栋不对5栋", "4栋"), "桂花苑4栋"),
        ("桂花苑3栋的灯坏了不对是5栋的", ("桂花苑3栋", "5栋"), "桂花苑5栋"),
        ("桂花苑2单元错了3单元停水", ("桂花苑2单元错了3单元",), "桂花苑3单元"),
        ("是桂花苑3栋，不是5栋，灯坏了", ("桂花苑3栋", "5栋"), "桂花苑3栋"),
        ("灯坏了，不是桂花苑5栋，是桂花苑3栋", ("桂花苑5栋", "桂花苑3栋"), "桂花苑3栋"),
    ],
)
def test_only_what_is_said_instead_is_the_place(text: str, places: tuple[str, ...], meant: str) -> None:
    """What the two have in common need not be said twice."""
    assert _places(text, *places) == meant


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("桂花苑3栋和5栋楼道灯都坏了", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋物业说错了5栋也没水", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋的账不对，5栋也是", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋门牌钉错了，5栋没有门牌", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋灯不亮，5栋灯太亮", ("桂花苑3栋", "5栋")),
        ("是不是桂花苑3栋停水5栋不停", ("桂花苑3栋", "5栋")),
        ("漏水的不是桂花苑3栋一家，5栋也漏", ("桂花苑3栋", "5栋")),
        ("不是桂花苑3栋的人停的车，堵了5栋的路", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋送错了件到5栋", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋电梯不对劲5栋也停", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋门禁的密码不对5栋进不去", ("桂花苑3栋", "5栋")),
        ("桂花苑3栋、5栋灯不亮", ("桂花苑3栋", "5栋")),
    ],
)
def test_two_places_of_a_matter_stay(text: str, places: tuple[str, ...]) -> None:
    """A mistake of somebody else's, or words between that tell something, take nothing back."""
    assert _places(text, *places) == "、".join(places)


@pytest.mark.parametrize(
    ("text", "times", "meant"),
    [
        ("昨天哦不对前天晚上漏水", ("昨天", "前天晚上"), "前天晚上"),
        ("昨天下午三点，不对，四点停的电", ("昨天下午三点", "四点"), "昨天下午四点"),
        ("每天早上和晚上都吵", ("每天早上", "晚上"), "每天早上、晚上"),
    ],
)
def test_only_what_is_said_instead_is_the_time(text: str, times: tuple[str, ...], meant: str) -> None:
    draft, whole = taken_back_at_once(text, a_draft(text, time=times))
    assert (whole.get("time") or "、".join(time_words(draft))) == meant


def test_an_emergency_is_raised_where_it_is(resident: Resident, portal: Portal) -> None:
    """Nobody is sent to the house that its sender took back."""
    resident.says("环城北路230号哦不对320号门口窨井盖没了")
    assert portal.made("report")[0]["answers"]["place"] == "环城北路320号门口"


def test_the_summary_shows_only_what_is_meant(resident: Resident) -> None:
    told = resident.says("我们桂花苑3栋 哦说错了 5栋楼道灯坏了")["messages"][-1]["text"]
    assert "地点：桂花苑5栋" in told
    assert "、桂花苑3栋" not in told
