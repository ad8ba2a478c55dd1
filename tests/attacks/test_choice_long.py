"""A choice for an open secret vote in the midst of a longer message, and the neighbour whose long message holds none."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from bench import choices
from portal.channels import questions
from portal.channels.text import simplified, stance, vote_slots
from portal.channels.text.vote_slots import VoteTexts
from portal.consultations.models import Consultation
from portal.storage.db import Database
from portal.storage.parts import Parts
from tests.attacks.test_choice_elsewhere import CHOICE, covenant, reporter
from tests.attacks.test_choice_in_chat import Line, bot, line
from tests.attacks.town import call, contact, report, seat, town
from tests.vendors.bot import said

__all__ = ["bot", "call", "covenant", "line", "report", "reporter", "seat", "town"]

SET = Path(__file__).parent / "long_held_out.csv"
PLAIN = [
    "健身角我选荷花池", "投活动中心前", "荷花池边+1，凉快", "健身角那个投票我投荷花池边", "九点关灯我不同意", "我投同意", "第一题选荷花池边，第二题同意",
    "我这票给荷花池", "反对九点关灯，太早了", "我同意九点关灯", "我选第二个", "帮我爸投荷花池边", "这次表决我投赞成票", "表决我弃权", "关灯那题我投不同意",
]  # fmt: skip
REPORT = [
    "昨天下午我在小区里散步，看到三栋门口的路面有一块砖松动了，老人家走路容易绊倒", "另外七栋楼道的感应灯时亮时不亮，晚上回家要摸黑",
    "物业的人说已经记下了，但是过了一个星期还没有动静", "还有快递柜旁边堆了很多纸箱，味道有点大，孩子经过都捂鼻子",
    "楼上邻居装修有时候中午也敲，我们理解，但希望能提前贴个通知", "门口保安大哥人很好，经常帮忙搬东西",
    "最近天气冷了，早上水管有时候没有水，不知道是不是冻住了", "健身角的投票几号截止，我妈想知道", "荷花池边的栏杆断了一根",
    "垃圾分类的桶最好多放一个，周末总是满的", "我儿子在外地上班，平时就我和老伴两个人住", "楼道里有人抽烟，烟头乱丢",
]  # fmt: skip


@pytest.mark.parametrize("size", choices.SIZES)
def test_a_set_that_nobody_has_trained_on(size: int, capsys: pytest.CaptureFixture[str]) -> None:
    """69 choices, 55 sentences that speak of the vote, 45 messages that do not: written before the bars were chosen."""
    with SET.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ordinary = [row["text"] for row in rows if row["kind"] == "ordinary"]
    votes = {
        row["title"]: VoteTexts(row["title"], (), tuple(row["options"].split("|"))) for row in rows if row["title"]
    }
    chance = random.Random(size)
    held = [(votes[row["title"]], row["text"], row["kind"] == "choice") for row in rows if row["title"]]
    held += [(chance.choice(list(votes.values())), "", False) for _ in range(45)]
    found = []
    for vote, own, choice in held:
        text = choices.long_message(ordinary, size, chance, own)
        found.append((choices.Said(vote, text, choice), stance.states_choice(text, [vote])))
    caught, wrong = choices.shares(found)
    with capsys.disabled():
        print(f"\ninside {size} characters: {caught:.1%} of 69 choices kept out, {wrong:.2%} of 100 others")
    assert caught >= 0.90
    assert wrong <= 0.02


def put(own: str, size: int) -> str:
    """A report of about so many characters; `own`, where there is one, a sentence by itself in the middle."""
    told: list[str] = []
    while sum(map(len, told)) < size:
        told.append(REPORT[len(told) % len(REPORT)])
    told[len(told) // 2 : len(told) // 2] = [own] if own else []
    return "。".join(told) + "。"


@pytest.mark.parametrize("size", [100, 300, 600, 1500, 4600])
def test_a_plain_choice_in_the_midst_of_a_report_is_kept_out(line: Line, size: int) -> None:
    """Out of the blue, at any length; the same report without it reaches the bot."""
    told = {own: line.chat(put(own, size)) for own in PLAIN}
    assert [own for own in PLAIN if "这样不算投票" not in told[own]] == []
    assert line.bot.asked == []
    line.chat(put("", size))
    assert [ask["text"] for ask in line.bot.asked] == [put("", size)]


@pytest.mark.parametrize("size", [300, 1500, 4600])
def test_the_same_while_the_bot_asks_something(line: Line, size: int) -> None:
    """What names the vote, in an answer however long; the long answer without it reaches the bot."""
    line.bot.answer = lambda _ask: {"messages": [said("在哪里？", asks="place")]}
    named = [own for own in PLAIN if own not in ("我选第二个", "帮我爸投荷花池边")]
    kept_out = {}
    for own in ("", *named):
        who = line.visitor()
        line.chat("路灯不亮了", who)
        kept_out[own] = "这样不算投票" in line.chat(put(own, size), who)
        assert kept_out[own] is (line.bot.asked[-1]["text"] != put(own, size))
    assert [own for own in named if not kept_out[own]] == []
    assert not kept_out[""]


def test_a_long_reply_to_the_link_is_read_for_a_bare_choice(line: Line) -> None:
    """Just after the link was handed out 同意 is one, before a report of any length; the report alone is none."""
    now = line.parts.clock.now()
    for size in (100, 600, 4600):
        for own, kept_out in (("同意，", True), ("荷花池边。", True), ("", False)):
            who = line.visitor()
            line.chat("怎么投票", who)
            with line.parts.db.write() as s:
                newest = s.execute(sa.text("SELECT max(contact_point_id) FROM conversation")).scalar_one()
                questions.ask(s, newest, {"kind": "vote_secret", "consultation": "1"}, now)
            assert ("这样不算投票" in line.chat(own + put("", size), who)) is kept_out, (own, size)


def test_every_open_vote_is_read_for(line: Line) -> None:
    """Fourteen at once; a question about one of them reaches the bot."""
    colours = ("天空蓝", "枫叶红", "松柏绿", "鹅蛋黄", "象牙白", "葡萄紫", "石板灰")
    with line.parts.db.write() as s:
        first = s.query(Consultation).one()
        kept = {column.key: getattr(first, column.key) for column in Consultation.__mapper__.column_attrs}
        for number in range(12):
            options = [colours[number % 7], colours[(number + 1) % 7] + "条纹"]
            asked = {"key": "q1", "text": "刷什么颜色？", "options": [{"code": o, "label": o} for o in options]}
            more = {"title": f"{number + 1}栋凉亭栏杆刷什么颜色", "questions": [asked]}
            s.add(Consultation(**(kept | more | {"id": None})))
        names = [{"code": o, "label": o} for o in ("听雨轩", "望月台")]
        more = {"title": "池边水榭取名", "questions": [{"key": "q1", "text": "叫什么？", "options": names}]}
        s.add(Consultation(**(kept | more | {"id": None})))
    for number in range(12):
        assert "这样不算投票" in line.chat(f"{number + 1}栋凉亭栏杆我投{colours[number % 7]}")
    for text in ("健身角我选荷花池", "听雨轩，念着好听", "水榭就叫望月台吧"):
        assert "这样不算投票" in line.chat(text)
    assert line.bot.asked == []
    line.chat("12栋凉亭栏杆的投票哪天截止")
    assert len(line.bot.asked) == 1


@pytest.fixture
def read_while_writing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """For each text that is read for choices: inside the one writer's transaction, or outside of it."""
    depth, found = [0], []
    begin, simple = Database.write, simplified.simple

    @contextmanager
    def write(db: Database) -> Iterator[Session]:
        with begin(db) as s:
            depth[0] += 1
            try:
                yield s
            finally:
                depth[0] -= 1

    def read(text: str) -> str:
        found.append("inside" if depth[0] else "outside")
        return simple(text)

    monkeypatch.setattr(Database, "write", write)
    monkeypatch.setattr(stance, "simple", read)
    return found


def where(found: list[str]) -> set[str]:
    """Where it was read since the last time."""
    here, found[:] = set(found), []
    return here


def test_the_doors_read_before_they_write(line: Line, read_while_writing: list[str]) -> None:
    """Chat, SMS, WeChat, and a reply to the link."""
    who = line.visitor()
    line.chat("你好", who)
    vote_slots.words_of.cache_clear()
    for say in (line.chat, line.sms, line.wechat):
        say(put("", 600))
        assert where(read_while_writing) == {"outside"}
    with line.parts.db.write() as s:
        newest = s.execute(sa.text("SELECT max(contact_point_id) FROM conversation")).scalar_one()
        questions.ask(s, newest, {"kind": "vote_secret", "consultation": "1"}, line.parts.clock.now())
    line.wechat(put("", 600))
    assert where(read_while_writing) == {"outside"}


def test_a_case_and_a_wish_for_a_person_are_read_before_they_are_written(
    town: Parts,
    internal: FlaskClient,
    report: Callable[..., str],
    reporter: tuple[FlaskClient, dict[str, str], int],
    call: Callable[..., Any],
    read_while_writing: list[str],
) -> None:
    """The page and the bot's door; a choice is refused at each, honest words are kept."""
    client, headers, who = reporter
    case_no = report("幸福家园3栋的物业没人管", who)
    read_while_writing.clear()
    for verb in ("details", "reminders", "withdrawal"):
        for key, text in enumerate((CHOICE, "网格员还没来")):
            client.post(f"/c/{case_no}/details", data={"text": text}, headers=headers)
            assert where(read_while_writing) == {"outside"}
            bearer = {"Authorization": f"Bearer {town.settings.internal_token}", "Idempotency-Key": f"{key}:{verb}"}
            answer = internal.post(
                f"/internal/v1/cases/{case_no}/{verb}", json={"contact": who, "text": text}, headers=bearer
            )
            assert answer.status_code == (422 if text == CHOICE else 200)
            assert where(read_while_writing) == {"outside"}
    call("/handovers", contact=contact(town), reason="asked", text="找网格员，楼道灯坏了")
    assert where(read_while_writing) == {"outside"}
