/**
 * SCRAM-SHA-256 without channel binding (RFC 5802 and 7677), as a server asks for it that stores no password
 * but what proves one.
 */

const encoder = new TextEncoder();

/** What a client says to prove that it knows a password. */
export class ScramClient {
  readonly #password: string;
  readonly #nonce: string;
  #serverSignature = "";

  constructor(password: string, nonce: string = randomNonce()) {
    this.#password = password;
    this.#nonce = nonce;
  }

  /** The first message: the server knows the user from the start of the session. */
  get first(): string {
    return `n,,${this.#bare}`;
  }

  get #bare(): string {
    return `n=*,r=${this.#nonce}`;
  }

  /** The answer to the server's first message. */
  async proof(serverFirst: string): Promise<string> {
    const { r: nonce = "", s: salt = "", i: iterations = "" } = attributes(serverFirst);
    if (
      !nonce.startsWith(this.#nonce) || nonce === this.#nonce || !/^[1-9]\d{0,8}$/.test(iterations)
    ) {
      throw new Error("the server's part of the SCRAM exchange is not valid");
    }
    const salted = await derive(prepared(this.#password), bytesOf(salt), Number(iterations));
    const clientKey = await hmac(salted, "Client Key");
    const storedKey = new Uint8Array(await crypto.subtle.digest("SHA-256", clientKey));
    const withoutProof = `c=biws,r=${nonce}`;
    const message = `${this.#bare},${serverFirst},${withoutProof}`;
    const signature = await hmac(storedKey, message);
    this.#serverSignature = base64(await hmac(await hmac(salted, "Server Key"), message));
    return `${withoutProof},p=${base64(clientKey.map((byte, index) => byte ^ signature[index]!))}`;
  }

  /** Throws unless the server's last message proves that it knows the password as well. */
  verify(serverFinal: string): void {
    if (this.#serverSignature === "" || attributes(serverFinal).v !== this.#serverSignature) {
      throw new Error("the server does not prove that it knows the password");
    }
  }
}

function randomNonce(): string {
  return base64(crypto.getRandomValues(new Uint8Array(18)));
}

/** The attributes of a message, each a letter and a value. */
function attributes(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}

/**
 * SASLprep (RFC 4013) as far as it changes a password. What it forbids is let through, as PostgreSQL does, which
 * takes such a password as it is.
 */
function prepared(password: string): string {
  return password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, " ")
    .replace(/[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g, "")
    .normalize("NFKC");
}

async function derive(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", encoder.encode(password), "PBKDF2", false, [
    "deriveBits",
  ]);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}

async function hmac(
  secret: Uint8Array<ArrayBuffer>,
  message: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(message)));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
