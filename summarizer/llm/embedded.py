"""What of an article, and of a question, is sent to be embedded. Pure."""

from summarizer.llm.passages import clean
from summarizer.llm.tokens import cut
from summarizer.model import Article

LONGEST = 320
"""Tokens of a text at most, as `tokens.at_most` bounds them: a headline and about 100 words.

What an article is about stands there, and small models read little more.
"""


def text_of(article: Article) -> str:
    """Give an article's headline and lead as one line, links and addresses taken out."""
    parts, length = [], 0
    for sentence in article.sentences:
        parts.append(clean(sentence.text))
        length += len(parts[-1])
        if length > 2 * LONGEST:  # no text of so many letters has fewer tokens than are cut off
            break
    return cut(" ".join(parts), LONGEST)


def asked(text: str) -> str:
    """Give a question as it is sent."""
    return cut(clean(text), LONGEST)
