"""The home page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from portal.web import PUBLIC, access

public = Blueprint("home", __name__, template_folder="templates")


@public.get("/")
@access(PUBLIC)
def home() -> Any:
    return render_template("home/home.html", open_consultations=[])
