import type { App } from '../model/app.ts';
import type { PolicyEdit } from '../model/edit.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { CodeFile } from '../syntax/code.ts';
import type { ConfigFile } from '../syntax/config.ts';
import type { Documents } from '../syntax/document.ts';
import type { Project } from '../syntax/project.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { OptionTable } from './options/table.ts';
import type { Lookup } from './origin/acceptor.ts';
import type { OriginSemantics } from './origin/option.ts';

/** What a framework may ask about the workspace while it reads a file. */
export interface Reading {
  readonly project: Project;
  /** The values of an environment variable in the `.env*` files above the file. */
  readonly lookup: Lookup;
  /** What the origins that the policies of the file name may still weigh together (`syntax/bounds.ts`); without, any weight. */
  readonly room?: { left: number };
}

/** What a framework found in one file. */
export interface Recognised {
  readonly policies: readonly CorsPolicy[];
  readonly apps?: readonly App[];
  /** Functions that a library is handed and never calls: what they write reaches nobody. */
  readonly unreached?: readonly Span[];
}

/** An options object: the names of its options, and what each kind of origin means. */
export interface Dialect {
  readonly table: OptionTable;
  readonly semantics: OriginSemantics;
}

interface Common {
  readonly id: string;
  /** For people: `cors for Express`. */
  readonly title: string;
  readonly docs: string;
  /** Lower-case texts, one of which a file must contain to be looked at: the sieve before a parse. */
  readonly mentions: readonly string[];
  /** Whether a file can be of this framework, by its name; where it is not said, any file can. */
  files?(path: string): boolean;
  /** Its headers are put from outside on the responses of whatever code lies in the folder of its file. */
  readonly platform?: true;
  /** The options object of the library, where it has one: completion is made of it. It may depend on the library's version. */
  readonly dialect?: Dialect | ((policy: CorsPolicy) => Dialect);
  /** Writes a change to a policy of this framework as text edits; undefined where this notation cannot say it. */
  write(policy: CorsPolicy, edit: PolicyEdit, read: Documents): readonly TextEdit[] | undefined;
}

/** A library or idiom in JavaScript or TypeScript. It states what is so, and never judges. */
export interface CodeFramework extends Common {
  readonly kind: 'code';
  /** It reads what no library claims: where another framework reads a policy of the same header, its own is none. */
  readonly yields?: boolean;
  recognise(file: CodeFile, reading: Reading): Recognised;
}

/** A configuration format in JSON or YAML. */
export interface ConfigFramework extends Common {
  readonly kind: 'config';
  /** Whether a file is of this format, by its name. */
  files(path: string): boolean;
  recognise(file: ConfigFile, reading: Reading): Recognised;
}

export type Framework = CodeFramework | ConfigFramework;
