/**
 * Keeps passwords out of messages. What is shown of a user's text in an error passes through here
 * first, because the text in question is most often a database URL that is wrong in some way.
 */

/**
 * The text with every part that could be the user name or password of a URL replaced by `***`:
 * from `://` up to the last `@` of the line. Where a URL has no `@` nothing can be told apart, so
 * a `:` after the `://` hides the rest.
 */
export function hideSecrets(text: string): string {
  return text.replace(/:\/\/([^\n]*)/g, (_, rest: string) => {
    const at = rest.lastIndexOf("@");
    if (at >= 0) return `://***${rest.slice(at)}`;
    return rest.includes(":") ? "://***" : `://${rest}`;
  });
}

/** The user of a URL with the colon behind it. */
const USER = /[^\s:/?#@'"]*:/y;

/** How far behind the colon the end of a password is looked for: what a message quotes may be of any length. */
const FAR = 1024;

/** The port of a URL without a user. */
const PORT = /^\d+(?![\w@])/;

/** An option of a URL whose name says that it is a secret. */
const URL_OPTION = /([?&][^\s=&]{0,32}(?:passw|pwd|secret|token)[^\s=&]{0,32}=)[^\s&]*/gi;

/** A password in libpq's `key=value` form. */
const OPTION = /(^|[\s;,('"])((?:ssl)?password|passwd|pwd)(\s*=\s*)[^\s&]+/gim;

/**
 * The text with the passwords of the URLs in it replaced by `***`, for texts that may quote a whole URL:
 * what stands between the user's name and the last `@`, and the values of `password` options. Passwords that
 * should have been percent-encoded, with quotes, slashes or blanks, are hidden too, where need be with what follows.
 */
export function hidePasswords(text: string): string {
  return hideLogins(text).replace(URL_OPTION, "$1***").replace(OPTION, "$1$2$3***");
}

function hideLogins(text: string): string {
  let [shown, from] = ["", 0];
  for (let at = 0; (at = text.indexOf("://", at)) >= 0;) {
    USER.lastIndex = at += 3;
    if (!USER.test(text)) continue;
    at = USER.lastIndex;
    const length = passwordLength(text.slice(at, at + FAR).split("\n", 1)[0]!);
    if (length === 0) continue;
    shown += `${text.slice(from, at)}***`;
    from = at += length;
  }
  return shown + text.slice(from);
}

/** How much of the line behind the colon is the password; 0 where it is a port. */
function passwordLength(line: string): number {
  const word = /^\S*/.exec(line)![0];
  const at = word.lastIndexOf("@");
  if (at >= 0) return at;
  if (PORT.test(word)) return 0;
  const next = line.indexOf("://");
  const last = line.slice(0, next < 0 ? undefined : next).lastIndexOf("@");
  return last >= 0 ? last : word.length;
}

/** Whether a value under this option name is likely to hold a password, or to be a part of one. */
export function isSecret(option: string, value: string): boolean {
  return value.includes("://") || /url|uri|dsn|password|passwd|secret|token|pwd/i.test(option);
}
