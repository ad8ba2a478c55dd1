"""What a reporter writes of danger in any box of a case's page is taken in as in the chat without a bot."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, Case, CaseEvent
from portal.cases.records import presentation
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_page_world import bare, change, picture, reported
from tests.portal.cases.test_cases_page import opened


@pytest.fixture
def address(client: FlaskClient, parts: Parts, reporter: int) -> str:
    """The page of an ordinary case, open to its reporter."""
    return opened(client, parts, reporter)


def cases(parts: Parts) -> list[Case]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(Case).order_by(Case.id)))


def say(client: FlaskClient, address: str, text: str, box: str = "details", **more: object) -> str:
    page = client.post(f"{address}/{box}", data={"text": text, **more}, follow_redirects=True)
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize(
    ("text", "danger", "number"),
    [
        ("着火了！快来人", "fire", "119"),
        ("灯那里冒烟了，有人摔倒起不来", "injury", "120"),
        ("楼上漏煤气", "gas", "119"),
        ("孩子掉井里了", "trapped", "119"),
        ("有人触电了", "injury", "120"),
        ("我奶奶摔了起不来", "injury", "120"),
        ("门口有人拿刀", "violence", "110"),
        ("老公又打我", "home_violence", "110"),
        ("不想活了", "self_harm", "110"),
    ],
)
def test_sure_danger_has_its_number_and_an_alarm(
    client: FlaskClient, parts: Parts, address: str, text: str, danger: str, number: str
) -> None:
    """The number comes first; an emergency of its own is registered where the ordinary case is, and people are paged."""
    page = say(client, address, text)
    assert page.index(number) < page.index("已按紧急情况报给值班的人")
    assert "您的话收到了" not in page
    first, made = cases(parts)
    assert (made.urgency, made.danger) == ("emergency", danger)
    assert made.case_no in page
    with parts.db.read() as s:
        made = s.get_one(Case, 2)
        assert (made.words.text, made.words.place) == (text, "柳树里3栋")
        assert s.scalars(sa.select(Alarm.case_id)).all() == [2]
        assert [event.verb for event in s.get_one(Case, 1).events] == ["report"]
    assert "地点先照您那件事的" in page
    assert first.urgency != "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "没有危险",
        "还是没修好",
        "物业说明天来",
        "师傅人很好",
        "他打我电话没打通",
        "不用急，没有人受伤",
        "消防通道还是堵着",
    ],
)
def test_ordinary_words_are_added_as_ever(client: FlaskClient, parts: Parts, address: str, text: str) -> None:
    page = say(client, address, text)
    assert "补上了" in page
    assert "notice--danger" not in page
    assert len(cases(parts)) == 1


@pytest.mark.parametrize(
    "text", ["着火了怎么办", "是不是着火了", "闻到煤气味了", "差点着火", "冒烟了", "快来人啊，塌了"]
)
def test_doubtful_words_are_added_with_the_number(client: FlaskClient, parts: Parts, address: str, text: str) -> None:
    """Nobody is paged for them: the page says so, and where somebody answers at once."""
    page = say(client, address, text)
    assert "补上了" in page
    assert "119" in page.partition("补上了")[0]
    assert "再到聊天里说" in page
    assert len(cases(parts)) == 1


def test_what_is_written_next_joins_the_emergency(client: FlaskClient, parts: Parts, address: str) -> None:
    """A second cry, on either page, makes no second emergency; an ordinary word on the emergency's page goes onto it."""
    say(client, address, "着火了")
    page = say(client, address, "着火了快来")
    assert "记到这件事里了" in page
    second = f"/c/{cases(parts)[1].case_no}"
    say(client, second, "在3单元")
    assert len(cases(parts)) == 2
    with parts.db.read() as s:
        words = [presentation.public_words(event) for event in s.get_one(Case, 2).events]
    assert {"着火了快来", "在3单元"} <= set(words)


def test_the_place_that_the_words_tell_goes_first(client: FlaskClient, parts: Parts, address: str) -> None:
    page = say(client, address, "柳树里5栋着火了")
    assert "地点先照" not in page
    with parts.db.read() as s:
        assert "3栋" not in s.get_one(Case, 2).words.place


def test_a_mere_part_of_a_place_loses_nothing_of_that_of_the_case(
    client: FlaskClient, parts: Parts, address: str
) -> None:
    page = say(client, address, "2单元着火了")
    assert "地点先照" in page
    with parts.db.read() as s:
        assert s.get_one(Case, 2).words.place.startswith("柳树里3栋")


def test_blows_leave_the_phone_quiet_and_the_ordinary_handler_unaware(
    client: FlaskClient, parts: Parts, address: str
) -> None:
    page = say(client, address, "老公又打我")
    assert "不会主动发消息给您" in page
    with parts.db.read() as s:
        assert s.get_one(ContactPoint, 1).no_push


def test_a_ballot_choice_silences_no_danger(
    client: FlaskClient, parts: Parts, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the words of danger are kept."""
    object.__setattr__(parts, "names_a_choice", lambda _s, text: "同意" in text)
    say(client, address, "我投同意，另外着火了")
    with parts.db.read() as s:
        assert s.get_one(Case, 2).words.text == "着火了"


def test_a_refused_photo_silences_no_danger(client: FlaskClient, parts: Parts, address: str) -> None:
    page = say(client, address, "着火了", photos=(io.BytesIO(b"MZ"), "a.jpg"))
    assert "已按紧急情况报给值班的人" in page
    assert cases(parts)[1].photos == []


def test_no_session_is_open_while_photos_are_stored(
    client: FlaskClient, parts: Parts, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading and writing a picture takes long, and nobody else writes while a transaction does."""
    open_then: list[int] = []
    put, pool = parts.media.put, parts.db.engine.pool

    def watched(data: bytes, content_type: str) -> str:
        assert isinstance(pool, sa.QueuePool)
        open_then.append(pool.checkedout())
        return put(data, content_type)

    monkeypatch.setattr(parts.media, "put", watched)
    say(client, address, "着火了", photos=(io.BytesIO(picture()), "a.jpg"))
    assert open_then == [0]
    assert len(cases(parts)[1].photos) == 1


@pytest.mark.parametrize(("box", "more"), [("follow-up", {"fixed": "no"}), ("follow-up", {"fixed": "yes"})])
def test_the_other_boxes_hear_danger_too(
    client: FlaskClient, parts: Parts, address: str, box: str, more: dict[str, str]
) -> None:
    """The answer stands; the words are the emergency's alone."""
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="换了灯管")
    page = say(client, address, "着火了快来人", box=box, **more)
    assert "已按紧急情况报给值班的人" in page
    with parts.db.read() as s:
        first, made = s.scalars(sa.select(Case).order_by(Case.id))
        assert made.urgency == "emergency"
        assert first.state == ("closed" if more["fixed"] == "yes" else "dispatched")
        assert "着火了快来人" not in str([presentation.public_words(event) for event in first.events])


def test_whoever_may_only_read_gets_the_number(client: FlaskClient, parts: Parts, reporter: int) -> None:
    link = reported(parts, reporter)
    client.get(link)
    page = client.post(f"{bare(link)}/details", data={"text": "着火了"})
    assert page.status_code == 403
    assert "119" in page.text
    assert len(cases(parts)) == 1


def test_the_emergency_of_a_confidential_case_is_confidential(client: FlaskClient, parts: Parts, address: str) -> None:
    say(client, address, "千万别说是我说的")
    say(client, address, "着火了")
    with parts.db.read() as s:
        assert s.get_one(Case, 2).confidential
        assert s.scalar(sa.select(sa.func.count()).select_from(CaseEvent).where(CaseEvent.case_id == 2)) >= 1
