"""Messages written otherwise, with their gold spans (bench/robust.py)."""

from __future__ import annotations

from bench import robust

TEXT = "青枫苑3栋门口，积水三天了。青枫苑3栋的物业没人管"
GOLD = {
    "id": "t1",
    "text": TEXT,
    "place": ["青枫苑3栋门口", "青枫苑3栋"],
    "place_other": [],
    "when": ["三天"],
    "when_other": [],
    "body": "物业",
    "body_alt": [],
}


def test_every_gold_span_stands_in_the_message_however_it_is_written():
    """The scorer finds spans by their characters, so each must be verbatim in the changed message."""
    for way in robust.WAYS.values():
        for draw in range(20):
            changed = robust.changed(GOLD, way, draw)
            for span in [*changed["place"], *changed["when"], changed["body"]]:
                assert span in changed["text"]


def test_one_character_in_twenty_is_mistyped():
    """5% of all characters, each by another one."""
    text = TEXT * 20
    written = robust.mistyped(text, "1")
    assert sum(a != b for a, b in zip(text, written, strict=True)) == round(0.05 * len(text))


def test_the_same_seed_mistypes_the_same():
    """Two runs of the bench measure the same messages."""
    assert robust.mistyped(TEXT, "7") == robust.mistyped(TEXT, "7")


def test_signs_go_but_those_inside_numbers_stay():
    """2-301 and 8:30 stay what they are."""
    assert "".join(robust.unpunctuated("2-301，8:30！漏水（厨房）。", "")) == "2-3018:30漏水厨房"


def test_traditional_script_keeps_every_place():
    """One character for one, so that spans stand where they stood."""
    assert len(robust.traditional(TEXT, "")) == len(TEXT)
