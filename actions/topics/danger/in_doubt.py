"""What an answer to "is somebody in danger?" says: that somebody is, that nobody is, or that the report is not meant."""

from __future__ import annotations

import re

from actions.case_draft import advice_of, doubtful_danger_of
from actions.conversation.turn import Turn
from actions.intake.form import Form
from actions.interpreting import after_danger, all_clear, danger_signs, said_over, scenes, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.aid import doubt_answers, plain_ends
from actions.interpreting.aid.inside import says_somebody_is_inside
from actions.topics.danger.ending import DENIAL_NOT_BELIEVED, tells_only_the_way

_MAY_BE_OF_AN_ANIMAL = (
    None,
    "trapped",
    "injury",
    "other",
)  # doubtful dangers in which the answer may say that it is no animal but a person (猫掉井里了); None: this message alone tells of none
_TAKEN_BY_AMBULANCE = frozenset({"injury", "trapped", "no_answer", "other"})
DENIES = re.compile("没事|没人|没有|不是|不要紧|没关系")


def script_in_doubt(form: Form, said: str) -> str:
    """The script of advice for the doubtful danger of the draft, told in these words."""
    return scenes.script_of(doubtful_danger_of(form.draft) or "other", said, advice_of(form.draft))


def tells_of_danger(form: Form, turn: Turn, news: after_danger.News | None, end: all_clear.AllClear | None) -> bool:
    """Whether an answer by itself says that somebody is in danger: it is a person after all, a yes, or a sign of harm, and more than that nothing bleeds."""
    if doubt_answers.denies_blood(turn.text):
        return False
    if says_somebody_is_inside(turn.text, script_in_doubt(form, form.text)):
        return True
    if doubt_answers.tells_of_danger(turn.text, doubtful_danger_of(form.draft) or ""):
        return True
    may_be_an_animal = doubtful_danger_of(form.draft) in _MAY_BE_OF_AN_ANIMAL
    corrected = may_be_an_animal and after_danger.says_it_is_a_person(turn.text)
    return corrected or _says_there_is_danger(turn, news) or _tells_of_harm_again(turn, end)


def _says_there_is_danger(turn: Turn, news: after_danger.News | None) -> bool:
    """Whether an answer says that somebody is in danger: a yes, a danger, or news of one (help was called, what now?).

    Never if it begins with a no.
    """
    tells = turn.danger or news not in (None, "perhaps_over")
    return not after_danger.says_no_first(turn.text) and bool(
        tells or after_danger.is_yes(turn.text) or after_danger.says_yes_first(turn.text)
    )


def _tells_of_harm_again(turn: Turn, end: all_clear.AllClear | None) -> bool:
    """Whether an answer has a plain sign of harm (叫了没反应) and no word that denies any or doubts it."""
    if end is not None or DENIES.search(turn.text) or after_danger.has_doubt(turn.text):
        return False
    if after_danger.says_no_first(turn.text):
        return False
    return danger_signs.tells_of_harm(turn, "")


def says_there_is_none(turn: Turn, end: all_clear.AllClear | None) -> bool:
    """Whether an answer says that nobody is in danger: a no, an all-clear, or that it was an animal or a thing."""
    if after_danger.is_no(turn.text) or after_danger.says_it_is_no_person(turn.text):
        return True
    return (after_danger.says_no_first(turn.text) and not turn.danger) or end not in (None, "perhaps", "partly")


def surely_ends(form: Form, turn: Turn) -> bool:
    """Whether the bot is sure that an answer says there is no danger, in one where that is believed."""
    believed = doubtful_danger_of(form.draft) not in DENIAL_NOT_BELIEVED
    return believed and said_over.answers_that_it_is_over(turn)


def plainly_ends(form: Form, turn: Turn) -> bool:
    """Whether an answer has an explicit sign that there is none of the danger that was doubtful (锅子烧糊了，没着火), nothing worse, and no other danger is read in it, be it doubtfully."""
    doubtful = doubtful_danger_of(form.draft) or ""
    if doubt_answers.is_slight(turn.text, script_in_doubt(form, form.text)):
        return True
    if doubtful not in DENIAL_NOT_BELIEVED and doubt_answers.is_of_another_time(turn.text):
        return True
    read = {turn.danger, doubtful_danger_of(turn.draft)}
    return read <= {None, doubtful} and plain_ends.says_there_is_none(turn.text, doubtful)


def is_in_hospital(form: Form, turn: Turn, end: all_clear.AllClear | None) -> bool:
    """Whether an answer says only that whoever is hurt was taken to hospital (120把她拉走了): help has come, though nothing is well."""
    hurt = scenes.danger_of_script(doubtful_danger_of(form.draft) or "") in _TAKEN_BY_AMBULANCE
    return hurt and end == "safe" and tells_only_the_way(turn.text)


def is_to_be_dropped(form: Form, turn: Turn, end: all_clear.AllClear | None) -> bool:
    """Whether an answer drops the report: a joke, a no to what laughed (我家着火了哈哈), a slip (点错了) or 没事了."""
    a_prank = after_danger.laughs(form.text + turn.text) and (after_danger.is_no(turn.text) or end == "perhaps")
    a_slip = withdrawals.only_regrets(turn.text) and "悔" not in turn.text
    return end == "joke" or a_prank or a_slip or short.is_stop(turn.text)
