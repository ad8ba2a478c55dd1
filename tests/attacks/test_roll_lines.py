"""What stands around a list is no voter, a landline receives no code, and an owner may have several flats.

From outside, on the committee's roll page: a bad line is named with number and reason and nothing is taken; the honest roll
beside it is.
"""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa

from portal.kernel.roles import Role
from portal.staff import service as accounts
from portal.staff.models import Committee
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.attacks.procedure_world import PASSWORD, Town, words_of
from tests.portal.conftest import HandClock

HEAD = "姓名,手机,户,房号,面积\n"
HONEST = "张三,13800000001,1-101,1栋101,89.5\n李四,,1-102,1栋102,90\n"

TOTALS = [
    "合计,,60户,,5400", "总计,,,,5400.00", "小计,,,1栋,900", "共计,60,,,", "合 计,,,60,", "总数 60户,,,,5400", "合计：60户,,1,,", "共60户,,,,5400",
    ",,合计,60,5400", "以上共 陆拾 户,,1,,", "TOTAL,60,,,", "本页小计,,,,100", "总人数,120人,,,", "户数合计,60,,,", "总面积,,,,5400",
]  # fmt: skip
TITLES = [
    "幸福社区选民名册,,,,", "备注：以上为2026年名册,,,,", ",,,以下空白,", "王五,,,,", "制表人：王小明,,,1,", "第1页 共3页,,,1,", "姓名,手机,户,房号,面积",
    "————,,1,,", "无,,1-9,1栋9,", "同上,,1-9,1栋9,", "2026年11月24日,,1,,", "12,,1-9,1栋9,",
]  # fmt: skip
LANDLINES = [
    "赵六,0571-88886666,1-103,1栋103,90", "赵六,057188886666,1-103,1栋103,90", "赵六,(0571)88886666,1-103,1栋103,90", "赵六,88886666,1-103,1栋103,90",
    "赵六,+86 571 8888 6666,1-103,1栋103,90", "赵六,010-12345678,1-103,1栋103,90", "赵六,0571-88886666-801,1-103,1栋103,90",
    "赵六,400-800-1234,1-103,1栋103,90", "赵六,０５７１－８８８８６６６６,1-103,1栋103,90",
]  # fmt: skip
SPREADSHEET = [
    f"{name},13800000003,1-103,1栋103,90"
    for name in (
        "合計", "1栋小计", "一共2户", "=SUM(E2:E9)", "小計", "總計", "累計", "总和", "加总", "120户合计", "全楼合计", "整个小区合计", "1-6栋合计", "一单元小计",
        "幸福家园合计", "Σ合计", "Totals", "Σ", "业主总数", "應到人數", "应到人数", "人均面积", "户均", "平均面积", "未售", "物业用房", "N/A", "NULL", "#REF!", "#N/A",
        "户主", "業主姓名", "+张三", "@SUM(A1)", "-张三", "張三、李四", "张三、李四", "张三/李四", "张三，李四", "张三&李四", "张三；李四", "张三和李四", "张三 李四",
        "幸福物业有限公司合计", "Sum", "总共 60 户", "60户", "楼小计", "其他",
    )
] + ["张三三,13800000003,=A1,1栋103,90", "张三三,13800000003,1-103,#REF!,90"]  # fmt: skip
UNSEEN = [
    *(f"李四{sign},13800000002,1-102,1栋102,90" for sign in "\u200b\u00ad\u2060\u3164\u180e\u061c\u2062\u206a\U000e0041\u115f\u2800"),
    "李四,13800000002,1-1\u206002,1栋102,90", "李四,13800000002,1-102,1栋\u00ad102,90",
]  # fmt: skip
NAMES = [
    "王伟", "李娜", "张敏", "刘洋", "陈静", "杨均", "均益民", "何小计", "计和善", "计春华", "总政委", "共青山",
    "合文", "合建年", "万家宝", "万人杰", "全总平", "和平", "和珅", "李和平", "张与时", "欧阳小明", "上官和平", "司马相如",
    "诸葛亮", "夏侯惇", "买买提·艾力", "阿卜杜拉·吐尔逊", "迪丽热巴·迪力木拉提", "古力娜扎尔·拜合提亚尔", "尼玛扎西", "洛桑次仁", "额尔德尼巴特尔", "爱新觉罗启骧", "单元", "户主平",
    "业成龙", "主父偃", "邸未然", "仇英", "查良镛", "曾国藩", "盖叫天", "朴槿", "乜大有", "黑大春", "死守一", "难得",
    "第五伦", "千钧", "百里奚", "零一", "数学成", "积德", "栋小平", "㛃小明", "𠮷田", "王 芳", "欧阳 小明", "John Smith",
    "Anne-Marie", "王芳（小）", "O'Neil", "Ma. Li",
]  # fmt: skip
FIRMS = [
    "建设单位", "杭州幸福房地产开发有限公司", "联合计算机有限公司", "幸福（杭州）物业管理有限公司", "统计事务所", "人人均富投资集团", "A&B贸易有限公司",
]  # fmt: skip


@pytest.fixture
def town(parts: Parts, clock: HandClock) -> Town:
    with parts.db.write() as s:
        home = Committee(kind="residents_committee", name="测试社区居委会", area="测试社区")
        owners = Committee(kind="owners_committee", name="测试小区业委会", area="测试小区")
        s.add_all([home, owners])
        s.flush()
        for name, committee in (("chair", home.id), ("owners", owners.id)):
            accounts.add(
                s, username=name, password=PASSWORD, name=name, role=Role.CHAIR, now=clock.now(), committee_id=committee
            )
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return Town(parts, clock, app)


def draft(town: Town, who: str = "chair") -> int:
    owners = who == "owners"
    form = {
        "topic": "use_repair_fund" if owners else "public_welfare",
        "title": "东门装路灯",
        "text": "夜里太暗，装三盏。",
        "basis": "owners" if owners else "persons",
        "secrecy": "named" if owners else "secret",
        "opens_at": f"{town.day(20)}T09:00",
        "closes_at": f"{town.day(25)}T09:00",
        "q1_text": "同意装路灯吗？",
        "q1_kind": "yes_no",
    }
    made = town.person(who).post("/committee/new", data=form)
    assert made.status_code == 303, words_of(made)
    return int(made.headers["Location"].rpartition("/")[2])


def upload(town: Town, found: int, lines: str, who: str = "chair") -> str:
    here = f"/committee/consultations/{found}/roll"
    said = town.post(who, here, file=(io.BytesIO((HEAD + lines).encode()), "名册.csv"))
    town.post(who, f"{here}/accept")
    return said


def on_roll(town: Town, found: int) -> list[tuple[str, str, str]]:
    with town.parts.db.read() as s:
        rows = s.execute(
            sa.text("SELECT name, unit, area FROM roll_entry WHERE consultation_id = :id ORDER BY line"), {"id": found}
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


@pytest.mark.parametrize("lines", [TOTALS, TITLES, LANDLINES], ids=["totals", "titles and notes", "landlines"])
def test_what_is_no_voter_is_refused_and_named(town: Town, lines: list[str]) -> None:
    """Line 4 with its reason, and not one line of the file is taken; without it the roll stands."""
    found = draft(town)
    for line in lines:
        said = upload(town, found, HONEST + line + "\n")
        assert "第 4 行" in said, line
        assert on_roll(town, found) == [], line
        if lines is LANDLINES:
            assert "座机" in said or "不是手机号" in said, line
            assert "空着" in said, line
    upload(
        town, found, HONEST + "共青山,13800000003,1-103,1栋103,90\n总政委,,1-104,1栋104,90\n计春华,,1-105,1栋105,90\n"
    )
    assert [name for name, _unit, _area in on_roll(town, found)] == ["张三", "李四", "共青山", "总政委", "计春华"]


def test_an_owner_of_several_flats_is_one_head(town: Town) -> None:
    """Same name, phone and household, another flat: taken, areas together; the same flat twice: refused and named."""
    found = draft(town, "owners")
    lines = "张三,13800000001,张家,1栋101,89.10\n张三,13800000001,张家,2栋202,0.20\n李四,13800000002,李家,1栋102,90\n"
    upload(town, found, lines, "owners")
    assert on_roll(town, found) == [("张三", "1栋101、2栋202", "89.30"), ("李四", "1栋102", "90")]
    for twice in (
        "张三,13800000001,张家,2栋202,0.20\n",
        "王五,13800000003,王家,1栋101,80\n",
        "张三,13800000001,张家,２栋202,5\n",
    ):
        assert "第 5 行" in upload(town, found, lines + twice, "owners")
    assert len(on_roll(town, found)) == 2


def test_a_line_is_mended_on_the_page(town: Town) -> None:
    """Changed, added, removed before the notice, by the same rules as a file; what is wrong comes back as it was typed."""
    found = draft(town)
    upload(town, found, HONEST)
    here = f"/committee/consultations/{found}/roll"
    page = town.person("chair").get(here).get_data(as_text=True)
    entries = re.findall(r"/roll/entries/(\d+)/edit", page)
    assert len(entries) == 2
    masked = town.person("chair").get(f"{here}/entries/{entries[1]}/edit").get_data(as_text=True)
    assert "李四" not in masked
    town.post("chair", f"{here}/entries/{entries[1]}/look")
    form = town.person("chair").get(f"{here}/entries/{entries[1]}/edit").get_data(as_text=True)
    assert 'value="李四"' in form
    line = {"name": "李四", "phone": "0571-88886666", "household": "1-102", "unit": "1栋102", "area": "90"}
    bad = town.person("chair").post(f"{here}/entries/{entries[1]}/edit", data=line)
    assert bad.status_code == 422
    assert "座机" in words_of(bad)
    assert 'value="0571-88886666"' in bad.get_data(as_text=True)
    good = town.person("chair").post(
        f"{here}/entries/{entries[1]}/edit", data=line | {"name": "李四四", "phone": "13900000000"}
    )
    assert good.status_code == 303
    for name, status in (("合计", 422), ("张三", 422), ("王五", 303)):
        new = {"name": name, "phone": "13800000001", "household": "1-101", "unit": "1栋103", "area": ""}
        assert town.person("chair").post(f"{here}/add", data=new).status_code == status, name
    town.post("chair", f"{here}/entries/{entries[0]}/remove")
    assert [name for name, _unit, _area in on_roll(town, found)] == ["李四四", "王五"]


@pytest.mark.parametrize("lines", [SPREADSHEET, UNSEEN], ids=["what spreadsheets leave", "signs nobody sees"])
def test_what_a_spreadsheet_leaves_is_no_voter(town: Town, lines: list[str]) -> None:
    """Totals in any words and characters, formulas, labels, two names in a cell: line 4 is named and nothing is taken."""
    found = draft(town)
    for line in lines:
        said = upload(town, found, HONEST + line + "\n")
        assert "第 4 行" in said, line
        assert on_roll(town, found) == [], line
    upload(town, found, HONEST)
    assert len(on_roll(town, found)) == 2


def test_people_of_all_names_are_taken(town: Town) -> None:
    """Rare surnames, names with a word of totals in them, of all peoples; firms as owners, and only as owners."""
    found = draft(town)
    said = upload(town, found, "".join(f"{name},,2-{i},2栋{i},90\n" for i, name in enumerate(NAMES)))
    assert [name for name, _unit, _area in on_roll(town, found)] == NAMES, said
    assert "第 4 行" in upload(town, draft(town), HONEST + "幸福物业管理有限公司,,1-103,1栋103,90\n")
    owners = draft(town, "owners")
    said = upload(town, owners, "".join(f"{name},,,2栋{i},90\n" for i, name in enumerate(FIRMS)), "owners")
    assert [name for name, _unit, _area in on_roll(town, owners)] == FIRMS, said


@pytest.mark.parametrize("dash", ["—", "－", "‐", "–", "−", " - ", "——", "﹣", "～"])
def test_one_flat_in_two_dashes_is_one_flat(town: Town, dash: str) -> None:
    """1—101 and 1-101, in whatever width: the same household, the same flat; the next flat is another."""
    found = draft(town, "owners")
    first = "张三,13800000001,1-101,1-101,89.5\n"
    assert "第 3 行" in upload(town, found, first + f"王五,13800000009,1-101,１{dash}１０１,80\n", "owners")
    assert on_roll(town, found) == []
    upload(town, found, first + f"王五,13800000009,1-102,1{dash}102,80\n", "owners")
    assert [unit for _name, unit, _area in on_roll(town, found)] == ["1-101", "1-102"]
    persons = draft(town)
    assert "重复" in upload(town, persons, f"张三,13800000001,1-101,,\n张三,13800000001,1{dash}101,,\n")
    assert on_roll(town, persons) == []
