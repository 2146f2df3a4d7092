"""The compiled form of `reading.read`: it gives the same for English texts, in a fifth of the time.

All memory that is not of Python's lists and dictionaries is that of bytes objects, so that Python frees it, whatever
happens.
"""

from array import array

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.math cimport log
from libc.stdint cimport uint16_t, uint32_t
from libc.string cimport memcmp, memcpy

from monitor.dedupe._sources cimport SOURCES
from monitor.dedupe._terms cimport CRC, EnglishText, Token

from monitor.dedupe import near_duplicates, reading
from monitor.dedupe.compiled import check
from monitor.dedupe.near_duplicates import Signature
from monitor.dedupe.reading import Read
from monitor.text.stopwords import COMMONPLACE, grammar

check("_reading", SOURCES)

cdef Py_ssize_t RUN = near_duplicates.RUN, OPENING = near_duplicates.OPENING
cdef uint32_t SAMPLE = near_duplicates.SAMPLE
cdef Py_ssize_t LEAD_WORDS = reading.LEAD_WORDS, TEXT_WORDS = reading.TEXT_WORDS
cdef Py_ssize_t BODY_WORDS = reading.BODY_WORDS, GRAMMAR_WORDS = min(reading.GRAMMAR_WORDS, reading.BODY_WORDS)
cdef double NAME_BOOST = reading.NAME_BOOST, NOUN_BOOST = reading.NOUN_BOOST, PAIR_BOOST = reading.PAIR_BOOST
cdef double TITLE_BOOST = reading.TITLE_BOOST, LEAD_BOOST = reading.LEAD_BOOST
cdef double TITLE_CASE_SHARE = reading.TITLE_CASE_SHARE, NOUN_CASE_SHARE = reading.NOUN_CASE_SHARE
cdef frozenset COMMON = COMMONPLACE


cdef struct Word:
    const unsigned char* letters
    int length
    uint32_t sum
    int said  # times in the first words of the text
    int told  # times in the headline
    int small  # times in small letters, in what shows which words are names
    int spelling  # 1 and more: the last found way in which it is written with a capital
    bint leads  # it stands in the lead
    bint is_silent
    bint is_name


cdef struct Spelling:
    const unsigned char* letters  # as many as those of the word
    int count
    int before  # the spelling of the same word that was found before, or 0


cdef class Words:
    """The words of a text's first words and of its headline, each once, by the order in which they come first.

    `slots` is a table by their sums: 0, or 1 and more for a word. `places` has the number of the word at each place.
    """

    cdef bytes room_of_words, room_of_spellings, room_of_slots, room_of_places
    cdef Word* words
    cdef Spelling* spellings
    cdef int* slots
    cdef int* places
    cdef uint32_t mask
    cdef int count, count_of_spellings, taken
    cdef list names
    cdef double boost  # of names

    def __cinit__(self, Py_ssize_t most):
        cdef uint32_t slots = 16
        while slots < 2 * most:
            slots *= 2
        self.mask = slots - 1
        self.room_of_words = bytes(most * <Py_ssize_t>sizeof(Word))
        self.room_of_spellings = bytes((most + 1) * <Py_ssize_t>sizeof(Spelling))
        self.room_of_slots = bytes(slots * <Py_ssize_t>sizeof(int))
        self.room_of_places = bytes(most * <Py_ssize_t>sizeof(int))
        self.words = <Word*>PyBytes_AS_STRING(self.room_of_words)
        self.spellings = <Spelling*>PyBytes_AS_STRING(self.room_of_spellings)
        self.slots = <int*>PyBytes_AS_STRING(self.room_of_slots)
        self.places = <int*>PyBytes_AS_STRING(self.room_of_places)
        self.names = []

    cdef int take(self, EnglishText text, Py_ssize_t count) except -1:
        """Number the first words of a text. What is numbered points into it."""
        cdef const unsigned char* small = <const unsigned char*>PyBytes_AS_STRING(text.small)
        cdef Py_ssize_t place
        for place in range(count):
            self.places[self.taken] = self.number(small, text.tokens + place)
            self.taken += 1
        return 0

    cdef int number(self, const unsigned char* small, Token* token) except -1:
        """The number of a word; a new one has the next."""
        cdef uint32_t slot = token.sum & self.mask
        cdef int length = token.end - token.start
        cdef Word* word
        while self.slots[slot]:
            word = self.words + self.slots[slot] - 1
            if word.sum == token.sum and word.length == length and not memcmp(
                word.letters, small + token.start, length
            ):
                return self.slots[slot] - 1
            slot = (slot + 1) & self.mask
        word = self.words + self.count
        word.letters, word.length, word.sum = small + token.start, length, token.sum
        self.names.append(word.letters[:length].decode("utf-8"))
        self.count += 1
        self.slots[slot] = self.count
        return self.count - 1

    cdef Py_ssize_t spell(self, EnglishText text, Py_ssize_t count, int* places) noexcept:
        """Count how the words at the first places are written; so many have a capital."""
        cdef const unsigned char* cased = <const unsigned char*>PyBytes_AS_STRING(text.cased)
        cdef const unsigned char* small = <const unsigned char*>PyBytes_AS_STRING(text.small)
        cdef Py_ssize_t place, capitals = 0
        cdef Word* word
        cdef int start
        for place in range(count):
            word = self.words + places[place]
            start = text.tokens[place].start
            if c"A" <= cased[start] <= c"Z":
                capitals += 1
                self.spelling(word, cased + start).count += 1
            elif not memcmp(cased + start, small + start, word.length):
                word.small += 1
        return capitals

    cdef Spelling* spelling(self, Word* word, const unsigned char* letters) noexcept:
        cdef int number = word.spelling
        while number:
            if not memcmp(self.spellings[number].letters, letters, word.length):
                return self.spellings + number
            number = self.spellings[number].before
        self.count_of_spellings += 1
        self.spellings[self.count_of_spellings] = Spelling(letters, 0, word.spelling)
        word.spelling = self.count_of_spellings
        return self.spellings + word.spelling

    cdef void find_names(self) noexcept:
        """Mark the names, as `reading` finds them: one way of writing it with a capital is more frequent than none."""
        cdef int at, number
        for at in range(self.count):
            number = 0 if self.words[at].is_silent else self.words[at].spelling
            while number:
                self.words[at].is_name |= self.spellings[number].count > self.words[at].small
                number = self.spellings[number].before

    cdef dict pairs(self, Py_ssize_t count, int* places):
        """How often there are two names, or a name and its number, side by side."""
        cdef dict pairs = {}
        cdef Py_ssize_t place
        cdef str first, second, pair
        for place in range(count - 1):
            if not self.words[places[place]].is_name:
                continue
            first, second = self.names[places[place]], self.names[places[place + 1]]
            if (self.words[places[place + 1]].is_name or second.isdigit()) and not (
                first in COMMON and second in COMMON
            ):
                pair = f"{first} {second}"
                pairs[pair] = pairs.get(pair, 0) + 1
        return pairs

    cdef bint is_term(self, int number) noexcept:
        return self.words[number].length > 1 and not self.words[number].is_silent

    cdef double strength(self, int number) noexcept:
        cdef Word* word = self.words + number
        cdef double strength = _dampened(word.said + word.told)
        if word.told:
            strength *= TITLE_BOOST
        elif word.leads:
            strength *= LEAD_BOOST
        return strength * self.boost if word.is_name else strength


def read_english(EnglishText title not None, EnglishText standfirst not None, EnglishText body not None):
    """What a headline and its text say; a text is a standfirst and a body."""
    cdef Py_ssize_t all = standfirst.count + body.count, said = min(all, BODY_WORDS), place, capitals
    cdef Py_ssize_t first = min(standfirst.count, said), shown = said
    cdef Words words = Words(said + title.count)
    words.take(standfirst, first)
    words.take(body, said - first)
    cdef int in_text = words.count
    words.take(title, title.count)
    cdef int* of_title = words.places + said
    cdef frozenset silent = _mark_silent(words, min(said, GRAMMAR_WORDS), title.count, of_title)
    capitals = words.spell(standfirst, first, words.places) + words.spell(body, said - first, words.places + first)
    if said <= LEAD_WORDS // 3 or not _is_title_case(words, title, of_title):
        shown += title.count
        capitals += words.spell(title, title.count, of_title)
    words.boost = NOUN_BOOST if capitals >= NOUN_CASE_SHARE * shown else NAME_BOOST
    words.find_names()
    for place in range(said):
        words.words[words.places[place]].said += 1
        words.words[words.places[place]].leads |= place < LEAD_WORDS
    for place in range(title.count):
        words.words[of_title[place]].told += 1
    terms, headline, bare = _terms(words, in_text, words.pairs(said, words.places), words.pairs(title.count, of_title))
    return Read(
        terms=terms,
        headline=headline,
        bare=frozenset(bare if all >= TEXT_WORDS else ()),
        signature=_signature(body, body.quotes) if body.count else _signature(standfirst, ()),
        silent=silent,
        words=all,
    )


cdef frozenset _mark_silent(Words words, Py_ssize_t first, Py_ssize_t told, int* of_title):
    """Mark the words of grammar of the language that the first words and the headline are in; the same as a set."""
    cdef Py_ssize_t place
    cdef int number, last = -1
    for place in range(first):
        last = max(last, words.places[place])  # all before are among the first words too
    cdef frozenset silent = grammar(words.names[: last + 1] + [words.names[of_title[place]] for place in range(told)])
    for number in range(words.count):
        words.words[number].is_silent = words.names[number] in silent
    return silent


cdef bint _is_title_case(Words words, EnglishText title, int* places) noexcept:
    cdef const unsigned char* cased = <const unsigned char*>PyBytes_AS_STRING(title.cased)
    cdef Py_ssize_t place, content = 0, capitals = 0
    cdef unsigned char first
    for place in range(title.count):
        first = cased[title.tokens[place].start]
        if first > c"9" and not words.words[places[place]].is_silent:  # a letter
            content += 1
            capitals += first <= c"Z"
    return content > 0 and capitals / <double>content >= TITLE_CASE_SHARE


cdef tuple _terms(Words words, int in_text, dict said, dict told):
    """All terms with their strengths, in the order in which `reading` has them; those of the headline, and the bare.

    `said` and `told` are the pairs of the text and of the headline.
    """
    cdef dict terms = {}
    cdef list headline = list(told), bare = []
    cdef int number
    cdef str term
    for number in range(in_text):
        if words.is_term(number):
            terms[words.names[number]] = words.strength(number)
            if words.words[number].told:
                headline.append(words.names[number])
    for term, count in said.items():
        terms[term] = _strength_of_pair(count, told.get(term, 0))
    for number in range(in_text, words.count):
        if words.is_term(number):
            terms[words.names[number]] = words.strength(number)
            headline.append(words.names[number])
            bare.append(words.names[number])
    for term, count in told.items():
        if term not in said:
            terms[term] = _strength_of_pair(0, count)
            bare.append(term)
    headline.sort()
    return terms, tuple(headline), bare


cdef double _strength_of_pair(int said, int told) noexcept:
    cdef double strength = _dampened(said + told)
    return (strength * TITLE_BOOST if told else strength) * PAIR_BOOST


cdef double _dampened(int count) noexcept:
    return 1.0 if count == 1 else 1.0 + log(count)


cdef object _signature(EnglishText text, quotes):
    """What `near_duplicates.signature` makes of the casefolded words."""
    cdef Py_ssize_t last = max(1, text.count - RUN + 1) if text.count else 0, place, kept = 0
    cdef Py_ssize_t opening = min(last, OPENING - RUN + 1)
    cdef bytes room = PyBytes_FromStringAndSize(NULL, last * <Py_ssize_t>sizeof(uint16_t))
    cdef uint16_t* starts = <uint16_t*>PyBytes_AS_STRING(room)
    for place in range(last):
        if not ~text.tokens[place].sum % SAMPLE:
            starts[kept] = <uint16_t>place
            kept += 1
    cdef bytes packed = PyBytes_FromStringAndSize(NULL, 4 * (opening + kept) + 2 * kept)
    cdef uint32_t* runs = <uint32_t*>PyBytes_AS_STRING(packed)
    for place in range(opening):
        runs[place] = _run(text, place)
    for place in range(kept):
        runs[opening + place] = runs[starts[place]] if starts[place] < opening else _run(text, starts[place])
    memcpy(runs + opening + kept, starts, 2 * kept)
    return Signature(packed=packed, sampled=kept, words=text.count, quoted=array("H", quotes).tobytes())


cdef uint32_t _run(EnglishText text, Py_ssize_t place) noexcept:
    """The `crc32` of the run of words that begins there; that of the first word is known."""
    cdef const unsigned char* small = <const unsigned char*>PyBytes_AS_STRING(text.small)
    cdef uint32_t sum = text.tokens[place].sum
    cdef Py_ssize_t at
    for at in range(text.tokens[place].end, text.tokens[min(place + RUN, text.count) - 1].end):
        sum = CRC[(sum ^ small[at]) & 0xFF] ^ (sum >> 8)
    return ~sum
