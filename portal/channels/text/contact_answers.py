"""Reads the answer to "they say that they phoned you: is that so?" (打过了, 没人打过电话, 没接到). Pure.

A denial reopens a case and reaches the supervisors, so either answer counts only if the whole text is understood.
"""

from __future__ import annotations

import re
from typing import Literal

from portal.channels.text.simplified import simple

LONGEST = 40  # characters; more words say more than the answer
_BETWEEN = re.compile(r"[\s，,。.、！!；;~～…“”\"'（）()]+")
# The parts of an answer: who, when and small words; being phoned; being visited, told or contacted in any way.
_WHO_WHEN = r"(?:你们|他们|她们|人家|他|她|谁|哪个|有?人|工作人员|单位|社区|物业|师傅|网格员|居委会?|办事的|那边|这边|我们?|咱们?|俺|家里?|家人|手机|电话|这几?天|那天|今[天日早]|昨[天日晚]|前[天日]|前几天|上午|下午|早上|中午|晚上|最近|一直|从来|从|根本|压根儿?|就|都|也|真的?|确实|的确|是|可|并|又|还|哪里|哪|给|跟|和|来|过来|到现在|至今|啊|呀|哦|噢|唉|哎|哼|嗯|对|好像)"
_CALL = r"(?:打|接|来|回|拨|通|收|听|听见|打通)(?:到|过|了|着){0,2}(?:什么|任何|一?个|(?:我|我们|他们|你们|谁)的?(?=电|手|来))?(?:电话|话|来电|手机|铃)?(?:给(?:我|我们|咱))?"
_MEET = r"(?:联系|找|通知|告诉|告知|问|理|搭理|沟通|上门|上过门|来|来过|到过|见|看|敲门|敲过门|说|讲|回访)(?:过|到|了|着)?(?:我们?|咱们?)?(?:家里?|门|人|面|一?声)?"
_TAIL = r"(?:过|了|的|啊|呀|呢|吧|哦|嘛|哈|滴|么|喔){0,4}"
_ASIDE = re.compile(
    r"(?:谢谢|感谢|多谢|辛苦|麻烦)(?:你们?|您|大家|师傅|了|啦)*|您?你?好|(?:请|麻烦)?(?:你们)?(?:查一?查|核实一?下|查清楚)|(?:太)?(?:不像话|过分|气人|可气|离谱)(?:了|啊)*"
)
_LIE = r"(?:假的?|骗人|骗子|撒谎|说谎|瞎说|胡说|乱说|瞎编|编的|扯淡|造假|没影的事|子虚乌有)"
_DENIES = re.compile(
    rf"(?:{_WHO_WHEN}){{0,8}}(?:没|没有|未|无|否|不是|没得|冇)(?:人|谁)?(?:给(?:我|我们|咱))?(?:{_WHO_WHEN}){{0,8}}(?:这回事|这么?回事|这事儿?|那回事|的事|未接来电|未接|{_CALL}|{_MEET})?{_TAIL}"
    rf"|(?:{_WHO_WHEN}){{0,8}}(?:在)?{_LIE}{_TAIL}|谁(?:打|来|联系)(?:过|了)?(?:我|电话){{0,2}}(?:啊|呀|了){{0,2}}"
)
_CONFIRMS = re.compile(
    rf"(?:{_WHO_WHEN}){{0,8}}(?:有|是|对|确实|确有|属实|真)(?:过|的|这回事|这么?回事|这事儿?|其事|未接来电|未接|啊|呀|哦|嘛|滴|了){{0,4}}"
    rf"|(?:{_WHO_WHEN}){{0,8}}(?:有|有人)?(?:给(?:我|我们|咱))?(?:(?:打|接|来|回|拨|通)(?:到|过|了|着){{1,2}}(?:(?:我|我们|他们|你们)的?(?=电|手|来)|一?个|[一两几][次回个]|的)?(?:电话|话|来电|手机)?"
    rf"|(?:联系|上门|上门来|上|敲|见|沟通|通知|告诉|告知|回访)(?:到|过|了|着){{1,2}}(?:我们?|咱们?)?(?:门|面|家里?|人)?|(?:找|来)(?:到|过|了){{1,2}}(?:我们?|咱们?)?(?:家里?|人)?){_TAIL}"
    rf"|(?:{_WHO_WHEN}){{0,8}}打(?:的)?电话{_TAIL}|(?:{_WHO_WHEN}){{0,8}}来(?:过|了)(?:的|人|一趟|两趟){{0,2}}{_TAIL}"
)
_NO_WORD = re.compile(r"没|不|未(?!接来|接$)|无|否|冇|假|骗|谎|瞎|胡|乱|编|扯|谁|子虚")
_NAMES = re.compile(
    r"电话|来电|打(?:过|了|的)|没打|接(?:到|过|了)|没接|来过|没来|上门|上过门|敲门|联系|回访|找过|没找|这回事|这么?回事"
)
_DOUBT = re.compile(r"好像|可能|不清楚|不知道|不记得|忘|也许|大概|应该|不确定|记不|搞不清|要是|如果|[吗?？]$")
_UNTAKEN = re.compile(r"没(?:有)?(?:接|听)")  # no answer where staff claim a call that was not taken (`how` "missed")

# how a contact is claimed (contact_claims.How) → the words that speak of it; for other ways, all these words
_SPEAKS = {
    "phone": re.compile(r"电话|来电|打(?:过|了|的)|没打|接(?:到|过|了)|没接|未接|联系|回访|通知"),
    "missed": re.compile(r"电话|来电|打(?:过|了|的)|没打|未接|联系|回访|通知"),
    "visit": re.compile(r"来过|没来|上门|上过门|敲门|敲过门|联系|回访|找过|没找"),
}
_SPEAKS_OF_ANY = re.compile("|".join(one.pattern for one in _SPEAKS.values()))
# words that say that the sender was reached: 打过电话了 alone may be a call of the sender's own
_REACHED = re.compile(r"接(?:到|过|了)|给(?:我|咱)|[系访]过?(?:了)?我|有人|[他她]们?|来过|上过?门|敲过?门")
_CLAUSE = re.compile(r"[\s，,。.、！!；;~～…]+|(?<=.)(?=但是|但|可是|不过|就是|只是)")
_BUT = re.compile(r"^(?:但是|但|可是|可(?=没)|不过|就是|只是|而且|另外|还有|然后|也|却)+")

Answer = Literal["confirmed", "denied"]


def names_a_contact(text: str) -> bool:
    """Whether a text of at most LONGEST characters speaks of a call, a visit or 这回事, so that it answers no other question."""
    return len(text) <= LONGEST and _NAMES.search(simple(text)) is not None


def speaks_of(text: str, how: str) -> bool:
    """Whether a text, of any length, speaks of such a contact (`how`) in words of its own, so that it needs no question."""
    return _SPEAKS.get(how, _SPEAKS_OF_ANY).search(simple(text)) is not None


def read_unasked(text: str, how: str) -> Answer | None:
    """What a text says of a claim about which its sender was not asked; None: nothing, or not surely."""
    answer = read_answer(text, how) if speaks_of(text, how) else None
    return None if answer == "confirmed" and not _REACHED.search(simple(text)) else answer


def split_answer(text: str, how: str) -> tuple[Answer, str] | None:
    """(what some clauses of a text say of the claim, the other clauses): 修好了，但是没人打过电话.

    None unless there are both, and the clauses about the claim agree.
    """
    clauses = [one for one in _CLAUSE.split(text) if one]
    said = [read_unasked(_BUT.sub("", one), how) for one in clauses]
    rest = [_BUT.sub("", clause) for clause, answer in zip(clauses, said, strict=True) if answer is None]
    answers = {one for one in said if one is not None}
    return (answers.pop(), "，".join(rest)) if len(answers) == 1 and rest else None


def read_answer(text: str, how: str) -> Answer | None:
    """The answer to the claim of a contact (`how`: contact_claims.How); None if it is no answer, or no clear one.

    A greeting, thanks, a request to check, or anger may come with it; with anything else it is no clear answer.
    """
    said = simple(text)
    if len(said) > LONGEST or _DOUBT.search(said) or (how == "missed" and _UNTAKEN.search(said)):
        return None
    parts = [one for one in _BETWEEN.split(said) if one and not _ASIDE.fullmatch(one)]
    answers = {_answer(one) for one in parts}
    return answers.pop() if len(answers) == 1 else None


def _answer(part: str) -> Answer | None:
    if _NO_WORD.search(part):
        return "denied" if _DENIES.fullmatch(part) else None
    return "confirmed" if _CONFIRMS.fullmatch(part) else None
