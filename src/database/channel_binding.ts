/** Hashes of certificates by the algorithm that signed them, as RFC 5929 has it for `tls-server-end-point`. */
const hashes: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.4": "SHA-256", // MD5 with RSA; weak hashes are replaced.
  "1.2.840.113549.1.1.5": "SHA-256", // SHA-1 with RSA
  "1.2.840.113549.1.1.11": "SHA-256",
  "1.2.840.113549.1.1.12": "SHA-384",
  "1.2.840.113549.1.1.13": "SHA-512",
  "1.2.840.10045.4.1": "SHA-256", // SHA-1 with ECDSA
  "1.2.840.10045.4.3.2": "SHA-256",
  "1.2.840.10045.4.3.3": "SHA-384",
  "1.2.840.10045.4.3.4": "SHA-512",
};

/**
 * What a SCRAM exchange is bound to: the hash of the server's certificate (DER). `null` where the
 * certificate's signature has no hash of its own to take (Ed25519, RSA-PSS).
 */
export async function channelBindingData(certificate: Uint8Array): Promise<Uint8Array | null> {
  const hash = hashes[signatureAlgorithm(certificate)];
  if (hash === undefined) return null;
  return new Uint8Array(await crypto.subtle.digest(hash, new Uint8Array(certificate)));
}

/** The object identifier of the algorithm that signed a certificate: its second part begins with it. */
function signatureAlgorithm(certificate: Uint8Array): string {
  const whole = element(certificate, 0);
  const signed = element(certificate, whole.start);
  const algorithm = element(certificate, signed.end);
  const identifier = element(certificate, algorithm.start);
  return objectIdentifier(certificate.subarray(identifier.start, identifier.end));
}

/** Where the content of a DER element lies. */
function element(data: Uint8Array, offset: number): { start: number; end: number } {
  const first = data[offset + 1] ?? 0;
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first };
  const count = first & 0x7f;
  let length = 0;
  for (const byte of data.subarray(offset + 2, offset + 2 + count)) length = length * 256 + byte;
  const start = offset + 2 + count;
  return { start, end: start + length };
}

function objectIdentifier(bytes: Uint8Array): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...others] = numbers;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...others].join(".");
}
