"""Whether a message states how somebody votes, judged by what it says and not by words of the title alone (pure).

A linear model over the message as slots, with free text between them. Each slot is a letter: an option by name (O) or
by its number (D), that option (P), words of the vote's title (T, a single character t), a stance (Y for, X against, A
abstain), approval (W) and refusal (Z) in other words, voting (V), choosing (C), the speaker (I), and what is only
reported (R). The slots come from the vote's own words, so the model also works for votes that it was not trained on.
Weights and training sentences are in `data/votes/`; `bench/choices.py` trains the model, and measures it on votes left
out.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.kernel.config import PROJECT

FOLDER = PROJECT / "data" / "votes"
RUNS = 3.0  # total weight of the runs of characters among the features
WINDOW = 240  # characters: a text up to this length is scored as a whole
# What a score (log odds) must pass:
THRESHOLD = 0.0  # for a whole message; bench/choices.py has it in the bias
ANSWERED = 1.0  # if the bot has asked something else: for a text about the vote itself
CHOSEN = 2.0  # if the bot has asked something else: for a clause with a chosen option
SENTENCE = 1.0  # for one sentence of several
CLAUSE = 0.5  # for one clause of a long sentence
LONG_SENTENCE = 40  # characters: a longer sentence is also scored clause by clause
_SIMPLE = dict(
    pair.split("=")
    for pair in [
        "贊=赞",
        "樁=桩",
        "揀=拣",
        "貳=二",
        "壹=一",
        "參=三",
        "叁=三",
        "恆=恒",
        "萬=万",
        "樹=树",
        "楊=杨",
        "廣=广",
        "場=场",
        "園=园",
        "區=区",
        "聲=声",
        "氣=气",
        "圍=围",
        "欄=栏",
        "牆=墙",
        "閉=闭",
        "實=实",
        "電=电",
        "動=动",
        "車=车",
        "門=门",
        "東=东",
        "見=见",
        "現=现",
        "權=权",
        "棄=弃",
        "選=选",
        "擇=择",
        "對=对",
        "這=这",
        "個=个",
        "們=们",
        "說=说",
        "話=话",
        "種=种",
        "樓=楼",
        "號=号",
        "單=单",
        "業=业",
        "員=员",
        "費=费",
        "錢=钱",
        "價=价",
        "買=买",
        "賣=卖",
        "條=条",
        "約=约",
        "規=规",
        "則=则",
        "議=议",
        "決=决",
        "會=会",
        "票=票",
        "長=长",
        "時=时",
        "間=间",
        "點=点",
        "過=过",
        "還=还",
        "沒=没",
        "來=来",
        "後=后",
        "從=从",
        "開=开",
        "關=关",
        "係=系",
        "為=为",
        "與=与",
        "給=给",
        "讓=让",
        "請=请",
        "問=问",
        "嗎=吗",
        "麼=么",
        "誰=谁",
        "幾=几",
        "裡=里",
        "裏=里",
        "邊=边",
        "樣=样",
        "頭=头",
        "爺=爷",
        "媽=妈",
        "兒=儿",
        "孫=孙",
        "鄰=邻",
        "聽=听",
        "覺=觉",
        "認=认",
        "識=识",
        "講=讲",
        "謝=谢",
        "體=体",
        "隊=队",
        "擴=扩",
        "辦=办",
        "設=设",
        "備=备",
        "環=环",
        "綠=绿",
        "鋪=铺",
        "換=换",
        "裝=装",
        "損=损",
        "壞=坏",
        "燈=灯",
        "線=线",
        "網=网",
        "頁=页",
        "傳=传",
        "轉=转",
        "發=发",
        "報=报",
        "導=导",
        "領=领",
        "獎=奖",
        "麗=丽",
        "陽=阳",
        "臺=台",
        "灣=湾",
        "龍=龙",
        "鳳=凤",
        "蘭=兰",
        "華=华",
        "國=国",
        "慶=庆",
        "風=风",
        "飛=飞",
        "雲=云",
        "橋=桥",
        "濱=滨",
        "江=江",
        "學=学",
        "習=习",
        "書=书",
        "畫=画",
        "圖=图",
        "館=馆",
        "閱=阅",
        "讀=读",
        "總=总",
        "應=应",
        "該=该",
        "願=愿",
        "歡=欢",
        "愛=爱",
        "親=亲",
        "滿=满",
        "變=变",
        "並=并",
        "無=无",
        "盡=尽",
        "處=处",
        "務=务",
        "勞=劳",
        "減=减",
        "漲=涨",
        "舊=旧",
        "兩=两",
        "雙=双",
        "邊=边",
        "遠=远",
        "近=近",
        "試=试",
        "屬=属",
        "歲=岁",
        "輛=辆",
        "軟=软",
        "輕=轻",
        "鐵=铁",
        "銀=银",
        "鎖=锁",
        "鏡=镜",
        "難=难",
        "預=预",
        "頂=顶",
        "項=项",
        "養=养",
        "鳥=鸟",
        "雞=鸡",
        "魚=鱼",
        "麵=面",
        "齊=齐",
        "佔=占",
        "並=并",
        "採=采",
        "準=准",
        "適=适",
        "勝=胜",
        "負=负",
        "質=质",
        "據=据",
        "擋=挡",
        "擔=担",
        "擾=扰",
        "潔=洁",
        "澆=浇",
        "濕=湿",
        "災=灾",
        "爐=炉",
        "牆=墙",
        "獨=独",
        "畝=亩",
        "療=疗",
        "盤=盘",
        "確=确",
        "禮=礼",
        "築=筑",
        "簡=简",
        "籃=篮",
        "糧=粮",
        "紅=红",
        "級=级",
        "純=纯",
        "紙=纸",
        "終=终",
        "組=组",
        "結=结",
        "絕=绝",
        "統=统",
        "經=经",
        "維=维",
        "綜=综",
        "緊=紧",
        "縣=县",
        "績=绩",
        "悅=悦",
        "勢=势",
        "豐=丰",
        "貨=货",
        "賽=赛",
        "貓=猫",
        "鋼=钢",
        "穩=稳",
        "幫=帮",
        "寫=写",
        "續=续",
        "賞=赏",
        "響=响",
        "獻=献",
        "歷=历",
        "檢=检",
        "測=测",
        "攝=摄",
        "監=监",
        "視=视",
        "庫=库",
        "廳=厅",
        "廁=厕",
        "厠=厕",
        "務=务",
        "資=资",
        "團=团",
        "賬=账",
        "廚=厨",
        "衛=卫",
        "護=护",
        "輔=辅",
        "鄉=乡",
        "蓋=盖",
        "觀=观",
        "戶=户",
        "歸=归",
        "寧=宁",
    ]
)
_TRANS = str.maketrans(_SIMPLE)
_SIGNS = {
    "👍": "同意", "👎": "反对", "🙅": "反对", "🙆": "同意", "✅": "选", "☑": "选", "✔": "选", "❌": "反对", "🙋": "选", "👌": "行",
    "yes": "同意", "no": "反对", "ok": "行", "agree": "同意", "disagree": "反对", "＝": "：", "=": ":",
}  # fmt: skip
_CHINESE_NUMERAL = "零一二三四五六七八九十"

# stance first: "不同意" before "同意"
_REPORTED = re.compile(
    r"(?:没|未|没有|没经过?|未经过?|不经|征得|征求|取得|经过?)(?:过?(?:我们|我|大家|业主|居民|邻居|任何人|他们|你们|的)*)(?:同意|批准|允许)(?:过|书)?|(?:不?同意|不?支持|反对|通过)(?:书|率|意见书|的人|人数|者|无效|有用|没用)|同不同意|支不支持|谢谢支持|多谢支持|支持(?=我们老|的话)|支持(?:你们|您们)?(?:的)?工作|表示支持"
)
_STANCES = (
    ("X", r"(?<![能行会要该愿可])(?<!同意)不太?(?:同意|赞成|赞同|支持|通过|答应|认可|接受|拥护)|反对|否决"),
    ("A", r"弃权|弃票|中立|无所谓|都行|都可以|没所谓"),
    ("Y", r"同意|赞成|赞同|支持|拥护|认可|举双手|没意见|没问题|没有意见|没有异议|无异议|无意见|没异议|通过|附议|答应"),
)  # fmt: skip
_AGAINST = re.compile(
    r"(?<![能行会要该愿可])不(?:可以|行|能|要|用|该|应该|愿意|希望|想要|准)|别(?!人|的|墅|家|处|提|克|名)"
)
_FOR = re.compile(
    r"可以|要得|蛮好|挺好|很好|真好|最好|更好|好啊|好呀|好的|不错|合适|喜欢|中意|看中|看好|看得上|得劲|顺眼|应该|早该|早就该|就该|必须|希望|想要|就要|要"
    r"|中(?=$|[,，。!！])|行|好"
)
_VOTING = re.compile(
    r"投票|表决|投(?!诉|递|币|放|入影|资|屏|篮|稿|毒|影|掷|产|保|喂|射|标|机)|(?<![车发门彩邮饭机钞支开船股罚])票(?!据|务|贩|价|根)"
)
_CHOOSING = re.compile(
    r"选择|选(?!项|层|址|修|手|楼长|举|民)|挑|拣|给(?=[OD]|$)|定(?=[OD])|叫(?=[OD])|改成|改投|加一|加1|\+1|\+一|算一个|算我"
)
_CHOSEN = re.compile(r"选择|选(?!项|层|址|修|手|楼长|举|民)|挑|拣|勾|改投|加一|加1|\+1|\+一")
_QUESTION = r"(?:D(?:道|个)?(?:题|问题|议题|问)|(?:问题|议题|题)[一二三四五六七八九\d]|[两三四五每各]道?题)"
_OF_A_QUESTION = re.compile(
    rf"{_QUESTION}[是的就都我要,，:： ]{{0,4}}(?:[YXAO]|[CV].{{0,3}}[ODYXA])|D[YXA]|T[^,，。]{{0,2}}[:：][是我]?[YXAO]|D题[,，:： ]{{0,2}}[1-9a-h](?=$|[,， ])"
)
_THAT_ONE = re.compile(r"[CV](?:P|它|他们)$")
_I_CHOOSE = re.compile(r"I[^他她]{0,4}C(?:由|是|了|的是|那个)?O")
_CHOOSES = re.compile(r"[CV].{0,3}O|O.{0,3}[CV]")
_VOTES = re.compile(r"V.{0,3}[YXA]|[YXA].{0,2}V")
_OF_THE_TOPIC = re.compile(r"T.{0,4}O")
_OF_AN_OPTION = re.compile(r"[YX].{0,2}O|O.{0,2}[YX]")
_IS_THERE = re.compile(r"(?<![建放装设])在|\d[栋号楼座单室]")
_OTHERS = re.compile(r"[他她]|物业|别人|人家|有人")
_SPEAKER = re.compile(
    r"我们家|我们|我家|咱们家|咱们|咱家|咱|俺们|俺|阿拉|本人|本户|我方|我这|我的|我|全家|老两口|老伴|老公|老婆|爱人|先生|太太|老头子|老头|老太婆|孩子他爸|我妈|我爸|爸妈|家里|"
    r"两口子|[一二三四五六七八九十两]口人?|仨人|大家|邻居"
)
_ASKING = re.compile(
    r"[?？]|吗|什么|啥(?!都|也)|怎么|咋|哪(?!个都|怕)|谁|多少|几(?=[个天点号时月家票人家次层栋位]|$)|为何|是不是|能不能|可不可以|有没有|行不行|会不会|要不要|算不算|能否|是否|如何|呢$|多久|请问|问一下|想问|对吧$|对不对|难道|[YXAODT].{0,4}还是.{0,4}[YXAODT]|(?:要|得|达到).{0,14}还是|D还是[a-h\d]"
)
_SETS_ASIDE = re.compile(
    r"坏|漏|修|师傅|投诉|物业费|没人|报警|堵|臭|脏|垃圾|停水|停电|噪音|吵架|井盖|进度|编号|单子|上门|催|派人|处理|结案|工单|反映|报修|漏水|尽快|谢谢你们|赔|施工|占道|积水|涨|调解|签字|签了|退|更正|写错|说错|发错|地址|门牌|路灯|水管|电梯坏|钥匙|快递|空调|楼上|楼下|隔壁|井|钻|砸|摔|滑倒|积|锁|螺丝|着火|起火|冒烟|煤气|燃气|救命|被困|晕倒|触电|打架|快来|救护"
)
_OPTION_PLACE = re.compile(
    rf"第[{_CHINESE_NUMERAL}\d]+(?:个方案|个选项|个名字|个地方|个地点|套方案|种方案|[个家种项套条款份处])?(?!单元|栋|楼|层|排|季度|天|次|年|户|位)"
    rf"|最后(?:一个|那个|一家|一项|一种|1个)(?:选项|方案|名字)?|选项[{_CHINESE_NUMERAL}\da-h]|[{_CHINESE_NUMERAL}\d]号(?:方案|选项)|前面那个|头一个|后一个|中间那个|中间的"
)
_CORRECTS = re.compile(r"(?<!不)是[^,，投选]{0,6}[,，]?不是|^不是.{1,8}[,，]是")
_LETTER = re.compile(
    rf"(?<=[投选])\s*(?:[a-h]|[1-9{_CHINESE_NUMERAL[1:]}])(?![a-z0-9{_CHINESE_NUMERAL}个栋楼号票遍次回项家种点月年天])|^(?:[a-h]|[1-9])(?=[,，。!！ 、]|O|$)"
)
_THAT = re.compile(r"(?<=[VC])(?:给)?(?:这个|那个|这家|那家|他们家?|它们?|他家|这里|那里|那儿|这儿)")
_CLAUSE = re.compile(r"[,，。.!！;；、~～…\n:：()（）\"“” ]+|(?<=[?？])")
_SENTENCE = re.compile(r"[。!！;；…\r\n]+|(?<=[?？])")
_PHRASE = re.compile(r"[,，、\s]+")
_FILLER = frozenset("的了吧啊呀哦嗯哈嘛呗咯喽呢是就还也都很太这那个些事儿把被给我你您他她们家人来去在有和跟与对说想觉得看算一下点会能请麻烦帮记上好要做用再又最只其实反正因为所以但可不过关于对于此项次本位张住户老小先当然肯定绝对坚决完全全部一定郑重谨代表首先个人意思意见看法态度立场按办吗刚才现昨今改填各俩听样了哒滴咧额伐喏嘞呐它他谢")  # fmt: skip
_TITLE_FILLER = re.compile(
    r"是否|要不要|应不应该|能不能|可否|同意|关于|对于|表决|投票|议题|方案|事项|进行|实行|开展|实施|使用|哪个|哪里|哪家|哪种|哪一个|哪一家|什么|如何|怎样|怎么|多少|时间|名字|名称|选择|选聘|选定|确定|选"
    r"|本社区|社区|小区|居民|业主|我们|大家|全体|新的|新|的|了|在|将|把|给|由|和|与|及|对|为|取|到|从|有|个|吗|呢|请|您|你|否|成|用|建"
)
_BARE = re.compile(rf"(?:投|选|选择|要|改)?(?:第)?(?:[a-h]|[1-9]|[{_CHINESE_NUMERAL[1:]}])(?:个|项|吧|[!。])*")


@dataclass(frozen=True)
class Ballot:
    """The texts of one open vote: title, questions, and labels of the options."""

    title: str
    questions: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Words:
    """What to search a message for, compiled from a ballot."""

    options: re.Pattern[str] | None
    pieces: re.Pattern[str] | None  # of longer names: 志愿监督队 of 由居民志愿监督队监督
    pairs: frozenset[str]
    signs: frozenset[str]


def simple(text: str) -> str:
    """The text normalised: one width and case, simplified, no invisible characters, emoji as words, no gaps."""
    said = unicodedata.normalize("NFKC", text).casefold()
    said = said.translate(_TRANS)
    for sign, word in _SIGNS.items():
        if sign.isascii() and sign.isalpha():
            said = re.sub(rf"(?<![a-z])(?<![a-z] ){sign}(?! ?[a-z])", word, said)  # no water: no stand
        else:
            said = said.replace(sign, word)
    said = "".join(c for c in said if unicodedata.category(c) not in ("Cf", "Mn", "So", "Sk", "Cc", "Me") or c == "\n")
    said = re.sub(
        rf"[{_CHINESE_NUMERAL[1:10]}](?=[栋幢号楼座])", lambda one: str(_CHINESE_NUMERAL.index(one.group())), said
    )
    said = re.sub(r"(?<=[\u3400-\u9fff])[ \t\u3000·.。_*/|-]+(?=[\u3400-\u9fff](?:[ \t\u3000·._*/|-]|$))", "", said)
    return re.sub(r"\s+", " ", said).strip()


@lru_cache(maxsize=64)
def _words(ballot: Ballot) -> _Words:
    labels = [simple(label) for label in ballot.labels]
    names = [label for label in labels if label and not _is_stance(label)]
    found = {name for name in names if len(name) > 1}
    found |= _stems(names) | _parts(names, simple(" ".join((ballot.title, *ballot.questions))))
    pattern = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
    numbered = [_numbered(name) for name in names] + [_letter(name) for name in names]
    pattern = "|".join([part for part in (pattern, *numbered) if part])
    pairs: set[str] = set()
    signs: set[str] = set()
    for text in (ballot.title, *ballot.questions):
        for piece in re.split(r"\W+", _TITLE_FILLER.sub(" ", simple(text))):
            pairs |= {piece[at : at + 2] for at in range(len(piece) - 1)}
            signs |= set(piece) if text is ballot.title else set()
    signs -= set("一二三四五六七八九十0123456789行好中要投票选改") | _FILLER
    pieces = _either(_pieces_of_long(names, simple(" ".join((ballot.title, *ballot.questions)))))
    return _Words(re.compile(pattern) if pattern else None, pieces, frozenset(pairs), frozenset(signs))


def _is_stance(label: str) -> bool:
    return re.fullmatch(r"(?:[我]?)(?:不?同意|反对|弃权|赞成|不赞成|支持|不支持|是|否|通过|不通过)", label) is not None


def _stems(names: Sequence[str]) -> set[str]:
    """The parts of the options that tell them apart: without what all begin or end with, or common words around it."""
    found: set[str] = set()
    if len(names) > 1:
        head = _common(names)
        tail = _common([name[::-1] for name in names])
        for name in names:
            stem = name[head : len(name) - tail]
            if len(stem) >= 2 and not stem.isdigit():
                found.add(stem)
    for name in names:
        piece = re.sub(
            r"^(?:由|在|建在|放在|装在|请|选|用|改为|改成|设在)|(?:物业|公司|广场|方案|小区|社区|旁边|附近|有限公司)+$",
            "",
            name,
        )
        if len(piece) >= 2:
            found.add(piece)
        if len(name) >= 5:
            found |= {name[:3], name[-3:]}
        if len(name) == 3 and name[0] in "东西南北中":
            found |= {f"{name[0]}边{name[1:]}", f"{name[0]}面{name[1:]}"}
    return found


def _parts(names: Sequence[str], title: str) -> set[str]:
    """Pieces that are in one option only and not in the title: 凉亭 of 凉亭旁, 节气 of 二十四节气."""
    found: set[str] = set()
    for name in names:
        others = [title, *(other for other in names if other != name)]
        if len(name) > 6:
            continue
        pieces = {name[at:end] for at in range(len(name)) for end in range(at + 2, min(at + 6, len(name)) + 1)}
        found |= {piece for piece in pieces if piece.isalpha() and not any(piece in other for other in others)}
    return found


def _pieces_of_long(names: Sequence[str], title: str) -> set[str]:
    """Pieces of at least three characters of a longer name that are in no other option and not in the title."""
    found: set[str] = set()
    for name in names:
        if not 6 < len(name) <= 20:
            continue
        others = [title, *(other for other in names if other != name)]
        pieces = {name[at:end] for at in range(len(name)) for end in range(at + 3, min(at + 8, len(name)) + 1)}
        found |= {piece for piece in pieces if piece.isalpha() and not any(piece in other for other in others)}
    return found


def _either(found: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the words, the longest first; None if there are none."""
    names = sorted(found, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names))) if names else None


def _letter(name: str) -> str:
    """A pattern for an option named by a letter: for 甲方案, 选甲 or 甲吧."""
    if len(name) < 2 or name[0] not in "甲乙丙丁戊" or name[1] in "甲乙丙丁戊":
        return ""
    return rf"(?<=[投选]){name[0]}|(?<![^,，。 ]){name[0]}(?=吧|$|[,，。!！ ])"


def _common(names: Sequence[str]) -> int:
    first, last = min(names), max(names)
    at = 0
    while at < min(len(first), len(last)) and first[at] == last[at]:
        at += 1
    return at


def _numbered(name: str) -> str:
    """A pattern for a numbered option: for 方案二, 方案2, 二号方案 or 第二个方案."""
    found = re.fullmatch(rf"(\D{{1,6}})([{_CHINESE_NUMERAL}]|\d)", name)
    if not found:
        return ""
    kind, figure = re.escape(found.group(1)), found.group(2)
    number = _CHINESE_NUMERAL.index(figure) if figure in _CHINESE_NUMERAL else int(figure)
    either = f"(?:{number}|{_CHINESE_NUMERAL[number]})" if number <= 10 else str(number)
    return f"{kind}[ ]?{either}|{either}号{kind}|第?{either}(?:个|号|套|种){kind}"


def slots(text: str, ballot: Ballot, *, strictly: bool = False) -> str:
    """The message with every slot replaced by its letter (listed at the top of this file); the rest is unchanged.

    `strictly`: C only for verbs that always mean choosing (not 叫, 给, 改成); pieces of longer names are O.
    """
    return _slots(simple(text), ballot, strictly=strictly)


def _slots(said: str, ballot: Ballot, *, strictly: bool = False) -> str:
    words = _words(ballot)
    if words.options is not None:
        said = words.options.sub("O", said)
    if strictly and words.pieces is not None:
        said = words.pieces.sub("O", said)
    said = _REPORTED.sub("R", said)
    said = _OPTION_PLACE.sub("D", said)
    said = _LETTER.sub("D", said)
    for letter, pattern in _STANCES:
        said = re.sub(pattern, letter, said)
    said = _AGAINST.sub("Z", said)
    said = _topic(said, words)
    said = _VOTING.sub("V", said)
    said = (_CHOSEN if strictly else _CHOOSING).sub("C", said)
    said = _FOR.sub("W", said)
    said = _THAT.sub("P", said)
    return _SPEAKER.sub("I", said)


def _topic(said: str, words: _Words) -> str:
    """Replace runs of the title's pairs of characters by T, and a single character of it by t."""
    covered = [False] * len(said)
    for at in range(len(said) - 1):
        if said[at : at + 2] in words.pairs:
            covered[at] = covered[at + 1] = True
    out: list[str] = []
    for at, character in enumerate(said):
        if covered[at]:
            if not (out and out[-1] == "T"):
                out.append("T")
        elif character in words.signs:
            out.append("t")
        else:
            out.append(character)
    return "".join(out)


_SLOT = frozenset("ODYXAZWVCITtPR")
_STANDS = "ODYXA"


def features(text: str, ballot: Ballot) -> dict[str, float]:
    """The model's features, name → value: which slots there are, their order, how much free text is around them."""
    plain = simple(text)
    return _features(plain, _slots(plain, ballot))


def _features(plain: str, said: str) -> dict[str, float]:
    present = {letter for letter in said if letter in _SLOT}
    clauses = [clause for clause in _CLAUSE.split(said) if clause.strip()]
    aside = len(_SETS_ASIDE.findall(plain)) + (_CORRECTS.search(said) is not None)
    read = _read_plainly(plain, clauses, present, aside)
    asks = _ASKING.search(plain) is not None
    stands = present & set(_STANDS)
    found: dict[str, float] = {"bias": 1.0, "aside": min(aside, 3) / 3}
    found["asks"] = float(asks and not read)
    found["asks beside"] = float(asks and bool(read))
    found["stands aside"] = float(bool(stands) and aside > 0)
    found["stands, no topic"] = float(bool(stands) and not present & set("TtVCO"))
    found["plainly"] = min(len(read), 3) / 2
    found |= {f"plain {name}": 1.0 for name in read}
    found |= {f"has {letter}": 0.5 for letter in present}
    found |= {f"both {one}{two}": 0.5 for one, two in _TOGETHER if one in present and two in present}
    found[f"size {min(len(plain) // 4, 8)}"] = 0.5
    for place, clause in enumerate(clauses):
        _clause(found, clause, place, len(clauses))
    grams = _grams(re.sub(r"\s+", "", "|".join(clauses)))
    found |= dict.fromkeys(grams, 2 / math.sqrt(len(grams) + 1))
    for kind, written, longest in (("s", said, 4), ("p", plain, 3)):
        runs = {f"{kind}:{run}" for run in _runs(f"^{written}$", longest)}
        found |= dict.fromkeys(runs, RUNS / math.sqrt(len(runs) + 1))
    return found


def _runs(text: str, longest: int) -> Iterator[str]:
    """All runs of one to `longest` characters."""
    for length in range(1, longest + 1):
        yield from (text[at : at + length] for at in range(len(text) - length + 1))


_TOGETHER = tuple(
    (pair[0], pair[1])
    for pair in [
        "TY",
        "TX",
        "TA",
        "VY",
        "VX",
        "VO",
        "VD",
        "CO",
        "CD",
        "IO",
        "IY",
        "IX",
        "TW",
        "OW",
        "TO",
        "TZ",
        "tZ",
        "tY",
        "tX",
        "DW",
        "RX",
        "RY",
        "OZ",
    ]
)


def _grams(said: str) -> set[str]:
    """Runs of slots, with "." for any text between them, and runs of the characters themselves."""
    free = "^" + re.sub(r"\.+", ".", "".join(c if c in _SLOT or c == "|" or c in _KEPT else "." for c in said)) + "$"
    raw = "^" + said + "$"
    found = {f"{n}:{free[at : at + n]}" for n in (2, 3) for at in range(len(free) - n + 1)}
    return found | {f"r{n}:{raw[at : at + n]}" for n in (1, 2) for at in range(len(raw) - n + 1)}


def _read_plainly(plain: str, clauses: Sequence[str], present: set[str], aside: int) -> list[str]:
    """The names of the plain ways of stating a choice that the text uses; each is nearly sufficient by itself."""
    found = ["bare"] if _BARE.fullmatch(plain) else []
    said = [clause for clause in clauses if not _ASKING.search(clause)]
    if len(said) == len(clauses) and not sum(map(_free, clauses)) and present & set("YXAOD") and "R" not in present:
        found.append("whole")
    for clause in said:
        there = {c for c in clause if c in _SLOT}
        found += [name for name, holds in _plain_ways(clause, there, present, aside) if holds and "R" not in there]
    return found


def _plain_ways(clause: str, there: set[str], present: set[str], aside: int) -> list[tuple[str, bool]]:
    """(name of a plain way, whether this clause uses it), for a clause that asks nothing."""
    free, stands = _free(clause), bool(there & set("YXA"))
    return [
        ("stance alone", free == 0 and stands and (not aside or bool(there & set("TV")))),
        ("option alone", free == 0 and bool(there & set("OD")) and not aside),
        ("stance on the matter", free <= 2 and stands and "T" in there),
        ("praise of the matter", free <= 1 and "W" in there and bool(there & set("Tt")) and not aside),
        ("against the matter", free <= 1 and {"Z", "T"} <= there and not aside),
        ("speaker stands", not aside and _SPEAKER_STANDS.search(clause) is not None),
        ("that one", "P" in there and bool(present & set("ODT"))),
        ("beside the matter", _BESIDE.search(clause) is not None),
        ("cast", _CAST.search(clause) is not None),
    ]


_SPEAKER_STANDS = re.compile("I.?[YXA](?:的|了|哈|啊|吧|哦|咯)*$")
_BESIDE = re.compile(r"[YXA].?T|T.{0,4}[YXA]")
_CAST = re.compile(r"V.{0,3}[YXAOD]|[YXAOD].{0,2}V|C.{0,2}[OD]|[OD].{0,2}C")


def _free(clause: str) -> int:
    """How many characters of the clause are neither a slot nor a filler."""
    return sum(1 for c in clause if c not in _SLOT and c not in _FILLER)


_KEPT = frozenset("不是了就的这那给和跟吧嘛把你您他她们被谁几吗能会说让经过")


def _clause(found: dict[str, float], clause: str, place: int, count: int) -> None:
    """Add the features of a clause with an option or a stance: mainly how much free text it has."""
    bare = clause.replace(" ", "")
    letters = {letter for letter in bare if letter in _SLOT}
    free = _free(bare)
    kind = "".join(next((one for one in among if one in letters), "") for among in ("OD", "YXAZW"))
    if not kind:
        return
    much = 0 if free == 0 else 1 if free <= 2 else 2 if free <= 5 else 3
    asked = _ASKING.search(bare) is not None
    found[f"clause {kind} {much}"] = 1.0
    found[f"clause {kind} {'asked' if asked else 'said'}"] = 1.0
    context = (
        "V" if "V" in letters else "C" if "C" in letters else "T" if "T" in letters else "I" if "I" in letters else "-"
    )
    found[f"clause {kind} {context} {much}"] = 1.0
    if place == 0:
        found[f"first {kind} {much}"] = 1.0
    if place == count - 1:
        found[f"last {kind} {much}"] = 1.0
    if count == 1:
        found[f"only {kind} {much}"] = 1.0


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The model's weights by feature."""
    return dict(json.loads((FOLDER / "weights.json").read_text(encoding="utf-8")))


def score(text: str, ballot: Ballot, model: Mapping[str, float] | None = None) -> float:
    """Log odds that the message is a choice in this vote."""
    return _weighed(features(text, ballot), model)


def _weighed(found: Mapping[str, float], model: Mapping[str, float] | None) -> float:
    known = weights() if model is None else model
    return sum(known.get(name, 0.0) * value for name, value in found.items())


Model = Mapping[str, float]


def is_choice(
    text: str, ballots: Iterable[Ballot], *, threshold: float = THRESHOLD, model: Model | None = None
) -> bool:
    """Whether the message states a choice in one of these votes, if nothing else was asked."""
    return read(text, ballots, model).chooses(threshold)


def answers_something_else(text: str, ballots: Iterable[Ballot], model: Model | None = None) -> bool:
    """Whether the message may answer another open question rather than vote; so for 同意 and 1."""
    pieces = _pieces(text)
    return not any(_Read(piece, ballot, model).names for ballot in ballots for piece in pieces)


@dataclass(frozen=True)
class Reading:
    """What a message says about the votes. `margin`: the most by which a piece of it passes its bar.

    `names`: it is a choice whatever else was asked.
    """

    margin: float = -math.inf
    names: bool = False

    def chooses(self, threshold: float = THRESHOLD) -> bool:
        """Whether it is a choice if nothing else was asked; with `names`, at any threshold."""
        return self.names or self.margin > threshold


def read(text: str, ballots: Iterable[Ballot], model: Model | None = None) -> Reading:
    """Read a message once, for any threshold.

    A short message is scored as a whole, a longer one by sentences, a long sentence also by clauses: in one score for a
    whole report, five words about the vote would be lost.
    """
    pieces = _pieces(text)
    found = [_Read(piece, ballot, model) for ballot in ballots for piece in pieces]
    bare = _BARE.fullmatch(simple(text)) is not None
    return Reading(
        math.inf if bare else max((one.margin for one in found), default=-math.inf), any(one.names for one in found)
    )


@dataclass(frozen=True)
class _Piece:
    """A short message, a sentence, or a clause of a long sentence. `bar`: what its score must pass."""

    text: str
    bar: float = THRESHOLD
    clause: bool = False

    @cached_property
    def said(self) -> str:
        """The normalised text, made once for all votes."""
        return simple(self.text)


def _pieces(text: str) -> list[_Piece]:
    """The pieces of a text to score. Split before `simple`, which removes newlines."""
    sentences = [one for one in _SENTENCE.split(text) if one.strip()]
    found = [_Piece(text)] if len(text) <= WINDOW else []
    for sentence in sentences:
        if len(sentence) <= WINDOW and len(sentences) > 1:
            found.append(_Piece(sentence, SENTENCE))
        if len(sentence) > LONG_SENTENCE:
            found += [_Piece(clause, CLAUSE, clause=True) for clause in _PHRASE.split(sentence) if clause]
    return found


@dataclass(frozen=True)
class _Read:
    """One piece read for one vote; expensive results are computed only when needed."""

    piece: _Piece
    ballot: Ballot
    model: Model | None

    @cached_property
    def slots(self) -> str:
        return _slots(self.piece.said, self.ballot)

    @cached_property
    def there(self) -> set[str]:
        return set(self.slots)

    @cached_property
    def score(self) -> float:
        return _weighed(_features(self.piece.said, self.slots), self.model)

    @property
    def margin(self) -> float:
        """By how much it passes its bar. A sentence or clause without a stand is not scored, to save time."""
        if self.piece.bar > THRESHOLD and not self._takes_a_stand():
            return -math.inf
        return self.score - self.piece.bar

    def _takes_a_stand(self) -> bool:
        """Whether a sentence has an option, a stance or a wish about the vote; a clause must mention the vote too."""
        there = self.there
        if self.piece.clause:
            return _speaks(there) or ("C" in there and not there.isdisjoint(_STANDS))
        return not there.isdisjoint(_STANDS) or (not there.isdisjoint("ZWP") and not there.isdisjoint("TVC"))

    @cached_property
    def names(self) -> bool:
        """Whether it is a choice whatever else was asked: it is about the vote itself, or a clause names the choice."""
        if _speaks(self.there) and self.score > ANSWERED:
            return True
        longer = _words(self.ballot).pieces
        if self.there.isdisjoint(_STANDS) and not (longer and longer.search(self.piece.said)):
            return False
        said = _slots(self.piece.said, self.ballot, strictly=True)
        sentences = re.split(r"[。!;；\n]|(?<=[?？])", said)
        if any(_OF_A_QUESTION.search(one) and not _ASKING.search(one) for one in sentences):
            return True
        clauses = [one for one in _CLAUSE.split(said) if "R" not in one and not _ASKING.search(one)]
        if any(_names(clause) for clause in clauses) or ("O" in said and any(map(_THAT_ONE.search, clauses))):
            return True
        return any(_chooses(clause) for clause in clauses) and self.score > CHOSEN


def _speaks(there: set[str]) -> bool:
    """Whether the slots have both the vote and a stand on it."""
    return bool("V" in there and there & set("YXAOD")) or bool("T" in there and there & set("YXA"))


def _names(clause: str) -> bool:
    free = _free(clause)
    if _VOTES.search(clause) or (_chooses(clause) and (free <= 1 or _I_CHOOSE.search(clause))):
        return True
    if _SETS_ASIDE.search(clause) or _IS_THERE.search(clause):
        return False
    if free == 0 and (_OF_THE_TOPIC.search(clause) or _OF_AN_OPTION.search(clause)):
        return True
    return free <= 2 and "T" in clause and not set("YXA").isdisjoint(clause) and not _OTHERS.search(clause)


def _chooses(clause: str) -> bool:
    return _CHOOSES.search(clause) is not None and not _SETS_ASIDE.search(clause)
