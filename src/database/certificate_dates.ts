const CERTIFICATE = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g;

/** Which certificates of a file hold at a moment, in PEM. The library that checks chains does not look at their dates. */
export function certificatesAt(pem: string, now: Date): readonly string[] {
  const found: string[] = [];
  for (const [text, base64 = ""] of pem.matchAll(CERTIFICATE)) {
    const dates = validity(base64);
    if (dates === null || (dates.from <= now && now <= dates.to)) found.push(text);
  }
  return found;
}

/** The dates of a certificate (RFC 5280, 4.1); `null` where it cannot be read, which others will say. */
function validity(base64: string): { readonly from: Date; readonly to: Date } | null {
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s/g, "")), (each) => each.charCodeAt(0));
    const whole = elements(bytes)[0]!;
    const fields = elements(elements(whole.content)[0]!.content);
    // The version, which comes first, may be left out; then serial number, signature and issuer.
    const dates = elements(fields[fields[0]!.tag === 0xa0 ? 4 : 3]!.content);
    return { from: time(dates[0]!), to: time(dates[1]!) };
  } catch {
    return null;
  }
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The elements that stand one after the other in DER. */
function elements(bytes: Uint8Array): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at]!;
    let length = bytes[at + 1]!;
    at += 2;
    if (length > 0x7f) {
      const digits = bytes.subarray(at, at += length & 0x7f);
      length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
    }
    found.push({ tag, content: bytes.subarray(at, at += length) });
  }
  return found;
}

/** UTCTime `YYMMDDHHMMSSZ`, with years up to 2049, or GeneralizedTime `YYYYMMDDHHMMSSZ`. */
function time({ tag, content }: Element): Date {
  const text = String.fromCharCode(...content);
  const year = tag === 0x17 ? (text < "50" ? `20${text}` : `19${text}`) : text;
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(year)!;
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}
