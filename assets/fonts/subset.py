"""Makes the files of Moat Sans from Noto Sans CJK, Noto Sans and Source Sans 3. How to run it stands in README.md."""

import os
import sys

from fontTools import merge, subset
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2  # the face's place in NotoSansCJK-*.ttc


def decoded(encoding, highs, lows):
    """The characters that some pairs of bytes stand for."""
    pairs = (bytes([high, low]) for high in highs for low in lows)
    return set(map(ord, "".join(pair.decode(encoding, "ignore") for pair in pairs)))


def rows_of(encoding, first, last):
    """The characters in some rows of a national standard of 94 rows."""
    return decoded(encoding, range(first + 0xA0, last + 0xA1), range(0xA1, 0xFF))


def gb2312(last_row):
    """The Chinese characters of GB 2312: rows 16-55 are level 1 (3,755), rows 56-87 are level 2 (3,008)."""
    return rows_of("gb2312", 16, last_row)


def japanese(last_row):
    """The Chinese characters of JIS X 0208: rows 16-47 are level 1 (2,965), rows 48-84 are level 2 (3,390)."""
    return rows_of("euc_jp", 16, last_row)


def korean():
    """The syllables of KS X 1001 (2,350)."""
    return rows_of("euc_kr", 16, 40)


def big5():
    """The common Chinese characters of Big5, its level 1 (5,401), which ends within the last of these rows."""
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    return decoded("big5", range(0xA4, 0xC6), lows) | decoded("big5", [0xC6], range(0x40, 0x7F))


def span(*pairs):
    return {code for first, last in pairs for code in range(first, last + 1)}


ALPHABETS = span(
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x218, 0x21B), (0x2C6, 0x2DD), (0x386, 0x3CE), (0x400, 0x45F), (0x1E00, 0x1EFF),
)
SYMBOLS = span(
    (0x2010, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2153, 0x2154), (0x215B, 0x215E), (0x2160, 0x216B), (0x2190, 0x2199),
    (0x2200, 0x226F), (0x2460, 0x2473), (0x25A0, 0x25CF), (0x2605, 0x2606),
) | {0x2103, 0x2116, 0x2122, 0x21C4, 0x21D2, 0x21D4}
CHINESE_MARKS = span((0x3001, 0x301F), (0x3041, 0x30FF), (0xFF01, 0xFF5E)) | {0xFFE5}
RARER_IN_NAMES = set(map(ord, "囧锟镕喆堃淼哔哩咪咕嗨瓣脉陌瞳"))
LETTERS_OF_HANGUL = span((0x3131, 0x318E))
# Noto Sans of each, and where its letters are.
SCRIPTS = {
    "Arabic": span((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF)),
    "Armenian": span((0x530, 0x58F)),
    "Bengali": span((0x980, 0x9FF)),
    "Devanagari": span((0x900, 0x97F)),
    "Ethiopic": span((0x1200, 0x139F)),
    "Georgian": span((0x10A0, 0x10FF), (0x1C90, 0x1CBF)),
    "Gujarati": span((0xA80, 0xAFF)),
    "Gurmukhi": span((0xA00, 0xA7F)),
    "Hebrew": span((0x590, 0x5FF)),
    "Kannada": span((0xC80, 0xCFF)),
    "Khmer": span((0x1780, 0x17FF)),
    "Lao": span((0xE80, 0xEFF)),
    "Malayalam": span((0xD00, 0xD7F)),
    "Myanmar": span((0x1000, 0x109F)),
    "Oriya": span((0xB00, 0xB7F)),
    "Sinhala": span((0xD80, 0xDFF)),
    "Tamil": span((0xB80, 0xBFF)),
    "Telugu": span((0xC00, 0xC7F)),
    "Thai": span((0xE00, 0xE7F)),
}
# Joiners, which have no shape but change that of others; the circle that carries a lone mark; dandas, which Indian scripts share.
SHARED = {0x200C, 0x200D, 0x25CC, 0x964, 0x965}


def make(source, family, style, characters):
    """A part of Noto Sans CJK."""
    compact = family.replace(" ", "")
    options = subset.Options()
    options.font_number = SIMPLIFIED_CHINESE
    options.hinting = False
    options.layout_features = ["kern"]
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    options.notdef_outline = True
    options.name_IDs = [0, 5, 8, 9, 10, 13, 14]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    name(font, family, style)
    charstrings = font["CFF "].cff
    charstrings.fontNames[0] = f"{compact}-{style}"
    top = charstrings.topDictIndex[0]
    top.FamilyName, top.FullName, top.Notice = family, f"{family} {style}", ""
    save(font, f"{compact}-{style}.otf")


def name(font, family, style):
    compact = family.replace(" ", "")
    names = {1: family, 2: style, 3: f"{compact}-{style}", 4: f"{family} {style}", 6: f"{compact}-{style}"}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def save(font, target):
    """The same bytes on any day."""
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


def make_letters(sources, target, style):
    """Letters that Noto Sans CJK lacks, from the family that its Latin was drawn in, at the size it has there."""
    font = merge.Merger().merge(sources)
    main = TTFont(f"MoatSans-{style}.otf")
    main_codes, own_codes = main.getBestCmap(), font.getBestCmap()
    sample = TTFont(sources[0].replace("latin-ext", "latin"))
    width_of = lambda face: face["hmtx"][face.getBestCmap()[ord("n")]][0] / face["head"].unitsPerEm
    scale = width_of(main) / width_of(sample)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 13, 14]
    subsetter = subset.Subsetter(options)
    letters = span((0x100, 0x24F), (0x386, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x22FF))
    subsetter.populate(unicodes=[code for code in own_codes if code in letters and code not in main_codes])
    subsetter.subset(font)
    name(font, "Moat Sans Letters", style)
    font["head"].unitsPerEm = round(font["head"].unitsPerEm / scale)
    font["OS/2"].usWeightClass = main["OS/2"].usWeightClass
    font["head"].created = main["head"].created
    save(font, target)


def make_script(source, script, style):
    """The letters of one script, with all that joins and orders them."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["*"]
    options.name_IDs = [0, 13, 14]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=SCRIPTS[script] | SHARED)
    subsetter.subset(font)
    name(font, f"Moat Sans {script}", style)
    save(font, f"scripts/MoatSans{script}-{style}.ttf")


regular, bold, noto_folder, letters_folder = sys.argv[1:]
common = ALPHABETS | SYMBOLS | CHINESE_MARKS | RARER_IN_NAMES
every, frequent = common | gb2312(87), common | gb2312(55)
make(regular, "Moat Sans", "Regular", every)
make(bold, "Moat Sans", "Bold", frequent)
make(regular, "Moat Sans East", "Regular", (LETTERS_OF_HANGUL | korean() | big5() | japanese(84)) - every)
make(bold, "Moat Sans East", "Bold", (korean() | big5() | japanese(47)) - frequent)
os.makedirs("scripts", exist_ok=True)
for script in SCRIPTS:
    for style in ["Regular", "Bold"]:
        make_script(f"{noto_folder}/NotoSans{script}-{style}.ttf", script, style)
for style, weight in [("Regular", 400), ("Bold", 700)]:
    parts = [f"{letters_folder}/source-sans-3-{part}-{weight}-normal.woff2" for part in ["latin-ext", "latin", "greek", "cyrillic-ext", "cyrillic"]]
    make_letters(parts, f"MoatSansLetters-{style}.ttf", style)
