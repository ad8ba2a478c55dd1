"""Store and load trained heads: in Rasa's model archive (by the components) and, for batches, in a file of our own."""

from __future__ import annotations

import os
import pickle
import tarfile
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from bot.reading.classifying.heads import hash_files
from bot.reading.learning.ingredients import ingredients
from bot.reading.learning.training import DATA, train_all
from bot.reading.trained import Heads

ROOT = DATA.parent
FILE_NAMES = {
    "intent": "intent.head",
    "act": "act.head",
    "kind": "kind.head",
    "category": "category.head",
    "danger": "danger.head",
    "spans": "spans.head",
}
"""Field of `Heads` → the file of its head in the archive."""


class StaleHead(Exception):
    """The head cannot be read, or was made by another version of the code."""


@lru_cache(maxsize=1)
def hash_of_code() -> str:
    """Hash of the code under bot/reading that training runs. A head stored with another hash is not used."""
    return hash_files(path for path in ingredients(ROOT) if path.is_relative_to(ROOT / "bot" / "reading"))


def write_head(head: Any, file: IO[bytes]) -> None:
    """Write a head with the hash of the code."""
    pickle.dump((hash_of_code(), head), file, protocol=pickle.HIGHEST_PROTOCOL)


def read_head(file: IO[bytes]) -> Any:
    """Load a head from a file that our own training wrote. Raises StaleHead."""
    try:
        stamp, head = pickle.load(file)  # noqa: S301 (written by write_head, under LINLI_HOME)
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, EOFError) as problem:
        raise StaleHead(str(problem)) from problem
    if stamp != hash_of_code():
        raise StaleHead("made by other code")
    return head


def models_path() -> Path:
    """Where the model archives are: LINLI_MODEL (a folder, or itself one archive), else the folder `models` under LINLI_HOME."""
    home = Path(os.environ.get("LINLI_HOME") or ROOT / "var")
    return Path(os.environ.get("LINLI_MODEL") or home / "models")


def newest_archive() -> Path | None:
    """The archive to read heads from: `models_path` if it is a file (as where Rasa serves it), or the newest in that folder.

    The newest need not be the one served: the operator may have gone back to an earlier one. None without any.
    """
    place = models_path()
    if place.is_file():
        return place
    archives = sorted(place.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return archives[-1] if archives else None


def heads_of_archive(archive: Path) -> Heads | None:
    """The heads of a model archive; None if it is unreadable, lacks one, or is from another version of the code."""
    found: dict[str, Any] = {}
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                name = next((key for key, file in FILE_NAMES.items() if member.name.endswith(f"/{file}")), None)
                file = tar.extractfile(member) if name else None
                if name and file:
                    found[name] = read_head(file)
    except (StaleHead, OSError, tarfile.TarError, EOFError):
        return None
    return Heads(**found) if set(found) == set(FILE_NAMES) else None


def hash_of_data() -> str:
    """Hash of the shipped training data from which heads learn: without the conversation's rules."""
    data = [path for path in ingredients(ROOT) if path.is_relative_to(ROOT / "data")]
    return hash_files(path for path in data if not path.is_relative_to(ROOT / "data" / "rules"))


def load_or_train_heads() -> Heads:
    """Load the heads of the served model, else those stored by an earlier batch; else train on the shipped data alone (without the
    operator's export) and store."""
    archive = newest_archive()
    served = heads_of_archive(archive) if archive else None
    if served:
        return served
    place = models_path()
    folder = place.parent if place.is_file() else place
    file = folder / f"reading-{hash_of_code()[:8]}{hash_of_data()[:8]}.heads"
    if file.exists():
        try:
            with file.open("rb") as kept:
                trained = read_head(kept)
            if isinstance(trained, Heads):
                return trained
        except StaleHead:
            pass
    trained = train_all()
    store_heads(trained, file)
    return trained


def store_heads(trained: Heads, file: Path) -> None:
    """Write heads to a file that appears only when complete; remove the other `reading-*.heads` beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with beside.open("wb") as out:
        write_head(trained, out)
    beside.replace(file)
    for old in set(file.parent.glob("reading-*.heads")) - {file}:
        old.unlink(missing_ok=True)
