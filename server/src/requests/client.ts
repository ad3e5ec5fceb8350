import type { CorsRequest } from '../model/request.ts';
import type { CodeFile } from '../syntax/code.ts';
import type { EnvironmentValue } from '../syntax/dotenv.ts';
import type { Project } from '../syntax/project.ts';

/** What a client may ask about the workspace while it reads a file. */
export interface Reading {
  readonly project: Project;
  /** The values of an environment variable in the `.env*` files above the file. */
  readonly lookup: Lookup;
}

export type Lookup = (name: string) => readonly EnvironmentValue[] | undefined;

/** A request as a client reads it: where it runs is the file's to say, not the client's. */
export type ReadRequest = Omit<CorsRequest, 'runs' | 'inTests'>;

/** A library or an interface of browsers by which code sends requests. It states what is sent, and never judges. */
export interface RequestClient {
  readonly id: string;
  /** For people: `fetch`. */
  readonly title: string;
  readonly docs: string;
  /** Lower-case texts, one of which a file must contain to be looked at. */
  readonly mentions: readonly string[];
  read(file: CodeFile, reading: Reading): readonly ReadRequest[];
}
