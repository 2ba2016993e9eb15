import { type ConnectionParameters, parseDatabaseUrl } from "../config/connection/mod.ts";
import { hidePasswords, isSecret } from "../config/secrets.ts";
import { ConnectionError } from "../errors/mod.ts";
import type { DoctorFinding, DoctorSection } from "./finding.ts";

/** What stands for what is left out. */
const MASK = "***";

/** Shorter values are too likely to be words of the report. */
const SHORTEST = 4;

/** Variables whose names look like those of secrets, and which hold a path. */
const PATHS = /^(?:OLD)?PWD$/;

/** Names and addresses that say nothing of anybody's network. */
const LOCAL = /^(?:localhost|127\.0\.0\.1|::1|\/.*)$/;

/**
 * Leaves out of a report what must not be read in public: passwords, and the values of environment variables that
 * look like secrets, wherever they come up, even bare in a message of env.py's own; and on request the names and
 * addresses of servers.
 */
export class Redaction {
  readonly #texts = new Set<string>();
  readonly #maskHosts: boolean;

  constructor(environment: Readonly<Record<string, string>>, maskHosts: boolean) {
    this.#maskHosts = maskHosts;
    for (const [name, value] of Object.entries(environment)) {
      if (PATHS.test(name) || !isSecret(name, value)) continue;
      if (value.includes("://")) this.addUrl(value);
      else this.#add(value);
    }
  }

  /** What a URL holds, in case a message holds it without the URL. */
  addUrl(url: string): void {
    try {
      const { username, password, host } = parseDatabaseUrl(url);
      // What is no secret elsewhere in the URL is none here.
      if (password !== null && password !== username) {
        this.#add(password);
        this.#add(encodeURIComponent(password));
      }
      for (const each of host?.split(",") ?? []) this.#addHost(each);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      // What cannot be taken apart may hold one anywhere.
      this.#add(url);
    }
  }

  /** What is connected with, wherever it came from. */
  addParameters(parameters: ConnectionParameters): void {
    if (parameters.kind === "pglite") return;
    for (const { host, address, password } of parameters.hosts) {
      if (password !== null && password !== parameters.user) this.#add(password);
      this.#addHost(host);
      if (address !== null) this.#addHost(address);
    }
    if (parameters.ssl.keyPassword !== null) this.#add(parameters.ssl.keyPassword);
  }

  /** The text without any of it. */
  clean(text: string): string {
    let cleaned = hidePasswords(text);
    for (const secret of [...this.#texts].sort((a, b) => b.length - a.length)) {
      const pattern = secret.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      cleaned = cleaned.replace(new RegExp(`(?<!\\w)${pattern}(?!\\w)`, "g"), MASK);
    }
    if (!this.#maskHosts) return cleaned;
    return cleaned.replace(/\b(?!127\.)\d{1,3}(?:\.\d{1,3}){3}\b/g, MASK);
  }

  /** A section without any of it. */
  cleanSection({ title, findings }: DoctorSection): DoctorSection {
    return { title, findings: findings.map((finding) => this.#cleanFinding(finding)) };
  }

  #cleanFinding({ message, hint, ...finding }: DoctorFinding): DoctorFinding {
    return {
      ...finding,
      message: this.clean(message),
      hint: hint === null ? null : this.clean(hint),
    };
  }

  #add(secret: string): void {
    if (secret.length >= SHORTEST) this.#texts.add(secret);
  }

  #addHost(host: string): void {
    if (this.#maskHosts && !LOCAL.test(host)) this.#add(host);
  }
}
