"""The names of the months in the languages of the press: whole, inflected, and as they are cut.

month_of("November") 11    month_of("marras") 11    month_of("LISTOPADA", "hr") 10    month_of("listopada") None
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMES = """
en january february march april may june july august september october november december
en jan feb mar apr - jun jul aug sep oct nov dec
en - - - - - - - - sept - - -
de januar februar märz april mai juni juli august september oktober november dezember
de jänner feber mrz apr - jun jul aug sep okt nov dez
de jän febr maerz - - - - - sept - - -
de jan feb mär - - - - - - - - -
fr janvier février mars avril mai juin juillet août septembre octobre novembre décembre
fr janv févr - avr - - juil aout sept oct nov déc
fr - fév - - - - - aoû - - - dec
fr - fevrier - - - - - - - - - decembre
es enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
es ene feb mar abr may jun jul ago sep oct nov dic
es - - - - - - - - setiembre - - -
es - - - - - - - - sept - - -
pt janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
pt jan fev mar abr mai jun jul ago set out nov dez
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
it gen feb mar apr mag giu lug ago set ott nov dic
nl januari februari maart april mei juni juli augustus september oktober november december
nl jan feb mrt apr - jun jul aug sep okt nov dec
sv januari februari mars april maj juni juli augusti september oktober november december
sv jan feb - apr - - - aug sep okt nov dec
da januar februar marts april maj juni juli august september oktober november december
da jan feb mar apr - jun jul aug sep okt nov dec
nb januar februar mars april mai juni juli august september oktober november desember
nb jan feb mar apr - jun jul aug sep okt nov des
is janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
is jan feb mar apr - jún júl ágú sep okt nóv des
fi tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta - - - - - -
fi - - - - - - heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
fi tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
fi tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
et jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
et jaan veebr - apr - - - aug sept okt nov dets
lt sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
lt sausis vasaris kovas balandis gegužė birželis liepa rugpjūtis rugsėjis spalis lapkritis gruodis
lt saus vas kov bal geg birž liep rugp rugs spal lapkr gruod
lv janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
lv janv febr - apr - jūn jūl aug sept okt nov dec
pl stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
pl styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
pl sty lut mar kwi - cze lip sie wrz paź lis gru
cs ledna února března dubna května června července srpna září října listopadu prosince
cs leden únor březen duben květen červen červenec srpen zář říjen listopad prosinec
cs led úno bře dub kvě čvn čvc srp - říj lis pro
sk januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
sk január február marec apríl máj jún júl august september október november december
sk jan feb mar apr - - - aug sep okt nov dec
hu január február március április május június július augusztus szeptember október november december
hu jan febr márc ápr máj jún júl aug szept okt nov dec
ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
ro ian feb mar apr - iun iul aug sept oct nov dec
hr siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
hr siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac
hr sij velj ožu tra svi lip srp kol ruj lis stu pro
sr januar februar mart april maj jun jul avgust septembar oktobar novembar decembar
sr јануар фебруар март април мај јун јул август септембар октобар новембар децембар
sr јан феб мар апр - - - авг сеп окт нов дец
sr jan feb mar apr - - - avg sep okt nov dec
sl januar februar marec april maj junij julij avgust september oktober november december
sl jan feb mar apr - jun jul avg sep okt nov dec
tr ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
tr oca şub mar nis may haz tem ağu eyl eki kas ara
id januari februari maret april mei juni juli agustus september oktober november desember
id jan feb mar apr - jun jul agu sep okt nov des
ms januari februari mac april mei jun julai ogos september oktober november disember
ms jan feb - apr - - jul ogo sep okt nov dis
ru января февраля марта апреля мая июня июля августа сентября октября ноября декабря
ru январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
ru янв фев мар апр - июн июл авг сен окт ноя дек
ru - февр - - - - - - сент - нояб -
uk січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
uk січ лют бер квіт трав черв лип серп верес жовт лист груд
uk січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
uk - - - - - - - - вер - - -
bg януари февруари март април май юни юли август септември октомври ноември декември
bg яну фев - апр - - - авг сеп окт ное дек
el ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου - - - - - -
el - - - - - - ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
el ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ
el ιανουάριοσ φεβρουάριοσ μάρτιοσ απρίλιοσ μαΐου ιούνιοσ - - - - - -
el - - - - - - ιούλιοσ αύγουστοσ σεπτέμβριοσ οκτώβριοσ νοέμβριοσ δεκέμβριοσ
el - - μάρ - μάιοσ ιούν ιούλ αύγ - - νοέ -
el - - - - μαΐ - - - - - - -
el - - - - μάι - - - - - - -
ca gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
ca gen febr - abr - - jul ag set oct nov des
he ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
he ינו פבר - אפר - - - אוג ספט אוק נוב דצמ
ar يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
ar كانون شباط آذار نيسان أيار حزيران تموز آب أيلول اكتوبر - -
ar جانفي فيفري - أفريل ماي جوان جويلية أوت - - - -
ar - - - إبريل - - - اغسطس - - - -
hi जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
hi जन फ़र - - - - जुल अग सित अक्टू नव दिस
bn জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
bn জানুয়ারী ফেব্রুয়ারী - এপ্রি - - জুল আগ সেপ অক্টো নভে ডিসে
bn জানু ফেব - - - - - - - - - -
af januarie februarie maart april mei junie julie augustus september oktober november desember
af jan feb mrt apr - jun jul aug sep okt nov des
zu januwari februwari mashi ephreli meyi juni julayi agasti septhemba okthoba novemba disemba
zu jan feb mas eph mey jun jul aga sep okt nov dis
th มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
eu urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren - - - - - -
eu - - - - - - uztailaren abuztuaren irailaren urriaren azaroaren abenduaren
eu urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua
eu urt ots mar api mai eka uzt abu ira urr aza abe
sw januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
sw jan feb mac apr - jun jul ago sep okt nov des
ta ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்
ta ஜன பிப் மார் ஏப் - - - ஆக செப் அக் நவ டிச
te జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జూలై ఆగస్టు సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్
te జన ఫిబ్ర - ఏప్రి - - జులై ఆగ సెప్టెం అక్టో నవం డిసెం
mr जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
mr जाने फेब्रु - एप्रि - - - ऑग सप्टें ऑक्टो नोव्हें डिसें
fa ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
fa ژانویهٔ فوریهٔ - - مهٔ - ژوئیهٔ - - - - -
ur جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
az yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
az yan fev mar apr - iyn iyl avq sen okt noy dek
uz yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr
uz yan fev mar apr - iyn iyl avg sen okt noy dek
sq janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
sq - - marsit - majit - - - - - - -
sq jan shk mar pri - qer korr gush sht tet nën dhj
mk јануари февруари март април мај јуни јули август септември октомври ноември декември
mk јан фев мар апр - јун јул авг сеп окт ное дек
be студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня
be студзень люты сакавік красавік май чэрвень ліпень жнівень верасень кастрычнік лістапад снежань
be сту лют сак кра - чэр ліп жні вер кас ліс сне
kk қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
kk қаң ақп нау сәу мам мау шіл там қыр қаз қар жел
hy հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի
hy հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր
hy հնվ փտվ մրտ ապր մյս հնս հլս օգս սեպ հոկ նոյ դեկ
ka იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი
ka იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
mt jannar frar marzu april mejju ġunju lulju awwissu settembru ottubru novembru diċembru
mt jan fra mar apr mej ġun lul aww set ott nov diċ
cy ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr
cy ion chwef maw ebr - meh gorff - - hyd tach rhag
cy - chw - - - - gor - - - - -
ga eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa mfómh dfómh samhain nollaig
ga ean feabh - aib beal meith - lún - - samh noll
fil enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
fil ene peb mar abr may hun hul ago set okt nob dis
gl xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro
gl xan feb mar abr - - xul ago set out nov dec
bs januar februar mart april maj juni juli august septembar oktobar novembar decembar
bs jan feb mar apr - jun jul aug sep okt nov dec
gu જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર ઑક્ટોબર નવેમ્બર ડિસેમ્બર
gu જાન્યુ ફેબ્રુ - - - - - - સપ્ટે ઑક્ટો નવે ડિસે
kn ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್
kn ಜನ ಫೆಬ್ರ - ಏಪ್ರಿ - - - ಆಗ ಸೆಪ್ಟೆಂ ಅಕ್ಟೋ ನವೆಂ ಡಿಸೆಂ
ml ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്റ്റംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ
ml ജനു ഫെബ്രു മാർ ഏപ്രി - - - ഓഗ സെപ്റ്റം ഒക്ടോ നവം ഡിസം
pa ਜਨਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ
pa ਜਨ ਫ਼ਰ - ਅਪ੍ਰੈ - - ਜੁਲਾ ਅਗ ਸਤੰ ਅਕਤੂ ਨਵੰ ਦਸੰ
ne जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर
si ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්
si ජන පෙබ මාර් - - - - අගෝ සැප් ඔක් නොවැ දෙසැ
km មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ
lo ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ
my ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ
my ဇန် ဖေ - ဧ - - ဇူ ဩ စက် အောက် နို ဒီ
"""  # by language, from January on; a hyphen: no other form than in the lines above
_CUT = 4  # letters at least of a name that is cut as no table says: "noyab", "szept"
_STEM = 5  # letters at least of a name before an ending that no table says: "marraskuussa", "kasımda"
_ROOT = 6  # letters at least of a cut name before such an ending: "novembril" is not a form of "november"
_ENDING = 3  # letters at most of such an ending

_Meanings = dict[str, dict[str, int]]  # by folded name: by language, the number of the month


@lru_cache(maxsize=1024)
def month_of(word: str, language: str | None = None) -> int | None:
    """The month that a word names, 1 to 12.

    None where it names none, and where languages differ ("lipnja", "lipca") and `language` (its first subtag) is none
    of them.
    """
    key = folded(word)
    names, cuts = _tables()
    forms = list(_forms(key))
    known = next((names[form] for form in forms if form in names), None)
    known = known or next((cuts[form] for form in forms if form in cuts and len(form) >= min(len(key), _ROOT)), None)
    return _agreed(known, language) if known else None


def folded(word: str) -> str:
    """A word as its names are compared: without case, without the accents of European scripts, without dots."""
    plain = unicodedata.normalize("NFD", word.casefold())
    kept = "".join(character for character in plain if not "\u0300" <= character <= "\u036f")
    return kept.replace("ı", "i").replace("\u200c", "").strip(".'’׳´॰")


def _forms(key: str) -> Iterator[str]:
    """The word, then without a preposition that Hebrew joins to it, then without the endings of a case."""
    yield key
    yield key.removeprefix("ב")
    for length in range(len(key) - 1, max(_STEM, len(key) - _ENDING) - 1, -1):
        yield key[:length]


def _agreed(meanings: dict[str, int], language: str | None) -> int | None:
    """The month on which all languages agree, else that of the language in question."""
    months = set(meanings.values())
    return months.pop() if len(months) == 1 else meanings.get(language or "")


@cache
def _tables() -> tuple[_Meanings, _Meanings]:
    """The names, and what they may be cut to."""
    names: _Meanings = {}
    cuts: _Meanings = {}
    for line in _NAMES.strip().splitlines():
        language, *row = line.split()
        for number, name in enumerate(row, start=1):
            if name != "-":
                names.setdefault(folded(name), {}).setdefault(language, number)
    for name, meanings in names.items():
        for length in range(_CUT, len(name)):
            cuts.setdefault(name[:length], {}).update(meanings)
    return names, cuts
