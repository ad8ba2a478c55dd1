"""A wish not to be named is lifted, or made, whatever stands beside it."""

from __future__ import annotations

import pytest

from portal.cases.disclosure.wishes import may_be_named, split_wish, wishes_not_to_be_named

LIFTED = "算了 他们已经猜到了 不用保密了|无所谓了不用保密|反正他们都知道了 公开吧|我不怕了 实名|我不怕了实名|他们都知道了，不用保密了|物业已经知道是我了 不用匿名了|我搬走了 不用保密了|随便吧 不用保密|瞒不住了 公开吧|就实名吧|不用匿名了，大家都知道|豁出去了 实名|搬走了不用保密"
KEPT = (
    "别实名|不要实名|我不想实名|还是保密吧|千万保密 他们已经猜到一点了|不要公开我的名字|他们知道了 我怕报复|我怕 别实名"
)
NEITHER = "公开楼道的账目|物业不公开账目|账目公开吧|他们实名举报了我|实名认证怎么弄|要公开|物业要公开|他们要实名|大家都实名|你们公开|他们知道我要公开"


@pytest.mark.parametrize("said", LIFTED.split("|"))
def test_it_is_lifted_whatever_the_reason(said: str) -> None:
    assert may_be_named(said)
    assert not wishes_not_to_be_named(said)


@pytest.mark.parametrize("said", KEPT.split("|"))
def test_it_is_kept(said: str) -> None:
    assert wishes_not_to_be_named(said)
    assert not may_be_named(said)


@pytest.mark.parametrize("said", NEITHER.split("|"))
def test_words_of_others_lift_nothing(said: str) -> None:
    assert not may_be_named(said)


@pytest.mark.parametrize(
    ("said", "wish", "matter"),
    [("楼上漏水别实名", "别实名", "楼上漏水"), ("举报物业乱收费别实名", "别实名", "举报物业乱收费"), ("保安打人我不想实名", "我不想实名", "保安打人")],
)  # fmt: skip
def test_the_matter_glued_to_it_is_read(said: str, wish: str, matter: str) -> None:
    assert split_wish(said) == (wish, matter)


@pytest.mark.parametrize(
    "said", ["旅馆住宿不实名", "电动车上牌不要实名", "小区门禁登记不肯实名", "业主群里发帖匿名", "有人发短信骂我匿名"]
)
def test_of_what_is_registered_the_name_is_the_matter(said: str) -> None:
    assert split_wish(said) in (None, (said, ""))
