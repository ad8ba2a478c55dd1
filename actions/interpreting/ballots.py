"""What a message chooses: an option of an open vote, or one item of a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.conversation.expecting import VoteLinked, VoteNamed, VoteSecret
from actions.interpreting.short_answers import plain

# The code of a usual option → words that choose it, the first as its label.
_SYNONYMS = {
    "yes": ("同意", "赞成", "支持", "赞同", "通过", "同意的", "我同意", "投同意", "赞成的"),
    "no": ("不同意", "反对", "不赞成", "不支持", "我反对", "不通过", "我不同意", "投反对"),
    "abstain": ("弃权", "我弃权", "投弃权", "放弃"),
}
_USUAL_OPTIONS = [{"code": code, "label": words[0]} for code, words in _SYNONYMS.items()]
_NUMBERS = "一二三四五六七八九十"
_ITEM = re.compile(r"第?\s{0,3}(\d{1,2}|[一二三四五六七八九十])\s{0,3}(?:项|个|号|题|条|件)")
_CASTS = re.compile(  # words of casting a vote, or of what is voted on
    r"改(?:成|为|投)(?=同意|不同意|反对|赞成|支持|弃权)|投(?:了|一?个|出|一?张|的是|的)?|票|(?:第?\s{0,3}(?:\d{1,2}|[一二三四五六七八九十])\s{0,3}(?:项|个|号|题|条)|议题|表决)"
)
_WE = re.compile(r"(?:我们全家|我们家|我们|我家|咱们家|咱们|咱家|咱|俺|本人|帮我|替我|我)")
_CAST_WHOLE = re.compile(  # a text that is nothing but a vote: 我家对第2项投同意
    rf"(?:{_WE.pattern})?(?:对|就|关于|给)?[^，,。！!？?]{{0,20}}?(?:{_WE.pattern})?(?:想|要|就|都|也|还是){{0,2}}(?:投|选|表示|改成|改为|改投)?"
    r"(?:不同意|反对|不赞成|不支持|弃权|同意|赞成|支持)(?:一?票|的|了|吧|啊)?[。！!~]?"
)
_CAST_FOR = re.compile(  # 我投张三, 投给李四一票
    rf"(?:{_WE.pattern}(?:想|要|就|都)?投(?:票?给)?|(?:把?票)?投(?:票给|给))(?![诉递币放入影资屏篮稿毒掷产保喂射标机球食水案靠奔票])"
    r"(?P<choice>[^，,。！!？?]{2,8}?)(?:一票|的票|吧|了|啊)?[。！!~]?"
)
_TELLS_OR_ASKS = re.compile(  # words of a report, a question or a complaint about a vote rather than of a choice
    r"结果|重新|违|假|不公|通知|投诉|举报|反映|谁|怎么|为什么|没|吗|要求|公开|作废|无效|[坏漏堵摔]"
)


@dataclass(frozen=True)
class UnaskedVote:
    """A vote that a message casts unasked. `item`: the consultation's number in the list of open ones, from 1; or None.

    `choice`: its word (同意), or the option's name (张三).
    """

    item: int | None
    choice: str


def chosen_option_code(text: str, expecting: VoteNamed | VoteSecret | VoteLinked) -> str | None:
    """The code of the option that a text chooses, or None. A vote by link lists no options here; yes, no and abstain are assumed."""
    return match_option(text, (expecting["options"] if expecting["kind"] == "vote_named" else None) or _USUAL_OPTIONS)


def match_option(text: str, options: Sequence[Mapping[str, Any]]) -> str | None:
    """The code of the option that a text names by label, code, synonym, a beginning of one label only, or number; or None."""
    said = plain(text)
    if not said:
        return None
    for option in options:
        if said in (plain(str(option["label"])), str(option["code"]).lower()):
            return str(option["code"])
    for option in options:
        if any(said == plain(word) for word in _SYNONYMS.get(str(option["code"]), ())):
            return str(option["code"])
    part = [str(option["code"]) for option in options if len(said) > 1 and plain(str(option["label"])).startswith(said)]
    if len(part) == 1:
        return part[0]
    if said.isdigit() and len(said) <= 2 and 1 <= int(said) <= len(options):
        return str(options[int(said) - 1]["code"])
    return None


def chosen_line(text: str, offered: Sequence[str]) -> str | None:
    """The offered line that a text names: whole, by a part (two characters or more) that no other line contains, or by number. None: no line."""
    said = plain(text)
    if not said:
        return None
    for line in offered:
        if plain(line) in said or (len(said) >= 2 and said in plain(line) and _is_only_match(said, offered)):
            return line
    found = _ITEM.fullmatch(said) or re.fullmatch(r"(\d{1,2})", said)
    if found and 1 <= _number(found.group(1)) <= len(offered):
        return offered[_number(found.group(1)) - 1]
    return None


def find_unasked_vote(text: str) -> UnaskedVote | None:
    """The vote that a text casts unasked ("我对第2项投同意", "我投张三"), or None. 同意 alone casts none."""
    if len(text) > 60 or not _CASTS.search(text):
        return None
    named = _CAST_FOR.fullmatch(text.strip())
    for words in (("不同意", "反对", "不赞成", "不支持"), ("弃权",), ("同意", "赞成", "支持")):
        word = next((word for word in words if word in text), None)
        if word:
            item = _ITEM.search(text)
            return UnaskedVote(_number(item.group(1)) if item else None, word)
    return UnaskedVote(None, named["choice"]) if named and not _TELLS_OR_ASKS.search(text) else None


_VOTED = re.compile(r"[我家]都?投(?![诉递影稿资币喂放票])|投(?:了|的是?)?(?:同意|反对|赞成|弃权)")
_OF_VOTING = re.compile(rf"投票(?!点|箱|室)|表决|[我家]都?投票|{_VOTED.pattern}")
_WRONGED = re.compile(
    r"逼|强迫|胁迫|威胁|冒充|冒名|冒用|[代替](?:我|我[家妈爸]|他|她|别人|人家)们?投|作假|造假|作弊|舞弊|行贿|贿选|收买|拉票|买票|塞钱|送钱|不让|不准|不许|被改|骗"
)
_STANCE = re.compile(
    r"不?同意|反对|不?赞成|不?支持|弃权|换届|业委会|(?:我|我们|我家|咱们?|俺)(?:要|想|就|都|也|来)?[选投](?!修)"
)


_TO_STAY = re.compile("投(?:奔|靠|宿|亲)")
_VOTES_OR_CHOOSES = re.compile(r"投票|投(?:了|一|给|[同反])|表决|选举|换届|[不]?同意|反对|弃权|赞成")


def goes_to_stay(text: str) -> bool:
    """Whether a text tells of somebody who comes to live with another (投奔, 投靠), and of no vote."""
    return _TO_STAY.search(text) is not None and _VOTES_OR_CHOOSES.search(text) is None


def speaks_of_voting(clause: str) -> bool:
    """Whether a clause is about a vote, or about how its sender voted, and not about the place where people vote."""
    return _OF_VOTING.search(clause) is not None or find_unasked_vote(clause) is not None


def takes_a_stance(clause: str) -> bool:
    """Whether a clause is for or against something, chooses somebody, or names an election, whether or not a vote is open (换届我选张三)."""
    return _STANCE.search(clause) is not None


_VOTED_ON = re.compile(
    r"改造|(?:加装|增设|安装|装)(?:个|部|一部|那个|了)?(?:电梯|门禁|监控|充电桩|道闸|快递柜|健身器材|停车棚)|(?:涨|调整?|提高|降)[^，,。]{0,4}(?:费|价)|(?:物业|停车)费|停车[位场棚]|车棚|公约|规约|章程"
    r"|(?:更?换|选聘|续聘|解聘)[^，,。]{0,4}物业|物业(?:公司)?(?:更换|选聘|续聘|解聘|涨价)|维修[资基]金|换届|业委会|(?:居|村)委会(?:主任|委员)|凉亭|广场舞|方案|提案|议题|表决"
)
_OWN_STANCE = re.compile(  # of the speaker's own; nobody else's
    r"(?:(?<!让)(?<!叫)(?<!给)(?:我们全家|我们家|我家|我们|咱们家|咱们|咱家|咱|俺|本人|全家|我)(?:都|也|坚决|是|就|想|要|来|表示|很|完全|强烈|肯定|还是){0,3}(?:投)?(?:不同意|反对|不赞成|不支持|不赞同|同意|赞成|支持|弃权|[选投](?![修诉递影稿资币喂放票])))"
    r"|^(?:坚决|强烈|也|还是)?(?:不同意|反对|不赞成|不支持|同意|赞成|支持)"
)
_BARE_STANCE = re.compile(
    rf"(?:{_WE.pattern})?(?:们|家)?(?:都|也|坚决|是|就|想|要|表示|很|完全|强烈|投){{0,3}}(?:不同意|反对|不赞成|不支持|不赞同|同意|赞成|支持|弃权)(?:的|了|啊|哦)?"
)
_BY_SOMEBODY = re.compile(  # does it already, or is about to: a complaint, whoever is against it
    r"(?:物业|楼[上下]|隔壁|对门|邻居|房东|租客|他们|她们|有人|开发商|施工队|老板|店家|业委会|居委会)(?:公司)?(?:的?人)?(?:又|还|也|非|硬|说|想|要|打算|准备|竟然|居然|在|把|自己|已经|偷偷|擅自)"
)


def names_what_is_voted_on(clause: str) -> bool:
    """Whether a clause names what people vote on (停车位改造), and nobody who does it of their own accord."""
    return _VOTED_ON.search(clause) is not None and _BY_SOMEBODY.search(clause) is None


def stands_on_a_vote(clause: str) -> bool:
    """Whether a clause says how its speaker stands on what people vote on (停车位改造我不同意, 换届我选张三), whether or not a vote is open; not how they voted (`says_how_it_voted`)."""
    stands = _OWN_STANCE.search(clause.strip()) is not None and _VOTED.search(clause) is None
    return stands and names_what_is_voted_on(clause)


def is_bare_stance(clause: str) -> bool:
    """Whether a clause says only that its speaker is for or against something."""
    return _BARE_STANCE.fullmatch(clause.strip()) is not None


_SEEN = re.compile(
    r"(?:谁|别人|人家|[他她]们?|物业|居委会?|业委会|主任|邻居|楼[上下])(?:能|会|都|可以|也){0,2}(?:不能|不会|不)?(?:看|知道|晓得|查)|看得?[到见]|会被?(?:别人|人|他们)?(?:知道|看到|公开)|保密吗|匿名吗|查得到"
)
_A_BALLOT = re.compile("[投选]票|[我这那张的]票|投给谁|投(?:了|的是?)谁|[我怎]么?投的")
_WHEN_IT_CLOSES = re.compile(
    r"(?:那么?|请问|问一?下|想问|这个?次?|表决|投票|到底|[，, ]){0,4}(?:什么时候|啥时候|几号|哪[一]?天|几时|多久)?(?:是|就)?(?:投票)?(?:截止|结束投票|投票结束|投到)(?:日期|时间|日)?(?:是|到|在)?(?:什么时候|啥时候|几号|哪[一]?天|几时|多久|几点)?(?:为止|截止)?[啊呀呢了的]?[？?。]*"
)
_ASKS_WHEN = re.compile("什么时候|啥时候|几号|哪[一]?天|几时|多久|几点")
_ARRIVED = re.compile(
    r"(?:我|我家|我们)[^，,。]{0,8}(?:票|投的?)[^，,。]{0,6}(?:成功|算进去|算数|算上|投上|收到|有效|记上|投进去|投好|到没到)[^，,。]{0,3}(?:没有?|了?吗|不|么)"
    r"|(?:有没有|是不是)(?:投成功|投上|收到我|算进去|投进去)|票(?:到底)?(?:有没有|是不是)[^，,。]{0,4}(?:成功|算|收到|有效|进去)"
)


def asks_who_sees_ballots(text: str) -> bool:
    """Whether a text about a vote asks who sees how somebody voted (上次那个表决我投的反对，谁看得到)."""
    return _SEEN.search(text) is not None and (_OF_VOTING.search(text) or _A_BALLOT.search(text)) is not None


def asks_when_it_closes(text: str) -> bool:
    """Whether a text asks until when people may vote (截止是哪天), and nothing else."""
    return _ASKS_WHEN.search(text) is not None and _WHEN_IT_CLOSES.fullmatch(text.strip()) is not None


def asks_whether_it_arrived(clause: str) -> bool:
    """Whether a clause asks whether its sender's ballot was taken (我那张票投成功没有)."""
    return _ARRIVED.search(clause) is not None


def says_how_it_voted(clause: str) -> bool:
    """Whether a clause about a vote says how its sender voted (公约那个我投了同意)."""
    return _VOTED.search(clause) is not None or find_unasked_vote(clause) is not None


def complains_of_voting(clause: str) -> bool:
    """Whether a clause about a vote complains of how it went (主任逼我们投票)."""
    return _WRONGED.search(clause) is not None


_STOPPED = re.compile(r"(?:叫停|喊停|停|中止|终止|作废|取消)(?:止|掉|了|的|下来){0,2}").pattern
_WHY = re.compile("(?:为什么|为啥|干嘛|怎么|咋|凭什么|凭啥|(?:是|到底)?谁)").pattern
_HOW = re.compile("(?:就|给|被|会|又|突然|忽然|要|把|让|督查){0,2}").pattern
_THE_VOTE = re.compile(
    "(?:[这那上]一?次|[这那]个|我们|咱们|小区|社区|大家|公约|议题|的){0,4}(?:表决|投票|议题|公约)(?:的)?"
).pattern
_BEFORE = re.compile(
    "(?:请问|问一?下|想问一?下?|我想问|你好|您好|喂|那么?|到底|你们|督查|[，,。！!？?\\s]){0,5}"
).pattern
_AFTER = re.compile("(?:吗|么|嘛|呢|啊|呀|哦|了|的|[，,。！!？?\\s]){0,4}").pattern
_COUNTS = re.compile("(?:算不算数?|算数?|作数|有没有效|有效|有用|管用|作废|白投)").pattern
_OF_A_HALT = re.compile(  # nothing else beside it: a report that speaks of a ballot is none
    rf"{_BEFORE}(?:{_THE_VOTE}{_WHY}{_HOW}{_STOPPED}|{_WHY}{_HOW}{_STOPPED}{_THE_VOTE}|{_WHY}{_HOW}{_THE_VOTE}{_HOW}{_STOPPED}"
    rf"|(?:我们?|我家|大家)?(?:上次|那天|昨天|前几天)?(?:投的那?一?张?票|投的|的?那?一?张?票)(?:现在|到底|是不是|都|就|还|不是){{0,3}}(?:{_COUNTS}(?:了?[吗么没不]有?|了)|算不算数?|作不作数|有没有效|管不管用)"
    r"|(?:我们?|那|票|不是|是不是|就|都|的){1,5}白投了?[吗么]|(?:我的|手里的|投票的)?收票号(?:现在)?还?(?:有用|有什么用|有效|能查|查得到)[吗么]?|我的票呢)"
    rf"{_AFTER}"
)
_WHY_STOPPED = re.compile(
    rf"{_BEFORE}(?:我们?|咱们?|要|想|投诉|[这那]个?){{0,4}}{_BEFORE}(?:{_WHY}{_HOW}它?{_STOPPED}|停止?的?(?:理由|原因)(?:是什么)?|怎么不投了"
    r"|(?:是)?谁(?:决定|批准|下令|定|有权)(?:要)?的?停的?|(?:哪个|哪位|什么)?(?:督查|人|领导|理由|原因)(?:给|让|叫)?停的|哪个停的|谁说停就停|停(?:它|掉|止)?的人是谁|(?:他们?|督查)?凭(?:什么|啥)停(?:了|的|止)?|督查是谁)"
    rf"{_AFTER}"
)
_ASKS_WHO_OR_WHY = re.compile(rf"{_WHY}|哪个|哪位|理由|原因|督查")
_WHY_BARRED = re.compile(
    rf"{_BEFORE}{_WHY}(?:就|又|突然|忽然|现在){{0,2}}(?:不让|不许|不准)(?:我们?|大家|咱们?)?(?:再|接着|继续)?投票?(?:了|的)?{_AFTER}"
)
_OWN_BALLOT = re.compile(
    "(?:(?:我们?|我家|大家)?(?:上次|那天|昨天)?(?:的那?张?|投过?的那?张?|那张)(?:选票|票)|我票|选票)"
).pattern
_ASKED = re.compile("(?:你们|是不是|怎么|为什么|为啥|凭什么|凭啥|谁|到底|都|给|被|就|还|那|[，,])").pattern
_IS_GONE = re.compile(
    "(?:删(?:除|掉)?了?|弄?丢了?|弄没了?|没了|不见了|哪儿?去了|去哪儿?了|还在|在不在|没算进去)"
).pattern
_LOST = re.compile(  # the whole message: 我投票的时候孩子丢了 and 请把我的票删了 are something else
    rf"{_BEFORE}(?:{_OWN_BALLOT}(?:呢[，,]?|{_ASKED}{{1,4}})?{_IS_GONE}(?:是怎么回事|是吗|没有)?|票{_ASKED}{{1,4}}{_IS_GONE}|{_ASKED}{{1,4}}把(?:{_OWN_BALLOT}|票){_ASKED}{{0,4}}{_IS_GONE}"
    rf"|(?:谁|(?:你们)?(?:凭什么|凭啥|为什么|为啥|怎么))删(?:除|掉)?了?{_OWN_BALLOT}"
    r"|(?:为什么|怎么)?(?:查不到)?(?:我的?|我拿着|手里的|投票的|回执上的?){0,2}(?:收票号|票号|(?<=回执上的)号|(?<=回执上)号)[0-9a-f]{0,64}(?:怎么|为什么|还|现在|都|就){0,3}(?:能查到?|查不[到着]了?|查得到|没用了?|作废了)?(?:[吗么])?(?:[，,]是不是(?:我的)?票丢了)?)"
    rf"{_AFTER}"
)
_RECEIPT_ALONE = re.compile("(?:我的?|手里的)?(?:收票号|票号)[0-9a-f]{0,64}")


def asks_of_a_halt(text: str) -> bool:
    """Whether a text asks why a vote was halted, or whether its sender's ballot still counts (我投的票还算吗), and says nothing else."""
    return len(text) <= 40 and _OF_A_HALT.fullmatch(text.strip()) is not None


def asks_why_stopped(text: str) -> bool:
    """Whether a text asks why something stopped and names nothing (凭什么停): of a vote, if no case can be meant and one was halted."""
    return len(text) <= 40 and _WHY_STOPPED.fullmatch(text.strip()) is not None


def asks_why_barred(text: str) -> bool:
    """Whether a text asks why nobody may vote any more (为啥不让投了), and says nothing else: of a halted vote, if none is open."""
    return len(text) <= 40 and _WHY_BARRED.fullmatch(text.strip()) is not None


def asks_who_or_why(text: str) -> bool:
    """Whether a question about a halt asks who did it, or why, and not only what the ballots are worth."""
    return _ASKS_WHO_OR_WHY.search(text) is not None


def asks_for_lost_ballots(text: str) -> bool:
    """Whether a text asks where its sender's ballot or the receipt's number is (你们把我的票删了？), and says nothing else."""
    said = text.strip()
    if len(said) > 90 or _RECEIPT_ALONE.fullmatch(said):
        return False
    return _LOST.fullmatch(said) is not None


def names_title(title: str, text: str) -> bool:
    """Whether a text has most of a title's pairs of characters (小区服务怎么定)."""
    pairs, said = {title[at : at + 2] for at in range(len(title) - 1)}, plain(text)
    return len(pairs) > 1 and 3 * sum(pair in said for pair in pairs) >= 2 * len(pairs)


def begins_to_vote(text: str) -> bool:
    """Whether a text says that its sender wants to vote, but not in which vote (我要投票)."""
    return re.fullmatch(r"(?:我们?|咱)?(?:还|也)?(?:想|要)?(?:去|来)?投票[吧啊了。!！]?", text.strip()) is not None


def only_casts_a_vote(text: str) -> bool:
    """Whether a text casts a vote and says nothing else, so that it is no report whatever the classifier calls it."""
    said = text.strip()
    if len(said) > 30 or _TELLS_OR_ASKS.search(said) or not _CASTS.search(said):
        return False
    return _CAST_WHOLE.fullmatch(said) is not None or _CAST_FOR.fullmatch(said) is not None


_SAID_AROUND = re.compile(
    rf"{_WE.pattern}|不同意|反对|不赞成|不支持|弃权|同意|赞成|支持|对|就|关于|那个|这个|那次|这次|投票|表决|议题|改成|改为|改|投|选|一?票|的|了|吧|啊|想|要|都|也|还是|第?[\d{_NUMBERS}]{{1,3}}[项个号题条]|\W"
)


_OF_RIGHTS = re.compile(
    r"外嫁女|嫁出去|分红|份额|股份|股权|继承|宅基地|承包地|征地|安置|户口|选举|换届|选民|人大代表|(?:村|居)委会(?:主任|委员)?(?:选|怎么选|改选)|村长|村主任"
)
_ASKS_ONES_RIGHT = re.compile(
    r"有没有(?:我|我们|她|份|权|资格)|有份|(?:能不能|可不可以|可以|能|算不算|有没有权|有权|合法|合规|犯法|违法|该不该|应不应该|有资格)[^，,。！!？?]{0,12}[吗嘛么？?]?$|怎么(?:算|认定|分|规定)|让人代|代投|代选|委托别?人"
)


def asks_about_the_law(text: str) -> bool:
    """Whether a text asks what somebody is entitled to in an election or in the collective's property (外嫁女有没有份, 选举投票能不能让人代): no question about the votes that are open here."""
    return _OF_RIGHTS.search(text) is not None and _ASKS_ONES_RIGHT.search(text) is not None


_OF_A_VOTE = re.compile(r"投(?:不?了)?票|表决|选举|[选唱计监开换得拉]票|票数|换届|业委会|名册|贿选")
_COMPLAINS = re.compile(
    r"举报|投诉|控告|作弊|造假|做假|弄虚|假票|舞弊|猫腻|黑箱|暗箱|内定|操纵|贿选|冒名|冒充|冒用|冒领|顶替|伪造|篡改|偷偷改|改了我|改我的?(?:手机|电话|号码|票)|替我投|代我投|不公[平正]|违规|违法|不合法|(?<!没)(?<!没有)(?<!无)异议|申诉|不服|不认(?:可|账|这)|推翻|撤销|作废|无效|重新(?:计|点|数|唱|验)|复核|复查"
)
_OF_ONES_OWN_BALLOT = re.compile(
    r"(?:撤销|撤回|取消|作废)[^，,。]{0,4}我[^，,。]{0,6}(?:票|投)|我[^，,。]{0,8}(?:票|投)[^，,。]{0,6}(?:撤销|撤回|取消|作废|无效)"
)


def complains_of_a_vote(text: str) -> bool:
    """Whether a text complains about a vote or whoever holds it, or objects to its outcome (有人作弊, 对结果有异议): a report or an objection, and no wish to vote."""
    return _OF_A_VOTE.search(text) is not None and _COMPLAINS.search(_OF_ONES_OWN_BALLOT.sub("", text)) is not None


def may_be_about(title: str, text: str) -> bool:
    """Whether a text that casts a vote may be about this title: it names no matter (我投同意), or has two characters of the title."""
    named = _SAID_AROUND.sub("", text)
    return len(named) < 2 or any(named[at : at + 2] in title for at in range(len(named) - 1))


def is_stance(choice: str) -> bool:
    """Whether a choice (`UnaskedVote.choice`) is a yes, a no or an abstention, which any vote may offer, and not an option's name."""
    return any(choice in words for words in _SYNONYMS.values())


def meant_title(titles: Sequence[str], text: str) -> int | None:
    """The index of the title that a text speaks of: the one with which it shares most pairs of characters. None: none, or two alike."""
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    scores = [sum(title[at : at + 2] in pairs for at in range(len(title) - 1)) for title in titles]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else None


def _is_only_match(said: str, offered: Sequence[str]) -> bool:
    """Whether only one of the lines contains what was said."""
    return sum(said in plain(line) for line in offered) == 1


def _number(digits: str) -> int:
    """The number that digits, or one character of _NUMBERS, say."""
    return int(digits) if digits.isdigit() else _NUMBERS.index(digits) + 1
