"""Hear what is told in pieces: the first words of a request (能不能), a place over several messages (银杏家园 / 南门那里), a telephone number
(158 / 5734 / 0266). Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import phones, place_words
from actions.conversation.say import Say
from actions.conversation.turn import Turn
from actions.intake.asking import question_message
from actions.intake.corrections.likeness.overlay import ROAD, overlay
from actions.intake.corrections.likeness.pieces import pieces_of
from actions.intake.corrections.likeness.places import join_place
from actions.intake.corrections.taking_back import adds, contradicts
from actions.intake.form import ANSWER_LIMIT, Form, append_text, place_of, with_more_words
from actions.intake.questions import asks
from actions.intake.step import Step, ask_next
from actions.interpreting import short_answers as short
from actions.interpreting.danger_signs import names_only_somebody
from actions.interpreting.numbers import (
    LEAST_PIECE,
    announced_piece,
    announces_number,
    how_far,
    piece_of_number,
    written,
)
from actions.interpreting.places import (
    BUILDING_PART,
    is_coarse,
    lacks_a_name,
    may_be_a_place,
    names_an_estate,
    tells_what_happened,
)

_LONGEST = 12  # characters of a piece of a place
_LONGEST_ROOM = 4  # digits
_LIKE_A_ROOM = re.compile(r"\d{1,2}[0-2]\d")  # 1502: a floor, and one of up to 29 doors; not 1395
_BEGINS = re.compile(  # 能不能, 给我们这边, 装个: they ask for nothing, and name nothing that is wrong yet
    r"(?:我们?|你们?|就|想|要|麻烦|帮我?|请|在|给|替|这边|[这那]里?|小区|家里?|楼里|能不能|可不可以|可以不可以|能否|可否|是不是可以|[装修加弄换建做设搞清剪补]一?[个下点]|[，,。 ])+"
)
_ASKS_WHETHER = re.compile(
    "能不能|可不可以|可以不可以|能否|可否|[装修加弄换建做设搞清剪补]一?[个下]$|^[在给替]|^我们?[想要]$"
)
_ONLY_A_SPOT = re.compile("在(?:我?家里?面?|[这那]里|[这那]边|楼里)")
_POINTS = re.compile(r"^(?:就|是|在|靠近?|挨着|[，,。 ])+|(?:那里|那边|那儿|那头|那块|这里|这边|这儿|这块)[啊呀哦的]?$")
_LANDMARK = re.compile(  # a thing by which a place on a road is found; a name may stand before it
    r"[\u4e00-\u9fff]{0,4}(?:银行|[农工建中交招]行|农商行|信用社|邮局|超市|药店|饭店|面馆|小学|中学|学校|幼儿园|医院|菜场|菜市场|市场|公园|广场|车站|站|加油站|理发店|网吧|酒店|宾馆|公厕|卫生间|凉亭|牌坊|大树|水塔|祠堂|宗祠|戏台|晒[谷场]场?|水?池塘?|鱼塘|卫生[室院]|供销社|活动[室中]心?|文化站|转弯|拐弯|转角|路口|巷口|弄口|桥|庙|寺|塔|店|馆)"
    r"(?:(?:门口|旁边|对面|后面|前面|后门口?|边上|[下上里外底]面|底下|[下里]头)(?:的?[那这]一?[条个排家间块片座](?:小?路|地|房子?|店|巷子?|弄堂|空地)?)?)?"
)
_OTHER_SPOT = re.compile(  # 旁边弄堂; not 里面有身份证, which tells what is there
    r"(?:旁边|隔壁|对面|后面|前面|边上|后门|前门|侧门|背后|里面)(?!也?都?还?[有没是放装])[\u4e00-\u9fff]{0,4}"
)
_INSIDE = re.compile(  # 西门进去, 左手边那家, 进门第二家, 右手第三间
    r"(?=.{0,20}(?:门|[左右]|第|头一|最后一))(?:[东南西北前后正侧大小]门口?|进门|进去|往里走?|里面)?(?:进去|进来|出来|出去|里面|外面)?(?:[左右](?:手|边|手边|侧|拐|转){1,2})?(?:的?(?:第[一二两三四五六七八九十\d]{1,2}|[那这]一?|头一|最后一)[家个间排](?:店|摊位?|门面)?)?"
)
_HOUSE_ON_A_ROAD = re.compile(r"\d{1,4}号(?:之\d)?(?:楼[上下]|门口|门前|旁边|边上|对面|后面|前面|隔壁)?")
_ONLY_A_ROAD = re.compile(r"[\u4e00-\u9fff]{2,8}(?:大道|路|街|巷|弄堂?|大街)")


def begins_a_request(text: str) -> bool:
    """Whether a text is nothing but the first words of a request or a report (能不能, 在我们这, 装个, 我妈; not 在家里)."""
    said = short.plain(text)
    if names_only_somebody(text):
        return True
    if _ONLY_A_SPOT.fullmatch(said):
        return False
    return 1 < len(said) <= _LONGEST and _BEGINS.fullmatch(said) is not None and _ASKS_WHETHER.search(said) is not None


def wait_for_more(form: Form) -> Step:
    """Keep the first words of a request, and let the sender go on."""
    waiting = replace(form, stage="detail", asked=form.asked or ("detail",))
    return Step(waiting, (question_message(waiting),), "keep")


def with_piece_of_place(form: Form, turn: Turn) -> Form | None:
    """The form with its place as far as a message goes on with it (南门那里 after 银杏家园; 农行, then 旁边弄堂 after 新华路), or names the
    estate and building of one that lacks them (银杏家园8栋404 after 楼上504); the words are kept, too.

    None: the message is more than a piece of a place, contradicts the known one, or is its own place on another road or estate.
    """
    said = _POINTS.sub("", turn.text.strip(" ，,。.！!"))
    if not _may_be_a_piece(said, turn):
        return None
    known = place_of(form)
    place = said if not known else _joined(known, said, turn)
    if place is None or place == known:
        return None
    more = with_more_words(form, turn)
    answers = more.answers | {"place": place[:ANSWER_LIMIT]}
    if known and known not in place and known not in more.text:
        answers["detail"] = append_text(answers.get("detail"), known)
    return replace(more, answers=answers)


def _may_be_a_piece(said: str, turn: Turn) -> bool:
    """Whether what is left of a message without its pointing words is a piece of a place, and nothing else."""
    if not said or len(said) > _LONGEST or re.search(r"[，,。；;！!？?\s]", said) or turn.located:
        return False
    if turn.draft["times"] or phones(turn.draft) or asks(turn.text) or adds(turn.text) or contradicts(turn.text):
        return False
    if tells_what_happened(said) or short.is_affirm(said) or short.is_deny(said) or short.cannot_be_a_place(said):
        return False
    read = said in place_words(turn.draft)
    return read or any(one.fullmatch(said) for one in (_LANDMARK, _OTHER_SPOT, _INSIDE, _HOUSE_ON_A_ROAD))


def _joined(known: str, said: str, turn: Turn) -> str | None:
    """The known place and a piece said after it as one; None if they do not go together."""
    if "、" in known or said in known:
        return None
    if _HOUSE_ON_A_ROAD.fullmatch(said) and _ONLY_A_ROAD.fullmatch(known):
        return known + said
    like = any(piece.is_like(one) for piece in pieces_of(said) for one in pieces_of(known))
    if _INSIDE.fullmatch(said) and not like:
        return known + said
    if like and _POINTS.search(
        turn.text.strip(" ，,。.！!")
    ):  # 北门那里 after 南门; 北门 alone is read as a correction
        return overlay(known, pieces_of(said), said)
    if (
        names_an_estate(said)
        and BUILDING_PART.search(said)
        and (lacks_a_name(known) or is_coarse(known) or _is_above(known))
    ):
        return said
    joined = join_place(known, turn.text, turn.draft)
    if joined is not None and joined.startswith(known) and said in joined:
        return joined
    own = names_an_estate(said) or ROAD.match(said) is not None or BUILDING_PART.search(said) is not None
    shaped = may_be_a_place(said) or any(one.fullmatch(said) for one in (_LANDMARK, _OTHER_SPOT))
    if own or like or not shaped:
        return None
    return known + said


def _is_above(known: str) -> bool:
    """Whether a place is only a room above or below (楼上504)."""
    return re.fullmatch(r"(?:我家)?楼[上下](?:的)?\d{2,4}室?", known) is not None


def hear_number(form: Form, turn: Turn) -> Step | None:
    """Wait for a number that is announced (我电话, 我电话1395) or begun while the summary waits (1395), and put its pieces together (158, 5734, 0266); then
    say that it is noted.

    None: the message is no piece, or makes no number with those before it.
    """
    if form.number is None and announces_number(turn.text) and not form.answers.get("contact"):
        return Step(replace(form, number=""), (Say("utter_which_number"),), "keep")
    piece = piece_of_number(turn.text)
    if piece is None or (form.number is None and not begins_a_number(form, turn)):
        return None
    if not form.number and len(piece) < LEAST_PIECE:
        return None
    digits = (form.number or "") + piece
    if how_far(digits) == "begun":
        return Step(replace(form, number=digits), (Say("utter_wait"),), "keep")
    if how_far(digits) is None:
        return None
    noted = replace(form, number=None, answers=form.answers | {"contact": written(digits)})
    if form.stage == "confirm":
        return ask_next(noted, summary="utter_confirm_again")
    return Step(noted, (Say("utter_number_kept"), question_message(noted)), "keep")


def begins_a_number(form: Form, turn: Turn) -> bool:
    """Whether digits begin a telephone number for a form that has none: announced with them (我电话1395), or alone (1395) while the summary waits
    and has no room that they may correct, nor a building that lacks one."""
    piece = piece_of_number(turn.text)
    if piece is None or turn.typed or form.answers.get("contact"):
        return False
    if announced_piece(turn.text) is not None or form.stage != "confirm":
        return announced_piece(turn.text) is not None
    has_room = any(one.kind == "room" for one in pieces_of(place_of(form)))
    may_be_a_room = len(piece) <= _LONGEST_ROOM and (has_room or may_be_the_room(piece, place_of(form)))
    return len(piece) >= LEAST_PIECE and how_far(piece) == "begun" and (piece[0] == "0" or not may_be_a_room)


def may_be_the_room(digits: str, place: str) -> bool:
    """Whether digits look like a room (1502, not 1395) and the place ends with a building, so that it lacks one."""
    return _LIKE_A_ROOM.fullmatch(digits) is not None and [one.kind for one in pieces_of(place)][-1:] == ["栋"]


def without_pieces(form: Form) -> Form:
    """The form without a number that stays in pieces: its digits are kept as detail."""
    if not form.number:
        return replace(form, number=None)
    answers = form.answers | {"detail": append_text(form.answers.get("detail"), form.number)}
    return replace(form, number=None, answers=answers)
