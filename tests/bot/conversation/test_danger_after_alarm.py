"""What comes after an alarm: more of it, another matter, its place, and whatever may say that it is over."""

from __future__ import annotations

import pytest

from actions.interpreting import said_over
from tests.bot.conversation.after_alarm_words import NO_DANGER_ANY_MORE, STILL_IN_DANGER
from tests.bot.conversation.danger_chat import KINDS, Chat, fire, names, raise_as
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

# --- more of it, or another matter


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("3栋的灯也坏了", ("3栋",)), ("3栋楼道灯也不亮了", ("3栋楼道",)), ("对了6栋垃圾没人收", ("6栋",)), ("5栋门禁也坏了", ("5栋",)), ("路灯也不亮", ()),
        ("2栋的水管也在漏，都漏了三天", ("2栋",)), ("停车场监控坏了", ("停车场",)), ("广场舞吵得要命", ()), ("我家厕所也堵了", ()), ("7栋健身器材断了", ("7栋",)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [("桂花苑3栋",), ()])
def test_another_matter_after_an_alarm_is_its_own(
    chat: Chat, portal: Portal, said: str, place: tuple[str, ...], known: tuple[str, ...]
) -> None:
    """Whether or not the place of the danger is awaited; what was asked of the danger stays open."""
    fire(chat, "桂花苑3栋门口有人打架" if known else "有人打架", danger="violence", place=known)
    before = chat.expecting
    told = chat.says(said, place=place)
    assert portal.made("detail") == []
    assert told.says[-1].asks in ("confirm", "place")
    assert chat.expecting == before


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("3栋", ("3栋",)), ("在坏了的那盏路灯旁边", ()), ("3栋路灯坏了的那里", ("3栋",)), ("楼道灯灭了看不见", ()), ("门也打不开了", ()), ("2楼也塌了", ("2楼",)), ("6栋垃圾桶旁边", ("6栋",)),
        ("楼上玻璃烧得掉下来", ()),
    ],
)  # fmt: skip
def test_more_of_the_alarm_stays_with_it(chat: Chat, portal: Portal, said: str, place: tuple[str, ...]) -> None:
    fire(chat, "着火了", place=())
    chat.says(said, place=place)
    assert [body["text"] for body in portal.made("detail")] == [said]


@pytest.mark.parametrize("danger", KINDS)
@pytest.mark.parametrize(
    ("said", "before"),
    [
        ("然后怎么办", "utter_call_first"),
        ("已经打了", None),
        ("没人接", "utter_call_again"),
        ("他们还没到", "utter_call_to_hurry"),
    ],
)
def test_what_comes_after_gets_advice_for_that_danger(
    chat: Chat, portal: Portal, danger: str, said: str, before: str | None
) -> None:
    """And whom to call again, where nobody answers; never a day, nor another danger."""
    text, number = KINDS[danger]
    fire(chat, text, danger)
    told = chat.says(said, "remind", rule="remind", danger="injury" if said == "已经打了" else None)
    script = chat.raised()["danger"]
    at = 0 if before is None else 1
    assert names(told)[at] == f"utter_till_help_{script}"
    assert before is None or names(told)[0].startswith(before)
    beside = "、95598" if danger == "live_wire" and before == "utter_call_first" else ""
    assert before is None or told.says[0].params["number"] == number + beside
    assert not any(
        name in ("utter_reminded", "utter_status") or name.startswith("utter_danger_fire") for name in names(told)
    )
    assert len(portal.cases) == 1
    assert portal.details == ([] if said == "然后怎么办" else [("details", said)])


@pytest.mark.parametrize(
    ("first", "danger", "then", "read_as", "script"),
    [
        ("桂花苑3栋四楼着火了", "fire", "我在五楼 下不去", "trapped", "smoke"),
        ("桂花苑3栋隔壁男的在打老婆", "home_violence", "我不敢出去 他晓得是我报的咋办", "home_violence", "home_violence_seen"),
        ("桂花苑3栋屋里烧着煤炉 头晕", "gas", "我爸叫不醒了", "injury", "co"),
        ("桂花苑3栋四楼着火了", "fire", "我妈晕倒了", "injury", "unconscious"),
    ],
)  # fmt: skip
def test_further_words_of_a_danger_get_the_advice_for_both(
    chat: Chat, portal: Portal, first: str, danger: str, then: str, read_as: str, script: str
) -> None:
    """Of what is told now, in what was told before; and so it stays in answer to "what now?"."""
    fire(chat, first, danger)
    assert names(chat.says(then, danger=read_as))[0] == f"utter_danger_{script}"
    assert f"utter_till_help_{script}" in names(chat.says("然后呢", "remind", rule="remind"))


@pytest.mark.parametrize(
    ("known", "said", "place", "now", "response"),
    [
        ((), "我不敢开门 杏花村10栋 3楼", "杏花村10栋 3楼", "杏花村10栋 3楼", "utter_danger_added"),
        (
            ("楼道里",),
            "幸福家园2栋一楼，我家在五楼",
            "幸福家园2栋一楼",
            "幸福家园2栋一楼楼道里",
            "utter_emergency_moved",
        ),
        (("天台",), "望江新村4幢楼顶，我赶不回去", "望江新村4幢", "望江新村4幢天台", "utter_emergency_moved"),
    ],
)
def test_the_place_told_after_an_emergency_is_its_place(
    chat: Chat, portal: Portal, known: tuple[str, ...], said: str, place: str, now: str, response: str
) -> None:
    """Whatever else the message says; nothing that takes back is needed."""
    fire(chat, f"{''.join(known)}着火了", place=known)
    assert response in names(chat.says(said, place=(place,)))
    assert portal.cases[0]["place"] == now


def test_a_place_beside_the_known_one_does_not_move_an_emergency(chat: Chat, portal: Portal) -> None:
    """Whoever is on the way goes where it was said to be."""
    fire(chat)
    chat.says("烟飘到5栋了", place=("5栋",))
    assert portal.cases[0]["place"] == "桂花苑3栋"


def test_another_place_is_no_false_alarm(chat: Chat, portal: Portal) -> None:
    """It corrects the case's, unasked."""
    fire(chat)
    for at, said in (("5栋", "其实是5栋"), ("6栋", "搞错了，是6栋"), ("7栋", "不对，7栋")):
        assert names(chat.says(said, "deny", rule="deny", place=(at,))) == ["utter_emergency_moved"]
    assert portal.cleared == []


@pytest.mark.parametrize("where", ["翠竹公寓5栋门口", "5栋", "就在楼下", "3楼走廊"])
def test_where_it_is_is_no_danger(chat: Chat, portal: Portal, where: str) -> None:
    """However it reads; the words join the case, and where nobody could find it the estate is asked for."""
    fire(chat, "着火了", place=())
    told = chat.says(where, danger="trapped", asks=True)
    again = ["utter_ask_place_more"] * (not where.startswith("翠竹公寓"))
    assert names(told) == ["utter_danger_added", *again]
    assert len(portal.cases) == 1


def test_what_else_is_wanted_within_the_hour_is_answered(chat: Chat, portal: Portal) -> None:
    """A whole report of something else, a question about a vote, a person."""
    fire(chat)
    other = chat.says("另外桂花苑6栋楼道灯坏了", place=("桂花苑6栋",), score=0.95)
    assert other.says[-1].asks == "confirm"
    assert len(portal.details) == 0


# --- what may say that it is over


@pytest.mark.parametrize("undone", ["搞错了", "虚惊一场", "没有着火", "不是，是在演习", "原来是邻居炒菜"])
def test_a_false_alarm_is_undone_and_the_matter_goes_on(chat: Chat, portal: Portal, undone: str) -> None:
    """The same case, no emergency any more; what they then want is added to it; "没有" withdraws it."""
    fire(chat)
    told = chat.says(undone, "deny", rule="deny")
    assert names(told) == ["utter_false_alarm", "utter_ask_still"]
    assert portal.cleared == [(True, True)]
    assert portal.details == [("all-clear", undone)]
    chat.says("能不能叫他小声点 桂花苑6栋503", place=("桂花苑6栋503",))
    assert portal.details[-1] == ("details", "能不能叫他小声点 桂花苑6栋503")
    assert len(portal.cases) == 1


def test_nothing_is_left_to_do(chat: Chat, portal: Portal) -> None:
    """The case is withdrawn, not deleted."""
    fire(chat)
    chat.says("搞错了", "deny", rule="deny")
    assert names(chat.says("没有", "deny", rule="deny")) == ["utter_withdrawn"]
    assert [kind for kind, _ in portal.details] == ["all-clear", "withdrawal"]
    assert chat.expecting is None


def test_who_may_be_forced_to_deny_it_is_still_looked_for(chat: Chat, portal: Portal) -> None:
    """Whoever is beaten; a neighbour who heard a film is not."""
    fire(chat, "我老公打我", "home_violence", place=())
    assert names(chat.says("搞错了，没有人打我")) == ["utter_heard"]
    assert portal.cleared == [(True, False)]
    chat.expecting = None
    fire(chat, "隔壁在打老婆，女的喊救命", "home_violence", place=())
    assert names(chat.says("原来是在看电视"))[0] == "utter_false_alarm"
    assert portal.cleared[-1] == (True, True)


def test_who_swallowed_poison_is_told_120_first_and_is_still_looked_for(chat: Chat, portal: Portal) -> None:
    """The line that listens is in the same answer; taking it back does not end the alarm."""
    said = names(fire(chat, "桂花苑3栋我刚喝了半瓶农药", "self_harm"))
    assert said[0] == "utter_danger_swallowed"
    assert names(chat.says("没人接"))[0] == "utter_call_again"
    assert names(chat.says("搞错了")) == ["utter_denied_danger"]
    assert portal.cleared == [(True, False)]


@pytest.mark.parametrize("silent", ["没反应了", "叫不醒了", "她不动了"])
def test_who_swallowed_something_and_answers_no_more_is_pressed(chat: Chat, portal: Portal, silent: str) -> None:
    """Said without a new danger read: 120 again, and how to press."""
    fire(chat, "桂花苑3栋我妈想自杀，吃了一瓶安眠药", "self_harm")
    assert "utter_danger_unconscious" in names(chat.says(silent))


SAFE = [
    ("fire", "火灭了，人都没事", False),
    ("trapped", "人出来了", False),
    ("missing", "找到了，在便利店", True),
    ("gas", "阀门关好了，不漏了", False),
    ("fire", "没有人有危险", False),  # that nobody is in danger does not put a fire out
]


@pytest.mark.parametrize(("danger", "said", "ends"), SAFE)
def test_the_all_clear_is_heard(chat: Chat, portal: Portal, danger: str, said: str, ends: bool) -> None:
    """It stands on the case; a child that was found is no emergency any more; what is left is added."""
    fire(chat, KINDS[danger][0], danger)
    assert names(chat.says(said, "thank", rule="thank"))[0].startswith("utter_all_clear")
    assert portal.cleared == [(False, ends)]
    chat.says("但是电梯还没修好", "add_detail", rule="detail")
    assert portal.details[-1] == ("details", "但是电梯还没修好")
    assert len(portal.cases) == 1


@pytest.mark.parametrize(("script", "said"), [(one, text) for one, texts in STILL_IN_DANGER.items() for text in texts])
def test_true_words_of_a_danger_end_nothing(chat: Chat, portal: Portal, script: str, said: str) -> None:
    """Even where no danger is read in them: they join the case, and it is an emergency as before."""
    raise_as(chat, script)
    told = chat.says(said, "deny", rule="deny")
    assert portal.cleared == []
    assert [kind for kind, _ in portal.details if kind != "details"] == []
    assert not {"utter_false_alarm", "utter_all_clear", "utter_all_clear_doctor", "utter_denied_danger"} & {
        *names(told)
    }
    assert chat.expecting is None or not chat.expecting.get("over")


@pytest.mark.parametrize(
    ("script", "said"), [(one, text) for one, texts in NO_DANGER_ANY_MORE.items() for text in texts]
)
def test_an_all_clear_is_heard_at_once_or_after_one_question(
    chat: Chat, portal: Portal, script: str, said: str
) -> None:
    """Whoever says that it is over says it once, or once more with a button; what is explained after an apology was none.

    That only the fire is out is an all-clear of the fire, and the no one of the people."""
    raise_as(chat, script)
    told = chat.says(said, "thank", rule="thank")
    of_the_fire = portal.cleared.copy() if told.says[-1].asks == "danger" else []
    assert of_the_fire in ([], [(False, False)])
    if told.says[-1].asks == "danger":
        assert portal.details[-1] == ("all-clear" if of_the_fire else "details", said)
        chat.says("没有", "deny", rule="deny")
        explained = said_over.explains_away(a_turn(said))
        assert portal.cleared == [*of_the_fire, (explained, explained)]
    assert len(portal.cleared) == 1 + len(of_the_fire)
    assert (portal.details[-1][0], len(portal.cases)) in (("all-clear", 1), ("withdrawal", 1))


def test_what_may_say_no_is_asked_once_and_the_alarm_goes_on(chat: Chat, portal: Portal) -> None:
    """有 says it again with the number; 没有 is told as it was meant, and ends no page: a fire needs nobody in it."""
    fire(chat)
    told = chat.says("人没有受伤，困在里面出不来", "deny", rule="deny")
    assert names(told) == ["utter_danger_added", "utter_ask_danger"]
    raised = chat.raised()
    assert (raised["kind"], raised.get("asks")) == ("detail", "danger")
    assert names(chat.says("是锅里先着的")) == ["utter_danger_added"]
    assert names(chat.says("有", "affirm", rule="affirm"))[:2] == ["utter_danger_fire", "utter_danger_added"]
    assert portal.cleared == []
    assert names(chat.says("大家都撤出来了，楼道全是水"))[-1] == "utter_ask_danger"
    assert names(chat.says("没有", "deny", rule="deny")) == ["utter_all_clear"]
    assert portal.cleared == [(False, False)]
    assert [kind for kind, _ in portal.details] == ["details"] * 4 + ["all-clear"]


def test_an_all_clear_in_which_a_danger_is_read_is_asked_about(chat: Chat, portal: Portal) -> None:
    """However plain its words: a sure danger has its number, a doubtful one the question."""
    fire(chat)
    assert names(chat.says("烟散了，火也灭了", danger="fire", asks=True))[-1] == "utter_ask_danger"
    assert names(chat.says("火灭了", danger="fire"))[0] == "utter_danger_fire"
    assert portal.cleared == []


@pytest.mark.parametrize("said", ["没事了", "我没事了", "不用来了", "搞错了"])
def test_whoever_is_beaten_is_still_looked_for_after_any_all_clear(chat: Chat, portal: Portal, said: str) -> None:
    """They may be made to say it: nothing ends, and whom to call is said."""
    fire(chat, "我老公打我", "home_violence", place=())
    assert names(chat.says(said, "stop", rule="stop")) == ["utter_heard"]
    assert [ends for _, ends in portal.cleared] == [False]
    assert chat.expecting is not None
    assert not chat.expecting.get("over")


def test_a_joke_leaves_the_case_to_be_verified(chat: Chat, portal: Portal) -> None:
    """Somebody else may have the phone: it is a false alarm, which nobody withdraws without a word more, and it is asked as of any other."""
    chat.says("桂花苑3栋着火了", danger="fire", place=("桂花苑3栋",))
    assert names(chat.says("骗你们的，没有着火")) == ["utter_false_alarm", "utter_ask_still"]
    assert portal.cleared == [(True, True)]
    assert portal.made("withdraw") == []


@pytest.mark.parametrize(
    "said",
    ["恶作剧", "恶作剧而已", "我是恶作剧", "玩玩的", "开玩笑的", "我瞎说的", "是乱报的", "逗着玩的", "吓你们的", "就是整蛊一下", "对不起，我乱说的"],
)  # fmt: skip
def test_a_prank_is_asked_about_like_any_false_alarm(chat: Chat, portal: Portal, said: str) -> None:
    """Whoever is on call is told; the case stays."""
    fire(chat)
    assert names(chat.says(said, "out_of_scope", rule="out_of_scope")) == ["utter_false_alarm", "utter_ask_still"]
    assert portal.cleared == [(True, True)]
    assert portal.made("withdraw") == []


@pytest.mark.parametrize("kind", ["fire", "violence"])
@pytest.mark.parametrize("said", ["胡说", "瞎说", "乱讲", "骗你", "胡说的", "骗你的", "乱报的"])
def test_made_up_without_a_word_of_who_made_it_up_is_asked_about(
    chat: Chat, portal: Portal, said: str, kind: str
) -> None:
    """It may contradict somebody beside, or be somebody else's word."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    assert names(chat.says(said, "out_of_scope", rule="out_of_scope"))[-1] == "utter_ask_danger"
    assert portal.cleared == []


@pytest.mark.parametrize(
    "said", ["不是恶作剧，真的着火了", "我没有瞎说的", "小孩恶作剧点着了楼道", "没骗你，真的", "不是恶作剧", "没跟你们开玩笑"]
)  # fmt: skip
@pytest.mark.parametrize("is_asked", [True, False])
def test_no_prank_is_heard_as_danger_that_goes_on(chat: Chat, portal: Portal, said: str, *, is_asked: bool) -> None:
    """With the number again, rather than asked whether somebody is in danger."""
    fire(chat)
    if is_asked:
        chat.says("好像搞错了", "out_of_scope", rule="out_of_scope")
    told = chat.says(said, "out_of_scope", rule="out_of_scope")
    assert names(told)[0] == "utter_danger_fire"
    assert "utter_ask_danger" not in names(told)
    assert [danger for _, danger in portal.raised_again] == ["fire"]
    assert portal.cleared == []


@pytest.mark.parametrize("said", ["不是恶作剧，是我看错了", "没骗你，没事了", "是不是恶作剧"])
def test_no_prank_beside_a_denial_is_no_danger_that_goes_on(chat: Chat, portal: Portal, said: str) -> None:
    """It is asked about, or told as over."""
    fire(chat)
    assert "utter_danger_fire" not in names(chat.says(said, "out_of_scope", rule="out_of_scope"))
    assert portal.raised_again == []


@pytest.mark.parametrize(
    "said", ["是小孩恶作剧点着的", "有人恶作剧把电闸拉了", "他说是恶作剧，可烟还在冒", "不是恶作剧，快来"]
)
def test_another_ones_prank_ends_nothing(chat: Chat, portal: Portal, said: str) -> None:
    """It may be how the danger began."""
    fire(chat)
    chat.says(said)
    assert portal.cleared == []


# --- what the portal does not take


def test_an_all_clear_that_is_refused_does_not_deny_the_case(chat: Chat, portal: Portal) -> None:
    """It is there: only that these words are not in it is said, and whom to call."""
    chat.says("桂花苑3栋着火了", danger="fire", place=("桂花苑3栋",))
    portal.refusals["/all-clear"] = (409, "closed")
    told = chat.says("骗你们的，没有着火")
    assert names(told) == ["utter_not_noted"]
    assert told.says[0].params == {"case_no": portal.cases[0]["case_no"]}


def test_words_about_an_emergency_that_are_refused_do_not_deny_the_case(chat: Chat, portal: Portal) -> None:
    """Nor do they say that there is none."""
    chat.says("着火了快来人啊", danger="fire")
    portal.refusals["/details"] = (409, "closed")
    told = chat.says("幸福家园3栋", place=("幸福家园3栋",))
    assert names(told) == ["utter_not_noted"]
    portal.refusals.clear()
    chat.says("着火了快来人啊", danger="fire")
    assert names(chat.says("幸福家园3栋", place=("幸福家园3栋",))) == ["utter_danger_added"]
