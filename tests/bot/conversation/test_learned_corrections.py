"""What the learned choice makes of a known place or time, and that its weights are those that the written turns give."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.choosing import choice
from actions.intake.corrections.choosing.candidates import candidates, in_style
from actions.intake.corrections.choosing.homophones import sounds_alike
from actions.intake.corrections.choosing.reading import changes_by_choice, said_of
from actions.intake.corrections.likeness.reading import changes_by_likeness
from actions.intake.corrections.reading import read_changes
from bench import correction_weights
from tests.bot.conversation.drafts import a_draft


def _changes(text: str, known: Known, **said: tuple[str, ...]) -> Changes:
    draft = a_draft(text, **said)
    return changes_by_choice(
        text, draft, known, changes_by_likeness(text, draft, known, read_changes(text, draft, known))
    )


@pytest.mark.parametrize(
    ("known", "text", "said", "place"),
    [
        ("翠竹公寓7幢", "看错楼牌了，是9幢", (), "翠竹公寓9幢"),
        ("学士路18号", "门牌写反了，81号", (), "学士路81号"),
        ("青枫里西门", "应该是东门，西门前年就封了", ("东门", "西门"), "青枫里东门"),
        ("上林村三组", "我讲的是五组", (), "上林村五组"),
    ],
)
def test_the_part_that_is_meant_is_replaced(known: str, text: str, said: tuple[str, ...], place: str) -> None:
    """The rest of the place stays."""
    assert _changes(text, Known(known), place=said).place == place


@pytest.mark.parametrize(
    ("known", "text", "said", "time"),
    [("三天", "不止三天，有五天了", (), "五天"), ("昨天晚上", "是前天晚上，我记错了", ("前天晚上",), "前天晚上")],
)
def test_the_time_that_is_meant_is_replaced(known: str, text: str, said: tuple[str, ...], time: str) -> None:
    """How long for how long, a day for a day."""
    assert _changes(text, Known("学士路", known), time=said).time == time


def test_a_part_of_another_estate_comes_with_its_name() -> None:
    """The building is not put into the known estate."""
    said = ("幸福家园5栋",)
    place = _changes("不对，是幸福家园5栋", Known("桂花苑2栋楼道"), place=said).place
    assert place is not None
    assert place.startswith("幸福家园5栋")


def test_a_value_beside_the_name_of_its_field_is_whole() -> None:
    """Nothing of the known one stays."""
    assert _changes("时间不对，是昨天", Known("桂花苑", "每天晚上"), time=("昨天",)).time == "昨天"


def test_a_correction_of_something_else_leaves_place_and_time() -> None:
    """How many there are is neither."""
    changes = _changes("不是两盏，是四盏", Known("学士路18号", "三天"))
    assert (changes.place, changes.time) == (None, None)


@pytest.mark.parametrize("text", ["还有9幢", "我家在9幢，漏水的在7幢", "漏到9幢了"])
def test_what_stands_beside_the_place_leaves_it(text: str) -> None:
    """One more building, the sender's home, where the water goes."""
    assert _changes(text, Known("翠竹公寓7幢")).place is None


def test_where_nothing_is_known_the_rules_stand() -> None:
    """There is nothing to replace."""
    text = "是9幢"
    rules = Changes(place="9幢")
    assert changes_by_choice(text, a_draft(text), Known(), rules) == rules


def test_a_part_is_replaced_by_each_part_of_the_message() -> None:
    """Also by one that no rule and no reader knows; and the known place is a candidate."""
    values = {one.value for one in candidates("其实是摇椅岗", "学士路茶亭", [], "学士路茶亭")}
    assert {"学士路茶亭", "学士路摇椅岗", "摇椅岗"} <= values


def test_what_the_rules_say_is_a_candidate() -> None:
    """Whatever stands in the message."""
    assert "望江路" in {one.value for one in candidates("不对", "学士路", [], "望江路")}


def test_a_message_that_could_be_put_in_in_too_many_ways_leaves_it_to_the_rules() -> None:
    """Half a second is the most that the choice may take."""
    text = "我家是5栋，漏水的地方其实在3栋2单元602，" * 4
    found = candidates(text, "1栋2单元3楼4室5号6组7弄" * 4, [], "学士路")
    assert [one.value for one in found] == ["1栋2单元3楼4室5号6组7弄" * 4, "学士路"]


def test_no_candidate_is_denied() -> None:
    """The building that a message denies is no new one."""
    text = "不是8幢"
    said = said_of("place", text, a_draft(text), "翠竹公寓7幢", None)
    assert "翠竹公寓8幢" not in {one.value for one in choice.candidates_of(said)}


def test_numerals_are_written_as_in_the_known_value() -> None:
    """In digits beside digits."""
    assert in_style("三十九号", "37号") == "39号"
    assert in_style("六〇二室", "601室") == "602室"
    assert in_style("三十九号", "三十七号") == "三十九号"


def test_characters_of_one_sound_are_alike() -> None:
    """Whatever the tone; a character is not like itself."""
    assert sounds_alike("泰", "太")
    assert not sounds_alike("泰", "泰")
    assert not sounds_alike("泰", "达")


def test_a_weight_follows_what_parts_the_candidates() -> None:
    """The first figure tells the right value from the other, the second says nothing."""
    figures = [{"right": 1.0, "any": 1.0}, {"any": 1.0}]
    one = correction_weights.Example("1", "place", ["9幢", "8幢"], figures, "7幢", "9幢", "7幢")
    found = correction_weights.fit([one] * 5)
    assert found["right"] > 0.5
    assert found["any"] == pytest.approx(0, abs=0.01)
    assert choice.likeliest(one.values, one.figures, found) == "9幢"


@pytest.mark.slow
def test_the_weights_in_use_are_fitted_to_the_written_turns() -> None:
    """Whoever changes the turns or the figures fits the weights anew: `python -m bench.correction_weights`."""
    examples = list(correction_weights.read_examples())
    for slot, written in choice.weights().items():
        fitted = correction_weights.fit([one for one in examples if one.slot == slot])
        kept = {name: value for name, value in fitted.items() if abs(value) >= correction_weights.LEAST_WEIGHT * 2}
        assert kept == pytest.approx({name: written.get(name, 0.0) for name in kept}, abs=0.05)
