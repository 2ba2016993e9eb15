import { valueError } from "../../../runtime/mod.ts";
import { reprText } from "../../../runtime/text_repr.ts";

/** The parts of a URL as `urlsplit` tells them apart. */
export interface UrlParts {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

// Schemes whose URLs have a network location, parameters, or relative forms, as the module lists them.
const WITH_PATHS = [
  "",
  "ftp",
  "http",
  "gopher",
  "nntp",
  "imap",
  "wais",
  "file",
  "https",
  "shttp",
  "mms",
  "prospero",
  "rtsp",
  "rtspu",
  "sftp",
  "svn",
  "svn+ssh",
  "ws",
  "wss",
];
export const RELATIVE: ReadonlySet<string> = new Set(WITH_PATHS);
export const NETWORK: ReadonlySet<string> = new Set([
  ...WITH_PATHS,
  "telnet",
  "snews",
  "rsync",
  "nfs",
  "git",
  "git+ssh",
]);
const PARAMETERS = new Set([
  "",
  "ftp",
  "hdl",
  "prospero",
  "http",
  "imap",
  "https",
  "shttp",
  "rtsp",
  "rtspu",
  "sip",
  "sips",
  "mms",
  "sftp",
  "tel",
]);

/** Splits a URL; `scheme` is for those that have none. */
export function splitUrl(given: string, scheme: string, fragments: boolean): UrlParts {
  // deno-lint-ignore no-control-regex -- WHATWG: control characters in front are dropped
  let url = given.replace(/^[\x00-\x20]+/, "").replace(/[\t\r\n]/g, "");
  // deno-lint-ignore no-control-regex -- likewise
  let found = scheme.replace(/^[\x00-\x20]+|[\x00-\x20]+$/g, "").replace(/[\t\r\n]/g, "");
  const named = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url);
  if (named !== null) {
    found = named[1]!.toLowerCase();
    url = url.slice(named[0].length);
  }
  let netloc = "";
  if (url.startsWith("//")) {
    netloc = /^[^/?#]*/.exec(url.slice(2))![0];
    url = url.slice(2 + netloc.length);
    checkNetloc(netloc);
  }
  let fragment = "";
  let query = "";
  if (fragments) [url, fragment] = cut(url, "#");
  [url, query] = cut(url, "?");
  return { scheme: found, netloc, path: url, query, fragment };
}

/** The text before a mark and that after it. */
function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function checkNetloc(netloc: string): void {
  if (netloc.includes("[") !== netloc.includes("]")) throw valueError("Invalid IPv6 URL");
  if (netloc.includes("[")) checkBracketed(cut(cut(netloc, "[")[1], "]")[0]);
  // deno-lint-ignore no-control-regex -- only other characters have forms that matter
  if (!/[^\x00-\x7f]/.test(netloc)) return;
  const bare = netloc.replace(/[@:#?]/g, "");
  const normal = bare.normalize("NFKC");
  if (normal !== bare && /[/?#@:]/.test(normal)) {
    throw valueError(
      `netloc '${netloc}' contains invalid characters under NFKC normalization`,
    );
  }
}

/** What stands in brackets must be an IPv6 address, or `v` with a version. */
function checkBracketed(host: string): void {
  if (host.startsWith("v")) {
    if (!/^v[a-fA-F0-9]+\..+$/.test(host)) throw valueError("IPvFuture address is invalid");
    return;
  }
  const address = cut(host, "%")[0];
  if (isIpv6(address)) return;
  throw valueError(
    /^\d+(\.\d+){3}$/.test(address)
      ? "An IPv4 address cannot be in brackets"
      : `${reprText(host)} does not appear to be an IPv4 or IPv6 address`,
  );
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = (half: string): number | null => {
    if (half === "") return 0;
    const parts = half.split(":");
    let count = 0;
    for (const [index, part] of parts.entries()) {
      if (index === parts.length - 1 && /^\d+(\.\d+){3}$/.test(part)) count += 2;
      else if (/^[0-9a-fA-F]{1,4}$/.test(part)) count++;
      else return null;
    }
    return count;
  };
  const counts = halves.map(groups);
  if (counts.includes(null)) return false;
  const total = counts.reduce((sum: number, count) => sum + count!, 0);
  return halves.length === 2 ? total < 8 : total === 8;
}

/** The path without its last parameters, and these, where the scheme has such. */
export function splitParameters(scheme: string, path: string): [path: string, params: string] {
  if (!PARAMETERS.has(scheme)) return [path, ""];
  const at = path.indexOf(";", Math.max(0, path.lastIndexOf("/")));
  return at < 0 ? [path, ""] : [path.slice(0, at), path.slice(at + 1)];
}

/** `urlunsplit` */
export function joinUrl({ scheme, netloc, path, query, fragment }: UrlParts): string {
  let url = path;
  if (netloc !== "" || (scheme !== "" && NETWORK.has(scheme) && !url.startsWith("//"))) {
    if (url !== "" && !url.startsWith("/")) url = `/${url}`;
    url = `//${netloc}${url}`;
  }
  if (scheme !== "") url = `${scheme}:${url}`;
  if (query !== "") url += `?${query}`;
  if (fragment !== "") url += `#${fragment}`;
  return url;
}

/** `urljoin` (RFC 3986, 5.2). */
export function resolveUrl(base: string, url: string, fragments: boolean): string {
  if (base === "") return url;
  if (url === "") return base;
  const from = splitUrl(base, "", fragments);
  const to = splitUrl(url, from.scheme, fragments);
  if (to.scheme !== from.scheme || !RELATIVE.has(to.scheme)) return url;
  let { netloc } = to;
  if (NETWORK.has(to.scheme)) {
    if (netloc !== "") return joinUrl(to);
    netloc = from.netloc;
  }
  const [fromPath] = splitParameters(from.scheme, from.path);
  if (to.path === "") {
    return joinUrl({ ...to, netloc, path: from.path, query: to.query || from.query });
  }
  const [toPath, params] = splitParameters(to.scheme, to.path);
  if (toPath === "" && params === "") {
    return joinUrl({ ...to, netloc, path: from.path, query: to.query || from.query });
  }
  const path = mergePaths(fromPath, toPath);
  return joinUrl({ ...to, netloc, path: params === "" ? path : `${path};${params}` });
}

function mergePaths(from: string, to: string): string {
  const base = from.split("/");
  if (base.at(-1) !== "") base.pop();
  let segments = to.split("/");
  if (!to.startsWith("/")) {
    segments = [...base, ...segments];
    segments = [
      segments[0]!,
      ...segments.slice(1, -1).filter((segment) => segment !== ""),
      ...(segments.length > 1 ? [segments.at(-1)!] : []),
    ];
  }
  const resolved: string[] = [];
  for (const segment of segments) {
    if (segment === "..") resolved.pop();
    else if (segment !== ".") resolved.push(segment);
  }
  if (segments.at(-1) === "." || segments.at(-1) === "..") resolved.push("");
  return resolved.join("/") || "/";
}
