import type { CorsRequest } from '../model/request.ts';
import type { CallSite } from '../syntax/code.ts';
import type { EnvironmentValue } from '../syntax/dotenv.ts';
import type { Project } from '../syntax/project.ts';
import type { Value } from '../syntax/value.ts';

/** What a client may ask about the workspace while it reads a file. */
export interface Reading {
  /** The file that sends, whichever files its code leads to. */
  readonly path: string;
  readonly project: Project;
  /** The values of an environment variable in the `.env*` files above the file. */
  readonly lookup: Lookup;
}

export type Lookup = (name: string) => readonly EnvironmentValue[] | undefined;

/** A call as clients see it: one that stands in the file, or that a function of the workspace makes for it. */
export type AskingCall = Pick<CallSite, 'callee' | 'args' | 'construct' | 'span' | 'nameSpan'> &
  Partial<Pick<CallSite, 'uses'>>;

/** A request as a client reads it: where it runs is the file's to say, not the client's. */
export type ReadRequest = Omit<CorsRequest, 'runs' | 'inTests'>;

/** A library or an interface of browsers by which code sends requests. It states what is sent, and never judges. */
export interface RequestClient {
  readonly id: string;
  /** For people: `fetch`. */
  readonly title: string;
  readonly docs: string;
  /** Lower-case texts, one of which a file must contain to be looked at, or one that it imports from. */
  readonly mentions: readonly string[];
  /** The last names of the calls that may send a request: `post` of `axios.post(…)`. */
  readonly names: RegExp;
  /** The package whose own export is called under whatever name it is imported. */
  readonly module?: string;
  /** The requests that a call sends; none where it is no call of this client: then its arguments are not looked at. */
  read(call: AskingCall, reading: Reading): readonly ReadRequest[];
  /** What the library calls for it: what that sends is the call's. */
  hands?(call: AskingCall, reading: Reading): readonly Handed[];
}

/** A function of whoever uses a library, or a method of another client, and what the library hands over to it. */
export interface Handed {
  readonly callee: Value;
  readonly args: readonly Value[];
}
