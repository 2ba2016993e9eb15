/** Where a socket leads: a port of a host, or a Unix domain socket. */
export type SocketAddress =
  | { readonly host: string; readonly port: number }
  | { readonly path: string };

/** How a connection is encrypted. Certificates and keys are PEM texts. */
export interface TlsSettings {
  /** Whom the certificate must name, and what is sent in the handshake where `sendName` is true. */
  readonly serverName: string;
  readonly sendName: boolean;
  readonly verifyChain: boolean;
  readonly verifyName: boolean;
  /** The authorities to trust instead of those of the system. */
  readonly authorities?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly keyPassword?: string;
  readonly minVersion?: string;
  readonly maxVersion?: string;
  readonly protocols?: readonly string[];
}

/** A two-way stream of bytes. */
export interface Socket {
  /** Waits for bytes; `null` when the other end has closed. */
  read(): Promise<Uint8Array | null>;
  /** Sends all of the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the connection; what waits on it fails. May be called twice. */
  close(): void;
}

/** An encrypted {@link Socket}. */
export interface TlsSocket extends Socket {
  /** The certificate of the other end, DER. */
  readonly peerCertificate: Uint8Array;
}

/** What a runtime offers of the network. Errors of connecting have the system's `code`. */
export interface Network {
  connect(address: SocketAddress): Promise<Socket>;
  /**
   * Connects and then encrypts. `greet` talks in plain text first; where it gives false the connection is
   * closed and the result is `null`.
   */
  connectTls(
    address: SocketAddress,
    settings: TlsSettings,
    greet: (plain: Socket) => Promise<boolean>,
  ): Promise<TlsSocket | null>;
}
