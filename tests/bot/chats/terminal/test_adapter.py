"""The chat in a terminal, at a pipe and at a keyboard."""

import asyncio
import contextlib
import io
import os
import stat
from dataclasses import replace

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from bot import compose
from bot.chats.errors import NotSent
from bot.chats.port import Adapter
from bot.chats.terminal.adapter import ADDRESS, TerminalAdapter
from bot.messages.words import say
from fakes.world import CHAT, NOON, VISIT
from storage.model import Delivery, DeliveryState


class Echo:
    """A listener that repeats what it hears."""

    def __init__(self):
        self.heard = []
        self.reached = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.cancelled = 0

    async def handle(self, said):
        self.heard.append(said)
        self.reached.set()
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return (say(f"You said {said.text}"),)


async def until(done):
    """Wait until something that tells nobody has happened."""
    async with asyncio.timeout(5):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class Screen(io.StringIO):
    """What was written, as a file with an encoding."""

    encoding = "utf-8"

    async def shows(self, text):
        """Wait until a text is there."""
        await until(lambda: text in self.getvalue())


@contextlib.contextmanager
def pipe(content=None):
    """Give the reading end of a pipe, and the writing end where nothing was written yet."""
    reading, writing = os.pipe()
    if content is not None:
        os.write(writing, content)
        os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        yield file, writing


def delivery(adapter, post):
    (payload,) = adapter.render(post)
    return Delivery(
        id=7, post=1, chat=1, address=ADDRESS, what="story:1", kind="alert", part=0, parts=1,
        state=DeliveryState.SENDING, payload=payload, not_before=NOON, created=NOON,
    )  # fmt: skip


def test_it_is_an_adapter():
    with pipe(b"") as (stdin, _):
        adapter: Adapter = TerminalAdapter(stdin, Screen())
        assert (adapter.platform, adapter.account) == ("terminal", "")
        assert adapter.limits.overall is None


async def test_a_pipe_is_read_to_its_end_and_reads_as_a_talk():
    with pipe("/brief latest\n\nwhat did Erdoğan say?".encode()) as (stdin, _):
        screen, echo = Screen(), Echo()
        await TerminalAdapter(stdin, screen, zone="Europe/Istanbul").run(echo)
    assert screen.getvalue() == (
        "I am Tellal. I tell the news in short: what happened, who acts in it, what came\n"
        "of it, every sentence with its source.\n"
        "Ask me anything, or begin with /brief latest, /subscribe or /help.\n\n"
        "› /brief latest\nYou said /brief latest\n\n"
        "› what did Erdoğan say?\nYou said what did Erdoğan say?\n\n"
    )
    assert [said.address for said in echo.heard] == [ADDRESS, ADDRESS]
    assert echo.heard[0].zone == "Europe/Istanbul"
    assert echo.heard[0].operator


async def test_it_greets_in_the_language_of_the_chat_or_of_the_machine():
    class Turkish(Echo):
        async def language(self, address, person):
            return "tr" if address == ADDRESS else "en"

    for listener, language in ((Turkish(), None), (Echo(), "tr")):
        with pipe(b"?") as (stdin, _):
            screen = Screen()
            await TerminalAdapter(stdin, screen, language=language).run(listener)
        assert screen.getvalue().startswith("Ben Tellal. Haberleri kısaca anlatırım:")
        assert listener.heard[0].person.language == language


async def test_quit_ends_a_pipe_before_its_end():
    with pipe(b"one\n/quit\ntwo\n") as (stdin, _):
        screen, echo = Screen(), Echo()
        await TerminalAdapter(stdin, screen).run(echo)
    assert [said.text for said in echo.heard] == ["one"]
    assert "/quit" not in screen.getvalue()


@pytest.mark.parametrize("kind", ["file", "nothing"])
async def test_files_and_nothing_are_read_like_pipes(tmp_path, kind):
    path = tmp_path / "in.txt" if kind == "file" else "/dev/null"
    if kind == "file":
        path.write_text("one\r\ntwo", encoding="utf-8")
    echo = Echo()
    with open(path, encoding="utf-8") as stdin:  # noqa: PTH123
        await TerminalAdapter(stdin, Screen()).run(echo)
    assert [said.text.strip() for said in echo.heard] == (["one", "two"] if kind == "file" else [])


async def test_broken_bytes_are_read_as_text_all_the_same():
    with pipe(b"caf\xe9 \xff\n") as (stdin, _):
        echo = Echo()
        await TerminalAdapter(stdin, Screen()).run(echo)
    assert [said.text for said in echo.heard] == ["caf\ufffd \ufffd"]


async def test_a_reader_who_has_gone_ends_the_talk_without_noise():
    class Gone(Screen):
        def write(self, text):
            raise BrokenPipeError

    with pipe(b"one\n") as (stdin, _):
        await TerminalAdapter(stdin, Gone()).run(Echo())


async def test_an_encoding_that_lacks_letters_loses_them_alone():
    class Narrow(Screen):
        encoding = "ascii"

    with pipe("ğ\n".encode()) as (stdin, _):
        screen = Narrow()
        await TerminalAdapter(stdin, screen).run(Echo())
    assert "You said ?" in screen.getvalue()


async def test_a_pipe_that_stays_open_does_not_keep_a_stopped_talk():
    with pipe() as (stdin, writing):
        screen = Screen()
        talk = asyncio.create_task(TerminalAdapter(stdin, screen).run(Echo()))
        os.write(writing, b"one\n")
        await screen.shows("You said one")
        talk.cancel()
        with pytest.raises(asyncio.CancelledError):
            await talk
        os.close(writing)


# --- alerts ------------------------------------------------------------------------------------


async def test_an_alert_is_printed_while_the_talk_is_open():
    with pipe() as (stdin, writing):
        screen = Screen()
        adapter = TerminalAdapter(stdin, screen)
        talk = asyncio.create_task(adapter.run(Echo()))
        await screen.shows("/help")
        assert await adapter.send(delivery(adapter, compose.brief(VISIT, CHAT))) == "7"
        assert "Erdoğan, Bektenov discuss relations\n\nPresident Recep" in screen.getvalue()
        os.close(writing)
        await talk


async def test_an_alert_that_nobody_sees_is_not_sent():
    with pipe(b"") as (stdin, _):
        adapter = TerminalAdapter(stdin, Screen())
        alert = delivery(adapter, compose.brief(VISIT, CHAT))
        with pytest.raises(NotSent):
            await adapter.send(alert)
        await adapter.run(Echo())
        with pytest.raises(NotSent):
            await adapter.send(alert)


async def test_what_waits_in_the_outbox_is_the_post_itself():
    with pipe(b"") as (stdin, _):
        adapter = TerminalAdapter(stdin, Screen())
        assert len(adapter.render(replace(compose.brief(VISIT, CHAT), note="x" * 100_000))) == 1


# --- at a keyboard -----------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def keyboard(echo, **options):
    """Open a lively terminal; gives its keys, its screen, and the talk."""
    screen = Screen()
    with create_pipe_input() as keys, pipe(b"") as (stdin, _):
        output = Vt100_Output(screen, _size, term="xterm", enable_cpr=False)
        with create_app_session(input=keys, output=output):
            adapter = TerminalAdapter(stdin, screen, lively=True, **options)
            talk = asyncio.create_task(adapter.run(echo))
            await screen.shows("›")
            try:
                yield keys, screen, talk, adapter
            finally:
                if not talk.done():
                    keys.send_text("\x15\x04")
                async with asyncio.timeout(5):
                    await talk


def _size():
    return Size(rows=40, columns=100)


async def test_a_line_is_answered_above_the_prompt():
    async with keyboard(Echo()) as (keys, screen, _, _):
        keys.send_text("hello\r")
        await screen.shows("You said hello")


async def test_quit_and_ctrl_d_leave():
    async with keyboard(Echo()) as (keys, _, talk, _):
        keys.send_text("/quit\r")
        await asyncio.wait_for(talk, 5)
    async with keyboard(Echo()) as (keys, _, talk, _):
        keys.send_text("\x04")
        await asyncio.wait_for(talk, 5)


async def test_ctrl_c_clears_the_line_and_stays():
    echo = Echo()
    async with keyboard(echo) as (keys, screen, talk, _):
        keys.send_text("half a question")
        keys.send_text("\x03")
        keys.send_text("whole\r")
        await screen.shows("You said whole")
        assert not talk.done()
    assert [said.text for said in echo.heard] == ["whole"]


async def test_ctrl_c_on_an_empty_line_gives_up_the_answer_under_way():
    echo = Echo()
    echo.go_on.clear()
    async with keyboard(echo) as (keys, screen, _, _):
        keys.send_text("slow\r")
        await screen.shows("thinking…")
        keys.send_text("\x03")
        await until(lambda: echo.cancelled)
        echo.go_on.set()
        keys.send_text("next\r")
        await screen.shows("You said next")
        assert "You said slow" not in screen.getvalue()


async def test_lines_typed_meanwhile_are_answered_in_order():
    echo = Echo()
    echo.go_on.clear()
    async with keyboard(echo) as (keys, screen, _, _):
        keys.send_text("one\rtwo\r")
        await echo.reached.wait()
        echo.go_on.set()
        await screen.shows("You said two")
    assert [said.text for said in echo.heard] == ["one", "two"]


async def test_an_alert_appears_above_the_line_being_typed():
    async with keyboard(Echo()) as (keys, screen, _, adapter):
        keys.send_text("half")
        await screen.shows("half")
        await adapter.send(delivery(adapter, compose.brief(VISIT, CHAT)))
        await screen.shows("\x1b[1mErdoğan, Bektenov discuss relations\x1b[0m")
        keys.send_text(" and half\r")
        await screen.shows("You said half and half")


async def test_no_colour_is_used_where_none_is_wanted():
    async with keyboard(Echo(), colour=False) as (_, screen, _, adapter):
        await adapter.send(delivery(adapter, compose.brief(VISIT, CHAT)))
        await screen.shows("Erdoğan, Bektenov discuss relations\n")
        assert "\x1b[1mErdoğan" not in screen.getvalue()


async def test_what_was_typed_is_kept_for_its_owner_alone(tmp_path):
    history = tmp_path / "deep" / "history"
    async with keyboard(Echo(), history=history) as (keys, screen, _, _):
        keys.send_text("hello\r")
        await screen.shows("You said hello")
    assert "+hello" in history.read_text(encoding="utf-8")
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


async def test_a_history_that_cannot_be_kept_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    async with keyboard(Echo(), history=tmp_path / "file" / "history") as (keys, screen, _, _):
        keys.send_text("hello\r")
        await screen.shows("You said hello")


async def test_a_tab_completes_a_command():
    async with keyboard(Echo(), topics=("world",)) as (keys, screen, _, _):
        keys.send_text("/unsubs")
        await screen.shows("stop")  # what the command does, beside it
        keys.send_text("\tworld\r")
        await screen.shows("You said /unsubscribe world")
