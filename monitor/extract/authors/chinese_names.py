"""Whether Chinese characters are a person's name: a family's, then one or two more.

The families are the commonest of China and Taiwan (they cover nearly all people of both). It tells "来源：尹娟", a
reporter, from "来源：新华网", a site; it is asked only where a label speaks of a name.
"""

_FAMILIES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭萧田董袁潘于蒋蔣蔡余杜叶葉"
    "程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾鐘谭譚陆陸汪范金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閻阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵"
    "万萬钱錢严嚴覃武戴莫孔向汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧"
    "尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆"
    "简簡车車项項连連芦蘆麦麥褚娄婁窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮"
)
_TWO = frozenset(
    """
    欧阳 歐陽 上官 司马 司馬 诸葛 諸葛 司徒 皇甫 慕容 令狐 端木 东方 東方 尉迟 公孙 夏侯 长孙 宇文
""".split()  # noqa: SIM905 - a list of words reads better so
)


def is_chinese_name(text: str) -> bool:
    """Whether it is made as a Chinese name: two or three characters of a known family, or three or four of a double."""
    if not all("\u3400" <= letter <= "\u9fff" for letter in text):
        return False
    return (2 <= len(text) <= 3 and text[0] in _FAMILIES) or (3 <= len(text) <= 4 and text[:2] in _TWO)
