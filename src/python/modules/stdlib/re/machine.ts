import { BudgetExceededError } from "../../../runtime/errors.ts";
import { spend } from "../../../runtime/running.ts";
import { fold, isInCategory } from "./characters.ts";
import { FOLDINGS, lastIndexRegister, Op, POSITIONS, type Program } from "./program.ts";

/**
 * Steps that all the matching of one call (`search`, `sub`, …) may take. Backtracking may need
 * exponentially many for an unfortunate pattern; CPython would then just not come back.
 */
const MAX_STEPS = 50_000_000;
/** Steps that count as one of the interpreter's. */
const STEPS_A_TICK = 4;
/** After how many steps of one match the interpreter is told. */
const STEPS_AT_ONCE = 4096;
/** Open choices that may be kept at a time. */
const MAX_CHOICES = 2_000_000;

// What an entry of the stack is.
const CHOICE = 0;
const UNDO = 1;
const FEWER = 2;
const MORE = 3;
const SIZE = 4;

/** How a match must lie. */
export interface MatchRules {
  /** It must reach the end (`fullmatch`). */
  readonly whole?: boolean;
  /** It must not be empty at the start: there was an empty match there already. */
  readonly advance?: boolean;
}

/** Runs a compiled pattern over one subject, given as code points, by backtracking. */
export class MatchMachine {
  readonly #program: Program;
  readonly #subject: ArrayLike<number>;
  readonly #end: number;
  #stack: number[] = [];
  #registers: Int32Array;
  #steps = MAX_STEPS;
  #uncharged = 0;
  #start = 0;
  #rules: MatchRules = {};

  constructor(program: Program, subject: ArrayLike<number>, end: number) {
    this.#program = program;
    this.#subject = subject;
    this.#end = end;
    this.#registers = new Int32Array(program.registers);
  }

  /** The match that begins at a position: where groups begin and end (-1: not at all); or null. */
  matchAt(start: number, rules: MatchRules = {}): Int32Array | null {
    this.#registers.fill(-1);
    this.#stack.length = 0;
    this.#start = start;
    this.#rules = rules;
    const end = this.#run(0, start, true);
    this.#charge();
    if (end < 0) return null;
    const found = this.#registers.slice(0, lastIndexRegister(this.#program.groups) + 1);
    found[0] = start;
    found[1] = end;
    return found;
  }

  /** The first match that begins at a position or after it. */
  search(start: number, advance = false): Int32Array | null {
    const { first } = this.#program;
    for (let at = start; at <= this.#end; at++) {
      if (first !== null) {
        while (at < this.#end && this.#subject[at] !== first) at++;
        if (at >= this.#end) return null;
      }
      const found = this.matchAt(at, { advance: advance && at === start });
      if (found !== null) return found;
    }
    return null;
  }

  /** Lets the interpreter know of the work, so that many calls together end as well. */
  #charge(): void {
    if (this.#uncharged < STEPS_A_TICK) return;
    spend(Math.floor(this.#uncharged / STEPS_A_TICK));
    this.#uncharged %= STEPS_A_TICK;
  }

  #spend(steps: number): void {
    this.#steps -= steps;
    this.#uncharged += steps;
    if (this.#uncharged >= STEPS_AT_ONCE) this.#charge();
    if (this.#steps < 0) {
      throw new BudgetExceededError(
        `a regular expression needs more than ${MAX_STEPS} steps on this text`,
        { hint: "make the pattern less ambiguous: nested repetitions are tried in every way" },
      );
    }
  }

  #push(kind: number, a: number, b: number, c: number): void {
    const stack = this.#stack;
    if (stack.length >= SIZE * MAX_CHOICES) {
      throw new BudgetExceededError(
        `a regular expression keeps more than ${MAX_CHOICES} choices open on this text`,
      );
    }
    stack.push(kind, a, b, c);
  }

  #set(register: number, value: number): void {
    this.#push(UNDO, register, this.#registers[register]!, 0);
    this.#registers[register] = value;
  }

  /** Runs from an instruction; the position of the end, or -1 with all as it was before. */
  #run(from: number, start: number, outermost: boolean): number {
    const { code, tests } = this.#program;
    const subject = this.#subject;
    const end = this.#end;
    const registers = this.#registers;
    const base = this.#stack.length;
    let pc = from;
    let at = start;
    for (;;) {
      this.#spend(1);
      let failed = false;
      switch (code[pc]) {
        case Op.MATCH:
          if (
            !outermost ||
            !((this.#rules.whole && at !== end) || (this.#rules.advance && at === this.#start))
          ) return at;
          failed = true;
          break;
        case Op.CHARACTER:
          failed = at >= end || subject[at] !== code[pc + 1];
          at++;
          pc += 2;
          break;
        case Op.TEST:
          failed = at >= end || !tests[code[pc + 1]!]!(subject[at]!);
          at++;
          pc += 2;
          break;
        case Op.SPLIT:
          this.#push(CHOICE, code[pc + 2]!, at, 0);
          pc = code[pc + 1]!;
          break;
        case Op.JUMP:
          pc = code[pc + 1]!;
          break;
        case Op.OPEN:
          this.#set(2 * code[pc + 1]!, at);
          pc += 2;
          break;
        case Op.CLOSE:
          this.#set(2 * code[pc + 1]! + 1, at);
          this.#set(lastIndexRegister(this.#program.groups), code[pc + 1]!);
          pc += 2;
          break;
        case Op.AT:
          failed = !this.#isAt(code[pc + 1]!, at);
          pc += 2;
          break;
        case Op.GREEDY:
        case Op.POSSESSIVE: {
          const op = code[pc]!;
          const min = code[pc + 2]!;
          const reach = this.#count(code[pc + 1]!, at, code[pc + 3]!);
          failed = reach < at + min;
          if (!failed && op === Op.GREEDY && reach > at + min) {
            this.#push(FEWER, pc + 4, at + min, reach - 1);
          }
          at = reach;
          pc += 4;
          break;
        }
        case Op.LAZY: {
          const min = code[pc + 2]!;
          const reach = this.#count(code[pc + 1]!, at, min);
          failed = reach < at + min;
          if (!failed) this.#push(MORE, pc, reach, at);
          at = reach;
          pc += 4;
          break;
        }
        case Op.LOOK: {
          const after = code[pc + 1]!;
          const back = code[pc + 2]!;
          const negative = code[pc + 3]!;
          const mark = this.#stack.length;
          const found = at - back >= 0 && this.#run(pc + 4, at - back, false) >= 0;
          if (found) this.#close(mark, negative === 1);
          failed = found === (negative === 1);
          pc = after;
          break;
        }
        case Op.ATOMIC: {
          const mark = this.#stack.length;
          const reach = this.#run(pc + 2, at, false);
          failed = reach < 0;
          if (!failed) this.#close(mark, false);
          at = reach;
          pc = code[pc + 1]!;
          break;
        }
        case Op.REFERENCE: {
          const length = this.#again(code[pc + 1]!, code[pc + 2]!, at);
          failed = length < 0;
          at += length;
          pc += 3;
          break;
        }
        case Op.CONDITION:
          pc = registers[2 * code[pc + 1]! + 1]! >= 0 ? pc + 3 : code[pc + 2]!;
          break;
        case Op.LOOP:
          this.#set(code[pc + 1]!, -1);
          this.#set(code[pc + 1]! + 1, -1);
          pc += 2;
          break;
        case Op.ROUND:
        case Op.LAZY_ROUND: {
          const register = code[pc + 1]!;
          const rounds = registers[register]! + 1;
          this.#set(register, rounds);
          // A round that took nothing is the last: it would go on for ever.
          const more = rounds < code[pc + 3]! && at !== registers[register + 1];
          if (rounds < code[pc + 2]!) pc = code[pc + 4]!;
          else if (!more) pc = code[pc + 5]!;
          else if (code[pc] === Op.ROUND) {
            this.#push(CHOICE, code[pc + 5]!, at, 0);
            pc += 6;
          } else {
            this.#push(CHOICE, pc + 6, at, 0);
            pc = code[pc + 5]!;
          }
          break;
        }
        case Op.BEGIN_ROUND:
          this.#set(code[pc + 1]! + 1, at);
          pc += 2;
          break;
      }
      if (!failed) continue;
      // Back to the latest choice of this run.
      for (;;) {
        const stack = this.#stack;
        if (stack.length === base) return -1;
        const top = stack.length - SIZE;
        const kind = stack[top];
        const a = stack[top + 1]!;
        const b = stack[top + 2]!;
        const c = stack[top + 3]!;
        if (kind === FEWER) {
          pc = a;
          at = c;
          if (c > b) stack[top + 3] = c - 1;
          else stack.length = top;
          break;
        }
        stack.length = top;
        if (kind === UNDO) {
          registers[a] = b;
          continue;
        }
        if (kind === CHOICE) {
          pc = a;
          at = b;
          break;
        }
        // One more character for a lazy repetition that began at `c` and has come to `b`.
        if (b - c >= code[a + 3]! || b >= end || !tests[code[a + 1]!]!(subject[b]!)) continue;
        stack.push(MORE, a, b + 1, c);
        pc = a + 4;
        at = b + 1;
        break;
      }
    }
  }

  /** How far characters that pass a test reach, at most `max` of them. */
  #count(test: number, from: number, max: number): number {
    const passes = this.#program.tests[test]!;
    const limit = Math.min(this.#end, from + max);
    let at = from;
    while (at < limit && passes(this.#subject[at]!)) at++;
    this.#spend(at - from);
    return at;
  }

  /** Gives up the choices made since a mark; `undo` takes back what groups have matched as well. */
  #close(mark: number, undo: boolean): void {
    const stack = this.#stack;
    if (undo) {
      for (let at = stack.length - SIZE; at >= mark; at -= SIZE) {
        if (stack[at] === UNDO) this.#registers[stack[at + 1]!] = stack[at + 2]!;
      }
      stack.length = mark;
      return;
    }
    let kept = mark;
    for (let at = mark; at < stack.length; at += SIZE) {
      if (stack[at] !== UNDO) continue;
      stack.copyWithin(kept, at, at + SIZE);
      kept += SIZE;
    }
    stack.length = kept;
  }

  /** The length of a group's text if it stands here again, else -1. */
  #again(group: number, folding: number, at: number): number {
    const from = this.#registers[2 * group]!;
    const to = this.#registers[2 * group + 1]!;
    if (from < 0 || to < from || at + to - from > this.#end) return -1;
    const how = FOLDINGS[folding]!;
    for (let offset = 0; offset < to - from; offset++) {
      if (fold(this.#subject[from + offset]!, how) !== fold(this.#subject[at + offset]!, how)) {
        return -1;
      }
    }
    this.#spend(to - from);
    return to - from;
  }

  #isAt(position: number, at: number): boolean {
    const subject = this.#subject;
    const end = this.#end;
    const name = POSITIONS[position]!;
    switch (name) {
      case "start":
        return at === 0;
      case "end":
        return at === end;
      case "line start":
        return at === 0 || subject[at - 1] === 10;
      case "line end":
        return at === end || subject[at] === 10;
      case "end or last newline":
        return at === end || (at === end - 1 && subject[at] === 10);
      default: {
        const ascii = name.startsWith("ascii");
        const isWord = (index: number) =>
          index >= 0 && index < end && isInCategory("word", subject[index]!, ascii);
        if (end === 0) return false;
        return (isWord(at - 1) !== isWord(at)) === name.endsWith("boundary");
      }
    }
  }
}
