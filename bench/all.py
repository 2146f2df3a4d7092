"""Every benchmark in turn: those that need labelled pages only with --corpus, the crawl only with --outlets.

python bench/all.py [--corpus CORPORA] [--outlets OUTLETS.json]
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Run them; the exit code is 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="folder with articles/, feeds/, stories/, urls/ ...")
    parser.add_argument("--outlets", type=Path, help="a local web that is being served, see crawl.py")
    arguments = parser.parse_args()
    runs = [["archive.py", "--articles", "100000"], ["cli.py", "--articles", "100000"], ["poll.py"], ["deliver.py"]]
    if arguments.corpus:
        corpus = str(arguments.corpus)
        runs += [["extract.py", "--corpus", corpus], ["stories.py", "--corpus", corpus]]
        runs += [["credits.py", "--corpus", corpus], ["match.py", corpus], ["discover.py", corpus], ["urls.py", corpus]]
    if arguments.outlets:
        runs.append(["crawl.py", "--outlets", str(arguments.outlets)])
    failed = []
    for script, *options in runs:
        print(f"\n== {script} {' '.join(options)}", flush=True)
        if subprocess.run([sys.executable, str(HERE / script), *options], check=False).returncode:
            failed.append(script)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
