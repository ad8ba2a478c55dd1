"""No vote makes the term of a committee longer that is elected by law, wherever and in whatever words it is written."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from portal.consultations.law.decided_elsewhere import topic_elsewhere
from portal.consultations.law.subject.persons import People, holders_asked_of
from portal.consultations.law.subject.terms import prolongs_a_term
from portal.consultations.law.template_loader import load_templates
from portal.consultations.verbs import noticing
from tests.portal.consultations.committee_pages_world import act_as, plan_form
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.test_consultations_pages import text_of

ASSEMBLY = load_templates()["residents_assembly"]
# written before the rule: of the first twenty 5 were refused; of the last twelve the rule then knew 10
PROLONGED = [
    "是否同意本届居委会任期顺延到2029年12月？", "请确认：这一届班子先不换，等小区改造完再说", "是否同意居委会现有五位同志把工作继续做到2029年", "居委会主任和副主任的聘期再签三年，您同意吗",
    "是否赞成今年的换届往后放一放", "沈主任干得好，让她再干一届行不行", "关于社区两委成员履职期限放宽至八年的决定", "居民委员会班子原班人马续任的方案",
    "委员会成员不作调整，接着为大家服务到2030年", "是否同意暂缓居民委员会选举", "村委会这届延用到拆迁结束", "社区主任任职再顺延两年，请表决",
    "请大家同意：现居委会过渡到2028年底", "换届选举明年不搞了，由老班子维持", "居委会任满之后自动延续一届", "是否同意居委会委员人选维持原样五年",
    "是否同意取消今年的居委会换届", "选民登记推迟，现届居委会照常行使职权", "老主任别退，再带我们几年", "村委会成员的任职时间从五年改成十年",
    "由居民代表会议追认居委会超期履职", "居委会一届改为八年", "委员们留下来，把旧改干完", "本届两委任期不设截止日",
    "居委会先由现在的人代管到2028年", "今年换届选举延到后年", "同意沈兰等五人继续履职至2029年", "免去换届的麻烦，老班子照旧",
    "居委会主任职务自动延长", "换届的事过两年再说", "请现有五名委员留任", "村委会任期届满后不选举，继续工作",
    "居委会这届人员不调整", "把下次换届定在2030年", "社区书记主任再挑三年担子", "居委会委员任期由五年变为终身",
    "居委会班子延长到旧改结束", "今年先不选居委会了", "沈主任任满再续一期", "换届改在三年以后",
    "把居委会的五年任期改成七年", "现任主任留到2030年退休", "本届村委会任期自动延至下届产生", "居委会人员三年内不作变动",
    "两委换届推后一年举行", "同意现有委员接着做下去", "居委会主任的任期不受五年限制", "推迟居委会选举到疫情结束",
    "现居委会继续负责到2029年底", "委员职务保留到2030年", "居委会到期了也不改选", "请把主任的任职年限再放三年",
    "同意委员会原班子连任", "换届选举放到疫情以后再做", "现任村委会全体成员任期延至2031年", "社区两委再干满一届",
    "居委会不换届，大家没意见吧", "沈兰主任任期自动顺延", "现有居委会班子稳定到2030年", "居委会主任三年内不更换",
    "暂停本年度居委会选举工作", "届满后由原委员会成员继续履职",
    "由现任居委会成员继续挑起这副担子",
]  # fmt: skip
# written with them: neither a term nor whoever holds an office
ORDINARY = [
    "是否同意物业服务合同延期一年", "志愿者队伍名单按去年的继续", "居委会服务窗口的开放时间延长到晚上八点", "是否同意广场舞结束时间延长到九点半",
    "电梯维保合同续签三年", "居委会牵头的楼道清理行动延长到十二月底", "社区食堂继续由居委会委托原来的公司经营", "小区停车收费方案试行期延长半年",
    "居委会主任接待日改到周三", "请居委会继续组织周末义诊", "居委会建议把物业合同再延长一年", "主任说工期要顺延，是否同意",
    "小区公约的有效期延长到2028年", "村里承包地租期顺延一年，租金不变", "沈阿姨的编织班再办一期", "居委会组织的夏令营明年还办不办",
    "是否同意把修路推迟到国庆以后", "议事会的例会时间保持每月一次", "公开栏继续由村务监督委员会每季度张贴", "居委会提议把健身房开放期延长一年",
    "居委会服务公约继续执行三年", "请居委会把工期改到明年", "社区书记讲堂明年继续办", "村委会文化广场租约顺延到2029年",
    "本届邻里节延期举办", "主任信箱保持不变", "居委会活动室晚上延长开放", "换届选举期间广场舞暂停",
    "两委联系户制度保持不变", "居委会换届后再定门禁方案", "居委会门口的路灯换不换", "任职资格公示栏换新",
    "本届楼道文化节延长一周", "委员会议改到周五晚上", "居委会下午值班延长一小时", "主任办公室搬迁推迟到明年",
    "社区同意延长图书角开放时间", "居委会与物业的协议续签两年", "请居委会继续管好停车", "现有健身器材不换",
    "现在的垃圾分类时间不变", "居委会成员分片联系表上墙", "书记带队巡逻再加一晚", "任何人不得延长装修时间到晚上",
    "村委会鱼塘承包期延长三年", "楼道里的人员登记延长到年底", "两委换届公告栏换玻璃", "干部食堂开放到2029年",
    "居委会办公时间延长一小时", "社区主任和书记轮流值班到年底", "村委会会议室再装两台空调", "换届后再修南门",
    "停车管理方案延期一年", "业委会任期内不涨物业费", "沈师傅的修鞋摊再摆三年", "晾衣区开放时间不变",
    "居委会的公示栏延长张贴七天", "志愿服务队继续服务到2028年", "书记项目“楼道美化”推迟启动", "邻里食堂试营业期再延一个月",
]  # fmt: skip
EXPLAINED = [
    "第三部分第五条：本届居委会沈兰等五位同志的任期顺延到2029年12月，由本次会议一并确认。",
    "为了不断档，现任居委会成员继续履职到2029年底。",
    "另外，居委会换届推迟一年。",
    "一、修路。\n二、两委班子不变，再干三年。",
]
ONLY_MENTIONED = [
    "本届居委会任期2026年12月届满，换届选举依法进行，物业合同延长一年和换届无关。",
    "居委会任期不得延长。",
    "居委会主任沈兰负责联系施工队，工期可能顺延。",
    "有事请找居委会，开放时间延长到晚上九点。",
    "社区干部挑起宣传的担子，挨家挨户走访。",
]


@pytest.mark.parametrize("title", PROLONGED)
def test_a_longer_term_is_refused(title: str) -> None:
    assert topic_elsewhere(ASSEMBLY, [title, "您同意吗？"]) is not None
    assert topic_elsewhere(ASSEMBLY, ["社区大事", title]) is not None


@pytest.mark.parametrize("title", ORDINARY)
def test_what_only_looks_like_one_is_left_alone(title: str) -> None:
    assert topic_elsewhere(ASSEMBLY, ["社区大事", title], title) is None


@pytest.mark.parametrize("text", EXPLAINED)
def test_the_explanation_hides_no_term(text: str) -> None:
    found = topic_elsewhere(ASSEMBLY, ["2027年工作方案", "是否同意这个方案？"], text)
    assert found is not None
    assert found.code == "committee_term"


@pytest.mark.parametrize("text", ONLY_MENTIONED)
def test_an_explanation_may_speak_of_the_committee(text: str) -> None:
    assert topic_elsewhere(ASSEMBLY, ["物业服务合同延期", "同意吗？"], text) is None


def test_a_title_that_is_only_the_term_is_read_with_its_question() -> None:
    assert prolongs_a_term(["任期", "是否同意顺延到2029年12月？"])
    assert not prolongs_a_term(["工期", "是否同意顺延到2029年12月？"])


def test_no_draft_of_it_is_kept(world: World, client: FlaskClient) -> None:
    """Neither asked nor explained; the page names the article."""
    act_as(client, world.chair)
    for changes in ({"title": "任期", "q1_text": PROLONGED[0]}, {"text": EXPLAINED[0]}):
        answer = client.post("/committee/new", data=plan_form(world, **changes))
        assert answer.status_code == 422
        assert "居委会组织法第十四条" in text_of(answer)


def test_an_older_draft_of_it_gets_no_notice(world: World) -> None:
    """One that was stored before the rule."""
    with world.parts.db.write() as s:
        draft = world.draft(s)
        draft.text = EXPLAINED[0]
        s.flush()
        facts = noticing.facts_of(s, draft, world.now)
    assert "换届选举" in facts.elsewhere


@pytest.mark.parametrize(
    "text",
    ["2027年起的服务队伍按现在的名单继续", "是否同意社区服务队伍名单", "工作人员按去年的来", "现有人手照旧，班子名单"],
)
def test_a_list_of_those_who_serve_warns(text: str) -> None:
    assert holders_asked_of([text], People())


@pytest.mark.parametrize(
    "text", ["志愿服务队伍名单按去年的继续", "志愿者队伍名单", "工作人员进小区登记", "食堂工作人员体检"]
)
def test_a_list_of_helpers_warns_of_nothing(text: str) -> None:
    assert holders_asked_of([text], People()) == []


@pytest.mark.parametrize(
    "word", ["居委会", "本届", "任期", "主任", "的", "再", "继续", "换届", "两委成员", "延长", "一二三四五"]
)
def test_a_long_explanation_is_read_in_time(word: str) -> None:
    began = time.monotonic()
    prolongs_a_term(["路灯"], word * (20_000 // len(word)))
    assert time.monotonic() - began < 2
