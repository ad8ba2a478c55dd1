"""Turns an answer into registered texts, for a provider that sends nothing else (data/sms_templates.csv).

What the rooms and the gateway say is registered already. The bot's messages have a template of the same name as the
response. A message without one, or that does not fit, is replaced by a text that points to the office and the website,
at most once per answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.channels.bot_client import Said
from portal.storage.parts import Parts
from portal.wording import templates

ELSEWHERE = "answer_elsewhere"
STAFF_REPLY = "staff_reply"
CHOICE_CUT = "choice_not_counted"
MOST = 3  # SMS for one answer, besides CHOICE_CUT
LONGEST = 35  # characters that a parameter may have

# The bot's responses (domain.yml) that have a registered template.
ANSWERS = frozenset((
    "utter_danger_fire", "utter_danger_smoke", "utter_danger_oil", "utter_danger_fire_seen", "utter_danger_gas",
    "utter_danger_gas_seen", "utter_danger_co", "utter_danger_trapped", "utter_danger_lift", "utter_danger_water",
    "utter_danger_flood", "utter_danger_car", "utter_danger_collapse", "utter_danger_injury",
    "utter_danger_unconscious", "utter_danger_choking", "utter_danger_seizure", "utter_danger_poison",
    "utter_danger_birth", "utter_danger_heart", "utter_danger_bleeding", "utter_danger_burn", "utter_danger_bite",
    "utter_danger_shock", "utter_danger_violence", "utter_danger_violence_seen", "utter_danger_home_violence",
    "utter_danger_home_violence_seen", "utter_danger_self_harm", "utter_danger_self_harm_seen",
    "utter_danger_missing", "utter_danger_missing_found", "utter_danger_live_wire", "utter_danger_wire_home",
    "utter_danger_no_answer", "utter_danger_other", "utter_danger_raised", "utter_danger_raised_quietly",
    "utter_danger_added", "utter_danger_no_place", "utter_till_help_fire", "utter_till_help_smoke",
    "utter_till_help_oil", "utter_till_help_fire_seen", "utter_till_help_gas", "utter_till_help_gas_seen",
    "utter_till_help_co", "utter_till_help_trapped", "utter_till_help_lift", "utter_till_help_water",
    "utter_till_help_flood", "utter_till_help_car", "utter_till_help_collapse", "utter_till_help_injury",
    "utter_till_help_unconscious", "utter_till_help_choking", "utter_till_help_seizure", "utter_till_help_poison",
    "utter_till_help_birth", "utter_till_help_heart", "utter_till_help_bleeding", "utter_till_help_burn",
    "utter_till_help_bite", "utter_till_help_shock", "utter_till_help_violence", "utter_till_help_violence_seen",
    "utter_till_help_home_violence", "utter_till_help_home_violence_seen", "utter_till_help_self_harm",
    "utter_till_help_self_harm_seen", "utter_till_help_missing", "utter_till_help_missing_found",
    "utter_till_help_live_wire", "utter_till_help_wire_home", "utter_till_help_no_answer", "utter_till_help_other",
    "utter_ask_what_danger", "utter_ask_danger_place", "utter_ask_danger", "utter_no_danger", "utter_danger_unsure",
    "utter_no_danger_dropped", "utter_call_again", "utter_call_again_police", "utter_call_to_hurry",
    "utter_call_first", "utter_false_alarm", "utter_ask_still", "utter_still_wanted", "utter_denied_danger",
    "utter_all_clear", "utter_all_clear_doctor",
    "utter_ask_place", "utter_ask_time", "utter_ask_detail", "utter_again_place",
    "utter_again_time", "utter_again_detail", "utter_confirm_case", "utter_confirm_again", "utter_confirm_added",
    "utter_again_confirm", "utter_ask_right", "utter_again_wrong", "utter_registered", "utter_dropped",
    "utter_still_open", "utter_wait", "utter_nothing_asked", "utter_no_cases", "utter_status", "utter_reminded",
    "utter_detail_added", "utter_no_cases_new_one", "utter_detail_with_number", "utter_number_noted", "utter_detail_kept_back", "utter_not_resolved_kept_back", "utter_ask_withdraw", "utter_withdrawn", "utter_not_withdrawn", "utter_cannot_withdraw",
    "utter_ask_fixed", "utter_closed_thanks", "utter_reopened", "utter_not_resolved_yet", "utter_no_consultations",
    "utter_vote_link", "utter_vote_code", "utter_ask_vote", "utter_vote_counted", "utter_vote_unproven", "utter_vote_closed",
    "utter_not_a_vote", "utter_handed_over", "utter_offer_human", "utter_no_human_then", "utter_capability",
    "utter_kept_secret", "utter_kept_secret_late", "utter_secret_with_report", "utter_wish_noted",
    "utter_greet", "utter_thank", "utter_out_of_scope", "utter_not_understood", "utter_no_words", "utter_too_many", "utter_portal_down",
))  # fmt: skip


def letters(parts: Parts, said: Sequence[Said]) -> list[tuple[str, str]]:
    """(template id, text) of each SMS, in order, at most MOST (and CHOICE_CUT). Danger comes first, as the bot says it."""
    found: list[tuple[str, str]] = []
    for one in said:
        written = _written(parts, one)
        if written[0] != ELSEWHERE or all(template != ELSEWHERE for template, _ in found):
            found.append(written)
    others = [one for one in found if one[0] != CHOICE_CUT]
    return [*others[:MOST], *(one for one in found if one[0] == CHOICE_CUT)]


def _written(parts: Parts, said: Said) -> tuple[str, str]:
    if not said.response.startswith("utter_") and templates.match_text(said.response, said.text):
        return said.response, said.text
    params = {name: _short(value) for name, value in said.params.items()}
    params |= {f"choice{number}": title for number, (title, _) in enumerate(said.buttons, start=1)}
    if said.response in ANSWERS and _offers_the_same(said):
        try:
            return said.response, templates.say(parts.settings.community, said.response, params)
        except templates.TemplateError:  # a parameter is missing
            pass
    return ELSEWHERE, templates.say(parts.settings.community, ELSEWHERE)


def _offers_the_same(said: Said) -> bool:
    """Whether the template, if it names choices, names as many as the message offers."""
    named = {name for name in templates.template(said.response).parameters if name.startswith("choice")}
    return not named or len(named) == len(said.buttons)


def _short(value: object) -> str:
    """The value on one line, of at most LONGEST characters, without the punctuation that the template itself adds."""
    text = "，".join(line.strip() for line in str(value).splitlines() if line.strip()).rstrip("。.，")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def pieces(words: str) -> list[str]:
    """A clerk's text, cut into pieces that each fit one parameter."""
    flat = "，".join(line.strip() for line in words.splitlines() if line.strip())
    return [flat[start : start + LONGEST] for start in range(0, len(flat), LONGEST)]
