"""The names of the days of the week in the languages of the press."""

from functools import cache

from monitor.reading.dates.months import folded

_NAMES = """
en monday tuesday wednesday thursday friday saturday sunday
en mon tue wed thu fri sat sun
de montag dienstag mittwoch donnerstag freitag samstag sonntag
de mo di mi do fr sa so
fr lundi mardi mercredi jeudi vendredi samedi dimanche
fr lun mar mer jeu ven sam dim
es lunes martes miércoles jueves viernes sábado domingo
es lun mar mié jue vie sáb dom
pt segunda terça quarta quinta sexta sábado domingo
pt seg ter qua qui sex sáb dom
it lunedì martedì mercoledì giovedì venerdì sabato domenica
it lun mar mer gio ven sab dom
nl maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
nl ma di wo do vr za zo
sv måndag tisdag onsdag torsdag fredag lördag söndag
sv mån tis ons tors fre lör sön
da mandag tirsdag onsdag torsdag fredag lørdag søndag
da man tirs ons tors fre lør søn
nb man tir ons tor fre lør søn
is mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur
is mán þri mið fim fös lau sun
fi maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntai
fi ma ti ke to pe la su
et esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev
lt pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis
lt pr an tr kt pn št sk
lv pirmdiena otrdiena trešdiena ceturtdiena piektdiena sestdiena svētdiena
lv pirmd otrd trešd ceturtd piektd sestd svētd
pl poniedziałek wtorek środa czwartek piątek sobota niedziela
pl pon wt śr czw pt sob niedz
cs pondělí úterý středa čtvrtek pátek sobota neděle
cs po út st čt pá so ne
sk pondelok utorok streda štvrtok piatok sobota nedeľa
sk po ut st št pi so ne
hu hétfő kedd szerda csütörtök péntek szombat vasárnap
hu - - sze cs - szo -
ro luni marți miercuri joi vineri sâmbătă duminică
ro lun mar mie joi vin sâm dum
hr ponedjeljak utorak srijeda četvrtak petak subota nedjelja
hr pon uto sri čet pet sub ned
sr понедељак уторак среда четвртак петак субота недеља
sr пон уто сре чет пет суб нед
sl ponedeljek torek sreda četrtek petek sobota nedelja
sl pon tor sre čet pet sob ned
bg понеделник вторник сряда четвъртък петък събота неделя
bg пн вт ср чт пт сб нд
mk понеделник вторник среда четврток петок сабота недела
mk пон вто сре чет пет саб нед
ru понедельник вторник среда четверг пятница суббота воскресенье
ru пн вт ср чт пт сб вс
uk понеділок вівторок середа четвер пʼятниця субота неділя
be панядзелак аўторак серада чацвер пятніца субота нядзеля
be пн аў ср чц пт сб нд
el δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
el δευ τρί τετ πέμ παρ σάβ κυρ
tr pazartesi salı çarşamba perşembe cuma cumartesi pazar
tr pzt sal çar per cum cmt paz
az - - çərşənbə - cümə şənbə bazar
uz dushanba seshanba chorshanba payshanba juma shanba yakshanba
uz dush sesh chor pay jum shan yak
kk дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі
kk дс сс ср бс жм сб жс
id senin selasa rabu kamis jumat sabtu minggu
id sen sel rab kam jum sab min
ms isnin selasa rabu khamis jumaat sabtu ahad
ms isn sel rab kha jum sab ahd
fil lunes martes miyerkules huwebes biyernes sabado linggo
fil lun mar miy huw biy sab lin
vi - - - - - - cn
th วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์
th - - - พฤ - - อา
ca dilluns dimarts dimecres dijous divendres dissabte diumenge
ca dl dt dc dj dv ds dg
gl luns martes mércores xoves venres sábado domingo
gl luns mar mér xov ven sáb dom
eu astelehena asteartea asteazkena osteguna ostirala larunbata igandea
eu al ar az og or lr ig
he - - - - - שבת -
ar الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
fa دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه
ur پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار
hi सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
hi सोम मंगल बुध गुरु शुक्र शनि रवि
bn সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার
bn সোম মঙ্গল বুধ বৃহস্পতি শুক্র শনি রবি
ta திங்கள் செவ்வாய் புதன் வியாழன் வெள்ளி சனி ஞாயிறு
ta திங் செவ் புத வியா வெள் சனி ஞாயி
te సోమవారం మంగళవారం బుధవారం గురువారం శుక్రవారం శనివారం ఆదివారం
te సోమ మంగళ బుధ గురు శుక్ర శని ఆది
mr सोमवार मंगळवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
mr सोम मंगळ बुध गुरु शुक्र शनि रवि
gu સોમવાર મંગળવાર બુધવાર ગુરુવાર શુક્રવાર શનિવાર રવિવાર
gu સોમ મંગળ બુધ ગુરુ શુક્ર શનિ રવિ
kn ಸೋಮವಾರ ಮಂಗಳವಾರ ಬುಧವಾರ ಗುರುವಾರ ಶುಕ್ರವಾರ ಶನಿವಾರ ಭಾನುವಾರ
kn ಸೋಮ ಮಂಗಳ ಬುಧ ಗುರು ಶುಕ್ರ ಶನಿ ಭಾನು
ml തിങ്കളാഴ്ച ചൊവ്വാഴ്ച ബുധനാഴ്ച വ്യാഴാഴ്ച വെള്ളിയാഴ്ച ശനിയാഴ്ച ഞായറാഴ്ച
ml തിങ്കൾ ചൊവ്വ ബുധൻ വ്യാഴം വെള്ളി ശനി ഞായർ
pa ਸੋਮਵਾਰ ਮੰਗਲਵਾਰ ਬੁੱਧਵਾਰ ਵੀਰਵਾਰ ਸ਼ੁੱਕਰਵਾਰ ਸ਼ਨਿੱਚਰਵਾਰ ਐਤਵਾਰ
pa ਸੋਮ ਮੰਗਲ ਬੁੱਧ ਵੀਰ ਸ਼ੁੱਕਰ ਸ਼ਨਿੱਚਰ ਐਤ
ne सोमबार मङ्गलबार बुधबार बिहिबार शुक्रबार शनिबार आइतबार
ne सोम मङ्गल बुध बिहि शुक्र शनि आइत
si සඳුදා අඟහරුවාදා බදාදා බ්‍රහස්පතින්දා සිකුරාදා සෙනසුරාදා ඉරිදා
si සඳුදා අඟහ බදාදා බ්‍රහස් සිකු සෙන ඉරිදා
af maandag dinsdag woensdag donderdag vrydag saterdag sondag
af ma di wo do vr sa so
sw jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili
zu umsombuluko ulwesibili ulwesithathu ulwesine ulwesihlanu umgqibelo isonto
zu mso bil tha sin hla mgq son
cy llun maw mer iau gwen sad sul
ga - - - déardaoin - - -
ga luan máirt céad déar aoine sath domh
mt it-tnejn it-tlieta l-erbgħa il-ħamis il-ġimgħa is-sibt il-ħadd
mt tne tli erb ħam ġim sib ħad
sq hën mar mër enj pre sht die
hy երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ կիրակի
hy երկ երք չրք հնգ ուր շբթ կիր
ka ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი კვირა
ka ორშ სამ ოთხ ხუთ პარ შაბ კვი
km ច័ន្ទ អង្គារ ពុធ ព្រហស្បតិ៍ សុក្រ សៅរ៍ អាទិត្យ
km ចន្ទ អង្គារ ពុធ ព្រហ សុក្រ សៅរ៍ អាទិត្យ
lo ວັນຈັນ ວັນອັງຄານ ວັນພຸດ ວັນພະຫັດ ວັນສຸກ ວັນເສົາ ວັນອາທິດ
lo ຈັນ ອັງຄານ ພຸດ ພະຫັດ ສຸກ ເສົາ ອາທິດ
my တနင်္လာ အင်္ဂါ ဗုဒ္ဓဟူး ကြာသပတေး သောကြာ စနေ တနင်္ဂနွေ
sr ponedeljak utorak sreda četvrtak petak subota nedelja
sr pon uto sre čet pet sub ned
en mon tues weds thurs fri sat sun
en - tue wed thur - - -
de - - - - - sonnabend -
"""  # by language, from Monday on; a hyphen: written in several words, or known already


def weekdays_of(word: str) -> frozenset[int]:
    """The days of the week, Monday 0, that a word may name: one, or several where languages differ, or none."""
    return _table().get(folded(word), frozenset())


@cache
def _table() -> dict[str, frozenset[int]]:
    days: dict[str, frozenset[int]] = {}
    for line in _NAMES.strip().splitlines():
        for number, name in enumerate(line.split()[1:]):
            if name != "-":
                days[folded(name)] = days.get(folded(name), frozenset()) | {number}
    return days
