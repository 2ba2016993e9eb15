import { runCommandLine } from "./src/cli/run.ts";
import { currentPlatform } from "./src/platform/mod.ts";

const platform = await currentPlatform();
platform.exit(await runCommandLine(platform));
