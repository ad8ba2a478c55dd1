"""Pure: finds in a question two denials of which nobody knows what a yes to them means: 是否同意不反对……."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.consultations.law.subject.normal_form import normal_forms

_STOPS = re.compile("(?:反对|禁止|取消|拒绝|否决|撤销|废除|停止|限制)").pattern
_NOT = re.compile("(?:不(?:再|要|予|准备|打算|应当?|能|可以|得)?|别|并非|没有|没)").pattern
_EITHER = re.compile(r"([\u4e00-\u9fff])不\1")  # 同不同意, 要不要: one question, no denial
_NO_DENIAL = re.compile("不(?:动产|锈钢|得不|能不|断|良|足|少|同意见|同方案|同类)|是否")
_OF_THE_ACT = re.compile("(?:不(?:再|得|准|许|让|允许|同意|反对|予|应当?|能|可以)|禁止)").pattern
_A_QUALITY = re.compile(  # 反对不文明养犬: what is wrong, no act that is left undone
    "(?:不|没有?)(?:[\u4e00-\u9fff]{1,5}的(?!方案|办法|做法|规定|决定|提议|意见|要求|建议)|合理|合规|合法|公[平开正]|文明|规范|安全|达标|合格|按|守|牵绳|拴绳|戴|讲|负责|卫生|节约|备案|环保)"
).pattern
_TWICE = re.compile(
    rf"{_NOT}{_STOPS}|(?:反对|拒绝|否决)[^，。；？]{{0,6}}?(?!{_A_QUALITY}){_NOT}|{_STOPS}[^，。；？]{{0,6}}{_OF_THE_ACT}|不(?:同意|赞成|支持|愿意)[^，。；？]{{0,8}}(?:不|{_STOPS})|(?:并非|没有|无)不[^，。；？]{{0,4}}"
)


def denies_twice(questions: Iterable[str]) -> list[str]:
    """The words of the questions that deny a denial, each once."""
    found = []
    for question in questions:
        said = _NO_DENIAL.sub("　", _EITHER.sub(r"\1", normal_forms(question)[-1]))
        found += [one.group() for one in _TWICE.finditer(said)]
    return list(dict.fromkeys(found))
