"""Language tags of foreign documents are reduced to what we use."""

import pytest

from bot.feeds.language import language_code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        (" TR_tr ", "tr"),
        ("zh-Hant-TW", "zh"),
        ("english", None),
        ("fil", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_gives_its_language_or_none(said, code):
    """Region, script and case do not count; whatever is no tag is no language."""
    assert language_code(said) == code
