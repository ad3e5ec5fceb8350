import type { Behaviour } from '../../model/behaviour.ts';
import type { AcaoMode, CorsPolicy } from '../../model/policy.ts';
import { TRUE } from '../../syntax/test.ts';
import { property, type RecordValue, type Test, type Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { withRuleBehaviour } from '../headers/behaviour.ts';
import { writeHeaders } from '../headers/edits.ts';
import { inEnvironments, testsOf } from '../headers/environments.ts';
import { ACAO, type HeaderLine, type HeaderResponse } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { linesOf } from '../headers/rules.ts';
import { defaultExports } from '../options/default-export.ts';
import { isAtLeast, libraryOf } from '../options/version.ts';
import { isOrigin } from '../origin/acceptor.ts';
import { baseName, ofDevServer, WEBPACK } from './dev-server.ts';

/**
 * `devServer.headers` of webpack-dev-server: an object, a list of keys and values, or a function of the request; they stand
 * on every response, and `OPTIONS` is answered with status 204 (6.1.0 and 5.2.7, lib/Server.js: `setHeaders`,
 * `options-middleware`).
 */
export const webpack: CodeFramework = {
  kind: 'code',
  id: 'webpack-dev-server',
  title: 'devServer.headers of webpack',
  docs: 'https://webpack.js.org/configuration/dev-server/#devserverheaders',
  mentions: ['access-control-allow-origin'],
  files: path => WEBPACK.test(baseName(path)),

  recognise(file, reading) {
    const own = OPTIONS.test(baseName(file.path));
    const servers = defaultExports(file)
      .flatMap(recordsIn)
      .flatMap((it): readonly Value[] => {
        const server = own ? it : property(it, 'devServer')?.value;
        return server ? [server] : [];
      });
    const headers = servers.flatMap(it => (it.kind === 'record' ? [property(it, 'headers')?.value] : []));
    return { policies: headers.flatMap(it => (it ? policiesOf(it, reading) : [])).map(ofDevServer) };
  },

  write: writeHeaders,
};

/** The file that exports nothing but the options of the server. */
const OPTIONS = /^webpackDevServer\.config\./i;

function recordsIn(value: Value): readonly RecordValue[] {
  if (value.kind === 'list') return value.items.flatMap(recordsIn);
  return value.kind === 'record' ? [value] : [];
}

function policiesOf(headers: Value, reading: Reading): readonly CorsPolicy[] {
  const given = headersIn(headers);
  const lines = given.flatMap(it => it.lines);
  const first = lines.find(it => it.name === ACAO);
  if (!first) return [];
  const library = libraryOf(reading.project, headers.span.path, 'webpack-dev-server', '6.1.0');
  return inEnvironments(testsOf(lines), ({ assumed, guards }) => {
    const policy = headerPolicy({
      framework: 'webpack-dev-server',
      at: first.entry,
      responses: given,
      preflight: { by: 'library', status: 204 },
      scope: {},
      guards,
      assumed,
      unset: 'error-500',
      container: headers.span,
      notation: 'rows',
      reading,
    });
    const source = `webpack-dev-server ${library.version}: lib/Server.js`;
    const { behaviour, ...plain } = withRuleBehaviour({ ...policy, library }, lines.map(asText), source);
    return behaviour && given.length === 1 && isAtLeast(library, '5.0.0')
      ? { ...plain, behaviour: answering(behaviour, policy.origins.mode) }
      : plain;
  });
}

/** A header of no value, as that of a request without `Origin` repeated, ends in status 500 without any. */
function answering(behaviour: Behaviour, mode: AcaoMode): Behaviour {
  const { allowOrigin } = behaviour;
  return {
    ...behaviour,
    preflight: { when: 'options', status: 204, evenOff: true },
    allowOrigin: mode === 'echo-any' ? { ...allowOrigin, withoutOrigin: 'failed' } : allowOrigin,
  };
}

/** The request's own origin as if it stood there: the behaviour knows of it by the policy. */
function asText(line: HeaderLine): HeaderLine {
  const { name, value } = line;
  return name === ACAO && isOrigin(value) ? { ...line, value: { kind: 'literal', value: '', span: value.span } } : line;
}

/** The headers, on each way through a function that makes them. */
function headersIn(headers: Value, when: Test = TRUE): readonly HeaderResponse[] {
  if (headers.kind !== 'function') return [{ when, lines: linesOf(headers), at: headers.span }];
  const request = headers.parameters.map(
    (name, index): Value => ({ kind: 'parameter', name, index, span: headers.span }),
  );
  const { paths, cut } = headers.run(request);
  if (cut) return [];
  return paths.flatMap(it => (it.result && it.result.kind !== 'function' ? headersIn(it.result, it.when) : []));
}
