"""The words of a message after the answer to a common question: which are its own, and which of them the answer speaks of. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from actions.conversation.turn import Faq
from actions.intake import aspects
from actions.intake.form import Form
from actions.intake.questions import asks
from actions.interpreting import short_answers as short

_GENERAL_WORDS = re.compile(  # words that may ask for more about anything, whatever was answered
    "没听懂|听不懂|没明白|不明白|不太懂|再说一[遍下]|什么时候|啥时候|多长时间|星期[一二三四五六日天]|礼拜[一二三四五六日天]|周[一二三四五六日末]|节假日|工作日|法定|过年|过节|国庆|春节|暑假|寒假|早上|上午|中午|下午|晚上|平时|今天|明天|后天|现在"
    "|[差还过]?[一二三四五六七八九十两半0-9]{1,6}个?[多来]?[年月天岁]|过期|到期|逾期|罚[款钱]?|结果|消息|老板|公司|单位|厂里|同事|哥哥?|姐姐?|弟弟?|妹妹?|老妈|老爸|老娘|老爹|婆婆|亲戚|[一二三四五六七八九十两几0-9]{1,3}[张份个人块户]|[好几]号|投诉|反映|成不成|[成中]不?(?=[吗么，, ]|$)"
    "|我们?家?|老公|老婆|爱人|爸爸?|妈妈?|爷爷|奶奶|老人家?|小孩子?|孩子|小朋友|宝宝|娃娃?|儿子|女儿|孙女|孙子|外孙女?|外公|外婆|阿公|阿婆|姑姑?|叔叔?|舅舅?|阿姨|婆婆|公公|老头子?|老太婆?|别人|人家|家人|家里人|朋友|房东|本人|自己|亲自|亲属|外地人?|本地人?|外国人|外省|农村|户口|户籍|居民|租客|租户|租房子?|租的房子?|学生|退休"
    "|残疾人?|[几一二三四五六七八九十两0-9]{1,3}[多来]?岁|[六七八九]十"
    "|钱|铜钿|价[钱钿]?|费用?|收费|免费|手续费|工本费|材料|资料|证件|照片|身份证|户口[本簿]|房产证|合同|复印件|原件|手续|流程|步骤|条件|要求|时间|地址|地点|地方|电话|号码|窗口|表格?|证明|预约|排队|代办|委托|网上|线上|(?:手机|微信|支付宝)上?|小程序|工作"
    "|多少|多久|几[点天次张个月年号寸份页楼块毛]|[一每][年月天次]|哪[里儿天个些]?|什么|啥|怎么[样办弄]?|咋[办弄]?|如何|谁|为什么|还是|或者|如果|要是|那么?|请问|具体|详细|大概|一般|一定|非要"
    "|开不开|开着|东西|哪个|啥|法子|办法|租金|押金|贵|半夜|夜里|最[早晚多少]|先|约|接|提前|好多|这[里边]|他们|[十几二三四五六七八九两一]{1,3}点|算数|别的|能不能|可不可以|要不要|有没有|是不是|行不行|需不需要|用不用|不能|不行|不用|不要|没有|没|能|可以|需要|要|得|必须|应该|会|想|办理?|申请|登记|交|缴|带|拿|取|领|去|到|找|问|等|算|收|用|准备|填|弄|搞|休息|上班|下班|开门|关门|办公|开|关|过期|到期|逾期|超过|满|够"
    "|截止|格么|伐|好久|好多|得行|应当|部门|单位|科室|哪家|哪边|东西|要留|留着|留到|存着|送上门|几次|最后|犯法|违法|这样|那样|那边|怎样|哪能|啥辰光|辰光"
    "|讲|说|细|清楚|一样|同样|也|都|还|就|再|又|帮|给|让|替|有人(?=[吗么没？?接值])|有|是|在|从|对|行|好|不|的|了|过|吗|呢|么|嘛|吧|啊|呀|哦|一下|一些|一点|些|点|个|这个?|那个?|它|他|她|然后|接下来|下一步|后面"
)


# A full question of its own (结婚证怎么领), rather than one about a part of what was answered (结婚证没在身边可以吗).
_HOW = re.compile("怎么|咋|如何|[去到在]哪|哪[里个儿]|找谁|什么[^时]|啥")
_DOES_IT_HERE = re.compile(
    "^(?!.*(?:没|不在|过期|丢|如果|要是|只有)).*[证照本金险保][^，。]{0,4}[能可要][^，。]{0,5}[办领补换开转考买提]"
)
# A part of whatever is answered: a paper, what somebody has, somebody whom it may concern (那离婚的呢).
_PART = re.compile(
    "证|户口[本簿]|合同|社保|医保|公积金|基金|维修资金|律师|发票|存款|疫苗|本子|照片|担保|收入|学籍|签字|流水|体检|的呢$"
)
_WHETHER = re.compile(
    "[吗伐么呢]$|[行可以成要用有算][不没]$|要不要|能不能|可不可以|有没有|行不行|用不用|算不算|也[行能可]"
)


def asks_how_to(text: str) -> bool:
    """Whether a text asks how, where or of whom to get something (死亡证明去哪里开): a full question of its own."""
    return _HOW.search(text) is not None


def asks_of_a_part(text: str) -> bool:
    """Whether a text asks whether a paper, something that one has or a person will do (结婚证没在身边可以吗, 那离婚的呢), rather than how to get it (结婚证怎么领)."""
    said = text.strip(" ，,。！!？?")
    if _HOW.search(said) or _DOES_IT_HERE.search(said):
        return False
    return _PART.search(said) is not None and _WHETHER.search(said) is not None


def are_close(words: Sequence[str], answered: str) -> bool:
    """As `are_in`, but a single character that is in `answered` counts, too (那在哪充, after an answer about 充电)."""
    return all(word in answered or are_in([word], answered) for word in words)


def own_words(text: str) -> list[str]:
    """The words of a text without the general ones (`_GENERAL_WORDS`)."""
    return re.findall(r"\w+", _GENERAL_WORDS.sub(" ", text))


def are_in(words: Sequence[str], answered: str) -> bool:
    """Whether each word is in `answered` (the words of the question and of its answer), pair of characters by pair; a single character never is. True without words."""
    return all(len(word) > 1 and all(a + b in answered for a, b in pairwise(word)) for word in words)


def touches(text: str, answered: str) -> bool:
    """Whether one of a text's `own_words` shares a pair of characters with `answered` (as in `are_in`), or all are single characters."""
    own = [word for word in own_words(text) if len(word) > 1]
    return not own or any(a + b in answered for word in own for a, b in pairwise(word))


def has_only_its_words(text: str, answered: str) -> bool:
    """Whether each word of a text is a general one (`_GENERAL_WORDS`), or is in `answered` as `are_in` says: a single character is not."""
    return are_in(own_words(text), answered)


def names_only_others(text: str, answered: str) -> bool:
    """Whether a text names things (银行), and none of them shares a pair of characters with `answered` (the words of the question and of its answer)."""
    words = re.findall(r"\w+", _GENERAL_WORDS.sub(lambda found: " " if len(found.group()) > 1 else found.group(), text))
    named = [one for one in words if len(one) > 1 and any(not _GENERAL_WORDS.fullmatch(sign) for sign in one)]
    return bool(named) and not any(a + b in answered for one in named for a, b in pairwise(one))


_PARTICLE = re.compile("[怎什啥哪么吗呢的]")  # of which no pair tells what is asked
_WHAT_OF_IT = re.compile("呢[？?]?$")
_CLAUSE_ENDS = re.compile(r"[，,。；;！!\s]+")


def asking_clause(text: str) -> str:
    """The clauses of a text that ask (子女代办行么 of 子女代办行么，我妈走不动), the others tell why; the whole text if none does."""
    return "，".join(one for one in _CLAUSE_ENDS.split(text) if asks(one)) or text


def own_words_asked_of(text: str) -> list[str]:
    """The words of two characters or more of what a text asks, without the general ones and those that only name an aspect (罚款, 不同意)."""
    return [word for word in own_words(aspects.without_aspects(asking_clause(text))) if len(word) > 1]


def names_another(other: Faq, text: str, answered: str) -> bool:
    """Whether a text names what another question is about, by words that are not in `answered` (the words of the question answered and of its answer).

    It does by a pair of characters of that question, or by the first words of it (那离婚呢); see `shares_own_words`.
    """
    said = [pair for pair in distinct_pairs(text) if pair in other["question"]]
    if _WHAT_OF_IT.search(text) and any(other["question"].startswith(word) for word in own_words_asked_of(text)):
        return True
    return any(pair not in answered for pair in said)


def shares_own_words(other: Faq, text: str, answered: str) -> bool:
    """Whether one of the own words of a text that are not in `answered` is in a wording of another question."""
    said = [pair for word in own_words_asked_of(text) for pair in _pairs(word)]
    return any(pair in other.get("shared", ()) and pair not in answered for pair in said)


_LEAST_PAIRS = 4  # pairs of characters; a text of no more is too short to be like a wording
_MOSTLY = 2 / 3  # share of a text's pairs of characters


def is_worded_like(other: Faq, text: str) -> bool:
    """Whether a text is another question almost as that is worded (我的话谁看得到), whatever was answered before: the wordings have most of its pairs."""
    said = set(_pairs(short.plain(text)))
    return len(said) > _LEAST_PAIRS and len(said & set(other.get("shared", ()))) >= _MOSTLY * len(said)


_TELL_NOTHING = re.compile("[怎么什啥哪吗呢了的可以能要有没不去办多少那找谁问里]")


def shares_a_word(other: Faq, text: str, answered: str) -> bool:
    """Whether what a text asks shares a pair of characters with a wording of another question that is not in `answered`, be it a general word (过期)."""
    said = [pair for pair in _pairs(asking_clause(text)) if _TELL_NOTHING.search(pair) is None]
    return any(pair in other.get("shared", ()) and pair not in answered for pair in said)


def telling_pairs(text: str) -> list[str]:
    """The pairs of characters of a text that are no general word (`_GENERAL_WORDS`)."""
    return [pair for pair in _pairs(short.plain(text)) if _GENERAL_WORDS.fullmatch(pair) is None]


_ALIKE = re.compile("停断关 狗犬 屋房顶 钱费价元 本证册 急危 娃孩小 摊贩").pattern.split()
"""Characters that stand for one another in what is asked and what is answered (停水: 断水)."""
_NO_CORE = re.compile(
    "[怎什啥哪么吗呢的了可以能要有没不去办多少那找谁问里我他她你们这个是就给让说来在到也都还又和会把被叫做用弄搞干样下上天点老家人行为好想自己着过得几]"
)


def core_characters(text: str, faq: Faq) -> list[str]:
    """The characters of what a text asks that are no general ones nor in the question answered, each with those that mean the same (停 of 停水电: 停断关)."""
    for asked in (asking_clause(text), text):
        rest = _GENERAL_WORDS.sub(lambda found: "" if len(found.group()) > 1 else found.group(), asked)
        own = [
            one for one in dict.fromkeys(rest) if one.isalpha() and not (_NO_CORE.match(one) or one in faq["question"])
        ]
        if own:
            break
    return [next((alike for alike in _ALIKE if one in alike), one) for one in own]


_THING = re.compile(  # general words that name a paper, a body or a person, of which an answer may speak
    "合同|房东|单位|公司|老板|户口[本簿]?|身份证|房产证|证明|照片|学生|退休|残疾|农村|外地|租房|监护人|孩子|老人|夫妻|离婚|再婚|现金"
)


def named_things(text: str) -> list[str]:
    """The papers, bodies and persons that a text names, though in general words (没合同咋办)."""
    return _THING.findall(text)


def distinct_pairs(text: str) -> list[str]:
    """The pairs of characters of what a text asks that hold more than general words, without the longer ones of these and aspects (罚款)."""
    asked = _GENERAL_WORDS.sub(
        lambda found: " " if len(found.group()) > 1 else found.group(), aspects.without_aspects(asking_clause(text))
    )
    pairs = [pair for part in asked.split() for pair in _pairs(short.plain(part))]
    return [pair for pair in pairs if _GENERAL_WORDS.sub("", pair) and not _PARTICLE.search(pair)]


def _pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters of a text."""
    return [a + b for a, b in pairwise(text)]


_SUBJECT = re.compile(  # 暂住证要钱吗, 退休金没到账找谁: a thing that has its own office, and a question of it, not whether it is needed (要居住证吗)
    r"^(?:那么?|请问|问一?下|想问|另外|还有|对了|[我你]们?(?:家|妈|爸|老公|老婆|孩子|儿子|女儿)?的?|[，, ]){0,4}(?P<noun>(?![没不无有要])[\u4e00-\u9fff]{1,6}?(?:证|卡|照|执照|金|费|税|补贴|津贴|保险|处|所|局|医院|食堂|图书馆|热线))"
    r"(?:要|收)?(?:不要|要不要)?(?:交)?(?:多少钱|钱|花钱|加名字|没到账|没发|丢了|没了|不见了|到期|过期|(?:要)?(?:怎么|咋|如何)|(?:到|在|是)?(?:去|在)?哪|(?:是|归|要)?找?谁(?!出|交|付)|几[点岁号]|多少|什么时候|电话|呢[？?]?$)"
)


def names_a_subject(text: str, answered: str) -> bool:
    """Whether a text asks of a thing with an office of its own (暂住证要钱吗) of which `answered` (the words of the question and of its answer) says nothing: a question of its own, be there an answer to it or not."""
    found = _SUBJECT.match(text.strip())
    if found is None or _GENERAL_WORDS.fullmatch(found["noun"]) is not None:
        return False
    return not any(pair in answered for pair in _pairs(found["noun"]))


_REFERS_BACK = re.compile("[他她它]们?(?:叫|是|姓|名字|一直|都|就|在|住|今年|的?(?:名字|身份证|卡|补贴))")


def refers_back(text: str) -> bool:
    """Whether a message begins with words about whom the one before spoke of (他叫许某某)."""
    return _REFERS_BACK.match(text) is not None


def is_piece_of_report(form: Form, words: str) -> bool:
    """Whether a word or two (敲墙) go on with what was answered though it was no question (我们楼上装修)."""
    return len(words) > 1 and not asks(form.text) and form.draft["kind"]["code"] != "inquiry"
