import { runCommandLine } from "./src/cli/run.ts";
import { denoPlatform } from "./src/platform/mod.ts";

denoPlatform.exit(await runCommandLine(denoPlatform));
