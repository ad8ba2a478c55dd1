"""Find in a report the residents' or villagers' committee where it is not named: by its head (王主任收红包), or as 社区 who did it. Pure.

王主任 alone is the committee's; another's head is told apart by the body in the same words (急诊科的张主任, 派出所的李书记).
"""

from __future__ import annotations

import re

_ELSEWHERE = re.compile(
    r"(?:医院|卫生院|诊所|科室|科|门诊|急诊|学校|小学|中学|大学|学院|高中|初中|幼儿园|托儿所|党校|年级|(?<![值上下])班|系|公安局?|警察局|法院|检察院|研究院|养老院|敬老院|福利院"
    r"|(?:派出|事务|研究|卫生|管理|司法|看守|环卫|养护|财政|税务|供电|监管)所|(?:办事|教务|教导|政教|德育|总务|管理|售楼|人事)处|(?:交警|城管|消防|施工|环卫|中|支)队|(?:住院|门诊|工程|项目|人事|财务|武装|宣传|组织|销售|事业)部"
    r"|(?:化验|手术|教研|档案|监控)室|(?:卫生服务|医疗|体检|疾控|社保|政务|文化|培训)中心|[公安教民税务财政管商通育]局|车间|工厂|[药电纺钢水]厂|公司|单位|企业|集团|银行|支行|信用社|街道办?|镇上?|(?<![小社])区里|[乡县市]里|政府|物业|业委会|开发商|邮局|电视台|酒店|饭店|超市|商场|工地)"
).pattern
_POST = re.compile("副?(?:主任|书记)").pattern
_ANOTHER_BODYS = re.compile(
    rf"{_ELSEWHERE}(?:里面?|上|那边|这边|的|那个|这个|那位|有个|一个|新来|叫|姓|我们){{0,3}}(?:(?<=的)[^，,。；;\s问找跟和同被把让给是在事人说都]{{1,3}}|[^，,。；;\s的问找跟和同被把让给是在事人说都]?){_POST}"
    rf"|{_POST}是?[，,（(]?(?:我们|我家|孩子|市|区|县|那个?){{0,2}}{_ELSEWHERE}的"
    rf"|(?:教务|教导|政教|德育|总务|护理|年级|科室){_POST}"
)
_NO_FAMILY_NAME = re.compile("[班系室间会院校所局司部处队站科办]").pattern
_AT_ITS_HEAD = {  # by a family name and the post alone
    "village": re.compile("[村组]里?的?[\u4e00-\u9fff]?副?(?:主任|书记|会计)|[\u4e00-\u9fff]支书"),
    "hall": re.compile(f"(?<!{_NO_FAMILY_NAME})[\u4e00-\u9fff](?<!{_NO_FAMILY_NAME})副?(?:主任|书记)(?!科|医)"),
}
_DOES = re.compile(  # 社区 as who did it, not where, nor 社区收费站 or 社区私家车
    "社区(?=泄[露密]|把(?![关手门守控])|说我|给物业|私(?![家人房搭有])|偷(?:偷|改|换|卖|拿|拍|看|听|录|税)|瞒|骗(?![子局术保])|收(?!费[站处点口亭]|快递|发|件|纳|容|购|集|垃圾(?!费|处理费|清运费|钱)|废|旧|衣|到|拾|音)"
    "|乱(?![糟哄七停堆扔丢放贴搭飞跑])|包庇|串通|逼|贪(?!吃|玩)|吞|挪(?!车)|居然|竟然|故意|[跟和](?:物业|他们)|为了)"
)


def committee_of_its_head(text: str) -> str:
    """Whose head a text in simplified Chinese means: "hall" (residents' committee), "village", or ""."""
    said = _ANOTHER_BODYS.sub("，", text)
    return next((whose for whose, pattern in _AT_ITS_HEAD.items() if pattern.search(said)), "")


def community_does(text: str) -> bool:
    """Whether 社区 stands in the text as who did something."""
    return _DOES.search(text) is not None
