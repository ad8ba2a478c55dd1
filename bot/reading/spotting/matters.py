"""Find several matters in one message, and the right answer in a denial ("不对，是5栋").

Both are then read again on their own (bot/reading/composition.py): a matter for its own draft, the right answer for
its category, in the words of the open report if it replaces some of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.spotting.places import Place
from bot.reading.spotting.run_together import find_run_together
from bot.reading.text.spans import Span

SHORTEST_MATTER = 4  # characters
LONG_FOR_MATTERS = 200
"""Characters from which a message is so long that its matters belong together and get no drafts of their own."""
MAY_HOLD_MATTERS = ("report_case", "faq", "ask_status", "remind", "withdraw", "add_detail", "answer_follow_up")
"""The intents of messages that may hold several matters; a question counts as a matter, too, and so does what is said of a registered case."""

_ANOTHER = re.compile(
    r"(?:^|(?<=[。！？；，\n]))(?:另外|还有(?:一?[个件]?(?:事情?|问题|情况)|就是)?|再有|再者|此外|除此之外|同时(?:还|也)?|顺便(?:说|问|反映|报)?一?(?:下|个)?|第[二三四五](?:个|件|点|[，、：:是])|其[二三四]|[二三四]是|[2-9][、.．:：)）](?!\d)|[二三四五][、.．:：])"
)
_FIRST = re.compile(
    r"(?:^|(?<=[。！？；，：\n]))(?:第一(?:个|件|点|[，、：:是])|其一|一是|1[、.．:：)）](?!\d)|一[、.．:：])"
)
_NO_NEW_MATTER = re.compile(
    r"^(?:，|：)?(?:我|我们)?(?:的)?(?:电话|手机|联系|谢谢|感谢|请|希望|恳请|盼|麻烦|要求|照片|图片|视频|附|补充|说明|他们|这|那|就是|人)"
)

_INSTEAD = re.compile(
    r"(?:不对|不是|错了?|弄错|搞错|写错|打错|说错|勿对|勿是|弗是|不太对|有误)[^。！？]{0,200}?[，。,：: ]?(?:应该)?(?:是|改成|改为|在|叫|换成)(?P<new>[^，。！？；]+)"
)
_NOT_BUT = re.compile(r"不是(?P<old>[^，。！？]{1,20})[，。, ]?(?:而|应该)?是(?P<new>[^，。！？；]{1,40})")
_IS_NOT = re.compile(
    r"(?:^|[，。])(?:应该)?是(?P<new>[^，。！？不]{1,30}?)[，, ]?(?:不是|而不是|并不是)(?P<old>[^，。！？]{1,20})"
)
_FINE_BUT = re.compile(  # 路灯没坏，是井盖松了
    r"^(?:不对[，, ])?(?P<old>[^，,。；！？\s]{1,12}?)(?:又|并|倒|是|也)?没(?:坏|事|问题|毛病)[，,。 ]{1,2}(?:而|应该|其实)?是(?P<new>[^，。！？；]{1,40})"
)
_CHANGE = re.compile(r"(?:改成|改为|改到|换成|应该是|应当是|要改成|换一?个?[^，。]{0,6}是)(?P<new>[^，。！？；]{1,40})")
LONGEST_TAIL = 40
"""Characters at the end of a right answer in which closing particles (的, 吧) are sought, to be cut off."""
_TAIL = re.compile(r"(?:的|啊|呀|哦|呢|吧|了|才对|好不好|谢谢)+$")


_COUNTED = re.compile(  # 两件事, 都帮我记一下: that the clauses are as many matters
    r"(?:(?P<count>[两二三])[件个桩样](?:事情?|问题)?|(?:麻烦|请|你们?|您|帮我|给我){0,3}[都全](?:帮我|给我|麻烦|一起|请)?(?:记|登记|报|反映)(?:一?下|上)?)(?:[，。！：:吧啊哦]|都|帮我|麻烦|一起|一并|记一?下|登记一?下|报一?下|谢谢)*"
)
_CLAUSE = re.compile(r"[^，。；！？\n]+")
_HOW_MANY = {"两": 2, "二": 2, "三": 3}


def _counted_matters(text: str) -> list[Span]:
    """The clauses of a text that says how many matters they are (路灯不亮，垃圾没人收，两件事), or that all are to be noted (路灯不亮，垃圾没人收，都记一下).

    [] if they are not as many; where no number is said, two.
    """
    found = _COUNTED.search(text)
    if found is None or not (found.start() == 0 or text[found.start() - 1] in "，。；！\n"):
        return []
    before, behind = Span(0, found.start()), Span(found.end(), len(text))
    clauses = [
        _trimmed(text, Span(one.start(), one.end()))
        for part in (before, behind)
        for one in _CLAUSE.finditer(text, part.start, part.end)
    ]
    several = [one for one in clauses if one.end - one.start >= SHORTEST_MATTER]
    return several if len(several) == _HOW_MANY.get(found["count"], 2) else []


def find_matters(text: str) -> list[Span]:
    """The spans of two or more matters in a text, without words like 另外 that begin them; [] if there is only one."""
    if counted := _counted_matters(text):
        return counted
    found = [match for match in _ANOTHER.finditer(text) if not _NO_NEW_MATTER.match(text[match.end() :])]
    first = _FIRST.search(text)
    opens = first.end() if first and found and first.start() < found[0].start() else 0
    begins = [opens, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text)]
    pieces = [_trimmed(text, Span(start, end)) for start, end in zip(begins, ends, strict=True)]
    matters = [piece for piece in pieces if piece.end - piece.start >= SHORTEST_MATTER]
    return matters if len(matters) > 1 else find_run_together(text)


def _trimmed(text: str, span: Span) -> Span:
    """The span without punctuation and blanks at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in "，。；、\n ":
        start += 1
    while end > start and text[end - 1] in "，。；、\n ":
        end -= 1
    return Span(start, end)


def right_answer(text: str) -> Span | None:
    """The span of the right answer in a denial or a change: "不对，是5栋", "改成5栋" and "应该是5栋" give 5栋. None if it gives none."""
    match = next(
        (found for regex in (_IS_NOT, _NOT_BUT, _INSTEAD, _FINE_BUT, _CHANGE) if (found := regex.search(text))), None
    )
    if match is None:
        return None
    start, end = match.span("new")
    tail = _TAIL.search(text, max(start, end - LONGEST_TAIL), end)
    end -= len(tail.group()) if tail else 0
    return Span(start, end) if start < end else None


_LEAST_PUT_RIGHT = 2  # characters
_HAPPENED = re.compile(r"(?:[坏漏爆裂断松塌堵停掉翘]了?|[漏停积]水|不[亮通响动转走出])(?:的|啊|呀|哦|呢|吧|了)*$")
_REST_OF_CLAUSE = re.compile(r"^[^，,。；;！!？?\s]*")


def put_right(said_before: str, text: str) -> str:
    """What was said before with what a denial says to be right in the place of what it denies (楼下唱歌吵, 不是唱歌，是装修: 楼下装修吵).

    A spot that both name stands there once (楼上漏水, 楼上倒水). What is right and tells what happened (门禁坏了) stands for the rest of
    its clause, too. "" if the text denies nothing that was said.
    """
    match = _NOT_BUT.search(text) or _IS_NOT.search(text) or _FINE_BUT.search(text)
    old = match["old"].strip(" ，,") if match else ""
    right = right_answer(text)
    at = said_before.find(old)
    if len(old) < _LEAST_PUT_RIGHT or at < 0 or right is None:
        return ""
    before, new = said_before[:at], right.within(text)
    shared = next((size for size in range(len(new), 0, -1) if before.endswith(new[:size])), 0)
    behind = said_before[at + len(old) :]
    if _HAPPENED.search(match["new"]):
        behind = _REST_OF_CLAUSE.sub("", behind, count=1)
    return before + new[shared:] + behind


def narrow_to_place(said: Span, places: Sequence[Place]) -> Span:
    """The span of the first place that lies wholly in the right answer; `said`, the whole answer, if none does."""
    return next((place.span for place in places if said.start <= place.span.start and place.span.end <= said.end), said)
