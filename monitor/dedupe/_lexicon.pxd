"""The words of a window, as the compiled inverted index has them."""

from libc.stdint cimport uint32_t, uint64_t

from monitor.dedupe._tables cimport Row, Rows, Table


cdef extern from *:
    """
    #define WORDS 4294967291ULL  /* as in the plain form */
    """
    const uint64_t WORDS


cdef class Lexicon:
    cdef Table table  # of the words' numbers, by their hashes
    cdef Rows rows  # of the words

    cdef str word(self, uint64_t number)
    cdef Row *row(self, uint64_t number) except NULL
    cdef uint32_t number(self, str word) except? 0
    cdef uint32_t new(self, str word) except 0
    cdef int find_all(self, list terms, uint64_t *found) except -1
    cdef int look_up(self, list words, uint32_t *numbers) except -1
