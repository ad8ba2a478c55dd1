"""Chat and batch read alike: one composition, and the same draft for the same message."""

from __future__ import annotations

import asyncio
import csv
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.nlu import (
    act,
    bodies,
    category,
    draft,
    faq,
    intent,
    kind,
    normaliser,
    personal,
    pieces,
    places,
    spans,
    times,
    tokenizer,
    urgency,
)
from bot.nlu.untrained import COMMUNITY
from bot.reading import composition
from bot.reading.learning.model_archive import heads_of_archive
from bot.reading.reader import Reader
from bot.reading.text.moment import parse_sent_at
from tests.bot.model import ROOT

SENT = "2026-11-24T09:00:00+08:00"
_MARKS = re.compile(r"\[([^\]]+)\]\((?:place|time|body)\)")
TALKED = (
    "不对，是5栋",
    "不是噪音，是漏水",
    "是7幢不是1幢",
    "地址错了，应该是竹园路12号",
    "不是投诉，我只是问问",
    "梧桐苑3栋楼下路灯坏了，另外东边的垃圾桶三天没人清理",
    "反映两件事：1、楼道堆物；2、门口乱停车；3、楼上太吵",
    "桂花苑3栋電梯壞了，還有就是樓上漏水，電話13812345678",
    "快来人，3栋着火了，不是演习，是真的",
    "居住证怎么办",
    "",
    "😂😂😂",
    "／restart",
    "梧桐苑3栋楼下路灯坏了，晚上老人不敢出门。" * 12 + "另外东边的垃圾桶三天没人清理",
)


def _column(name: str, step: int) -> list[str]:
    with (ROOT / "bench" / name).open(encoding="utf-8") as file:
        return [_MARKS.sub(r"\1", row["text"]) for row in csv.DictReader(file)][::step]


def messages() -> list[str]:
    """A hundred and more of our own: reports, small talk, letters, dangers, denials, two matters."""
    told = [*_column("spans_test.csv", 3), *_column("intents_test.csv", 12), *_column("kind_test.csv", 20)]
    return [*TALKED, *told, *_column("danger_test.csv", 20)]


@pytest.fixture(scope="module")
def batch(model: Path) -> Reader:
    """A batch's reader, with the heads that the chat serves."""
    heads = heads_of_archive(model)
    assert heads is not None
    return Reader(heads, COMMUNITY)


def chatted(agent: Agent, loop: asyncio.AbstractEventLoop, text: str) -> dict[str, Any]:
    message = UserMessage(text=text, sender_id="1.1", metadata={"sent_at": SENT})
    found = loop.run_until_complete(agent.processor.parse_message(message))
    case: dict[str, Any] = found["case"]
    return case


def test_chat_and_batch_give_the_same_draft(agent: Agent, loop: asyncio.AbstractEventLoop, batch: Reader) -> None:
    """To the last span and score, for each of more than a hundred messages."""
    asked = messages()
    assert len(asked) > 100
    differ = [text for text in asked if chatted(agent, loop, text) != batch.read(text, parse_sent_at(SENT))]
    assert differ == []


def test_the_messages_are_of_every_sort(batch: Reader) -> None:
    """Else the comparison says little: matters with drafts of their own, corrections, dangers, letters."""
    drafts = [batch.read(text, parse_sent_at(SENT)) for text in TALKED]
    assert any("draft" in matter for one in drafts for matter in one["matters"])
    assert any(one["matters"] and "draft" not in one["matters"][0] for one in drafts)
    assert any(one["correction"] for one in drafts)
    assert any(one["urgency"]["level"] == "emergency" for one in drafts)


def test_a_part_left_out_of_the_chat_is_caught(
    agent: Agent, loop: asyncio.AbstractEventLoop, batch: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken twin: a chat that finds no phone numbers."""
    text = "昨天竹园路8月5号楼的电梯坏了，电话13812345678"
    monkeypatch.setattr(personal.PersonalFinder, "step", lambda sheet: setattr(sheet, "personal", []))
    assert chatted(agent, loop, text) != batch.read(text, parse_sent_at(SENT))


def test_the_pipeline_runs_the_steps_in_their_order() -> None:
    """`config.yml` and `composition.STEPS` name the same steps, each once; the sheet is begun first and told last."""
    modules = (
        act,
        bodies,
        category,
        draft,
        faq,
        intent,
        kind,
        normaliser,
        personal,
        pieces,
        places,
        spans,
        times,
        tokenizer,
        urgency,
    )
    known = {module.__name__: module for module in modules}
    names = [one["name"] for one in yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]]
    parts = [getattr(known[name.rpartition(".")[0]], name.rpartition(".")[2]) for name in names]
    assert [part.step for part in parts if hasattr(part, "step")] == list(composition.STEPS)
    assert parts[:2] == [normaliser.Normaliser, pieces.PieceFinder]
    assert parts[-1] is draft.DraftMaker
