"""Find in a clause of a report where it tells of a wrong that a body itself does: 物业收费不公示, 居委会把活动室租出去了, 卫生院开错药. Pure.

That a body does not come or mend (物业不管, 市政没来修) is no such wrong: the matter is still its work, and it is asked again.
"""

from __future__ import annotations

import re

_GAP = re.compile(
    r"(?!说|讲|告诉|通知|回复|建议|要求|来人|来了|门口|旁|对面|附近|边上|前面|后面|楼下|楼上|院里|外面|那边的|这边的|没有|贴)[^，,。；;！!？?]{0,6}?"
).pattern
_WRONG = re.compile(
    r"(?:乱收|多收|重复收|私收|收[了我们他]{0,3}[^，,。；;！!？?]{0,4}[钱费](?!处|站|员)|收费(?:[^，,。；;！!？?]{0,3}(?:不|没|乱|高|贵|涨)|标准不)|涨(?:价|了?物业费|停车费)|不公[示开布]|没公[示开布]|账目?(?:不清|不明|混乱)"
    r"|不给?(?:开|给)?(?:发?票|收据)|不退|不作为|乱作为|推诿|推脱|踢皮球|敷衍|糊弄|应付了?事|私自|擅自|私下|偷偷|违规|违法|克扣|挪用|侵占|霸占|占用|独吞|贪|骗|欺|坑|宰|威胁|恐吓|报复|刁难|卡着不|强制|强行|逼[着我迫]"
    r"|(?:出租|租给|租出|卖给|卖掉|转租|外包给)|[停断](?:了|掉)?(?:我|我们|业主|居民|住户|大家)(?:家)?的?[水电气门]|[停断][水电](?:逼|催|要挟)|锁(?:了|住|上)?(?:我|业主|居民)|偏心|偏袒|不公[平正]|走关系|开错[了的]?药|误诊|打错[了]?针|[要收][^，,。；;！!？?]{0,6}[钱块元]才|态度|服务(?:太|很|真|特别|极)?差|骂|推搡|打人|打了我"
    r"|把[^，,。；;！!？?]{1,10}(?:租|卖|占|拆|砍|扣|锁|停了|断了|改成|圈起|围起|挪走|拉走))"
).pattern
_BLAMED = re.compile(rf"^(?:公司|的人|那边|那里|里面?的?人|工作人员)?{_GAP}{_WRONG}")
# the character before the name
_ASKED = re.compile("[被让请叫找向给替]")
_DISLIKED = re.compile("[对跟和]")
_DISLIKES = re.compile(
    r"^(?:公司|的?服务|的?管理|的?工作)?(?:很|非常|十分|太|特别|极)?(?:不满|有意见|意见很?大|有看法)"
)


def is_blamed(before: str, after: str) -> bool:
    """Whether the clause tells of a wrong of the body whose name stands between these words of it, in simplified Chinese."""
    if _BLAMED.search(after) is not None:
        return _ASKED.match(before[-1:]) is None
    return _DISLIKED.match(before[-1:]) is not None and _DISLIKES.search(after) is not None
