"""Read whether a message says, in all its words, that there is no danger, or no longer any. Pure.

It must be made of phrases that say so and small talk around them; whatever is left over (但, 还, 又, a floor, somebody
else) may be the danger itself, and the reporter is asked. Which of these stop the paging is decided by `hear_all_clear`
in `topics/danger/ending.py`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from actions.interpreting.aid import plain_ends

AllClear = Literal[
    "false_alarm", "joke", "safe", "found", "called_off", "partly", "perhaps"
]  # each explained in `read_all_clear`

_LONGEST = 60  # characters
_MARKS = re.compile(r"[^\w]+|_+")
_ASKS = re.compile(r"[?？]")
_BREAK = "·"  # between clauses: no phrase reaches across it
_WHOEVER = re.compile(
    r"(?:我们?|咱们?|我家|家里|自己|我自己|我妈妈?|我爸爸?|我老公|我老婆|我婆婆|邻居|隔壁|楼下|楼上|对面|对门|他们?|她|人家|别人|物业|社区|学校|消防队?|剧组|小孩|孩子|有人|(?:隔壁|楼下|楼上|对面|邻居)?家?的?(?:老伯|老伯伯|大伯|大爷|爷爷|奶奶|阿姨|阿婆|大妈|大姐|大叔|大哥|老头|老太太?|老人家?|师傅|老王|老李|老张|小伙子?|两口子))?的?"
)
_AT_WORK = re.compile(  # 在院子里, or no more than 在
    r"(?:正?在(?:(?:院子|阳台|天井|露台|楼下|楼道|门口|厨房|家|屋|田|地|路边|晒台|弄堂|空地|河边|后院|车库)(?:里头?|上|口)?)?)"
)
_FAMILY_MEMBER = re.compile(
    r"(?:我们?家?的?|我)?(?:孩子|小孩|小朋友|娃娃?|宝宝|宝贝|儿子|女儿|闺女|孙子|孙女|老人家?|老爸|老妈|爸爸?|妈妈?|爷爷|奶奶|外公|外婆|姥姥|姥爷|老伴|老头子?|老太太|弟弟|妹妹|哥哥|姐姐|老公|老婆|他|她|人|大爷|大妈|阿姨|叔叔)"
)
_WHO = re.compile(
    rf"(?:{_FAMILY_MEMBER.pattern}|我|我们|大家|家里人|家人|全家人?|一家人|所有人|里面的?人?|楼里的?人?|被困的?人?|那个?人|那孩子|病人|伤员)?"
)
# Words of time and degree that may stand before or within a phrase: now, already, all, at last, really.
_NOW = re.compile(r"(?:现在|刚刚?|刚才|已经|已|都|全部?|也|自己|终于|总算|真的|确实|完全|暂时){0,6}")
_RESCUERS = re.compile(r"(?:消防员?|消防队员?|师傅|他们|人家|警察|民警|邻居|物业|大家|医生|救援队?)?")
_PARTICLES = re.compile(r"(?:了|啦|啊|呀|哦|喔|噢|的|呢|哈|嘞|喽|咯){0,6}")
_PLACES = re.compile(
    r"(?:他|她|我|我们)?(?:楼下|楼上|家里?|自己家|同学家里?|邻居家里?|朋友家里?|(?:奶奶|外婆|姥姥|爷爷|外公|阿姨|姑姑|舅舅|亲戚)家里?|学校里?|幼儿园|便利店|超市里?|网吧里?|网咖里?|游戏厅里?|棋牌室里?|麻将馆里?|菜场里?|商场里?|小卖部里?|医院里?|同学那里?|小区里?|小店里?|公园里?|操场上?|派出所|居委会|物业|房间里?|床上|床底下|柜子里|衣柜里|图书馆|书店|门口|保安室|滑梯那里)"
)
_DANGER = re.compile(
    r"(?:着火|起火|失火|火灾|火情|火|爆炸|煤气泄?漏|燃气泄?漏|漏气|漏煤气|漏|打架|打人|打我|吵架|出事|跳楼|自杀|想不开|想死|寻死|轻生|晕倒|昏倒|触电|落水|被困|困人|走丢|走失|丢|救命|什么事|啥事|烧(?:起来|东西)?(?!了)|冒烟(?!了)|冒火(?!了))"
)

# Phrases after any danger; those after one danger are in _BY_DANGER.
_SAFE = [
    re.compile(
        rf"{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:没事(?:儿|情)?|没有?危险|不危险|安全|平安(?:无事)?|脱险|没大碍|无大碍|没受伤|没有受伤|好好的|很好)"
    ),
    re.compile(
        rf"{_NOW.pattern}(?:(?:没有?人|无人)(?:员)?(?:有危险|受伤|伤亡|被困|出事)|危险(?:已经)?(?:解除|过去)|(?:警报|险情)?(?:已经)?解除|一切(?:都)?(?:平安|正常|好)|平安无事|有惊无险)"
    ),
]
_ARE_OUT = re.compile(  # whoever was inside is out
    rf"{_NOW.pattern}{_RESCUERS.pattern}把?{_WHO.pattern}{_NOW.pattern}被?{_RESCUERS.pattern}(?:安全|平安|顺利)?(?:(?:救|拉|抱|拽|捞|放|接|扶|抬|撤|跑|走|逃|爬|下|上){{0,6}}(?:出来|上来|下来|出去|上岸)|得救|获救|被救)"
)
_DRAWN_OUT = re.compile(  # what was stuck is out, or a child at a rail was lifted in
    rf"{_NOW.pattern}(?:大人|家长|保姆|{_RESCUERS.pattern})把?(?:{_WHO.pattern}的?(?:手指?头?|脚|腿|头|脑袋|胳膊)?){_NOW.pattern}被?{_RESCUERS.pattern}(?:(?:拔|拿|抽|取|弄|剪|锯){{1,2}}出来|[抱拉拽接爬]{{1,2}}(?:回去|回来|进去|进来|进屋|回屋|回家))"
)
_PARTLY = [  # the same, though the danger goes on: people are out of the fire or the gas, it is turned off, who lay there wakes
    (
        {"fire", "gas"},
        re.compile(rf"{_ARE_OUT.pattern}|{_NOW.pattern}{_WHO.pattern}在(?:楼下|外面|屋外|楼外|院子里|门外)"),
    ),
    (
        {"gas"},
        re.compile(
            rf"{_NOW.pattern}(?:没有?|没)(?:煤气|燃气)?(?:味道?|气味)|(?:煤气|燃气)?(?:味道?|气味){_NOW.pattern}(?:散|没有|没)(?:了|光|完|掉)+"
        ),
    ),
    (
        {"injury", "gas", "fire"},
        re.compile(
            rf"{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:[救叫弄唤拍摇](?:过来|醒)|醒过来|醒|缓过来|清醒过来|清醒|苏醒|恢复|有意识|有呼吸)"
        ),
    ),
]
_SHUT = re.compile(  # the gas is turned off: better, but nobody has looked whether it leaks
    rf"{_NOW.pattern}(?:煤气|燃气|天然气|气|总)?(?:阀门?|开关)?{_NOW.pattern}关(?:了|好|上|掉|紧)+(?:煤气|燃气|天然气|气|总)?(?:阀门?|开关)?"
)
_AIRED = re.compile(
    rf"{_NOW.pattern}(?:门?窗户?{_NOW.pattern}(?:打?开)(?:了|着)*|(?:打?开|通)(?:了|着|完|好)?(?:门?窗户?|门|风)(?:通风|透气)?)"
)  # ends nothing, and says of nobody that they are out
_BY_DANGER = [  # (the dangers after which it says that all is well, the phrase)
    (  # fire, smoke
        {"fire", "other", "live_wire", "gas"},
        re.compile(
            rf"{_NOW.pattern}{_RESCUERS.pattern}把?(?:明?火|火势|烟)?{_NOW.pattern}被?{_RESCUERS.pattern}(?:扑灭|浇灭|灭掉|熄灭|灭|熄|扑)|(?:没有?|没)(?:明火|烟|火)|(?:没有?|不)(?:再|在)?(?:烧|冒烟|冒火)|{_NOW.pattern}烟{_NOW.pattern}(?:散|没有|没)(?:了|光|完|掉)+|{_NOW.pattern}散(?:掉|光|完)?了"
        ),
    ),
    (
        {"gas"},
        re.compile(rf"{_NOW.pattern}(?:煤气|燃气|气)?不漏"),
    ),
    ({"other", "trapped", "collapse", "live_wire", "no_answer"}, _ARE_OUT),
    ({"trapped"}, _DRAWN_OUT),
    (
        {"self_harm"},
        re.compile(
            rf"{_NOW.pattern}{_RESCUERS.pattern}把?{_WHO.pattern}{_NOW.pattern}被?{_RESCUERS.pattern}(?:安全|平安)?(?:(?:救|拉|抱|拽|劝){{0,6}}(?:下来|回来)|救下)|{_NOW.pattern}我?(?:想通|想开|冷静下来)"
        ),
    ),
    (
        {"injury", "trapped", "gas", "other", "fire", "no_answer"},
        re.compile(
            rf"{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:能说话|会说话|能走|好转)|{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}被?(?:救护车|120|急救|医生|我们)?{_NOW.pattern}(?:把{_WHO.pattern})?{_NOW.pattern}(?:送|拉|接)(?:到|去|往|进|了|上){{0,6}}(?:医院|急诊|救护车|走)|{_NOW.pattern}(?:上|在)救护车(?:上)?"
        ),
    ),
    (
        {"violence", "home_violence"},
        re.compile(
            rf"{_NOW.pattern}(?:他|她|他们|打人的?人?|那个?人|打架的?人?)?{_NOW.pattern}被?(?:警察|民警|公安|派出所)(?:的人)?{_NOW.pattern}(?:带|抓)走"
        ),
    ),
    (
        {"violence"},
        re.compile(
            rf"{_NOW.pattern}(?:人群?|他们|打架的?人?|两个人|两边)?{_NOW.pattern}(?:散开|散|拉开|劝开|不打|分开)"
        ),
    ),
    (
        {"violence"},
        re.compile(
            rf"{_NOW.pattern}(?:他们?|那个?人|那人|人)?{_NOW.pattern}(?:甩掉|甩开|没(?:有)?(?:再)?跟(?:着|上来)?|不(?:再)?跟(?:着)?|走远|走开)"
        ),
    ),
    (
        {"no_answer"},
        re.compile(
            rf"{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:开门|接(?:了)?电话|联系上|回话|回(?:了|我|过)?(?:电话|消息|微信|信)|应声)|{_NOW.pattern}{_FAMILY_MEMBER.pattern}的?(?:电话|手机)?{_NOW.pattern}打通"
        ),
    ),
]
_LOST = re.compile(
    r"(?:我们?家?的?|我)?(?:孩子|小孩|小朋友|娃娃?|宝宝|宝贝|儿子|女儿|闺女|孙子|孙女|老人家?|他|她|人)"
)  # not 老公: he may come home alone
_FOUND = re.compile(
    rf"{_NOW.pattern}{_FAMILY_MEMBER.pattern}?{_NOW.pattern}被?(?:找到|找着|找回来|寻到|寻着|接回来|送回来)|{_NOW.pattern}{_LOST.pattern}?{_NOW.pattern}回来|{_NOW.pattern}{_LOST.pattern}{_NOW.pattern}(?:回家|到家)"
)
_FOUND_WHERE = re.compile(
    rf"{_NOW.pattern}{_FAMILY_MEMBER.pattern}?(?:就|原来|其实|是){{0,6}}(?:在|跑到|跑去|去|躲在){_PLACES.pattern}(?:里)?(?:玩儿?|睡着|睡觉|写作业|看书|看电视|打游戏|等我?)?"
)
_AT_HOME = re.compile(rf"{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}在家")
"""Of whoever does not answer the door it may be good news, or the very thing that is feared."""
_WHY_SILENT = re.compile(  # why nobody answered, or where they were: small talk beside that they do
    rf"{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:在|去)?(?:楼下|外面|阳台|公园|广场|菜场|家里?|厕所|邻居家)?(?:上|里)?(?:跳(?:广场)?舞|洗澡|睡觉|睡着|午睡|下棋|钓鱼|打牌|打麻将|买菜|散步|做饭|听戏|浇花)|{_NOW.pattern}{_WHO.pattern}(?:手机|电话)?{_NOW.pattern}(?:没听[见到]|静音|没电|没带|关机|调了?静音|忘(?:了)?带)"
)
_NOT_LOST = re.compile(r"(?:没有?|不是)(?:走)?(?:丢|失)")
# It was an error or a false alarm, or nothing of the kind happened.
_MISTAKEN = [
    re.compile(rf"{_NOW.pattern}(?:是|原来是|就是|都是|只是|我|刚才){{0,6}}(?:搞|弄|看|听|闻|认|报|按|点|发)错"),
    re.compile(
        rf"{_NOW.pattern}(?:是|原来是|就是|都是|只是|一场|一个|我|刚才|[让害]你们){{0,6}}(?:误会|误报|误判|误触|误按|虚惊一?场?|乌龙|多心|多虑|大惊小怪|白(?:担心|紧张|着急|折腾)一?[场趟]?|白跑一趟|白(?:叫|喊|麻烦)(?:了|人)?(?:你们|大家)(?:了|来|跑){{0,2}}(?:一?趟)?|假警报)"
    ),
    re.compile(rf"{_NOW.pattern}(?:没有|没|没得|并没有?)(?:真的?|人|在|有|什么|啥|发生|任何){{0,6}}{_DANGER.pattern}"),
    re.compile(rf"(?:不是|并不是)真(?:的)?{_DANGER.pattern}"),
    re.compile(r"(?:是|原来是|就是|只是|那是|说的是|都是){0,6}(?:气话|随口一?说说?|说说而已)"),
]
_PLAYED = re.compile(  # drills, films, television, games, props
    r"(?:消防演习|消防演练|演习|演练|拍戏|拍电影|拍视频|演戏|排练|排戏|彩排|看电视|看电影|放电视|放电影|电视|电影|抗战片|动画片|打游戏|玩游戏|游戏|道具|假的|假人)"
)
_HARMLESS = re.compile(
    r"(?:水汽|蒸汽|水蒸气|加湿器|油漆|涂料|刷漆|喷漆|胶水|杀虫剂?|杀虫药|打药杀虫|蚊香|花露水|香水|消毒水|榴莲|臭豆腐|下水道|猫|狗|玩具|气球|模特)"
)
_COOKS = re.compile(
    r"(?:(?:菜|饭|锅里?菜|粥|肉|锅|锅底|汤|鱼|牛奶|馒头)(?:烧|煮|炒|炖|煎)?(?:焦|糊)|(?:烧|煮|炒|炖|煎)(?:菜|饭|粥|肉|锅|鱼|汤|东西)?(?:烧|煮)?(?:焦|糊)"
    r"|烧菜|烧饭|炒菜|炒辣椒|煎鱼|做菜|做饭|煮饭|蒸饭|熏(?:腊肉|肉|腊肠|香肠|鱼|蚊子|艾草?)|(?:做|晒|灌)(?:腊肉|腊肠|香肠)|(?:炖|卤|煮|烧|红烧)(?:肉|汤|粽子|羊肉|猪蹄|骨头|开水|水|中药|鸡)"
    r"|熬(?:药|中药|猪油|糖|粥)|炸(?:丸子|鱼|鸡|带鱼|春卷|肉)|炒(?:花生|瓜子|栗子|茶)|烙饼|蒸馒头|点(?:蚊香|艾条|艾草|香)|烧(?:香|艾草))"
)
_SMOKE_NOISE_OR_WATER = re.compile(  # from what people do every day
    r"(?:烧烤|烤肉|烤串|烤羊肉串?|烤红薯|烤火腿|(?:做饭|烧饭|煮饭|炒菜|烧菜|烧烤)的?(?:油?烟|味道)|油烟|炊烟|(?:放|燃放)?(?:鞭炮|炮仗|爆竹|烟花|礼花)|放炮|洗车|浇花|浇水|拖地|洗地|冲地|空调|洒水车?|晒被子)"
)
_WHAT_IT_WAS = re.compile(
    rf"(?:原来|其实|只|就|都|不过|应该){{0,6}}是{_WHOEVER.pattern}(?:在|里)?{_PLAYED.pattern}(?:的)?(?:声音|味道|气味|烟|而已)?"
)
_NOT_NEEDED = re.compile(r"(?:你们|大家|人|请)?(?:就|都)?不用(?:再)?(?:来人?|过来|派人来?)")
_HARMLESS_CAUSES = [  # they may also be how the danger began, so that the reporter is asked
    re.compile(
        rf"(?:原来|其实|只|就|都|不过){{0,6}}是{_WHOEVER.pattern}(?:{_AT_WORK.pattern}|里)?(?:{_COOKS.pattern}(?:烧|煮)?(?:焦|糊)?|{_HARMLESS.pattern})(?:的|了)?(?:声音|味道?|气味|香味|油?烟|而已)?"
    ),
    re.compile(
        rf"(?:(?:原来|其实|只|就|都|不过){{0,6}}是{_WHOEVER.pattern}(?:{_AT_WORK.pattern}|里)?|{_WHOEVER.pattern}{_AT_WORK.pattern})(?:{_SMOKE_NOISE_OR_WATER.pattern}|{_COOKS.pattern})(?:的)?(?:声音|声|味道?|气味|油?烟|烟雾|水|光|而已)?"
    ),
]
_GAS = re.compile(r"(?:煤气|燃气|天然气|液化气|管道气)(?:泄?漏|味道?|气味)?")
_DENIALS = [  # of the danger itself: with a harmless cause beside it, it was a mistake; alone it is asked about
    re.compile(
        rf"{_NOW.pattern}(?:不是|并不是|没有?|并没有)(?:什么|啥|真的?|有|在|人家|邻居)?(?:{_GAS.pattern}|{_DANGER.pattern}(?:的?味道?|的?烟)?)"
    ),
    re.compile(rf"{_NOW.pattern}(?:不是|并不是)(?:真的?|人|在|有|什么|啥|发生|任何){{0,6}}{_DANGER.pattern}"),
]
_SLIP = re.compile(
    r"(?:是|我|刚才|刚刚|前面){0,4}(?:说|讲|写)(?:错|岔)(?:话|字)?"
)  # of the danger, or only of the place
# A door was opened, the current cut off, a word mistyped, something else meant: the reporter is asked.
_MAY_BE_HARMLESS = [
    re.compile(
        rf"(?:电梯)?门{_NOW.pattern}(?:打|弄)?开|{_NOW.pattern}(?:总闸|电|电闸)?{_NOW.pattern}(?:断电|拉掉|拉了|拉闸|切断|停掉)"
    ),
    re.compile(rf"{_NOW.pattern}(?:是|我|刚才){{0,6}}打错(?:字|电话)?"),
    re.compile(
        rf"我?(?:是说|说的是|讲的是|指的是|的意思是|意思是)(?:打我的?电话|打电话|{_HARMLESS.pattern}|{_PLAYED.pattern})"
    ),
]
_ONLY_COOKED = re.compile(
    rf"(?:原来|其实)(?:只|就)?是{_WHOEVER.pattern}(?:在|里)?{_COOKS.pattern}(?:的)?(?:声音|味道|气味|烟|而已)?"
)
_MADE_UP = r"(?:(?:瞎|乱|胡)(?:说|编|报|发|讲)|骗你们?)(?:一下|玩|而已)?"
_JOKE = re.compile(
    r"(?:哈哈){0,6}(?:我|我们)?(?:是|就是|只是|都是|跟?你){0,6}(?:开个?玩笑|玩笑|逗你们?玩?|闹着玩|说着玩|测试一?下?)|(?:别|不要|不)当真"
    r"|(?:我|我们)?(?:是|就是|只是|都是|刚才|随便|故意){0,4}(?:恶作剧|整蛊|玩玩|逗着玩|发着玩|闹着玩|[耍唬]你们?|吓(?:唬|一?吓)?你们?)(?:一下|玩|而已)?"
    rf"|(?:我们?|刚才)(?:是|就是|只是|都是|刚才|随便|故意|在){{0,4}}{_MADE_UP}"
    rf"|(?:是|就是|只是|都是)(?:我们?|刚才|随便|故意){{0,3}}{_MADE_UP}的"
)  # no joke of a child's: 小孩恶作剧 may be how it began
_PERHAPS_MADE_UP = re.compile(
    rf"(?:是|就是|只是|都是|随便|故意){{0,4}}{_MADE_UP}"
)  # 胡说 alone may contradict somebody
# Apologies, thanks, greetings, 不用担心: they neither make nor spoil an all-clear (不用来了 makes one, by `_NOT_NEEDED`).
_SMALL_TALK = [
    re.compile(
        r"不好意思|对不起|对不住|抱歉|打扰|打搅|添麻烦|给你们添麻烦|麻烦(?:你们?|您们?|大家|师傅)?|辛苦(?:你们?|您们?|大家)?|(?:谢谢|多谢|感谢|谢)+(?:你们?|您们?|大家|师傅|消防员?|警察|各位|啊){0,6}|太好|吓死(?:我|人)|吓(?:了)?我一跳|谢天谢地|阿弥陀佛|万幸|还好|幸好"
    ),
    re.compile(
        r"你好|您好|喂|嗯+|哦+|噢+|啊+|哎呀?|唉|诶|好的?|行|可以|那个|是的|对|刚才|刚刚|刚|现在|已经|请?(?:你们|您|大家)?放心|各位|哈+|嘿+|不是?(?=·|$)|(?:没有了?|没)(?=·|$)"
    ),
    re.compile(
        r"(?:你们|大家|人|请)?(?:就|都)?(?:不用|不必|别|不要)(?:再)?(?:来|派|派人|来人|过来|担心|管|报警|叫人|麻烦|处理|找)(?:人)?|没什么|没啥|不要紧|取消吧?"
    ),
]

# No help is wanted any more.
_CALLED_OFF = re.compile(
    r"(?:这个?|这事|这件事?|你们|大家|人|就|都|请){0,4}(?:(?:可以)?(?:解除|撤回|撤销|撤掉|撤单|撤案|销案|撤了|取消)(?:掉|这个|这件|报警|警报|险情|预警){0,2}|(?:不用|不必|不需要|别)(?:再)?(?:派人来?|来人?|过来|管|叫人|派|报警|处理)(?:了)?)(?:吧)?"
)
_HELP_CAME = re.compile(  # it ends nothing by itself, and spoils no end
    rf"{_NOW.pattern}(?:救护车|120|119|110|消防(?:队员?|车|员)?|急救(?:车|人员)?|警察|民警|公安|医生|救援队?|(?:燃气|煤气)公司|抢修|物业|师傅)(?:的?人)?们?{_NOW.pattern}(?:(?:赶?到|来|赶来)(?:了|过了?|现场)?|到场|走|撤|收队|回去)"
)
_WHO_HELPED = re.compile(
    r"(?:保安|物业|门卫|师傅|消防员?|消防队?|警察|民警|医生|救护车|120|119|110|邻居|他?家里人|他?家人|他?家属|老公|老婆|我们?|他们?|自己|大家|锁匠|开锁师傅|维修师傅|工作人员)"
)
_UP_AGAIN = re.compile(  # whoever fell: beside 没事了 it is over, alone it may be no more than a try
    rf"{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:能|会|可以|自己)?(?:(?:坐|站|爬)?(?:得)?起来|起身|站稳|下地)(?:走动?|活动)?|{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:能|会|可以)(?:自己)?(?:走路|走动|活动|动)|{_NOW.pattern}血{_NOW.pattern}(?:止住|止|不流)|(?:现在|已经|都|全|也){{0,3}}(?:好多|好)(?=[了啦])|{_NOW.pattern}{_WHO.pattern}{_NOW.pattern}(?:把?东西)?(?:吐|咳|抠|拍){{1,2}}出来(?=了)"
)
_NO_NEED = re.compile(r"(?:那|就|都|现在){0,2}不用(?=了|啦|[·]|$)")
# Who ended the danger and how: an all-clear only beside both an end of the danger and a call-off of the help.
_EXPLAINS = [
    re.compile(
        rf"{_NOW.pattern}{_WHO_HELPED.pattern}(?:把(?:他|她|人|打人的人?|门|火|他们))?{_NOW.pattern}(?:用(?:灭火器|水|湿毛巾|钥匙|备用钥匙)|拿灭火器)?(?:扑掉|扑灭|浇灭|灭掉|压灭|来看过|看过|检查过|来过|来|处理好|处理|开的?门|打开的?门|开了门|带走|劝开|劝走|拉开|扶起来|扶走|接走|接回家|救出来|走){{1,2}}(?:走)?"
    ),
    re.compile(
        rf"{_NOW.pattern}(?:人|他|她|老人|老伯|老太太|大爷)?{_NOW.pattern}(?:被)?(?:扶回家|送回家|接回家|扶起来|回家|走开|搂着走|各自回家|走)"
    ),
    re.compile(r"(?:说是|原来是?|就是|其实是?)(?:喝多|喝醉|睡着|睡觉|打瞌睡){1,2}(?:了睡着)?"),
    re.compile(rf"{_NOW.pattern}(?:门|锁|电梯门?){_NOW.pattern}(?:打开|开|了){{1,5}}"),
    re.compile(rf"{_NOW.pattern}(?:火|灶|煤气|炉子){_NOW.pattern}关(?:好|掉|上)?"),
    re.compile(rf"{_NOW.pattern}(?:出来|散)"),
    re.compile(
        r"(?:说是|原来|就|其实|应该|可能|医生说){0,2}是?(?:低血糖|低血压|没吃早饭|没吃饭|饿(?:的|晕)|中暑|太热|热的|天热|蹲久|站久|起猛|起太猛|累|太累|没睡好|晕针|晕血|晕车|贫血|老毛病)"
    ),
    re.compile(
        rf"{_NOW.pattern}(?:给|让)?(?:人|他|她|我)?{_NOW.pattern}(?:吃|喝|含|喂)(?:了|过|下|点|些|颗|块|杯|口|一点|几口|两口){{0,3}}(?:糖水?|红糖水|葡萄糖|巧克力|热水|温水|盐水|糖|水|东西|饭|粥)"
    ),
    re.compile(rf"{_NOW.pattern}(?:人|他|她|我)?{_NOW.pattern}(?:能|会|可以|自己)?(?:坐|站|爬)(?:起来|起身)"),
    re.compile(
        rf"{_NOW.pattern}(?:当医生的|社区|卫生站的?|诊所的?|旁边的?)?(?:医生|护士|大夫)(?:邻居|朋友)?{_NOW.pattern}(?:来)?(?:看|查|检查|量)(?:过|了|过血压|了血压)"
    ),
]


_OF_A_FALL = frozenset({"injury", "trapped", "other", "no_answer"})


@cache
def _phrases(danger: str) -> list[tuple[str, re.Pattern[str]]]:
    """(what it says, its pattern) of each phrase that fits this danger; `danger` "": of all.

    What it says: a kind of all-clear; fine (没事了, safe by itself), denied (the danger is), cause (a harmless one), slip (of the tongue), off (the help
    is called off), needless (nobody need come), up (whoever fell stands again, or 不用了), explains (who ended it, and how), partly (it is better, but goes on), shut (the gas is off), aired (a window is open); what these add up to says `_end_of`; "" for small talk and where somebody was found.
    """

    def made(kind: str, patterns: list[re.Pattern[str]]) -> list[tuple[str, re.Pattern[str]]]:
        return [(kind, re.compile(rf"(?:{pattern.pattern}){_PARTICLES.pattern}")) for pattern in patterns]

    of_this_danger = [pattern for of, pattern in _BY_DANGER if not danger or danger in of]
    of_this_danger += [] if danger else [*(pattern for _, pattern in _PARTLY), _SHUT]
    found = [_FOUND, _NOT_LOST] if danger in ("", "missing") else []
    return [
        *made("found", found),
        *made("fine", [] if danger == "missing" else _SAFE),
        *made("safe", [] if danger == "missing" else of_this_danger),
        *made("partly", [pattern for of, pattern in _PARTLY if danger in of]),
        *made("shut", [_SHUT] if danger == "gas" else []),
        *made("aired", [_AIRED] if danger == "gas" else []),
        *made("needless", [_NOT_NEEDED]),
        *made("up", [_UP_AGAIN, _NO_NEED] if danger in _OF_A_FALL else []),
        *made("perhaps", [*_SAFE] if danger == "missing" else []),
        *made("perhaps", [_AT_HOME] if danger == "no_answer" else []),
        *made("false_alarm", [*_MISTAKEN, _WHAT_IT_WAS, _ONLY_COOKED]),
        *made("denied", _DENIALS),
        *made("cause", _HARMLESS_CAUSES),
        *made("slip", [_SLIP]),
        *made("perhaps", [*_MAY_BE_HARMLESS, _PERHAPS_MADE_UP]),
        *made("", [_FOUND_WHERE, *([_WHY_SILENT] if danger == "no_answer" else [])]),
        *made("joke", [_JOKE]),
        *made("off", [_CALLED_OFF]),
        *made("explains", _EXPLAINS),
        *made("", [_HELP_CAME, *_SMALL_TALK]),
    ]


def read_all_clear(text: str, danger: str = "") -> AllClear | None:
    """In which way a message says, in all its words, that there is no danger; None: it does not, or says more than that.

    `danger`: the kind that was raised (他回来了 is good news only of somebody lost); "": none yet. `safe`: there was one,
    and it is over. `partly`: people are out or awake, or the gas is off, and the danger may go on. `called_off`: it is over, and no help is wanted any more. `found`: whoever was missing is there. `false_alarm`, `joke`: there never was one. `perhaps`: all of it is harmless, but it must be asked (是我炒菜
    may be how it began) unless the danger itself is denied, too (不是煤气，是邻居炒菜), which is then a false alarm.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    if re.search("[a-z]", plain) and not re.search("[\u4e00-\u9fff]", plain):
        return _read_english(plain, danger)
    words = _MARKS.sub(_BREAK, plain).strip(_BREAK)
    if not words or len(words) > _LONGEST or _ASKS.search(plain):
        return None
    reached: list[set[frozenset[str]]] = [{frozenset()}, *(set() for _ in words)]
    for at in range(len(words)):
        if not reached[at]:
            continue
        if words[at] == _BREAK:
            reached[at + 1] |= reached[at]
        for kind, pattern in _phrases(danger):
            met = pattern.match(words, at)
            if met is not None and met.end() > at:
                reached[met.end()] |= {before | {kind} for before in reached[at]}
    ends = [_end_of(told) for told in reached[-1]]
    return next((end for end in _ENDS if end in ends), None) or _plain_end(text, danger)


def _plain_end(text: str, danger: str) -> AllClear | None:
    """`found`, if a message says where whoever was missing is (找着了，在小店吃冰棍); `perhaps`, if whoever did not answer may only sleep; else None."""
    if danger == "missing" and plain_ends.says_there_is_none(text, danger):
        return "found"
    return "perhaps" if danger == "injury" and plain_ends.may_only_sleep(text) else None


_LONGEST_ENGLISH = 160  # characters
_EVERYBODY = r"(?:everyone|everybody|every one|all of us|we all|they all|we|they|he|she|nobody|no one|(?:the|my|our) (?:kids?|child(?:ren)?|boy|girl|son|daughter|baby|mum|mom|mother|dad|father|grandma|grandpa|wife|husband|neighbou?rs?|family|people|man|woman|guy)|i|it)"
_ARE = r"(?:(?: is| are| am|'s|'re|'m| has| have| was| were|'ve)(?: all| now| just| already| finally| completely| totally| both| been)*)"
_ENGLISH: tuple[tuple[AllClear | Literal[""], str], ...] = (
    (
        "joke",
        r"(?:i(?: was|'m| am)|we were|it was|that was|this was)? ?(?:just |only )?(?:joking|kidding|a joke|a prank|testing)|just (?:a )?(?:test|joke)",
    ),
    (
        "found",
        rf"(?:we|i|they|police|someone|he|she)?(?: have|'ve| has)?(?: just| finally)? ?found (?:him|her|them|the (?:kid|child|boy|girl|baby))(?: safe| now| already)?|{_EVERYBODY}{_ARE} (?:found|back|back home|home)(?: safe(?:ly)?| now| again| already)*|(?:he|she)(?: just)? came (?:back|home)",
    ),
    (
        "false_alarm",
        r"(?:it(?:'s| is| was)|that was|this was|just|only|sorry it was|turns? out (?:it was|to be))? ?(?:just |only )?(?:a )?(?:false alarm|mistake|misunderstanding|drill|fire drill|film|movie|tv show|tv|film set|rehearsal)"
        r"|(?:there(?:'s| is| was)|it was|it's|it is) (?:no|not a|not any|not) (?:real |actual )?(?:fire|smoke|gas|gas leak|leak|danger|emergency|fight|problem)(?: at all)?|(?:i|we) (?:was|were|got it|made it) wrong|my mistake|i (?:made a mistake|misread it|misheard|was mistaken)"
        r"|(?:it(?:'s| is| was)|turns? out (?:it was|to be)|that was) (?:just |only )(?:(?:a|an|some|the|my|our|his|her|their|someone|somebody|neighbou?rs?|neighbou?r's|people) ?)*(?:barbecue|bbq|barbecuing|cooking|fireworks?|firecrackers?|steam|dust|burnt food|burnt toast|food|toast|dinner|the tv|tv|movie|film|music|game|toy|cat|dog|paint|perfume|durian)(?: burning| smell| noise| smoke| outside| on the roof)*",
    ),
    (
        "safe",
        r"(?:the )?(?:fire|flames?|smoke)(?: is| was| has been|'s| has)?(?: all| now| already| completely)* ?(?:out|put out|gone|over|extinguished|under control|cleared)(?: now| already| by now)*|(?:we|they|i|firemen|firefighters|the firefighters|the fire brigade)(?: have|'ve)?(?: just| already)* put (?:it|the fire) out(?: already)?|(?:the )?gas(?: is|'s| has been| was)(?: now| already)* ?(?:off|turned off|shut off|shut|closed)(?: now)?|(?:i|we|they)(?: have|'ve)? (?:turned|shut) (?:it|the gas|the valve) off|(?:the )?(?:smell|smoke|leak)(?: is| has|'s)(?: all| now)* ?(?:gone|stopped|fixed|over)(?: now)?"
        rf"|{_EVERYBODY}{_ARE} (?:safe|ok|okay|fine|alright|all right|unhurt|out|out safe(?:ly)?|safely out|outside|rescued|awake|conscious|breathing|alive and well|unharmed|good|well|over|sorted|better)(?: now| and sound| and well| already| too| again)*|{_EVERYBODY}(?: just)? (?:got|came|woke|come) (?:out|up|down)(?: safely| safe| now| already| ok| fine)*|(?:nobody|no one)(?: is| was|'s)?(?: got)? (?:hurt|injured|in danger|trapped|inside)(?: anymore| any more| now)?|(?:no|nothing) (?:danger|problem|more danger|one is hurt|serious)(?: anymore| any more| now| here)?|(?:all|everything)(?: is|'s)? ?(?:clear|good|fine|ok|okay|over|safe|sorted)(?: now)?|it(?:'s| is) (?:all )?(?:over|ok|okay|fine|safe|under control|resolved|solved)(?: now)?|(?:the )?(?:police|ambulance|firefighters|fire brigade|firemen)(?: have|has|'ve|'s)?(?: just| already)* (?:taken (?:him|her|them) away|taken care of it|sorted it|dealt with it)"
        r"|(?:no need|don't need|you don't need|you do not need|please don't|no need for (?:anyone|you|help|them)) ?(?:to )?(?:come|send (?:anyone|anybody|help|someone)|help|worry)?(?: anymore| any more| now)?|(?:help|firemen|firefighters|ambulance|police) (?:is|are) not needed(?: anymore| any more| now)?|cancel(?: it| that| please| the (?:alarm|call|report))?",
    ),
    (
        "",
        r"sorry(?: about that| for (?:the )?(?:trouble|bother|that|bothering(?: you)?|the false alarm|the confusion|the fuss))?|(?:i )?apolog(?:ize|ies|ise)|my bad|thanks?(?: you)?(?: so much| a lot| very much| for (?:your|the) help| everyone| all)?|thank god|phew|oh|ok|okay|hi|hello|hey|no|yes|update|good news|please|actually|now|all|don't worry|no worries|never ?mind|forget it|so|well|and|everyone",
    ),
)


@cache
def _english() -> list[tuple[AllClear | Literal[""], re.Pattern[str]]]:
    """The English phrases, compiled: (what each says, its pattern)."""
    return [(kind, re.compile(rf"(?:{words})(?![a-z])")) for kind, words in _ENGLISH]


def _read_english(said: str, danger: str) -> AllClear | None:
    """In which way an English message says, in all its clauses, that there is no danger; None if some clause says anything else.

    `said`: in lower case. Each clause must be made of one or more of the phrases (`_ENGLISH`). That somebody was found is perhaps one, if
    another danger than a missing person was raised.
    """
    if len(said) > _LONGEST_ENGLISH or _ASKS.search(said):
        return None
    clauses = [
        one
        for one in re.split(r"[.,!;:~\n()-]+|\b(?:and|but it's|but it is|because|as|since) ", said.replace("’", "'"))
        if one.strip()
    ]
    told = [_kinds_of_english(one.strip()) for one in clauses]
    if not told or any(kinds is None for kinds in told):
        return None
    kinds = frozenset(kind for one in told if one is not None for kind in one)
    found = next((end for end in _ENDS if end in kinds), None)
    return "perhaps" if found == "found" and danger not in ("", "missing") else found


def _kinds_of_english(clause: str) -> set[str] | None:
    """What the phrases say that a clause is made of; None if it has other words."""
    kinds: set[str] = set()
    while clause:
        met = max(
            ((one.end(), kind) for kind, pattern in _english() if (one := pattern.match(clause)) and one.end()),
            default=None,
        )
        if met is None:
            return None
        kinds.add(met[1])
        clause = clause[met[0] :].lstrip(" '\"")
    return kinds


_ENDS: tuple[AllClear, ...] = ("joke", "false_alarm", "found", "called_off", "safe", "partly", "perhaps")
"""The first that holds counts."""


def _end_of(told: frozenset[str]) -> AllClear | None:
    """The all-clear that phrases of these kinds (as in `_phrases`) add up to; None: no all-clear.

    没事了 beside a cause that is harmless (是锅烧糊了) may be a false alarm: it may be how the danger began. A denial beside a harmless cause or a slip of the tongue is a false alarm; a denial or a cause alone may be one (perhaps).
    safe and off together are called_off; up counts only beside fine; explains counts only beside these two (else None); needless alone is safe; partly
    counts only by itself, but with a call-off or a needless one as safe. shut is partly with a call-off, too; aired is nothing.
    """
    if told & {"shut", "aired"}:
        told, shut = told - {"shut", "aired"}, "shut" in told
        if told <= {"", "off", "needless"}:
            return "partly" if shut else None
        told |= {"partly"} if shut else frozenset()
    if "partly" in told:
        told -= {"partly"}
        if told <= {""}:
            return "partly"
        told |= {"safe"} if told & {"off", "needless"} else frozenset()
    if "up" in told:
        told = told - {"up"} if "fine" in told else told | {"explains"}
    if "fine" in told and "cause" in told and told <= {"fine", "cause", "needless", "off", ""}:
        return "perhaps"
    told = frozenset("safe" if one == "fine" else one for one in told)
    if "safe" in told and "off" in told and told <= {"safe", "off", "needless", "explains", "", "perhaps"}:
        return "called_off"
    if "explains" in told:
        return None
    told = frozenset("safe" if one == "needless" else one for one in told)
    plainly = next((end for end in _ENDS if end in told and end != "perhaps"), None)
    if plainly is not None and plainly != "safe":
        return plainly
    if "denied" in told and told & {"cause", "slip"}:
        return "false_alarm"
    return plainly or ("perhaps" if told & {"perhaps", "denied", "cause"} else None)
