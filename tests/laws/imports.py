"""Check the import law on the source: who may import whom (docs/architecture.md, "The tree")."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
APART = ("bot", "actions", "portal")

# From the top down. A name may import only names of lower rows, and of its own row only itself.
ORDERS: Mapping[str, Sequence[set[str]]] = {
    "portal": (
        {"cli", "translations"},
        {"process"},
        {"backups", "bot_model"},
        {"wiring"},
        {"privacy", "overview"},
        {"rounds"},
        {"channels", "desk", "home", "demo", "places", "accounts"},
        {"admission", "backends", "registers"},
        {"cases", "consultations"},
        {"pages"},
        {"residents"},
        {"on_call"},
        {"staff", "idempotency"},
        {"outbox", "grids"},
        {"http"},
        {"timers"},
        {"storage", "wording"},
        {"migrations", "adapters"},
        {"kernel"},
    ),
    "portal.cases": (
        {"cli", "doors"},
        {"hotline", "ratings", "key_places"},
        {"verbs"},
        {"drafts"},
        {"duplicates", "joint", "inspections"},
        {"records"},
        {"disclosure"},
        {"models"},
        {"rules"},
        {"reading"},
    ),
    "portal.cases.verbs": (
        {"tasks"},
        {"handler"},
        {"reporter"},
        {"desk"},
        {"intake"},
        {"alarms"},
        {"clock", "disclosure"},
        {"merged_cases"},
        {"notifying"},
        {"suggesting"},
    ),
    "portal.desk": (
        {"intake"},
        {"views", "lists"},
        {"case_forms"},
        {"case_page"},
        {"alarm_panel", "kept"},
        {"queue", "danger_line"},
        {"models"},
    ),
    "portal.staff": (
        {"cli", "jobs", "account"},
        {"administering"},
        {"sign_in", "bulk_import"},
        {"leave", "service"},
        {"models", "navigation"},
    ),
    "portal.grids": (
        {"cli", "jobs"},
        {"snapshot", "added", "drawing_report"},
        {"service"},
        {"files", "versions"},
        {"lookup"},
        {"models", "offices", "tree"},
        {"drawings"},
        {"fault_words"},
    ),
    "portal.backends": ({"cli", "doors", "tasks"}, {"verbs"}, {"models"}, {"mapping"}),
    "portal.channels": (
        {"cli", "doors", "jobs", "unfinished"},
        {"inbound"},
        {"handover", "unanswered"},
        {"outbound"},
        {"next_row"},
        {"questions"},
        {"channel", "models", "bot_client"},
        {"wire"},
        {"text"},
    ),
    "portal.consultations": ({"doors"}, {"verbs"}, {"ballots"}, {"models"}, {"law"}),
    "actions": (
        {"serve"},
        {"settings"},
        {"topics"},
        {"routing"},
        {"routes"},
        {"opinion"},
        {"intake"},
        {"interpreting"},
        {"portal_client"},
        {"conversation"},
        {"case_draft", "taxonomy", "tables"},
    ),
    "bot": (
        {"serve", "parse", "evaluate_export", "train_addresses"},
        {"server", "nlu"},
        {"lean"},
        {"reading"},
        {"quiet"},
    ),
    "bot.server": (
        {"channel", "actions_endpoint", "tracker_store", "rasa_patches"},
        {"inbound", "outbound", "log_lines", "settings"},
        {"wire"},
    ),
    "bot.reading": (
        {"learning"},
        {"reader"},
        {"composition"},
        {"draft", "trained"},
        {"tagging", "danger"},
        {"spotting", "classifying"},
        {"address", "community", "text"},
    ),
}
EXCEPTIONS = {("portal.migrations", "portal.storage")}  # migrations use the column types
ONLY_PORTS = "portal.adapters"
WIRES_ADAPTERS = "portal.wiring"
NOT_PURE = {"flask", "apiflask", "sqlalchemy", "time", "random", "httpx", "os", "socket"}
NOT_PURE_HERE = ("portal.storage", "portal.http", "portal.wiring", "portal.kernel.clock", "portal.kernel.config")
CLOCK_CALLS = {"now", "utcnow", "today", "fromtimestamp"}
SHIPPED = "portal.kernel.config.PROJECT"  # the root of the word lists that a pure module may read
_CLAIMS = re.compile(r"\bpure\b", re.IGNORECASE)


def broken(root: Path = PROJECT) -> list[str]:
    """Every import that breaks the law, as `file:line what`."""
    found: list[str] = []
    for side in APART:
        for path in sorted((root / side).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            where, pure = path.relative_to(root).as_posix(), is_pure(path, tree)
            found += [f"{where}:{line} {wrong}" for line, wrong in _of_file(where, tree, pure=pure)]
    return found


def is_pure(path: Path, tree: ast.Module) -> bool:
    """Whether the first line of the module's docstring, or of its package's, says "pure"."""
    folder = path.parent / "__init__.py"
    said = [tree] + ([ast.parse(folder.read_text(encoding="utf-8"))] if folder.exists() else [])
    return any(_CLAIMS.search((ast.get_docstring(one) or "").partition("\n")[0]) for one in said)


def _of_file(where: str, tree: ast.AST, *, pure: bool) -> Iterator[tuple[int, str]]:
    me = where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for line, module in imported(tree, where):
        if module.partition(".")[0] in APART and module.partition(".")[0] != me.partition(".")[0]:
            yield line, f"crosses from {me.partition('.')[0]} to {module}"
        else:
            yield from ((line, wrong) for wrong in _wrong_steps(me, module))
        if pure and module != SHIPPED and (module.partition(".")[0] in NOT_PURE or _within(module, NOT_PURE_HERE)):
            yield line, f"a pure module imports {module}"
    if pure:
        yield from ((line, f"a pure module asks for the time ({name})") for line, name in _clock_calls(tree))


def imported(tree: ast.AST, where: str) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of each import, relative ones made absolute."""
    package = where.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _wrong_steps(me: str, module: str) -> Iterator[str]:
    for parent, order in ORDERS.items():
        mine, theirs = _child(me, parent), _child(module, parent)
        if mine is None or theirs is None or mine == theirs or (f"{parent}.{mine}", f"{parent}.{theirs}") in EXCEPTIONS:
            continue
        yield from filter(None, [_wrong_step(parent, order, mine, theirs, module)])


def _wrong_step(parent: str, order: Sequence[set[str]], mine: str, theirs: str, module: str) -> str | None:
    if f"{parent}.{mine}" == ONLY_PORTS:
        return (
            None
            if _within(module, ("portal.kernel.ports",))
            else f"an adapter imports {module}: it may know the ports only"
        )
    if f"{parent}.{theirs}" == ONLY_PORTS:
        return (
            None
            if f"{parent}.{mine}" == WIRES_ADAPTERS
            else f"{mine} imports an adapter: {WIRES_ADAPTERS} hands them in"
        )
    levels = [next((at for at, line in enumerate(order) if name in line), None) for name in (mine, theirs)]
    for name, level in zip((mine, theirs), levels, strict=True):
        if level is None:
            return (
                f"{parent}.{name} has no place in the order: give it one (tests/laws/imports.py, docs/architecture.md)"
            )
    above, below = levels
    assert above is not None
    assert below is not None
    if above < below:
        return None
    return f"{mine} imports {theirs}, which stands {'beside' if above == below else 'above'} it"


def _child(module: str, parent: str) -> str | None:
    """The name right below `parent`: `rules` for `portal.cases.reading.spans` below `portal.cases`."""
    return module[len(parent) + 1 :].partition(".")[0] or None if module.startswith(f"{parent}.") else None


def _within(module: str, above: Sequence[str]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in above)


def _clock_calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id in ("datetime", "date", "time"):
            yield node.lineno, f"{node.func.value.id}.{node.func.attr}"
