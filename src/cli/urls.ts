import type { Request } from "./request.ts";

/** The request of which `url` is the last `--url`; where there are several, all of them are in `urls`. */
export function withOneUrl({ url, ...request }: Record<string, unknown>): Request {
  const urls = (url ?? []) as readonly string[];
  return {
    ...request,
    url: urls.at(-1),
    ...urls.length > 1 ? { urls } : {},
  } as unknown as Request;
}
