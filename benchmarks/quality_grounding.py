"""Grounding as a classifier: true statements kept, false ones dropped, by kind.

True: gold outcomes with their gold sentences, reference highlights with the sentences nearest to
them, and source sentences reworded by number, date, name form, order or length. False: the same
sentences with a name, number, date or quotation that is not theirs, with yes turned into no, with
two actors exchanged; and the false statements that gold names. Everything is made by
`benchmarks.corruptions`, which shares nothing with the code that is measured.

    python -m benchmarks.quality_grounding [--errors N]
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmarks import corpora
from benchmarks.corruptions import Base, Statement, is_organisation, made_of, names_of
from summarizer.engine import BriefDraft
from summarizer.folding import fold
from summarizer.grounding import check_claim
from summarizer.model import Actor, ActorType, Article, Citation, Claim, Story
from summarizer.review import check_brief
from summarizer.text import words

SENTENCES = 25
"""Of each article so many sentences from its beginning are made into statements."""

HIGHLIGHT_CITES = 2
Cast = Mapping[str, tuple[str, ...]]
"""The forms of each name, by its fullest."""

GUESSED = frozenset({"reference highlight", "named as false by gold"})


@dataclass
class Tally:
    """Statements of one kind.

    Attributes:
        sure: their sources are known; else they were looked for by their words, and a statement
            that is dropped may have been given the wrong ones. Only the sure ones are summed up.
    """

    true: bool
    sure: bool = True
    kept: int = 0
    dropped: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def all(self) -> int:
        """How many there are."""
        return self.kept + self.dropped


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes of each kind")
    shown = parser.parse_args(arguments).errors
    articles, statements = _collected()
    tallies: dict[str, Tally] = {}
    for statement in statements:
        sure = statement.kind not in GUESSED
        tally = tallies.setdefault(statement.kind, Tally(statement.true, sure))
        kept = _stands(statement, articles[statement.article])
        if kept:
            tally.kept += 1
        else:
            tally.dropped += 1
        if kept is not statement.true:
            tally.errors.append(f"{statement.text}\n      <- {' | '.join(statement.cited)}")
    tallies |= _roles()
    sys.stdout.write(_report(tallies))
    for kind, tally in tallies.items():
        for error in tally.errors[:shown]:
            sys.stdout.write(f"[{kind}] {error}\n")
    return 0


def _stands(statement: Statement, article: Article) -> bool:
    by_text = {sentence.text: sentence for sentence in article.sentences}
    citations = tuple(
        Citation(article.id, by_text[text].number, text)
        for text in statement.cited
        if text in by_text
    )
    claim = Claim(statement.text, citations)
    return check_claim(claim, {article.id: article}, statement.language).ok


def _report(tallies: dict[str, Tally]) -> str:
    false = [tally for tally in tallies.values() if not tally.true and tally.sure]
    true = [tally for tally in tallies.values() if tally.true and tally.sure]
    share_lost = sum(t.dropped for t in true) / (sum(t.all for t in true) or 1)
    rows = []
    for kind, tally in tallies.items():
        right = tally.kept if tally.true else tally.dropped
        # Precision of dropping, as if true statements were as many as the false ones of the kind.
        precision = right / (right + share_lost * tally.all) if not tally.true and right else None
        rows.append(
            (
                kind,
                "true" if tally.true else "false",
                str(tally.all),
                f"{right / tally.all:.4f}" if tally.all else "–",
                f"{precision:.4f}" if precision is not None else "",
            )
        )
    dropped, spoiled = sum(t.dropped for t in false), sum(t.all for t in false)
    gone = sum(t.dropped for t in true)
    summary = (
        f"\n{spoiled} false statements, {dropped} dropped (recall {dropped / spoiled:.4f}); "
        f"{sum(t.all for t in true)} true ones, {gone} lost ({share_lost:.4f}); "
        f"precision of dropping {dropped / (dropped + gone):.4f}.\n"
    )
    header = ("statements", "are", "n", "judged right", "precision of dropping")
    return corpora.table(header, rows) + summary


# --- statements --------------------------------------------------------------------------------


def _collected() -> tuple[dict[str, Article], list[Statement]]:
    briefs = {
        f"briefs/{record['id']}": corpora.article(record)
        for record in corpora.lines(corpora.folder("briefs") / "articles.jsonl")
    }
    news = {
        f"summaries/{record['id']}": corpora.article(record, "en")
        for record in corpora.lines(corpora.folder("summaries") / "articles.jsonl.xz")
    }
    articles = briefs | news
    gold = {
        f"briefs/{record['id']}": {
            actor["name"]: (actor["name"], *filter(_is_tall, actor["aliases"]))
            for actor in record["actors"]
            if actor["type"] in {"person", "organisation"}
        }
        for record in corpora.lines(corpora.folder("briefs") / "gold.jsonl")
    }
    forenames = _forenames()
    casts: dict[str, Cast] = {
        key: gold.get(key) or _cast(article, forenames) for key, article in articles.items()
    }
    everybody = sorted({name for cast in casts.values() for name in cast})
    statements = [
        *_gold(briefs),
        *_highlights(news),
        *(
            statement
            for key, article in articles.items()
            for base in _bases(key, article, casts[key], everybody, forenames)
            for statement in made_of(base, f"{key} {base.text}")
        ),
    ]
    return articles, statements


def _forenames() -> frozenset[str]:
    file = corpora.folder("ner_train") / "gazetteers" / "forenames_by_country_cc0.tsv"
    return frozenset(line.split("\t")[3] for line in file.read_text("utf-8").splitlines())


def _is_tall(form: str) -> bool:
    return form[:1].isupper()


def _cast(article: Article, forenames: frozenset[str]) -> Cast:
    """Give the people and organisations of an article, by plain signs."""
    found = (name for sentence in article.body for name in names_of(sentence.text))
    return {n: (n,) for n in found if _is_person(n, forenames) or is_organisation(n)}


def _bases(
    key: str, article: Article, cast: Cast, everybody: Sequence[str], forenames: frozenset[str]
) -> Iterator[Base]:
    whole = fold(article.text)
    at = sum(map(ord, key)) % max(1, len(everybody) - 60)
    strangers = tuple(name for name in everybody[at : at + 60] if _apart(name, whole))
    for sentence in article.body[:SENTENCES]:
        text = sentence.text
        if not 6 <= len(text.split()) <= 60 or text.endswith("?"):
            continue
        folded = fold(text)
        own = [form for forms in cast.values() for form in forms if _once(form, text)]
        own = [form for form in own if not any(form in other for other in own if other != form)]
        others = tuple(
            name for name, forms in cast.items() if all(_apart(form, folded) for form in forms)
        )
        people = tuple(name for name in own if _is_person(name, forenames))
        yield Base(key, article.language, text, tuple(own), people, others, strangers)


def _once(form: str, text: str) -> bool:
    """Say whether a text has a name once, and not as part of a longer run of capitals."""
    found = list(re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text))
    if len(found) != 1:
        return False
    before, after = text[: found[0].start()].split(), text[found[0].end() :]
    tall_before = bool(before) and before[-1][0].isupper() and before[-1][-1].isalpha()
    return not (after.startswith(" ") and after[1:2].isupper()) and not (
        tall_before and is_organisation(form)
    )


def _is_person(name: str, forenames: frozenset[str]) -> bool:
    parts = name.split()
    return len(parts) == 2 and parts[0] in forenames and parts[1] not in forenames


def _apart(name: str, folded: str) -> bool:
    """Say whether a text mentions no word of a name."""
    return not any(fold(word) in folded for word in words(name) if len(word) > 2)


def _gold(briefs: dict[str, Article]) -> Iterator[Statement]:
    folder = corpora.folder("briefs")
    cut = {record["id"]: record["sentences"] for record in corpora.lines(folder / "articles.jsonl")}
    for gold in corpora.lines(folder / "gold.jsonl"):
        key = f"briefs/{gold['id']}"
        article = briefs[key]
        for outcome in gold["outcomes"]:
            cited = _ours([cut[gold["id"]][at] for at in outcome["sentences"]], article)
            yield Statement(
                "gold outcome", outcome["text"], cited, key, article.language, true=True
            )
        for text in gold["must_not"]:
            cited = _nearest(text, article, HIGHLIGHT_CITES)
            yield Statement(
                "named as false by gold", text, cited, key, article.language, true=False
            )


def _highlights(news: dict[str, Article]) -> Iterator[Statement]:
    for record in corpora.lines(corpora.folder("summaries") / "articles.jsonl.xz"):
        key = f"summaries/{record['id']}"
        for text in record["highlights"]:
            cited = _nearest(text, news[key], HIGHLIGHT_CITES)
            yield Statement("reference highlight", text, cited, key, "en", true=True)


def _ours(texts: Sequence[str], article: Article) -> tuple[str, ...]:
    """Find the sentences of our own cutting that gold's sentences are."""
    found = [_nearest(text, article, 1)[0] for text in texts]
    return tuple(dict.fromkeys(found))


def _nearest(text: str, article: Article, count: int) -> tuple[str, ...]:
    wanted = {fold(word) for word in words(text) if len(word) > 2}
    scored = sorted(
        article.body,
        key=lambda s: (-len(wanted & {fold(word) for word in words(s.text)}), len(s.text)),
    )
    return tuple(sentence.text for sentence in scored[:count])


# --- roles -------------------------------------------------------------------------------------


def _roles() -> dict[str, Tally]:
    """Judge gold roles of actors, and the same with roles of other actors."""
    tallies = {"gold role": Tally(true=True), "role of another": Tally(true=False)}
    records = {r["id"]: r for r in corpora.lines(corpora.folder("briefs") / "articles.jsonl")}
    for gold in corpora.lines(corpora.folder("briefs") / "gold.jsonl"):
        article = corpora.article(records[gold["id"]])
        story = Story(1, 1, (article,))
        people = [actor for actor in gold["actors"] if actor["role"]]
        for actor in people:
            citations = _mentions(actor, article)
            others = [o["role"] for o in people if _apart(o["role"], fold(actor["role"]))]
            for kind, role in (
                ("gold role", actor["role"]),
                *(("role of another", other) for other in others[:2]),
            ):
                named = Actor(actor["name"], ActorType(actor["type"]), (), role, citations)
                draft = BriefDraft("", (), (named,), (), article.language)
                kept = check_brief(replace(draft, headline=article.title), story).draft.actors
                tally = tallies[kind]
                stays = bool(kept) and kept[0].role is not None
                tally.kept += stays
                tally.dropped += not stays
                if stays is not tally.true:
                    tally.errors.append(f"{actor['name']}: {role}")
    return tallies


def _mentions(actor: dict[str, object], article: Article) -> tuple[Citation, ...]:
    aliases = actor["aliases"]
    assert isinstance(aliases, list)
    forms = [fold(str(form)) for form in (actor["name"], *aliases)]
    return tuple(
        Citation(article.id, sentence.number, sentence.text)
        for sentence in article.sentences
        if any(form in fold(sentence.text) for form in forms)
    )


if __name__ == "__main__":
    raise SystemExit(main())
