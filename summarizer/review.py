"""Drafts against their sources: what of a brief, an answer or an opening may go out. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from summarizer import roles, vocabulary
from summarizer.briefing import headline, title
from summarizer.engine import BriefDraft
from summarizer.figures import figures
from summarizer.folding import fold
from summarizer.grammar import grammar
from summarizer.grounding import Doubt, Dropped, check, covered, sift
from summarizer.matching import sounds_like, spelled_out
from summarizer.mentions import mentioned
from summarizer.model import Actor, Article, Brief, Citation, Claim, Query, Question, Story
from summarizer.orders import is_order
from summarizer.reading import Reading, read
from summarizer.text import detect_language, stem, words

_ROLE_COVERED = 0.6
"""Share of a role's content words that its sources must hold."""


_THREAD_COVERED, _ASKED_COVERED = 0.8, 0.6
"""Share of a completed question's words that its thread has, and of the asked words that stay."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A draft with what was dropped from it.

    Attributes:
        draft: what may go out.
        dropped: what may not, with why.
        headline_kept: whether the headline is the draft's own.
    """

    draft: BriefDraft
    dropped: tuple[Dropped, ...]
    headline_kept: bool = True

    @property
    def complaints(self) -> tuple[str, ...]:
        """Why claims were dropped, for another try."""
        return tuple(each.complaint for each in self.dropped)


def doubts(dropped: Sequence[Dropped]) -> Counter[str]:
    """Count what was wrong with claims, by the doubt's word."""
    return Counter(doubt.value for each in dropped for doubt, _ in each.verdict.doubts)


def check_brief(draft: BriefDraft, story: Story) -> Reviewed:
    """Keep of a draft what the story's articles carry.

    Statements without support are dropped. An actor whom no article names is dropped, and a role
    that none gives. A headline with a name or number of its own gives way to the newest
    article's.

    Args:
        draft: as the engine wrote it.
        story: what it was written from.
    """
    articles = {article.id: article for article in story.articles}
    summary, bad_summary = sift(draft.summary, articles, draft.language)
    outcomes, bad_outcomes = sift(draft.outcomes, articles, draft.language)
    verdict = _check_headline(draft, story)
    bad_headline = () if verdict is None else (verdict,)
    kept = replace(
        draft,
        headline=draft.headline if verdict is None else headline(story.articles[0]),
        summary=summary,
        outcomes=outcomes,
        actors=_checked_actors(draft, articles),
    )
    return Reviewed(kept, (*bad_headline, *bad_summary, *bad_outcomes), verdict is None)


def _check_headline(draft: BriefDraft, story: Story) -> Dropped | None:
    """Check a headline against all that the story's articles say, wherever they say it."""
    told = [
        text
        for article in story.articles
        for text in (title(article), *(sentence.text for sentence in article.sentences))
    ]
    spoken = story.articles[0].language
    verdict = check(draft.headline, told, draft.language, source_language=spoken)
    grave = tuple(each for each in verdict.doubts if each[0] is not Doubt.DENIAL)
    if not grave:
        return None
    return Dropped(Claim(draft.headline, ()), replace(verdict, doubts=grave))


def _checked_actors(draft: BriefDraft, articles: Mapping[str, Article]) -> tuple[Actor, ...]:
    texts = {id_: {each.text for each in article.sentences} for id_, article in articles.items()}
    checked = (_checked(actor, articles, texts, draft) for actor in draft.actors)
    return tuple(filter(None, checked))


def _checked(
    actor: Actor,
    articles: Mapping[str, Article],
    texts: Mapping[str, Set[str]],
    draft: BriefDraft,
) -> Actor | None:
    """Keep an actor whom the articles name, without the role that they do not give."""
    forms = _folded_words(actor)
    citations = tuple(
        each
        for each in actor.citations
        if each.quote in texts.get(each.article, ())
        and _names(each.quote, forms, articles[each.article].language)
    )
    if not citations and not _is_named(actor, articles.values()):
        return None
    role = actor.role
    if role is not None and not _gives(role, actor, citations, articles, draft.language):
        role = None
    return replace(actor, citations=citations, role=role)


def _names(sentence: str, forms: Set[str], language: str) -> bool:
    """Say whether a sentence that is no order has a word of a name."""
    if is_order(sentence):
        return False
    reading = read(sentence, language)
    return any(mentioned(form, [reading], language) for form in forms if len(form) > 1)


def _folded_words(actor: Actor) -> Set[str]:
    """Give the words of all names of an actor."""
    return {fold(word) for form in (actor.name, *actor.aliases) for word in words(form)}


def _is_named(actor: Actor, articles: Iterable[Article]) -> bool:
    forms = {fold(form) for form in (actor.name, *actor.aliases)}
    texts = [
        fold(sentence.text)
        for article in articles
        for sentence in article.sentences
        if not is_order(sentence.text)
    ]
    return any(form in text for form in forms for text in texts)


def _gives(
    role: str,
    actor: Actor,
    citations: Sequence[Citation],
    articles: Mapping[str, Article],
    language: str,
) -> bool:
    """Say whether the cited sentences give an actor a role: to it, not to whoever stands beside.

    Where no rule tells whose a role is, most of its words must stand in the sentences.
    """
    sources = [read(citation.quote, articles[citation.article].language) for citation in citations]
    content = [word for word in words(role) if not vocabulary.is_stop(fold(word), language)]
    if not content or not sources:
        return False
    known = _folded_words(actor)
    if any(_covers(told, content) for told in _roles(known, sources, mine=True)):
        return True
    if any(_covers(told, content) for told in _roles(known, sources, mine=False)):
        return False
    said = sum(
        mentioned(fold(word), sources, language) or _stems(word, sources) for word in content
    )
    return said >= _ROLE_COVERED * len(content)


def _roles(known: Set[str], sources: Sequence[Reading], *, mine: bool) -> Iterator[str]:
    """Give the roles that sentences give the names with known words, or those of all others."""
    for source in sources:
        rules = grammar(source.language)
        for name in source.names:
            if mine is any(token.word in known for token in name.tokens):
                for find in (roles.before, roles.after):
                    if told := find(source.text, source.tokens, name, rules):
                        yield told


def _covers(told: str, content: Sequence[str]) -> bool:
    there = vocabulary.folded_words(told)
    return sum(fold(word) in there for word in content) >= _ROLE_COVERED * len(content)


def _stems(word: str, sources: Sequence[Reading]) -> bool:
    return any(stem(word, source.language) in source.forms for source in sources)


def check_answer(
    claims: Sequence[Claim], articles: Sequence[Article], language: str
) -> tuple[tuple[Claim, ...], tuple[Dropped, ...]]:
    """Keep of an answer what the articles carry.

    Args:
        claims: as the engine wrote them.
        articles: that it was given.
        language: of the question.
    """
    by_id = {article.id: article for article in articles}
    kept: list[Claim] = []
    dropped: list[Dropped] = []
    for claim in claims:
        good, bad = sift([claim], by_id, _language(claim, by_id, language))
        kept += good
        dropped += bad
    return tuple(kept), tuple(dropped)


def _language(claim: Claim, articles: Mapping[str, Article], asked: str) -> str:
    """Tell a claim's language: the source's if it stands there, else the question's."""
    for citation in claim.citations:
        article = articles.get(citation.article)
        if article is not None and fold(claim.text) in fold(citation.quote):
            return article.language
    return asked


def unmet(query: Query, claims: Sequence[Claim], articles: Sequence[Article]) -> tuple[str, ...]:
    """Give the question's names and numbers that the cited articles do not mention.

    Args:
        query: the question understood.
        claims: the answer.
        articles: that it was made from.
    """
    if not query.names and not query.numbers:
        return ()
    cited = {citation.article for claim in claims for citation in claim.citations}
    readings = [
        read(sentence.text, article.language)
        for article in articles
        if article.id in cited
        for sentence in article.sentences
    ]
    there = [figure for reading in readings if query.numbers for figure in reading.figures]
    when = query.days.words if query.days else ()
    names = [
        name
        for name in query.names
        if not any(
            mentioned(word, readings, query.language)
            or any(spelled_out(word, reading) for reading in readings)
            or any(
                sounds_like(word, query.language, written, reading.language)
                for reading in readings
                for written in reading.words
            )
            for word in name.split()
        )
    ]
    numbers = [
        text
        for text in query.numbers
        if text not in when  # "on Thursday" may be said by the article's own date
        and any(
            not one.spelled and not any(one.equals(other) for other in there)
            for one in figures(text, query.language)
        )
    ]
    return (*names, *numbers)


def is_completed(written: str, question: Question) -> bool:
    """Say whether a follow-up was completed from its thread alone, and still asks the same.

    Args:
        written: the question, completed.
        question: as asked, with its thread.
    """
    language = detect_language(question.text)
    thread = [
        text
        for exchange in question.context
        for text in (exchange.question, exchange.answer or "")
        if text
    ]
    asked, made = read(question.text, language), read(written, language)
    known = [asked, *(read(text, language) for text in thread)]
    there = [figure for reading in known for figure in reading.figures]
    figures_known = all(any(one.equals(other) for other in there) for one in made.figures)
    names = {token.word for name in made.names for token in name.tokens if len(token.word) > 1}
    names_known = all(mentioned(word, known, language) for word in names)
    return (
        figures_known
        and names_known
        and covered(made, known) >= _THREAD_COVERED
        and covered(asked, [made]) >= _ASKED_COVERED
    )


def check_opening(opening: Claim, briefs: Sequence[Brief], language: str) -> Dropped | None:
    """Check a digest's first line against what its briefs cite; None when it stands.

    Args:
        opening: as the engine wrote it.
        briefs: of the digest.
        language: of the line.
    """
    known = {
        (citation.article, citation.quote): brief
        for brief in briefs
        for claim in (*brief.summary, *brief.outcomes)
        for citation in claim.citations
    }
    headlines = {brief.headline: brief for brief in briefs}
    cited = [
        (citation.quote, brief)
        for citation in opening.citations
        if (brief := known.get((citation.article, citation.quote)) or headlines.get(citation.quote))
    ]
    # A brief may be told in another language than its sources: then its own words carry the line.
    said = [
        text
        for brief in dict.fromkeys(brief for _, brief in cited)
        if brief.language == language
        for text in (brief.headline, *(c.text for c in (*brief.summary, *brief.outcomes)))
    ]
    told = [
        text
        for brief in briefs
        for text in (brief.headline, *(claim.text for claim in brief.summary))
    ]
    if not cited:
        return Dropped(opening, check(opening.text, (), language))
    quotes = [quote for quote, _ in cited]
    spoken = briefs[0].language
    verdict = check(
        opening.text, [*quotes, *said, *headlines], language, source_language=spoken, context=told
    )
    return None if verdict.ok else Dropped(opening, verdict)
