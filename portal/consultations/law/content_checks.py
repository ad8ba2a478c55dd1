"""Pure: checks that the records, reasons and clauses which a committee writes have content.

Each check (`…_fault`) returns "" if the text will do, else in Chinese what to write instead.

A record must say where something is kept, a reason why, and a clause which article of which document allows voting
online. "没有", "急", a repeated character or the copied question have no content, however long they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from portal.consultations.law.template import Gate, Template

# The fewest characters, punctuation not counted, that each kind of text must have. Fewer than LEAST_RECORD beside a
# copied text add nothing to it.
LEAST_CIRCUMSTANCES, LEAST_CLAUSE, LEAST_RECORD = 12, 8, 4  # LEAST_RECORD: of a record or a reason
# The examples that the page shows; neither is taken from whoever only copies it.
EXAMPLE_CLAUSE = "《幸福社区居民自治章程》第十五条：网上参加表决的，视为到会"
EXAMPLE_CIRCUMSTANCES = "6号楼外墙昨夜掉砖砸坏了车棚，人行道封着，要马上定怎么修"
_ALIKE = 0.75  # share of the pairs of characters in an example, from which a text counts as copied from it
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\W_]+")
# Texts that say nothing, alone or one after another.
_HOLLOW = (  # noqa: SIM905 (one text, like the regular expressions below)
    "无 没 没有 暂无 暂时没有 有 是 是的 好 好的 可以 同意 同上 略 不详 不知道 不清楚 待定 待补 待填 以后补 以后填 以后说 "
    "以后再补 以后再填 以后再说 再说 稍后 测 测试 试 试试 试一试 随便 空 急 紧急 加急 特急 很急 着急 急事 特殊 特殊情况 "
    "情况特殊 情况紧急 需要 已办 已有 已填 见附件 嗯 啊 哦 ok yes no none null na nil test todo "
    "tbd x 的 了 吧 呢 啦"
).split()
# Words that give no reason for a shorter notice.
_EMPTY_WORDS = re.compile(
    r"特殊|情况|紧急|加急|着急|急需|急|需要|必须|尽快|尽早|马上|立即|及时|缩短|通知|时间|期限|日期|原因|理由|因为|由于|因|所以|遇有|有关|相关|工作|居民会议|居民"
    r"|召开|召集|开会|会议|表决|投票|可以|应当|临时|本次|这次|此次|我们|比较|非常|十分|特别|很|太|有|无|没有|要|是|的|了|来不及|等不及|等不了|时限|提前|办理|处理|进行|开展|希望|请|大家|理解|实际|客观|一些|各种|某种"
)
# What may have happened or be due: no water, a fire, a deadline, …
_GROUND = re.compile(
    r"[停断缺漏渗供排]水|水[管泵箱质表]|爆[管裂炸]|管道|管网|积水|内涝|[停断供漏]电|跳闸|线路|电缆|电线|变压器|电梯|[燃煤漏供]气|天然气|暖气|[供停]暖|供热|锅炉|消防|火灾|[起着失]火|火情|冒烟|烧[了毁坏断]|短路"
    r"|塌|倒[了下]|开裂|断裂|裂[缝开]|脱落|掉[落下]|坠|墙|屋[顶面]|房顶|楼[板顶梯]|危[房楼]|沉降|护栏|栏杆|[大老枯]树|树[倒枝]|井盖|路面|道路|[封修断]路|桥|[堵淹溢塞]|化粪池|下水|污水|垃圾"
    r"|[暴大]雨|雨水|台风|[大刮]风|汛|洪|滑坡|泥石流|地震|[大下积暴]雪|结冰|冻|寒潮|高温|雷击|疫[情病]|生病|住院|染|中毒|蚊|鼠|白蚁|臭|噪音|事故|受伤|伤[人员者]|去世|死亡|病[故逝重]|摔|被困"
    r"|破[损裂]|[损砸撞坏]坏|坏[了掉]|故障|失灵|失效|报废|隐患|危险|锈|老化|腐"
    r"|辞|空缺|出缺|[撤退弃](?:离|出|场|管)|不干|到期|届满|期满|满期|解除|终止|停止|合同|截止|截至|逾期|年底|月底|申报|补[贴助]|资金|拨款|经费|资助|名额|批复|通知书|法院|判决|诉讼|仲裁|责令|整改|限期"
    r"|拆[迁除]|征[收迁用]|改造|施工|开工|停工|工程|工地|搬[迁走离]|封[闭控]|开学|入学|高考|春节|放假|过年|选举|换届|罢免|欠费|停[供业运用]|关停|维修|抢修|检修|盗|偷|打架|纠纷|冲突|[停占]车|充电|路灯"
)
_DOCUMENT = re.compile(
    r"章程|办法|条例|规则|规约|公约|决定|决议|规定|细则|自治法|组织法|基本法|法律|民法典|[^方办说想看]法》|纪要|制度|方案|守则|导则|指引|指南|意见》|通知》"
)
_NUMERAL = r"[0-9一二三四五六七八九十百零〇两]{1,9}"
_ARTICLE = re.compile(rf"第\s{{0,9}}{_NUMERAL}\s{{0,9}}[条款项章节]|{_NUMERAL}\s{{0,9}}条")
_TITLE = re.compile(r"《[^《》]{2,60}》")
# Ways of taking part without being in the room.
_WAY = re.compile(
    r"网上|网络|网投|线上|在线|上网|互联网|电子|平台|手机|短信|微信|小程序|app|二维码|信息化|数字|书面|书信|信函|传真|视频|远程|通讯|通信|电话|非现场|不到场|未到场|不到会|未到会|没有到会|不能到|未能到|(?:视|算|计|作|当)(?:为|同|作|入|成)?(?:是)?(?:亲自|本人|已经?)?(?:到会|到场|出席|参会|参加)",
    re.IGNORECASE,
)
# Words by which a clause allows these ways.
_ALLOWS = re.compile(
    r"视为|视作|视同|等同|同等|算|计入|计为|计作|作为|可|允许|准许|准予|许可|能|有效|效力|承认|认可|采用|采取|参加|参与|参会|投票|表决|征求|征集|征询|发表|提出|进行|举行|召开"
)
# Words that give no reason for a change of the roll.
_EMPTY_REASON_WORDS = re.compile(
    r"名册|名单|改动|改变|更改|修改|变更|变动|变化|更新|更换|调整|改|动|原因|理由|因为|由于|因|为什么|所以|因此|故|于是|需要|必须|想|应该|应当|要|的|了|是|有|就|才|得|请|这个|这次|本次|此次|一下|一些|工作|情况|主任|领导|我们|我|说|让|叫|要求"
)
# Words that say that there is no such clause, or that leave its number blank (第几条).
_DENIES = re.compile(
    r"(?:没有|没|无|未|未曾|尚未|不曾|还没有?|并无|查无|找不到|不存在|不知道|不清楚|忘了|忘记)[^，。；,;]{0,6}?"
    r"(?:条款|依据|章程|规定|规则|办法|条例|规约|公约|写明|写入|写|制定|修订|找到|允许|约定|明确|第几条|哪一?条)|第[几某x×X?？_.…]+条|(?:哪|某)一?条"
)

# What a clause says against taking part so: not counted as present, counted as absent, not allowed.
_AGAINST = re.compile(
    r"(?:不|不能|不得|不可以?|不应当?|未|不予)(?:视为|视作|视同|等同于?|算作?|计入|计为|计作|认定为?|作为|承认|认可|记入|列入|纳入|采用|采取|采纳)(?!缺席|弃权|未|没|不)[^，。；,;]{0,12}"
    r"|(?:视为|视作|视同|算作?|计为|作为|按)(?:未|没有?|不|缺席|缺会|弃权|无效)[^，。；,;]{0,6}"
    r"|(?:不得|不能|不可以?|不允许|不准许?|不许|禁止|严禁|不接受|不适用|不举行|不组织|不采用|不采取)(?!拒绝|限制|妨碍|阻止|排除|干涉|到|参加会|出席|亲自|前来|来会)[^，。；,;]{0,6}(?:网上|网络|网投|线上|在线|电子|平台|微信|书面|远程)[^，。；,;]{0,12}"
    r"|(?:网上|网络|网投|线上|在线|电子|平台|微信|书面|远程)[^，。；,;]{0,12}(?:无效|除外|(?:不得|不能|不可以?|不允许|不准|禁止)(?:参加|投票|表决|代替|替代|用于|进行|举行))"
)
# What somebody says, which no document does: 主任说网上投票都算到会.
_HEARSAY = re.compile(
    r"(?:主任|书记|领导|网格员|街道|大家|我们?|他们?)(?:也|都|已经?|一致|口头|曾经?){0,2}(?:说(?!明)|讲(?!解)|觉得|答应|口头)"
)
# What is left of a clause that grants it in another of its parts: …视为到会，没有参加的视为弃权.
_GRANTS = re.compile("视为|视作|视同|等同|同等|算|计入|计为|计作|允许|准许|准予|许可|可|有效|效力|承认|认可|采用|采取")


def record_fault(record: str, gate: Gate | None = None) -> str:
    """Check a gate's record, which must say where the paper is kept: neither hollow nor a copy of the gate's words."""
    if _is_hollow(record, LEAST_RECORD) or (gate and _copies(record, (gate.title, gate.ask, gate.quote))):
        return "这里要写明记录在哪里，例如“会议纪要2026年第12号，存在社区档案柜”"
    return ""


def posting_fault(record: str) -> str:
    """Check that the record of a notice, which must say where the notice is posted, is not hollow."""
    if _is_hollow(record, 2):
        return "请写明通知贴在哪里、发在哪里，例如“社区公告栏、各单元门口”"
    return ""


def clause_fault(record: str, gate: Gate, template: Template) -> str:
    """Check that `record` gives the clause by which voting online counts as attending: document, article or title, and words."""
    example = f"例如“{EXAMPLE_CLAUSE}”"
    if _is_hollow(record, LEAST_CLAUSE):
        return f"请写明是哪份文件的哪一条允许网上参加，{example}"
    if _copies(record, (gate.title, gate.ask)):
        return f"这是题目里的话。请写明是哪份文件的哪一条，{example}"
    if _copies(record, (EXAMPLE_CLAUSE,)):
        return "这是页面上的例子。请照你们自己的那份文件写：哪份文件、第几条、怎么说的"
    if _HEARSAY.search(record):
        return "这是谁说的话，不是条款的原文。请照文件上写的抄"
    if _copies(record, _law(template)):
        return f"这是法律本身的条文，它没有说网上参加算到会。请写明是哪份文件的哪一条允许，{example}"
    if _DENIES.search(record):
        return "照这句话，并没有允许网上参加的条款。没有条款就不能在网上投：请改在会场开会"
    if not _DOCUMENT.search(record):
        return f"没有写是哪份文件。请写明文件和条款，{example}"
    if not (_ARTICLE.search(record) or _TITLE.search(record)):
        return f"没有写是第几条。请写明文件和条款，{example}"
    said = _ARTICLE.sub("", _TITLE.sub("", unicodedata.normalize("NFKC", record)))
    if _AGAINST.search(said) and not _GRANTS.search(_AGAINST.sub("", said)):
        return "照这句话，网上参加不算到会，不能在网上投：请改在会场开会"
    if not (_WAY.search(said) and _ALLOWS.search(said)):
        return f"没有写这一条怎么说。请把允许网上或书面参加的那句话写上，{example}"
    return ""


def circumstances_fault(text: str, template: Template) -> str:
    """Check the reason for a shorter notice than the law's: it must name something that happened or is due, not just "urgent"."""
    if _is_hollow(text, LEAST_CIRCUMSTANCES) or len(set(_HAN.findall(_EMPTY_WORDS.sub("", text)))) < 5:
        return f"请用一句话写清楚出了什么事、为什么等不到整日子，例如“{EXAMPLE_CIRCUMSTANCES}”"
    if _is_alike(text, EXAMPLE_CIRCUMSTANCES):
        return "这是页面上的例子。请写这一次真正出了什么事、为什么等不到整日子"
    if _copies(text, (template.shorter_quote, template.notice_quote, template.shorter_citation or "")):
        return "这是法律的原话。请写清楚这一次出了什么事、为什么等不到整日子"
    if not _GROUND.search(unicodedata.normalize("NFKC", text)):
        return f"没有看出是出了什么事。请写明是什么坏了、停了、到期了，例如“{EXAMPLE_CIRCUMSTANCES}”"
    return ""


def roll_change_fault(reason: str) -> str:
    """Check the reason for changing the roll after the notice: it must say more than that a change is needed."""
    left = set(_HAN.findall(_EMPTY_REASON_WORDS.sub("", unicodedata.normalize("NFKC", reason))))
    return "请用一句话写明原因" if _is_hollow(reason, LEAST_RECORD) or len(left) < 2 else ""


def objection_fault(reason: str) -> str:
    """Check that the reason of a scrutineer's objection is not hollow."""
    return "请用一句话写明原因" if _is_hollow(reason, LEAST_RECORD) else ""


def names_article(text: str) -> bool:
    """Whether the text names a law or another document, and an article of it."""
    return bool(_DOCUMENT.search(text) and _ARTICLE.search(unicodedata.normalize("NFKC", text)))


def _is_hollow(text: str, least: int) -> bool:
    """Whether the text is too short, has no Chinese, repeats a few characters, or consists of empty words."""
    said = _folded(text)
    if len(said) < least or not _HAN.search(said):
        return True
    if len(set(said)) < min(len(said), max(2, least // 2)):
        return True
    if _repeats(said):
        return True
    return _is_made_of(said, _HOLLOW)


def _is_made_of(said: str, words: Sequence[str]) -> bool:
    """Whether the text is nothing but these words, one after another. In linear time, unlike a regular expression."""
    ends = {0}
    for at in range(len(said)):
        if at in ends:
            ends.update(at + len(word) for word in words if said.startswith(word, at))
    return bool(said) and len(said) in ends


def _repeats(said: str) -> bool:
    """Whether one short string is repeated over and over: 测试测试测试, 第一条第一条第一条."""
    return any(
        len(said) >= 2 * size and (said[:size] * (len(said) // size + 1))[: len(said)] == said
        for size in range(1, len(said) // 2 + 1)
    )


def _copies(text: str, others: Iterable[str]) -> bool:
    """Whether the text equals one of the others, is part of one, or adds hardly anything to it."""
    said = _folded(text)
    for other in map(_folded, others):
        if not other:
            continue
        if said in other or (other in said and len(said) - len(other) < LEAST_RECORD):
            return True
    return False


def _is_alike(text: str, example: str) -> bool:
    """Whether the text has most of the example's pairs of neighbouring characters."""
    said, shown = _pairs(text), _pairs(example)
    return len(said & shown) >= _ALIKE * len(shown)


def _pairs(text: str) -> set[str]:
    said = _folded(text)
    return {said[at : at + 2] for at in range(len(said) - 1)}


def _law(template: Template) -> tuple[str, ...]:
    """The quotations and articles of law that the page shows."""
    found = [template.attendance_citation, template.notice_citation, template.notice_quote]
    for rule in (*template.quorum, *template.passing):
        found += [rule.citation, rule.quote, f"{rule.quote}{rule.citation}", f"{rule.citation}{rule.quote}"]
    for gate in template.gates:
        found += [gate.citation, gate.quote, f"{gate.quote}{gate.citation}", f"{gate.citation}{gate.quote}"]
    return tuple(found)


def _folded(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
