"""The whole reading: any text gives a draft by the contract, and every span is verbatim."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.reading.draft import SURE_CATEGORY
from bot.reading.reader import Reader
from bot.reading.spotting.matters import find_matters

SCHEMA = json.loads((Path(__file__).resolve().parents[3] / "contract" / "case_draft.schema.json").read_text("utf-8"))
WORDS = (
    "我家 3栋 梧桐苑 12幢2单元501 竹园路与 上周三 每天凌晨两点到四点 物业公司 着火了 不对，是 电话13800000000 110101199003074477 。 ， ！ "
    "請問 😂 / A市B2区 号 点 年 月 公司 小区 的 是 和 99999999999 另外 1、 2、 [捂脸] （ ） <b> \x00 \ud800 \u202e"
)
PIECES = st.sampled_from([*WORDS.split(" "), " ", "\n", "\u3000"])


def spans_of(draft: dict[str, Any]) -> list[dict[str, Any]]:
    lists = [
        draft["places"],
        draft["times"],
        draft["bodies"],
        draft["urgency"]["reasons"],
        draft["personal"],
        draft["matters"],
    ]
    return [span for spans in lists for span in spans] + ([draft["correction"]] if draft["correction"] else [])


def check(draft: dict[str, Any], text: str) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(draft)))
    for span in spans_of(draft):
        assert span["text"] == text[span["start"] : span["end"]]


@given(text=st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_draft_by_the_contract(reader: Reader, moment: datetime, text: str) -> None:
    """No text, however broken, stops the reading or gives a span that is not verbatim."""
    check(reader.read(text, moment), text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "😂😂😂", "\x00\x01\x02", "。" * 500, "1" * 3000, "小区" * 5000, "号楼" * 5000, "<script>x</script>"],
)
def test_odd_texts_give_a_draft(reader: Reader, moment: datetime, text: str) -> None:
    """Empty, ornament, controls, 10,000 characters, markup."""
    check(reader.read(text, moment), text)


def test_one_message_gives_the_whole_case(reader: Reader, moment: datetime) -> None:
    """Kind, category, place with its grid, time with its days, body with its code, phone."""
    text = "梧桐苑3栋楼下路灯从上周三开始就不亮了，梧桐物业一直不来修，我电话13812345678"
    draft = reader.read(text, moment)
    assert draft["category"]["path"][0] == "城乡建设"
    where = {"text": "梧桐苑3栋楼下", "start": 0, "end": 7, "grid": "G1", "score": 0.95, "role": "matter"}
    assert draft["places"][0] == where
    assert (draft["times"][0]["text"], draft["times"][0]["from"]) == ("从上周三开始", "2026-11-18")
    assert draft["bodies"][0]["code"] == "property"
    assert [(one["text"], one["type"]) for one in draft["personal"]] == [("13812345678", "phone")]
    assert draft["missing"] == []
    assert draft["intent"]["code"] == "report_case"


@pytest.mark.parametrize("text", ["三楼着火了，快来人", "楼道里好像有股煤气味", "路灯坏了", "我不想活了"])
def test_a_draft_can_be_sent(reader: Reader, moment: datetime, text: str) -> None:
    """Surely, doubtfully or not dangerous: every value is one of JSON's own, not of numpy's."""
    check(reader.read(text, moment), text)


def test_a_leading_slash_is_text(reader: Reader, moment: datetime) -> None:
    """ "/vote" is no command."""
    assert reader.read("/梧桐苑3栋漏水", moment)["places"][0]["text"] == "梧桐苑3栋"


def test_a_vague_place_is_asked_for(reader: Reader, moment: datetime) -> None:
    """楼下 says where only to who stands there."""
    draft = reader.read("楼道里的灯坏了", moment)
    assert "place" in draft["missing"]
    assert draft["places"][0]["score"] < 0.5


def test_three_other_level_one_names_are_offered(reader: Reader, moment: datetime) -> None:
    """Alternatives hold the best of three other names, likeliest first."""
    others = reader.read("楼下烧烤店油烟太大还放音响", moment)["category"]["alternatives"]
    names = [other["path"][0] for other in others]
    assert len(set(names)) == len(names) == 3
    assert [other["score"] for other in others] == sorted((other["score"] for other in others), reverse=True)


def test_traditional_script_is_read_and_quoted_as_written(reader: Reader, moment: datetime) -> None:
    """The place is found in simplified form and quoted in the resident's own characters."""
    draft = reader.read("梧桐苑３棟樓下漏水", moment)
    assert draft["places"][0]["text"] == "梧桐苑３棟樓下"
    assert draft["places"][0]["grid"] == "G1"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("不对，是5栋", "5栋"),
        ("不是噪音，是漏水", "漏水"),
        ("是7幢不是1幢", "7幢"),
        ("地址错了，应该是竹园路12号", "竹园路12号"),
        ("不对", None),
    ],
)
def test_a_denial_says_what_instead(reader: Reader, moment: datetime, text: str, instead: str | None) -> None:
    """The correction is the new value alone."""
    draft = reader.read(text, moment)
    assert draft["intent"]["code"] == "deny"
    assert (draft["correction"] or {"text": None})["text"] == instead


def test_two_matters_are_two_spans(reader: Reader, moment: datetime) -> None:
    """另外 begins a second matter; each has a draft of its own, whose spans are verbatim in its own words."""
    draft = reader.read("梧桐苑3栋楼下路灯坏了，另外东边的垃圾桶三天没人清理", moment)
    assert [matter["text"][:2] for matter in draft["matters"]] == ["梧桐", "东边"]
    assert [matter["draft"]["category"]["path"][-1] for matter in draft["matters"]] == ["市政公用", "环境卫生"]
    for matter in draft["matters"]:
        check(matter["draft"], matter["text"])


def test_a_letters_matters_are_not_read_apart(reader: Reader, moment: datetime) -> None:
    """Found, but its points belong together: reading each once more would cost more than the letter."""
    letter = "梧桐苑3栋楼下路灯坏了，晚上老人不敢出门。" * 12 + "另外东边的垃圾桶三天没人清理"
    draft = reader.read(letter, moment)
    check(draft, letter)
    assert [list(matter) for matter in draft["matters"]] == [["text", "start", "end"]] * 2


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("路灯坏了，还有就是楼上漏水", ["路灯坏了", "楼上漏水"]),
        ("反映两件事：1、楼道堆物；2、门口乱停车；3、楼上太吵", ["楼道堆物", "门口乱停车", "楼上太吵"]),
        ("我住3栋，有两件事：一是楼道堆满杂物，二是楼下飞线充电", ["楼道堆满杂物", "楼下飞线充电"]),
        ("楼上漏水，第二天物业来了又走了", []),
        ("门口的坑有2.5米宽，另外我电话13800000000", []),
    ],
)
def test_where_matters_begin(text: str, matters: list[str]) -> None:
    """After the words or numbers that lead to another; a second day or a decimal leads to none."""
    assert [span.within(text) for span in find_matters(text)] == matters


def test_what_is_said_instead_has_a_category_of_its_own(reader: Reader, moment: datetime) -> None:
    """ "不是噪音，是漏水": the noise has no part in it."""
    correction = reader.read("不是噪音，是漏水", moment)["correction"]
    assert correction["category"]["path"][-1] == "房屋质量与漏水"
    assert correction["category"]["score"] > 0.9


def test_a_category_that_is_a_guess_is_missing(reader: Reader, moment: datetime) -> None:
    """Below the score from which it is believed."""
    guessed, sure = reader.read("你们这个政策不合理", moment), reader.read("梧桐苑3栋楼下路灯不亮", moment)
    assert guessed["category"]["score"] < SURE_CATEGORY <= sure["category"]["score"]
    assert "category" in guessed["missing"]
    assert sure["missing"] == []
