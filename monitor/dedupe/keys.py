"""Keys: equal for texts that are the same to a person, whatever their typography and markup."""

from hashlib import blake2b

from monitor.dedupe.document import Document
from monitor.dedupe.terms import whole, words


def content_hash(doc: Document) -> str:
    """32 hexadecimal digits of the words of title and body: case, accents, punctuation and spaces do not count."""
    digest = blake2b(digest_size=16)
    for text, first in ((doc.title, words(doc.title)), (doc.body, doc.read[0])):
        digest.update(" ".join(whole(text, first)).casefold().encode())
        digest.update(b"\n")
    return digest.hexdigest()
