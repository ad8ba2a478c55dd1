"""Find the words after which the sender is asked about a danger, whatever the score. Pure."""

from __future__ import annotations

import re

from bot.reading.danger.plain_danger import CALM

_OLD_ONE = r"(?:我(?:们家)?的?(?:[爸妈爹娘爷奶]{1,2}|父亲|母亲|外公|外婆|姥姥|姥爷|老伴)|妈妈|爸爸|爷爷|奶奶|外公|外婆|老人家?|老[头太](?:子|太)?|老伴|独居)"
ON_THE_ROOF = re.compile(
    r"(?:^|[，,。！! ])我(?:就|人|现在|已经|一个人)?(?:在|站|坐|爬)(?:[^，。！？]{0,4}[，,])?[^，。！？占堆搭漏修装种养晒找看]{0,8}(?:楼顶|天台)(?:上面?)?[。！!]*$"
)
"""Who tells that they are on a roof themselves, and nothing of work or things there."""
_ASKED_ABOUT = {
    danger: re.compile(words)
    for danger, words in {
        "home_violence": r"(?:他|她|老公|老婆|丈夫|妻子|男朋友|女朋友|对象|前夫|公公|婆婆|我爸|我妈|爸爸|妈妈|继父|儿子|儿媳|女婿|家里那[个口])[^，。！？\n]{0,8}(?<!没)(?<!没有)(?<!不)(?<!别)打我(?!的?(?:电话|手机|号))",
        "gas": r"^(?:家里的?|厨房的?|我家)?(?:燃气|煤气|天然气|一氧化碳)(?:泄漏)?(?:报警[器仪]?|表)(?:一直|老|突然|自己|又){0,2}(?:在)?(?:报警|响|叫)?(?:了|个不停|不停)?[。！!]*$|(?<!是)不是[^，,。！？\n煤燃]{1,8}[，, ]{0,2}(?:闻着|闻起来|倒|更|好|有点|而|应该){0,3}(?:像|是)(?:煤气|燃气|天然气|液化气)",
        "live_wire": r"(?:电线|高压线|电缆线?|裸线|火线)(?!杆)[^，。！？\n没不]{0,6}(?:[掉垂落]|断(?!电|网))",
        "trapped": r"(?:电梯|扶梯|道闸|卷帘门|卷闸门|机器|车门|闸机)[^，。！？\n没不怕]{0,6}(?:夹(?:住|了|到|着|伤)?[^，。！？\n]{0,5}(?:人|手|脚|腿|头|孩|娃|我)|(?:人|手|脚|腿|头|孩子?|娃|我)[^，。！？\n没不怕]{0,3}夹)",
        "violence": r"(?:高年级|大孩子|大同学|学长|学姐|初中生|高中生|同学|混混|社会上的)的?[^，。！？\n没不怕]{0,6}[堵拦围](?:着|住)?(?:我|我们|孩子|我儿子|我女儿|我弟|我妹)|[堵拦](?:着|住)?(?:我|我们|我儿子|我女儿|孩子)[^，。！？\n没不]{0,3}(?:[要抢收]钱|要零花钱|收保护费)|(?:收|要|交)(?:我|我们|孩子)?的?保护费|(?:小偷|贼|陌生人|歹徒|(?<!没)有人)[^，。！？\n没不怕]{0,3}(?:闯|摸|溜|翻|撬|跑)?[^，。！？\n没不怕]{0,2}进(?:了|到|来)?(?:我|我们|人|邻居|隔壁)?家|(?:^|[家屋里])(?:好像|像是|又|刚)?(?:进|来|有|招)(?:了|个){0,2}(?:小偷|贼|强盗)了?[。！!]*$",
        "fire": r"不是(?:煤气|燃气|天然气|漏气)[^。！？\n没不]{0,6}是(?:着火|起火|失火|火灾|烧起来|爆炸)|(?:屋|房间?|家|楼道|楼|窗户?|厨房|阳台|车库)(?:里面?|内|上|外|头)?[^，。！？\n没不]{0,3}(?:有|冒出?|都是|全是|好多|很多)(?:浓|黑|白|大)?烟(?!味|头|囱|民|花|灰|酒|道|雾|火|感|[^，。！？\n]{0,2}报警)|满[^，。！？\n]{0,3}[屋房楼]道?(?:里|都|都是|全是|的|子){0,3}(?:浓|黑|白)?烟(?!味|头|民|酒)",
        "no_answer": rf"{_OLD_ONE}(?:[^，。！？\n物社居打办说]{{0,6}}|[^。！？\n物社居打办说]{{0,12}}(?:天|小时|钟头|半天|上午|下午))(?:电话)?(?:一直|老|都|也|又|还|怎么){{0,3}}(?:没(?:有)?人?接(?!触|到|待)|不接|打不通)(?:电话)?",
        "self_harm": r"日子(?:真的?|实在|我|也|都){0,2}(?:过不下去|不想过)|^(?:真的?|我|也|都|没意思|不如|[，, ]){0,4}不想(?:再)?过(?:了|下去)(?=$|[，,。！! ])"
        + f"|{ON_THE_ROOF.pattern}",
        "missing": r"^(?:人|都|已经|刚才?)?(?:走丢|走失)了?[。！!\s]*$",
        "injury": r"(?:孩子?|娃|宝宝|儿子|女儿|老人|老伴|[爸妈爷奶公婆])(?:[，, ]|他|她|怎么|今天|现在){0,3}[叫喊推摇](?:了|他|她){0,2}(?:老?半天|好久|好几[声下]|[几两]声)(?:了|[，, ]){0,2}(?:才|只|就|也就)(?:只|能|会)?(?:哼|嗯|睁|动)(?!歌|曲)|(?:孩子?|娃|宝宝|儿子|女儿|老人|我|[爸妈爷奶]|手|脚|脸|腿)[^，。！？\n没不怕]{0,4}被?(?:开水|热水(?!器)|热油|油锅?|热?汤|粥|热茶)[^，。！？\n没不怕]{0,3}烫(?:了|伤|到|着)|(?:呼吸机|制氧机|氧气机|监护仪)[^，。！？\n没不]{0,4}(?:停|坏|没电|不工作|报警|不转)|^(?:我|我[爸妈]|老伴|老公|老婆|爷爷|奶奶|爸爸?|妈妈?|老人)?(?:突然|忽然|现在|一阵){0,2}(?:心口|胸口|心脏|胸)(?:突然|一阵|好|很|疼得|闷得){0,2}(?:疼|痛|闷|绞痛|难受)(?:得厉害|死了|死我了|得很|喘不上气|得受不了)?了?[。！!]*$",
    }.items()
}
"""Danger → words; whoever says them in a message that is not long is asked, whatever the score, if they are of now (`asked_about`)."""
_OF_A_LIVELIHOOD = re.compile(
    r"低保|救助|救济|补[助贴]|生意|店|离婚|[老婆]公|老婆|婆婆|噪|吵|漏|臭|脏|涨|费|工资|钱|贷|债|失业|打工|工作|房租|垃圾|拆|停[水电气]|装修|施工|物业|邻居|楼[上下]|[申办]请"
)
"""Words of what makes a life hard, not of whoever wants none: 低保停了日子过不下去了."""
_ANSWERED = re.compile("原来|找[到着]|打通|回(?:了|过)?(?:电话|我|消息)|接了")
_RULED_OUT = re.compile("怕|担心|小心|当心|没(?:着火|事|伤|有危险)|(?:演|电影|视频|新闻)")


def _hard(text: str) -> tuple[str, ...]:
    """The danger of which a text tells nothing by its words of a hard life; () if it has none."""
    return ("self_harm",) if _OF_A_LIVELIHOOD.search(text) else ()


def asked_about(text: str) -> str | None:
    """The danger that a text tells of by the words of _ASKED_ABOUT; else None.

    A beating whenever it was, and somebody old who does not answer unless they did since, however much it is feared; any other not if the text
    speaks of another time, of relief, of fear or of a film.
    """
    calm = CALM.search(text) is not None
    if not calm and not _ANSWERED.search(text) and _ASKED_ABOUT["no_answer"].search(text):
        return "no_answer"
    past = calm or _RULED_OUT.search(text) is not None
    found = (
        danger
        for danger, words in _ASKED_ABOUT.items()
        if danger not in ("no_answer", *_hard(text)) and words.search(text)
    )
    return next((danger for danger in found if not past or danger == "home_violence"), None)
