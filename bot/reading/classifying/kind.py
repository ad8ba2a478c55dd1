"""Classify the kind of a message: complaint, request, inquiry, suggestion, tip-off or praise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.classifying.heads import Head, Reading, fit_calibrated, grams

LABELS = {
    "complaint": "投诉",
    "request": "求助",
    "inquiry": "咨询",
    "suggestion": "建议",
    "tip_off": "举报",
    "praise": "表扬",
}
"""Each kind → its Chinese name."""

# What a text does by its words → these words.
_CUES: dict[str, re.Pattern[str]] = {
    "asks": re.compile(
        r"请问|咨询|想问|问一下|想了解|想知道|了解一下|是否(?:可以|能|有)|什么时候(?:能|可以|才)?|如何|怎样|怎么(?:办理|申请|算|交|走|个)|多少钱|哪些|有没有(?:相关|政策|规定)|吗[？?]|呢[？?]|何时|可否"
    ),
    "proposes": re.compile(
        r"建议|提议|希望(?:能|可以|在|把|将|增加|增设|开通|设|尽快)?|能不能(?:在|把|增|加|设|开|多)|能否(?:在|把|增|加|设|开|将)|应该(?:增|设|开|在)|增设|增加|开通|延长|优化|完善|改善|改为|加装"
    ),
    "begs": re.compile(
        r"求助|恳请|恳求|请求(?:帮|解决|政府|领导)|求(?:帮|领导|政府)|帮帮|救救|怎么办|请帮|帮忙|困难|无奈|跪求|急需|盼|希望.{0,12}(?:解决|帮助)|麻烦.{0,8}(?:修|看|派|来|处理)"
    ),
    "accuses": re.compile(
        r"投诉|严重|乱|强制|强迫|违规|违法|欺|骗|黑心|不作为|推诿|拒|拖欠|侵|扰民|霸|无良|偷工减料|猖獗|泛滥|垄断|太差|恶劣|不顾|坑|态度|没人管|无人管|不管|太(?:吵|脏|臭|乱|黑|过分)"
    ),
    "informs": re.compile(
        r"举报|揭发|检举|实名举报|匿名|贪污|受贿|赌博|卖淫|嫖|吸毒|传销|窝点|制假|假冒|无证(?:经营|行医)|偷税|走私|非法(?:经营|集资|营运|采)|偷排|私宰"
    ),
    "praises": re.compile(
        r"表扬|感谢|点赞|锦旗|谢谢.{0,10}(?:师傅|同志|民警|社区|网格|书记|医生|老师)|好样的|热心|好人好事|称赞|暖心|负责任"
    ),
}

_MEASURES = "(?:处理|整治|查处|打击|制止|解决|治理|取缔|严查|严惩|整顿|整改|管一管|管管|监管|追究|彻查|查一?查|曝光|处罚|退款|退钱|退还|赔偿|给个说法|还我们|公道)"
# What the sender wants done, or what the text is about → words for it. 希望 and 请 stand in a complaint (希望整治), a request (希望来修) and a
# suggestion (希望增设); what follows them tells.
_AIMS: dict[str, re.Pattern[str]] = {
    "demands": re.compile("(?:希望|请求?|恳请|望|要求|盼|求|强烈|赶紧|尽快).{0,18}" + _MEASURES),
    "repairs": re.compile(
        "(?:希望|请|恳请|求|盼|望|麻烦|尽快|什么时候|能不能|能否).{0,18}(?:修|安装|装[上个一]|拨款|派人|帮助|帮忙|救助|落实|办理|解决|接通|通水|通电|发放|补发)"
    ),
    "improves": re.compile(
        "建议|希望.{0,14}(?:增|设立?|开通|开设|延长|改成|优化|完善|提高|加强|推广|统一|规划)|能否.{0,10}(?:增|设|开|改|加)|应该|不妨|可以(?:把|在|考虑|借鉴)"
    ),
    "policy": re.compile(
        "政策|规定|条件|标准|流程|手续|材料|办理|申请|报名|资格|能不能报|报销|比例|什么时候(?:能|可以|开|通|发|办)|规划"
    ),
    "wrongs": re.compile(
        "投诉|举报|强制|乱收|违规|违法|非法|不作为|推诿|扯皮|骗|拖欠|扰民|不退|拒绝|态度|太差|恶劣|无人管|没人管|不管|凭什么|难道|岂有此理|黑心|坑"
    ),
    "hardship": re.compile(
        "困难|难以|没有钱|重病|残疾|低保|无助|走投无路|度日|孩子.{0,6}(?:上学|病)|老人|出行不便|不方便|出行难|没有水|没水|停水|停电"
    ),
}
_SENTENCE_END = re.compile(r"[。！？?!\n]")
_SENTENCES = re.compile(r"(?<=[。！？?!\n；;])")
_LONGEST_TITLE, _TITLE_WITHOUT_END, _LONGEST_ENDING = 80, 40, 80  # characters; see `_title` and `_ending`


_MISCONDUCT = re.compile(
    r"骂|辱|殴|打(?:人|了[我他她人老]|我(?!电话|手机|的?号)|[他她](?!的?电话|手机)|老人|孩子|伤)|动手|推(?:倒|搡|人|我|(?:老人|大爷|大妈|孩子)(?!.{0,2}(?:轮椅|[上下去坐]))|了[我他她人老])|踢(?:人|我|了)|扇(?:了|我|人|耳光)|吼|呵斥|训斥|威胁|恐吓|吓唬"
    r"|欺负|欺压|刁难|嘲笑|讽刺|骚扰|调戏|态度(?:很|太|特别|非常|极其|极|那么|这么)?(?:差|恶劣|不好|蛮横|凶)|太凶|不耐烦|爱理不理|红包|好处费|要钱|回扣|喝醉|偷(?:拿|东西|走|我)|摔(?:门|东西)|敷衍|糊弄|推诿|赶(?:我|人)走"
)


def _tells_of_misconduct(text: str) -> bool:
    """Whether the message tells of people behaving badly and has no word of praise (网格员上门骂老人): it cannot be praise."""
    return _MISCONDUCT.search(text) is not None and _CUES["praises"].search(text) is None


def features(reading: Reading) -> list[str]:
    """Features: characters, words, cues and aims. Those at the beginning and the end count more: there people say what they want."""
    text = reading.text
    head, tail = text[:40], text[-60:]
    made = [f"c{gram}" for gram in grams(text[:300], 2, 3)]
    made += [f"w{word}" for word in reading.words[:200]]
    made += [f"h{gram}" for gram in grams(f"^{head}", 2, 3)]
    made += [f"t{gram}" for gram in grams(f"{tail}$", 2, 3)]
    for name, cue in _CUES.items():
        hits = len(cue.findall(text))
        made += [f"#{name}"] * min(hits, 4)
        if cue.search(head):
            made += [f"#head:{name}"] * 3
        if cue.search(tail):
            made += [f"#tail:{name}"] * 2
    made += [f"len{step}" for step in (20, 60, 120, 250) if len(text) > step]
    if "？" in tail[-12:] or "吗" in tail[-8:]:
        made += ["#ends_asking"] * 3
    return made + _features_of_aims(text)


def _features_of_aims(text: str) -> list[str]:
    """Features of the aims, anywhere in the text, in its title and in its last two sentences; and of its questions."""
    title, ending = _title(text), _ending(text)
    made = []
    for name, aim in _AIMS.items():
        made += [f"#{name}"] * min(len(aim.findall(text)), 3)
        made += [f"#title:{name}"] * (3 if aim.search(title) else 0)
        made += [f"#ending:{name}"] * (2 if aim.search(ending) else 0)
    for name, cue in _CUES.items():
        made += [f"#title:{name}"] * (2 if cue.search(title) else 0)
    made.append(f"questions{min(3, text.count('？') + text.count('?'))}")
    return made + ["#title:question"] * (2 if "？" in title or "?" in title else 0)


def _title(text: str) -> str:
    """The first sentence; the beginning, if it does not end soon."""
    end = _SENTENCE_END.search(text[:_LONGEST_TITLE])
    return text[: end.end() if end else _TITLE_WITHOUT_END]


def _ending(text: str) -> str:
    """The last two sentences of more than three characters, or their end."""
    return "".join([one for one in _SENTENCES.split(text) if len(one) > 3][-2:])[-_LONGEST_ENDING:]


def fit(readings: Sequence[Reading], kinds: Sequence[str], weights: Sequence[float]) -> Head:
    """Train the kind head on readings, their kinds, and how much each counts."""
    return fit_calibrated(
        lambda: Head(features, 0.3, quick=True, balanced=True, min_readings=2), readings, kinds, weights
    )


def read_kind(head: Head, reading: Reading, *, never: str | None = None) -> tuple[str, float]:
    """Return (kind, score) of the likeliest kind other than `never`; praise has no chance where misconduct is told of."""
    scores = head.scores([reading])[0]
    if _tells_of_misconduct(reading.text) and "praise" in head.classes:
        scores = scores.copy()
        scores[head.classes.index("praise")] = 0.0
    best = max((at for at, code in enumerate(head.classes) if code != never), key=lambda at: float(scores[at]))
    return head.classes[best], float(scores[best])
