"""The fake Slack's OAuth v2 and tokens: how the app comes into a workspace, and goes."""

import base64
import html
import itertools
from urllib.parse import urlencode

from aiohttp import web

from fakes.slackapi_call import Call, Core, Method, Refused
from fakes.slackapi_world import APP_ID, BOT_ID, Grant, Json, User, Workspace

CLIENT_ID = "1111.2222"
CLIENT_SECRET = "client-secret-of-the-tests"
APP_TOKEN = f"xapp-1-{APP_ID}-3333-app-token-of-the-tests"

_counted = itertools.count(1)


def install(
    core: Core, workspace: Workspace, scopes: frozenset[str], *, org: bool = False
) -> Grant:
    """Put the app into a workspace (or, with `org`, all of its enterprise), and give its token."""
    world = core.world
    places = [
        one for one in world.workspaces.values() if org and one.enterprise == workspace.enterprise
    ]
    for place in places or [workspace]:
        if place.bot is None:
            place.bot = User(world.id("UBOT"), "Tellal", place, bot_id=BOT_ID, tz="UTC")
            place.users[place.bot.id] = place.bot
        place.installed, place.org_wide = True, org
    grant = Grant(
        f"xoxb-{workspace.enterprise if org else workspace.id}-{next(_counted)}-token-of-the-tests",
        "bot", None if org else workspace, None if org else workspace.bot,
        workspace.enterprise, scopes,
    )  # fmt: skip
    world.grants[grant.token] = grant
    return grant


def uninstall(core: Core, workspace: Workspace) -> None:
    """Take the app out of a workspace: its tokens end, and it is told."""
    grants = [
        one for one in core.world.grants.values()
        if one.workspace is workspace
        or (workspace.org_wide and one.workspace is None and one.enterprise == workspace.enterprise)
    ]  # fmt: skip
    gone: Json = {"oauth": [one.user.id for one in grants if one.kind == "user" and one.user],
                  "bot": [workspace.bot.id] if workspace.bot else []}  # fmt: skip
    for grant in grants:
        grant.inactive = True
    core.events.fire(workspace, {"type": "tokens_revoked", "tokens": gone})
    core.events.fire(workspace, {"type": "app_uninstalled"})
    workspace.installed = False
    workspace.homes.clear()
    for channel in workspace.channels.values():
        if workspace.bot and channel.kind != "im" and workspace.bot.id in channel.members:
            channel.members.remove(workspace.bot.id)


async def authorize_page(core: Core, request: web.Request) -> web.StreamResponse:
    """Show who asks for what, with a link to allow it for each workspace."""
    asked = dict(request.query)
    if asked.get("client_id") != CLIENT_ID:
        return web.Response(text="invalid_client_id", status=400)
    rows = []
    for workspace in core.world.workspaces.values():
        link = "/oauth/v2/allow?" + urlencode({**asked, "team": workspace.id})
        name = html.escape(workspace.name)
        rows.append(f'<li><a class="allow" href="{html.escape(link)}">Allow in {name}</a></li>')
    scopes = html.escape(asked.get("scope", ""))
    page = f"<!doctype html><h1>Tellal asks for: {scopes}</h1><ul>{''.join(rows)}</ul>"
    return web.Response(text=page, content_type="text/html")


async def allow(core: Core, request: web.Request) -> web.StreamResponse:
    """Send somebody who said yes (or, with `deny`, no) back to the app."""
    asked = dict(request.query)
    target = asked.get("redirect_uri") or core.redirect_url
    if not target:
        return web.Response(text="redirect_uri did not match any configured URIs", status=400)
    if "deny" in asked:
        answer = {"error": "access_denied", "state": asked.get("state", "")}
    else:
        code = f"code-{next(_counted)}"
        core.codes[code] = asked
        answer = {"code": code, "state": asked.get("state", "")}
    joint = "&" if "?" in target else "?"
    raise web.HTTPFound(f"{target}{joint}{urlencode(answer)}")


def access(call: Call) -> Json:
    """Give the token for a code; a code works once."""
    if call.word("grant_type") == "refresh_token":
        return _renew(call)
    asked = call.core.codes.pop(call.needs("code", "invalid_code"), None)
    if asked is None:
        raise Refused("invalid_code")
    if call.word("redirect_uri") != asked.get("redirect_uri", ""):
        raise Refused("bad_redirect_uri")
    workspace = call.world.workspaces[asked["team"]]
    org = asked.get("org") == "1" and bool(workspace.enterprise)
    scopes = frozenset(one for one in asked.get("scope", "").split(",") if one)
    grant = install(call.core, workspace, scopes, org=org)
    installer: Json = {"id": asked.get("user") or next(iter(workspace.users))}
    if asked.get("user_scope"):
        token = f"xoxp-{workspace.id}-{next(_counted)}-token-of-the-tests"
        user = workspace.users[installer["id"]]
        wide = frozenset(asked["user_scope"].split(","))
        call.world.grants[token] = Grant(token, "user", workspace, user, scopes=wide)
        installer |= {"access_token": token, "token_type": "user", "scope": asked["user_scope"]}
    enterprise = {"id": workspace.enterprise, "name": workspace.enterprise}
    return _lasting(call, grant) | {
        "app_id": APP_ID, "authed_user": installer, "scope": ",".join(sorted(scopes)),
        "token_type": "bot", "access_token": grant.token,
        "bot_user_id": workspace.bot.id if workspace.bot else "",
        "team": None if org else {"id": workspace.id, "name": workspace.name},
        "enterprise": enterprise if workspace.enterprise else None,
        "is_enterprise_install": org,
    }  # fmt: skip


def _lasting(call: Call, grant: Grant) -> Json:
    """Let a new token end, where tokens are renewed, and give by what."""
    if call.core.token_life is None:
        return {}
    call.world.grants.pop(grant.token, None)
    grant.token = f"xoxe.{grant.token}"
    grant.refresh = f"xoxe-1-refresh-{next(_counted)}"
    grant.until = call.world.clock() + call.core.token_life
    call.world.grants[grant.token] = grant
    return {"refresh_token": grant.refresh, "expires_in": call.core.token_life}


def _renew(call: Call) -> Json:
    """Give a new token for a refresh token, which works once."""
    old = next(
        (g for g in call.world.grants.values() if g.refresh == call.needs("refresh_token")), None
    )
    if old is None or old.revoked or old.inactive:
        raise Refused("invalid_refresh_token")
    old.refresh = ""
    workspace = old.workspace
    fresh = Grant(
        f"{old.token.removeprefix('xoxe.')}-{next(_counted)}",
        "bot",
        workspace,
        old.user,
        old.enterprise,
        old.scopes,
    )
    return _lasting(call, fresh) | {
        "access_token": fresh.token, "token_type": "bot", "app_id": APP_ID,
        "scope": ",".join(sorted(fresh.scopes)), "bot_user_id": old.user.id if old.user else "",
        "team": {"id": workspace.id, "name": workspace.name} if workspace else None,
        "enterprise": {"id": old.enterprise} if old.enterprise else None,
        "is_enterprise_install": workspace is None,
    }  # fmt: skip


def client_of(given: Json, authorization: str) -> None:
    """Check the client's id and secret, however they come.

    Raises:
        Refused: invalid_client_id or bad_client_secret.
    """
    name, secret = given.get("client_id"), given.get("client_secret")
    if authorization.startswith("Basic "):
        name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
    if name != CLIENT_ID:
        raise Refused("invalid_client_id")
    if secret != CLIENT_SECRET:
        raise Refused("bad_client_secret")


def auth_test(call: Call) -> Json:
    """Tell who the token is."""
    me, workspace = call.me, call.workspace
    told: Json = {
        "url": f"https://{workspace.domain}.slack.com/", "team": workspace.name,
        "user": me.username, "team_id": workspace.id, "user_id": me.id,
        "is_enterprise_install": call.grant.workspace is None,
    }  # fmt: skip
    if me.bot_id:
        told["bot_id"] = me.bot_id
    if workspace.enterprise:
        told["enterprise_id"] = workspace.enterprise
    return told


def revoke(call: Call) -> Json:
    """End the token."""
    if call.flag("test"):
        return {"revoked": False}
    call.grant.revoked = True
    workspace = call.workspace
    me = [call.me.id]
    kinds = {"oauth": [], "bot": me} if call.grant.kind == "bot" else {"oauth": me, "bot": []}
    call.core.events.fire(workspace, {"type": "tokens_revoked", "tokens": kinds})
    return {"revoked": True}


def remove_app(call: Call) -> Json:
    """Take the app out of the workspace of the token."""
    uninstall(call.core, call.workspace)
    return {}


def open_connection(call: Call) -> Json:
    """Give the address of a socket, good for one connection."""
    if call.grant.kind != "app":
        raise Refused("not_allowed_token_type")
    ticket = call.world.id("ticket")
    call.core.tickets.add(ticket)
    address = call.core.base.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={ticket}&app_id={APP_ID}"}


METHODS = {
    "auth.test": Method(auth_test, (), 0),
    "auth.revoke": Method(revoke, (), 3),
    "apps.uninstall": Method(remove_app, (), 1),
    "apps.connections.open": Method(open_connection, (), 1),
    "oauth.v2.access": Method(access, (), 4),
}
WITHOUT_TOKEN = {"oauth.v2.access"}
