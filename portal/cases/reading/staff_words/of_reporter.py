"""Find in the words of staff for a handler what they tell of the reporter: where they live, who they are (numbers are covered anyway). Pure.

Of a case told in confidence no handler learns that. Whoever writes is asked about it: it may be of the accused.
"""

from __future__ import annotations

import re

from portal.cases.reading import lexicon, masking
from portal.cases.reading.introductions import SURNAMES
from portal.cases.reading.staff_words import tellers

_REPORTER = re.compile(
    r"(?:居民|[报反][的映修]?[那这]?[位个]?[^，,。；;\s]{0,3}?[人者]|(?:举报|投诉|来电|打电话|打来|说这事)(?:的?[那这]?[位个]?[人者]|的[那这][位个])|[她他])"
).pattern
_TELLS = re.compile(
    rf"{_REPORTER}(?:自己|本人|家|就|也|是|的|一直|现在){{0,3}}"
    r"(?:住(?![建房宅])|家住|家?在[0-9一二三四五六七八九十]{1,4}[栋幢号楼层单]|姓(?!氏)|叫(?![他她我你您]|人|物业|城管|师傅)|脾气|独居|孤寡|残疾|怀孕"
    r"|(?:女的?|男的?|老人|老太太?|老头|老师|医生|租客|业主|孕妇)(?=$|[，,。；;、\s]))[^，,。；;\n]{0,10}"
    r"|(?<![入居久])住(?:在|的是|着)?(?:对门|对面|隔壁|楼上|楼下|顶楼|同[一层楼]|[0-9一二三四五六七八九十]{1,4}(?:栋|幢|楼|层|号|单元|室))[^，,。；;\n]{0,8}"
)
_DOOR = re.compile(
    r"(?:[0-9一二三四五六七八九十]{1,4}(?:栋|幢|楼|层|号|单元|室)|(?<![0-9])[0-9]{3,4}(?![0-9元块年])|(?<![一二三四五六七八九零〇十])[一二三四五六七八九零〇]{3,4}(?![一二三四五六七八九十百元块年米])|对门|对面|隔壁|楼上|楼下)"
).pattern
# 502室业主举报, 就是五楼那户打来的; 反映的人是502的, 打电话来的是对门
_TELLS_DOOR = re.compile(
    rf"{_DOOR}(?:的|那)?(?:那?[户家]|住户|业主|户主|邻居|租客|人家?)?(?:打电话|来电话?)?(?:反映|举报|投诉(?!窗口|处|箱|电话|中心)|打来|报修|报的|说的)的?"
    r"|(?:(?:反映|举报|投诉|报事|报修|报)的?(?:那?个?人|者|那[位家户]|业主|住户)|(?:打电话来|打来|来电|说这事)的(?:人|那[位家户])?)(?:家|就|也|原来|以前)?"
    rf"(?:(?:是|在|住)[^，,。；;\n]{{0,4}}(?:{_DOOR}|租房|租客|邻居)|(?:是|在)[^，,。；;\n]{{1,8}}(?:上过?班|工作|员工|职工|老师|医生|保安|学生))"
)
# whoever somebody is at home or at work
_PERSON = re.compile(
    r"(?:老板娘?|[女男]主人|店主|房东|房客|租客|租户|业主|户主|住户|邻居|家属|媳妇|老婆|老公|女儿|儿子|员工|职工|老师|医生|护士|保安|保姆|学生)"
).pattern
_END = re.compile(r"(?=$|[，,。；;、！!\s])").pattern
# 报这件事的是…的老板娘, 举报的是602的女主人, 她是7栋501的, 他在菜场做保安; not 投诉的是7栋的电梯
_TELLS_PERSON = re.compile(
    rf"(?:反映|举报|投诉|报|说|打来|来电)(?:了)?(?:这件?事|这个|电话)?的(?:那?个?人|那位)?(?:就|也)?是[^，,。；;\n]{{0,16}}(?:{_PERSON}|{_DOOR}的?(?:那?[户家]|人家?)?){_END}"
    rf"|(?<!其)[她他](?:家|本人|自己)?(?:就|也)?是[^，,。；;\n]{{0,10}}{_DOOR}(?:的|那)?(?:那?[户家]|人家?|{_PERSON})?{_END}"
    rf"|{_REPORTER}[^。；;\n]{{0,14}}在[^，,。；;\n]{{1,8}}(?:当|做){_PERSON}"
)
# how neighbours are called: 老李, 王阿姨; not 物业老王, 李主任
_CALLED = re.compile(
    rf"(?:(?<!员)(?<!业)(?<!安)(?<!任)[老小][{SURNAMES}]|(?<![\u4e00-\u9fff])[{SURNAMES}](?:阿姨|大爷|大妈|大姐|大哥|奶奶|爷爷|先生|女士|姐|哥|叔|婶|伯|姨))"
).pattern
_HOUSEHOLD = re.compile(
    "(?:那?[户家]|住户|业主|户主|邻居|租客|房东|女主人|男主人|大姐|大爷|阿姨|老[人头]|老太太?|人家?)"
).pattern
# not what the visited answer (302说没有赌博): 501说对门聚赌, 302的老李说, 老李告诉我们, 5栋那家来讲过; not 3栋说明书, 501告知单
_SAYS = re.compile(
    rf"(?:(?:{_DOOR}(?:的|那)?(?:{_HOUSEHOLD}|{_CALLED}|{masking.NO_NAME})?)|{_CALLED})(?:自己|一直|也|都|又|老|昨天|今天|刚才)?(?:[打来]过?电话来?|过?来|来过)?"
    r"(?:说(?!明|理|服|好|话|没有?(?:赌|打|吵|养|租|违|收|这|那|再)|不是|不承认|不同意|不知道|已经?|会|马上|改天|周|星期|下[周个]|愿意|同意)|讲(?!解|座|究|理)|告诉|告(?!知|示|警|别)|反映|举报|投诉(?!窗口|处|箱|电话|中心)|报(?!警器|纸|箱|刊|名|销|栏)|提(?!醒|前|示|供|高))"
)
MOST = 3  # told to whoever wrote them


def told(text: str) -> list[str]:
    """The words that tell of the reporter, in simplified Chinese, at most MOST, each once."""
    said = tellers.with_zeros(lexicon.simplified(text))
    found = [one.group() for pattern in (_TELLS, _TELLS_DOOR, _TELLS_PERSON, _SAYS) for one in pattern.finditer(said)]
    found += [*tellers.plain(said), *tellers.perhaps(said)]
    return list(dict.fromkeys(found))[:MOST]
