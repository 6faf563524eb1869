"""Which addresses may be asked: decisions only, no network.

Every hop passes here twice: `Guard.target` takes the URL apart the way it will be connected to,
and judges literal addresses in whatever notation they come; `Guard.admit` judges what a name
resolved to, and only what it returns is connected to. Feeds come from strangers, so whatever is
not plainly the public internet is refused unless configuration allows it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, unquote

import idna

from bot.feeds.errors import Refused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_URL_CHARS = 8_000
"""Longer addresses are refused; most servers refuse them, too."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_WEB_PORTS = frozenset({80, 81, 443, 591})
_OTHER_SERVICES = frozenset(
    {1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566}
    | {6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211, 27017}
)
"""Ports above 1023 that speak something else; a request to them is an attack or a mistake."""

# The special-purpose address registries of IANA, told in full because the standard library's
# own answer changes between versions of Python.
_SPECIAL_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "an address of this machine"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address inside a provider's network"),
        ("127.0.0.0/8", "an address of this machine"),
        ("168.63.129.16/32", "a cloud platform's own address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a reserved address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_SPECIAL_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::1/128", "an address of this machine"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("ff00::/8", "a multicast address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a tunnel to another address"),
        ("3fff::/20", "an address for documentation"),
    )
)

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?([^/?#\\]*)([^#]*)")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_KEPT_IN_PATH = "%/:?#[]@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart, in the one spelling that is used from here on.

    Attributes:
        scheme: "http" or "https".
        host: lower-case ASCII name, or a literal address in its usual notation, without brackets.
        path: with the query, percent-encoded, beginning with "/".
        user, password: from the URL, to be sent as basic authentication; None without.
    """

    scheme: str
    host: str
    port: int
    path: str
    user: str | None = None
    password: str | None = None

    @property
    def literal(self) -> Address | None:
        """The address, where the host is one and not a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials belong to and politeness is owed to."""
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        """The whole address without credentials."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be asked.

    Attributes:
        networks: special networks that configuration allows.
        hosts: names allowed whatever they resolve to; one that begins with "." allows all below.
    """

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def allowing(cls, allowed: Iterable[str]) -> "Guard":
        """Build a guard from configuration: networks ("10.0.0.0/8"), addresses, names ("*.lan").

        Raises:
            ValueError: an entry is none of these; the message names it.
        """
        networks: list[Network] = []
        hosts: set[str] = set()
        for entry in allowed:
            try:
                networks.append(ip_network(entry.strip(), strict=False))
            except ValueError:
                wild = entry.strip().startswith("*.")
                try:
                    host = _host(entry.strip()[2:] if wild else entry.strip())
                except MalformedAddressError as e:
                    raise ValueError(f"{entry!r} is neither a network nor a host: {e}") from e
                hosts.add(f".{host}" if wild else host)
        return cls(tuple(networks), frozenset(hosts))

    def target(self, url: str) -> Target:
        """Take an address apart.

        Raises:
            Refused: it is no http(s) address, cannot be understood in one way only, or is a
                literal address or a port that may not be asked.
        """
        try:
            target = taken_apart(url)
        except MalformedAddressError as e:
            raise Refused(url, str(e)) from e
        if not self._trusts(target.host):
            if target.port not in _WEB_PORTS and target.port < 1024:
                raise Refused(url, f"port {target.port} belongs to another service than the web")
            if target.port in _OTHER_SERVICES:
                raise Refused(url, f"port {target.port} belongs to another service than the web")
            if (literal := target.literal) and (kind := self._objection(literal)):
                raise Refused(url, f"{literal} is {kind}")
        return target

    def admit(self, url: str, host: str, addresses: Sequence[str]) -> tuple[str, ...]:
        """Choose those of a name's addresses that may be connected to.

        Raises:
            Refused: none of them may.
        """
        if self._trusts(host):
            return tuple(addresses)
        admitted: list[str] = []
        objection = "it has no address"
        for written in addresses:
            try:
                kind = self._objection(ip_address(written))
            except ValueError:
                kind = "an address of one network card only"
            if kind is None:
                admitted.append(written)
            else:
                objection = f"its name leads to {written}, {kind}"
        if not admitted:
            raise Refused(url, objection)
        return tuple(admitted)

    def _trusts(self, host: str) -> bool:
        if host in self.hosts:
            return True
        return any(host.endswith(allowed) for allowed in self.hosts if allowed.startswith("."))

    def _objection(self, address: Address) -> str | None:
        inner = _carried(address)
        for network in self.networks:
            if address in network or inner in network:
                return None
        return _kind(inner)


class MalformedAddressError(ValueError):
    """No web address, or one that programs would read in different ways."""


def _carried(address: Address) -> Address:
    """Give the IPv4 address that an IPv6 one stands for, where a router would treat it so."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _kind(address: Address) -> str | None:
    """Say what is special about an address; None for a public one."""
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _SPECIAL_V4 if address in network), None)
    if address.scope_id is not None:
        return "an address of one network card only"
    kind = next((kind for network, kind in _SPECIAL_V6 if address in network), None)
    return kind or (None if address in _PUBLIC_V6 else "a reserved address")


def taken_apart(url: str) -> Target:
    """Read a web address, judging nothing but its form; a fragment is dropped.

    Raises:
        MalformedAddressError: it is none, or could be read in more ways than one.
    """
    # Browsers drop blanks around an address, and tabs and line ends inside; feeds rely on it.
    cleaned = re.sub(r"[\t\r\n]", "", url.strip("".join(map(chr, range(33)))))
    if len(cleaned) > MAX_URL_CHARS:
        raise MalformedAddressError("the address is too long")
    match = _URL.match(cleaned)
    if match is None:
        raise MalformedAddressError("it is no web address")
    scheme, slashes, authority, path = match.groups()
    scheme = scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise MalformedAddressError(f"only http and https addresses are asked, not {scheme}")
    # Programs disagree on a backslash: what one takes for the path, another takes for the host.
    if slashes is None or path.startswith("\\") or "\\" in authority:
        raise MalformedAddressError("the address is malformed")
    userinfo, _, location = authority.rpartition("@")
    user, password = _credentials(userinfo)
    host, port = _located(location, _DEFAULT_PORTS[scheme])
    if not path.startswith("/"):
        path = f"/{path}"
    return Target(scheme, host, port, quote(path, safe=_KEPT_IN_PATH), user, password)


def _credentials(userinfo: str) -> tuple[str | None, str | None]:
    if not userinfo:
        return None, None
    user, _, password = userinfo.partition(":")
    return unquote(user), unquote(password)


def _located(location: str, default_port: int) -> tuple[str, int]:
    if location.startswith("["):
        literal, bracket, rest = location[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise MalformedAddressError("the address is malformed")
        return _ipv6(literal), _port(rest[1:], default_port)
    name, _, port = location.partition(":")
    return _host(name), _port(port, default_port)


def _port(written: str, default: int) -> int:
    if not written:
        return default
    if not (written.isascii() and written.isdigit()) or not 0 < int(written[:6]) < 65536:
        raise MalformedAddressError("the address names a port that cannot be")
    return int(written)


def _ipv6(literal: str) -> str:
    if "%" in literal:
        raise MalformedAddressError("the address holds for one network card only")
    try:
        return IPv6Address(literal).compressed
    except ValueError as e:
        raise MalformedAddressError("the host is no IPv6 address") from e


def _host(written: str) -> str:
    """Give a host its one spelling, the way the URL standard of the browsers does."""
    try:
        decoded = unquote(written, errors="strict")
    except UnicodeDecodeError as e:
        raise MalformedAddressError("the host name is none") from e
    host = unicodedata.normalize("NFKC", decoded).replace("\u3002", ".").lower().rstrip(".")
    if not host:
        raise MalformedAddressError("the address names no host")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as e:
            raise MalformedAddressError("the host name is none") from e
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return str(_ipv4(labels))
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise MalformedAddressError("the host name is none")
    return host


def _ipv4(labels: Sequence[str]) -> IPv4Address:
    """Read an IPv4 address as C libraries do: decimal, octal or hexadecimal, of one to four parts.

    Source of the method: the URL standard, "IPv4 parser", which tells what inet_aton accepts.
    """
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels):
        raise MalformedAddressError("the host is no IPv4 address")
    try:
        numbers = [_number(label) for label in labels]
    except ValueError as e:
        raise MalformedAddressError("the host is no IPv4 address") from e
    *leading, last = numbers
    if any(n > 255 for n in leading) or last >= 256 ** (5 - len(numbers)):
        raise MalformedAddressError("the host is no IPv4 address")
    return IPv4Address(sum(n << (24 - 8 * i) for i, n in enumerate(leading)) + last)


def _number(label: str) -> int:
    if len(label) > 40:
        raise ValueError("too many digits")
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if label.startswith("0") else int(label)
