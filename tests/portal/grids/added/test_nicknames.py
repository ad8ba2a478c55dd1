"""Nicknames that staff teach: heard at once, kept with who and when, undone, asked about where they conflict."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids import service, snapshot
from portal.grids.added import nicknames
from portal.grids.lookup import gazetteer
from portal.grids.models import Grid, Nickname
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, community

__all__ = ["community"]
FIRST, SECOND = "柳树里3栋", "柳树里13栋"  # in G-01 and G-02


@pytest.fixture
def s(parts: Parts, community: None) -> Iterator[Session]:
    with parts.db.write() as session:
        yield session


def teach(
    s: Session, parts: Parts, name: str, place: str = FIRST, grid: str | None = None, answer: str = ""
) -> Nickname:
    return nicknames.teach(s, name, place, grid, by=actor(s, Role.DESK).id, now=parts.clock.now(), answer=answer)


def test_a_nickname_is_heard_at_once_and_by_the_bot(s: Session, parts: Parts) -> None:
    """Its place and grid are found, and the snapshot has it among the aliases."""
    assert service.grid_for(s, "大榕树底下的灯坏了") is None
    taught = teach(s, parts, " 大榕树 ")
    assert service.grid_for(s, "大榕树底下的灯坏了") == "G-01"
    assert service.places_in(s, "大榕树底下的灯坏了") == [FIRST]
    snapshot.write_snapshot(s, parts.settings.community)
    assert "柳树里3号楼|大榕树" in (parts.settings.community / "places.csv").read_text(encoding="utf-8")
    assert (taught.taught_by, taught.taught_at) == (actor(s, Role.DESK).id, parts.clock.now())


def test_an_undone_nickname_is_kept_but_not_heard(s: Session, parts: Parts) -> None:
    """With who took it back; once only."""
    taught = teach(s, parts, "大榕树")
    supervisor = actor(s, Role.SUPERVISOR).id
    nicknames.undo(s, taught.id, supervisor, parts.clock.now())
    assert service.grid_for(s, "大榕树") is None
    assert (taught.undone_by, taught.undone_at) == (supervisor, parts.clock.now())
    with pytest.raises(NotFound):
        nicknames.undo(s, taught.id, supervisor, parts.clock.now())


def test_a_name_of_another_place_is_asked_about(s: Session, parts: Parts) -> None:
    """Nothing is overwritten; with "both" the name alone leads to no grid; a name of the files cannot be moved."""
    with pytest.raises(nicknames.NicknameTaken) as asked:
        teach(s, parts, "柳树里13号楼")
    assert ([one.place for one in asked.value.others], asked.value.may_move) == ([SECOND], False)
    with pytest.raises(nicknames.NicknameTaken):
        teach(s, parts, "柳树里13号楼", answer=nicknames.MOVE)
    assert service.grid_for(s, "柳树里13号楼") == "G-02"
    teach(s, parts, "柳树里13号楼", answer=nicknames.BOTH)
    assert service.grid_for(s, "柳树里13号楼") is None


def test_a_nickname_moves_if_that_is_the_answer(s: Session, parts: Parts) -> None:
    """The old row says who moved it away."""
    first = teach(s, parts, "大榕树")
    with pytest.raises(nicknames.NicknameTaken) as asked:
        teach(s, parts, "大榕树", SECOND)
    assert asked.value.may_move
    teach(s, parts, "大榕树", SECOND, answer=nicknames.MOVE)
    assert service.grid_for(s, "大榕树") == "G-02"
    assert first.undone_at == parts.clock.now()
    assert s.scalar(sa.select(sa.func.count()).select_from(Nickname)) == 2


@pytest.mark.parametrize(
    ("name", "place", "named"),
    [("树", FIRST, "2 到 20"), ("长" * 21, FIRST, "2 到 20"), ("、、、", FIRST, "2 到 20"), ("302", FIRST, "数字"),
     ("大榕树", "没有的地方", "没有这个地方"), ("柳树里三号楼", FIRST, "本来就这么叫")],
)  # fmt: skip
def test_what_is_no_nickname_is_refused(s: Session, parts: Parts, name: str, place: str, named: str) -> None:
    """Too short or long, only a number, no such place, nothing new."""
    with pytest.raises(Invalid, match=named):
        teach(s, parts, name, place)


def test_a_place_of_two_grids_may_have_a_nickname_for_one(s: Session, parts: Parts) -> None:
    """柳树里 lies in both: its northern half has a name of its own."""
    teach(s, parts, "北里", "柳树里", "G-01")
    assert service.grid_for(s, "北里") == "G-01"
    teach(s, parts, "老柳", "柳树里")
    assert service.grid_for(s, "老柳") is None


def test_nicknames_outlive_new_files(s: Session, parts: Parts) -> None:
    """The places are replaced when the files are loaded; what was taught stays."""
    teach(s, parts, "大榕树")
    service.seed(s, parts.settings.home.parent / "community")
    assert service.grid_for(s, "大榕树") == "G-01"


@pytest.fixture
def named_grids(s: Session) -> None:
    """G-01 is called 柳树里北, G-02 柳树里南; neither is a place."""
    s.get_one(Grid, "G-01").name, s.get_one(Grid, "G-02").name = "柳树里北", "柳树里南"
    s.flush()
    gazetteer.reread(s)


@pytest.mark.usefixtures("named_grids")
@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("柳树里南5幢2单元", "G-02"),
        ("柳树里北 6 幢 1 单元有煤气味", "G-01"),
        ("柳树里3栋", "G-01"),
        ("柳树里13栋", "G-02"),
        ("柳树里南门的路灯", None),
        ("柳树里北侧的围墙", None),
        ("柳树里南和柳树里北都停水", None),
        ("柳树里5幢", None),
    ],
)
def test_the_name_of_a_grid_is_one_of_its_places(s: Session, text: str, grid: str | None) -> None:
    """Where no place's name leads to one, and the words name no gate or side."""
    assert service.grid_for(s, text) == grid


@pytest.mark.usefixtures("named_grids")
@pytest.mark.parametrize("name", ["柳树里南", "树里南"])
def test_the_name_of_another_grid_is_asked_about(s: Session, parts: Parts, name: str) -> None:
    """Cases and alarms of that grid would go to the neighbour."""
    with pytest.raises(nicknames.NicknameTaken) as taken:
        teach(s, parts, name)
    assert "柳树里南" in {one.name for one in taken.value.others}
    assert not taken.value.may_move
    assert teach(s, parts, name, SECOND).place == SECOND


@pytest.mark.parametrize(
    "name",
    [
        *(
            "我家",
            "我家门口",
            "我妈",
            "我妈家",
            "妈妈",
            "老公",
            "门口",
            "楼下",
            "隔壁",
            "楼道",
            "家里",
            "小区门口",
            "路边",
            "垃圾桶",
        ),
        *(
            "着火",
            "着火了",
            "漏水",
            "有人摔倒",
            "电梯",
            "路灯",
            "我们小区",
            "他家楼下",
            "邻居家",
            "那边",
            "物业",
            "派出所",
        ),
    ],
)
def test_words_of_any_place_are_no_nickname(s: Session, parts: Parts, name: str) -> None:
    """They would lead every other matter there."""
    with pytest.raises(Invalid):
        teach(s, parts, name)


def test_a_bodys_name_is_no_nickname(s: Session, parts: Parts) -> None:
    """Whatever is said of the body would lie there."""
    name = gazetteer.of(s).bodies[0].name
    with pytest.raises(Invalid, match="单位"):
        teach(s, parts, name)


@pytest.mark.parametrize(
    "name",
    ["张建国家", "李老太家", "刘志强那栋", "欧阳家的小卖部", "老王家", "王师傅", "陈医生楼下", "刘志强", "李家门口"],
)
def test_what_looks_like_a_home_is_asked_about(s: Session, parts: Parts, name: str) -> None:
    """Nobody learns where a neighbour lives by naming them; whoever says that it is a place is believed."""
    with pytest.raises(nicknames.LooksLikeAHome):
        teach(s, parts, name)
    assert teach(s, parts, name, answer=nicknames.IS_PLACE).name == name


@pytest.mark.parametrize(
    "name",
    [
        "老榕树",
        "菜场后门",
        "王家村",
        "李家弄",
        "金桂路",
        "石桥头",
        "老火车站",
        "小白楼",
        "红房子",
        "东门",
        "煤气站",
        "大润发旁边的亭子",
        "江边",
        "方塘",
    ],
)
def test_names_of_places_are_taken(s: Session, parts: Parts, name: str) -> None:
    """Without a question."""
    assert teach(s, parts, name).name == name


def test_a_place_of_the_files_goes_before_a_nickname(s: Session, parts: Parts) -> None:
    """Of the places that one report names, in whatever order."""
    teach(s, parts, "大榕树")
    assert service.registered_first(s, ["大榕树", "柳树里13栋门口"]) == ["柳树里13栋门口", "大榕树"]
    assert service.registered_first(s, ["大榕树", "别处"]) == ["大榕树", "别处"]
