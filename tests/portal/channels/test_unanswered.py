"""Questions that the bot could not answer: counted, masked, bounded; answered for everybody, or left out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.channels.models import UnansweredQuestion
from portal.channels.unanswered import asked, sensitive
from portal.grids import service
from portal.grids.lookup import gazetteer
from portal.grids.models import Body, Faq
from portal.kernel.roles import Role
from portal.privacy import copy, erasure, retention
from portal.residents.models import Resident
from portal.staff.models import Committee
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from tests.portal.cases.cases_world import account, actor, add_contact, write_community
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

ASKED = "活动室周末开不开门？"
WRITTEN = {
    "question": "活动室周末开门吗",
    "answer": "周末九点到五点开门。",
    "source": "居委会通知",
    "until": "2027-06-30",
}


@pytest.fixture
def bot_asks(parts: Parts, community: None) -> Callable[..., TestResponse]:
    """Note a question as the action server does."""
    client = create_internal_app(parts).test_client()
    numbers = iter(range(1, 10_000))

    def ask(who: int, text: str = ASKED, key: str = "") -> TestResponse:
        headers = {
            "Authorization": f"Bearer {parts.settings.internal_token}",
            "Idempotency-Key": key or f"{next(numbers)}:question",
        }
        return client.post("/internal/v1/questions", json={"contact": who, "text": text}, headers=headers)

    return ask


@pytest.fixture
def clerk(parts: Parts, community: None) -> FlaskClient:
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    return sit_down(app.test_client(), parts, number)


def listed(parts: Parts) -> list[tuple[str, int]]:
    with parts.db.read() as s:
        return [(one.words, one.senders) for one in asked.listed(s)]


def newest(parts: Parts) -> int:
    with parts.db.read() as s:
        return asked.listed(s)[0].id


def test_the_same_question_is_counted_by_senders(
    parts: Parts, clock: HandClock, bot_asks: Callable[..., TestResponse], reporter: int
) -> None:
    """However it is marked or greeted; a key twice, and the same sender again, count once; who asked most is first."""
    other = add_contact(parts, "other")
    assert bot_asks(other, "怎么申请车位补贴").status_code == 204
    assert [bot_asks(reporter, key="7:question").status_code for _ in range(2)] == [204, 204]
    bot_asks(reporter, "请问活动室周末开不开门")
    clock.move(days=1)
    bot_asks(other, "你好，活动室周末开不开门啊")
    assert listed(parts) == [("你好，活动室周末开不开门啊", 2), ("怎么申请车位补贴", 1)]
    with parts.db.read() as s:
        found = asked.listed(s)[0]
    assert found.last - found.first == timedelta(days=1)


def test_an_unknown_or_erased_sender_is_refused(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int) -> None:  # fmt: skip
    """404, as elsewhere; nothing is kept."""
    erasure.erase_point(parts, reporter)
    assert [bot_asks(who).status_code for who in (reporter, 999)] == [404, 404]
    assert listed(parts) == []


def test_a_flood_is_bounded(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Five of one sender in a day; beyond the list's length the oldest make room; a letter is no question."""
    for number in range(asked.MOST_OF_ONE + 3):
        assert bot_asks(reporter, f"第{number}种证怎么办").status_code == 204
    assert len(listed(parts)) == asked.MOST_OF_ONE
    monkeypatch.setattr(asked, "MOST_OPEN", 3)
    bot_asks(add_contact(parts, "other"), "图书室几点关")
    assert [words for words, _ in listed(parts)] == ["图书室几点关", "第4种证怎么办", "第3种证怎么办"]
    bot_asks(add_contact(parts, "third"), "吗" * (asked.LONGEST + 1))
    assert len(listed(parts)) == 3


def test_staff_read_no_number(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """It is masked before it is kept."""
    bot_asks(reporter, "13812345678是哪个师傅的电话")
    assert listed(parts) == [("138****5678是哪个师傅的电话", 1)]
    assert "13812345678" not in clerk.get("/desk/questions").text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我叫李建国电话13812345678，医保怎么报", "我叫李**电话138****5678，医保怎么报"),
        ("我是3栋张秀英，居住证怎么办", "我是3栋张**，居住证怎么办"),
        ("本人王芳，怎么办低保", "本人王*，怎么办低保"),
    ],
)
def test_staff_read_no_name_that_is_told(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, said: str, kept: str) -> None:  # fmt: skip
    """Whoever tells their own name is masked before it is kept."""
    bot_asks(reporter, said)
    assert listed(parts) == [(kept, 1)]


def test_an_answer_is_the_bots_from_then_on(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """In the table and the bot's file, with the wordings that staff sent; off the list; of two the second is told."""
    bot_asks(reporter)
    number = newest(parts)
    assert f'name="as_asked" value="{ASKED}">' in clerk.get(f"/desk/questions/{number}").text
    sent = WRITTEN | {"variants": "周末能去活动室吗\r\n\r\n活动室周末开门吗？", "as_asked": ASKED}
    assert clerk.post(f"/desk/questions/{number}/answer", data=sent).status_code == 303
    rows = list(csv.DictReader((parts.settings.community / "faq.csv").open(encoding="utf-8")))
    made = next(row for row in rows if row["question"] == WRITTEN["question"])
    assert (made["variants"], made["answer"], made["valid_until"]) == (
        f"周末能去活动室吗|{ASKED}", WRITTEN["answer"], WRITTEN["until"],
    )  # fmt: skip
    assert listed(parts) == []
    again = clerk.post(f"/desk/questions/{number}/answer", data=WRITTEN | {"question": "另一问"})
    assert (again.status_code, "已经有人办了" in again.text, "另一问" in again.text, WRITTEN["answer"] in again.text) == (
        409, True, True, True,
    )  # fmt: skip
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).where(Faq.written_by.is_not(None))) == 1


@pytest.mark.parametrize("words", ["隔壁李秀英是不是精神病", "我老婆得了艾滋病能领什么钱"])
def test_nothing_that_was_asked_is_stored_unless_staff_send_it(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient, words: str) -> None:  # fmt: skip
    """It may name a neighbour and an illness; erased with its sender, it is nowhere."""
    bot_asks(reporter, words)
    page = clerk.get(f"/desk/questions/{newest(parts)}").text
    assert (page.count(f'value="{words}"'), f'value="{words}" checked' in page) == (1, False)
    clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    erasure.erase_point(parts, reporter)
    with parts.db.read() as s:
        assert s.scalars(sa.select(Faq.variants).where(Faq.written_by.is_not(None))).one() == []
    assert words not in (parts.settings.community / "faq.csv").read_text(encoding="utf-8")


def test_masked_words_are_not_offered(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """Nobody asks with stars."""
    bot_asks(reporter, "13812345678是哪个师傅的电话")
    assert "as_asked" not in clerk.get(f"/desk/questions/{newest(parts)}").text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"question": ""}, "问题要有"),
        ({"question": "问" * 61}, "问题要有"),
        ({"variants": "问" * 61}, "别的问法"),
        ({"variants": "\n".join(f"第{one}种问法" for one in range(6))}, "别的问法"),
        ({"as_asked": "找138****5678"}, "别的问法"),
        ({"variants": "一|二"}, "别的问法"),
        ({"answer": "是"}, "答案要有"),
        ({"answer": "答" * 301}, "答案要有"),
        ({"answer": "一|二|三"}, "答案要有"),
        ({"answer": "打王大姐电话138 0013 8000"}, "私人的手机号"),
        ({"question": "王大姐的13800138000对吗"}, "私人的手机号"),
        ({"variants": "幺三八零零一三八零零零是谁"}, "私人的手机号"),
        ({"source": "王大姐13800138000"}, "私人的手机号"),
        ({"source": ""}, "依据要有"),
        ({"question": "多少人同意才通过"}, "请督查"),
        ({"question": "家里着火了怎么办"}, "请督查"),
        ({"answer": "只要主任同意就通过，居民不用投票。"}, "请督查"),
        ({"variants": "不选居委会行不行\n换届哪天"}, "请督查"),
        ({"answer": "明天是12月2日。"}, "“明天”"),
        ({"answer": "下周一开门。"}, "“下周”"),
        ({"until": "明年"}, "今天或以后"),
        ({"until": "2020-01-01"}, "今天或以后"),
    ],
)
def test_what_is_written_wrong_is_said(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient, wrong: dict[str, str], told: str) -> None:  # fmt: skip
    """With what was typed still there; the question stays on the list."""
    bot_asks(reporter)
    page = clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN | wrong)
    assert (page.status_code, told in page.text) == (422, True)
    assert listed(parts) == [(ASKED, 1)]


def test_the_towns_own_number_may_be_told(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """A mobile that stands among the bodies' numbers, and landlines."""
    with parts.db.write() as s:
        s.execute(sa.update(Body).where(Body.code == "lamps").values(phone="13800138000"))
        gazetteer.reread(s)
    bot_asks(reporter)
    told = {"answer": "路灯坏了打138 0013 8000，或者0571-00000001。"}
    assert clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN | told).status_code == 303


def test_a_question_that_is_answered_already_is_refused(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """Each question has one answer."""
    bot_asks(reporter)
    clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    bot_asks(reporter, "车位怎么抽签")
    page = clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    assert (page.status_code, "已经有一条" in page.text) == (422, True)


def test_what_is_dismissed_does_not_come_back(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """Whoever asks it; what was answered does, if the bot still cannot tell."""
    bot_asks(reporter)
    bot_asks(reporter, "车位怎么抽签")
    clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    clerk.post(f"/desk/questions/{newest(parts)}/dismiss")
    assert listed(parts) == []
    other = add_contact(parts, "other")
    bot_asks(other)
    bot_asks(other, "车位怎么抽签")
    assert listed(parts) == [("车位怎么抽签", 1)]


WHY = {"reason": "这一条写错了时间"}


def written_id(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalars(sa.select(Faq.id).where(Faq.written_by.is_not(None))).one()


def test_an_answer_is_taken_back(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """Out of the bot's file, and the question is back; what it said and why it went stays; those of the file are not staff's."""
    bot_asks(reporter)
    clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    with parts.db.write() as s:
        s.add(Faq(question="文件里的", variants=[], answer="照旧。", source="", area="", valid_until=""))
        s.flush()
        of_file = s.scalars(sa.select(Faq.id).where(Faq.question == "文件里的")).one()
    assert "大家写的答案" in clerk.get("/desk/questions").text
    clerk.post(f"/desk/questions/written/{written_id(parts)}/take-back", data=WHY)
    assert WRITTEN["question"] not in (parts.settings.community / "faq.csv").read_text(encoding="utf-8")
    assert listed(parts) == [(ASKED, 1)]
    page = clerk.get("/desk/questions").text
    assert (WRITTEN["answer"] in page, WHY["reason"] in page) == (True, True)
    clerk.post(f"/desk/questions/written/{of_file}/take-back", data=WHY)
    with parts.db.read() as s:
        assert s.get(Faq, of_file) is not None


@pytest.mark.parametrize("reason", ["", "错了", "打138 0013 8000问我"])
def test_a_reason_is_needed(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient, reason: str) -> None:  # fmt: skip
    """Without one, or with somebody's number, the answer stays, and so does what was typed."""
    bot_asks(reporter)
    clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    page = clerk.post(f"/desk/questions/written/{written_id(parts)}/take-back", data={"reason": reason})
    assert (page.status_code, f">{reason}</textarea>" in page.text) == (422, True)
    assert listed(parts) == []


def of_committee(parts: Parts, clerk: FlaskClient, kind: str, name: str = "另一家") -> FlaskClient:
    """A chair of a committee of this kind, signed in."""
    with parts.db.write() as s:
        committee = Committee(kind=kind, name=name, area="")
        s.add(committee)
        s.flush()
        chair = account(parts, Role.CHAIR, username=name, committee_id=committee.id)
        s.add(chair)
        s.flush()
        number = chair.id
    return sit_down(clerk.application.test_client(), parts, number)


def test_no_other_body_takes_it_back(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """A committee neither the desk's nor another committee's, its own and the supervisor do."""
    bot_asks(reporter)
    first, second = (of_committee(parts, clerk, "residents_committee", name) for name in ("一居委", "二居委"))
    first.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    address = f"/desk/questions/written/{written_id(parts)}/take-back"
    assert address not in second.get("/desk/questions").text
    assert [one.post(address, data=WHY).status_code for one in (second, clerk)] == [403, 403]
    assert address in first.get("/desk/questions").text
    with parts.db.read() as s:
        supervisor = sit_down(clerk.application.test_client(), parts, actor(s, Role.SUPERVISOR).id)
    assert supervisor.post(address, data=WHY).status_code == 303


def test_an_owners_committee_reads_no_questions(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient) -> None:  # fmt: skip
    """It has no need to: it neither reads, answers nor dismisses what residents asked."""
    bot_asks(reporter)
    owners, number = of_committee(parts, clerk, "owners_committee"), newest(parts)
    assert ASKED not in owners.get("/desk/questions").text
    assert owners.get(f"/desk/questions/{number}").status_code == 403
    posts = [owners.post(f"/desk/questions/{number}/{act}", data=WRITTEN) for act in ("answer", "dismiss")]
    assert [one.status_code for one in posts] == [403, 403]
    assert listed(parts) == [(ASKED, 1)]


def test_loading_the_files_again_keeps_what_staff_wrote(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient, tmp_path: Path) -> None:  # fmt: skip
    """But the files' own answer to the same question goes before."""
    bot_asks(reporter)
    clerk.post(f"/desk/questions/{newest(parts)}/answer", data=WRITTEN)
    with parts.db.write() as s:
        service.seed(s, write_community(tmp_path / "again"))
        assert s.scalars(sa.select(Faq.question).where(Faq.written_by.is_not(None))).all() == [WRITTEN["question"]]
    header = "question,variants,answer,source,area,valid_until\n"
    with parts.db.write() as s:
        row = f"{WRITTEN['question']},,看门口的牌子。,通知,,\n"
        service.seed(s, write_community(tmp_path / "third", faq=header + row))
        assert s.scalars(sa.select(Faq.answer).where(Faq.question == WRITTEN["question"])).all() == ["看门口的牌子。"]


def test_it_is_erased_with_the_sender(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int) -> None:
    """Others' same question stays."""
    bot_asks(reporter)
    bot_asks(add_contact(parts, "other"))
    erasure.erase_point(parts, reporter)
    assert listed(parts) == [(ASKED, 1)]


def test_it_is_gone_after_a_month(
    parts: Parts, clock: HandClock, bot_asks: Callable[..., TestResponse], reporter: int
) -> None:
    """Open or settled."""
    bot_asks(reporter)
    clock.move(days=31)
    retention.erase_batch(parts)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(UnansweredQuestion)) == 0


def test_a_copy_of_ones_data_has_it(parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int) -> None:
    """What the sender asked, and when."""
    bot_asks(reporter)
    with parts.db.write() as s:
        person = Resident(name="", created_at=parts.clock.now())
        s.add(person)
        s.flush()
        own = copy.copy_facts(s, person.id, [reporter], parts.clock.now())["机器人答不上来的"]
    assert [one["话"] for one in own] == [ASKED]


def test_a_supervisor_writes_what_no_one_else_does(
    parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient
) -> None:
    """On a vote, for everybody."""
    bot_asks(reporter)
    with parts.db.read() as s:
        number = actor(s, Role.SUPERVISOR).id
    supervisor = sit_down(clerk.application.test_client(), parts, number)
    sent = WRITTEN | {"question": "多少人同意才通过", "answer": "按表决通知里写的法条，参加的人过半数同意。"}
    assert supervisor.post(f"/desk/questions/{newest(parts)}/answer", data=sent).status_code == 303


@pytest.mark.parametrize(
    "text",
    [
        "周末开门吗",
        "每周三义诊",
        "燃气表坏了打哪个电话",
        "电动车在哪里充电",
        "今年的医保什么时候交",
        "办老年卡带什么",
        "每天早上八点开门",
        "社区食堂几点开",
    ],
)
def test_ordinary_answers_are_anybodys(text: str) -> None:
    assert not sensitive.is_for_a_supervisor([text])
    assert sensitive.soon_false(text) == ""


IN_NEED = [
    "我89岁了一个人住，看不清字，你们能来个人吗", "疼得厉害", "看到一个人躺在长椅上睡觉，会不会冻着", "我妈昨天走了，我不知道该办什么", "老周看得到吗", "谁知道是我举报的", "我好难受", "没人管我了怎么办", "能帮帮我吗",
    "我摔了起不来", "老伴去世了找谁", "我想哭", "我妈去世了不知道怎么办", "怎么举报主任", "我举报违建他们知道吗", "怎么举报违建不被发现", "我走路摔跤了", "快来人啊", "我爸没人管",
    "举报群租的人会被知道吗", "举报违建会不会有人知道", "举报扰民会让物业知道吗", "举报违停查得到是谁吗",
]  # fmt: skip
EVERYBODYS = [
    ASKED, "怎么申请车位补贴", "来办证要带什么", "医保卡在哪里补", "垃圾几点收", "老年食堂在哪", "有没有暑托班", "社区医院几点开门", "电动车在哪充电", "老人证怎么办", "有人收旧衣服吗", "来访人员要登记吗", "去世证明怎么开", "小孩上户口，父亲去世", "父亲去世，户口怎么注销", "怎么举报违建", "举报电话是多少", "举报噪音打哪个电话", "摔跤比赛几点", "饿了么柜子在哪",
    "外来人口登记在哪办", "未来人才公寓怎么申请", "打了疫苗多久能洗澡", "垃圾没人管找谁", "叫人民调解要带什么",
    "举报奖励多少", "举报热线几点有人接", "怎么让老人知道体检时间", "社区会知道停水时间吗",
]  # fmt: skip


@pytest.mark.parametrize("words", IN_NEED)
def test_a_call_for_help_is_no_question_for_the_committee(
    parts: Parts, bot_asks: Callable[..., TestResponse], reporter: int, clerk: FlaskClient, words: str
) -> None:
    """Nor what somebody fears of a report, or mourns: a clerk reads it, a chair neither on the list nor by its address."""
    bot_asks(reporter, words)
    chair = of_committee(parts, clerk, "residents_committee")
    shown = f"/desk/questions/{newest(parts)}"
    assert shown in clerk.get("/desk/questions").text
    assert shown not in chair.get("/desk/questions").text
    assert [one.get(shown).status_code for one in (clerk, chair)] == [200, 403]
    assert chair.post(f"{shown}/dismiss").status_code == 403


@pytest.mark.parametrize("words", EVERYBODYS)
def test_a_plain_question_is_everybodys(words: str) -> None:
    assert not sensitive.is_somebodys(words)
