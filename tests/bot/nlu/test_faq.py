"""Common questions, matched by meaning."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from bot.reading.classifying.bodies_asked import matter_asked_about, question_about_body, questions_of_matters
from bot.reading.classifying.faq import Questions, asks_a_question, only_complains
from bot.reading.community import CommunityFiles, folder

TODAY = date(2026, 11, 24)
SHIPPED = CommunityFiles(folder())


@pytest.fixture(scope="module")
def shipped() -> Questions:
    """The shipped community's questions, indexed once."""
    return Questions(SHIPPED.now().questions)


@pytest.mark.parametrize("text", ["居住证怎么办", "我想办居住证需要啥材料", "居住证咋办理"])
def test_a_question_in_other_words_is_answered(files: CommunityFiles, text: str) -> None:
    """Dialect and politeness do not change the question."""
    match = Questions(files.now().questions).closest(text, TODAY)
    assert match is not None
    assert match.question.question == "居住证怎么办"


@pytest.mark.parametrize("text", ["路灯坏了三天了", "残疾证怎么办", "今天天气怎么样"])
def test_another_matter_is_not(files: CommunityFiles, text: str) -> None:
    """A case that touches a question is a case."""
    assert Questions(files.now().questions).closest(text, TODAY) is None


def test_an_answer_past_its_date_is_not_given(files: CommunityFiles) -> None:
    """老年卡 was valid until 2020."""
    match = Questions(files.now().questions).closest("老年卡去哪里领", TODAY)
    assert match is None or match.question.question != "老年卡去哪里领"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("办护照要到哪个地方", "出国护照在哪里办"),
        ("星期天居委会开门不", "社区几点上班"),
        ("八十多岁的老人有钱发吗", "高龄补贴怎么领"),
        ("厂里拖着工资不发，找谁管", "单位欠工资怎么办"),
    ],
)
def test_a_question_is_found_by_its_meaning(shipped: Questions, text: str, question: str) -> None:
    """In words that no wording has."""
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert match.question.question == question


@pytest.mark.parametrize(
    "text",
    [
        "我家孩子放学被人跟踪，怎么办", "我孩子在托管班被老师打了，找谁", "课后老师摸我女儿，该找谁", "我今年12岁，放学没人接，有个叔叔说带我走，可以吗", "孩子放学没回来怎么办",
        "我妈住养老院被护工打，怎么办", "我妈在养老院被虐待怎么办", "我爸在养老院被绑在床上，可以吗", "我妈住养老院身上都是伤，找谁", "我女儿13岁怀孕了去哪里建卡", "我女儿上初中怀孕了，去哪里建卡",
        "我爸不动了，死亡证明怎么开", "我奶奶没气了，死亡证明怎么开", "流浪狗追着孩子咬，归谁管", "欠网贷还不上想死，创业贷款怎么申请",
    ],
)  # fmt: skip
def test_whoever_suffers_harm_gets_no_answer_that_says_nothing_of_it(shipped: Questions, text: str) -> None:
    """They want help: what they tell is read as a report."""
    assert shipped.closest(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("孩子放学没人接，有没有托管班", "放学后有没有托管"),
        ("我爸走不动了，养老院怎么住进去", "养老院怎么住进去"),
        ("我32岁怀孕了在哪里建卡", "怀孕建卡去哪里"),
        ("我妈去世了死亡证明怎么开", "死亡证明怎么开"),
        ("孩子打疫苗去哪里", "疫苗去哪里打"),
        ("医保卡怎么绑定手机", "医保卡里的钱家里人能用吗"),
        ("不动产证丢了怎么补", "房产证丢了怎么补"),
        ("孩子身份证丢了怎么补", "身份证丢了怎么补"),
        ("被流浪狗咬了去哪里打针", "被狗咬猫抓了去哪里打针"),
        ("老人做不动饭了有食堂吗", "老人吃饭有食堂吗"),
    ],
)
def test_words_that_only_look_like_harm_leave_the_answer(shipped: Questions, text: str, question: str) -> None:
    """And a question that is of harm itself."""
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert match.question.question == question


def test_nobody_is_told_what_they_did_not_ask(shipped: Questions) -> None:
    """A complaint in the form of a question is none."""
    assert not asks_a_question("垃圾到底有没有人收")
    assert only_complains("我家暖气一点不热，报修好几次了")
    assert asks_a_question("垃圾几点收啊？")
    assert shipped.closest("明天会下雨吗", TODAY) is None


def test_a_bodys_number_and_hours_are_told() -> None:
    """From the list of bodies; whose number nobody asks for is not."""
    asked = question_about_body("自来水公司电话是多少", SHIPPED.now())
    assert asked is not None
    assert SHIPPED.now().bodies["自来水公司"].phone in asked.answer
    assert question_about_body("我的电话是13800000001", SHIPPED.now()) is None
    assert question_about_body("自来水公司不来修", SHIPPED.now()) is None


def test_questions_that_no_wording_was_written_from(shipped: Questions) -> None:
    """130, two for each, written before any answer was looked at: nearly all are found, and few get another's answer."""
    with Path(__file__).with_name("questions.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["question"], shipped.closest(row["text"], TODAY)) for row in csv.DictReader(file)]
    right = [wanted for wanted, match in found if match is not None and match.question.question == wanted]
    wrong = [wanted for wanted, match in found if match is not None and match.question.question != wanted]
    assert len(right) >= 0.85 * len(found)
    assert len(wrong) <= 0.07 * len(found)


def test_questions_on_what_was_added_later(shipped: Questions) -> None:
    """By the hand that wrote their wordings, in other words: more than half are found, and one in ten at most gets another's answer."""
    with Path(__file__).with_name("newer_questions.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["question"], shipped.closest(row["text"], TODAY)) for row in csv.DictReader(file)]
    right = [wanted for wanted, match in found if match is not None and match.question.question == wanted]
    wrong = [wanted for wanted, match in found if match is not None and match.question.question != wanted]
    assert len(right) >= 0.52 * len(found)
    assert len(wrong) <= 0.1 * len(found)


def test_few_wordings_are_enough() -> None:
    """Many wordings are compared otherwise than few; both know a question from none."""
    many = SHIPPED.now().questions
    few = [one for one in many if one.question in ("居住证怎么办", "养狗要办证吗")]
    for known in (many, few):
        match = Questions(known).closest("外地来的，居住证要怎么弄", TODAY)
        assert match is not None
        assert match.question.question == "居住证怎么办"
        assert Questions(known).closest("明天会下雨吗", TODAY) is None
    assert Questions([]).closest("居住证怎么办", TODAY) is None


WHO_HANDLES = {
    "路灯坏了归谁管": "municipal", "井盖的事找哪个部门管": "municipal", "烧烤摊的油烟归谁管": "urban_management", "公交站台谁负责": "transport",
    "宽带断了谁来管": "telecom", "红绿灯坏了哪个单位管": "traffic_police", "公厕归哪个部门管": "sanitation", "公园绿化谁负责": "greening",
}  # fmt: skip


@pytest.mark.parametrize("text", WHO_HANDLES)
def test_who_handles_a_matter_is_told(text: str) -> None:
    """By what the list of bodies says that each handles."""
    matter = matter_asked_about(text)
    assert matter
    community = SHIPPED.now()
    match = Questions(questions_of_matters(community)).closest(matter, TODAY)
    assert match is not None
    assert (
        next(body.phone for body in community.bodies.values() if body.code == WHO_HANDLES[text])
        in match.question.answer
    )


def test_who_handles_nothing_named_is_not_asked() -> None:
    """Nor is it in a report that says so in passing."""
    assert matter_asked_about("谁管") is None
    assert matter_asked_about("物业不管，我也不知道找谁，路灯还是不亮") is None


@pytest.mark.parametrize("text", ["高空抛物罚多少钱", "高空扔东西罚多少钱", "楼上扔东西多少钱"])
def test_what_costs_how_much_is_no_question_of_something_else(shipped: Questions, text: str) -> None:
    """That shares only its subject with it, and whose answer names no price."""
    assert shipped.closest(text, TODAY) is None


@pytest.mark.parametrize("text", ["身份证", "户口本要带吗", "社保卡", "结婚证要不要带上"])
def test_a_paper_that_is_only_named_is_not_lost(shipped: Questions, text: str) -> None:
    """身份证丢了怎么补 answers nobody who tells of no loss."""
    match = shipped.closest(text, TODAY)
    assert match is None or "丢了" not in match.question.question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("物业费多少钱一平", "物业费多少钱一平"), ("物业费怎么收费", "物业费多少钱一平"), ("煤气开户要带啥", "燃气怎么开通"), ("阶梯电费咋个算法", "阶梯电价怎么算"),
        ("户口册子找不到了", "户口簿丢了怎么补"), ("结婚证弄丢了去哪里重新拿", "结婚证丢了怎么补"), ("想把我的户口单独分一本出来", "分户怎么办"), ("小区里能不能喂野猫", "流浪猫能喂吗"),
        ("怀上了要先去哪里建卡", "怀孕建卡去哪里"), ("公公要送养老院，怎么个收法", "养老院怎么住进去"), ("断交了医保还能续上不", "医保断了能补吗"), ("乳腺和宫颈的免费检查去哪做", "两癌筛查怎么参加"),
    ],
)  # fmt: skip
def test_what_people_ask_most_has_an_answer_of_its_own(shipped: Questions, text: str, question: str) -> None:
    """Each of these got another matter's answer, or none."""
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert match.question.question == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("物业费太贵", "物业不作为可以不交物业费吗"), ("物业费能不交吗", "物业不作为可以不交物业费吗"), ("居民医保一年多少钱", "医保怎么交"), ("狗证多少钱", "养狗要办证吗"),
        ("办居住证多少钱", "居住证怎么办"), ("九十岁老人每月多少钱", "高龄补贴怎么领"), ("报一件事多少钱", "在这里报事要钱吗"), ("停车费多少钱", "停车费多少钱"),
    ],
)  # fmt: skip
def test_what_tells_the_price_or_how_to_go_about_it_is_answered(shipped: Questions, text: str, question: str) -> None:
    """And so is what only speaks of money."""
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert match.question.question == question


@pytest.mark.parametrize(
    "text", ["孩子发烧39度怎么办", "我发烧了去哪看", "老人咳嗽半个月怎么办", "宝宝拉肚子吃什么药", "牙疼要不要紧"]
)
def test_an_ailment_is_answered_by_nothing_that_tells_of_none(shipped: Questions, text: str) -> None:
    """发烧 is not 烧纸."""
    match = shipped.closest(text, TODAY)
    told = "" if match is None else match.question.question + match.question.answer
    assert match is None or any(word in told for word in ("发烧", "发热", "咳", "拉肚子", "腹泻", "牙"))


@pytest.mark.parametrize(
    "text", ["煤气没漏，就是想问开户怎么办", "不是投诉，想咨询一下居住证怎么办", "家里没着火，我想问居住证怎么办"]
)
def test_what_is_asked_beside_a_denied_trouble_is_the_question(shipped: Questions, text: str) -> None:
    """The trouble that is denied is not answered."""
    match = shipped.closest(text, TODAY)
    assert match is None or "煤气味" not in match.question.question
    if "居住证" in text:
        assert match is not None
        assert match.question.question == "居住证怎么办"


@pytest.mark.parametrize("text", ["家里煤气味很大，想问怎么办", "闻到煤气味怎么办", "没关煤气漏了，想问怎么办"])
def test_a_trouble_that_is_not_denied_is_still_answered(shipped: Questions, text: str) -> None:
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert "煤气" in match.question.question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("我说的话能删掉吗，不想让邻居看到", "怎么删掉我的资料"),
        ("能不能删掉我说的话，不想让邻居看到", "怎么删掉我的资料"),
        ("不想让邻居看到，我说的话能删掉吗", "怎么删掉我的资料"),
        ("社区几点下班，我想去盖章", "社区几点上班"),
        ("这里记的事多久删，我怕泄露", "我的资料存多久"),
        ("我急着用，居住证多久能拿到", "居住证怎么办"),
        ("怕弄丢，身份证丢了怎么补", "身份证丢了怎么补"),
        ("电动车能进电梯吗，怕罚款", "电动车可以推上楼充电吗"),
        ("我的电话会公开吗，担心骚扰", "我说的话会给谁看"),
    ],
)
def test_a_question_with_its_reason_is_found(shipped: Questions, text: str, question: str) -> None:
    """Why somebody asks, in a clause of its own, is no part of what is asked."""
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert match.question.question == question
    assert match.score > 0.7


@pytest.mark.parametrize(
    "text",
    [
        "路灯坏了找谁，晚上看不见",
        "楼道灯坏了怎么办，怕老人摔着",
        "桂花苑3栋能修灯吗，怕摔跤",
        "路灯不亮，怕老人摔着",
        "有人在楼道抽烟，怕着火",
        "门口的井盖没了，怕人掉下去",
        "他们说话能小声点吗，想睡觉",
        "我想睡觉，他们能不能别跳了",
        "邻居养的鸡能不能弄走，怕禽流感",
        "你们能不能来个人，急",
    ],
)
def test_a_trouble_with_its_reason_is_no_common_question(shipped: Questions, text: str) -> None:
    match = shipped.closest(text, TODAY)
    assert match is None or match.score < 0.8


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("心里难受，睡不着", "心里难受怎么办"),
        ("最近心里很难受，不想说话", "心里难受怎么办"),
        ("压力大，晚上失眠", "心里难受怎么办"),
        ("得了抑郁症，想找人聊聊", "心里难受怎么办"),
        ("孩子不想上学了", "孩子不想上学怎么办"),
        ("儿子厌学在家一个月了", "孩子不想上学怎么办"),
        ("装修押金能退吗", "装修押金怎么退"),
        ("物业扣着装修押金不给", "装修押金怎么退"),
        ("房东不退押金", "房东不退押金怎么办"),
        ("装修要交押金吗", "装修要办什么手续"),
        ("孩子上学怎么报名", "小孩上小学怎么报名"),
    ],
)
def test_a_low_mood_a_child_at_home_and_a_deposit_have_answers(shipped: Questions, text: str, question: str) -> None:
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert match.question.question == question


@pytest.mark.parametrize("text", ["心里难受想死", "孩子不想上学被老师打", "我妈失踪了，心里难受", "心里难受，不想活了"])
def test_a_low_mood_beside_harm_has_none(shipped: Questions, text: str) -> None:
    """It is a danger, and read as one."""
    assert shipped.closest(text, TODAY) is None


@pytest.mark.parametrize("text", ["楼上太吵睡不着", "广场舞吵得我睡不着觉，河畔人家", "楼上半夜敲东西我睡不着"])
def test_who_cannot_sleep_for_noise_is_told_nothing_of_moods(shipped: Questions, text: str) -> None:
    match = shipped.closest(text, TODAY)
    assert match is None or match.question.question != "心里难受怎么办"


@pytest.mark.parametrize("text", ["我不想上学了", "我问一声，我不想上学了", "那我不想上学了"])
def test_a_wording_of_the_list_is_surely_asked(shipped: Questions, text: str) -> None:
    """Though another question is near, and whatever opens it."""
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert (match.question.question, match.score) == ("心里难受怎么办", 1.0)
