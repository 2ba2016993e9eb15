import {
  asString,
  call,
  collect,
  type Evaluation,
  isTrue,
  lookupAttribute,
  plain,
  PyBytes,
  PyDict,
  PyList,
  PyTuple,
  repr,
  str,
  tuple,
  typeError,
  typeOf,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { callMethod } from "../../../runtime/call.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { quotePlus, unquoteText } from "./quoting.ts";

/** How keys and values are escaped: `quote_via(value, safe, encoding, errors)`. */
interface Escaping {
  readonly via: Value;
  readonly safe: Value;
  readonly encoding: Value;
  readonly errors: Value;
}

function* escaped(value: Value, { via, safe, encoding, errors }: Escaping): Evaluation<string> {
  const data = plain(value) instanceof PyBytes;
  const args = data ? [value, safe] : [str(value), safe, encoding, errors];
  if (via !== null) return str(yield* wait(call(via, args)));
  return data ? quotePlus(value, safe, null, null) : quotePlus(args[0]!, safe, encoding, errors);
}

const invalid = () => typeError("not a valid non-string sequence or mapping object");

function* pairsOf(query: Value): Evaluation<(readonly [Value, Value])[]> {
  let items: Value;
  if (lookupAttribute(query, "items") !== undefined) {
    items = yield* wait(callMethod(query, "items"));
  } else {
    const sequence = asString(query) === null && typeOf(query).lookup("__len__") !== undefined;
    if (!sequence && asString(query) !== "") throw invalid();
    items = query;
  }
  const pairs: (readonly [Value, Value])[] = [];
  for (const pair of yield* collect(items)) {
    if (!(pair instanceof PyTuple || pair instanceof PyList) || pair.items.length !== 2) {
      throw invalid();
    }
    pairs.push([pair.items[0]!, pair.items[1]!]);
  }
  return pairs;
}

/** `urlencode` */
export function* encodeQuery(
  query: Value,
  sequences: Value,
  safe: Value,
  encoding: Value,
  errors: Value,
  via: Value,
): Evaluation {
  const how: Escaping = { via, safe, encoding, errors };
  const parts: string[] = [];
  for (const [key, value] of yield* pairsOf(query)) {
    const name = yield* escaped(key, how);
    const single = !isTrue(sequences) || asString(value) !== null ||
      plain(value) instanceof PyBytes || typeOf(value).lookup("__len__") === undefined;
    for (const one of single ? [value] : yield* collect(value)) {
      parts.push(`${name}=${yield* escaped(one, how)}`);
    }
  }
  return parts.join("&");
}

/** The options of `parse_qs` and `parse_qsl` after the query itself. */
export const QUERY_SIGNATURE =
  "qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&'";

function readPairs(
  query: string,
  [blank, strict, encoding, errors, most, mark]: readonly Value[],
): [string, string][] {
  const separator = asString(mark!);
  if (separator === null || separator === "") {
    throw valueError("Separator must be of type string or bytes.");
  }
  const fields = query === "" ? [] : query.split(separator);
  if (most !== null && intArgument(most!) < fields.length) {
    throw valueError("Max number of fields exceeded");
  }
  const clean = (text: string) => unquoteText(text.replaceAll("+", " "), encoding!, errors!);
  const pairs: [string, string][] = [];
  for (const field of fields) {
    if (field === "" && !isTrue(strict!)) continue;
    const equals = field.indexOf("=");
    if (equals < 0) {
      if (isTrue(strict!)) throw valueError(`bad query field: ${repr(field)}`);
      if (!isTrue(blank!)) continue;
    }
    const name = equals < 0 ? field : field.slice(0, equals);
    const value = equals < 0 ? "" : field.slice(equals + 1);
    if (value !== "" || isTrue(blank!)) pairs.push([clean(name), clean(value)]);
  }
  return pairs;
}

/** `parse_qsl` */
export function queryList(query: Value, ...options: Value[]): PyList {
  return new PyList(readPairs(str(query), options).map((pair) => tuple(pair)));
}

/** `parse_qs` */
export function queryDict(query: Value, ...options: Value[]): PyDict {
  const result = new PyDict();
  for (const [key, value] of readPairs(str(query), options)) {
    const list = result.get(key);
    if (list instanceof PyList) list.items.push(value);
    else result.set(key, new PyList([value]));
  }
  return result;
}
