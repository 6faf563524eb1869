"""XML of strangers is parsed leniently and harmlessly."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.safexml import NotXmlError, read


def text(data, **said):
    return "".join(read(data.encode() if isinstance(data, str) else data, **said).itertext())


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("<a>x &amp; y</a>", "x & y"),
        ("<a>x & y &copy; &eacute; &#233; &#xe9; &#XE9;</a>", "x & y © é é é é"),
        ("<a>AT&T &unknown; &;</a>", "AT&T &unknown; &;"),
        ("<a><![CDATA[x & y &copy; <b>]]></a>", "x & y &copy; <b>"),
        ("<a><![CDATA[open & <b></a>", "open & <b></a>"),
        ("<a>x\x00y\x08z</a>", "xyz"),
        ("<a>x\ufffey</a>", "xy"),
        ("<a><b>unclosed</a>", "unclosed"),
        ("<a>cut off <b>here", "cut off here"),
        ("<a><!-- no -->yes<?php no ?></a>", "yes"),
        ("\n\n junk <?xml version='1.0'?><rss>x</rss>", "x"),
        ("<b>Warning</b>: line 3<br />\n<?xml version='1.0'?><rss>x</rss>", "x"),
        ("<?xml version='1.0'?><?xml-stylesheet href='x'?><!-- c --><a>x</a>", "x"),
        ("<media:a>x</media:a>", "x"),
        ("<a x=1 y='2'>x</a>", "x"),
    ],
)
def test_what_is_nearly_xml_is_read(document, words):
    """The web's feeds are rarely well-formed."""
    assert text(document) == words


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'http://10.0.0.1/'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'boom'>]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM 'http://10.0.0.1/x.dtd'><a>&x;</a>",
        "<!doctype a [ <!-- ]> --> <!ENTITY x '>]>'> ]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p '<!ENTITY x \"boom\">'> %p;]><a>&x;</a>",
        "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x \"boom\">]>\n<a>&x;</a>",
    ],
)
def test_nothing_that_a_document_declares_is_expanded(document):
    """A reference stays the letters that it is written with."""
    assert text(document) == "&x;"


def test_attributes_are_not_expanded_either():
    """Defaults and entities in attributes are the bomb behind the bomb."""
    root = read(b"<!DOCTYPE a [<!ENTITY x 'boom'><!ATTLIST a y CDATA 'boom'>]><a z='&x;'/>")
    assert dict(root.attrib) == {"z": "&x;"}


def test_a_billion_laughs_are_silent():
    """Nothing grows."""
    entities = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    document = f"<!DOCTYPE a [<!ENTITY l0 'ha'>{entities}]><a>&l9;</a>"
    assert text(document) == "&l9;"


@pytest.mark.parametrize("document", ["", "  ", "no markup", "<", "<>", "<!DOCTYPE a [", "<!--"])
def test_what_is_no_xml_says_so(document):
    """One error for all that holds no element."""
    with pytest.raises(NotXmlError):
        read(document.encode())


def test_nesting_is_bounded():
    """A tower of a hundred thousand elements is cut, not climbed."""
    depth = 0
    element = read(b"<a>" * 100_000)
    while len(element):
        element, depth = element[0], depth + 1
    assert depth < 300


def test_the_servers_charset_is_used():
    """It reaches the decoder."""
    assert text("<a>Привет, мир</a>".encode("cp1251"), transport="windows-1251") == "Привет, мир"


PIECES = st.lists(
    st.sampled_from(
        ["<a>", "</a>", "<b x='", "'>", "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "&", ";",
         "&amp;", "&#x41;", "&#99999999;", "<!DOCTYPE a [", "<!ENTITY x 'y'>", "]>", "\x00", '"',
         "<?xml version='1.0' encoding='utf-16'?>", "<rss", "xmlns:a='u'", "é", "\ufffe", " "]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(PIECES)
@settings(deadline=None, max_examples=300)
def test_any_pieces_of_xml_are_a_tree_or_no_xml(document):
    """No other error, and no entity in the tree."""
    try:
        root = read(document.encode())
    except NotXmlError:
        return
    assert root.getroottree().docinfo.internalDTD is None
    assert all(isinstance(element.tag, str) for element in root.iter())


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_a_tree_or_no_xml(data):
    """Feeds are bytes before they are anything else."""
    with contextlib.suppress(NotXmlError):
        read(b"<a>" + data)
