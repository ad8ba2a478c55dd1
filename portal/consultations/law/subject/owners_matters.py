"""Pure: finds in what a residents' assembly is asked that a company is put in another's place, or that parking is charged for: the owners' matter.

Whoever runs a compound, its gate, cleaning and lifts, and what is charged for its common parts, the owners decide together
(民法典 275, 278). It warns; whoever looks decides. Each rule takes a service and what is done to whoever provides it, or a
car and a price, in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.consultations.law.subject.normal_form import normal_forms

MOST = 4  # shown in a warning
_SENTENCE_ENDS = re.compile("[。；;！!？?\n]")
_SERVICE = re.compile(
    "(?:物业|保安|安保|门[卫岗]|[看守管]大?门|保洁|清洁|扫地|扫楼[道梯]?|打扫|清扫|绿化|养护|维保|电梯(?!里|口|间|旁)|巡逻|垃圾(?:谁来|怎么|的)?清运|消防维护|管家|秩序维护|值守)"
).pattern
_FIRM = re.compile("(?:公司|单位|企业|队伍?|团队|班子|班组|师傅|人马)").pattern
_ANOTHER = re.compile(
    f"(?:(?:另外?|重新|改|再)[请找聘选换雇招](?:[一两]?家|[一两]?[个支班帮批拨]|别|人|{_FIRM})|换(?:成|到)?(?:[一两]?家|别家|别人|别的|[一个支班帮批拨新老的]{{0,3}}(?:{_FIRM}|人(?!家)))|换一?[拨批](?=$|[，、吗呢吧])|自己(?:请|雇|找)人|换[掉走了](?![^，]{{0,4}}[灯锁门窗])|(?:换不换|(?:要不要|该不该|想|打算|是否)换)(?=$|[，、吗呢吧])"
    f"|外包|发包|转包|承包|包[给出](?!装|去)|(?:交给|委托|请|聘请?|雇|招|找)[^，、]{{0,6}}(?:公司|企业|专业团队|专业队伍)(?!来?(?:检修|抢修|修|看|检查|检测|评估))|由[^，、]{{0,6}}(?:公司|企业)(?:来)?(?:负责|接手|承担|管|做|干)"
    f"|招标|竞标|比选|选聘|解聘|续[签聘约]|不续|辞[退掉]|撤换|炒掉|(?:解除|终止|不再续?签?|到期)[^，、]{{0,6}}合同|合同[^，、]{{0,6}}(?:到期|解除|终止|不签)|不用(?:了|现在|这家|他们|原来)|(?:新|哪)(?:的|一)?(?:公司|家(?=来?[管做干接]))|接[手管]|进场)"
).pattern
_CHANGES_HANDS = re.compile(
    f"{_SERVICE}[^。；？]{{0,16}}?{_ANOTHER}|{_ANOTHER}[^。；？]{{0,12}}?{_SERVICE}|换[^，。；？]{{0,4}}{_SERVICE}{_FIRM}"
    "|(?:更?换|另选|重选|改选|另请|另聘)(?:一?[个家])?(?:物业|保安|保洁|门卫)(?=$|[，、吗呢吧”」]|或|还是|的(?:提议|方案|事|议案|意见))"
)
# said of a thing, a time or a person of it, or of work that is done once
_OF_A_THING = re.compile(
    "亭|制服|工装|休息室|宿舍|灯|锁|地砖|拖把|扫把|工具|衣|鞋|空调|椅|牌子|电话|时间|班次|钟|轿厢|钢丝绳|部件|按钮|树|花|草坪|苗|桶|轮流|老人家里|慰问|表彰|评选|评议|监督|满意|学生|孩子|检修|抢修|楼长|换人家|亲子|比赛|培训|讲座|过节"
)
_CAR = re.compile(
    "(?:停车|泊车|外来车|外面的车|(?:车辆?|汽车|轿车|货车)(?:进|出|入|停)|车位|泊位|道闸|临停|访客车|月租车|私家车|临时车|[停放]车子?|电[动瓶]车(?:充电|停)|充电桩)"
).pattern
_NUMBER = re.compile("[0-9一二两三四五六七八九十百几多]").pattern
_PRICE = re.compile(
    f"(?:收费(?![员亭站])|收[^，、不]{{0,6}}(?:{_NUMBER}[元块角毛]|钱|费)|[交缴付掏](?:停车|管理|占用|月租|进门|泊车)?(?:钱|费)|[交缴付掏][^，、]{{0,4}}{_NUMBER}[元块]|涨[到价]|涨{_NUMBER}|提价|定个?价|调价|价格|包月|月租|{_NUMBER}[元块]钱?(?:[一每/]|不等)|[每一](?:次|天|晚|月|小时|辆|年|个月?)[^，、]{{0,6}}{_NUMBER}(?:[元块]|百)|(?:出租|租给|拍租|卖给)|费(?:用)?(?:标准|怎么收|多少))"
).pattern
_CHARGED = re.compile(f"{_CAR}[^。；？]{{0,14}}?{_PRICE}|{_PRICE}[^。；？]{{0,8}}?{_CAR}")
_NO_CHARGE = re.compile(
    "公示|公开|账目|去向|收支|审计|反映|监督|退还|对账|明细|免费|不收费|不收钱|不另收|乱收费|罚款|拖车费|加油|洗车|代驾|扫码送"
)
_BY_RESIDENTS = re.compile("志愿|义务|党员|居民自己")
_ELSEWHERE = re.compile("公家|路边|市政|街面|马路|学校门口|医院|菜场|大巴|旅游|春游|秋游")
# what tells of it, what of the words found shows that it is none, and what of the whole sentence does
_RULES = ((_CHANGES_HANDS, _OF_A_THING, _BY_RESIDENTS), (_CHARGED, _NO_CHARGE, _ELSEWHERE))


def owners_matters(texts: Iterable[str]) -> list[str]:
    """What in the texts (title, questions, options, explanation) seems to be the owners' to decide, each once, at most MOST."""
    sentences = (one for text in texts for one in _SENTENCE_ENDS.split(normal_forms(text)[-1]))
    found = [
        one.group()
        for sentence in sentences
        for says, unless, elsewhere in _RULES
        if not elsewhere.search(sentence)
        for one in says.finditer(sentence)
        if not unless.search(one.group())
    ]
    return list(dict.fromkeys(found))[:MOST]
