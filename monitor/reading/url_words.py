"""What words in a path say of the page: a list of articles, goods, results of a search, the house's own business.

One table for both who ask: discovery, of a link that nobody has fetched yet (`likeness`), and extraction, of a page
that was (`page_address`). They weigh the words differently; which words there are is the same knowledge.
"""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Kinds of articles and who wrote them: what is named below is a list, however long its name.
TAXONOMIES = _words(
    """
    category categories subcategory subcategories kategorie kategorien kategori kategoria unterkategorie categoria
    categorias categoría categorías categorie catégorie catégories onderwerp onderwerpen cat tag tags tagged etiqueta
    etiquetas schlagwort mot-cle label labels topic topics thema themen tema temas section sections seccion secciones
    rubrik rubriken rubrique rubriques rubrik rubriek rubriec author authors autor autoren autores auteur auteurs
    """
)
# What is old, new or liked: below lie lists, and at some houses the articles themselves.
ARCHIVES = _words(
    "archive archives archivo archivos archiv archivio browse latest newest trending popular chart charts"
)
# Words that list only as the last of an address; below them lie articles, and other things as well.
LAST_OF_A_LIST = _words(
    """
    newsletter newsletters video videos podcast podcasts watch live tv radio games movies film films music event events
    calendar obituaries press series franchise people review reviews features interviews opinion culture entertainment
    celebrity home index all blog news nachrichten noticias actualités actualites notizie nieuws articles artikel
    stories posts show shows forum forums board boards top
    """
)
GOODS = _words(
    """
    shop store product products produkt produkte producto productos produit produits collection collections catalog
    catalogs catalogue catalogues deals coupon coupons job jobs career careers stellenangebote empleo empleos course
    courses directory marketplace restaurant restaurants hotel hotels rental rentals listing listings classifieds
    """
)
RESULTS = _words("search suche buscar recherche zoeken søk sok")
# What a house says of itself and to its customers, where that is the whole address.
HOUSE_PAGES = _words(
    """
    privacy privacy-policy privacy-notice privacy-statement datenschutz datenschutzerklärung datenschutzerklaerung terms
    terms-of-use terms-of-service terms-and-conditions conditions-of-use agb nutzungsbedingungen cookies cookie-policy
    cookie-notice imprint impressum legal-notice mentions-legales aviso-legal politica-de-privacidad
    politica-de-privacidade politique-de-confidentialite contact-us contact contacto contatti kontakt media-kit
    mediadaten advertise advertise-with-us subscribe subscription subscriptions abonnement abonnieren newsletter-signup
    newsletter-sign-up sign-up signup register registration log-in login sign-in signin forgot-password
    """
)
# People and accounts, the house and its business, other forms of a page.
NOT_JOURNALISM = _words(
    """
    private contributor contributors staff person profile profiles user users member members account accounts login
    signin sign-in signup sign-up register registration subscribe subscription subscriptions subscriber-services about
    about-us contact contact-us help faq support donate privacy privacy-policy terms terms-of-use terms-of-service legal
    cookies cookie-policy advertise advertising media-kit sitemap rss feed feeds weather horoscope horoscopes puzzles
    crossword page wp-admin wp-login.php cdn-cgi share print app apps sponsored sponsored-content sponsor-content
    partner-content paid-content paid-post advertorial brand-studio
    """
)
