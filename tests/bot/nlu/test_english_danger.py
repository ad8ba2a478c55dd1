"""Danger told in English: raised, asked about, or left alone."""

from __future__ import annotations

import csv

import pytest

from bot.reading.danger.english_danger import OTHER, english_danger
from bot.reading.danger.english_danger import SCENES as SCENES_FILE
from bot.reading.danger.kinds.scripts import scripts
from bot.reading.text.normal_form import normalise

RAISED = {
    "fire": ["there is a fire in building 3!!", "My flat is on fire please come", "smoke everywhere in the corridor", "FIRE!!", "3栋 on fire", "Smoke is coming in under my apartment door", "smoke keeps seeping in from the corridor"],
    "gas": ["My kitchen smells like rotten eggs and everyone here has a headache", "it stinks of rotten eggs near the stove", "the gas cylinder is hissing", "I smell gas in the stairwell", "gas leaking from the pipe, block 8"],
    "trapped": ["we are stuck in the lift of building 5", "a child fell into the pond"],
    "injury": ["grandma won't wake up", "my neighbour collapsed and is not breathing", "he's bleeding badly", "My baby turned blue and is limp", "my son went limp", "her lips are turning blue", "my father's face is drooping"],
    "violence": ["two men fighting with a knife", "someone broke into my flat", "Someone is at my door trying to open it with a tool", "two men are trying to force the lock", "somebody is kicking in my door", "my boss won't let us leave the factory, he has our passports", "they forced us to call old people and scam them", "the coach touched my chest", "the agent took my passport and locked the door", "the teacher keeps touching me"],
    "home_violence": ["my boyfriend hits me", "dad is beating mom again", "my husband locked me in and took my phone", "dad touches me at night", "my boyfriend tied me up", "I can hear the woman upstairs crying stop stop and furniture crashing, Building 4", "I hear my neighbour screaming, he is hitting her", "the man next door is beating his wife", "he touched me, I am 9", "I hear a child next door begging please stop", "I hear the man upstairs beating a woman", "I hear him hitting the child next door", "he is hitting the kids upstairs", "I hear my neighbour kicking his wife"],
    "self_harm": ["I want to end my life", "a girl is going to jump off the roof"],
    None: ["help! help!", "someone please help us", "earthquake!", "the building is shaking", "a tile fell from the facade, nearly hit a child"],
}  # fmt: skip
ASKED = {
    "fire": ["burning smell in the corridor", "清河小区8栋 fire!!", "I can see smoke"],
    "violence": ["there is a fight downstairs"],
    "missing": ["my son is missing since noon", "I can't find my mother"],
    "injury": ["he fell, is hurt", "heart attack last night and now again, help"],
}
CALM = [
    "the fire extinguisher is empty", "fire drill at three", "no fire here, just barbecue", "someone is smoking in the lift", "gas meter broken",
    "how do I get a residence permit", "they fight every night, so loud", "my dog is stuck in the elevator", "help me find the form", "my husband locked me out", "my wife locked me in by mistake", "my dad touched my bag", "路灯坏了",
    "I am drowning in paperwork", "the fridge smells like rotten eggs", "your help touched me deeply", "the embassy has my passport", "I hear my neighbour playing the piano", "he beats her at chess every day", "the locksmith is trying to open my door", "I hear kids upstairs running",
    "earthquake insurance, how do I buy it", "the washing machine makes it feel like the floor is shaking", "my son painted his face blue", "the website won't let us in", "he touched me on the shoulder", "she went to the blue building",
    "I can hear my upstairs neighbours kicking a ball every night", "I hear the kids next door beating drums", "I hear upstairs hitting nails all day", "I hear upstairs hitting the wall with a hammer", "I hear a child kicking the floor upstairs", "I hear the music beat from downstairs", "my upstairs neighbor is beating carpets",
    "HR took my passport to renew the visa", "the hotel keeps my passport copy", "they took our passports for registration", "a tile fell off the wall and hit the floor",
]  # fmt: skip


@pytest.mark.parametrize(("danger", "text"), [(danger, text) for danger, texts in RAISED.items() for text in texts])
def test_a_plain_danger_is_raised_under_its_name(danger: str | None, text: str) -> None:
    found = english_danger(normalise(text).text)
    assert found is not None
    assert (found.danger, found.sure) == (danger, True)


@pytest.mark.parametrize(("danger", "text"), [(danger, text) for danger, texts in ASKED.items() for text in texts])
def test_what_may_be_a_danger_is_asked_about(danger: str, text: str) -> None:
    found = english_danger(normalise(text).text)
    assert found is not None
    assert (found.danger, found.sure) == (danger, False)


@pytest.mark.parametrize("text", CALM)
def test_a_drill_a_bill_and_a_form_are_no_danger(text: str) -> None:
    assert english_danger(normalise(text).text) is None


def test_a_long_letter_is_asked_about_at_most() -> None:
    found = english_danger("the building is on fire, " + "so it was said to me by many " * 20)
    assert found is not None
    assert not found.sure


SCENES = {
    "birth_bleeding": ["My sister is seven months pregnant and bleeding heavily", "she is bleeding so much after giving birth, postpartum"],
    "unconscious": ["My baby turned blue and is limp", "My uncle collapsed and is not breathing", "grandma won't wake up"],
    "choking": ["my son is choking on a peanut"],
    "heart": ["my dad has chest pain and cannot breathe"],
    "bleeding": ["he cut his leg and is bleeding badly"],
    "lift": ["we are stuck in the lift of building 5"],
    "water": ["a child fell into the pond"],
    "smoke": ["smoke everywhere in the corridor, we can't get out", "Smoke is coming in under my apartment door"],
    "home_violence_held": ["my husband hits me and locked me in"],
    "self_harm_seen": ["a girl is going to jump off the roof"],
    "lift_fire": ["there is smoke in the lift, we are inside, the lift is on fire"],
    "held_by_others": ["my boss won't let us leave the factory, he has our passports"],
    "groped": ["the coach touched my chest"],
    "touched": ["he touched me, I am 9"],
    "home_violence_seen": ["I can hear the woman upstairs crying stop stop and furniture crashing", "the man next door is beating his wife", "I hear my neighbour screaming, he is hitting her"],
    "break_in": ["Someone is at my door trying to open it with a tool"],
    "earthquake": ["earthquake!"],
    "falling": ["a tile fell from the facade, nearly hit a child"],
    "": ["my flat is on fire", "I want to end my life", "my boyfriend hits me"],
}  # fmt: skip


@pytest.mark.parametrize(("script", "text"), [(script, text) for script, texts in SCENES.items() for text in texts])
def test_the_scene_decides_the_advice_as_in_chinese(script: str, text: str) -> None:
    """ "": the danger's own."""
    found = english_danger(normalise(text).text)
    assert found is not None
    assert (found.advice.script if found.advice else "") == script


def test_each_scene_has_a_script_that_fits_its_danger() -> None:
    """A slip in the file would give the advice of the danger alone."""
    with SCENES_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    unfit = [row["script"] for row in rows if row["danger"].replace(OTHER, "other") not in scripts()[row["script"]]]
    assert unfit == []
