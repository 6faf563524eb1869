"""Buttons below our messages."""

from dataclasses import replace

from bot.chats.slack import menus, texts
from bot.chats.slack.errors import FAILURES
from bot.chats.slack.events import Touched
from bot.chats.slack.modals import Asking, ask_window
from bot.chats.slack.reception import Reception, Spoken
from bot.chats.slack.render import render
from bot.chats.slack.sending import respond
from bot.chats.slack.tenant import Tenant
from bot.conversation.parse import parse
from bot.post import Post


class Buttons:
    """Does what buttons stand for."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def pressed(self, tenant: Tenant, touched: Touched) -> None:
        """Do what a button stands for; it was acknowledged before."""
        if (story := menus.asks_story(touched.value)) is not None:
            await self._ask(tenant, touched, story)
            return
        if touched.value[:1] != "/":
            return  # of a kind that this version does not make
        spoken = await self._spoken(tenant, touched)
        posts = await self._reception.posts(tenant, spoken)
        if menus.is_choice(touched.value):
            await self._change(tenant, touched, spoken, posts)
        elif parse(touched.value).command == "rate" or touched.ephemeral:
            await self._note(touched, posts)
        else:
            sent = await self._reception.show(tenant, touched.channel, posts, spoken.answer_in)
            address = tenant.address(touched.channel)
            await self._reception.remember(address, spoken.thread, spoken.story, posts, sent)

    async def _ask(self, tenant: Tenant, touched: Touched, story: int) -> None:
        """Open a window for the question: it is answered in the thread of the message."""
        t = await self._reception.words(tenant, touched.user, touched.channel)
        root = "" if touched.private and not touched.where.root else touched.where.thread
        asking = Asking(touched.channel, root, story, str(touched.where))
        try:
            await tenant.client.views_open(trigger_id=touched.trigger, view=ask_window(t, asking))
        except FAILURES:
            # The three seconds are over, or windows are closed to us: asked in words instead.
            posts = await self._reception.posts(tenant, await self._spoken(tenant, touched))
            await self._note(touched, posts)

    async def _spoken(self, tenant: Tenant, touched: Touched) -> Spoken:
        """Give a touch as if the command of the button had been typed."""
        address, root = tenant.address(touched.channel), touched.where.thread
        in_thread = not touched.private or bool(touched.where.root)
        context = await self._reception.context(address, root)
        story = touched.story or (context.story if context else None)
        spoken = Spoken(
            touched.channel,
            touched.user,
            touched.value,
            reply_to=str(touched.where),
            story=story,
            team=touched.team,
        )
        if not in_thread:
            return spoken
        return replace(spoken, thread=context.thread if context else root, answer_in=root)

    async def _change(
        self, tenant: Tenant, touched: Touched, spoken: Spoken, posts: tuple[Post, ...]
    ) -> None:
        """Show a menu as it stands after a choice, in its place; what is said of it below."""
        said, shown = menus.note(posts), posts
        if said and (again := menus.again(touched.value)):
            menu = await self._reception.posts(tenant, replace(spoken, text=again))
            shown = (*menu[:1], *(texts.plain(said),))
        first, *others = [payload for post in shown for payload in render(post)]
        if touched.ephemeral:
            await respond(touched.respond, [first], replace_original=True)
            await respond(
                touched.respond, others, response_type="ephemeral", replace_original=False
            )
            return
        await tenant.answering.edit(tenant.address(touched.channel), touched.where.ts, first)
        if said:
            await self._note(touched, (texts.plain(said),))

    async def _note(self, touched: Touched, posts: tuple[Post, ...]) -> None:
        """Tell something to who pressed the button alone, there where it stands."""
        payloads = [payload for post in posts for payload in render(post)]
        root = touched.where.root
        thread = {"thread_ts": root} if root else {}
        await respond(
            touched.respond, payloads, response_type="ephemeral", replace_original=False, **thread
        )
