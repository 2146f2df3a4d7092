"""What a form was made of, by `compiled.fingerprint`: `setup.py` says it."""

cdef extern from *:
    """
    #ifndef SOURCES
    #define SOURCES 0U
    #endif
    """
    const unsigned int SOURCES
