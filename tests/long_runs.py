"""Find every regular expression in the modules, and time each on long repetitive texts to catch quadratic ones."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
LONG = 5000  # characters; the longest message that we accept
CHEAP = 0.010  # processor seconds for LONG characters; a faster search does no harm, however it grows
TIMES = 4
SHORT = 200  # characters of a text that an expression fits, but for the last one
MOST_RATIO = 9.0  # largest ratio of times for four times the text; quadratic growth takes sixteen
STUCK = 5.0  # seconds after which a search is stopped
RUNS = (
    "1", "12", "１", "a", "Ab", "_", "+", "-", "1-", "1:", "a@", "a.", "http://", "86", "*", "\\", " ", "\t", "\n", "\u3000",
    "栋", "号", "3栋", "3 ", "三", "十", "〇", "零", "一二", "(", "（", "【", "[", "{", "<b>", "“", "，", "。", "、", "…", "！", "？", "点", "年", "3点",
    "路", "幸福路", "幸福路3号", "的", "是", "不", "没", "了", "人", "家", "第", "昨天", "三天", "A市", "A1市", "省", "😀", "\u202e", "写错", "好不好",
    "不是", "我叫", "张", "嗯", "好的", "救命", "着火", "被困在", "投", "同意", "票", "我", "把", "又把",
)  # fmt: skip


def patterns(*packages: str) -> dict[str, re.Pattern[str]]:
    """Name → expression, for each compiled one held by a module of these packages and each literal one in its code."""
    found: dict[str, re.Pattern[str]] = {}
    for package in packages:
        for name in _modules(package):
            module = importlib.import_module(name)
            for attribute, value in vars(module).items():
                found |= {f"{name}.{attribute}{rest}": one for rest, one in _held(value) if one not in found.values()}
        for path in sorted((PROJECT / package).rglob("*.py")):
            where = path.relative_to(PROJECT).as_posix()
            found |= {f"{where}:{line}": re.compile(text) for line, text in _literal(path)}
    return found


def _modules(package: str) -> Iterator[str]:
    root = importlib.import_module(package)
    yield package
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if ".migrations" not in found.name and not found.name.endswith(".__main__"):
            yield found.name


def _held(value: Any, depth: int = 0) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield "", value
    elif depth < 3 and isinstance(value, dict):
        for key, one in value.items():
            yield from ((f"[{key}]{rest}", pattern) for rest, pattern in _held(one, depth + 1))
    elif depth < 3 and isinstance(value, (tuple, list, set, frozenset)):
        for at, one in enumerate(value):
            yield from ((f"[{at}]{rest}", pattern) for rest, pattern in _held(one, depth + 1))


def _literal(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr != "compile":
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def slow(pattern: re.Pattern[str]) -> str | None:
    """The first repetitive text, with times, for which four times the length takes over MOST_RATIO times as long.

    Or a short one that fits except for its last character, if it takes long to reject: then parts of the expression match
    the same characters.
    """
    for run in RUNS:
        almost = (run * SHORT)[:SHORT] + "\u2020"
        if (spent := _least_seconds(pattern, almost, whole=True)) >= CHEAP:
            return f"{run!r}, all of it but the end: {spent * 1000:.1f} ms"
        whole = (run * LONG)[:LONG]
        if (long := _least_seconds(pattern, whole)) < CHEAP:
            continue
        short = min(_seconds(pattern, whole[: LONG // TIMES]) for _ in range(3))
        if long > MOST_RATIO * max(short, 1e-4):
            return f"{run!r}: {short * 1000:.1f} ms, then {long * 1000:.1f} ms"
    return None


def _least_seconds(pattern: re.Pattern[str], text: str, *, whole: bool = False) -> float:
    """Of three searches, or of the first that is cheap: a collection of garbage or a pause of the machine makes one long."""
    spent: list[float] = []
    while len(spent) < 3 and (not spent or min(spent) >= CHEAP):
        spent.append(_seconds(pattern, text, whole=whole))
    return min(spent)


def _seconds(pattern: re.Pattern[str], text: str, *, whole: bool = False) -> float:
    begun = time.process_time()
    with _at_most(STUCK):
        for _ in (pattern.fullmatch(text),) if whole else pattern.finditer(text):
            pass
    return time.process_time() - begun


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except TimeoutError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
