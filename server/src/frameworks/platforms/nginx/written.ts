import type { HeaderText, WrittenHeader, WrittenResponses } from '../../../model/written.ts';
import { branchesOf } from '../../../syntax/choice.ts';
import type { Value } from '../../../syntax/value.ts';
import { conditionOf } from '../../handwritten/requests.ts';
import type { Lookup } from '../../origin/acceptor.ts';
import { addedIn, linesOf } from './scopes.ts';
import type { Way } from './ways.ts';

/** The statuses with which `add_header` without `always` is sent. https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header */
const GOOD = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308];

/** What nginx answers on every way through a block, as plain data. */
export function writtenResponses(ways: readonly Way[], passedOn: boolean, lookup: Lookup): WrittenResponses {
  return {
    server: {
      source: 'nginx 1.22.1',
      repeated: 'lines',
      status: 200,
      kept: { error: true },
      ...(passedOn ? {} : { unanswered: 405 }),
    },
    responses: ways.map(way => ({
      when: conditionOf(way.when, lookup),
      end: way.returned ? 'answered' : 'passed',
      ...(way.returned ? { status: way.returned.status ?? 'unknown' } : {}),
      headers: headersOf(way, lookup),
      own: true,
    })),
  };
}

function headersOf(way: Way, lookup: Lookup): readonly WrittenHeader[] {
  return addedIn(way.scope).flatMap(added =>
    linesOf([added], way.known, way.when).flatMap(({ name, value }) =>
      branchesOf(value).map(
        (it): WrittenHeader => ({
          name,
          when: conditionOf(it.when, lookup),
          lines: textOf(it.value, name),
          appended: true,
          ...(added.always ? {} : { statuses: GOOD }),
        }),
      ),
    ),
  );
}

/** An empty text sends no header. */
function textOf(value: Value, name: string): readonly HeaderText[] {
  if (value.kind === 'literal') return value.value === '' ? [] : [{ kind: 'text', text: String(value.value) }];
  if (value.kind === 'request' && value.part === 'header') {
    const { name: header } = value;
    if (
      header === 'origin' ||
      header === 'access-control-request-headers' ||
      header === 'access-control-request-method'
    )
      return [{ kind: 'request', header, missing: [] }];
  }
  return [{ kind: 'unknown', why: `the value of \`${name}\` is not known` }];
}
