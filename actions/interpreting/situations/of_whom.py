"""Whom the words of a script are for: whoever was touched themselves, not their parents; a child who fears its parents, not one who can call them. Pure."""

from __future__ import annotations

import re

MY_OWN = re.compile(
    r"(?:们?(?:[的家楼]|小区|单位)|[爸妈爹娘哥姐弟妹爷奶外公婆儿女孙叔姨舅姑]|老[公婆伴]|孩子|小孩|宝宝|邻居|朋友|同[学事]|隔壁|楼[上下]|对[门面]|看|听)"
).pattern
_TOUCHED = re.compile(r"(?:摸|碰|亲|舔|抠|揉|捏|蹭|贴|掀|脱|猥亵|性骚扰|非礼|强奸|强暴|性侵)").pattern
_TOUCHED_ME = re.compile(
    rf"{_TOUCHED}(?:了|着|过|到|住|一下){{0,2}}[我俺](?!{MY_OWN})|[我俺](?:今天|刚才|刚刚|昨天|昨晚|又|在[^，。！？；\n]{{1,8}}){{0,3}}(?:被|让|给)(?!{MY_OWN})[^，。！？；\n]{{0,12}}{_TOUCHED}"
    rf"|(?:^|[，。！？；\n\s]|刚[才刚]|[今昨]天|昨晚|上)被(?!{MY_OWN})[^，。！？；\n]{{0,6}}{_TOUCHED}"
)
_RAPED = re.compile("强奸|强暴|性侵|侵犯了我")
_OF_A_CHILD_OF_MINE = re.compile(
    r"(?:女儿|儿子|闺女|孩子|小孩|娃|宝宝|孙[女子]|外孙|妹妹?|弟弟?|学生)(?![^，。！？；\n]{0,3}(?:一起|也被))"
)
_PARENTS_FIGHT = re.compile(
    r"(?:爸妈|爸爸?[和跟]?妈妈?|父母|妈妈?[和跟]爸爸?)[^，。！？；\n]{0,6}(?:吵|打|摔|砸|闹|动手)"
)


def for_whoever_writes(script: str, said: str) -> str:
    """The script, but for whoever was touched themselves not that for parents, and for a child who fears their own parents not that by which to call them."""
    if script == "child_touched" and _TOUCHED_ME.search(said) and not _OF_A_CHILD_OF_MINE.search(said):
        return "assault" if _RAPED.search(said) else "groped"
    if script == "groped" and _RAPED.search(said):
        return "assault"
    return "home_violence_child" if script == "child_alone" and _PARENTS_FIGHT.search(said) else script
