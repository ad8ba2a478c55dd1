"""The snapshot: the tables written as the community's files, without areas.csv, for the bot; each replaced atomically."""

from __future__ import annotations

import json
import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids import service
from portal.grids.drawings import geojson
from portal.grids.files import csv_text
from portal.grids.lookup import gazetteer
from portal.grids.models import Body, Duty, Faq, ServiceTeam


def write_snapshot(s: Session, folder: Path) -> list[str]:
    """Write all files under `folder`; returns the names of those that changed (an unchanged file is left alone)."""
    folder.mkdir(parents=True, exist_ok=True)
    return [name for name, text in _texts(s).items() if _replace_file(folder / name, text)]


def _texts(s: Session) -> dict[str, str]:
    """File name → contents."""
    places = gazetteer.places_with_nicknames(s)
    bodies = s.scalars(sa.select(Body).order_by(Body.code))
    duty = s.scalars(sa.select(Duty).order_by(Duty.category, Duty.kind))
    teams = s.scalars(sa.select(ServiceTeam).order_by(ServiceTeam.id))
    faq = s.scalars(sa.select(Faq).order_by(Faq.id))
    return {
        "community.json": _json(service.community(s)),
        "grids.geojson": _json(geojson.feature_collection(gazetteer.of(s).grids)),
        "places.csv": csv_text(
            "places.csv",
            [(p.name, p.kind, p.grid or "", p.full_name, "|".join((*p.aliases, *taught))) for p, taught in places],
        ),
        "bodies.csv": csv_text(
            "bodies.csv", [(b.code, b.name, "|".join(b.aliases), b.phone, b.hours, b.handles) for b in bodies]
        ),
        "duty.csv": csv_text("duty.csv", [(d.category, d.kind, d.body, str(d.working_days), d.note) for d in duty]),
        "teams.csv": csv_text("teams.csv", [(t.grid, t.name, "|".join(t.members)) for t in teams]),
        "faq.csv": csv_text(
            "faq.csv", [(f.question, "|".join(f.variants), f.answer, f.source, f.area, f.valid_until) for f in faq]
        ),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _replace_file(path: Path, text: str) -> bool:
    """Write the file atomically, unless it holds this text already; whether it was written."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
    return True
