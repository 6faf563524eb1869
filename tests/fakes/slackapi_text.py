"""How Slack reads text: what a reader sees of it, and which links and mentions in it are active."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fakes.slackapi_world import Json, Message, View

_SEQUENCE = re.compile(r"<([^<>\n]*)>")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>|\x00]+", re.IGNORECASE)
_NAMED = re.compile(r"(?<![\w@])(@(?:channel|here|everyone)|#[a-z0-9_\-]+)\b", re.IGNORECASE)
_EMOJI = re.compile(r":([a-z][a-z0-9_'+\-]*|[+\-]1|100|1234):")
_PLAIN = re.compile(r"```(.*?)```|`([^`\n]+)`", re.DOTALL)
_MARKS = [
    re.compile(rf"(?<![\w{re.escape(mark)}]){re.escape(mark)}(?=\S)([^{re.escape(mark)}\n]*?\S)"
               rf"{re.escape(mark)}(?![\w{re.escape(mark)}])")
    for mark in "*_~"
]  # fmt: skip
_BROADCASTS = {"channel", "here", "everyone", "group"}
_MD_LINK = re.compile(r"!?\[((?:\\.|[^\]\\])*)\]\(\s*<?([^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_MD_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MD_MARKS = [
    re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1"),
    re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"),
]


@dataclass(frozen=True, slots=True)
class Link:
    """A link one can follow; `written` tells that the app made it, not Slack of a bare address."""

    url: str
    text: str
    written: bool = True


@dataclass(slots=True)
class Rendered:
    """What is shown.

    Attributes:
        text: as a reader sees it, blocks below each other.
        links: those one can follow.
        mentions: the ids of people who are called.
        broadcasts: "channel", "here", "everyone" where they call everybody.
        groups: the ids of user groups that are called.
        channels: the ids of channels that are linked.
        automatic: plain names (`@here`, `#news`) that Slack may turn into active ones, because the
            text does not say `verbatim` (or says `link_names`).
        emoji: the names that become pictures (`:fire:`), if Slack knows them.
        notification: the text that stands in for the blocks; what is active in it counts too.
    """

    text: str = ""
    links: list[Link] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    broadcasts: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    automatic: list[str] = field(default_factory=list)
    emoji: list[str] = field(default_factory=list)
    notification: str = ""

    @property
    def urls(self) -> list[str]:
        """Where its links go."""
        return [link.url for link in self.links]

    # --- mrkdwn --------------------------------------------------------------------------------

    def mrkdwn(self, text: str, *, automatic: bool = True) -> str:
        """Read a text in Slack's own markup, note what is active, and give what is seen."""
        kept: list[str] = []

        def keep(shown: str) -> str:
            kept.append(shown)
            return f"\x00{len(kept) - 1}\x00"

        text = text.replace("\x00", "")
        text = _SEQUENCE.sub(lambda found: self._sequence(found, keep), text)
        text = _PLAIN.sub(lambda found: keep(found[1] or found[2] or ""), text)
        self.emoji += _EMOJI.findall(text)
        if automatic:
            text = _BARE.sub(lambda found: self._bare(found[0], keep), text)
            self.automatic += _NAMED.findall(text)
        text = re.sub(r"(?m)^&gt;(?:&gt;&gt;)? ?", "", _unmarked(text))
        return _unescape(_back(text, kept))

    def _sequence(self, found: re.Match[str], keep: Callable[[str], str]) -> str:
        inside, _, label = found[1].partition("|")
        if inside.startswith("@"):
            self.mentions.append(inside[1:])
            return keep(f"@{label or inside[1:]}")
        if inside.startswith("#"):
            self.channels.append(inside[1:])
            return keep(f"#{label or inside[1:]}")
        if inside.startswith("!"):
            return keep(self._special(inside[1:], label))
        if not _SCHEME.match(inside) or re.search(r"\s", inside):
            return found[0]  # addresses with spaces break
        url = _unescape(inside)
        label = _unmarked(label)
        self.links.append(Link(url, _unescape(label) or url))
        return keep(label or inside)

    def _special(self, word: str, label: str) -> str:
        if word in _BROADCASTS:
            self.broadcasts.append(word)
            return f"@{label or word}"
        if word.startswith("subteam^"):
            self.groups.append(word.removeprefix("subteam^"))
            return label or "@group"
        if word.startswith("date^"):
            parts = word.split("^")
            if len(parts) > 3:
                self.links.append(Link(_unescape(parts[3]), label))
            return label
        return label or f"<{word}>"

    def _bare(self, found: str, keep: Callable[[str], str]) -> str:
        address = found.rstrip(".,;:!?)'\"")
        self.links.append(Link(_unescape(address), _unescape(address), written=False))
        return keep(address) + found[len(address) :]

    # --- Markdown ------------------------------------------------------------------------------

    def markdown(self, text: str) -> str:
        """Read a text in Markdown (markdown blocks and streams), note what is active in it."""
        kept: list[str] = []

        def keep(shown: str) -> str:
            kept.append(shown)
            return f"\x00{len(kept) - 1}\x00"

        def link(found: re.Match[str]) -> str:
            label = _MD_ESCAPE.sub(r"\1", _back(found[1], kept))
            self.links.append(Link(_MD_ESCAPE.sub(r"\1", _back(found[2], kept)), label))
            return keep(label)

        text = text.replace("\x00", "")
        text = _MD_ESCAPE.sub(lambda found: keep(found[1]), text)
        text = _PLAIN.sub(lambda found: keep(found[1] or found[2] or ""), text)
        text = _MD_LINK.sub(link, text)
        text = _SEQUENCE.sub(lambda found: self._sequence(found, keep), text)
        text = _BARE.sub(lambda found: self._bare(found[0], keep), text)
        self.automatic += _NAMED.findall(text)
        self.emoji += _EMOJI.findall(text)
        text = re.sub(r"(?m)^#{1,6} +", "", text)
        for mark in _MD_MARKS:
            text = mark.sub(r"\2", text)
        return _unescape(_back(text, kept))

    # --- objects and blocks --------------------------------------------------------------------

    def object(self, thing: Any) -> str:
        """Read a text object."""
        if not isinstance(thing, dict):
            return ""
        if thing.get("type") == "mrkdwn":
            return self.mrkdwn(thing["text"], automatic=not thing.get("verbatim", False))
        text = str(thing.get("text", ""))
        if thing.get("emoji", True):
            self.emoji += _EMOJI.findall(text)
        return _unescape(text)  # it is kept escaped, whether it came so or not

    def rich(self, thing: Any) -> str:
        """Read what is within a rich text block."""
        if isinstance(thing, list):
            return "".join(self.rich(one) for one in thing)
        match thing.get("type"):
            case "text":
                return str(thing["text"])
            case "link":
                shown = str(thing.get("text") or thing["url"])
                self.links.append(Link(thing["url"], shown))
                return shown
            case "user":
                self.mentions.append(thing["user_id"])
                return f"@{thing['user_id']}"
            case "usergroup":
                self.groups.append(thing["usergroup_id"])
                return "@group"
            case "channel":
                self.channels.append(thing["channel_id"])
                return f"#{thing['channel_id']}"
            case "broadcast":
                self.broadcasts.append(thing["range"])
                return f"@{thing['range']}"
            case "emoji":
                self.emoji.append(thing["name"])
                return f":{thing['name']}:"
        inside = self.rich(thing.get("elements", []))
        return inside + ("\n" if str(thing.get("type")).startswith("rich_text_") else "")

    def block(self, block: Json) -> list[str]:
        """Read a block, and give its lines."""
        match block.get("type"):
            case "header" | "section":
                shown = [self.object(block.get("text"))]
                shown += [self.object(one) for one in block.get("fields", ())]
                return [*shown, *self._elements([block.get("accessory")])]
            case "context":
                return [" ".join(self._elements(block["elements"]))]
            case "actions":
                return [" ".join(f"[{one}]" for one in self._elements(block["elements"]))]
            case "input":
                return [self.object(block["label"]), self.object(block.get("hint"))]
            case "markdown":
                return [self.markdown(block["text"])]
            case "rich_text":
                return [self.rich(block["elements"]).rstrip("\n")]
            case "image":
                return [self.object(block.get("title")), str(block.get("alt_text", ""))]
            case _:
                return []

    def _elements(self, elements: list[Any]) -> list[str]:
        shown = []
        for one in elements:
            if not isinstance(one, dict):
                continue
            if one.get("type") in ("mrkdwn", "plain_text"):
                shown.append(self.object(one))
            elif one.get("type") == "image":
                shown.append(str(one.get("alt_text", "")))
            else:
                shown.append(self.object(one.get("text") or one.get("placeholder")))
                if one.get("url"):
                    self.links.append(Link(one["url"], shown[-1]))
        return shown


def _unmarked(text: str) -> str:
    for mark in _MARKS:
        text = mark.sub(r"\1", text)
    return text


def _back(text: str, kept: list[str]) -> str:
    """Put back what was taken out; it may hold others that were."""
    while "\x00" in text:
        text = re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], text)
    return text


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def rendered(shown: Message | View) -> Rendered:
    """Give what a reader sees of a message or view, and what in it is active."""
    made = Rendered()
    lines: list[str] = []
    if isinstance(shown, Message):
        if shown.markdown:
            lines.append(made.markdown(shown.markdown))
        elif shown.given.get("mrkdwn") is False:
            made.notification = shown.text
        else:
            parses = str(shown.given.get("parse")) != "none" or bool(shown.given.get("link_names"))
            made.notification = made.mrkdwn(shown.text, automatic=parses)
        if shown.blocks and not shown.markdown:
            # Addresses in the text that stands in for the blocks are not shown.
            made.links.clear()
        elif not shown.markdown:
            lines.append(made.notification)
    else:
        lines.append(shown.title)
    for block in shown.blocks:
        lines += made.block(block)
    made.text = "\n".join(line for line in lines if line)
    return made
