"""Pure: whether what a committee wrote says something. Each check gives the empty string, or what to write instead.

A record names where something lies, a reason says why, a clause names the document (and its article) that lets answers
from a phone count. "没有", "急", a repeated sign, the question copied into its answer say nothing, however long they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from portal.consultations.procedure import Gate, Template

LEAST_REASON, LEAST_CLAUSE, LEAST_RECORD = 10, 8, 4
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\W_]+")
_HOLLOW = re.compile(
    r"(?:无|没有?|暂无|暂时没有|有|是|是的|好|好的|可以|同意|同上|略|不详|不知道|不清楚|待定|待补|待填|以后再?[补填说]|再说|稍后|测试?|试试?|试一试|随便|空"
    r"|急|紧急|加急|特急|很急|着急|急事|特殊|特殊情况|情况特殊|情况紧急|需要|已办|已有|已填|见附件|嗯|啊|哦|ok|yes|no|none|null|na|nil|test|todo|tbd|xx*|的|了|吧|呢|啦)+"
)
_EMPTY_WORDS = re.compile(
    r"特殊|情况|紧急|加急|着急|急需|急|需要|必须|尽快|尽早|马上|立即|及时|缩短|通知|时间|期限|日期|原因|理由|因为|由于|因|所以|遇有|有关|相关|工作|居民会议|居民"
    r"|召开|召集|开会|会议|表决|投票|可以|应当|临时|本次|这次|此次|我们|比较|非常|十分|特别|很|太|有|无|没有|要|是|的|了|来不及|等不及|等不了|时限|提前|办理|处理|进行|开展|希望|请|大家|理解|实际|客观|一些|各种|某种"
)
_DOCUMENT = re.compile(
    r"《[^《》]{2,60}》|章程|实施办法|办法|条例|议事规则|规则|规约|公约|决定|决议|规定|细则|自治法|组织法|基本法|法律|民法典"
)
_NUMERAL = r"[0-9一二三四五六七八九十百零〇两]{1,9}"
_ARTICLE = re.compile(rf"第\s{0, 9}{_NUMERAL}\s{0, 9}[条款项章节]|{_NUMERAL}\s{0, 9}条")
_TITLE = re.compile(r"《[^《》]{2,60}》")
_DENIES = re.compile(
    r"(?:没有|没|无|未|未曾|尚未|不曾|还没有?|并无|查无|找不到|不存在|不知道|不清楚|忘了|忘记)[^，。；,;]{0,6}?"
    r"(?:条款|依据|章程|规定|规则|办法|条例|规约|公约|写明|写入|写|制定|修订|找到|允许|约定|明确|第几条|哪一?条)|第[几某x×X?？_.…]+条|(?:哪|某)一?条"
)


def record_trouble(record: str, gate: Gate | None = None) -> str:
    """Where the record of a step lies."""
    if _is_hollow(record, LEAST_RECORD) or (gate and _copies(record, (gate.title, gate.ask, gate.quote))):
        return "这里要写明记录在哪里，例如“会议纪要2026年第12号，存在社区档案柜”"
    return ""


def posting_trouble(record: str) -> str:
    """Where the notice hangs."""
    if _is_hollow(record, 2):
        return "请写明通知贴在哪里、发在哪里，例如“社区公告栏、各单元门口”"
    return ""


def clause_trouble(record: str, gate: Gate, template: Template) -> str:
    """The clause that lets an answer from a phone count as attending: a document, and where in it."""
    example = "例如“《幸福社区居民自治章程》第十五条：网上参加表决的，视为到会”"
    if _is_hollow(record, LEAST_CLAUSE):
        return f"请写明是哪份文件的哪一条允许网上参加，{example}"
    if _copies(record, (gate.title, gate.ask)):
        return f"这是题目里的话。请写明是哪份文件的哪一条，{example}"
    if _copies(record, _law(template)):
        return f"这是法律本身的条文，它没有说网上参加算到会。请写明是哪份文件的哪一条允许，{example}"
    if _DENIES.search(record):
        return "照这句话，并没有允许网上参加的条款。没有条款就不能在网上投：请改在会场开会"
    if not _DOCUMENT.search(record):
        return f"没有写是哪份文件。请写明文件和条款，{example}"
    if not (_ARTICLE.search(record) or _TITLE.search(record)):
        return f"没有写是第几条。请写明文件和条款，{example}"
    return ""


def circumstances_trouble(text: str, template: Template) -> str:
    """Why the notice is shorter than the law's days."""
    if _is_hollow(text, LEAST_REASON) or len(set(_HAN.findall(_EMPTY_WORDS.sub("", text)))) < 5:
        return "请用一句话写清楚出了什么事、为什么等不到整日子，例如“3栋二楼水管爆裂，全楼停水，要马上定维修办法”"
    if _copies(text, (template.shorter_quote, template.notice_quote, template.shorter_citation or "")):
        return "这是法律的原话。请写清楚这一次出了什么事、为什么等不到整日子"
    return ""


def reason_trouble(reason: str) -> str:
    """Why a line of the roll is changed after the notice, or what a scrutineer objects to."""
    return "请用一句话写明原因" if _is_hollow(reason, LEAST_RECORD) else ""


def _is_hollow(text: str, least: int) -> bool:
    """Too short, no Chinese, a few signs repeated, or nothing but words that say nothing."""
    said = _folded(text)
    if len(said) < least or not _HAN.search(said):
        return True
    if len(set(said)) < min(len(said), max(2, least // 2)):
        return True
    if _repeats(said):
        return True
    return _HOLLOW.fullmatch(said) is not None


def _repeats(said: str) -> bool:
    """One short piece again and again: 测试测试测试, 第一条第一条第一条."""
    return any(
        len(said) >= 2 * size and (said[:size] * (len(said) // size + 1))[: len(said)] == said
        for size in range(1, len(said) // 2 + 1)
    )


def _copies(text: str, others: Iterable[str]) -> bool:
    """The text is one of those, a part of one, or one with hardly anything beside it."""
    said = _folded(text)
    for other in map(_folded, others):
        if not other:
            continue
        if said in other or (other in said and len(said) - len(other) < LEAST_RECORD):
            return True
    return False


def _law(template: Template) -> tuple[str, ...]:
    """The law's own words and articles, as the page shows them."""
    found = [template.attendance_citation, template.notice_citation, template.notice_quote]
    for rule in (*template.quorum, *template.passing):
        found += [rule.citation, rule.quote, f"{rule.quote}{rule.citation}", f"{rule.citation}{rule.quote}"]
    for gate in template.gates:
        found += [gate.citation, gate.quote, f"{gate.quote}{gate.citation}", f"{gate.citation}{gate.quote}"]
    return tuple(found)


def _folded(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
