"""What the law decides in another way is recognised in titles and questions, whatever topic was picked; other matters are not."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.consultations.law.decided_elsewhere import topic_elsewhere
from portal.consultations.law.template_loader import load_templates
from portal.consultations.models import Consultation
from portal.consultations.verbs import drafting, noticing, opening
from portal.consultations.verbs.acting import GateMissing
from portal.kernel.errors import Invalid
from tests.portal.consultations.consultations_world import World

RESIDENTS, OWNERS = "residents_assembly", "owners_ordinary"
ELSEWHERE = [
    (RESIDENTS, "选举居委会主任", "elect_committee"), (RESIDENTS, "选谁当居委会主任？", "elect_committee"),
    (RESIDENTS, "罢免王主任的居委会主任职务", "elect_committee"), (RESIDENTS, "居委会换届", "elect_committee"),
    (RESIDENTS, "补选居民委员会委员一名", "elect_committee"), (RESIDENTS, "新一届居委会成员候选人", "elect_committee"),
    (RESIDENTS, "居委会副主任改选", "elect_committee"), (RESIDENTS, "谁来当主任", "elect_committee"), (OWNERS, "选举居委会委员", "elect_committee"),
    (RESIDENTS, "选举业主委员会", "other_owners"), (RESIDENTS, "业委会换届选举", "other_owners"),
    (RESIDENTS, "动用维修资金换电梯", "use_repair_fund"), (RESIDENTS, "是否同意动用维修资金？", "use_repair_fund"),
    (RESIDENTS, "屋顶防水从公共维修基金里出，维修资金用于防水", "use_repair_fund"), (RESIDENTS, "申请使用专项维修资金修外墙", "use_repair_fund"),
    (RESIDENTS, "续筹维修资金", "raise_repair_fund"), (OWNERS, "每户补交维修资金两千元", "raise_repair_fund"),
    (RESIDENTS, "解聘现在的物业公司", "choose_property_company"), (RESIDENTS, "物业公司是否续聘", "choose_property_company"),
    (RESIDENTS, "修订小区管理规约", "management_covenant"), (RESIDENTS, "业主大会议事规则修订", "owners_rules"),
    (OWNERS, "3栋加装电梯", "rebuild"), (RESIDENTS, "同意加装电梯吗？", "rebuild"), (OWNERS, "电梯广告位出租", "common_parts_business"),
    (OWNERS, "中心绿地改成停车场", "change_common_use"),
    (RESIDENTS, "选居委会主任", "elect_committee"), (RESIDENTS, "要不要换主任", "elect_committee"), (RESIDENTS, "免去李主任的职务", "elect_committee"),
    (RESIDENTS, "居委会主任由谁来当", "elect_committee"), (RESIDENTS, "投票选新一任居委会", "elect_committee"),
    (RESIDENTS, "推举新的居委会班子", "elect_committee"), (RESIDENTS, "选举居委会主任，会场在活动中心", "elect_committee"),
    (RESIDENTS, "选举居委会主任和调解委员会委员", "elect_committee"), (RESIDENTS, "选业委会主任", "other_owners"),
    (RESIDENTS, "从维修资金里出钱修屋顶", "use_repair_fund"), (RESIDENTS, "动用公维金修屋顶", "use_repair_fund"),
    (RESIDENTS, "每户交两千补维修基金", "raise_repair_fund"), (RESIDENTS, "换一家物业公司", "choose_property_company"),
    (RESIDENTS, "和物业公司续约", "choose_property_company"), (RESIDENTS, "3栋装电梯", "rebuild"), (OWNERS, "加装电梯和楼道灯", "rebuild"),
    (RESIDENTS, "由张三担任居委会主任", "elect_committee"), (RESIDENTS, "电梯加装", "rebuild"), (OWNERS, "外墙广告招租", "common_parts_business"),
    (OWNERS, "架空层改变用途", "change_common_use"), (RESIDENTS, "物业去留", "choose_property_company"),
    (OWNERS, "绿地改车位", "change_common_use"), (OWNERS, "电梯里挂广告收钱", "common_parts_business"),
    (OWNERS, "楼顶租给通信公司", "common_parts_business"), (OWNERS, "电梯做不做广告", "common_parts_business"),
]  # fmt: skip
HERE = [
    (RESIDENTS, "东门装路灯"), (RESIDENTS, "制定居民公约"), (RESIDENTS, "推选居民选举委员会成员"), (RESIDENTS, "推选3栋楼组长"),
    (RESIDENTS, "换届选举宣传栏放在哪里"), (RESIDENTS, "居委会主任接待日改到周三"), (RESIDENTS, "公益金先修路还是先修凉亭"),
    (RESIDENTS, "维修资金使用情况怎样公示"), (RESIDENTS, "清理楼道小广告"), (RESIDENTS, "电梯口装一面镜子"), (RESIDENTS, "电梯里装监控"),
    (RESIDENTS, "物业服务满意度评议"), (RESIDENTS, "文明养犬公约"), (RESIDENTS, "给凉亭选一个名字"), (RESIDENTS, "广场舞几点结束"),
    (RESIDENTS, "选哪一家来修健身器材"), (RESIDENTS, "居委会搬到活动中心一楼"), (RESIDENTS, "请谁来当广场舞领队"), (RESIDENTS, "荷花池改成花坛"),
    (OWNERS, "使用维修资金修屋顶"), (OWNERS, "选聘物业服务企业"), (OWNERS, "修订管理规约"), (OWNERS, "维修资金用于更换电梯"), (OWNERS, "电梯钢丝绳更换"),
    # 人民调解法第九条: residents' assemblies choose mediators
    (RESIDENTS, "推选人民调解委员会委员"), (RESIDENTS, "推选居务监督委员会主任人选"), (RESIDENTS, "谁当社区议事会主任"),
    (RESIDENTS, "居委会候选人见面会定在哪天"), (RESIDENTS, "听取居委会换届以来的工作报告"), (RESIDENTS, "居委会选举期间活动室照常开放吗"),
    (RESIDENTS, "业委会成员和居民一起巡查，定在几点"), (RESIDENTS, "更换业委会门口的门锁"),
    (RESIDENTS, "要不要把桂花苑的“老旧小区改造与加装电梯”定为大家一起办的事？"),  # a hot issue's draft, by its category (RESIDENTS, "路灯的钱从公益金出，不动用维修资金"),
    (RESIDENTS, "请物业公司更换垃圾桶"), (RESIDENTS, "更换物业服务中心门口的健身器材"), (RESIDENTS, "安装电动车进电梯报警器"),
    (RESIDENTS, "改建楼前花坛"), (RESIDENTS, "翻建3号楼旁的凉亭"), (RESIDENTS, "楼道里不许做广告"), (RESIDENTS, "楼道出租房登记公约"),
    (RESIDENTS, "拆除外墙广告位"), (OWNERS, "使用维修资金安装电梯阻车系统"), (OWNERS, "使用维修资金改建楼顶防水层"),
    (OWNERS, "公共部位经营收益补充维修资金"), (OWNERS, "公共部位经营收入怎么用"), (OWNERS, "审计电梯广告位收入"), (OWNERS, "屋顶不出租给通信公司"),
]  # fmt: skip


WRITTEN_OTHERWISE = [
    ("居委會主任人選", "elect_committee"), ("選沈蘭當居委會主任", "elect_committee"), ("罷免沈蘭", "elect_committee"),
    ("換掉幸福物業，另聘桂花物業", "choose_property_company"), ("動用維修資金修電梯", "use_repair_fund"), ("樓頂租給移動公司建基站", "common_parts_business"),
    ("居 委 会 主 任 人 选", "elect_committee"), ("居·委·会·主·任人选", "elect_committee"), ("居.委.会.主.任人选", "elect_committee"),
    ("居、委、会、主、任人选", "elect_committee"), ("居，委，会，主，任人选", "elect_committee"), ("居—委—会主任人选", "elect_committee"),
    ("居委会★主任人选", "elect_committee"), ("居⼀委⼀会主任⼈选", "elect_committee"), ("居委会主\u200b任人\u00ad选", "elect_committee"),
    ("居委会主，任人选", "elect_committee"), ("居1委1会1主1任1人选", "elect_committee"), ("居;委;会;主;任人选", "elect_committee"),
    ("請沈蘭讓位", "elect_committee"), ("罢免老沈", "elect_committee"), ("沈兰下课", "elect_committee"), ("社區主任選誰", "elect_committee"), ("村长选谁", "elect_committee"),
]  # fmt: skip
OWNERS_SPECIAL = [
    ("把一楼架空层租给人开茶室", "common_parts_business"), ("在电梯里放广告，收入归业委会", "common_parts_business"),
    ("外墙上挂商业广告", "common_parts_business"), ("天台装两个基站", "common_parts_business"), ("大堂开便利店", "common_parts_business"),
    ("每户再交两千元补进维修的账", "raise_repair_fund"), ("各家多出一千块补维修资金", "raise_repair_fund"), ("拆掉花坛建车棚", "change_common_use"),
    ("占用绿地划停车位", "change_common_use"), ("填平花池改成充电棚", "change_common_use"), ("选何工当业委会主任，同意吗", "elect_owners_chair"),
    ("业委会主任由谁来当", "elect_owners_chair"), ("让何工兼业委会副主任", "elect_owners_chair"),
    ("业委会主任选何工", "elect_owners_chair"), ("何工任业委会主任", "elect_owners_chair"), ("业委会选何工做主任", "elect_owners_chair"), ("何工或者李工来领导业委会", "elect_owners_chair"),
    ("在轿厢里放广告", "common_parts_business"), ("电梯轿厢广告投放", "common_parts_business"), ("把底层架空租给茶室", "common_parts_business"),
    ("一楼空地出租给人摆摊", "common_parts_business"), ("小区道路划车位收费", "common_parts_business"), ("人防车位出租", "common_parts_business"),
    ("物业用房改成棋牌室", "change_common_use"), ("大门口的门卫室改成快递驿站", "change_common_use"), ("花坛改车位", "change_common_use"), ("儿童游乐区改成停车位", "change_common_use"),
    ("拆掉凉亭建充电桩", "change_common_use"), ("拆除围墙建商铺", "change_common_use"), ("每户2000元补维修账户", "raise_repair_fund"),
    ("维修基金不够了，每家凑一千", "raise_repair_fund"), ("按面积收一笔钱补足大修账", "raise_repair_fund"),
]  # fmt: skip
OWNERS_MAY = [
    "拆除楼道小广告", "架空层放健身器材怎么排时间", "电梯里贴的小广告怎么清理", "楼道里不许贴广告", "楼道出租房登记公约", "大厅租房信息栏放在哪",
    "每户出一个人参加巡逻", "每户出两个人参加维修栏杆", "花坛改种月季", "拆掉旧花坛重新砌", "拆掉废旧车棚建花坛", "在花坛边建一个凉亭", "业委会主任接待日改到周三",
    "请业委会主任来讲物业", "同意请业委会主任来参加茶话会", "免去停车费", "免掉物业费吗", "门厅开一盏灯", "各家补交垃圾费", "拆掉绿地旁的旧墙建停车牌",
    "业委会主任信箱放在哪里", "东、西、南、北四个门哪个先修",
    "撤换路灯", "撤换门禁系统", "建议撤换垃圾桶", "同意撤换楼道灯泡吗", "支持撤换井盖", "撤换石凳", "免去押金", "免去排队", "免去广场舞", "罢免群主", "弹劾规则", "李老师下课后的托管",
    "业委会主任换新办公桌", "谁给业委会主任送通知", "推业委会主任提的方案", "选业委会主任提的方案一", "撤业委会主任定的规矩", "把绿地上搭的仓库拆掉", "拆除绿地上的违建车棚",
    "清退占用花坛建的车棚", "占用草坪建的车棚拆不拆", "用绿地的水管修停车场", "草坪改建后停车牌放哪", "电梯里不让放广告", "大厅开小店门口的灯", "门厅设茶室指示牌",
    "每户交一份维修资金意见表", "每家交维修基金发票复印件", "各家拿维修资金对账单到物业", "每户交钱请保洁", "围墙改成铁艺", "东门道路划停车线",
]  # fmt: skip


@pytest.mark.parametrize(("title", "topic"), WRITTEN_OTHERWISE)
def test_no_way_of_writing_hides_it(world: World, title: str, topic: str) -> None:
    """Traditional characters, signs between the characters, what is not seen; as title, question or option."""
    template = load_templates()[RESIDENTS]
    for texts in ([title, "同意吗？"], ["社区大事", title], ["社区大事", "选哪个？", title]):
        found = topic_elsewhere(template, texts)
        assert found is not None
        assert found.code == topic


@pytest.mark.parametrize(("title", "topic"), OWNERS_SPECIAL)
def test_what_more_owners_must_agree_to_is_no_ordinary_matter(title: str, topic: str) -> None:
    found = topic_elsewhere(load_templates()[OWNERS], [title])
    assert found is not None
    assert found.code == topic


@pytest.mark.parametrize("title", OWNERS_MAY)
def test_what_owners_or_residents_may_decide_in_such_words_is_left_alone(title: str) -> None:
    assert topic_elsewhere(load_templates()[OWNERS], [title]) is None
    assert topic_elsewhere(load_templates()[RESIDENTS], [title]) is None


@pytest.mark.parametrize(("template", "title", "topic"), ELSEWHERE)
def test_what_the_law_decides_in_another_way_is_found(template: str, title: str, topic: str) -> None:
    found = topic_elsewhere(load_templates()[template], [title])
    assert found is not None
    assert found.code == topic


@pytest.mark.parametrize(("template", "title"), HERE)
def test_what_this_template_may_decide_is_left_alone(template: str, title: str) -> None:
    assert topic_elsewhere(load_templates()[template], [title]) is None


def test_neither_title_nor_question_nor_option_hides_an_election(world: World) -> None:
    """Under whatever topic; the refusal names the article."""
    asks = {"text": "选谁？", "kind": "choose", "most": 1}
    people = [{"code": "a", "label": "沈兰"}, {"code": "b", "label": "张三"}]
    chairs = [{"code": "a", "label": "选沈兰当主任"}, {"code": "b", "label": "选张三当主任"}]
    plans = [
        world.plan(topic="covenant", title="选举居委会主任"),
        world.plan(
            topic="covenant", title="社区大事", questions=[{**asks, "text": "谁当居委会主任？", "options": people}]
        ),
        world.plan(topic="covenant", title="社区大事", questions=[{**asks, "options": chairs}]),
    ]
    for plan in plans:
        with world.parts.db.write() as s, pytest.raises(Invalid, match="第十九条、第二十条"):
            world.draft(s, plan)


def test_it_is_read_again_at_notice_and_at_opening(world: World) -> None:
    """As of a draft that was made before the rule, or changed in the database."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        world.file_all(s, found, world.chair, world.now.date())
        found.title = "动用维修资金换电梯"
        with pytest.raises(GateMissing, match="民法典第二百七十八条"):
            noticing.give_notice(s, world.chair, found.id, on=world.now.date(), record="各单元门口", now=world.now)
        ready = world.noticed(s)
        s.execute(sa.update(Consultation).where(Consultation.id == ready).values(title="动用维修资金换电梯"))
        s.expire_all()
        with pytest.raises(GateMissing, match="民法典第二百七十八条"):
            opening.open_vote(s, world.chair, ready, world.ring, world.now)


def test_the_right_template_takes_it(world: World) -> None:
    with world.parts.db.write() as s:
        assert drafting.create_draft(s, world.owners_chair, world.owners_plan(title="动用维修资金修屋顶"), world.now).id
