"""The learned reading of spans: marked messages, the field, and what the second look makes of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from bot.reading.learning.span_training import WRITTEN, make_example, span_writers, train_spans
from bot.reading.reader import Reader
from bot.reading.spotting.bodies import is_vague, kind_by_ending, names_by_ending, short_bodies
from bot.reading.spotting.times import possible_times
from bot.reading.tagging import tagger as tagging
from bot.reading.tagging.candidates import ScoredText
from bot.reading.tagging.chooser import Chooser
from bot.reading.tagging.marked import HEADER, LABELS, Marked, MarkError, read_marked, unmarked
from bot.reading.text.spans import Span
from bot.reading.text.words import split_words
from bot.reading.trained import Heads

ASKED = [
    ("麻烦看一下丽景苑2幢，电梯又停了", "丽景苑2幢"),
    ("梧桐里3-2-502漏水漏到楼下了", "梧桐里3-2-502"),
    ("东六路跟漓湘路交叉口的红绿灯昨天起就不亮了", "东六路跟漓湘路交叉口"),
    ("K7县汽车站门口全是黑车，没人管", "K7县汽车站门口"),
]


def matter(draft: dict, field: str) -> list[str]:
    return [span["text"] for span in draft[field] if span["role"] == "matter"]


def test_marks_are_read_and_taken_out() -> None:
    """`[原文](label)` gives the plain text and where the words stand in it."""
    text, marks = unmarked("在[丽景苑2幢](place)，[三天了](when)。")
    assert text == "在丽景苑2幢，三天了。"
    assert [(text[mark.start : mark.end], mark.label) for mark in marks] == [("丽景苑2幢", "place"), ("三天了", "when")]


def test_a_broken_mark_is_named_by_its_line(tmp_path: Path) -> None:
    """An unknown label stops the reading with the file and line; a sound file is read."""
    header = ",".join(HEADER)
    sound, broken = tmp_path / "sound.csv", tmp_path / "broken.csv"
    sound.write_text(f"{header}\nchat,request,,城乡建设,normal,[东门](place)灯坏了\n", "utf-8")
    broken.write_text(f"{header}\nchat,request,,城乡建设,normal,[东门](spot)灯坏了\n", "utf-8")
    assert [one.text for one in read_marked(sound)] == ["东门灯坏了"]
    with pytest.raises(MarkError, match=r"broken\.csv line 2"):
        list(read_marked(broken))


def test_every_shipped_message_is_sound() -> None:
    """Every file of data/training/spans is read; each message has marks that are verbatim; none is given twice."""
    said = [one.text for messages in span_writers() for one in messages]
    assert len(said) > 1000
    assert len(said) == len(set(said))
    assert {path.suffix for path in WRITTEN.iterdir()} == {".csv"}
    for messages in span_writers():
        for one in messages:
            assert all(mark.label in LABELS and mark.end <= len(one.text) for mark in one.marks)


def test_a_time_that_is_said_again_is_learned_again() -> None:
    """Writers mark a time once: its other occurrences count as marked too, unless something marked stands there."""
    text, marks = unmarked("[每晚](when)十点打桩，每晚都睡不好；[每晚八点](when_other)关门的店没有事")
    labels = make_example(Marked(text, marks)).labels()
    again, other = text.index("每晚都"), text.index("每晚八点")
    assert labels[again : again + 2] == ["BT", "IT"]
    assert labels[other : other + 4] == ["Bt", "It", "It", "It"]
    assert labels.count("BT") == 2


def test_vague_times_and_nameless_bodies_are_weighed() -> None:
    """多年, 雨天 and 天天 may be times, 镇里 and 征拆办 bodies; 物业费 is none."""
    times = {span.within(said) for said in ("路烂了多年", "雨天全是泥", "天天拖椅子") for span in possible_times(said)}
    assert {"多年", "雨天", "天天"} <= times
    assert possible_times("楼道的灯不亮") == []
    bodies = [span.within(said) for said in ("找过镇里", "问征拆办", "交了物业费") for span in short_bodies(said)]
    assert "镇里" in bodies
    assert "征拆办" in bodies
    assert "物业" not in bodies


def test_a_shop_without_the_word_shop_may_be_a_body() -> None:
    """A name that ends with a trade (造型) is found with the words before it, never the trade alone; a site (采石场) also alone."""
    words = ["在", "阿木", "造型", "充", "了", "卡", "，", "采石场", "放炮"]
    found = {span.within("".join(words)) for span in names_by_ending("".join(words), words)}
    assert "阿木造型" in found
    assert "造型" not in found
    assert "采石场" in found
    assert not any("，" in name for name in found)


def test_the_longest_ending_tells_the_kind() -> None:
    """快递公司 is a firm although 快递 is a trade; a name without such an ending has no kind."""
    assert kind_by_ending("通远快递公司") == "firm"
    assert kind_by_ending("通远快递") == "trade"
    assert kind_by_ending("大龙砂场") == "site"
    assert kind_by_ending("县仲裁院") == "organ"
    assert kind_by_ending("通远") is None


@pytest.mark.parametrize(
    ("said", "vague"),
    [
        ("省政府", True),
        ("市委市政府", True),
        ("县委", True),
        ("双凤镇人民政府", False),
        ("镇政府", False),
        ("A7县教育局", False),
    ],
)
def test_a_government_above_is_addressed_and_not_meant(said: str, vague: bool) -> None:
    """A letter to the city or province names no body by that; a town's government, or an office, is one."""
    assert is_vague(said) is vague


@pytest.mark.parametrize(
    ("name", "rate", "may"),
    [
        ("阿木造型", 0.05, False),
        ("阿木造型", 0.2, True),
        ("阿木先生", 0.2, False),
        ("阿木先生", 0.4, True),
        ("阿木公司", 0.0, True),
        ("A7县", 0.9, False),
    ],
)
def test_the_looser_the_ending_the_more_the_field_must_see(name: str, rate: float, may: bool) -> None:
    """A firm's suffix is enough for a body, a trade needs some likelihood, any other name more; an area is never one."""
    scored = ScoredText(name, [name], make_example(Marked(name, ())).ruled, ["O", "BK"], np.full((len(name), 2), rate))
    assert tagging._may_be_body(scored, Span(0, len(name)), {"likely"}, likely=0.5) is may


@pytest.mark.parametrize(
    ("name", "rest", "likely", "may"),
    [
        ("启智树", "收了钱就关门", 0.5, False),
        ("启智树", "收了钱就关门", 0.65, True),
        ("启智树", "收了钱就关门" * 12, 0.95, False),
        ("A7县", "收了钱就关门", 0.95, False),
    ],
)
def test_a_name_of_which_the_chooser_is_certain_needs_no_form(name: str, rest: str, likely: float, may: bool) -> None:
    """A name without any ending is a chat message's body if the chooser is certain; an area is never one."""
    text = name + rest
    scored = ScoredText(text, [name], make_example(Marked(text, ())).ruled, ["O", "BK"], np.zeros((len(text), 2)))
    assert tagging._may_be_body(scored, Span(0, len(name)), {"likely"}, likely) is may


def test_a_letter_needs_more_than_a_message_for_a_body(heads: Heads, monkeypatch: pytest.MonkeyPatch) -> None:
    """A candidate that is enough in a short message is not in a letter: half of the letters have no body."""

    def bodies(text: str) -> list[str]:
        scored = heads.spans.score(text, split_words(text), make_example(Marked(text, ())).ruled)
        return [one.span.within(text) for one in heads.spans.choose(scored)["body"]]

    between = (tagging.LEAST["body"] + tagging.LEAST_IN_LETTER) / 2
    monkeypatch.setattr(Chooser, "likely", lambda _, rows: [between] * len(rows))
    short = "投诉宏达物业公司乱收费"
    assert bodies(short) == ["宏达物业公司"]
    assert (
        bodies(
            short
            + "，每个月都多收二十块钱，问了几回谁也说不清楚这笔钱用在了哪里，邻居们都很生气，也有人不想再交了，这件事前前后后已经拖了很久很久，盼着早点有个说法"
        )
        == []
    )


def test_training_is_deterministic() -> None:
    """The same messages give the same weights, so that a model of one stamp is one model."""
    few = [messages[:6] for messages in span_writers()[:2]]
    first, second = train_spans(few), train_spans(few)
    assert np.array_equal(first.field.weights, second.field.weights)
    assert all(np.array_equal(first.choosers[kind].weights, second.choosers[kind].weights) for kind in first.choosers)


def test_probabilities_are_probabilities(heads: Heads) -> None:
    """At each character the labels' probabilities add to one; an empty text has none."""
    tagger = heads.spans
    one = make_example(Marked("丽景苑2幢的路灯坏了三天", ()))
    likely = tagger.field.marginals(one.clues)
    assert likely.shape == (len(one.text), len(tagger.field.labels))
    assert np.allclose(likely.sum(axis=1), 1, atol=1e-4)
    assert tagger.field.marginals(make_example(Marked("", ())).clues).shape[0] == 0


def test_messages_are_read_side_by_side_as_one_by_one(heads: Heads) -> None:
    """Whatever their lengths, in their order; an empty one among them."""
    field = heads.spans.field
    texts = ["丽景苑2幢的路灯坏了三天", "", "好", "昨晚八点中山路和解放路路口的红绿灯不亮", "找物业"] * 15
    clues = [make_example(Marked(text, ())).clues for text in texts]
    for together, alone in zip(field.marginals_of_all(clues), map(field.marginals, clues), strict=True):
        assert together.shape == alone.shape
        assert np.allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize(("text", "place"), ASKED)
def test_a_name_is_found_whole(reader: Reader, moment: datetime, text: str, place: str) -> None:
    """No verb sticks to it, no head or dashed number is lost, two roads joined by 跟 are one crossing."""
    assert matter(reader.read(text, moment), "places") == [place]


def test_the_communitys_names_are_always_found(reader: Reader, moment: datetime) -> None:
    """A name of the places table is found in any sentence, with its grid."""
    for text in ("梧桐苑", "我说的就是梧桐苑那边", "哎呀你们去看看双子楼呗真的是", "竹园路啥时候修好，都半年了还在挖"):
        draft = reader.read(text, moment)
        assert any(name in span["text"] for span in draft["places"] for name in ("梧桐苑", "双子楼", "竹园路")), text


def test_the_matters_come_before_what_is_mentioned(reader: Reader, moment: datetime) -> None:
    """The roles are in the draft, the matter's first."""
    draft = reader.read(
        "城南花园3栋后面的垃圾堆了一个多月没人清。我2015年6月买的房，合同上写着2020年12月31日前配好垃圾站，"
        "隔壁的望江名邸每天都有人清，城南花园3栋后面却没有。",
        moment,
    )
    for field in ("places", "times"):
        roles = [span["role"] for span in draft[field]]
        assert roles == sorted(roles), field
        assert "matter" in roles
