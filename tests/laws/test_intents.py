"""Every intent has data, a rule and a conversation test; and a bot where one has not."""

from __future__ import annotations

from pathlib import Path

from tests.laws.intents import lacking

DOMAIN = "intents:\n  - greet\n  - pigeon:\n      use_entities: []\n  - nlu_fallback\n"
NLU = "nlu:\n- intent: greet\n  examples: |\n    - 你好\n- intent: unknown/of_it\n  examples: |\n    - 啊\n"
RULES = (
    "rules:\n- rule: a\n  steps:\n  - intent: greet\n  - action: x\n- rule: b\n  steps:\n  - or:\n"
    "    - intent: pigeon\n    - intent: nlu_fallback\n"
)
TEST = "stories:\n- story: a\n  steps:\n  - user: 你好\n    intent: greet\n  - action: x\n"


def test_every_intent_has_data_a_rule_and_a_conversation_test() -> None:
    """What the bot can hear, it was taught, it answers, and that is tested."""
    assert lacking() == {}


def test_an_intent_without_any_of_the_three_is_caught(tmp_path: Path) -> None:
    """A new intent without sentences and without a test is named, and so is a sentence of an unknown one."""
    for path, text in {
        "domain.yml": DOMAIN,
        "data/nlu/chat.yml": NLU,
        "data/rules/rules.yml": RULES,
        "tests/conversations/test_talk.yml": TEST,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert lacking(tmp_path) == {
        "pigeon": ["sentences", "a conversation test"],
        "unknown": ["its line in domain.yml"],
    }
