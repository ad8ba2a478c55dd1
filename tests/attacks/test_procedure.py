"""The chair alone decides nothing: tried from outside, on the committee's own pages, with an honest committee beside it.

Days run from the moment the server heard of the notice; an earlier posting needs its photo and the scrutineer's word;
opening needs the scrutineer's confirmation of roll, posting and clause, void once any of them changes; a clause and a
reason are sentences; a phone acts for a third voice only when a second person agrees.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from portal.kernel.roles import Role
from portal.staff import service as accounts
from portal.staff.models import Account, Committee
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.conftest import HandClock

PASSWORD = "linli-demo"
CLAUSE = "《幸福社区居民自治章程》第十五条：居民通过社区投票平台参加表决的，视为到会"
DAY = "%Y-%m-%d"


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(out, "JPEG")
    return out.getvalue()


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", answer.get_data(as_text=True))))


def roll_csv(count: int, *, phone: str = "") -> bytes:
    lines = [f"居民{n},{phone or f'138{n:08d}'},1-{n},1栋{n}室,90.00" for n in range(1, count + 1)]
    return ("姓名,手机,户,房号,面积\n" + "\n".join(lines) + "\n").encode()


@dataclass
class Town:
    """One committee with its people, each in a browser of their own."""

    parts: Parts
    clock: HandClock
    app: Flask
    signed_in: dict[str, tuple[datetime, FlaskClient]] = field(default_factory=dict)

    def person(self, name: str) -> FlaskClient:
        """Somebody's browser; signed in anew when time has passed."""
        at, browser = self.signed_in.get(name, (None, self.app.test_client()))
        if at != self.clock.now() and name != "nobody":
            browser.post("/login", data={"username": name, "password": PASSWORD})
        self.signed_in[name] = self.clock.now(), browser
        return browser

    def post(self, who: str, address: str, **data: Any) -> str:
        """The words of the page that one comes back to; what is shown first of what will be published is sent as it is."""
        answer = self.person(who).post(address, data=data, follow_redirects=True)
        shown = re.search(r'name="shown" value="([^"]*)"', answer.get_data(as_text=True))
        return self.post(who, address, **data, shown=html.unescape(shown.group(1))) if shown else words_of(answer)

    def change(self, name: str, **values: Any) -> None:
        """Another role, phone, …: what the operator may do to an account."""
        self.signed_in.pop(name, None)
        with self.parts.db.write() as s:
            s.execute(sa.update(Account).where(Account.username == name).values(**values))

    def state(self, found: int) -> str:
        answer = self.person("nobody").get(f"/api/v1/consultations/{found}")
        return answer.get_json()["state"] if answer.status_code == 200 else "draft"

    def day(self, days: int = 0) -> str:
        return (self.clock.now() + timedelta(days=days, hours=8)).strftime(DAY)

    def draft(self, *, wait: int = 11, secrecy: str = "secret") -> int:
        """A draft that opens in `wait` days, with its roll and evidence."""
        opens = self.clock.now() + timedelta(days=wait, hours=8)
        form = {
            "topic": "public_welfare",
            "title": "东门装路灯",
            "text": "夜里太暗，装三盏。",
            "basis": "persons",
            "secrecy": secrecy,
            "opens_at": opens.strftime("%Y-%m-%dT%H:%M"),
            "closes_at": (opens + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
            "q1_text": "同意装路灯吗？",
            "q1_kind": "yes_no",
        }
        made = self.person("chair").post("/committee/new", data=form)
        assert made.status_code == 303, words_of(made)
        found = int(made.headers["Location"].rpartition("/")[2])
        self.post(
            "chair",
            f"/committee/consultations/{found}/evidence/party_study",
            on_party_study=self.day(-20),
            record_party_study="社区党委会议纪要2026年第12号",
        )
        self.post("chair", f"/committee/consultations/{found}/evidence/online_clause", record_online_clause=CLAUSE)
        self.roll(found, roll_csv(4))
        return found

    def roll(self, found: int, data: bytes, **more: str) -> str:
        here = f"/committee/consultations/{found}/roll"
        self.post("chair", here, file=(io.BytesIO(data), "名册.csv"))
        return self.post("chair", f"{here}/accept", **more)

    def notice(self, found: int, **more: Any) -> str:
        data = {"notice_on": self.day(), "notice_record": "社区公告栏、各单元门口"} | more
        return self.post("chair", f"/committee/consultations/{found}/notice", **data)

    def open(self, found: int, name: str = "chair") -> str:
        return self.post(name, f"/committee/consultations/{found}/open")

    def confirm(self, found: int, name: str = "scrutineer", **more: str) -> str:
        """The scrutineer's button, as the page shows it once they have looked at the roll."""
        here = f"/committee/consultations/{found}"
        self.person(name).post(f"{here}/roll/look")
        page = self.person(name).get(here).get_data(as_text=True)
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        data = {
            "seen": seen.group(1) if seen else "",
            "roll": "1",
            "posting": "1",
            "matter": "within",
            "clause": "1",
            "circumstances": "1",
        } | more
        answer = self.person(name).post(f"{here}/scrutiny/confirm", data=data, follow_redirects=True)
        return words_of(answer)

    def noticed(self, **more: Any) -> int:
        """A lawful committee, ten days on: all but the scrutineer's word."""
        found = self.draft(**more)
        self.notice(found)
        assert self.state(found) == "noticed"
        self.clock.move(days=11)
        return found


@pytest.fixture
def town(parts: Parts, clock: HandClock) -> Town:
    with parts.db.write() as s:
        now = clock.now()
        home = Committee(kind="residents_committee", name="测试社区居委会", area="测试社区")
        other = Committee(kind="residents_committee", name="另一个社区居委会", area="另一个社区")
        s.add_all([home, other])
        s.flush()
        people = [
            ("chair", Role.CHAIR, home.id),
            ("member", Role.MEMBER, home.id),
            ("scrutineer", Role.SCRUTINEER, home.id),
            ("second", Role.SCRUTINEER, home.id),
            ("stranger", Role.SCRUTINEER, other.id),
            ("supervisor", Role.SUPERVISOR, None),
        ]
        for name, role, committee in people:
            accounts.add(s, username=name, password=PASSWORD, name=name, role=role, now=now, committee_id=committee)
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return Town(parts, clock, app)


# --- days -------------------------------------------------------------------------------------------------------


def test_a_notice_of_thirty_days_ago_that_nobody_has_heard_of_opens_nothing(town: Town) -> None:
    """Typing an old date is not a notice; the honest one waits ten whole days from the recording and opens."""
    found = town.draft(wait=0)
    said = town.notice(found, notice_on=town.day(-30))
    assert "登记" in said
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "draft"
    honest = town.noticed()
    town.confirm(honest)
    assert "投票开始了" in town.open(honest)
    assert town.state(honest) == "open"
    public = words_of(town.person("nobody").get(f"/consultations/{honest}"))
    assert "11月24日登记" in public
    assert "确认了名册人数、通知和依据" in public


def test_nine_whole_days_are_not_ten(town: Town) -> None:
    """民法典 201: the first day is not counted; the eleventh day after opens, the tenth does not."""
    early = town.draft(wait=10)
    town.notice(early)
    assert town.state(early) == "draft"
    lawful = town.draft(wait=11)
    town.notice(lawful)
    assert town.state(lawful) == "noticed"


def test_an_earlier_posting_counts_with_its_photo_and_the_scrutineers_word(town: Town) -> None:
    """The photo alone does not open; confirmed it does, and both dates are printed; unconfirmed, days run from the record."""
    found = town.draft(wait=2)
    town.notice(found, notice_on=town.day(-12))
    assert town.state(found) == "draft"
    town.notice(found, notice_on=town.day(-12), notice_photo=(io.BytesIO(b"no photo"), "a.jpg"))
    assert town.state(found) == "draft"
    town.notice(found, notice_on=town.day(-12), notice_photo=(io.BytesIO(photo()), "a.jpg"))
    assert town.state(found) == "noticed"
    assert town.person("scrutineer").get(f"/committee/consultations/{found}/notice-photo").mimetype == "image/jpeg"
    assert town.person("stranger").get(f"/committee/consultations/{found}/notice-photo").status_code == 404
    town.clock.move(days=2)
    town.confirm(found)  # all but the day of the posting
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found, earlier="1")
    town.post("scrutineer", f"/committee/consultations/{found}/scrutiny/withdraw")
    town.confirm(found, earlier="1")
    town.open(found)
    assert town.state(found) == "open"
    public = words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert "11月24日登记" in public
    assert "11月12日（有照片，监票人核对过）" in public


def test_what_hung_before_the_notice_was_taken_back_announced_something_else(town: Town) -> None:
    """Taken back, reworded, given again with the first posting's photo: refused; posted anew it counts from then."""
    found = town.noticed()
    town.post("chair", f"/committee/consultations/{found}/take-back")
    shot = {"notice_photo": (io.BytesIO(photo()), "a.jpg")}
    town.notice(found, notice_on=town.day(-11), **shot)
    assert town.state(found) == "draft"


# --- the scrutineer ---------------------------------------------------------------------------------------------


def test_the_chair_alone_does_not_open(town: Town) -> None:
    """Not without the scrutineer's word, not by confirming it himself, not with a member's or a stranger's help."""
    found = town.noticed()
    for name in ("chair", "member", "supervisor", "stranger"):
        town.confirm(found, name)
    assert "监票人" in town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_one_account_moved_between_roles_is_one_person(town: Town) -> None:
    """The chair made scrutineer for a minute confirms nothing; nor does a scrutineer's word of who is chair by now."""
    found = town.noticed()
    town.change("chair", role=Role.SCRUTINEER)
    town.confirm(found, "chair")
    town.change("chair", role=Role.CHAIR)
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found, "second")
    town.change("second", role=Role.CHAIR)
    town.open(found, "second")
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_the_chairs_second_account_is_the_chair(town: Town) -> None:
    """Two accounts on one phone are one person; the other scrutineer, with a phone of her own, confirms."""
    town.change("chair", phone="+8613900000001")
    town.change("scrutineer", phone="139 0000 0001")
    town.change("second", phone="+8613900000002")
    found = town.noticed()
    assert "手机号和主任、委员的一样" in town.confirm(found)
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found, "second")
    town.open(found)
    assert town.state(found) == "open"


def test_a_committee_without_a_scrutineer_is_told_what_it_lacks(town: Town) -> None:
    """It opens nothing, and reads why."""
    found = town.noticed()
    for name in ("scrutineer", "second"):
        town.change(name, active=False)
    assert "监票人" in town.open(found)
    assert town.state(found) == "noticed"
    town.change("scrutineer", active=True)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


@pytest.mark.parametrize("what", ["clause", "roll", "line", "row", "words"])
def test_a_confirmation_is_void_once_something_changes(town: Town, what: str) -> None:
    """Clause, roll, one line of it, a row in the database, the words: confirmed anew, or not opened."""
    found = town.noticed()
    assert "确认了" in town.confirm(found)
    here = f"/committee/consultations/{found}"
    if what == "clause":
        town.post("chair", f"{here}/evidence/online_clause", record_online_clause=CLAUSE + "，按每户一票计")
    elif what == "roll":
        town.roll(found, roll_csv(3), reason="居民4搬走了，换了名册")
    elif what == "line":
        entry = re.search(r"/roll/entries/(\d+)/edit", town.person("chair").get(f"{here}/roll").get_data(as_text=True))
        assert entry
        line = {"name": "居民甲", "phone": "13800000099", "household": "1-1", "unit": "1栋1室", "area": "90"}
        town.post("chair", f"{here}/roll/entries/{entry.group(1)}/edit", reason="换了手机号", **line)
    else:
        change = {
            "row": "UPDATE roll_entry SET phone = '+8613811112222' WHERE line = 2",
            "words": "UPDATE consultation SET text = '夜里太暗，装三十盏。'",
        }[what]
        with town.parts.db.write() as s:
            s.execute(sa.text(change))
    assert "重新看一遍" in town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_a_page_that_was_opened_before_a_change_confirms_nothing(town: Town) -> None:
    """What is confirmed is what was seen."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/roll/look")
    page = town.person("scrutineer").get(here).get_data(as_text=True)
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    assert seen
    town.roll(found, roll_csv(2), reason="换成最新的名册")
    town.post("scrutineer", f"{here}/roll/look")
    data = {
        "seen": seen[0] if seen else "",
        "roll": "1",
        "posting": "1",
        "clause": "1",
        "circumstances": "1",
        "matter": "within",
    }
    town.post("scrutineer", f"{here}/scrutiny/confirm", **data)
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_an_objection_stands_until_its_author_takes_it_back(town: Town) -> None:
    """Neither another scrutineer's word nor anybody's button lifts it; the supervisor reads the reason."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/scrutiny/object", reason="公告栏里没有看到这份通知")
    town.confirm(found, "second")
    for name in ("chair", "supervisor", "stranger"):
        town.post(name, f"{here}/scrutiny/withdraw")
    town.open(found)
    assert town.state(found) == "noticed"
    assert "公告栏里没有看到这份通知" in words_of(town.person("supervisor").get(here))
    assert "监票人有异议" in words_of(town.person("supervisor").get("/committee"))
    town.post("scrutineer", f"{here}/scrutiny/withdraw")
    town.open(found)
    assert town.state(found) == "open"


def test_after_the_notice_was_taken_back_nobody_is_told_that_voting_has_begun(town: Town) -> None:
    """A confirmation of it counts no more, and taking it back says just that."""
    found = town.noticed()
    town.confirm(found)
    town.post("chair", f"/committee/consultations/{found}/take-back")
    assert town.state(found) == "draft"
    answer = town.post("scrutineer", f"/committee/consultations/{found}/scrutiny/withdraw")
    assert "投票已经开始" not in answer
    assert "通知已经撤回" in answer


# --- sentences --------------------------------------------------------------------------------------------------


HOLLOW_CLAUSES = [
    "没有", "无", "有", "急", "。。。。。。", "没有没有没有没有没有没有", "aaaaaaaaaaaaaaaa", "第十五条第十五条第十五条",
    "网上参加算到会的依据", "写明居民自治章程或者省实施办法的哪一条，允许网上或书面参加算作到会。",
    "居委会组织法第二十七条", "居民会议所作决定，应当经到会人员的过半数通过", "大家都同意网上投票，很方便的",
    "章程里没有规定网上参加算到会", "自治章程第X条允许网上投票", "自治章程的某一条应该是允许的吧",
    "《居民自治章程》第三条", "阿斯顿发《斯蒂芬》第一条", "阿斯顿发《斯蒂芬》第一条网上可以", "《居民网上投票办法》第三条", "居民自治章程第三条，居民公约第四条", "《居民自治章程》第三条：网上",
    "《居民自治章程》第三条：会议由主任召集和主持",
]  # fmt: skip
HOLLOW_REASONS = [
    "急", "没有", "无", "特殊情况", "急急急急急急急急急急急急", "情况特殊，需要紧急召开居民会议，缩短通知时间",
    "遇有特殊情况的，可以临时通知居民", "测试测试测试测试测试测试", "no reason at all here",
    "主任说要快点办这件事", "主任说了这件事要快点办，大家配合一下", "阿斯顿发斯蒂芬大师傅", "测试测试一二三四五六", "领导要求我们赶快把这件事情定下来，不能拖",
    "甲乙丙丁戊己庚辛壬癸子丑寅卯", "大家都很忙，早点投完早点结束吧",
]  # fmt: skip
HONEST_CLAUSES = [
    "《居民自治章程》第三条：网上投票的，视为参加会议", "自治章程第12条 书面表决的计入到会人数", "省实施办法第二十条：居民会议可以采用书面征求意见的形式", "居民公约第八条，用手机表决与现场表决同等有效",
    "2025年居民会议决议第3条：允许以微信小程序方式表决", "《幸福社区议事规则》第九条第二款：线上参会的居民视同到会", "《居民会议议事规则》第五条，不能到场的居民可以通过互联网方式参加表决",
    "业主大会议事规则第十四条，采用电子投票系统进行表决的，视为出席", "《社区章程》第六条规定：书面或网络形式提交意见算作到会", "依照《自治章程》第十条，在线投票有效",
]  # fmt: skip
HONEST_REASONS = [
    "3栋二楼水管爆裂，全楼停水，等不到十天", "昨晚暴雨冲垮了东边围墙，行人有危险", "物业公司本月底撤场，电梯没人维保", "1栋电梯坏了，老人上不了楼，要定维修", "居委会委员老张去世了，低保评议缺一人，下周就要报名单",
    "街道通知改造资金12月5日前申报，过期作废", "台风后天登陆，要先定临时安置点", "5栋外墙瓷砖脱落，砸到了一辆车", "燃气公司要求下周换管，得先定进场时间", "社区里发现登革热病例，要马上定灭蚊办法",
    "化粪池满溢，一楼几户进了污水", "消防检查责令七天内拆掉楼道的棚子", "供暖锅炉故障，六栋楼没有暖气", "小区大门的路面塌陷，消防车进不来", "物业合同12月1日到期，新公司还没有定",
]  # fmt: skip


def test_sentences_of_honest_committees_are_taken(town: Town) -> None:
    """Clauses and reasons as committees write them, each on a matter of its own."""
    found = town.draft(wait=2)
    here = f"/committee/consultations/{found}"
    for clause in HONEST_CLAUSES:
        assert "记下了" in town.post("chair", f"{here}/evidence/online_clause", record_online_clause=clause), clause
    for reason in HONEST_REASONS:
        said = town.notice(found, special_circumstances=reason)
        assert town.state(found) == "noticed", (reason, said)
        town.post("chair", f"{here}/take-back")
        assert town.state(found) == "draft"


def test_a_clause_that_names_nothing_opens_nothing(town: Town) -> None:
    """The gate stays shut, also for what came into the database by itself; the real clause opens it and is published."""
    found = town.draft()
    here = f"/committee/consultations/{found}"
    drop = sa.text("DELETE FROM consultation_evidence WHERE gate = 'online_clause'")
    with town.parts.db.write() as s:
        s.execute(drop)
    town.notice(found)
    town.clock.move(days=11)
    for clause in HOLLOW_CLAUSES:
        said = town.post("chair", f"{here}/evidence/online_clause", record_online_clause=clause)
        assert "记下了" not in said, clause
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "noticed"
    with town.parts.db.write() as s:
        row = "INSERT INTO consultation_evidence (consultation_id, gate, record, at) VALUES (:id, 'online_clause', :r, :at)"
        s.execute(sa.text(row), {"id": found, "r": "没有", "at": "2026-11-24 00:00:00"})
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "noticed"
    assert "记下了" in town.post("chair", f"{here}/evidence/online_clause", record_online_clause=CLAUSE)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"
    assert CLAUSE in words_of(town.person("nobody").get(f"/consultations/{found}"))


def test_circumstances_that_say_nothing_shorten_nothing(town: Town) -> None:
    """The days stay ten; a real reason shortens them, and everybody reads it."""
    found = town.draft(wait=2)
    for reason in HOLLOW_REASONS:
        town.notice(found, special_circumstances=reason)
        assert town.state(found) == "draft", reason
    real = "3栋二楼水管爆裂，全楼停水，等不到十天"
    town.notice(found, special_circumstances=real)
    assert town.state(found) == "noticed"
    assert real in words_of(town.person("nobody").get(f"/consultations/{found}"))


def test_a_record_that_says_nothing_is_no_party_study(town: Town) -> None:
    """Nor a date to come, or of another century; the real one is taken."""
    found = town.draft()
    here = f"/committee/consultations/{found}/evidence/party_study"
    with town.parts.db.write() as s:
        s.execute(sa.text("DELETE FROM consultation_evidence WHERE gate = 'party_study'"))
    for on, record in (
        (town.day(-20), "没有"), (town.day(-20), "无无无无无"), (town.day(1), "会议纪要第1号"), ("1926-01-01", "会议纪要第1号"),
    ):  # fmt: skip
        town.post("chair", here, on_party_study=on, record_party_study=record)
        town.notice(found)
        assert town.state(found) == "draft"
    town.post("chair", here, on_party_study=town.day(-20), record_party_study="会议纪要第1号")
    town.notice(found)
    assert town.state(found) == "noticed"


# --- one phone, several voices ----------------------------------------------------------------------------------


def entries_of(town: Town, found: int) -> list[int]:
    with town.parts.db.read() as s:
        return list(s.scalars(sa.text(f"SELECT id FROM roll_entry WHERE consultation_id = {found} ORDER BY line")))


def usable(town: Town, found: int) -> int:
    with town.parts.db.read() as s:
        return int(
            s.scalar(sa.text(f"SELECT count(*) FROM roll_entry WHERE consultation_id = {found} AND confirmed")) or 0
        )


def test_a_phone_acts_for_a_third_voice_only_with_a_second_person(town: Town) -> None:
    """The chair confirms two; the third waits for the scrutineer, and the number of such phones is published."""
    found = town.draft()
    town.roll(found, roll_csv(4, phone="13800000001"))
    here = f"/committee/consultations/{found}/roll/entries"
    for entry in entries_of(town, found):
        town.post("chair", f"{here}/{entry}", confirmed="1")
        town.post("member", f"{here}/{entry}", confirmed="1")
    assert usable(town, found) == 2
    third, fourth = entries_of(town, found)[2:]
    town.post("chair", f"{here}/{third}/second", agree="1")
    town.post("stranger", f"{here}/{third}/second", agree="1")
    assert usable(town, found) == 2
    town.post("scrutineer", f"{here}/{third}/second", agree="1")
    town.post("scrutineer", f"{here}/{fourth}/second", agree="0")
    assert usable(town, found) == 3
    town.notice(found)
    assert "1 个手机号前后确认过能替三位以上投票" in words_of(town.person("nobody").get(f"/consultations/{found}"))


def test_taking_a_confirmation_back_makes_no_room_once_votes_are_cast(town: Town) -> None:
    """Confirm two, vote, take both back, confirm two more: the third and fourth still need the scrutineer."""
    found = town.draft(secrecy="named")
    town.roll(found, roll_csv(4, phone="13800000001"))
    here = f"/committee/consultations/{found}/roll/entries"
    one, two, three, four = entries_of(town, found)
    for entry in (one, two):
        town.post("chair", f"{here}/{entry}", confirmed="1")
    town.notice(found)
    town.clock.move(days=11)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"
    for entry in (one, two):
        town.post("chair", f"{here}/{entry}", confirmed="0", reason="老两口换了手机号")
    for entry in (three, four):
        town.post("chair", f"{here}/{entry}", confirmed="1", reason="儿子来社区办的")
    assert usable(town, found) == 2
    for entry in (one, two, three):
        town.post("scrutineer", f"{here}/{entry}/second", agree="1")
    town.post("scrutineer", f"{here}/{four}/second", agree="0")
    assert usable(town, found) == 1
    public = words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert "3 次，改的是合用的手机能替谁投" in public
    assert "1 个手机号前后确认过能替三位以上投票" in public


def test_while_the_vote_runs_the_chair_switches_nobody_on_or_off_alone(town: Town) -> None:
    """Without a reason nothing is asked, without the scrutineer nothing changes; what changed is told with its line."""
    found = town.draft(secrecy="named")
    town.roll(found, roll_csv(3, phone="13800000001"))
    entries = f"/committee/consultations/{found}/roll/entries"
    one, two, _three = entries_of(town, found)
    town.post("chair", f"{entries}/{one}", confirmed="1")
    town.notice(found)
    town.clock.move(days=11)
    town.confirm(found)
    town.open(found)
    for reason in ("", "无", "要改"):
        assert "写明原因" in town.post("chair", f"{entries}/{one}", confirmed="0", reason=reason)
    assert "他同意以前什么也不变" in town.post("chair", f"{entries}/{two}", confirmed="1", reason="儿子当面来办的")
    town.post("member", f"{entries}/{two}/second", agree="1")
    assert usable(town, found) == 1
    roll = words_of(town.person("scrutineer").get(f"/committee/consultations/{found}/roll?shared=1"))
    assert "儿子当面来办的" in roll
    assert "居民2" in roll
    town.post("scrutineer", f"{entries}/{two}/second", agree="1")
    assert usable(town, found) == 2
    page = words_of(town.person("supervisor").get(f"/committee/consultations/{found}"))
    assert "第 3 行（投票中确认了合用的手机号，监票人同意）：儿子当面来办的" in page
    town.post("chair", f"{entries}/{two}", confirmed="0", reason="家里人来说不对")
    assert "什么也没有变" in town.post("chair", f"{entries}/{two}", confirmed="1")
    assert usable(town, found) == 2


def test_a_shared_phone_confirmed_after_the_scrutineers_word_takes_it_back(town: Town) -> None:
    """He confirmed a roll on which two could not vote; it opens once he has confirmed the other one."""
    found = town.noticed()
    town.roll(found, roll_csv(2, phone="13800000001"), reason="老两口合用一个号")
    assert "确认了" in town.confirm(found)
    town.post("chair", f"/committee/consultations/{found}/roll/entries/{entries_of(town, found)[0]}", confirmed="1")
    assert "重新看一遍" in town.open(found)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


# --- the roll after the notice ----------------------------------------------------------------------------------


def test_after_the_notice_a_roll_changes_only_with_a_reason(town: Town) -> None:
    """Replaced, emptied or mended without one: refused; with one it is counted for everybody; once open, never."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.roll(found, roll_csv(2))
    for reason in ("无", "名册改动原因", "因为要改所以改", "主任让我改名册", "需要更改名册，所以更改"):
        town.roll(found, roll_csv(2), reason=reason)
    town.post("chair", f"{here}/roll/clear")
    with town.parts.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM roll_entry")) == 4
    town.roll(found, roll_csv(3), reason="居民4户口迁出，名册换新")
    assert "1 次，每次都写了原因" in words_of(town.person("nobody").get(f"/consultations/{found}"))
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"
    entry = entries_of(town, found)[0]
    line = {"name": "外人", "phone": "13900000000", "household": "", "unit": "", "area": "", "reason": "写错了名字"}
    town.post("chair", f"{here}/roll/entries/{entry}/edit", **line)
    town.post("chair", f"{here}/roll/add", **line)
    town.post("chair", f"{here}/roll/entries/{entry}/remove", reason="写错了名字")
    with town.parts.db.read() as s:
        names = list(s.scalars(sa.text("SELECT name FROM roll_entry ORDER BY line")))
    assert names == ["居民1", "居民2", "居民3"]


@pytest.mark.parametrize(
    "reason",
    [
        "居民4搬走了",
        "写错了名字",
        "手机号换了",
        "漏了3栋的两户",
        "导入的是去年的名册",
        "老李去世了，由儿子接",
        "房子卖了",
        "换成最新的名册",
    ],
)
def test_honest_reasons_of_a_change_are_taken(town: Town, reason: str) -> None:
    """Short ones too."""
    found = town.noticed()
    town.roll(found, roll_csv(3), reason=reason)
    with town.parts.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM roll_entry")) == 3
