"""The words of English texts, compiled: what the regular expressions of `terms` find, in a tenth of their time.

A text is taken if it is ASCII but for the signs of English print; `terms` itself reads all others. All memory is that
of bytes objects, so that Python frees it, whatever happens.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from libc.stdint cimport uint32_t

from monitor.dedupe._sources cimport SOURCES

from monitor.dedupe.compiled import check

check("_terms", SOURCES)

cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(str text)
    int PyUnicode_KIND(str text)
    void* PyUnicode_DATA(str text)
    Py_ssize_t PyUnicode_GET_LENGTH(str text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t at)

cdef enum:
    MOST = 1 << 28  # characters, so that all places are numbers of four bytes
    LETTER = 1
    DIGIT = 2
    DASH = 0x96  # that of "2–0": one byte here, and three where words are kept

cdef unsigned char[256] KINDS
cdef unsigned char[256] SMALL


cdef void _set_tables() noexcept:
    cdef uint32_t code, sum, bit
    for code in range(256):
        SMALL[code] = code + 32 if c"A" <= code <= c"Z" else code
        KINDS[code] = DIGIT if c"0" <= code <= c"9" else LETTER if c"a" <= SMALL[code] <= c"z" else 0
        sum = code
        for bit in range(8):
            sum = (sum >> 1) ^ (0xEDB88320u if sum & 1 else 0u)
        CRC[code] = sum


_set_tables()


cdef class EnglishText:
    """A text's words in UTF-8, joined by spaces, with their case and casefolded; and the bounds of its quotations.

    `quotes` are as `terms.quoted` has them. `tokens` say where each word stands, in both.
    """

    def words(self):
        """The words, with their case."""
        cdef const unsigned char* cased = <const unsigned char*>PyBytes_AS_STRING(self.cased)
        cdef Py_ssize_t at
        return [cased[self.tokens[at].start : self.tokens[at].end].decode("utf-8") for at in range(self.count)]


def english(str text not None, Py_ssize_t limit):
    """The first words of `text`; None if it is not English. Its curly apostrophes are plain by now."""
    cdef bytes plain
    if PyUnicode_GET_LENGTH(text) > MOST:
        return None
    plain = text.encode("ascii") if PyUnicode_IS_ASCII(text) else _without_signs(text)
    if plain is None:
        return None
    cdef EnglishText found = EnglishText.__new__(EnglishText)
    cdef Py_ssize_t size = PyBytes_GET_SIZE(plain), most = max(0, min(limit, size // 2 + 1))
    found.cased = PyBytes_FromStringAndSize(NULL, 3 * size + 1)
    found.small = PyBytes_FromStringAndSize(NULL, 3 * size + 1)
    found.room = PyBytes_FromStringAndSize(NULL, most * <Py_ssize_t>sizeof(Token))
    found.tokens = <Token*>PyBytes_AS_STRING(found.room)
    found.count = 0
    found.quotes = []
    _find(found, plain, most)
    return found


cdef bytes _without_signs(str text):
    """A byte for each character; None if one is neither ASCII nor a sign of English print (`terms` has their list)."""
    cdef Py_ssize_t at, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef bytes plain = PyBytes_FromStringAndSize(NULL, size)
    cdef unsigned char* to = <unsigned char*>PyBytes_AS_STRING(plain)
    cdef Py_UCS4 sign
    for at in range(size):
        sign = PyUnicode_READ(kind, data, at)
        if sign < 128:
            to[at] = <unsigned char>sign
        elif sign in (0x201C, 0x201D):  # “”
            to[at] = c'"'
        elif sign == 0x2013:  # –
            to[at] = DASH
        elif sign in (0x2018, 0x2014, 0x2026, 0x2022, 0xA0, 0xA3, 0x20AC, 0xA9, 0xAE, 0xB0):  # ‘—…• £€©®°
            to[at] = c" "
        else:
            return None
    return plain


cdef int _find(EnglishText found, bytes plain, Py_ssize_t most) except -1:
    """Find all words, up to so many, and where those of each quotation begin and end."""
    cdef const unsigned char* text = <const unsigned char*>PyBytes_AS_STRING(plain)
    cdef Py_ssize_t at = 0, end, size = PyBytes_GET_SIZE(plain)
    cdef Py_ssize_t opened = -1  # at which word, if a quotation is open
    while at < size and found.count < most:
        if KINDS[text[at]]:
            end = _end(text, at, size)
            _keep(found, text, at, end)
            at = end
            continue
        if opened >= 0 and (text[at] == c'"' or text[at] == c"\n"):
            if opened < found.count:
                found.quotes += (opened, found.count)
            opened = -1
        elif text[at] == c'"':
            opened = found.count
        at += 1
    if 0 <= opened < found.count:
        found.quotes += (opened, found.count)
    return 0


cdef Py_ssize_t _end(const unsigned char* text, Py_ssize_t at, Py_ssize_t size) noexcept:
    """Where the word ends that begins there: after letters and digits, joined by an apostrophe or a number's sign."""
    while True:
        while at < size and KINDS[text[at]]:
            at += 1
        if at + 1 >= size or not KINDS[text[at + 1]]:
            return at
        if text[at] != c"'" and not (
            text[at] in (c".", c",", c"-", DASH) and KINDS[text[at - 1]] == DIGIT and KINDS[text[at + 1]] == DIGIT
        ):
            return at
        at += 1


cdef void _keep(EnglishText found, const unsigned char* text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Keep the word between these places, without a possessive. Three bytes for each of the text are always enough."""
    cdef unsigned char* cased = <unsigned char*>PyBytes_AS_STRING(found.cased)
    cdef unsigned char* small = <unsigned char*>PyBytes_AS_STRING(found.small)
    cdef Token* token = found.tokens + found.count
    cdef Py_ssize_t at, to = 0
    cdef uint32_t sum = 0xFFFFFFFFu
    cdef unsigned char byte
    if end - start > 2 and text[end - 2] == c"'" and (text[end - 1] == c"s" or text[end - 1] == c"S"):
        end -= 2
    if found.count:
        to = found.tokens[found.count - 1].end
        cased[to] = small[to] = c" "
        to += 1
    token.start = to
    for at in range(start, end):
        if text[at] == DASH:
            for byte in (0xE2, 0x80, 0x93):
                cased[to] = small[to] = byte
                sum = CRC[(sum ^ byte) & 0xFF] ^ (sum >> 8)
                to += 1
            continue
        byte = SMALL[text[at]]
        cased[to], small[to] = text[at], byte
        sum = CRC[(sum ^ byte) & 0xFF] ^ (sum >> 8)
        to += 1
    token.end, token.sum = to, sum
    found.count += 1
