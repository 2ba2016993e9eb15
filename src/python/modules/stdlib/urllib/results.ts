import {
  asString,
  nativeClass,
  type NativePropertyEntry,
  type PyClass,
  PyTuple,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { reprText } from "../../../runtime/text_repr.ts";
import { namedTuple } from "../named_tuple.ts";
import { joinUrl } from "./url.ts";

const item = (self: PyTuple, index: number): string => asString(self.items[index] ?? "") ?? "";

/** The network location apart: `user:password@host:port`. */
function network(self: PyTuple) {
  const netloc = item(self, 1);
  const at = netloc.lastIndexOf("@");
  const info = at < 0 ? null : netloc.slice(0, at);
  const colon = info?.indexOf(":") ?? -1;
  const place = netloc.slice(at + 1);
  const match = /^[^[]*\[([^\]]*)\]?(?:[^:]*:(.*))?|^([^:]*)(?::(.*))?$/s.exec(place);
  return {
    user: info === null ? null : colon < 0 ? info : info.slice(0, colon),
    password: info === null || colon < 0 ? null : info.slice(colon + 1),
    host: match?.[1] ?? match?.[3] ?? "",
    port: match?.[2] ?? match?.[4] ?? "",
  };
}

const properties: Readonly<Record<string, NativePropertyEntry>> = {
  username: (self: PyTuple) => network(self).user,
  password: (self: PyTuple) => network(self).password,
  hostname: (self: PyTuple) => {
    const { host } = network(self);
    if (host === "") return null;
    // The zone of an address keeps its case.
    const zone = host.indexOf("%");
    return zone < 0 ? host.toLowerCase() : host.slice(0, zone).toLowerCase() + host.slice(zone);
  },
  port: (self: PyTuple) => {
    const { port } = network(self);
    if (port === "") return null;
    if (!/^[0-9]+$/.test(port)) {
      throw valueError(`Port could not be cast to integer value as ${reprText(port)}`);
    }
    const number = Number(port);
    if (number > 65535) throw valueError("Port out of range 0-65535");
    return number;
  },
};

function resultClass(
  name: string,
  fields: readonly string[],
  geturl: (self: PyTuple) => string,
  entries: Readonly<Record<string, NativePropertyEntry>>,
): PyClass {
  return nativeClass({
    name,
    module: "urllib.parse",
    bases: [namedTuple(name, fields, "urllib.parse")],
    methods: { geturl: ["", geturl] },
    properties: entries,
  });
}

/** `urlunsplit` of five values. */
export function joinFive(values: readonly Value[]): string {
  const [scheme = "", netloc = "", path = "", query = "", fragment = ""] = values.map((value) =>
    asString(value) ?? ""
  );
  return joinUrl({ scheme, netloc, path, query, fragment });
}

/** `urlunparse` of six values: the parameters belong to the path. */
export function joinSix(values: readonly Value[]): string {
  const texts = values.map((value) => asString(value) ?? "");
  const [scheme = "", netloc = "", path = "", params = "", query = "", fragment = ""] = texts;
  return joinUrl({
    scheme,
    netloc,
    path: params === "" ? path : `${path};${params}`,
    query,
    fragment,
  });
}

export const splitResultClass: PyClass = resultClass(
  "SplitResult",
  ["scheme", "netloc", "path", "query", "fragment"],
  (self) => joinFive(self.items),
  properties,
);

export const parseResultClass: PyClass = resultClass(
  "ParseResult",
  ["scheme", "netloc", "path", "params", "query", "fragment"],
  (self) => joinSix(self.items),
  properties,
);

export const defragResultClass: PyClass = resultClass(
  "DefragResult",
  ["url", "fragment"],
  (self) => item(self, 1) === "" ? item(self, 0) : `${item(self, 0)}#${item(self, 1)}`,
  {},
);
