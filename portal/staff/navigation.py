"""The page that an account sees after sign-in, and the links at the top of its pages."""

from __future__ import annotations

from portal.kernel.roles import Role, StaffActor

COMMITTEE_ROLES = (Role.CHAIR, Role.MEMBER, Role.SCRUTINEER)


def home_of(staff: StaffActor) -> str:
    """The path of the page after signing in."""
    if staff.role in COMMITTEE_ROLES:
        return "/committee"
    return "/grid" if staff.role is Role.GRID else "/desk"


def links_of(staff: StaffActor) -> list[tuple[str, str]]:
    """(path, Chinese words) of the links at the top of each page."""
    if staff.role in COMMITTEE_ROLES:
        hot = [] if staff.role is Role.SCRUTINEER else [("/desk/hot", "热点")]
        return [("/committee", "议事和表决"), *hot]
    if staff.role is Role.GRID:
        return [("/grid", "我的网格")]
    if staff.role is Role.SUPERVISOR:
        return [
            ("/desk", "受理台"),
            ("/desk/board", "总览"),
            ("/desk/hot", "热点"),
            ("/desk/lateness", "超期"),
            ("/desk/truth", "说的和居民说的"),
            ("/desk/weekly", "周报"),
            ("/desk/places", "地方和网格"),
            ("/committee", "议事和表决"),
        ]
    if staff.role is Role.BODY:
        return [("/desk", "派给我们的事")]
    return [
        ("/desk", "受理台"),
        ("/desk/board", "总览"),
        ("/desk/hot", "热点"),
        ("/desk/places", "地方和网格"),
    ]


def link_to(path: str, staff: StaffActor) -> str:
    """The link among `links_of` under which a page stands: the longest that is this path or a folder of it; "" if none."""
    above = [link for link, _words in links_of(staff) if path == link or path.startswith(link + "/")]
    return max(above, key=len, default="")
