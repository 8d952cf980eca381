"""Makes the four files of Moat Sans from Noto Sans CJK and Source Sans 3. How to run it stands in README.md."""

import sys

from fontTools import merge, subset
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2  # the face's place in NotoSansCJK-*.ttc


def gb2312(last_row):
    """The Chinese characters of GB 2312: rows 16-55 are level 1 (3,755), rows 56-87 are level 2 (3,008)."""
    found = set()
    for row in range(16, last_row + 1):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes([row + 0xA0, cell + 0xA0]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


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


def make(source, target, style, last_row):
    options = subset.Options()
    options.font_number = SIMPLIFIED_CHINESE
    options.hinting = False
    options.layout_features = ["kern"]
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    options.notdef_outline = True
    options.name_IDs = [0, 5, 8, 9, 10, 13, 14]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=ALPHABETS | SYMBOLS | CHINESE_MARKS | RARER_IN_NAMES | gb2312(last_row))
    subsetter.subset(font)
    names = {1: "Moat Sans", 2: style, 3: f"MoatSans-{style}", 4: f"Moat Sans {style}", 6: f"MoatSans-{style}"}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    charstrings = font["CFF "].cff
    charstrings.fontNames[0] = f"MoatSans-{style}"
    top = charstrings.topDictIndex[0]
    top.FamilyName, top.FullName, top.Notice = "Moat Sans", f"Moat Sans {style}", ""
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
    names = {1: "Moat Sans Letters", 2: style, 3: f"MoatSansLetters-{style}"}
    names |= {4: f"Moat Sans Letters {style}", 6: f"MoatSansLetters-{style}"}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["head"].unitsPerEm = round(font["head"].unitsPerEm / scale)
    font["OS/2"].usWeightClass = main["OS/2"].usWeightClass
    font["head"].created = font["head"].modified = main["head"].created
    font.recalcTimestamp = False
    font.save(target)


regular, bold, letters_folder = sys.argv[1:]
make(regular, "MoatSans-Regular.otf", "Regular", 87)
make(bold, "MoatSans-Bold.otf", "Bold", 55)
for style, weight in [("Regular", 400), ("Bold", 700)]:
    parts = [f"{letters_folder}/source-sans-3-{part}-{weight}-normal.woff2" for part in ["latin-ext", "latin", "greek", "cyrillic-ext", "cyrillic"]]
    make_letters(parts, f"MoatSansLetters-{style}.ttf", style)
