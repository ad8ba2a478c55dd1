"""A vote that asks about somebody in office is known as one, however it names them; what asks about nobody is not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.consultations.law.decided_elsewhere import topic_elsewhere
from portal.consultations.law.subject.persons import People, holders_asked_of, own_name, persons_asked_of
from portal.consultations.law.template_loader import load_templates
from portal.consultations.models import RollEntry
from portal.consultations.verbs import noticing, opening, queries, scrutineer
from portal.consultations.verbs.acting import GateMissing
from portal.consultations.verbs.watching import objections
from portal.kernel.errors import Invalid
from portal.staff.models import Account
from tests.portal.consultations.committee_pages_world import act_as, plan_form
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.halting_world import second_supervisor
from tests.portal.consultations.test_consultations_pages import text_of
from tests.portal.consultations.test_decided_elsewhere import HERE, RESIDENTS
from tests.portal.consultations.test_renamed_matters import LAWFUL

STAFF = People(
    officers=frozenset({"演示·主任沈兰", "委员小钱", "业委会主任何工", "居委会副主任 欧阳丹凤", "监票人王建国", "佟丽娅主任", "委员阿依古丽"}),
    staff=frozenset({"演示·受理员小叶", "网格员老周", "市政值班", "社区民警高远"}),
    roll=frozenset({"居民1", "马秀英"}),
)  # fmt: skip
OF_A_PERSON = [
    "您愿意沈兰这位大姐接着陪大家三年吗？", "沈兰还适不适合干下去？", "同意沈兰lian任 zhu ren 吗？", "对沈兰同志工作的民主评议", "您认为沈兰是否应该继续在现岗位工作？", "同意张三退出业委会吗？", "业委会成员调整",
    "請沈蘭再帶大家一程", "沈·兰的工作大家满意吗", "沈 兰 去还是留", "沈、兰，要不要请她歇一歇", "shen lan 接着干行不行", "沈lan留下吗", "老沈的事大家定", "小沈留不留", "沈大姐要不要继续带大家", "兰姐还来吗", "沈阿姨的工作",
    "小钱该不该走", "钱老师的去处", "何工还管不管事", "丹凤同志下半年的安排", "老王留还是走", "建国大哥的工作", "高远调走好不好", "小叶是走是留", "马秀英家的狗",
    "居委会干部进退", "这位大姐大家还要不要", "大家对带头的这位满意吗", "他还能不能干下去", "zhuren的人选", "xuan举一位", "要不要lianren", "领着大家再走三年，好不好", "继续带大家，您愿意吗", "居委会人员轮换", "离任的事", "他称职吗",
]  # fmt: skip
OF_NOBODY = [
    "东门装三盏路灯", "花小钱办大事：楼道刷白", "如何工作日也能开放活动室", "何工程先做", "小叶黄杨补种在北门", "小高层的门禁换不换", "老金属栏杆拆不拆", "同意吗", "电动车棚盖在哪里", "暑托班要不要再办一期",
    "食堂早餐几点开", "老年大学开什么课", "广场舞几点结束", "中秋节在哪里办灯会", "健身器材换几样", "要不要给楼道装扶手", "垃圾房移到西门", "儿童滑梯修还是换", "阅览室周末开门吗", "该不该在北门设减速带",
    "文明养犬公约修订", "今年的公益金先修哪里", "凉亭叫什么名字", "能不能把晾衣架移到楼后", "是否适合在中心花园种桂花", "绿化浇水时间", "接着修南门的路，还是先修西门", "快递柜放几号楼", "停车位按先来后到吗", "小区英文名：Lanting 还是 Garden",
    "适不适合种荷花", "班车改到东门停", "雨棚颜色", "要不要任务栏公示", "楼道灯换LED", "WiFi密码多久换一次", "wuyi节怎么过", "居委会成员和居民一起植树", "社区带头不放鞭炮", "继续管控外来车辆吗",
]  # fmt: skip


@pytest.mark.parametrize("title", OF_A_PERSON)
def test_whom_it_asks_about_is_seen(title: str) -> None:
    assert persons_asked_of([title], STAFF)


@pytest.mark.parametrize("title", OF_NOBODY)
def test_what_asks_about_nobody_is_left_alone(title: str) -> None:
    assert persons_asked_of([title], STAFF) == []


OF_A_HOLDER = [
    "小钱好不好", "小钱要不要换", "老周好不好", "老钱还来吗", "沈兰会不会留下", "沈兰作为好不好", "沈1兰留不留", "沈……兰留不留", "沈某还干吗", "沈主席怎么样", "沈妈妈还来吗", "沈家大姐", "兰兰留下吗", "阿兰接着来", "兰主任干得好吗", "Shen姐还来吗",
    "现任团队再来三年", "大家对现任还满意吗", "原班人马再来三年", "老班底再来三年", "三年后还是她吗", "您信得过她吗", "她还行吗", "她走还是留", "让大姐再陪三年", "请现在的她接着操心三年", "你愿意再给她一次机会吗", "下一个三年交给谁", "对居委会领导满意吗",
    "年度干部测评", "社区的大管家要不要换", "换一换管事的人", "管公章的人换不换",
    "居委会主任表现怎么样", "对主任打分", "对主任的工作评一评", "主任合格不合格", "主任干得好不好", "主任好不好", "要不要让主任退休", "请主任回家", "主任可以不来了吗", "延长任期", "延期换届", "暂缓换届", "不换人", "沈(主任)兰好不好", "居委会工作打几分", "给现在的委员们打分",
    "大家给她打几分", "三年，还是她", "要她，还是不要她", "保留现在的人手", "维持现有队伍", "同一批人再服务三年", "服务期延长三年", "您信任现在的居委会吗", "当家的还是这一位吗", "佟丽娅还来吗", "阿依古丽的工作",
]  # fmt: skip
OF_NO_HOLDER = [
    "能不能当天抢修水管", "该不该当晚停水抢修", "要不要当夜施工", "要不要干湿垃圾分开", "要不要在楼下设烘干机", "能不能把花坛当中的枯树砍了", "是否适合干挂石材", "楼下台阶塌了怎么修", "距离任何一栋楼", "卸任何垃圾", "物业责任职责", "孩子下课以后开放", "给救护车让位",
    "旧报刊亭的去留", "换掉爆裂的水管", "候选方案三个选一个", "由谁来找施工队", "谁负责通知停水", "谁来拆", "施工负责人电话", "居委会主任办公室漏水", "书记信箱", "书记接待日", "一把手电筒", "继续当前的垃圾分类时间", "继续带队巡逻", "接着干第二期", "继续领养流浪猫",
    "服务社区三年行动方案", "带着大家跳舞三年的音响", "任期满的健身器材", "广场舞班子", "当班子孩子", "民主评选最美楼道", "哪位置放充电桩", "任何工具不放楼道", "居委会人员轮换值班表", "高峰时段电梯检修", "马秀英家门口的路灯",
    "继续带大家跳广场舞", "请老师继续带大家练太极", "带着大家再跳下去", "大姐们跳舞的音响留到几点", "吉他班下学期接着办", "主任值班电话留在哪里", "负责人留电话，停水抢修", "她家门口那盏先换", "每届运动会由谁来布置", "每年交给谁浇花", "居委会人员满意度调查表放哪里",
    "每户出小钱可以吗", "省小钱好不好", "小叶好漂亮的树", "兰兰幼儿园门口", "沈阿姨凉粉摊", "王建国路口", "钱大妈门口的路灯",
]  # fmt: skip


PLACES = ["清河小区", "翠竹公寓", "幸福公园", "桂花苑北", "小河沿", "金桂苑", "江南里", "东区", "幸福社区"]


@pytest.mark.parametrize("place", PLACES)
def test_an_account_that_is_called_by_a_place_names_nobody(place: str) -> None:
    """As those of grids are."""
    staff = People(
        staff=frozenset({f"演示·{place}网格员", f"{place}网格1", "督查备用", "热线接线", "夜班", "河道", "党建"})
    )
    for title in (f"{place}东门装路灯", f"{place}的备用钥匙放在哪里", "河道清淤", "夜班门卫"):
        assert holders_asked_of([title], staff) == persons_asked_of([title], staff) == []


@pytest.mark.parametrize("title", OF_A_HOLDER)
def test_what_asks_about_somebody_in_office_is_seen(title: str) -> None:
    assert holders_asked_of([title], STAFF)
    assert persons_asked_of([title], STAFF)


@pytest.mark.parametrize("title", OF_NO_HOLDER + OF_NOBODY)
def test_what_cannot_wait_is_not_taken_for_that(title: str) -> None:
    """Nor is a voter's name, nor 主任 alone: those only warn."""
    assert holders_asked_of([title], STAFF) == []


def test_few_lawful_titles_are_taken_for_a_persons() -> None:
    """Measured on those of the other tests, which are like elections on purpose: a part of them does ask about somebody."""
    titles = [*LAWFUL, *(title for template, title in HERE if template == RESIDENTS)]
    found = [title for title in titles if persons_asked_of([title], STAFF)]
    assert len(found) <= len(titles) * 0.28, found
    held = [title for title in titles if holders_asked_of([title], STAFF)]
    assert len(held) <= 5, held  # three do choose who holds an office


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("演示·主任沈兰", "沈兰"), ("演示·业委会监票人", ""), ("督查老韩", "老韩"), ("居委会副主任 欧阳丹凤", "欧阳丹凤"), ("chair", ""), ("市政值班", ""), ("沈兰（主任）", "沈兰"), ("钱委员", "钱"), ("陈老师", "陈"),
        ("王·强", "王强"), ("江南社区王强", "王强"), ("网格3号李四", "李四"), ("佟丽娅主任", "佟丽娅"), ("区小明", "区小明"), ("买买提·艾山", "买买提艾山"), ("城管局值班", ""),
    ],
)  # fmt: skip
def test_an_accounts_name_is_read_without_its_post(name: str, own: str) -> None:
    assert own_name(name) == own


@pytest.mark.parametrize(
    "title",
    ["xuanju居委会zhuren", "罢免ju委会主ren", "居委会huan届", "Zhǔrèn由谁来当：换zhu3 ren4", "动用wei修zi金换灯"],
)
def test_words_by_their_sounds_are_read_as_words(title: str) -> None:
    assert topic_elsewhere(load_templates()["residents_assembly"], [title]) is not None


KEPT = [{"text": "您愿意沈兰这位大姐接着陪大家三年吗？", "kind": "yes_no"}]
BURST = "3栋二楼水管爆了，全楼停水，等不到十天"
OUTSIDE = "问的是沈兰留任三年，就是换届选举"


@pytest.fixture
def named(world: World) -> World:
    """The world whose chair is called as the demo's, with her post in the account's name."""
    with world.parts.db.write() as s:
        s.get_one(Account, world.chair.id).name = "演示·主任沈兰"
    return world


def test_the_draft_of_a_vote_on_the_sitting_chair_is_warned_of(named: World, client: FlaskClient) -> None:
    """Her name stands in the question only; and special circumstances are not offered."""
    act_as(client, named.chair)
    soon = plan_form(named, title="社区工作满意度", q1_text=KEPT[0]["text"], q2_text="")
    page = text_of(client.post("/committee/new", data=soon | {"q2_options": ""}, follow_redirects=True))
    assert "发通知以前，请再看一遍" in page
    assert "沈兰" in page
    assert "遇有特殊情况缩短通知的" not in page
    assert "通知不缩短：要提前整 10 日，遇有特殊情况也一样" in page


def test_no_notice_on_a_person_is_shortened(named: World) -> None:
    """Whatever the reason; with the law's ten days it is taken."""
    with named.parts.db.write() as s:
        found = named.draft(s, named.plan(title="社区工作满意度", questions=KEPT))
        long_ago = named.now - timedelta(days=60)
        named.file_all(s, found, named.chair, long_ago.date())
        with pytest.raises(GateMissing, match=r"留不留、干得怎样（沈兰.*通知不缩短"):
            noticing.give_notice(
                s, named.chair, found.id, on=named.now.date(), record="门口", special_circumstances=BURST, now=named.now
            )
        then = named.now - timedelta(days=12)
        noticing.give_notice(s, named.chair, found.id, on=then.date(), record="门口", now=then)


def shortened(world: World) -> int:
    """A vote, ready to open but for what tests change, with a notice of one day."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, confirmed=False)
        found, then = queries.get(s, found_id), world.now - timedelta(days=1)
        found.notice_on, found.notice_recorded_at, found.special_circumstances = then.date(), then, BURST
        return found_id


def test_who_is_asked_of_is_looked_at_again_before_the_opening(world: World) -> None:
    """Whose account is made, or named, after the notice."""
    found_id = shortened(world)
    with world.parts.db.write() as s:
        queries.get(s, found_id).title = "高路明的工作"
        world.confirm(s, found_id)
        s.get_one(Account, world.chair.id).name = "主任高路明"
        s.flush()
        with pytest.raises(GateMissing, match=r"高路明.*通知不缩短"):
            opening.open_vote(s, world.chair, found_id, world.ring, world.now)


def test_under_an_objection_no_notice_is_shortened(world: World) -> None:
    """That the matter is not the committee's: also once it was taken back, or the notice was, whoever asked for that."""
    found_id = shortened(world)
    with world.parts.db.write() as s:
        assert noticing.not_shorter(s, queries.get(s, found_id)) == ""
        scrutineer.object_to(s, world.scrutineer, found_id, "名册里漏了一户人家", world.now)
        assert "监票人有异议" in noticing.not_shorter(s, queries.get(s, found_id))
        scrutineer.withdraw(s, world.scrutineer, found_id, world.now)
        assert noticing.not_shorter(s, queries.get(s, found_id)) == ""
        scrutineer.object_to(s, world.scrutineer, found_id, OUTSIDE, world.now, outside=True)
        scrutineer.withdraw(s, world.scrutineer, found_id, world.now)
        world.confirm(s, found_id)
        with pytest.raises(GateMissing, match=r"提出过这份议题不归本委员会定.*通知不缩短"):
            opening.open_vote(s, world.chair, found_id, world.ring, world.now)
        noticing.take_back_notice(s, world.chair, found_id, world.now)
        today, why = world.now.date(), r"提出过这份议题不归本委员会定.*通知不缩短"
        with pytest.raises(GateMissing, match=why):
            noticing.give_notice(
                s, world.chair, found_id, on=today, record="门口", special_circumstances=BURST, now=world.now
            )


def test_a_ruling_that_nobody_is_asked_of_ends_when_a_name_turns_up(world: World, client: FlaskClient) -> None:
    """As the roll is imported after it: then the vote waits for two again, and the page says that it was so then."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, world.plan(title="路灯先装哪里"), confirmed=False)
        scrutineer.object_to(s, world.scrutineer, found_id, OUTSIDE, world.now, outside=True)
        (one,) = objections.standing(s, queries.get(s, found_id))
        said, matter, objection = "要定的是路灯先装哪里，选项里没有人名", "residents_matter", one.id
        assert not objections.rule_within(s, world.supervisor, found_id, objection, said, ground=matter, now=world.now)
        assert not objections.is_undecided(s, queries.get(s, found_id))
        s.add(RollEntry(consultation_id=found_id, line=99, name="路灯", phone="", household="9-9", unit="9栋909室"))
        s.flush()
        assert objections.is_undecided(s, queries.get(s, found_id))
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "督查supervisor那时定的是可以由本委员会定：题目和选项里没有人选" in page
    assert "有名册上或者委员会里的人的名字，像是问人，一位督查定的不算数" in page
    assert "要两位督查重新定，定了以前不计票" in page
    with world.parts.db.write() as s:
        with pytest.raises(Invalid, match="凭哪一条"):
            objections.rule_within(s, world.supervisor, found_id, objection, said, ground=matter, now=world.now)
        assert objections.rule_within(s, world.supervisor, found_id, objection, said, ground="no_office", now=world.now)
        assert objections.is_undecided(s, queries.get(s, found_id))
    second = second_supervisor(world)
    with world.parts.db.write() as s:
        objections.agree_to_ruling(s, second, found_id, objection, now=world.now)
        assert not objections.is_undecided(s, queries.get(s, found_id))


def test_nobody_publishes_that_a_vote_on_the_chair_names_nobody(named: World, client: FlaskClient) -> None:
    """The ground is neither offered nor taken; any other waits for another supervisor, and the page says so."""
    found_id = named.open(named.plan(title="社区工作满意度", questions=KEPT))
    with named.parts.db.write() as s:
        scrutineer.object_to(s, named.scrutineer, found_id, OUTSIDE, named.now, outside=True)
        (one,) = objections.standing(s, queries.get(s, found_id))
        said = "题目问的是社区工作满意不满意，大家愿意不愿意"
        with pytest.raises(Invalid, match="凭哪一条"):
            objections.rule_within(
                s, named.supervisor, found_id, one.id, said, ground="residents_matter", now=named.now
            )
    act_as(client, named.supervisor)
    here = f"/committee/consultations/{found_id}"
    assert "没有人选、没有任职去留" not in text_of(client.get(here))
    ruling = {"answer": said, "ruling": "no_office"}
    (shown,) = re.findall(
        r'name="shown" value="([^"]*)"', client.post(f"{here}/objections/{one.id}/ruling", data=ruling).text
    )
    page = text_of(
        client.post(f"{here}/objections/{one.id}/ruling", data=ruling | {"shown": shown}, follow_redirects=True)
    )
    assert "还没有定下来，另一位督查同意了才能计票" in page
    assert "现在没有别的督查" in page
    act_as(client, second_supervisor(named))
    page = text_of(client.get(here))
    assert "同意由本委员会定" in page
    assert "现在没有别的督查" not in page
