"""Check an incoming case draft against `contract/case_draft.schema.json`.

Unknown keys are accepted: a newer bot may send more than this portal reads.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator

from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.kernel.config import PROJECT
from portal.kernel.errors import Invalid

FILE = PROJECT / "contract" / "case_draft.schema.json"
MAX_CHARACTERS = 200_000  # of a draft as JSON


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    """The schema of FILE, in which unknown keys are allowed, compiled once."""
    return Draft202012Validator(_allowing_unknown_keys(json.loads(FILE.read_text(encoding="utf-8"))))


def _allowing_unknown_keys(schema: Any) -> Any:
    """The schema without `additionalProperties: false`."""
    if isinstance(schema, list):
        return [_allowing_unknown_keys(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _allowing_unknown_keys(part)
        for name, part in schema.items()
        if not (name == "additionalProperties" and part is False)
    }


def checked(draft: dict[str, Any]) -> CaseDraft:
    """The draft, `completed`, if it fits the schema.

    Raises Invalid: too large, or with the path and rule of the first fault, but no words of the draft.
    """
    if len(json.dumps(draft, ensure_ascii=False)) > MAX_CHARACTERS:
        raise Invalid("草稿太大了")
    fault = next(iter(sorted(_validator().iter_errors(draft), key=lambda error: list(map(str, error.path)))), None)
    if fault is not None:
        where = "/".join(str(step) for step in fault.absolute_path) or "(最外层)"
        raise Invalid("草稿不合 contract/case_draft.schema.json", where=where, rule=str(fault.validator))
    return case_draft.completed(draft)
