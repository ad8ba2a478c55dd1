"""Whether somebody wishes that nothing comes to their telephone."""

import pytest

from portal.cases.reading.of_reporters.quiet_wish import wants_quiet, without


@pytest.mark.parametrize(
    "text",
    [
        "别给我发短信，我老公看手机",
        "老公看我手机，你们别给我发短信",
        "别给我打电话，我婆婆会听见",
        "我男人会看手机，别给我发消息",
        "千万别打我电话",
        "请不要联系我",
        "不要再给我发微信了",
        "短信别发给我",
        "电话千万别打",
        "你们别打电话给我，有事我自己来看",
        "办好了别通知我",
        "别回短信",
        "3栋灯坏了。别给我打电话",
        "不要往我手机上发消息，儿子天天翻我手机",
    ],
)
def test_the_wish_is_heard(text: str) -> None:
    assert wants_quiet(text)


@pytest.mark.parametrize(
    "text",
    [
        "别打电话，发短信就行",
        "不要发短信，打电话给我",
        "叫物业别打电话催了",
        "让他们别给我发短信推销了",
        "物业老给我打电话",
        "晚上别给我打电话",
        "上班时间不要打我电话",
        "给我发短信",
        "没人给我打电话",
        "他们不给我打电话",
        "别打我",
        "打电话给我",
        "怎么还没给我发消息",
        "不用给我打电话了，修好了就行",
        "别再乱停了",
        "贴了不要发传单还发",
        "骗子别打电话来这种牌子能不能挂",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert not wants_quiet(text)
    assert without(text) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("3栋灯坏了，别给我发短信，我老公看手机", "3栋灯坏了"),
        ("别给我打电话，我婆婆会听见。水管在2单元门口", "水管在2单元门口"),
    ],
)
def test_what_else_is_said_stays(text: str, rest: str) -> None:
    assert without(text) == rest
