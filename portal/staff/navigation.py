"""The page that an account sees after sign-in, and the links at the top of its pages."""

from __future__ import annotations

from portal.kernel.roles import Role, StaffActor

COMMITTEE_ROLES = (Role.CHAIR, Role.MEMBER, Role.SCRUTINEER)
# links: (path, Chinese words)
_COMMITTEE = ("/committee", "议事和表决")
_HOT = ("/desk/hot", "热点")
_BOARD = ("/desk/board", "总览")
_PLACES = ("/desk/places", "地方和网格")
_QUESTIONS = ("/desk/questions", "答不上来的")
_DESK = ("/desk", "受理台")
_INSPECTED_AND_KEY_PLACES = [("/desk/inspections", "复查"), ("/desk/key-places", "重点")]
_ADMISSION = ("/admission", "准入")
_REGISTERS = ("/registers", "登记册")
_ON_CALL = ("/accounts/duty", "值班")
_OF_SUPERVISORS = [("/desk/lateness", "超期"), ("/desk/truth", "说的和居民说的"), ("/desk/weekly", "周报")]


def home_of(staff: StaffActor) -> str:
    """The path of the page after signing in."""
    if staff.role in COMMITTEE_ROLES:
        return "/committee"
    return "/grid" if staff.role is Role.GRID else "/desk"


def links_of(staff: StaffActor) -> list[tuple[str, str]]:
    """(path, Chinese words) of the links at the top of each page."""
    if staff.role in COMMITTEE_ROLES:
        return [_COMMITTEE] if staff.role is Role.SCRUTINEER else [_COMMITTEE, _HOT, _ADMISSION, _REGISTERS, _QUESTIONS]
    if staff.role is Role.GRID:
        return [
            ("/grid/rounds", "今天的事"),
            ("/grid", "我的网格"),
            *_INSPECTED_AND_KEY_PLACES,
            _REGISTERS,
            ("/grid/ledger", "工作量"),
        ]
    if staff.role is Role.BODY:
        return [("/desk", "派给我们的事")]
    if staff.role is Role.OPERATOR:
        return [("/desk", "没送出去的"), ("/accounts", "账号"), _ON_CALL, _PLACES, ("/admission/list", _ADMISSION[1])]
    if staff.role is Role.SUPERVISOR:
        return [
            _DESK,
            _BOARD,
            _HOT,
            *_INSPECTED_AND_KEY_PLACES,
            *_OF_SUPERVISORS,
            _PLACES,
            _ADMISSION,
            _REGISTERS,
            _QUESTIONS,
            ("/grid/ledger", "网格员工作量"),
            _ON_CALL,
            _COMMITTEE,
        ]
    return [_DESK, _BOARD, _HOT, *_INSPECTED_AND_KEY_PLACES, _PLACES, _ADMISSION, _REGISTERS, _QUESTIONS, _ON_CALL]


def link_to(path: str, staff: StaffActor) -> str:
    """The path of the link to which the page at `path` belongs: the longest in `links_of` that it begins with; "" if none."""
    above = [link for link, _words in links_of(staff) if path == link or path.startswith(link + "/")]
    return max(above, key=len, default="")
