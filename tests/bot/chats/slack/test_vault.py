"""The vault: what goes in comes out, for those who have a key, and for nobody else."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.slack.vault import Vault, WrongKey
from bot.errors import BadConfiguration

ONE, TWO = (Fernet.generate_key().decode() for _ in range(2))


@given(st.text())
def test_every_token_comes_out_as_it_went_in(token):
    vault = Vault(ONE)
    assert vault.open(vault.close(token)) == token


@given(st.text())
def test_another_key_opens_nothing_and_says_what_to_do(token):
    with pytest.raises(WrongKey, match="TELLAL_SECRET_KEY") as caught:
        Vault(TWO).open(Vault(ONE).close(token))
    assert ONE not in str(caught.value)
    assert TWO not in str(caught.value)


@given(st.text())
def test_what_is_no_ciphertext_is_refused_as_such(text):
    with pytest.raises(WrongKey):
        Vault(ONE).open(text)


def test_what_was_changed_is_refused():
    closed = Vault(ONE).close("xoxb-1")
    middle = len(closed) // 2
    changed = closed[:middle] + ("A" if closed[middle] != "A" else "B") + closed[middle + 1 :]
    with pytest.raises(WrongKey):
        Vault(ONE).open(changed)


def test_a_new_key_is_put_in_front_and_the_old_one_still_opens():
    old = Vault(ONE).close("xoxb-1")
    both = Vault(f"{TWO}, {ONE}")
    assert both.open(old) == "xoxb-1"
    renewed = both.renewed(old)
    assert renewed is not None
    assert Vault(TWO).open(renewed) == "xoxb-1"
    assert both.renewed(renewed) is None


@pytest.mark.parametrize(
    "keys",
    ["", " , ", "secret", "x" * 44, f"{ONE},short", "é" * 44],
    ids=["empty", "comma", "word", "no base64", "one of two", "no ascii"],
)
def test_what_cannot_be_a_key_is_refused_with_how_to_make_one_and_not_shown(keys):
    with pytest.raises(BadConfiguration, match="openssl rand") as caught:
        Vault(keys)
    assert ONE not in str(caught.value)
    assert "secret" not in str(caught.value).replace("TELLAL_SECRET_KEY", "")


def test_the_command_that_is_told_makes_a_key():
    import subprocess

    from bot.secrets import HOW_TO_MAKE_A_KEY

    made = subprocess.run(HOW_TO_MAKE_A_KEY, shell=True, capture_output=True, text=True, check=True)
    vault = Vault(made.stdout.strip())
    assert vault.open(vault.close("xoxb-1")) == "xoxb-1"
