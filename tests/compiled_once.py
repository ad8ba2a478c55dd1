"""What the tests of the portal's pages compile once per process instead of once per app: templates and URL rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache, StrictUndefined, Undefined
from jinja2.bccache import Bucket
from jinja2.utils import missing
from werkzeug.routing import Rule


class _CompiledTemplates(BytecodeCache):
    """The compiled templates of this process, for every app that its tests make: compiling a page takes .3 s."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


class _StrictNames(Undefined):
    """Raises UndefinedError where a template asks for a variable that nobody gave it, which would be silently empty.

    A missing attribute is as empty as ever: the fields of a form and keys of a dict may be absent.
    """

    __slots__ = ()

    def __new__(cls, hint: str | None = None, obj: object = missing, *args: Any, **named: Any) -> Undefined:
        if obj is missing:
            return StrictUndefined(hint, obj, *args, **named)
        return super().__new__(cls)


def _remembering(compile_builder: Callable[[Rule, bool], Callable[..., Any]]) -> Callable[..., Any]:
    """Have Werkzeug compile a URL builder once for all rules with the same parts and defaults, on which alone it depends."""
    known: dict[object, Callable[..., Any]] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = (*rule._trace, append_unknown, repr(rule.defaults))
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    return compiled


@contextmanager
def compiled_once() -> Iterator[None]:
    """Compile each template and each of the portal's rules once per process. A changed template is compiled again (its checksum).

    A template that names an unknown variable raises.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _remembering(Rule._compile_builder))
        patch.setattr(
            Flask,
            "jinja_options",
            Flask.jinja_options | {"bytecode_cache": _CompiledTemplates(), "undefined": _StrictNames},
        )
        yield
