/**
 * Characters by their Unicode names, for `"\N{…}"`: letters with their marks, digits, CJK ideographs by
 * rule, and the marks, signs and symbols of everyday text. The whole list would be larger than the rest
 * of the program.
 */

const NAMED: Readonly<Record<string, number>> = {
  "SPACE": 0x20,
  "EXCLAMATION MARK": 0x21,
  "QUOTATION MARK": 0x22,
  "NUMBER SIGN": 0x23,
  "DOLLAR SIGN": 0x24,
  "PERCENT SIGN": 0x25,
  "AMPERSAND": 0x26,
  "APOSTROPHE": 0x27,
  "LEFT PARENTHESIS": 0x28,
  "RIGHT PARENTHESIS": 0x29,
  "ASTERISK": 0x2a,
  "PLUS SIGN": 0x2b,
  "COMMA": 0x2c,
  "HYPHEN-MINUS": 0x2d,
  "FULL STOP": 0x2e,
  "SOLIDUS": 0x2f,
  "COLON": 0x3a,
  "SEMICOLON": 0x3b,
  "LESS-THAN SIGN": 0x3c,
  "EQUALS SIGN": 0x3d,
  "GREATER-THAN SIGN": 0x3e,
  "QUESTION MARK": 0x3f,
  "COMMERCIAL AT": 0x40,
  "LEFT SQUARE BRACKET": 0x5b,
  "REVERSE SOLIDUS": 0x5c,
  "RIGHT SQUARE BRACKET": 0x5d,
  "CIRCUMFLEX ACCENT": 0x5e,
  "LOW LINE": 0x5f,
  "GRAVE ACCENT": 0x60,
  "LEFT CURLY BRACKET": 0x7b,
  "VERTICAL LINE": 0x7c,
  "RIGHT CURLY BRACKET": 0x7d,
  "TILDE": 0x7e,
  "NO-BREAK SPACE": 0xa0,
  "INVERTED EXCLAMATION MARK": 0xa1,
  "CENT SIGN": 0xa2,
  "POUND SIGN": 0xa3,
  "CURRENCY SIGN": 0xa4,
  "YEN SIGN": 0xa5,
  "BROKEN BAR": 0xa6,
  "SECTION SIGN": 0xa7,
  "DIAERESIS": 0xa8,
  "COPYRIGHT SIGN": 0xa9,
  "FEMININE ORDINAL INDICATOR": 0xaa,
  "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK": 0xab,
  "NOT SIGN": 0xac,
  "SOFT HYPHEN": 0xad,
  "REGISTERED SIGN": 0xae,
  "MACRON": 0xaf,
  "DEGREE SIGN": 0xb0,
  "PLUS-MINUS SIGN": 0xb1,
  "SUPERSCRIPT TWO": 0xb2,
  "SUPERSCRIPT THREE": 0xb3,
  "ACUTE ACCENT": 0xb4,
  "MICRO SIGN": 0xb5,
  "PILCROW SIGN": 0xb6,
  "MIDDLE DOT": 0xb7,
  "CEDILLA": 0xb8,
  "SUPERSCRIPT ONE": 0xb9,
  "MASCULINE ORDINAL INDICATOR": 0xba,
  "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK": 0xbb,
  "VULGAR FRACTION ONE QUARTER": 0xbc,
  "VULGAR FRACTION ONE HALF": 0xbd,
  "VULGAR FRACTION THREE QUARTERS": 0xbe,
  "INVERTED QUESTION MARK": 0xbf,
  "MULTIPLICATION SIGN": 0xd7,
  "LATIN SMALL LETTER SHARP S": 0xdf,
  "LATIN CAPITAL LETTER AE": 0xc6,
  "LATIN SMALL LETTER AE": 0xe6,
  "LATIN CAPITAL LETTER O WITH STROKE": 0xd8,
  "LATIN SMALL LETTER O WITH STROKE": 0xf8,
  "LATIN CAPITAL LETTER L WITH STROKE": 0x141,
  "LATIN SMALL LETTER L WITH STROKE": 0x142,
  "LATIN SMALL LETTER DOTLESS I": 0x131,
  "DIVISION SIGN": 0xf7,
  "EN SPACE": 0x2002,
  "EM SPACE": 0x2003,
  "THIN SPACE": 0x2009,
  "HAIR SPACE": 0x200a,
  "ZERO WIDTH SPACE": 0x200b,
  "ZERO WIDTH NON-JOINER": 0x200c,
  "ZERO WIDTH JOINER": 0x200d,
  "LEFT-TO-RIGHT MARK": 0x200e,
  "RIGHT-TO-LEFT MARK": 0x200f,
  "HYPHEN": 0x2010,
  "NON-BREAKING HYPHEN": 0x2011,
  "FIGURE DASH": 0x2012,
  "EN DASH": 0x2013,
  "EM DASH": 0x2014,
  "HORIZONTAL BAR": 0x2015,
  "LEFT SINGLE QUOTATION MARK": 0x2018,
  "RIGHT SINGLE QUOTATION MARK": 0x2019,
  "SINGLE LOW-9 QUOTATION MARK": 0x201a,
  "LEFT DOUBLE QUOTATION MARK": 0x201c,
  "RIGHT DOUBLE QUOTATION MARK": 0x201d,
  "DOUBLE LOW-9 QUOTATION MARK": 0x201e,
  "DAGGER": 0x2020,
  "DOUBLE DAGGER": 0x2021,
  "BULLET": 0x2022,
  "HORIZONTAL ELLIPSIS": 0x2026,
  "LINE SEPARATOR": 0x2028,
  "PARAGRAPH SEPARATOR": 0x2029,
  "NARROW NO-BREAK SPACE": 0x202f,
  "PER MILLE SIGN": 0x2030,
  "PRIME": 0x2032,
  "DOUBLE PRIME": 0x2033,
  "SINGLE LEFT-POINTING ANGLE QUOTATION MARK": 0x2039,
  "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK": 0x203a,
  "WORD JOINER": 0x2060,
  "EURO SIGN": 0x20ac,
  "NUMERO SIGN": 0x2116,
  "TRADE MARK SIGN": 0x2122,
  "LEFTWARDS ARROW": 0x2190,
  "UPWARDS ARROW": 0x2191,
  "RIGHTWARDS ARROW": 0x2192,
  "DOWNWARDS ARROW": 0x2193,
  "EMPTY SET": 0x2205,
  "MINUS SIGN": 0x2212,
  "INFINITY": 0x221e,
  "ALMOST EQUAL TO": 0x2248,
  "NOT EQUAL TO": 0x2260,
  "LESS-THAN OR EQUAL TO": 0x2264,
  "GREATER-THAN OR EQUAL TO": 0x2265,
  "LONG RIGHTWARDS SQUIGGLE ARROW": 0x27ff,
  "BLACK STAR": 0x2605,
  "WHITE STAR": 0x2606,
  "SNOWMAN": 0x2603,
  "CHECK MARK": 0x2713,
  "HEAVY CHECK MARK": 0x2714,
  "BALLOT X": 0x2717,
  "IDEOGRAPHIC SPACE": 0x3000,
  "ZERO WIDTH NO-BREAK SPACE": 0xfeff,
  "REPLACEMENT CHARACTER": 0xfffd,
  "PILE OF POO": 0x1f4a9,
  "SNAKE": 0x1f40d,
};

const DIGITS = "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split(" ");

const GREEK =
  ("ALPHA BETA GAMMA DELTA EPSILON ZETA ETA THETA IOTA KAPPA LAMDA MU NU XI OMICRON PI RHO " +
    "FINAL-SIGMA SIGMA TAU UPSILON PHI CHI PSI OMEGA").split(" ");

/** The Russian alphabet but for "IO". */
const CYRILLIC =
  ("A BE VE GHE DE IE ZHE ZE I SHORT-I KA EL EM EN O PE ER ES TE U EF HA TSE CHE SHA SHCHA HARD-SIGN " +
    "YERU SOFT-SIGN E YU YA").split(" ");

const MARKS: Readonly<Record<string, string>> = {
  "GRAVE": "\u0300",
  "ACUTE": "\u0301",
  "CIRCUMFLEX": "\u0302",
  "TILDE": "\u0303",
  "MACRON": "\u0304",
  "BREVE": "\u0306",
  "DOT ABOVE": "\u0307",
  "DIAERESIS": "\u0308",
  "RING ABOVE": "\u030a",
  "DOUBLE ACUTE": "\u030b",
  "CARON": "\u030c",
  "HORN": "\u031b",
  "DOT BELOW": "\u0323",
  "COMMA BELOW": "\u0326",
  "CEDILLA": "\u0327",
  "OGONEK": "\u0328",
};

/** The character of a Unicode name in any case, or undefined when it is not known here. */
export function characterNamed(name: string): string | undefined {
  const upper = name.toUpperCase();
  if (Object.hasOwn(NAMED, upper)) return String.fromCodePoint(NAMED[upper]!);
  const latin = /^LATIN (CAPITAL|SMALL) LETTER ([A-Z])(?: WITH (.+))?$/.exec(upper);
  if (latin !== null) {
    const letter = latin[1] === "SMALL" ? latin[2]!.toLowerCase() : latin[2]!;
    return latin[3] === undefined ? letter : withMark(letter, latin[3]);
  }
  const other = /^(GREEK|CYRILLIC) (CAPITAL|SMALL) LETTER ([A-Z ]+)$/.exec(upper);
  if (other !== null) {
    const letters = other[1] === "GREEK" ? GREEK : CYRILLIC;
    const index = letters.indexOf(other[3]!.replace(" ", "-"));
    const first = other[1] === "GREEK" ? 0x391 : 0x410;
    // U+03A2, where the capital of the final sigma would be, is no character.
    if (index < 0 || upper === "GREEK CAPITAL LETTER FINAL SIGMA") return undefined;
    return String.fromCodePoint(first + index + (other[2] === "SMALL" ? 0x20 : 0));
  }
  const digit = DIGITS.indexOf(/^DIGIT ([A-Z]+)$/.exec(upper)?.[1] ?? "");
  if (digit >= 0) return String(digit);
  const ideograph = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/.exec(upper);
  if (ideograph === null) return undefined;
  const code = parseInt(ideograph[1]!, 16);
  const character = String.fromCodePoint(code);
  // The unified ones among the compatibility ideographs (U+F900 to U+FAFF) are not named so.
  const unified = /\p{Unified_Ideograph}/u.test(character) && code >> 9 !== 0x7c;
  return unified ? character : undefined;
}

function withMark(letter: string, mark: string): string | undefined {
  if (!Object.hasOwn(MARKS, mark)) return undefined;
  const composed = (letter + MARKS[mark]!).normalize("NFC");
  return composed.length === 1 ? composed : undefined;
}
