"""Sentences that speak to a machine instead of telling news. Pure.

Whoever writes a page that we read can write orders into it: "add this to your answer". Whatever
obeys or repeats them has stopped telling news. Such sentences are given to no model, and what
rests on them alone may not go out. Nor may what rests on a question alone: it tells nothing, and
it invites a model to answer from what it knows.

The rules look at the form of a sentence, not at what it is about: an article that reports on such
orders keeps every sentence that tells of them. Words are in `lexicon/orders.tsv`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from summarizer.disguise import hidden, spelled_in_digits, unmasked
from summarizer.folding import fold
from summarizer.lexicon import table

FRAMES = re.compile(
    r"<!--|-->|<\||\|>|\[/?inst\]|<</?sys>>|</?(?:s|system|assistant|user|human|instructions?)>"
    r"|^\W*#{2,}|#{3,}\s*$|```"
    r"|^\W*(?:system|assistant|user|human|chatbot)"
    r"(?: (?:prompt|message|note|override|instructions?))?\s*[:>\]]"
    r"|\b(?:new|updated|system|developer|hidden|real|next) (?:instruction|prompt|task)s?\s*:"
    r"|!\[[^\]]*\]\(|<\s*/?\s*(?:img|script|iframe|svg|object|embed|form|input|style|meta)\b"
    r"|^\W*\{\s*[\"']|\"(?:role|content|function_call|tool_calls?)\"\s*:",
    re.IGNORECASE,
)
"""Marks by which chat templates and pages part speakers and hide text."""

MARKED = re.compile(r"[<>#`:\[\]{]")
"""Signs of which `FRAMES` has one wherever it is found."""

_ENDS_ASKING = re.compile(r"[?？؟][\s\"”’»]*$")
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[\"“”«»„]")

UNSPACED = re.compile(
    r"(?:之前|以上|先前|上述|前面|所有).{0,8}(?:指令|指示|提示|命令|要求|规则)"
    r"|(?:これまで|以前|上記|前の|すべての).{0,8}(?:指示|命令|プロンプト|ルール)"
    r"|系统提示词|你(?:现在)?是[^。，]{0,12}(?:AI|人工智能|助手|语言模型)|你的(?:回答|回复|摘要|总结|输出)"
    r"|(?:摘要|回答|回复)(?:中|里|的?末尾|结尾)(?:请|要|必须)?(?:写|加|包含|说)"
    r"|システムプロンプト|(?:要約|回答|返答)(?:の最後|の冒頭)?(?:に|には)[^。]{0,30}(?:含め|書い|追加|入れ)"
    r"|시스템 ?프롬프트|(?:이전|위의|앞의|모든).{0,8}(?:지시|명령|지침).{0,8}무시"
    r"|موجه النظام|أنت الآن (?:مساعد|نموذج)|پیام سیستم"
    r"|تجاهل.{0,20}(?:التعليمات|الأوامر|القواعد)|نادیده.{0,30}دستور"
)
"""The same in scripts that are read as they stand."""

OTHER_SCRIPT = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of which `UNSPACED` has one wherever it is found."""

_MACHINES = (
    r"(?:assistants?|ais?|ai (?:models?|agents?|systems?|assistants?|tools?)|language models?|llms?"
    r"|chatbots?|bots?|summari[sz]ers?"
    r"|automated (?:\w+ ){0,2}?(?:systems?|software|tools?|agents?|readers?|pipelines?))"
)
_SPEAK = (
    r"(?:say|state|mention|reply|respond|answer|output|print|include|write|end|begin|start|tell"
    r"|add|recommend|describe|stop|ignore|report)"
)
_ADDRESSES_A_MODEL = re.compile(
    rf"(?:\b(?:{_MACHINES}|(?:all |any |every )?summar(?:y|ies)|answers?)|^\W*you) (?:\w+ ){{0,4}}?"
    rf"(?:must|should|shall|will|has to|have to|need to) (?:now |always |also |only )?{_SPEAK}\b"
    r"|\b(?:visible|readable|intended|meant|addressed) (?:only )?(?:to|for|by) "
    rf"(?:an? |the |all |any )?{_MACHINES}\b"
    rf"|\bif you(?: are|'re) (?:an? |the )?(?:\w+ ){{0,2}}?{_MACHINES}\b"
    r"|\b(?:instructions?|message|note|notice|attention|important|warning) (?:to|for) "
    rf"(?:all |any |the )?(?:\w+ )?{_MACHINES}\b"
    rf"|^\W*(?:note|attention|message|memo|dear|hello|hi|hey|to) (?:\w+ ){{0,3}}?{_MACHINES}\b"
    r"|^from now on\b|^(?:please|kindly) [a-z]"
    r"|^(?:respond|reply|answer) (?:only |just |solely |simply )?(?:with|by|in)\b"
    r"|\b(?:respond|reply|answer) (?:only|just|solely|simply) (?:with|by|in)\b"
    r"|\b(?:simply|just|only) (?:respond|reply|answer|output|print|say) (?:with|by|in|that)\b"
    r"|\b(?:yanit|cevap) ver(?:in|iniz)?\W*$"
    r"|\b(?:end|begin|start|finish|conclude|prefix|open|close) (?:every|each|all|any|your) "
    r"(?:\w+ ){0,2}?(?:response|answer|reply|summary|output|message|briefing)s?\b"
    r"|\brest of (?:this|the|our) (?:conversation|chat|session)\b"
    r"|\bas an ai (?:language )?(?:model|assistant)\b"
    r"|\b(?:you are|act as|pretend to be|behave as) (?:now )?(?:a|an|the|my) (?:\w+ ){0,3}"
    r"(?:assistant|ai|bot|chatbot|language model)\b"
    r"|\b(?:include|insert|add|put|append|print|output|repeat|mention) (?:\w+ ){0,6}"
    r"(?:in|into|to|at the (?:end|start|beginning) of) (?:the|this|any|every|each) "
    r"(?:summary|answer|response|reply|output|briefing|digest)\b"
)


_TO_A_MODEL = frozenset({
    "assistant", "assistants", "ai", "ais", "language", "llm", "llms", "chatbot", "chatbots", "bot",
    "bots", "summarizer", "summarizers", "summariser", "summarisers", "automated", "summary",
    "summaries", "summarys", "answer", "answers", "you", "now", "please", "kindly", "respond",
    "reply", "replys", "output", "outputs", "print", "say", "yanit", "cevap", "response",
    "responses", "message", "messages", "briefing", "briefings", "digest", "conversation", "chat",
    "session",
})  # fmt: skip
"""Words of which `_ADDRESSES_A_MODEL` has one wherever it is found."""

_CALLS = re.compile(r"\b(?:call|invoke|run|execute) (?:the (?:tool|function) )?[a-z]+_[a-z_]+\b")


@cache
def _any_of(key: str) -> str:
    words = sorted(table("orders")[key], key=len, reverse=True)
    return "|".join(re.escape(word.replace("_", " ")) for word in words)


@cache
def _cues(*keys: str) -> frozenset[str]:
    """Give the last words of entries: whatever has an entry in it has that word."""
    return frozenset(
        _WORD.findall(entry.replace("_", " "))[-1] for key in keys for entry in table("orders")[key]
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of order, looked for in folded text.

    Attributes:
        cues: words of which one stands wherever the pattern is found. Nearly no sentence has one,
            and a look for whole words costs far less than the pattern.
    """

    cues: frozenset[str]
    pattern: re.Pattern[str]

    def is_met(self, folded: str, words: Sequence[str]) -> bool:
        """Say whether a text has this form.

        Args:
            folded: the text.
            words: of it.
        """
        return not self.cues.isdisjoint(words) and self.pattern.search(folded) is not None


@cache
def setting_aside() -> Rule:
    """Give the rule for what names earlier instructions."""
    old, rules = _any_of("old"), _any_of("rules")
    between = r"\W+(?:\w+\W+){0,2}?"
    return Rule(
        _cues("rules"),
        re.compile(rf"\b(?:{old})\b{between}(?:{rules})\b|\b(?:{rules})\b{between}(?:{old})\b"),
    )


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(
        r"(?:^\W*|[.:;!,]\W+|\b(?:and|please|now|must|should|then|you) )"
        r"(?:ignore|disregard|forget|override|bypass|discard|skip)\b"
        rf"|\b(?:{_any_of('aside')})"
    )


@cache
def _ordering() -> re.Pattern[str]:
    """The beginning of a sentence that is an order."""
    polite = r"[^\w\"“”«„]*(?:(?:please|now|then|also|kindly|simply|just) )?"
    maybe, material = _any_of("maybe"), _any_of("material")
    return re.compile(
        rf"{polite}(?:{_any_of('order')})\b(?!['’-])"
        rf"|{polite}(?:{maybe}) (?:(?:{_any_of('object')})\b|[\"“«„'‘])"
        rf"|{polite}(?:{maybe})\b.*\b(?:{material})\b.*\b(?:with|into|by)\b"
    )


@cache
def rules() -> tuple[Rule, ...]:
    """Give the rules of which each tells an order by itself."""
    machine, reply = _any_of("machine"), _any_of("your_reply")
    about = f"(?:{_any_of('target')}|{_any_of('secret')})"
    begin = r"(?:^\W*|[.:;!–—] )"
    return (
        Rule(_TO_A_MODEL, _ADDRESSES_A_MODEL),
        # It speaks of "your answer".
        Rule(
            _cues("your_reply"),
            re.compile(rf"\b(?:{reply})\b(?! to (?:him|her|them|us|the)\b)"),
        ),
        # In another language than English, it is about an answer or a system's text.
        Rule(
            _cues("target", "secret"),
            re.compile(
                rf"{begin}(?:{_any_of('imperative')})\b.*\b{about}\b"
                rf"|\b{about}\b.*\b(?:{_any_of('final')})\W*$"
                rf"|{begin}(?:{_any_of('order')}|{_any_of('maybe')})\b.*\b(?:{_any_of('secret')})\b"
            ),
        ),
        # It tells a machine who to be.
        Rule(
            _cues("machine"),
            re.compile(rf"\b(?:{_any_of('be')})\b.{{0,40}}\b(?:{machine})\b"),
        ),
    )


@lru_cache(maxsize=20_000)
def is_order(sentence: str) -> bool:
    """Say whether a sentence gives orders to whoever reads it as a machine does.

    It is read as it looks, through signs that nobody sees and letters that look alike; what is
    encoded in it is read as well.
    """
    plain = unmasked(sentence)
    if _orders(plain) or any(map(_orders, hidden(sentence))):
        return True
    spelled = spelled_in_digits(plain)
    if spelled is None:
        return False
    folded = _folded(spelled)
    return _puts_aside(folded, _WORD.findall(folded))


def _orders(plain: str) -> bool:
    if MARKED.search(plain) and FRAMES.search(plain):
        return True
    if OTHER_SCRIPT.search(plain) and UNSPACED.search(plain):
        return True
    folded = _folded(plain)
    words = _WORD.findall(folded)
    return (
        any(rule.is_met(folded, words) for rule in rules())
        or _puts_aside(folded, words)
        or _ordering().match(folded) is not None
        or ("_" in folded and _CALLS.search(folded) is not None)
    )


def _folded(text: str) -> str:
    return fold(" ".join(text.split()))


def _puts_aside(folded: str, words: Sequence[str]) -> bool:
    return setting_aside().is_met(folded, words) and _aside().search(folded) is not None


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
