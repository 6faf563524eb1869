"""The chat in a terminal: one chat, one person, who may do everything.

On a real terminal it has history, completion, colours and links, and what arrives meanwhile is
printed above the line that is being typed. With anything else at either end it reads lines to the
end of input and writes plain text, each question before its answer.
"""

import asyncio
import codecs
import contextlib
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.patch_stdout import patch_stdout

from bot.catalogue import Words, to_say, words
from bot.chats.errors import NotSent
from bot.chats.port import Limits, Listener
from bot.chats.speaking import words_of
from bot.chats.terminal import complete
from bot.chats.terminal.render import Look, paragraphs, text
from bot.conversation.parse import parse
from bot.conversation.said import Person, Said
from bot.messages.chat import greeting
from bot.post import Post, from_json, to_json
from storage.model import Address, ChatKind, Delivery, Json

ADDRESS = Address("terminal", "", "local")
"""The one chat of this platform."""

PROMPT = "› "
THINKING = to_say("thinking… Ctrl-C stops")
PLAIN_WIDTH = 80
_READ_AT_ONCE = 1 << 16


class TerminalAdapter:
    """The terminal as a chat platform.

    Args:
        stdin, stdout: the ends; both terminals make it a lively one.
        history: file of what was typed before; None keeps nothing.
        topics: slugs to complete.
        zone: IANA name of the machine's zone, the first of the chat.
        language: that the machine speaks, the first of the chat; None where it does not tell.
        colour: whether a lively terminal may show colours and links.
        lively: whether this is a real terminal; None to look.
    """

    platform = ADDRESS.platform
    account = ADDRESS.account
    limits = Limits()

    def __init__(
        self,
        stdin: TextIO,
        stdout: TextIO,
        *,
        history: Path | None = None,
        topics: Sequence[str] = (),
        zone: str | None = None,
        language: str | None = None,
        colour: bool = True,
        lively: bool | None = None,
    ) -> None:
        self._stdin = stdin
        self._stdout = stdout
        self._history = history
        self._topics = topics
        self._zone = zone
        self._person = Person("local", "you", language)
        self._lively = stdin.isatty() and stdout.isatty() if lively is None else lively
        self._colour = colour and self._lively
        self._out = stdout
        self._open = False
        self._t = words("en")

    def render(self, post: Post) -> tuple[Json, ...]:
        """Keep the post as it is: how wide the window is shows only when it is printed."""
        return ({"post": to_json(post)},)

    async def send(self, delivery: Delivery) -> str:
        """Print an alert or a digest.

        Raises:
            NotSent: nobody has this terminal open.
        """
        if not self._open:
            raise NotSent("the terminal chat is not open")
        try:
            self._write(self._set(from_json(delivery.payload["post"])))
        except (OSError, ValueError) as error:
            raise NotSent(f"the terminal is gone: {type(error).__name__}") from error
        return str(delivery.id)

    async def run(self, listener: Listener) -> None:
        """Talk until /quit, Ctrl-D, the end of input, or nobody reads any more."""
        try:
            with self._opened():
                await (self._talk(listener) if self._lively else self._read(listener))
        except BrokenPipeError:
            return

    # --- plain lines ---------------------------------------------------------------------------

    async def _read(self, listener: Listener) -> None:
        await self._greet(listener)
        async for line in _lines(self._stdin.fileno()):
            if not line.strip():
                continue
            if parse(line).command in complete.LEAVING:
                return
            if not self._stdin.isatty() or not self._stdout.isatty():
                self._write(PROMPT + line.strip(), after="\n")
            await self._answer(listener, line)

    # --- a lively terminal ---------------------------------------------------------------------

    async def _talk(self, listener: Listener) -> None:
        await self._greet(listener)
        questions: asyncio.Queue[str] = asyncio.Queue()
        answering = _Answering()
        session: PromptSession[str] = PromptSession(
            history=_history(self._history),
            completer=_Completer(lambda: self._t, self._topics),
            key_bindings=_bindings(answering),
            rprompt=lambda: self._t(THINKING) if answering.task else "",
        )
        answering.changed = session.app.invalidate
        with self._above_prompt():
            worker = asyncio.create_task(self._answer_all(listener, questions, answering))
            worker.add_done_callback(lambda _: _leave(session))
            try:
                await _ask_all(session, questions)
            finally:
                worker.cancel()
                # Waited for, not suppressed: our own being told to stop must get through.
                await asyncio.wait([worker])
            if not worker.cancelled():
                worker.result()

    async def _answer_all(
        self, listener: Listener, questions: asyncio.Queue[str], answering: "_Answering"
    ) -> None:
        """Answer in order while the next line is being typed; Ctrl-C gives one answer up."""
        while True:
            line = await questions.get()
            with answering.doing(asyncio.create_task(self._answer(listener, line))) as task:
                await asyncio.wait([task])
            if not task.cancelled() and (error := task.exception()):
                raise error

    # --- both ----------------------------------------------------------------------------------

    async def _greet(self, listener: Listener) -> None:
        self._t = await words_of(listener, ADDRESS, self._person)
        self._write(paragraphs(greeting(self._t), self._look()))

    async def _answer(self, listener: Listener, line: str) -> None:
        said = Said(
            address=ADDRESS,
            kind=ChatKind.PRIVATE,
            title="",
            person=self._person,
            text=line,
            operator=True,
            zone=self._zone,
        )
        posts = await listener.handle(said)
        self._t = await words_of(listener, ADDRESS, self._person)
        for post in posts:
            self._write(self._set(post))

    def _set(self, post: Post) -> str:
        return text(post, self._look())

    def _look(self) -> Look:
        if not self._lively:
            return Look(PLAIN_WIDTH)
        try:
            width = os.get_terminal_size(self._stdout.fileno()).columns
        except (OSError, ValueError):
            width = PLAIN_WIDTH
        return Look(width or PLAIN_WIDTH, self._colour)

    def _write(self, shown: str, after: str = "\n\n") -> None:
        """Write whole, whatever the encoding; above the prompt where there is one."""
        encoding = self._stdout.encoding or "utf-8"
        self._out.write((shown + after).encode(encoding, "replace").decode(encoding))
        self._out.flush()

    @contextlib.contextmanager
    def _opened(self) -> Iterator[None]:
        self._open = True
        try:
            yield
        finally:
            self._open = False

    @contextlib.contextmanager
    def _above_prompt(self) -> Iterator[None]:
        with patch_stdout(raw=True):
            self._out = sys.stdout
            try:
                yield
            finally:
                self._out = self._stdout


# --- reading lines -----------------------------------------------------------------------------


async def _lines(descriptor: int) -> AsyncIterator[str]:
    """Give the lines of a file, pipe or terminal as they come; the last needs no line break.

    A thread reads, since no event loop can wait for every kind of file. It reads the bare
    descriptor and is a daemon, so that a writer that never ends does not keep the program open.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    # A copy of its own: the number of a descriptor that is closed is soon another file's, and the
    # thread may still wait on it then.
    own = os.dup(descriptor)

    def read() -> None:
        chunk = b"-"
        while chunk:
            try:
                chunk = os.read(own, _READ_AT_ONCE)
            except OSError:
                chunk = b""
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
        os.close(own)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    begun = ""
    while chunk := await chunks.get():
        *whole, begun = (begun + decoder.decode(chunk)).split("\n")
        for line in whole:
            yield line
    if last := begun + decoder.decode(b"", final=True):
        yield last


# --- typing lines ------------------------------------------------------------------------------


async def _ask_all(session: PromptSession[str], questions: asyncio.Queue[str]) -> None:
    """Take lines until /quit or Ctrl-D."""
    while True:
        try:
            line = await session.prompt_async(PROMPT, handle_sigint=False)
        except EOFError:
            return
        if parse(line).command in complete.LEAVING:
            return
        if line.strip():
            questions.put_nowait(line)


def _leave(session: PromptSession[str]) -> None:
    """End the prompt when nobody answers any more."""
    if session.app.is_running:
        session.app.exit(exception=EOFError())


class _Answering:
    """The answer that is under way, if any."""

    def __init__(self) -> None:
        self.task: asyncio.Task[None] | None = None
        self.changed: Callable[[], None] = lambda: None

    @contextlib.contextmanager
    def doing(self, task: asyncio.Task[None]) -> Iterator[asyncio.Task[None]]:
        """Hold a task up to be stopped until it is done; leaving stops it."""
        self.task = task
        self.changed()
        try:
            yield task
        finally:
            task.cancel()
            self.task = None
            self.changed()

    def stop(self) -> None:
        """Give up the answer that is under way."""
        if self.task:
            self.task.cancel()


def _bindings(answering: _Answering) -> KeyBindings:
    """Let Ctrl-C clear the line; on an empty one it stops the answer that is under way."""
    bindings = KeyBindings()

    @bindings.add("c-c")
    def _clear(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.text:
            buffer.reset()
        else:
            answering.stop()

    return bindings


class _Completer(Completer):
    """Hands `complete.choices` to prompt_toolkit."""

    def __init__(self, speaks: Callable[[], Words], topics: Sequence[str]) -> None:
        self._speaks = speaks
        self._topics = topics

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 (the name is the port's)
    ) -> Iterator[Completion]:
        for choice in complete.choices(self._speaks(), document.text_before_cursor, self._topics):
            yield Completion(choice.text, -choice.replaces, display_meta=choice.meaning)


class _PrivateHistory(FileHistory):
    """Lines typed before, in a file that only its owner may read."""

    def store_string(self, string: str) -> None:
        # Half characters of a broken paste cannot be written; a full disk costs the history alone.
        with contextlib.suppress(OSError):
            super().store_string(string.encode("utf-8", "replace").decode("utf-8"))


def _history(path: Path | None) -> History:
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
    except OSError:
        return InMemoryHistory()
    return _PrivateHistory(str(path))
