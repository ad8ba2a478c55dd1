"""Photos as an attack: bounded by their header, two decoded at a time, one function for every door, gone when never sent."""

from __future__ import annotations

import io
import os
import struct
import threading
import zlib
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageFile

from portal.http import photos
from portal.storage.parts import Parts
from tests.portal.conftest import HandClock
from tests.portal.timed import due


def visitor(client: FlaskClient) -> dict[str, str]:
    token = client.post("/api/v1/chat/sessions").json["token"]  # type: ignore[index]
    return {"Authorization": f"Bearer {token}"}


def bring(client: FlaskClient, headers: dict[str, str], data: bytes) -> Any:
    return client.post("/api/v1/chat/media", data={"file": (io.BytesIO(data), "a.jpg")}, headers=headers)


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 300), color: str = "green", **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind, **save)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(width: int, height: int, depth: int = 8, color: int = 2) -> bytes:
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((depth, color, 0, 0, 0))
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    inner = struct.pack("<I", 1 << 4)[:4] + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    extended = b"VP8X" + (10).to_bytes(4, "little") + inner
    return b"RIFF" + (4 + len(extended)).to_bytes(4, "little") + b"WEBP" + extended


def jpeg_of(width: int, height: int) -> bytes:
    whole = bytearray(photo(size=(64, 64)))
    at = whole.find(b"\xff\xc0") + 5
    whole[at : at + 4] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(whole)


BOMBS = {
    "49 megapixels of PNG": png(7000, 7000),
    "16 bits a colour": png(7000, 7000, depth=16, color=6),
    "one line of a hundred million": png(100_000_000, 1),
    "a palette": png(6000, 6000, color=3),
    "a JPEG of four thousand megapixels": jpeg_of(65_500, 65_500),
    "a WebP of the format's most": webp(16_383, 16_383),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_by_its_header(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """In Chinese, before a pixel of it is decoded; a phone's photo from the same visitor is taken."""
    headers = visitor(client)
    decoded: list[tuple[int, int]] = []
    with monkeypatch.context() as patch:
        patch.setattr("PIL.ImageFile.ImageFile.load", _watching(decoded))
        answer = bring(client, headers, BOMBS[kind])
    assert answer.status_code == 422
    assert "照片" in answer.json["title"]
    assert decoded == []
    assert bring(client, headers, photo(size=(4000, 3000))).status_code == 201


def _watching(decoded: list[tuple[int, int]]) -> Any:
    load = ImageFile.ImageFile.load

    def watched(self: Any) -> Any:
        decoded.append(self.size)
        return load(self)

    return watched


def test_a_phones_own_photos_pass(client: FlaskClient) -> None:
    """48 megapixels of JPEG, a long screenshot of PNG, a WebP; also a JPEG in many passes."""
    headers = visitor(client)
    assert bring(client, headers, photo(size=(8000, 6000))).status_code == 201
    assert bring(client, headers, photo("PNG", (1440, 9000))).status_code == 201
    assert bring(client, headers, photo("WEBP", (3000, 2000))).status_code == 201
    assert bring(client, headers, photo(size=(3000, 2000), progressive=True)).status_code == 201


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO", "PPM"])
def test_other_formats_are_refused_in_chinese(client: FlaskClient, kind: str) -> None:
    """Whatever Pillow could open: three formats and no more."""
    headers = visitor(client)
    answer = bring(client, headers, photo(kind, (64, 64)))
    assert answer.status_code == 422
    assert "照片" in answer.json["title"]
    assert bring(client, headers, photo()).status_code == 201


def test_two_are_decoded_at_a_time_whatever_the_door(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve at once, from the chat: never more than two; who must wait too long is told so, the rest are taken."""
    inside, most, mutex = 0, 0, threading.Lock()
    write = photos._reencode

    def counted(opened: Image.Image) -> bytes:
        nonlocal inside, most
        with mutex:
            inside += 1
            most = max(most, inside)
        try:
            threading.Event().wait(0.05)
            return write(opened)
        finally:
            with mutex:
                inside -= 1

    monkeypatch.setattr(photos, "_reencode", counted)
    headers = visitor(client)
    statuses: list[int] = []

    def send(number: int) -> None:
        answer = bring(client.application.test_client(), headers, photo(size=(600, 400 + number)))
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 2
    assert set(statuses) <= {201, 429}
    assert statuses.count(201) >= 8
    assert bring(client, headers, photo(color="red")).status_code == 201


def test_a_waiting_photo_holds_no_thread_for_ever(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all places taken for long, so many wait and the next is refused with when to come again."""
    gate, entered = threading.Event(), threading.Semaphore(0)
    write = photos._reencode

    def held(opened: Image.Image) -> bytes:
        entered.release()
        gate.wait(20)
        return write(opened)

    monkeypatch.setattr(photos, "_reencode", held)
    headers = visitor(client)
    answers: list[Any] = []

    def send() -> None:
        answers.append(bring(client.application.test_client(), headers, photo()))

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    assert entered.acquire(timeout=10)
    deadline = threading.Event()
    for _ in range(200):
        if len(answers) >= 10:
            break
        deadline.wait(0.05)
    refused = [answer for answer in answers if answer.status_code == 429]
    gate.set()
    for thread in threads:
        thread.join(30)
    assert len(refused) >= 10
    assert "照片" in refused[0].json["title"]
    assert int(refused[0].headers["Retry-After"]) > 0
    assert [answer.status_code for answer in answers].count(201) >= 2


def files(parts: Parts) -> set[str]:
    return {path.name for path in Path(parts.settings.media).glob("*") if path.is_file()}


def sweep(parts: Parts) -> None:
    """The worker's jobs that look once in a while, now."""
    for name, timer in due().items():
        if "photo" in name or "orphan" in name:
            timer(parts)


def put_now(parts: Parts, clock: HandClock, *names: str) -> None:
    """The folder's own times, by the clock that is moved by hand."""
    for name in names:
        os.utime(Path(parts.settings.media) / name, (clock.now().timestamp(),) * 2)


def test_a_photo_that_was_never_sent_is_removed(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """After two days; one that went with a message stays, and one that was just brought may still be sent."""
    headers = visitor(client)
    sent = bring(client, headers, photo(color="red")).json["media_id"]
    body = {"text": "这里坏了", "client_message_id": "a", "media": [sent]}
    assert client.post("/api/v1/chat/messages", json=body, headers=headers).status_code == 200
    waiting = bring(client, headers, photo(color="yellow")).json["media_id"]
    body = {"text": "", "client_message_id": "b", "media": [waiting]}
    assert client.post("/api/v1/chat/messages", json=body, headers=headers).status_code == 200
    unsent = bring(client, headers, photo(color="blue")).json["media_id"]
    put_now(parts, clock, sent, waiting, unsent)
    sweep(parts)
    assert files(parts) == {sent, waiting, unsent}
    clock.move(hours=49)
    fresh = bring(client, headers, photo(color="black")).json["media_id"]
    put_now(parts, clock, fresh)
    sweep(parts)
    assert files(parts) == {sent, waiting, fresh}
    again = body | {"client_message_id": "c", "text": "再看", "media": [unsent]}
    assert client.post("/api/v1/chat/messages", json=again, headers=headers).status_code == 422


def test_the_same_photo_of_two_people_stays_while_one_sent_it(
    client: FlaskClient, parts: Parts, clock: HandClock
) -> None:
    """Files are named by what they hold: that one never sent it takes nothing from the other."""
    one, other = visitor(client), visitor(client)
    media_id = bring(client, one, photo()).json["media_id"]
    bring(client, other, photo())
    body = {"text": "这里坏了", "client_message_id": "a", "media": [media_id]}
    assert client.post("/api/v1/chat/messages", json=body, headers=one).status_code == 200
    put_now(parts, clock, media_id)
    clock.move(hours=49)
    sweep(parts)
    assert files(parts) == {media_id}


def test_who_brings_an_old_photo_again_may_send_it(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """The file is there already, and old: bringing it anew makes it young again."""
    one, other = visitor(client), visitor(client)
    media_id = bring(client, one, photo()).json["media_id"]
    put_now(parts, clock, media_id)
    before = (Path(parts.settings.media) / media_id).stat().st_mtime
    clock.move(hours=47)
    assert bring(client, other, photo()).json["media_id"] == media_id
    assert (Path(parts.settings.media) / media_id).stat().st_mtime > before
    sweep(parts)
    body = {"text": "这里坏了", "client_message_id": "a", "media": [media_id]}
    assert client.post("/api/v1/chat/messages", json=body, headers=other).status_code == 200
    assert files(parts) == {media_id}
