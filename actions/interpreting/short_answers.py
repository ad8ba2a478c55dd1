"""Recognise what short texts say by word lists, never by the classifier: yes, no, stop, wait, "don't know", a person, another matter … Pure, but for its file of characters."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

_TRAILING = re.compile(
    r"(?:谢谢(?:你们?|您)?(?:了|啦)?|多谢|麻烦(?:你们?|您)?(?:了|啦)?|辛苦(?:你们?|您)?(?:了|啦)?|拜托(?:了)?|请?(?:快|尽快)(?:点|一点|些)?(?:处理|办|登记)?(?:吧|啊)?)$"
)
_PARTICLES = re.compile(r"[吧呀啊哦噢喔嘛呢啦哈的滴诶欸哎]+$")
_NOISE = re.compile(r"[\s,.!?;:~'\"()\-_，。！？、；：…～“”‘’（）【】《》·]+")


FILE = Path(__file__).resolve().parents[2] / "data" / "dialect_characters.csv"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Texts that are a whole answer: a yes, a no, giving up, wait, "don't know" or "none", a person, enough, "what can you do?"; as `plain` leaves them.
AFFIRM = _words(
    "是 是是 是是是 对 对对 对对对 没错 没有错 不错 正确 嗯 嗯嗯 恩 恩恩 嗯对 嗯是 好 好好 好好好 行 中 成 可以 要 要得 确认 确定 登记 就这样 就是这样 是这样 没问题 "
    "同意登记 报 提交 ok okay yes 1 对头 是个 对个 好个 是额 对额 系 系系 係 系嘅 係嘅 👍 👍👍 👌 🆗 "
)
DENY = _words(
    "不 不是 不对 否 错 错了 不正确 有误 有错 搞错了 弄错了 写错了 记错了 说错了 不行 no 2 不是这样 勿对 勿是 "
)
STOP = _words(
    "算了 算 不报了 不报 不用了 不用 不要了 不办了 取消 取消吧 撤了 撤销 不登记了 不登记 别报了 别登记了 不说了 不弄了 放弃 不投诉了 不反映了 不求助了 不咨询了 不举报了 不问了 先不报了 先不办了 还是算了 还是不报了 那算了 "
    "不想报了 当我没说 没事了 "
)
WAIT = _words(
    "等一下 等下 等等 等一等 等会 等会儿 等一会 等一会儿 稍等 稍等一下 稍等下 我看看 我想想 我想一下 让我想想 先等一下 你等一下 你等等 等我一下 我去看看 我去看一下 晚点再说 "
    "晚点说 待会说 待会再说 "
)
UNKNOWN = _words(
    "不知道 不知 不晓得 不清楚 不太清楚 不是很清楚 说不清 说不清楚 说不上来 不记得 不记得了 忘了 忘记了 记不清 记不清了 没注意 不确定 不一定 没有 无 没 不详 不方便说 不想说 不说 "
    "不留 不留了 不想留 不愿留 不愿意留 不方便留 就不留了 我不留 先不留 不留电话 不留号码 不留手机号 随便 都行 都可以 跳过 不晓得 不知道哎 弗晓得 勿晓得 我也不知道 我不知道 我也不清楚 我不清楚 "
)
HUMAN = _words(
    "人工 转人工 人工客服 人工服务 转接人工 转人工客服 转人工服务 找人工 要人工 我要人工 我要转人工 我要找人工 找真人 真人 转真人 客服 找客服 接人工 人工台 找人 找个人 "
)
UNDERSTOOD = _words("知道了 晓得了 明白了 明白 清楚了 清楚 懂了 了解 了解了 解决了 够了 ")
CAPABILITY = _words("说明 使用说明 帮助 菜单 help 功能 你会什么 你能做什么 怎么用 ")

_STOPS = re.compile(
    r"(?:那|还是|就|我|先|也|都|这个|这件|这事|事情?|你们?|请|麻烦){0,4}(?:不用|不要|不需要|别|不想|不|甭|勿用|勿要|用不着|没必要)(?:再|给我|帮我|去)?"
    r"(?:报|登记|投诉|反映|上报|举报|办|弄|管|处理|来人|来)(?:了|啦|哉|咧)?(?:吧|的|啊)?"
)
_STOPPING = re.compile(
    r"算[了啦]|取消|撤|放弃|作罢|拉倒|免了|误会|(?:[别甭勿]再?|不(?:再|想|用|要|必|需要))(?:报|登|弄|说|提|管|办|麻烦|投诉|反映|求|举报|问|修|来)|不用了|不要了|不必了|没必要"
    # 不 alone gives up what only the sender can do (不报了), the others' part only as the first word (不修了): 轮椅下不来, 物业不管 tell the matter
    r"|(?<![\u4e00-\u9fff][下上进出过])不(?:报|登|说|提|麻烦|投诉|反映|求|举报|问)(?![不上清出来去])|^(?:那|就|我|先|还是|也|都|又)*不(?:修|管|办|弄|来)了?(?:吧|啦|啊)?$"
)
_ONLY_NO = re.compile(r"(?:还是?|都|也)?(?:没有?|不)(?:好|修|弄|解决|处理|行|满意)?好?")
_ANSWERS_NOTHING = re.compile(
    r"(?:啥|什么|啊|哦|噢|嗯|额|呃|对|是|好|唉|哎|哈|嘿|呵|喂|那个|就那个|就那|那里|那边|就那里|老地方|这里|这儿|你猜(?:在哪|呢)?|你说呢|不是说了|说过了|问我)+[？?！!~…。. ]*"
)

_BETWEEN = re.compile(r"[\s，,。.！!；;~～]+")
_CLOSES = re.compile(
    r"(?:ok|k|okay|好的?|好[嘞咧勒]|好了|行了?|嗯|中|成|收到|[得要][嘞咧勒了]|就酱紫?|就这么着|就这么[定办]了?|回见|知道了|晓得了|明白了?|谢(?:了|啦|你们?|您|哈|啊)?|多谢(?:你们?|您|了)?|感谢(?:你们?|您|了)?|3q|thx|thanks?|thankyou|辛苦(?:你们?|您|大家)?(?:了|啦)?|麻烦(?:你们?|您)?了?|拜拜?|再见|先这样|就这样|那就好|没(?:别的)?事了?|没别的了"
    r"|算你们?(?:还行|厉害|有良心|快)|(?:你们?|您)?(?:还行|不错|真快|蛮快|挺快|效率(?:可以|高)|厉害)|给(?:你们?|您)点?个?赞|点赞|(?:那)?(?:就)?不用(?:再)?(?:回|回复|回我|理我|客气)了?|别回了|晚安|早安|下班了?)+"
)
_LEAST_SAID = 4  # characters that say something of their sender
_LATER = re.compile(
    r"(?:等等|等(?:一下|下|一等|会儿?|一会儿?)|稍等(?:一下|下)?|慢着|缓缓|缓一缓|考虑(?:一下|考虑)|商量(?:一下|商量)|再?想(?:想|一想|一下)|不急|晚点(?:再说)?)"
)
_NOT_YET = re.compile(
    r"(?:(?:先|暂时|还|你们?|请|再){0,3}(?:别|不要|不用|不|甭)(?:急着?|忙着?)?(?:给我|帮我|去)?(?:报|登记|提交|上报|交|反映|投诉|弄|办)(?:上去)?)"
)
_WAITS = re.compile(
    rf"(?:那|你|先|再|请|让我|让|我|还要|要|得){{0,3}}{_LATER.pattern}(?:{_NOT_YET.pattern}|再(?:报|登记|弄))?|{_NOT_YET.pattern}(?:让我|我|再|先|要|得|还){{0,3}}{_LATER.pattern}"
)
_GOES_AHEAD = re.compile(
    r"(?:那|算了|想好了|还是|就|我|要|继续|给我|帮我|请|麻烦|直接|照样|你们?){0,5}(?<!不)(?:还是|就|要|继续|直接|照样|给我|帮我|想好了)(?:给我|帮我)?(?:报|登记|提交|上报)(?:上去|掉|了)?"
    r"|(?:那|好|行|嗯){0,2}(?:就|还是)?(?:麻烦|请)?(?:你们?|您)(?:就|来|先|帮我|给我|再){0,2}(?:报|登记?|提交|上报)(?:上去|上|了|一下)?"
    r"|(?:那|就|你们?|您|请|麻烦|给我|帮我|别废话|别问了|少废话|废话少说){0,3}(?:赶紧|赶快|快点?|马上|立刻|立马|抓紧|尽快|现在就?)(?:的)?(?:给我|帮我|替我|去|先){0,2}(?:报|登|登记|提交|上报|交)(?:上去|上|掉|了)?"
    r"|(?:那|就|你们?|您|请|麻烦|给我|帮我|替我|先){0,3}(?:报|登记|登|交|提交)上去"
)
_ADDRESSES = re.compile(
    r"(?:你们?|您)?好|您?在(?:吗|不|么)?|喂|哎|诶|嗯|那个|师傅|同志|小[^，。]|社区|机器人|不好意思|麻烦|请问"
)
_PREAMBLE = re.compile(
    r"(?:我|您|你|让我|容我|请|先|慢慢|那|就|得|要|也|可能|这边|有点|比较|会|很|稍微){0,4}(?:慢|一个字一个字)(?:慢|点|一?些|地|的){0,3}(?:[说讲打写来弄输]|打字)?(?:[给跟和](?:你们?|您)|[啊哦了]|字|话){0,3}"
    # Not what may tell of a stroke: 说话不利索了, 老人说话不行.
    r"|(?:我|俺|这边|老年?人|年纪大了?|手|这个){0,3}(?:打字|写字|拼音|语音|手写|手机|普通话){1,2}(?:也|是|有点|比较|很|太|挺|实在|真的){0,3}(?:慢|不快|不好|不行|不太?会|不熟|不准|费劲)(?:的|啊){0,2}"
    r"|(?:我|俺|年纪大了?){0,3}(?:讲话|说话|眼睛){1,2}(?:也|是|有点|比较|很|太|挺|实在|真的){0,3}(?:慢|不快|不好|不准|花)(?:的|啊){0,2}"
    r"|(?:我|俺|这边|老年?人|年纪大了?){0,3}(?:不太?会|不大会|不怎么会|刚学会|才学会|不太?熟|没怎么)(?:打字|写字|拼音|用|弄|玩|手写|语音|手机|微信|普通话){1,3}(?:的|这个|东西){0,2}"
    r"|(?:我|俺|年纪大了?){0,3}(?:不太会|不大会|不怎么会)(?:说|讲)(?:普通话)?(?:的){0,2}"
    r"|(?:你|您|你们|请|麻烦|稍微|先|那){0,3}(?:等|稍等|等一等|等等|等下|等一下|稍候|别急|莫急|不要急|别催)(?:我|俺|一下|下|会儿?|一会儿?|打字|想想|组织一下|理一理|找一下|戴眼镜|把话说完|说完|打完|慢慢说){0,3}"
    r"|(?:我|俺|我们|那|请|先|这里|这边|是这样|就|今天|家里|想|要|来|有|跟|和|向|给|找|你们?|您|社区){0,6}(?:问|咨询|打听|说|讲|聊|请教|麻烦)(?:一?[个件下声句些]|你们?|您|社区|点|的|几句|几个|个){0,3}(?:事情?|问题|情况|话|东西)?"
    r"|(?:我|俺|我们|这里|这边|家里|小区|楼里|那|今天|又){0,3}(?:有|碰到|遇到|出)了?(?:一?[个件点桩码些]|几[个件]|两[个件])(?:小|烦|烦心|急|麻烦){0,2}(?:事情?|问题|情况)(?:情)?(?:想|要|得|来|找|跟|和|给|向|问|说|讲|反映|麻烦|请教|咨询|你们?|您|一下|下){0,5}"
    r"|(?:先|暂时|我|我就|就|可以|能不能|可不可以){0,3}(?:不|别|不想|不方便|不用|不要|不报|不留|不写)(?:说|讲|报|留|写|告诉|透露|问)?(?:我的?|姓|叫什么|真实?|真){0,2}(?:名字?|姓名|名|是谁)(?:了|吧|哈|吗){0,2}"
    r"|(?:我|俺)?(?:是|头一[次回]|第一[次回]|刚|才|从来没|没|不太?会|不懂|还){1,3}(?:用|弄|使|玩|来|学)(?:过)?(?:你们?|这个|这种|这|手机|微信|东西|机器人|智能|的){0,4}"
    r"|(?:话|说来话|说起来|这事|事情|这个事?|讲起来){1,2}(?:有点|比较|很|就)?(?:长|复杂|多|麻烦)(?:了)?"
    r"|(?:我|让我|容我)?(?:先)?(?:理一理|理一下|捋一捋|捋一下|组织一下(?:语言)?|想想怎么说|想想|想一想)(?:再说|再讲)?"
    r"|(?:阿姨|大妈|大爷|大叔|奶奶|爷爷|老太婆|老头子)(?:想|要|来|先)?(?:问|请教|麻烦)(?:问)?(?:你们?|您|一下|下|一?[个件]事情?|个问题){1,3}"
    r"|(?:是)?这样(?:的|子)?|事情是这样(?:的|子)?|听我(?:说|讲|慢慢说)|我(?:先)?(?:从头|慢慢)(?:说|讲)(?:起)?"
)
_SOMEBODY = re.compile(
    r"(?:(?:我|俺|阿拉|隔壁|楼[上下])(?:们|家)?的?)?(?:[妈爸爹娘]{1,2}|[奶爷婆公姥姐妹哥弟姑姨舅叔伯]{1,2}|[外阿][婆公]|老[婆公伴]|家里人?|家人|老人家?|[儿女]子?儿?子?|孙[子女]|邻居|同事|朋友|亲戚|婆婆|公公|丈母娘|他们?|她们?|人家|[张王李陈刘周吴][阿大]?[婆姨爷伯妈叔])"
).pattern
_SAYS = re.compile(r"(?:说|讲|问|报|发|写|打字|反映)").pattern
_BARE_OPENING = re.compile(  # 她说, 我妈让我发的, 帮邻居问的, 第一, 两个事: words that cannot stand alone
    rf"{_SOMEBODY}(?:{_SAYS}(?:的|的是|过|了)?|的?意思是?)|{_SOMEBODY}(?:[让叫托请喊]|要)我(?:来|帮[她他]|替[她他]|代){{0,2}}{_SAYS}(?:一下|一声|的)?|(?![他她人]){_SOMEBODY}[让叫托请]我来|我?[帮替代]{_SOMEBODY}{_SAYS}?(?:一下|一声|的)?"
    r"|(?:先[说讲])?第[一二三四五1-5](?:[个点件条样])?(?:事情?|问题)?(?:是|呢)?|其[一二三]|首先|然后呢?|一个是|另一个是|话说(?:回来)?|[两二三几23][个件](?:事情?|问题)"
)
_ASKING = re.compile(r"呢|[吗么？?]")
_CALLS = re.compile(r"(?:小邻|邻里|机器人|师傅|同志|喂|哎|诶|欸|那个|不好意思|麻烦|请问){1,3}")
_NEXT_IN_ORDER = re.compile(
    r"(?:那|还有|另外|再|接着|然后|[说讲报来]){0,4}(?:第[二三四五2-5](?:[个件点条样桩])?(?:事情?|问题)?|其[二三])(?:就?是)?"
)
_TIME_WORDS = re.compile(
    r"[点早晚夜午天日月年周号秒]|星期|礼拜|一直|老是|总是|经常|时常|有时|偶尔|每次|平时|从来|最近|刚|现在|那时|的时候|长期|好久|很久|以后|之后|之前|开始|起|放假|过节|下班|上班|放学"
)

_HELP = r"(?:119|120|110|12110|火警|报?警|急救|急?救护车|消防[队车]?|警察|民警)(?:电话)?"
_CALLED = r"(?:拨打|打|拨|报|叫|喊|通知|联系)"
_WHO = r"(?:我们?|俺|家里人?|家人|邻居|旁边的?人|别人|物业|保安|有人|人家|已经|刚刚?|刚才|都|早就?|也){0,8}"
_HELP_WAS_CALLED = re.compile(  # 已经打119了, 报过警了, 120叫了, 救护车已经叫了
    rf"{_WHO}(?:{_CALLED}[过了完好通]*(?:电话)?给?{_HELP}[过了]*|报[了过]警了?|{_HELP}{_WHO}{_CALLED}(?:电话)?[过了完好通]*)"
)
_DONE = re.compile(r"已|了|过|刚|早")
NEW_MATTER = re.compile(  # opening words of another matter
    r"^(?:(?:哦|噢|啊|哎|诶)[，, ]?)?(?:另外(?!一?栋|一?边|一?头)|另(?:有)?一?(?:[件桩样]|个(?:事|问题|情况|地方|[，,：: ]))|对了[，, ]?(?:另外|还有|再|还(?:想|要))|还有(?:一?(?:[个件桩样]|码事|回事)|就是|[，, ])|再(?:报|反映|投诉|来一)|又(?:一|有一)[件个桩]|我(?:还|又)(?:要|想)(?:投诉|反映|报|说|举报)"
    r"|顺便(?:再)?(?:投诉|反映|报|说)|换(?:个|一件)|(?:还有|再有)一?[个件桩样]|再一?[个件桩](?=[，,：: ])|还要(?:投诉|反映|报)|第二(?:件|个)|[^，,。]{0,6}跟(?:这个|刚才)(?:那个)?没关系)"
)
# Words that announce more of the same matter, or only tell it: 另外补充一点, 忘了说, 位置讲细一点.
_MORE_OF_THE_SAME = re.compile(
    r"^(?:哦|噢|啊|哎|诶|对了|另外|还有|再|那个|顺便|我|刚才|刚刚|前面|不好意思|[，, ]){0,6}"
    r"(?:补充(?!水|维)|补[一个][句点下]|再?加一[句点](?!些)|(?:多|再)[说讲]一?[句点](?=[：:，,。 ])|(?:忘|漏)(?:记)?(?:了|掉)?(?:[说讲提]|告诉)|还?有[一个]点(?=[：:，, ]|就?是|要[说补]|[忘没][说讲了])"
    r"|(?:位置|地点|地方|地址|时间|情况|细节)[^，,。：:]{0,4}(?:[说讲写补]|描述)[^，,。：:]{0,3}(?:细|清楚|具体|准确|明白|全)|(?:[说讲写]|描述)得?(?:再)?(?:细|清楚|详细|具体|明白)一?[点些])"
)
_WHAT_COMES = re.compile(
    r"^(?:那|请问|大概|大约|一般|你们|您们|到底|究竟|还|要|得|需要)*"
    r"(?:(?:什么时候|啥时候|什么时间|几时|何时|多久|多长时间|几天|哪天|谁(?!家)|哪个部门|哪个单位|会不会|能不能|有没有)"
    r".{0,8}(?:修|弄好|处理|解决|办|人|看|管|负责|答复|回复|回音|结果|搞定|搞掂|搞得掂|好)|多久$|多长时间$|几天$).{0,3}$"
)
_PLEA_AT_THE_END = re.compile("(?:给(?:我)?[个句](?:准话|准信|说法|话|痛快话)|(?:跟我)?说一声|急死(?:我|人)?了?|急)$")
_PROGRESS = re.compile(
    r"(?:请问|我|帮我|给我|要|想){0,3}(?:查询?|看看?|问问?|了解)?(?:一下|下)?(?:我的?|之前的?|上次的?|那件事?的?|办理的?|处理的?|案子的?){0,2}进[度展](?:怎么?样了?|如何|到哪了?|查询)?"
)
_OPENING_NO = re.compile(
    r"^(?:不对|不是(?!很|太|特)|错了|错|搞错了?|弄错了?|记错了?|写错了?|说错了?|有误|不)(?:的|啊|哦|呀|啦|吧)?[\s，,。.、！!：:]+"
    r"|^(?:不对|错了|搞错了|弄错了|记错了|写错了|说错了)(?:的|啊|哦|呀|啦|吧)?"
    r"|^(?:不是)(?=.+(?:是|，|,))"
)
_OPENING_YES = re.compile(r"^(?:是的|是|对的|对|嗯嗯|嗯|好的|好|可以|没错|行)[\s，,。.、！!；;]+(?=.)")


def in_standard_words(text: str) -> str:
    """The text with the commonest words of dialects, and traditional characters of such words, as others write them (勿对哉 → 不对了); its length stays the same."""
    return text.translate(_standard())


@lru_cache(maxsize=1)
def _standard() -> dict[int, str]:
    """Code point of a character → the one that others write for it."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {ord(row["written"]): row["standard"] for row in csv.DictReader(file)}


def plain(text: str) -> str:
    """Reduce a text to its words: fold width, case and dialect; drop punctuation, final particles, and thanks or hurry (请尽快处理) at the end.

    Unless nothing else is left. Thanks that end in a particle (谢谢啊) lose only that.
    """
    folded = in_standard_words(_NOISE.sub("", unicodedata.normalize("NFKC", text)).lower())
    for _ in range(2):
        shorter = _TRAILING.sub("", folded)
        folded = shorter if shorter else folded
    return _PARTICLES.sub("", folded) or folded


def is_affirm(text: str) -> bool:
    """Whether a text is a yes and nothing else, thanks and hurry aside: 是, 对的, 嗯, 好的谢谢, also 1."""
    return plain(text) in AFFIRM


def is_deny(text: str) -> bool:
    """Whether a text is a no and nothing else, thanks and hurry aside: 不是, 不对, 搞错了, also 2."""
    return plain(text) in DENY


def is_stop(text: str) -> bool:
    """Whether a text gives up a report and says nothing else: 算了, 不报了, 那就不用登记了."""
    return plain(text) in STOP or _STOPS.fullmatch(plain(text)) is not None


def has_word_of_stopping(text: str) -> bool:
    """Whether a text has a word of giving up or withdrawing: 我想撤了, 还是别弄了."""
    return _STOPPING.search(text) is not None


def says_only_no(text: str) -> bool:
    """Whether a text is no more than 不 or 没有, perhaps with a verb but without a subject (没好, 还没修), or has no words at all.

    不是 and 不对 are not meant (`is_deny`).
    """
    return not has_words(text) or _ONLY_NO.fullmatch(plain(text)) is not None


def answers_nothing(text: str) -> bool:
    """Whether a text answers no question for a place, a time or a matter: 啥？, 就那个, 你猜, or a mere 对 or 好."""
    return _ANSWERS_NOTHING.fullmatch(text.strip()) is not None


def only_closes(text: str) -> bool:
    """Whether a short text has nothing but thanks and words that may end a conversation: okk, 算你们还行 谢了, 行了不用回了, also 嗯 or 行."""
    parts = [plain(one) for one in _BETWEEN.split(text.strip()) if plain(one)]
    return bool(parts) and len(text) <= 24 and all(_CLOSES.fullmatch(one) for one in parts)


def says_beside_courtesies(text: str) -> bool:
    """Whether a text says something beside thanks, greetings and preambles, be it only of its sender (我是视障 用读屏打字的 请理解); not 你好，打字慢."""
    parts = [plain(one) for one in _BETWEEN.split(text.strip()) if plain(one)]
    rest = [one for one in parts if not (_CLOSES.fullmatch(one) or _ADDRESSES.fullmatch(one) or is_preamble(one))]
    return len("".join(rest)) >= _LEAST_SAID and not asks_what_bot_can_do(text)


def is_wait(text: str) -> bool:
    """Whether a text asks to wait a moment, and no more: 等一下, 等等先别报, 我再想想."""
    return plain(text) in WAIT or _WAITS.fullmatch(plain(text)) is not None


def is_list_mark(text: str) -> bool:
    """Whether a text is only the number of a line that is about to be written: 1. or 2、."""
    return re.fullmatch(r"[（(]?\d{1,2}[.．、）)]", text.strip()) is not None


def only_calls(text: str) -> bool:
    """Whether a text only calls for attention, and is not yet a greeting: 小邻啊, 师傅, 哎."""
    return _CALLS.fullmatch(plain(text)) is not None


def is_next_in_order(text: str) -> bool:
    """Whether a text only announces the next of several matters by its number: 第二个, 第二件事是, 再说第三个; not 第一个, nor 第二个呢."""
    return _NEXT_IN_ORDER.fullmatch(plain(text)) is not None and _ASKING.search(text) is None


def is_preamble(text: str) -> bool:
    """Whether a text only goes before what somebody is about to say: 我打字慢, 有个事情, 问下, 先不说名字, 1."""
    if is_list_mark(text):
        return True
    parts = [plain(one) for one in _BETWEEN.split(text.strip()) if plain(one)]
    said = [one for one in parts if not _ADDRESSES.fullmatch(one)]
    before = (_PREAMBLE.fullmatch(one) or is_bare_opening(one) or is_wait(one) for one in said)
    return bool(said) and len(text) <= 30 and all(before)


def is_bare_opening(text: str) -> bool:
    """Whether a text is nothing but words that cannot stand alone, and that more must follow: 她说, 第一, 我妈让我发的, 两个事."""
    return _BARE_OPENING.fullmatch(plain(text)) is not None


_EXCLAMATION = re.compile("(?:我的|老)?(?:天[哪啊呐呀]|天老?爷|妈呀|乖乖|作孽|造孽|罪过)[哦啊呀啦了]{0,3}")


def is_exclamation(text: str) -> bool:
    """Whether a text is nothing but an exclamation (天哪), which asks nothing."""
    return _EXCLAMATION.fullmatch(plain(text)) is not None


_RELATIVE = re.compile(
    r"(?:孙子|孙女|外孙女?|孩子|小孩子?|小朋友|儿子|女儿|宝宝|娃娃?|老公|老婆|爱人|老伴|老头子?|妈妈?|爸爸?|家里人|家属)"
).pattern
_NOT_MINE = re.compile(  # 那是我孙子乱打的 别记
    rf"(?:不好意思|对不起|抱歉|哎呀?|啊)?(?:那个?|那些|刚才|刚刚|前面|上面|这){{0,2}}(?:话|几句)?都?是?(?:我们?|家里)?(?:家|的){{0,2}}{_RELATIVE}(?:在)?[乱瞎胡](?:打|按|点|发|写|说|玩|弄)(?:着玩|上去)?的?"
    r"(?:(?:你们?|您|请|麻烦)?(?:别|不要|不用|勿)(?:记|管|理|当真|登记|写|报)(?:下来?|上|它|了|进去|他){0,2}|不算数?|当没(?:看见|说)){0,2}(?:啊|哦|谢谢|不好意思|对不起|抱歉)?"
)
_SOMEBODY_ELSE_NOW = (  # 我是他老婆, 刚才是我老公说的, 我要说别的事: each part is one of these
    re.compile(rf"我(?:是|就是)(?:他|她)的?{_RELATIVE}"),
    re.compile(
        rf"(?:刚才|刚刚|前面|上面|之前)(?:那个|那些|那件)?(?:的|话|事)?是我?{_RELATIVE}(?:说|讲|打|发|报|反映)的?"
    ),
    re.compile(
        r"我?(?:现在)?(?:要|想|来)(?:说|讲|报|反映)一?(?:个|件|点)?(?:别|另外|其他|其它)的?(?:一件)?(?:事情?|问题)?"
    ),
)


def disowns_what_came_before(text: str) -> bool:
    """Whether a text only says that somebody else wrote what came before: a child at play (那是我孙子乱打的 别记), or the one who speaks no more (我是他老婆，我要说别的事)."""
    if _NOT_MINE.fullmatch(re.sub(r"\W", "", text)) is not None:
        return True
    parts = [plain(one) for one in _BETWEEN.split(text.strip()) if plain(one)]
    said = [one for one in parts if not _ADDRESSES.fullmatch(one)]
    told = [any(one.fullmatch(part) for one in _SOMEBODY_ELSE_NOW) for part in said]
    return len(told) > 1 and all(told)


def goes_ahead(text: str) -> bool:
    """Whether a text decides to report after all, and says nothing else: 还是报吧, 那就登记."""
    whole = _PARTICLES.sub("", in_standard_words(_NOISE.sub("", text)))  # `plain` takes 快登记 at the end for hurry
    return any(_GOES_AHEAD.fullmatch(one) is not None for one in (plain(text), whole))


def says_unknown(text: str) -> bool:
    """Whether a text says that the sender does not know or care, has none or will not say, and nothing else: 不知道, 随便, 没有, 不方便说."""
    return plain(text) in UNKNOWN


def may_be_a_time(text: str) -> bool:
    """Whether an answer to "when?" may say when, though no time was found in it: 下雨天就这样, 老是."""
    return _TIME_WORDS.search(text) is not None


def is_request_for_person(text: str) -> bool:
    """Whether a text asks for a person and says nothing else: 转人工. (`routing.asks_for_a_person` decides for a whole turn.)"""
    return plain(text) in HUMAN


def accepts_as_enough(text: str) -> bool:
    """Whether a text accepts an answer as enough: 知道了, or a plain yes."""
    return plain(text) in UNDERSTOOD or is_affirm(text)


_KNOCKS = re.compile(r"(?:敲|拍门|砸门|按门?铃|喊|叫)[^，,。！!？?电话打]{0,8}(?:没(?:有)?人(?:应|理|开)|不应|不搭理)")


def without_knocks(text: str) -> str:
    """The text without the words that nobody answers the door (我敲了半天没人应), which are of no call."""
    return _KNOCKS.sub("，", text)


def says_help_was_called(text: str) -> bool:
    """Whether a text says that help was called, and nothing else: 已经打119了, 报过警了, 120叫了."""
    said = plain(text)
    return len(said) <= 20 and _HELP_WAS_CALLED.fullmatch(said) is not None and _DONE.search(said) is not None


def asks_what_bot_can_do(text: str) -> bool:
    """Whether a text asks what the bot can do: 帮助, 怎么用, 说明 (what the gateway makes of the Y that the first notice offers)."""
    return plain(text) in CAPABILITY


def asks_for_progress(text: str) -> bool:
    """Whether a text asks, in the word that the bot itself offers, how far a case is: 进度, 查一下进度."""
    return _PROGRESS.fullmatch(plain(text)) is not None


def asks_what_happens_next(text: str) -> bool:
    """Whether a text asks what happens after the case is registered (什么时候能修好, 谁来处理); it adds nothing to the case."""
    return _WHAT_COMES.match(_PLEA_AT_THE_END.sub("", plain(text))) is not None


def may_withdraw(text: str) -> bool:
    """Whether a text that gives something up (`is_stop`) may mean a registered case: 撤销, 不报了."""
    return re.search("[撤报]", text) is not None


def begins_another_matter(text: str) -> bool:
    """Whether a text begins with words that announce another matter, told or not: 对了还有, 另外, 我还想投诉; not 另外补充一点."""
    return NEW_MATTER.match(text.strip()) is not None and not announces_more(text)


def announces_more(text: str) -> bool:
    """Whether a text begins with words that announce more of the same matter: 补充一点, 忘了说, 位置讲细一点."""
    return _MORE_OF_THE_SAME.match(text.strip()) is not None


def after_deny(text: str) -> str | None:
    """The text after an opening no ("不对，是5栋" gives "是5栋"), "" after a 不对 or 错了 alone; None if it does not begin with one.

    None, too, for a bare 不, 不是 or 有误 (`is_deny`). After 不是 what is denied comes along: "不是3栋，是5栋" gives "3栋，是5栋".
    """
    found = _OPENING_NO.match(text.strip())
    return None if found is None else text.strip()[found.end() :].strip("，,。.、！! ")


def after_affirm(text: str) -> str | None:
    """The text after an opening yes and a comma, another mark or a space ("是的，快点来" gives "快点来"); None without, or if nothing follows."""
    found = _OPENING_YES.match(text.strip())
    return None if found is None else text.strip()[found.end() :].strip()


def has_words(text: str) -> bool:
    """Whether a text contains a letter, a digit or a Chinese character."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def cannot_be_a_place(text: str) -> bool:
    """Whether a text cannot be a place, because it is a yes or a no."""
    return is_affirm(text) or is_deny(text)


_PUTS_OFF = re.compile(
    r"(?:那|就|好[吧的]?|行吧?|嗯|哦|算了|先|还是|我|等){0,8}(?:以后|回头|过两天|过几天|过段时间|下次|到时候?|看看|看情况|改天|改日|有空|有需要|考虑考虑?|考虑一下|想想|想一想|想好了?){0,2}再(?:说|看|讲|定|报|来)(?:吧|了|啦|嘛|咯|看)?"
)


def puts_off(text: str) -> bool:
    """Whether a text only puts off whatever was spoken of (再说吧, 过两天再说), and tells nothing."""
    return _PUTS_OFF.fullmatch(plain(in_standard_words(text))) is not None
