/** The `file:` URL of an absolute path, with what a URL would read otherwise percent-encoded. */
export function pathToFileUrl(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  const encoded = slashed.split("/").map(encodeURIComponent).join("/").replace(
    /^([A-Za-z])%3A/,
    "$1:",
  );
  return encoded.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}
