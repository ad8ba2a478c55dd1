"""Elections, recalls, property companies and repair funds called by other names, and lawful matters in words like theirs.

What stands in MISSED no pattern finds: for such the scrutineer declares and a supervisor may halt, as for every vote.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.consultations.law.decided_elsewhere import topic_elsewhere
from portal.consultations.law.subject.persons import People, persons_asked_of
from portal.consultations.law.template_loader import load_templates
from portal.consultations.verbs import closing, opening, queries
from portal.consultations.verbs.acting import GateMissing
from portal.kernel.errors import Conflict, Invalid
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import YES, World
from tests.portal.consultations.declared_world import WHY, noticed
from tests.portal.consultations.halting_world import halt
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_declared import confirm_by_page

RENAMED = [
    "推荐社区当家人", "谁来带这个社区？", "请选出您最信任的社区带头人", "是否同意不再让沈兰当主任？", "让沈兰再干一届，好不好？", "把幸福物业换成桂花物业", "是否同意把幸福物业换成桂花物业？", "同意请绿城来管小区吗？", "公共维修金修外墙",
    "居委会委员增补", "罢免", "沈主任干得好不好，要不要换人？", "物业费从1.2元涨到1.8元", "推选我们社区的领头人", "票选居委会一把手", "老沈该不该继续当居委会主任", "现任班子留任还是走人", "主任要不要连任", "增补两名居民委员会成员",
    "居委会空缺的委员由谁补上", "谁最适合当社区的掌门人", "下一届谁来当家", "同意周敏接任居委会副主任", "李书记下台投票", "对王主任的不信任投票", "撤换现任主任", "居委会班子去留大家定", "请万科物业进驻本小区", "把现在的物业炒掉",
    "换哪家物业来管我们小区", "由桂花物业接管小区", "物业公司走还是留", "新物业进场", "小区换管家公司：选保利还是选龙湖", "用大修基金换3栋水管", "动那笔房屋维修金做防水", "公维金出钱换门禁", "维修基金拿来刷楼道", "不让老李再做居委会委员",
    "沈兰连任三年", "大家推一个带头人来管居委会", "换个主任试试", "选派社区主心骨", "咱们社区交给谁来领导", "辞退现在的物业，另找一家", "让绿城服务接手咱们小区", "居委会缺一名委员，从张三李四里选", "主任人选公推",
    "是否信任现任主任继续履职", "物业费标准调整到每平方一块八", "老周退下来以后谁顶上去当主任", "同意赵敏继续担任居民委员会主任吗", "居委会两名委员要不要免", "社区主任海选", "社区书记人选大家推", "谁当咱们的头儿", "小区管家换绿城行不行",
    "桂花物业干得太差，请另一家物业来", "物业合同到期后不续了", "解除和幸福物业的合同", "引进专业物业公司", "动用维修基金更换消防泵", "用公维金修屋面", "把一楼绿地划给停车用", "重选居委会班子", "增选居委会副主任一名", "让现在的主任下来",
    "外墙租出去打广告", "罢免居委会主任沈兰", "下届居委会班子提名", "请保利物业来服务本小区", "物业费每平米加两毛",
]  # fmt: skip
LAWFUL = [
    "东门装三盏路灯", "推选3栋楼组长", "评选五好家庭", "谁来带队夜间巡逻", "请志愿者来管小区图书角", "推选广场舞带头人", "推荐文明养犬带头人", "评选志愿服务带头人", "谁来管社区的猫", "选一个合唱团的领队",
    "要不要给保洁阿姨换人的休息间", "门卫室值班换人时间怎么定", "维修资金使用情况怎样公开", "物业满意度怎么评", "物业费缴纳情况公示在哪里", "请物业来修北门", "请派出所民警来讲防骗", "请老师来管暑托班", "社区食堂交给哪家公司做",
    "换一家送水公司", "把旧垃圾桶换成分类垃圾桶", "把活动室的灯换成节能灯", "物业办公室门口的花坛换成停车位划线", "给主任信箱换个位置", "书记信箱设在哪里", "居委会委员接待居民的时间", "居委会成员增加夜间值班", "居委会委员和居民一起植树",
    "请书记来上党课", "再干一届运动会", "再办一届邻里节", "让老年大学再办一期", "连任三届的志愿者怎么表彰", "维修金属栏杆", "公共维修工具箱放哪里", "修外墙脚手架占道怎么走", "大修期间停水通知怎么发", "让居民代表继续当监督员",
    "推选居民监督小组成员", "居民公约里写不写罢免楼组长的办法", "选举居委会的会场放在哪里", "社区当家菜评比", "为社区起一个名字", "谁家的花最好看", "民主管物业意见箱", "绿城路口装减速带", "保利小区围墙修缮方案", "万科城门口设斑马线",
    "新物业楼的名字", "图书室负责人排班", "推选社区食堂监督员", "给新来的社区民警开个见面会", "物业公司和居民联欢", "请物业公司补种香樟", "谁来主持中秋晚会", "推选10号楼楼长", "选三位老人当顾问", "带头清理楼道的家庭评选",
    "社区带头不放鞭炮的公约", "要不要给保安换岗亭", "由居民轮流管理活动室", "请专业公司来管充电桩", "交给街道修的路什么时候修", "维修下水管道期间停水安排", "大修下水道占路", "换掉坏的健身器材", "主任接待日改到周三", "委员轮流值班怎么排",
    "邀请老书记讲社区历史", "文明家庭推荐人选公示", "居委会门口加装扶手", "同意把班车站改到东门", "让孩子们再当一年小小河长", "换届前的卫生大扫除", "谁家出一个人参加巡逻", "小区围墙改成铁艺",
]  # fmt: skip
MISSED = [
    "大伙儿定一位社区带路人", "今后三年由谁牵头社区工作", "大修钱拿来补路面",
]  # fmt: skip


@pytest.mark.parametrize("title", RENAMED)
def test_another_name_hides_nothing(title: str) -> None:
    assert topic_elsewhere(load_templates()["residents_assembly"], [title]) is not None


@pytest.mark.parametrize("title", LAWFUL)
def test_a_lawful_matter_is_left_alone(title: str) -> None:
    assert topic_elsewhere(load_templates()["residents_assembly"], [title]) is None


@pytest.mark.parametrize("title", MISSED)
def test_no_pattern_finds_everything(title: str) -> None:
    """No list is complete. Whoever adds a pattern that finds one of these moves it to RENAMED."""
    assert topic_elsewhere(load_templates()["residents_assembly"], [title]) is None


@pytest.mark.parametrize("title", MISSED)
def test_what_no_pattern_finds_opens_only_once_it_is_declared(world: World, client: FlaskClient, title: str) -> None:
    """Not without the scrutineer, nor by a confirmation that declares nothing; declared outside, it stays shut."""
    found_id = noticed(world, title=title)
    with world.parts.db.write() as s:
        with pytest.raises(GateMissing, match="等监票人确认"):
            opening.open_vote(s, world.chair, found_id, world.ring, world.now)
        with pytest.raises(Invalid, match="请先声明"):
            world.confirm(s, found_id, matter="")
    confirm_by_page(world, client, found_id, matter="outside", reason=WHY)
    with world.parts.db.write() as s, pytest.raises(GateMissing, match="监票人有异议"):
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)


def test_what_was_opened_under_a_false_declaration_is_halted(world: World, clock: HandClock) -> None:
    """By a supervisor while it is open: then nothing of it is ever counted."""
    found_id = world.open(world.plan(title="今后三年由谁牵头社区工作"), roll=3)
    vote(world, found_id, [1, 2], YES)
    halt(world, found_id)
    clock.move(days=4)
    with pytest.raises(Conflict, match="已停止"):
        closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        assert (queries.get(s, found_id).state, queries.get(s, found_id).result) == ("halted", None)


def test_changing_somebody_is_of_the_chair_only_where_a_chair_is_named() -> None:
    """In another clause, or in another text of the same vote."""
    template = load_templates()["residents_assembly"]
    assert topic_elsewhere(template, ["沈主任干得好不好？", "要不要换人", "换", "不换"]) is not None
    assert topic_elsewhere(template, ["文艺队主持干得好不好？", "要不要换人", "换", "不换"]) is None


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["邻里节", "谁最合适？", "沈兰", "张三", "弃权"], ["沈兰", "谁最", "张三"]),
        (["邻里节", "请沈兰大姐主持好不好？", "同意", "不同意"], ["沈兰", "大姐主持好不好"]),
        (["王主任的建议", "同意吗？"], ["王主任", "主任"]),
        (["今后三年由谁牵头社区工作"], ["由谁", "三年由谁"]),
        (["东门装路灯", "先修哪里？", "东门", "西门", "水池", "周末", "白色"], []),
    ],
)
def test_persons_and_offices_are_warned_of(texts: list[str], found: list[str]) -> None:
    """Names of those in office or on the roll, names as options, offices; no places."""
    assert persons_asked_of(texts, People(officers=frozenset({"沈兰"}))) == found
