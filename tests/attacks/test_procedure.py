"""The chair alone decides nothing: tried from outside, on the committee's own pages, with an honest committee beside it.

Days run from the moment the server heard of the notice; an earlier posting needs its photo and the scrutineer's word;
opening needs the scrutineer's confirmation of roll, posting and clause, void once any of them changes; a clause and a
reason are sentences; a phone acts for a third voice only when a second person agrees.
"""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa
from PIL import Image

from portal.kernel.roles import Role
from tests.attacks.procedure_world import CLAUSE, Town, roll_csv, town, words_of

__all__ = ["town"]


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(out, "JPEG")
    return out.getvalue()


# --- days -------------------------------------------------------------------------------------------------------


def test_a_notice_of_thirty_days_ago_that_nobody_has_heard_of_opens_nothing(town: Town) -> None:
    """Typing an old date is not a notice; the honest one waits ten whole days from the recording and opens."""
    found = town.draft(wait=0)
    said = town.notice(found, notice_on=town.day(-30))
    assert "登记" in said
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "draft"
    honest = town.noticed()
    town.confirm(honest)
    assert "投票开始了" in town.open(honest)
    assert town.state(honest) == "open"
    public = words_of(town.person("nobody").get(f"/consultations/{honest}"))
    assert "11月24日登记" in public
    assert "确认了名册人数、通知和依据" in public


def test_nine_whole_days_are_not_ten(town: Town) -> None:
    """民法典 201: the first day is not counted; the eleventh day after opens, the tenth does not."""
    early = town.draft(wait=10)
    town.notice(early)
    assert town.state(early) == "draft"
    lawful = town.draft(wait=11)
    town.notice(lawful)
    assert town.state(lawful) == "noticed"


def test_an_earlier_posting_counts_with_its_photo_and_the_scrutineers_word(town: Town) -> None:
    """The photo alone does not open; confirmed it does, and both dates are printed; unconfirmed, days run from the record."""
    found = town.draft(wait=2)
    town.notice(found, notice_on=town.day(-12))
    assert town.state(found) == "draft"
    town.notice(found, notice_on=town.day(-12), notice_photo=(io.BytesIO(b"no photo"), "a.jpg"))
    assert town.state(found) == "draft"
    town.notice(found, notice_on=town.day(-12), notice_photo=(io.BytesIO(photo()), "a.jpg"))
    assert town.state(found) == "noticed"
    assert town.person("scrutineer").get(f"/committee/consultations/{found}/notice-photo").mimetype == "image/jpeg"
    assert town.person("stranger").get(f"/committee/consultations/{found}/notice-photo").status_code == 404
    town.clock.move(days=2)
    town.confirm(found)  # all but the day of the posting
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found, earlier="1")
    town.post("scrutineer", f"/committee/consultations/{found}/scrutiny/withdraw")
    town.confirm(found, earlier="1")
    town.open(found)
    assert town.state(found) == "open"
    public = words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert "11月24日登记" in public
    assert "11月12日（有照片，监票人核对过）" in public


def test_what_hung_before_the_notice_was_taken_back_announced_something_else(town: Town) -> None:
    """Taken back, reworded, given again with the first posting's photo: refused; posted anew it counts from then."""
    found = town.noticed()
    town.post("chair", f"/committee/consultations/{found}/take-back")
    shot = {"notice_photo": (io.BytesIO(photo()), "a.jpg")}
    town.notice(found, notice_on=town.day(-11), **shot)
    assert town.state(found) == "draft"


# --- the scrutineer ---------------------------------------------------------------------------------------------


def test_the_chair_alone_does_not_open(town: Town) -> None:
    """Not without the scrutineer's word, not by confirming it himself, not with a member's or a stranger's help."""
    found = town.noticed()
    for name in ("chair", "member", "supervisor", "stranger"):
        town.confirm(found, name)
    assert "监票人" in town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_one_account_moved_between_roles_is_one_person(town: Town) -> None:
    """The chair made scrutineer for a minute confirms nothing; nor does a scrutineer's word of who is chair by now."""
    found = town.noticed()
    town.change("chair", role=Role.SCRUTINEER)
    town.confirm(found, "chair")
    town.change("chair", role=Role.CHAIR)
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found, "second")
    town.change("second", role=Role.CHAIR)
    town.open(found, "second")
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_the_chairs_second_account_is_the_chair(town: Town) -> None:
    """Two accounts on one phone are one person; the other scrutineer, with a phone of her own, confirms."""
    town.change("chair", phone="+8613900000001")
    town.change("scrutineer", phone="139 0000 0001")
    town.change("second", phone="+8613900000002")
    found = town.noticed()
    assert "手机号和主任、委员的一样" in town.confirm(found)
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found, "second")
    town.open(found)
    assert town.state(found) == "open"


def test_a_committee_without_a_scrutineer_is_told_what_it_lacks(town: Town) -> None:
    """It opens nothing, and reads why."""
    found = town.noticed()
    for name in ("scrutineer", "second"):
        town.change(name, active=False)
    assert "监票人" in town.open(found)
    assert town.state(found) == "noticed"
    town.change("scrutineer", active=True)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


@pytest.mark.parametrize("what", ["clause", "roll", "line", "row", "words"])
def test_a_confirmation_is_void_once_something_changes(town: Town, what: str) -> None:
    """Clause, roll, one line of it, a row in the database, the words: confirmed anew, or not opened."""
    found = town.noticed()
    assert "确认了" in town.confirm(found)
    here = f"/committee/consultations/{found}"
    if what == "clause":
        town.post("chair", f"{here}/evidence/online_clause", record_online_clause=CLAUSE + "，按每户一票计")
    elif what == "roll":
        town.roll(found, roll_csv(3), reason="居民4搬走了，换了名册")
    elif what == "line":
        entry = re.search(r"/roll/entries/(\d+)/edit", town.person("chair").get(f"{here}/roll").get_data(as_text=True))
        assert entry
        line = {"name": "居民甲", "phone": "13800000099", "household": "1-1", "unit": "1栋1室", "area": "90"}
        town.post("chair", f"{here}/roll/entries/{entry.group(1)}/edit", reason="换了手机号", **line)
    else:
        change = {
            "row": "UPDATE roll_entry SET phone = '+8613811112222' WHERE line = 2",
            "words": "UPDATE consultation SET text = '夜里太暗，装三十盏。'",
        }[what]
        with town.parts.db.write() as s:
            s.execute(sa.text(change))
    assert "重新看一遍" in town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_a_page_that_was_opened_before_a_change_confirms_nothing(town: Town) -> None:
    """What is confirmed is what was seen."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/roll/look")
    page = town.person("scrutineer").get(here).get_data(as_text=True)
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    assert seen
    town.roll(found, roll_csv(2), reason="换成最新的名册")
    town.post("scrutineer", f"{here}/roll/look")
    data = {
        "seen": seen[0] if seen else "",
        "roll": "1",
        "posting": "1",
        "clause": "1",
        "circumstances": "1",
        "matter": "within",
    }
    town.post("scrutineer", f"{here}/scrutiny/confirm", **data)
    town.open(found)
    assert town.state(found) == "noticed"
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_an_objection_stands_until_its_author_takes_it_back(town: Town) -> None:
    """Neither another scrutineer's word nor anybody's button lifts it; the supervisor reads the reason."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/scrutiny/object", reason="公告栏里没有看到这份通知")
    town.confirm(found, "second")
    for name in ("chair", "supervisor", "stranger"):
        town.post(name, f"{here}/scrutiny/withdraw")
    town.open(found)
    assert town.state(found) == "noticed"
    assert "公告栏里没有看到这份通知" in words_of(town.person("supervisor").get(here))
    assert "监票人有异议" in words_of(town.person("supervisor").get("/committee"))
    town.post("scrutineer", f"{here}/scrutiny/withdraw")
    town.open(found)
    assert town.state(found) == "open"


def test_after_the_notice_was_taken_back_nobody_is_told_that_voting_has_begun(town: Town) -> None:
    """A confirmation of it counts no more, and taking it back says just that."""
    found = town.noticed()
    town.confirm(found)
    town.post("chair", f"/committee/consultations/{found}/take-back")
    assert town.state(found) == "draft"
    answer = town.post("scrutineer", f"/committee/consultations/{found}/scrutiny/withdraw")
    assert "投票已经开始" not in answer
    assert "通知已经撤回" in answer
