"""`/desk/search`: find a case by its number, the end of a telephone number, words, a place or a name.

Nobody finds what their pages would not show: the cases are those of their queue (`queue.scope`), and a handler's terms
are looked for in what a handler reads at this moment. Whatever is found by what the page masks counts as a look at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session, selectinload

from portal.cases.disclosure import discretion
from portal.cases.models import Case
from portal.cases.reading import masking, shingles
from portal.cases.reading.shingles import Query, Unclear
from portal.cases.records import actors
from portal.cases.records.actors import Who
from portal.cases.records.search import finding, search_index
from portal.cases.records.search.models import CaseSearch
from portal.cases.verbs.disclosure import access_log
from portal.desk import queue
from portal.desk.case_page.access import STAFF
from portal.desk.case_page.case_facts import hides_reporter, list_row
from portal.desk.case_page.onward import remember_list
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.http.throttle import throttle
from portal.kernel.roles import Role

public = Blueprint("desk_search", __name__)
MOST = 50  # cases on a page
SEARCHES = "60 per minute"  # of one account
_ROUNDS = 8  # the most queries of the index for one search; more than one if a handler may not read what was found
_AROUND = 18  # characters of an excerpt before the first term; from its beginning on, twice as many

MarkedText = list[tuple[str, bool]]  # (a part of the text, whether it is a term)


@dataclass(frozen=True)
class Hit:
    """A case that was found. `behind_the_mask`: by a number or words that the page masks, by its reporter's name, or it is a sealed case."""

    case: Case
    texts: Sequence[str]  # the case's, as whoever searches may read them
    behind_the_mask: bool


@public.get("/desk/search")
@access(*STAFF)
def page() -> Any:
    """List the cases that hold what was typed; if it is only a number and one case fits, redirect to that case."""
    typed, problem = request.args.get("q", ""), ""
    hits: list[Hit] = []
    rows: list[dict[str, Any]] = []
    if typed.strip():
        throttle().spend(SEARCHES, "desk_search", str(staff_actor().id))
        try:
            query = shingles.read_query(typed)
        except Unclear as unclear:
            problem = unclear.why
        else:
            with parts().db.read() as s:
                who = actors.staff(s, staff_actor())
                hits = find(s, who, query)
                rows = [_row(s, hit, who, query) for hit in hits[:MOST]]
            record_looks(hits[:MOST])
            if len(hits) == 1 and query.is_number:
                if hits[0].behind_the_mask and not hits[0].case.seal:
                    flash(_("对上的是遮住的号码或名字，已记下您查过"), "info")
                return redirect(url_for("desk.case", case_no=hits[0].case.case_no))
    remember_list()
    return render_template(
        "desk/search.html",
        typed=typed[: shingles.MOST_TYPED],
        problem=problem,
        rows=rows,
        more=len(hits) > MOST,
        most=MOST,
        bounds=shingles,
        first=url_for("desk.grid" if staff_actor().role is Role.GRID else "desk.desk"),
    )


def find(s: Session, who: Who, query: Query) -> list[Hit]:
    """The newest cases that this actor may see and that hold the terms; more than MOST if there are more than are shown."""
    column = finding.HANDLERS if actors.is_handler(who) else finding.DESK
    hits: list[Hit] = []
    before: int | None = None
    for _round in range(_ROUNDS):
        ids = finding.find(s, query, column, queue.scope(who), most=MOST + 1, before=before)
        found = sa.select(Case, CaseSearch).join(CaseSearch).where(Case.id.in_(ids)).order_by(Case.id.desc())
        found = found.options(selectinload(Case.events), selectinload(Case.contact_claims))
        hits += filter(None, (_hit(s, who, query, case, held) for case, held in s.execute(found)))
        if len(ids) <= MOST or len(hits) > MOST:
            break
        before = ids[-1]
    return hits


def _hit(s: Session, who: Who, query: Query, case: Case, held: CaseSearch) -> Hit | None:
    """What was found in this case; None if the actor may not read the terms in it.

    That happens if the index was written before something was kept from them. `held`: the case's row in the index.
    """
    if hides_reporter(case, who):
        texts = search_index.handler_texts(s, case, who)
        is_found = query.is_in(shingles.document(case.case_no, texts, hotline_no=case.hotline_no))
        return Hit(case, texts, case.seal != "") if is_found else None
    names, published = discretion.reported_names(case), grids.published_numbers(s)
    said = (text for text in search_index.desk_texts(case) if text != case.words.contact)
    texts = [masking.masked(text, names, published) for text in said]
    is_found = query.is_in(shingles.document(case.case_no, texts, hotline_no=case.hotline_no))
    shown = is_found and not query.needs_a_number(held.desk)
    return Hit(case, texts, not shown or _names_reporter(query, case) or case.seal != "")


def _names_reporter(query: Query, case: Case) -> bool:
    """Whether a term, other than digits, stands in what the reporter gave as their name beside their number."""
    contact = shingles.plain(case.words.contact).text
    return any(len(term.text) > 1 and not term.text.isdecimal() and term.text in contact for term in query.terms)


def record_looks(hits: Sequence[Hit]) -> None:
    """Record a look at each case that was found by what the page masks."""
    masked = [hit.case for hit in hits if hit.behind_the_mask]
    if masked:
        with parts().db.write() as s:
            for case in masked:
                access_log.record_look(s, parts(), case, staff_actor(), "search")


def _row(s: Session, hit: Hit, who: Who, query: Query) -> dict[str, Any]:
    """What the page shows of a hit, by template name: a list's row, the terms marked, and an excerpt if title and place
    hold none of them; of a sealed case no excerpt."""
    row = list_row(s, hit.case, who)
    marked = {name: with_terms_marked(row[name], query) for name in ("title", "place")}
    if hit.case.seal:
        hit = replace(hit, texts=())
    seen = any(is_term for part in marked.values() for _text, is_term in part)
    return row | {
        "marked": marked | {"case_no": _marked_case_no(hit.case.case_no, query)},
        "excerpt": [] if seen else _excerpt(hit.texts, query),
        "behind_the_mask": hit.behind_the_mask,
    }


def _marked_case_no(case_no: str, query: Query) -> MarkedText:
    """The case's number, with its end marked if that is one of the terms."""
    for term in query.terms:
        digits, at = 0, len(case_no)
        while at > 0 and digits < len(term.text):
            at -= 1
            digits += case_no[at].isdigit()
        if term.text.isdecimal() and "".join(filter(str.isdigit, case_no[at:])) == term.text:
            return [piece for piece in ((case_no[:at], False), (case_no[at:], True)) if piece[0]]
    return [(case_no, False)]


def with_terms_marked(text: str, query: Query) -> MarkedText:
    """The text in parts, cut where the terms begin and end."""
    cut: MarkedText = []
    last = 0
    for start, end in shingles.spans(text, query):
        cut += [(text[last:start], False), (text[start:end], True)]
        last = end
    return [piece for piece in (*cut, (text[last:], False)) if piece[0]]


def _excerpt(texts: Sequence[str], query: Query) -> MarkedText:
    """The words around the first term, of the first text that holds one; [] if none does."""
    for text in (" ".join(one.split()) for one in texts):
        found = shingles.spans(text, query)
        if found:
            start, end = max(0, found[0][0] - _AROUND), found[0][0] + 2 * _AROUND
            around = with_terms_marked(text[start:end], query)
            before, after = [("…", False)] if start else [], [("…", False)] if end < len(text) else []
            return [*before, *around, *after]
    return []
