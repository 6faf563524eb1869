"""Grounding as a classifier: true statements kept, false ones dropped, by kind.

True: gold outcomes with their gold sentences, reference highlights with the sentences nearest to
them, and source sentences reworded by number, date, name form, order or length, or said two in
one. False: the same sentences, as they stand and reworded, with a name, number, date or quotation
that is not theirs, with yes turned into no, with two actors or two numbers exchanged; and the
false statements that gold names. Everything is made by `benchmarks.corruptions`, which shares
nothing with the code that is measured.

Three parts of the articles are told apart: the half that the rules were set on, the other half,
and articles of another corpus that nobody looked at while the rules were written.

    python -m benchmarks.quality_grounding [--errors N]
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks import corpora
from benchmarks.corruptions import Statement, is_organisation, made_of, names_of
from benchmarks.rewordings import Base
from summarizer.engine import BriefDraft
from summarizer.folding import fold
from summarizer.grounding import check_claim
from summarizer.model import Actor, ActorType, Article, Citation, Claim, Story
from summarizer.review import check_brief
from summarizer.text import words

SENTENCES = 25
"""Of each article so many sentences from its beginning are made into statements."""

HIGHLIGHT_CITES = 2
EVERY = 6
"""Of the corpus that nobody looked at, every so many articles are taken."""

PARTS = ("set on", "held out", "unseen")
Cast = Mapping[str, tuple[str, ...]]
"""The forms of each name, by its fullest."""

GUESSED = frozenset({"reference highlight", "named as false by gold"})


@dataclass
class Tally:
    """Statements of one kind in one part.

    Attributes:
        sure: their sources are known; else they were looked for by their words, and a statement
            that is dropped may have been given the wrong ones. Only the sure ones are summed up.
    """

    kind: str
    part: str
    true: bool
    kept: int = 0
    dropped: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def sure(self) -> bool:
        """Whether it counts in the sums."""
        return self.kind not in GUESSED

    @property
    def all(self) -> int:
        """How many there are."""
        return self.kept + self.dropped

    def count(self, *, kept: bool, said: str) -> None:
        """Count a statement."""
        self.kept += kept
        self.dropped += not kept
        if kept is not self.true:
            self.errors.append(said)


Tallies = dict[tuple[str, str], Tally]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes of each kind")
    shown = parser.parse_args(arguments).errors
    articles, statements = _collected()
    tallies: Tallies = {}
    began = time.process_time()
    for statement in statements:
        kept = _stands(statement, articles[statement.article])
        tally = _tally(tallies, statement.kind, _part(statement.article), true=statement.true)
        tally.count(kept=kept, said=f"{statement.text}\n      <- {' | '.join(statement.cited)}")
    spent = (time.process_time() - began) / len(statements)
    _roles(tallies)
    sys.stdout.write(_by_kind(tallies) + "\n" + _by_part(tallies))
    sys.stdout.write(f"\n{1000 * spent:.2f} ms of CPU a statement, its sources read for it.\n")
    for tally in tallies.values():
        for error in tally.errors[:shown]:
            sys.stdout.write(f"[{tally.kind}] [{tally.part}] {error}\n")
    return 0


def _part(article: str) -> str:
    return "unseen" if article.startswith("unseen/") else PARTS[corpora.half(article)]


def _tally(tallies: Tallies, kind: str, part: str, *, true: bool) -> Tally:
    return tallies.setdefault((kind, part), Tally(kind, part, true))


def _stands(statement: Statement, article: Article) -> bool:
    by_text = {sentence.text: sentence for sentence in article.sentences}
    citations = tuple(
        Citation(article.id, by_text[text].number, text)
        for text in statement.cited
        if text in by_text
    )
    claim = Claim(statement.text, citations)
    return check_claim(claim, {article.id: article}, statement.language).ok


def _lost(tallies: Tallies, part: str) -> tuple[int, int]:
    """Give how many true statements of a part there are, and how many were dropped."""
    true = [t for t in tallies.values() if t.true and t.sure and t.part == part]
    return sum(t.all for t in true), sum(t.dropped for t in true)


def _by_kind(tallies: Tallies) -> str:
    rows = []
    lost = {part: _lost(tallies, part) for part in PARTS}
    for kind in sorted(
        {kind for kind, _ in tallies}, key=lambda kind: (_is_true(tallies, kind), kind)
    ):
        row = [kind, "kept" if _is_true(tallies, kind) else "dropped"]
        for part in PARTS:
            tally = tallies.get((kind, part))
            if tally is None:
                row += ["", "", ""]
                continue
            right = tally.kept if tally.true else tally.dropped
            # As if true statements were as many as the false ones of the kind.
            wrong = lost[part][1] / (lost[part][0] or 1) * tally.all
            precise = f"{right / (right + wrong):.3f}" if not tally.true and right else ""
            row += [str(tally.all), f"{right / tally.all:.3f}", precise]
        rows.append(tuple(row))
    columns = [name for part in PARTS for name in (f"{part}: n", "right", "precision")]
    return corpora.table(("statements", "should be", *columns), rows)


def _is_true(tallies: Tallies, kind: str) -> bool:
    return any(tally.true for tally in tallies.values() if tally.kind == kind)


def _by_part(tallies: Tallies) -> str:
    rows = []
    for part in PARTS:
        false = [t for t in tallies.values() if not t.true and t.sure and t.part == part]
        dropped, spoiled = sum(t.dropped for t in false), sum(t.all for t in false)
        true, gone = _lost(tallies, part)
        shares = (dropped / spoiled, gone / true, dropped / (dropped + gone))
        rows.append((part, str(spoiled), str(true), *(f"{share:.4f}" for share in shares)))
    header = ("articles", "false", "true", "false ones dropped", "true ones lost", "precision")
    return corpora.table(header, rows)


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
    unseen = {
        f"unseen/{record['id']}": corpora.article(record, "en")
        for at, record in enumerate(
            corpora.lines(corpora.folder("news_qa_realtime") / "articles.jsonl.xz")
        )
        if at % EVERY == EVERY // 2
    }
    articles = briefs | news | unseen
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
    following = [*(sentence.text for sentence in article.body[1:]), ""]
    for sentence, after in zip(article.body[:SENTENCES], following, strict=False):
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
        yield Base(key, article.language, text, tuple(own), people, others, strangers, after)


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


def _roles(tallies: Tallies) -> None:
    """Judge gold roles of actors, and the same with roles of other actors."""
    records = {r["id"]: r for r in corpora.lines(corpora.folder("briefs") / "articles.jsonl")}
    for gold in corpora.lines(corpora.folder("briefs") / "gold.jsonl"):
        article = corpora.article(records[gold["id"]])
        story = Story(1, 1, (article,))
        part = _part(f"briefs/{gold['id']}")
        people = [actor for actor in gold["actors"] if actor["role"]]
        for actor in people:
            citations = _mentions(actor, article)
            others = [o["role"] for o in people if _apart(o["role"], fold(actor["role"]))]
            for kind, role in (
                ("gold role", actor["role"]),
                *(("role of another", other) for other in others[:2]),
            ):
                named = Actor(actor["name"], ActorType(actor["type"]), (), role, citations)
                draft = BriefDraft(article.title, (), (named,), (), article.language)
                kept = check_brief(draft, story).draft.actors
                tally = _tally(tallies, kind, part, true=kind == "gold role")
                stays = bool(kept) and kept[0].role is not None
                tally.count(kept=stays, said=f"{actor['name']}: {role}")


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
