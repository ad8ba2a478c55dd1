"""What is told to a message that asks more about the common question just answered: the piece that fits, or that nothing more is known. Pure."""

from __future__ import annotations

import re

from actions.conversation.say import Say
from actions.conversation.turn import Faq
from actions.intake import aspects
from actions.intake.further.words import asking_clause, core_characters, distinct_pairs, named_things, telling_pairs

_WHAT_TO_DO = re.compile(
    "[怎咋]么?[办弄](?!理)|如何是好"
)  # of a situation, on which any sentence of the answer may bear
_SAY_IT_AGAIN = re.compile(  # which wants the whole answer, and no piece of it
    "再[说讲](?:一?[遍次下]|清楚|细)|重新?[说讲]|没[听看]?[懂清明]|听不[懂清]|不[太大]?(?:懂|明白)|什么意思|啥意思|说(?:得?具体|详细|清楚|细)|具体[点些说怎]|详细|然后呢|接下来|下一步"
    "|^(?:那|请问)?(?:该|要|应该|到底)?[怎咋]么?[办弄搞做][呢啊呀]?[？?]?$"
)


def told_further(faq: Faq, text: str, *, again: bool = False) -> Say:
    """What is to be told of the aspect that a message asks for, or of what it names; that nothing is; else, or if that is wanted, the whole answer again.

    Of a part that the answer speaks of (没签合同可以吗), only the sentences that do. `again`: the whole answer was said again before;
    a message that it does not fit is then told that nothing more is known.
    """
    aspect, more = aspects.aspect_of(asking_clause(text)), aspects.details_of(faq["question"])
    whole, source = f"{faq['answer']}{more.text}", more.source or faq["source"]
    pairs = [pair for pair in distinct_pairs(text) if pair not in faq["question"]]
    if exact := aspects.closest_sentences(whole, [one for one in pairs if len(one) > 1]):
        told = aspects.told_of(whole, aspect, text) if aspect is not None and not aspect.told.search(exact) else ""
        return Say("utter_faq_answer", {"answer": exact + told, "source": source}, asks="answered")
    if _SAY_IT_AGAIN.search(text):
        return _whole_again(faq, source)
    if aspect is None or (aspect.code != "refused" and _WHAT_TO_DO.search(text)):
        return _told_of_what_is_named(faq, whole, source, text) or (
            _tells_nothing_of(aspects.unnamed(), faq) if again else _whole_again(faq, source)
        )
    return _told_of(aspect, faq, text) or _tells_nothing_of(aspect, faq)


def is_whole(say: Say, faq: Faq) -> bool:
    """Whether a message tells the whole answer."""
    return str(say.params.get("answer", "")).startswith(faq["answer"])


def _whole_again(faq: Faq, source: str) -> Say:
    """The whole answer again."""
    return Say("utter_faq_again", {"answer": faq["answer"], "source": source}, asks="answered")


def _told_of_what_is_named(faq: Faq, whole: str, source: str, text: str) -> Say | None:
    """The sentences that share a thing or some words with a message that asks for no aspect (没合同咋办); None if none does."""
    named = [one for one in (*named_things(text), *telling_pairs(text)) if one not in faq["question"]]
    fits = aspects.closest_sentences(whole, named)
    if not fits and (one := aspects.only_sentence_with(whole, core_characters(text, faq))):
        return Say("utter_faq_again", {"answer": one, "source": source}, asks="answered")
    return Say("utter_faq_answer", {"answer": fits, "source": source}, asks="answered") if fits else None


def _told_of(aspect: aspects.Aspect, faq: Faq, text: str) -> Say | None:
    """The sentences that tell an aspect, of the answer and of what there is to tell besides, or else those that share words with the message; None if none does."""
    more = aspects.details_of(faq["question"])
    told = aspects.told_of(faq["answer"], aspect, text) + aspects.told_of(more.text, aspect, text)
    told = told or "".join(aspects.sentences_with(one, telling_pairs(text)) for one in (faq["answer"], more.text))
    if not told:
        return None
    params = {"answer": told + aspects.at_that_time(text, told), "source": more.source or faq["source"]}
    return Say("utter_faq_answer", params, asks="answered")


def _tells_nothing_of(aspect: aspects.Aspect, faq: Faq) -> Say:
    """That an answer tells nothing of an aspect, with what it tells of the nearest, or whom to ask."""
    near = aspects.near_to(faq["answer"], aspect) or aspects.whom_to_ask(faq["answer"])
    return Say("utter_faq_again", {"answer": aspect.missing + near, "source": faq["source"]}, asks="answered")
