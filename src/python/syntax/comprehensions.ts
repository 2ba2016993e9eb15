import type { Comprehension, Expr } from "./ast.ts";
import { parseTargetList } from "./expression_lists.ts";
import { parseOperators } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import { setStoreContext } from "./targets.ts";
import { ASYNC, FOR, IF, IN, PRECEDENCE_OR } from "./tokens.ts";

/** Whether a token of this kind begins the clauses of a comprehension. */
export function startsComprehension(kind: number): boolean {
  return kind === FOR || kind === ASYNC;
}

/**
 * Parses the `for` and `if` clauses of a comprehension behind its element; `what` names it for errors.
 * `yields` is how many `yield` had been met before the element: there may be none in it.
 */
export function parseComprehensions(
  parser: Parser,
  element: Expr,
  what: string,
  yields: number,
): Comprehension[] {
  if (element._type === "Starred") {
    parser.rejectNode("iterable unpacking cannot be used in comprehension", element);
  }
  const { line, column } = parser;
  if (parser.yields !== yields) objectToYield(parser, element, what);
  const clauses: Comprehension[] = [];
  while (startsComprehension(parser.kind)) {
    clauses.push(parseClause(parser));
    // The first iterable is evaluated outside of the comprehension.
    if (clauses.length === 1 && clauses[0]!.ifs.length === 0) yields = parser.yields;
    else if (parser.yields !== yields) objectToYield(parser, element, what);
  }
  if (parser.scope !== "async function" && clauses.some((clause) => clause.is_async === 1)) {
    parser.stray ??= {
      reason: "asynchronous comprehension outside of an asynchronous function",
      line,
      column,
    };
  }
  return clauses;
}

function objectToYield(parser: Parser, element: Expr, what: string): void {
  parser.object(`'yield' inside ${what}`, element.lineno, element.col_offset);
}

function parseClause(parser: Parser): Comprehension {
  const is_async = parser.accept(ASYNC) ? 1 : 0;
  parser.expect(FOR);
  const target = parseTargetList(parser);
  setStoreContext(parser, target);
  parser.expect(IN, "'in' expected after for-loop variables");
  const iter = parseOperators(parser, PRECEDENCE_OR);
  const ifs: Expr[] = [];
  while (parser.accept(IF)) ifs.push(parseOperators(parser, PRECEDENCE_OR));
  return { _type: "comprehension", target, iter, ifs, is_async };
}
