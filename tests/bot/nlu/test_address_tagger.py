"""An operator's own tagged addresses train a tagger. Every address here is made up."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from bot.reading.address import network
from bot.reading.address.grammar import split_address
from bot.reading.address.tagger import AddressTagger, train
from bot.reading.address.tags import SpanCounts, TagsError, parts_of, read_tags, tags_of
from bot.train_addresses import UNUSABLE, main


def lines(parts: list[tuple[str, str]]) -> str:
    """`字 B-标签` lines of one address; its numbers are one token."""
    told = []
    for text, tag in parts:
        tokens = [text] if text.isdigit() else list(text)
        told += [f"{token} {'B' if at == 0 else 'I'}-{tag}" for at, token in enumerate(tokens)]
    return "\n".join(told) + "\n\n"


@pytest.fixture(scope="module")
def tags(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty addresses of a town that calls its lanes 湾口, which the grammar does not know."""
    file = tmp_path_factory.mktemp("tags") / "own.conll"
    lanes = product(("荷叶", "桂子", "石榴", "芦花", "白鹭"), range(1, 13))
    file.write_text(
        "".join(lines([(f"{name}湾口", "road"), (str(no), "roadno"), ("电联", "redundant")]) for name, no in lanes),
        encoding="utf-8",
    )
    return file


@pytest.fixture(scope="module")
def tagger(tags: Path, tmp_path_factory: pytest.TempPathFactory) -> AddressTagger:
    """Trained on them, stored and loaded; the network learns for a few steps only."""
    file = tmp_path_factory.mktemp("model") / "addresses.model"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "_EPOCHS", 1)
        patch.setattr(network, "_FEWEST", 1)
        train(read_tags(tags), file)
        return AddressTagger.load(file)


@pytest.mark.slow
def test_learns_what_the_grammar_lacks(tagger: AddressTagger) -> None:
    """A name of a kind that was tagged is found where it was never seen."""
    learned = tagger.split("菱角湾口7电联", least_sure=0)
    assert [(part.text, part.tag) for part in learned] == [
        ("菱角湾口", "road"),
        ("7", "roadno"),
        ("电联", "redundant"),
    ]


@pytest.mark.slow
def test_parts_make_the_address(tagger: AddressTagger) -> None:
    """All its parts are the address's characters in order, whatever it is given."""
    for address in ("", "号", "ＡＢ 12", "菱角湾口7\n电联", "浙江省杭州市杭州市"):
        assert "".join(part.text for part in tagger.split(address, least_sure=0)) == address


@pytest.mark.slow
def test_unsure_parts_are_left_out(tagger: AddressTagger) -> None:
    """What it is not sure of is not told."""
    sure, every = tagger.split("菱角湾口7电联", least_sure=0.99999), tagger.split("菱角湾口7电联", least_sure=0)
    assert len(sure) < len(every)
    assert set(sure) <= set(every)


def test_tags_there_and_back(tags: Path) -> None:
    """The tags of an address's parts tell the parts again."""
    address, parts = read_tags(tags)[0]
    assert parts_of(address, tags_of(address, parts)) == parts


def test_bad_line_is_named(tmp_path: Path) -> None:
    """A file of another form is refused with the line's number."""
    file = tmp_path / "bad.conll"
    file.write_text("路 B-road\n口 road\n", encoding="utf-8")
    with pytest.raises(TagsError, match="line 2"):
        read_tags(file)


def test_command_refuses_a_bad_file(tmp_path: Path) -> None:
    """The command says so and writes nothing."""
    file = tmp_path / "bad.conll"
    file.write_text("路\n", encoding="utf-8")
    assert main(["--tags", str(file), "--out", str(tmp_path / "model")]) == UNUSABLE
    assert not (tmp_path / "model").exists()


def test_figures_are_of_strict_spans() -> None:
    """A part counts when start, end and tag are right."""
    wanted, got = split_address("梧桐路8号"), split_address("梧桐路18号")
    assert SpanCounts([wanted], [got]).of(["road"]) == (1.0, 1.0, 1.0)
    assert SpanCounts([wanted], [got]).of(["road", "roadno"])[2] == 0.5
