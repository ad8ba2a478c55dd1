"""Measure what the reading loses when messages are written differently: `python -m bench.robust`.

The figures of category (dev.csv) and intake (intake_dev.jsonl) on the messages as they are, in traditional script, with
homophones for 5% of the characters, and without punctuation. The gold spans are changed with their messages. Likewise
for the 60 messages of `bench/spans_test.csv`, written for this bench before any error was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

import opencc

from bench.letters import Letter, annotated, counted, figures
from bench.results import letters, macro_f1, must_skip, own_test, result
from bot.reading.classifying import taxonomy
from bot.reading.classifying.heads import READ_FOR_CLASSES
from bot.reading.learning.training import reading_of, train_all
from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI
from bot.reading.trained import Heads

Written = list[str]
"""A rewritten message: item i is what character i of the original became ("" if it was dropped)."""

LARGEST_FALL = 3.0
"""The largest fall of a figure, in points, that is not marked with "!"."""
MISTYPED_SHARE = 0.05
DRAWS = 5  # of homophones; the figures of the reading, but not the category's, are means of them
INTAKE = (  # the scorer's figures that are compared
    "kind4_macroF1",
    "kind_lenient",
    "place_strict_F1",
    "place_half",
    "when_strict_F1",
    "body_acc",
)
SPANS = ("place", "place_other", "when", "when_other", "body_alt")
_MARKED = re.compile(r"\[([^\[\]]+)\]\(([a-z ]*)\)")
SOUNDS = (
    "在再载 做作坐座 的得地 他她它塔 是事市式试室使始实十时识食石 有又由友右油游 到道倒导岛 没每美妹 里理李礼力利立历 路录陆 停庭亭"
    " 车扯 电店点典 水睡税 物务误无五武 业页叶夜也 小晓校笑效 区取去曲 楼漏 门们 口扣 灯登等 坏怀 修休 间建见件简检减 公工功供共"
    " 司私思四死 元员原园源圆愿院 管馆关官 收手首受 费废非飞 交郊较教角叫 通同统痛 学雪 还孩海 生声升胜 老佬 师诗施 医一依已以意易"
    " 病并 药要 钱前 年念 月越约 热 天添 晚碗万完 早找 上尚 下夏 中终钟种众 请情清轻 求球 领令另零 证政正整争 府付负复服副福 部不步布补"
    " 问文闻 题提体 解姐街接结界节 决觉绝 处楚出初 望忘网往 希西息系细 安按案 全权 保宝报抱 险现县线先 房防方放 产铲 住主注驻 民明名"
    " 社设射 会回汇 镇阵震 村存 人仁任认 家加佳价架 反犯返 映应影硬 投头 诉素速 举矩局居具据 长常场厂 城成程称 新心辛信 就旧 大达打"
    " 多夺 高搞 低底弟第 噪造 音因引 垃拉 圾机及急几级集 气汽期其起七 味未位为委 烟言严沿 消销 占站战 规归 定订 合河和何 法发 律绿"
    " 号好 幢撞 单担 租足 卖买 各格个 退腿 款宽 贴铁 资自子字 班般办半 那拿哪 我握 了乐 可科课 本笨 经精金近进今紧 过果国 对队"
    " 能 而儿二 如入 年粘 只之支知至治制质直 子紫 也野 什神深身申 么 样阳 后候 所锁 用拥 当党 地帝 于与雨语预育 着者 都兜 想向像象项"
    " 给 很狠 最罪 次此 将江 让嚷 被备北 比笔 开凯 分纷份 面免 行形型性兴 情晴 动懂 员缘 干敢感 部簿 需许须 请顷 望旺 关观 相香乡 重种"
    " 目木 表标 内 外歪 直值 代带待 话化华画 说 学穴 特 别 每梅 日 变便边 看砍 走 快块 政郑 工宫 平评 从 两亮 量良 三伞 百白 月岳 八把"
    " 九久 六留 号浩 位卫 省圣 县献 因殷 此刺 城诚 该改 已乙 来赖 去趣 几己 又幼 真针 这浙 难南 男 女 环还 境竟 境静 强墙 房妨 队堆"
)
"""Groups of common characters that sound alike, tones aside, listed by hand. A character alone in its group has no homophone."""
_GROUPS = [set(group) for group in SOUNDS.split()]
HOMOPHONES = {
    char: "".join(sorted({other for group in _GROUPS if char in group for other in group} - {char}))
    for group in _GROUPS
    for char in group
    if len(group) > 1
}
_PUNCTUATION = re.compile(r"[^\w\s%％‰℃#＃+$￥]")
_KEPT_BETWEEN_DIGITS = re.compile(r"(?<=\d)[:：.．\-/~](?=\d)")


def as_they_are(text: str, _seed: str) -> Written:
    return list(text)


def traditional(text: str, _seed: str) -> Written:
    """Write in traditional script, character for character, so that spans keep their positions."""
    converter = opencc.OpenCC("s2t")
    whole: str = converter.convert(text)
    if len(whole) == len(text):
        return list(whole)
    return [single if len(single := converter.convert(char)) == 1 else char for char in text]


def mistyped(text: str, seed: str) -> Written:
    """Replace 5% of all characters by homophones, as far as the table has them. `seed`: the message, and which draw."""
    drawn = Random(seed)
    able = [at for at, char in enumerate(text) if char in HOMOPHONES]
    wrong = set(drawn.sample(able, min(len(able), round(MISTYPED_SHARE * len(text)))))
    return [drawn.choice(HOMOPHONES[char]) if at in wrong else char for at, char in enumerate(text)]


def unpunctuated(text: str, _seed: str) -> Written:
    """Drop punctuation, as in dictation, except inside numbers (3.5, 2-301, 8:30)."""
    kept = {match.start() for match in _KEPT_BETWEEN_DIGITS.finditer(text)}
    return ["" if _PUNCTUATION.match(char) and at not in kept else char for at, char in enumerate(text)]


Way = Callable[[str, str], Written]
"""Writes a message in another way: (text, seed of the random draws) → the rewritten message."""
WAYS: dict[str, Way] = {
    "as_they_are": as_they_are,
    "traditional": traditional,
    "homophones": mistyped,
    "unpunctuated": unpunctuated,
}


def rewritten(written: Written, text: str, span: str) -> str:
    """What a gold span became where it first occurs in the message; the span itself if it does not occur."""
    start = text.find(span)
    return "".join(written[start : start + len(span)]) if start >= 0 else span


def write_alike(written: Written, text: str, spans: list[str]) -> None:
    """Rewrite repeats of a span like its first occurrence, in `written`: the scorer finds spans by their text."""
    for span in sorted(spans, key=len):
        first = text.find(span)
        again = text.find(span, first + 1) if first >= 0 else -1
        while again >= 0:
            written[again : again + len(span)] = written[first : first + len(span)]
            again = text.find(span, again + 1)


def changed(gold: Letter, way: Way, draw: int) -> Letter:
    """The labelled letter with its text and gold spans rewritten by `way`."""
    text = gold["text"]
    written = way(text, f"{gold['id']} {draw}")
    body = [gold["body"]] if gold["body"] else []
    write_alike(written, text, [span for field in SPANS for span in gold[field] if span] + body)

    def again(span: str) -> str:
        return rewritten(written, text, span)

    return {
        **gold,
        "text": "".join(written),
        **{field: [again(span) for span in gold[field] if span] for field in SPANS},
        "body": again(gold["body"]) if gold["body"] else gold["body"],
    }


def category(heads: Heads, way: Way) -> dict[str, float]:
    """The macro-F1 of the categories on dev.csv, rewritten by `way`."""
    names, classes = taxonomy.load(), heads.category.classes
    rows = letters()
    readings = [reading_of("".join(way(row["letter"], row["id"]))[:READ_FOR_CLASSES]) for row in rows]
    best = heads.category.scores(readings).argmax(axis=1)
    return {"category_macroF1": macro_f1([row["label"] for row in rows], [names[classes[at]][0] for at in best])}


def own_letters() -> list[Letter]:
    """The messages of spans_test.csv in the shape of labelled letters; their kinds are not labelled."""
    return [unmarked(row, str(number)) for number, row in enumerate(own_test("spans_test"), start=1)]


def unmarked(row: dict[str, str], identity: str) -> Letter:
    """Turn the marks of a row into gold spans: `[三天](time)` is 三天 in the text and a time. `also`: further bodies."""
    marks = _MARKED.findall(row["text"])
    said = {kind: [span for span, kinds in marks if kind in kinds.split()] for kind in ("place", "time", "body")}
    return {
        "id": identity,
        "text": _MARKED.sub(r"\1", row["text"]),
        "place": said["place"],
        "place_other": [],
        "when": said["time"],
        "when_other": [],
        "body": said["body"][0] if said["body"] else None,
        "body_alt": [*said["body"][1:], *filter(None, row["also"].split(";"))],
        "kind": "complaint",
        "kind_alt": [],
        "category": None,
        "urgency": "normal",
    }


def intake(reader: Reader, labelled: list[Letter], way: Way, draw: int) -> dict[str, float]:
    """The scorer's figures of INTAKE, and how many spans of the drafts do not occur in the rewritten text."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    gold = [changed(letter, way, draw) for letter in labelled]
    drafts = [reader.read(letter["text"], moment) for letter in gold]
    scores = figures(counted(gold, drafts))
    strange = sum(
        span["text"] not in letter["text"]
        for letter, draft in zip(gold, drafts, strict=True)
        for span in spans_of(draft)
    )
    return {name: scores[name] for name in INTAKE} | {"spans_not_verbatim": strange}


def spans_of(draft: dict[str, Any]) -> list[dict[str, Any]]:
    """All places, times and bodies of a draft."""
    return [*draft["places"], *draft["times"], *draft["bodies"]]


def mean_figures(reader: Reader, labelled: list[Letter], way: Way) -> dict[str, float]:
    """The figures; for homophones the mean of several draws, as letters are few and mistyped characters random."""
    several = [intake(reader, labelled, way, draw) for draw in range(DRAWS if way is mistyped else 1)]
    return {name: sum(one[name] for one in several) / len(several) for name in several[0]}


def own_figures(reader: Reader, way: Way) -> dict[str, float]:
    """The figures on spans_test.csv, rewritten by `way`."""
    return {
        f"own.{name}": value for name, value in mean_figures(reader, own_letters(), way).items() if "kind" not in name
    }


def main() -> None:
    heads = train_all()
    reader = Reader(heads)
    found = {name: own_figures(reader, way) for name, way in WAYS.items()}
    if not must_skip():
        given = annotated()
        found = {n: category(heads, way) | mean_figures(reader, given, way) | found[n] for n, way in WAYS.items()}
    straight = found["as_they_are"]
    print(f"{'':30}" + "".join(f"{name:>22}" for name in WAYS))
    for figure, value in straight.items():
        cells = ""
        for name in WAYS:
            fall = 0.0 if figure.endswith("not_verbatim") else 100 * (value - found[name][figure])
            mark = " !" if fall > LARGEST_FALL else ""
            cells += f"{f'{found[name][figure]:.3f} (-{fall:.1f}){mark}':>22}".replace("--", "+")
        print(f"{figure:30}{cells}")
    for name, measured in found.items():
        for figure, value in measured.items():
            result(f"robust.{name}.{figure}", value)
            if name != "as_they_are" and not figure.endswith("not_verbatim"):
                result(f"robust.{name}.{figure}.fall_points", 100 * (straight[figure] - value))


if __name__ == "__main__":
    main()
