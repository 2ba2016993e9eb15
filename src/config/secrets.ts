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

/**
 * The text with the passwords of the URLs in it replaced by `***`, for texts that may quote a whole URL:
 * what stands between the user's name and the last `@`, and the values of `password` parameters.
 */
export function hidePasswords(text: string): string {
  return text
    .replace(/([a-z][\w+.-]*:\/\/[^\s:/?#@'"]*):[^\s'"]*@/gi, "$1:***@")
    .replace(/([?&](?:ssl)?password=)[^\s&'"]*/gi, "$1***");
}

/** Whether a value under this option name is likely to hold a password, or to be a part of one. */
export function isSecret(option: string, value: string): boolean {
  return value.includes("://") || /url|uri|dsn|password|passwd|secret|token|pwd/i.test(option);
}
