from libc.stdint cimport uint32_t

cdef uint32_t[256] CRC  # of each byte, as zlib has it

cdef struct Token:
    int start
    int end
    uint32_t sum  # zlib's `crc32` of the casefolded word, as it stands before the last step

cdef class EnglishText:
    cdef bytes cased, small, room
    cdef Token* tokens
    cdef readonly Py_ssize_t count
    cdef readonly list quotes
