/**
 * The kinds of token, as small integers: they index the tables below. Kinds above
 * {@link FIRST_KEYWORD} are keywords, in the order of {@link KEYWORDS}.
 */

import type { CmpOperator, Operator } from "./ast.ts";

export const END_OF_FILE: number = 0;
export const NEWLINE: number = 1;
export const INDENT: number = 2;
export const DEDENT: number = 3;
export const NAME: number = 4;
export const NUMBER: number = 5;
/** A whole string literal that is not an f-string. */
export const STRING: number = 6;
/** The prefix and the opening quotes of an f-string. */
export const FSTRING: number = 7;

export const LEFT_PARENTHESIS: number = 8;
export const RIGHT_PARENTHESIS: number = 9;
export const LEFT_BRACKET: number = 10;
export const RIGHT_BRACKET: number = 11;
export const LEFT_BRACE: number = 12;
export const RIGHT_BRACE: number = 13;
export const DOT: number = 14;
export const ELLIPSIS: number = 15;
export const COMMA: number = 16;
export const COLON: number = 17;
export const SEMICOLON: number = 18;
export const WALRUS: number = 19;
export const ARROW: number = 20;
export const EXCLAMATION: number = 21;
export const EQUAL: number = 22;
/** `+=` and its like; which one is in the scanner's `operator`. */
export const AUGMENTED_ASSIGNMENT: number = 23;
export const TILDE: number = 24;

export const PLUS: number = 25;
export const MINUS: number = 26;
export const STAR: number = 27;
export const AT: number = 28;
export const SLASH: number = 29;
export const PERCENT: number = 30;
export const DOUBLE_SLASH: number = 31;
export const DOUBLE_STAR: number = 32;
export const LEFT_SHIFT: number = 33;
export const RIGHT_SHIFT: number = 34;
export const VERTICAL_BAR: number = 35;
export const CIRCUMFLEX: number = 36;
export const AMPERSAND: number = 37;

export const EQUAL_EQUAL: number = 38;
export const NOT_EQUAL: number = 39;
export const LESS: number = 40;
export const LESS_EQUAL: number = 41;
export const GREATER: number = 42;
export const GREATER_EQUAL: number = 43;

const FIRST_KEYWORD: number = 44;
export const AND: number = 44;
export const AS: number = 45;
export const ASSERT: number = 46;
export const ASYNC: number = 47;
export const AWAIT: number = 48;
export const BREAK: number = 49;
export const CLASS: number = 50;
export const CONTINUE: number = 51;
export const DEF: number = 52;
export const DEL: number = 53;
export const ELIF: number = 54;
export const ELSE: number = 55;
export const EXCEPT: number = 56;
export const FALSE: number = 57;
export const FINALLY: number = 58;
export const FOR: number = 59;
export const FROM: number = 60;
export const GLOBAL: number = 61;
export const IF: number = 62;
export const IMPORT: number = 63;
export const IN: number = 64;
export const IS: number = 65;
export const LAMBDA: number = 66;
export const NONE: number = 67;
export const NONLOCAL: number = 68;
export const NOT: number = 69;
export const OR: number = 70;
export const PASS: number = 71;
export const RAISE: number = 72;
export const RETURN: number = 73;
export const TRUE: number = 74;
export const TRY: number = 75;
export const WHILE: number = 76;
export const WITH: number = 77;
export const YIELD: number = 78;

/** The kind of every reserved word. */
export const KEYWORDS: ReadonlyMap<string, number> = new Map(
  ("and as assert async await break class continue def del elif else except False finally for from " +
    "global if import in is lambda None nonlocal not or pass raise return True try while with yield")
    .split(" ").map((word, index) => [word, FIRST_KEYWORD + index]),
);

export const PRECEDENCE_OR: number = 1;
export const PRECEDENCE_AND: number = 2;
export const PRECEDENCE_NOT: number = 3;
export const PRECEDENCE_COMPARISON: number = 4;
export const PRECEDENCE_BITWISE_OR: number = 5;
export const PRECEDENCE_UNARY: number = 11;
export const PRECEDENCE_POWER: number = 12;

/** How tightly an infix operator binds, by token kind; 0 for what is none. */
export const PRECEDENCE: Uint8Array = new Uint8Array(YIELD + 1);
/** The name of a binary operator in the tree, by token kind. */
export const OPERATOR: (Operator | undefined)[] = new Array(YIELD + 1).fill(undefined);
/** The name of a comparison in the tree, by token kind. */
export const COMPARISON: (CmpOperator | undefined)[] = new Array(YIELD + 1).fill(undefined);

const BINARY: readonly (readonly [kind: number, precedence: number, name: Operator])[] = [
  [VERTICAL_BAR, PRECEDENCE_BITWISE_OR, "BitOr"],
  [CIRCUMFLEX, 6, "BitXor"],
  [AMPERSAND, 7, "BitAnd"],
  [LEFT_SHIFT, 8, "LShift"],
  [RIGHT_SHIFT, 8, "RShift"],
  [PLUS, 9, "Add"],
  [MINUS, 9, "Sub"],
  [STAR, 10, "Mult"],
  [AT, 10, "MatMult"],
  [SLASH, 10, "Div"],
  [PERCENT, 10, "Mod"],
  [DOUBLE_SLASH, 10, "FloorDiv"],
  [DOUBLE_STAR, PRECEDENCE_POWER, "Pow"],
];
for (const [kind, precedence, name] of BINARY) {
  PRECEDENCE[kind] = precedence;
  OPERATOR[kind] = name;
}

const COMPARISONS: readonly (readonly [kind: number, name: CmpOperator])[] = [
  [EQUAL_EQUAL, "Eq"],
  [NOT_EQUAL, "NotEq"],
  [LESS, "Lt"],
  [LESS_EQUAL, "LtE"],
  [GREATER, "Gt"],
  [GREATER_EQUAL, "GtE"],
  [IN, "In"],
  [NOT, "NotIn"],
  [IS, "Is"],
];
for (const [kind, name] of COMPARISONS) {
  PRECEDENCE[kind] = PRECEDENCE_COMPARISON;
  COMPARISON[kind] = name;
}
PRECEDENCE[OR] = PRECEDENCE_OR;
PRECEDENCE[AND] = PRECEDENCE_AND;
