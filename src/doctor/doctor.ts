import { MissingUrlError } from "../environment/url_choice.ts";
import type { Platform } from "../platform/mod.ts";
import { quietPlatform } from "../platform/quiet.ts";
import type { ProjectRequest } from "../project/project.ts";
import { examineBodies } from "./bodies.ts";
import { examineConfiguration } from "./configuration.ts";
import {
  connectWithPatience,
  type ExaminedProject,
  examineOffline,
  examineOnline,
} from "./environment.ts";
import { type DoctorSection, Findings } from "./finding.ts";
import { examineLock } from "./lock.ts";
import { Redaction } from "./redaction.ts";
import { examineRevisionFiles } from "./revision_files.ts";
import { examineServer } from "./server.ts";
import { examineVersionTable } from "./version_table.ts";

/** What is to be looked at, and how it is to be told. */
export interface DoctorSettings {
  readonly request: ProjectRequest;
  /** Leave names and addresses of servers out. */
  readonly maskHosts: boolean;
  /** Hears how many functions of revisions have been evaluated. */
  readonly progress: (done: number, total: number) => void;
}

/**
 * Looks at all that a run depends on, from the configuration to the lock, and tells what is wrong with it. Nothing
 * is changed: env.py is evaluated as `current` and `--sql` do, revisions as `import --dry-run` does. What cannot be
 * looked at because of something before it is left out. Nothing of it is secret.
 */
export async function examineProject(
  { request, maskHosts, progress }: DoctorSettings,
  realPlatform: Platform,
): Promise<readonly DoctorSection[]> {
  const platform = quietPlatform(realPlatform);
  const redaction = new Redaction(platform.envAll(), maskHosts);
  if (request.url !== undefined) redaction.addUrl(request.url);
  const sections: DoctorSection[] = [];
  const begin = (title: string): Findings => {
    const findings = new Findings();
    sections.push({ title, findings: findings.list });
    return findings;
  };
  const config = await examineConfiguration(request, platform, begin("Configuration"));
  if (config !== null) {
    for (const key of ["sqlalchemy.url", "migrator.direct_url"]) {
      const raw = config.options.copy().ini.getRaw(config.section, key);
      if (raw !== null) redaction.addUrl(raw.replaceAll("%%", "%"));
    }
    const environmentFindings = begin("Environment");
    const revisionFindings = begin("Revisions");
    const graph = await examineRevisionFiles(config, platform.files, revisionFindings);
    const project: ExaminedProject = { request, config, graph, platform };
    const offline = await examineOffline(project, environmentFindings);
    await examineBodies(project, offline, revisionFindings, progress);
    await examineDatabases(project, environmentFindings, begin, redaction);
  }
  return sections.map((section) => redaction.cleanSection(section));
}

async function examineDatabases(
  project: ExaminedProject,
  environmentFindings: Findings,
  begin: (title: string) => Findings,
  redaction: Redaction,
): Promise<void> {
  const { platform, config } = project;
  const { unreachable } = await examineOnline(
    project,
    environmentFindings,
    async (environment, parameters) => {
      redaction.addParameters(parameters);
      const { connection } = environment;
      if (connection === null) return;
      const server = begin("Database");
      await server.attempt(() => examineServer(environment, parameters, connection, server));
      const lock = begin("Lock");
      const open = () => connectWithPatience(parameters, platform);
      await lock.attempt(() => examineLock(environment, parameters, config, open, lock));
      const table = begin("Version table");
      await table.attempt(() => examineVersionTable(environment, connection, project, table));
    },
  );
  if (unreachable === null) return;
  const findings = begin("Database");
  const { options } = config;
  if (!(unreachable instanceof MissingUrlError)) findings.error(unreachable);
  else if (options.hasIniOption("sqlalchemy.url")) {
    findings.warning("sqlalchemy.url is still the placeholder that init wrote", {
      place: options.placeOf("sqlalchemy.url"),
      hint: unreachable.hint,
    });
  } else findings.error(unreachable, "warning");
  findings.ok("the database, its version table and the lock were not looked at");
}
