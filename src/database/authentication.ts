import type { Platform } from "../platform/mod.ts";
import type { BackendMessage } from "./backend_message.ts";
import type { MessageStream } from "./message_stream.ts";
import { type ChannelBinding, ScramClient } from "./scram.ts";
import { concatenate, encodePassword, encodeSaslAnswer, encodeSaslInitial } from "./wire.ts";

type Request = Extract<BackendMessage, { readonly name: "authentication" }>;

/** Who wants in, and how far the client goes to prove it. */
export interface Credentials {
  readonly user: string;
  /** Gives the password, or throws where there is none. */
  readonly password: () => string;
  /** What the encrypted channel gives to bind to; `null` where there is none. */
  readonly channelData: Uint8Array | null;
  readonly channelBinding: "disable" | "prefer" | "require";
}

/** The words for a server that does not do what `channel_binding=require` asks for. */
const unbound = "channel_binding=require was asked for, and the server does not offer it";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Answers the server's requests for authentication (PostgreSQL manual, 55.2.1 and 55.3). */
export class Authentication {
  readonly #credentials: Credentials;
  readonly #md5: Platform["md5"];
  #scram: ScramClient | null = null;
  #proven = false;

  constructor(credentials: Credentials, md5: Platform["md5"]) {
    this.#credentials = credentials;
    this.#md5 = md5;
  }

  async answer({ request, data }: Request, stream: MessageStream): Promise<void> {
    switch (request) {
      case 0:
        return this.#accepted();
      case 3:
        return await stream.write(encodePassword(this.#password()));
      case 5:
        return await stream.write(encodePassword(await this.#md5Password(data)));
      case 10: {
        const scram = this.#begin(decoder.decode(data).split("\0"));
        return await stream.write(encodeSaslInitial(scram.mechanism, scram.first));
      }
      case 11: {
        const answer = await this.#scram!.answer(
          decoder.decode(data),
          this.#credentials.password(),
        );
        return await stream.write(encodeSaslAnswer(answer));
      }
      case 12:
        this.#scram!.verify(decoder.decode(data));
        this.#proven = true;
        return;
      default:
        throw new Error(
          `the server asks for a way of authentication (number ${request}) that is not supported`,
        );
    }
  }

  #accepted(): void {
    if (this.#scram !== null && !this.#proven) {
      throw new Error("the server ended the authentication without its own proof");
    }
    const isBound = this.#scram?.mechanism === "SCRAM-SHA-256-PLUS";
    if (this.#credentials.channelBinding === "require" && !isBound) throw new Error(unbound);
  }

  /** A password that travels by itself is not given to a server that should have been bound. */
  #password(): string {
    if (this.#credentials.channelBinding === "require") throw new Error(unbound);
    return this.#credentials.password();
  }

  async #md5Password(salt: Uint8Array): Promise<string> {
    const inner = await this.#md5(encoder.encode(this.#password() + this.#credentials.user));
    return `md5${await this.#md5(concatenate([encoder.encode(inner), salt.subarray(0, 4)]))}`;
  }

  #begin(mechanisms: readonly string[]): ScramClient {
    const { channelData, channelBinding } = this.#credentials;
    const offersBinding = mechanisms.includes("SCRAM-SHA-256-PLUS");
    let binding: ChannelBinding = { kind: "none" };
    if (channelBinding !== "disable" && channelData !== null) {
      binding = offersBinding ? { kind: "bound", data: channelData } : { kind: "possible" };
    }
    if (channelBinding === "require" && binding.kind !== "bound") throw new Error(unbound);
    if (!mechanisms.includes("SCRAM-SHA-256") && binding.kind !== "bound") {
      const offered = mechanisms.filter((name) => name !== "").join(", ");
      throw new Error(`the server offers only ways of authentication unknown here: ${offered}`);
    }
    this.#scram = new ScramClient(binding);
    return this.#scram;
  }
}
