"""An SMS that arrives, through a provider that sends registered templates only, and what is done where it does not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from portal.channels import jobs
from portal.channels.bot_client import BotClient
from portal.channels.inbound.conversation import drain
from portal.kernel.config import PROJECT
from portal.outbox import service as outbox
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.sms_world import (
    ALIYUN,
    PHONE,
    Make,
    app_of,
    deliver,
    desk_of,
    make,
    post,
    real,
    registered,
    reply,
    vendor,
)
from tests.portal.conftest import HandClock
from tests.vendors.aliyun import SIGN, Aliyun
from tests.vendors.bot import TOKEN, StandInBot, said

__all__ = ["make", "real", "vendor"]


# --- it arrives


def test_a_code_reaches_a_mainland_phone_and_proves_it(real: Parts, vendor: Aliyun) -> None:
    """Asked for on the site, sent as the registered template with its parameter, shown: a session."""
    client = app_of(real)
    assert client.post("/api/v1/otp", json={"phone": "13800000001"}).status_code == 200
    deliver(real)
    (sms,) = vendor.to(PHONE)
    assert (sms.template, sms.sign) == ("otp", SIGN)
    shown = client.post("/api/v1/otp/verify", json={"phone": "13800000001", "code": sms.params["code"]})
    assert shown.status_code == 200
    assert shown.json["token"]


def test_the_operators_codes_for_the_templates_are_used(make: Make, vendor: Aliyun, tmp_path: Path) -> None:
    """LINLI_HOME/sms_codes.csv; a bad line of it stops the start with its number."""
    codes = tmp_path / "home" / "sms_codes.csv"
    codes.parent.mkdir(exist_ok=True)
    codes.write_text("id,code\notp,SMS_298765432\n", encoding="utf-8")
    vendor.templates = {"SMS_298765432": registered()["otp"]}
    parts = make(**ALIYUN, ALIYUN_SMS_URL=vendor.url)
    app_of(parts).post("/api/v1/otp", json={"phone": "13800000001"})
    deliver(parts)
    assert [sms.template for sms in vendor.sent] == ["SMS_298765432"]
    codes.write_text("id,code\nnowhere,SMS_1\n", encoding="utf-8")
    with pytest.raises(Exception, match="line 2"):
        make(**ALIYUN, ALIYUN_SMS_URL=vendor.url)


LONG = "长" * 300


@pytest.mark.parametrize(
    "message",
    [
        said("听到：随便说的一大段话。" + LONG, response="utter_faq_answer", params={"answer": LONG}),
        said("好的"),
        said("", response="utter_ask_place"),
        said("请马上打火警119！\n人先离开。", response="utter_danger_fire"),
        said("登记好了", response="utter_registered", params={"case_no": "LL-20261124-0042", "lines": "归路灯队办。\n12月1日前给您答复。"}, link="/c/LL-20261124-0042?access=abcdefghijkl"),
        said("记下", response="utter_confirm_case", params={"quote": LONG, "lines": "地点：https://evil.example/x\n时间：【三天】了"}, buttons=[{"title": "是", "payload": "是"}, {"title": "不对", "payload": "不对"}]),
        said("还顺利吗", response="utter_ask_fixed", buttons=[{"title": "修好了", "payload": "修好了"}, {"title": "没修好", "payload": "没修好"}]),
        said("听到", response="utter_confirm_case", params={"quote": "路灯坏了", "lines": "地点：桂花苑"}, buttons=[{"title": word, "payload": word} for word in ("是", "不对", "另一件", "都不是")]),
        said("编号", response="utter_registered", params={}),
    ],
    ids=["faq", "bare", "ask", "danger", "registered", "confirm", "two choices", "four choices", "hole"],
)  # fmt: skip
def test_no_answer_leaves_that_is_not_registered(real: Parts, vendor: Aliyun, message: dict[str, Any]) -> None:
    """Whatever the bot says: the vendor takes each SMS, each is a row of the file, and the resident is never left without."""
    bot = StandInBot()
    bot.answer = lambda _ask: {"messages": [message], "retry": False, "registered": False}
    parts = replace(real, settings=replace(real.settings, rasa_port=bot.port, bot_token=TOKEN))
    try:
        assert post(app_of(parts), "replies", [reply(PHONE, "路灯坏了")]).json == {"code": 0, "msg": "接收成功"}
        drain_all(parts)
        deliver(parts)
    finally:
        bot.down()
    assert vendor.refused == []
    sent = [sms.template for sms in vendor.to(PHONE)]
    assert sent[0] in ("first_contact", "utter_danger_fire")
    assert len(sent) == 2
    assert set(sent) <= set(registered())
    with parts.db.read() as s:
        assert set(s.scalars(sa.select(OutboxRow.state))) == {"done"}


def drain_all(parts: Parts) -> None:
    """The worker's part: ask the bot for what waits."""
    client = BotClient(parts.settings.bot_url, parts.settings.bot_token)
    with parts.db.read() as s:
        senders = jobs.waiting_senders(s, parts.clock.now(), set(), 10)
    for sender in senders:
        drain(parts, client, sender, seconds=10, call_seconds=5)


def test_an_answer_with_choices_counts_the_same_numbers(real: Parts, vendor: Aliyun) -> None:
    """The number that the registered text offers is the one that is heard."""
    bot = StandInBot()
    first = said("记下", response="utter_confirm_case", params={"quote": "路灯坏了", "lines": "地点：3栋"}, buttons=[{"title": "是", "payload": "是"}, {"title": "不对", "payload": "不对"}])  # fmt: skip
    bot.answer = lambda _ask: {"messages": [first], "retry": False, "registered": False}
    parts = replace(real, settings=replace(real.settings, rasa_port=bot.port, bot_token=TOKEN))
    client = app_of(parts)
    try:
        post(client, "replies", [reply(PHONE, "路灯坏了")])
        drain_all(parts)
        post(client, "replies", [reply(PHONE, "1", "2")])
        drain_all(parts)
    finally:
        bot.down()
    deliver(parts)
    assert "回1" in vendor.to(PHONE)[1].text
    assert bot.asked[-1]["text"] == "是"


def test_free_words_of_a_room_never_leave(real: Parts, vendor: Aliyun) -> None:
    """A row whose text is no registered one is given up in the open; one that is leaves, whoever wrote the row."""
    with real.db.write() as s:
        for text in (
            "您好，点 https://evil.example",
            "【幸福社区】验证码654321，5分钟内有效。只有您自己能用，别告诉任何人。",
        ):
            outbox.put(s, kind="send_sms", payload={"purpose": "push"}, now=real.clock.now(), letter=(PHONE, text))
    deliver(real)
    with real.db.read() as s:
        rows = list(s.execute(sa.select(OutboxRow.state, OutboxRow.code).order_by(OutboxRow.id)))
    assert [tuple(row) for row in rows] == [("dead", "no-template"), ("done", "")]
    assert [sms.params for sms in vendor.sent] == [{"code": "654321"}]


# --- what the vendor refuses


def test_the_operators_trouble_is_seen_at_the_desk_and_mended(real: Parts, vendor: Aliyun, clock: HandClock) -> None:
    """No money: the row waits, the desk says so; money again: it leaves, and the desk is quiet."""
    desk = desk_of(real)
    assert "卡住了" not in desk.get("/desk/alarms").text
    vendor.refuse = lambda _sms: "isv.AMOUNT_NOT_ENOUGH"
    with real.db.write() as s:
        s.add(Account(username="c", password_hash="-", name="李", role="desk", phone=PHONE, active=True, created_at=clock.now()))  # fmt: skip
    app_of(real).post("/api/v1/otp", json={"phone": "13800000002"})
    deliver(real)
    page = desk.get("/desk/alarms").text
    assert "卡住了" in page
    assert "isv.AMOUNT_NOT_ENOUGH" in page
    vendor.refuse = lambda _sms: None
    clock.move(seconds=30)
    deliver(real)
    assert "卡住了" not in desk.get("/desk/alarms").text
    assert len(vendor.to("+8613800000002")) == 1


def test_a_number_that_does_not_exist_is_marked_until_it_speaks(real: Parts, vendor: Aliyun) -> None:
    """MOBILE_NUMBER_ILLEGAL: given up and marked; a message from there takes the mark away; its neighbour has none."""
    client = app_of(real)
    post(client, "replies", [reply(PHONE, "退订"), reply("+8613800000002", "退订", "2")])
    vendor.refuse = lambda sms: "isv.MOBILE_NUMBER_ILLEGAL" if sms.to == PHONE.removeprefix("+86") else None
    deliver(real)
    assert marked(real) == {PHONE: True, "+8613800000002": False}
    post(client, "replies", [reply(PHONE, "恢复", "3")])
    assert marked(real)[PHONE] is False


def marked(parts: Parts) -> dict[str, bool]:
    with parts.db.read() as s:
        return {point.address: point.unreachable_at is not None for point in s.scalars(sa.select(ContactPoint))}


# --- no way to a mainland phone


def test_every_text_that_the_bot_says_by_sms_is_one_of_its_responses() -> None:
    """Rows `utter_…` name responses of domain.yml and only their parameters; all rows fit the vendor's rules."""
    responses = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    for name, text in registered().items():
        params = re.findall(r"\$\{(\w+)\}", text)
        assert len(params) == len(set(params)), name
        assert not set("【】{") & set(re.sub(r"\$\{\w+\}", "", text)), name
        assert "http" not in text
        if name.startswith("utter_"):
            own = {one for variant in responses[name] for one in re.findall(r"\{(\w+)\}", variant["text"])}
            assert {one for one in params if not one.startswith("choice")} <= own | {"phone", "years"}, name
