import { examineProject } from "../doctor/doctor.ts";
import type { CommandContext } from "./context.ts";
import { Progress } from "./progress.ts";
import type { DoctorRequest } from "./request.ts";
import { textOptions } from "./review/review.ts";
import { doctorText } from "./review/doctor_text.ts";
import { versionLine } from "./version_line.ts";

/** The exit code where something will not work. */
const PROBLEMS = 1;

/** `doctor`: looks at all that a run depends on and says what to do; gives the exit code. */
export async function doctor(request: DoctorRequest, context: CommandContext): Promise<number> {
  const { platform, output, json } = context;
  const progress = new Progress(platform.terminal, "Evaluating revisions");
  const sections = await examineProject({
    request,
    maskHosts: request.maskHosts,
    progress: (done, total) => progress.update(done, total),
  }, platform).finally(() => progress.end());
  const program = versionLine(platform);
  if (json === null) {
    const options = textOptions(context, { verbose: false });
    // A report that goes into a file or an issue is not wrapped.
    const columns = platform.terminal.columns() ?? Infinity;
    output.styled(doctorText(program, sections, { ...options, columns }));
  } else {
    const { doctorRecord } = await import("./json/doctor_record.ts");
    for (const [name, value] of Object.entries(doctorRecord(program, sections))) {
      json.set(name, value);
    }
  }
  const isBad = sections.some(({ findings }) =>
    findings.some(({ status }) => status === "problem")
  );
  return isBad ? PROBLEMS : 0;
}
