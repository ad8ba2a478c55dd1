"""Which aspect of a common question is asked further, and what its answer tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.intake.aspects import (
    AspectError,
    aspect_of,
    at_that_time,
    load,
    load_day_parts,
    load_details,
    sentences_with,
    told_of,
    whom_to_ask,
)
from bot.reading.community import CommunityFiles, folder
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

ANSWER = "住满半年可以办。带身份证和照片到派出所办，15 天内发证。头一次不收费。子女可以代办，问 12345。"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("要交钱不", "money"), ("收费吗", "money"), ("一个月多少", "money"), ("要铜钿伐", "money"),
        ("要带啥去办", "papers"), ("什么材料", "papers"), ("要身份证吗", "papers"),
        ("我帮她去行不行 她腿不好", "proxy"), ("要本人来吗", "proxy"), ("老公能代办吗", "proxy"),
        ("几天能拿到", "long"), ("要多久", "long"), ("去哪里办", "where"), ("哪个窗口", "where"),
        ("手机上能弄吗", "online"), ("周末开吗", "days"), ("几点关门", "hours"), ("电话多少", "phone"),
        ("一楼死活不同意怎么办", "refused"), ("不批咋弄", "refused"), ("要看存款不", "means"), ("名下有辆车行吗", "means"), ("要预约吗", "booking"), ("政府补钱吗", "money"),
        ("多长时间批", "long"), ("我69 差两个月70", "age"), ("几岁能办", "age"), ("我是外地户口", "who"), ("租房子的行吗", "who"),
    ],
)  # fmt: skip
def test_the_aspect_is_found_in_whatever_words(text: str, code: str) -> None:
    """By the file, from above."""
    found = aspect_of(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["没听懂", "再说一遍", "然后呢", "一定要这样吗"])
def test_other_words_ask_for_none(text: str) -> None:
    """The whole answer is given again."""
    assert aspect_of(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [("要交钱不", "头一次不收费。"), ("要带什么", "带身份证和照片到派出所办，15 天内发证。"), ("几点关门", "")],
)
def test_the_sentences_that_tell_it_are_found(text: str, told: str) -> None:
    """None, where none does."""
    aspect = aspect_of(text)
    assert aspect is not None
    assert told_of(ANSWER, aspect) == told


def test_a_sentence_with_the_words_asked_for_is_found() -> None:
    """Whatever its aspect."""
    assert sentences_with(ANSWER, ["半年"]) == "住满半年可以办。"


def test_whom_to_ask_is_found() -> None:
    """A sentence with a number to ask."""
    assert whom_to_ask(ANSWER) == "子女可以代办，问 12345。"


@pytest.mark.parametrize(
    "content",
    ["code,asked\n", "code,asked,told,missing,near\nmoney,(,x,y,\n", "code,asked,told,missing,near\nmoney,a,b\n"],
)
def test_a_bad_file_is_refused(tmp_path: Path, content: str) -> None:
    """With the number of the line."""
    path = tmp_path / "aspects.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AspectError, match="line"):
        load(path)


def test_the_file_loads() -> None:
    """As it stands."""
    assert load()


def test_details_are_of_questions_that_are_there() -> None:
    """A question that is named otherwise in the community's file would get none."""
    asked = {one.question for one in CommunityFiles(folder()).now().questions}
    assert set(load_details()) - asked == set()


@pytest.mark.parametrize(
    "line", [",11:30,13:30,,,a,b,c", "中午,11,13:30,,,a,b,c", "(,11:30,13:30,,,a,b,c", "中午,11:30,13:30,,,a,b"]
)
def test_a_bad_part_of_the_day_is_refused(tmp_path: Path, line: str) -> None:
    """With the number of the line."""
    path = tmp_path / "day_parts.csv"
    path.write_text(f"asked,from,to,days,other_days,inside,partly,outside\n{line}\n", encoding="utf-8")
    with pytest.raises(AspectError, match="line 2"):
        load_day_parts(path)


@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        ("那中午呢", "周一至周日 8:30–17:30 有人", "中午在这段时间里，没写要休息。"), ("那晚上呢", "周一至周日 8:30–17:30 有人", "晚上不在这段时间里。"),
        ("那中午呢", "8:30–12:00，13:30–17:00", "中午只有一部分在这段时间里。"), ("那周末呢", "周一至周五 8:30–17:30", "周末不在里面。"), ("礼拜天呢", "每天 8:30–17:30", "星期天也在里面，没写要休息。"),
        ("礼拜天呢", "周一至周六 8:00–11:00", "星期天不在里面。"), ("那中午呢", "周一至周日 8:30–17:30，中午不休息", ""), ("那中午呢", "带身份证去办", ""), ("多少钱", "8:30–17:30", ""),
        ("那早上呢", "周一至周日 8:30–17:30 有人", "早上只有一部分在这段时间里。"), ("清早有人吗", "每天 6:30–12:00", "早上在这段时间里，没写要休息。"), ("早上呢", "每天 13:30–17:00", "早上不在这段时间里。"),
        ("早上八点半可以吗", "周一至周日 8:30–17:30 有人", ""), ("晚上19:00行不行", "8:30–17:30", ""), ("下午3点有人吗", "8:30–17:30", ""), ("晚上几点关门", "8:30–17:30", "晚上不在这段时间里。"),
    ],
)  # fmt: skip
def test_what_is_known_of_that_hour_is_said(text: str, told: str, said: str) -> None:
    """By the hours that the answer gives; nothing if it gives none or names that hour itself, or if a clock time is asked for."""
    assert at_that_time(text, told) == said


def test_the_answer_to_another_hour_is_not_the_same_again(resident: Resident, portal: Portal) -> None:
    """It says whether the hour is among those told."""
    resident.says("社区几点上班")
    assert "晚上不在这段时间里" in texts(resident.says("那晚上呢"))
    assert "中午不休息" in texts(resident.says("那中午呢"))


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("低保怎么申请", "多长时间批", "多久批下来，各地自己定"), ("低保怎么申请", "要看存款不", "存款都会核对"), ("低保怎么申请", "不给批呢", "行政复议"),
        ("身份证丢了怎么补", "要钱吗", "补领 40 元"), ("结婚登记要带什么", "要预约吗", "要不要预约"), ("居住证到期了怎么办", "要多少钱", "签注不收费"),
    ],
)  # fmt: skip
def test_what_the_answer_leaves_out_is_told_when_asked(
    resident: Resident, portal: Portal, first: str, then: str, told: str
) -> None:
    """From the answer or the details of its question; the topic is kept."""
    resident.says(first)
    assert told in texts(resident.says(then))


def test_the_first_question_may_ask_for_a_detail(resident: Resident, portal: Portal) -> None:
    """It stands after the answer."""
    assert "补领 40 元" not in texts(resident.says("身份证丢了怎么补"))
    resident.new_epoch()
    assert "补领 40 元" in texts(resident.says("补办身份证要多少钱"))


def test_a_further_question_gets_its_sentence(resident: Resident, portal: Portal) -> None:
    """Not the whole answer again."""
    whole = texts(resident.says("居住证怎么办"))
    told = texts(resident.says("要交钱不"))
    assert "不收费" in told
    assert "住满半年" not in told
    assert "住满半年" in whole


def test_what_the_answer_does_not_tell_is_said_to_be_missing(resident: Resident, portal: Portal) -> None:
    """And that a person can be asked."""
    resident.says("活动室怎么借")
    told = texts(resident.says("网上能办吗"))
    assert "这一条里没写" in told
    assert "转人工" in told


@pytest.mark.parametrize("text", ["我69 差两个月70", "我妈78了", "我是外地户口", "我退休了"])
def test_how_it_stands_with_the_sender_is_a_question_too(resident: Resident, portal: Portal, text: str) -> None:
    """No report is opened."""
    resident.says("老年公交卡几岁能办啊同志")
    assert "60 周岁" in texts(resident.says(text))
    assert portal.made("report") == []


@pytest.mark.parametrize("text", ["公园几点关门", "图书馆星期天开吗", "银行中午休息吗"])
def test_the_communitys_hours_are_nobody_elses(resident: Resident, portal: Portal, text: str) -> None:
    """Also after another question: what is not known is not answered."""
    assert "8:30" not in texts(resident.says(text))
    resident.says("居住证怎么办")
    assert "居住证" not in texts(resident.says(text))


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("垃圾几点可以扔", "我九点才下班咋弄", "误时投放点"),
        ("垃圾几点可以扔", "错过了时间怎么办", "误时投放点"),
    ],
)
def test_what_to_do_in_a_situation_gets_the_whole_answer(
    resident: Resident, portal: Portal, first: str, then: str, told: str
) -> None:
    """Any of its sentences may bear on it."""
    resident.says(first)
    assert told in texts(resident.says(then))


def test_of_many_sentences_those_with_the_words_asked_for_are_kept() -> None:
    """In the order of the answer."""
    aspect = aspect_of("外地户口的可以办不")
    assert aspect is not None
    answer = "满 16 周岁都能办。满一年换一次。外地户口的也能就近办。"
    assert told_of(answer, aspect, "外地户口的可以办不") == "满 16 周岁都能办。外地户口的也能就近办。"
    assert told_of(answer, aspect) == "满 16 周岁都能办。满一年换一次。"
