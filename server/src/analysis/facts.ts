import type { App } from '../model/app.ts';
import type { LoadingElement } from '../model/element.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Page, Server } from '../model/site.ts';
import type { Tracer } from '../model/tracing.ts';

/** What the frameworks and clients read in one file: all that the rules need, and no syntax. */
export interface FileFacts {
  readonly path: string;
  readonly policies: readonly CorsPolicy[];
  readonly apps: readonly App[];
  /** What the clients read in it: the requests that its code sends. */
  readonly requests: readonly CorsRequest[];
  /** The folder of the nearest `package.json` above: the package whose server it is. Absent where there is none. */
  readonly home?: string;
  /** The servers that the file starts or is. */
  readonly servers: readonly Server[];
  /** The elements of its markup that load something for which it matters whether that is done with CORS. */
  readonly elements?: readonly LoadingElement[];
  /** What puts headers on the requests of the pages of its package. */
  readonly tracers?: readonly Tracer[];
  /** The pages that its requests are part of, where that is known. */
  readonly page?: Page;
  /**
   * What was looked at or looked for on the way: other files, and questions about the workspace (`syntax/questions.ts`). When one of
   * them changes or gets another answer, these facts are stale.
   */
  readonly reads: readonly string[];
  /** Why the file was not read, in plain words: too large, minified, binary. */
  readonly skipped?: string;
}
