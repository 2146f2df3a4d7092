from monitor.dedupe.lexicon import Lexicon as Lexicon
