"""What is compiled of the monitor: all else about the package stands in pyproject.toml.

Each `.pyx` stands next to a form in plain Python that does the same. Without a C compiler, or the headers of Python,
that form is what runs: an installation never fails for it, and `monitor doctor` says which one is there.
"""

from pathlib import Path
from runpy import run_path

from Cython.Build import cythonize
from setuptools import Extension, setup

ROOM = Path("monitor", "dedupe")
# No multiplication is joined with an addition: the sums are those of Python, to the last digit.
FLAGS = ["-O2", "-g0", "-ffp-contract=off"]

compiled = run_path(str(ROOM / "compiled.py"))
sources = {".".join(path.with_suffix("").parts): path for path in sorted(ROOM.glob("*.pyx"))}
modules = cythonize(
    [Extension(name, [path.as_posix()], extra_compile_args=FLAGS) for name, path in sources.items()],
    build_dir="build",
    compiler_directives={"language_level": "3", "binding": False},
)
for module in modules:  # Cython made them anew, so this is said now
    module.optional = True
    module.define_macros = [("SOURCES", f"{compiled['fingerprint'](sources[module.name])}U")]
    module.depends = [str(path) for path in (sources[module.name], *compiled["shared"](ROOM))]

setup(ext_modules=modules)
