# cython: boundscheck=False, wraparound=False, cdivision=True
"""Which texts share most of the strongest terms, as the compiled inverted index finds it: `near` of `postings`."""

from cpython.bytes cimport PyBytes_AS_STRING
from libc.stdint cimport uint32_t
from libc.string cimport memset

from monitor.dedupe._tables cimport room_for


cdef enum:
    FEW_TEXTS = 4  # of a name, which stand in the table, each by itself


cdef struct Product:
    double product
    uint32_t slot
    uint32_t terms  # that the text shares


cdef struct Newest:
    double square
    uint32_t *slots
    Py_ssize_t count
    uint32_t few[FEW_TEXTS]  # those of a name that has no row


cdef inline Py_ssize_t sum_up(Newest *newest, Py_ssize_t lists, Py_ssize_t entries, Product *products) except -1:
    """The product of each text, summed in the order of the terms; how many texts there are."""
    cdef uint32_t bits = 4, at, slot
    cdef Py_ssize_t count = 0, one, place
    while (<Py_ssize_t> 1 << bits) < 2 * entries:
        bits += 1
    cdef bytes room = room_for(<Py_ssize_t> 1 << bits, sizeof(uint32_t))  # where each is, by its slot, and 1
    cdef uint32_t *places = <uint32_t *> PyBytes_AS_STRING(room)
    memset(places, 0, sizeof(uint32_t) << bits)
    for one in range(lists):
        for place in range(newest[one].count):
            slot = newest[one].slots[place]
            at = <uint32_t> (slot * <uint32_t> 2654435769) >> (32 - bits)
            while places[at] and products[places[at] - 1].slot != slot:
                at = (at + 1) & ((1 << bits) - 1)
            if places[at]:
                products[places[at] - 1].product += newest[one].square
                products[places[at] - 1].terms += 1
            else:
                products[count] = Product(newest[one].square, slot, 1)
                count += 1
                places[at] = <uint32_t> count
    return count


cdef inline bint is_better(Product *one, Product *other) noexcept:
    return one.product > other.product or (one.product == other.product and one.slot > other.slot)


cdef inline list best_of(Product *products, Py_ssize_t count, bounds):
    """The best, and of the same product the newest."""
    cdef Py_ssize_t most = bounds.found, kept = 0, one, at
    cdef uint32_t least = 1  # terms
    if bounds.several and count > most:
        for one in range(count):
            least = max(least, min(products[one].terms, 2))
        most = most if least > 1 else min(most, 1)
    cdef bytes room = room_for(most + 1, sizeof(Product))
    cdef Product *best = <Product *> PyBytes_AS_STRING(room)
    for one in range(count):
        if products[one].terms < least:
            continue
        at = kept
        while at and is_better(&products[one], &best[at - 1]):
            best[at] = best[at - 1]
            at -= 1
        best[at] = products[one]
        kept = min(kept + 1, most)
    cdef double floor = max(<double> bounds.least, bounds.promising * best[0].product) if kept else 0.0
    return [best[one].slot for one in range(kept) if best[one].product >= floor]
