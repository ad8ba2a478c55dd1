"""An operator's export: what of it is used, when it is refused, and that the heads learn from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import evaluate_export
from bot.reading.classifying.category import CategoryHeads
from bot.reading.learning import corpus
from bot.reading.learning.corpus import (
    CorpusError,
    ExportRow,
    combine_with_export,
    corpus_csv,
    read_corpus,
    reading_of_opening,
    split_folds,
    split_holdout,
)
from bot.reading.reader import Reader

ODD = "梧桐苑的快递柜又显示蓝屏第{}次了"
"""What the shipped sentences say nothing of; the town files it under 党务政务."""


@pytest.fixture
def base(reader: Reader) -> CategoryHeads:
    return reader._heads.category


def export(folder: Path, text: str | bytes) -> Path:
    path = folder / "export.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_bad_lines_are_named_and_passed(tmp_path: Path) -> None:
    """An unknown category, no text, a column too many and another label for the same text; the rest is used."""
    lines = "text,category\n路灯坏了,城乡建设\n路灯坏了,没有的类\n,城乡建设\n水,管,城乡建设\n路灯坏了,环境保护\n半夜施工,环境保护/噪声\n"
    told = read_corpus(export(tmp_path, lines))
    assert [(row.text, row.code) for row in told.rows] == [("路灯坏了", "04"), ("半夜施工", "0501")]
    assert [bad.line for bad in told.bad] == [3, 4, 5, 6]
    assert "没有的类" in told.bad[0].reason


def test_the_same_line_twice_counts_once(tmp_path: Path) -> None:
    """Else it would be learned from and asked about."""
    told = read_corpus(export(tmp_path, "text,category\n路灯坏了,城乡建设\n路灯坏了,城乡建设\n"))
    assert (len(told.rows), told.bad) == (1, ())


def test_what_excel_writes_is_read(tmp_path: Path) -> None:
    """GB 18030, and UTF-8 with a mark in front."""
    lines = "text,category\r\n路灯坏了,城乡建设\r\n"
    for encoding in ("gb18030", "utf-8-sig"):
        assert [row.code for row in read_corpus(export(tmp_path, lines.encode(encoding))).rows] == ["04"]


def test_a_file_without_the_header_is_refused(tmp_path: Path) -> None:
    """And the message says what is expected."""
    with pytest.raises(CorpusError, match="text,category"):
        read_corpus(export(tmp_path, "路灯坏了,城乡建设\n"))


def test_words_split_by_spaces_read_as_the_sentence() -> None:
    """A tokenised export has the same characters in a row."""
    assert reading_of_opening("路灯 坏 了 三天").text == "路灯坏了三天"


def test_a_fifth_of_every_class_is_held_back() -> None:
    """The same each time, nothing in both; a class of three is only learned from."""
    rows = [
        ExportRow(f"{top}{number}", top)
        for top, count in (("04", 20), ("05", 10), ("06", 3))
        for number in range(count)
    ]
    learn, ask = split_holdout(rows)
    assert sorted(row.top for row in ask) == ["04"] * 4 + ["05"] * 2
    assert set(learn) | set(ask) == set(rows)
    assert (learn, ask) == split_holdout(rows)


def test_one_export_has_one_hash() -> None:
    """Whatever the order of its lines."""
    rows = [ExportRow("路灯坏了", "04"), ExportRow("半夜施工", "0501")]
    assert corpus_csv(rows) == corpus_csv(rows[::-1])


@pytest.mark.slow
def test_a_town_of_its_own_ways_is_learned(base: CategoryHeads) -> None:
    """What only the export knows, in hundreds of lines, is filed as the export files it; the figures say so."""
    _, before, after = evaluate_export.compare(base, [ExportRow(ODD.format(number), "01") for number in range(250)])
    assert before.by_class["01"] < 0.5
    assert after.by_class["01"] > 0.9


@pytest.mark.slow
def test_a_path_below_is_learned(base: CategoryHeads) -> None:
    """The level-two name comes from the export too."""
    heads = combine_with_export(base, [ExportRow(ODD.format(number), "0103") for number in range(25)])
    row = heads.level_one.rows([reading_of_opening(ODD.format(99))])[0]
    assert heads.best_level_two(row, ["01"]) == ["0103"]


def worse_export(folder: Path) -> Path:
    lines = [f"{ODD.format(number)},党务政务" for number in range(25)]
    return export(folder, "\n".join(["text,category", *lines]))


@pytest.fixture
def one_class_worse(base: CategoryHeads, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured: better on the whole, and of one class eight of twenty right before and wrong now."""
    measured(monkeypatch, base, lost=8)


def measured(monkeypatch: pytest.MonkeyPatch, base: CategoryHeads, lost: int) -> None:
    """Let 20 rows of 01 be wrong before and right after; of 20 rows of 04, right before, `lost` wrong after."""
    tops = ["01"] * 20 + ["04"] * 20
    before = evaluate_export.compute_figures(tops, ["05"] * 20 + ["04"] * 20)
    after = evaluate_export.compute_figures(tops, ["01"] * 20 + ["05"] * lost + ["04"] * (20 - lost))
    monkeypatch.setattr(evaluate_export, "train_category", lambda: base)
    monkeypatch.setattr(evaluate_export, "compare", lambda base, rows: (tops, before, after))


@pytest.mark.usefixtures("one_class_worse")
def test_a_model_worse_in_one_class_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The class is named, and nothing is kept."""
    kept = tmp_path / "kept"
    assert (
        evaluate_export.main(["--corpus", str(worse_export(tmp_path)), "--keep", str(kept)]) == evaluate_export.REFUSED
    )
    assert "城乡建设 变差了：20 条里原来对、现在错的 8 条，原来错、现在对的 0 条" in capsys.readouterr().out
    assert not kept.exists()


@pytest.mark.usefixtures("one_class_worse")
def test_it_is_taken_when_told_to(tmp_path: Path) -> None:
    """`--anyway`: the export and its figures are kept."""
    kept = tmp_path / "kept"
    assert evaluate_export.main(["--corpus", str(worse_export(tmp_path)), "--keep", str(kept), "--anyway"]) == 0
    told = json.loads((kept / "figures.json").read_text(encoding="utf-8"))
    assert (told["rows"], told["after"]["f1"]["城乡建设"]) == (25, 0.75)
    assert len(read_corpus(kept / "corpus.csv").rows) == 25


def test_one_letter_is_no_reason_to_refuse(
    tmp_path: Path, base: CategoryHeads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What chance alone may do is borne: one letter of twenty, and also four; eight are not (above)."""
    for lost in (1, 4):
        measured(monkeypatch, base, lost)
        kept = tmp_path / f"kept{lost}"
        assert evaluate_export.main(["--corpus", str(worse_export(tmp_path)), "--keep", str(kept)]) == 0
        assert kept.exists()


def test_every_row_of_a_class_of_five_is_asked_once() -> None:
    """And never learned from in the fold that asks it."""
    rows = [ExportRow(f"{top}{number}", top) for top, count in (("04", 20), ("06", 3)) for number in range(count)]
    folds = split_folds(rows)
    assert sorted(row.text for _, ask in folds for row in ask) == sorted(row.text for row in rows if row.top == "04")
    for learn, ask in folds:
        assert {row.text for row in learn} == {row.text for row in rows} - {row.text for row in ask}


def test_kinds_and_spans_of_the_export_are_read_and_kept(tmp_path: Path) -> None:
    """The columns kind, places, times and body; a row whose span is not in its text is named and passed."""
    lines = [
        "text,category,kind,places,times,body",
        '东门灯坏了三天,城乡建设,request,"[""东门""]","[{""text"":""三天"",""role"":""matter""}]",[]',
        "路灯坏了,城乡建设,,,,",
        '没水了,城乡建设,request,"[""东门""]",[],[]',
        "半夜施工,环境保护,anger,,,",
    ]
    told = read_corpus(export(tmp_path, "\n".join(lines)))
    assert [bad.line for bad in told.bad] == [4, 5]
    first, second = told.rows
    assert (first.kind, second.kind, second.marked) == ("request", "", None)
    assert first.marked is not None
    assert (first.marked.said("place"), first.marked.said("when"), first.marked.said("body")) == (
        ["东门"],
        ["三天"],
        [],
    )
    again = read_corpus(export(tmp_path, corpus_csv(told.rows)))
    assert set(again.rows) == set(told.rows)


def test_the_tagger_and_the_kind_head_learn_from_the_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one writer more, and as so many letters more; without an export from the shipped messages alone."""
    path = export(tmp_path, 'text,category,kind,places\n东门灯坏了,城乡建设,request,"[""东门""]"\n')
    learned: dict[str, object] = {}
    monkeypatch.setattr(corpus, "train_spans", lambda writers: learned.update(spans=writers[-1]))
    monkeypatch.setattr(corpus, "train_kind", lambda more: learned.update(kinds=more))
    monkeypatch.setattr(corpus, "span_writers", lambda: [["shipped"]])
    monkeypatch.setenv("LINLI_CORPUS", str(path))
    corpus.train_installed_spans(), corpus.train_installed_kind()
    assert [one.text for one in learned["spans"]] == ["东门灯坏了"]  # type: ignore[attr-defined]
    assert learned["kinds"] == [("东门灯坏了", "request", False)]
    monkeypatch.delenv("LINLI_CORPUS")
    corpus.train_installed_spans(), corpus.train_installed_kind()
    assert learned == {"spans": ["shipped"], "kinds": []}


def test_a_handful_of_lines_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be measured on it."""
    path = export(tmp_path, "text,category\n路灯坏了,城乡建设\n")
    assert evaluate_export.main(["--corpus", str(path)]) == evaluate_export.UNUSABLE
    assert "至少要 20 行" in capsys.readouterr().err
