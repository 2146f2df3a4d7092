"""Write monitor/reading/trigrams.txt from the profiles of an installed langdetect (which the product does not need).

pip install langdetect && python bench/trigrams.py > monitor/reading/trigrams.txt
"""

import json
from importlib.resources import files

KEPT = 400  # trigrams a language, commonest first; 300 and 600 find fewer languages on the first half of the pages
LANGUAGES = (
    "af ar bg ca cs cy da de en es et fa fi fr hi hr hu id it lt lv mk mr ne nl no pl pt ro ru sk sl so sq sv sw tl "
    "tr uk ur vi"
)
HEAD = """\
# The commonest trigrams of letters in words of each language, commonest first; "_" is the edge of a word.
# From the profiles of langdetect 1.0.9 by Nakatani Shuyo and Michal Mimino Danilak, Apache License 2.0: reduced to
# the order of their trigrams. Made by bench/trigrams.py.
"""


def main() -> None:
    """One line a language."""
    print(HEAD, end="")
    for language in LANGUAGES.split():
        counts: dict[str, int] = {}
        profile = json.loads((files("langdetect") / "profiles" / language).read_text(encoding="utf-8"))
        for gram, count in profile["freq"].items():
            folded = gram.lower()
            if len(folded) == 3 and folded.strip():
                counts[folded] = counts.get(folded, 0) + count
        ranked = sorted(counts, key=lambda gram: (-counts[gram], gram))[:KEPT]
        print(language, *(gram.replace(" ", "_") for gram in ranked))


if __name__ == "__main__":
    main()
