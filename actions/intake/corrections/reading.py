"""Read what a message corrects: it denies a place, time, number or kind and says another, deletes a number, or leaves a room out. Pure.

For an open draft and a registered case alike: given what is known, what changes?
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import KIND_CODES, KIND_LABELS, CaseDraft, phones
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.denied_names import read_denied_name
from actions.intake.corrections.phones import changes_number, read_number, without_numbers
from actions.intake.corrections.places import read_other_part, read_part_left_out, read_place, without_other_things
from actions.intake.corrections.replacing import read_replacement
from actions.intake.corrections.rooms import room_left_out, without_room
from actions.intake.corrections.taking_back import BARE, CORRECTION_MARK, DURATION, LONGEST, contradicts, says_whose
from actions.intake.corrections.times import NAMES_TIME, WHEN, read_recalled_time, read_time, read_time_beside_alibi
from actions.interpreting.places import tells_what_happened
from actions.interpreting.short_answers import in_standard_words

_LEAST_MORE = 5  # characters besides the words of a correction: from these on it says more
_NUMBER_WORD = re.compile(r"(?<![牌房门室楼户间栋业])(?:手机|电话|联系)?(?:号码?|电话|手机|联系方式)").pattern
_MY_OWN = re.compile(
    r"(?:女儿|儿子|闺女|老公|老婆|爱人|老伴|媳妇|女婿|孩子|妈妈?|爸爸?|家里?人|哥哥?|姐姐?|弟弟|妹妹|外婆|外公|爷爷|奶奶)"
)
"""Who may have left their number for the sender; whoever is complained of has not (物业经理不讲理 别打他电话)."""
_DELETES_NUMBER = re.compile(
    rf"{_NUMBER_WORD}(?:还是|就|也|都|先|我|请){{0,3}}(?:不要|别|不用|不必|不想|不愿意?|甭|勿)(?!给|告诉|让|外|透|说|打)(?:再)?(?:留|记|写|存|填)?(?:了|啦|吧|$|[，,。！ ])"
    rf"|{_NUMBER_WORD}(?:(?:(?!打不|不通|没人|无人)[^，,。]){{0,4}}|是[^，,。]{{1,10}}[，, ](?:给我|帮我|请|麻烦|快){{0,2}})(?:删|去掉|抹掉|划掉|擦掉|撤掉|撤了|抹去|删去)"
    rf"|(?<![要用想])(?:别|不要|不用|不想|不愿意?|甭|勿|莫)(?:再|给你们|把)?(?:留|记|写|存|填)(?:下|我|的|那个|这个|了){{0,3}}{_NUMBER_WORD}"
    rf"|(?:删|去掉|抹掉|抹去|划掉|擦掉|撤掉)(?:除|掉|去|了|一下|我|的|那个|这个){{0,4}}{_NUMBER_WORD}"
    rf"|{_MY_OWN.pattern}(?:也|都|就|又|她|他){{0,2}}(?:(?:[说讲]|[让叫]你们?)?(?:不要|别|不用|勿|莫)|不(?:让|愿意?|想)(?:你们|人)?)(?:再|老是?)?打[她他]的?(?:电话|手机|号码)(?:了|啦|吧)?(?=$|[。！! ])(?!.*打)"  # 女儿说不要打她电话
    rf"|(?<!留)不留(?:{_NUMBER_WORD})|{_NUMBER_WORD}(?:就|也|都|先|我){{0,2}}不(?:留|记|写|存|填)(?:了|啦|吧|$|[，,。！ ])"
)
_KIND_WORD = "|".join(KIND_LABELS.values())
_CORRECTION_WORDS = re.compile(
    rf"{CORRECTION_MARK.pattern}|(?:我|这|那|就|来|想|提|算|要|个|条|一下|只|吧|啊|的)|(?:{_KIND_WORD})|[\d*]+(?:栋|幢|号楼|单元|室|组)?|{BARE.pattern}"
)
_KIND_NOT = re.compile(
    rf"(?:不是|不算|别|不要|不用|不|没有?)(?:来|想|要|当|当作|算|是|写|写成|我|什么|在){{0,3}}(?:{_KIND_WORD}|申请|告状)"
    rf"|(?:[写记登显][记示]?(?:的|着|成)是?了?|显示|[变弄搞]?成了)(?:{_KIND_WORD})"  # what was written down, as the sender sees it
)
_KIND_IS = re.compile(
    rf"(?:(?<!不)是|算|当|当作|改成|改为|换成|写成|提|就提|想|就(?=建议|咨询|表扬))(?:一?[个条]|来|想|提|点|一下|要){{0,3}}(?P<kind>{_KIND_WORD})(?!过|了|他|她|你|电话|的(?!啊|呀|吧|$))"
)


# 当成诉求登记, 我是正式申请, 是求助: a wish that somebody acts; 不是问: what it is instead
_WANTS_ACTION = re.compile(
    r"(?:(?<!不)是|算|当成?|当作|作为|改[成为]|换成|写成|按)(?:个|一[个条])?(?:正式|书面)?的?(?:来|要|提|想)?(?:诉求|申请|请求|请愿)(?!过|了(?!$)|表|单|书|人|材料|太|的(?!$|[，,。]))"
)
_NO_QUESTION = re.compile(r"(?:不是|不算|别当|不要当|没有?)(?:来|在|想|要|成|光|只是)?(?:问|咨询|打听)")
_INSISTS = re.compile(
    r"改成|改为|换成|算是|就是|就提|反话|(?:我|我们|俺)这(?:明明|其实|分明|本来)?是|(?:明明|其实|分明)是"
)
_WANTS_REPAIR = re.compile(  # 是要求你们修，不是投诉
    r"(?:要求?|请|让|叫|想|希望|麻烦)(?:你们|社区|人|师傅|谁){0,2}(?:来|去|给|帮忙?|派人|尽快|快点){0,3}(?:修|处理|解决)|报修"
)
_WANTS_PRAISE = re.compile(  # 你们一定要表扬他, 替我夸夸那个保安
    r"反话[^，,。]{0,4}[，,。 ]{0,2}(?:我|我们|俺)?(?:这|那)?(?:明明|其实|分明|本来)?(?:就?是|要|想)(?:在|来)?(?:表扬|夸奖?)|(?:一定|必须|[要请想得]|替我|帮我|给我|应该|该)(?:你们|好好|多多|再|给|对|当众|公开){0,3}(?:表扬|夸奖|夸夸?|嘉奖)(?:一?下|一?声|表扬)?(?:他|她|他们|她们|这|那|人家|小|老|保安|师傅)"
    r"|^(?:我们?|俺|阿姨|大妈|大爷|奶奶|爷爷|其实|就)*(?:要|想|是来?)(?:来|好好|专门)?(?:夸夸?|夸奖|表扬|点赞)(?:一?下)?(?:一?个)?(?:好?人|人家)?的?[吧啊呀哦]?$"
)


_LEAVES_ONE = re.compile(  # 刚才说不留电话，想想还是留一个吧 188…
    r"(?<![不别])(?:还是|想想|那就?|现在|又想|决定|再|给你们?)(?:给你们?|帮我|我|也){0,2}[留记写存填](?:一?[个下]|着|上|我的?|吧|电话|手机|号码?){0,4}[^\d。；;]{0,6}\d{7,12}(?!\d)"
)


def deletes_number(text: str) -> bool:
    """Whether a text asks for the number to call to be deleted: 号码不要留了. Not if its sender thinks better of it, and leaves one (不留电话…还是留一个 188…)."""
    if len(text) > LONGEST:
        return False
    said = in_standard_words(text)
    return _DELETES_NUMBER.search(said) is not None and _LEAVES_ONE.search(said) is None


def leaves_number(text: str) -> bool:
    """Whether a text says that its sender thinks better of it and leaves a number to call (刚才说不留电话，还是留一个吧 188…)."""
    return len(text) <= LONGEST and _LEAVES_ONE.search(in_standard_words(text)) is not None


def wants_praise(text: str) -> bool:
    """Whether a text wants somebody praised, and tells nothing that is wrong (你们一定要表扬他, 阿姨要夸人)."""
    return _WANTS_PRAISE.search(text) is not None and not tells_what_happened(text)


def read_changes(text: str, draft: CaseDraft, known: Known) -> Changes:
    """The fields that a message changes.

    Any place, time or number if it contradicts what was said (`contradicts`); else only a number with words of a new one
    (`changes_number`), another part of the known place (`read_other_part`) and a day that is remembered now
    (`read_recalled_time`). Either way another kind, a room that is left out, and a number to be deleted.
    """
    text = in_standard_words(text)
    if deletes_number(text) and not phones(draft):
        return Changes(contact="")
    if (room := room_left_out(text)) is not None:
        return Changes(place=without_room(text, room, known), room=room)
    kind, back = _read_kind(text, known), contradicts(text)
    contact = read_number(text, known.contact) if back or changes_number(text) or leaves_number(text) else None
    text, draft = without_numbers(text, draft)
    draft = without_other_things(text, draft, known)
    if (completed := read_part_left_out(text, known)) is not None:
        return Changes(completed)
    if not back:
        if contact:
            return Changes(contact=contact, kind=kind)
        time = read_time_beside_alibi(text, draft, known) or read_recalled_time(text, draft, known)
        return Changes(read_other_part(text, known), time, None, kind)
    if says_whose(text, draft):
        return Changes(None, read_time(text, draft, known), contact, kind)
    if (named := read_denied_name(text, draft, known.place)) is not None:
        return Changes(named, read_time(text, draft, known), contact, kind)
    swapped = read_replacement(text, draft, known)
    if swapped:
        time = None if swapped.time is not None else read_time(text, draft, known)
        return replace(swapped, **{name: new for name, new in (("time", time), ("contact", contact)) if new})
    place, time = read_place(text, draft, known, has_number=contact is not None), read_time(text, draft, known)
    return Changes(place, time, contact, kind)


def says_more(text: str, changes: Changes) -> bool:
    """Whether a correction tells more than the new values of its fields."""
    for value in changes.as_dict().values():
        for part in re.split("[、，]", value):
            text = text.replace(part, "")
    if changes.time is not None:
        for words in (WHEN, DURATION, NAMES_TIME):
            text = words.sub("", text)
    return len(_CORRECTION_WORDS.sub("", text)) >= _LEAST_MORE


def _read_kind(text: str, known: Known) -> str | None:
    """The code of the kind that the text says instead of another; None if it says none, or the known one."""
    if len(text) > 40:
        return None
    if known.kind and wants_praise(text):
        return "praise" if known.kind != "praise" else None
    if known.kind == "inquiry" and _WANTS_ACTION.search(_NO_QUESTION.sub("", text)):
        return "request"
    rest = _NO_QUESTION.sub("", _KIND_NOT.sub("", text))
    found = _KIND_IS.search(rest)
    denied = rest != text
    if found is None and denied and known.kind == "complaint" and _WANTS_REPAIR.search(rest):
        return "request"
    if found is None or not (denied or _INSISTS.search(text)):
        return None
    code = KIND_CODES[found.group("kind")]
    return code if code != known.kind else None
