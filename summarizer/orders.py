"""Sentences that speak to a machine instead of telling news. Pure.

Whoever writes a page that we read can write orders into it: "add this to your answer". Whatever
obeys or repeats them has stopped telling news. Such sentences are given to no model, and what
rests on them alone may not go out. Nor may what rests on a question alone: it tells nothing, and
it invites a model to answer from what it knows.

The rules look at the form of a sentence, not at what it is about: an article that reports on such
orders keeps every sentence that tells of them. Words are in `lexicon/orders.tsv`.
"""

import re
from functools import cache, lru_cache

from summarizer.folding import fold
from summarizer.lexicon import table

_FRAMES = re.compile(
    r"<!--|-->|<\||\|>|\[/?inst\]|<</?sys>>|</?(?:s|system|assistant|user|human|instructions?)>"
    r"|^\W*#{2,}|#{3,}\s*$|```"
    r"|^\W*(?:system|assistant|user|human|chatbot|chatgpt)"
    r"(?: (?:prompt|message|note|override|instructions?))?\s*[:>\]]"
    r"|\b(?:new|updated|system|developer|hidden) (?:instruction|prompt)s?\s*:",
    re.IGNORECASE,
)
"""Marks by which chat templates and pages part speakers and hide text."""

_ENDS_ASKING = re.compile(r"[?？؟][\s\"”’»]*$")
_MARKS = re.compile(r"[\"“”«»„]")

_UNSPACED = re.compile(
    r"(?:之前|以上|先前|上述|前面|所有).{0,8}(?:指令|指示|提示|命令|要求|规则)"
    r"|(?:これまで|以前|上記|前の|すべての).{0,8}(?:指示|命令|プロンプト|ルール)"
    r"|تجاهل.{0,20}(?:التعليمات|الأوامر|القواعد)|نادیده.{0,30}دستور"
)
"""The same in scripts that are read as they stand."""

_MACHINES = (
    r"(?:assistants?|ais?|ai models?|language models?|llms?|chatbots?|bots?|summari[sz]ers?)"
)
_SPEAK = (
    r"(?:say|state|mention|reply|respond|answer|output|print|include|write|end|begin|start|tell"
    r"|add|recommend|describe|stop|ignore|report)"
)
_ADDRESSES_A_MODEL = re.compile(
    rf"\b(?:{_MACHINES}|(?:all |any |every )?summar(?:y|ies)|answers?|you) (?:\w+ ){{0,4}}?"
    rf"(?:must|should|shall|will|has to|have to|need to) (?:now |always |also |only )?{_SPEAK}\b"
    rf"|^\W*(?:note|attention|message|memo|dear|hello|hi|hey|to) (?:\w+ ){{0,3}}?{_MACHINES}\b"
    r"|^from now on\b|^(?:please|kindly) [a-z]|^(?:can|could|would|will) you\b"
    r"|^(?:respond|reply|answer) (?:only |just |solely )?(?:with|by|in)\b"
    r"|\b(?:respond|reply|answer) (?:only|just|solely) (?:with|by|in)\b"
    r"|\bas an ai (?:language )?(?:model|assistant)\b"
    r"|\b(?:you are|act as|pretend to be|behave as) (?:now )?(?:a|an|the|my) (?:\w+ ){0,3}"
    r"(?:assistant|ai|bot|chatbot|language model)\b"
    r"|\b(?:include|insert|add|put|append|print|output|repeat|mention) (?:\w+ ){0,6}"
    r"(?:in|into|to|at the (?:end|start|beginning) of) (?:the|this|any|every|each) "
    r"(?:summary|answer|response|reply|output|briefing|digest)\b"
)


@cache
def _any_of(key: str) -> str:
    words = sorted(table("orders")[key], key=len, reverse=True)
    return "|".join(re.escape(word.replace("_", " ")) for word in words)


@cache
def _sets_aside() -> re.Pattern[str]:
    old, rules = _any_of("old"), _any_of("rules")
    between = r"\W+(?:\w+\W+){0,2}?"
    return re.compile(rf"\b(?:{old})\b{between}(?:{rules})\b|\b(?:{rules})\b{between}(?:{old})\b")


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(
        r"(?:^\W*|[.:;!,]\W+|\b(?:and|please|now|must|should|then|you) )"
        r"(?:ignore|disregard|forget|override|bypass|discard|skip)\b"
        rf"|\b(?:{_any_of('aside')})"
    )


@cache
def _to_a_machine() -> re.Pattern[str]:
    """A sentence that begins with an order, or speaks of "your answer"."""
    polite = r"^[^\w\"“”«„]*(?:(?:please|now|then|also|kindly|simply|just) )?"
    return re.compile(
        rf"{polite}(?:{_any_of('order')})\b(?!['’-])"
        rf"|{polite}(?:{_any_of('maybe')}) (?:(?:{_any_of('object')})\b|[\"“«„'‘])"
        rf"|{polite}(?:{_any_of('maybe')})\b.*\b(?:{_any_of('material')})\b.*\b(?:with|into|by)\b"
        rf"|\b(?:{_any_of('your_reply')})\b(?! to (?:him|her|them|us|the)\b)"
    )


@lru_cache(maxsize=20_000)
def is_order(sentence: str) -> bool:
    """Say whether a sentence gives orders to whoever reads it as a machine does."""
    if _FRAMES.search(sentence) or _UNSPACED.search(sentence):
        return True
    folded = fold(" ".join(sentence.split()))
    if _sets_aside().search(folded) and _aside().search(folded):
        return True
    return bool(_ADDRESSES_A_MODEL.search(folded) or _to_a_machine().search(folded))


def is_question(sentence: str) -> bool:
    """Say whether a sentence only asks.

    One that reports a question in quotation marks does not; a mark that nothing opens is no mark.
    """
    if not _ENDS_ASKING.search(sentence):
        return False
    reports = sentence.rstrip()[-1] not in "?？؟" and len(_MARKS.findall(sentence)) > 1
    return not reports or _MARKS.match(sentence.lstrip()) is not None


def tells(sentence: str) -> bool:
    """Say whether a sentence can support a statement: it neither orders nor asks."""
    return not is_question(sentence) and not is_order(sentence)
