"""Fixtures for tests of the reading: trained heads, a fixed moment, a small community of files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.reading.community import CommunityFiles
from bot.reading.learning.model_archive import heads_of_archive
from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI
from bot.reading.trained import Heads
from tests.bot.model import model_of_the_present_data

PLACES = """name,kind,grid,full_name,aliases
梧桐苑,estate,G1,城西街道梧桐苑,梧桐小区
梧桐苑3栋,building,G1,城西街道梧桐苑3栋,梧桐苑3号楼|梧桐苑三幢
竹园路,road,G2,城西街道竹园路,
双子楼,building,G1,城西街道双子楼,
双子楼,building,G2,城西街道双子楼,
"""
BODIES = """code,name,aliases,phone,hours,handles
property,梧桐物业服务有限公司,物业|梧桐物业,1,全天,维修
urban,城西城管中队,城管|执法队,2,全天,占道
"""
FAQ = """question,variants,answer,source,area,valid_until
居住证怎么办,外地人怎么办居住证|居住证要什么材料,带身份证去派出所。,条例,全国,2030-12-31
老年卡去哪里领,敬老卡怎么办,到社区领。,通知,本市,2020-01-01
"""


@pytest.fixture(scope="session")
def community_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("community")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "bodies.csv").write_text(BODIES, encoding="utf-8")
    (folder / "faq.csv").write_text(FAQ, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def files(community_folder: Path) -> CommunityFiles:
    return CommunityFiles(community_folder)


@pytest.fixture(scope="session")
def heads() -> Heads:
    """The heads of the model that conversations are tested with; trained anew only if an ingredient changed since the last run."""
    found = heads_of_archive(model_of_the_present_data())
    assert found is not None, "the model was trained by this code"
    return found


@pytest.fixture(scope="session")
def reader(heads: Heads, files: CommunityFiles) -> Reader:
    return Reader(heads, files)


@pytest.fixture
def moment() -> datetime:
    return datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)  # a Tuesday
