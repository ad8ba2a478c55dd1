"""Pure: reads and checks single cells of a roll: names, phone numbers, areas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import phonenumbers

from portal.consultations.law.template import Basis

COLUMNS = ("name", "phone", "household", "unit", "area")  # of a roll's file; its headings in English
# heading in Chinese → column
CHINESE = {"姓名": "name", "手机": "phone", "户": "household", "房号": "unit", "面积": "area"}
_BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0\ufffd")  # invisible or replacement characters
_DASHES = re.compile(r"\s{0,9}[-\u2010-\u2015\u2212\ufe58\u30fc~\u301c]{1,9}\s{0,9}")
# traditional characters of the words below → simplified
_SIMPLE = str.maketrans(
    "計總數戶積匯彙統額員業產權頁樓單無備註說電話號棟個姓聯審覆製實應均歸號",
    "计总数户积汇汇统额员业产权页楼单无备注说电话号栋个姓联审复制实应均归号",
)
_MOBILE = re.compile(r"(?:\+?86[- ]?)?(1[3-9]\d{9})", re.ASCII)
_LANDLINE = re.compile(
    r"(?:\+?86)?[- ]?\(?0\d{2,3}\)?[- ]?\d{7,8}(?:[-转,# ]+\d{1,6})?|[2-8]\d{6,7}|[48]00[- ]?\d{3}[- ]?\d{4}", re.ASCII
)
_NO_MOBILE = "收不到验证码：请改填手机号，没有手机就把这一格空着"
# The words, figures and units of a line of totals.
_SUM = r"(?:合计|总计|小计|共计|统计|总数|总额|总人数|总户数|总套数|总面积|总票数|汇总|累计|人数|户数|total|subtotal|sum|grandtotal|count)"
_FIGURE = r"[0-9〇零一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟]"
_UNIT = r"(?:人|户|套|位|名|票|间|栋|家|个|平方米|平米|m2|面积)"
_WHOLE = r"(?:本页|本表|本栋|本单元|本小区|全部|全体|以上|上述|各|总|人|户|套|面积)*"
# A cell that is nothing but a total.
_TOTAL = re.compile(
    rf"{_WHOLE}{_SUM}(?:共|为|是|约|有|{_SUM}|{_FIGURE}|{_UNIT})*|{_WHOLE}共(?:有|计)?{_FIGURE}(?:{_FIGURE}|{_UNIT})*"
)
# A name cell that says that there is nobody.
_NOBODY = re.compile(
    r"无|暂无|没有|空|空户|空房|空置|空置房|无人|不详|未知|略|同上|待定|待补|以下空白|以下为空|此行空白|说明|备注|注"
)
# A name cell that is a remark, a signature line, a page number or a title.
_REMARK = re.compile(
    r"(?:备?注|说明|附注?|提示|制表|填表|审核|复核|联系|负责|经办|单位|日期|时间|打印|页码|社区|小区|名称|标题)[人日时期间]*[:：].*"
    r"|第[0-9一二三四五六七八九十]+页.*|.*(?:名册|花名册|登记表|统计表|一览表|名单)|[0-9./年月日: -]+"
)
# Words and figures of totals within a name cell.
_SUMMED = re.compile(
    r"合计|总计|小计|共计|累计|总和|加总|总数|总额|总人|总户|总面积|人数|户数|套数|票数|人均|户均|套均|平均|均面积|total|[\u03c3\u03c2\u2211](?![\u0370-\u03ff])"
    rf"|(?:一共|总共|共有|统共|拢共|合共|共){_FIGURE}{{1,9}}{_UNIT}|[0-9]{{1,9}}(?:人|户|套|位|名|票|栋|幢|单元|平方米|平米|m2)"
)
# A name cell with the English name of a spreadsheet's function or summary: sum, average, count:12.
_COUNTED = re.compile(r"(?:sum|count|average|avg|mean)s?[:0-9]*")
# A column heading, or a word that stands where no name is known.
_LABEL = re.compile(
    r"(?:业主|户主|居民|住户|产权人|权利人|代表)?(?:姓名|名字|名称|签名|签字|盖章|电话|手机|手机号码?|房号|门牌号?|面积|序号|编号)"
    r"|业主|房主|户主|产权人|权利人|共有人|住户|居民|租户|承租人|户代表|代表|联系人|联系电话|建筑面积|专有面积|全体(?:业主|居民)|其他|其它|等等?"
    r"|未售|未出售|待售|已售|未交付|未入住|未登记|未办证|空置房|物业|物业(?:管理)?用房|(?:公共|公用|社区|配套|设备|管理)用?房|架空层|配电房|门卫室|地下室|车库|车位|储藏室|商铺"
    r"|某某|某人|x{2,9}|n/a|na|nan|null|none|nil|test|测试|以下无正文|此页无正文"
)
# A formula, or the error that one left.
_FORMULA = re.compile(r"[=@].*|#(?:ref|n/a|name|value|div/0|num|null|spill|calc|#)[!?#]*.*")
_ORGANISATION = re.compile(
    r".{1,60}(?:公司|集团|企业|事务所|合作社|委员会|居委会|业委会|村委会|基金会|协会|中心|银行|分行|支行|学校|大学|中学|小学|幼儿园|医院|超市|工厂)(?:\(.{1,20}\))?|建设单位|开发商|开发建设单位"
)
_SEVERAL = re.compile(r"[、，,；;/|\\&+]")
# Two names in one cell, if each begins with a surname.
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
_AREA = re.compile(r"\d{1,7}(\.\d{1,4})?")


def plain_cell(cell: str, code: str) -> str:
    """The cell of the column `code` with characters of one width and, in household and unit, one kind of dash.

    A name is unchanged.
    """
    if code == "name":
        return cell
    folded = unicodedata.normalize("NFKC", cell)
    return _DASHES.sub("-", folded) if code in ("household", "unit") else folded


def holds_invisible(cell: str) -> bool:
    """Whether the cell holds an invisible character, by which two lines that look the same would be two entries.

    True, too, for the replacement character (U+FFFD), which stands for something lost.
    """
    return any(character in _BLANKS or unicodedata.category(character) in ("Cc", "Cf") for character in cell)


def folded(cell: str) -> str:
    """The cell for comparing: characters of one width, lower case, without spaces, words for totals simplified."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).casefold().translate(_SIMPLE)


def why_no_person(row: Mapping[str, str]) -> str:
    """In Chinese, why the line (column → cell) is no person: a total, a formula, a title, …; "" if it may be one."""
    said = {code: folded(cell) for code, cell in row.items()}
    for cell in said.values():
        if len(cell) <= 60 and _TOTAL.fullmatch(re.sub(r"[\W_]+", "", cell)):
            return _total_fault(cell)
        if _FORMULA.fullmatch(cell):
            return f"“{cell[:20]}”是表格里的公式或者出错的格子，请改成写好的字再传"
    filled = [cell for cell in said.values() if cell]
    if len(filled) == 1:
        return f"只有一格有字（“{filled[0][:20]}”），像是标题或者备注，不是一个人"
    name = said["name"]
    if name in COLUMNS or name in CHINESE:
        return "这是表头，不是一个人"
    if not name:
        return ""  # an empty name is refused by its length, later
    if _NOBODY.fullmatch(name) or _LABEL.fullmatch(name) or not _LETTER.search(name) or name[0] in "+-#":
        return f"“{name[:20]}”不是姓名"
    if _REMARK.fullmatch(name):
        return f"“{name[:20]}”像是标题或者备注，不是一个人"
    if _names_a_total(name):
        return _total_fault(name)
    return ""


def _total_fault(cell: str) -> str:
    """In Chinese, that the cell looks like a line of totals."""
    return f"“{cell[:20]}”像是合计行，不是一个人，请从名册里去掉"


def _names_a_total(name: str) -> bool:
    """Whether the name has a word for totals; False for the name of a firm and for a person like 何小计."""
    if _ORGANISATION.fullmatch(name):
        return False
    said = re.sub(r"[^\w\u2211]|_", "", name)
    word = _SUMMED.search(said)
    if word and len(said) == 3 and word.start() == 1 and said[0] in _SURNAMES:
        return False
    return word is not None or _COUNTED.fullmatch(name) is not None


def why_not_one_name(name: str, basis: Basis) -> str:
    """In Chinese, why the cell is not one name (several people, a firm on a roll of residents); "" if it is."""
    said = unicodedata.normalize("NFKC", name).translate(_SIMPLE)
    if _ORGANISATION.fullmatch(said.strip()):
        return "" if basis is Basis.OWNERS else f"“{name[:20]}”是单位，不是居民，不能登记在这种名册里"
    pair = _PERHAPS_SEVERAL.fullmatch(said)
    two = pair and pair[1] not in _DOUBLE_SURNAMES and pair[1][0] in _SURNAMES and pair[2][0] in _SURNAMES
    if _SEVERAL.search(said) or two:
        return f"“{name[:20]}”里有几个名字：一行只写一个人；共有的房子请推选一人登记"
    return ""


def read_phone(raw: str) -> tuple[str, str]:
    """(E.164 number, or "" if there is none; in Chinese what is wrong, or "")."""
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


def read_area(raw: str) -> Decimal | str | None:
    """The area in m²; None if the cell is empty; or, as a string in Chinese, what is wrong."""
    if not raw:
        return None
    raw = raw.removesuffix("平方米").removesuffix("㎡").strip()
    if not _AREA.fullmatch(raw):
        return "面积要写成数字，例如 89.50"
    try:
        return Decimal(raw)
    except InvalidOperation:  # pragma: no cover (the pattern leaves only digits)
        return "面积要写成数字，例如 89.50"
