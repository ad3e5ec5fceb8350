import type { Reading } from '../frameworks/framework.ts';
import type { Server } from '../model/site.ts';
import type { CodeFile } from '../syntax/code.ts';
import type { Sieve } from '../text/search.ts';

/** A way in which servers are started, or functions laid out. It states where they are reached, and never judges. */
export interface SiteReader {
  readonly id: string;
  /** What a file's text must contain to be looked at. */
  readonly mentions: Sieve;
  /** In lower case, one of which stands wherever `mentions` finds something; none where `files` leaves little to look at. */
  readonly words?: readonly string[];
  /** What a file's path must look like; where it is not said, any does. */
  readonly files?: RegExp;
  read(file: CodeFile, reading: Reading): readonly Server[];
}
