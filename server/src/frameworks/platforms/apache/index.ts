import type { CorsPolicy } from '../../../model/policy.ts';
import type { WrittenHeader, WrittenResponses } from '../../../model/written.ts';
import { APACHE, readApache } from '../../../syntax/apache.ts';
import { branchesOf } from '../../../syntax/choice.ts';
import type { Changes } from '../../../syntax/directive-places.ts';
import type { Directive } from '../../../syntax/directives.ts';
import { and, TRUE } from '../../../syntax/test.ts';
import type { Test, Value } from '../../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../../framework.ts';
import { conditionOf } from '../../handwritten/requests.ts';
import { ACAO, VARY } from '../../headers/lines.ts';
import { headerPolicy } from '../../headers/policy.ts';
import { separated } from '../operations.ts';
import { type HeaderWords, lineWriter } from '../write-lines.ts';
import { expressionTest, Variables } from './conditions.ts';
import { type Written, writtenBy } from './lines.ts';

/** `Header` of Apache, in `.htaccess` and the files of its virtual hosts. */
export const apache: ConfigFramework = {
  kind: 'config',
  id: 'apache',
  title: 'Apache',
  docs: 'https://httpd.apache.org/docs/2.4/mod/mod_headers.html',
  mentions: ['access-control-'],
  files: path =>
    /(^|\/)(\.?htaccess|httpd|apache2?)$|\.(conf|vhost|htaccess)(\.\w+)?$|(^|\/)sites-(available|enabled)\/[^/]+$/i.test(
      path,
    ),
  recognise(file, reading) {
    const root = readApache(file.path, file.text);
    const all = flat(root);
    if (!all.some(it => /^header$/i.test(it.name))) return { policies: [] };
    const variables = new Variables(all);
    return { policies: policiesIn(root, undefined, TRUE, variables, reading) };
  },
  write: lineWriter({ notation: APACHE, special: /%|\$\{/, always }),
};

const PASSED = /^(ifmodule|ifdefine|ifversion|requireall|proxy|else|elseif)$/i;
const PLACES = /^(virtualhost|directory|directorymatch|location|locationmatch|files|filesmatch|limit|limitexcept)$/i;

function flat(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap(it => [it, ...flat(it.block ?? [])]);
}

/** One policy for each section that is about a place and writes the header itself. */
function policiesIn(
  directives: readonly Directive[],
  path: string | undefined,
  when: Test,
  variables: Variables,
  reading: Reading,
): readonly CorsPolicy[] {
  const written = [...linesIn(directives, when, variables), ...varying(directives)];
  const inner = placesIn(directives).flatMap(it => {
    const [first, second] = it.args;
    const place = first?.text === '~' ? second?.text : first?.text;
    const named = /^virtualhost$/i.test(it.name) ? path : place;
    return policiesIn(it.block ?? [], named, when, variables, reading);
  });
  return [...policyOf(written, path, reading), ...inner];
}

function placesIn(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap(it => (PLACES.test(it.name) ? [it] : isPassed(it) ? placesIn(it.block ?? []) : []));
}

function isPassed({ name }: Directive): boolean {
  return PASSED.test(name) || /^if$/i.test(name);
}

function linesIn(directives: readonly Directive[], when: Test, variables: Variables): readonly Written[] {
  return directives.flatMap(it => {
    if (it.block && isPassed(it)) {
      const text = it.args.map(word => word.text).join(' ');
      const inner = /^if$/i.test(it.name)
        ? and(when, expressionTest(text, it.head, it.args.length === 1 ? it.args[0] : undefined))
        : when;
      return linesIn(it.block, inner, variables);
    }
    return writtenBy(it, when, variables) ?? [];
  });
}

/**
 * A condition that reads the header makes Apache itself send `Vary`; a value that does, does not.
 * https://httpd.apache.org/docs/2.4/expr.html#functions, and run: Apache 2.4.67.
 */
function varying(directives: readonly Directive[]): readonly Written[] {
  for (const it of directives) {
    if (PLACES.test(it.name)) continue;
    const conditions = /^(if|elseif)$/i.test(it.name) ? it.args : /^header$/i.test(it.name) ? it.args.slice(3) : [];
    const found = conditions.find(word => /\b(req|http)[:(]['"]?origin/i.test(word.text));
    const value: Value | undefined = found && { kind: 'literal', value: 'Origin', span: found.span };
    const line = value && { name: VARY, value, nameSpan: value.span, entry: it.head, when: TRUE, appended: true };
    if (line) return [{ line, always: false, action: 'add' }];
    const inner = isPassed(it) ? varying(it.block ?? []) : [];
    if (inner.length > 0) return inner;
  }
  return [];
}

function policyOf(written: readonly Written[], path: string | undefined, reading: Reading): readonly CorsPolicy[] {
  const live = written.filter(it => it.action !== 'unset');
  const [first] = live;
  if (!first || !live.some(it => it.line.name.startsWith('access-control-'))) return [];
  const at = (live.find(it => it.line.name === ACAO) ?? first).line.entry;
  // Each table is sent: what both hold stands there twice.
  const lines = live.map(({ line, always }, index) => {
    const beside = live.slice(0, index).some(it => it.line.name === line.name && it.always !== always);
    return beside ? { ...line, appended: true } : line;
  });
  const policy = headerPolicy({
    framework: apache.id,
    at,
    responses: separated({ when: TRUE, lines, at }),
    preflight: { by: 'unknown' },
    scope: path === undefined ? {} : { path },
    guards: [],
    assumed: new Map(),
    unset: 'literal-header',
    notation: 'apache',
    reading,
  });
  return [{ ...policy, written: responsesOf(written, reading) }];
}

/** Apache serves files to `OPTIONS`, too (200); headers without `always` do not stand on its own errors. Run: Apache 2.4.67. */
function responsesOf(all: readonly Written[], { lookup }: Reading): WrittenResponses {
  const tables = [all.filter(it => it.always), all.filter(it => !it.always)];
  const names = new Set(tables[0]?.map(it => it.line.name));
  const headers = tables.flatMap((table, index) =>
    table.flatMap(({ line, action }, at): readonly WrittenHeader[] => {
      const earlier = table.slice(0, at).some(it => it.line.name === line.name);
      const appended = action === 'add' || (index === 1 && names.has(line.name) && !earlier);
      const joined = (action === 'append' || action === 'merge') && earlier;
      return branchesOf(line.value).map(it => ({
        name: line.name,
        when: conditionOf(and(line.when, it.when), lookup),
        lines:
          action === 'unset'
            ? []
            : joined || action === 'setifempty'
              ? [{ kind: 'unknown', why: 'what stood there before is not followed' }]
              : it.value.kind === 'literal'
                ? [{ kind: 'text', text: String(it.value.value) }]
                : it.value.kind === 'request' && it.value.name === 'origin'
                  ? [{ kind: 'request', header: 'origin', missing: [''] }]
                  : [{ kind: 'unknown', why: `the value of \`${line.name}\` is not known` }],
        appended,
        ...(index === 1 ? { statuses: [200, 201, 204, 206] } : {}),
      }));
    }),
  );
  return {
    server: { source: 'Apache 2.4', repeated: 'lines', status: 200, unanswered: 200, kept: { error: true } },
    responses: [{ when: { kind: 'constant', value: true }, end: 'passed', headers, own: true }],
  };
}

/** Without the condition, and beside what others say of it: https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header */
function always({ before, after }: HeaderWords): Changes {
  const action = before.find(it => /^(set|setifempty)$/i.test(it.text));
  return [...(action ? [[action, 'merge'] as const] : []), ...after.map(it => [it, undefined] as const)];
}
