"""Whether a danger is raised: in three bands, in pieces beside a report, and after the portal raised it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.turn import Whole
from actions.intake.form import Form
from tests.bot.conversation.danger_chat import Chat, doubt, names
from tests.bot.conversation.drafts import a_draft
from tests.bot.conversation.portal_stand_in import Portal

# --- doubtful


def test_a_doubtful_danger_gives_the_number_and_asks_before_anything_is_raised(chat: Chat, portal: Portal) -> None:
    """The words are kept in the portal; a danger that is sure is raised at once."""
    told = doubt(chat)
    assert names(told) == ["utter_danger_gas_seen", "utter_not_told_yet", "utter_ask_danger"]
    assert told.says[-1].asks == "danger"
    assert portal.cases == []
    assert portal.drafts[17]["text"] == "桂花苑3栋楼道有股煤气味"
    assert chat.expecting == {"kind": "danger_check", "danger": "gas", "choices": {"1": "有", "2": "没有"}, "until": "2026-11-25T09:00:00+08:00"}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("他在家", "home_violence"), ("他上来了", "home_violence"), ("他们上来了", "violence"), ("爬出去了", "self_harm"),
        ("她爬出去了", "self_harm"), ("他走上来了", "self_harm"), ("他开门了", "self_harm"),
    ],
)  # fmt: skip
def test_what_ends_another_danger_is_asked_about(chat: Chat, text: str, danger: str) -> None:
    """That somebody came home or out is good news of a missing child or a fire, not of these."""
    assert names(doubt(chat, text, danger=danger, place=()))[-1] == "utter_ask_danger"


@pytest.mark.parametrize(
    ("text", "danger"),
    [("没事，是误会", "violence"), ("火灭了", "fire"), ("已经下来了", "self_harm"), ("虚惊一场", "gas")],
)
def test_what_ends_that_very_danger_is_not(chat: Chat, text: str, danger: str) -> None:
    """It is told of as over."""
    assert "utter_ask_danger" not in names(doubt(chat, text, danger=danger, place=()))


@pytest.mark.parametrize("yes", ["有", "有的", "有人晕了", "里面有人", "快来", "打了119了", "然后怎么办", "没人接"])
def test_yes_raises_it_as_the_danger_that_was_named(chat: Chat, portal: Portal, yes: str) -> None:
    """With what was said before and now."""
    doubt(chat)
    told = chat.says(yes, "affirm" if yes == "有" else "report_case")
    assert told.registered
    assert [body["draft"]["urgency"]["danger"] for body in portal.made("report")] == ["gas"]
    assert "桂花苑3栋楼道有股煤气味" in portal.made("report")[0]["text"]
    assert told.says[0].response == ("utter_till_help_gas_seen" if "打了" in yes else "utter_danger_gas_seen")
    assert chat.expecting is not None
    assert chat.expecting["kind"] == "detail"


@pytest.mark.parametrize("again", ["叫了没反应", "他晕倒了", "血止不住", "她喘不上气"])
def test_harm_told_again_raises_it(chat: Chat, portal: Portal, again: str) -> None:
    """The bare question is not put a second time to whoever tells of harm."""
    doubt(chat, "手断了", danger="injury", place=())
    assert chat.says(again, "report_case", asks=True).registered
    assert len(portal.cases) == 1


@pytest.mark.parametrize("again", ["不知道有没有叫醒", "没有晕倒", "不是他晕倒了"])
def test_harm_denied_or_doubted_raises_nothing(chat: Chat, portal: Portal, again: str) -> None:
    """The honest user beside."""
    doubt(chat, "手断了", danger="injury", place=())
    chat.says(again, "report_case", asks=True)
    assert portal.cases == []


@pytest.mark.parametrize(
    ("text", "danger"),
    [("请问有人溺水怎么办？", "trapped"), ("请问老人噎住了怎么救", "injury"), ("安眠药吃多少会死", "self_harm")],
)
def test_what_to_do_in_a_danger_is_no_common_question(chat: Chat, portal: Portal, text: str, danger: str) -> None:
    """However surely it is read as one: the number comes first."""
    told = chat.says(text, "faq", rule="faq", score=0.95, danger=danger, asks=True)
    assert names(told)[-1] == "utter_ask_danger"


def test_a_question_how_to_die_is_asked_about_beside_an_open_draft(chat: Chat, portal: Portal) -> None:
    """It answers no question about the street lamp, which stays."""
    chat.says("路灯坏了", rule="intake")
    told = chat.says("有没有不疼的死法", danger="self_harm", asks=True)
    assert names(told)[-1] == "utter_ask_danger"
    assert chat.talk.form is not None
    assert chat.talk.form["before"]["text"] == "路灯坏了"


def test_a_sure_question_without_harm_is_not_asked_about(chat: Chat, portal: Portal) -> None:
    """Whatever doubt the reading has."""
    told = chat.says("消防站怎么走", "faq", rule="faq", score=0.95, danger="fire", asks=True)
    assert "utter_ask_danger" not in names(told)


@pytest.mark.parametrize("no", ["没有", "没有人", "不是，就是味道有点大", "没人有危险", "搞错了，是下水道的味道"])
def test_no_goes_on_as_the_ordinary_matter(chat: Chat, portal: Portal, no: str) -> None:
    """Nothing said is lost or asked again: the summary comes, and a yes registers it without an alarm."""
    doubt(chat, "桂花苑3栋楼道有股焦味", danger="fire")
    told = chat.says(no, "deny")
    assert names(told)[0] == "utter_no_danger"
    assert told.says[-1].asks == "confirm"
    assert chat.expecting is None
    assert chat.says("是", "affirm", rule="affirm").registered
    body = portal.made("report")[0]
    assert body["draft"]["urgency"]["level"] == "normal"
    assert body["text"].startswith("桂花苑3栋楼道有股焦味")
    assert len(no) < 6 or no in body["text"]


@pytest.mark.parametrize(
    "said",
    [
        "搞错了，是小孩掉井里了", "不是猫，是人", "是个人", "看错了，是个小孩", "是我儿子", "不是狗 是个老人", "说错了，是我孙子", "不，是人掉下去了", "不是猫！是娃！",
        "不光是猫，还有个小孩", "原来是个老太太", "里面还有人", "是两岁的小孩", "搞错了 是人不是猫", "弄错了，掉下去的是个小孩", "是我妈",
    ],
)  # fmt: skip
def test_a_cat_that_is_a_child_is_raised(chat: Chat, portal: Portal, said: str) -> None:
    """With the number first, whatever words of a mistake it begins with."""
    doubt(chat, "猫掉井里了", danger="trapped", place=())
    told = chat.says(said, "deny")
    assert told.registered
    assert told.says[0].response == "utter_danger_water"
    assert [body["draft"]["urgency"]["danger"] for body in portal.made("report")] == ["trapped"]


@pytest.mark.parametrize(
    "said",
    [
        "是猫，不是小孩", "是只狗", "搞错了，是猫", "不是小孩，是猫掉井里了", "是我家的猫", "是邻居家的狗不是人", "是小孩的玩具", "不是人，是条狗", "说错了 是手机", "就是只猫",
        "是东西不是人", "是小孩的猫，不是小孩",
    ],
)  # fmt: skip
def test_a_child_that_is_a_cat_ends_the_question(chat: Chat, portal: Portal, said: str) -> None:
    """And nobody is paged."""
    doubt(chat, "村口好像有小孩掉井里了", danger="trapped", place=("村口",))
    assert names(chat.says(said, "deny"))[0] == "utter_no_danger"
    assert (portal.cases, chat.expecting) == ([], None)


@pytest.mark.parametrize("said", ["是我儿子在放鞭炮", "是我妈在烧菜", "是小孩养的猫", "电视里是小孩", "不是小孩"])
def test_what_only_names_somebody_raises_nothing(chat: Chat, portal: Portal, said: str) -> None:
    doubt(chat, "猫掉井里了", danger="trapped", place=())
    assert not chat.says(said, "deny").registered
    assert portal.cases == []


def test_a_joke_is_not_registered(chat: Chat, portal: Portal) -> None:
    """And the draft goes."""
    doubt(chat)
    assert names(chat.says("哈哈开玩笑的 别当真")) == ["utter_no_danger_dropped"]
    assert (portal.drafts[17], portal.cases) == (None, [])


def test_another_answer_is_kept_and_asked_once_more_then_a_clerk_is_called(chat: Chat, portal: Portal) -> None:
    """Who cannot say it is not asked a third time."""
    doubt(chat, "楼道有股味道", place=())
    assert names(chat.says("桂花苑3栋2单元", place=("桂花苑3栋2单元",))) == ["utter_ask_danger"]
    told = chat.says("味道从三楼来的")
    assert names(told)[0] == "utter_danger_unsure"
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]
    assert chat.says("是", "affirm", rule="affirm").registered
    assert portal.made("report")[0]["answers"]["place"] == "桂花苑3栋2单元"


def test_a_danger_that_becomes_sure_while_it_is_asked_is_raised(chat: Chat, portal: Portal) -> None:
    """As the new one, with both texts."""
    doubt(chat, "隔壁好像在吵架", danger="home_violence", place=())
    told = chat.says("他拿刀砍人了", danger="violence")
    assert told.registered
    assert portal.made("report")[0]["draft"]["urgency"]["danger"] == "violence"
    assert "隔壁好像在吵架" in portal.made("report")[0]["text"]


@pytest.mark.parametrize("asks", ["place", "confirm"])
def test_an_answer_or_an_addition_is_no_doubtful_danger(chat: Chat, portal: Portal, asks: str) -> None:
    """While a report is open only a sure danger is one."""
    place = ("桂花苑3栋",) if asks == "confirm" else ()
    assert chat.says("桂花苑3栋楼道灯坏了", place=place).says[-1].asks == asks
    told = chat.says("就在煤气表旁边", danger="gas", asks=True)
    assert not any(name.startswith("utter_danger") for name in names(told))
    assert chat.says("三楼着火了", danger="fire").registered


@pytest.mark.parametrize(
    ("said", "places", "place"),
    [
        (("具体在公园路88号门口", "不对不对 88号是我取餐的店 井盖在对面 63号门口"), ("公园路88号门口", "88号"), "公园路63号门口"),
        (("在公园路3号桥那里", "不是3号桥呀是2号桥，3号桥那边没事"), ("公园路3号桥", "3号桥"), "公园路2号桥"),
    ],
)  # fmt: skip
def test_an_answer_to_whether_anybody_is_in_danger_may_say_or_correct_the_place(
    chat: Chat, portal: Portal, said: tuple[str, str], places: tuple[str, str], place: str
) -> None:
    doubt(chat, "公园路那个窨井盖快翻过来了", danger="injury", place=("公园路",))
    for text, at in zip(said, places, strict=True):
        chat.says(text, place=(at,))
    assert Form.from_json(portal.drafts[17]).answers["place"] == place


@pytest.mark.parametrize("said", ["大家都撤了，火还在烧", "他说没事，可是叫不醒", "没人受伤，火扑不灭"])
def test_an_answer_that_only_seems_to_say_no_is_asked_once_more(chat: Chat, portal: Portal, said: str) -> None:
    """To "is somebody in danger?"; then a person is called."""
    doubt(chat)
    assert names(chat.says(said))[-1] == "utter_ask_danger"
    assert names(chat.says(said))[0] == "utter_danger_unsure"
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]


def test_a_no_beside_a_sure_danger_is_asked_once_more(chat: Chat, portal: Portal) -> None:
    """没有 may have answered something else."""
    doubt(chat)
    assert names(chat.says("没有，他昏过去了", danger="injury")) == ["utter_ask_danger"]
    assert chat.says("他昏过去了", danger="injury").registered


def test_a_correction_of_a_case_is_no_doubtful_danger(chat: Chat, portal: Portal) -> None:
    """However it reads; the same words with no case are asked about."""
    portal.has_case(state="reported", due_at="2026-12-01T17:30:00+08:00", reported_at="2026-11-24T08:59:00+08:00")
    told = chat.says("不对，是5栋的电表箱", "deny", rule="deny", danger="live_wire", asks=True, place=("5栋",))
    assert not any(name.startswith("utter_danger") for name in names(told))
    portal.cases.clear()
    assert names(chat.says("5栋的电表箱", danger="live_wire", asks=True, place=("5栋",)))[-1] == "utter_ask_danger"


@pytest.mark.parametrize("text", ["没人在打我", "没有着火", "是演习，不是真的着火"])
def test_what_denies_a_danger_by_itself_is_not_asked_about(chat: Chat, text: str) -> None:
    """However it reads."""
    assert not any(name.startswith("utter_danger") for name in names(chat.says(text, danger="violence", asks=True)))


@pytest.mark.parametrize("asks", [True, False])
def test_whom_to_call_comes_first_where_the_portal_takes_no_more(chat: Chat, portal: Portal, asks: bool) -> None:
    """Of a doubtful danger as of a sure one; of none no number is given."""
    portal.refusals["/draft" if asks else "/cases"] = (429, "too-many")
    told = chat.says("楼道有股煤气味", danger="gas", asks=asks)
    assert names(told) == ["utter_danger_gas", "utter_too_many"]
    portal.refusals.clear()
    portal.refusals["/draft"] = (429, "too-many")
    assert names(chat.says("楼道里堆满了纸箱")) == ["utter_too_many"]


# --- danger in pieces, while a report is open


def lamp(chat: Chat, asks: str) -> None:
    place = ("桂花苑6栋",) if asks == "confirm" else ()
    assert chat.says("桂花苑6栋楼道灯坏了" if place else "楼道灯坏了好几天", place=place).says[-1].asks == asks


PIECES = [  # what is said, how it is read, the words that show it
    ("救命", "injury", "救命"), ("掉井里了", "trapped", "里了"), ("晕过去了", "injury", "晕过去"), ("掉下去了", "trapped", "掉下去"), ("动不了了", "injury", "动不了"),
    ("落水了", None, ""), ("好多血", None, ""), ("流了好多血", None, ""), ("快来人", None, ""), ("抽过去了", None, ""), ("我妈倒地上了", "injury", "倒"), ("叫不醒", None, ""),
    ("腿压住了", "injury", "压"), ("起不来了", "injury", "起不来"), ("喘不上气", None, ""), ("触电了", None, ""), ("噎住了", None, ""), ("煤气好重", "gas", "煤气"),
    ("着火了", None, ""), ("他拿刀了", "violence", "刀"), ("有人跳楼了", None, ""), ("没呼吸了", None, ""), ("来人啊", None, ""), ("喝了农药", None, ""),
]  # fmt: skip


@pytest.mark.parametrize("asks", ["place", "confirm"])
@pytest.mark.parametrize(("said", "danger", "shown"), PIECES)
def test_a_piece_of_danger_in_a_report_has_its_number_and_the_question(
    chat: Chat, portal: Portal, asks: str, said: str, danger: str | None, shown: str
) -> None:
    """It is neither the place nor a no. 没有: the report goes on where it was, with these words."""
    lamp(chat, asks)
    told = chat.says(said, "stop", rule="stop", score=0.95, danger=danger, asks=danger is not None, shown=(shown,) if shown else ())  # fmt: skip
    assert names(told)[0].startswith("utter_danger_")
    assert names(told)[1:] == ["utter_not_told_yet", "utter_ask_danger"]
    assert portal.cases == []
    assert "楼道灯坏了" in portal.drafts[17]["before"]["text"]
    back = chat.says("没有", "deny", rule="deny")
    assert names(back)[0] == ("utter_no_danger_gas" if danger == "gas" else "utter_no_danger")
    assert back.says[-1].asks == asks
    if asks == "place":
        chat.says("桂花苑6栋", place=("桂花苑6栋",))
    assert chat.says("是", "affirm", rule="affirm").registered
    body = portal.made("report")[0]
    assert body["text"].startswith(("楼道灯坏了好几天", "桂花苑6栋楼道灯坏了"))
    assert said in body["text"]
    assert body["draft"]["urgency"]["level"] == "normal"


def test_who_was_named_before_is_read_with_what_befell_them(chat: Chat, portal: Portal) -> None:
    """我奶奶 / 摔了: neither is a danger alone; after a whole report the same words add to it."""
    hurt = Whole("我奶奶，摔了", a_draft("我奶奶，摔了", danger="injury", asks=True))
    chat.says("我奶奶", photos=("a.jpg",))
    assert names(chat.says("摔了", whole=hurt, photos=("b.jpg",))) == [
        "utter_danger_injury",
        "utter_not_told_yet",
        "utter_ask_danger",
    ]
    assert chat.says("有", "affirm", rule="affirm").registered
    assert portal.made("report")[0]["text"] == "我奶奶\n摔了"
    assert portal.made("report")[0]["photos"] == ["a.jpg", "b.jpg"]
    chat.expecting = None
    portal.cases.clear()
    lamp(chat, "confirm")
    both = "桂花苑6栋楼道灯坏了，摔了"
    read = Whole(both, a_draft(both, danger="injury", asks=True, place=("桂花苑6栋",)))
    assert names(chat.says("摔了", whole=read)) == ["utter_confirm_added"]


def test_a_yes_raises_it_and_the_report_stays_open(chat: Chat, portal: Portal) -> None:
    """Each is a matter of its own; of a report of two words the danger is the rest."""
    lamp(chat, "confirm")
    chat.says("救命")
    assert chat.says("有", "affirm", rule="affirm").registered
    assert [body["text"] for body in portal.made("report")] == ["救命"]
    assert portal.drafts[17]["text"] == "桂花苑6栋楼道灯坏了"
    assert chat.says("桂花苑6栋201", place=("桂花苑6栋201",)).says[0].response == "utter_danger_added"
    chat.expecting = None
    assert chat.says("是", "affirm", rule="affirm").registered
    chat.expecting = None
    portal.cases.clear()
    chat.says("我儿子")
    chat.says("掉井里了", "stop", rule="stop", danger="trapped", asks=True, shown=("里了",))
    told = chat.says("有", "affirm", rule="affirm")
    assert told.registered
    made = portal.made("report")[-1]
    assert made["text"] == "我儿子\n掉井里了"
    assert made["draft"]["urgency"]["level"] == "emergency"
    assert chat.talk.form is None


def test_a_joke_beside_a_report_leaves_it_open(chat: Chat, portal: Portal) -> None:
    """Only the joke goes."""
    lamp(chat, "confirm")
    chat.says("救命")
    assert names(chat.says("开玩笑的")) == ["utter_no_danger_dropped", "utter_still_open"]
    assert chat.says("是", "affirm", rule="affirm").registered
    assert portal.made("report")[0]["text"] == "桂花苑6栋楼道灯坏了"


NO_PIECES = [
    ("在6栋那边", "fire", "在6栋那边"), ("楼顶", "self_harm", "楼顶"), ("河边", "self_harm", "河边"), ("电表箱旁边", "live_wire", "电表箱"), ("煤气站旁边", "gas", "煤气"),
    ("不在这边 在那边", "self_harm", "那边"), ("我记错了 不在8栋 在6栋", "other", "我记错了"), ("我妈妈", "home_violence", "我妈妈"), ("没有", "injury", "没有"), ("不知道", "fire", "不知道"),
    ("消防通道", "fire", "消防"), ("井边上", "trapped", "井"), ("猫掉井里了", "trapped", "掉井里"), ("上次我妈就摔倒了", "injury", "摔倒"), ("差点掉下去", "trapped", "掉下去"),
    ("怕有人摔倒", "injury", "摔倒"), ("树枝掉下来了", "injury", "掉下来"), ("晚上八点", "other", "晚上"),
]  # fmt: skip


@pytest.mark.parametrize("asks", ["place", "confirm"])
@pytest.mark.parametrize(("said", "danger", "shown"), NO_PIECES)
def test_a_place_a_no_or_what_is_feared_is_no_piece_of_danger(
    chat: Chat, asks: str, said: str, danger: str, shown: str
) -> None:
    """However it reads."""
    lamp(chat, asks)
    told = chat.says(said, danger=danger, asks=True, shown=(shown,))
    assert not any(name.startswith("utter_danger_") or name == "utter_ask_danger" for name in names(told))


# --- raised by the portal while there was no bot


@pytest.mark.parametrize("read", [{"danger": "fire"}, {"danger": "fire", "asks": True}, {}])
def test_what_the_portal_raised_is_reported_whatever_is_read_in_it(
    chat: Chat, portal: Portal, read: dict[str, Any]
) -> None:
    """The bot's reading completes that case: nothing is asked about danger, and the sender, who knows its number, hears only what to do and is asked where."""
    told = chat.says("着火了", raised="fire", **read)
    assert names(told) == ["utter_danger_fire", "utter_ask_danger_place"]
    assert len(portal.cases) == 1
    assert portal.made("report")[-1]["draft"]["urgency"]["level"] == "emergency"
    assert told.registered
    assert chat.expecting is not None
    assert chat.expecting["kind"] == "detail"


def test_a_danger_without_a_name_that_the_portal_raised(chat: Chat, portal: Portal) -> None:
    """救命: other, as the bot's own."""
    told = chat.says("救命", raised="other")
    assert names(told)[0] == "utter_danger_other"
    assert portal.made("report")[-1]["draft"]["urgency"]["danger"] is None


def test_what_the_portal_raised_goes_before_an_open_question(chat: Chat, portal: Portal) -> None:
    """It is no answer to "is somebody in danger?"; the doubtful report before it stays open."""
    doubt(chat)
    told = chat.says("桂花苑5栋着火了", raised="fire", danger="fire", place=("桂花苑5栋",))
    assert names(told) == ["utter_danger_fire"]
    assert len(portal.cases) == 1


def test_an_all_clear_after_it_ends_that_emergency(chat: Chat, portal: Portal) -> None:
    """The fire was told while there was no bot; that it is out says nothing of people."""
    chat.says("桂花苑3栋着火了", raised="fire", danger="fire", place=("桂花苑3栋",))
    assert names(chat.says("扑灭了")) == ["utter_danger_added", "utter_ask_danger"]
    assert portal.cleared == [(False, False)]
    assert names(chat.says("没有", "deny", rule="deny")) == ["utter_all_clear"]
    assert chat.raised().get("over")
    assert len(portal.cases) == 1


@pytest.mark.parametrize(("text", "script"), [("🔥🔥", "fire"), ("🆘", "other")])
def test_a_cry_in_pictures_gets_the_number_of_what_it_shows(chat: Chat, text: str, script: str) -> None:
    told = chat.says(text, "affirm", rule="doubt")
    assert names(told)[0] == f"utter_danger_{script}"
    assert "utter_ask_danger" in names(told)
