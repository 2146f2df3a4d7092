"""Content codings: a body as it was before it was packed for the way.

The coding that nearly all hosts use is undone here, in one call. What is odd about a packed body (another coding, more
than one, a broken or endless one) is for Scrapy's middleware, which has the means to see.
"""

import zlib

from monitor.fetch.client import Answer

_CODING = b"content-encoding"
_GZIP = frozenset({b"gzip", b"x-gzip"})


def plain(answer: Answer, most: int) -> bytes | None:
    """The body without its coding; None: that is not gzip alone, or not whole, or it is more than `most` bytes.

    Nothing is nothing in every coding: some servers name one in a "not modified", too.
    """
    codings = [value for name, value in answer.headers if is_coding(name)]
    if not codings or not answer.body:
        return answer.body
    if len(codings) > 1 or codings[0].strip().lower() not in _GZIP:
        return None
    machine = zlib.decompressobj(wbits=31)
    try:
        body = machine.decompress(answer.body, most + 1)
    except zlib.error:
        return None
    return body if len(body) <= most and machine.eof and not machine.unused_data else None


def is_coding(name: bytes) -> bool:
    """Whether a header of that name says in which coding the body is."""
    return len(name) == len(_CODING) and name.lower() == _CODING
