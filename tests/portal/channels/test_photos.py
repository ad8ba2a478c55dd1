"""Photos from outside: what is taken, what is refused, and what is left of them."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from portal.http.photos import LONGEST_SIDE, reencoded
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.vendors.bot import StandInBot


def photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **save)
    return out.getvalue()


def bring(visitor: Visitor, data: bytes, name: str = "a.jpg") -> Any:
    return visitor.client.post("/api/v1/chat/media", data={"file": (io.BytesIO(data), name)}, headers=visitor.headers)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_and_goes_with_the_message(visitor: Visitor, bot: StandInBot, parts: Parts, kind: str) -> None:
    """201 with an id; the message takes it; the bot gets the id."""
    answer = bring(visitor, photo(kind))
    assert answer.status_code == 201
    media_id = answer.json["media_id"]
    visitor.say("这里坏了", media=[media_id])
    assert bot.asked[0]["metadata"]["photos"] == [media_id]
    assert parts.media.get(media_id)[1] == "image/jpeg"


def test_place_and_camera_are_gone() -> None:
    """The file is written anew: no EXIF, no comment, and it stands upright."""
    exif = Image.Exif()
    exif[0x010F] = "Phone Maker"
    exif[0x0112] = 6
    fresh = reencoded(photo(size=(80, 40), exif=exif))
    with Image.open(io.BytesIO(fresh)) as seen:
        assert dict(seen.getexif()) == {}
        assert seen.size == (40, 80)
    assert b"Phone Maker" not in fresh


def test_a_large_photo_is_made_smaller() -> None:
    """At most 2,048 pixels a side."""
    with Image.open(io.BytesIO(reencoded(photo(size=(6000, 3000))))) as seen:
        assert max(seen.size) == LONGEST_SIDE


def test_an_exe_named_jpg_is_refused_in_chinese(visitor: Visitor) -> None:
    """What it is is read off its bytes."""
    answer = bring(visitor, b"MZ\x90\x00" + bytes(2000))
    assert answer.status_code == 422
    assert "照片" in answer.json["title"]


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(20), b"%PDF-1.4"]
)
def test_other_files_are_refused(data: bytes) -> None:
    """Only JPEG, PNG and WebP."""
    with pytest.raises(Invalid):
        reencoded(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_broken_photo_is_refused(kind: str) -> None:
    """Cut off in the middle: words, no trace."""
    whole = photo(kind, (400, 300))
    with pytest.raises(Invalid) as refused:
        reencoded(whole[: len(whole) // 2])
    assert "照片" in refused.value.title


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    """A PNG that says it is 40,000 × 40,000: refused by its header."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    side = (40_000).to_bytes(4, "big")
    header = chunk(b"IHDR", side + side + bytes((8, 2, 0, 0, 0)))
    data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    with pytest.raises(Invalid) as refused:
        reencoded(data)
    assert "尺寸" in refused.value.title


def test_twenty_megabytes_are_too_many(visitor: Visitor) -> None:
    """413 with words, from 10 MB on."""
    for size in (20 * 1024 * 1024, 10 * 1024 * 1024 + 1):
        answer = bring(visitor, photo() + bytes(size))
        assert answer.status_code == 413
        assert "太大" in answer.json["title"]


def test_without_a_file_it_is_422(visitor: Visitor) -> None:
    """A form without `file`, a field that is no file."""
    assert visitor.client.post("/api/v1/chat/media", data={}, headers=visitor.headers).status_code == 422
    assert visitor.client.post("/api/v1/chat/media", data={"file": "x"}, headers=visitor.headers).status_code == 422


def test_nobody_sends_another_visitors_photo(client: FlaskClient, visitor: Visitor) -> None:
    """An id that one did not bring is not found."""
    media_id = bring(visitor, photo()).json["media_id"]
    other = Visitor(client, client.post("/api/v1/chat/sessions").json["token"])
    assert other.post("看", media=[media_id]).status_code == 422
    assert visitor.post("看", media=["../../etc/passwd"]).status_code == 422
    assert visitor.post("看", media=[media_id] * 10).status_code == 422


def test_a_photo_without_a_word_waits_for_one(visitor: Visitor, bot: StandInBot) -> None:
    """The gateway asks for words; the photo goes with them, once."""
    media_id = bring(visitor, photo()).json["media_id"]
    assert "照片收到了" in visitor.say("", media=[media_id])["messages"][-1]["text"]
    assert bot.asked == []
    visitor.say("路灯坏了")
    visitor.say("三栋")
    assert [ask["metadata"]["photos"] for ask in bot.asked] == [[media_id], []]
