"""How a message is read: the steps, their order, and the case draft made of what they find.

The chat runs each step in a component of its own (`bot/nlu/`, in the order of `config.yml`), a batch runs them all in a
loop (`bot.reading.reader`). A step sets what it found on the `Sheet`; a step run before one that it needs raises AttributeError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.reading.classifying import act, category, intent, kind
from bot.reading.classifying.danger import DangerHead
from bot.reading.classifying.heads import READ_FOR_CLASSES, Head, Reading
from bot.reading.community import Community, CommunityFiles
from bot.reading.danger.urgency import Urgency, read_urgency
from bot.reading.draft import make_draft, span_to_json, with_matters
from bot.reading.spotting.bodies import Body, find_bodies
from bot.reading.spotting.estates import link_places
from bot.reading.spotting.matters import (
    LONG_FOR_MATTERS,
    MAY_HOLD_MATTERS,
    find_matters,
    narrow_to_place,
    put_right,
    right_answer,
)
from bot.reading.spotting.no_places import without_no_places
from bot.reading.spotting.personal import Personal, find_personal
from bot.reading.spotting.places import Place, find_places
from bot.reading.spotting.times import When, find_times
from bot.reading.tagging.second_look import FirstLook, look_again
from bot.reading.tagging.tagger import SpanTagger
from bot.reading.text.joining import join_texts
from bot.reading.text.normal_form import Normal, normalise
from bot.reading.text.spans import Span
from bot.reading.text.words import add_names, split_words
from bot.reading.trained import Heads

_names_added: dict[int, int] = {}
"""Each CommunityFiles (by id) → the version of its files whose names jieba was given."""


@dataclass
class Sheet:
    """What the steps have found in one text so far. `community`: the files as they were when the reading began."""

    normal: Normal
    sent_at: datetime
    community: Community
    matters: list[tuple[Span, Sheet | None]] = field(default_factory=list)
    """The span of each of several matters, and its own sheet; None in a long message, whose matters are not read apart."""
    right_answer: tuple[Span, Sheet] | None = None
    """The right answer in a denial ("不对，是5栋")."""
    state: str = ""
    """What the bot said last (`act.STATES`); "" for a text that no conversation holds, as in a batch, and for a piece."""
    act: tuple[str, float] | None = None
    """(what the message does in the conversation, score); None without a state."""
    whole: Sheet | None = None
    """The sheet of the open report's text with this message joined to it."""
    reading: Reading = field(init=False)
    urgency: Urgency = field(init=False)
    intents: list[tuple[str, float]] = field(init=False)
    """(intent, score), the likeliest first."""
    kind: tuple[str, float] = field(init=False)
    """(the kind's code, score)."""
    category: tuple[category.Category, list[category.Category], list[str]] = field(init=False)
    """What `category.read_category` returns."""
    places: list[Place] = field(init=False)
    times: list[When] = field(init=False)
    bodies: list[Body] = field(init=False)
    personal: list[Personal] = field(init=False)

    @property
    def intent(self) -> tuple[str, float]:
        """The likeliest intent, with its score."""
        return self.intents[0]


def begin_sheet(text: str, sent_at: datetime, files: CommunityFiles) -> Sheet:
    """The sheet of a text, with its normal form and nothing found yet. `sent_at`: with time zone; what 昨天 counts from.

    If the files were read anew, gives jieba and the homophones the community's names first.
    """
    community = files.now()
    if _names_added.get(id(files)) != files.version:
        add_names([*community.places, *community.bodies])
        _names_added[id(files)] = files.version
    return Sheet(normalise(text), sent_at, community)


def find_pieces(sheet: Sheet, said_before: str = "") -> list[Sheet]:
    """Find the texts to be read beside the message itself, enter them on its sheet, and return their own sheets.

    Each of several matters in a message that is not too long; the right answer in what may be a denial; the whole of an
    open report, if the message continues one (`said_before`: its text).
    """
    text = sheet.normal.text
    apart = len(text) < LONG_FOR_MATTERS
    sheet.matters = [(span, _piece(sheet, span) if apart else None) for span in find_matters(text)]
    right = right_answer(text) if len(text) < intent.LONG_FOR_INTENT else None
    sheet.right_answer = (right, _right_in_its_place(sheet, right, said_before)) if right else None
    together = join_texts(said_before, sheet.normal.original, sheet.community.places)
    sheet.whole = Sheet(normalise(together), sheet.sent_at, sheet.community) if together else None
    found = [piece for _, piece in sheet.matters if piece]
    found += [sheet.right_answer[1]] if sheet.right_answer else []
    return found + ([sheet.whole] if sheet.whole else [])


def _right_in_its_place(sheet: Sheet, right: Span, said_before: str) -> Sheet:
    """A sheet for the right answer: of the open report with it in the place of what it denies, else of its words alone."""
    whole = put_right(said_before, sheet.normal.text)
    fits = whole and len(whole) < intent.LONG_FOR_INTENT
    return Sheet(normalise(whole), sheet.sent_at, sheet.community) if fits else _piece(sheet, right)


def _piece(sheet: Sheet, span: Span) -> Sheet:
    """A sheet of its own for the words of a span."""
    words = span_to_json(sheet.normal, span)["text"]
    return Sheet(normalise(words), sheet.sent_at, sheet.community)


# --- the steps


def read_words(sheet: Sheet) -> None:
    """Set the input of the heads: the beginning of the normal text, and its words with the community's names whole."""
    text = sheet.normal.text[:READ_FOR_CLASSES]
    sheet.reading = Reading(text, tuple(split_words(text)))


def read_danger(sheet: Sheet, head: DangerHead) -> None:
    """Set the urgency: an emergency if there is danger to life now."""
    names = [word for word in sheet.reading.words if word in sheet.community.places]
    sheet.urgency = read_urgency(head, sheet.reading, sheet.normal.text, names)


def read_intent(sheet: Sheet, head: Head) -> None:
    """Set the intents. Comes after the danger: an emergency is always a report."""
    sheet.intents = intent.rank_intents(head, sheet.reading, sheet.urgency.level == "emergency")


def read_act(sheet: Sheet, head: Head) -> None:
    """Set what the message does in the conversation, if it is in one."""
    if sheet.state:
        sheet.act = act.read_act(head, sheet.reading, sheet.state)


_COMPLAINS = re.compile("(?:我们?|本人)?(?:要|想要?|得)(?:[实匿]名)?(?:投诉|(?P<tips_off>举报))(?!后|以后|之后|过)")

_BLAMES = re.compile(  # what somebody did wrong or withheld, as praise tells of nobody
    r"(?<![没不未])(?<!没有)(?:开|拿|打|看|弄|搞|算|认|记|写|抄|送|发|配|抓|扎|判|登|录|填|装|接|诊|治)错了?(?!药?都)|(?<![没不未])(?<!没有)(?:误诊|误判|漏[诊判登])|从(?:来)?[不没](?:上门|露面|巡|来(?:过|[看查修管])|接电话|管事)"
    r"|(?:不|没)(?:肯|愿意?)?(?:给|让|准|许)[我他她老孩业居](?![^，,。]{0,4}(?:操心|费心|久?等|[白多]?跑|排队|吃亏|失望|为难|多花|花钱|掏钱|出钱|着急|担心|受累|委屈|丢脸|添|惹))|(?<!没有)(?<!没)不管[我他她老孩]|拒[绝了诊]"
    r"|(?<![不没])[乱重]收|(?<![不没])(?<!没有)(?:多收|私收|收)[了我]{1,2}[^，,。]{0,4}[一二两三四五六七八九几百千0-9钱](?![^，,。]{0,6}退)|弄[丢坏没脏疼]|打[坏碎翻]|[修搞治]坏|(?<!没)(?<!不)(?<!没有)耽误|害[得了我他她死]|白[跑等]|不理[人我他她]|没人?理|晾着|忘了[给来通登]|踢皮球|推来推去|不承认|不认账|赖账|糊弄|瞒着"
    r"|越[治修弄看]越|把[^，,。]{1,8}(?:弄丢|弄坏|砍了|扣了|拿走|打伤|弄疼|扔了)"
)
_GOOD = re.compile(
    r"表扬|谢|点赞|[称夸]赞|赞[一扬美]|锦旗|好样|热[心情]|好人|夸|暖心|负责|[真很太挺]好|不错|满意|辛苦|耐心|细心|认真|周到|及时|靠谱|给力|感动|救了|帮|幸亏|多亏|敬业|厉害|送回|还给|找回|追回|退回|退了|改过来|不怕|没嫌|(?<![没不])(?<!没有)(?:当场|马上|立刻)就?(?:给|帮)?(?:我|我们)?[办修换解处弄清]|(?<![没不])(?<!没有)(?:办|弄|处理|解决|安排)(?:好了|妥了|完了)|搞定|利索|麻利"
)


def blames(text: str) -> bool:
    """Whether a text tells what somebody did wrong or withheld, and has no good word (医生给我妈开错药): it is no praise."""
    return _BLAMES.search(text) is not None and _GOOD.search(text) is None


def read_kind(sheet: Sheet, head: Head) -> None:
    """Set the kind. Comes after the danger: a message of danger is no tip-off, sure or doubtful; but one that says that it is (我要举报) stays one while the danger is only doubtful."""
    complains = _COMPLAINS.match(sheet.reading.text)
    tips_off = complains is not None and complains["tips_off"] is not None
    in_danger = sheet.urgency.level == "emergency" or (sheet.urgency.asks and not tips_off)
    sheet.kind = kind.read_kind(head, sheet.reading, never="tip_off" if in_danger else None)
    if tips_off and not in_danger:  # in its sender's own words (我要举报 房东隔了九个小间)
        sheet.kind = ("tip_off", sheet.kind[1])
    elif sheet.kind[0] == "praise" and (complains or blames(sheet.reading.text)):
        # however seldom the rest is complained of (我要投诉网格员小陈)
        sheet.kind = ("complaint", sheet.kind[1])


def read_category(sheet: Sheet, head: category.CategoryHeads) -> None:
    """Set the category, its alternatives and the words that decided."""
    sheet.category = category.read_category(head, sheet.reading)


def read_places(sheet: Sheet) -> None:
    """Set the places, by rule."""
    sheet.places = find_places(sheet.normal, sheet.reading.words, sheet.community)


def read_times(sheet: Sheet) -> None:
    """Set the times. Comes after the places, so that a building's number is no date."""
    sheet.times = find_times(sheet.normal.text, sheet.sent_at, [place.span for place in sheet.places])


def read_bodies(sheet: Sheet) -> None:
    """Set the bodies, by rule."""
    sheet.bodies = find_bodies(sheet.normal.text, sheet.reading.words, sheet.community)


def read_spans(sheet: Sheet, head: SpanTagger) -> None:
    """Set places, times and bodies anew, from what the rules have found by now (the *second look*)."""
    first = FirstLook(sheet.normal, sheet.reading.words, sheet.places, sheet.times, sheet.bodies)
    sheet.places, sheet.times, sheet.bodies = look_again(head, first, sheet.community, sheet.sent_at.date())


def read_personal(sheet: Sheet) -> None:
    """Set the phones, identity numbers and names of people, and leave out what is no place after all. Comes after the places: a name in full is none (我叫王桂芳)."""
    sheet.personal = find_personal(sheet.normal)
    sheet.places = without_no_places(sheet.normal.text, sheet.places, sheet.times, sheet.personal)


Step = Callable[..., None]
"""A step: called with a sheet and, if it uses one, its head."""
STEPS: Mapping[Step, str | None] = {
    read_words: None,
    read_danger: "danger",
    read_intent: "intent",
    read_act: "act",
    read_kind: "kind",
    read_category: "category",
    read_places: None,
    read_times: None,
    read_bodies: None,
    read_spans: "spans",
    read_personal: None,
}
"""The steps in their order → the field of `Heads` with the head that the step uses, if any."""


def read_all(sheet: Sheet, heads: Heads) -> None:
    """Run every step on a sheet and on its pieces."""
    for one in [sheet, *find_pieces(sheet)]:
        for step, head in STEPS.items():
            step(one, *([getattr(heads, head)] if head else []))


# --- the draft


def build_draft(sheet: Sheet) -> dict[str, Any]:
    """The case draft of a sheet on which every step has run; with its matters, if its intent may hold several."""
    draft = _draft(sheet)
    if sheet.intent[0] not in MAY_HOLD_MATTERS:
        return draft
    return with_matters(
        draft, sheet.normal, [(span, _draft(piece) if piece else None) for span, piece in sheet.matters]
    )


def build_whole(sheet: Sheet) -> dict[str, Any] | None:
    """`{"text", "draft"}` of the open report with this message joined to it; None if it continues none."""
    return None if sheet.whole is None else {"text": sheet.whole.normal.original, "draft": _draft(sheet.whole)}


def _draft(sheet: Sheet) -> dict[str, Any]:
    """The draft of a sheet, without its matters."""
    best, others, deciding = sheet.category
    return make_draft(
        sheet.normal,
        kind=sheet.kind,
        category=best,
        alternatives=others,
        deciding=deciding,
        places=link_places(
            sheet.normal.text,
            sheet.places,
            sheet.community,
            in_danger=sheet.urgency.level == "emergency" or sheet.urgency.asks,
        ),
        times=sheet.times,
        bodies=sheet.bodies,
        urgency=sheet.urgency,
        personal=sheet.personal,
        intent=sheet.intent,
        right_answer=_right_answer(sheet) if sheet.intent[0] == "deny" else None,
    )


def _right_answer(sheet: Sheet) -> tuple[Span, category.Category] | None:
    """The right answer in a denial (only its place, if it names one), with the category of its words; or None."""
    if sheet.right_answer is None:
        return None
    span, piece = sheet.right_answer
    return narrow_to_place(span, sheet.places), piece.category[0]
