"""Which addresses are asked is decided on the address that will be connected to."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.feeds.errors import Refused
from bot.feeds.guard import MAX_URL_CHARS, Guard, MalformedAddressError, taken_apart

GUARD = Guard()
INSIDE = [
    "0.0.0.0",
    "10.0.0.5",
    "100.100.100.200",
    "127.0.0.1",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.9",
    "172.31.255.255",
    "192.0.0.192",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.0", "11.0.0.1"]


def written(address):
    """Give the ways in which programs read one IPv4 address."""
    number = int(IPv4Address(address))
    a, b, c, d = address.split(".")
    wide = address.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    return [
        address,
        f"{address}.",
        str(number),
        hex(number),
        f"0{number:o}",
        f"{int(a):#x}.{int(b):#x}.{int(c):#x}.{int(d):#x}",
        f"0{int(a):o}.0{int(b):o}.0{int(c):o}.0{int(d):o}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        address.replace(".", "%2e"),
        wide,
        address.replace(".", "。"),
        f"[::ffff:{address}]",
        f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]",
        f"[0:0:0:0:0:ffff:{address}]",
        f"[64:ff9b::{address}]",
    ]


@pytest.mark.parametrize("address", INSIDE)
def test_an_inner_address_is_refused_in_every_notation(address):
    """Decimal, octal, hexadecimal, short, full-width, percent-coded, mapped into IPv6."""
    for host in written(address):
        with pytest.raises(Refused):
            GUARD.target(f"http://{host}/latest")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes_in_every_notation_of_ipv4(address):
    """An odd notation is no crime; it is read, and connected to in its plain form."""
    for host in written(address)[:12]:
        assert GUARD.target(f"http://{host}/feed").host == address


@pytest.mark.parametrize(
    "host",
    [
        "[::1]",
        "[::]",
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fd00::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001::1]",
        "[2001:db8::1]",
        "[2002:a9fe:a9fe::]",
        "[2002:808:808::]",
        "[3fff::1]",
        "[4000::1]",
        "[64:ff9b:1::1]",
        "[100::1]",
    ],
)
def test_ipv6_outside_the_public_part_is_refused(host):
    """Tunnels, documentation, unique local, link local, and whatever is not assigned."""
    with pytest.raises(Refused):
        GUARD.target(f"http://{host}/")


def test_public_ipv6_passes():
    """Most of 2000::/3 is the internet."""
    assert GUARD.target("http://[2606:2800:220:1:248:1893:25C8:1946]/").literal == IPv6Address(
        "2606:2800:220:1:248:1893:25c8:1946"
    )


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/feed.xml",
        "file:///etc/passwd",
        "gopher://example.com/",
        "feed:http://example.com/",
        "view-source:http://example.com/",
        "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
        "javascript:alert(1)",
        "//example.com/feed",
        "example.com/feed",
        "http:example.com",
        "http:///feed",
        "http://",
        "",
        "http:/\\127.0.0.1/",
        "http:\\\\127.0.0.1\\",
        "http://example.com\\@127.0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://1.2.3.4.5/",
        "http://256.256.256.256/",
        "http://0x1ffffffff/",
        "http://09/",
        "http://exa mple.com/",
        "http://exam<ple.com/",
        "http://-bad-.example/",
        "http://a..b/",
        "http://%ff/",
        "http://example.com:99999/",
        "http://example.com:0/",
        "http://example.com:8a/",
        "http://" + "a" * MAX_URL_CHARS,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    """Whatever two programs could read in two ways is not asked."""
    with pytest.raises(Refused):
        GUARD.target(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://example.com@127.0.0.1/", "127.0.0.1"),
        ("http://127.0.0.1#@example.com/", "127.0.0.1"),
        ("http://127.0.0.1?@example.com/", "127.0.0.1"),
        ("http://169.254.169.254\t/", "169.254.169.254"),
        ("http://127.0.\n0.1/", "127.0.0.1"),
    ],
)
def test_the_host_is_the_one_that_is_connected_to(url, host):
    """What stands before an @, after a #, or around a tab does not hide the host."""
    assert taken_apart(url).host == host
    with pytest.raises(Refused):
        GUARD.target(url)


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("HTTPS://EXAMPLE.com:443/Feed?a=B#top", "https://example.com/Feed?a=B"),
        ("http://example.com.", "http://example.com/"),
        ("http://example.com:8080?q", "http://example.com:8080/?q"),
        ("http://bücher.example/ü?q=ö", "http://xn--bcher-kva.example/%C3%BC?q=%C3%B6"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://example.com/a b", "http://example.com/a%20b"),
        ("  http://example.com/feed\n", "http://example.com/feed"),
        ("http://user:pass@example.com/", "http://example.com/"),
    ],
)
def test_an_address_has_one_spelling(url, spelled):
    """Case, default ports, dots at the end, scripts and fragments make no difference."""
    assert GUARD.target(url).url == spelled


def test_credentials_are_kept_apart():
    """They are for the request alone; the address that is shown and stored has none."""
    target = GUARD.target("https://us%40er:p%3Aw@example.com/")
    assert (target.user, target.password) == ("us@er", "p:w")
    assert "p:w" not in target.url


@pytest.mark.parametrize("port", [22, 25, 53, 110, 143, 445, 993, 3306, 5432, 6379, 6667, 11211])
def test_ports_of_other_services_are_refused(port):
    """A request to a mail server or a database is an attack or a mistake."""
    with pytest.raises(Refused):
        GUARD.target(f"http://example.com:{port}/")


@pytest.mark.parametrize("port", [80, 81, 443, 591, 3000, 8000, 8080, 8443, 49152])
def test_ports_where_webs_live_pass(port):
    """Feeds stand on odd ports, too."""
    assert GUARD.target(f"http://example.com:{port}/").port == port


# --- what configuration allows -----------------------------------------------------------------


def test_a_network_that_is_allowed_is_asked_and_no_other():
    """The exception is as wide as it is written."""
    guard = Guard.allowing(["192.168.1.0/24"])
    assert guard.target("http://192.168.1.7/feed").host == "192.168.1.7"
    assert guard.target("http://[::ffff:192.168.1.7]/feed")
    assert guard.admit("u", "nas.example", ["192.168.1.7", "192.168.2.7"]) == ("192.168.1.7",)
    with pytest.raises(Refused):
        guard.target("http://192.168.2.7/feed")


def test_a_host_that_is_allowed_may_be_anywhere_and_on_any_port():
    """The operator vouches for a name."""
    guard = Guard.allowing(["rss.lan", "*.corp.example", "10.0.0.1"])
    assert guard.admit("u", "rss.lan", ["10.9.9.9"]) == ("10.9.9.9",)
    assert guard.admit("u", "deep.wiki.corp.example", ["10.9.9.9"])
    assert guard.target("http://RSS.lan:25/").port == 25
    with pytest.raises(Refused):
        guard.admit("u", "corp.example", ["10.9.9.9"])
    with pytest.raises(Refused):
        guard.admit("u", "evilcorp.example", ["10.9.9.9"])


def test_nonsense_in_the_configuration_is_named():
    """A typing mistake must not open or close anything silently."""
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        Guard.allowing(["10.0.0.0/99"])


def test_only_safe_addresses_of_a_name_are_admitted():
    """A name may have several addresses; one bad one does not spoil the good ones."""
    assert GUARD.admit("u", "h.example", ["10.0.0.1", "1.1.1.1"]) == ("1.1.1.1",)
    for bad in (["10.0.0.1"], ["fe80::1%eth0"], ["::1"], ["nonsense"], []):
        with pytest.raises(Refused):
            GUARD.admit("u", "h.example", bad)


# --- properties --------------------------------------------------------------------------------

SPECIAL = st.sampled_from(
    ["0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]
)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
@settings(deadline=None)
def test_no_notation_of_any_inner_address_passes(address):
    """The notations above, for addresses nobody thought of."""
    for host in written(str(address)):
        with pytest.raises(Refused):
            GUARD.target(f"http://{host}/")


@given(st.ip_addresses())
def test_admitting_and_taking_apart_agree(address):
    """The same address gets the same judgement by name and literally."""
    host = f"[{address}]" if address.version == 6 else str(address)

    def passes(judge):
        try:
            judge()
        except Refused:
            return False
        return True

    literal = passes(lambda: GUARD.target(f"http://{host}/"))
    named = passes(lambda: GUARD.admit("u", "h.example", [str(address)]))
    assert literal == named
    if literal:
        assert ip_address(address).is_global or str(address).startswith("192.")


@given(st.text(max_size=80).map(lambda text: f"http://{text}"))
@example("http://[::ffff:１２７.0.0.1]/")
@example("http://\u0130/")
@settings(deadline=None, max_examples=300)
def test_whatever_text_is_refused_or_read_in_one_way(url):
    """Taking apart what was put together again gives the same: no second reading is possible."""
    try:
        target = taken_apart(url)
    except MalformedAddressError:
        return
    again = taken_apart(target.url)
    assert (again.scheme, again.host, again.port, again.path) == (
        target.scheme,
        target.host,
        target.port,
        target.path,
    )
    assert target.url.isascii()
    assert target.url.isprintable()
    assert " " not in target.url
