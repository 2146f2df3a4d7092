# cython: boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `postings`: it finds the same, and what lies far away in memory it asks for early.

    the numbers of all terms of a text -> the memory of each is asked for -> they are read, or changed

With a window of many articles nearly each term is in memory that no cache holds, and to wait for one after the other
takes longer than all else. So each step goes over all terms twice: the first time it only says what will be read.
What is gone is taken out at once, unlike in the plain form: its memory is at hand, so that costs little.
"""

from array import array
from itertools import islice

from cpython.bytes cimport PyBytes_AS_STRING
from cpython.object cimport PyObject_Hash
from libc.math cimport log
from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport qsort

from monitor.dedupe._lexicon cimport WORDS, Lexicon
from monitor.dedupe._nearest cimport FEW_TEXTS, Newest, Product, best_of, sum_up
from monitor.dedupe._sources cimport SOURCES
from monitor.dedupe._tables cimport (
    Entry, Row, Rows, Table, append, delete, fetch, fetch_key, fetch_row, find, free_rows, free_table, give_back,
    insert, room_for, row_of, slots_of, take_out, take_row,
)

from monitor.dedupe import postings as plain
from monitor.dedupe.compiled import check
from monitor.text.stopwords import COMMONPLACE

check("_postings", SOURCES)

cdef Py_ssize_t INDEXED = plain.INDEXED, RECENT = plain.RECENT, TERMS = plain.TERMS
cdef double BACKGROUND = plain.BACKGROUND, COMMON = plain.COMMON, RARE = plain.RARE
cdef frozenset COMMON_WORDS = COMMONPLACE
# What a name has in the table: twice a slot, and one more if it finds that text, or from here on the number of its row.
cdef uint32_t MANY = 0xFF000000


cdef struct Ranked:
    double weight
    Py_ssize_t place


cdef class Postings:
    """Terms of texts by their slot (a number that rises with arrival). A text is given as numbers of `lexicon`."""

    cdef readonly Lexicon lexicon
    cdef readonly uint32_t oldest  # of the slots; those below it are gone
    cdef readonly dict gone  # of each row of those above it that are: its last by its first, and back
    cdef uint32_t texts
    cdef Table names  # of each name the texts, or if they are many its row
    cdef Rows rows  # of the names of many texts

    def __cinit__(self):
        self.lexicon = Lexicon()
        self.gone = {}
        self.names.seed = <uint64_t> PyObject_Hash("names")

    def __dealloc__(self):
        free_rows(&self.rows)
        free_table(&self.names)

    def add(self, uint32_t slot, terms):
        """Take a text in; `terms` are strongest first."""
        cdef bytes room = array("Q", terms).tobytes()
        cdef uint64_t *each = <uint64_t *> PyBytes_AS_STRING(room)
        cdef Py_ssize_t count = len(room) // sizeof(uint64_t), place, done = 0
        if slot >= MANY // 2:
            raise OverflowError(f"no text can have a slot as high as {slot}")
        self.fetch(each, count)
        try:
            for done in range(count):
                self.add_term(each[done], slot, done < INDEXED)
        except (MemoryError, ValueError):
            for place in range(done):
                self.remove_term(each[place], slot, place < INDEXED)
            raise
        if not self.texts:
            self.oldest = slot
        self.texts += 1

    def remove(self, uint32_t slot, terms):
        """Forget a text of these terms.

        Raises:
            ValueError: it is not there, or has other terms.
        """
        cdef bytes room = array("Q", terms).tobytes()
        cdef uint64_t *each = <uint64_t *> PyBytes_AS_STRING(room)
        cdef Py_ssize_t count = len(room) // sizeof(uint64_t), place
        if not self.texts or slot < self.oldest:
            raise ValueError(f"no text has the slot {slot}")
        self.fetch(each, count)
        self.texts -= 1
        if slot == self.oldest:
            self.oldest += 1
            last = self.gone.pop(self.oldest, None)
            if last is not None:
                self.gone.pop(last, None)
                self.oldest = last + 1
        else:
            first, last = self.gone.pop(slot - 1, slot), self.gone.pop(slot + 1, slot)
            self.gone[first], self.gone[last] = last, first
        for place in range(count):
            self.remove_term(each[place], slot, place < INDEXED)

    def held(self, terms):
        """How many texts have each term."""
        cdef bytes room = array("Q", terms).tobytes()
        cdef Py_ssize_t count = len(room) // sizeof(uint64_t), place
        cdef bytes held_room = room_for(count, sizeof(uint32_t))
        cdef uint32_t *held = <uint32_t *> PyBytes_AS_STRING(held_room)
        self.count_texts(<uint64_t *> PyBytes_AS_STRING(room), count, held)
        return [held[place] for place in range(count)]

    def strongest(self, dict strengths not None, said):
        """The strongest terms of a text, and of the others those of its headline, `said`; by strength times rarity."""
        cdef list terms = [*strengths]
        cdef Py_ssize_t count = len(terms), kept = 0, place, rank
        cdef bytes number_room = room_for(count, sizeof(uint64_t)), held_room = room_for(count, sizeof(uint32_t))
        cdef bytes rank_room = room_for(count, sizeof(Ranked))
        cdef uint64_t *numbers = <uint64_t *> PyBytes_AS_STRING(number_room)
        cdef uint32_t *held = <uint32_t *> PyBytes_AS_STRING(held_room)
        cdef Ranked *ranked = <Ranked *> PyBytes_AS_STRING(rank_room)
        cdef double few, strength, size = log(self.texts + BACKGROUND)
        self.lexicon.find_all(terms, numbers)
        self.count_texts(numbers, count, held)
        for place, strength in enumerate(strengths.values()):
            few = COMMON if terms[place] in COMMON_WORDS else RARE
            ranked[place] = Ranked(strength * (size - log(held[place] + few)), place)
        qsort(ranked, count, sizeof(Ranked), stronger_first)
        headline = frozenset(said) if count > TERMS else frozenset()
        for rank in range(count):
            if rank < TERMS or terms[ranked[rank].place] in headline:
                ranked[kept] = ranked[rank]
                kept += 1
        return plain.Strongest(
            [terms[ranked[rank].place] for rank in range(kept)],
            [ranked[rank].weight for rank in range(kept)],
            [numbers[ranked[rank].place] for rank in range(kept)],
            [held[ranked[rank].place] for rank in range(min(kept, INDEXED))],
        )

    def near(self, terms, weights, held, bounds=plain.TEXT):
        """The texts that share most of the strongest terms, by an incomplete product; bounded as in the plain form."""
        cdef bytes newest_room = room_for(INDEXED, sizeof(Newest))
        cdef Newest *newest = <Newest *> PyBytes_AS_STRING(newest_room)
        cdef Py_ssize_t lists = 0, entries = 0, read = bounds.read, texts
        cdef uint64_t term
        cdef double weight
        for term, weight, texts in zip(islice(terms, INDEXED), weights, held):
            if texts and self.find_newest(term, &newest[lists]):
                newest[lists].square = weight * weight
                entries += newest[lists].count
                lists += 1
                if entries >= read:
                    break
        cdef bytes product_room = room_for(entries, sizeof(Product))
        cdef Product *products = <Product *> PyBytes_AS_STRING(product_room)
        cdef Py_ssize_t count = sum_up(newest, lists, entries, products)
        return best_of(products, count, bounds)

    cdef int fetch(self, uint64_t *terms, Py_ssize_t count) except -1:
        """Ask for the memory of terms that are about to change."""
        cdef Rows *rows = &self.lexicon.rows
        cdef Row *row
        cdef Py_ssize_t place
        for place in range(count):
            if terms[place] < WORDS:
                fetch_row(rows, terms[place])
            else:
                fetch_key(&self.names, terms[place])
                fetch_row(rows, terms[place] // WORDS)
                fetch_row(rows, terms[place] % WORDS)
        for place in range(min(count, INDEXED)):
            if terms[place] < rows.count:
                row = row_of(rows, terms[place])
                fetch(slots_of(row))
                fetch(slots_of(row) + row.count)
        return 0

    cdef int count_texts(self, uint64_t *terms, Py_ssize_t count, uint32_t *held) except -1:
        """How many texts have each term."""
        cdef Rows *rows = &self.lexicon.rows
        cdef Entry *entry
        cdef Py_ssize_t place
        for place in range(count):
            if terms[place] >= WORDS:
                fetch_key(&self.names, terms[place])
            elif terms[place] < rows.count:
                fetch(row_of(rows, terms[place]))
            elif terms[place]:
                raise IndexError(f"no word has the number {terms[place]}")
        for place in range(count):
            held[place] = 0
            if terms[place] < WORDS:
                if terms[place]:
                    held[place] = row_of(rows, terms[place]).holding
                continue
            entry = find(&self.names, terms[place], NULL)
            while entry:
                held[place] += row_of(&self.rows, entry.value - MANY).holding if entry.value >= MANY else 1
                entry = find(&self.names, terms[place], entry)
        return 0

    cdef bint find_newest(self, uint64_t term, Newest *newest) except -1:
        """The newest texts that a term finds; whether there are any."""
        cdef Row *row = NULL
        cdef Entry *entry
        cdef Py_ssize_t at
        if term >= WORDS:
            newest.count, newest.slots = 0, newest.few
            entry = find(&self.names, term, NULL)
            if entry and entry.value >= MANY:
                row = row_of(&self.rows, entry.value - MANY)
            while entry and not row:
                if entry.value % 2:
                    newest.few[newest.count] = entry.value // 2
                    newest.count += 1
                entry = find(&self.names, term, entry)
        elif term:
            row = self.lexicon.row(term)
        else:
            return False
        if row:
            newest.count = min(<Py_ssize_t> row.count, RECENT)
            newest.slots = slots_of(row) + row.count - newest.count
            for at in range(0, newest.count, 16):
                fetch(newest.slots + at)
        return newest.count > 0

    cdef int add_term(self, uint64_t term, uint32_t slot, bint is_found) except -1:
        """One more text of a term; nothing has changed if there is no memory for it."""
        cdef Row *first
        cdef Row *second
        if term < WORDS:
            first = self.lexicon.row(term)
            if is_found:
                append(first, slot)
            first.holding += 1
            return 0
        first, second = self.lexicon.row(term // WORDS), self.lexicon.row(term % WORDS)
        self.add_name(term, slot, is_found)
        first.naming += 1
        second.naming += 1
        return 0

    cdef int add_name(self, uint64_t name, uint32_t slot, bint is_found) except -1:
        """One more text of a name: an entry of the table, or in the row of a name that has one."""
        cdef uint32_t values[FEW_TEXTS]
        cdef Py_ssize_t count = 0
        cdef Row *row
        cdef Entry *entry = find(&self.names, name, NULL)
        if entry and entry.value >= MANY:
            row = row_of(&self.rows, entry.value - MANY)
            if is_found:
                append(row, slot)
            row.holding += 1
            return 0
        while entry:
            values[count] = entry.value
            count += 1
            entry = find(&self.names, name, entry)
        if count < FEW_TEXTS:
            insert(&self.names, name, 2 * slot + is_found)
        else:
            self.give_row(name, values, 2 * slot + is_found)
        return 0

    cdef int give_row(self, uint64_t name, uint32_t *values, uint32_t value) except -1:
        """Of one text more than stand in the table, a name has a row; `values`: what it has there."""
        cdef list found = sorted([values[place] for place in range(FEW_TEXTS)]) + [value]
        cdef uint32_t number = take_row(&self.rows)
        cdef Row *row = row_of(&self.rows, number)
        try:
            if number >= <uint32_t> -1 - MANY:
                raise MemoryError
            for value in found:
                if value % 2:
                    append(row, value // 2)
        except MemoryError:
            give_back(&self.rows, number)
            raise
        row.holding = FEW_TEXTS + 1
        for _ in range(FEW_TEXTS - 1):
            delete(&self.names, find(&self.names, name, NULL))
        find(&self.names, name, NULL).value = MANY + number
        return 0

    cdef int remove_term(self, uint64_t term, uint32_t slot, bint is_found) except -1:
        """One text of a term less."""
        cdef Row *row
        if term >= WORDS:
            self.remove_name(term, slot, is_found)
            self.unname(<uint32_t> (term // WORDS))
            self.unname(<uint32_t> (term % WORDS))
            return 0
        row = self.lexicon.row(term)
        if not row.holding or (is_found and not take_out(row, slot)):
            raise ValueError(f"the text {slot} has no term {term}")
        row.holding -= 1
        if not row.holding and not row.naming:
            self.lexicon.forget(term)
        return 0

    cdef int unname(self, uint32_t word) except -1:
        """One name of a word less."""
        cdef Row *row = self.lexicon.row(word)
        if not row.naming:
            raise ValueError(f"no name has the word {word}")
        row.naming -= 1
        if not row.naming and not row.holding:
            self.lexicon.forget(word)
        return 0

    cdef int remove_name(self, uint64_t name, uint32_t slot, bint is_found) except -1:
        """One text of a name less; with the last of them a row goes."""
        cdef Row *row
        cdef Entry *entry = find(&self.names, name, NULL)
        while entry and entry.value < MANY and entry.value != 2 * slot + is_found:
            entry = find(&self.names, name, entry)
        if entry and entry.value >= MANY:
            row = row_of(&self.rows, entry.value - MANY)
            if is_found and not take_out(row, slot):
                entry = NULL
            elif row.holding > 1:
                row.holding -= 1
                return 0
            else:
                give_back(&self.rows, entry.value - MANY)
        if not entry:
            raise ValueError(f"the text {slot} has no name {name}")
        delete(&self.names, entry)
        return 0


cdef int stronger_first(const void *first, const void *second) noexcept nogil:
    """Of the same weight, as they came."""
    cdef const Ranked *one = <const Ranked *> first
    cdef const Ranked *other = <const Ranked *> second
    if one.weight != other.weight:
        return -1 if one.weight > other.weight else 1
    return -1 if one.place < other.place else 1
