# cython: boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `lexicon`: it gives the same numbers to the same words.

    the hashes of all terms of a text -> their places in the table -> the rows of their words -> these words

Each of these lies far away in memory, so each step is made for all terms, and asks for what the next one reads.
"""

from cpython.bytes cimport PyBytes_AS_STRING
from cpython.object cimport PyObject, PyObject_Hash
from cpython.ref cimport Py_DECREF, Py_INCREF, Py_XDECREF
from libc.stdint cimport uint32_t, uint64_t

from monitor.dedupe._sources cimport SOURCES
from monitor.dedupe._tables cimport (
    Entry, Row, Rows, Table, delete, fetch, fetch_key, fetch_row, find, free_rows, free_table, give_back, insert,
    room_for, row_of, take_row,
)

from monitor.dedupe.compiled import check
from monitor.dedupe.lexicon import WORDS as ABOVE_WORDS

check("_lexicon", SOURCES)

if ABOVE_WORDS != WORDS:
    raise ImportError("this was compiled of another version")


cdef inline uint64_t key_of(str word) except? 0:
    """What a word stands by: its hash, which is another one in each process, so that nobody can write words for it."""
    return <uint64_t> PyObject_Hash(word) or 1


cdef class Lexicon:
    """Words and their numbers, from 1, as in the plain form; the rows of words have what `Postings` knows of them."""

    def __cinit__(self):
        self.table.seed = <uint64_t> PyObject_Hash("words")

    def __dealloc__(self):
        cdef uint32_t number
        for number in range(1, self.rows.count):
            Py_XDECREF(row_of(&self.rows, number).text)
        free_rows(&self.rows)
        free_table(&self.table)

    def __len__(self):
        return max(self.rows.count, 1)

    def known(self, terms):
        """The numbers of terms; 0 of one with a word that is not known."""
        cdef list each = [*terms]
        cdef bytes room = room_for(len(each), sizeof(uint64_t))
        cdef uint64_t *found = <uint64_t *> PyBytes_AS_STRING(room)
        self.find_all(each, found)
        return [found[place] for place in range(len(each))]

    def numbers(self, terms, known=()):
        """The numbers of terms, whose words are known from now on. `known`: what `known` says, if that was asked."""
        cdef list found = [*known] or self.known(terms)
        cdef str term, first, space, second
        cdef Py_ssize_t place
        cdef uint64_t number
        for place, term in enumerate(terms):
            if not found[place]:
                first, space, second = term.partition(" ")
                number = self.number(first) or self.new(first)
                if space:
                    number = number * WORDS + (self.number(second) or self.new(second))
                found[place] = number
        return found

    def text(self, uint64_t number):
        """The term of a number."""
        if number < WORDS:
            return self.word(number)
        return f"{self.word(number // WORDS)} {self.word(number % WORDS)}"

    def texts(self, numbers):
        """The terms of numbers."""
        return [self.text(number) for number in numbers]

    def forget(self, uint32_t number):
        """Forget a word, which no term has any longer."""
        cdef Row *row = self.row(number)
        cdef str text = <str> row.text
        cdef uint64_t key = key_of(text)
        cdef Entry *entry = find(&self.table, key, NULL)
        while entry.value != number:
            entry = find(&self.table, key, entry)
        delete(&self.table, entry)
        row.text = NULL
        Py_DECREF(text)
        give_back(&self.rows, number)

    cdef str word(self, uint64_t number):
        if number and number >= self.rows.count:
            raise IndexError(f"no word has the number {number}")
        cdef PyObject *text = row_of(&self.rows, number).text if number else NULL
        return <str> text if text else ""

    cdef Row *row(self, uint64_t number) except NULL:
        """The row of a word that is known."""
        if not 0 < number < self.rows.count or not row_of(&self.rows, number).text:
            raise ValueError(f"no word has the number {number}")
        return row_of(&self.rows, number)

    cdef uint32_t number(self, str word) except? 0:
        """The number of a word; 0 if it is not known."""
        cdef uint64_t key = key_of(word)
        cdef Entry *entry = find(&self.table, key, NULL)
        while entry != NULL and <str> row_of(&self.rows, entry.value).text != word:
            entry = find(&self.table, key, entry)
        return entry.value if entry else 0

    cdef uint32_t new(self, str word) except 0:
        """The number of a word that has none."""
        cdef uint32_t number = take_row(&self.rows)
        try:
            insert(&self.table, key_of(word), number)
        except MemoryError:
            give_back(&self.rows, number)
            raise
        Py_INCREF(word)
        row_of(&self.rows, number).text = <PyObject *> word
        return number

    cdef int find_all(self, list terms, uint64_t *found) except -1:
        """The numbers of terms, as `known` has them."""
        cdef list words = []  # the terms, and after one of two words these
        cdef str term
        cdef Py_ssize_t at = 0, place, space
        for term in terms:
            words.append(term)
            space = term.find(" ")
            if space >= 0:
                words.append(term[:space])
                words.append(term[space + 1 :])
        cdef bytes room = room_for(len(words), sizeof(uint32_t))
        cdef uint32_t *numbers = <uint32_t *> PyBytes_AS_STRING(room)
        self.look_up(words, numbers)
        for place, term in enumerate(terms):
            found[place] = numbers[at]
            at += 1
            if " " in term:
                if not found[place] and numbers[at] and numbers[at + 1]:
                    found[place] = numbers[at] * WORDS + numbers[at + 1]
                at += 2
        return 0

    cdef int look_up(self, list words, uint32_t *numbers) except -1:
        """The numbers of words, 0 of one that is not known; each step finds what the one before it asked for."""
        cdef Py_ssize_t place
        cdef Entry *entry
        cdef Row *row
        cdef str word
        for word in words:
            fetch_key(&self.table, key_of(word))
        for place, word in enumerate(words):
            entry = find(&self.table, key_of(word), NULL)
            numbers[place] = entry.value if entry else 0
            if entry:
                fetch_row(&self.rows, entry.value)
        for place in range(len(words)):
            if numbers[place]:
                fetch(row_of(&self.rows, numbers[place]).text)
        for place, word in enumerate(words):
            if numbers[place] and <str> row_of(&self.rows, numbers[place]).text != word:  # the hash alone is the same
                numbers[place] = self.number(word)
        return 0
