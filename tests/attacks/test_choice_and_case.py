"""What people say around a case of their own (a repair, a noise, thanks, a refusal) is no choice, whatever vote is open.

A bare word of assent or refusal answers what the bot has just asked, or what is being talked about. Beside each: the choices
that name the vote, that are kept out in every situation, and the ways to answer the link that was given.
"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from portal.channels import questions
from portal.residents.models import ContactPoint
from tests.attacks.test_choice_beside_danger import kept_last
from tests.attacks.test_choice_elsewhere import covenant
from tests.attacks.test_choice_in_chat import Line, bot, line
from tests.vendors.bot import said

__all__ = ["bot", "covenant", "line"]

AROUND_A_CASE = [
    # repairs
    "不用修了", "不修了", "别修了", "那就不用了", "那就修吧", "要修 快点修", "不用修了 谢谢", "修吧", "可以修了", "好 修吧", "行，那就修",
    "应该修", "必须修", "希望早点修", "不要修了，我自己弄好了", "还是要修的", "还没修好", "修好了", "修得挺好", "修得不好", "修了跟没修一样",
    "不能修就算了", "最好今天修", "不用换了", "别换了", "那就换吧", "不用来了", "别来了", "那别来了", "可以来了", "明天可以来", "不用派人了",
    "别弄了", "要修就修好一点", "不修也行", "修不修都行", "想修就修吧", "修一下也好", "我要修", "我不想修了", "你们看着修吧", "算了 不用修了",
    # refusals and assents
    "不行", "不可以", "不对", "不好", "不要", "不用", "不用了谢谢", "可以", "不要了", "我不要", "应该的", "这样不行", "不可以这样", "不能这样",
    "不行，今天必须修", "不要紧", "别急", "好的不用了", "那行吧", "不用麻烦了",
    # people
    "找网格员", "叫网格员", "给网格员打电话", "网格员来过了", "我想找网格员", "我老公", "我老公去看过了", "我老婆", "我妈", "我们家", "大家",
    "我老公叫我问的", "是我爸",
    # noise and thanks
    "不吵了", "又吵起来了", "不要再吵了", "别放了就行", "音乐不要放了", "挺好的 谢谢", "修得真好，谢谢", "太好了", "不满意", "很好", "好多了",
    # consent to what is no vote, a stand on another matter
    "加装电梯我不同意，一楼挡光", "同意你们把我电话给物业吧", "我不同意你们结案", "我同意你们上门", "我同意明天上门", "我不同意物业收停车费",
    "物业不同意修", "我反对邻居养鸡", "楼上装地暖我不同意", "反对在楼下开饭店", "监督一下物业", "楼下开饭店我们都不同意，油烟太大",
    "同意把我的名字告诉物业", "你们给物业看我的号码我同意", "修就修吧", "不修我就自己修了", "先别修", "不行啊", "不是的", "网格员不管", "我外公",
    "约好了", "约了师傅", "幸福社区很好", "给你们点赞", "幸福家园可以了", "楼上养狗我们不同意", "我不同意把我名字说出去",
    "你们关单我不同意", "我同意周三来",
]  # fmt: skip
ABOUT_A_CASE = [  # bare stands: out of the blue they may be meant of the vote, about a case they are not
    "不同意", "同意", "同意，你们把我电话给物业吧", "我不同意", "没意见", "没问题", "都行", "我没意见，你们看着办", "支持", "网格员就行",
    "好的没问题", "都可以", "同意的", "不认可", "接受", "第二个", "无所谓", "我家都同意", "我同意，修吧", "不同意，必须今天修", "反对",
    "不赞成这样弄", "1", "修我同意", "换灯我没意见",
]  # fmt: skip
NAMES_THE_VOTE = [
    "公约我同意", "公约我不同意", "公约投反对", "公约那个事我投否", "公约+1", "公约我投否", "公约我没意见", "公约我家支持", "修订公约我赞成",
    "反对修订公约", "修订公约我不同意", "公约修订我反对，修路灯要紧", "公约不用修了，我不同意", "公约别改了 我反对", "新公约同意", "公约弃权",
    "居民公约我投同意票", "那个公约的投票我投反对", "投反对", "我投同意", "投弃权", "投否", "投个否", "我投赞成票", "我这票反对", "表决我同意",
    "投票我选同意", "监督我选网格员", "由网格员监督吧", "两边一起监督", "第一题同意", "第二题选网格员", "我选志愿监督队",
    "志愿者监督+1", "监督还是网格员靠谱", "弃权", "我家弃权", "支持新公约", "公约同意，灯不用修了", "不用修了，公约我投反对", "公约加一",
    "公约这个我投是", "我给公约投赞成", "灯不用修了，另外公约我不同意", "公約我反對", "公约我投不同意吧，不用修", "关于公约，我们家都赞成",
    "投票那个我弃权", "监督选两边一起", "投反对票", "公约的事算我同意", "公约我双手赞成",
    "公约可以", "公约不行", "公约别改了", "我看公约可以", "志愿者监督好", "监督交给志愿者", "网格员监督行", "投否决", "给公约+1",
]  # fmt: skip
OUT_OF_THE_BLUE = [
    "同意", "不同意", "反对", "赞成", "我们家都同意", "反对票", "同意！", "第一个", "第二个", "我反对", "都支持", "我不赞成", "坚决反对",
]  # fmt: skip
AFTER_THE_LINK = [
    "志愿者那个", "志愿队吧", "都让志愿者管", "网格员吧", "网格员那个", "让网格员来管", "两边一起", "还是志愿者靠谱", "志愿者", "志愿队", "投否",
    "同意", "赞成", "我老公也同意", "两边一起管吧", "就网格员", "公约+1", "公约那个事我投否", "让志愿者来", "志愿队来管好", "交给志愿者吧",
    "还是网格员管吧", "选志愿者", "我要志愿者那个", "我家要网格员", "志愿者好一些", "两边都要", "监督队", "居民志愿队", "两边都管吧",
    "第一个同意，第二个志愿者", "不同意，网格员", "我觉得志愿者好", "反对", "两个都上吧，两边一起", "投志愿的", "网格员管得好", "叫志愿者管",
    "都给网格员", "就让他们两边一起弄", "那就网格员吧", "志愿者来吧", "我挑志愿者", "不要志愿者", "网格员来盯",
]  # fmt: skip
LINK_ORDINARY = [
    "链接打不开", "怎么投", "志愿者是谁", "志愿者什么时候来", "网格员电话多少", "好的", "谢谢", "晚点投", "我老公能替我投吗", "楼道灯坏了",
    "公约在哪里看", "截止到几号", "投过了", "我不会弄", "网格员能帮我投吗", "找网格员", "我要找网格员", "让网格员来教我投票", "志愿者能上门吗",
    "叫网格员来帮我", "网格员没来过", "志愿者把我家门口的灯弄坏了", "我是志愿者", "我不会用手机", "等我老公回来", "网格员在哪办公", "桂花苑6栋路灯不亮",
    "志愿者昨天来过", "网格员不接电话", "我妈80了不会弄", "点进去了", "看不懂", "字太小", "投好了", "志愿者叫我来投票",
    "等网格员来", "我再想想", "公约太长了", "志愿者教过我了", "我让网格员看看",
]  # fmt: skip


def case(ask: dict[str, Any]) -> dict[str, Any]:
    """A case is registered at once; what is said afterwards is about it."""
    if "坏了" in ask["text"]:
        return {"messages": [said("登记好了", response="utter_registered")], "registered": True}
    return {"messages": [said("记到这件里了", response="utter_detail_added")]}


@pytest.fixture
def cases(line: Line, covenant: None) -> Line:
    line.bot.answer = case
    return line


def somebody(line: Line, at: int) -> dict[str, str]:
    line.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{at}"  # each at home
    return line.visitor()


def reporter_of(line: Line) -> dict[str, str]:
    who = line.visitor()
    line.chat("桂花苑6栋楼道灯坏了", who)
    return who


def linked(line: Line, who: dict[str, str] | None = None) -> dict[str, str]:
    """Somebody who asked to vote and was given the link."""
    known = who or line.visitor()
    with line.parts.db.read() as s:
        point = s.scalars(sa.select(ContactPoint.id).order_by(ContactPoint.id.desc())).first()  # the newest
    line.bot.answer = lambda _ask: {"messages": [said("投票在这里", response="utter_vote_link")]}
    line.chat("我要投票", known)
    line.bot.answer = case
    with line.parts.db.write() as s:
        questions.ask(s, point or 0, {"kind": "vote_secret", "consultation": "1"}, line.parts.clock.now())
    return known


def withheld(line: Line, text: str, who: dict[str, str]) -> bool:
    told = "这样不算投票" in line.chat(text, who)
    assert kept_last(line.parts) == ("" if told else text)
    return told


def kept_out(line: Line, texts: list[str], *, reported: bool = False) -> list[str]:
    """Those of the texts that were withheld: each said by somebody new, or twenty after a report."""
    who: dict[str, str] = {}
    found = []
    for at, text in enumerate(texts):
        if not reported or at % 20 == 0:
            who = reporter_of(line) if reported else somebody(line, at)
        if withheld(line, text, who):
            found.append(text)
    return found


@pytest.mark.parametrize("reported", [False, True], ids=["out of the blue", "after a report"])
def test_what_is_said_around_a_case_is_heard(cases: Line, reported: bool) -> None:
    """修 of 修订, 不用, 不行, 我老公, a stand on another matter: the bot hears it."""
    assert kept_out(cases, AROUND_A_CASE, reported=reported) == []


def test_a_bare_stand_after_a_report_is_about_the_case(cases: Line) -> None:
    """With the vote's own words it is kept out."""
    assert kept_out(cases, ABOUT_A_CASE, reported=True) == []
    assert kept_out(cases, ["你好", "公约我不同意"], reported=True) == ["公约我不同意"]


@pytest.mark.parametrize("reported", [False, True], ids=["out of the blue", "after a report"])
def test_a_choice_with_the_votes_own_words_is_kept_out(cases: Line, reported: bool) -> None:
    """Fifty ways: the vote named, an option, a vote given; beside the case, too."""
    found = kept_out(cases, NAMES_THE_VOTE, reported=reported)
    assert [text for text in NAMES_THE_VOTE if text not in found] == []


def test_a_bare_stand_out_of_the_blue_is_kept_out(cases: Line) -> None:
    """As before: nothing else is talked about."""
    found = kept_out(cases, OUT_OF_THE_BLUE)
    assert [text for text in OUT_OF_THE_BLUE if text not in found] == []


def test_after_the_link_an_option_put_briefly_is_a_choice(cases: Line) -> None:
    """志愿者那个, 都让志愿者管, 投否; who asks, or speaks of the people themselves, is heard."""
    voters = [linked(cases, somebody(cases, at)) for at in range(len(LINK_ORDINARY) + 2)]
    kept = [text for at, text in enumerate(AFTER_THE_LINK) if not withheld(cases, text, voters[at % 2])]
    assert kept == []
    assert [text for text, who in zip(LINK_ORDINARY, voters[2:], strict=True) if withheld(cases, text, who)] == []


def test_after_the_link_and_a_report_the_report_is_talked_about(cases: Line) -> None:
    """The question of the vote still stands open, but a case came between."""
    who = linked(cases)
    cases.chat("桂花苑6栋楼道灯坏了", who)
    for text in ("不用修了", "那就修吧", "不同意", "谢谢"):
        assert not withheld(cases, text, who)
    assert withheld(cases, "公约我投否", who)
