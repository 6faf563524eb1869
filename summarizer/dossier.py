"""What the articles say of one actor: roles, words and deeds, dated and cited. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer import vocabulary
from summarizer.finished import source
from summarizer.folding import fold
from summarizer.model import Actor, Article, Citation, Claim, Dossier, Mention, Sentence
from summarizer.orders import tells
from summarizer.reading import Reading, read, repeats
from summarizer.trim import trim

ROLES, STATEMENTS, FROM_ONE_ARTICLE = 4, 8, 2
"""How many roles and statements a dossier holds, and how many statements of one article."""


@dataclass(frozen=True, slots=True)
class _Statement:
    article: Article
    sentence: Sentence
    reading: Reading
    weight: float


def compose(
    actor: Actor,
    mentions: Sequence[Mention],
    articles: Sequence[Article],
    met: Sequence[str] = (),
) -> Dossier:
    """Tell what articles say of an actor, newest first.

    Args:
        actor: with all the names it goes by.
        mentions: where it is named, as storage remembers.
        articles: those of the mentions.
        met: names of the actors most often mentioned beside it.
    """
    newest = sorted(articles, key=lambda article: (article.published, article.id), reverse=True)
    kept = [article for article in newest if not article.withdrawn]
    by_article = {mention.article: mention for mention in mentions}
    roles = _roles(actor, by_article, kept)
    statements = _statements(actor, by_article, kept)
    cited = {citation.article for claim in (*roles, *statements) for citation in claim.citations}
    latest = roles[0].text if roles else actor.role
    return Dossier(
        actor=replace(actor, role=latest),
        roles=roles,
        statements=statements,
        sources=tuple(source(article) for article in kept if article.id in cited),
        met=tuple(met),
    )


def _roles(
    actor: Actor, mentions: dict[str, Mention], articles: Sequence[Article]
) -> tuple[Claim, ...]:
    """Give each role once, where it was given last."""
    roles: dict[str, Claim] = {}
    for article in articles:
        mention = mentions.get(article.id)
        if mention is None or not mention.role:
            continue
        cited = _cited(article, mention) or _naming(actor, article)
        quoting = [sentence for sentence in cited if fold(mention.role) in fold(sentence.text)]
        for sentence in (quoting or cited)[:1]:
            citation = Citation(article.id, sentence.number, sentence.text)
            roles.setdefault(fold(mention.role), Claim(mention.role, (citation,)))
    return tuple(roles.values())[:ROLES]


def _statements(
    actor: Actor, mentions: dict[str, Mention], articles: Sequence[Article]
) -> tuple[Claim, ...]:
    """Give what the actor did or said: of each article its best sentences, told once."""
    told: list[_Statement] = []
    claims: list[Claim] = []
    for article in articles:
        mention = mentions.get(article.id)
        sentences = _cited(article, mention) if mention else ()
        weighed = sorted(
            _weighed(actor, article, sentences or _naming(actor, article)),
            key=lambda one: (-one.weight, one.sentence.number),
        )
        fresh: list[_Statement] = []
        for one in weighed:
            if len(fresh) == FROM_ONE_ARTICLE or len(told) == STATEMENTS:
                break
            if not any(repeats(one.reading, other.reading) for other in told):
                fresh.append(one)
                told.append(one)
        fresh.sort(key=lambda one: one.sentence.number)
        claims += [_claim(one) for one in fresh]
    return tuple(claims)


def _cited(article: Article, mention: Mention) -> tuple[Sentence, ...]:
    wanted = dict.fromkeys(mention.sentences)
    by_number = {sentence.number: sentence for sentence in article.sentences}
    return tuple(by_number[number] for number in wanted if number in by_number)


def _naming(actor: Actor, article: Article) -> tuple[Sentence, ...]:
    """Give the sentences that name an actor by one of its names."""
    names = [fold(name) for name in (actor.name, *actor.aliases)]
    return tuple(
        sentence
        for sentence in article.sentences
        if any(f" {name}" in f" {fold(sentence.text)}" for name in names)
    )


def _weighed(actor: Actor, article: Article, sentences: Sequence[Sentence]) -> Iterator[_Statement]:
    names = {word for name in (actor.name, *actor.aliases) for word in fold(name).split()}
    for sentence in sentences:
        if sentence.is_headline or not tells(sentence.text):
            continue
        reading = read(sentence.text, article.language)
        early = any(word in names for word in reading.folded[:8])
        speaks = not vocabulary.single(article.language, "speech").isdisjoint(reading.folded)
        short = len(reading.words) < 5
        weight = 1.0 * early + 0.8 * speaks + 0.3 * bool(reading.figures) - 2.0 * short
        yield _Statement(article, sentence, reading, weight - sentence.number / 50)


def _claim(one: _Statement) -> Claim:
    citation = Citation(one.article.id, one.sentence.number, one.sentence.text)
    return Claim(trim(one.sentence.text), (citation,))
