"""The schemas of `contract/`, for tests of both environments: what breaks them, and how a type differs from them."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from jsonschema import Draft202012Validator
from typing_extensions import NotRequired, get_type_hints, is_typeddict

FOLDER = Path(__file__).resolve().parents[1] / "contract"
DRAFT = "https://linli.example/contract/case_draft.schema.json"
_PLAIN = {str: {"string"}, bool: {"boolean"}, int: {"integer"}, float: {"number"}, type(None): {"null"}}


@lru_cache(maxsize=4)
def schema(name: str) -> dict[str, Any]:
    """One schema of the folder by its file's name, the draft's embedded where it is named."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    if name != "case_draft":
        found["$defs"]["case_draft"] = schema("case_draft")
    return found


def door(part: str) -> dict[str, Any]:
    """The bot's door, one side of it: "request" or "answer"."""
    return {**{key: value for key, value in schema("bot_door").items() if key != "oneOf"}, "$ref": f"#/$defs/{part}"}


@lru_cache(maxsize=8)
def _validator(part: str) -> Draft202012Validator:
    return Draft202012Validator(schema("case_draft") if part == "case_draft" else door(part))


def faults(part: str, value: Any) -> list[str]:
    """What breaks the contract in a "request", an "answer" or a "case_draft": path and rule, never the words."""
    found = _validator(part).iter_errors(json.loads(json.dumps(value)))
    return [f"{'/'.join(map(str, error.absolute_path)) or '(whole)'}: {error.validator}" for error in found]


# --- types


def differences(hint: Any, part: Mapping[str, Any], root: Mapping[str, Any], path: str = "") -> list[str]:
    """How a type differs from a part of the schema `root` in fields, presence or kinds of value; [] if it does not.

    A type that contains itself is followed once. `Any` differs from nothing.
    """
    return list(_differences(hint, _resolved(part, root), root, path or "(whole)", frozenset()))


def _resolved(part: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref")
    if reference is None:
        return part
    if reference == DRAFT or (reference == "#" and root.get("$id") == DRAFT):
        return schema("case_draft")
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return _resolved(found, root)


def _differences(
    hint: Any, part: Mapping[str, Any], root: Mapping[str, Any], path: str, seen: frozenset[Any]
) -> Iterator[str]:
    if part.get("$id") == DRAFT:
        root = part
    if hint is Any or hint is object or hint in seen:
        return
    if is_typeddict(hint):
        yield from _field_differences(hint, part, root, path, seen | {hint})
    elif get_origin(hint) in (Union, types.UnionType):
        yield from _union_differences(get_args(hint), part, root, path, seen)
    elif get_origin(hint) is Literal:
        allowed = set(part["enum"]) if "enum" in part else {part.get("const")}
        if set(get_args(hint)) != allowed - {None} and set(get_args(hint)) != allowed:
            yield f"{path}: {sorted(map(str, get_args(hint)))} for {sorted(map(str, allowed))}"
    elif get_origin(hint) in (list, tuple):
        if part.get("type") != "array":
            yield f"{path}: a list for {_kinds(part)}"
            return
        yield from _differences(get_args(hint)[0], _resolved(part["items"], root), root, f"{path}/*", seen)
    elif get_origin(hint) in (dict, Mapping):
        values = part.get("additionalProperties")
        if part.get("type") != "object" or not isinstance(values, dict):
            yield f"{path}: a mapping for {_kinds(part)}"
            return
        yield from _differences(get_args(hint)[1], _resolved(values, root), root, f"{path}/*", seen)
    elif _PLAIN.get(hint) != _kinds(part):
        yield f"{path}: {getattr(hint, '__name__', hint)} for {sorted(_kinds(part))}"


def _field_differences(
    hint: Any, part: Mapping[str, Any], root: Mapping[str, Any], path: str, seen: frozenset[Any]
) -> Iterator[str]:
    told, properties = get_type_hints(hint), part.get("properties", {})
    marked = {name: get_origin(one) for name, one in get_type_hints(hint, include_extras=True).items()}
    required = {name for name in hint.__required_keys__ if marked[name] is not NotRequired}
    yield from (f"{path}/{name}: not in the schema" for name in sorted(told.keys() - properties.keys()))
    yield from (f"{path}/{name}: not in the type" for name in sorted(properties.keys() - told.keys()))
    for name in sorted(told.keys() & properties.keys()):
        if (name in required) != (name in part.get("required", ())):
            yield f"{path}/{name}: required in one, optional in the other"
        yield from _differences(told[name], _resolved(properties[name], root), root, f"{path}/{name}", seen)


def _union_differences(
    hints: tuple[Any, ...], part: Mapping[str, Any], root: Mapping[str, Any], path: str, seen: frozenset[Any]
) -> Iterator[str]:
    several = [_resolved(one, root) for one in part.get("anyOf") or part.get("oneOf") or [part]]
    flat = [_resolved(inner, root) for one in several for inner in (one.get("oneOf") or [one])]
    if len(flat) == 1 and all(one in _PLAIN for one in hints):
        if set().union(*(_PLAIN[one] for one in hints)) != _kinds(flat[0]):
            yield f"{path}: {hints} for {sorted(_kinds(flat[0]))}"
        return
    empty = type(None) in hints
    if empty != any("null" in _kinds(one) for one in flat):
        yield f"{path}: null in one, not in the other"
    full = [one for one in flat if _kinds(one) != {"null"}]
    told = [one for one in hints if one is not type(None)]
    if len(told) != len(full):
        yield f"{path}: {len(told)} kinds for {len(full)}"
        return
    for mine, theirs in zip(told, full, strict=True):
        yield from _differences(mine, _without_null(theirs), root, path, seen)


def _kinds(part: Mapping[str, Any]) -> set[str]:
    if "enum" in part or "const" in part:
        values = part.get("enum", [part.get("const")])
        return {"null" if value is None else "string" for value in values}
    found = part.get("type", "object")
    return set(found) if isinstance(found, list) else {found}


def _without_null(part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "enum" in part:
        return {**part, "enum": [value for value in part["enum"] if value is not None]}
    found = part.get("type")
    return {**part, "type": next(one for one in found if one != "null")} if isinstance(found, list) else part
