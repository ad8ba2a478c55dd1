"""What a case's words say of conduct and of a wish not to be named, and whom they name."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties, wishes
from portal.cases.models import Accused, Case
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT, Conduct
from portal.cases.records import actors, handler_view
from portal.cases.verbs.desk import desk_actions
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft, report
from tests.portal.conftest import HandClock


@pytest.mark.parametrize(
    ("text", "weighed"),
    [
        ("保安骂人推人", Conduct.CONDUCT),
        ("路灯队的师傅收红包", Conduct.CONDUCT),
        ("骂人的保安叫什么", Conduct.CONDUCT),
        ("保安態度很差", Conduct.ASK),
        ("門崗的保安罵人", Conduct.CONDUCT),
        ("门岗半夜没人", Conduct.NONE),
        ("邻居骂人，半夜吵架", Conduct.NONE),
        ("业主打保安", Conduct.NONE),
        ("给物业打电话打了三次，没人修", Conduct.NONE),
        ("保安大哥帮我推车，谢谢", Conduct.NONE),
        ("", Conduct.NONE),
        ("保安" * 2400 + "骂人", Conduct.CONDUCT),
    ],
)
def test_conduct_is_told_from_service(parts: Parts, community: None, s: Session, text: str, weighed: Conduct) -> None:
    """Whoever does it counts, not whoever is named."""
    assert parties.conduct_of_text(s, text, "complaint") is weighed


@pytest.mark.parametrize(
    "text",
    [
        "老菜场的网格员老周收了摊贩的烟，不管占道，老菜场后门天天堵", "保安收了商户的两条烟，让他们乱停", "城管收过老板的酒，摆摊没人管", "物业经理拿了装修队的红包",
        "网格员要了店主的购物卡", "养护队的人修路灯收了我200块钱，不给开票", "派出所的人拿了我500块", "物业里的人收了我一千块才给装", "环卫那几个人要了我50块钱",
        "城管收走了我三条烟，不给收据", "社区的人收了小贩两条烟",
    ],
)  # fmt: skip
def test_whoever_takes_gifts_or_money_is_spoken_of(parts: Parts, community: None, s: Session, text: str) -> None:
    """By a post or as a body's people, from the reporter or from others: conduct, or a clerk is asked."""
    assert parties.conduct_of_text(s, text, "complaint") in CONDUCT_OR_DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "保洁收了地上的烟头", "物业收了酒瓶和纸箱", "请网格员来收一下烟花爆竹", "环卫收走了两箱垃圾", "物业的人行道坏了", "社区的人口登记在哪办",
        "楼下店主要了一张桌子放门口", "邻居收了我的快递", "师傅拿了梯子修灯", "居委会的人来过，说会修",
    ],
)  # fmt: skip
def test_whoever_collects_litter_or_dues_takes_nothing(parts: Parts, community: None, s: Session, text: str) -> None:
    assert parties.conduct_of_text(s, text, "complaint") is Conduct.NONE


@pytest.mark.parametrize(
    "text",
    [
        "收了" * 2500,
        "收" + "的" * 5000,
        "保" * 5000,
        "打" * 5000,
        "收" * 5000 + "钱",
        "别让" * 2500,
        "不" * 4999 + "说",
    ],
)
def test_long_runs_are_read_at_once(parts: Parts, community: None, s: Session, text: str) -> None:
    """No text makes a pattern slow (the test's own time-out would tell)."""
    parties.conduct_of_text(s, text, "tip_off")
    wishes.wishes_not_to_be_named(text)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("别让物业知道是我说的", True),
        ("路灯坏了，请不要透露我的姓名", True),
        ("匿名反映一下", True),
        ("不要讓鄰居知道是誰舉報的", True),
        ("处理的时候别说是谁反映的", True),
        ("怕他们报复", True),
        ("物业不知道什么时候来修", False),
        ("不知道找谁", False),
        ("别让狗进来", False),
        ("投票是不是匿名的", False),
        ("账目不公开", False),
    ],
)
def test_a_wish_not_to_be_named_is_heard(text: str, wish: bool) -> None:
    """In doubt it is one."""
    assert wishes.wishes_not_to_be_named(text) is wish


def test_the_wish_is_cut_out_and_the_rest_stays() -> None:
    """Clause by clause."""
    assert wishes.without_wishes("灯坏了，别让物业知道是我说的，请换一个") == "灯坏了，请换一个"


def test_an_old_case_is_weighed_when_it_is_dispatched(parts: Parts, reporter: int, s: Session) -> None:
    """Rows from before the columns hold nothing: the words are read then."""
    case = report(s, parts, reporter, "柳树里3栋，路灯队的师傅骂人推人")
    s.execute(sa.delete(Accused))
    s.expire(case)
    case.conduct, case.body = "", "lamps"
    with pytest.raises(Conflict, match="人的行为"):
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps")


@pytest.mark.parametrize(
    ("danger", "told"), [("live_wire", "电线带电"), ("fire", "火情"), ("home_violence", ""), ("self_harm", "")]
)
def test_the_restated_emergency_says_what_waits_there(
    parts: Parts, reporter: int, s: Session, danger: str, told: str
) -> None:
    """Whoever is sent must know of a live wire; nothing is said of what happens at somebody's home."""
    urgency = {"level": "emergency", "reasons": [], "danger": danger}
    case = report(s, parts, reporter, "别说是我说的，柳树里3栋", draft=draft(urgency=urgency))
    text = handler_view.matter(s, case).text
    assert case.confidential
    assert ("，" in text.partition("。")[0]) is bool(told)
    assert told in text


def test_the_restated_matter_has_none_of_the_reporters_words(parts: Parts, reporter: int, s: Session) -> None:
    """Category, place, time; the clerk's own words where there are some, without what they let slip."""
    case = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了，就是我家门口那盏，别说是我说的")
    told = handler_view.matter(s, case)
    assert told.restated
    assert told.text == "求助：城乡建设 / 市政公用。地点：柳树里3栋。时间：三天了。"
    case.words.matter = "3栋北面的灯不亮，报的人13912345678，别让物业知道是他说的"
    assert handler_view.matter(s, case).text == "3栋北面的灯不亮，报的人（号码略）"


def test_the_query_hides_what_the_rule_hides(
    parts: Parts, reporter: int, hall_reads: None, s: Session, clock: HandClock
) -> None:
    """For each reader, also one of whom the body or the account is not known, over cases made at random."""
    random, case = Random(7), report(s, parts, reporter)
    accounts = s.scalars(sa.select(Account.id)).all()
    accused: list[dict[str, Any]] = [{"body": "lamps"}, {"body": "hall"}]
    accused += [{"account_id": one} for one in accounts[:2]]
    for _ in range(60):
        case.conduct = random.choice(list(Conduct))
        case.dispatched, case.body = random.random() < 0.5, random.choice(("lamps", "hall", None))
        for row in list(case.accused):
            case.accused.remove(row)
            s.delete(row)
        s.flush()
        for one in random.sample(accused, random.randint(0, 3)):
            permitted = clock.now() if "body" in one and random.random() < 0.5 else None
            case.accused.append(Accused(case_id=case.id, permitted_at=permitted, **one))
        s.flush()
        for body, account in product(("lamps", "hall", "", None), (*accounts[:2], None)):
            hidden = sa.select(Case.id).where(discretion.hidden_from(body, account))
            assert (s.scalar(hidden) is not None) == discretion.is_hidden_from(case, body, account), (body, account)
