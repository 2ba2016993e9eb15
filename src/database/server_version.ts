/**
 * The number that `server_version_num` has for a version as `server_version` tells it at the start of
 * a session: `15.18 (Debian …)` is 150018, `9.6.24` is 90624, `19devel` is 190000.
 */
export function serverVersionNumber(version: string): number {
  const [major = 0, minor = 0, patch = 0] = (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0")
    .split(".")
    .map(Number);
  return major >= 10 ? major * 10_000 + minor : major * 10_000 + minor * 100 + patch;
}
