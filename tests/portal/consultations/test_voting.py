"""One entry, one ballot: who may vote, how often, until when, and what the chat may take."""

from __future__ import annotations

import base64
import secrets
import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from nacl.public import PrivateKey
from sqlalchemy.orm import Session

from portal.consultations.ballots import urn
from portal.consultations.models import Envelope, NamedBallot, NamedBallotTrace, RollEntry, VotingLink
from portal.consultations.verbs import chat_voting, enrolling, queries, scrutineer, voting, voting_links
from portal.consultations.verbs.voting import EntryUnproven, SecretNotHere, SourceKeyReused, VoteClosed
from portal.kernel.errors import Conflict, Invalid, NotFound, TooMany
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, SECRET, YES, World, phone


def cast(world: World, consultation_id: int, number: int, given: object = YES, **more: Any) -> None:
    with world.parts.db.write() as s:
        found = voting.lock_for_voting(s, consultation_id, world.now)
        entry = world.entry(s, consultation_id, number)
        voting.cast(s, world.ring, found, entry, given, channel="web", now=world.now, **more)


def rows(world: World, table: type[Any]) -> list[Any]:
    with world.parts.db.read() as s:
        found = list(s.scalars(sa.select(table)))
        s.expunge_all()
        return found


def test_a_secret_vote_is_kept_sealed_only(world: World) -> None:
    """One envelope of the one length, without a moment; the key opens it."""
    found_id = world.open()
    cast(world, found_id, 1)
    (envelope,) = rows(world, Envelope)
    assert set(Envelope.__table__.columns.keys()) == {"roll_entry_id", "consultation_id", "sealed"}
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert found.padded_length is not None
        assert found.public_key is not None
        assert len(envelope.sealed) == urn.sealed_ballot_length(urn.envelope_body_length(found.padded_length))
        private = world.ring.read(found_id, found.public_key)
        assert urn.open_envelope(envelope.sealed, private, queries.questions_of(found)).choices == YES


def test_voting_again_replaces_the_envelope(world: World) -> None:
    """The last one counts, and nothing of the first is left."""
    found_id = world.open()
    cast(world, found_id, 1, YES)
    (first,) = rows(world, Envelope)
    cast(world, found_id, 1, NO)
    (second,) = rows(world, Envelope)
    assert first.sealed != second.sealed


def test_voting_again_by_name_leaves_a_trace(world: World) -> None:
    """Who votes by name may change it; the earlier vote stays on file."""
    found_id = world.open(world.plan(secrecy="named"))
    cast(world, found_id, 1, YES)
    cast(world, found_id, 1, NO)
    assert [ballot.choices for ballot in rows(world, NamedBallot)] == [NO]
    assert [ballot.choices for ballot in rows(world, NamedBallotTrace)] == [YES]


def test_the_same_key_is_the_same_vote(world: World) -> None:
    """A retry counts nothing twice; with other choices it is refused."""
    found_id = world.open(world.plan(secrecy="named"))
    for _ in range(2):
        cast(world, found_id, 1, YES, source_key="1:vote")
    cast(world, found_id, 1, NO, source_key="2:vote")
    cast(world, found_id, 1, YES, source_key="1:vote")
    assert [ballot.choices for ballot in rows(world, NamedBallot)] == [NO]
    with pytest.raises(SourceKeyReused):
        cast(world, found_id, 1, NO, source_key="1:vote")


@pytest.mark.parametrize("secrecy", ["secret", "named"])
def test_fifty_at_once_are_one_ballot(world: World, secrecy: str) -> None:
    """Whatever runs at the same time, an entry has one voice."""
    found_id = world.open(world.plan(secrecy=secrecy))
    start, failed = threading.Barrier(50), []

    def vote(number: int) -> None:
        start.wait()
        try:
            cast(world, found_id, 1, YES if number % 2 else NO)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=vote, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(rows(world, Envelope if secrecy == "secret" else NamedBallot)) == 1
    if secrecy == "named":
        assert len(rows(world, NamedBallotTrace)) == 49


def test_after_the_hour_nothing_is_taken(world: World, clock: HandClock) -> None:
    """Closed by the clock, before anybody presses a button."""
    found_id = world.open()
    clock.move(days=3)
    with pytest.raises(VoteClosed, match="已经结束"):
        cast(world, found_id, 1)


def test_before_the_opening_nothing_is_taken(world: World) -> None:
    """Noticed is not open."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s)
    with pytest.raises(VoteClosed, match="还没有开始"):
        cast(world, found_id, 1)


def test_a_proven_phone_opens_its_entry(world: World) -> None:
    """And no other; a stranger's opens none."""
    found_id = world.open()
    mine, stranger = world.resident(2), world.resident(999)
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert voting.entry_to_vote_for(s, found, mine).phone == phone(2)
        for nobody in (stranger, None):
            with pytest.raises(EntryUnproven):
                voting.entry_to_vote_for(s, found, nobody)
        with pytest.raises(EntryUnproven):
            voting.entry_to_vote_for(s, found, mine, world.entry(s, found_id, 3).id)


def confirm(world: World, s: Session, found_id: int, entry: int) -> None:
    """Let a shared phone vote for an entry of an open vote: the committee asks, the scrutineer agrees."""
    enrolling.confirm_entry(
        s, world.chair, found_id, entry, confirmed=True, now=world.now, reason="本人到社区当面核实过"
    )
    scrutineer.decide_further_entry(s, world.scrutineer, found_id, entry, agree=True, now=world.now)


def test_a_phone_on_several_entries_opens_only_confirmed_ones(world: World) -> None:
    """Committee and scrutineer confirm each; then the voter says for whom."""
    found_id = world.open()
    with world.parts.db.write() as s:
        s.execute(sa.update(RollEntry).where(RollEntry.phone == phone(2)).values(phone=phone(1)))
        one, two = s.scalars(sa.select(RollEntry.id).where(RollEntry.phone == phone(1)).order_by(RollEntry.id))
    mine = world.resident(1)
    with world.parts.db.write() as s:
        found = queries.get(s, found_id)
        with pytest.raises(EntryUnproven, match="几个人名下"):
            voting.entry_to_vote_for(s, found, mine)
        confirm(world, s, found_id, two)
        assert voting.entry_to_vote_for(s, found, mine).id == two
        with pytest.raises(EntryUnproven):
            voting.entry_to_vote_for(s, found, mine, one)
        confirm(world, s, found_id, one)
        with pytest.raises(Invalid, match="谁的票"):
            voting.entry_to_vote_for(s, found, mine)
        assert voting.entry_to_vote_for(s, found, mine, one).id == one


def envelope_for(world: World, found_id: int, given: dict[str, list[str]], **instead: Any) -> str:
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        values = {"length": found.padded_length, "key": found.public_key} | instead
    return base64.b64encode(urn.seal(given, values["length"], values["key"])).decode()


def cast_envelope(world: World, found_id: int, sent: str) -> None:
    with world.parts.db.write() as s:
        found = voting.lock_for_voting(s, found_id, world.now)
        voting.cast_envelope(s, world.ring, found, world.entry(s, found_id, 1), sent)


def test_an_envelope_sealed_elsewhere_is_taken(world: World) -> None:
    """Sealed to this key and of the one length."""
    found_id = world.open()
    cast_envelope(world, found_id, envelope_for(world, found_id, NO))
    assert len(rows(world, Envelope)) == 1


def test_other_envelopes_are_refused(world: World) -> None:
    """Not base64, another length, another key."""
    found_id = world.open()
    wrong_key = bytes(PrivateKey.generate().public_key)
    for sent in (
        "！",
        "",
        "AAAA",
        envelope_for(world, found_id, NO, length=256),
        envelope_for(world, found_id, NO, key=wrong_key),
    ):
        with pytest.raises(Invalid):
            cast_envelope(world, found_id, sent)
    assert rows(world, Envelope) == []


# --- links ------------------------------------------------------------------------------------------------------


def hand_out(world: World, found_id: int, contact: int, key: str = "1:link") -> voting_links.IssuedLink:
    with world.parts.db.write() as s:
        return voting_links.issue_link(s, SECRET, found_id, contact, source_key=key, now=world.now)


def test_the_same_call_again_gives_the_same_link(world: World) -> None:
    """A retry of the bot hands out nothing new; another call does."""
    found_id, contact = world.open(), world.visitor()
    first = hand_out(world, found_id, contact)
    assert hand_out(world, found_id, contact) == first
    assert hand_out(world, found_id, contact, "2:link").token != first.token
    with pytest.raises(SourceKeyReused):
        hand_out(world, world.open(), contact)


@pytest.mark.services
def test_the_same_call_twice_at_once_gives_one_link(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process hands it out between the look and the writing."""
    found_id, contact = world.open(), world.visitor()
    salt, others = secrets.token_hex, list[voting_links.IssuedLink]()

    def meanwhile(size: int) -> str:
        monkeypatch.setattr(secrets, "token_hex", salt)
        others.append(hand_out(world, found_id, contact))
        return salt(size)

    monkeypatch.setattr(secrets, "token_hex", meanwhile)
    assert [hand_out(world, found_id, contact)] == others
    assert len(rows(world, VotingLink)) == 1


def test_a_link_is_kept_hashed(world: World) -> None:
    """The token stands nowhere in its row."""
    found_id, contact = world.open(), world.visitor()
    token = hand_out(world, found_id, contact).token
    (link,) = rows(world, VotingLink)
    assert token not in {str(value) for value in vars(link).values()}
    assert len(token) >= 32


def test_looking_at_a_link_does_not_use_it_up(world: World) -> None:
    """Chat previews fetch links."""
    found_id, contact = world.open(), world.visitor()
    token = hand_out(world, found_id, contact).token
    with world.parts.db.write() as s:
        for _ in range(3):
            voting_links.check_link(voting_links.link_of(s, token), world.now)


def test_a_link_is_used_once_and_grows_old(world: World, clock: HandClock) -> None:
    """Used or past its time it opens nothing; an unknown one is not there."""
    found_id, contact = world.open(), world.visitor()
    token, other = hand_out(world, found_id, contact).token, hand_out(world, found_id, contact, "2:link").token
    with world.parts.db.write() as s:
        voting_links.link_of(s, token, lock=True).used = True
    with world.parts.db.read() as s:
        with pytest.raises(Conflict, match="用过"):
            voting_links.check_link(voting_links.link_of(s, token), world.now)
        with pytest.raises(NotFound):
            voting_links.link_of(s, "x" * 500)
        with pytest.raises(Conflict, match="过期"):
            voting_links.check_link(voting_links.link_of(s, other), world.now + timedelta(hours=24))
    clock.move(days=20)
    with world.parts.db.write() as s:
        assert voting_links.delete_expired_links(s, world.now) == 2


def test_links_are_not_handed_out_without_end(world: World) -> None:
    """Twenty a contact and day."""
    found_id, contact = world.open(), world.visitor()
    for number in range(voting_links.LINKS_A_DAY):
        hand_out(world, found_id, contact, f"{number}:link")
    with pytest.raises(TooMany):
        hand_out(world, found_id, contact, "last:link")


# --- in the chat ------------------------------------------------------------------------------------------------


def answer(world: World, found_id: int, contact: int, given: object = YES, key: str = "1:vote") -> None:
    with world.parts.db.write() as s:
        chat_voting.answer_in_chat(s, world.ring, found_id, contact, given, source_key=key, now=world.now)


def test_a_named_vote_is_taken_in_the_chat(world: World) -> None:
    """From a contact whose proven phone is on the roll once; the channel is noted."""
    found_id, contact = world.open(world.plan(secrecy="named")), world.visitor()
    with pytest.raises(EntryUnproven):
        answer(world, found_id, contact)
    world.resident(1, contact=contact)
    answer(world, found_id, contact)
    answer(world, found_id, contact)
    assert [(ballot.channel, ballot.choices) for ballot in rows(world, NamedBallot)] == [("webchat", YES)]


def test_a_secret_choice_is_refused_in_the_chat(world: World) -> None:
    """And nothing of it is kept."""
    found_id, contact = world.open(), world.visitor()
    world.resident(1, contact=contact)
    with pytest.raises(SecretNotHere):
        answer(world, found_id, contact)
    assert rows(world, Envelope) == rows(world, NamedBallot) == []


def test_what_is_open_is_told_to_the_chat(world: World, clock: HandClock) -> None:
    """Titles and option words of the secret ones, so that a typed choice is recognised."""
    world.open(world.plan(title="无记名的事"))
    world.open(world.plan(title="记名的事", secrecy="named"))
    with world.parts.db.read() as s:
        (vote,) = queries.texts_of_secret_votes(s)
        assert vote.title == "无记名的事"
        assert "同意" in vote.labels
        assert len(queries.open_votes(s, world.now)) == 2
    clock.move(days=4)
    with world.parts.db.read() as s:
        assert queries.texts_of_secret_votes(s) == [vote]  # too late is secret too, until it is counted
        assert queries.open_votes(s, world.now) == []
