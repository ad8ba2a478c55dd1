"""Whether a message after the answer to a common question asks more of the same, replies to "did this help?", or is one of its own. Pure.

It asks more if each of its words may ask more of anything (when, where, how much, for whom) or belongs to the topic:
whatever else it said would be lost if the bot only repeated the answer. It does so, too, if it is a
question that the bot takes for the same one, or worded 那…呢.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from actions.case_draft import has_place_or_time, phones
from actions.conversation.turn import Talk, Turn
from actions.intake.form import Form
from actions.intake.questions import asks
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened

LONGEST_FOLLOW_UP = 24  # characters; a longer message is one of its own
OTHER_QUESTION = 0.72  # similarity from which 那…呢 asks another common question
PLAINLY_OTHER = 0.95  # similarity from which even words that ask more of anything ask another common question
_LONGEST_REPLY = 15  # characters of a yes, a no or thanks

_OF_ANYTHING = re.compile(
    "没听懂|听不懂|没明白|不明白|不太懂|再说一[遍下]|什么时候|啥时候|多长时间|星期[一二三四五六日天]|礼拜[一二三四五六日天]|周[一二三四五六日末]|节假日|工作日|法定|过年|过节|国庆|春节|暑假|寒假|早上|上午|中午|下午|晚上|平时|今天|明天|后天|现在"
    "|我们?家?|老公|老婆|爱人|爸爸?|妈妈?|爷爷|奶奶|老人家?|小孩子?|孩子|小朋友|宝宝|娃娃?|儿子|女儿|别人|人家|家人|家里人|朋友|房东|本人|自己|亲自|亲属|外地人?|本地人?|外国人|外省|农村|户口|户籍|居民|租客|租户|租房子?|租的房子?|学生|退休"
    "|残疾人?|[几一二三四五六七八九十两]{1,3}[多来]?岁|[六七八九]十"
    "|钱|费用?|收费|手续费|工本费|材料|资料|证件|照片|身份证|户口[本簿]|房产证|合同|复印件|原件|手续|流程|步骤|条件|要求|时间|地址|地点|地方|电话|号码|窗口|表格?|证明|预约|排队|代办|委托|网上|线上|(?:手机|微信|支付宝)上?|小程序|工作"
    "|多少|多久|几[点天次张个月年号寸份页楼]|哪[里儿天个些]?|什么|啥|怎么[样办弄]?|咋[办弄]?|如何|谁|为什么|还是|或者|如果|要是|那么?|请问|具体|详细|大概|一般|一定|非要"
    "|能不能|可不可以|要不要|有没有|是不是|行不行|需不需要|用不用|不能|不行|不用|不要|没有|没|能|可以|需要|要|得|必须|应该|会|想|办理?|申请|登记|交|缴|带|拿|取|领|去|到|找|问|等|算|收|用|准备|填|弄|搞|休息|上班|下班|开门|关门|办公|过期|到期|逾期|超过|满|够"
    "|讲|说|细|清楚|一样|同样|也|都|还|就|再|又|帮|给|让|替|有人(?=[吗么没？?])|有|是|在|从|对|行|好|不|的|了|过|吗|呢|么|嘛|吧|啊|呀|哦|一下|一些|一点|些|点|个|这个?|那个?|它|他|她|然后|接下来|下一步|后面"
)
_WHAT_OF = re.compile(r"那么?.{1,8}呢")


def asks_more(form: Form, turn: Turn) -> bool:
    """Whether a message asks more about the common question just answered (那周末呢, 要带什么, 收钱吗)."""
    text = short.plain(turn.text)
    if form.stage != "answered" or form.faq is None or len(text) > LONGEST_FOLLOW_UP or not short.has_words(text):
        return False
    if _replies(turn.text) or short.asks_for_person(text) or short.begins_another_matter(turn.text):
        return False
    if turn.wish is not None or turn.located or turn.photos or phones(turn.draft):
        return False
    other = turn.faq if turn.faq is not None and turn.faq["question"] != form.faq["question"] else None
    if other is not None and other["score"] >= PLAINLY_OTHER:
        return False
    if turn.faq is not None and other is None and asks(turn.text):
        return True
    if _is_of_the_topic(text, f"{form.text} {form.faq['question']} {form.faq['answer']}"):
        return True
    of_whom = _WHAT_OF.fullmatch(turn.text.strip(" ，,。！!？?")) is not None and not tells_what_happened(text)
    return of_whom and (other is None or other["score"] < OTHER_QUESTION)


def starts_anew(form: Form, turn: Turn) -> bool:
    """Whether a message after the answer to a common question is one of its own.

    It is not if it asks more of the same or replies to "did this help?": yes, no, "don't know", thanks, stop and wait.
    """
    if form.stage != "answered" or asks_more(form, turn) or _replies(turn.text):
        return False
    if turn.wish is not None or has_place_or_time(turn.draft) or phones(turn.draft):
        return True
    return not turn.surely("affirm", "deny", "thank", score=0.6) or len(turn.text) > _LONGEST_REPLY


def left_behind(talk: Talk, turn: Turn) -> Talk:
    """The memory to go on with: `talk`, without the draft whose common question was answered if the message starts anew."""
    if talk.form is None or not starts_anew(Form.from_json(talk.form), turn):
        return talk
    return replace(talk, form=None)


def _replies(text: str) -> bool:
    if short.accepts_as_enough(text) or short.is_deny(text) or short.says_unknown(text):
        return True
    return short.is_stop(text) or short.is_wait(text)


def _is_of_the_topic(text: str, topic: str) -> bool:
    """Whether all words of a text ask more of anything, or are the topic's."""
    known = {first + second for first, second in pairwise(topic)}
    rest = re.findall(r"\w+", _OF_ANYTHING.sub(" ", text))
    return all(len(words) > 1 and all(a + b in known for a, b in pairwise(words)) for words in rest)
