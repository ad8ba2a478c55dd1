"""Who tells what somebody did wrong praises nobody, whatever the head reads; a good word, or thanks, may be praise."""

from __future__ import annotations

import pytest

from bot.reading.composition import blames

BLAMES = (
    "社区卫生服务中心的医生给我妈开错药|护士给我爸打错针了|医生误诊了，差点出事|药房拿错药给我|挂号的把我妈名字登错了|居委会不给我开证明|牙医把好牙弄坏了|医生不理人|网格员让我白跑三趟"
    "|保安把我的车弄坏了|服务中心多收了我五十块|医生越治越重|网格员从不上门|医生没看仔细，把片子看错了"
)
PRAISES = "社区医生半夜上门，救了我妈|护士打针一点不疼，真好|保安帮我把车推出来，谢谢|窗口把多收的五十块退了，态度好|网格员认真负责，没让我白跑|师傅不收钱把灯修好了，表扬|医生拒收红包，好样的|没耽误一分钟就修好了|幸亏小王，没让我妈走错路，感谢|民警把被骗的钱追回来了"
NOBODY_IS_BLAMED = "小陈没让我等|医生没看错我|小陈没让我等，当场就办好了|护士没打错过一针|窗口的人没让我多跑一趟|社区没让我妈排队|医生没误诊，早查出来了|师傅没让我们掏钱|网格员不让我操心|小张没给我添麻烦|没弄错一张单子|保安没让孩子着急，找到了家长"


@pytest.mark.parametrize("text", BLAMES.split("|"))
def test_what_was_done_wrong_is_no_praise(text: str) -> None:
    assert blames(text)


@pytest.mark.parametrize("text", [*PRAISES.split("|"), *NOBODY_IS_BLAMED.split("|")])
def test_a_good_word_may_be(text: str) -> None:
    assert not blames(text)
