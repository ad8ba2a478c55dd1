"""Tables of the community: areas, grids and drawings, places and nicknames, bodies, duties, teams, common questions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class Area(Base):
    """An area above the grids: a province, city, county, subdistrict or community (`tree.Level`)."""

    __tablename__ = "area"
    __table_args__ = (
        sa.CheckConstraint("level IN ('province','city','county','subdistrict','community')", name="level"),
    )

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    level: Mapped[str] = mapped_column(sa.String(20))
    parent: Mapped[str | None] = mapped_column(sa.ForeignKey("area.code"))


class Grid(Base):
    """One grid of the community as it is drawn today, or was when it ended. `code` like 330106003-07.

    `geometry` is GeoJSON. A row is never deleted: cases refer to it.
    """

    __tablename__ = "grid"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    geometry: Mapped[dict[str, Any]]
    community: Mapped[str | None] = mapped_column(sa.ForeignKey("area.code"))
    ended_on: Mapped[date | None] = mapped_column(sa.Date)  # the first day without it


class GridDrawing(Base):
    """How a grid is drawn from `valid_from` on, until the day before `valid_until` (NULL: no end is known).

    `layer`: "" for the community's own (统一网格), else a department's (综治, 党建, 城管, 消防 …), whose codes are its own.
    """

    __tablename__ = "grid_drawing"
    __table_args__ = (
        sa.UniqueConstraint("layer", "code", "valid_from"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    layer: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(100))
    geometry: Mapped[dict[str, Any]]
    community: Mapped[str | None] = mapped_column(sa.ForeignKey("area.code"))
    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_until: Mapped[date | None] = mapped_column(sa.Date)


class Nickname(Base):
    """A name that staff taught for a place of places.csv. `grid`: it means the place in that grid only; NULL: in any.

    It holds until `undone_at`; two places may have the same one. `plain`: the form in which names are compared
    (`matching.plain`). `place` is the place's name, not a key, because the places are replaced whenever the files are
    loaded.
    """

    __tablename__ = "nickname"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    plain: Mapped[str] = mapped_column(sa.String(100), index=True)
    place: Mapped[str] = mapped_column(sa.String(100))
    grid: Mapped[str | None] = mapped_column(sa.ForeignKey("grid.code"))
    taught_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    taught_at: Mapped[datetime]
    undone_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]


class Place(Base):
    """A place (a building, a gate, a road) by its `name`, and the grid in which it lies, if any: a row of places.csv.

    `aliases`: its other names in the file; staff's are `Nickname`s. `kind`: a free word, but the buildings (`building`) of an
    estate (`estate`) are found by the estate's other names, too.
    """

    __tablename__ = "place"
    __table_args__ = (sa.UniqueConstraint("name", "grid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    full_name: Mapped[str] = mapped_column(sa.String(200), default="")
    aliases: Mapped[list[str]]
    grid: Mapped[str | None] = mapped_column(sa.ForeignKey("grid.code"))


class GridPerson(Base):
    """A person of a grid's service team, as staff entered them (`ServiceTeam` is what teams.csv says of such teams).

    `post`: a `people.Post`; `phone`: E.164, or ""; `left_at`: NULL while in it.
    """

    __tablename__ = "grid_person"
    __table_args__ = (
        sa.CheckConstraint("post IN ('leader','full_time','part_time','instructor','micro_leader')", name="post"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    grid: Mapped[str] = mapped_column(sa.ForeignKey("grid.code"), index=True)
    post: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(PersonalText)
    phone: Mapped[str] = mapped_column(PersonalText)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Body(Base):
    """承办单位: whoever must handle a case.

    `handles`: its work, in words; of a property company also the places that it looks after (`companies`).
    """

    __tablename__ = "body"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    aliases: Mapped[list[str]]
    phone: Mapped[str] = mapped_column(sa.String(30), default="")
    hours: Mapped[str] = mapped_column(sa.String(60), default="")
    handles: Mapped[str] = mapped_column(sa.String(200), default="")


class Duty(Base):
    """One duty, a row of duty.csv: which body handles a category, in how many working days.

    Of the rows that fit a case, the one with the longest category prefix applies, then one that names its kind.
    """

    __tablename__ = "duty"
    __table_args__ = (sa.UniqueConstraint("category", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(sa.String(10))  # code prefix, "" = the rest
    kind: Mapped[str] = mapped_column(sa.String(20), default="")  # a kind, "" = any
    body: Mapped[str] = mapped_column(sa.ForeignKey("body.code"))
    working_days: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(200), default="")


class ServiceTeam(Base):
    """组团式服务: a team that serves a grid, with its members' names, as teams.csv has it."""

    __tablename__ = "service_team"

    id: Mapped[int] = mapped_column(primary_key=True)
    grid: Mapped[str] = mapped_column(sa.ForeignKey("grid.code"))
    name: Mapped[str] = mapped_column(sa.String(100))
    members: Mapped[list[str]]


class Community(Base):
    """What `community.json` says (name, phone, hours, retention_years …); one row."""

    __tablename__ = "community"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    facts: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=0)  # counted up by each change to the lists (`gazetteer.reread`)


class Faq(Base):
    """A common question and its answer. `valid_until` is a date (ISO) or "": an expired answer is not given.

    `variants`: other ways to ask it; `source`: the law it comes from; `area`: where it holds (全国). `written_by`: the
    account that wrote it on the page; NULL: it is from faq.csv, and replaced whenever the files are loaded.
    """

    __tablename__ = "faq"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(200), unique=True)
    variants: Mapped[list[str]]
    answer: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    area: Mapped[str] = mapped_column(sa.String(100), default="")
    valid_until: Mapped[str] = mapped_column(sa.String(10), default="")
    written_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class FaqRemoval(Base):
    """A common question of staff's that was taken back: what the bot answered, who had written it, who took it back, when and why."""

    __tablename__ = "faq_removal"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(200))
    answer: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.String(200))
    written_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    removed_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(PersonalText)
