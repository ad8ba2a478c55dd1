"""`/api/docs`: the public API as a page of our own, because the usual OpenAPI viewers load scripts from other hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from apiflask import APIFlask
from flask import Blueprint, current_app, render_template

from portal.http.access import PUBLIC, access

public = Blueprint("api_docs", __name__, template_folder="templates")

_VERBS = ("get", "post", "put", "patch", "delete")


@public.get("/api/docs")
@access(PUBLIC)
def page() -> Any:
    """The page of the public API."""
    spec = cast(dict[str, Any], cast(APIFlask, current_app).spec)
    return render_template("pages/api_docs.html", doors=list(operations(spec)))


def operations(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The operations of an OpenAPI document, by path, as {"verb","path","summary","fields","takes","answers"}.

    `verb`: the HTTP method; `fields`: (name, location, description) of each parameter; `takes`: (media type,
    schema as JSON) of each body; `answers`: (status, description, schema as JSON) of each response.
    """
    for path, methods in sorted(spec["paths"].items()):
        for verb in _VERBS:
            if verb in methods:
                yield _operation(spec, verb.upper(), path, methods[verb])


def _operation(spec: dict[str, Any], verb: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    bodies = (operation.get("requestBody") or {}).get("content") or {}
    return {
        "verb": verb,
        "path": path,
        "summary": operation.get("summary") or "",
        "fields": [(one["name"], one["in"], one.get("description") or "") for one in operation.get("parameters") or []],
        "takes": [(kind, _shape(spec, body.get("schema"))) for kind, body in bodies.items()],
        "answers": [
            (code, answer.get("description") or "", _answer(spec, answer))
            for code, answer in sorted((operation.get("responses") or {}).items())
        ],
    }


def _answer(spec: dict[str, Any], answer: dict[str, Any]) -> str:
    return "\n".join(_shape(spec, one.get("schema")) for one in (answer.get("content") or {}).values())


def _shape(spec: dict[str, Any], schema: dict[str, Any] | None) -> str:
    """A schema as indented JSON, its references replaced by what they refer to."""
    return json.dumps(_filled(spec, schema, ()), ensure_ascii=False, indent=1) if schema else ""


def _filled(spec: dict[str, Any], part: Any, seen: tuple[str, ...]) -> Any:
    """A part of a schema with its references filled in, except those in `seen`, which would recur; without titles."""
    if isinstance(part, list):
        return [_filled(spec, one, seen) for one in part]
    if not isinstance(part, dict):
        return part
    name = str(part.get("$ref", "")).rpartition("/")[2]
    if name in seen:
        return {"$ref": name}
    if name:
        return _filled(spec, spec["components"]["schemas"].get(name, {}), (*seen, name))
    # `title` with a schema is a field of that name
    return {key: _filled(spec, one, seen) for key, one in part.items() if key != "title" or isinstance(one, dict)}
