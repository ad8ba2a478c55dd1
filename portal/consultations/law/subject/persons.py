"""Pure: whether what a vote asks seems to be about a person or an office, by the names of those in office and by such words.

`persons_asked_of` warns, and makes a ruling take two; it finds too much, as names that are words. `holders_asked_of`, narrower, bars a shorter notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.consultations.law.subject import offices
from portal.consultations.law.subject.normal_form import normal, normal_forms, written_by_sound

_MOST_PERSONS = 6  # shown in a warning
FAMILY = re.compile(  # surnames of one character
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
).pattern
_SURNAME = re.compile(rf"(?:欧阳|司马|上官|诸葛|夏侯|慕容|司徒|端木|{FAMILY})").pattern
_NO_NAME = re.compile(  # begins like a name, but is a word: 方案一
    "方[案式法面向便形]|高[度低层处]|安[装全静排]|金[额色属]|万[元能]|白[天色班]|黄[色线]|石[板头]|温[度室]|水|常[规年]|江[边南]|周[末一二三四五六日]|钱|夏[天季]|钟|龙头|向[东西南北]|孔|雷"
).pattern
_NAME_ALONE = re.compile(  # an option that is somebody's name and nothing else: 沈兰, 老沈, 张三（现任）
    rf"(?!{_NO_NAME})(?:{_SURNAME}(?![一二两日末色门边期层园场道路桥])[\u3400-\u9fff]{{1,2}}|[老小]{_SURNAME})(?:同志|女士|先生|老师|师傅|阿姨)?(?:[（(].{{0,20}}[）)])?"
)
_PERSON_IN_OFFICE = re.compile(rf"{_SURNAME}[\u3400-\u9fff]{{0,2}}(?:主任|书记|委员(?!会)|站长|会长|经理|社长|组长)")
_COMMITTEE = re.compile("(?:居委会|业委会|村委会|居民委员会|业主委员会|村民委员会)").pattern
_WHO = re.compile(  # warns, and makes a ruling take two
    "谁[来能当做带管接是负领主最行干]|由谁|选谁|推谁|哪[一]?[位个]人?(?:来|当|做|带|管|接)|哪位(?!置|老师|医生|专家|教练|师傅|律师)|当家人|带头人|领头人|领路人|领头羊|主心骨|掌门人|掌舵人"
    "|一把手(?![套电工])|负责人|(?<!班)副?主任(?!医|办公|接待|信箱|值班|电话|室)|书记(?!接待|信箱|工作室|电话)|(?<!舞)(?<!当)班子|换人|换届(?!宣传)|换掉(?![^，。；？]{0,8}(?:灯|管|器|树|锁|砖|板|瓦|箱|门|窗|泵|线|桶|椅|凳))|留任|连任|续任|接任|再[干当任做][^，。；？]{0,4}[届年任]"
    "|(?<![树亭棚箱架房])的?去留|当选|候选(?!方案|地|颜色|名称|图)|下台(?!阶)|(?<!装)卸任(?!何)|不信任|信任投票|(?<!职责)称职|同志(?!们)|[这那]位(?![置居业])|民主[评测][议评]|(?<!责任)履职|述职|胜任|(?<!责)任职(?!责)|罢免|免职|撤职|停职|辞职"
    "|(?<!距)离任(?!何)|让贤|(?<!孩子)(?<!学生)(?<!放学)下课(?!以?后|时)|接班人|现在?(?:的)?岗位|原岗位|[干当]下去|选举"
    "|(?:适不适合|适合不适合|是否适合|还适合|能不能|该不该|要不要)[^，。；？]{0,6}(?:[干任](?!务|何|湿|洗|挂|燥|机|净|预)|当(?![天晚夜场前中地作成])|留任|留下)"
    "|(?:[陪带领]|服务|团结)[着好]?(?:大家|大伙儿?|我们|咱们|居民)[^，。；？]{0,4}(?:[一二两三四五六七1-9几][年届任](?!的)|下去)"
    rf"|退出(?:{_COMMITTEE}|委员会)|{_COMMITTEE}的?(?:成员|委员(?!会)|人员|干部|带头)[^，。；？]{{0,3}}(?:调整|变动|变更|轮换(?!值班)|更替|更换|进退|进出|到龄|退出)"
)
_HOLDER = re.compile(  # somebody who holds an office, though not named
    "(?:(?<![其吉])他(?![们家人处项])|大姐(?!们)|大哥(?!们)|现任|原班|老?班底|(?<!舞)(?<!当)班子|领导(?!小组)|干部|当家|管事的?|大管家|管公章|[这那]一?位(?![置居业])|同志(?!们)"
    "|主任(?!办公|接待|信箱|室|值班|电话)|书记(?!信箱|接待|工作室|电话)|现[在有]的?(?:人手|队伍|一班人)|同一批人"
    f"|(?<!选举)委员(?!会)|一把手(?![套电工])|带头人|领头人|掌门人|掌舵人|{_COMMITTEE}的?(?:成员|人员|带头))"
).pattern
_STAYS = re.compile(  # that they stay or go, or how they do
    "(?:[一二两三四五六1-9几][年届任]|留(?![言意影电])|[去进]退|去留|走(?![道廊路访])|换(?![灯鞋值])|满不满意|满意(?!度)|信得过|信任|机会|接着|继续|下去|还行|测评|评议|评一评|打几?分|几分|合格|称职|胜任|连任|续任|轮换(?!值班)|调整|变动|更替|到龄|退出"
    "|表现|好不好|行不行|怎么样|退休|回家|不来|干得|延长|保留|维持|歇一歇|人选|候选|由谁|谁来|选谁)"
).pattern
_GRADES = re.compile("(?:打几?分|几分|信任|信得过|满不满意|满意(?!度))").pattern
_OF_AN_OFFICE = re.compile(  # bars a shorter notice
    rf"{_HOLDER}[^，。；？]{{0,10}}{_STAYS}|{_STAYS}[^，。；？]{{0,10}}{_HOLDER}|她(?![们家])|当家的|(?:连任|留任|续任|罢免|改选|不信任投票|离任的事)(?!的?(?:志愿|办法))|退出(?:{_COMMITTEE}|委员会)"
    rf"|{_COMMITTEE}[^，。；？]{{0,4}}{_GRADES}|{_GRADES}[^，。；？]{{0,4}}{_COMMITTEE}|(?:延长|延期|暂缓|推迟|不)[^，。；？]{{0,2}}(?:任期(?!满)|换届|换人(?!的))|(?:任期|服务期)[^，。；？]{{0,2}}延长|换届[^，。；？]{{0,2}}(?:延期|暂缓|推迟)"
    "|(?:[一二两三四五几1-9]|下一?个?)[^，。；？]{0,2}[年届][^，。；？]{0,4}(?:交给谁|谁来带|由谁)|[陪带领][着好]?(?:大家|大伙儿?|我们|咱们)[^，。；？]{0,4}[一二两三四五六七1-9几][年届任](?!的)"
    "|(?:继续|接着)[带陪]大家(?![跳练唱学做读晨打走])|(?:适不适合|适合不适合|还适合|还能不能|该不该再)[^，。；？]{0,4}(?:干下去|当下去|留任)"
)
_STANCES = re.compile("不?同意|不?赞成|不?支持|反对|弃权|都行|随便|可以|不行")
_PARTED = r"[\W\d_]{0,2}"  # what may stand between the characters of a name
_POSTS = re.compile(  # what account names have besides the name: 演示·主任沈兰
    "演示|测试|[正副]|主任|书记|委员|成员|[楼小]?组长|站长|所长|会长|队长|科长|经理|监票人?|督查|督办|受理[员台]?|网格[员长]?|值班|运维|管理员|办事员|专员|调解员|社工|民警|市政|物业"
    "|居民?委员?会|业主?委员?会|村民?委员?会|社区|街道|同志|老师|女士|先生|账号|号|备用|临时|夜班|白班|应急|志愿者?|党建|热线|接线"
)
_HAN_PARTS = re.compile("[\u3400-\u9fff]+")
_CALLED = re.compile(
    "(?:(?:家?大?[姐哥叔婶爷嫂]|妈妈|阿姨|同志|老师|师傅|先生|女士|主任|书记|主席|委员(?!会)|社工|会长|某)(?![早凉餐摊店铺车超理面馆]))"
).pattern
_NICKNAME = re.compile("[老小阿]")
_FAMILIAR = re.compile("阿").pattern
_FAMILY_FIRST = re.compile(rf"{_SURNAME}[\u3400-\u9fff]{{0,2}}|[老小阿][\u3400-\u9fff]")
_OFFICE_NAME = re.compile(
    r"[站所局队处办台院部科心司会组苑园区寓村路街里班庭府城巷沿东南西北]\Z"
)  # of a body, not of a person
_NOT_A_STREET = re.compile("(?![路街巷店])").pattern
_BRACKETS = re.compile("[（(][^）)]{0,6}[）)]")
_TRADE = re.compile("[工总]")  # 何工
_NOT_HOW, _NOT_WORK = re.compile("(?<!如)").pattern, re.compile("(?![作程会具])").pattern  # not 如何工作
# before and after 老沈, or the text's end; not 小高层, 花小钱
_BEFORE_CALLED = re.compile("(?<![花用大出省挣赚费])").pattern
_AFTER_CALLED = re.compile(
    "(?:(?![\u3400-\u9fff])|(?=[是的还再能该愿继接留当任做走退干适称同和与或吗呢吧这那要不会有来去换]|好不好|好吗|行不行|行吗|可不可|可以吗))"
).pattern


@dataclass(frozen=True)
class People:
    """The names of those of whom a vote may ask. `officers`: of the committee's accounts; `staff`: of others; `roll`: of voters."""

    officers: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    roll: frozenset[str] = frozenset()


def persons_asked_of(texts: Iterable[str], people: People) -> list[str]:
    """What in the texts (`decided_elsewhere.texts_of`) seems to ask about a person, or about who holds an office, each once."""
    said = _read(texts)
    found = _named(said, people)
    for text in said:
        if _NAME_ALONE.fullmatch(text) and not _STANCES.fullmatch(text):
            found.append(text)
        found += [one.group() for pattern in (_PERSON_IN_OFFICE, _WHO, _OF_AN_OFFICE) for one in pattern.finditer(text)]
        found += offices.asked_about(text)
    return list(dict.fromkeys(found))[:_MOST_PERSONS]


def names_in(texts: Iterable[str], people: People) -> list[str]:
    """The names of these people in the texts, each once."""
    return list(dict.fromkeys(_named(_read(texts), people)))


def holders_asked_of(texts: Iterable[str], people: People) -> list[str]:
    """What in the texts plainly asks about somebody in office, by a name of those there or by whether they stay, each once.

    A part of `persons_asked_of`: neither a voter's name nor 主任 or 谁来 alone, which ordinary matters have, too.
    """
    said = _read(texts)
    found = _in_office(said, people)
    found += [one.group() for text in said for one in _OF_AN_OFFICE.finditer(text)]
    found += [one for text in said for one in offices.asked_about(text, plain=True)]
    return list(dict.fromkeys(found))[:_MOST_PERSONS]


def _read(texts: Iterable[str]) -> list[str]:
    return [normal_forms(text)[-1] for text in texts]


def _named(said: list[str], people: People) -> list[str]:
    whole = {name: normal(name) for name in sorted(people.officers | people.roll) if len(name) > 1}
    found = [name for name, same in whole.items() if any(same in text for text in said)]
    return found + _in_office(said, people)


def _in_office(said: list[str], people: People) -> list[str]:
    """Whom of the staff the texts name, by their name without its post; the committee's own also as they are called (沈大姐)."""
    read = [form for text in said for form in {text, _BRACKETS.sub("", text)}]
    ways = {own: _alone(own) for name in sorted(people.staff) if len(own := own_name(name, free=False)) > 1}
    ways |= {own: _called(own) for name in sorted(people.officers) if (own := own_name(name))}
    return [own for own, way in ways.items() if any(re.search(way, text) for text in read)]


def own_name(account_name: str, *, free: bool = True) -> str:
    """The person's name in the name of an account, without its post: 沈兰 of 演示·主任沈兰, 钱 of 钱委员; "" of 业委会监票人.

    `free`: also one that begins with no usual surname (阿依古丽); not of accounts that are often called by a place (桂花苑网格员).
    """
    parts = _HAN_PARTS.findall(_POSTS.sub("\n", normal_forms(account_name)[-1]))
    persons = [part for part in parts if not _OFFICE_NAME.search(part)]
    names = [part for part in persons if _FAMILY_FIRST.fullmatch(part)]
    others = [part for part in persons if free and 2 <= len(part) <= 6]
    return str((names or others or [""])[-1])


@lru_cache(maxsize=512)
def _alone(own: str) -> str:
    """A pattern of somebody's name, however it is written."""
    written = written_by_sound(own, _PARTED).pattern
    if _NICKNAME.match(own):
        return f"{_BEFORE_CALLED}{written}{_AFTER_CALLED}"
    return f"{_NOT_HOW}{written}{_NOT_WORK}" if _TRADE.fullmatch(own[1:]) else written + _NOT_A_STREET


@lru_cache(maxsize=512)
def _called(own: str) -> str:
    """A pattern of somebody's name, and of what they are called by it: 老沈, 沈大姐, 兰姐, shen姐."""
    nicknamed = _NICKNAME.match(own) is not None
    family = re.match(_SURNAME, own)
    first = own[1:] if nicknamed else family.group() if family else own[0]
    given = "" if nicknamed or _TRADE.fullmatch(own[1:]) else own[len(first) :]
    ways = [rf"{_BEFORE_CALLED}{_NICKNAME.pattern}{first}{_AFTER_CALLED}", written_by_sound(first).pattern + _CALLED]
    ways += [_alone(own)] if len(own) > 1 else []
    ways += [rf"{given}{_CALLED}", _FAMILIAR + given] if given else []
    ways += [given * 2 + _AFTER_CALLED] if len(given) == 1 else []
    return "|".join(ways)
