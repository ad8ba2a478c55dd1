"""Pure: a text that is published, without what tells which resident it speaks of (PIPL 25).

Masked are the names that stand or stood on the roll, also with blanks in them, their short forms (老李, 小英, 李阿姨, a
given name that is no ordinary word), their flats, and numbers that lead to a person. No rule finds all: whoever writes
the text is shown what will be published before it leaves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.consultations.law import roll_masks

_BETWEEN = frozenset(" \u3000·•・.．-_/")  # signs put into a name
_WIDE = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_AFFIX = re.compile(r"^演示[·•・:：]?|[（(][^（）()]{0,20}[）)]")  # 演示·李建国, 李建国（户主）
_PARTS = re.compile(r"[·•・]")  # 阿卜杜拉·买买提
_SEVERAL = re.compile(r"[、，,;；]")  # between the flats of an owner of several, in one cell of the roll
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}")
_FIRM = re.compile(r"(?:公司|银行|中心|商店|学校|集团|酒店|社区|物业)$")
_TWO_SIGNS = re.compile(
    r"欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|东方|南宫|司徒|端木|轩辕|独孤|申屠|太史|澹台|濮阳|淳于|单于|公冶|宗政|鲜于|闾丘|仲孙|钟离|呼延|赫连|百里|东郭|西门|第五"
)
# Given names that are words, too: masked only before a title.
_ORDINARY = re.compile(
    r"和平|建[设国立议成造军筑]|文[明化件书字武]|平[安等时静凡方均]|国[庆际家防旗法强富]|光[明辉荣线]|胜利|新华|东[方海山门]|解放|团结|民主|自[由强立力动]|安[全心装静定排]|健康|幸福|富强|公[平正开]|友善|诚[信实]|爱[国民护]|敬业|和谐|永[久远安]"
    r"|长[期春江安城]|黄河|海洋|天[津空明意]|[北南东]京|上海|重庆|成[都功就立果长年]|青岛|西[安山门]|泰山|中华|社会|[南北西]山|北海|春[天节]|元旦|冬至|立[春新即场国]|清明|中秋|重阳|向阳|朝阳|太阳|月[亮光]|星期|明[天白显确亮星月]|高[兴明峰原]|改革"
    r"|开放|[前先跃]进|进步|志[愿向]|学[习文校生]|金[属融星额]|玉米|石头|宝[贵贝]|红[旗星军花]|美[丽好国]|丽水|秀丽|方[便正]|正[常确直式好在]|大[海地]|思[想考源]|[万千]里|一[定凡直起同]|如[意果此]|可[可能以爱]|心[情意愿]|共[和同享]|[晨阳星]光|灿烂|晓得|知道"
    r"|守[信法]|真[实理情]|善[良意]|仁[义爱]|信[任心息用]|同[意心时]|欢[乐迎]|快乐|乐意|吉[祥利]|顺[利序]|发[展财达]|振兴|兴[旺业趣]|丰[收富]|[益为利惠]民|卫[生国]|保[国安护证全]"
)
_TITLE = re.compile(
    r"(?:大[哥姐爷妈伯叔娘]|阿[姨婆公]|叔叔?|[伯姨婶嫂姑舅哥姐爷奶]|老?师傅|先生|女士|小姐|太太|老[师伯太头汉])"
)
_HOME = re.compile("家")  # of a surname only: 王家, but 国家
_FAMILIAR = re.compile("[老小阿]")
_LIKE_NUMBER = re.compile("[大小老二三四五六七八九阿]")  # 二哥 is anybody's
_NO_PERSON = re.compile(  # 老 or 小 with a surname that is a word
    r"(?!老(?:[师板年人家伴旧楼房路公党干乡花水金石]|毛病|方[案法]|白[天干])"
    r"|小(?:[区时学路车米计道门院店巷康雨雪心孩票包商于组全便型木宝河桥溪湖沟树草狗猫鱼鸟虫牛羊鸡]|方[案块]|高层|石[子头]|白菜|马路|毛病|黄车|花园|项目|单元|金额|水[表管坑]))"
)
_DATE = r"(?:19|20)\d\d(?:[-./]\d{1,2}[-./]\d{1,2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
_RECEIPT = r"(?<![A-Za-z0-9])(?=\d{0,63}[a-f])[0-9a-f]{16,64}(?![A-Za-z0-9])"  # tells nobody
_LONG_NUMBER = re.compile(rf"({_DATE}|{_RECEIPT})|(?<![\d*])(?:\d{{7,}}|\d(?:[ .()-]{{0,2}}\d){{9,}})[Xx]?")
_TOLD_NUMBER = re.compile(r"((?:电话|座机|号码|手机|分机)[:：是为 ]{0,3})(\d[\d ()（）转-]{4,20})")
_READ_OUT = re.compile(r"[〇零一二三四五六七八九幺](?:[ -]?[〇零一二三四五六七八九幺]){6,}")
_ACCOUNT = re.compile(
    r"((?:微信|威信|V信|VX|WX|weixin|wechat|QQ|支付宝|抖音)(?:号码?|ID)?[:：是为叫 ]{0,3})([A-Za-z0-9_.@-]{5,40})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9.-]{3,40}")
_NICKNAME = re.compile(r"(?<![A-Za-z0-9_])(?=[A-Za-z_]{0,29}\d)(?=[A-Fa-f0-9_]{0,29}[G-Zg-z])[A-Za-z0-9_]{7,30}")
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])[A-Z][·• -]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_DIGIT = re.compile("[〇零一二三四五六七八九]").pattern
_WHOSE = re.compile(
    r"的?(?:住户|[这那][户家])|的(?:人家|业主)|业主(?!大会|委员会|代表|共同|会)|号(?:房|的?(?:业主|住户))"
).pattern
_KEPT = re.compile("[ 的]")
_DOOR = re.compile(  # 3栋1201, 3 栋 1201, 3-2-1201, 3#1201, 1201室, 1201的业主, 一栋一零五, 五百零二室
    r"(?:(?<=单元)|(?<=[栋幢座楼弄号－–—#/-])|(?<=[栋幢座])[ 的]{1,2}|(?<=单元) )\d{3,4}(?![\d年.]| ?(?:平|元|票|户|人|名|位|个|份|张|多))"
    rf"|(?<![\d第共有全计约])\d{{3,4}}(?= ?(?:[室房]|{_WHOSE}))"
    rf"|(?:(?<=单元)|(?<=[栋幢座楼弄号])){_DIGIT}{{3,4}}(?![〇零一二三四五六七八九十百千年月日])"
    rf"|(?<![〇零一二三四五六七八九十百千])(?:{_DIGIT}{{3,4}}|[一二三四五六七八九]百(?:零?{_DIGIT}|[一二三四五六七八九]?十{_DIGIT}?))(?= ?[室房])"
)


@dataclass(frozen=True)
class KnownResidents:
    """Who stands or stood on a roll: each name without blanks, each flat, and how it reads masked; the names' parts."""

    names: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)

    def add(self, name: str, *homes: str) -> None:
        """Know one more entry of the roll."""
        own = _AFFIX.sub("", unicodedata.normalize("NFKC", name))
        for part in {own, *_PARTS.split(own)}:
            bare = _bare(part)
            if len(bare) > 1:
                self.names[bare] = roll_masks.mask_name(bare)
        bare = _bare(own)
        if _PERSON.fullmatch(bare) and not _FIRM.search(bare):
            family = 2 if len(bare) > 2 and _TWO_SIGNS.match(bare) else 1
            self.surnames.add(bare[:family])
            self.given.add(bare[family:][-2:])
        for home in homes:
            flats = (home, *_SEVERAL.split(home))
            self.homes.update({one: roll_masks.mask_unit(one) for one in flats if len(one) > 2})


def without_residents(text: str, known: KnownResidents) -> str:
    """The text with everything masked that is known, or looks as if it leads, to a resident."""
    text = _without_numbers(text.translate(_WIDE))
    text = _without_names(text, known.names)
    for one in sorted((one for one in known.homes if one in text), key=len, reverse=True):
        whole = re.compile(rf"(?<!\d){re.escape(one)}(?!\d)" if one[-1].isdigit() else re.escape(one))
        text = whole.sub(known.homes[one], text)
    return _DOOR.sub(_door_in_stars, _without_short_forms(text, known))


def _without_numbers(text: str) -> str:
    """The text without numbers of phones, identity cards and plates, and without names of accounts. A date stays."""
    text = _ADDRESS.sub(_stars, text)
    text = _ACCOUNT.sub(lambda found: found[1] + "*" * len(found[2]), text)
    text = _PLATE.sub(lambda found: found[1] + "******", text)
    text = _NICKNAME.sub(_stars, text)
    text = _LONG_NUMBER.sub(lambda found: found[1] or _masked_number(found[0]), text)
    text = _TOLD_NUMBER.sub(lambda found: found[1] + re.sub(r"\d", "*", found[2]), text)
    return _READ_OUT.sub(_stars, text)


def _masked_number(number: str) -> str:
    """A mobile number as lists show it; of any other number nothing."""
    digits = re.sub(r"\D", "", number)
    mobile = re.fullmatch(r"(?:86)?(1[3-9]\d{9})", digits)
    return roll_masks.mask_phone(mobile[1]) if mobile else "*" * len(digits)


def _without_names(text: str, names: Mapping[str, str]) -> str:
    """The text with these names (given without blanks) masked, also with blanks or dots in them; 王伟明 before 王伟."""
    places = [at for at, sign in enumerate(text) if sign not in _BETWEEN]
    bare = "".join(text[at] for at in places)
    found: dict[int, tuple[int, str]] = {}  # where it begins in `bare` → (where it ends, how it reads masked)
    taken: set[int] = set()
    for name in sorted((name for name in names if name in bare), key=len, reverse=True):
        for start in _places_of(name, bare):
            covered = range(start, start + len(name))
            if not taken.intersection(covered):
                taken.update(covered)
                found[start] = covered.stop, names[name]
    for start in sorted(found, reverse=True):
        end, masked = found[start]
        text = text[: places[start]] + masked + text[places[end - 1] + 1 :]
    return text


def _places_of(name: str, bare: str) -> Iterable[int]:
    """Where the name stands; 居民1 does not stand in 居民12."""
    start = bare.find(name)
    while start >= 0:
        after = bare[start + len(name) : start + len(name) + 1]
        if not (name[-1].isdigit() and after.isdigit()):
            yield start
        start = bare.find(name, start + 1)


def _without_short_forms(text: str, known: KnownResidents) -> str:
    """The text without given names, and with the name left out in 老李, 小英, 李阿姨, 英姐."""
    if known.given:
        plain = {one: one[0] + "*" for one in known.given if len(one) == 2 and not _ORDINARY.fullmatch(one)}
        text = _without_names(text, plain)
        given = "|".join(re.escape(one) for one in known.given if one in text)
        text = re.sub(rf"(?:{given})(?={_TITLE.pattern})", _stars, text) if given else text
    family = "|".join(sorted((one for one in known.surnames if one in text), key=len, reverse=True))
    last = "|".join(
        sorted({one[-1] for one in known.given if one and one[-1] in text and not _LIKE_NUMBER.match(one[-1])})
    )
    if family:
        text = re.sub(rf"(?:{family})(?={_TITLE.pattern}|{_HOME.pattern})", "*", text)
    if last:
        text = re.sub(rf"(?:{last})(?={_TITLE.pattern})", "*", text)
    called = "|".join(one for one in (family, last) if one)
    return re.sub(rf"{_NO_PERSON.pattern}({_FAMILIAR.pattern})(?:{called})(?!\*)", r"\1*", text) if called else text


def _bare(name: str) -> str:
    return "".join(sign for sign in name if sign not in _BETWEEN and not sign.isspace())


def _door_in_stars(found: re.Match[str]) -> str:
    return "".join(sign if _KEPT.match(sign) else "*" for sign in found[0])


def _stars(found: re.Match[str]) -> str:
    return "*" * len(found[0])
