"""The second opinion: off by default, asked only about guesses, told nothing personal, silent whatever goes wrong."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from actions.case_draft import SCHEMA, CaseDraft
from actions.opinion.second_opinion import Endpoint, SecondOpinion
from actions.settings import SettingError, load
from actions.topics import report
from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.drafts import a_draft
from tests.bot.conversation.model_stand_in import GOOD, Model, ModelStandIn
from tests.bot.conversation.portal_stand_in import Portal

LIFT = "桂花苑2栋电梯从上周起老是坏，绿城物业不管"
OTHERS = {"category": ("0903", ["商贸旅游", "特种设备"], 0.6), "others": (("0401", ["城乡建设", "物业服务"], 0.3),)}
SECONDS = 0.5


@pytest.fixture
def second() -> Iterator[Model]:
    with ModelStandIn() as second:
        yield second


def a_guess(text: str = LIFT, **said: Any) -> CaseDraft:
    return a_draft(text, **({"place": ("桂花苑2栋",) if "桂花苑2栋" in text else ()} | OTHERS | said), unsure=True)


def opinion_on(
    second: Model, text: str = LIFT, draft: CaseDraft | None = None, *, times: int = 1, pause: float = 0
) -> list[CaseDraft]:
    async def ask() -> list[CaseDraft]:
        opinion = SecondOpinion(
            Endpoint(f"{second.url}/v1/chat/completions", "stand-in", "k"), seconds=SECONDS, pause=pause
        )
        given = [await opinion.add_suggestion(text, draft or a_guess(text)) for _ in range(times)]
        await opinion.close()
        return given

    return asyncio.run(ask())


def suggestion_on(second: Model, text: str = LIFT, draft: CaseDraft | None = None) -> dict[str, Any] | None:
    return opinion_on(second, text, draft)[0].get("suggestion")


def test_a_guess_gets_a_suggestion_with_its_source(second: Model) -> None:
    """Kind, category, and spans that stand verbatim in the message; by the contract; the draft itself is as it was."""
    second.said = GOOD | {"places": ["桂花苑2栋"], "times": ["上周起"], "body": "绿城物业"}
    draft = a_guess()
    told = opinion_on(second)[0]
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(told)
    assert told["suggestion"] == {
        "source": "stand-in",
        "kind": "complaint",
        "category": {"code": "0401", "path": ["城乡建设", "物业服务"]},
        "places": [{"text": "桂花苑2栋", "start": 0, "end": 5}],
        "times": [{"text": "上周起", "start": 8, "end": 11}],
        "body": {"text": "绿城物业", "start": 15, "end": 19},
    }
    assert {**told, "suggestion": None} == {**draft, "suggestion": None}


def test_it_is_asked_as_chat_completions_are(second: Model) -> None:
    """The model's name, two messages, JSON wanted, the key as bearer."""
    suggestion_on(second)
    path, headers, body = second.asked[0]
    sent = json.loads(body)
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer k"
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert (sent["model"], sent["response_format"]) == ("stand-in", {"type": "json_object"})


def test_a_sure_draft_is_nobodys_business(second: Model) -> None:
    """It is not asked about."""
    sure = a_draft(LIFT, place=("桂花苑2栋",))
    assert opinion_on(second, LIFT, sure) == [sure]
    assert second.asked == []


def test_a_draft_without_the_place_it_needs_is_asked_about(second: Model) -> None:
    """However sure its category."""
    assert suggestion_on(second, "路灯坏了", a_draft("路灯坏了")) is not None


@pytest.mark.parametrize("name", ["hangs", "drips", "floods", "redirects", "fails", "squeezes", "is_no_server", "hangs_up"])  # fmt: skip
def test_a_fault_is_silent_and_in_time(second: Model, name: str) -> None:
    """The draft is as it was, within the limit over all, and a redirect is not followed."""
    second.fault = getattr(second, name)
    draft, begun = a_guess(), time.monotonic()
    assert opinion_on(second, LIFT, draft) == [draft]
    assert time.monotonic() - begun < SECONDS + 1
    assert [path for path, *_ in second.asked] == ["/v1/chat/completions"]


def test_nobody_there_is_silent() -> None:
    """A refused connection."""
    draft = a_guess()
    assert opinion_on(Model(url="http://127.0.0.1:9"), LIFT, draft) == [draft]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "好的，这是投诉。",
        '{"kind": "complaint"',
        "[" * 5000,
        "[]",
        "null",
        {},
        {name: value for name, value in GOOD.items() if name != "times"},
        GOOD | {"kind": "angry"},
        GOOD | {"category": "9999"},
        GOOD | {"category": "物业服务"},
        GOOD | {"category": None},
        GOOD | {"places": "桂花苑2栋"},
        GOOD | {"places": ["桂花苑2栋"] * 6},
        GOOD | {"body": ["绿城物业"]},
        GOOD | {"body": ""},
        GOOD | {"urgency": "emergency"},
    ],
)
def test_an_answer_of_another_shape_is_silent(second: Model, said: Any) -> None:
    """No JSON, half of it, too much, a category that there is not, a field of its own."""
    second.said = said
    assert suggestion_on(second) is None


def test_an_answer_in_a_fence_is_taken(second: Model) -> None:
    """Many models put their JSON into one."""
    second.said = f"```json\n{json.dumps(GOOD)}\n```"
    assert suggestion_on(second) is not None


PHONE = "桂花苑2栋的电梯坏了，张伟13812345678说没人管"


@pytest.mark.parametrize(
    "invented", ["桂花苑二栋", "桂花苑2栋3单元", "＊＊＊", "说没人管", "13812345678", "的电梯坏了，＊"]
)
def test_words_of_its_own_are_left_out(second: Model, invented: str) -> None:
    """Not verbatim, a mask, or touching one; what else it says still counts."""
    second.said = GOOD | {"places": ["桂花苑2栋", invented], "body": invented}
    suggestion = suggestion_on(second, PHONE, a_guess(PHONE, phone=("13812345678",)))
    assert suggestion is not None
    assert [place["text"] for place in suggestion["places"]] == ["桂花苑2栋"]
    assert "body" not in suggestion


def test_after_a_failure_it_is_left_alone_for_a_while(second: Model) -> None:
    """So that a dead one does not make everybody wait."""
    second.fault = second.fails
    assert all("suggestion" not in draft for draft in opinion_on(second, times=5, pause=60))
    assert len(second.asked) == 1


PERSONAL = [
    ("电话13812345678，桂花苑电梯坏了", ["13812345678"]),
    ("打 138 1234 5678 或 138-1234-5678 找我", ["138 1234 5678", "138-1234-5678", "5678"]),
    ("手机＋８６１３８１２３４５６７８", ["１３８", "５６７８"]),
    ("电话幺三八一二三四五六七八，三楼漏水", ["三八一二三四五六七八"]),
    ("座机0571-88001234，88005678也行", ["88001234", "88005678"]),
    ("身份证110101199003074477，查不到医保", ["110101199003074477", "19900307"]),
    ("身份证 110101 19900307 447X 办不了", ["110101", "19900307", "447X"]),
    ("社保卡号6217001234567890123被锁", ["6217001234567890123", "0123"]),
    ("微信zhang_san88，邮箱zs.1988@qq.com", ["zhang_san88", "zs.1988", "qq.com"]),
    ("浙A12345、浙AD12345天天占车位", ["A12345", "AD12345"]),
    ("我叫李建国，家里漏水", ["李建国", "建国"]),
    ("楼上的张桂芳半夜剁肉", ["张桂芳", "桂芳"]),
    ("联系人：赵敏，业主陈秀英", ["赵敏", "陈秀英", "秀英"]),
    ("王阿姨家的狗和刘德贵师傅吵起来了", ["王阿", "刘德贵", "德贵"]),
    ("本人王丽，我老公赵铁柱被物业经理孙强打了，王丽可以作证", ["王丽", "赵铁柱", "铁柱", "孙强"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "secrets"), PERSONAL)
def test_nothing_personal_leaves(second: Model, text: str, secrets: list[str]) -> None:
    """No number, document, address on the net or name, though the pipeline had found none of them."""
    suggestion_on(second, text, a_guess(text, place=()))
    path, headers, body = second.asked[0]
    sent = json.loads(body)
    shown = sent["messages"][1]["content"]
    assert len(shown) == len(text)
    for secret in secrets:
        assert secret not in shown
        assert secret not in json.dumps([path, headers, sent["messages"][0]], ensure_ascii=False)


def test_what_the_pipeline_found_is_masked_wherever_it_stands(second: Model) -> None:
    """A name that nothing but its introduction tells."""
    text = "我叫阿依古丽，阿依古丽家里漏水"
    draft = a_guess(text, place=())
    draft["personal"] = [{"text": "阿依古丽", "start": 2, "end": 6, "type": "name"}]
    suggestion_on(second, text, draft)
    assert "古丽" not in json.loads(second.asked[0][2])["messages"][1]["content"]


def test_a_place_is_not_taken_for_a_name(second: Model) -> None:
    """What the pipeline found to be a place is shown."""
    suggestion_on(second)
    assert "桂花苑2栋" in json.loads(second.asked[0][2])["messages"][1]["content"]


def test_only_the_beginning_of_a_letter_is_shown(second: Model) -> None:
    """And what the draft found behind it does no harm."""
    text = "电梯老是坏。" * 400 + "电话13812345678"
    suggestion_on(second, text, a_guess(text, place=(), phone=("13812345678",)))
    assert len(json.loads(second.asked[0][2])["messages"][1]["content"]) == 1500


TOKEN = {"LINLI_INTERNAL_TOKEN": "internal-token-for-tests", "LINLI_ACTIONS_TOKEN": "actions-token-for-tests"}


def test_it_is_off_by_default() -> None:
    """Without an address nobody is asked."""
    assert load(TOKEN).second_opinion is None
    assert load(TOKEN | {"LINLI_SECOND_OPINION_MODEL": "m", "LINLI_SECOND_OPINION_KEY": "k"}).second_opinion is None


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/v1", "file:///etc/passwd", "127.0.0.1:11434", "http://", "http://me:pw@127.0.0.1/v1"]
)
def test_an_address_that_is_none_stops_the_start(url: str) -> None:
    """With the setting's name."""
    with pytest.raises(SettingError, match=r"^LINLI_SECOND_OPINION_URL"):
        load(TOKEN | {"LINLI_SECOND_OPINION_URL": url, "LINLI_SECOND_OPINION_MODEL": "m"})


def test_a_model_without_a_name_stops_the_start() -> None:
    """It has to be asked for by name."""
    with pytest.raises(SettingError, match=r"^LINLI_SECOND_OPINION_MODEL"):
        load(TOKEN | {"LINLI_SECOND_OPINION_URL": "http://127.0.0.1:11434/v1"})


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "٨٠٥٥", "9" * 5000])
def test_a_port_that_is_none_stops_the_start(port: str) -> None:
    """With the setting's name, like any other."""
    with pytest.raises(SettingError, match=r"^LINLI_ACTIONS_PORT"):
        load(TOKEN | {"LINLI_ACTIONS_PORT": port})
    assert load(TOKEN | {"LINLI_ACTIONS_PORT": "8056"}).port == 8056


@pytest.mark.parametrize("url", ["http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions/"])
def test_the_address_is_the_apis_or_the_whole_one(url: str) -> None:
    """Both are told in the wild."""
    told = load(TOKEN | {"LINLI_SECOND_OPINION_URL": url, "LINLI_SECOND_OPINION_MODEL": "m"}).second_opinion
    assert told == Endpoint("http://127.0.0.1:11434/v1/chat/completions", "m")


GUESSED = "幸福家园2栋电梯老是坏，物业不管"


@pytest.fixture
def consulted(second: Model, resident: Resident) -> Iterator[Model]:
    opinion = SecondOpinion(Endpoint(f"{second.url}/v1/chat/completions", "stand-in"), seconds=SECONDS, pause=0)
    report.set_second_opinion(opinion)
    yield second
    report.set_second_opinion(None)
    resident.loop.run_until_complete(opinion.close())


def test_it_asks_the_resident_nothing_and_reaches_the_clerk(
    resident: Resident, portal: Portal, consulted: Model
) -> None:
    """The clerk decides; the suggestion is registered with its source."""
    assert asked(resident.says(GUESSED)) == "confirm"
    resident.says("是")
    draft = portal.made("report")[0]["draft"]
    assert draft["suggestion"]["source"] == "stand-in"
    assert draft["category"]["path"] == ["商贸旅游", "特种设备"]
    assert len(consulted.asked) == 1


def test_danger_waits_for_nobody(resident: Resident, consulted: Model) -> None:
    """It is not asked about."""
    assert resident.says("着火了快来人啊")["registered"]
    assert consulted.asked == []


def test_the_conversation_is_the_same_without_it(resident: Resident, portal: Portal, consulted: Model) -> None:
    """Failing, or not there at all."""
    consulted.fault = consulted.hangs
    failing = resident.says(GUESSED)
    report.set_second_opinion(None)
    resident.new_epoch()
    assert resident.says(GUESSED)["messages"] == failing["messages"]
    assert asked(failing) == "confirm"
