import { type CharacterTest, fold, setTest } from "./characters.ts";
import type { Folding, Node, ParsedPattern, Position } from "./syntax_tree.ts";

/** What the machine can do; operands follow in the code. */
export const Op = {
  /** The pattern, or a look or atomic part, has matched. */
  MATCH: 0,
  /** `code`: this character. */
  CHARACTER: 1,
  /** `test`: a character that passes a test. */
  TEST: 2,
  /** `first, second`: tries one way, then the other. */
  SPLIT: 3,
  JUMP: 4,
  /** `group`: it begins here. */
  OPEN: 5,
  /** `group`: it ends here. */
  CLOSE: 6,
  /** `position` */
  AT: 7,
  /** `test, min, max`: as many characters as there are, then fewer. */
  GREEDY: 8,
  /** `test, min, max`: as few as possible, then more. */
  LAZY: 9,
  /** `test, min, max`: as many as there are, never fewer. */
  POSSESSIVE: 10,
  /** `after, back, negative`: the code that follows, up to its MATCH, without going on. */
  LOOK: 11,
  /** `after`: the code that follows, up to its MATCH, in its first way only. */
  ATOMIC: 12,
  /** `group, folding`: what the group matched. */
  REFERENCE: 13,
  /** `group, otherwise` */
  CONDITION: 14,
  /** `register`: a loop begins. */
  LOOP: 15,
  /** `register, min, max, body, after`: one more round, or the way on. */
  ROUND: 16,
  LAZY_ROUND: 17,
  /** `register`: notes where a round that is not required begins. */
  BEGIN_ROUND: 18,
} as const;

export const POSITIONS: readonly Position[] = [
  "start",
  "end",
  "line start",
  "line end",
  "end or last newline",
  "unicode boundary",
  "unicode inside",
  "ascii boundary",
  "ascii inside",
];

export const FOLDINGS: readonly Folding[] = ["none", "ascii", "unicode"];

/** A pattern made ready for the machine. */
export interface Program {
  readonly code: readonly number[];
  readonly tests: readonly CharacterTest[];
  /** Groups, the whole match (0) not counted. */
  readonly groups: number;
  /** Registers in all: two a group, the last closed group, two a loop. */
  readonly registers: number;
  /** The character that every match begins with, where there is one. */
  readonly first: number | null;
}

/** The register that holds the last group that was closed. */
export const lastIndexRegister = (groups: number): number => 2 * groups + 2;

/** Compiles a parsed pattern. */
export function compileProgram({ body, groups }: ParsedPattern): Program {
  const code: number[] = [];
  const tests: CharacterTest[] = [];
  let registers = lastIndexRegister(groups) + 1;

  const addTest = (test: CharacterTest): number => tests.push(test) - 1;

  /** The test of a part that is always one character; null for other parts. */
  const single = (node: Node): CharacterTest | null => {
    switch (node.kind) {
      case "character": {
        const { code: wanted, folding } = node;
        if (folding === "none") return (given) => given === wanted;
        const folded = fold(wanted, folding);
        return (given) => fold(given, folding) === folded;
      }
      case "any":
        return node.newline ? () => true : (given) => given !== 10;
      case "set":
        return setTest(node);
      default:
        return null;
    }
  };

  const emit = (node: Node): void => {
    switch (node.kind) {
      case "character":
        if (node.folding === "none") code.push(Op.CHARACTER, node.code);
        else code.push(Op.TEST, addTest(single(node)!));
        break;
      case "any":
      case "set":
        code.push(Op.TEST, addTest(single(node)!));
        break;
      case "sequence":
        node.items.forEach(emit);
        break;
      case "choice":
        emitChoice(node.branches);
        break;
      case "group":
        code.push(Op.OPEN, node.index);
        emit(node.body);
        code.push(Op.CLOSE, node.index);
        break;
      case "repeat":
        emitRepeat(node);
        break;
      case "position":
        code.push(Op.AT, POSITIONS.indexOf(node.at));
        break;
      case "look":
        emitInner([Op.LOOK, 0, node.back, Number(node.negative)], node);
        break;
      case "atomic":
        emitInner([Op.ATOMIC, 0], node);
        break;
      case "reference":
        code.push(Op.REFERENCE, node.group, FOLDINGS.indexOf(node.folding));
        break;
      case "condition": {
        const at = code.length;
        code.push(Op.CONDITION, node.group, 0);
        emit(node.yes);
        code.push(Op.JUMP, 0);
        const jump = code.length - 1;
        code[at + 2] = code.length;
        emit(node.no);
        code[jump] = code.length;
      }
    }
  };

  const emitChoice = (branches: readonly Node[]): void => {
    const jumps: number[] = [];
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) return emit(branch);
      const at = code.length;
      code.push(Op.SPLIT, at + 3, 0);
      emit(branch);
      code.push(Op.JUMP, 0);
      jumps.push(code.length - 1);
      code[at + 2] = code.length;
    });
    for (const jump of jumps) code[jump] = code.length;
  };

  const emitInner = (head: readonly number[], node: { readonly body: Node }): void => {
    const at = code.length;
    code.push(...head);
    emit(node.body);
    code.push(Op.MATCH);
    code[at + 1] = code.length;
  };

  const emitRepeat = (node: Node & { readonly kind: "repeat" }): void => {
    const { min, max, mode } = node;
    const test = single(node.body);
    if (test !== null) {
      const op = mode === "greedy" ? Op.GREEDY : mode === "lazy" ? Op.LAZY : Op.POSSESSIVE;
      code.push(op, addTest(test), min, max);
      return;
    }
    if (mode === "possessive") {
      emitInner([Op.ATOMIC, 0], { body: { ...node, mode: "greedy" } });
      return;
    }
    const register = registers;
    registers += 2;
    code.push(Op.LOOP, register);
    const round = code.length;
    code.push(mode === "greedy" ? Op.ROUND : Op.LAZY_ROUND, register, min, max, 0, 0);
    code.push(Op.BEGIN_ROUND, register);
    code[round + 4] = code.length;
    emit(node.body);
    code.push(Op.JUMP, round);
    code[round + 5] = code.length;
  };

  emit(body);
  code.push(Op.MATCH);
  return { code, tests, groups, registers, first: code[0] === Op.CHARACTER ? code[1]! : null };
}
