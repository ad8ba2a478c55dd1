"""Nobody in an emergency hears the same words twice in a row: advice goes on, and that words were noted is said otherwise."""

from __future__ import annotations

from actions.conversation.expecting import Detail
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, read_talk
from actions.topics.danger.repeats import without_repeats

RAISED: Detail = {"kind": "detail", "case_no": "LL-20261124-0001", "danger": "heart"}
NOTED = Say("utter_danger_added", {"case_no": "LL-20261124-0001"})


def said(talk: Talk, *says: Say, about: Detail = RAISED) -> tuple[list[str], Talk]:
    reply = without_repeats(Reply(says, talk), talk, about)
    assert reply.talk is not None
    return [one.response for one in reply.says], reply.talk


def test_the_advice_of_the_alarm_goes_on_with_what_to_do_meanwhile() -> None:
    _, talk = said(Talk(), Say("utter_danger_heart"), NOTED)
    again, talk = said(talk, Say("utter_danger_heart"), NOTED)
    assert again == ["utter_call_first", "utter_till_help_heart", "utter_added_again"]
    assert said(talk, Say("utter_danger_heart"), Say("utter_till_help_heart"))[0] == [
        "utter_danger_heart",
        "utter_till_help_heart",
    ]
    assert said(talk, Say("utter_call_first"), Say("utter_till_help_heart"))[0] == ["utter_as_before"]


def test_what_was_just_said_is_not_said_again() -> None:
    answer = Say("utter_situation_answer", {"answer": "先打120。"})
    _, talk = said(Talk(), answer, NOTED)
    names, talk = said(talk, answer, NOTED)
    assert names == ["utter_as_before", "utter_added_again"]
    assert said(talk, Say("utter_situation_answer", {"answer": "别喂水。"}), NOTED)[0] == [
        "utter_situation_answer",
        "utter_added_once_more",
    ]


def test_other_advice_and_after_the_end_all_is_said() -> None:
    talk = said(Talk(), Say("utter_till_help_heart"))[1]
    assert said(talk, Say("utter_danger_unconscious"))[0] == ["utter_danger_unconscious"]
    assert said(talk, Say("utter_till_help_heart"), about={**RAISED, "over": True}) == (
        ["utter_till_help_heart"],
        Talk(),
    )


def test_it_is_remembered_between_two_messages() -> None:
    talk = said(Talk(), NOTED)[1]
    assert read_talk(talk.to_slot()) == talk
