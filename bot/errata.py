"""Posts put right: how they should read now, and the notice where they cannot be changed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.catalogue import Words, words
from bot.corrections import Correction, Fallen, called
from bot.messages import labels
from bot.post import Block, Line, Post
from summarizer.model import Source


def corrected(post: Post, found: Correction) -> Post:
    """Give a post as it should read now, marked where it tells something else than it did.

    Args:
        post: one that told the story, alone or among others.
        found: what is wrong by now with the brief that it told.
    """
    if not found:
        return post
    t = words(post.language)
    marked = replace(post, sources=tuple(_marked(t, one, found) for one in post.sources))
    if found.withdrawn:
        return _withdrawn(marked, found)
    page = _Page(list(marked.sources), t, found, alone=post.story == found.story)
    blocks = tuple(page.block(block) for block in post.blocks)
    lines = notes(post, found)
    if not lines:
        return marked
    title = marked.title
    if page.alone:
        title = labels.corrected_title(t, title.replace(found.headline[0], found.headline[1]))
    else:
        lines = tuple(replace(line, number=found.story) for line in lines)
    noted = Block(lines, t(labels.CORRECTED), bullets=True)
    others = tuple(block for block in blocks if block.lines)
    before = next((b for b in others if b.label == noted.label), None)
    if before:  # another story of the same digest was corrected earlier
        noted = replace(before, lines=(*before.lines, *lines))
        others = tuple(block for block in others if block is not before)
    return replace(marked, title=title, blocks=(*others, noted), sources=tuple(page.sources))


def notes(post: Post, found: Correction) -> tuple[Line, ...]:
    """Say what a post told that is not so any more, a line for each."""
    t = words(post.language)
    if found.withdrawn:
        return (Line(labels.withdrawn_text(t)),)
    text = "\n".join(
        (post.title, *(line.strong + line.text for block in post.blocks for line in block.lines))
    )
    lines = [
        Line(labels.fallen(t, one.said, one.now, withdrawn=one.withdrawn))
        for one in found.fallen
        if one.said in text
    ]
    lines += [
        Line(labels.fallen(t, called(old), called(new) if new else None, withdrawn=False))
        for old, new in found.actors
        if called(old) in text
    ]
    before, now = found.headline
    if before != now and before in text:
        lines.append(Line(labels.fallen(t, before, now, withdrawn=False)))
    return tuple(dict.fromkeys(lines))


def notice(post: Post, found: Correction, lines: Sequence[Line]) -> Post:
    """Make the short message that says so where the post itself cannot be changed."""
    used = dict.fromkeys(
        article for one in found.fallen for article in one.articles if one.now is not None
    )
    cited = {source.article: source for source in found.sources if source.article in used}
    headed = labels.withdrawn_title if found.withdrawn else labels.corrected_title
    return Post(
        title=headed(words(post.language), found.headline[1]),
        blocks=(Block(tuple(lines), bullets=len(lines) > 1),),
        sources=tuple(cited[article] for article in used if article in cited),
        story=found.story,
        zone=post.zone,
        language=post.language,
    )


def _marked(t: Words, source: Source, found: Correction) -> Source:
    if source.article not in found.gone:
        return source
    return replace(source, title=labels.withdrawn_title(t, source.title), url=None)


def _withdrawn(post: Post, found: Correction) -> Post:
    """Take a story out of a post: what its source does not stand by, we do not repeat."""
    t = words(post.language)
    title = labels.withdrawn_title(t, found.headline[0])
    if post.story == found.story:
        said = Block((Line(labels.withdrawn_text(t)),))
        return replace(post, title=title, blocks=(said,), buttons=())
    gone = {n for n, one in enumerate(post.sources, start=1) if one.article in found.gone}

    def line(one: Line) -> Line | None:
        if one.number == found.story:
            return Line("", strong=title, number=one.number)
        return None if one.number is None and one.cites and set(one.cites) <= gone else one

    blocks = (
        replace(block, lines=tuple(kept for one in block.lines if (kept := line(one))))
        for block in post.blocks
    )
    return replace(post, blocks=tuple(block for block in blocks if block.lines))


@dataclass(slots=True)
class _Page:
    """The lines of a post being put right, with the sources that they cite."""

    sources: list[Source]
    t: Words
    found: Correction
    alone: bool

    def block(self, block: Block) -> Block:
        if block.label == self.t(labels.CORRECTED):
            return block
        lines = (self._line(line) for line in block.lines)
        return replace(block, lines=tuple(dict.fromkeys(line for line in lines if line)))

    def _line(self, line: Line) -> Line | None:
        if not self.alone and line.number not in (None, self.found.story):
            return line
        put = self._named(line)
        for one in self.found.fallen:
            if put and one.said in put.text:
                text = " ".join(put.text.replace(one.said, one.now or "").split(" ")).rstrip()
                put = replace(put, text=text, cites=self._cited(put, one))
                if not (put.text.strip() or put.strong):
                    return None
        if put and put.number == self.found.story and not self.alone:
            strong = put.strong.replace(*self.found.headline)
            changed = put.text != line.text or strong != line.strong
            put = replace(put, strong=labels.corrected_title(self.t, strong) if changed else strong)
        return put

    def _named(self, line: Line) -> Line | None:
        for old, new in self.found.actors:
            if line.strong == old.name and line.text == (f", {old.role}" if old.role else ""):
                if new is None:
                    return None
                return replace(line, strong=new.name, text=f", {new.role}" if new.role else "")
        return line

    def _cited(self, line: Line, one: Fallen) -> tuple[int, ...]:
        """Cite what carries the new words; the articles that were taken back no more."""
        if one.now is None:
            return line.cites
        gone = {n for n, s in enumerate(self.sources, start=1) if s.article in self.found.gone}
        return tuple(
            dict.fromkeys(
                (
                    *(n for n in line.cites if n not in gone),
                    *(n for n in map(self._number, one.articles) if n),
                )
            )
        )

    def _number(self, article: str) -> int:
        """Give a source's number, taking it in where it is not there yet; 0 if it is unknown."""
        for number, source in enumerate(self.sources, start=1):
            if source.article == article:
                return number
        known = next((one for one in self.found.sources if one.article == article), None)
        if known is None:
            return 0
        self.sources.append(known)
        return len(self.sources)
