"""Words that say little of what a text is about: those of grammar, and the commonplaces of news. All are accent-free.

Grouping learns by itself how rare a word is and needs the lists for the first hours of an archive alone: a language
that is missing here costs some sharpness at the start, nothing later. Watches have no archive when they are compiled
and checked: the lists tell which of their words are worth looking for, and which make no name and no context.
"""

from collections.abc import Collection

# Grammar: never compared. By language, for one language's grammar is another's name ("war", "Mann", "die").
_GRAMMAR = {
    "en": """
        a about after again all also am an and any are aren't as at be because been before being both but by can
        can't could couldn't did didn't do does doesn't doing don't down during each even for from further get
        got had has hasn't have haven't having he her here hers herself him himself his how i i'm if in into is
        isn't it it's its itself just let may me might more most much must my no nor not now of off on once one
        only or other our out over own per same she should since so some still such than that the their theirs
        them themselves then there these they they're this those though through to too under until up upon us
        very via was wasn't we were weren't what when where which while who whom whose why will with without
        won't would wouldn't yet you you're your yours s t d m ll re ve
    """,
    "de": """
        der die das den dem des ein eine einer eines einem einen und oder aber nicht kein keine ist sind war
        waren wird werden wurde wurden hat haben hatte von vom zu zum zur mit bei beim auf aus fur uber unter
        nach vor im am als wie wenn dass auch noch nur schon sich sie er es ich wir ihr ihre ihren seine seinen
        sein dieser diese dieses mehr so bis durch um
    """,
    "fr": """
        le la les un une des du de et ou mais ne pas est sont etait ete etre avoir ont avait au aux dans sur
        sous par pour avec sans ce cette ces cet il elle ils elles on nous vous leur leurs son sa ses que qui
        quoi dont plus comme tout tous se si y
    """,
    "es": """
        el los las una unos unas y o pero no es son fue fueron ser estar ha han habia en con sin por para sobre
        entre hasta desde del al su sus se lo le les que quien cual como mas muy ya tambien este esta estos
        estas ese esa hay
    """,
    "it": """
        il lo gli i una uno ed ma non e sono era stato stata essere ha hanno aveva di da dal dalla del della dei
        delle degli nel nella con per tra fra su sul sulla al alla ai alle che chi cui piu come anche si suo sua
        suoi loro questo questa
    """,
    "pt": """
        os as um uma uns umas e ou mas nao sao foi foram ser tem em no na nos nas do da dos das ao aos com sem
        por para sobre entre ate desde seu sua seus suas que quem como mais muito ja tambem este esta isso
    """,
    "nl": """
        het een en of maar niet geen is zijn was waren wordt worden werd heeft hebben had van voor met bij op
        uit in aan naar om te tot over onder door als dat die dit deze er hij zij ze wij ook nog al meer dan
        zich hun haar
    """,
    "sv": """
        och eller men inte ar var har hade som att det den de ett en pa av till for med fran om vid han hon jag
        vi ni sig sin sitt
    """,
    "da": """
        ikke og er som til av paa fra ved ogsa efter eft skal vil kan blev ble blir
    """,
    "pl": """
        i w z na do od po za ze o u dla przez przy jest sa byl byla byly nie tak jak ale sie to ten ta te tego
        jego jej ich
    """,
    "tr": """
        ve veya ama ile icin bir bu su o da de mi ne gibi daha cok en olarak olan oldu oldugu var yok kadar
        sonra once
    """,
    "ru": """
        и в во не на с со что как но а по из у за от до для о об же к ко бы это этот эта эти он она они мы вы я
        его ее их был была было были быть есть все так уже или при
    """,
}
_LANGUAGES = {language: frozenset(listed.split()) for language, listed in _GRAMMAR.items()}
_OF_ANY = frozenset[str]().union(*_LANGUAGES.values())

# Commonplaces: compared, at the weight of a word that one text in twenty holds.
_NEWS = """
    ab abend ability able above abril access accessible according account accounts across act action actions
    active activities activity actor actress actual actually add added adding addition additional address adds
    advanced affordable afp against age ago agosto ahead air aktuell aktuellen album alle allem allerdings alles
    allow allowed allowing allows almost alone along alongside already also alte always among amount an analysis
    andere anderem anderen angaben angesichts annee annees anni anno announce announced announces annual ano anos
    another ans answer anyone anything aout appear application apply approach apr april aprile ar arbeit area
    areas around art article ask asked associated attention audience aug august ausland ausserdem automatically
    available average avoid avril award awards away back bad balance bank base based basic basically basis became
    become becomes becoming began begin beginn beginning behind behorden beide beiden beispiel beispielsweise
    bekannt bekommen believe below benefit benefits bereits berichtete berlin besonders besser best besten betont
    better between beyond big biggest bild billion bisher bit black bleibt blick blog blue board body book box
    brand break bring bringen bringing broad brought budget build building built business businesses button buy
    buying call called calls came campaign capacity car card care carry case cases cast catch cause caused center
    central certain certainly challenge challenges chance change changed changes changing character charge check
    chief child children choice choose choosing city claims class clean clear clearly client close cloud code
    color com come comes comfortable coming common communication community companies company compared complete
    completely complex complexity complicated computer conditions confirmed confirms connection consider
    considered considering consistent consumer content continue continued continues control cool copyright core
    cost costs country couple course cover create created creates creating credit critical criticism cross culture
    current currently custom customer customers cut cutting da dabei dafur dagegen daily damage damals damit dann
    daran darauf daruber darum darunter data date davon day days dazu dead deal death debut dec decades december
    decembre decide decided decision dedicated deep deliver demand demnach denen denn dennoch derzeit deshalb
    design designed despite detailed details deutsche deutschen deutschland develop development device devices
    dezember dezembro dicembre diciembre dienstag dies diesem diesen difference different difficult digital dijo
    dimanche direct direction directly director direkt display disse dit doch domingo done donnerstag door dort
    double drama drei drive driven drop due durfte earlier early ease easier easily east eastern easy ebenfalls
    economic economy effect effective effort efforts eher eigenen eigentlich eight einfach einige einigen einmal
    einsatz either else email end ende energy enero enough ensure entire entirely entry entscheidung environment
    episode episodes erklart erklarte erneut erst erste ersten erwartet erzahlt especially essential essentially
    etwa etwas euro europa europaischen eve event events eventually ever every everyone everything exactly example
    exclusive existing expect expected expensive experience expert explained extra extremely eye face faces facing
    fact fahren failed fait fall fallen familiar familie family fans far fast faster favorite feature features feb
    febbraio febrero februar february feel feeling feels fellow felt fest fevereiro fevrier few field fight figure
    file fill film films final finale finally financial find findet finding fine finished fire first fit five
    flexibility flexible focus focused follow following food force forced foreign forget form former forward found
    four frage fragen frau frauen free freitag fresh fri friday friend friendly friends front full fully fun
    function funf future gab gain game games ganz gar gas gave geben gebracht gegeben gegen gegenuber gehen gehort
    geht gekommen geld gemacht genau general generally generate generation gennaio genug gerade geschichte gesehen
    gesetz gets getting getty gewesen gewinnen geworden giant gibt gilt giovedi giugno give given gives giving
    gleichzeitig global go goal goals goes going gone good government great greater grosse grossen grosser
    grossteil grossten ground group groups grow growing growth guide gut habe half halfte halten hand handelt
    handle hands happen happened happens happy hard hatten head heads health heard heart heavy held help helped
    helpful helping helps heute hier high higher highly hin hinter history hit hold holds home hope hour hours
    house hoy huge human hundreds idea ideal ideas identify ihm ihn ihnen ihrem ihrer image images imagine
    immediately immer impact important improve improved in include included includes including increase increased
    increasingly individual industry information informationen initial ins insgesamt inside insights instance
    instead interest interested interesting internal international internationalen internet interview investment
    involved inzwischen issue issues jaar jahr jahre jahren jahrige jahrigen jan janeiro januar january janvier je
    jeden jeder jedoch jetzt jeudi job joins jueves juillet juin jul julho juli julio july jun june junge junho
    juni junio kam kamen kann kaum keep keeping keeps key kind kinder klar kleine kleinen knew know known kommen
    kommt komplett konnen konnte konnten kurz lack land lange large largely larger largest lassen lasst last late
    later latest launch launched laut law lead leader leaders leading leads learn learned learning least leave
    leaves leaving leben led left legal leicht less letzten level levels liegen liegt life light like likely limit
    limited line list little live lives living local location long longer look looked looking looks loss lost lot
    love low lower luglio lundi lunedi lunes machen machine macht machte made maggio magic mai main maintain maio
    major make makes making mal man manage management many marco mardi mark market marketing markets martedi
    martes marz marzo massive match material matter maybe mayo mean meaning means meant media medical medien meet
    meeting mehrere meisten member members menschen mercoledi mercredi message method methods mich mid miercoles
    million millionen mind mindestens minister minute minutes miss mission mittwoch mobile mode model models
    modern moglich moglichkeit moment mon monate monaten monday money montag month monthly months morning move
    movie movies moving multi multiple music muss mussen musste mussten mutter nachdem nahe name named namen
    nation national natural nature naturlich near nearly neben necessary need needed needs network neu neue neuen
    neuer never new news next nice nichts nie niemand nieuwe night non normal north northern note noted nothing
    nouveau nouvelle nov november novembre novembro noviembre nueva nuevo number numbers nun nuova nuovo nya ob
    oct october octobre octubre offer offered offering offers office official officials oft often ohne oktober old
    ones ongoing online onto open opening opens operate operations opportunities opportunity option options order
    organization original ort others ottobre outside outubro overall paar page paid part particular particularly
    parts party pass past path pay paying payment pelicula people percent perfect performance perhaps period
    person personal phone photo photos physical pick picture piece pieces place places plan planning plans
    platform platforms platz play playing plays plenty plot plus point points police policy political politik
    politische politischen popular position positive possible post posted potential power powerful prasident pre
    premiere premieres premium presence present president press pressure pretty previous previously price prices
    pricing primary private pro probably problem probleme problems process produced producer product production
    products professional program progress project projects protect provide provided provides prozent public
    published punkt push put putting quality question questions quick quickly quite raise raised range rate rates
    rather reach reached reacts read reading ready real reality realize really reason reasons receive received
    recent recently record recovery red reduce regierung regular related relationship release released releases
    relevant remain remains remember remove report reported reportedly reports require required requires research
    researchers reserved resolution resources response responsibility rest result results return returns reuters
    reveal revealed reveals review reviews right rights rise risk road role room rules run rund running runs
    sabado safe safety sagen sagt sagte said sales samedi samstag saturday save saw say saying says scale scene
    schnell school schwer screen search season sechs second section security see seeing seem seems seen sehen sehr
    sei seien seinem seiner seit seite selbst select self sell selling send senior sense sep separate sept
    september septembre septiembre serie series serious serve service services set setembro sets settembre setting
    setup setzen several share shared shares shift short shot show showed shown shows sicher sicherheit side
    sieben sieg sieht sign significant significantly signs similar simple simply single sit site sites situation
    six size slow small smaller smart social sodass software sogar solche sold solid soll sollen sollte sollten
    solution solutions someone something sometimes somewhat sondern song songs sonntag sonst soon sort sound
    source sources south southern sowie sowohl space spater special specific specifically speed spend spending
    spent spokesman spokesperson spokeswoman spricht stadt staff staffel stage stand standard stands star stars
    start started starting starts state statement states status stay stehen steht stelle step steps stimmen stock
    stop store stories story strategy stream streaming street strong structure studies studio study stuff stunden
    style success summer sunday super support sure surprise system systems table tage tagen take taken takes
    taking talk talking target task tatsachlich tax team teams teaser tech technical technik technology teil tell
    tells term terms test tested testing tests text th thanks theater thing things think thinking third thought
    thousands three throughout thu thursday time times tips title today together told took tool tools top total
    touch toward towards track traditional trailer training travel tried trip trotz trotzdem true try trying tue
    tuesday tun turn turned turning turns tv two type types typically uberhaupt uhr ultimately understand
    understanding unique united unless uns unsere unserer unterstutzung updated updates us usa use used user users
    uses using usually value variety various vater vendredi venerdi vergangenen verschiedenen version video viel
    viele vielen vier viernes view visit wahrend wait walk wann want wanted wants war ware warning warum was watch
    water way ways web website wednesday week weekend weeks weg wegen weight weil weit weiter weitere weiteren
    weiterhin well welt wenig weniger went wer werde west western whatever whether white whole wichtig wide wieder
    will win wins wirklich within wo woche wochen wohl wollen woman women worden words work worked working works
    world worth write writer wrong wrote year years young yourself zahl zahlen zegt zehn zeigen zeigt zeit ziel
    zudem zufolge zuletzt zunachst zuruck zusammen zuvor zwar zwei zweite zwischen августа апреля декабря июля
    июня марта мая ноября октября сентября февраля января
"""
COMMONPLACE = frozenset(_NEWS.split())
ENGLISH = _LANGUAGES["en"]  # the grammar of the language of most watches
_NOT_ENGLISH = frozenset[str]().union(*(listed for listed in _LANGUAGES.values() if listed is not ENGLISH))

# The most frequent words of English news: as good as everywhere.
_FREQUENT = """
    the a an and or of to in on at for with from by as is are was were be been it its he she they we you i his her their
    this that these those who what when where how why not no but so if than then there here all any some more most new
    one two first last year years time day week people s t film films movie movies show series season star stars news us
    up out over after before about into also can will would could says said
"""
FREQUENT = frozenset(_FREQUENT.split())

# Words of any report, whatever it is about; unlike "film" they make no context.
_REPORTING = """
    between first friday gets last made make makes monday new next said saturday say says shall sunday thursday tuesday
    two wednesday
"""
REPORTING = frozenset(_REPORTING.split())


def grammar(tokens: Collection[str]) -> frozenset[str]:
    """The words of grammar of the language that casefolded `tokens` are likeliest in; English where none fits."""
    held = _OF_ANY.intersection(tokens)  # once, and few are left for each language
    if len(held & _NOT_ENGLISH) <= len(held & ENGLISH):  # no other language can have more: most texts are English
        return ENGLISH
    return max(_LANGUAGES.values(), key=lambda listed: len(listed & held))
