import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  asString,
  collect,
  type Evaluation,
  isTrue,
  nativeFunction,
  nativeModule,
  plain,
  PyBytes,
  PyTuple,
  typeError,
  typeName,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { encodeQuery, QUERY_SIGNATURE, queryDict, queryList } from "./query.ts";
import { quotingFunctions } from "./quoting.ts";
import {
  defragResultClass,
  joinFive,
  joinSix,
  parseResultClass,
  splitResultClass,
} from "./results.ts";
import { joinUrl, resolveUrl, splitParameters, splitUrl } from "./url.ts";

function textOf(value: Value): string {
  const text = asString(value);
  if (text !== null) return text;
  if (plain(value) instanceof PyBytes) {
    throw new UnsupportedConstructError("URLs as bytes", "URLs as bytes are not taken apart", {
      hint: "decode the bytes first",
    });
  }
  throw typeError(`a URL must be str, not ${typeName(value)}`);
}

const SPLIT = "url, scheme='', allow_fragments=True";

/** Module `urllib.parse`. */
export const create: NativeModuleFactory = () =>
  nativeModule("urllib.parse", {
    ...quotingFunctions,
    SplitResult: splitResultClass,
    ParseResult: parseResultClass,
    DefragResult: defragResultClass,
    urlsplit: nativeFunction("urlsplit", SPLIT, (url: Value, scheme: Value, fragments: Value) => {
      const parts = splitUrl(textOf(url), textOf(scheme), isTrue(fragments));
      return new PyTuple(
        [parts.scheme, parts.netloc, parts.path, parts.query, parts.fragment],
        splitResultClass,
      );
    }),
    urlparse: nativeFunction("urlparse", SPLIT, (url: Value, scheme: Value, fragments: Value) => {
      const parts = splitUrl(textOf(url), textOf(scheme), isTrue(fragments));
      const [path, params] = splitParameters(parts.scheme, parts.path);
      return new PyTuple(
        [parts.scheme, parts.netloc, path, params, parts.query, parts.fragment],
        parseResultClass,
      );
    }),
    urldefrag: nativeFunction("urldefrag", "url", (url: Value) => {
      const text = textOf(url);
      if (!text.includes("#")) return new PyTuple([text, ""], defragResultClass);
      const parts = splitUrl(text, "", true);
      return new PyTuple(
        [joinUrl({ ...parts, fragment: "" }), parts.fragment],
        defragResultClass,
      );
    }),
    urlunsplit: nativeFunction("urlunsplit", "components", function* (parts: Value): Evaluation {
      return joinFive(yield* collect(parts));
    }),
    urlunparse: nativeFunction("urlunparse", "components", function* (parts: Value): Evaluation {
      return joinSix(yield* collect(parts));
    }),
    urljoin: nativeFunction(
      "urljoin",
      "base, url, allow_fragments=True",
      (base: Value, url: Value, fragments: Value) =>
        resolveUrl(textOf(base), textOf(url), isTrue(fragments)),
    ),
    urlencode: nativeFunction(
      "urlencode",
      "query, doseq=False, safe='', encoding=None, errors=None, quote_via=None",
      encodeQuery,
    ),
    parse_qsl: nativeFunction("parse_qsl", QUERY_SIGNATURE, queryList),
    parse_qs: nativeFunction("parse_qs", QUERY_SIGNATURE, queryDict),
  });

/** Module `urllib`. */
export const createPackage: NativeModuleFactory = () => nativeModule("urllib", {});
