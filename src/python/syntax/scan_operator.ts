import type { Operator } from "./ast.ts";
import { failForCharacter } from "./scan_name.ts";
import { scanNumber } from "./scan_number.ts";
import type { Scanner } from "./scanner.ts";
import {
  AMPERSAND,
  ARROW,
  AT,
  AUGMENTED_ASSIGNMENT,
  CIRCUMFLEX,
  COLON,
  COMMA,
  DOT,
  DOUBLE_SLASH,
  DOUBLE_STAR,
  ELLIPSIS,
  EQUAL,
  EQUAL_EQUAL,
  EXCLAMATION,
  GREATER,
  GREATER_EQUAL,
  LEFT_BRACE,
  LEFT_BRACKET,
  LEFT_PARENTHESIS,
  LEFT_SHIFT,
  LESS,
  LESS_EQUAL,
  MINUS,
  NOT_EQUAL,
  OPERATOR,
  PERCENT,
  PLUS,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  RIGHT_PARENTHESIS,
  RIGHT_SHIFT,
  SEMICOLON,
  SLASH,
  STAR,
  TILDE,
  VERTICAL_BAR,
  WALRUS,
} from "./tokens.ts";

/** Reads an operator, a delimiter, or the number that begins with a dot; `code` is its first character. */
export function scanOperator(scanner: Scanner, code: number, pos: number): void {
  const source = scanner.source;
  const second = source.charCodeAt(pos + 1);
  scanner.pos = pos + 1;
  switch (code) {
    case 0x28: // (
      scanner.openBracket(code, pos);
      scanner.kind = LEFT_PARENTHESIS;
      return;
    case 0x29: // )
      scanner.closeBracket(code, pos);
      scanner.kind = RIGHT_PARENTHESIS;
      return;
    case 0x2c: // ,
      scanner.kind = COMMA;
      return;
    case 0x2e: // .
      if (second >= 0x30 && second <= 0x39) {
        scanNumber(scanner, pos);
      } else if (second === 0x2e && source.charCodeAt(pos + 2) === 0x2e) {
        scanner.pos = pos + 3;
        scanner.kind = ELLIPSIS;
      } else {
        scanner.kind = DOT;
      }
      return;
    case 0x3d: // =
      if (second === 0x3d) {
        scanner.pos = pos + 2;
        scanner.kind = EQUAL_EQUAL;
      } else {
        scanner.kind = EQUAL;
      }
      return;
    case 0x3a: // :
      // ":=" in a replacement field is the format specification "=".
      if (second === 0x3d && scanner.depth !== scanner.fieldDepth) {
        scanner.pos = pos + 2;
        scanner.kind = WALRUS;
      } else {
        scanner.kind = COLON;
      }
      return;
    case 0x5b: // [
      scanner.openBracket(code, pos);
      scanner.kind = LEFT_BRACKET;
      return;
    case 0x5d: // ]
      scanner.closeBracket(code, pos);
      scanner.kind = RIGHT_BRACKET;
      return;
    case 0x7b: // {
      scanner.openBracket(code, pos);
      scanner.kind = LEFT_BRACE;
      return;
    case 0x7d: // }
      scanner.closeBracket(code, pos);
      scanner.kind = RIGHT_BRACE;
      return;
    case 0x2b: // +
      scanAssignable(scanner, PLUS, pos + 1);
      return;
    case 0x2d: // -
      if (second === 0x3e) {
        scanner.pos = pos + 2;
        scanner.kind = ARROW;
      } else {
        scanAssignable(scanner, MINUS, pos + 1);
      }
      return;
    case 0x2a: // *
      if (second === 0x2a) scanAssignable(scanner, DOUBLE_STAR, pos + 2);
      else scanAssignable(scanner, STAR, pos + 1);
      return;
    case 0x2f: // /
      if (second === 0x2f) scanAssignable(scanner, DOUBLE_SLASH, pos + 2);
      else scanAssignable(scanner, SLASH, pos + 1);
      return;
    case 0x25: // %
      scanAssignable(scanner, PERCENT, pos + 1);
      return;
    case 0x40: // @
      scanAssignable(scanner, AT, pos + 1);
      return;
    case 0x26: // &
      scanAssignable(scanner, AMPERSAND, pos + 1);
      return;
    case 0x7c: // |
      scanAssignable(scanner, VERTICAL_BAR, pos + 1);
      return;
    case 0x5e: // ^
      scanAssignable(scanner, CIRCUMFLEX, pos + 1);
      return;
    case 0x3c: // <
      if (second === 0x3c) scanAssignable(scanner, LEFT_SHIFT, pos + 2);
      else scanComparison(scanner, LESS, LESS_EQUAL, pos + 1);
      return;
    case 0x3e: // >
      if (second === 0x3e) scanAssignable(scanner, RIGHT_SHIFT, pos + 2);
      else scanComparison(scanner, GREATER, GREATER_EQUAL, pos + 1);
      return;
    case 0x21: // !
      scanComparison(scanner, EXCLAMATION, NOT_EQUAL, pos + 1);
      return;
    case 0x7e: // ~
      scanner.kind = TILDE;
      return;
    case 0x3b: // ;
      scanner.kind = SEMICOLON;
      return;
    default:
      if (code >= 0x20 && code < 0x7f) scanner.failHere("invalid syntax", pos);
      failForCharacter(scanner, pos, String.fromCodePoint(code));
  }
}

/** Reads the rest of an operator that `=` makes an augmented assignment. */
function scanAssignable(scanner: Scanner, kind: number, pos: number): void {
  if (scanner.source.charCodeAt(pos) === 0x3d) {
    scanner.pos = pos + 1;
    scanner.kind = AUGMENTED_ASSIGNMENT;
    scanner.operator = OPERATOR[kind] as Operator;
  } else {
    scanner.pos = pos;
    scanner.kind = kind;
  }
}

/** Reads the rest of an operator that `=` makes another one. */
function scanComparison(scanner: Scanner, kind: number, withEqual: number, pos: number): void {
  if (scanner.source.charCodeAt(pos) === 0x3d) {
    scanner.pos = pos + 1;
    scanner.kind = withEqual;
  } else {
    scanner.pos = pos;
    scanner.kind = kind;
  }
}
