"""Where reporters live and work, by their own words, is told apart from where the matter is."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters import own_life

# a report, and a place in it
OWN = """清河小区3栋302有人聚众赌博，我是楼下202的，在菜场卖豆腐，别让人知道是我说的|菜场
清河小区3栋302赌博，我在菜场卖豆腐，别说是我|菜场
我在菜场卖豆腐的，清河小区3栋302赌博，别说是我|菜场
清河小区3栋棋牌室赌钱，我是菜场卖鱼的|菜场
302打牌吵，我平时在幸福小学门口摆摊，别讲出去|幸福小学
7栋有人群租，我老公在幸福农贸市场上班，怕报复|幸福农贸市场
3栋302打孩子，我女儿在幸福小学读书，跟他家孩子同班|幸福小学
3栋302打孩子，我女儿在幸福小学上三年级|幸福小学
5栋1楼开黑网吧，我家住清河小区6栋，在菜场当保安|菜场
5栋1楼开黑网吧，我家住清河小区6栋，在菜场当保安|清河小区6栋
麻将馆半夜吵，我开的店就在老菜场后门，开理发店的|理发
楼上装修，我的店就在老菜场，别说是我|老菜场
举报7栋502赌博，我租在清河小区8栋，别说出去|清河小区8栋
我是3栋的老李，退休了，在老菜场看门，302天天赌|老菜场
3栋棋牌室赌博，我菜场卖菜的，别跟人说|菜场
本人在幸福小学教书，3栋302群租|幸福小学
我白天在老菜场扫地，7栋楼道有人吸毒|老菜场
7栋有人吸毒，我在老菜场扫马路时发现的|老菜场
7栋有人吸毒，来电人在老菜场卖水果|老菜场
7栋502赌，我家清河小区2栋202，别说是我|清河小区2栋
7栋502赌，清河小区2栋就是我家，别说是我|清河小区2栋
7栋502赌，我清河小区2栋202的|清河小区2栋
我是202的，平时在菜场干活，302天天赌|菜场
我住在202，也在菜场有个摊位，302天天赌|菜场
7栋502赌，我妈在菜场卖菜，怕被报复|菜场
我现在在幸福小学当老师，对门群租，别说是我|幸福小学
我以前在菜场打过工，知道3栋302放高利贷|菜场
我在幸福农贸市场做保洁，5栋302天天打老婆|幸福农贸市场
我是在菜场卖豆腐的，3栋302聚赌|菜场
我是对门502的，今年六十岁，在老菜场修鞋，501群租|老菜场"""
MATTER = """菜场有人卖病死猪肉，别说是我|菜场
我在菜场买菜被宰了，别说是我|菜场
我在菜场看见有人偷电|菜场
我在菜场门口摔了一跤|菜场
我是3栋的，菜场卖豆腐的老张短斤少两|菜场
我住3栋，在菜场卖豆腐的老张骂人|菜场
我在菜场卖豆腐被管理员打了|菜场
我在公园路开车撞到坑里了|公园路
我在清河小区3栋门口做核酸时滑倒|清河小区3栋
我在幸福超市买东西收银员骂人|幸福超市
我在清河小区值班室被保安骂|清河小区
我在幸福小学门口看到有人打孩子|幸福小学
我儿子在幸福小学上学被老师打|幸福小学
我在老菜场公厕门口看门锁坏了|老菜场公厕
我在清河小区3栋工作人员那里被骂|清河小区3栋
清河小区3栋302有人聚众赌博，我是楼下202的|清河小区3栋
我们在小区门口摆摊被城管赶|小区门口
我家门口堆垃圾，清河小区3栋楼下|清河小区3栋
老菜场后门有人卖假烟，我在旁边开店|老菜场后门
有人在幸福小学门口卖烟|幸福小学
他在菜场卖豆腐，天天骂人|菜场
楼下302在清河小区3栋开麻将馆|清河小区3栋
我举报在老菜场开麻将馆的那家|老菜场
我想投诉幸福农贸市场的摊位费乱收|幸福农贸市场
我发现在清河小区7栋做饭的群租房|清河小区7栋
我们家楼上3栋302漏水|3栋302
我在菜场卖鱼的摊前滑倒|菜场
清河小区5栋有人在楼道开店卖早点|清河小区5栋
我在清河小区3栋住的时候就有老鼠，菜场也有|菜场
我在清河小区3栋楼下乘凉听到302打孩子|清河小区3栋
我在老菜场当场被抓包讹钱|老菜场
我每天路过幸福小学，校门口卖垃圾食品|幸福小学
隔壁老王在菜场上班，天天吵|菜场
我要反映菜场卖的鱼有药水|菜场
保安在清河小区值班睡觉|清河小区
清河小区8栋开棋牌室的赌博，我是6栋的|清河小区8栋
我给菜场卖豆腐的写了欠条他不认|菜场
我对面3栋302开麻将馆|3栋302
我家楼下是菜场，菜场半夜装卸货|菜场"""


@pytest.mark.parametrize("line", OWN.split("\n"))
def test_a_place_of_the_reporters_is_none_of_the_matter(line: str) -> None:
    """Also in a clause that goes on without a subject."""
    text, place = line.split("|")
    assert own_life.place_of_matter(text, place) == ""


@pytest.mark.parametrize("line", MATTER.split("\n"))
def test_a_place_of_the_matter_stays(line: str) -> None:
    """Where something happened, where others live and work, and where the reporter only was."""
    text, place = line.split("|")
    assert own_life.place_of_matter(text, place).startswith(place)


def test_what_they_tell_of_themselves_is_taken_out() -> None:
    """The matter and the wish remain."""
    text = "3栋302聚赌，我是楼下202的，在菜场卖豆腐，别说是我"
    assert own_life.without(text) == "3栋302聚赌，，别说是我"


@pytest.mark.parametrize(
    ("text", "words", "is_so"),
    [
        ("501在群租，我是对门的小学老师", ["小学", "老师"], True),
        ("501在群租，我是对门的小学老师", ["群租", "老师"], False),
        ("小学老师打人，我是小学老师", ["小学", "老师"], False),
        ("501在群租", [], False),
    ],
)
def test_words_that_only_tell_of_the_reporter(text: str, words: list[str], is_so: bool) -> None:
    """By such words nobody knows what the matter is about."""
    assert own_life.is_only_told_there(text, words) is is_so


# beside another place
OF_SELF = """我和老公在菜场有个摊，清河小区3栋赌|菜场
清河小区3栋302赌，我老公是菜场管理员|菜场
清河小区3栋302赌，本人系幸福小学教师|幸福小学
清河小区3栋302赌，我在幸福小学当班主任|幸福小学
清河小区3栋302赌，我上班的地方是菜场|菜场
清河小区3栋302赌，我上班在菜场|菜场
清河小区3栋302赌，我在菜场杀鱼|菜场
清河小区3栋302赌，我在菜场门口炸油条|菜场
清河小区3栋302赌，我在菜场擦皮鞋|菜场
清河小区3栋302赌，我在幸福超市理货|幸福超市
清河小区3栋302赌，我,菜场卖豆腐的,别说是我|菜场
清河小区3栋302赌，我是202的。在菜场卖豆腐。|菜场
清河小区3栋302赌 我202的 菜场卖豆腐 别说是我|菜场
清河小区3栋302赌，菜场卖豆腐的就是我|菜场
清河小区3栋302赌，我是楼下202的,平时菜场卖豆腐|菜场
清河小区3栋302赌，我是楼下202的,天天要去菜场出摊|菜场
清河小区3栋302赌，我家孩子在幸福小学念三年级|幸福小学
清河小区3栋302赌，我女儿幸福小学的|幸福小学
清河小区3栋302赌，我侄子在菜场卖菜|菜场
清河小区3栋302赌，我岳母在菜场卖菜|菜场
清河小区3栋302赌，我在清河小区6栋租房|清河小区6栋
清河小区3栋302赌，我在清河小区6栋带孙子|清河小区6栋"""
NOT_OF_SELF = """我是202的，清河小区3栋赌博|清河小区3栋
我住清河小区6栋，清河小区3栋302天天打牌，别说是我|清河小区3栋
我看到他们在菜场分钱，清河小区3栋|菜场
我在菜场被老张打了，清河小区3栋的|菜场
我举报清河小区3栋302，我是6栋的|清河小区3栋
我在老菜场扫马路时发现下水道死了人|老菜场
我想说清河小区3栋302赌博，我是菜场的|清河小区3栋
我是楼上的，302在清河小区3栋开赌场|清河小区3栋
我在菜场扫马路时发现井盖没了|菜场
别说是我，清河小区3栋302卖假酒|清河小区3栋"""


@pytest.mark.parametrize("line", OF_SELF.split("\n"))
def test_a_clause_on_the_sender_holds_no_place_of_the_matter(line: str) -> None:
    """Whatever they do there, as long as nothing befell them."""
    text, place = line.split("|")
    assert own_life.place_of_matter(text, place, own_life.clauses_on_self) == ""


@pytest.mark.parametrize("line", NOT_OF_SELF.split("\n"))
def test_what_they_saw_or_suffered_does(line: str) -> None:
    """And what comes after they have introduced themselves."""
    text, place = line.split("|")
    assert own_life.place_of_matter(text, place, own_life.clauses_on_self).startswith(place)
