"""Addresses of pages, as foreign text gives them: made absolute, and told apart. Pure."""

import re
from functools import lru_cache
from urllib.parse import urljoin

from bot.feeds.guard import MalformedAddressError, Target, taken_apart

_PLAIN = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w/.~%&=+,;:!*'()?-]*)?", re.ASCII
)
_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign|custom\d|link_\w+|format|ptr_\w+|bbc_team)|mc_[ce]id|"
    r"(?:fb|g|dc|gb|ms|y|tw|igs)cl(?:k?id|src)|gclsrc|wbraid|gbraid|igshid|cmp|cmpid|cmp_id|"
    r"ocid|smid|xtor|ito|ftag|taid|_ga|_gl|ns_(?:mchannel|source|campaign|linkname|fee)|"
    r"traffic_source|mod|partner|srnd|sref|wt_mc|WT\.mc_\w+|s_cid|ref_src|__twitter_impression",
    re.IGNORECASE,
)
_SHARED_ENDS = frozenset({"ac", "co", "com", "edu", "gob", "gov", "net", "or", "org"})
# Whoever has a name under one of these is a publisher of their own.
_HOSTERS = frozenset(
    {
        "blogspot.com", "feedburner.com", "ghost.io", "github.io", "gitlab.io", "herokuapp.com",
        "livejournal.com", "medium.com", "neocities.org", "netlify.app", "pages.dev",
        "substack.com", "tumblr.com", "typepad.com", "vercel.app", "web.app", "wixsite.com",
        "wordpress.com",
    }
)  # fmt: skip


def resolved(link: str, *bases: str) -> str | None:
    """Make a link absolute; None unless it then is a web address.

    Args:
        link: as written, relative or absolute.
        bases: where it starts from; each is itself resolved against the one before.
    """
    link = link.strip()
    if not link:
        return None
    if _PLAIN.fullmatch(link):
        return link
    start = ""
    try:
        for base in bases:
            start = urljoin(start, base.strip())
        whole = urljoin(start, link)
        target = taken_apart(whole)
    except ValueError:
        return None
    fragment = whole.partition("#")[2]
    if re.fullmatch(r"[A-Za-z0-9/._~%&=+,;:!*'()?-]{1,200}", fragment):
        return f"{target.url}#{fragment}"
    return target.url


def canonical(url: str) -> str:
    """Give the one spelling under which all addresses of a page are the same.

    Scheme, "www.", fragment, tracking parameters and a last slash do not count. It is a key to
    compare by, not an address to ask.
    """
    target = _target(url)
    if target is None:
        return url.strip()
    path, _, query = target.path.partition("?")
    kept = [part for part in query.split("&") if part and not _tracks(part)]
    port = "" if target.port in {80, 443} else f":{target.port}"
    host = f"{target.host.removeprefix('www.')}{port}"
    return f"https://{host}{path.rstrip('/') or '/'}{'?' if kept else ''}{'&'.join(kept)}"


def host(url: str | None) -> str | None:
    """Give the host of an address as a reader knows it: without "www."; None without one."""
    target = _target(url)
    return target.host.removeprefix("www.") if target else None


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two addresses plainly belong to one publisher: the same registered domain.

    No list of domains is asked: the last two labels count, or three where the last but one is
    a shared end such as "co" in "co.uk". In doubt it says no.
    """
    first, second = _target(one), _target(other)
    if first is None or second is None:
        return False
    if first.literal or second.literal:
        return first.host == second.host
    return _domain(first.host) == _domain(second.host)


@lru_cache(maxsize=512)
def _target(url: str | None) -> Target | None:
    try:
        return taken_apart(url) if url else None
    except MalformedAddressError:
        return None


def _domain(name: str) -> str:
    labels = name.split(".")
    shared = labels[-2:-1] and labels[-2] in _SHARED_ENDS and len(labels[-1]) == 2
    hosted = ".".join(labels[-2:]) in _HOSTERS
    return ".".join(labels[-3:] if shared or hosted else labels[-2:])


def _tracks(parameter: str) -> bool:
    return _TRACKING.fullmatch(parameter.partition("=")[0]) is not None
