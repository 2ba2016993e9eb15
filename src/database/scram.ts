const encoder = new TextEncoder();

/** The channel that a SCRAM exchange is bound to, or why it is not. */
export type ChannelBinding =
  | { readonly kind: "bound"; readonly data: Uint8Array }
  /** The client could bind and believes that the server cannot. */
  | { readonly kind: "possible" }
  | { readonly kind: "none" };

/** Why a SCRAM exchange failed. */
export class ScramError extends Error {}

/**
 * The client's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802 and 7677), as PostgreSQL uses
 * it: the user's name is left out, it stands in the start-up message.
 */
export class ScramClient {
  readonly mechanism: string;
  readonly #header: string;
  readonly #channel: ChannelBinding;
  readonly #nonce: string;
  #serverSignature = "";

  constructor(channel: ChannelBinding, nonce: string = randomNonce()) {
    this.mechanism = channel.kind === "bound" ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256";
    this.#channel = channel;
    this.#header =
      { bound: "p=tls-server-end-point,,", possible: "y,,", none: "n,," }[channel.kind];
    this.#nonce = nonce;
  }

  /** The first message. */
  get first(): string {
    return `${this.#header}${this.#firstBare}`;
  }

  get #firstBare(): string {
    return `n=,r=${this.#nonce}`;
  }

  /** The answer to the server's first message: the proof that the password is known. */
  async answer(serverFirst: string, password: string): Promise<string> {
    const found = attributes(serverFirst);
    const nonce = found.get("r") ?? "";
    const iterations = Number(found.get("i"));
    const salt = found.get("s");
    if (!nonce.startsWith(this.#nonce) || nonce === this.#nonce) {
      throw new ScramError("the server's nonce does not continue the client's");
    }
    if (salt === undefined || !(iterations >= 1)) {
      throw new ScramError("the server's first message has no salt or no iteration count");
    }
    const bound = this.#channel.kind === "bound" ? this.#channel.data : new Uint8Array();
    const header = [...encoder.encode(this.#header), ...bound];
    const withoutProof = `c=${base64(new Uint8Array(header))},r=${nonce}`;
    const authMessage = `${this.#firstBare},${serverFirst},${withoutProof}`;
    const salted = await pbkdf2(saslPrepare(password), fromBase64(salt), iterations);
    const clientKey = await hmac(salted, "Client Key");
    const storedKey = await crypto.subtle.digest("SHA-256", clientKey);
    const signature = await hmac(new Uint8Array(storedKey), authMessage);
    const proof = clientKey.map((byte, index) => byte ^ signature[index]!);
    const serverKey = await hmac(salted, "Server Key");
    this.#serverSignature = base64(await hmac(serverKey, authMessage));
    return `${withoutProof},p=${base64(proof)}`;
  }

  /** Checks the server's last message: that it, too, knows the password. */
  verify(serverFinal: string): void {
    const found = attributes(serverFinal);
    if (this.#serverSignature === "" || found.get("v") !== this.#serverSignature) {
      throw new ScramError("the server could not prove that it knows the password");
    }
  }
}

function attributes(message: string): Map<string, string> {
  return new Map(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}

/**
 * SASLprep (RFC 4013) as far as it changes a password: other blanks become spaces, invisible characters
 * go, and compatible forms are unified.
 */
function saslPrepare(password: string): string {
  if (/^[\x20-\x7e]*$/.test(password)) return password;
  return password
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replace(
      /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g,
      "",
    )
    .normalize("NFKC");
}

async function pbkdf2(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", encoder.encode(password), "PBKDF2", false, [
    "deriveBits",
  ]);
  const settings = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(settings, key, 256));
}

async function hmac(
  key: Uint8Array<ArrayBuffer>,
  message: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(message)));
}

function randomNonce(): string {
  return base64(crypto.getRandomValues(new Uint8Array(18)));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
