"""Handle a wish not to be named, about an open draft or a registered case. The portal recognises the wish. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.conversation.say import Say
from actions.conversation.turn import Turn
from actions.intake.form import Form, append_text
from actions.intake.questions import asks, lacks_a_matter
from actions.interpreting import follow_up_answers
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import is_only_own_phone

# Intents of messages about a registered case.
_ABOUT_A_CASE = ("remind", "ask_status", "answer_follow_up", "withdraw", "add_detail")
_LONGEST_IGNORED = 2  # characters beside the wish that are ignored, unless they are a report
_TOLD_ANONYMOUSLY = re.compile(
    r"匿名(?:地|来)?(?:举报|投诉|反映|上报)(?:一?下|一?[个件])?(?!者|人|信|电话|不|别|让|请|但|要|的|给|会|能|可|行|保密|名)(?P<matter>[^，,。]{5,})"
)
_LONGEST_ANSWER = 20  # characters beside the wish that may be an answer to the open question


def is_only_the_wish(turn: Turn) -> bool:
    """Whether a message is hardly more than the wish: beside it at most a yes, a no, the sender's number, fillers or two characters."""
    if turn.wish is None or tells_within_the_wish(turn.wish.said):
        return False
    rest = turn.wish.rest
    if not short.has_words(rest) or short.is_affirm(rest) or short.is_deny(rest):
        return True
    if is_only_own_phone(turn.draft, rest):
        return True
    if turn.surely(*_ABOUT_A_CASE) or follow_up_answers.read_fixed(rest) is not None:
        return False
    return lacks_a_matter(rest) or (len(short.plain(rest)) <= _LONGEST_IGNORED and not turn.surely("report_case"))


_A_PERSON = re.compile(
    r"[她他](?!们?妈)|那[个位]人|小[\u4e00-\u9fff](?=知|看|晓|发|$|[，,。])|受理|前台|窗口|接线|工作人员|办事员|社区|居委|村委|网格员|你们"
)


def names_a_person(turn: Turn) -> bool:
    """Whether a wish keeps a person, or our own people, from seeing a report (别让她看到): who reads it is not known before the portal has read of whom it tells."""
    return turn.wish is not None and _A_PERSON.search(turn.wish.said) is not None


_OF_US = re.compile(
    r"(?:(?:你们|咱们?|我们)?(?:社区|居委会?|村委会?|街道|村里)(?:里)?(?:的?(?:人|工作人员|干部|领导|主任|书记|同志|那[边些帮](?:人)?))?|受理台?(?:的人|那边)?"
    r"|(?:你们?)?(?:这里|这边)?的?(?:前台|窗口|接线员|工作人员|办事员)|你们(?:这里|这边)?(?:的人|自己人)?|网格员)"
).pattern
_KEPT_FROM_US = re.compile(
    rf"(?:别|不要|不想|不能|不许|不愿意?|不希望|甭|勿|怕)(?:再)?(?:让|给|被|叫)?{_OF_US}(?:看|知|晓|发现|听|瞧|查)|(?:别|不要|不想|不许|甭|勿)(?:去)?(?:告诉|[跟和对向]){_OF_US}(?:们)?(?:说|讲|提|$|[，,。！!])"
)


def keeps_it_from_us(turn: Turn) -> bool:
    """Whether a wish keeps the report from those who read every report (别让社区的人看到), which nobody can promise."""
    return turn.wish is not None and _KEPT_FROM_US.search(turn.wish.said) is not None


def noted(turn: Turn, response: str = "utter_wish_noted") -> Say:
    """Say that the wish is noted, or what of it can be kept, if it is one that our own people do not read it."""
    return Say("utter_desk_reads_it" if keeps_it_from_us(turn) else response)


# The portal reads the same in whole reports (portal/cases/reading/of_the_accused/turned_down.py): of any body that it knows,
# and rather of one too many. Neither side imports the other; tests/turned_down.csv holds what each has to find.
_TURNED_DOWN = re.compile(
    r"(?:别|不要|不想|不用|不能|不许|甭|莫)(?:再|又)?(?:(?:派|转|交|发|推|分|找|叫)(?:给|到|去)?|给|让(?=[^，,。]{2,8}?(?:来|办|修|管|处理|弄|搞|接)))(?:你们|我们|那个?|这个?)?"
    r"(?P<body>物业(?:公司|的人)?|居委会?|村委会?|业委会|社区|街道|城管|环卫|园林|市政|电力公司|自来水公司|燃气公司|养护所|派出所)(?!费|知|看|晓|听|发现|门口|门前|楼|广场|用房|说|讲|打电话|办公|那里|公园|(?:会|公司|的人)?(?:交[钱费]|缴费|发微信|发消息|发短信|送|钱|添麻烦))"
)


def body_turned_down(text: str) -> str:
    """The body that a text asks not to be given the matter, as it is called there (不要派物业); "" if it asks no such thing."""
    found = _TURNED_DOWN.search(text)
    return found["body"] if found else ""


def tells_within_the_wish(wish: str) -> bool:
    """Whether the clause with the wish goes on to tell the matter (我要匿名举报有人在车库住人), and asks nothing."""
    found = _TOLD_ANONYMOUSLY.search(wish)
    return found is not None and not lacks_a_matter(found["matter"]) and not asks(wish)


def is_beside_an_answer(turn: Turn) -> bool:
    """Whether the message holds the wish and at most an answer to the open question, not another matter."""
    if turn.wish is None or tells_within_the_wish(turn.wish.said):
        return False
    if is_only_own_phone(turn.draft, turn.wish.rest):
        return True
    return len(short.plain(turn.wish.rest)) <= _LONGEST_ANSWER and not short.begins_another_matter(turn.wish.rest)


def add_wish(form: Form, words: str) -> Form:
    """Add the words of the wish to the open draft and to each that waits behind it."""
    other = add_wish(Form.from_json(form.other), words).to_json() if form.other else None
    answers = form.answers | {"detail": append_text(form.answers.get("detail"), words)}
    return replace(form, answers=answers, other=other, wish=append_text(form.wish, words))


_OF_SECRECY = re.compile("保密|匿名|瞒着|实名")


def speaks_of_secrecy(text: str) -> bool:
    """Whether a text has a word of secrecy: whatever else it says, it withdraws nothing by 不用 alone (我老公说不用保密了)."""
    return _OF_SECRECY.search(text) is not None
