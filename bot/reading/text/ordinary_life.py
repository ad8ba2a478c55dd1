"""Blank ordinary life told in words of danger: laundry on poles and wires, cigarette ends, an errand for whoever walks badly; and courtesies. Pure.

Each has words of its own, which are blanked only if no other word of the text tells of harm: a pole that has current, ends that
smoulder, a leg that was broken just now are still read. What is left is read as any text is.
"""

from __future__ import annotations

import re

_SAME = r"[^。！？!?；;\n]"
_HARM = "打(?![电印卡包开扫听招游水])|砍|捅|刀|掐|勒|脖子|呼吸|喘|吐|吃了|吞|咬|撞|摔|跌|叫不醒|噎|触电|割腕|中风|不应声|没声|想不开|跳|卡住|出不来|翻过|套|上吊|车祸|炸|枪"
"""Words of harm, of whatever kind: beside one of these nothing is blanked."""
_LAUNDRY = r"(?:被子|被单|被套|床单|棉被|被褥|衣服|衣裳|衣物|裤子|毛巾|袜子|鞋子?|内衣|尿布|窗帘|腊肉|腊肠|香肠|咸肉|鱼干|咸菜|干菜|菜干|萝卜干?|玉米|辣椒|拖把|棉花胎|棉胎|毯子|地毯|席子|东西)"
_POLES = r"(?:电线杆子?|电杆|路灯杆|灯杆|电线|网线|光缆|电缆|电话线|拉线|线缆|线上|杆子?|栏杆|护栏|树|变压器|配电箱|电箱|消防栓)"
_HANGS = r"(?:晒|晾|挂|搭|披|铺|绑|拴|系|拉绳)"
_DRIED = re.compile(
    rf"{_LAUNDRY}{_SAME}{{0,12}}{_HANGS}{_SAME}{{0,8}}{_POLES}|{_HANGS}{_SAME}{{0,6}}{_LAUNDRY}{_SAME}{{0,12}}{_POLES}"
    rf"|{_POLES}{_SAME}{{0,8}}(?:{_HANGS}|拉)(?:着|了|满|的|个|根|条|起|上|绳子?|铁丝|晾衣绳){{0,4}}{_SAME}{{0,8}}(?:{_LAUNDRY}|绳|晾衣)|{_POLES}{_SAME}{{0,8}}(?:晒|晾)(?!到|不)"
)
_NOT_ONLY_DRIED = re.compile(
    rf"漏电|带电|有电|通电|触电|麻|电到|电了|被电|电人|打手|火|烟|着了|烧|断|垂|[掉落](?!色)|塌|砸|倒了|倒下|摔|伤|血|救|死|晕|昏|爬|吊着|吊在|人挂|{_HARM}"
)

_BUTTS = re.compile(r"(?:香?烟(?:头|蒂|屁股|盒|灰(?!缸)|壳|丝)|香烟(?:头|屁股|盒))(?:子)?(?:(?:都|全|也)?埋着)?")
_NOT_ONLY_BUTTS = re.compile(
    rf"[火烧燃焦糊爆炸烫](?!车|锅)|着了|冒|没灭|没熄|没掐|点着|浓烟|黑烟|[有起是]烟(?!头|蒂|屁股|盒|灰)|引|血|伤|晕|昏|救|死(?!角|水|鱼|猫|老鼠)|掉进|落水|困|煤气|燃气|汽油|液化气|{_HARM}"
)

_INFIRM = r"(?:腿|脚|膝盖?|腰|行动|走路|走不动|走不了|走不远|下不[了来去]楼|下楼|出不了门|出门|轮椅|拐杖|拐棍|偏瘫|瘫痪|瘫|残疾|眼睛|看不[见清]|年纪大|[七八九]十|高龄|卧床|躺床上|爬不动|上了年纪)"
_VISIT = r"(?:上门(?!了|打|闹|讨|要债)|代办|代领|代为|替(?:我|他|她)|帮(?:我|他|她|忙)?(?:办|弄|领|交|带|拿|跑|取|送)|送(?:过来|上来|到家|来|上门)|(?:跑一趟|来人|派人|来一趟|来个人)(?=[^。！？!?；;\n]{0,6}(?:办|填|登记|拍|认证|核|量|收|送|教|领|取))|视频办|网上办|别人(?:代|替|去)|儿子(?:代|替|去)|女儿(?:代|替|去))"
_ASKS_FOR_VISIT = re.compile(
    rf"{_INFIRM}{_SAME}{{0,24}}{_VISIT}{_SAME}{{0,12}}(?:[吗嘛么不伐啵呗？?]|没有|可以|行|办|吧|呢|好|的)*|(?:能|可以|可不可以|能不能|有没有|要不要|好不好)?{_VISIT}{_SAME}{{0,16}}{_INFIRM}"
)
_NOT_ONLY_INFIRM = re.compile(
    rf"突然|刚才|刚刚|一下子|今早|摔|跌|滑倒|撞|砸|压|骨折|断了|血|晕|昏|吐|喘|胸|心口|抽|发烧|烧到|高烧|喊不|叫不|不说话|不醒|没反应|救|120|110|119|打我|打他|打她|锁|困|电梯|关在|煤气|烟|火|水里|淹|[疼痛]得|好[疼痛]|死|药|动不了|动弹不|起不来|不行了|好几天没|没人应|不开门|饿|一个人在家|{_HARM}"
)


def without_ordinary_life(text: str) -> str:
    """The text without laundry hung out, cigarette ends, and the infirmity of whoever wants an errand done; the rest is read as ever.

    What a text says besides of harm is left, and so are those words beside it. Its length stays the same.
    """
    for told, harm in ((_DRIED, _NOT_ONLY_DRIED), (_ASKS_FOR_VISIT, _NOT_ONLY_INFIRM)):
        if harm.search(text) is None:
            text = told.sub(_commas, text)
    rest = _BUTTS.sub(_commas, text)
    return text if _NOT_ONLY_BUTTS.search(rest) else rest


_COURTESY = re.compile(
    r"^(?:(?:好的?|嗯+|谢谢(?:你们?|您|大家)?啊?|多谢(?:你们?|您)?|感谢(?:你们?|您)?|你好|您好|早上好|上午好|中午好|下午好|晚上好|不好意思|打扰了?|顺便(?:说一?下)?)[，,。！!、\s]+)+(?=\w)"
    r"|^(?:好的)?(?:谢谢(?:你们?|您|大家)?|多谢)(?=我|他|她|有人|孩子|老人)|^顺便(?:[说讲提问]一?下?)?(?=我|他|她|有人|孩子|老人)"
)


def without_courtesy(text: str) -> str:
    """The text with commas in place of the courtesies before what it tells (好的谢谢，着火了); its length stays the same."""
    return _COURTESY.sub(_commas, text)


def _commas(found: re.Match[str]) -> str:
    """As many commas as the words that were found have characters."""
    return "，" * len(found.group())
