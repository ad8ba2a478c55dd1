"""Which words cannot be the nickname of a place: what people say of any place, of their family and of danger; and which look like somebody's home. Pure."""

from __future__ import annotations

import re

_KIN = re.compile(
    r"(?:爸爸?|妈妈?|爹|娘|[父母]亲|爷爷?|奶奶?|外[公婆]|姥[姥爷]|公公|婆婆|老[公婆伴]|丈夫|妻子|爱人|媳妇|儿子|女儿|孙[子女]|孩子|小孩|宝宝|娃|哥哥?|弟弟?|姐姐?|妹妹?"
    r"|叔叔?|伯伯|舅舅?|姑姑?|姨妈?|阿姨|大[爷妈姐哥叔]|邻居|亲戚|朋友|同学|同事|房东|租客|老人|老头|老太太?)"
).pattern
_WHOSE = re.compile(r"(?:我|俺|咱|你|您|他|她|人|别人|大|自己|自|谁|那|这)(?:们)?(?:的)?").pattern
_SPOT = re.compile(
    r"(?:家里?|屋里?|房间|住处|门[口前外后]|门|楼[上下里道梯顶]|楼|电梯|对面|隔壁|旁边?|附近|边上|[前后左右外里上下]面|[前后左右这那]边|[这那]里|[这那]儿|此处|这|那|小区|单元|院子|院里|店里)"
).pattern
_THING = re.compile(
    r"垃圾[桶箱]?|路灯|电?灯|井盖|下水道|水管|燃气|煤气|天然气|消防栓|充电桩|监控|道闸|门禁|车位|电瓶车|汽车|车子|厨房|客厅|卧室|阳台|厕所|卫生间|地下室|天台|楼道|走廊|过道|台阶|窗户|马路|路[口边上]|街上|巷口|弄口|墙|树|狗|猫"
    r"|小区|社区|村里|镇上|家里|屋里|室[内外]|今天|昨天|现在|刚才|火|水|电|气|人|东西|事情|地方|物业|居委会?|村委会?|街道|保安|派出所|城管"
).pattern
_EVERYWHERE = re.compile(rf"(?:(?:{_WHOSE})?{_KIN}?的?{_SPOT}{{0,3}}|{_KIN}|{_THING})(?:的?{_SPOT})?")
_HAPPENS = re.compile(
    r"[着起失]火|冒烟|火灾|漏[水气电]|爆炸|触电|救命|救人|打[架人我]|杀人|跳楼|自杀|割腕|[摔跌晕昏]倒|流血|出血|溺水|落水|被困|中毒|走[失丢]|不见了|坏了|堵了|不亮|停[水电气]|投诉|举报|报警|吵架|噪音|有人"
)
_SURNAME = re.compile(
    r"(?:欧阳|司马|上官|诸葛|东方|夏侯|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戚莫孔向汤洪葛俞柳季倪施温裘章鲁褚卫])"
).pattern
_CALLED = re.compile(
    r"(?:老[太头伯]?太?|大[爷妈姐哥叔伯婶]|阿[姨婆公]|[叔伯婶姨奶爷婆]{1,2}|师傅|老师|医生|书记|主任|老板|经理|先生|女士|小姐)"
).pattern
_HOME = re.compile(
    rf"{_SURNAME}{_CALLED}|[老小]{_SURNAME}(?:家|的|那)|{_SURNAME}[\u4e00-\u9fff]{{0,2}}(?:家(?![村湾弄桥巷园路井塘坞坪庄宅埭浜渡港坝界])|那[栋幢户家]|的[家店])"
    rf"|{_SURNAME}[\u4e00-\u9fff]{{1,2}}(?<![路街巷弄桥园苑村楼场店里湾塘坊区城庄院寓府边口门亭树山河井港坝岭畈圩埂头坡坎墩滩角])$"
)
"""A name, a way to call somebody, or their home: 张建国家, 李老太, 刘志强那栋, 欧阳家的小卖部; not 王家村, 金桂路."""


def says_any_place(name: str) -> bool:
    """Whether the words are said of any place, of family, or of what happens somewhere (我家, 我妈, 门口, 垃圾桶, 着火)."""
    return _EVERYWHERE.fullmatch(name) is not None or _HAPPENS.search(name) is not None


def may_be_a_home(name: str) -> bool:
    """Whether the words may be of a person, so that whoever names them learned where they live."""
    return _HOME.search(name) is not None
