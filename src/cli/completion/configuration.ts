import { relative } from "@std/path";
import { type Config, loadConfig, loadConfigFiles } from "../../config/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import type { Candidate } from "./candidate.ts";
import type { UnfinishedLine } from "./line.ts";

/** Reads the configuration that the options on the line name. */
export function lineConfig(line: UnfinishedLine, platform: Platform): Promise<Config> {
  return loadConfig(request(line, platform));
}

/** The sections of the ini file that have scripts. */
export async function sectionNames(line: UnfinishedLine, platform: Platform): Promise<Candidate[]> {
  const { options } = await loadConfigFiles(request(line, platform));
  return options.sectionsWith("script_location")
    .map((value) => ({ value, description: "" }));
}

/** The directories of revision files, as they are seen from the current one. */
export async function versionPaths(line: UnfinishedLine, platform: Platform): Promise<Candidate[]> {
  const { versionLocations } = await lineConfig(line, platform);
  return versionLocations.map((path) => ({
    value: relative(platform.cwd(), path),
    description: "",
  }));
}

function request(line: UnfinishedLine, platform: Platform) {
  const given = (flag: string) =>
    [...line.given].flatMap(([{ flags }, values]) => flags.includes(flag) ? values : []);
  return { platform, configFiles: given("--config"), name: given("--name").at(-1) };
}
