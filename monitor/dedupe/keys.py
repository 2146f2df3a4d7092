"""Keys: equal for texts that are the same to a person, whatever their typography and markup."""

from hashlib import blake2b

from monitor.dedupe.terms import words
from monitor.model import Article

_WORDS = 1_000_000  # the whole of any text that is kept


def content_hash(article: Article) -> str:
    """32 hexadecimal digits of the words of title and body: case, accents, punctuation and spaces do not count."""
    digest = blake2b(digest_size=16)
    for text in (article.title, article.body):
        digest.update(" ".join(words(text, limit=_WORDS)).casefold().encode())
        digest.update(b"\n")
    return digest.hexdigest()
