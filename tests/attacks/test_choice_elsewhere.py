"""A choice for an open secret vote that comes while something else is asked, on a case's page, to a person, in a map's label.

Beside each: the neighbour whose answer, correction or detail goes where it belongs.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.channels.models import Handover, InboxMessage
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wording.templates import TEMPLATES
from tests.attacks.test_choice_in_chat import DEMO, Line, bot, line, photo
from tests.attacks.town import call, contact, report, seat, town
from tests.portal.consultations.secret_vote import open_secret_vote
from tests.vendors.bot import said

__all__ = ["bot", "call", "line", "report", "seat", "town"]

COVENANT = [
    {"key": "q1", "text": "是否同意修订后的《幸福社区居民公约》？", "options": [
        {"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}, {"code": "abstain", "label": "弃权"}]},
    {"key": "q2", "text": "公约执行的监督，您希望由谁来做？", "options": [
        {"code": "volunteers", "label": "由居民志愿监督队监督"}, {"code": "grid", "label": "由网格员监督"},
        {"code": "both", "label": "两边一起监督"}]},
]  # fmt: skip
WHILE_ASKED = [
    "我选网格员监督", "第二题选网格员", "公约我选两边一起监督", "监督选网格员", "第一题同意，第二题两边一起", "我反对修订居民公约",
    "我選擇兩邊一起監督", "公约我投反对，监督选网格员", "第2题投网格员", "两题都同意", "题一同意", "问题二：两边一起", "我支持网格员监督",
    "网格员监督我同意", "监督由网格员", "监督：网格员", "网格员监督+1", "第一个问题同意", "第一问反对第二问网格员", "我要选志愿监督队",
    "居民志愿监督队，我选它", "是的，另外我选网格员监督", "好的。第二题我选两边一起", "第 二 题 选 网 格 员", "第一题选同意", "第二题：2",
]  # fmt: skip
ANSWERS = [
    "是", "好", "同意", "不同意", "1", "第二个", "选第二个", "选1", "不是2栋是3栋", "我选第二个时间上门", "幸福社区3栋", "是幸福社区的",
    "选错了，是活动中心", "清河小区2栋，同意", "同意，网格员可以来", "叫网格员来", "给网格员看看", "网格员来过了", "我选下午网格员上门",
    "我选择让网格员来一趟", "投诉网格员", "他们不同意居民公约", "公约贴在哪", "第一题是什么意思", "反对，还是坏的", "我反对结案",
    "不要告诉网格员", "改成荷花池边", "在荷花池边，健身角那里", "选这个时间", "公约里写了不让停", "荷花池边",
]  # fmt: skip
ON_A_CASE = ("details", "reminders", "follow-up", "reopening", "withdrawal")
CHOICE = "公约我投反对，监督选网格员"


@pytest.fixture
def covenant(parts: Parts) -> None:
    """An open secret vote with two questions."""
    open_secret_vote(parts, "修订《幸福社区居民公约》", COVENANT, topic="covenant")


@pytest.mark.usefixtures("covenant")
def test_while_the_bot_asks_something_a_choice_is_kept_out_and_an_answer_passes(line: Line) -> None:
    """Options, places and questions of the vote; answers, corrections and wishes about the report go to the bot."""
    line.bot.answer = lambda _ask: {"messages": [said("是不是这样？", asks="confirm")]}
    heard = {}
    for text in WHILE_ASKED + ANSWERS:
        who = line.visitor()
        line.chat("路灯不亮了", who)
        heard[text] = "这样不算投票" not in line.chat(text, who)
        assert heard[text] is (line.bot.asked[-1]["text"] == text)
    assert [text for text in WHILE_ASKED if heard[text]] == []
    assert [text for text in ANSWERS if not heard[text]] == []
    if line.parts.db.is_sqlite:
        assert [text for text in WHILE_ASKED if len(text) > 6 and line.stored(text)] == []


PLACES = [
    "反对，监督交给志愿者，3栋楼下", "3栋楼下，弃权，监督交给志愿者", "监督让志愿者来，3栋楼下", "3栋楼下，我反对，监督归志愿队", "3栋楼下",
]  # fmt: skip


@pytest.mark.usefixtures("covenant")
@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_heard_without_either_half_of_a_choice(line: Line, text: str) -> None:
    """Said in answer to "where?", with options put shortly: the options are in no store, the place goes to the bot."""
    line.bot.answer = lambda _ask: {
        "messages": [said("在哪里？", asks="place")],
        "expecting": {"kind": "detail", "asks": "place", "case_no": "LL-20261124-0001"},
    }
    who = line.visitor()
    line.chat("路灯不亮了", who)
    line.chat(text, who)
    assert line.bot.asked[-1]["text"] == "3栋楼下"
    assert not line.parts.db.is_sqlite or not (line.stored("交给志愿者") or line.stored("归志愿队"))


@pytest.fixture
def reporter(town: Parts, covenant: None) -> tuple[FlaskClient, dict[str, str], int]:
    """At the web chat: the client, its bearer, the contact point."""
    app = create_app(town)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    token = client.post("/api/v1/chat/sessions").json["token"]
    with town.db.read() as s:
        number = s.execute(sa.text("SELECT max(id) FROM contact_point")).scalar_one()
    return client, {"Authorization": f"Bearer {token}"}, int(number)


def counts(parts: Parts) -> tuple[int, int]:
    """Events of cases, and words of them."""
    with parts.db.read() as s:
        return (
            s.execute(sa.text("SELECT count(*) FROM case_event")).scalar_one(),
            s.execute(sa.text("SELECT count(*) FROM event_words")).scalar_one(),
        )


def resolve(clerk: FlaskClient, case_no: str) -> None:
    clerk.post(f"/desk/cases/{case_no}/acceptance", data={"note": ""})
    clerk.post(f"/desk/cases/{case_no}/resolution", data={"text": "去看过了", "despite": "居民都知道"})


def media(parts: Parts) -> list[str]:
    return parts.media.ids(parts.clock.now() + timedelta(days=1))


@pytest.mark.parametrize("door", ON_A_CASE)
def test_the_page_of_a_case_takes_no_choice(
    town: Parts,
    seat: Callable[[str], FlaskClient],
    report: Callable[..., str],
    reporter: tuple[FlaskClient, dict[str, str], int],
    door: str,
) -> None:
    """Said in kind words that it is no vote; neither words, photo nor event is kept. The honest text does what it asks."""
    client, headers, who = reporter
    case_no = report("幸福家园3栋的物业没人管", who)
    if door in ("follow-up", "reopening"):
        resolve(seat("clerk"), case_no)
    before = counts(town)
    for text in (CHOICE, "第二题选网格员", "我選擇兩邊一起監督"):
        form: dict[str, Any] = {"text": text, "fixed": "no"}
        if door == "details":
            form["photos"] = (io.BytesIO(photo()), "a.jpg")
        told = client.post(f"/c/{case_no}/{door}", data=form, headers=headers)
        assert told.status_code == 303
        assert "这样不算投票" in client.get(f"/c/{case_no}", headers=headers).text
    assert counts(town) == before
    assert media(town) == []
    if town.db.is_sqlite:
        files = [path for path in town.settings.home.rglob("*") if path.is_file()]
        assert not any(CHOICE.encode() in path.read_bytes() for path in files)
    honest = {"text": "网格员还没来，我不同意拖着", "fixed": "no"}
    client.post(f"/c/{case_no}/{door}", data=honest, headers=headers)
    assert counts(town)[0] == before[0] + 1
    assert "这样不算投票" not in client.get(f"/c/{case_no}", headers=headers).text


@pytest.mark.parametrize("door", [door for door in ON_A_CASE if door != "reopening"])
def test_the_bots_door_to_a_case_takes_no_choice(
    town: Parts,
    internal: FlaskClient,
    seat: Callable[[str], FlaskClient],
    report: Callable[..., str],
    reporter: tuple[FlaskClient, dict[str, str], int],
    door: str,
) -> None:
    """422 with the same words; the honest words are kept."""
    _, _, who = reporter
    case_no = report("幸福家园3栋的物业没人管", who)
    if door == "follow-up":
        resolve(seat("clerk"), case_no)
    headers = {"Authorization": f"Bearer {town.settings.internal_token}"}
    answers = []
    for key, text in enumerate((CHOICE, "网格员还没来")):
        body = {"contact": who, "text": text} | ({"fixed": False} if door == "follow-up" else {})
        before = counts(town)
        answer = internal.post(
            f"/internal/v1/cases/{case_no}/{door}", json=body, headers=headers | {"Idempotency-Key": f"{key}:{door}"}
        )
        answers.append((answer.status_code, "这样不算投票" in answer.json.get("title", ""), counts(town) == before))
    assert answers == [(422, True, True), (200, False, False)]


@pytest.mark.usefixtures("covenant")
def test_who_calls_a_person_is_called_without_their_choice(town: Parts, call: Callable[..., Any]) -> None:
    """The list of the desk has the wish; the words of the choice are not kept, those of a matter are."""
    for text in (CHOICE, "找网格员，楼道灯坏了"):
        call("/handovers", contact=contact(town), reason="asked", text=text)
    with town.db.read() as s:
        assert list(s.scalars(sa.select(Handover.text).order_by(Handover.id))) == ["", "找网格员，楼道灯坏了"]


@pytest.mark.usefixtures("covenant")
def test_the_label_of_a_place_on_the_map_is_read(line: Line) -> None:
    """A choice as a label is answered as one; a place of the vote's own name goes to the bot."""

    def share(label: str) -> str:
        line.sent += 1
        stamp = str(int(line.parts.clock.now().timestamp()))
        signed = hashlib.sha1("".join(sorted([DEMO, stamp, "n"])).encode()).hexdigest()
        body = (
            f"<xml><ToUserName>a</ToUserName><FromUserName>openid1</FromUserName><CreateTime>{stamp}</CreateTime>"
            "<MsgType>location</MsgType><Location_X>30.2</Location_X><Location_Y>120.1</Location_Y><Scale>15</Scale>"
            f"<Label>{label}</Label><MsgId>{line.sent}</MsgId></xml>"
        )
        query = {"signature": signed, "timestamp": stamp, "nonce": "n"}
        return line.client.post("/wechat", query_string=query, data=body.encode(), content_type="text/xml").text

    assert "这样不算投票" in share("我选网格员监督")
    assert line.bot.asked == []
    share("荷花池边")
    assert len(line.bot.asked) == 1
    with line.parts.db.read() as s:
        kept = list(s.scalars(sa.select(InboxMessage.place).order_by(InboxMessage.id)))
    assert kept[0] == ""
    assert "荷花池边" in kept[1]
    assert not line.parts.db.is_sqlite or not line.stored("网格员监督")


@pytest.mark.usefixtures("covenant")
def test_a_messages_own_id_is_no_place_for_words(line: Line) -> None:
    """It is kept as a keyed hash: no choice stands in it, and the same id twice is one message still."""
    who = line.visitor()
    for name in (CHOICE, "m-1", "m-1"):
        body = {"text": "路灯不亮了", "client_message_id": name}
        answer = line.client.post("/api/v1/chat/messages", json=body, headers=who)
        assert answer.status_code == 200
    assert len(line.bot.asked) == 2
    with line.parts.db.read() as s:
        ids = list(s.scalars(sa.select(InboxMessage.vendor_id)))
    assert len(ids) == 2
    assert not any("网格员" in one or "m-1" in one for one in ids)
    history = line.client.get("/api/v1/chat/messages?history=1&wait=0", headers=who)
    assert CHOICE not in history.text
    assert not line.parts.db.is_sqlite or not line.stored("监督选网格员")


@pytest.mark.usefixtures("covenant")
@pytest.mark.parametrize("door", ["chat", "sms", "wechat"])
def test_who_reports_and_chooses_in_one_message_is_told_that_neither_was_kept(line: Line, door: str) -> None:
    """And to say the lamp again; said alone it goes to the bot."""
    say = getattr(line, door)
    told = say("清河小区2栋楼道灯坏了，另外公约我投同意")
    assert all(words in told for words in ("这样不算投票", "整条都没留下", "单独再说一遍"))
    assert line.bot.asked == []
    say("清河小区2栋楼道灯坏了")
    assert [ask["text"] for ask in line.bot.asked] == ["清河小区2栋楼道灯坏了"]


def test_what_is_said_of_it_fits_two_sms() -> None:
    """Whole, of the file of texts."""
    with TEMPLATES.open(encoding="utf-8", newline="") as lines:
        row = next(one for one in csv.DictReader(lines) if one["id"] == "not_a_vote")
    assert len(row["text"]) <= int(row["units"]) <= 134
