"""A number that its reporter takes back stands nowhere any more, in any spelling; another number stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.cases.records.search.models import CaseSearch
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft
from tests.portal.cases.test_cases_internal_api import body
from tests.portal.cases.verbs.reporter.corrections_world import call, case_no, correct

__all__ = ["call", "case_no"]


def test_a_deleted_number_stands_nowhere(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """Neither as the contact nor in the words."""
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.contact == ""
        assert "13800000001" not in words.text + words.draft


NUMBER = "13800138000"


@pytest.mark.parametrize("left", [f"我电话{NUMBER}", f"联系电话：{NUMBER}", NUMBER, "打138 0013 8000找我"])
@pytest.mark.parametrize("kept", [True, False])
def test_a_number_that_was_left_later_is_gone_once_taken_back(
    call: Any, reporter: int, parts: Parts, left: str, kept: bool
) -> None:
    """Whether or not it became the contact: in no words, and no search finds it; the case's page says what was done."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", "")
    changes = {"contact": NUMBER} if kept else {}
    content = {"contact": reporter, "text": left, "changes": changes}
    assert (
        call(f"/cases/{case_no}/details", content, key="2:more")
        .json["last"]
        .startswith("您留了联系电话" if kept else "您补充了")
    )
    with parts.db.read() as s:
        assert "13800138000\n" in s.scalars(sa.select(CaseSearch.numbers)).one()
    content = {"contact": reporter, "text": "不留号码了", "changes": {"contact": ""}}
    told = call(f"/cases/{case_no}/details", content, key="3:detail").json
    assert told["last"] == "您不留联系电话了：不留号码了"
    with parts.db.read() as s:
        case, found = s.scalars(sa.select(Case)).one(), s.scalars(sa.select(CaseSearch)).one()
        assert case.words.contact == ""
        assert "8000" not in str([words.text for event in case.events for words in event.words])
        assert (found.numbers, "8000" in found.desk) == ("", False)


@pytest.mark.parametrize(
    "said",
    ["不留号码了", "号码不留了", "我的电话不要了", "别留我的电话了", "把我的手机号删掉吧", "算了，电话别留了"],
)
def test_words_alone_take_a_number_back(call: Any, reporter: int, parts: Parts, said: str) -> None:
    """Written on the case's page, where no bot reads them."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", NUMBER)
    call(f"/cases/{case_no}/details", {"contact": reporter, "text": said}, key="2:detail")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.contact == ""


@pytest.mark.parametrize(
    "said",
    [
        "电话别告诉物业",
        "别留我的电话给物业",
        "物业的电话打不通",
        "不要打电话",
        "没人接电话",
        "修好了给我打电话",
        "门牌号不写了",
    ],
)
def test_other_words_take_none_back(call: Any, reporter: int, parts: Parts, said: str) -> None:
    """Not a wish that somebody shall not learn it, nor what else is said about a telephone."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", NUMBER)
    call(f"/cases/{case_no}/details", {"contact": reporter, "text": said}, key="2:detail")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.contact == NUMBER


def test_the_number_of_whoever_is_complained_of_stays(call: Any, reporter: int, parts: Parts) -> None:
    """A reporter takes back their own number, not the evidence."""
    case_no = registered(call, reporter, "柳树里3栋的路灯坏了三天了", NUMBER)
    content = {"contact": reporter, "text": "灯队的电话13911112222没人接，我也打了13911112223"}
    call(f"/cases/{case_no}/details", content, key="2:more")
    correct(call, case_no, reporter, "不留号码了", contact="")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert content["text"] in [words.text for event in case.events for words in event.words]


SPELLINGS = [
    "138 0013 8000",
    "138-0013-8000",
    "138，0013，8000",
    "138  0013  8000",
    "+86 138 0013 8000",
    "8613800138000",
    "１３８００１３８０００",
    "幺三八零零幺三八零零零",
    "一三八 〇〇一三 八〇〇〇",
    "壹叁捌零零壹叁捌零零零",
    "1 3 8 0 0 1 3 8 0 0 0",
]


def registered(call: Any, reporter: int, text: str, contact: str, **spans: Any) -> str:
    """A case of these words with this contact; its number."""
    content = body(reporter, text=text, answers={"contact": contact}, draft=draft(**spans))
    return str(call("/cases", content, key="1:report").json["case_no"])


def span(text: str, part: str) -> dict[str, Any]:
    return {"text": part, "start": text.index(part), "end": text.index(part) + len(part)}


def digits_of(text: str) -> str:
    """Every digit in the text, however it is written, to find a number in any spelling."""
    spoken = str.maketrans("零〇一幺壹三叁八捌０１３８", "0011133880138")
    return "".join(one for one in text.translate(spoken) if one in "0138")


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_deleted_number_stands_nowhere_in_any_spelling(call: Any, reporter: int, parts: Parts, written: str) -> None:
    """Not in the report, its draft, what was added, nor in the very words that ask for it; all spans stay where they are."""
    text = f"柳树里3栋的路灯坏了三天了，我电话{written}，15号也不亮"
    case_no = registered(call, reporter, text, written, personal=[span(text, written) | {"type": "phone"}])
    call(f"/cases/{case_no}/details", {"contact": reporter, "text": f"打{written}找我"}, key="2:more")
    content = {"contact": reporter, "text": f"把我的号码{written}删掉吧", "changes": {"contact": ""}}
    assert call(f"/cases/{case_no}/details", content, key="3:detail").status_code == 200
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        said = [case.words.text, *(words.text for event in case.events for words in event.words)]
        found = json.loads(case.words.draft)
        assert case.words.contact == ""
        assert len(said) == 3
        for one in (*said, *(one["text"] for one in found["personal"])):
            assert "*" * 11 in one
            assert "8000" not in digits_of(one)
        assert len(case.words.text) == len(text)
        assert case.words.text.endswith("，15号也不亮")
        spans = [*found["personal"], *found["places"], *found["times"]]
        assert all(case.words.text[one["start"] : one["end"]] == one["text"] for one in spans)


def test_all_that_a_contact_holds_is_deleted(call: Any, reporter: int, parts: Parts) -> None:
    """A name, an account, a short number and a landline beside a number; a place, a day and another's number stay."""
    text = (
        "柳树里3栋的路灯坏了三天了，找张三（張三），微信zhang_31，短号66123，0571-8765 4321，或者138 0013 8000，"
        "12号楼也是，2026-11-24，物业166123"
    )
    contact = "张三 zhang_31，66123，0571-8765 4321，138 0013 8000 12号楼"
    case_no = registered(call, reporter, text, contact)
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.text == (
            f"柳树里3栋的路灯坏了三天了，找**（**），微信{'*' * 8}，短号{'*' * 5}，{'*' * 14}，或者{'*' * 13}，"
            "12号楼也是，2026-11-24，物业166123"
        )


@pytest.mark.parametrize("contact", ["1", "是", "3", "1 3", "3栋", "是，1"])
def test_a_contact_that_is_none_takes_nothing_else_with_it(
    call: Any, reporter: int, parts: Parts, contact: str
) -> None:
    """What was said and the bot's draft stay as they were, letter by letter."""
    text = "柳树里3栋的路灯坏了三天了，是1单元门口，13号也是"
    case_no = registered(call, reporter, text, contact)
    with parts.db.read() as s:
        before = s.scalars(sa.select(Case)).one().words.draft
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert (words.contact, words.text) == ("", text)
        assert json.loads(words.draft) == json.loads(before)


def test_the_codes_of_a_draft_are_no_words(call: Any, reporter: int, parts: Parts) -> None:
    """A contact that is also the name of a category or a part of a code changes neither."""
    case_no = registered(call, reporter, "城乡建设的路灯坏了", "城乡建设 request")
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.text == "****的路灯坏了"
        assert json.loads(words.draft)["category"]["path"] == ["城乡建设", "市政公用"]
        assert json.loads(words.draft)["kind"]["code"] == "request"


@pytest.mark.parametrize("contact", ["1 " * 100, "1" * 200, "1、" * 100, "138 0013 8000 " * 14, "13800138000" * 18])
def test_a_contact_of_many_digits_is_dealt_with_at_once(call: Any, reporter: int, parts: Parts, contact: str) -> None:
    """Also against words that hold nearly the same."""
    contact = contact.strip()[:200]
    text = f"柳树里3栋的路灯坏了三天了，{contact[:-1]}2，{contact}"
    case_no = registered(call, reporter, text, contact)
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert len(words.text) == len(text)
        assert contact not in words.text


@pytest.mark.parametrize("other", ["13800138001", "138 0013 800", "13900139000", "一三八零零一三九零零零"])
def test_another_number_stays(call: Any, reporter: int, parts: Parts, other: str) -> None:
    """The property company's, whom they had called."""
    text = f"柳树里3栋的路灯坏了三天了，我打过物业{other}"
    case_no = registered(call, reporter, text, NUMBER)
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.text == text
