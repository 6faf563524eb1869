"""What can go wrong with what comes from outside, by the reaction it asks for.

    FeedError                 carries the address and a reason; never a password
    ├── Refused                 we will not go there: mend the address, or allow it in config.yaml
    ├── Unreachable             nobody answered: try later
    │   ├── NameUnknown           the host name does not resolve
    │   ├── TooSlow               no whole answer within the time allowed
    │   └── Untrusted             the certificate or the encryption is wrong
    ├── HttpStatus              the server answered, but not with what we asked for
    │   ├── Denied                401, 402, 403, 407, 451: a key is missing, or we are not wanted
    │   ├── NotFound              404: perhaps moved
    │   ├── Gone                  410: will not come back
    │   └── Busy                  429, 503: ask again after `retry_after`
    ├── TooManyRedirects        sent from address to address
    ├── TooLarge                more bytes than allowed, as sent or when unpacked
    ├── Unreadable              bytes came, and nobody can make sense of them
    │   ├── NotAFeed              something else than a feed
    │   ├── NotAnOpml             something else than a list of feeds
    │   └── NoText                a page or file without an article in it
    └── FileMissing             a local file that is not there or may not be read

`str(error)` is the line for the log, `error.sentence` the one for the operator.
"""

import re
from datetime import timedelta
from typing import ClassVar

_USERINFO = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:[/\\]*)[^/?#\\]*@")
_SECRET = re.compile(
    r"([?&;](?:[\w.-]*(?:token|secret|passw(?:or)?d|signature|api_?key)|auth|key|sig|pw)=)[^&;#\s]+",
    re.IGNORECASE,
)


def shown(url: str) -> str:
    """Give an address as it may be shown: without user, password or keys, and not endless."""
    hidden = _SECRET.sub(r"\1…", _USERINFO.sub(r"\1", url))
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in hidden)
    return clean if len(clean) <= 300 else clean[:299] + "…"


class FeedError(Exception):
    """Base of all errors of this package.

    Attributes:
        url: the address or path it is about, without credentials.
        reason: what happened, a clause without a full stop.
    """

    advice: ClassVar[str] = ""
    """How the operator can mend it, a sentence of its own."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = shown(url)
        self.reason = reason
        super().__init__(f"{self.url}: {reason}")

    @property
    def sentence(self) -> str:
        """What happened and how to mend it, for the operator."""
        said = f"{self.reason[:1].upper()}{self.reason[1:]}."
        return f"{said} {self.advice}" if self.advice else said


class Refused(FeedError):
    """The address is one that we do not ask, whoever wants it."""

    advice = (
        "If the address is yours and safe, name its network under polling.allow_private in "
        "config.yaml."
    )


class Unreachable(FeedError):
    """No answer came."""

    advice = "It will be tried again, ever more rarely."


class NameUnknown(Unreachable):
    """The host has no address."""

    advice = "Check the spelling; it will be tried again, ever more rarely."


class TooSlow(Unreachable):
    """The whole answer did not come within the time allowed."""


class Untrusted(Unreachable):
    """The connection cannot be trusted: certificate, name or encryption."""

    advice = "Its operator has to mend the certificate; it will be tried again."


class HttpStatus(FeedError):
    """The server answered with an error.

    Attributes:
        status: the HTTP status.
        retry_after: how long the server asks us to stay away, None where it does not say.
    """

    advice = "It will be tried again, ever more rarely."

    def __init__(
        self, url: str, status: int, reason: str, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(url, reason)
        self.status = status
        self.retry_after = retry_after


class Denied(HttpStatus):
    """The server knows the address and does not serve it to us."""

    advice = "It may need a user and password in its address, or it may shut robots out."


class NotFound(HttpStatus):
    """Nothing is at the address."""

    advice = "It may have moved: look for its new address on the site."


class Gone(HttpStatus):
    """The server says that the address will not come back."""

    advice = "Remove it."


class Busy(HttpStatus):
    """The server asks us to come back later."""

    advice = "It will be asked again when it says so."


class TooManyRedirects(FeedError):
    """The answer is always at yet another address."""

    advice = "Look for its true address on the site."


class TooLarge(FeedError):
    """More bytes than we accept.

    Attributes:
        limit: in bytes.
    """

    advice = "If it is wanted all the same, raise polling.max_megabytes in config.yaml."

    def __init__(self, url: str, limit: int) -> None:
        super().__init__(url, f"it is larger than {limit / 1_000_000:g} MB")
        self.limit = limit


class Unreadable(FeedError):
    """Bytes came that cannot be understood."""


class NotAFeed(Unreadable):
    """What came is no feed."""

    advice = "Give the address of an RSS, Atom or JSON feed, or the site's own to look for one."


class NotAnOpml(Unreadable):
    """What came is no OPML."""

    advice = "Export the list of feeds again as OPML."


class NoText(Unreadable):
    """A page or a file holds no article."""


class FileMissing(FeedError):
    """A local file or folder cannot be read."""

    advice = "Check that it is there and that we may read it."
