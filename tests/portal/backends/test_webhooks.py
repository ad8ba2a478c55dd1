"""What leaves for another system by a webhook: signed by two keys, which are sealed, to an address that is allowed, with an answer of bounded length."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.wrappers import Response

from portal.backends.models import Backend
from portal.backends.verbs import endpoints
from portal.kernel.signatures import is_signed, signed
from portal.storage.parts import Parts
from tests.portal.backends.deliveries_world import KEY, delivered, dispatched, serve, set_up, work
from tests.portal.cases.cases_world import Find
from tests.portal.conftest import HandClock
from tests.vendors.backends import StandInReceiver

__all__ = ["serve"]


def test_two_live_keys(parts: Parts, serve: Callable[[Any], str], reporter: int, who: Find, clock: HandClock) -> None:
    """While a key is changed, either opens; once the old one is retired, it does not."""
    old = StandInReceiver([KEY])
    set_up(parts, "webhook", serve(old))
    with parts.db.write() as s:
        fresh = endpoints.rotate(s, parts.settings.secret_key, s.get_one(Backend, "there"))
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert (len(old.taken), old.unsigned) == (1, 0)
    old.keys = [fresh]
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert (len(old.taken), old.unsigned) == (2, 0)
    with parts.db.write() as s:
        endpoints.retire(s, parts.settings.secret_key, s.get_one(Backend, "there"))
    old.keys = [KEY]
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert (len(old.taken), old.unsigned) == (2, 1)


def test_keys_are_sealed(parts: Parts, community: None) -> None:
    """The database alone does not give them."""
    set_up(parts, "webhook", "https://there.example.cn/hook")
    with parts.db.read() as s:
        (row,) = s.execute(sa.text("SELECT secrets_sealed FROM backend")).all()
    assert KEY not in row[0]


@pytest.mark.parametrize(
    "url",
    ["http://there.example.cn", "ftp://x.cn/", "https://", "https://a@b.cn/", "file:///etc/passwd", "http://127.0.0.1.evil.cn/", "https://x.cn/#f", "//x.cn"],
)  # fmt: skip
def test_an_address_that_is_refused(url: str) -> None:
    """https, or this machine."""
    with pytest.raises(endpoints.BadEndpoint):
        endpoints.checked_url(url)


def test_no_redirect_is_followed(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """The case goes where the operator said, and nowhere else."""
    elsewhere = StandInReceiver([KEY])
    address = serve(elsewhere)
    set_up(parts, "webhook", serve(Response("", 307, headers={"Location": address})))
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert elsewhere.asked == []
    assert delivered(parts) == [("dispatch", "refused")]


def test_an_endless_answer_is_cut_off(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """It costs a bounded number of bytes; the receipt is in doubt, not the worker's memory."""
    set_up(parts, "webhook", serve(Response((b"x" * 65536 for _ in range(200)), 200)))
    dispatched(parts, reporter, who)
    work(parts, clock, 1)
    assert delivered(parts) == [("dispatch", "in_doubt")]


def test_signatures() -> None:
    """Both keys, five minutes either way, the body's every byte."""
    now = datetime(2026, 11, 28, 9, tzinfo=UTC)
    header = signed(["new", "old"], b"body", now)
    assert is_signed(header, ["old"], b"body", now)
    assert is_signed(header, ["new"], b"body", now + timedelta(minutes=5))
    assert not is_signed(header, ["new"], b"body", now + timedelta(minutes=5, seconds=1))
    assert not is_signed(header, ["new"], b"body", now - timedelta(minutes=5, seconds=1))
    assert not is_signed(header, ["new"], b"Body", now)
    assert not is_signed(header, ["other"], b"body", now)
    for broken in ("", "t=1", "t=１,v1=x", "v1=x", "t=1,t=2,v1=x", "t=-1,v1=", "t=" + "9" * 30 + ",v1=x"):
        assert not is_signed(broken, ["new"], b"body", now)
