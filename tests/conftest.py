"""One running system for all tests that only talk to it (browser, doors); the fault tests start their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from tests.running_system import RunningSystem, running


class _CompiledTemplates(BytecodeCache):
    """The compiled templates of this process, for every app that its tests make: compiling a page takes .3 s."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


def _compiled_once(compile_builder: Callable[[Rule, bool], Callable[..., Any]]) -> Callable[..., Any]:
    """Werkzeug's compiler of a rule's URL builder, which depends on the rule's parts and defaults alone."""
    known: dict[object, Callable[..., Any]] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = (*rule._trace, append_unknown, repr(rule.defaults))
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    return compiled


@pytest.fixture(scope="session", autouse=True)
def compiled_rules() -> Iterator[None]:
    """Compile each of the portal's 200 rules once per process: half of what it takes to wire an app."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _compiled_once(Rule._compile_builder))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Compile each template once per process, not once per app. A changed template is compiled again (its checksum)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", Flask.jinja_options | {"bytecode_cache": _CompiledTemplates()})
        yield


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """The whole system with the demo community, as `make run` starts it."""
    with running(tmp_path_factory.mktemp("system") / "home", CHAT_SESSIONS_PER_HOUR="5000") as started:
        yield started
