"""Scripts of a model server: models that work well, invent, obey, refuse and stumble."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fakes.modelwords import Answer, Asked, Fails, Says, Script
from summarizer.llm.task import Task

_NAME = re.compile(r"\b[A-ZÇĞİÖŞÜ][\w’'-]+(?: [A-ZÇĞİÖŞÜ][\w’'-]+)+")


def in_turn(*answers: Answer | Script) -> Script:
    """Say one after the other, and the last again and again."""
    left = list(answers)

    def script(asked: Asked) -> Answer:
        answer = left.pop(0) if len(left) > 1 else left[0]
        return answer(asked) if callable(answer) else answer

    return script


def document(asked: Asked, statements: Sequence[tuple[str, Sequence[int]]]) -> dict[str, Any]:
    """Put statements into the form that is asked for."""
    written = [{"text": text, "sentences": list(numbers)} for text, numbers in statements]
    if asked.task is Task.BRIEF:
        headline = statements[0][0] if statements else ""
        return {"headline": headline, "summary": written[:3], "actors": [], "outcomes": written[3:]}
    if asked.task is Task.TRANSLATE:
        lines = list(asked.lines)
        return {
            "lines": [
                {"number": number, "text": text}
                for number, (text, _) in zip(lines, statements, strict=False)
            ]
        }
    if asked.task is Task.REWRITE:
        return {"question": statements[0][0] if statements else ""}
    return {"statements": written}


def stating(*statements: tuple[str, Sequence[int]]) -> Script:
    """Say these statements, whatever is asked."""
    return lambda asked: Says(json.dumps(document(asked, statements), ensure_ascii=False))


def honest(asked: Asked) -> Says:
    """Do the work well: say nothing but what stands in the lines, word for word."""
    return Says(json.dumps(_WORK[asked.task](asked), ensure_ascii=False))


def _brief(asked: Asked) -> dict[str, Any]:
    lines = list(asked.lines.items())
    told = lines[1:] or lines
    return {
        "headline": " ".join(lines[0][1].split()[:12]) if lines else "",
        "summary": [{"text": text, "sentences": [number]} for number, text in told[:2]],
        "actors": [
            {"name": name, "type": "other", "role": None, "sentences": [number]}
            for name, number in _names(asked)
        ],
        "outcomes": [{"text": text, "sentences": [number]} for number, text in told[2:4]],
    }


def _names(asked: Asked) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for number, text in asked.lines.items():
        for name in _NAME.findall(text):
            found.setdefault(name, number)
    return list(found.items())[:6]


def _answer(asked: Asked) -> dict[str, Any]:
    wanted = {word.lower() for word in re.findall(r"\w{4,}", asked.question)}
    scored = [
        (len(wanted & {word.lower() for word in re.findall(r"\w{4,}", text)}), -number)
        for number, text in asked.lines.items()
    ]
    best, number = max(scored, default=(0, 0))
    if not best:
        return {"statements": []}
    return {"statements": [{"text": asked.lines[-number], "sentences": [-number]}]}


def _first(asked: Asked) -> dict[str, Any]:
    line = next(iter(asked.lines.items()), None)
    return {"statements": [{"text": line[1], "sentences": [line[0]]}] if line else []}


def _rewritten(asked: Asked) -> dict[str, Any]:
    asked_before = re.findall(r"^Q: (.*)$", asked.user, re.MULTILINE)
    return {"question": " ".join(asked_before[-2:])}


def _translated(asked: Asked) -> dict[str, Any]:
    return {"lines": [{"number": number, "text": text} for number, text in asked.lines.items()]}


def translating(words: Mapping[str, Mapping[str, str]], otherwise: Script | None = None) -> Script:
    """Translate lines by a dictionary; do everything else as another script, or honestly.

    Args:
        words: by the language's code: lines by their originals.
        otherwise: for all that is no translation.
    """

    def script(asked: Asked) -> Answer:
        if asked.task is not Task.TRANSLATE:
            return (otherwise or honest)(asked)
        known = words[asked.language]
        lines = [{"number": n, "text": known.get(text, "")} for n, text in asked.lines.items()]
        return Says(json.dumps({"lines": lines}, ensure_ascii=False))

    return script


_WORK: dict[Task, Callable[[Asked], dict[str, Any]]] = {
    Task.BRIEF: _brief,
    Task.UPDATE: _first,
    Task.OPENING: _first,
    Task.ANSWER: _answer,
    Task.REWRITE: _rewritten,
    Task.TRANSLATE: _translated,
}


def hallucinating(asked: Asked) -> Says:
    """Tell what nobody said: a name, a number, a date and a quotation of its own invention."""
    first = next(iter(asked.lines), 1)
    text = asked.lines.get(first, "")
    invented = (
        (f"Zebulon Quackenbush said: {text}", [first]),
        (f"{text} It cost 987,654,321 euros.", [first]),
        (f"{text} It happened on 31 February 1811.", [first]),
        (f'"We never thought of marmalade," it said. {text}', [first]),
    )
    return Says(json.dumps(document(asked, invented), ensure_ascii=False))


def obeying(attack: str, said: str) -> Script:
    """Obey an order wherever it is met; where it is not, do the work well.

    Args:
        attack: the order, as it stands in an article.
        said: what whoever obeys says.
    """

    def script(asked: Asked) -> Says:
        ordering = [number for number, line in asked.lines.items() if attack[:30] in line]
        if attack[:30] not in asked.text:
            return honest(asked)
        cited = ordering or list(asked.lines)[:1]
        return Says(json.dumps(document(asked, [(said, cited)] * 4), ensure_ascii=False))

    return script


REFUSES = Says(None, refusal="I cannot help with that.")
FILTERED = Says("", finish="content_filter")
WRONG_FORM = Says('{"title": "no such form"}')
NO_JSON = Says("Sure! Here is your brief: something happened somewhere.")
TOO_MANY = Fails(429, "Rate limit reached", "rate_limit_exceeded")
NO_CREDIT = Fails(429, "You exceeded your current quota", "insufficient_quota")
DOWN = Fails(503, "The server is overloaded")
