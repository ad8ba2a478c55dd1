"""Fraud that takes money now is an emergency; what is asked, warned of, long past or seen through is none."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes
from bot.reading.danger.kinds.fraud import find_fraud
from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads

NOW = [
    "接了个电话说是公安局的,讲我洗黑钱,叫我把钱转到安全账户,我刚刚转了两万八", "他又打来了 叫我再转三万 接不接", "刷单被骗了 刚转了五千", "客服说给我退款让我开屏幕共享，卡里的钱没了", "我把验证码给了，银行卡里钱被转走了", "我妈正在给骗子转钱，我拦不住",
    "有人用我儿子的脸视频借钱，我已经打了三万过去才知道是假的", "网友带我投资，投了八万现在提不出来，平台客服让我再交保证金，怎么办", "冒充领导加我微信，刚才汇了十万", "买游戏账号，付了两千块人就把我拉黑了", "说我快递丢了要理赔，叫我下载软件还在共享屏幕",
    "我刚按客服说的开了屏幕共享，他叫我输验证码", "我正跟一个冒充客服的视频，他叫我把屏幕共享打开输银行密码", "我妈按客服说的共享了屏幕，正在输验证码", "一个说是医保局的叫我去ATM按他说的操作，我在路上", "有个自称社保局的人让我妈去取款机按他说的按", "我开了屏幕共享，客服正在叫我输银行密码",
    "客服让我共享屏幕输验证码，能给吗", "我被骗了转了两万", "我被骗转了一万八", "被骗了，已经汇过去五万",
    "刚被骗了三万", "刚刚被骗了五万块钱", "我妈刚被骗了八万", "刚才让人骗走一万二", "刚转了三万才发现是骗子", "被骗了三万怎么办", "今天被网友骗走了两万五", "刚刚被骗走养老钱",
    "警察打来视频说我涉案，让我马上把存款转过去，电话还没挂", "老爸接了个电话说要注销校园贷，现在正在银行转账五万", "做任务垫付了一万二，今天客服说还要再交三千解冻",
]  # fmt: skip
NOT_NOW = [
    "这是不是骗子", "有人打电话说我涉案要转账，我没转", "去年刷单被骗了三千", "昨天被骗了五万，怎么立案", "社区能不能搞个防诈骗讲座", "骗子打电话说我中奖，我挂了", "上个月我妈买保健品被骗了八千", "刚刚交了物业费两千", "装修公司收了三万块跑了",
    "刚交的押金房东不退", "怎么分辨刷单是不是骗人的", "群里说有人冒充社区干部收钱", "银行短信提示说我积分到期", "手机验证码收不到", "刚转了五百块给物业，没开发票", "孩子充游戏花了三千块能退吗", "如果被骗了打哪个电话", "差点转了钱，幸好银行拦下了",
    "客服让我开屏幕共享，我没开", "怎么打开屏幕共享", "视频会议屏幕共享要输密码", "客服让共享屏幕输密码是骗子吗", "银行柜员教我妈在ATM上操作", "去ATM取钱按错了怎么办", "取款机吞了我的卡", "警察来取款机查监控", "社保局让我去自助机上打印社保单", "客服让我输验证码登录",
    "我被骗了转了两万，已经立案了", "我被骗了，去年转了两万", "我被房东骗了转了两千押金", "我被骗了买了个假手机", "我被骗了花了三千", "客服让我共享屏幕输密码，我没输",
    "去年被骗了三万", "上个月被骗了三万，想问问能不能追回来", "刚买水果被骗了五十块", "怕被骗了三万", "刚刚没被骗三万", "前几天被骗了两万怎么办", "今天差点被骗了三万",
    "他打我要我转钱给他", "对象骗我钱还拿刀吓我", "领导让我转告大家开会",
]  # fmt: skip


@pytest.mark.parametrize("text", NOW)
def test_money_that_goes_now_is_told(text: str) -> None:
    assert find_fraud(text) is not None
    assert scenes.script_of("other", text) == "fraud"


@pytest.mark.parametrize("text", NOT_NOW)
def test_what_is_not_now_or_not_fraud_is_none(text: str) -> None:
    assert find_fraud(text) is None


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("我妈刚被骗转了5万给客服，现在喝农药了", ("self_harm", "injury")), ("刚刚转了两万给刷单的才发现被骗，我妈气得中风了", ("injury",)), ("刚刚转了5万给骗子，我爸气得倒在地上叫不醒", ("injury",)), ("电梯困人了，我妈刚才给骗子转了3万", ("trapped",)),
        ("网友骗我，刚刚转了8万过去，我活不下去了", ("self_harm",)), ("被骗了20万刚转走，我不活了", ("self_harm",)), ("被骗了，刚转了2万块给他们，家里燃气泄漏了", ("gas",)), ("刚刚给骗子转了3万，现在割腕了", ("self_harm", "injury")),
    ],
)  # fmt: skip
def test_life_goes_before_money(heads: Heads, text: str, danger: tuple[str, ...]) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert (found.level, found.danger in danger) == ("emergency", True)


@pytest.mark.parametrize("text", NOW)
def test_fraud_alone_has_its_own_advice(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert (found.level, found.danger) == ("emergency", None)


@pytest.mark.parametrize(
    "text",
    [
        "路灯不用修了，我家着火了",
        "垃圾那件算了，我家着火了",
        "那个取消，我妈晕倒了叫不醒",
        "垃圾桶那个撤了，灯的还要修，我家着火了",
    ],
)
def test_danger_after_what_is_given_up_is_an_emergency(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.level == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "算了，已经修好了",
        "不用来了，火灭了",
        "取消吧，路灯亮了",
        "垃圾那件算了，灯还要修",
        "不用管了，没着火，是看错了",
        "算了，谢谢你们",
    ],
)
def test_what_is_given_up_alone_is_no_danger(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    assert read_urgency(heads.danger, reading, reading.text).level != "emergency"
