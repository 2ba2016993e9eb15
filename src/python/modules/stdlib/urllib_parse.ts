import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyBytes,
  PyClass,
  PyDict,
  PyList,
  PyTuple,
  str,
  tuple,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { namedTuple } from "./named_tuple.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function bytesOf(value: Value): Uint8Array {
  return value instanceof PyBytes ? value.data : encoder.encode(str(value));
}

/** `urllib.parse.quote`. */
function quote(value: Value, safe: string): string {
  const kept = new Set(`ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~${safe}`);
  return Array.from(bytesOf(value), (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 128 && kept.has(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/** `urllib.parse.unquote`: what is no escape stays. */
function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    decoder.decode(
      Uint8Array.from(run.match(/[0-9a-fA-F]{2}/g)!, (pair) => Number.parseInt(pair, 16)),
    ));
}

interface Parts {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

function splitUrl(url: string): Parts {
  const match =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s
      .exec(url.trim())!;
  return {
    scheme: (match[1] ?? "").toLowerCase(),
    netloc: match[2] ?? "",
    path: match[3] ?? "",
    query: match[4] ?? "",
    fragment: match[5] ?? "",
  };
}

function joinParts({ scheme, netloc, path, query, fragment }: Parts): string {
  let url = path;
  if (netloc !== "" || url.startsWith("//")) {
    if (url !== "" && !url.startsWith("/")) url = `/${url}`;
    url = `//${netloc}${url}`;
  }
  if (scheme !== "") url = `${scheme}:${url}`;
  if (query !== "") url += `?${query}`;
  if (fragment !== "") url += `#${fragment}`;
  return url;
}

function at(self: PyTuple, index: number): string {
  return asString(self.items[index]!) ?? "";
}

/** Adds user, host and port to a named tuple of URL parts. */
function withNetworkParts(base: PyClass): PyClass {
  const network = (self: PyTuple) => {
    const netloc = at(self, 1);
    const atSign = netloc.lastIndexOf("@");
    const user = atSign < 0 ? null : netloc.slice(0, atSign);
    const host = netloc.slice(atSign + 1);
    const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(host);
    return { user, host: match?.[1] ?? match?.[2] ?? "", port: match?.[3] ?? "" };
  };
  return nativeClass({
    name: base.name,
    module: "urllib.parse",
    bases: [base],
    methods: {
      geturl: ["", (self: PyTuple) => {
        const items = self.items.map((item) => asString(item) ?? "");
        return items.length === 5 ? joinSplit(items) : joinParsed(items);
      }],
    },
    properties: {
      username: (self: PyTuple) => network(self).user?.split(":")[0] ?? null,
      password: (self: PyTuple) => {
        const { user } = network(self);
        return user === null || !user.includes(":") ? null : user.slice(user.indexOf(":") + 1);
      },
      hostname: (self: PyTuple) => network(self).host.toLowerCase() || null,
      port: (self: PyTuple) => {
        const { port } = network(self);
        if (port === "") return null;
        if (!/^\d+$/.test(port)) {
          throw valueError(`Port could not be cast to integer value as '${port}'`);
        }
        return Number(port);
      },
    },
  });
}

function joinSplit(
  [scheme = "", netloc = "", path = "", query = "", fragment = ""]: string[],
): string {
  return joinParts({ scheme, netloc, path, query, fragment });
}

function joinParsed(
  [scheme = "", netloc = "", path = "", params = "", query = "", fragment = ""]: string[],
): string {
  return joinParts({
    scheme,
    netloc,
    path: params === "" ? path : `${path};${params}`,
    query,
    fragment,
  });
}

function pairs(query: string): [string, string][] {
  return query.split("&").filter(Boolean).flatMap((pair): [string, string][] => {
    const equals = pair.indexOf("=");
    if (equals < 0 || equals === pair.length - 1) return [];
    const clean = (text: string) => unquote(text.replaceAll("+", " "));
    return [[clean(pair.slice(0, equals)), clean(pair.slice(equals + 1))]];
  });
}

function quotePlus(value: Value): string {
  return quote(value, " ").replaceAll(" ", "+");
}

function encodeQuery(value: Value, sequences: boolean): string {
  const entries = value instanceof PyDict
    ? [...value.entries()]
    : collectNow(value).map((pair) => collectNow(pair) as [Value, Value]);
  return entries.flatMap(([key, item]) => {
    const items = sequences && (item instanceof PyList || item instanceof PyTuple)
      ? item.items
      : [item];
    return items.map((one) => `${quotePlus(key)}=${quotePlus(one)}`);
  }).join("&");
}

/** Module `urllib.parse`. */
export const create: NativeModuleFactory = () => {
  const parseResult = withNetworkParts(
    namedTuple(
      "ParseResult",
      ["scheme", "netloc", "path", "params", "query", "fragment"],
      "urllib.parse",
    ),
  );
  const splitResult = withNetworkParts(
    namedTuple("SplitResult", ["scheme", "netloc", "path", "query", "fragment"], "urllib.parse"),
  );
  return nativeModule("urllib.parse", {
    quote: nativeFunction(
      "quote",
      "string, safe='/', encoding=None, errors=None",
      (value: Value, safe: Value) => quote(value, asString(safe) ?? "/"),
    ),
    quote_plus: nativeFunction(
      "quote_plus",
      "string, safe='', encoding=None, errors=None",
      quotePlus,
    ),
    unquote: nativeFunction(
      "unquote",
      "string, encoding='utf-8', errors='replace'",
      (value: Value) => unquote(str(value)),
    ),
    unquote_plus: nativeFunction(
      "unquote_plus",
      "string, encoding='utf-8', errors='replace'",
      (value: Value) => unquote(str(value).replaceAll("+", " ")),
    ),
    urlencode: nativeFunction(
      "urlencode",
      "query, doseq=False, **kwargs",
      (query: Value, sequences: Value) => encodeQuery(query, sequences === true),
    ),
    urlsplit: nativeFunction("urlsplit", "url, scheme='', allow_fragments=True", (url: Value) => {
      const { scheme, netloc, path, query, fragment } = splitUrl(str(url));
      return new PyTuple([scheme, netloc, path, query, fragment], splitResult);
    }),
    urlparse: nativeFunction("urlparse", "url, scheme='', allow_fragments=True", (url: Value) => {
      const { scheme, netloc, path, query, fragment } = splitUrl(str(url));
      const semicolon = path.lastIndexOf(";");
      const has = semicolon > path.lastIndexOf("/");
      return new PyTuple(
        [
          scheme,
          netloc,
          has ? path.slice(0, semicolon) : path,
          has ? path.slice(semicolon + 1) : "",
          query,
          fragment,
        ],
        parseResult,
      );
    }),
    urlunparse: nativeFunction(
      "urlunparse",
      "components",
      (parts: Value) => joinParsed(collectNow(parts).map((part) => asString(part) ?? "")),
    ),
    urlunsplit: nativeFunction(
      "urlunsplit",
      "components",
      (parts: Value) => joinSplit(collectNow(parts).map((part) => asString(part) ?? "")),
    ),
    urljoin: nativeFunction(
      "urljoin",
      "base, url, allow_fragments=True",
      (base: Value, url: Value) =>
        str(base) === ""
          ? str(url)
          : str(url) === ""
          ? str(base)
          : new URL(str(url), str(base)).href,
    ),
    parse_qsl: nativeFunction(
      "parse_qsl",
      "qs, keep_blank_values=False, strict_parsing=False",
      (query: Value) => new PyList(pairs(str(query)).map((pair) => tuple(pair))),
    ),
    parse_qs: nativeFunction(
      "parse_qs",
      "qs, keep_blank_values=False, strict_parsing=False",
      (query: Value) => {
        const result = new PyDict();
        for (const [key, value] of pairs(str(query))) {
          const list = result.get(key);
          if (list instanceof PyList) list.items.push(value);
          else result.set(key, new PyList([value]));
        }
        return result;
      },
    ),
  });
};

/** Module `urllib`. */
export const createPackage: NativeModuleFactory = () => nativeModule("urllib", {});
