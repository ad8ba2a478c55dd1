"""Pure: finds in what a vote asks that somebody is driven out, punished, cut off or shown up: no assembly decides that.

What residents decide must not infringe the rights of a person or their property (居委会组织法, 村民委员会组织法 27, 民法典 3); fines and
seizures are the law's alone (行政处罚法), and water or power for the supply contract. It warns; whoever looks decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.consultations.law.subject.normal_form import normal_forms

MOST = 4  # shown in a warning
_PEOPLE = re.compile(
    "(?:租[客户]|外地(?:人|户|租户)|外来(?:人员?|户)|住户|业主|居民|村民|[一二两三四五六七八九十几0-9]{1,3}[户家]|这[户家]|那[户家]|某[户家]|家|病人|患者|房客|租房的|人员|者|户|老[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林沈]|出嫁女|外嫁女|上门女婿|寡妇)"
).pattern
_NOT_THINGS = re.compile(
    "(?![^，。；？]{0,3}(?:车|报刊亭|亭|摊|箱|柜|猫|狗|鸟|树|杂物|垃圾|堆物|违建|棚|广告))"
).pattern
_SAYS = (
    re.compile(
        rf"(?:赶出|赶走|撵[出走]|轰走|驱[逐离]|逐出){_NOT_THINGS}[^，。；？]{{0,8}}(?:小区|社区|村|大院|出去|$)|(?:请|让|叫|令|责令|要求|限期?)[^，。；？把将]{{0,10}}{_PEOPLE}[^，。；？把将]{{0,4}}(?:搬走|搬离|搬出|搬家|迁走|离开|走人|滚)"
        rf"|{_PEOPLE}[^，。；？把将]{{0,6}}(?:限期|立即|马上|必须|一律)?(?:搬离|搬走|搬出|迁出|清退出?)(?!以?后|之后|时|前|的)|把[^，。；？]{{0,10}}{_PEOPLE}[^，。；？]{{0,6}}(?:赶|撵|轰|清|请)(?:出|走|退)"
    ),
    re.compile(
        rf"(?:不(?:许|准|让|得|能)|禁止|拒绝|谢绝)[^，。；？]{{0,4}}{_PEOPLE}[^，。；？]{{0,4}}(?:租住|入住|居住|进入|进门|进出|进小区|回家|投票|参加)|{_PEOPLE}[^，。；？]{{0,6}}(?:不(?:许|准|让|得|能)|禁止)(?:租住|入住|居住|进入|进出|进门|进小区|投票|参加)|不[让许准](?:租|住|进门|回家)"
    ),
    re.compile(
        r"罚(?!球|站)款?[^，。；？]{0,4}[0-9一二两三五几百千]|(?:要|一律|予以|可以|就|处以?|写)罚款(?!标准|收据|单|怎么|规定)|一次罚|违者[^，。；？]{0,6}罚|扣[掉发除]?[^，。；？]{0,6}(?:福利|集体收益|分红|积分补贴|低保|养老钱)|押金不退|没收(?!到|齐|完|取)|充公|(?:收缴|拍卖)[^，。；？]{0,4}(?:的?家|户|业主的|居民的|租客的)"
        r"|锁车(?!架|器|位|棚|柱)|锁住?[^，。；？]{0,4}车(?!架|器|位|棚|柱)|拖走[^，。；？]{0,6}车"
    ),
    re.compile(
        rf"(?:停|断|掐|切断?|关|限)[掉了]?(?:[他她它]|{_PEOPLE})?[^，。；？、充]{{0,6}}(?:家|户|的)?[^，。；？、充]{{0,2}}(?:水(?!箱|泵|管|检)|电(?!梯|动|线|缆|源|路)|气(?!管)|暖(?!气片))(?=$|[，。；？、三几一两吗来]|[催逼])|门禁卡?[^，。；？]{{0,4}}(?:停用|注销|停掉|收回|拉黑)|停用[^，。；？]{{0,6}}(?:门禁|电梯卡)|不[让给许准得][^，。；？]{{0,8}}(?:进门|坐电梯|乘电梯|用水|用电(?!动)|用(?:健身|广场|场地|活动室|会所|车位)|办(?:证明|手续|卡)|开证明)|{_PEOPLE}[^，。；？]{{0,3}}不得使用[^，。；？]{{0,6}}(?:健身|广场|场地|活动室|会所|车位|电梯|设施)"
    ),
    re.compile(
        rf"(?:公[示布开]|张贴|贴出|曝光|通报|上墙|点名)[^，。；？]{{0,6}}(?:欠费?[^，。；？]{{0,4}}{_PEOPLE}|{_PEOPLE}的?(?:姓名|名字|电话|名单|照片|门牌|欠))|(?:姓名|名字|(?:住户|业主|居民|的)电话|照片|身份证)[^，。；？]{{0,6}}(?:公[示布]|张贴|贴出|贴[到在]|挂[到在出]|曝光|上墙)|(?:不|欠|没)[^，。；？]{{0,8}}(?:名单|名字)[^，。；？]{{0,4}}(?:公[示布开]|张贴|贴出|上墙|发)|黑名单|(?:艾滋|精神病|传染病|刑满|有前科|坐过牢|信教|同性恋|少数民族)[^，。；？]{{0,6}}(?:搬|登记|不[得许准让]|赶|公[示布]|入住|迁)"
    ),
    re.compile(
        rf"(?:出嫁女|外嫁女|嫁出去|离婚|寡妇|租[客户]|外来|空挂户)[^，。；？]{{0,8}}(?:不(?:再|能|得)?[分给享参]|取消|没有?|少分|减半)|(?:取消|剥夺|扣除?|停发)[^，。；？]{{0,4}}{_PEOPLE}[^，。；？]{{0,6}}(?:资格|权|福利|收益|分红|补贴|低保)|拆[掉除了]?{_PEOPLE}"
    ),
)
# done by whoever may, or to things
_LAWFUL = re.compile(
    "(?:请|由|报|找|交)(?:城管|交警|公安|派出所|民警|法院|消防|环卫|市场监管|执法)|违约金|按合同|劝导|奖励|宣传|检修|抢修|设备|水箱清洗|僵尸车|通知"
)


def infringes(texts: Iterable[str]) -> list[str]:
    """What in the texts (title, questions, options, explanation) seems to infringe somebody's rights, each once, at most MOST."""
    clauses = (one for text in texts for one in re.split("[，,。；;！!\n]", normal_forms(text)[-1]))
    found = [
        one.group()
        for clause in clauses
        if not _LAWFUL.search(clause)
        for says in _SAYS
        for one in says.finditer(clause)
    ]
    return list(dict.fromkeys(found))[:MOST]
