"""Read what a message says after an emergency was raised: help was called, nobody answers the call, help is late, what now, it is over; or whether a person is in danger. Pure.

Only messages of the hour after that, and answers to "is somebody in danger?", are read in this way.
"""

from __future__ import annotations

import re
from typing import Literal

from actions.interpreting import short_answers as short
from actions.interpreting.aid.begging import asks_where_help_is

News = Literal["called", "call_unanswered", "not_there", "what_now", "perhaps_over"]
"""`called`: help was called. `call_unanswered`: nobody answers the call. `not_there`: help has not come yet.

`what_now`: what to do till help comes. `perhaps_over`: some of its words say that it was a false alarm or a joke, that help
has come, or that it is over; only `all_clear.read_all_clear` decides whether all of them do.
"""

CHOICES = {"1": "有", "2": "没有"}  # to "is somebody in danger?"; the buttons in domain.yml
_LONGEST_ANSWER = 30  # characters of a no with a few words about it
_LONGEST_NEWS = 60  # characters; a longer message is not read as news, but added to the case as it is
_WHO = re.compile(
    r"(?:119|120|110|122|火警|消防队?|救护车|医生|警察|民警|公安|派出所|物业|燃气公司?|电力|供电|抢修|他们?|你们|人家|电话|警铃|对讲|救援|师傅)"
).pattern
_CALLED = re.compile(
    r"(?:已经|已|刚刚?|都|也|早就?|我们?|家里人|邻居|有人|别人|人家|物业)?(?:打|拨|报|叫|喊|联系|通知)[过了完好通]+(?:电话)?(?:了|的|啦)?$"
    rf"|(?:打|拨|叫|喊|通知|联系)[了过通]*{_WHO}[了啦过]|{_WHO}(?:电话)?(?:已经|已|我们?|刚刚?|都)?(?:打|叫|报|拨|喊|通知)[了过通好]"
    rf"|报[了过]警|报警了|已经报警|{_WHO}.{{0,4}}(?:在路上|马上到|正在来|正赶来|快到|出发了|说.{{0,3}}(?:路上|马上|就来|就到))"
    r"|电话打[了过]|打通了"
)
_CALL_UNANSWERED = re.compile(
    r"没人接|没有人接|无人接|不接电话|打不通|打不进|接不通|拨不通|占线|忙音|一直(?:在)?忙|没打通|没接|没信号|没人应|没有人应|没人理|不搭理|打不出"
    r"|打了.{0,6}没(?:人|用|反应|回)|手机(?:快|要)?没电"
)
_NOT_THERE = re.compile(
    rf"{_WHO}?.{{0,4}}(?:还没|还不|怎么还|咋还|一直没|都没).{{0,3}}(?<![出找下上回过])(?:到|来|出现)|(?:怎么|咋)(?:还没来|还不来|这么慢|这样慢)"
    r"|还要多久|多久(?:能)?[到来]|什么时候(?:能)?[到来]|几时到|等了.{0,8}(?:分钟|钟头|小时|半天|好久)|人呢|快点来|快来人"
)
_WHAT_NOW = re.compile(
    r"(?:然后|接下来|接下去|下一步|现在|那|那么|之后|后面)(?:我们?|我|人|该|要|应该|还|又|呢|到底|怎么|咋|做|干|弄)*(?:怎么|咋|如何|干嘛|干什么|干啥|做什么|做啥|做些什么|呢|该|办)"
    r"|怎么办|咋办|咋整|咋弄|怎么弄|怎么搞|怎么救|咋救|哪能办|如何是好|怎么做|咋做|该做|做点啥|做点什么|做些什么|干点啥|能做|能干|该怎|要不要|能不能|可不可以|可以.{0,8}吗|行不行|要做|做啥子?$"
    r"|(?:我)?(?:不敢|不会|够不着|够不到|拉不动|搬不动)|还要(?:我)?(?:做|干)|教教我|教我|听你的|下不去|出不去|上不去|逃不出|[吗么嘛][？?]?$|然后呢|接下去呢|接着呢"
)
_DENIES = re.compile(
    r"搞错|弄错|看错|听错|闻错|认错|报错|误会|误报|误判|误触|按错|点错|发错|打错字|虚惊|白担心|白紧张|乌龙|多心|多虑|大惊小怪"
    r"|演习|演练|拍戏|拍电影|拍视频|剧组|道具|在演|排练"
    r"|(?:没有?|没得|不是|不|无|并没有?)(?:什么|啥|真的?|人|在|有|任何|的|是)*(?:危险|险情|着火|起火|失火|漏气|漏煤气|受伤|打架|打人|打我|出事|救命|跳楼|自杀|想死|寻死|轻生|紧急|火|要命|急事)"
    r"|(?:关|停|撤|解除?|取消)(?:掉|闭|了|下|销|除)?(?:这个|这条|那个|刚才的?)?(?:险情|警报|警情|报警)|(?:险情|警报|警情|报警)(?:给我|帮我|可以|都|先)?(?:关|停|撤|解除|取消)"
    r"|没危险|不危险|没人有危险|不用(?:再)?(?:来|派|救|管|担心|叫|处理|出警|麻烦)|别(?:来|派|报警|叫)了?|取消|撤(?:了|销|回)"
    r"|原来(?:是|只是|就是|他|她|人家|没)|其实(?:是|就是|没|不)|(?:是|就是|只是)(?:电视|电影|游戏|放电影|放电视|看电视|抗战片|动画片|做饭|炒菜|烧菜|烧饭|锅里|菜|演|假的|误|我自己|猫|狗|风|水汽|蒸汽|鞭炮|放炮|烟花|爆米花|榴莲|臭豆腐|气话|比喻|打比方)"
    r"|[听看问搞弄查]清(?:楚|爽)?了|破案了|放[^，。]{0,5}[片剧]|电视机?(?:开|声|放)"
    r"|气话|随口|说说而已|说着玩|别当真|不当真|好好的|讲的是(?:猫|狗)|说的是(?:猫|狗|电视|游戏|电影)|^是(?:只|条|个)?(?:猫|狗|鸟|兔|电视|游戏|假|玩具|橡皮)"
)
_KEEPS_THE_ALARM = re.compile(  # to end it is refused, somebody else wants it, it cannot be done; an alarm that only sounds
    r"(?:别|(?<!要)不要|(?<!能)不能|不许|不准|不想|不会|没有?|不让|[让逼叫要骗催求]我)(?:再|给|去|来|帮|我|你们?|他|乱|随便|擅自|把(?:这个|那个)?(?:险情|警报|警情|报警)){0,4}"
    r"(?:关|停|撤|解除|取消)(?:掉|闭|了|下|销|除|回)?(?:这个|这条|那个|刚才的?)?(?:险情|警报|警情|报警)?"
    r"|(?:烟雾|烟感|消防|火灾|火警|煤气|燃气)的?(?:警报|报警)器?[^，,。！!？?；;\s]{0,4}(?:关|停|取消|解除)[^，,。！!？?；;\s]{0,2}"
    r"|(?:险情|警报|警情|报警)器?(?:给我|帮我|可以|都|先|也|就|一直|怎么)*(?:关|停|撤|解除|取消)(?:不掉|不了|不下来|不住|了[^，,。！!？?；;]{0,3}(?:还|又))"
)
_MISTAKE = re.compile(
    r"(?:[说讲写搞弄看听闻认报][错岔反]|误会|误报|虚惊|乌龙)(?:了|啦|的|人|啊|呀|哦|一场|一回)*(?=$|[，,。.！!；;\s]|没|不是)"
)
_JOKE = re.compile(
    r"(?<!不是)(?<!没有)(?<![没别开])(?:开玩笑|玩笑|逗你|逗着玩|骗你)|说着玩|闹着玩|别当真|不当真|测试|试试你|试一下你|哈哈(?!大)"
    r"|恶作剧|整蛊|(?<![好没])玩玩的|(?:逗|发)着玩|(?:瞎|乱|胡)(?:说|编|报)的"
)
_IS_NO_JOKE = re.compile(  # it is insisted that no joke was made, or told what a prank set off
    r"(?:(?<!是)不是|没有?|并非)(?:我|在|跟你们?|什么|小孩子?|孩子|的){0,3}"
    r"(?:恶作剧|整蛊|开?玩笑|骗(?:你|人)|逗你|(?:瞎|乱|胡)(?:说|编|报|讲)|[闹说发逗]着玩|测试)(?![^，,。！!；;]{0,3}[吗吧么?？])"
    r"|恶作剧[^，,。！!？?；;]{0,4}(?:点[着燃火]|烧|放火|着火|[推砸锁埋]|扔|拉了|弄[断坏伤])"
)
_SAFE = re.compile(
    r"(?:火|火势|明火|烟).{0,5}(?:灭|熄|扑|压住|没有了|散了|小了)|(?:灭|扑灭|熄)(?:了|掉)"
    r"|(?:人|他|她|它|孩子|小孩|老人|爷爷|奶奶|都|全|大家|们|我).{0,6}(?:出来了|救出来|下来了|上来了|上岸了?|醒了|醒过来|缓过来|平安|安全|脱险|好了|(?<!有事)没事(?![就老]?打)|没大碍|能说话|能走|送医院|送走|上车了|被救|得救)"
    r"|(?:出来|救出来|救上来|拉上来|捞上来|抱下来|劝下来|下来|上来)了|救下来|找到了?|找着了?|寻到|回来了|到家了|回家了|没事了|没事儿|没事啦|没事的|都没事|人没事|平安|醒了|醒过来"
    r"|(?:警察|民警|消防员?|救护车|医生|救援|119|120|110)(?:已经|都|也|刚)?(?:来了|到了|到场|来过)|抓(?:走|住|到)了?|带走了?|阀门?(?:已经)?关(?:了|好|上)|不漏了|没味|味道?散了|断电了|修好了|解决了|处理好了|危险(?:解除|过去)|解除了"
)
_STILL_HAPPENS = re.compile(  # 原来是物业的人在打业主: whatever it explains, it is no end
    "还在[烧漏打冒砍喊]|(?<![没不])在[打砍追](?!扫|电话|包|印|[桩孔钻牌])|抱走|讨薪|欠薪|要工资|[腿手脚头]被?[压夹卡]"
)
_NOT_SAFE = re.compile(
    r"[扑压浇盖]不[灭住]|灭不[掉了]|没(?:有)?(?:找|出来|醒|灭|下来|回)|还没(?:有)?(?:出|醒|灭|找|下|上|救|回|停|脱)|找不|不(?:醒|出来|下来)|找到.{0,4}(?:没|吗)|又(?:着|烧|漏|打|冒)|没事.{0,3}吧"
)
_YES = re.compile(
    r"有|有的|有人|有啊|有呀|有危险|有人有危险|是|是的|对|对的|嗯|在|在的|真的|真有|当然|肯定有?|很危险|危险|救命|快|快来|快点|快救|有人受伤|有人在里面|人在里面|里面有人|yes|yeah|1"
    r"|系|系嘅|是额|是格|有额|嗯[呐哪那]|(?:当然|肯定|真的?|确实|绝对|一定|现在|目前|是的?|对|嗯|我们?|[他她]们?|这里|这边|家里|里面|我[爸妈]|孩子|老人){1,4}(?:有|有人|(?:有人)?有危险|[很好]?危险)"
)
_NO = re.compile(
    r"没|没有|没有的|没有人|没人|无|不|不是|没危险|没有危险|没人有危险|没有人有危险|人没事|没事|没得|没得人|没的|冇|暂时没有|现在没有|目前没有|应该没有|应该没|好像没有|没有没有|no|nope|nobody|2"
)
_NOBODY_HURT = re.compile(  # 没咬到人, 没受伤就是蹭破点皮, 没人困在里面, 人没事
    r"(?:还好|幸好|好在|暂时|目前|现在|倒|都|那)*"
    r"(?:没有?(?:人)?(?:被)?(?:真的?|怎么)?(?:[咬夹砸撞碰伤压烫摔磕刮蹭扎吓淹电打绊]|受|困|关|出)(?:到|着|住|伤|在|过|破)?(?:人|我|孩子|小孩|谁|伤|事|里面|里头|住)?|没人(?:在)?(?:里面|里头|被困|受伤|出事|有事)|里面没人|人(?:都)?没(?:事|伤))"
    r"(?:的|了|啊|哈|呀|人){0,2}(?=$|[，,。！!；;\s]|就|只|还|不过)"
)
_HARM_AFTER = re.compile(
    r"但|可是|又(?:着|烧|打|咬)|[烟血晕昏喘疼痛死漏灭]|火(?!锅)|救命|快来|还(?:在(?!停)|有|没)|越来越|更大|困着|出不来|不行了"
)
_HARMLESS = re.compile(  # all that may stand beside a no for it to end an alarm: what it was instead, that nothing else is the matter
    r"(?:[\s，,。.！!~～、哈啊呀哦的了呢嘛吧啦]|还好|幸好|好在|暂时|目前|现在|倒是?|都|那个?|就|只|还|不过|原来|其实|是|在|我|他|她|它|人家?|家里?|自己|邻居|隔壁|楼[上下]|阳台|厨房|有点|一下|吓一跳|吓了一跳"
    r"|烧烤|炒菜|做饭|烧菜|烧饭|煮饭|炖汤|熏(?:腊肉|肉|香肠|腊肠|鱼|艾草?)|(?:炖|卤|煮|烧)(?:肉|汤|粽子|羊肉|开水|水|中药)|熬(?:药|中药|糖|粥)|炸丸子|烤红薯|点蚊香|(?:菜|饭|锅|粥)?(?:烧|煮)?糊|危险|院子里|楼下|油烟|蒸汽|水汽|热气|雾气?|电视机?|电影|手机|游戏|[演放开看声着]|片子?|剧|假|[看听闻搞弄说认报]错|误会|误报|误触|虚惊一?场?|乌龙|鞭炮|放炮|烟花|爆米花|气球|榴莲|臭豆腐|味道?大?|香味?|猫|狗"
    r"|碰|蹭|擦|刮|破|点?皮|轻轻|停|卡|等|没事|没危险|没有?|已经|不(?:响|冒|烧|闪)|放心|谢谢|不用来?)*"
)
_PLAIN_NO = re.compile(
    r"(?:现在|目前|都|暂时)?(?:没有?(?:人有)?(?:危险|事)?|没人(?:有危险|有事|受伤)|人?没事)(?:的|了|啦|啊){0,2}[，,。.！!；;\s]+"
)
_HARMLESS_NEWS = re.compile(  # what may follow a plain no: whoever it was is elsewhere or asleep, or what it was
    r"(?:(?:他|她|他们|人家?|大家|都|已经|自己|就|只|是|在|邻居|隔壁|老伯|家里|我们?|院子里?){0,5}(?:出门|出去|回家|回来|上班|睡觉?|在家|吃饭|走|弄好|修好|关好|晒被子|晒衣服|熏?腊肉|熏肉|烧烤|烧菜|炒菜|做饭|煮饭|煮面|煮东西|误会|看错|弄错|搞错)(?:的|了|呢|啊|而已|谢谢){0,3}){1,2}"
)
_ENDS_ASKING = re.compile(r"[吗？?]\s*$")
_NOTHING_MORE = re.compile(
    r"(?:不用|不要|不需要|没有?|没啥|没什么)(?:了|事|别的|其他|要办|再办|的事|啥|什么|事情){0,4}(?:了|谢谢)?|都?好了"
)
_SOMEBODY = re.compile(
    r"(?:(?:活|真|大|老)?人|小孩子?|孩子|娃娃?|宝宝|婴儿|儿子|女儿|闺女|孙子|孙女|老人家?|老头|老太太?|[爷奶]{2}|外公|外婆|爸爸?|妈妈?|老公|老婆|大爷|大妈|阿姨|工人|学生|小朋友|女的|男的)"
)
_WHOSE = re.compile(
    r"(?:有?[一两]?个|我们?家?的?|我|他们?家?的?|她家?的?|邻居家?的?|隔壁家?的?|人家的?|真的?|[一两几三四五六七八九十]岁的?){0,3}"
)
_IS_A_PERSON = re.compile(
    rf"(?<!不)(?<!不只)(?<!是不)是{_WHOSE.pattern}{_SOMEBODY.pattern}(?!家?的|家(?!里)|养|丢|扔)|(?:还有|里面有|下面有){_WHOSE.pattern}{_SOMEBODY.pattern}(?!的)"
)
_PERSON_NOT_IN_DANGER = re.compile(  # who only does something (在放鞭炮), is on a screen, is a doll, or is asked about
    rf"{_SOMEBODY.pattern}(?:正?在|自己)?(?:放|烧|炒|煮|做|弄|拍|练|玩|唱|看|听|吵|闹|说|讲|报|写|抽烟|打)|电视|电影|游戏|手机里|视频|演|动画|小说|梦|假人|玩具|模特|娃娃玩|布娃娃|是不是|[吗么]$"
)
_NOT_A_PERSON = re.compile(
    r"(?:(?:家里?|邻居家?|隔壁家?|人家|我家?|我们家|小孩子?|孩子)?的?(?:一?[只条个头])?的?(?:小|野|流浪|大|老)?(?:猫|狗|猫咪|狗狗|鸡|鸭|鹅|兔子?|鸟|羊|牛|猪|东西|玩具|布?娃娃玩具|布娃娃|衣服|鞋子?|书包|手机|钥匙|球|皮球|盖子|垃圾|模特|假人))"
)
_IS_NO_PERSON = re.compile(
    rf"(?:(?:搞|说|看|弄|写|打|听|讲)错了?|不好意思|对不起|不|哦|不对|没有?人?|刚才|我|其实|原来|就|只|里面|掉下去的|掉进去的){{0,6}}"
    rf"(?:不是{_WHOSE.pattern}{_SOMEBODY.pattern})?(?:而|其实|原来|就|只|应该){{0,2}}是{_NOT_A_PERSON.pattern}(?:掉(?:下去|进去|井里|河里|水里|里面)?了?)?(?:不是{_WHOSE.pattern}{_SOMEBODY.pattern})?(?:没有?人|没人有?事?|人没事)?"
)
_UNSURE = re.compile(
    r"不知道|不晓得|不清楚|不确定|说不准|说不清|看不到|看不见|不敢看|可能|也许|好像|怕是|大概|应该有|不好说"
)


def is_yes(text: str) -> bool:
    """Whether a message answers "is somebody in danger?" with yes or a cry for help (有, 里面有人, 快来) and nothing else."""
    return _YES.fullmatch(short.plain(text)) is not None


def says_yes_first(text: str) -> bool:
    """Whether a message goes on after a yes to "is somebody in danger?" (有，在三楼), or begins with 有人 or a cry for help (里面有人晕了; 救命).

    Not for 有 alone (`is_yes`), nor for other words of yes (是, 对, 嗯), whatever follows.
    """
    return (
        re.match(
            r"(?:有(?:的|啊)?|(?i:yes|yeah))(?:[，,。.！!；;\s]|(?=不[要用]|算了|撤))|(?:里面|屋里|楼上|家里)?(?:还)?有(?:个|两个|几个)?(?:人|老人|孩子|小孩)|快来|救命",
            text.strip(),
        )
        is not None
    )


def is_no(text: str) -> bool:
    """Whether a message answers "is somebody in danger?" with no and nothing else."""
    return _NO.fullmatch(short.plain(text)) is not None


def calls_it_a_mistake(text: str) -> bool:
    """Whether a message that is not too long says that what was told was wrong (说错了，没有着火), not where (看错楼了)."""
    return len(text) <= _LONGEST_NEWS and _MISTAKE.search(text) is not None


_DENIES_IT = re.compile(
    r"(?<!是)(?:没有?|不是|没得)(?:真的?|什么|人)?(?:着火|起火|失火|火|漏气|漏煤气|煤气|燃气|打架|打人|爆炸|枪|味道?)|虚惊|误报|[听看问搞弄查]清(?:楚|爽)?了|破案了"
)


def denies_danger(text: str) -> bool:
    """Whether a message that is not too long says that what was told did not happen (看清楚了，没着火; 虚惊一场)."""
    return len(text) <= _LONGEST_NEWS and _DENIES_IT.search(short.in_standard_words(text)) is not None


def says_no_and_nothing_worse(text: str) -> bool:
    """Whether an answer to "is somebody in danger?" is a no, perhaps with what it was instead (没有着火，就烧烤), and nothing else.

    Beside a denial of what was told, and after a plain no (没有，他出门了), only what is known to be harmless may stand: not 没着火，是爆炸了.
    """
    if is_no(text):
        return True
    if len(text) > _LONGEST_ANSWER:
        return False
    said = short.in_standard_words(text)
    rest = _DENIES_IT.sub("", _NOBODY_HURT.sub("", said))
    if _HARM_AFTER.search(rest) or _UNSURE.search(said) or _ENDS_ASKING.search(said):
        return False
    if _HARMLESS.fullmatch(rest) is not None:
        return says_no_first(text) or _DENIES_IT.match(said) is not None
    plain = _PLAIN_NO.match(said)
    return plain is not None and _HARMLESS_NEWS.fullmatch(short.plain(said[plain.end() :])) is not None


def says_it_goes_on(text: str) -> bool:
    """Whether a text has words of harm that goes on, of doubt, or a question, whatever else it says (灭了，但还有人没出来)."""
    said = short.in_standard_words(text)
    rest = _HARMLESS_SMOKE.sub("", _DENIES_IT.sub("", _NOBODY_HURT.sub("", said)))
    goes_on = _GOES_ON.search(rest) or _NOT_SAFE.search(said) or _ENDS_ASKING.search(said)
    return bool(goes_on) or _STILL_HAPPENS.search(said) is not None or _UNSURE.search(said) is not None


_GOES_ON = re.compile(
    r"但|可是|是不是|在漏|漏得|在烧|烧得|在冒|冒烟|掉[下进]|中毒|没气|没呼吸|[吃喝]了药|压[着住]|卷进|该不该|要不要|又(?:着|烧|打|咬|冒|漏)|血|晕|昏|喘|疼|痛|死|摔|跌|伤(?!到|着)|困|不见|哭|救命|快来|还(?:在|有|没)|越来越|更大|出不来|不行了|(?<!不)(?:着|起)火|爆炸"
)
_HARMLESS_SMOKE = re.compile(r"(?:油|炊|香)烟|水汽|蒸汽|火锅|没(?:烟|火|味)|(?:烟|火|味道?)(?:没|散|灭)")
_FOUND_OUT = re.compile(
    r"不好意思|抱歉|对不起|对不住|打扰|[问看查听讲说认]过(?!没)|[问看查]了(?!没)|确认|检查|打听|才知道|才发现|[搞弄问看查]清|[讲说看听闻搞弄认]错|误会|误报|虚惊|吓我|吓人|白紧张|白担心|其实|原来|后来"
)
_IS_SOMETHING = re.compile(
    r"(?<!不)(?<!是不)(?<!但)(?<!还)(?<!可)是(?!不是|真|我[^，。]{0,3}(?:伤|疼)|有人|他(?!们)|她(?!们))"
)


def explains_what_it_was(text: str) -> bool:
    """Whether a text of at most _LONGEST_NEWS characters says, after an apology or a look, what it was instead of a danger."""
    said = short.in_standard_words(text)
    found = _FOUND_OUT.search(said)
    return found is not None and len(said) <= _LONGEST_NEWS and _IS_SOMETHING.search(said) is not None


def has_harmless_cause(text: str) -> bool:
    """Whether a short message says that it is something known to be harmless (没有，就是油漆味). The caller checks that it begins with a
    no and tells of nothing worse."""
    said = short.in_standard_words(text)
    found = _IS_SOMETHING.search(said)
    return len(said) <= _LONGEST_ANSWER and found is not None and _HARMLESS_CAUSE.search(said, found.end()) is not None


_DENIES_SOMETHING = re.compile(
    r"没(?![气声电]|有?(?:气|声|呼吸|反应|心跳|脉)|醒|人(?:应|救|来|接|管|理|在))|不(?:是(?!很|太)|带电|漏|危险|要紧|会烧)|误|[搞看听弄闻认]错"
)
_HARMLESS_CAUSE = re.compile(
    r"电视|电影|[电连]续?剧|片子|直播|游戏|装修|电钻|钻墙|演习|演练|拍戏|做饭|炒菜|烧菜|烧饭|油烟|水汽|蒸汽|水蒸气|油漆|香水|臭豆腐|榴莲|猫|鸟|风声|音响|音箱|收音机|网线|电话线|光缆|光纤|对台词|唱戏|练声|鞭炮|放炮|烟花"
)


def denies_rather_than_ends(text: str, *, by_cause: bool = True) -> bool:
    """Whether a short message that surely clears the danger (`said_over.surely_clears`) denies it (是断掉的老网线，不带电的) or,
    `by_cause`, gives a cause that is known to be harmless (是电视机), rather than says that it is over (火灭了).

    Says nothing of any other message.
    """
    said = short.in_standard_words(text)
    denies = _DENIES_SOMETHING.search(said) or (by_cause and _HARMLESS_CAUSE.search(said))
    return len(said) <= _LONGEST_NEWS and bool(denies) and _SAFE.search(said) is None


_DO_TAKE_BACK = re.compile("(?<!都)撤了(?=吧)")  # 撤了吧 asks for it; 都撤了 tells that everybody has left
_CALLS_OFF = re.compile(
    r"(?:不好意思|谢谢|麻烦|请|帮我|我要|那|就|这个|这件|这事|刚才(?:那|的)?个?|把|了|吧|一下|掉|报警){0,4}(?:撤回|撤销|撤掉|取消)(?:了|吧|掉|一下|这个|这件|这事|报警|谢谢|不好意思){0,3}"
)


def calls_it_off(text: str) -> bool:
    """Whether a message takes the alarm back and says nothing else (撤回, 取消吧)."""
    return _CALLS_OFF.fullmatch(short.plain(_DO_TAKE_BACK.sub("撤回", text))) is not None


_LAUGHS = re.compile(r"[哈嘿嘻呵]{2}|笑死|😂|🤣|😄|😆|🤪")


def laughs(text: str) -> bool:
    """Whether a text laughs, so that it may have been a prank."""
    return _LAUGHS.search(text) is not None


def takes_back(text: str) -> bool:
    """Whether a message only takes back what was reported, or gives it up (撤回, 算了, 是的 不要了), and says nothing of the danger; 没事了 says that it is over."""
    said = short.after_affirm(text) or text
    gives_up = calls_it_off(said) or short.is_stop(said)
    return gives_up and re.search("没事|来", said) is None


def denies_first(text: str) -> bool:
    """Whether an answer to "is somebody in danger?" begins by denying what was told (没有着火，就烧烤), and the rest is known to be harmless."""
    return says_no_and_nothing_worse(text) and _DENIES_IT.match(short.in_standard_words(text.strip())) is not None


def has_doubt(text: str) -> bool:
    """Whether a message that is not too long has a word of doubt anywhere (不知道, 可能, 好像)."""
    return len(text) <= _LONGEST_NEWS and _UNSURE.search(text) is not None


def says_whether_still(text: str) -> bool:
    """Whether a message answers "is there anything left for us to do?" with yes or no (or 算了) and nothing else."""
    return (
        short.is_affirm(text)
        or short.is_stop(text)
        or short.is_deny(text)
        or is_no(text)
        or _NOTHING_MORE.fullmatch(short.plain(text)) is not None
    )


def says_no_first(text: str) -> bool:
    """Whether a message begins with a no to "is somebody in danger?" and goes on (没有，就是味道大), or says that nobody is hurt or shut in (没咬到人)."""
    said = short.in_standard_words(text.strip())
    if _NOBODY_HURT.match(said) and not _HARM_AFTER.search(_NOBODY_HURT.sub("", said)):
        return True
    return (
        re.match(r"(?:现在|目前|都)?(?:没有?|不是|没人|没危险|人?没事|没得)(?:的|了|人|有|危险)*[，,。.！!；;\s]", said)
        is not None
    )


def says_it_is_a_person(text: str) -> bool:
    """Whether an answer says that it is a person and no animal or thing: 搞错了，是小孩; 不是猫，是人掉下去了."""
    said = text.strip()
    return (
        len(said) <= _LONGEST_NEWS and _IS_A_PERSON.search(said) is not None and not _PERSON_NOT_IN_DANGER.search(said)
    )


def says_it_is_no_person(text: str) -> bool:
    """Whether an answer says, in all its words, that it is an animal or a thing and no person: 是猫，不是小孩."""
    return len(text) <= _LONGEST_NEWS and _IS_NO_PERSON.fullmatch(short.plain(text)) is not None


_OF_THE_ALARM = re.compile("取消|撤|报警|警报|险情|警情")


_LONGEST_CRY = 20  # characters
_CRIES_FOR_HELP = re.compile(
    r"(?:(?:救命|快来人|来人|救救?[我他她它]们?|救人|快来救[我人]|快来)[啊呀哪吧了！!。，, ]*)+"
)


def cries_for_help(text: str) -> bool:
    """Whether a text is nothing but a cry for help (救命, 快来人啊)."""
    return len(text) <= _LONGEST_CRY and _CRIES_FOR_HELP.fullmatch(text.strip()) is not None


def keeps_the_alarm(text: str) -> bool:
    """Whether a message that is not too long says that the alarm is not to be ended (别取消报警), that somebody else wants it ended (他让我取消报警), or that it cannot be."""
    said = short.in_standard_words(text.strip())
    kept = _KEEPS_THE_ALARM.search(said) if len(said) <= _LONGEST_NEWS else None
    return kept is not None and _OF_THE_ALARM.search(kept.group()) is not None


def insists_on_danger(text: str) -> bool:
    """Whether a message that is not too long insists that it is no joke (不是恶作剧，真的着火了), or says what a prank set off (小孩恶作剧点着了楼道).

    Not if its other words deny the danger, or say that it is over.
    """
    said = short.in_standard_words(text.strip())
    rest = _IS_NO_JOKE.sub("", said)
    return len(said) <= _LONGEST_NEWS and rest != said and not (_DENIES.search(rest) or _SAFE.search(rest))


def read_news(text: str) -> News | None:
    """What the message says of the danger; None: something else (where it is, more about what happens), or too long."""
    said = short.in_standard_words(text.strip())
    if not said or len(said) > _LONGEST_NEWS:
        return None
    if asks_where_help_is(said):
        return "not_there"
    denies = _DENIES.search(_KEEPS_THE_ALARM.sub("", said)) is not None
    is_joke = _JOKE.search(said) is not None and not insists_on_danger(said)
    if (denies and not _asks_for_help(said) and not _STILL_HAPPENS.search(said)) or is_joke:
        return "perhaps_over"
    if _SAFE.search(said) and not _NOT_SAFE.search(said) and not _asks_what_now(said):
        return "perhaps_over"
    if _CALL_UNANSWERED.search(short.without_knocks(said)):
        return "call_unanswered"
    if short.says_help_was_called(said) or _CALLED.search(said):
        return "called"
    if _NOT_THERE.search(said):
        return "not_there"
    return "what_now" if _asks_what_now(said) else None


def _asks_what_now(said: str) -> bool:
    """Whether the text asks what to do now, or whether something may be done (怎么办, 我不敢, 可以开窗吗)."""
    return _WHAT_NOW.search(said) is not None


def _asks_for_help(said: str) -> bool:
    """Whether the text begs us to come, or insists that the danger is real (快来，不是玩笑)."""
    return re.search(r"不是(?:在)?(?:演习|演练|开玩笑|玩笑|假的|误报|拍戏)|快来|救命|快点", said) is not None


_ONLY_AND_THEN = re.compile(
    "(?:那|那么)?(?:然后|接下来|接着|之后|后面|下一步|还有|再)?(?:呢|嘞|咧|哪|啊|呀)[啊呀]?[？?。！!…~]*|然后[？?]*"
)


def asks_only_and_then(text: str) -> bool:
    """Whether a message is nothing but "and then?" (然后呢): it says neither that somebody is in danger nor that nobody is."""
    return _ONLY_AND_THEN.fullmatch(short.in_standard_words(text.strip())) is not None


def has_nothing_to_record(text: str) -> bool:
    """Whether, besides words of "what now?", at most two characters are left: nothing that the case should keep."""
    rest = _WHAT_NOW.sub("", short.plain(text))
    return len(rest) <= 2
