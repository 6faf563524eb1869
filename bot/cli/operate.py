"""`doctor`, `chats`, `deliveries` and `usage`: how the bot is doing, for who runs it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal

import typer

from bot.access import key
from bot.app import utc_now
from bot.cli.options import EXIT_PART_FAILED, Options, in_loop
from bot.cli.output import complain, say, say_json, say_table
from bot.doctor import examine
from bot.errors import BadUsage
from bot.finding import Level
from storage.model import Address, Delivery, DeliveryState

_By = Literal["day", "task", "model", "chat"]
_Json = Annotated[bool, typer.Option("--json", help="A JSON document a line.")]

_BAR = 20
"""Characters of the longest bar."""


def doctor(context: typer.Context, as_json: _Json = False) -> None:
    """Check clock, tokens, model, database and feeds; say how to mend what is wrong."""
    options: Options = context.obj
    raise typer.Exit(in_loop(_doctor(options, as_json)))


async def _doctor(options: Options, as_json: bool) -> int:
    wrong = 0
    async for finding in examine(options.settings(), options.secrets(), utc_now):
        wrong += finding.level is Level.WRONG
        if as_json:
            say_json(
                {
                    "level": finding.level.value,
                    "subject": finding.subject,
                    "says": finding.says,
                    "mend": finding.mend or None,
                }
            )
        else:
            mark = {Level.OK: "ok   ", Level.NOTE: "note ", Level.WRONG: "WRONG"}[finding.level]
            mend = f"\n        {finding.mend}" if finding.mend else ""
            say(f"{mark}  {finding.subject}: {finding.says}{mend}")
    return EXIT_PART_FAILED if wrong else 0


def chats(context: typer.Context, as_json: _Json = False) -> None:
    """List the chats and what they follow."""
    options: Options = context.obj
    in_loop(_chats(options, as_json))


async def _chats(options: Options, as_json: bool) -> None:
    async with options.open() as app, app.store.reading() as tx:
        known = await tx.chats.all()
        followed = await tx.subscriptions.of_many([chat.id for chat in known])
    rows = []
    for chat in known:
        follows = [f"{one.target.value} {one.key}" for one in followed.get(chat.id, ())]
        if as_json:
            say_json(
                {
                    "chat": chat.id,
                    "platform": chat.address.platform,
                    "account": chat.address.account,
                    "address": chat.address.chat,
                    "thread": chat.address.thread,
                    "kind": chat.kind.value,
                    "state": chat.state.value,
                    "created": chat.created.isoformat(),
                    "follows": follows,
                }
            )
        where = " ".join(filter(None, (chat.address.platform, _place(chat.address))))
        rows.append((str(chat.id), where, chat.kind.value, chat.state.value, ", ".join(follows)))
    if not as_json:
        say_table(("chat", "where", "kind", "state", "follows"), rows)


def _place(address: Address) -> str:
    """Name a chat within its platform; on Slack with its workspace, as access keys have it."""
    return " ".join(filter(None, (key(address, address.chat).partition(":")[2], address.thread)))


def deliveries(
    context: typer.Context,
    state: Annotated[DeliveryState | None, typer.Option(help="Only those that stand here.")] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Send the unknown or dead ones (see --state) again.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 100,
    as_json: _Json = False,
) -> None:
    """List what was and is to be sent; with --retry, try again what is unknown or dead."""
    options: Options = context.obj
    in_loop(_deliveries(options, state, retry, limit, as_json))


async def _deliveries(
    options: Options, state: DeliveryState | None, retry: bool, limit: int, as_json: bool
) -> None:
    if retry:
        await _retry(options, state)
        return
    async with options.open() as app, app.store.reading() as tx:
        found = await tx.deliveries.list(state=state, limit=limit)
        counts = await tx.deliveries.counts()
    if as_json:
        for delivery in found:
            say_json(_document(delivery))
        return
    rows = [
        (
            str(one.id),
            f"{one.created:%Y-%m-%d %H:%M}",
            f"{one.address.platform} {_place(one.address)}",
            one.what,
            f"{one.part + 1}/{one.parts}",
            one.state.value,
            str(one.attempts),
            one.error or "",
        )
        for one in found
    ]
    say_table(("id", "queued (UTC)", "chat", "what", "part", "state", "tries", "error"), rows)
    say(", ".join(f"{number} {where.value}" for where, number in counts.items()) or "none yet")


async def _retry(options: Options, state: DeliveryState | None) -> None:
    again = (DeliveryState.UNKNOWN, DeliveryState.DEAD)
    if state is not None and state not in again:
        raise BadUsage(f"What is {state.value} is not sent again; only unknown and dead ones are.")
    async with options.open() as app, app.store.writing() as tx:
        count = await tx.deliveries.requeue((state,) if state else again, app.clock())
        await tx.commit()
    say(f"{count} delivery part(s) queued again.")
    if count and state is not DeliveryState.DEAD:
        complain("What was unknown may have arrived: a reader may see it twice.")


def _document(one: Delivery) -> dict[str, object]:
    return {
        "id": one.id,
        "chat": one.chat,
        "platform": one.address.platform,
        "address": one.address.chat,
        "what": one.what,
        "kind": one.kind,
        "part": one.part,
        "parts": one.parts,
        "state": one.state.value,
        "attempts": one.attempts,
        "created": one.created.isoformat(),
        "sent": one.sent.isoformat() if one.sent else None,
        "message": one.message,
        "error": one.error,
    }


def usage(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, help="How far back.")] = 30,
    by: Annotated[_By, typer.Option(help="What to sum by.")] = "day",
    as_json: _Json = False,
) -> None:
    """Tell what models were used for and what that cost."""
    options: Options = context.obj
    in_loop(_usage(options, days, by, as_json))


async def _usage(options: Options, days: int, by: _By, as_json: bool) -> None:
    async with options.open() as app, app.store.reading() as tx:
        until = app.clock()
        totals = await tx.usage.totals(until - timedelta(days=days), until, by)
    if as_json:
        for one in totals:
            say_json({by: one.key, "calls": one.calls, "failed": one.failed, "cost": one.cost,
                      "tokens_in": one.tokens_in, "tokens_cached": one.tokens_cached,
                      "tokens_out": one.tokens_out, "seconds": round(one.seconds, 3)})  # fmt: skip
        return
    paid = any(one.cost for one in totals)
    bars = _bars([one.cost if paid else one.tokens_in for one in totals])
    rows = [
        (one.key or "-", str(one.calls), str(one.failed), f"{one.tokens_in:,}",
         f"{one.tokens_cached:,}", f"{one.tokens_out:,}", f"{one.cost:.4f}", bar)
        for one, bar in zip(totals, bars, strict=True)
    ]  # fmt: skip
    say_table((by, "calls", "failed", "tokens in", "cached", "tokens out", "cost", ""), rows)
    say(f"{sum(one.cost for one in totals):.4f} in {days} day(s).")


def _bars(amounts: Sequence[float]) -> list[str]:
    """Draw amounts as bars, the largest `_BAR` wide; whatever is not nothing is seen."""
    largest = max(amounts, default=0) or 1
    return ["█" * max(round(_BAR * amount / largest), int(amount > 0)) for amount in amounts]
