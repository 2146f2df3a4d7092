from monitor.dedupe._terms import EnglishText
from monitor.dedupe.reading import Read

def read_english(title: EnglishText, standfirst: EnglishText, body: EnglishText) -> Read: ...
