"""What residents are told of a secret vote: sealed until it ends, and who could open it all the same; never more."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[2]
TOO_MUCH = ("谁也不知道", "没有人知道您选", "系统也不留", "谁也看不到您投了什么")


def test_no_page_promises_more_than_the_urn_keeps(client: FlaskClient) -> None:
    """Who runs the server and holds the key can open it: /about says so, and no text says otherwise."""
    about = client.get("/about").text
    assert "截止前封着" in about
    assert "运行服务器又拿着票箱钥匙的人，技术上能拆" in about
    texts = [*ROOT.glob("portal/**/*.html"), *ROOT.glob("portal/privacy/*.py"), ROOT / "data" / "sms_templates.csv"]
    found = [(path.name, word) for path in texts for word in TOO_MUCH if word in path.read_text(encoding="utf-8")]
    assert found == []
