"""A choice typed for an open secret vote is recognised by what it says, on every door, before anything of it is stored.

Beside each: the neighbour who asks about the vote, or reports what is broken in its words, and is answered by the bot.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from twilio.request_validator import RequestValidator

from portal.channels import questions
from portal.channels.text import danger_words
from portal.consultations.models import Consultation
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.consultations.secret_vote import open_secret_vote
from tests.vendors.bot import TOKEN, StandInBot, said

HERE = Path(__file__).parent
DEMO = "linli-demo"
QUESTIONS = [
    {"key": "q1", "text": "健身角建在哪里？", "options": [
        {"code": "a", "label": "荷花池边"}, {"code": "b", "label": "活动中心前"}, {"code": "abstain", "label": "弃权"}]},
    {"key": "q2", "text": "同意晚上九点关灯吗？", "options": [
        {"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}, {"code": "abstain", "label": "弃权"}]},
]  # fmt: skip
CHOICES = [
    "健身角我选荷花池", "投活动中心前", "荷花池边+1，凉快", "就活动中心前吧，离我家近", "健身角那个投票我投荷花池边", "九点关灯我不同意",
    "關燈我贊成", "关 灯 同 意", "我老伴走不远，她说投活动中心前", "俺家三口都同意", "不同意！！跑步的怎么办", "弃权，我上夜班", "我这票给荷花池",
    "刚才网页点错了，我要的是活动中心前", "您好，关于健身角，本人意见：荷花池边。", "同意👍", "投第一个", "帮我爸投荷花池边，他不会弄手机",
    "我改主意了，投活动中心前", "反对九点关灯，太早了",
]  # fmt: skip
ORDINARY = [
    "健身角投票哪天截止", "荷花池边的栏杆断了", "九点关灯是谁定的", "活动中心前有人乱停车", "我不同意你们的处理结果", "投了还能改吗",
    "怎么投票", "弃权算不算参加", "健身角的器材坏了，老人摔倒了", "同意的要过半数吗", "谢谢支持", "我选择投诉", "楼上漏水，他不同意修",
    "活动中心几点关门", "荷花池里有人钓鱼", "晚上九点半还在装修", "请问投票是匿名的吗", "路灯不亮了", "电梯坏了两天", "你好",
]  # fmt: skip


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    stand_in.down()


@pytest.fixture
def line(parts: Parts, bot: StandInBot) -> Line:
    """The doors, with the stand-in bot behind them and a secret vote open."""
    wired = replace(parts, settings=replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN))
    open_secret_vote(wired, "健身角建在哪里、几点关灯", QUESTIONS)
    app = create_app(wired)
    app.config["WTF_CSRF_ENABLED"] = False
    return Line(wired, bot, app.test_client())


@dataclass
class Line:
    """Everybody who writes to the community."""

    parts: Parts
    bot: StandInBot
    client: FlaskClient
    sent: int = 0

    def visitor(self) -> dict[str, str]:
        token = self.client.post("/api/v1/chat/sessions").json["token"]
        return {"Authorization": f"Bearer {token}"}

    def chat(self, text: str, who: dict[str, str] | None = None) -> str:
        """What the chat says back."""
        self.sent += 1
        body = {"text": text, "client_message_id": f"m{self.sent}"}
        answer = self.client.post("/api/v1/chat/messages", json=body, headers=who or self.visitor())
        assert answer.status_code == 200, answer.text
        return "\n".join(message["text"] for message in answer.json["messages"])

    def sms(self, text: str, number: str = "+14155550100") -> str:
        self.sent += 1
        form = {
            "From": number,
            "To": "+14155550199",
            "Body": text,
            "MessageSid": f"SM{self.sent:032d}",
            "NumMedia": "0",
        }
        url = f"{self.parts.settings.public_url}/sms/twilio/inbound"
        signature = RequestValidator(DEMO).compute_signature(url, form)
        return self.client.post("/sms/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature}).text

    def wechat(self, text: str) -> str:
        self.sent += 1
        stamp = str(int(self.parts.clock.now().timestamp()))
        signature = hashlib.sha1("".join(sorted([DEMO, stamp, "n"])).encode()).hexdigest()
        body = (
            "<xml><ToUserName>a</ToUserName><FromUserName>openid1</FromUserName>"
            f"<CreateTime>{stamp}</CreateTime><MsgType>text</MsgType><Content>{text}</Content><MsgId>{self.sent}</MsgId></xml>"
        )
        query = {"signature": signature, "timestamp": stamp, "nonce": "n"}
        return self.client.post("/wechat", query_string=query, data=body.encode(), content_type="text/xml").text

    def stored(self, text: str) -> bool:
        """Whether the words stand in any file of the home, the database's log too."""
        files = [path for path in self.parts.settings.home.rglob("*") if path.is_file()]
        return any(
            text.encode() in path.read_bytes() or json.dumps(text).encode() in path.read_bytes() for path in files
        )


def test_choices_are_kept_out_and_neighbours_are_answered(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """Twenty ways to say it, out of the blue: not a word stored, forwarded or logged; twenty other messages pass."""
    caplog.set_level(logging.DEBUG)
    told = {text: line.chat(text) for text in CHOICES}
    asked = {ask["text"] for ask in line.bot.asked}
    assert [text for text in CHOICES if text in asked or "这样不算投票" not in told[text]] == []
    for text in ORDINARY:
        line.chat(text)
    assert [text for text in ORDINARY if text not in {ask["text"] for ask in line.bot.asked}] == []
    for text in CHOICES:
        assert text not in caplog.text
        if line.parts.db.is_sqlite and len(text) > 6:
            assert not line.stored(text), text
    assert not line.parts.db.is_sqlite or line.stored("荷花池里有人钓鱼")


@pytest.mark.parametrize("door", ["sms", "wechat"])
def test_every_door_keeps_it_out(line: Line, door: str) -> None:
    """By SMS and by WeChat as in the web chat; the question beside it reaches the bot."""
    say = getattr(line, door)
    assert "这样不算投票" in say("健身角我选荷花池")
    say("健身角投票哪天截止")
    assert [ask["text"] for ask in line.bot.asked] == ["健身角投票哪天截止"]


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, "JPEG")
    return out.getvalue()


def test_a_caption_is_read_too(line: Line) -> None:
    """A photo with a choice under it: neither goes on; a photo of a broken bench does."""
    who = line.visitor()
    for text, passes in (("我投荷花池边", False), ("荷花池边的长椅断了", True)):
        brought = line.client.post(
            "/api/v1/chat/media", data={"file": (io.BytesIO(photo()), "a.jpg")}, headers=who
        ).json["media_id"]
        line.sent += 1
        body = {"text": text, "client_message_id": f"m{line.sent}", "media": [brought]}
        line.client.post("/api/v1/chat/messages", json=body, headers=who)
        assert (text in [ask["text"] for ask in line.bot.asked]) is passes


def test_an_answer_to_the_bots_question_passes(line: Line) -> None:
    """同意 and 1 answer what the bot has asked; a choice that names the vote is kept out even then."""
    line.bot.answer = lambda _ask: {"messages": [said("是不是这样？", asks="confirm")]}
    for text in ("同意", "1", "是的", "荷花池边"):
        who = line.visitor()
        line.chat("路灯不亮了", who)
        line.chat(text, who)
        assert line.bot.asked[-1]["text"] == text
    who = line.visitor()
    line.chat("路灯不亮了", who)
    assert "这样不算投票" in line.chat("健身角的投票我投荷花池边", who)


def test_a_call_for_help_is_held_back_by_no_doubt(line: Line) -> None:
    """The vote's words in an alarm: it goes to the bot at once."""
    for text in ("荷花池边着火了", "活动中心前有人被困，救命", "活动中心前煤气漏了快来人"):
        line.chat(text)
    assert len(line.bot.asked) == 3


def test_it_is_kept_out_until_the_vote_is_counted(line: Line) -> None:
    """Too late is not too early: after the closing hour, uncounted, it is still no vote and still not stored."""
    line.parts.clock.move(days=2)  # type: ignore[attr-defined]  # the hand clock
    assert "这样不算投票" in line.chat("健身角我选荷花池")
    with line.parts.db.write() as s:
        s.query(Consultation).update({"state": "closed", "closed_at": line.parts.clock.now()})
    line.chat("健身角我选荷花池")
    assert [ask["text"] for ask in line.bot.asked] == ["健身角我选荷花池"]


@pytest.mark.parametrize("held_out", sorted(HERE.glob("held_out_*.csv")), ids=lambda path: path.stem)
def test_a_set_that_nobody_has_trained_on(held_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`choice,title,options,text`: written by somebody who has not seen the rules; ≥ 95% and ≤ 1%."""
    from bench import choices  # noqa: PLC0415 (only this test needs the bench)
    from portal.channels.text import stance, vote_slots  # noqa: PLC0415 (what the bench is compared with)

    with held_out.open(encoding="utf-8", newline="") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    found = []
    for row in rows:
        vote = vote_slots.VoteTexts(row["title"], (), tuple(row["options"].split("|")))
        one = choices.Said(vote, row["text"], row["choice"] == "1")
        found.append((one, stance.states_choice(one.text, [vote])))
    caught, wrong = choices.shares(found)
    with capsys.disabled():
        print(f"\n{held_out.stem}: {caught:.1%} of the choices kept out, {wrong:.2%} of ordinary messages")
    assert caught >= 0.95
    assert wrong <= 0.01


@pytest.mark.parametrize(
    ("text", "danger", "help_kept", "choice"),
    [
        ("第一题我投荷花池边。哎呀我家厨房着火了，幸福家园1栋101", "fire", "我家厨房着火了", "荷花池边"),
        ("我投荷花池边，我家着火了", "fire", "我家着火了", "荷花池边"),
        ("燃气漏了，我投荷花池边", "gas", "燃气漏了", "荷花池边"),
        ("健身角我投荷花池边，另外我爸晕倒了快来人", "injury", "我爸晕倒了快来人", "荷花池边"),
        ("我投荷花池边我家着火了", "fire", "着火", "荷花池边"),
    ],
)
def test_an_emergency_beside_a_choice_is_heard_and_the_choice_is_not_kept(
    line: Line, text: str, danger: str, help_kept: str, choice: str
) -> None:
    """The number to call, the danger for the bot; the choice in the same breath in no store. Alone, the choice is withheld."""
    told = line.chat(text)
    asked = line.bot.asked[-1]["text"]
    assert "这样不算投票" not in told
    assert help_kept in asked
    assert choice not in asked
    found = danger_words.plain_danger(asked)
    assert found is not None
    assert found.danger == danger
    assert not line.parts.db.is_sqlite or not line.stored(f"我投{choice}")
    assert "这样不算投票" in line.chat(f"健身角我投{choice}")


def test_what_was_withheld_is_not_said_to_be_kept(line: Line) -> None:
    """In the answer to the message, and in the history; an ordinary message is kept."""
    who = line.visitor()
    for text, kept in (("健身角我选荷花池", False), ("荷花池边的栏杆断了", True)):
        line.sent += 1
        body = {"text": text, "client_message_id": f"m{line.sent}"}
        answer = line.client.post("/api/v1/chat/messages", json=body, headers=who).json
        assert answer.get("kept") is kept
    history = line.client.get("/api/v1/chat/messages?history=1", headers=who).json["messages"]
    assert [message["kept"] for message in history if message["from"] == "me"] == [False, True]


BOTH = "我投荷花池边，我家着火了"
NOT_COUNTED = "您投票的那句没有算，也没有留下"


def danger_answer(_ask: dict[str, Any]) -> dict[str, Any]:
    return {"messages": [said("请马上打火警119！\n人先离开。", response="utter_danger_fire"), said("报给值班的人了")]}


@pytest.mark.parametrize("door", ["chat", "wechat", "sms"])
def test_whose_choice_was_cut_from_a_call_for_help_is_told_so_after_the_number(line: Line, door: str) -> None:
    """Once, on every door; a call for help alone is told nothing of a vote."""
    line.bot.answer = danger_answer
    say = getattr(line, door)
    for text, cut in ((BOTH, True), ("我家着火了", False)):
        told = say(text)
        assert "119" in told
        assert told.count(NOT_COUNTED) == int(cut)
        if cut:
            assert told.index("119") < told.index(NOT_COUNTED)


def test_while_the_bot_is_away_the_number_comes_first_and_the_choice_is_told_once(line: Line) -> None:
    """With the holding reply, and not again with the bot's answer."""
    who = line.visitor()
    line.bot.down()
    told = line.chat(BOTH, who)
    assert told.index("119") < told.index(NOT_COUNTED)
    line.bot.answer = danger_answer
    line.bot.up()
    line.parts.clock.move(seconds=30)  # type: ignore[attr-defined]  # the hand clock
    line.chat("快点来", who)
    history = line.client.get("/api/v1/chat/messages?history=1", headers=who).json["messages"]
    assert sum(NOT_COUNTED in message["text"] for message in history) == 1


ASKS = ["我要投票", "我想投票", "怎么投", "帮我投票", "怎么投票呀", "链接再发一下", "我要投票，链接打不开", "在哪里投"]
STILL_CHOICES = [
    "我投同意",
    "我选第一个",
    "要投荷花池边",
    "帮我投荷花池边",
    "我要投活动中心前",
    "投弃权",
    "第二个",
    "荷花池边",
]


def test_after_the_link_was_given_to_ask_for_it_again_is_no_choice(line: Line) -> None:
    """What the refusal itself tells people to say must work; what chooses is kept out all the same."""
    who = line.visitor()
    with line.parts.db.read() as s:
        point = s.scalars(sa.select(ContactPoint.id).order_by(ContactPoint.id.desc())).first()
    with line.parts.db.write() as s:
        questions.ask(s, point or 0, {"kind": "vote_secret", "consultation": "1"}, line.parts.clock.now())
    for text in ASKS:
        assert "不算投票" not in line.chat(text, who), text
        assert line.bot.asked[-1]["text"] == text
    asked = len(line.bot.asked)
    for text in STILL_CHOICES:
        assert "不算投票" in line.chat(text, who), text
    assert len(line.bot.asked) == asked
