import type { HistoryTableRequest } from "../project/history_settings.ts";
import type { ProjectRequest } from "../project/project.ts";
import type { ProtectionRequest } from "../project/protection.ts";

/** What every request carries, whatever its command. */
export interface CommonRequest extends ProjectRequest {
  readonly raiseerr: boolean;
  /** `--url` given several times: all of them, in their order. */
  readonly urls?: readonly string[];
  readonly quiet: boolean;
  /** Print the result as JSON; commands that have none do not take it. */
  readonly json?: boolean;
}

/** Several databases, or schemas of one, for the same run. */
export interface ManyRequest {
  readonly urlsFile?: string;
  /** Patterns of names of schemas. */
  readonly schemas?: readonly string[];
  readonly sharedSchema?: readonly string[];
  readonly jobs?: string;
  readonly retryFailed?: boolean;
  /** A file for the names of those where it has failed, and one that says which alone are wanted. */
  readonly failedTo?: string;
  readonly onlyFrom?: string;
}

/** The language of a new revision file. */
export type RevisionFormat = "python" | "typescript" | "sql";

export interface BranchesRequest extends CommonRequest {
  readonly command: "branches";
  readonly verbose: boolean;
}

/** What is compared with what. */
export interface ComparisonRequest {
  /** The file of the schema to compare with, instead of the models. */
  readonly target?: string;
  /** `old:new` and `table.old:new`. */
  readonly rename?: readonly string[];
  /** Compare with what the revisions make of an empty embedded database. */
  readonly offline: boolean;
  /** What is to be compared beyond Alembic, and what is not. */
  readonly compare?: readonly string[];
  readonly noCompare?: readonly string[];
}

export interface CheckRequest extends CommonRequest, ComparisonRequest {
  readonly command: "check";
}

/** A shell whose command lines can be completed. */
export type Shell = "bash" | "zsh" | "fish";

export interface CompletionsRequest extends CommonRequest {
  readonly command: "completions";
  readonly shell: Shell;
}

export interface CurrentRequest extends CommonRequest {
  readonly command: "current";
  readonly verbose: boolean;
  readonly checkHeads: boolean;
}

/** `upgrade` and `downgrade`. */
export interface MigrateRequest
  extends CommonRequest, ProtectionRequest, HistoryTableRequest, ManyRequest {
  readonly command: "upgrade" | "downgrade";
  /** `upgrade`: refuse changed files. */
  readonly strict?: boolean;
  /** `downgrade`: take back what no file has with the recorded SQL, without asking. */
  readonly recorded?: boolean;
  readonly revision: string;
  readonly sql: boolean;
  readonly tag?: string;
  readonly planFirst: boolean;
  readonly yes: boolean;
}

/** The level of findings with which a command fails. */
export type FailOn = "error" | "warning" | "notice" | "never";

export interface PlanRequest extends CommonRequest {
  readonly command: "plan";
  readonly target?: string;
  readonly down: boolean;
  readonly failOn?: FailOn;
  readonly tag?: string;
  readonly verbose: boolean;
}

export interface LintRequest extends CommonRequest {
  readonly command: "lint";
  readonly range?: string;
  readonly failOn?: FailOn;
  readonly format?: "text" | "github";
  readonly verbose: boolean;
}

/** `edit` and `show`. */
export interface SymbolRequest extends CommonRequest {
  readonly command: "edit" | "show";
  readonly rev: string;
}

export interface DoctorRequest extends CommonRequest {
  readonly command: "doctor";
  /** Leave names and addresses of servers out. */
  readonly maskHosts: boolean;
}

export interface EnsureVersionRequest extends CommonRequest, ProtectionRequest {
  readonly command: "ensure_version";
  readonly sql: boolean;
}

/** How `graph` writes its picture. */
export type PictureFormat = "svg" | "mermaid" | "dot";

export interface GraphRequest extends CommonRequest {
  readonly command: "graph";
  readonly revRange?: string;
  readonly indicateCurrent: boolean;
  readonly format?: PictureFormat;
  /** The file to write; standard output if absent. */
  readonly output?: string;
}

export interface HeadsRequest extends CommonRequest {
  readonly command: "heads";
  readonly verbose: boolean;
  readonly resolveDependencies: boolean;
}

export interface HistoryRequest extends CommonRequest {
  readonly command: "history";
  readonly revRange?: string;
  readonly verbose: boolean;
  readonly indicateCurrent: boolean;
  /** Draw the graph beside the revisions. */
  readonly graph: boolean;
  /** Draw it with ASCII alone. */
  readonly ascii: boolean;
}

/** The language in which a schema is shown. */
export type InspectFormat = "sql" | "json" | "sqlalchemy" | "sqlmodel";

export interface InspectRequest extends CommonRequest {
  readonly command: "inspect";
  readonly format?: InspectFormat;
  readonly models: boolean;
  readonly target?: string;
}

export interface ImportRequest extends CommonRequest {
  readonly command: "import";
  readonly path: string;
  readonly output?: string;
  readonly to?: "sql" | "typescript";
  readonly strict: boolean;
  readonly report?: string;
  readonly dryRun: boolean;
}

export interface InitRequest extends CommonRequest {
  readonly command: "init";
  readonly directory: string;
  readonly template?: string;
  readonly package: boolean;
}

export interface ListTemplatesRequest extends CommonRequest {
  readonly command: "list_templates";
}

export interface MergeRequest extends CommonRequest {
  readonly command: "merge";
  readonly revisions: readonly string[];
  readonly message?: string;
  readonly branchLabel?: string;
  readonly revId?: string;
  readonly splice: boolean;
  readonly format?: RevisionFormat;
}

export interface RevisionRequest extends CommonRequest, ComparisonRequest {
  readonly command: "revision";
  readonly message?: string;
  readonly autogenerate: boolean;
  readonly sql: boolean;
  readonly head?: string;
  readonly splice: boolean;
  readonly branchLabel?: string;
  readonly versionPath?: string;
  readonly revId?: string;
  readonly dependsOn?: readonly string[];
  readonly format?: RevisionFormat;
  /** Write what was generated without trying it first. */
  readonly noTrial: boolean;
}

export interface ResolveRequest extends CommonRequest, ProtectionRequest, HistoryTableRequest {
  readonly command: "resolve";
  readonly rev: string;
  readonly applied: boolean;
  readonly rolledBack: boolean;
}

export interface VerifyRequest extends CommonRequest {
  readonly command: "verify";
  readonly range?: string;
  readonly scratch?: "database" | "schema";
  readonly failOn?: FailOn;
  readonly verbose: boolean;
}

export interface StatusRequest extends CommonRequest, HistoryTableRequest {
  readonly command: "status";
}

export interface StampRequest extends CommonRequest, ProtectionRequest, HistoryTableRequest {
  readonly command: "stamp";
  readonly revisions: readonly string[];
  readonly sql: boolean;
  readonly tag?: string;
  readonly purge: boolean;
}

/** One command line, read and typed. */
export type Request =
  | BranchesRequest
  | CheckRequest
  | CompletionsRequest
  | CurrentRequest
  | DoctorRequest
  | EnsureVersionRequest
  | GraphRequest
  | HeadsRequest
  | HistoryRequest
  | ImportRequest
  | InspectRequest
  | InitRequest
  | LintRequest
  | ListTemplatesRequest
  | MergeRequest
  | MigrateRequest
  | PlanRequest
  | ResolveRequest
  | RevisionRequest
  | StatusRequest
  | StampRequest
  | SymbolRequest
  | VerifyRequest;
