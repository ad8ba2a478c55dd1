"""`linli privacy …`: a copy or an erasure for a resident who comes in person (PIPL 45 to 47).

Both also for a reporter who proved no phone. The operator first checks, by the number on file, that the person asking
is the one whose data it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.records import ownership
from portal.cases.rules.lifecycle import OPEN, State
from portal.kernel.errors import Problem
from portal.kernel.sealing import keyed
from portal.privacy import copy, erasure
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts


@click.group(name="privacy")
def group() -> None:
    """居民来要自己的信息，或要求删掉。先核对是本人。"""


@group.command("copy")
@click.option("--phone", help="居民证实过的手机号")
@click.option("--case", "case_no", help="没有证实过手机号的：他的一件工单的编号")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def take_copy(make_parts: Callable[[], Parts], phone: str | None, case_no: str | None, out: Path) -> None:
    """把这个人的信息写成一个 ZIP，只有自己能读 (a copy of what we hold)。"""
    _one_of(phone, case_no)
    parts = make_parts()
    with parts.db.read() as s:
        resident_id, ids = _whose(s, parts, phone, case_no)
        if resident_id is None and any(ownership.is_of_several(s, one) for one in ids):
            raise click.ClickException("several people seem to have used this chat: no copy of it for one of them")
        found = copy.build_copy(s, parts.media, resident_id, parts.clock.now(), ids=ids)
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(found)
    click.echo(str(out))


@group.command("erase")
@click.option("--phone", help="居民证实过的手机号")
@click.option("--case", "case_no", help="没有证实过手机号的：他的一件工单的编号")
@click.option("--yes", is_flag=True, help="--yes: do not ask")
@click.pass_obj
def erase(make_parts: Callable[[], Parts], phone: str | None, case_no: str | None, *, yes: bool) -> None:
    """删掉一个人的信息，和他自己在“我的”里删一样 (as on /me)。"""
    _one_of(phone, case_no)
    parts = make_parts()
    with parts.db.read() as s:
        resident_id, ids = _whose(s, parts, phone, case_no)
        told = _cases_told(s, ids)
    click.echo(
        "\n".join(["连同聊天的话一起删掉，工单只剩编号、类别、网格、日期和状态（没办完的险情还留地点）：", *told])
    )
    if not yes:
        click.confirm("删掉以后找不回来，继续吗？", abort=True)
    try:
        whole = erasure.erase(parts, resident_id) if resident_id else erasure.erase_point(parts, min(ids))
    except Problem as problem:
        raise click.ClickException(problem.title) from problem
    click.echo("删掉了" if whole else "表里删掉了，其余的由工人接着删（让邻里开着）")


def _cases_told(s: Session, ids: Collection[int]) -> list[str]:
    """A line for each case of these contact points whose words would go: its number and state, and whether it is an open emergency."""
    theirs = sa.select(Case).where(Case.contact_point_id.in_(ids), Case.forgotten_at.is_(None)).order_by(Case.id)
    return [_case_told(case) for case in s.scalars(theirs)]


def _case_told(case: Case) -> str:
    state = State(case.state)
    is_open_emergency = case.urgency == Urgency.EMERGENCY and state in OPEN
    return f"  {case.case_no}  {state.label}" + (f"  {Urgency.EMERGENCY.label}!" if is_open_emergency else "")


def _one_of(phone: str | None, case_no: str | None) -> None:
    if bool(phone) == bool(case_no):
        raise click.UsageError("--phone 和 --case 写一个")


def _whose(s: Session, parts: Parts, phone: str | None, case_no: str | None) -> tuple[int | None, set[int]]:
    """The resident who proved `phone` and their contact points; or nobody and the one of the case. Raises ClickException."""
    if phone:
        resident_id = _resident(s, parts, phone)
        return resident_id, ownership.points_of(s, resident_id)
    return None, {_point_of_case(s, case_no or "")}


def _resident(s: Session, parts: Parts, phone: str) -> int:
    """The id of the resident who proved the number. Raises ClickException."""
    try:
        key = keyed(parts.settings.secret_key, "sms", residents.e164(phone))
    except Problem as problem:
        raise click.ClickException(problem.title) from problem
    found = s.scalar(
        sa.select(ContactPoint.resident_id).where(ContactPoint.channel == "sms", ContactPoint.address_key == key)
    )
    if found is None:
        raise click.ClickException("没有人证实过这个手机号 (not found)")
    return found


def _point_of_case(s: Session, case_no: str) -> int:
    """The id of the case's contact point, if that is no resident's (`ownership.points_of`). Raises ClickException."""
    point = s.scalar(
        sa.select(ContactPoint)
        .join(Case, Case.contact_point_id == ContactPoint.id)
        .where(Case.case_no == case_no, ContactPoint.erased_at.is_(None))
    )
    if point is None:
        raise click.ClickException("没有这个编号 (no such case)")
    people = {one for one in (point.resident_id, point.proven_by, point.claimed_by) if one is not None}
    if any(point.id in ownership.points_of(s, one) for one in people):
        raise click.ClickException("报这件事的人证实过手机号，请用 --phone (use --phone)")
    return point.id
