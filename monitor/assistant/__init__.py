"""The archive for assistants: five questions by the Model Context Protocol, over standard input and output.

    assistant_server    the six tools and their arguments; what is wrong as the protocol has it
    archive_answers     what each of them answers, out of the views that commands and pages show too
    untrusted           marks the words of others, and keeps an answer within bounds

It reads, and changes nothing: each question opens the archive read-only and is cut off after some seconds.
"""
