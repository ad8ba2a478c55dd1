"""Parse a batch of messages without servers: `python -m bot.parse IN.jsonl OUT.jsonl`.

In: `{"id"?,"text","sent_at"?}` per line. Out: a case draft with the id per line, in the same order; a bad line becomes
`{"id" or null, "line", "error"}` and does not stop the batch, a blank one is skipped. Exit 0; 2 if IN.jsonl does not exist.
Memory is bounded: a limited number of lines is in progress, each of at most MOST_BYTES.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

from bot.reading.learning.model_archive import load_or_train_heads
from bot.reading.reader import Reader, warm_up
from bot.reading.text.moment import parse_sent_at

MOST_BYTES = 1 << 20  # of a line
CHUNK = 100
"""The most lines that a process reads at once."""
FEW_LINES = 400
"""Up to about this many lines (of 300 bytes) one process is quicker than several."""

Numbered = tuple[int, bytes]
"""A line's number, from 1, and its bytes."""
_reader: Reader | None = None  # set by `parse_file` before it forks


class BadLine(ValueError):
    """A line cannot be parsed; the message says why, for people."""


def number_lines(file: IO[bytes]) -> Iterator[Numbered]:
    """Yield (line number from 1, line), without blank lines, which are counted too.

    A line over MOST_BYTES is cut to one byte more, and so rejected by `parse_line`.
    """
    number = 0
    while line := file.readline(MOST_BYTES + 1):
        number += 1
        if not line.endswith(b"\n"):
            while (rest := file.readline(MOST_BYTES)) and not rest.endswith(b"\n"):
                pass
        if line.strip(b"\r\n \t"):
            yield number, line


Message = dict[str, Any]
"""A line's JSON object, with a non-empty `text`."""


def parse_line(line: bytes) -> Message:
    """Parse and check a line. Raises BadLine."""
    if len(line) > MOST_BYTES:
        raise BadLine(f"line of more than {MOST_BYTES} bytes")
    message = _json_object(line)
    text = message.get("text")
    if not isinstance(text, str):
        raise BadLine("text is missing or not a string")
    if not text.strip():
        raise BadLine("text is empty")
    return message


def _json_object(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise BadLine("not UTF-8") from problem
    except (ValueError, RecursionError) as problem:  # ValueError, too, of a number of more digits than Python reads
        raise BadLine("not JSON") from problem
    if not isinstance(message, dict):
        raise BadLine("not a JSON object")
    return message


def _id_of(line: bytes) -> Any:
    """A line's `id`, if it can be read and is a text or an integer; else None."""
    try:
        identity = _json_object(line).get("id")
    except BadLine:
        return None
    return identity if isinstance(identity, (str, int)) else None


def _parse_chunk(chunk: Sequence[Numbered]) -> list[str]:
    """Read a chunk; return one JSON line per input line, a draft or an error."""
    assert _reader is not None
    reader = _reader
    checked = [(number, line, _message_or_problem(line)) for number, line in chunk]
    reader.embed_ahead([message["text"] for _, _, message in checked if not isinstance(message, BadLine)])
    return [_to_json(_parse_one(reader, *one)) for one in checked]


def _message_or_problem(line: bytes) -> Message | BadLine:
    try:
        return parse_line(line)
    except BadLine as problem:
        return problem


def _parse_one(reader: Reader, number: int, line: bytes, message: Message | BadLine) -> dict[str, Any]:
    """The draft of a checked line with its id, or its error. `number`: of the line."""
    if isinstance(message, BadLine):
        return {"id": _id_of(line), "line": number, "error": str(message)}
    try:
        return {"id": message.get("id"), **reader.read(message["text"], parse_sent_at(message.get("sent_at")))}
    except Exception as problem:  # (one failing message must not end the batch)
        return {"id": _id_of(line), "line": number, "error": f"could not be read: {type(problem).__name__}"}


def _to_json(line: dict[str, Any]) -> str:
    """A line of output; with all but ASCII escaped if it has lone surrogates."""
    written = json.dumps(line, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:  # lone surrogates
        return json.dumps(line)
    return written


def _chunks(numbered: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    """Split the lines into chunks of at most CHUNK lines, ended early after MOST_BYTES."""
    chunk: list[Numbered] = []
    size = 0
    for number, line in numbered:
        chunk.append((number, line))
        size += len(line)
        if len(chunk) >= CHUNK or size > MOST_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _parse_in_order(chunks: Iterator[list[Numbered]], workers: int) -> Iterator[list[str]]:
    """Parse chunks in `workers` processes; yields the lines of each, in order, with at most four chunks in progress per process."""
    if workers < 2:
        yield from map(_parse_chunk, chunks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        waiting: deque[Future[list[str]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_parse_chunk, chunk))
            if len(waiting) >= 4 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class Progress:
    """Shows a progress bar on stderr, if that is a terminal, and prints the totals there at the end."""

    def __init__(self, total: int) -> None:
        self._total = max(1, total)
        self._began = time.monotonic()
        self._shown = sys.stderr.isatty()
        self.count = 0
        self.bad = 0

    def add(self, answers: list[str], position: int) -> None:
        """Count answers; `position`: how many bytes of the source were read."""
        self.count += len(answers)
        self.bad += sum('"error": ' in one and '"kind": ' not in one for one in answers)
        if self._shown:
            done = min(1.0, position / self._total)
            bar = "█" * int(done * 30)
            sys.stderr.write(f"\r{bar:30} {done:4.0%} {self.count} 行")

    def end(self) -> None:
        """Print the totals."""
        spent = time.monotonic() - self._began
        newline = "\n" if self._shown else ""
        sys.stderr.write(f"{newline}{self.count} 行，其中 {self.bad} 行读不了；{spent:.1f} 秒\n")


def parse_file(source: Path, target: Path, workers: int | None = None) -> None:
    """Parse `source` into `target`, which appears only when complete; train heads first if none are stored.

    `workers`: processes; None chooses by the size of `source`. Prints progress and totals to stderr.
    """
    global _reader  # noqa: PLW0603 (forked processes inherit it)
    _reader = Reader(load_or_train_heads())
    warm_up()  # (before the fork, so that the processes share it)
    size = source.stat().st_size
    if workers is None:
        few = size < FEW_LINES * 300
        workers = 1 if few else min(4, os.cpu_count() or 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.part")
    progress = Progress(size)
    with source.open("rb") as file, beside.open("w", encoding="utf-8") as out:
        for answers in _parse_in_order(_chunks(number_lines(file)), workers):
            out.write("".join(f"{one}\n" for one in answers))
            progress.add(answers, file.tell())
    beside.replace(target)
    progress.end()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bot.parse", description="成批理解留言：每行一条 JSON，逐行写出诉求草稿")
    parser.add_argument("source", type=Path, help="messages.jsonl")
    parser.add_argument("target", type=Path, help="drafts.jsonl")
    parser.add_argument("--workers", type=int, default=None)
    asked = parser.parse_args(arguments)
    if not asked.source.is_file():
        sys.stderr.write(f"找不到 {asked.source}\n")
        return 2
    parse_file(asked.source, asked.target, asked.workers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
