"""The client speaks the internal API as `contract/internal.openapi.json` has it, and so does the portal that stands in."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from actions.case_draft import empty_draft
from actions.portal_client import PortalClient
from tests.bot.conversation.drafts import a_draft
from tests.bot.conversation.portal_stand_in import TOKEN, Portal
from tests.bot.model import ROOT

CONTRACT: dict[str, Any] = json.loads((ROOT / "contract" / "internal.openapi.json").read_text(encoding="utf-8"))
NO = "LL-20261124-0001"
DRAFT = a_draft("桂花苑3栋路灯坏了", place=("桂花苑3栋",))
CALLS: dict[str, Callable[[PortalClient], Awaitable[Any]]] = {
    "report": lambda c: c.report(
        1, 17, text="桂花苑3栋路灯坏了", draft=DRAFT, answers={"place": "桂花苑"}, photos=["a"]
    ),
    "report quietly": lambda c: c.report(1, 17, text="一", draft=empty_draft(), answers={}, photos=[], no_push=True),
    "cases": lambda c: c.cases(17),
    "detail": lambda c: c.add_detail(1, 17, NO, "又灭了一盏"),
    "remind": lambda c: c.remind(1, 17, NO, "催"),
    "answer": lambda c: c.answer(1, 17, NO, fixed=True, text="好了"),
    "withdraw": lambda c: c.withdraw(1, 17, NO, "撤回"),
    "all clear": lambda c: c.all_clear(1, 17, NO, "搞错了", false_alarm=True, ends=True),
    "draft": lambda c: c.keep_draft(1, 17, {"text": "路灯"}),
    "no draft": lambda c: c.keep_draft(1, 17, None),
    "consultations": lambda c: c.votes(17),
    "link": lambda c: c.voting_link(1, 17, "3"),
    "vote": lambda c: c.vote(1, 17, "3", {"q1": ["yes"]}),
    "handover": lambda c: c.start_handover(1, 17, "asked", "转人工"),
}


def operation(method: str, path: str) -> dict[str, Any]:
    plain = path.partition("?")[0]
    for template, verbs in CONTRACT["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), plain) and method.lower() in verbs:
            found: dict[str, Any] = verbs[method.lower()]
            return found
    raise AssertionError(f"{method} {path} is not in the contract")


def check(schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator({**schema, "components": CONTRACT["components"]}).validate(value)


@pytest.mark.parametrize("name", CALLS)
def test_every_call_is_in_the_contract(portal: Portal, name: str) -> None:
    """Its path, its body, and the answer that the stand-in gives."""
    portal.has_case(state="resolved" if name == "answer" else "reported")
    portal.consultations.append(
        {"id": 3, "title": "停车场", "template": "opinion_poll", "secrecy": "named", "closes_at": "2026-12-01T18:00:00+08:00", "questions": [{"key": "q1", "text": "改吗", "options": [{"code": "yes", "label": "同意"}]}], "can_answer_here": True}
    )  # fmt: skip
    client = PortalClient(portal.url, TOKEN)

    async def ask() -> None:
        await CALLS[name](client)
        await client.close()

    asyncio.new_event_loop().run_until_complete(ask())
    method, path, body, key = portal.calls[-1]
    spoken = operation(method, path)
    if method == "GET":
        status, answer = portal.answer(method, path, body, key)
    else:
        assert key == f"1:{key.partition(':')[2]}"
        check(spoken["requestBody"]["content"]["application/json"]["schema"], body)
        status, answer = portal.kept[key]
    described = spoken["responses"][str(status)]
    if answer is not None:
        shown = (
            {**answer, "items": [without_own(item) for item in answer["items"]]}
            if "items" in answer
            else without_own(answer)
        )
        check(described["content"]["application/json"]["schema"], shown)


def without_own(answer: dict[str, Any]) -> dict[str, Any]:
    """The stand-in keeps two facts of its own with a case."""
    return (
        {"reminded_at": None, **{k: v for k, v in answer.items() if k not in ("contact", "text")}}
        if "state" in answer
        else answer
    )
