"""Whoever says that they hold a telephone or number which was another's: from there nothing told before is read out or changed, and staff are told.

Words alone decide it, and plain ones: a number got lately (这号码我昨天刚买的), a new owner (换了机主), a matter that is not theirs (这不是我报的).
That somebody at home took the telephone the bot reads (`POST /contacts/{contact}/holder`).
"""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.channels import questions
from portal.channels.handover import at_once
from portal.channels.models import Conversation, Handover
from portal.channels.text.open_questions import OF_AN_EMERGENCY
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import add_if_new

_LONGEST = 80  # characters
_ENDS = re.compile(r"[\s，,。.！!；;、？?：:]+")
_NUMBER = re.compile(r"(?:手机号码?|电话号码?|号码|号|手机卡|电话卡)").pattern
_THIS = re.compile(rf"(?:我?这个?|我的?|那个?)?{_NUMBER}").pattern
_SINCE = re.compile(
    r"(?:今天|昨天|前天|上周|上个?星期|上个?月|这个?月|这几天|前几天|前阵子|最近|今年|去年|刚刚?|才|新|后来|几天前|没几天|月初|上旬){1,3}"
).pattern
_GETS = re.compile(r"(?:办|买|换|申请|领|开|接手)(?:来|到|上|下来|过来)?").pattern
_OWNER = re.compile(r"(?:机主|号主|主人)").pattern
_BEFORE = re.compile(r"(?:以前|之前|原来|原先|本来|上个?月|去年)").pattern
_IS_NEW = re.compile(
    rf"(?:你好|您好|可是?|但是?|因为|其实|不好意思)?(?:"
    rf"{_THIS}(?:是|现在)?我?(?:是)?{_SINCE}(?:刚|才|新)?(?:{_GETS}的(?:号码?|卡)?|(?:办|买|申请|领|接手)(?:来|到|上)?(?:了|没几天|没多久|不久|几天)?)(?:没几天|没多久|不久)?"
    rf"|我?(?:是)?{_SINCE}(?:刚|才|新)?{_GETS}的(?:这个?|新)?{_NUMBER}|我(?:才|刚刚?)(?:开始)?用(?:上|了)?这个?{_NUMBER}(?:没|才)?(?:几天|多久|不久)?"
    rf"|(?:这个?)?{_NUMBER}(?:已经|早就?|早已|现在)?(?:换|变|转)了?新?(?:{_OWNER}|主|人用|人)了?|(?:这个?号码?的?)?(?:机主|号主)(?:已经|早就?)?(?:换|变)(?:人)?了?|(?:已经|早就?)?换了?新?(?:机主|号主)了?"
    rf"|我(?:是|才是)(?:这个?号码?的?)?(?:新|现在的?)(?:机主|号主|用户)|(?:这个?)?{_NUMBER}{_BEFORE}(?:不是我(?:的|在用|用的?)?|是别人(?:的|在用|用的?)?|是人家的)(?:吧|啊)?"
    rf"|{_BEFORE}用这个?{_NUMBER}的(?:人)?不是我|(?:这个?{_NUMBER})?现在(?:这个?{_NUMBER})?(?:是|归)我(?:在)?用(?:的|了)?|(?:是)?(?:上一?个|前一?个|{_BEFORE}的?|原)(?:机主|号主)(?:报|说|弄|留|投诉|反映)的?"
    r")(?:呀|啊|吧|呢|哦|的)?"
)
_NOT_MINE = re.compile(
    r"(?:你好|您好|可是?|但是?)?(?:(?:这|那)(?:个|件|些|事|件事|条)?(?:都|可|真的?|根本)?(?:不是|没有?)我(?:本人)?(?:报|说|投诉|反映|举报|登记)的(?:事|东西)?"
    r"|(?:不是|没有?)我(?:本人)?(?:报|投诉|举报|反映)的|我(?:从来|真的?|根本|可)*没有?(?:报|投诉|反映|举报)过(?:什么|这个?|这些|这件?事?|任何|啥|你们说的)?(?:事情?|东西|路灯|井盖|灯|问题|单子|工单)?)(?:啊|呀|吧|呢|哦)?"
)

_BESIDE = re.compile(
    r"(?:那|请问|想问一?下|我想知道|我?想?问问|告诉我)?(?:是)?(?:谁|哪个)(?:在)?(?:报|投诉|举报|反映|说|告|弄)了?(?:什么)?[^，,。！!？?]{0,6}(?:的|啊|呀)?|(?:他|她|上一?个人|前?[机号]主|那个?人|以前的人|之前的人|对方)(?:是谁|叫什么|报(?:了|过)?(?:些)?(?:什么|啥)|的(?:东西|事)[^，,。]{0,8})"
    r"|(?:到底)?(?:报|说|投诉)(?:了|的|过)?(?:是)?(?:些)?(?:什么|啥)(?:事|呀|啊)?|(?:怎么|为什么|咋)(?:老|总是?|一直|还)?(?:给我)?(?:来|收到|有)[^，,。]{0,8}|什么(?:事|情况|意思)|(?:这)?(?:跟|和)我(?:没关系|无关|没有关系)"
    r"|我?(?:不|没)(?:认识|知道|晓得|清楚)[^，,。]{0,8}|(?:请|麻烦)?(?:你们)?(?:帮我?)?(?:改|核对|处理|查|看)一?下|(?:请)?(?:别|不要)再?(?:发|来|打)[^，,。]{0,6}|谢谢|你好|您好|喂|[他她](?:已经)?(?:去世|过世|走|搬走|不在)了"
)


def says_only_so(text: str) -> bool:
    """Whether a message for which `says_so` holds tells nothing else, but who reported it, or that nothing is to come."""
    clauses = [one for one in _ENDS.split(text) if one]
    return all(any(pattern.fullmatch(one) for pattern in (_IS_NEW, _NOT_MINE, _BESIDE)) for one in clauses)


def says_so(text: str, *, is_answer: bool) -> bool:
    """Whether a clause of a message from a number says that it is somebody else's now, or, unless the message answers what was asked, that its sender reported nothing."""
    if len(text) > _LONGEST:
        return False
    clauses = [one for one in _ENDS.split(text) if one]
    if any(_IS_NEW.fullmatch(one) for one in clauses):
        return True
    return not is_answer and len(clauses) <= 2 and bool(clauses) and _NOT_MINE.fullmatch(clauses[0]) is not None


def may_be_another(s: Session, point: ContactPoint, text: str, *, is_answer: bool) -> bool:
    """Whether whoever writes by SMS says so (`says_so`), and a case was reported from this number before."""
    if point.channel != "sms" or not says_so(text, is_answer=is_answer):
        return False
    told = sa.select(Case.id).where(Case.contact_point_id == point.id).limit(1)
    return s.scalar(told) is not None


def hold(s: Session, point: ContactPoint, reason: str, now: datetime, *, key: str, text: str) -> None:
    """Hold the telephone from now on, end what was asked there but for an emergency's question, and hand over to the desk, once a `key`.

    `text`: the words that said so. Of one that is held already, nothing.
    """
    if point.held_at is not None:
        return
    residents.hold(point, now)
    questions.end_all(s, point.id, now, but=OF_AN_EMERGENCY)
    if (talk := s.get(Conversation, point.id)) is not None:
        questions.store_menu(talk, {}, now)
    add_if_new(s, Handover(contact_point_id=point.id, source_key=key, reason=reason, text=text, at=now))


def hold_numbers(s: Session, resident_id: int, now: datetime) -> None:
    """Hold every number that the resident proved, as whoever signed in with one says on a page that it is somebody else's now; no more is sent to them."""
    theirs = sa.select(ContactPoint).where(ContactPoint.resident_id == resident_id, ContactPoint.channel == "sms")
    for point in s.scalars(theirs):
        residents.opt_out(s, point, now)
        hold(
            s, point, at_once.NEW_HOLDER, now, key=f"me:{point.id}:{at_once.NEW_HOLDER}:{now.timestamp():.0f}", text=""
        )
