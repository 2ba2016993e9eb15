import { Invalid } from "./errors.ts";
import { ownValue } from "../../../config/own_value.ts";

/** One of the hosts of a URL. */
export interface UrlHost {
  readonly username: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
}

/** The parts of a URL as pydantic tells them apart, percent-encoded where they must be. */
export interface UrlParts {
  readonly scheme: string;
  readonly hosts: readonly UrlHost[];
  readonly path: string | null;
  readonly query: string | null;
  readonly fragment: string | null;
}

/** The ports that the URLs of the web leave out. */
const WEB_PORTS: Readonly<Record<string, number | null>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  ftp: 21,
  file: null,
};

/** Whether a scheme is one of those that browsers know: their hosts are lower-cased, their path is never empty. */
export function isWebScheme(scheme: string): boolean {
  return Object.hasOwn(WEB_PORTS, scheme);
}

/** The port that stands for none with a scheme of the web. */
export function webPort(scheme: string): number | null {
  return ownValue(WEB_PORTS, scheme) ?? null;
}

/** Splits a URL. Throws `Invalid` with pydantic's words. */
export function parseUrl(text: string, isMultiHost: boolean): UrlParts {
  const match = /^\s*([A-Za-z][A-Za-z0-9+.-]*):(\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s
    .exec(text.trim());
  if (match === null) throw invalid("relative URL without a base");
  const [, given = "", slashes, authority = "", path = "", query, fragment] = match;
  const scheme = given.toLowerCase();
  const isWeb = isWebScheme(scheme);
  if (isMultiHost && authority === "") throw invalid("empty host");
  if (isWeb && scheme !== "file" && (slashes === undefined || authority === "")) {
    throw invalid("empty host");
  }
  return {
    scheme,
    hosts: slashes === undefined || authority === ""
      ? []
      : hostsOf(authority, scheme, isMultiHost ? "," : null),
    path: path === "" ? (isWeb ? "/" : null) : encode(path, ' "<>`{}'),
    query: query === undefined ? null : encode(query, isWeb ? " \"<>'" : ' "<>'),
    fragment: fragment === undefined ? null : encode(fragment, ' "<>`'),
  };
}

function hostsOf(authority: string, scheme: string, separator: string | null): UrlHost[] {
  const parts = separator === null ? [authority] : authority.split(separator);
  return parts.map((part) => {
    const at = part.lastIndexOf("@");
    const user = at < 0 ? null : part.slice(0, at);
    const colon = user?.indexOf(":") ?? -1;
    const address = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(part.slice(at + 1));
    const [, host = "", portText = ""] = address ?? [];
    const port = portText === "" ? null : Number(portText);
    if (address === null || port !== null && !(/^\d+$/.test(portText) && port < 65_536)) {
      throw invalid("invalid port number");
    }
    if (/[\s#<>?@\\^|%]/.test(host) && !host.startsWith("[")) {
      throw invalid("invalid domain character");
    }
    const hides = port !== null && port === webPort(scheme);
    const name = user === null || colon < 0 ? user : user.slice(0, colon);
    const password = user === null || colon < 0 ? null : user.slice(colon + 1);
    return {
      username: name === null || name === "" ? null : encode(name, USER_INFO),
      password: password === null || password === "" ? null : encode(password, USER_INFO),
      host: host === "" ? null : isWebScheme(scheme) ? host.toLowerCase() : host,
      port: hides ? null : port,
    };
  });
}

const USER_INFO = ' "#<>?`{}/:;=@[\\]^|';

function encode(text: string, characters: string): string {
  let result = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    result += code < 0x20 || code > 0x7e || characters.includes(character)
      ? [...new TextEncoder().encode(character)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("")
      : character;
  }
  return result;
}

/** The text of a URL. */
export function urlText({ scheme, hosts, path, query, fragment }: UrlParts): string {
  const authority = hosts.map(({ username, password, host, port }) => {
    const secret = password === null ? "" : `:${password}`;
    const user = username === null && password === null ? "" : `${username ?? ""}${secret}@`;
    return `${user}${host ?? ""}${port === null ? "" : `:${port}`}`;
  }).join(",");
  const slashes = hosts.length > 0 || path?.startsWith("/") ? "//" : "";
  return `${scheme}:${slashes}${authority}${path ?? ""}${query === null ? "" : `?${query}`}${
    fragment === null ? "" : `#${fragment}`
  }`;
}

function invalid(why: string): Invalid {
  return new Invalid(`Input should be a valid URL, ${why}`);
}
