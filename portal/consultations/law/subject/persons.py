"""Pure: whether what a vote asks seems to be about a person or an office, by the names of those in office and by such words.

It only warns, shuts some short ways (`for_two` of a ruling, a shorter notice) and decides nothing: names that are words, too, are found as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.consultations.law.subject.normal_form import normal, normal_forms, written_by_sound

_MOST_PERSONS = 6  # shown in a warning
FAMILY = re.compile(  # surnames of one character
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
).pattern
_SURNAME = re.compile(rf"(?:欧阳|司马|上官|诸葛|夏侯|慕容|司徒|端木|{FAMILY})").pattern
_NAME_ALONE = re.compile(  # an option that is somebody's name and nothing else: 沈兰, 老沈, 张三（现任）
    rf"(?:{_SURNAME}(?![一二两日末色门边期层园场道路桥])[\u3400-\u9fff]{{1,2}}|[老小]{_SURNAME})(?:同志|女士|先生|老师|师傅|阿姨)?(?:[（(].{{0,20}}[）)])?"
)
_PERSON_IN_OFFICE = re.compile(rf"{_SURNAME}[\u3400-\u9fff]{{0,2}}(?:主任|书记|委员(?!会)|站长|会长|经理|社长|组长)")
_COMMITTEE = re.compile("(?:居委会|业委会|村委会|居民委员会|业主委员会|村民委员会)").pattern
_WHO = re.compile(
    "谁[来能当做带管接是负领主最行干]|由谁|选谁|推谁|哪[一]?[位个]人?(?:来|当|做|带|管|接)|哪位|当家人|带头人|领头人|领路人|领头羊|主心骨|掌门人|掌舵人"
    "|一把手|负责人|副?主任|书记|班子|换人|换届|换掉|留任|连任|续任|接任|再[干当任做][^，。；？]{0,4}[届年任]|去留|当选|候选|下台|卸任|不信任|信任投票|称职"
    "|同志(?!们)|[这那]位(?![置居业])|民主[评测]议?|履职|述职|胜任|任职|任期|选举|罢免|免职|撤职|停职|辞职|离任|让贤|退位|让位|下课|接班人"
    "|现在?(?:的)?岗位|原岗位|(?:适不适合|适合不适合|是否适合|还适合|合适不合适|能不能|该不该|要不要)[^，。；？]{0,6}(?:岗(?!亭)|(?<!比)[干当任](?!务)|留任|留下)|[干当]下去"
    "|(?:[陪带领]|服务|团结)[着好]?(?:大家|大伙儿?|我们|咱们|居民|社区)[^，。；？]{0,4}(?:[一二两三四五六七1-9几][年届任]|下去)"
    "|(?:接着|继续|接下来)(?:[陪带]|领(?!取)|干(?!净)|当)"
    rf"|退出(?:{_COMMITTEE}|委员会)|{_COMMITTEE}的?(?:成员|委员(?!会)|人员|干部|带头)[^，。；？]{{0,3}}(?:调整|变动|变更|轮换|更替|更换|进退|进出|到龄|退出)"
)
_STANCES = re.compile("不?同意|不?赞成|不?支持|反对|弃权|都行|随便|可以|不行")
_PARTED = r"[\W_]?"  # what may stand between the characters of a name
_POSTS = re.compile(  # what account names have besides the name: 演示·主任沈兰
    "演示|测试|[正副]|主任|书记|委员|成员|[楼小]?组长|站长|所长|会长|队长|科长|经理|监票人?|督查|督办|受理[员台]?|网格[员长]?|值班|运维|管理员|办事员|专员|调解员|社工|民警|市政|物业"
    "|居民?委员?会|业主?委员?会|村民?委员?会|社区|街道|同志|老师|女士|先生|账号"
)
_HAN_PARTS = re.compile("[\u3400-\u9fff]+")
_CALLED = re.compile("(?:大?[姐哥叔婶爷嫂]|阿姨|同志|老师|师傅|先生|女士)").pattern
_NICKNAME = re.compile("[老小阿]")
_TRADE = re.compile("[工总]")  # 何工
_NOT_HOW, _NOT_WORK = re.compile("(?<!如)").pattern, re.compile("(?![作程会])").pattern  # not 如何工作
# after 老沈 or 小高, or the text's end; not 小高层
_AFTER_CALLED = re.compile(
    "(?:(?![\u3400-\u9fff])|(?=[是的还再能该愿继接留当任做走退干适称同和与或吗呢吧这那]))"
).pattern


@dataclass(frozen=True)
class People:
    """The names of those of whom a vote may ask. `officers`: of the committee's accounts; `staff`: of others; `roll`: of voters."""

    officers: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    roll: frozenset[str] = frozenset()


def persons_asked_of(texts: Iterable[str], people: People) -> list[str]:
    """What in the texts (`decided_elsewhere.texts_of`) seems to ask about a person, or about who holds an office, each once."""
    said = [normal_forms(text)[-1] for text in texts]
    found = list(_named(said, people))
    for text in said:
        if _NAME_ALONE.fullmatch(text) and not _STANCES.fullmatch(text):
            found.append(text)
        found += [one.group() for pattern in (_PERSON_IN_OFFICE, _WHO) for one in pattern.finditer(text)]
    return list(dict.fromkeys(found))[:_MOST_PERSONS]


def _named(said: list[str], people: People) -> Iterator[str]:
    """The names in the texts: whole ones; of staff without their post; of the committee's own also what they are called (沈大姐)."""
    whole = {name: normal(name) for name in sorted(people.officers | people.staff | people.roll) if len(name) > 1}
    yield from (name for name, same in whole.items() if any(same in text for text in said))
    ways = {own: _alone(own) for name in sorted(people.staff) for own in own_names(name)}
    ways |= {own: _called(own) for name in sorted(people.officers) for own in own_names(name)}
    yield from (own for own, way in ways.items() if any(re.search(way, text) for text in said))


def own_names(account_name: str) -> list[str]:
    """The person's name in the name of an account, without its post: 沈兰 of 演示·主任沈兰; none of 业委会监票人."""
    parts = _HAN_PARTS.findall(_POSTS.sub("\n", normal(account_name)))
    return [part for part in parts if 2 <= len(part) <= 4]


@lru_cache(maxsize=512)
def _alone(own: str) -> str:
    """A pattern of somebody's name, however it is written."""
    written = written_by_sound(own, _PARTED).pattern
    return f"{_NOT_HOW}{written}{_AFTER_CALLED if _NICKNAME.match(own) else _NOT_WORK}"


@lru_cache(maxsize=512)
def _called(own: str) -> str:
    """A pattern of somebody's name, and of what they are called by it: 老沈, 沈大姐, 兰姐."""
    first, rest = own[0], own[1:]
    if _NICKNAME.match(own):
        return f"{_alone(own)}|{rest}{_CALLED}"
    given = "" if _TRADE.fullmatch(rest) else f"|{rest}{_CALLED}"
    return f"{_alone(own)}|{_NICKNAME.pattern}{first}{_AFTER_CALLED}|{first}{_CALLED}{given}"
