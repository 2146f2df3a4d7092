# cython: boundscheck=False, wraparound=False, cdivision=True
"""Memory of the compiled inverted index: a table of what stands by a key, and rows by their number.

Both grow in small parts, each of its own, so no article ever waits until a whole big table was made again.
"""

from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.object cimport PyObject
from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcpy, memmove, memset


cdef extern from *:
    """
    #if !defined(__GNUC__)
    #define __builtin_prefetch(address)
    #endif
    """
    void fetch "__builtin_prefetch"(const void *address) noexcept


cdef enum:
    SHARDS = 256  # of a table, by the high bits of what a key is mixed to
    LEAST = 16  # entries that a shard has room for,
    FULL = 7  # and of ten so many are in use before it grows: it is then a quarter larger
    BLOCK = 1024  # rows that are allocated together
    FEW = 6  # slots that the smallest piece of memory has room for


cdef struct Entry:
    uint32_t low, high  # of its key, which is never 0; without gaps, for there are millions of them
    uint32_t value


cdef struct Shard:
    Entry *entries
    uint32_t room, used


cdef struct Table:
    uint64_t seed  # unknown to those who write texts: they choose no keys that all want one place
    Shard shards[SHARDS]


cdef struct Row:
    PyObject *text  # of a word
    uint32_t holding  # texts
    uint32_t naming  # names of texts that are made of the word; of a row that is free the next such
    uint32_t *slots  # of the texts that it finds, `count` from `first` on,
    uint32_t first, count, room
    uint32_t one  # and this if there is no room, as of most


cdef struct Rows:
    Row **blocks
    uint32_t count  # all numbers are below it; none is 0
    uint32_t free  # the number that was given back last


cdef inline bytes room_for(Py_ssize_t count, size_t size):
    """Memory that is freed by itself."""
    return PyBytes_FromStringAndSize(NULL, count * size)


cdef inline uint64_t mixed(Table *table, uint64_t key) noexcept:
    key ^= table.seed
    key = (key ^ (key >> 33)) * 0xFF51AFD7ED558CCDULL
    key = (key ^ (key >> 33)) * 0xC4CEB9FE1A85EC53ULL
    return key ^ (key >> 33)


cdef inline uint32_t home(uint64_t mix, uint32_t room) noexcept:
    """Where an entry is looked for first."""
    return <uint32_t> (<uint64_t> <uint32_t> (mix >> 24) * room >> 32)


cdef inline uint64_t key_at(Entry *entry) noexcept:
    return <uint64_t> entry.high << 32 | entry.low


cdef inline void fetch_key(Table *table, uint64_t key) noexcept:
    """Ask for the memory in which a key is looked for."""
    cdef uint64_t mix = mixed(table, key)
    cdef Shard *shard = &table.shards[mix >> 56]
    if shard.room:
        fetch(&shard.entries[home(mix, shard.room)])


cdef inline Entry *find(Table *table, uint64_t key, Entry *after) noexcept:
    """The first entry of a key, or the next one after another; NULL if there is none."""
    cdef uint64_t mix = mixed(table, key)
    cdef Shard *shard = &table.shards[mix >> 56]
    if not shard.room:
        return NULL
    cdef uint32_t at = home(mix, shard.room)
    if after:
        at = <uint32_t> (after - shard.entries) + 1
    while True:
        if at >= shard.room:
            at = 0
        if shard.entries[at].low == <uint32_t> key and shard.entries[at].high == <uint32_t> (key >> 32):
            return &shard.entries[at]
        if not key_at(&shard.entries[at]):
            return NULL
        at += 1


cdef inline void put(Shard *shard, uint64_t mix, Entry entry) noexcept:
    cdef uint32_t at = home(mix, shard.room)
    while key_at(&shard.entries[at]):
        at = at + 1 if at + 1 < shard.room else 0
    shard.entries[at] = entry
    shard.used += 1


cdef inline int insert(Table *table, uint64_t key, uint32_t value) except -1:
    """One more entry of a key."""
    cdef uint64_t mix = mixed(table, key)
    cdef Shard *shard = &table.shards[mix >> 56]
    if 10 * (<uint64_t> shard.used + 1) > FULL * <uint64_t> shard.room:
        grow(table, shard)
    put(shard, mix, Entry(<uint32_t> key, <uint32_t> (key >> 32), value))
    return 0


cdef inline int grow(Table *table, Shard *shard) except -1:
    cdef uint32_t at, room = shard.room + shard.room // 4 if shard.room else LEAST
    cdef Entry *entries = <Entry *> calloc(room, sizeof(Entry))
    if not entries:
        raise MemoryError
    cdef Shard grown = Shard(entries, room, 0)
    for at in range(shard.room):
        if key_at(&shard.entries[at]):
            put(&grown, mixed(table, key_at(&shard.entries[at])), shard.entries[at])
    free(shard.entries)
    shard[0] = grown
    return 0


cdef inline void delete(Table *table, Entry *entry) noexcept:
    """Take out an entry; those after it that stand there for want of a place move up."""
    cdef Shard *shard = &table.shards[mixed(table, key_at(entry)) >> 56]
    cdef uint32_t hole = <uint32_t> (entry - shard.entries), at = hole, wanted
    shard.used -= 1
    while True:
        at = at + 1 if at + 1 < shard.room else 0
        if not key_at(&shard.entries[at]):
            break
        wanted = home(mixed(table, key_at(&shard.entries[at])), shard.room)
        if not (hole < wanted <= at if hole <= at else hole < wanted or wanted <= at):
            shard.entries[hole] = shard.entries[at]
            hole = at
    shard.entries[hole] = Entry(0, 0, 0)
    if not shard.used:
        free(shard.entries)
        shard[0] = Shard(NULL, 0, 0)


cdef inline void free_table(Table *table) noexcept:
    cdef Py_ssize_t at
    for at in range(SHARDS):
        free(table.shards[at].entries)


cdef inline Row *row_of(Rows *rows, uint64_t number) noexcept:
    """A row; its number is below `count`."""
    return &rows.blocks[number // BLOCK][number % BLOCK]


cdef inline void fetch_row(Rows *rows, uint64_t number) noexcept:
    """Ask for the memory of a row, if there is one of this number."""
    if number < rows.count:
        fetch(row_of(rows, number))


cdef inline uint32_t take_row(Rows *rows) except 0:
    """The number of an empty row: of the one that was given back last, if there is any."""
    cdef uint32_t number = rows.free
    cdef Row **blocks
    cdef Row *block
    if number:
        rows.free = row_of(rows, number).naming
        row_of(rows, number).naming = 0
        return number
    number = max(rows.count, 1)
    if number == 1 and not rows.count or number % BLOCK == 0:
        block = <Row *> calloc(BLOCK, sizeof(Row))
        blocks = <Row **> realloc(rows.blocks, (number // BLOCK + 1) * sizeof(Row *))
        if blocks:
            rows.blocks = blocks
        if not block or not blocks:
            free(block)
            raise MemoryError
        blocks[number // BLOCK] = block
    rows.count = number + 1
    return number


cdef inline void give_back(Rows *rows, uint32_t number) noexcept:
    """Let a row be taken again."""
    cdef Row *row = row_of(rows, number)
    free(row.slots)
    memset(row, 0, sizeof(Row))
    row.naming, rows.free = rows.free, number


cdef inline void free_rows(Rows *rows) noexcept:
    cdef uint32_t number
    for number in range(1, rows.count):
        free(row_of(rows, number).slots)
    for number in range((rows.count + BLOCK - 1) // BLOCK):
        free(rows.blocks[number])
    free(rows.blocks)


cdef inline uint32_t *slots_of(Row *row) noexcept:
    """The slots of the texts that a row finds, the oldest first."""
    return row.slots + row.first if row.room else &row.one


cdef inline int append(Row *row, uint32_t slot) except -1:
    """One more text that a row finds."""
    if not row.count and not row.room:
        row.one, row.count = slot, 1
        return 0
    if row.first + row.count == row.room or not row.room:
        make_room(row)
    row.slots[row.first + row.count] = slot
    row.count += 1
    return 0


cdef inline int make_room(Row *row) except -1:
    cdef uint32_t *slots
    cdef uint32_t room = max(2 * row.count, FEW)
    if row.room and row.first >= row.room // 2 and row.room <= 2 * room:  # half of it are gone
        memmove(row.slots, row.slots + row.first, row.count * sizeof(uint32_t))
    else:
        slots = <uint32_t *> malloc(room * sizeof(uint32_t))
        if not slots:
            raise MemoryError
        memcpy(slots, slots_of(row), row.count * sizeof(uint32_t))
        free(row.slots)
        row.slots, row.room = slots, room
    row.first = 0
    return 0


cdef inline bint take_out(Row *row, uint32_t slot) noexcept:
    """Find a text no more; whether it was found. Nearly always it is the oldest."""
    cdef uint32_t *slots = slots_of(row)
    cdef uint32_t low = 0, high = row.count, middle
    while low < high and slots[low] < slot:
        middle = (low + high) // 2
        if slots[middle] < slot:
            low = middle + 1
        else:
            high = middle
    if low >= row.count or slots[low] != slot:
        return False
    row.count -= 1
    if low:
        memmove(slots + low, slots + low + 1, (row.count - low) * sizeof(uint32_t))
    elif row.room:
        row.first += 1
    if row.count < 2 and row.room:
        row.one = slots_of(row)[0]
        free(row.slots)
        row.slots, row.room, row.first = NULL, 0, 0
    return True
