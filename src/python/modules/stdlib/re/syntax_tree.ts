/** A part of a pattern. Flags in force are already worked into the parts that they concern. */
export type Node =
  | { readonly kind: "character"; readonly code: number; readonly folding: Folding }
  | { readonly kind: "any"; readonly newline: boolean }
  | CharacterSet
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly branches: readonly Node[] }
  | { readonly kind: "group"; readonly index: number; readonly body: Node }
  | {
    readonly kind: "repeat";
    readonly min: number;
    /** Infinity where there is no bound. */
    readonly max: number;
    readonly mode: "greedy" | "lazy" | "possessive";
    readonly body: Node;
  }
  | { readonly kind: "position"; readonly at: Position }
  | {
    readonly kind: "look";
    /** How many characters back the part begins; 0 for a lookahead. */
    readonly back: number;
    readonly negative: boolean;
    readonly body: Node;
  }
  | { readonly kind: "atomic"; readonly body: Node }
  | { readonly kind: "reference"; readonly group: number; readonly folding: Folding }
  | {
    readonly kind: "condition";
    readonly group: number;
    readonly yes: Node;
    readonly no: Node;
  };

/** How characters are compared: as they are, without case in ASCII, without case in Unicode. */
export type Folding = "none" | "ascii" | "unicode";

/** `[…]`, and the classes such as `\d` outside of one. */
export interface CharacterSet {
  readonly kind: "set";
  readonly negative: boolean;
  readonly members: readonly SetMember[];
  readonly folding: Folding;
}

export type SetMember =
  | { readonly from: number; readonly to: number }
  | { readonly category: Category; readonly negative: boolean; readonly ascii: boolean };

export type Category = "digit" | "space" | "word";

export type Position =
  | "start"
  | "end"
  | "line start"
  | "line end"
  | "end or last newline"
  | "unicode boundary"
  | "unicode inside"
  | "ascii boundary"
  | "ascii inside";

/** A parsed pattern. */
export interface ParsedPattern {
  readonly body: Node;
  /** Number of groups, the whole match not counted. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** Flags, those inline at the start included. */
  readonly flags: number;
}
