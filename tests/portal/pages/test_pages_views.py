"""The pages that need no other room, and what every page sends with it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.kernel.config import PROJECT
from portal.pages.api_docs import operations
from portal.storage.parts import Parts

STATIC = PROJECT / "portal" / "static"
TEMPLATES = sorted((PROJECT / "portal").rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", ["/", "/chat", "/about", "/login", "/me", "/nowhere"])
def test_a_page_carries_the_strict_policy(client: FlaskClient, path: str) -> None:
    """Only our own files; no script or style in the page itself is ever allowed."""
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_script_style_or_another_host(path: Path) -> None:
    """What the policy would refuse is not written in the first place."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", "X", text, flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son(click|change|submit|load|input)=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_chinese_word_of_a_template_can_be_translated(path: Path) -> None:
    """Chinese stands inside `_()` only (comments aside)."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\b_\(\s*(\"[^\"]*\"|'[^']*')", "", text)
    text = re.sub(r"ngettext\(\s*\"[^\"]*\",\s*\"[^\"]*\"", "", text)
    text = re.sub(r"==\s*\"[^\"]*\"", "", text)  # a comparison is not shown
    text = text.replace('lang="zh-CN">中文<', "")
    assert re.findall(r"[^\n]*[\u4e00-\u9fff][^\n]*", text) == []


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    """`icon("name")` names a symbol of the sprite."""
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons" / "sprite.svg").read_text()))
    asked = {
        name for path in TEMPLATES for name in re.findall(r"\bicon\(\"(\w+)\"\)", path.read_text(encoding="utf-8"))
    }
    assert asked <= drawn


def test_vendored_files_are_those_of_the_readme() -> None:
    """Each built file has the hash that its README names, and none stands there unnamed."""
    vendor = STATIC / "vendor"
    named = dict(re.findall(r"\| `([\w.-]+)` \|.*`([0-9a-f]{64})` \|", (vendor / "README.md").read_text()))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.iterdir()
        if path.suffix in (".js", ".css")
    }
    assert found == named


def test_the_quick_buttons_only_fill_words_in(client: FlaskClient) -> None:
    """`?ask=` knows three codes; anything else is nothing, never the address's own words."""
    assert "我要找人工</textarea>" in client.get("/chat?ask=human").text
    assert "垃圾</textarea>" not in client.get("/chat?ask=垃圾").text


def test_the_chat_says_that_it_is_a_demo(client: FlaskClient) -> None:
    """In the demo each page says so, the chat too."""
    assert "演示社区" in client.get("/chat").text


def test_the_communitys_name_comes_from_its_snapshot(client: FlaskClient, parts: Parts) -> None:
    """What the committee writes in the portal stands on the pages; a broken file does not take them down."""
    folder = parts.settings.community
    folder.mkdir(parents=True)
    (folder / "community.json").write_text('{"name": "桂花社区", "phone": "0571-00000199"}', encoding="utf-8")
    assert "桂花社区" in client.get("/about").text
    (folder / "community.json").write_text("{", encoding="utf-8")
    assert client.get("/about").status_code == 200


def test_an_unknown_address_is_told_in_plain_words(client: FlaskClient) -> None:
    """404 is a page with a way back, in Chinese, with nothing of the inside."""
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.text
    assert "Traceback" not in answer.text


def test_the_apis_page_names_every_door_and_no_other_host(client: FlaskClient) -> None:
    """Each path of the machine-readable description stands on the page, which loads nothing from elsewhere."""
    page = client.get("/api/docs").text
    paths = client.get("/api/openapi.json").get_json()["paths"]
    assert paths
    assert [path for path in paths if path not in page] == []
    assert not re.search(r"(src|href)=.https?:", page)


def test_a_field_called_title_stands_among_the_others() -> None:
    """Only a schema's own title is left out."""
    schema = {"title": "Button", "properties": {"title": {"type": "string", "title": "Title"}}}
    spec = {"paths": {"/x": {"get": {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}}}
    _status, _said, shown = next(operations(spec))["answers"][0]
    assert json.loads(shown) == {"properties": {"title": {"type": "string"}}}
