"""The values that the thinking passes on, in the order of their flow: article to answer.

All are frozen and compare by content. Times are aware and in UTC. Ids come from storage or from
the source, never from here. A sentence is addressed by its article's id and its number.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

UNDETERMINED = "und"
"""The language tag of a text whose language nobody knows (ISO 639-2)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article.

    Attributes:
        number: counts from 0 through the whole article and never changes once stored.
        paragraph: 0 for a headline that the source gave; the body's paragraphs count from 1.
    """

    number: int
    paragraph: int
    text: str

    @property
    def is_headline(self) -> bool:
        """Whether the sentence is the headline that the source gave."""
        return self.paragraph == 0


@dataclass(frozen=True, slots=True)
class Article:
    """One page of one outlet, as it was stored.

    Attributes:
        id: the source's own id, or one derived from its URL or content.
        title: the headline; where the source gave none, the beginning of its first sentence.
        language: ISO 639-1 code, or `UNDETERMINED`.
        published: when the source says; when it does not, when we first saw it (`dated` is false).
        outlet: the publisher's name as readers know it.
        revision: counts from 1; grows when the source changes the text.
        withdrawn: the source took the article back.
    """

    id: str
    url: str | None
    title: str
    language: str
    published: datetime
    outlet: str
    sentences: tuple[Sentence, ...]
    dated: bool = True
    revision: int = 1
    withdrawn: bool = False

    @property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences below the headline, in reading order."""
        return tuple(s for s in self.sentences if not s.is_headline)

    @property
    def text(self) -> str:
        """The body as it reads: sentences joined by spaces, paragraphs by line breaks."""
        paragraphs: dict[int, list[str]] = {}
        for sentence in self.body:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence.text)
        return "\n".join(" ".join(parts) for parts in paragraphs.values())


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the search and the clustering see of an article: folded, stemmed words in text order.

    Attributes:
        lead: headline and first sentences, the field that tells what the article is about.
        body: the whole text, headline included.
        marks: names and numbers (folded, not stemmed), which tell look-alike events apart.
    """

    lead: tuple[str, ...]
    body: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that supports something said, with its words at the time.

    Attributes:
        article: id of the article.
        sentence: number of the sentence in it.
        quote: the sentence, verbatim.
    """

    article: str
    sentence: int
    quote: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader needs to find an article: the numbered line below a brief or an answer."""

    article: str
    title: str
    url: str | None
    outlet: str
    published: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """Something we say, with the sentences that carry it; without citations it may not go out."""

    text: str
    citations: tuple[Citation, ...]


class ActorType(StrEnum):
    """What kind of actor a name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that takes part in a story.

    Attributes:
        name: the fullest form found.
        aliases: every other form found in the texts, `name` not among them.
        role: as the sources put it ("Kazakhstan's Prime Minister"), or None.
        citations: the sentences that name the actor, the one with the role first.
    """

    name: str
    type: ActorType
    aliases: tuple[str, ...] = ()
    role: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event.

    Attributes:
        articles: newest first, at least one.
        version: grows whenever an article joins, leaves or changes.
    """

    id: int
    version: int
    articles: tuple[Article, ...]

    @property
    def published(self) -> datetime:
        """When its newest article came out."""
        return max(article.published for article in self.articles)


@dataclass(frozen=True, slots=True)
class Brief:
    """A story in short, ready to be told.

    Attributes:
        story: id of the story; 0 for a brief of an article that is not stored.
        version: of the story that was read.
        language: of the words of this brief, ISO 639-1.
        sources: the articles it was made from, newest first; citations point into them.
        engine: name of the engine that wrote it ("offline", "llm").
        model, prompt_version: what the engine used, None where it uses neither.
        fallback: whether the engine that should have written it could not.
    """

    story: int
    version: int
    headline: str
    summary: tuple[Claim, ...]
    actors: tuple[Actor, ...]
    outcomes: tuple[Claim, ...]
    language: str
    sources: tuple[Source, ...]
    engine: str
    model: str | None = None
    prompt_version: str | None = None
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class DigestSection:
    """Briefs of one topic in a digest, most important first."""

    topic: str
    briefs: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What a chat gets at its hour.

    Attributes:
        opening: the first line, each claim carried by the briefs' own citations.
        left_out: how many stories did not fit the chat's length setting.
    """

    opening: tuple[Claim, ...]
    sections: tuple[DigestSection, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of a thread with what was answered: the context of the next question.

    Attributes:
        answer: None when we abstained.
        articles: ids of the articles that the answer cited, or that the thread is about.
    """

    question: str
    answer: str | None
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asked.

    Attributes:
        asked: when; "last week" is relative to it.
        context: the thread before, oldest first.
        story: the brief that was replied to, if any.
        chat: id of the chat that asks, whose budget pays for a model's answer; None for nobody's.
    """

    text: str
    asked: datetime
    context: tuple[Exchange, ...] = ()
    story: int | None = None
    chat: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A word to search for.

    Attributes:
        word: folded, as the reader wrote it.
        forms: the index tokens it may appear as: its stem in every language that is searched.
        weight: 1 for a word of the question, less for one that only the context brings.
    """

    word: str
    forms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days that is spoken of: "on Thursday", "in May", "two days ago".

    Attributes:
        first, last: both belong to it.
        words: folded words that say it.
    """

    first: date
    last: date
    words: tuple[str, ...] = ()

    def meets(self, other: "Days") -> bool:
        """Say whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood: what to search for and what an answer must contain.

    Attributes:
        question: self-contained, follow-ups completed from their context.
        terms: what to search for, the question's own words first, no word twice.
        names: names in the question (folded) that an answer's sources must mention.
        numbers: numbers and dates in the question that its sources must mention.
        since, until: bounds on the article's time, where the question sets them.
        days: what the question is about happened then; articles of that time go first.
        outlets: whose reports are asked for; only their articles answer.
        articles: ids that the thread is about; they are searched first.
        language: of the question, ISO 639-1 or `UNDETERMINED`.
        kind: "who", "what", "when", "where", "how_many", "why", "discuss", "yes_no" or "other".
    """

    question: str
    terms: tuple[Term, ...]
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    days: Days | None = None
    outlets: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    language: str = UNDETERMINED
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that search found.

    Attributes:
        score: larger is better; comparable within one search only.
    """

    article: Article
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What we say to a question, or that the articles do not say.

    Attributes:
        text: the answer in plain words, None when we abstain.
        claims: the answer's statements in order; `text` is theirs joined.
        sources: the cited articles in order of first citation: [1], [2], ...
        reason: why we abstained, a word for logs and tests ("no_match", "names_missing", ...).
        retrieved: ids of the articles that were searched through, best first.
        nearest: articles to offer when we abstain.
        fallback: whether the engine that should have answered could not.
    """

    question: str
    text: str | None
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    engine: str
    reason: str | None = None
    retrieved: tuple[str, ...] = ()
    nearest: tuple[Source, ...] = ()
    fallback: bool = False

    @property
    def abstained(self) -> bool:
        """Whether the articles do not say."""
        return self.text is None


@dataclass(frozen=True, slots=True)
class Mention:
    """An article that names an actor, as storage remembers it of the story's newest brief.

    Attributes:
        role: as this article puts it, None where it gives none.
        sentences: numbers of the sentences that name the actor, the one with the role first.
    """

    article: str
    story: int
    role: str | None
    published: datetime
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the articles say of one actor, for `/who`.

    Attributes:
        roles: each role as the sources put it, newest first.
        statements: what the actor did or said, newest first, cited.
    """

    actor: Actor
    roles: tuple[Claim, ...]
    statements: tuple[Claim, ...]
    sources: tuple[Source, ...]
    met: tuple[str, ...] = field(default=())
    """Names of the actors most often mentioned beside this one."""
