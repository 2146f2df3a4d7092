"""Small faults, put into the code one at a time, to see whether a test notices: `make mutants ROOM=desk`.

catalogue   which small faults a module can have
rooms       which modules and which tests a room has
reach       one run of the room's tests that notes which test executes which line
trial       one fault in a copy of the tree, and the tests that reach it
explained   the survivors of which `tests/mutants.toml` says why they may survive
__main__    the command

A script of ours, because neither of the two tools fits: mutmut 3 changes what is inside undecorated functions only, and
most survivors that hurt were constants of a module (a lease, a limit, a share) or SQL; cosmic-ray knows no SQL and no
units of time, writes each fault into the work tree and pays for a new Python, all imports and the whole test command
each time (some 4 s before the first test). Here a fault costs about a second plus the tests that reach it.
"""
