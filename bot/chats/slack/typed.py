"""What people type in Slack, as the conversation understands it. Pure.

Slack keeps lines that begin with a slash for itself, so commands come without one: "/tellal digest
08:30", "@Tellal digest 08:30", or in a direct message just "digest 08:30". Names of commands are
also words of the language, so a line is a command only if it reads like one.
"""

import re
from html import unescape

from bot.conversation.commands import BY_NAME
from bot.conversation.parse import link

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
_ANGLES = re.compile(r"<([^<>]*)>")
_MARK = re.compile(r"^[@#!]")
_MARKED = re.compile(r"<[@#]([A-Z0-9]+)(?:\|[^>]*)?>")
_ADMIN = re.compile(r"\s*(?:/tellal\s+)?/?admin\b", re.IGNORECASE)

_EMOJI = re.compile(r"(?:\s*:[\w+'-]+:)+\s*")
"""What reacts rather than says something."""

_BARE = frozenset(["stop", "help", "sources", "status"])
"""Commands that take no words: with some they are a sentence."""

_FEW = {"start": 1, "settings": 4, "forget": 1, "alerts": 1, "digest": 4, "rate": 4, "admin": 3}
"""Commands that take few words, and how many at most."""


def heard(text: str, me: str) -> tuple[str, bool, bool]:
    """Read the text of a message as Slack writes it.

    Args:
        me: our own user id.

    Returns:
        The words, without our name and Slack's marks, none where there are only emoji; whether we
        are named; whether somebody else is named first, so that it is for them.
    """
    named = [found[1] for found in _MENTION.finditer(text)]
    first = _MENTION.match(text.lstrip())
    words = _MENTION.sub(lambda f: " " if f[1] == me else f[0], text)
    if _ADMIN.match(words):  # who may what goes by ids: names are shared, and change
        words = _MARKED.sub(r"\1", words)
    words = _MENTION.sub(lambda f: f"@{f[2] or f[1]}", words)
    words = unescape(_ANGLES.sub(lambda found: _shown(found[1]), words))
    words = "" if _EMOJI.fullmatch(words) else " ".join(words.split())
    return words, me in named, bool(first and first[1] != me)


def _shown(inside: str) -> str:
    """Give a link as its address, and a mark (a channel, a group) as its name."""
    target, bar, label = inside.partition("|")
    if not _MARK.match(target):
        return target.removeprefix("mailto:")
    kind = target[0] if target[0] != "!" else ""
    return f"{kind}{label}" if bar else target if kind else ""


def command(text: str) -> str:
    """Give a line as the conversation parses it: a command with its slash, or plain words."""
    words = text.strip()
    if words.startswith("/"):
        bare = re.sub(r"^/tellal\b\s*", "", words, flags=re.IGNORECASE)
        return command(bare) if bare != words else words
    name, _, rest = words.partition(" ")
    name, rest = name.lower(), rest.strip()
    known = BY_NAME.get(name)
    return f"/{name} {rest}".rstrip() if known and _reads_like(known.name, rest) else words


def _reads_like(name: str, rest: str) -> bool:
    """Tell whether words after a command's name make a command, and not a sentence."""
    many = len(rest.split())
    if name == "ask":
        return bool(rest)
    if rest.endswith("?"):
        return False
    if name in _BARE:
        return not rest
    if name in _FEW:
        return many <= _FEW[name]
    if name == "why":
        return not rest or rest.isdigit() or link(rest) is not None
    if name == "who":
        return 0 < many <= 6 and (many == 1 or not rest[:1].islower())
    return True
