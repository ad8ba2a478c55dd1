"""Find phones, identity numbers and names of people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.text.normal_form import Normal
from bot.reading.text.spans import Span

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?[\d*]{4}){2}(?!\d)")
_SAID = "[0-9零〇一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖]"
_PAUSE = "[- .·，]?"
_MOBILE_AS_SAID = re.compile(  # 一三八零零零零一一一一, 幺三八 零零零零 …, 1 3 8 …
    rf"(?<!{_SAID})[1一幺壹]{_PAUSE}[3-9三叁四肆五伍六陆七柒八捌九玖](?:{_PAUSE}{_SAID}){{9}}(?!{_PAUSE}{_SAID})"
)
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?)[2-9]\d{6,7}(?!\d)|(?<=电话)[：是:]?([2-9]\d{6,7})(?!\d)")
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单"
    "杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲家封储靳松井段富巫乌焦巴弓牧隗山谷车侯伊宁仇栾暴甘厉戎祖武符刘景詹束龙叶司韶郜黎蓟"
    "印宿白怀蒲邰从鄂索籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充"
    "慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙养"
    "鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖覃欧阳"
)
_NOT_IN_NAMES = "的是了在住们您我你他她有和与被说要就都也还很太业物居民户主家是电手想不"
_INTRODUCED = re.compile(
    r"(?:我叫|我名叫|我是|本人叫|本人|姓名|联系人|户主|申请人|当事人|业主|名字叫|我爱人叫|我老公叫|我老婆叫|我儿子叫|我女儿叫|我妈叫|我爸叫)"
    r"(?:[：:是为]?)(?P<name>["
    + _SURNAMES
    + r"][\u4e00-\u9fff]{1,2})(?=[，。；、！？\s（）\d电手联住，性男女]|$|系|现|家住|今年)"
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Personal:
    """A phone, an identity number or a person's name in a message."""

    span: Span
    type: str
    """phone, id_number or name"""


def is_valid_identity_number(number: str) -> bool:
    """Whether the check digit of an 18-character identity number is right (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def find_personal(normal: Normal) -> list[Personal]:
    """Find phones, valid identity numbers, and names that are introduced as such (我叫…, 联系人：…), in order.

    Phones: mobile numbers, also in characters; landlines with an area code or right after 电话 (not after 电话号码是 or 手机).
    """
    text = normal.text
    found: list[Personal] = []
    taken: list[Span] = []

    def take(span: Span, kind: str) -> None:
        if not any(span.overlaps(other) for other in taken):
            taken.append(span)
            found.append(Personal(span, kind))

    for match in _IDENTITY.finditer(text):
        if is_valid_identity_number(match.group()):
            take(Span(*match.span()), "id_number")
    for match in _MOBILE.finditer(text):
        take(Span(*match.span()), "phone")
    for match in _MOBILE_AS_SAID.finditer(text):
        take(Span(*match.span()), "phone")
    for match in _LANDLINE.finditer(text):
        take(Span(*(match.span(1) if match.group(1) else match.span())), "phone")
    for match in _INTRODUCED.finditer(text):
        name = match.group("name")
        if not any(char in _NOT_IN_NAMES for char in name[1:]):
            take(Span(*match.span("name")), "name")
    return sorted(found, key=lambda one: one.span)
