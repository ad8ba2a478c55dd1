"""Pure: which common questions no committee or clerk answers alone, which words asked the committee does not read, and which answers soon turn false.

What the bot says to everybody on votes and elections is of those who hold office, and on a danger somebody may act on it at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.wording.scripts import in_simplified

_OF_POWER = re.compile(
    "表决|投票|选票|选举|换届|罢免|任期|候选|竞选|选[谁主委]|(?:居民|村民|业主|代表)(?:会议|大会)|多少人同意|几个人同意|过半|通过才|不用(?:居民|业主|大家)|主任(?:说了|同意)|书记(?:说了|同意)|村规|公约|议事规则|一人一票|弃权"
)
_OF_DANGER = re.compile(
    "着火|起火|失火|火灾|火警|冒烟|煤气味|燃气味|漏气|气漏|触电|漏电|中毒|溺水|落水|掉[进到](?:水|河|井)|救命|自杀|轻生|想死|不想活|不活了|家暴|打我|打孩子|打老婆|动刀|昏迷|晕倒|没(?:了)?(?:呼吸|气)|心梗|心脏病|中风|噎住|呛住|流血|骨折|烫伤|烧伤|爆炸"
    "|(?:困|关)在|电梯困|走丢|走失|失踪|被骗|诈骗|骗子|转(?:了)?(?:账|钱)|验证码|有人跟着|撬门|抢劫|绑架|强奸|性侵|农药|安眠药"
)
_SOMEBODYS = re.compile(  # a call for help, a sorrow, or a fear of who learns of a report: no question of everybody's
    "(?<![外未往])(?:来|派|叫)(?:个|几个|些)?人(?![员口才民家数均流]|登记)|帮帮我|帮我一?下|救救|[疼痛]得|好[疼痛]|很[疼痛]|[疼痛]死|受不了|难受(?!理)|(?:我|自己)?一个人住|看不清|看不见|听不见|走不动|起不来|下不了床|摔(?!跤[比馆班课队场])|躺在|倒在|冻着|饿(?!了么|了吗[柜外骑超店])|害怕"
    "|没人管(?:我|俺|咱|他|她|老|孩)|(?:我|俺|老人|[爸妈])[^，。]{0,4}没人管|孤单|寂寞|想哭|哭"
    "|(?:我|俺)?(?:爸|妈|爷爷|奶奶|老伴|老公|老婆|孩子|儿子|女儿|父亲|母亲)[^，。]{0,6}(?:走了|没了|不在了|病(?![假历])|出血)|(?:会不会|能不能|会|能)?(?:看得?到|看得?见|知道)(?:是我|我(?:说|报|举报|投诉))|被(?:他们|人|谁)?(?:发现|认出|知道)|举报[^，。]{0,10}?(?:会不会|会|能)[^，。]{0,6}(?:知道|泄[露漏]|透露)|查得[到出]是谁|看得到吗"
    "|(?:我|俺)[^，。]{0,4}举报|举报(?!违[建章停]|噪[音声]|扰民|占道|油烟|群租|电话|热线|平台|渠道|奖励|邮箱|网站|传销|乱[停倒扔堆])|投诉我|报复|欺负|打人|打了(?!疫苗|针|预防|卡|印|孔|电话|折)"
)
_SORROW, _PAPERS = re.compile("去世|过世"), re.compile("证明|户口|注销|抚恤|丧葬费|公墓|遗属|社保|医保|过户|继承|公证")
_SOON_FALSE = re.compile(
    "(?<!每)(?:今[天晚早]|明[天晚早]|后天|昨天|前天|大后天|(?:这|本|下|上)(?:个)?(?:周|星期|礼拜|月)(?!边|围|末?开始的每))(?!起)"
)


def is_for_a_supervisor(texts: Iterable[str]) -> bool:
    """Whether one of the texts (question, its wordings, answer) is of a vote, an election or a danger."""
    said = [in_simplified(one) for one in texts]
    return any(_OF_POWER.search(one) or _OF_DANGER.search(one) for one in said)


def is_somebodys(words: str) -> bool:
    """Whether what was asked is rather a call for help, a sorrow or a fear than a question: the committee does not read it, a clerk does."""
    said = in_simplified(words)
    mourns = _SORROW.search(said) is not None and _PAPERS.search(said) is None
    return mourns or _SOMEBODYS.search(said) is not None or _OF_DANGER.search(said) is not None


def soon_false(answer: str) -> str:
    """The word in the answer that means another day tomorrow (明天); "" if none."""
    found = _SOON_FALSE.search(in_simplified(answer))
    return found.group() if found is not None else ""
