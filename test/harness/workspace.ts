import type { FileFacts } from '../../server/src/analysis/facts.ts';
import type { Finding } from '../../server/src/analysis/finding.ts';
import { compareFindings, judge, onlyOnce } from '../../server/src/analysis/judge.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { scopesOf } from '../../server/src/analysis/scopes.ts';
import type { RequestsRead } from '../../server/src/analysis/workspace.ts';
import { frameworkOf } from '../../server/src/frameworks/index.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import { writeRequest } from '../../server/src/requests/write.ts';
import { DEFAULTS, type Settings } from '../../server/src/settings.ts';
import { configure } from '../../server/src/sites/configure.ts';
import { Document, type Documents } from '../../server/src/syntax/document.ts';
import type { Span } from '../../server/src/text/span.ts';

const ROOT = '/w/';

/** A small workspace in memory; the paths are relative. */
export interface Sample {
  facts(): readonly FileFacts[];
  policies(): readonly CorsPolicy[];
  findings(settings?: Partial<Settings>): readonly Finding[];
}

/** Reads these files as corslint reads a workspace; what goes wrong inside is thrown instead of passed over. */
export function sample(files: Readonly<Record<string, string>>, requests?: RequestsRead): Sample {
  const texts = new Map(Object.entries(files).map(([path, text]) => [ROOT + path, text]));
  const read = (path: string) => texts.get(path);
  const host = {
    read,
    relative: (path: string) => path.replace(ROOT, ''),
    list: (folder: string) => {
      const below = [...texts.keys()].filter(it => it.startsWith(`${folder}/`)).map(it => it.slice(folder.length + 1));
      return [...new Set(below.map(it => it.replace(/\/.*$/, '')))].sort();
    },
    exists: (path: string) => texts.has(path) || [...texts.keys()].some(it => it.startsWith(`${path}/`)),
  };
  const workspace = openWorkspace(host, requests);
  const facts = () =>
    [...texts].flatMap(([path, text]) => {
      if (!workspace.concerns(path) || !workspace.mentions(path, text)) return [];
      const found = workspace.facts(path);
      if (found.skipped?.startsWith('could not')) throw new Error(`${path} ${found.skipped}`);
      return [found];
    });
  return {
    facts,
    policies: () => facts().flatMap(it => it.policies),
    findings: settings => {
      const opened = documents(read);
      return onlyOnce(
        scopesOf(facts()).flatMap(scope =>
          judge(
            scope,
            { ...DEFAULTS, ...settings },
            {
              read,
              configure: (server, origins) => configure(server, origins, read),
              write: (policy, edit) => frameworkOf(policy.framework)?.write(policy, edit, opened),
              writeRequest: edit => writeRequest(edit, opened),
              failed(rule, error) {
                throw new Error(`the rule ${rule} failed`, { cause: error });
              },
            },
          ),
        ),
      )
        .toSorted(compareFindings)
        .map(relative);
    },
  };
}

/** Files as fixes are written into them, for tests that call a framework by itself. */
export function documents(read: (path: string) => string | undefined): Documents {
  const opened = new Map<string, Document>();
  return path => {
    const text = read(path);
    const document = opened.get(path) ?? (text === undefined ? undefined : new Document(path, text));
    if (document) opened.set(path, document);
    return document;
  };
}

function relative(finding: Finding): Finding {
  const place = <T extends { readonly at: Span }>(it: T): T => ({
    ...it,
    at: { ...it.at, path: it.at.path.replace(ROOT, '') },
  });
  return {
    ...place(finding),
    related: finding.related.map(place),
    fixes: finding.fixes.map(it => ({ ...it, edits: it.edits.map(place) })),
  };
}
