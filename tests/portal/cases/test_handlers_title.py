"""A handler's list names a case by the place that it has now, not by the one that its reporter corrected."""

from __future__ import annotations

from portal.cases.records import handler_view
from portal.cases.records.actors import resident
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft, report


def test_the_title_has_the_corrected_place(parts: Parts, community: None, reporter: int) -> None:
    """Its text stays what was said."""
    text = "柳树里3栋的路灯坏了三天了"
    with parts.db.write() as s:
        case = report(s, parts, reporter, text, draft=draft(text))
        reporter_actions.add_detail(
            s, parts, case, resident(reporter), text="说错了，是柳树里13栋", changes={"place": "柳树里13栋"}
        )
        told = handler_view.matter(s, case)
        assert told.title.startswith("柳树里13栋的路灯")
        assert told.text == text
