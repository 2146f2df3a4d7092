"""What an editor says of the text itself: corrections and retractions, in eleven languages.

A heading at the start of a sentence ("Correction:"), or a standing phrase ("an earlier version of this"). That a text
was updated to include or to add something is no correction.
"""

import re

_CORRECTION_HEADINGS = (
    r"corrections?|corrected|clarifications?|editor['’]?s['’]? note|note from the editors?",
    r"korrektur|berichtigung|richtigstellung|klarstellung|anm(?:erkung|\.)? d(?:er|\.) red(?:aktion|\.)?",
    r"rectificati(?:f|on)|erratum|pr[ée]cision|note de la r[ée]daction",
    r"correcci[óo]n|rectificaci[óo]n|fe de erratas|nota del editor|corre[çc][ãa]o|errata|nota da reda[çc][ãa]o",
    r"correzione|rettifica|errata corrige|rectificatie|correctie|rettelse|r[äa]ttelse|sprostowanie|d[üu]zeltme",
)
_RETRACTION_HEADINGS = (
    r"retract(?:ion|ed)|withdrawn|widerruf|r[ée]tractation|retractaci[óo]n|retrata[çc][ãa]o|ritrattazione|intrekking",
)
_OF_TEXT = r"(?:article|story|post|piece|report|headline)"
_CORRECTION_PHRASES = (
    r"(?:an earlier|a previous|the original) version of this",
    rf"this {_OF_TEXT} (?:has been|was|is) (?:corrected|amended|clarified)",
    r"(?:updated|corrected|amended) to (?:correct|reflect|clarify|remove|fix|show|state|say)",
    r"in einer (?:fr[üu]heren|vorherigen|ersten|urspr[üu]nglichen) (?:version|fassung)",
    r"diese[rn]? (?:artikel|text|beitrag|meldung) wurde (?:nachtr[äa]glich )?(?:korrigiert|berichtigt|ge[äa]ndert)",
    r"une (?:version (?:ant[ée]rieure|pr[ée]c[ée]dente)|premi[èe]re version) de cet",
    r"cet article a [ée]t[ée] (?:corrig[ée]|rectifi[ée]|modifi[ée])",
    r"una versi[óo]n (?:anterior|previa) de est[ea]",
    r"est[ea] (?:art[íi]culo|noticia|nota) (?:ha sido|fue) (?:corregid|rectificad|modificad)[oa]",
    r"uma vers[ãa]o anterior dest[ea]",
    r"est[ea] (?:artigo|texto|reportagem) foi (?:corrigid|retificad|alterad)[oa]",
    r"una (?:precedente versione|versione precedente) di questo",
    r"quest[o'’] ?articolo [èe] stato (?:corretto|rettificato|modificato)",
    r"dit (?:artikel|bericht) is (?:gecorrigeerd|aangepast|gerectificeerd)",
    r"in een eerdere versie van dit",
    r"w (?:poprzedniej|wcze[śs]niejszej) wersji (?:tekstu|artyku[łl]u)",
    r"i en tidligere (?:versjon|utgave|version)|i en tidigare version",
)
_RETRACTION_PHRASES = (
    rf"this {_OF_TEXT} (?:has been|was|is) (?:retracted|withdrawn|taken down|removed)",
    rf"(?:we have|has|have) (?:retracted|withdrawn) (?:this|the|its|our) {_OF_TEXT}",
    r"diese[rn]? (?:artikel|text|beitrag|meldung) wurde (?:zur[üu]ckgezogen|gel[öo]scht|entfernt)",
    r"cet article a [ée]t[ée] (?:retir[ée]|supprim[ée]|d[ée]publi[ée])",
    r"est[ea] (?:art[íi]culo|noticia|nota) (?:ha sido|fue) (?:retirad|retractad|eliminad)[oa]",
    r"est[ea] (?:artigo|texto|reportagem) foi (?:retirad|removid|despublicad)[oa]",
    r"quest[o'’] ?articolo [èe] stato (?:ritirato|rimosso)",
    r"dit (?:artikel|bericht) is (?:ingetrokken|verwijderd)",
)


def _notice(headings: tuple[str, ...], phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:{'|'.join(headings)})\s*(?:[:(.–—\]-]|on\b|appended\b|$)|\b(?:{'|'.join(phrases)})\b", re.IGNORECASE
    )


_CORRECTION = _notice(_CORRECTION_HEADINGS, _CORRECTION_PHRASES)
_RETRACTION = _notice(_RETRACTION_HEADINGS, _RETRACTION_PHRASES)


def is_correction(sentence: str) -> bool:
    """Whether the sentence says that the text was wrong."""
    return _CORRECTION.search(sentence) is not None


def is_retraction(sentence: str) -> bool:
    """Whether the sentence says that its outlet no longer stands by the text."""
    return _RETRACTION.search(sentence) is not None
