"""How what somebody types becomes what Slack keeps: escaped, with names and addresses marked."""

import re

from fakes.slackapi_world import Workspace

_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_NAMED = re.compile(r"(?<![\w&])([@#])([\w.\-]+)")
_EVERYBODY = {"channel", "here", "everyone"}


def typed(text: str, workspace: Workspace, *, labelled: bool = False) -> str:
    """Give what somebody typed as Slack keeps it.

    Args:
        labelled: people with their names, as in commands that want it so.
    """
    people = {one.username: one for one in workspace.users.values()}
    rooms = {one.name: one for one in workspace.channels.values() if one.name}

    def named(found: re.Match[str]) -> str:
        sign, name = found.groups()
        whole, end = name, ""
        while name and name[-1] in ".-" and name not in people:
            name, end = name[:-1], name[-1] + end
        if sign == "@" and name in _EVERYBODY:
            return f"<!{name}>{end}"
        if sign == "@" and name in people:
            label = f"|{name}" if labelled else ""
            return f"<@{people[name].id}{label}>{end}"
        if sign == "#" and name in rooms:
            return f"<#{rooms[name].id}|{name}>{end}"
        return f"{sign}{whole}"

    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parts, last = [], 0
    for found in _ADDRESS.finditer(escaped):
        parts += [_NAMED.sub(named, escaped[last : found.start()]), f"<{found[0]}>"]
        last = found.end()
    return "".join([*parts, _NAMED.sub(named, escaped[last:])])
