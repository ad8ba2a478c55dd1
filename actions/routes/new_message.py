"""Choose the topic of a message that answers nothing, while no draft is open. Pure."""

from __future__ import annotations

import re

from actions.case_draft import place_words
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.intake import wishes
from actions.intake.common_questions import FAQ_LIMIT, asks_a_common_question, asks_beside_wish
from actions.intake.corrections.reading import wants_praise
from actions.intake.form import NEEDS_PLACE
from actions.intake.further.left_open import leaves_it_open
from actions.intake.questions import (
    asks,
    asks_about_a_report,
    lacks_a_matter,
    only_chats,
    tells_of_the_counter,
    wonders_who,
)
from actions.interpreting import ballots, choosing, follow_up_answers, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.matters import things
from actions.interpreting.matters.theft import tells_of_theft
from actions.interpreting.numbers import asks_for_a_call, is_only_own_phone
from actions.interpreting.places import tells_what_happened
from actions.routes.asked_of_case import asked_of_case
from actions.routes.signs import ASKS_OR_REQUESTS, FOR_FUN, PLAINLY_ASKED, SHORT_MESSAGE, names_matter_or_place
from actions.routes.topics import TRACKING, Topic

LONG_MESSAGE = 60  # characters; a longer message is a report, unless its intent is surely about an existing case
_NOBODY_SEES_TO_IT = re.compile("没有?人[管理]")
_SOUNDS = re.compile(r"[啦噜嘟哈嘿呵嘻喵汪呜哇啊哦嗯呃额咦嘛呀吧噢哼嘞]")
# Characters. A first message up to this length that means nothing by itself may begin a report; with a place, one up to three times as long.
_LONGEST_BEGINNING = 12
_ADDS_WORDS: tuple[Topic, ...] = (
    "intake",
    "detail",
    "remind",
    "follow_up",
)  # each adds the message's words to a report or a case
# Topic → pattern that a message of a few words must match to be given that topic.
_WORDS_OF: dict[Topic, re.Pattern[str]] = {
    "affirm": re.compile(r"[是对好行嗯恩中成报👍👌🆗]|可以|同意|支持|要|确[认定]|登记|提交|没[错问]|ok|yes"),
    "deny": re.compile(r"[不没非否错别勿莫无]|no"),
    "stop": re.compile(r"[不别甭勿算停撤]|取消|放弃|作罢|拉倒|免了|没事"),
    "thank": re.compile(r"[谢感赞棒]|辛苦|麻烦|费心|受累|有劳|不好意思|对不起|唔该|再见|拜|👍|🙏|❤|🌹|thank"),
    "greet": re.compile(r"[好喂在早嗨您你哈]|有人|hi|hello|hey"),
    "consultations": re.compile(
        r"[投票选议装]|表决|意见|征求|公约|协商|业委|会|公示|参[加与]|签|[同愿]意|反对|[赞支]|通过|弃权|问卷|调查|链接|点|vote"
    ),
}
_PRAISES_SOMEBODY = re.compile(  # 我想谢谢一个人, 要表扬一下门口的保安; not 我想谢谢你们
    r"(?:想|要|来)(?:好好|当面|特别|专门)?(?:谢谢|感谢|表扬|夸夸?)(?:一下|下)?(?:一?[个位名](?!月)|那[个位]|[^你您，。]{0,8}(?:师傅|保安|阿姨|大[姐哥叔妈爷]|小伙|姑娘|网格员|同志|护士|医生|老师|人员|邻居|经理|电工|保洁|快递))"
)
_MATTER_AFTER_THANKS = re.compile(r"[，,。！!；; ](?:另外|还有|对了|不过|顺便|再)\S{4,}")  # 谢谢，另外我们楼道灯坏了
_COURTESIES: tuple[Topic, ...] = ("deny", "thank", "stop", "affirm", "greet")
_BEGINS = re.compile(
    r"(?:(?:不好意思|对不起|抱歉|不是的?|不对|错了|说错了|谢谢你?们?|您好|你好|哦|嗯|好的|那个)[，,。！!\s]{1,3}){1,4}"
    r"(?:我是说|我说的?是|我想说|我要说|我意思是|我的意思是|其实是?|另外|还有|就是)?(?!.{0,12}(?:修好|好了|没事|不用|不要|取消|撤|算了))"
)
_MISREAD: tuple[Topic, ...] = (*TRACKING, "capability", "vote", "consultations", "remind")
"""Topics for which a question of something else is taken (要带什么, 礼拜天行不行)."""
_ASKS_OF_PROXY = 0.7  # `Faq.score` from which whether somebody may vote for another is asked, and no ballot cast
_FOR_ANOTHER = re.compile("[能可](?:不能|以|不可以)?[^，,。]{0,6}(?:替|帮|代)|(?:替|帮|代)[^，,。]{1,6}投|委托")
_CAST_WRONGLY = re.compile("[点投按选填]错|误[点投选]|改主意|反悔|后悔|想改|改票|重新?[投选]")  # of one's own ballot


def topic_of_new_message(turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic of a message that answers nothing, while no draft is open."""
    topic_by_rule = _unless_misread(turn, topic_by_rule)
    if topic_by_rule == "thank" and _thanks_before_a_matter(turn):
        return "intake"
    if turn.wish is not None:
        return _topic_with_wish(turn, topic_by_rule)
    if is_only_own_phone(turn.draft, turn.text) or asks_for_a_call(turn.text):
        return "detail"
    if choosing.gives_only_number(turn.text) or _gives_case_number(turn, topic_by_rule):
        return "status"
    if asks_about_a_report(turn.text) or choosing.asks_for_number(
        turn.text
    ):  # before common questions, of which "how long does it take?" is one
        return "status"
    if short.asks_what_bot_can_do(turn.text):
        return "capability"
    if asked_of_case(turn) == "record":
        return "status"
    if withdrawals.only_regrets(turn.text):
        return "stop"
    if _is_preamble(turn, topic_by_rule):
        return "preamble"
    praises = wants_praise(turn.text) and topic_by_rule not in TRACKING
    common = asks_a_common_question(turn) and len(turn.text) <= FAQ_LIMIT
    if praises or (common and not _is_surely_of_case_or_vote(turn, topic_by_rule)):
        return "intake"
    if turn.located or opens_a_report(turn, topic_by_rule) or may_begin_a_report(turn, topic_by_rule):
        return "intake"
    if topic_by_rule == "detail" and asks(turn.text) and turn.draft["kind"]["code"] == "inquiry":
        return "intake"  # a question is no detail of a case
    return _topic_by_words(turn, topic_by_rule)


_NO_REPORT = ("out_of_scope", "not_understood", "person", "capability", "faq")


def _unless_misread(turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic by rule, unless the words show that it cannot be: a question of law is none about the votes, a place is in no greeting, a theft or a trouble is a report."""
    if topic_by_rule in ("out_of_scope", "not_understood") and (
        tells_of_theft(turn.text) or _tells_of_a_slap(turn.text)
    ):
        return "intake"
    if topic_by_rule in _COURTESIES and tells_a_trouble(turn, topic_by_rule):
        return "intake"
    if topic_by_rule in _NO_REPORT and _complains_of_the_office(turn.text):
        return "intake"
    if topic_by_rule in ("consultations", "vote") and ballots.asks_about_the_law(turn.text):
        return "intake"
    if topic_by_rule in _MISREAD and leaves_it_open(turn):
        return "intake"
    deplores = topic_by_rule == "person" and _only_deplores(turn.text)
    greets_at_a_place = topic_by_rule == "greet" and place_words(turn.draft)
    misread = deplores or greets_at_a_place or _lacks_word_of_topic(turn.text, topic_by_rule)
    return "not_understood" if misread else topic_by_rule


_WANTS_A_PERSON = re.compile("转?人工|(?:找|换|叫|要)(?:个|一个|你们)?(?:真?人|领导|主任|客服|工作人员)")


def _complains_of_the_office(text: str) -> bool:
    """Whether a text tells what our own people did (受理台的人接电话骂我), or that an office does not do its work, and wants nobody to talk to."""
    return tells_of_the_counter(text) and _WANTS_A_PERSON.search(text) is None


_SLAPS = re.compile(  # 老师打了她耳光
    r"(?:打|扇|抽|踢|踹|揪|罚)(?:了|过)?(?:[我他她]|孩子|学生|小孩|人家)[^，,。]{0,6}(?:耳光|巴掌|手心|屁股|耳朵|一[拳脚顿]|几[下拳脚])|体罚|罚(?:我|他|她|孩子|学生|小孩)(?:跪|站)"
)
_NOT_DONE = re.compile("想|恨不得|梦|不敢|没有?[打扇抽踢踹揪罚]|要不要|故事|小说|电视|电影|游戏")


def _tells_of_a_slap(text: str) -> bool:
    """Whether a text tells that somebody was slapped, beaten or made to kneel, which is no emergency and none of what the bot cannot do."""
    return _SLAPS.search(text) is not None and _NOT_DONE.search(text) is None and FOR_FUN.search(text) is None


_CLAUSES = re.compile(r"[，,。.！!？?；;\s]+")
_IS_WELL = re.compile(  # 路灯换好了; not 修好了又坏了, 特别吵
    r"(?:(?:修|弄|换|处理|解决|清|通)(?:好|完)|好了|是好的|没(?:有)?(?:再)?(?:坏|漏|堵|响|断|掉|停|臭|吵|灭|裂|事|问题)|不(?:再)?(?:漏|堵|响|臭|吵|闪)了|不用|不要|(?<!特)别(?![人的家])|取消|撤|亮了(?!一))(?!.{0,40}(?:又|还是))"
)
_ONLY_DENIES = re.compile(r"(?:不是|没有?)(?!.{0,40}(?<!不)是)")  # 不是漏水, not 不是3栋是5栋漏水
_SURE_OF_MATTER = 0.5  # score of a category from which words surely name a matter


def tells_a_trouble(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message tells of a trouble (不是我家，是隔壁漏水): opened by a no or by thanks, it is a report all the same.

    Whatever else it does, if it only begins with a courtesy, or names the thing that is broken and a place; else with a place or a sure matter,
    by its words or by what it says instead of what it denies. A trouble that is only denied, or mended, is none.
    """
    text = turn.text.strip()
    begun = _BEGINS.match(text)
    clauses = _CLAUSES.split(text[begun.end() :] if begun else text)
    told = [one for one in clauses if tells_what_happened(one) and not _IS_WELL.search(one)]
    if begun and told:
        return True
    if asks(text):
        return False
    placed = bool(place_words(turn.draft))
    if placed and any(things.things_in(one) for one in told):
        return True
    if topic_by_rule == "stop" or turn.acts("satisfied", "stop", "confirm", score=SURE_OF_ACT):
        return False
    if placed and _says_instead(turn):
        return True
    sure = placed or turn.draft["category"]["score"] >= _SURE_OF_MATTER
    blamed = [] if told else [one for one in clauses if _is_blamed_in(turn, topic_by_rule, one)]
    return sure and not all(_is_none(one) for one in told or blamed)


_SURELY_BLAMES = 0.9  # score of the category and the kind of what is only half read as a no (物业不作为)


def _is_blamed_in(turn: Turn, topic_by_rule: Topic, clause: str) -> bool:
    """Whether a clause of what is only perhaps a no is surely a complaint of something (物业不作为), though nothing is broken; not what is well or wanted by nobody."""
    if topic_by_rule != "deny" or turn.surely("deny", score=SURE_OF_ACT) or short.is_deny(turn.text):
        return False
    draft = turn.draft
    sure = min(draft["kind"]["score"], draft["category"]["score"]) >= _SURELY_BLAMES
    complains = draft["kind"]["code"] in NEEDS_PLACE and sure
    for place in place_words(draft):
        clause = clause.replace(place, "")
    says = len(short.plain(clause)) >= _SHORTEST_BLAME and not _IS_WELL.search(clause) and not _THANKS.search(clause)
    return complains and says


_SHORTEST_BLAME = 5  # characters, without the place
_THANKS = re.compile("谢|感谢|辛苦")


def _says_instead(turn: Turn) -> bool:
    """Whether a message surely says what the matter is instead of what it denies."""
    correction = turn.draft.get("correction")
    instead = correction.get("category") if correction else None
    return instead is not None and instead["score"] >= _SURE_OF_MATTER


def _is_none(clause: str) -> bool:
    """Whether a clause only denies a trouble, or says that it is mended (不是漏水, 漏水修了)."""
    mended = follow_up_answers.tells_it_is_mended(clause) or follow_up_answers.read_fixed(clause) is True
    return mended or _ONLY_DENIES.match(clause) is not None


def _gives_case_number(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a short message gives a case's number, and is not about a case by rule. In a sure report that says where, one of another form is a thing's (垃圾车LL1234)."""
    reports = turn.surely("report_case", score=0.8) and bool(place_words(turn.draft))
    if reports and not choosing.gives_whole_number(turn.text):
        return False
    return choosing.gives_number(turn.text) and len(turn.text) <= SHORT_MESSAGE and topic_by_rule not in TRACKING


def _thanks_before_a_matter(turn: Turn) -> bool:
    """Whether a message praises somebody, or thanks only before it reports another matter."""
    matter = _MATTER_AFTER_THANKS.search(turn.text)
    reports = matter is not None and (turn.acts("another", "report") or tells_what_happened(matter.group()))
    return reports or _PRAISES_SOMEBODY.search(turn.text) is not None


def _is_preamble(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message only goes before a report, or says nothing of any matter where its words would open one."""
    if turn.photos or turn.located or (turn.faq is not None and turn.faq["score"] >= PLAINLY_ASKED):
        return False
    if short.is_preamble(turn.text):
        return True
    if topic_by_rule in ("greet", "thank", "capability"):
        return False
    if short.only_calls(turn.text):
        return True
    if wants_praise(turn.text):
        return False
    return only_chats(turn) and (opens_a_report(turn, topic_by_rule) or may_begin_a_report(turn, topic_by_rule))


def _lacks_word_of_topic(text: str, topic_by_rule: Topic) -> bool:
    """Whether a few words lack any word of the topic by rule (井盖 taken for a greeting): a yes, a no, a stop, thanks, a greeting or a vote."""
    words = _WORDS_OF.get(topic_by_rule)
    return words is not None and len(short.plain(text)) <= _LONGEST_BEGINNING and words.search(text.lower()) is None


def _only_deplores(text: str) -> bool:
    """Whether a few words only deplore that nobody sees to something (有没有人管), which asks for nobody yet."""
    return len(short.plain(text)) <= _LONGEST_BEGINNING and _NOBODY_SEES_TO_IT.search(text) is not None


def _is_surely_of_case_or_vote(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether the message is surely about a case or a vote, though it resembles a common question."""
    if topic_by_rule in ("consultations", "vote"):
        if turn.faq is not None and asks(turn.text) and _CAST_WRONGLY.search(turn.text):
            return False
        proxy = turn.faq is not None and turn.faq["score"] >= _ASKS_OF_PROXY and _FOR_ANOTHER.search(turn.text)
        if proxy and asks(turn.text):
            return False
        return turn.faq is None or turn.faq["score"] < PLAINLY_ASKED or not asks(turn.text)
    return topic_by_rule in TRACKING and turn.score >= 0.8


def _topic_with_wish(turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic of a message with a wish not to be named: withdraw if it withdraws a case; else the topic by rule if that adds words to a
    report or a case, a detail only if surely so; confidentiality if it plainly asks a common question; else intake if it names a matter, unless it surely is about a case's status, a
    withdrawal or the votes; else confidentiality."""
    assert turn.wish is not None
    if topic_by_rule == "withdraw" and withdrawals.withdraws(turn.text):
        return "withdraw"
    if asks_beside_wish(turn):
        return "confidentiality"
    if topic_by_rule in _ADDS_WORDS and (
        topic_by_rule != "detail" or turn.score >= 0.8
    ):  # a wish alone is easily classified as detail
        return topic_by_rule
    tells = not lacks_a_matter(turn.wish.rest) or wishes.tells_within_the_wish(turn.wish.said)
    tells = tells and not turn.surely("ask_status", "withdraw", "list_consultations")
    return "intake" if tells else "confidentiality"


def opens_a_report(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message opens a new report when no draft is open; a common question counts, since `start_report` answers it."""
    if topic_by_rule in ("intake", "faq"):
        return True
    if topic_by_rule == "out_of_scope" and (_tells_of_a_nuisance(turn) or _reports_in_wonder(turn)):
        return True
    length = len(turn.text)
    if length > LONG_MESSAGE and topic_by_rule not in TRACKING:
        return True
    if length > LONG_MESSAGE and not turn.surely(turn.intent, score=0.6):
        return True
    if topic_by_rule == "not_understood":
        return _tells_something(turn.text) or (length >= 6 and turn.draft["category"]["score"] >= 0.5)
    return length > SHORT_MESSAGE and names_matter_or_place(turn) and turn.score < 0.8


_RATHER_REPORTS = 0.6  # score of the act `report` from which a trouble that is wondered at is reported


def _reports_in_wonder(turn: Turn) -> bool:
    """Whether a message tells of a trouble, however it wonders at it (公厕为什么老锁着, 谁把我家的花砍了), and asks nothing of the bot itself."""
    if turn.draft["kind"]["code"] not in NEEDS_PLACE or FOR_FUN.search(turn.text) or _ASKS_THE_BOT.search(turn.text):
        return False
    sure = turn.draft["category"]["score"] >= _SURE_OF_MATTER or wonders_who(turn.text)
    return turn.acts("report", score=_RATHER_REPORTS) and sure


_NUISANCE = re.compile(  # 有人放火影忍者的音乐吵死了: whatever is played, somebody suffers from it
    r"[吵臭熏呛闹震烦脏](?:死|得|人|到|着|醒)|扰民|太吵|很吵|好吵|噪音|睡不[着好了]|没法(?:睡|休息|住|走|过)|没人(?:管|修|收|扫|清)|受不了|难闻|(?:气|烦|恼|急)(?:死|坏|得|人)|(?:蚊子|苍蝇|蟑螂|老鼠|虫子?|白蚁|马蜂|野猫|野狗)(?:特别|很|好|太|老|又|也|到处)?(?:多|咬|飞|爬|乱窜)|挡(?:路|道|住)|堵(?:路|门|住|着)"
)
_ASKS_THE_BOT = re.compile(
    r"^(?:你|请你|帮我|给我|来)?(?:讲|说|唱|放|播放?|来|写|推荐|查)(?:一?[个首段篇下])|你(?:是谁|叫什么|多大|喜欢|会不会)"
)


def _tells_of_a_nuisance(turn: Turn) -> bool:
    """Whether a message complains of what somebody suffers from, though it speaks of music or stories: nothing is asked of the bot."""
    if turn.draft["kind"]["code"] not in NEEDS_PLACE or asks(turn.text):
        return False
    return _NUISANCE.search(turn.text) is not None and _ASKS_THE_BOT.search(turn.text) is None


def may_begin_a_report(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a short message that means nothing by itself may be the first words of a report (又坏了, 快递, 翠竹2栋)."""
    said = short.plain(turn.text)
    if topic_by_rule not in ("not_understood", "out_of_scope") or not said or len(said) > _LONGEST_BEGINNING * 3:
        return False
    if len(said) > _LONGEST_BEGINNING and not place_words(turn.draft):
        return False
    if short.answers_nothing(turn.text) or short.is_affirm(said) or short.is_deny(said) or short.is_stop(said):
        return False
    if ASKS_OR_REQUESTS.search(turn.text) or FOR_FUN.search(turn.text) or not short.has_words(turn.text):
        return False
    return re.search("[\u4e00-\u9fff]", _SOUNDS.sub("", said)) is not None or bool(place_words(turn.draft))


def _tells_something(text: str) -> bool:
    """Whether a text has eight Chinese characters or more: enough to show a summary rather than 没听懂."""
    return sum("\u4e00" <= character <= "\u9fff" for character in text) >= 8


def _topic_by_words(turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic by rule, unless the words are plainly a yes, a stop, a no or "fixed, thanks"."""
    if short.is_affirm(turn.text):
        return "affirm"
    if short.is_stop(turn.text) or (topic_by_rule != "withdraw" and follow_up_answers.gives_up(turn.text)):
        return "stop"
    if short.is_deny(turn.text):
        return "deny"
    if topic_by_rule == "thank" and follow_up_answers.says_fixed(turn.text):
        return "follow_up"
    return topic_by_rule
