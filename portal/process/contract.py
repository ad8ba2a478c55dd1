"""`contract/internal.openapi.json`: the API that the bot calls, generated from the internal app.

`python -m portal.process.contract` writes the file; a test fails when it is out of date.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from portal.kernel.config import PROJECT, load
from portal.wiring.app import build_parts, create_internal_app

FILE = PROJECT / "contract" / "internal.openapi.json"


def internal_openapi() -> str:
    """The OpenAPI schema of the internal app as JSON text, as FILE must hold it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load(
            {"LINLI_HOME": str(Path(folder) / "home"), "SECRET_KEY": "0123456789-contract-0123456789-contract"}
        )
        parts = build_parts(settings)
        spec = create_internal_app(parts).spec  # type: ignore[attr-defined]  # an APIFlask, typed as a Flask
        parts.db.engine.dispose()
    return json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(internal_openapi(), encoding="utf-8")
