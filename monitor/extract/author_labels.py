"""The words that stand before the name of who wrote, in many scripts: one table for lines, bylines and texts.

Two kinds. What says it alone ("Von", "بقلم", "Γράφει ο") may stand right before a name. A word for a piece or for
somebody's work ("Text", "記者", "글") must be separated from it by a colon, a bar, a dash, alone or joined to others
("Text und Fotos:", "取材・文＝"); one of a picture's maker is heard there only next to one of a text's. "Interview:",
"Story:" and "Report:" are no labels: whom they name is mostly whom the piece is about; nor are "Writer:" and "構成：",
which stand in the credits of films and broadcasts.
"""

import re

from monitor.text import small

_BY = (  # "by" in the languages of bylines, with the verbs that stand before it
    r"(?:written|posted|words|story|text|reported|compiled)\s+by|"
    r"(?:geschrieben|verfasst|eingestellt|veröffentlicht)\s+von|(?:escrito|publicado|redactado)\s+por|"
    r"(?:rédigé|publié|écrit)\s+par|(?:scritto|pubblicato)\s+da|a cura di|geschreven door|"
    r"(?:skrevet|laget)\s+a[vf]|skriven\s+av|ditulis\s+oleh|napsala?|opracowała?|przygotowała?|írta|"
    r"γράφ(?:ει|ουν)\s+(?:ο|η|οι)|του|της|подготовила?|написала?|بقلم|به قلم|إعداد|כתב|מאת|โดย"
)
_TEXT = (  # what is a label with a colon
    r"autor(?:in|en|a|ka|zy|es)?|autor(?:in)?/(?:autorin|in)|authors?|author\(s\)|auteure?s?|autor[ei]|scrittore|"
    r"texte?|texto|testo|tekst|teksti|words|reporter|penulis|pewarta|redactora?|redator|redaktor|"
    r"skribent|kirjoittaja|toimittaja|szerző|yazan|yazar|haber|muhabir|tác giả|bài viết|người viết|"
    r"συντάκτ(?:ης|ρια)|κείμενο|ρεπορτάζ|автор(?:ы|и)?(?:\s(?:статьи|текста|статті|тексту))?|текст|корреспондент|"
    r"журналист|підготував|كتب(?:ت)?|الكاتب|الكاتبة|المؤلف|نویسنده|کاتب|כותב|נכתב על ידי|लेखक|เรื่อง|ผู้เขียน|"
    r"作者|本?[报報]?[记記]者|撰文|撰稿(?:人)?|采写|採訪|文字|通讯员|編譯|编译|責任編輯|责任编辑|責編|责编|編輯|编辑|編集|"
    r"取材|執筆|文責|著者|筆者|ライター|文|글|기자|취재"
)
_PICTURE = r"fotos?|foto's|photos?|pictures?|bilder|bild|foto|写真|撮影|攝影|摄影|图|圖|사진|фото"
_AND = r"(?:\s?(?:[,&/+・·、／]|\b(?:und|and|et|y|e|i|og|och|и)\b)\s?)"
_SIGN = r"(?:\s?[:：=＝|｜●•]\s*|\s?[/／・]\s?(?=[^\W\d_])|\s[-–—]\s|\n\s*[-–—]?\s*)"
_LABEL = re.compile(  # of lines in small letters: to ignore case takes twice as long
    rf"(?:(?:{_TEXT})(?:{_AND}(?:{_TEXT}|{_PICTURE}))*|(?:{_PICTURE}){_AND}(?:{_TEXT})){_SIGN}|"
    rf"(?:{_BY})(?:\s*[:：-])?\s+(?=\S)|"
    r"글(?:\s?[·・&]\s?사진)?\s+(?=[\uac00-\ud7a3]{2,4}(?:\s|$))"
)


def labelled(text: str) -> str | None:
    """What follows the label with which a line begins; None where it begins with none."""
    found = _LABEL.match(small(text))
    return text[found.end() :] if found else None
