"""What the case page shows of joint handling: the parts, and the form that gives one."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.cases.joint import parts as joint
from portal.cases.joint.models import JointKind, JointPart, PartState
from portal.cases.models import Case
from portal.cases.records.actors import Who, oversees
from portal.cases.rules import deadlines
from portal.cases.verbs.handler import assisting
from portal.grids import service as grids
from portal.http.current import parts


def of_case(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """By template name: the case's parts, their kind, and what the form offers.

    `part_first`, `part_last`: the first and the last day (ISO) that may be given for a part; `part_usual`: the one that the form begins with.
    """
    now = parts().clock.now()
    return {
        "joint_label": JointKind(case.joint_kind).label if case.joint_kind else "",
        "joint_parts": [part_row(s, one) for one in joint.of_case(s, case)],
        "joint_kinds": [(str(kind), kind.label) for kind in JointKind] if oversees(who) else [],
        "part_first": deadlines.shanghai_day(now).isoformat(),
        "part_usual": deadlines.shanghai_day(max(now, case.due_at)).isoformat(),
        "part_last": assisting.last_day(case, now).isoformat(),
    }


def part_row(s: Session, part: JointPart) -> dict[str, Any]:
    """What lists show of a part, by template name, without any words. `hidden`: its body may not see it (`joint.is_kept_from`).

    `waits`: it is neither done nor struck off.
    """
    return {
        "id": part.id,
        "number": part.number,
        "case": part.case,
        "body": grids.body_name(s, part.body),
        "state": PartState(part.state),
        "due": part.due_by,
        "late": joint.is_late(part, parts().clock.now()),
        "hidden": joint.is_kept_from(part.case, part.body, None),
        "waits": part.state in joint.UNENDED,
    }
