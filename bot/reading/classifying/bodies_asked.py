"""Answer questions for a body's telephone number or hours, and which body handles a matter, from the community's list of bodies. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.reading.community import Community, KnownBody, Question

_ASKS_FOR_NUMBER_OR_HOURS = re.compile(
    r"(?:电话|号码|联系方式|热线)[^，,。]{0,4}(?:多少|是啥|是什么|有吗|有没有|给|告诉|发|说|报|呢|[？?]|$)|(?:给|告诉|发|要)[^，,。]{0,8}(?:电话|号码|联系方式)"
    r"|几点(?:上班|下班|开门|关门|开始|有人|到几点)|(?:上班|办公|营业|开门)时间|(?:周[六日末天]|星期[六天日]|礼拜[六天日]|周末|晚上|中午|节假日)[^，,。]{0,6}(?:有人|上班|开门|开不开|在不在|上不上班|办公)"
)
_WHERE_IS = re.compile(
    r"(?:请问|问一?下|想问|那么?|你们?|我们?|这里|这边|社区|的|最近|[，, ]){0,4}(?P<body>[^，,。！!？?]{2,14}?)的?(?:在|是在|到底在)?(?:哪(?:里|儿|个地方|条路)?|什么地方|什么路|怎么(?:走|去)|地址(?:在哪里?|是什么|是多少|是哪里)?)[啊呀呢]?[？?。]*"
)
_ASKS_WHICH_NUMBER = re.compile(
    r"(?:给|告诉|发|要)(?:我|一个|个|一下){0,3}(?:电话|号码|联系方式)|(?:你们?|社区|居委会)?的?(?:电话|号码)(?:是)?(?:多少|几号|是啥|是什么)"
)
_WHO_HANDLES = re.compile(
    r"的?(?:事情?|这种|这个|这事)?(?:是|该|要|应该|到底|都){0,2}(?:归|由|属于?|找|轮到){0,1}(?:谁|哪个?(?:部门|单位|里|家|个)?|什么(?:部门|单位))(?:来|去|在)?(?:管|负责|处理|管理)(?:的|啊|呀|呢|吗)?[？?。]*$"
)
_SAYS_WHO_MAY_KNOW = re.compile(  # 可以打电话给我 但是别给物业, 可以告诉物业我是谁: a wish, which asks for nobody's number; its like is in actions/routes/after_report.py
    r"(?:别|不要|不能|不许|勿|甭|千万不)(?:再|把)?[^，,。？?]{0,8}(?:给|告诉|透露|让)(?!我)|(?:可以|能|愿意|同意|尽管)[^，,。？?]{0,4}(?:告诉|让|跟|和)[^，,。？?]{1,8}(?:我是谁|是我|知道|我的(?:名字|电话|号码))(?![吗么？?])"
)
_NO_ADDRESS = "名录里没有写地址，打这个电话问得到。"
SOURCE = "社区的单位名录"  # named as the source of these answers


def matter_asked_about(text: str) -> str | None:
    """All that a text says before it ends by asking who handles that (摆地摊的归哪个管 gives 摆地摊); None if it does not, or says nothing before."""
    found = _WHO_HANDLES.search(text)
    return text[: found.start()].strip() or None if found else None


def questions_of_matters(community: Community) -> tuple[Question, ...]:
    """Each matter that a body with a number handles, with that body's answer."""
    bodies = {body.code: body for body in community.bodies.values() if body.phone}
    return tuple(
        replace(_question_of(body), question=matter)
        for body in bodies.values()
        for matter in re.split("[、，：；]", body.handles)
        if matter
    )


def question_about_body(text: str, community: Community) -> Question | None:
    """The question about number and hours of the first body named that has a number, with its answer.

    If there is none, that of the community's own office, but only if the text asks for a number (电话多少), whosever (理发店的电话是多少).
    So is a question where such a body is, of which the list says nothing. None otherwise, and if the text asks for none of these.
    """
    if (asked := _question_where(text, community)) is not None:
        return asked
    if _ASKS_FOR_NUMBER_OR_HOURS.search(text) is None or _SAYS_WHO_MAY_KNOW.search(text) is not None:
        return None
    for _, name in community.body_names.find(text):
        body = community.bodies[name]
        if body.phone:
            return _question_of(body)
    office = community.own_office
    return _question_of(office) if office and office.phone and _ASKS_WHICH_NUMBER.search(text) else None


def _question_where(text: str, community: Community) -> Question | None:
    """The question where a body with a number is, if a text asks nothing else (街道办事处在哪): the number is told, since the list has no addresses."""
    asked = _WHERE_IS.fullmatch(text.strip())
    for _, name in community.body_names.find(text) if asked is not None else ():
        body = community.bodies[name]
        if body.phone and asked is not None and asked["body"].endswith(name):
            told = _question_of(body)
            return replace(told, answer=f"{told.answer}{_NO_ADDRESS}")
    return None


def _question_of(body: KnownBody) -> Question:
    """The question about a body's number and hours, with its answer."""
    return Question(f"{body.name}的电话和时间", (), _answer_of(body), SOURCE, "", "")


def _answer_of(body: KnownBody) -> str:
    hours = f"，{body.hours}" if body.hours else ""
    handles = f"管的事：{body.handles}。" if body.handles else ""
    return f"{body.name}：电话 {body.phone}{hours}。{handles}"
