"""What is compiled of the monitor: all else about the package stands in pyproject.toml.

Each `.pyx` stands beside a form in plain Python that does the same. Without a C compiler, or the headers of Python,
that form is what runs: an installation never fails for it, and `monitor doctor` says which one is there.
"""

from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

ROOT = Path(__file__).parent
# No multiplication is joined with an addition: the sums are those of Python, to the last digit.
FLAGS = ["-O2", "-g0", "-ffp-contract=off"]


def extension(source: Path) -> Extension:
    """The module of a source."""
    path = source.relative_to(ROOT)
    name = ".".join(path.with_suffix("").parts)
    return Extension(name, [path.as_posix()], extra_compile_args=FLAGS, optional=True)


modules = cythonize(
    [extension(path) for path in sorted((ROOT / "monitor").rglob("*.pyx"))],
    build_dir="build",
    compiler_directives={"language_level": "3", "binding": False},
)
for module in modules:
    module.optional = True  # Cython makes extensions of its own, and forgets that of ours

setup(ext_modules=modules)
