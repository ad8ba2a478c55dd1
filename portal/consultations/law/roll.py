"""Pure: reads a roll from CSV. Bad lines are listed with number and reason; the file is accepted whole or not at all.

Header `name,phone,household,unit,area` or 姓名,手机,户,房号,面积; UTF-8 (with or without BOM) or GBK. Refused: a duplicate
(same name, phone and household; for owners the unit too, since one owner may have several), lines that are no person
(totals, titles, notes, a second header), several names in one cell, and landlines, which receive no code. All kinds of
dash in a household or a unit become "-", so that 1—101 equals 1-101.

How many votes a roll has: persons and households, one per line (a household has one representative). Owners, by 业主大会和
业主委员会指导规则 23–25: an owner (same name and phone) with several units counts once, with the areas added up; of a
unit's co-owners only one is on the roll.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import phonenumbers

from portal.consultations.law.procedure import Basis

MAX_BYTES = 8 * 1024 * 1024
MAX_LINES = 60_000
MAX_NAMED = 200  # bad lines that are listed
MAX_UNIT = 500  # characters of an owner's units together
COLUMNS = ("name", "phone", "household", "unit", "area")
CHINESE = {"姓名": "name", "手机": "phone", "户": "household", "房号": "unit", "面积": "area"}
HEADER_HELP = "第一行应当是：姓名,手机,户,房号,面积（或 name,phone,household,unit,area）"
_BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0\ufffd")  # characters that are invisible
_DASHES = re.compile(r"\s{0,9}[-\u2010-\u2015\u2212\ufe58\u30fc~\u301c]{1,9}\s{0,9}")
_SIMPLE = str.maketrans(
    "計總數戶積匯彙統額員業產權頁樓單無備註說電話號棟個姓聯審覆製實應均歸號",
    "计总数户积汇汇统额员业产权页楼单无备注说电话号栋个姓联审复制实应均归号",
)
_MOBILE = re.compile(r"(?:\+?86[- ]?)?(1[3-9]\d{9})", re.ASCII)
_LANDLINE = re.compile(
    r"(?:\+?86)?[- ]?\(?0\d{2,3}\)?[- ]?\d{7,8}(?:[-转,# ]+\d{1,6})?|[2-8]\d{6,7}|[48]00[- ]?\d{3}[- ]?\d{4}", re.ASCII
)
_NO_MOBILE = "收不到验证码：请改填手机号，没有手机就把这一格空着"
_SUM = r"(?:合计|总计|小计|共计|统计|总数|总额|总人数|总户数|总套数|总面积|总票数|汇总|累计|人数|户数|total|subtotal|sum|grandtotal|count)"
_FIGURE = r"[0-9〇零一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟]"
_UNIT = r"(?:人|户|套|位|名|票|间|栋|家|个|平方米|平米|m2|面积)"
_WHOLE = r"(?:本页|本表|本栋|本单元|本小区|全部|全体|以上|上述|各|总|人|户|套|面积)*"
_TOTAL = re.compile(
    rf"{_WHOLE}{_SUM}(?:共|为|是|约|有|{_SUM}|{_FIGURE}|{_UNIT})*|{_WHOLE}共(?:有|计)?{_FIGURE}(?:{_FIGURE}|{_UNIT})*"
)
_NOBODY = re.compile(
    r"无|暂无|没有|空|空户|空房|空置|空置房|无人|不详|未知|略|同上|待定|待补|以下空白|以下为空|此行空白|说明|备注|注"
)
_REMARK = re.compile(
    r"(?:备?注|说明|附注?|提示|制表|填表|审核|复核|联系|负责|经办|单位|日期|时间|打印|页码|社区|小区|名称|标题)[人日时期间]*[:：].*"
    r"|第[0-9一二三四五六七八九十]+页.*|.*(?:名册|花名册|登记表|统计表|一览表|名单)|[0-9./年月日: -]+"
)
_SUMMED = re.compile(
    r"合计|总计|小计|共计|累计|总和|加总|总数|总额|总人|总户|总面积|人数|户数|套数|票数|人均|户均|套均|平均|均面积|total|[\u03c3\u03c2\u2211](?![\u0370-\u03ff])"
    rf"|(?:一共|总共|共有|统共|拢共|合共|共){_FIGURE}{{1,9}}{_UNIT}|[0-9]{{1,9}}(?:人|户|套|位|名|票|栋|幢|单元|平方米|平米|m2)"
)
_COUNTED = re.compile(r"(?:sum|count|average|avg|mean)s?[:0-9]*")
_LABEL = re.compile(
    r"(?:业主|户主|居民|住户|产权人|权利人|代表)?(?:姓名|名字|名称|签名|签字|盖章|电话|手机|手机号码?|房号|门牌号?|面积|序号|编号)"
    r"|业主|房主|户主|产权人|权利人|共有人|住户|居民|租户|承租人|户代表|代表|联系人|联系电话|建筑面积|专有面积|全体(?:业主|居民)|其他|其它|等等?"
    r"|未售|未出售|待售|已售|未交付|未入住|未登记|未办证|空置房|物业|物业(?:管理)?用房|(?:公共|公用|社区|配套|设备|管理)用?房|架空层|配电房|门卫室|地下室|车库|车位|储藏室|商铺"
    r"|某某|某人|x{2,9}|n/a|na|nan|null|none|nil|test|测试|以下无正文|此页无正文"
)
_FORMULA = re.compile(r"[=@].*|#(?:ref|n/a|name|value|div/0|num|null|spill|calc|#)[!?#]*.*")
_ORGANISATION = re.compile(
    r".{1,60}(?:公司|集团|企业|事务所|合作社|委员会|居委会|业委会|村委会|基金会|协会|中心|银行|分行|支行|学校|大学|中学|小学|幼儿园|医院|超市|工厂)(?:\(.{1,20}\))?|建设单位|开发商|开发建设单位"
)
_SEVERAL = re.compile(r"[、，,；;/|\\&+]")
_PERHAPS_SEVERAL = re.compile(r"([\u3400-\u9fff]{2,3})(?:\s|[-和与及跟])([\u3400-\u9fff]{2,3})")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚"
)
_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "端木",
        "南宫",
        "百里",
        "司空",
        "澹台",
        "轩辕",
    ]
)
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN_UNITS = re.compile(r"\s{0,9}[、，,;；]\s{0,9}")
_AREA = re.compile(r"\d{1,7}(\.\d{1,4})?")


@dataclass(frozen=True)
class Entry:
    """One entry of the roll, which has one vote. `line`: its (first) line in the file, the header being line 1."""

    line: int
    name: str
    phone: str  # E.164, or "" where there is none
    household: str
    unit: str
    area: Decimal | None


@dataclass(frozen=True)
class BadLine:
    """A line that is refused, and why (Chinese)."""

    line: int
    reason: str


@dataclass(frozen=True)
class Roll:
    """The result of reading a file; `good`: it may be accepted.

    `problem`: why the file as a whole cannot be read. `bad`: the refused lines, at most MAX_NAMED of `bad_count`.
    `notes`: what the committee should know of a good roll, in Chinese (entries without a phone, shared phones).
    `lines`: how many lines are not empty.
    """

    entries: tuple[Entry, ...] = ()
    bad: tuple[BadLine, ...] = ()
    bad_count: int = 0
    problem: str = ""
    notes: tuple[str, ...] = ()
    lines: int = 0

    @property
    def good(self) -> bool:
        return not self.problem and not self.bad_count and bool(self.entries)


def parse(data: bytes, basis: Basis) -> Roll:
    """Read a whole file for a roll that counts by `basis`. Errors in it are in the result; none are raised."""
    if len(data) > MAX_BYTES:
        return Roll(problem=f"文件太大：最多 {MAX_BYTES // 1024 // 1024} MB")
    if b"\x00" in data[:4096] or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return Roll(problem="这不是 CSV 文件。请在表格软件里“另存为 CSV”再传")
    text = _decode(data)
    if text is None:
        return Roll(problem="文件的文字编码认不出来。请另存为 UTF-8 编码的 CSV")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, None)
        if header is None or not any(cell.strip() for cell in header):
            return Roll(problem="文件是空的。" + HEADER_HELP)
        order = _order(header)
        if isinstance(order, str):
            return Roll(problem=order)
        return _Reader(basis, order).read(rows)
    except csv.Error:
        return Roll(problem=f"第 {rows.line_num} 行附近的引号或逗号不对，表格读不下去")


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _order(header: list[str]) -> list[str] | str:
    """The columns in the order of the header; or, as one string, what is wrong with the header."""
    names = [cell.strip().strip("\ufeff").lower() for cell in header]
    while names and not names[-1]:
        names.pop()
    order = [CHINESE.get(name, name) for name in names]
    unknown = [name for name, code in zip(names, order, strict=True) if code not in COLUMNS]
    missing = [code for code in COLUMNS if code not in order]
    if unknown:
        return f"表头不对，不认识：{'、'.join(name[:20] or '（空）' for name in unknown[:5])}。{HEADER_HELP}"
    if missing or len(set(order)) != len(order):
        return f"表头不对，有缺少或重复的列。{HEADER_HELP}"
    return order


class _Reader:
    def __init__(self, basis: Basis, order: list[str]) -> None:
        self.basis, self.order = basis, order
        self.entries: dict[int, Entry] = {}
        self.bad: list[BadLine] = []
        self.bad_count = 0
        self.seen: dict[tuple[str, str, str], int] = {}
        self.households: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.owners: dict[tuple[str, str], int] = {}
        self.line_of: dict[int, Entry] = {}

    def read(self, rows: Iterable[list[str]]) -> Roll:
        lines = 0
        for number, cells in enumerate(rows, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            lines += 1
            if lines > MAX_LINES:
                return Roll(problem=f"名册太长：最多 {MAX_LINES} 行")
            reason = self._take(number, cells)
            if reason:
                self.bad_count += 1
                if len(self.bad) < MAX_NAMED:
                    self.bad.append(BadLine(number, reason))
        if not lines:
            return Roll(problem="名册里一个人也没有")
        if self.bad_count:
            return Roll(bad=tuple(self.bad), bad_count=self.bad_count, lines=lines)
        return Roll(entries=tuple(self.entries.values()), notes=tuple(self._notes()), lines=lines)

    def _take(self, number: int, cells: list[str]) -> str:
        """Add the line; returns why it is refused, or ""."""
        if len(cells) > len(self.order) and any(cell.strip() for cell in cells[len(self.order) :]):
            return f"多出了列：应当是 {len(self.order)} 列"
        padded = cells + [""] * (len(self.order) - len(cells))
        return self.take(number, dict(zip(self.order, padded, strict=False)))

    def take(self, number: int, cells: Mapping[str, str]) -> str:
        """Add one entry, given as column → text; returns why it is refused, or ""."""
        row = {code: " ".join(_plain(cells.get(code, ""), code).split()) for code in COLUMNS}
        if any(_unseen(cell) for cell in row.values()):
            return "有看不见的特殊字符"
        trouble = _no_person(row) or _no_one_name(row["name"], self.basis)
        if trouble:
            return trouble
        if not 1 <= len(row["name"]) <= 50:
            return "姓名要写 1 到 50 个字"
        if len(row["household"]) > 50 or len(row["unit"]) > MAX_UNIT:
            return f"户最多 50 个字，房号最多 {MAX_UNIT} 个字"
        phone, trouble = _phone(row["phone"])
        if trouble:
            return trouble
        area = _area(row["area"])
        if isinstance(area, str):
            return area
        entry = Entry(number, row["name"], phone, row["household"], row["unit"], area)
        return self._add_owner(entry) if self.basis is Basis.OWNERS else self._add_person(entry)

    def know(self, entry: Entry) -> None:
        """Record an entry that is on the roll already, so that duplicates of it are refused."""
        self.seen[entry.name, entry.phone, entry.household] = entry.line
        self.households[entry.household] = entry.line
        self.units |= dict.fromkeys(_BETWEEN_UNITS.split(entry.unit), entry.line)
        if entry.phone:
            self.owners[entry.name, entry.phone] = entry.line
        self.entries[entry.line] = self.line_of[entry.line] = entry

    def _add_person(self, entry: Entry) -> str:
        if self.basis is Basis.HOUSEHOLDS and not entry.household:
            return "每户一名代表：户不能空着"
        key = (entry.name, entry.phone, entry.household)
        if key in self.seen:
            return f"和第 {self.seen[key]} 行重复（姓名、手机、户都一样）"
        if self.basis is Basis.HOUSEHOLDS and entry.household in self.households:
            return f"这一户已经在第 {self.households[entry.household]} 行有代表了，每户只能一名"
        self.seen[key] = entry.line
        self.households[entry.household] = entry.line
        self.entries[entry.line] = entry
        return ""

    def _add_owner(self, entry: Entry) -> str:
        if entry.area is None or entry.area <= 0:
            return "业主名册要写专有部分面积（平方米）"
        if not entry.unit:
            return "业主名册要写房号"
        units = [unit for unit in _BETWEEN_UNITS.split(entry.unit) if unit]
        if not units or len(set(units)) < len(units):
            return "房号里有重复的"
        taken = next((unit for unit in units if unit in self.units), None)
        if taken is not None:
            return self._unit_taken(entry, taken)
        self.units |= dict.fromkeys(units, entry.line)
        first = self.owners.get((entry.name, entry.phone)) if entry.phone else None
        self.line_of[entry.line] = entry
        if first is None:
            self.owners[entry.name, entry.phone] = entry.line
            self.entries[entry.line] = replace(entry, unit="、".join(units))
            return ""
        known = self.entries[first]
        assert known.area is not None
        unit = "、".join([known.unit, *units])
        if len(unit) > MAX_UNIT:
            return f"和第 {first} 行合成一位业主，房号加起来超过 {MAX_UNIT} 个字"
        self.entries[first] = replace(known, unit=unit, area=known.area + entry.area)
        return ""

    def _unit_taken(self, entry: Entry, unit: str) -> str:
        line = self.units[unit]
        other = self.line_of[line]
        if (other.name, other.phone) == (entry.name, entry.phone):
            return f"和第 {line} 行重复（姓名、手机、房号 {unit} 都一样）"
        return f"房号 {unit} 已经在第 {line} 行；共有的房子请推选一人登记（指导规则第二十五条）"

    def _notes(self) -> Iterable[str]:
        entries = self.entries.values()
        without = sum(1 for entry in entries if not entry.phone)
        if without:
            yield f"有 {without} 人没有手机号，不能在网上投票"
        phones: dict[str, int] = {}
        for entry in entries:
            if entry.phone:
                phones[entry.phone] = phones.get(entry.phone, 0) + 1
        shared = sum(1 for number in phones.values() if number > 1)
        if shared:
            yield f"有 {shared} 个手机号登记在几个人名下，要在名册里逐个确认才能用它投票"
        if self.basis is Basis.OWNERS:
            merged = sum(1 for entry in entries if "、" in entry.unit)
            if merged:
                yield f"有 {merged} 位业主有几套房，面积合计、人数按一人（指导规则第二十四条）"
            nameless = [entry.name for entry in entries if not entry.phone]
            if len(set(nameless)) < len(nameless):
                yield "有同名又没有手机号的，现在各按一人计；同一位业主（或建设单位未售的房）请填一样的手机号，才合成一人"


def _plain(cell: str, code: str) -> str:
    """The cell with characters of one width and, for household and unit, one kind of dash; names are unchanged."""
    if code == "name":
        return cell
    folded = unicodedata.normalize("NFKC", cell)
    return _DASHES.sub("-", folded) if code in ("household", "unit") else folded


def _unseen(cell: str) -> bool:
    """Whether the cell holds an invisible character, by which two lines that look the same would be two entries."""
    return any(sign in _BLANKS or unicodedata.category(sign) in ("Cc", "Cf") for sign in cell)


def _folded(cell: str) -> str:
    """The cell for comparing: characters of one width, simplified, lower case, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).casefold().translate(_SIMPLE)


def _no_person(row: Mapping[str, str]) -> str:
    """Why the line is no person (a total, a title, a note, a header), or ""."""
    said = {code: _folded(cell) for code, cell in row.items()}
    for cell in said.values():
        if len(cell) <= 60 and _TOTAL.fullmatch(re.sub(r"[\W_]+", "", cell)):
            return _is_total(cell)
        if _FORMULA.fullmatch(cell):
            return f"“{cell[:20]}”是表格里的公式或者出错的格子，请改成写好的字再传"
    filled = [cell for cell in said.values() if cell]
    if len(filled) == 1:
        return f"只有一格有字（“{filled[0][:20]}”），像是标题或者备注，不是一个人"
    name = said["name"]
    if name in COLUMNS or name in CHINESE:
        return "这是表头，不是一个人"
    if not name:
        return ""  # the length is named next
    if _NOBODY.fullmatch(name) or _LABEL.fullmatch(name) or not _LETTER.search(name) or name[0] in "+-#":
        return f"“{name[:20]}”不是姓名"
    if _REMARK.fullmatch(name):
        return f"“{name[:20]}”像是标题或者备注，不是一个人"
    if _sums(name):
        return _is_total(name)
    return ""


def _is_total(cell: str) -> str:
    return f"“{cell[:20]}”像是合计行，不是一个人，请从名册里去掉"


def _sums(name: str) -> bool:
    """Whether a word for totals is in the name; not for the name of a firm, nor for a person like 何小计."""
    if _ORGANISATION.fullmatch(name):
        return False
    said = re.sub(r"[^\w\u2211]|_", "", name)
    word = _SUMMED.search(said)
    if word and len(said) == 3 and word.start() == 1 and said[0] in _SURNAMES:
        return False
    return word is not None or _COUNTED.fullmatch(name) is not None


def _no_one_name(name: str, basis: Basis) -> str:
    """Why the cell is not one name (several people, or a firm on a roll of residents), or ""."""
    said = unicodedata.normalize("NFKC", name).translate(_SIMPLE)
    if _ORGANISATION.fullmatch(said.strip()):
        return "" if basis is Basis.OWNERS else f"“{name[:20]}”是单位，不是居民，不能登记在这种名册里"
    pair = _PERHAPS_SEVERAL.fullmatch(said)
    two = pair and pair[1] not in _DOUBLE_SURNAMES and pair[1][0] in _SURNAMES and pair[2][0] in _SURNAMES
    if _SEVERAL.search(said) or two:
        return f"“{name[:20]}”里有几个名字：一行只写一个人；共有的房子请推选一人登记"
    return ""


def _phone(raw: str) -> tuple[str, str]:
    """(E.164 number, or "" if there is none; what is wrong, or "")."""
    if not raw:
        return "", ""
    mobile = _MOBILE.fullmatch(re.sub(r"[ -]", "", raw)) if len(raw) <= 20 else None
    if mobile:
        return "+86" + mobile.group(1), ""
    if len(raw) <= 30 and _LANDLINE.fullmatch(raw.replace(" ", "")):
        return "", f"{raw} 是座机，{_NO_MOBILE}"
    if len(raw) > 20:
        return "", "手机号不对"
    try:
        number = phonenumbers.parse(raw, "CN")
    except phonenumbers.NumberParseException:
        return "", "手机号不对"
    if not phonenumbers.is_valid_number(number):
        return "", "手机号不对"
    kind = phonenumbers.number_type(number)
    if kind not in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE):
        return "", f"{raw} 不是手机号，{_NO_MOBILE}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), ""


def _area(raw: str) -> Decimal | str | None:
    """The area in m²; None if the cell is empty; a string that says what is wrong."""
    if not raw:
        return None
    raw = raw.removesuffix("平方米").removesuffix("㎡").strip()
    if not _AREA.fullmatch(raw):
        return "面积要写成数字，例如 89.50"
    try:
        return Decimal(raw)
    except InvalidOperation:  # pragma: no cover (the pattern leaves only digits)
        return "面积要写成数字，例如 89.50"


def check_entry(basis: Basis, others: Iterable[Entry], line: int, cells: Mapping[str, str]) -> Entry | str:
    """Check one entry as typed on the page (`cells`) against the rest of the roll, for a new or changed line.

    Returns the entry for number `line`; or, as a string in Chinese, why it is refused.
    """
    reader = _Reader(basis, list(COLUMNS))
    for other in others:
        reader.know(other)
    trouble = reader.take(line, cells)
    if trouble:
        return trouble
    if line not in reader.entries:  # the same owner as another line: both count as one
        same = reader.line_of[line]
        return f"和第 {reader.owners[same.name, same.phone]} 行是同一位业主，请在那一行里加房号和面积"
    return reader.entries[line]


def fingerprint(entries: Iterable[Entry], salt: bytes) -> str:
    """HMAC-SHA256 (hex) of the roll under a secret salt: proves that it is unchanged without telling who is on it."""
    lines = sorted(
        "\t".join((e.name, e.phone, e.household, e.unit, "" if e.area is None else str(e.area))) for e in entries
    )
    return hmac.new(salt, "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳小明 → 欧**明."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """+8613812345678 → 138****5678."""
    local = phone.removeprefix("+86")
    return f"{local[:3]}****{local[-4:]}" if len(local) >= 8 else "*" * len(local)


def mask_unit(unit: str) -> str:
    """3栋2单元1201 → 3栋2单元****: hides the digits of the last number."""
    return re.sub(r"\d+(?=\D*$)", lambda found: "*" * len(found.group()), unit)
