"""Whether a message shows that somebody else writes than the one who wrote before: who holds the telephone of a wife, or asks what she told. Pure.

Whoever strikes may take the telephone and ask what was said about them. They are told nothing: no number, no state, not even
that anything was told.
"""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_LONGEST = 40  # characters; a longer message tells more than it asks
_PIECE = re.compile(r"[，,。！!？?；;\s]+")
_WIFE = re.compile(r"(?:儿?媳妇儿?|老婆|女朋友|妻子|爱人|对象)").pattern
_STRUCK = re.compile(rf"(?:{_WIFE}|孩子|小孩子?|娃娃?|儿子|女儿|闺女|丫头|小子)").pattern
_KIN = re.compile(
    rf"(?:{_STRUCK}|老公|丈夫|男人|女人|男朋友|前[夫妻]|妈妈?|爸爸?|爹|娘|母亲|父亲|父母|家长|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶|外公|外婆|公公|婆婆|室友|家里人|家人|家属|机主)"
).pattern
_OUR = re.compile(r"(?:我们?|俺|这|那)(?:家|个)?的?").pattern
# 他 in such a talk mostly is who struck, of whom the one who wrote speaks.
_HER = re.compile(rf"(?:她(?!们)|{_OUR}{_WIFE})").pattern
_SHE = re.compile(rf"(?:她(?!们)|{_OUR}{_STRUCK}|这?女的|那个?女的|机主)").pattern
_THEY = re.compile(rf"(?:[她他](?!们)(?:的?{_KIN})?|{_OUR}{_KIN})").pattern
_ME = re.compile(r"(?:我|俺)(?:就)?是").pattern
_TO_US = re.compile(
    r"(?:(?:跟|和|给|向|在|对)(?:你们?|您|这里?|这上面|机器人|社区|这个?手机上?|微信上?|上面)(?:这里|那里)?|告诉(?:你们?|您))"
).pattern
_SINCE = re.compile(r"(?:刚才|刚刚|之前|前面|今天|昨天|都|是不是|有没有|到底|究竟|是|又|已经|来|找你们?|去)").pattern
_TELLS = re.compile(r"(?:说|讲|写|报|发|聊|反映|投诉|举报|告诉你们?|打字|留)").pattern
_WHAT = re.compile(
    r"(?:些|的)?(?:什么|啥|哪些|何事)(?:话|事|东西|内容|情况|坏话)?(?:了|来着|呀|啊|呢)?(?!都|也|不|没|时候)"
).pattern
_CALLS = re.compile(r"(?:报了?警|报案|举报(?:我|了)?|告(?:我|状|了)|投诉(?:我|了)?|打(?:了|过)?110|求助|叫人)").pattern

_OF_ONES_HAND = re.compile(
    r"(?:在(?:我|俺)(?:这里?|手[上里]?|身上|旁边|家)?|(?:被)?我(?:拿|收|抢|捡|扣)(?:着|走|了|到|来){0,2}|归我(?:管|拿)?|给我了?)(?:了|呢)?"
).pattern
_IN_MY_HAND = re.compile(rf"的?手机(?:现在|就|刚|已经|被)?{_OF_ONES_HAND}").pattern
_THIS_IS = re.compile(r"(?:这|那)(?:个|只|部)?(?:手机|电话)?是").pattern
_TELEPHONE = re.compile(r"的?(?:手机|电话)").pattern
_OF_HERS = re.compile(rf"(?:着|的是|了)?{_SHE}的?手机(?!跟|和|给|来|报|发|打|说|向)").pattern
_HOLDS = re.compile(
    rf"(?:这|那|现在|这个)?(?:就)?(?:是|拿的是|用的是)?{_THEY}{_IN_MY_HAND}|{_THIS_IS}{_THEY}{_TELEPHONE}|我(?:现在)?[拿用看]{_OF_HERS}"
)
_HOLDS_HERS = re.compile(
    rf"(?:手机|电话)(?:其实|就|可)?是{_HER}的(?!手机|朋友|妈|爸|弟|哥)|{_SHE}{_IN_MY_HAND}|{_THIS_IS}{_SHE}{_TELEPHONE}|我(?:现在)?[拿看]{_OF_HERS}"
)
_TOLD = re.compile(
    rf"{_SINCE}{{0,4}}{_TO_US}?{_SINCE}{{0,2}}{_TELLS}(?:过|了|的|得|下){{0,2}}(?:是)?(?:我|我们)?{_WHAT}"
).pattern
_IS_KIN = re.compile(rf"{_ME}[她他](?:的|们家的?|家)?(?:亲)?(?:{_KIN}|监护人)(?!的)")
_BOSS = re.compile(
    r"(?:经理|主管|领导|老板娘?|上司|上级|组长|班长|队长|店长|厂长|院长|科长|主任|负责人|头儿?|雇主|东家|同事|房东|包工头)"
).pattern
_IS_BOSS = re.compile(
    rf"{_ME}(?:[她他](?:们)?的?(?:单位|公司|店里?|厂里?|部门)?的?(?:(?:直属|顶头|新|大|老)?{_BOSS})|管[她他](?:们)?的)(?![的家])"
)
"""Whose people the reporter works for or lives with; who only asks what she told may be anybody."""
_IS_BOSS_HERE = re.compile(
    rf"{_ME}(?:这里?|这家|本|你们?)?(?:物业|公司|保洁|保安|店里?|厂里?|单位|部门|项目|工地|饭店|学校)(?:公司)?的?{_BOSS}?(?![的家])"
)
_ASKS_A_BOSS = re.compile(
    rf"[她他](?:是不是|有没有){_SINCE}{{0,2}}{_TO_US}?(?:投诉|举报|反映|报|说|告)(?:了|过)?(?:我们?|单位|公司)?(?:了|吗|么)?"
)
_LATELY = re.compile(r"(?:今天|昨天|前天|上周|上个?月|前几天|这几天|最近|刚刚?|才|新)").pattern
_THIS = re.compile(r"(?:这个?|这[只部台])").pattern
_GOT = re.compile(
    r"(?:买|捡|拾|收|淘|换|领|租|借|抵|送)(?:来|到|下|给我|过来|回来)?(?:了)?(?:的|没几天|没多久|不久)?"
).pattern
_GOT_LATELY = re.compile(
    rf"{_THIS}?(?:二手)?(?:的)?手机(?:是|现在)?(?:我|别人|人家|朋友|老板)?(?:{_LATELY}|从二手[^，,。]{{0,6}}|在[^，,。]{{1,6}}){{0,3}}{_GOT}"
    rf"|我(?:是)?{_LATELY}{{0,3}}(?:买|捡|拾|收|淘|换|接手)(?:到|来|了)?的?(?:{_THIS}|一[个部台])?(?:二手)?(?:的)?手机|我(?:是|才是){_THIS}?手机(?:的)?(?:新|现在的?)(?:主人|机主|用户)|{_THIS}?手机(?:已经|现在)?(?:换了?(?:人|主人?)|归我|是我的)了?"
)
_FORMER = re.compile(
    rf"(?:上一?个?|前一?个?|前面|之前|以前|原来|原先|先前)(?:那)?的?(?:个|位)?(?:用{_THIS}?手机的?)?的?(?:人|主人|机主|用户|那个?人|那位)"
).pattern
_ASKS_OF_FORMER = re.compile(
    rf"{_FORMER}{_SINCE}{{0,4}}{_TO_US}?{_SINCE}{{0,2}}{_TELLS}(?:过|了|的|得){{0,2}}(?:是)?{_WHAT}|{_FORMER}(?:是谁|叫什么)"
)
_IS_WHO_MAY_STRIKE = re.compile(
    rf"{_ME}(?:她|他(?=的?(?:爸|爹|父)))(?:的|家)?(?:亲)?(?:老公|丈夫|男人|男朋友|前夫|爸爸?|爹|父亲|公公|婆婆)(?![的家])|{_ME}(?:机主|报警的人|本人)的(?:老公|丈夫|男人|男朋友|爸爸?|父亲)"
)
_ASKS_WHAT = re.compile(
    rf"{_SHE}{_TOLD}|{_SHE}{_SINCE}{{0,4}}{_TO_US}{_TELLS}(?:过|了)?(?:我)?(?:什么|啥)?(?:没有?|吗|么)(?=$|[，,。？?啊呀])"
    rf"|{_SHE}(?:来|去)?找你们?(?:是)?(?:干什么|干嘛|干啥|做什么|说什么)|你们?收到{_SHE}的?(?:什么|啥|哪些)?(?:消息|短信|话)?了?"
)
_TOLD_BY_KIN = re.compile(rf"{_THEY}{_TOLD}|{_THEY}妈{_TO_US}{_TELLS}{_WHAT}")
_ASKS_OF_THE_PHONE = re.compile(
    r"(?:刚才|之前)?(?:这个?|那个?)手机(?:上|里)(?:面)?(?:都|刚才|之前)?(?:说|写|发|报|聊)(?:过|了)(?:些)?(?:什么|啥)|(?:聊天|对话)记录(?:都)?(?:给|让|拿)我(?:来)?看"
)
_OR_NOT = re.compile(r"(?:了)?(?:吗|么|没有?|[？?])[？?]*$").pattern
_ASKS_OF_ANYBODY = re.compile(
    rf"^(?:刚才|之前|最近)*(?:有没有人|是不是有人|有人|别人|家里?人)(?:有没有|是不是|刚才|之前)*(?:用|拿)(?:过)?(?:这个?|我的?)?(?:手机|电话|号码?|微信)(?:在这里?|给你们?|跟你们?)?(?:报(?:过)?(?:事|警|案)?|说过|找过|聊过|写过){_OR_NOT}"
    r"|^(?:刚才|之前|最近)*(?:有没有人|是不是有人|别人有没有)(?:用|拿)(?:过)?(?:这个?|我的?)?(?:手机|电话|号码?|微信)(?:在这里?|给你们?|跟你们?)?(?:报(?:过)?(?:事|警|案)|说过|找过|聊过|写过)(?:了)?$"
    rf"|^(?:这个?|我的?)?(?:手机|电话|号码?|微信)(?:上|里)?(?:之前|刚才|最近)*(?:报(?:过|了)?(?:警|案|事)|(?:有没有|是不是)报(?:过|了)?(?:警|案|事)){_OR_NOT}"
    rf"|^(?:刚才|之前|最近|今天|昨天)*有人(?:在)?(?:报(?:了|过)?警|报案|举报我?){_OR_NOT}|^(?:刚才|之前)*(?:有没有人|是不是有人)(?:在)?(?:报(?:了|过)?警|报案|举报我?)(?:了|吗|么|啊)?[？?]*$"
    rf"|^你们?(?:是不是|有没有)(?:刚才)?(?:收到|接到)(?:了|过)?(?:报警|举报|投诉|什么消息|求助)(?:电话)?(?:了|吗|么)*[？?]*$|^你们?(?:收到|接到)(?:了|过)?(?:报警|举报|投诉|求助)(?:电话)?{_OR_NOT}"
    r"|^(?:是)?(?:谁|哪个)(?:让|叫|派|喊)你们?(?:的人)?(?:来|上门|过来|来?找我)(?:的|了|啊|呀)*[？?]*$|^你们?(?:的人)?(?:派人|上门|过来|来(?:我家|找我)?)(?:是)?(?:来)?(?:干什么|干嘛|干啥|做什么)[？?]*$"
)
"""Asked of nobody in particular, as whoever looks for what was told asks."""
_ASKS_WHETHER = re.compile(
    rf"{_SHE}(?:是不是|有没有)(?:刚才)?{_TO_US}?(?:说|讲|告诉你们?)我(?:打|骂|欺负|家暴)(?:她|人|孩子)?了?(?:吗|么)?(?=$|[，,。？?])|"
    rf"{_SHE}(?:是不是|有没有){_SINCE}{{0,2}}{_TO_US}?(?:说|讲|告)(?:过|了)?我(?:的|什么|啥)?(?:坏话|闲话|不是|的?状)(?:了)?(?:吗|么)?|{_SHE}{_SINCE}{{0,2}}{_TO_US}?(?:说|讲|告)(?:过|了)?我(?:的|什么|啥)?(?:坏话|闲话|状)(?:了)?(?:吗|么|没有?)(?=$|[，,。？?])|"
    rf"{_SHE}{_SINCE}{{0,4}}{_TO_US}?{_CALLS}(?:了)?(?:吗|么|没有?|啊)(?=$|[，,。？?啊呀])|{_SHE}(?:是不是|有没有){_SINCE}{{0,2}}{_CALLS}了?(?:吗|么|啊)?|是不是{_SHE}{_CALLS}(?:的|了)"
)
_ASKS_WHO = re.compile(
    r"(?:那|请问|告诉我|老实说)?(?:这|那|这个|那个)?(?:件|条|个)?(?:事|案子|单子|警|险情)?(?:到底|究竟)?是?(?:谁|哪个)(?:报|举报|投诉|反映|告|上报)(?:的(?!人|时候)|了|上来的|给你们的)?(?:警|案|我|我们|上来)?(?:的)?(?:啊|呀|呢|的)?"
    r"|(?:是)?(?:谁|哪个)(?:打的?(?:110|电话|报警电话)|告的状|叫的?警察|把警察叫)(?:的|来的?)?(?:啊|呀|呢)?|(?:是)?(?:谁|哪个)(?:在)?用这个?手机(?:报的?警|报的?案|说|发|写)(?:的)?"
)
_WIPES = re.compile(
    rf"(?:把|将)?{_THEY}{_SINCE}{{0,2}}{_TELLS}(?:过|了)?的?(?:这些|那些)?(?:话|东西|内容|那件|那个|事|警)?(?:都|全|给我|统统)?(?:删|清|撤|取消|去|抹)(?:掉|了|空|除|回|销)*"
)
_DISCREDITS = re.compile(
    rf"(?:{_THEY}{_SINCE}{{0,3}}(?:在)?(?:[瞎胡乱](?:说|讲|写|编|报|闹|扯)|骗你们?|喝[多醉]了?|开玩笑|闹着玩|不懂事|神经|脑子)(?:的|了|八道|的话)?)|(?:别|不要|不用|甭)(?:听|信|理|管|当真)(?:[她他](?:们)?|这?孩子)?(?:的|胡说|瞎说|了)?|没(?:有)?(?:这|那)(?:回|个|种)?事|[瞎胡乱](?:说|讲|写|编|报|闹|扯)(?:的|了|八道)*"
)
_ONLY_ANOTHER_SAYS = re.compile(
    rf"{_OUR}{_STRUCK}{_SINCE}{{0,3}}(?:在)?(?:[瞎胡乱](?:说|讲|写|编|报|闹|扯)|骗你们?|开玩笑|闹着玩|报的?警|打的?110)"
    r"|(?:我|俺)(?:又|真|可|从来|根本|就){0,2}没(?:有)?(?:打|动|碰|骂|欺负|家暴|虐待)过?(?:她|老婆|媳妇|孩子|女朋友)(?!手机)"
    rf"|{_SHE}{_SINCE}{{0,3}}{_TO_US}?(?:说|讲|告|报警说|诬赖|冤枉)我(?:打|骂|欺负|家暴|虐待|动手|害)"
    r"|(?:我们)?(?:两口子|夫妻|小两口|家务事)[^，,。]{0,6}(?:，|,| )?(?:的事)?(?:别|不用|不要|轮不到)(?:你们?|外人)?(?:来|多)?(?:管|插手|掺和|操心)"
)
"""What she told is made up, who called the police was she, she was not struck: said by nobody but another than her."""
_STOP = re.compile(r"(?=$|[，,。！!？?；;\s])").pattern
_ONE = re.compile(r"[，,。！!；;\s]{0,3}").pattern
_AWAY = re.compile(
    r"(?:现在|这会儿?|已经|刚刚?|正在?|人|先|都|还|又|早就?){0,3}(?:在|去|要)?(?:睡(?:觉|着|下|熟|午觉)?|休息|歇着?|洗(?:澡|漱|头|脸|衣服|碗)|出(?:去|门)|做饭|烧饭|买(?:菜|东西)|上班|上厕所|下楼|走开|走|忙|吃饭|看电视|哄孩子|接孩子|带孩子(?:出去|出门|睡觉)?|喝[多醉]|累|回娘家|倒垃圾|不在(?:家|这里?|旁边|边上)?|没空|没时间|有事|不方便(?!说)|不想(?:说|聊|理你们?))(?:了|着|呢|出去|啦|去){0,3}"
).pattern
_SAYS_FOR = re.compile(
    r"(?:说|讲|回(?!家)|答|聊|谈|解释|打字|发)(?:一?下|几?句|答|复|话|你们?|吧|了|的|也行|就行|好了){0,3}"
).pattern
_INSTEAD = re.compile(
    rf"(?:我|俺|让我|由我)(?:来|就|先)?(?:替|帮|代替?)(?:{_HER}|他(?!们)|{_OUR}{_STRUCK}){_SAYS_FOR}"
).pattern
_TO_ME = re.compile(
    r"(?:(?:你们?|您)?(?:有|要)(?:什么|啥)?(?:事情?|话|问题|要问的)?)?(?:你们?|您|就|都|可以|先|直接){0,3}(?:[跟和对向同给]我(?:说|讲|聊|谈)|[问找]我)(?:吧|就|也|是|一样|行|好|可以|成|得|了|的|呗|就是){0,4}"
    r"|(?:我|俺)来(?:跟你们?)?(?:说|讲|回|答|聊|接|处理)(?:答|复|你们?|吧|了|就行|好了){0,3}|(?:你们?|您)?(?:说|讲)吧|(?:她的?|这个?)?手机(?:现在)?(?:我|归我|由我)(?:在)?(?:看|拿|用|管)(?:着|的)?(?:呢|了)?|(?:现在)?(?:是)?我(?:在)?(?:看|拿|用)(?:着)?(?:她的?)?手机(?:呢)?"
).pattern
_CALMS = re.compile(
    r"(?:真的?|都|现在)?(?:没(?:有)?(?:什么|啥)?事儿?|好好的|(?:是|都是)?误会|(?:你们?)?(?:别|不用|不要|甭)(?:再)?(?:你们?)?(?:来|管|找|问|联系))(?:了|啦|的|她)?"
).pattern
_IN_HER_PLACE = re.compile(
    rf"{_HER}(?:{_AWAY}){{1,2}}{_ONE}(?:{_INSTEAD}|{_TO_ME}|{_CALMS}){_STOP}|{_HER}{_AWAY}{_STOP}.{{1,12}}?{_INSTEAD}{_STOP}|(?:他(?!们)|{_OUR}{_STRUCK}|(?:孩子|女儿|儿子|娃)){_AWAY}{_ONE}{_INSTEAD}{_STOP}"
    rf"|{_INSTEAD}{_ONE}{_CALMS}{_STOP}|{_CALMS}{_ONE}{_INSTEAD}{_STOP}"
)
"""She is away, and her words are somebody else's (她睡了，我替她说): who was struck speaks of herself, and of him."""
_ELDER = re.compile(
    rf"{_ME}(?:(?:这|那)?个?(?:孩子|小孩子?|娃娃?|小朋友|儿子|女儿|小家伙|[她他](?!们))[她他]?(?:家)?的?)?(?:亲)?(?:妈妈?|爸爸?|爹|娘|母亲|父亲|后妈|后爸|继[父母]|爷爷|奶奶|外公|外婆|姥姥|姥爷|家长|监护人|大人)(?![的家])"
)
_COMPLAINS = re.compile(r"(?:投诉|举报|告|反映|上报)(?:的|了|过)?").pattern
_ABOUT_US = re.compile(
    r"(?:我们?|咱们?|他们|你们)?(?:家|的)?(?:物业|社区|居委会?|公司|单位|保安|老板|店里?|饭店|学校|网格员|主任|经理|领导)?"
).pattern
_ASKS_WHO_COMPLAINED = re.compile(
    rf"(?:那|请问|到底|告诉我|查一?下|看一?下|想知道){{0,2}}(?:是)?(?:谁|哪个(?:人|住户|业主)?|哪一?家)(?:在)?{_COMPLAINS}{_ABOUT_US}(?:的)?(?:啊|呀|呢)?"
    rf"|[^，,。]{{0,4}}(?:{_BOSS}|公司|物业|上面|单位|社区)(?:让|叫|派|要)我们?(?:来|去)?(?:查|问|打听|了解|看|找)(?:查|问)?(?:一?下|清楚|出来)?(?:是)?(?:谁|哪个)(?:在)?{_COMPLAINS}{_ABOUT_US}(?:的)?(?:啊|呀|呢)?"
    rf"|(?:帮我|给我|麻烦|请)?(?:看|查|调)(?:一?下|看|出)?(?:刚才|之前|前面|上一?个|昨天){{0,2}}(?:那个|这个|那位)?(?:手机号?|号码?|人|居民|住户|业主|微信)(?:发|说|报|聊)?(?:的|过的)?(?:内容|记录|聊天|话|信息|消息|东西)"
)
"""As who was complained of asks, or whoever says that they are of the office: who it was, or what another wrote."""
_INTRODUCES = re.compile("(?:您好|你好|喂|麻烦|急|那个)|我(?:是|叫|姓)[^，,。]{1,10}")
_CHILD_TOLD = re.compile(rf"(?:孩子|小孩|娃|女儿|儿子|孙[子女]){_TOLD}")
_OF_A_GAME = re.compile(
    rf"(?:孩子|小孩子?|娃|[他她])(?:就是|是)?(?:不懂事|闹着玩|说着玩|闹脾气|开玩笑|撒谎|骗人|乱来|不听话)(?:的|了)?|(?:就)?教育(?:一下|几句)?(?:孩子)?|{_CALMS}|{_TO_ME}"
)
_NO_HARM = re.compile(
    r"没(?:有)?(?:打|动手|动|碰|砍|杀|掐)(?:过)?(?:她|他|人|老婆|孩子)?|(?:说|讲|告|告诉你们|报警说|诬赖|冤枉)我(?:打|骂|动手|砍|杀|掐|欺负|家暴|虐待)(?:了|过)?(?:她|人|孩子)?"
)
"""Blows that are denied, or that another is said to have told of."""
_HARM = re.compile(
    r"动手|打(?!电话|字|开|印|听|算|错|110|的110)|踹|掐|砍|捅|刀|血|救[命我人]|砸|撞|杀|死|晕|昏|着火|跳楼|割腕|吃了?药|煤气|没呼吸|喘不|倒(?:在|地)|叫不醒|摔(?!了?手机)|快来人?"
)
_FILLERS = re.compile(
    r"(?:是不是|是吧|没事儿?了?|不用(?:再)?(?:你们?)?(?:来|管)|(?:别|不要)(?:再)?(?:来|多管闲事|管)|误会|是误会|你们?的?|手机(?:我)?(?:拿|要|还|抢)(?:回来)?了?|求求?你们?|拜托|麻烦|请问|请|快点?|你好|您好|喂|那个?|好的?|嗯|哦|啊|吧|呢|呀|吗|了|我|我们|她|他|刚才|刚刚|现在|之前|这里|这个|这些|在|跟你们?|你们?|给我|的|话|都|想|要|知道|问|看|看看|告诉|说|一下|到底|究竟|谁|是误会|查)"
)


def shows_another(text: str, *, near: bool, child: bool = False) -> bool:
    """Whether a short message shows that its sender is not who wrote before, and wants to know or undo what was told; harm that it tells is heard first.

    `near`: a danger was told in which somebody near may read what was written. There to say who holds the telephone is enough.
    `child`: that a child is struck, by whom the elders of the house may be meant.
    """
    said = _read(text)
    if not said:
        return False
    rest = _rest(said)
    if _HARM.search(rest):
        return False
    if near and _speaks_in_place(said, child=child):
        return True
    if _is_of_a_boss_or_new_owner(said) or _shows(said, near=near) or _asks_who_complained(said):
        return True
    return not _tells_more(rest) and ((near and _holds(said)) or _asks_alone(said))


def asks_only_whether(text: str) -> bool:
    """Whether a message asks whether or who called for help, as any bystander may, and does not say who writes."""
    said = _read(text)
    if not said or _is_holder_or_kin(said):
        return False
    return _asks_who(said) or any(pattern.search(said) for pattern in (_ASKS_WHETHER, _ASKS_OF_ANYBODY))


def _tells_more(rest: str) -> bool:
    return re.search(r"\w", _FILLERS.sub("", rest)) is not None


def _is_of_a_boss_or_new_owner(said: str) -> bool:
    """Whether a text says that its sender is over who wrote before, or got the telephone lately, and asks or undoes what was told; the first alone says it, too."""
    asks = _asks_or_undoes(said) or _ASKS_OF_FORMER.search(said) is not None
    if _IS_BOSS.search(said):
        undoes = _ASKS_A_BOSS.search(said) or _DISCREDITS.search(said)
        return asks or undoes is not None or not _tells_more(_rest(said))
    if _ASKS_OF_FORMER.search(said):
        return not _tells_more(_rest(said))
    return (_IS_BOSS_HERE.search(said) or _GOT_LATELY.search(said)) is not None and asks


def holds_the_telephone(text: str, *, child: bool = False) -> bool:
    """Whether a message of `shows_another`, near a danger, also says that another writes now, so that what comes next is theirs, too."""
    said = _read(text)
    if _speaks_in_place(said, child=child):
        return True
    return bool(said) and _holds(said) and not _tells_more(_rest(said))


def says_who_writes(text: str) -> bool:
    """Whether a short message says that it is from who may have struck, or who holds her telephone, whatever else it tells."""
    said = _read(text)
    return bool(said) and _says_who(said)


def says_that_another_writes(text: str, *, near: bool, child: bool = False) -> bool:
    """Whether a short message says in so many words that it is from another than who wrote before: who holds the telephone, or whose kin writes and asks for or undoes what was told.

    Who is only of her family (我是她妈妈) may help her, and who only asks (谁报的警) may be a bystander.
    """
    said = _read(text)
    if not said or _HARM.search(_rest(said)):
        return False
    if _is_of_a_boss_or_new_owner(said):
        return True
    if _says_who(said):
        return near or _HOLDS.search(said) is not None or _asks_or_undoes(said)
    in_place = near and _speaks_in_place(said, child=child)
    return in_place or (_is_holder_or_kin(said) and (_asks_or_undoes(said) or _DISCREDITS.search(said) is not None))


def _speaks_in_place(said: str, *, child: bool) -> bool:
    """Whether a text speaks of who wrote before as of a third person, in whose place its sender writes; or, where a `child` told, is an elder's who plays it down or asks."""
    if _IN_HER_PLACE.search(said):
        return True
    undoes = _DISCREDITS.search(said) or _OF_A_GAME.search(said) or _asks_or_undoes(said)
    return bool(child and _ELDER.search(said) and undoes)


def _is_holder_or_kin(said: str) -> bool:
    return _HOLDS.search(said) is not None or _IS_KIN.search(said) is not None


def _asks_or_undoes(said: str) -> bool:
    return _ASKS_WHAT.search(said) is not None or _asks_of_kin_or_undoes(said)


def _asks_of_kin_or_undoes(said: str) -> bool:
    asks = _TOLD_BY_KIN.search(said) or _WIPES.search(said) or _ASKS_WHETHER.search(said)
    return asks is not None or _asks_who(said)


def denies_blows(text: str) -> bool:
    """Whether a text denies that somebody was struck, or says who told so."""
    return _NO_HARM.search(short.in_standard_words(text)) is not None


def tells_harm(text: str) -> bool:
    """Whether a text has a word of harm, which is neither denied nor only said to have been told."""
    return _HARM.search(_NO_HARM.sub("", short.in_standard_words(text))) is not None


def _read(text: str) -> str:
    """The text in standard words; "" if it is too long, or has no words."""
    said = short.in_standard_words(text.strip())
    return said if short.has_words(said) and len(said) <= _LONGEST else ""


def _says_who(said: str) -> bool:
    return any(pattern.search(said) for pattern in (_IS_WHO_MAY_STRIKE, _HOLDS_HERS, _ONLY_ANOTHER_SAYS, _IN_HER_PLACE))


def _holds(said: str) -> bool:
    """Whether a text says who holds the telephone, is of those who may have struck, or calls what was told made up, as only another would; if it tells more, he may be who helps her."""
    return _says_who(said) or (_IS_KIN.search(said) is not None and _DISCREDITS.search(said) is not None)


def _shows(said: str, *, near: bool) -> bool:
    """Whether a text asks what another told, or to wipe it out, beside what says who writes."""
    shows = _is_holder_or_kin(said) and _asks_of_kin_or_undoes(said)
    shows = shows or (_ELDER.search(said) is not None and _CHILD_TOLD.search(said) is not None)
    return shows or (near and _WIPES.search(said) is not None)


def _asks_alone(said: str) -> bool:
    """Whether a text asks nothing but what a woman or a child told us, whether they called the police, or who reported it."""
    if _asks_who(said) or _ASKS_OF_ANYBODY.search(said):
        return True
    return any(pattern.search(said) for pattern in (_ASKS_WHAT, _ASKS_WHETHER, _ASKS_OF_THE_PHONE))


def _asks_who_complained(said: str) -> bool:
    """Whether a text asks who complained of somebody, or what another wrote, and says besides only who asks (我是社区的小王，看下刚才那个号的内容)."""
    clauses = [one for one in _PIECE.split(said) if one and not _INTRODUCES.fullmatch(one)]
    return bool(clauses) and all(_ASKS_WHO_COMPLAINED.fullmatch(one) for one in clauses)


def _asks_who(said: str) -> bool:
    """Whether a clause asks who reported it, and nothing else: 你们怎么说是谁报的 asks what others will be told."""
    return any(_ASKS_WHO.fullmatch(short.plain(one)) for one in _PIECE.split(said) if one)


def _rest(said: str) -> str:
    """The text without what shows another, asks or discredits."""
    said = _IN_HER_PLACE.sub("，", _HOLDS_HERS.sub("，", said))
    for pattern in (
        _ASKS_OF_FORMER, _ASKS_OF_ANYBODY, _NO_HARM, _HOLDS, _IS_KIN, _IS_WHO_MAY_STRIKE, _ASKS_WHAT, _TOLD_BY_KIN, _ASKS_OF_THE_PHONE, _ASKS_WHETHER, _WIPES, _ONLY_ANOTHER_SAYS,
        _DISCREDITS, _IS_BOSS, _IS_BOSS_HERE, _ASKS_A_BOSS, _GOT_LATELY,
    ):  # fmt: skip
        said = pattern.sub("，", said)
    return "，".join(one for one in _PIECE.split(said) if one and not _ASKS_WHO.fullmatch(short.plain(one)))
