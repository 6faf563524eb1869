"""Bytes become the text that was meant, whatever they are declared as."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.charset import decode

TURKISH = "<t>Erdoğan, Yılmaz'la İstanbul'da görüştü: çok şey söylendi</t>"


def declared(encoding, text=TURKISH):
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-9", "windows-1254", "utf-16", "utf-32"])
def test_the_documents_own_word_is_followed(encoding):
    """An XML declaration names the encoding."""
    text = declared(encoding)
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("koi8-r", "<t>Правительство обсудило бюджет</t>"),
        ("shift_jis", "<t>政府は予算を承認した</t>"),
        ("euc-kr", "<t>정부가 예산안을 논의했다</t>"),
        ("gb2312", "<t>政府讨论了预算</t>"),
        ("big5", "<t>政府討論了預算</t>"),
        ("iso-2022-jp", "<t>政府は予算を承認した</t>"),
        ("iso-8859-7", "<t>Η κυβέρνηση συζήτησε</t>"),
    ],
)
def test_the_servers_word_is_followed(encoding, text):
    """Where the document is silent, the charset of the Content-Type counts."""
    assert decode(text.encode(encoding), encoding) == text


def test_the_servers_word_comes_before_the_documents():
    """As the standard has it."""
    text = declared("iso-8859-1", "<t>Привет, мир и бюджет</t>")
    assert decode(text.encode("windows-1251"), "windows-1251") == text


def test_utf8_is_utf8_whatever_it_is_declared_as():
    """Most documents with a wrong label are UTF-8 by a server that says Latin-1."""
    assert decode(declared("iso-8859-1").encode(), "iso-8859-1") == declared("iso-8859-1")


@pytest.mark.parametrize(
    "mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE]
)
def test_a_byte_order_mark_decides(mark):
    """Against everybody's word."""
    encoding = {
        codecs.BOM_UTF8: "utf-8",
        codecs.BOM_UTF16_LE: "utf-16-le",
        codecs.BOM_UTF16_BE: "utf-16-be",
        codecs.BOM_UTF32_LE: "utf-32-le",
    }[mark]
    assert decode(mark + TURKISH.encode(encoding), "koi8-r") == TURKISH


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "cp037"])
def test_wide_letters_are_seen_without_a_mark(encoding):
    """How "<?xml" begins tells the width of its letters."""
    text = '<?xml version="1.0"?><t>feed</t>'
    assert decode(text.encode(encoding)) == text


def test_a_document_that_only_claims_to_be_utf16_is_read_all_the_same():
    """Programs that convert a file forget its declaration."""
    text = declared("utf-16", "<t>plain letters</t>")
    assert decode(text.encode("ascii")) == text


def test_latin1_means_windows():
    """Quotation marks of Windows are what stands at its controls."""
    assert decode(b"<t>\x93quoted\x94 \x80 5</t>", "iso-8859-1") == "<t>“quoted” € 5</t>"


def test_one_bad_byte_does_not_spoil_a_document():
    """Text cut in the middle of a letter stays UTF-8."""
    assert decode(TURKISH.encode()[:-5] + b"\xff").startswith("<t>Erdoğan, Yılmaz'la İstanbul")


@pytest.mark.parametrize(
    "name", ["rot13", "zlib", "hex", "unicode_escape", "idna", "\0", "no-such"]
)
def test_codecs_that_are_no_charset_are_never_run(name):
    """Python calls compression an encoding, too; a server's word must not start it."""
    assert decode(b"<t>gur srrq</t>", name) == "<t>gur srrq</t>"


def test_a_page_tells_its_charset_in_a_meta_element():
    """Both ways in which HTML says it."""
    text = '<html><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-9">ğüşİı'
    assert decode(text.encode("iso-8859-9")) == text
    text = "<html><meta charset='windows-1251'>Привет"
    assert decode(text.encode("cp1251")) == text


@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
def test_any_bytes_are_some_text(data, name):
    """Nothing is raised, whatever comes under whatever name."""
    assert isinstance(decode(data, name), str)


@given(st.text(max_size=200).filter(lambda text: "\ufeff" not in text[:1]))
def test_utf8_always_comes_back(text):
    """What was encoded as UTF-8 is never taken for anything else."""
    data = text.encode("utf-8", errors="ignore")
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0\0<")):
        assert decode(data.strip(b"\0")) == data.strip(b"\0").decode()
