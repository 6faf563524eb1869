"""From what a model replied to drafts of briefs, as `summarizer.editor` checks them. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from summarizer import actors as names
from summarizer.engine import BriefDraft
from summarizer.errors import EngineIncoherent
from summarizer.folding import fold
from summarizer.llm import schema
from summarizer.llm.options import Options
from summarizer.llm.passages import read_story
from summarizer.llm.prices import ENGINE
from summarizer.llm.prompts import PROMPT_VERSION, lines_of
from summarizer.llm.schema import BriefReply, TranslationReply
from summarizer.llm.task import Task
from summarizer.model import Actor, Brief, Claim, Story

BRIEF_TOKENS = 1500
"""Bound on the reply for a brief: three times what a good one has in English."""

SUMMARY, ACTORS, OUTCOMES = 3, 8, 5
"""How much of a reply is passed on."""


def draft_brief(story: Story, reply: BriefReply, language: str, options: Options) -> BriefDraft:
    """Turn a reply about a story into a draft.

    Raises:
        EngineIncoherent: it has no headline.
    """
    read = read_story(story.articles, options.reading.brief)
    headline = schema.plain(reply.headline, schema.LONGEST_HEADLINE)
    if not schema.says(headline) or schema.has_link(headline):
        raise EngineIncoherent(ENGINE, "the brief has no headline")
    named = schema.actors(reply.actors, read, ACTORS)
    return BriefDraft(
        headline=headline,
        summary=schema.claims(reply.summary, read, language, SUMMARY),
        actors=with_forms(named, names.find(story.articles)),
        outcomes=schema.claims(reply.outcomes, read, language, OUTCOMES),
        language=language,
        model=options.models.of(Task.BRIEF),
        prompt_version=PROMPT_VERSION,
    )


def draft_translation(
    brief: Brief, reply: TranslationReply, language: str, options: Options
) -> BriefDraft:
    """Put translated lines back where they came from; a statement without its line is left out.

    Raises:
        EngineIncoherent: it has no headline.
    """
    given = {line.number: schema.plain(line.text) for line in reply.lines}
    told = [given.get(number, "") for number in range(1, len(lines_of(brief)) + 1)]
    told = ["" if schema.has_link(line) else line for line in told]
    if not schema.says(told[0]):
        raise EngineIncoherent(ENGINE, "the translation has no headline")
    rest = iter(told[1:])
    summary = _with_texts(brief.summary, [next(rest) for _ in brief.summary])
    outcomes = _with_texts(brief.outcomes, [next(rest) for _ in brief.outcomes])
    return BriefDraft(
        headline=told[0][: schema.LONGEST_HEADLINE],
        summary=summary,
        actors=tuple(
            replace(actor, role=next(rest) or None) if actor.role else actor
            for actor in brief.actors
        ),
        outcomes=outcomes,
        language=language,
        model=options.models.of(Task.TRANSLATE),
        prompt_version=PROMPT_VERSION,
    )


def with_forms(named: Sequence[Actor], found: Sequence[Actor]) -> tuple[Actor, ...]:
    """Give the actors that a model named the other forms that the texts have of them.

    Args:
        named: by the model.
        found: in the texts, under all their names.
    """
    by_form = {fold(form): actor for actor in found for form in (*actor.aliases, actor.name)}
    return tuple(_with_form(actor, by_form.get(fold(actor.name))) for actor in named)


def _with_form(actor: Actor, known: Actor | None) -> Actor:
    if known is None:
        return actor
    forms = dict.fromkeys((known.name, *known.aliases))
    forms.pop(actor.name, None)
    return replace(actor, aliases=tuple(forms), citations=actor.citations or known.citations)


def _with_texts(claims: Sequence[Claim], texts: Sequence[str]) -> tuple[Claim, ...]:
    return tuple(
        Claim(text, claim.citations) for claim, text in zip(claims, texts, strict=True) if text
    )
