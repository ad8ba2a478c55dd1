"""After the answer to a common question: only what asks more of the same gets that answer again, nothing else is lost."""

from __future__ import annotations

from typing import Any

import pytest

from actions.intake.after_answer import asks_more, further_question, starts_anew
from actions.intake.common_questions import asks_a_common_question
from actions.intake.flow import continue_report
from actions.intake.form import Form
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

QUESTION = "居住证怎么办"
FAQ: Any = {
    "question": QUESTION,
    "answer": "在这里住满半年就可以办。带身份证、照片和住处的证明，到派出所或受理点办，受理后 15 天内发证。搬来先去登记。",
    "source": "《居住证暂行条例》",
    "score": 1.0,
}
HOURS: Any = {"question": "社区几点上班", "answer": "周一至周日 8:30–17:30", "source": "公告", "score": 1.0}


def answered() -> Form:
    turn = a_turn(QUESTION, "faq", kind="inquiry", faq=FAQ)
    faq = {name: FAQ[name] for name in ("question", "answer", "source")}
    return Form(text=QUESTION, draft=turn.draft, stage="answered", faq=faq)


MORE = [
    "那周末呢", "周末也能办吗", "要多少钱", "要交多少钱", "收钱吗", "在哪办", "去哪里办", "要带什么", "要什么材料", "多久能拿到", "要等多久", "网上能办吗",
    "手机上可以办吗", "可以代办吗", "别人能帮我办吗", "老人也一样吗", "小孩子也要吗", "外地人呢", "外地户口也行吗", "我是外地人可以吗", "没有工作能办吗", "地址在哪",
    "几点开门", "中午休息吗", "需要本人去吗", "照片要几寸的", "那要准备些什么呢", "没有房产证怎么办", "如果过期了呢", "什么时候办", "办理时间", "具体地址", "材料",
    "费用", "租的房子也可以吗", "我妈七十了也要去吗", "那我老公呢", "然后呢", "怎么弄", "没听懂，再说一遍", "说具体点", "派出所在哪里", "那半年从哪天算", "那双胞胎呢",
]  # fmt: skip
OF_THEIR_OWN = [
    "再补一句，灯杆上还有电线露出来", "灯杆上还有电线露出来", "还有一盏也快灭了", "补充一下，是左边那盏", "忘了说，晚上七点以后家里才有人", "记得带梯子", "师傅来之前打我电话",
    "有事打我", "催一下", "怎么还没人来", "什么时候来修", "到现在还没修", "已经修好了", "我要投票", "楼道灯也坏了", "电梯又停了", "我想投诉物业", "我要报修",
    "停水了", "那个灯一闪一闪的", "晚上那里很黑，老人摔了一跤", "灯不亮的是两盏", "算了，路灯不用修了", "号码不想留了", "我那件事办得怎么样了", "路灯什么时候修",
    "白天家里没人", "晚上有人在家", "那路灯不亮呢", "垃圾没人收", "快递柜能放多大的东西",
]  # fmt: skip


@pytest.mark.parametrize("text", MORE)
def test_words_that_ask_more_of_anything_keep_the_topic(text: str) -> None:
    """Whatever the classifier makes of them, and though they resemble another common question a little."""
    for faq in (None, HOURS | {"score": 0.86} if not text.startswith("那双") else None):
        turn = a_turn(text, "ask_capability", 0.7, kind="inquiry", faq=faq)
        assert asks_more(answered(), turn)
        assert not starts_anew(answered(), turn)


@pytest.mark.parametrize("text", OF_THEIR_OWN)
def test_other_words_are_of_their_own(text: str) -> None:
    """A case, more of a case, a wish, another question: nobody reads it under an answer that was given before."""
    turn = a_turn(text, "out_of_scope", 0.5)
    assert not asks_more(answered(), turn)
    assert starts_anew(answered(), turn)


@pytest.mark.parametrize("text", ["社区几点下班", "星期天有人吗", "电话多少"])
def test_another_common_question_gets_its_own_answer(text: str) -> None:
    """Plainly another, whatever words the two share."""
    assert starts_anew(answered(), a_turn(text, "faq", kind="inquiry", faq=HOURS))


@pytest.mark.parametrize("text", ["不是", "没有", "是", "知道了", "不知道", "算了", "等一下", "谢谢"])
def test_the_reply_to_did_this_help_is_none(text: str) -> None:
    """It goes to the question that was asked."""
    assert not starts_anew(answered(), a_turn(text, "thank" if text == "谢谢" else "out_of_scope"))


@pytest.mark.parametrize(
    "text",
    [
        "没说清楚",
        "还没有",
        "没说清",
        "没讲清楚",
        "还是不清楚",
        "没有说清楚",
        "还没",
        "不太清楚",
        "没解决",
        "没答到点上",
    ],
)
def test_what_says_that_it_is_not_clear_registers(text: str) -> None:
    """As the button does: the answer is not repeated."""
    turn = a_turn(text, "out_of_scope")
    assert not asks_more(answered(), turn)
    assert not starts_anew(answered(), turn)
    step = continue_report(answered(), turn)
    assert [say.response for say in step.says] == ["utter_confirm_case"]


def test_a_number_or_a_place_is_never_more_of_a_question() -> None:
    """Also in words that a reply may have."""
    assert starts_anew(answered(), a_turn("我的电话是13800138000", "affirm", phone=("13800138000",)))
    assert starts_anew(answered(), a_turn("不是3栋，是5栋", "deny", place=("3栋", "5栋")))


REPORT = "桂花苑3栋楼下的路灯不亮了"
JOINS_THE_CASE = [
    "再补一句，灯杆上还有电线露出来",
    "我号码 13800138000，办好了打给我",
    "修好了给我打电话，13800138000",
    "忘了说，晚上七点以后家里才有人",
    "记得带梯子",
    "地址错了，是5栋",
]


@pytest.mark.parametrize("text", JOINS_THE_CASE)
def test_what_is_said_of_the_case_reaches_it(resident: Resident, portal: Portal, text: str) -> None:
    """Though a common question was asked in between."""
    resident.says(REPORT)
    assert resident.says("是")["registered"]
    resident.new_epoch()
    assert asked(resident.says(QUESTION)) == "answered"
    told = resident.says(text)
    assert portal.details == [("details", text)]
    assert "居住" not in texts(told)
    assert "看见" not in texts(told)


def test_a_new_question_gets_its_own_answer(resident: Resident, portal: Portal) -> None:
    """And what asks more of it, the same again."""
    resident.says("居住证怎么办，要带什么材料")
    told = texts(resident.says("社区几点下班"))
    assert "8:30" in told
    assert "住满半年" not in told
    assert "8:30" in texts(resident.says("那周末呢"))
    assert "住满半年" in texts(resident.says("那居住证怎么办"))


def test_what_tells_of_a_danger_is_asked_about(resident: Resident, portal: Portal) -> None:
    """It is no more of the question."""
    resident.says(QUESTION)
    assert asked(resident.says("电线掉下来了")) == "danger"


def test_a_number_left_without_a_case_begins_one(resident: Resident, portal: Portal) -> None:
    """It is kept, and what the matter is, is asked."""
    resident.says(QUESTION)
    told = resident.says("我号码 13800138000，办好了打给我")
    assert asked(told) == "detail"
    assert "保存两年" not in texts(told)
    assert portal.drafts[17]["answers"]["contact"] == "13800138000"


FURTHER = [
    ("居住证怎么办", "那到期了呢", "签注"), ("居住证怎么办", "过期了怎么办", "签注"), ("居住证怎么办", "要带啥", "身份证"),
    ("居住证怎么办", "我们户口不在杭州", "住满半年"), ("居住证怎么办", "那我现在先要干啥", "先去登记"),
    ("老人吃饭有食堂吗", "星期天也开吗", "10:45"), ("老人吃饭有食堂吗", "几点关门", "18:00"), ("老人吃饭有食堂吗", "走不动能不能送", "送餐"),
    ("老人吃饭有食堂吗", "夜饭几点", "16:45"), ("老人吃饭有食堂吗", "在哪里", "社区服务中心旁"),
    ("垃圾几点可以扔", "那电池呢", "有害垃圾"), ("垃圾几点可以扔", "错过时间了扔哪里", "误时投放点"), ("垃圾几点可以扔", "早上最早几点", "6:30"),
    ("出国护照在哪里办", "几天能拿到", "7 个工作日"), ("出国护照在哪里办", "要先约吗", "约号"), ("出国护照在哪里办", "我们户口在外地", "不限户籍"),
    ("结婚登记要带什么", "那离婚呢", "30 天"), ("结婚登记要带什么", "要好多钱", "不收费"), ("结婚登记要带什么", "户口本没带来行不行", "不用户口簿"),
    ("电动车怎么上牌", "后面坐人也要戴头盔吗", "头盔"), ("电动车怎么上牌", "那在哪充电", "车棚"), ("电动车怎么上牌", "要带什么", "购车发票"),
    ("小孩上小学怎么报名", "什么时候报", "四五月"), ("小孩上小学怎么报名", "外地的呢", "居住证"), ("疫苗去哪里打", "礼拜天开不开", "星期天不打"),
    ("疫苗去哪里打", "要带什么", "接种证"), ("失业了能领钱吗", "自己提的离职也算吗", "自己辞职"), ("单位欠工资怎么办", "没签合同怎么办", "聊天记录"),
    ("单位欠工资怎么办", "离职半年了还能告吗", "时效"), ("免费的法律咨询有吗", "律师哪天在", "周三"), ("免费的法律咨询有吗", "要钱吗", "免费"),
    ("高龄补贴怎么领", "我替她去办可以吗", "代办"), ("有没有高龄补贴拿", "我替她去办可以不啦", "代办"), ("活动室怎么借", "要不要租金", "免费"), ("活动室怎么借", "提前多久讲", "提前三天"),
    ("加装电梯怎么弄", "要多少人同意", "三分之二"), ("养老金资格认证怎么做", "她下不了楼呢", "上门"), ("我投错了能改吗", "那截止以后呢", "不能再改"),
    ("报了事多久有答复", "等不及怎么办", "催一下"), ("我说的话会给谁看", "存几年", "两年"), ("医保怎么交", "外地能报吗", "异地就医"),
    ("街道办事处电话多少", "礼拜六有人接吗", "周一至周五"), ("路边摆摊归谁管", "电话给一个", "0571-00000301"),
    ("路边摆摊归谁管", "晚上十一点他们还在不在", "24:00"), ("煤气公司电话多少", "半夜也有人接吗", "24 小时"), ("小区停车证怎么办", "收钱吗", "收费"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "more", "told"), FURTHER)
def test_what_asks_more_is_answered_from_the_topic(
    resident: Resident, portal: Portal, question: str, more: str, told: str
) -> None:
    """With the topic's own hours, papers, fees and places, or with the question that its subject makes of it."""
    assert asked(resident.says(question)) == "answered"
    assert told in texts(resident.says(more))
    assert portal.cases == []


TROUBLES = ["楼上漏水怎么办", "停水了怎么回事", "邻居半夜很吵怎么办"]
WHERE = [
    "我家是清河小区6栋201", "清河小区6栋201", "我们是清河小区6栋的", "在清河小区6栋", "我住清河小区6栋201", "就是清河小区6栋", "清河小区6栋这里", "地址是清河小区6栋201",
]  # fmt: skip


@pytest.mark.parametrize("question", TROUBLES)
@pytest.mark.parametrize("where", WHERE)
def test_a_place_goes_on_with_the_question(resident: Resident, portal: Portal, question: str, where: str) -> None:
    """The question's words are the matter: nobody is sent to a place without one."""
    resident.says(question)
    resident.says(where)
    resident.says("是")
    assert question in portal.cases[0]["text"]
    told = portal.made("report")[0]
    assert "清河小区6栋" in str(told["answers"].get("place") or told["draft"]["places"])


@pytest.mark.parametrize("more", ["对，天花板一直滴", "楼上的水一直往下滴", "嗯，卫生间顶上都是水"])
def test_more_of_the_trouble_stays_with_it(resident: Resident, portal: Portal, more: str) -> None:
    """Till the place is told, and in one case."""
    resident.says("楼上漏水怎么办")
    assert asked(resident.says(more)) == "place"
    resident.says("清河小区6栋201")
    resident.says("是")
    text = portal.cases[0]["text"]
    assert "楼上漏水" in text
    assert more.removeprefix("对，").removeprefix("嗯，") in text


def test_a_word_that_was_no_question_is_the_matter_of_what_follows(resident: Resident, portal: Portal) -> None:
    """物业费, said alone, is answered; what is told next is of it."""
    assert asked(resident.says("物业费")) == "answered"
    assert asked(resident.says("一年涨了六百")) == "place"
    resident.says("河畔人家5栋")
    resident.says("是")
    assert "物业费" in portal.cases[0]["text"]
    assert "六百" in portal.cases[0]["text"]


@pytest.mark.parametrize("thanks", ["谢谢", "谢谢啊", "好的谢谢", "知道了，谢谢"])
def test_thanks_for_an_answer_leave_nothing_open(resident: Resident, portal: Portal, thanks: str) -> None:
    """The bot speaks of no report that waits."""
    resident.says(QUESTION)
    told = texts(resident.says(thanks))
    assert "登记" not in told
    assert portal.drafts[17] is None


@pytest.mark.parametrize("text", ["我的居住证被房东扣了不给还他还骂人", "电梯又停了", "楼道灯坏了"])
def test_a_report_is_not_answered_from_the_list(resident: Resident, portal: Portal, text: str) -> None:
    """Though it touches a question, and though one was just answered."""
    assert asked(resident.says(text)) != "answered"
    resident.new_epoch()
    resident.says(QUESTION)
    assert asked(resident.says(text)) != "answered"


WHAT_NOW = [
    ("湖心亭有个老爷爷倒在地上 叫不应", "咋整啊", "按"), ("湖心亭有个老爷爷倒在地上 叫不应", "那我现在能做啥", "按"),
    ("有人掉河里了 清水桥下面 在扑腾", "我不会水 岸上能做点啥", "下水"), ("有人掉河里了 清水桥下面 在扑腾", "现在怎么办", "下水"),
]  # fmt: skip


@pytest.mark.parametrize(("alarm", "what_now", "advice"), WHAT_NOW)
def test_what_to_do_in_an_emergency_is_no_common_question(
    resident: Resident, portal: Portal, alarm: str, what_now: str, advice: str
) -> None:
    """Though it resembles one a little: the advice comes first."""
    resident.says(alarm)
    resident.new_epoch()
    assert advice in texts(resident.says(what_now))


OF_CASES_AND_VOTES = [
    "我的事怎么样了", "我报的事怎么样了", "我反映的问题怎么样了", "我的单子办到哪一步了", "有什么投票", "现在有什么表决", "有哪些投票可以投",
    "上次报的路灯怎么样了",
]  # fmt: skip


@pytest.mark.parametrize("text", OF_CASES_AND_VOTES)
@pytest.mark.parametrize("question", ["医保怎么交", "居住证怎么办"])
def test_a_question_after_cases_and_votes_is_not_answered_from_the_topic(
    resident: Resident, portal: Portal, question: str, text: str
) -> None:
    """Whatever was asked before, and though nothing of theirs is found."""
    assert asked(resident.says(question)) == "answered"
    told = resident.says(text)
    assert "还是这件事" not in texts(told)
    assert "utter_faq_again" not in [one["response"] for one in told["messages"]]


ROOM: Any = {
    "question": "活动室怎么借",
    "answer": "社区活动室居民团体免费用，提前三天在社区服务中心登记。",
    "source": "公告",
    "score": 1.0,
}
FEES: Any = {"question": "在这里报事要钱吗", "answer": "报事、查进度、投票都不收钱。", "source": "说明", "score": 0.97}


def answered_about(faq: Any, text: str) -> Form:
    turn = a_turn(text, "faq", kind="inquiry", faq=faq)
    return Form(text=text, draft=turn.draft, stage="answered", faq={name: faq[name] for name in ("question", "answer", "source")})  # fmt: skip


@pytest.mark.parametrize("text", ["要钱的吗？", "收费吗", "贵吗", "这个要收费用吗", "免费的吗", "那要钱不"])
def test_what_it_costs_is_asked_of_the_answer_that_tells_it(text: str) -> None:
    """And not of Linli's own fees, which the words resemble more; 你们 asks for those."""
    form = answered_about(ROOM, "活动室怎么借")
    turn = a_turn(text, "ask_capability", 0.98, kind="inquiry", faq=FEES, faq_more={**FEES, "score": 0.8})
    assert further_question(form, turn) == ROOM
    ours = a_turn(f"你们{text}", "ask_capability", 0.98, kind="inquiry", faq=FEES)
    assert further_question(form, ours) != ROOM


@pytest.mark.parametrize(
    "text",
    ["我做孙女的能替她领吗", "我外婆眼睛看不见了也要去吗", "家里只剩一个人签名可以不", "我嫂子能替我跑一趟吗", "走丢了的本子还认不认"],
)  # fmt: skip
def test_a_question_that_is_about_nothing_else_is_about_the_answer(text: str) -> None:
    """If no other question resembles it more than a little."""
    weak, more = {**HOURS, "score": 0.35}, {**FAQ, "score": 0.99}
    for faq in (None, weak):
        asked_more = a_turn(text, "out_of_scope", 0.6, kind="inquiry", faq=faq, faq_more=more)
        assert further_question(answered(), asked_more) == FAQ


def test_a_sure_report_and_a_statement_are_of_their_own() -> None:
    """Though the bot, reading them with the subject of the question before, finds that question again."""
    more = {**FAQ, "score": 0.99}
    report = a_turn("家里只剩一个人签名可以不", "report_case", 0.9, kind="complaint", faq_more=more)
    assert further_question(answered(), report) is None
    assert further_question(answered(), a_turn("灯杆歪了一点点", "out_of_scope", 0.6, faq_more=more)) is None


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("你们几点下班", "格么礼拜天有人伐", "周一至周日"),
        ("我奶奶82了，听说有高龄补贴？", "我做孙女的能替她办吗", "子女可以代办"),
        ("想借个活动室排练，怎么借", "要钱的吗？", "免费用"),
        ("医保怎么交", "几号截止啊", "9 月到 12 月"),
        ("居住证怎么办", "要钱吗", "头一次办不收费"),
        ("居住证怎么办", "收费吗", "头一次办不收费"),
        ("我投票点错了，能改么", "截止以后呢", "截止以后不能再改"),
    ],
)
def test_the_topic_is_kept(resident: Resident, first: str, then: str, told: str) -> None:
    """What its answer tells of that, or the same answer again; not another question's, and no report."""
    assert told in texts(resident.says(first))
    assert told in texts(resident.says(then))


@pytest.mark.parametrize("text", ["我选错了还能重新选吗", "业委会那个投票我点错了，能改么", "刚才投错了可以改票吗", "我后悔了，能重投吗"])  # fmt: skip
def test_whoever_voted_wrongly_is_told_what_can_be_done(resident: Resident, text: str) -> None:
    """Instead of being given the list of votes."""
    assert "以最后一次为准" in texts(resident.says(text))


def test_what_was_stated_is_kept_though_a_common_question_answered_it(resident: Resident, portal: Portal) -> None:
    """流浪狗好多 asks nothing: what follows tells more of it."""
    for text in ("流浪狗好多", "有五六只", "追着小孩跑", "河畔人家"):
        answer = resident.says(text)
    assert "流浪狗好多" in texts(answer)
    assert "追着小孩跑" in texts(answer)


def test_a_sure_report_is_no_common_question_that_it_hardly_resembles() -> None:
    """路灯坏了谁来修啊 opens a report, and so does 路灯几点亮啊 of which the intent is as sure."""
    weak = {**HOURS, "score": 0.34}
    assert not asks_a_common_question(a_turn("路灯坏了谁来修啊", "report_case", 0.82, faq=weak))
    assert not asks_a_common_question(a_turn("路灯几点亮啊", "report_case", 0.82, faq=weak))
    assert asks_a_common_question(a_turn("路灯几点亮啊", "report_case", 0.5, faq=weak))
    assert asks_a_common_question(a_turn("路灯几点亮啊", "report_case", 0.82, faq={**HOURS, "score": 0.6}))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("停电了怎么办", "呼吸机停了怎么办"),
        ("养老金资格认证怎么做", "阿婆一个人在家没人管怎么办"),
        ("养老金资格认证怎么做", "叔叔不肯出来怎么办"),
        ("邻居半夜很吵怎么办", "小孩哭得厉害怎么办"),
        ("高龄补贴怎么领", "工作人员收钱怎么办"),
        ("小区停车证怎么办", "门口道闸坏了怎么办"),
        ("邻居半夜很吵怎么办", "他说要杀了我怎么办"),
        ("邻居半夜很吵怎么办", "他们打老婆怎么办"),
        ("加装电梯怎么弄", "电梯把人夹了怎么办"),
        ("养老金资格认证怎么做", "我外婆找不到了怎么办"),
    ],
)
def test_a_situation_is_not_answered_with_the_answer_before(resident: Resident, first: str, then: str) -> None:
    """It is a matter, perhaps a grave one, of which neither question nor answer spoke."""
    answer = texts(resident.says(first)).splitlines()[0]
    assert answer[:12] not in texts(resident.says(then))


@pytest.mark.parametrize("more", ["没通知", "又是我们这边", "没人来贴公告"])
def test_a_trouble_asked_about_goes_on(resident: Resident, portal: Portal, more: str) -> None:
    """The words of the question belong to the report that follows."""
    resident.says("怎么又停水")
    resident.says(more)
    resident.says("桂花苑3栋")
    resident.says("是")
    assert portal.cases[0]["text"].startswith("怎么又停水")


@pytest.mark.parametrize("words", ["我意思是猫抓的那个", "贝壳", "我问的是外地的"])
def test_words_of_no_matter_open_no_case(resident: Resident, portal: Portal, words: str) -> None:
    """After an answer a person is offered, or it is given again; no place is asked for."""
    resident.says("狂犬疫苗哪里打")
    assert asked(resident.says(words)) != "place"
    resident.says("算了")
    assert portal.cases == []


def test_a_question_is_no_place(resident: Resident, portal: Portal) -> None:
    """Asked where, a common question is answered, and "where?" asked again; it is no part of the report."""
    resident.says("路灯不亮")
    answer = resident.says("居住证怎么办")
    assert "住满半年" in texts(answer)
    assert asked(answer) == "place"
    resident.says("桂花苑3栋")
    resident.says("是")
    assert portal.cases[0]["text"] == "路灯不亮"


@pytest.mark.parametrize(
    "text",
    [
        "能不能来人看看，幸福家园3栋楼道里堆着旧柜子旧床垫，三天了",
        "求求你们管管，老菜场门口广场舞跳到半夜，音响开得震天响",
    ],
)
def test_a_report_that_asks_politely_gets_no_common_answer(resident: Resident, text: str) -> None:
    """Though there is one about old furniture, and one about dancing."""
    assert asked(resident.says(text)) in ("confirm", "place", "time")


def test_a_question_beside_the_summary_is_answered_and_adds_nothing(resident: Resident, portal: Portal) -> None:
    """The report is registered as it was."""
    assert asked(resident.says(REPORT)) == "confirm"
    assert "分贝" in texts(resident.says("顺便问一声，几分贝算扰民"))
    assert resident.says("是")["registered"]
    assert "分贝" not in portal.cases[0]["text"]


def test_how_long_it_takes_says_that_nothing_is_registered_yet(resident: Resident, portal: Portal) -> None:
    """And registers nothing."""
    resident.says(REPORT)
    told = texts(resident.says("要几天"))
    assert "还没登记" in told
    assert portal.cases == []


OF_A_PART = [
    ("小孩出生怎么上户口", "结婚证落在老家了可以伐", "出生医学证明"), ("小孩出生怎么上户口", "要不要钱", "不收费"), ("居住证怎么办", "多长时间批", "15 天"),
    ("居住证怎么办", "身份证过期了能不能办", "派出所"), ("低保怎么申请", "残疾证有用吗", "低保"), ("低保怎么申请", "不批怎么办", "行政复议"), ("加装电梯怎么弄", "底楼一户就是不肯怎么办", "协商"),
    ("加装电梯怎么弄", "公积金能用吗", "公积金"), ("小孩上小学怎么报名", "疫苗本子要不要", "预防接种证"), ("单位欠工资怎么办", "合同没签也能告吗", "没签合同也能要"), ("租公租房怎么申请", "那离异的呢", "住房困难"),
    ("养狗要办证吗", "我养的是泰迪", "泰迪"), ("医保怎么交", "错过了时间怎么办", "补交"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "told"), OF_A_PART)
def test_a_part_of_what_was_answered_keeps_the_topic(
    resident: Resident, portal: Portal, first: str, then: str, told: str
) -> None:
    """A paper, a fee or a person, though it is a question of its own elsewhere, and a refusal."""
    resident.says(first)
    assert told in texts(resident.says(then))
    assert portal.made("report") == []


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ("结婚证怎么领", "婚姻登记处"),
        ("到期了咋办", "签注"),
        ("护照能在这里办吗", "出入境"),
        ("户口本丢了去哪补", "补发"),
        ("你们几点下班", "8:30"),
    ],
)
def test_a_full_question_of_its_own_is_another(resident: Resident, portal: Portal, then: str, told: str) -> None:
    """It names what is to be got, and how; or means another question when read with the subject."""
    resident.says("居住证怎么办")
    assert told in texts(resident.says(then))


@pytest.mark.parametrize("text", ["谢谢，另外我们楼道灯坏了", "感谢感谢，还有我们这边下水道堵了"])
def test_a_matter_after_thanks_is_not_lost(resident: Resident, portal: Portal, text: str) -> None:
    """It opens a report; thanks alone do not."""
    resident.says("居住证怎么办")
    assert asked(resident.says(text)) in ("place", "confirm")
    resident.new_epoch()
    assert asked(resident.says("谢谢，辛苦了")) is None


WAGES: Any = {
    "question": "单位欠工资怎么办",
    "answer": "留好打卡和聊天记录（没签合同也能要），打 12333 投诉；也可以申请劳动仲裁。把单位名字发来，我们帮您转人社所。",
    "source": "条例",
    "score": 1.0,
}


@pytest.mark.parametrize("text", ["没签合同可以吗", "没签合同也行吗"])
def test_only_the_sentence_that_speaks_of_that_part_is_told(text: str) -> None:
    """Not the whole answer again."""
    form = answered_about(WAGES, "单位欠工资怎么办")
    step = continue_report(form, a_turn(text, "faq", kind="inquiry", act="question", act_score=0.95))
    assert step.says[0].response == "utter_faq_answer"
    assert step.says[0].params["answer"] == "留好打卡和聊天记录（没签合同也能要），打 12333 投诉。"


def test_a_part_of_which_the_answer_tells_nothing_gets_the_whole_answer_again() -> None:
    form = answered_about(WAGES, "单位欠工资怎么办")
    step = continue_report(form, a_turn("有体检可以吗", "faq", kind="inquiry", act="question", act_score=0.95))
    assert step.says[0].response == "utter_faq_again"


def test_first_words_that_were_no_question_stay_in_the_report(resident: Resident, portal: Portal) -> None:
    """我们楼上装修 was answered; 敲墙 and 中午也敲 go on with it."""
    for said in ("我们楼上装修", "敲墙", "中午也敲"):
        resident.says(said)
    kept = portal.drafts[resident.contact]
    said = str(kept)
    assert all(words in said for words in ("我们楼上装修", "敲墙", "中午也敲"))


def test_words_about_whom_a_complaint_spoke_go_on_with_it(resident: Resident, portal: Portal) -> None:
    """Nothing of either message is lost."""
    resident.says("我家老父亲的补贴这个月没到账")
    resident.says("他叫许某某，一直在敬老食堂吃的")
    said = str(portal.drafts[resident.contact])
    assert "没到账" in said
    assert "许某某" in said
