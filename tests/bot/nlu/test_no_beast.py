"""A question on a dog's bite is not what a text on insects asks."""

from __future__ import annotations

import pytest

from bot.reading.classifying.faq import _is_of_no_beast
from bot.reading.community import Question

BITTEN = Question("被狗咬猫抓了去哪里打针", ("打狂犬针去哪里",), "用肥皂水冲十五分钟，再去打针。", "", "", "2030-01-01")


@pytest.mark.parametrize("text", ["蚊子多得要咬死人了，什么时候来打药", "草丛里虫子咬人", "被蜱虫咬了怎么办"])
def test_insects_are_no_dogs(text: str) -> None:
    assert _is_of_no_beast(text, BITTEN)


@pytest.mark.parametrize("text", ["被狗咬了去哪打针", "老鼠咬了要打针吗", "猫抓了一下，还有跳蚤"])
def test_a_beast_is_one(text: str) -> None:
    assert not _is_of_no_beast(text, BITTEN)
