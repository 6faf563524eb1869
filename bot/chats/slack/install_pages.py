"""The few pages that a browser is shown while somebody installs the app. Pure."""

from html import escape

from bot.catalogue import Words

HEADERS = {
    "Cache-Control": "no-store",
    # The address of a page may hold a one-time link, which is nobody else's business.
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Of every page: it loads nothing, is framed by nobody, and is not kept."""

_STYLE = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;"
    "color:#1d1c1d;background:#fff}"
    "a.go{display:inline-block;padding:.6rem 1rem;border-radius:.4rem;"
    "background:#4a154b;color:#fff;text-decoration:none}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1d21}}"
)


def page(t: Words, title: str, says: str, link: tuple[str, str] | None = None) -> str:
    """Draw a page.

    Args:
        title, says: plain text.
        link: what stands on the button, and where it leads.
    """
    button = f'<p><a class="go" href="{escape(link[1])}">{escape(link[0])}</a></p>' if link else ""
    return (
        f'<!doctype html><html lang="{escape(t.language)}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<h1>{escape(title)}</h1><p>{escape(says)}</p>{button}</html>"
    )


def invitation(t: Words, url: str) -> str:
    """Offer to install the app.

    Args:
        url: where Slack asks whether to allow it.
    """
    return page(
        t,
        t("Tellal for Slack"),
        t(
            "Tellal tells your channels the news of the feeds that you choose, and answers "
            "questions about them with sources. Slack shows you next what it may do."
        ),
        (t("Add to Slack"), url),
    )


def installed(t: Words, team: str, url: str) -> str:
    """Tell that the app is installed.

    Args:
        team: name of the workspace.
        url: opens the app in Slack.
    """
    return page(
        t,
        t("Tellal is in {team}", team=team),
        t("Invite it to a channel, and say there: /tellal subscribe. Or just ask it something."),
        (t("Open it in Slack"), url),
    )


def failed(t: Words, reason: str) -> str:
    """Tell why nothing was installed, and what to do.

    Args:
        reason: Slack's word, bolt's or ours.
    """
    begin_again = t("Please open the link that you were given once more.")
    says = {
        "access_denied": t("You did not allow it, so nothing was changed in Slack."),
        "invalid_browser": t("The installation has to begin and end in the same browser.")
        + f" {begin_again}",
        "invalid_state": t("That took too long, or was done already.") + f" {begin_again}",
        "invalid_link": t(
            "This link was used already, or is too old. Ask whoever runs the bot for a new one."
        ),
        "no_link": t("You need a link from whoever runs the bot."),
        "not_listed": t("Whoever runs the bot has not let this workspace in."),
        "storage_error": t("The bot cannot store anything just now. Please try again later."),
        "unreachable": t("Slack does not answer just now. Please try again in a moment."),
    }.get(
        reason,
        t("Slack refused the installation. Whoever runs the bot finds the reason in its log."),
    )
    return page(t, t("Tellal was not installed"), says)
