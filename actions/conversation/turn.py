"""One message of one person, as the topics see it, and what the conversation remembers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from actions.case_draft import CaseDraft, danger_of, read_draft
from actions.conversation import expecting
from actions.conversation.expecting import Expecting

TEXT_LIMIT = 5000  # characters; of a message, and of a case's text
SURE_OF_ACT = 0.75
"""Score from which the bot counts as sure of an act, where the words alone decide nothing (figures in docs/understanding.md)."""
ASKS_ABOUT_CASE = ("status", "ask_number", "ask_record")
"""The acts that ask about a registered case: its state, its number, or what was written down."""


class Faq(TypedDict):
    """A common question (data/community/faq.csv, answer still valid) that the message asks, or one about a body's number and hours.

    `source`: the law or rule that the answer rests on. `score`: how sure it is, 0 to 1, that the message asks it.
    `shared`: the pairs of characters of the message that one of the question's wordings has.
    """

    question: str
    answer: str
    source: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """A wish not to be named: its words (`said`) and the rest of the message (`rest`), as the portal found them.

    `understood`: it was understood from a question that is cut out of the message (老板会不会知道是我).
    """

    said: str
    rest: str
    understood: bool = False


@dataclass(frozen=True)
class Whole:
    """The open report together with the message, read as one text."""

    text: str
    draft: CaseDraft


@dataclass(frozen=True)
class Turn:
    """One incoming message, as it was read. `contact`: the contact point's id. `inbox_id`: the start of each idempotency key.

    `channel`: webchat, wechat or sms. `intent`, `score`: the classifier's; nlu_fallback and 0 if it gave none. `photos`: their ids.
    """

    contact: int
    inbox_id: int
    channel: str
    text: str
    intent: str
    score: float
    draft: CaseDraft
    faq: Faq | None = None
    faq_more: Faq | None = None  # the question that it means when read with the subject of the one answered before
    faq_last: Faq | None = None  # the question that it asks at its end, behind a trouble that it tells of
    expecting: Expecting | None = None
    photos: tuple[str, ...] = ()
    typed: str = ""  # the number typed for `text`, a choice of `expecting` or of the first notice; else ""
    located: bool = False  # a place sent from the map; `text` is its name
    sent_at: str = ""  # RFC 3339
    wish: Wish | None = None
    whole: Whole | None = None  # None if no report is open, or the two were not read as one
    act: str = ""  # what the message does in the conversation (correct, add, stop …); "" if that was not read
    act_score: float = 0.0  # how sure that is, 0 to 1
    may_be_named: bool = (
        False  # whether the message lets handlers know of its sender (不用保密了), as the portal reads it
    )
    raised: str = ""  # the danger of the emergency that the portal registered of this message while there was no bot

    @property
    def danger(self) -> str | None:
        """The kind of danger to life that the message surely shows (fire, gas … `case_draft.danger_of`), or None."""
        return danger_of(self.draft)

    def surely(self, *intents: str, score: float = 0.6) -> bool:
        """Whether the classifier's intent is one of these, with at least this score."""
        return self.intent in intents and self.score >= score

    def acts(self, *codes: str, score: float = 0.6) -> bool:
        """Whether what the message does in the conversation is one of these, with at least this score."""
        return self.act in codes and self.act_score >= score


@dataclass(frozen=True)
class Talk:
    """What the conversation remembers (the slot `talk`).

    `form`: the open draft, a report not confirmed yet (`intake.form.Form` as JSON). `pending`: a question that a topic asked outside
    the draft: which (`asked`, a key of `open_questions.PENDING`), the `topic` that takes the answer, and what that needs; `then`: a report
    that waits for the answer.
    `misses`: misunderstandings in a row (an open draft counts its own: `Form.misses`). `dropped`: the draft given up last (`form`), which
    刚才那个还是要报 takes up again `until` a moment (RFC 3339, "" for no end). `held`: of blows that were told of somebody else has asked, so
    that nothing of them ends here (who holds the telephone in an emergency: `Detail.held`). `told`: what the last reply said in an open
    emergency (`topics/danger/repeats.py`).
    """

    form: dict[str, Any] | None = None
    pending: dict[str, Any] | None = None
    misses: int = 0
    dropped: dict[str, Any] | None = None
    held: bool = False
    told: tuple[str, ...] = ()

    def to_slot(self) -> dict[str, Any]:
        """Return the value for the slot: the fields that are not empty; {} if all are."""
        kept = {
            "form": self.form,
            "pending": self.pending,
            "misses": self.misses,
            "dropped": self.dropped,
            "held": self.held,
            "told": list(self.told),
        }
        return {name: value for name, value in kept.items() if value}

    def understood(self, **changes: Any) -> Talk:
        """Return the memory after a turn that was understood: no misses, no pending question, then `changes`."""
        return replace(self, **{"misses": 0, "pending": None, **changes})


def read_talk(slot: Any) -> Talk:
    """Read the memory from the slot. In a new epoch the slot holds the open draft that the portal stored (bot/server/channel.py).

    Anything but a dict is an empty memory; a draft without the key `text` is none.
    """
    if not isinstance(slot, dict):
        return Talk()
    form, dropped = slot.get("form"), slot.get("dropped")
    return Talk(
        form if isinstance(form, dict) and "text" in form else None,
        slot.get("pending"),
        int(slot.get("misses", 0)),
        dropped if isinstance(dropped, dict) and "form" in dropped else None,
        slot.get("held") is True,
        tuple(str(one) for one in slot.get("told") or ()),
    )


def read_turn(sender_id: str, latest: Mapping[str, Any]) -> Turn:
    """Make a turn from a tracker's latest message: at most TEXT_LIMIT characters and nine photos. `sender_id`: `{contact}.{epoch}`.

    `metadata.blank`: there was no text, and the channel put a placeholder there because Rasa needs one. Raises KeyError without
    `metadata.inbox_id`, ValueError if that or the contact is no number.
    """
    metadata = latest.get("metadata") or {}
    intent = latest.get("intent") or {}
    act = latest.get("act") or {}
    return Turn(
        contact=int(sender_id.partition(".")[0]),
        inbox_id=int(metadata["inbox_id"]),
        channel=str(metadata.get("channel") or "webchat"),
        text="" if metadata.get("blank") else str(latest.get("text") or "")[:TEXT_LIMIT],
        intent=str(intent.get("name") or "nlu_fallback"),
        score=float(intent.get("confidence") or 0.0),
        draft=read_draft(latest.get("case")),
        faq=_faq(latest.get("faq")),
        faq_more=_faq(latest.get("faq_more")),
        faq_last=_faq(latest.get("faq_last")),
        expecting=expecting.read_expecting(metadata.get("expecting")),
        photos=tuple(str(photo) for photo in metadata.get("photos") or ())[:9],
        typed=str(metadata.get("typed") or ""),
        located=isinstance(metadata.get("location"), dict),
        sent_at=str(metadata.get("sent_at") or ""),
        wish=_wish(metadata.get("wish")),
        whole=_whole(latest.get("whole")),
        act=str(act.get("code") or ""),
        act_score=float(act.get("score") or 0.0),
        may_be_named=metadata.get("may_be_named") is True,
        raised=str(metadata.get("raised") or ""),
    )


def _whole(found: Any) -> Whole | None:
    """The open report joined with the message, as the bot read it (`whole`); None if it is absent or malformed."""
    if not isinstance(found, dict) or not found.get("text"):
        return None
    return Whole(str(found["text"])[:TEXT_LIMIT], read_draft(found.get("draft")))


def _wish(found: Any) -> Wish | None:
    """The portal's `wish`; None if it is absent or malformed."""
    if not isinstance(found, dict) or not found.get("said"):
        return None
    return Wish(str(found["said"]), str(found.get("rest") or ""))


def _faq(found: Any) -> Faq | None:
    """A common question that the bot found (`faq`, `faq_more`, `faq_last`); None if it is absent or malformed."""
    if not isinstance(found, dict) or not found.get("answer"):
        return None
    return {
        "question": str(found.get("question", "")),
        "answer": str(found["answer"]),
        "source": str(found.get("source", "")),
        "score": float(found.get("score") or 0.0),
        "shared": tuple(str(pair) for pair in found.get("shared") or ()),
    }
