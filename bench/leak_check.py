"""`make leak-check EVAL=…`: no run of 12 characters of the evaluation files is in the repository. Standard library.

Only runs with at least six Chinese characters count. Both sides are compared without spaces and punctuation, width and
case folded. Allowed are the names of categories and places in the evaluation files (`complaints/taxonomy.csv`,
`gazetteer/` under EVAL), names of laws (in 《》), and the phrases of `bench/leak_allow.txt`.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RUN = 12  # characters
_LEAST_HAN = 6  # Chinese characters in a run; with fewer it is an address, a number or markup
_NOT_SPEECH = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_LAW = re.compile(r"《[^》]{2,60}》")
_NAMES = ("complaints/taxonomy.csv", "gazetteer")
_NOT_TEXT = {".png", ".jpg", ".ico", ".woff", ".woff2", ".gz", ".pdf", ".mo", ".webp"}
_MOST_ALLOWED = 50


def plain(text: str) -> str:
    """Reduce a text to what is compared: letters, digits and Chinese characters, folded."""
    return _NOT_SPEECH.sub("", unicodedata.normalize("NFKC", text).lower())


def runs(text: str) -> Iterator[str]:
    """Every run of 12 characters with enough Chinese in it to be from a sentence."""
    line = plain(text)
    for start in range(len(line) - RUN + 1):
        run = line[start : start + RUN]
        if sum(character >= "\u3400" for character in run) >= _LEAST_HAN:
            yield run


def texts_of(path: Path) -> Iterator[str]:
    """The texts of one evaluation file: CSV, JSON lines (their top-level strings), CoNLL, or plain lines. None for another suffix."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from row
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from (value for value in json.loads(line).values() if isinstance(value, str))
    elif path.suffix == ".conll":
        for sentence in path.read_text(encoding="utf-8").split("\n\n"):
            yield "".join(line[:1] for line in sentence.splitlines())
    elif path.suffix in (".txt", ".tsv", ".json"):
        yield from path.read_text(encoding="utf-8").splitlines()


def evaluation(folder: Path) -> tuple[set[str], list[str]]:
    """Read the evaluation files; return (runs of the messages, names that are allowed)."""
    found: set[str] = set()
    names: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.relative_to(folder).as_posix().startswith(_NAMES):
            names += texts_of(path)
        else:
            found.update(run for text in texts_of(path) for run in runs(text))
    return found, names


def allowed_lines(path: Path) -> list[str]:
    """The phrases of the allow file (`phrase  # reason`). Raises ValueError without a reason or with too many."""
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")
    ]
    bare = [line for line in lines if not line.partition("#")[2].strip()]
    if bare:
        raise ValueError(f"{path.name}: no reason is given for {bare[0]!r}")
    if len(lines) > _MOST_ALLOWED:
        raise ValueError(f"{path.name}: {len(lines)} lines, at most {_MOST_ALLOWED}")
    return [line.partition("#")[0].strip() for line in lines]


def leaks(files: Iterable[Path], secret: set[str], names: Iterable[str]) -> Iterator[tuple[Path, int, str]]:
    """Yield (file, line number, run) for each line that contains a run of the evaluation files."""
    shared = {run for name in names for run in runs(name)}
    for path in files:
        if path.suffix in _NOT_TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            hit = next((run for run in runs(_LAW.sub(" ", line)) if run in secret and run not in shared), None)
            if hit:
                yield path, number, hit


def repository() -> list[Path]:
    """Every file that git tracks or would add."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=PROJECT, capture_output=True, check=True).stdout.decode().split("\0")
    return [PROJECT / name for name in names if name and (PROJECT / name).is_file()]


def main() -> int:
    """Print the leaks, one per line. Returns 0: none, 1: some, 2: the check was not possible."""
    folder = PROJECT / os.environ.get("EVAL", "../shared/data")
    if not folder.is_dir():
        print(f"leak-check: 没有找到评测数据 {folder}，请设 EVAL= (evaluation files not found)", file=sys.stderr)
        return 2
    secret, names = evaluation(folder)
    try:
        names += allowed_lines(PROJECT / "bench" / "leak_allow.txt")
    except ValueError as error:
        print(f"leak-check: {error}", file=sys.stderr)
        return 2
    files = repository()
    found = list(leaks(files, secret, names))
    for path, number, run in found:
        print(f"{path.relative_to(PROJECT)}:{number}: {run}")
    print(f"leak-check: {len(files)} files against {len(secret)} runs: {len(found)} lines with one")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
