import { literal, type Value } from '../syntax/value.ts';
import { contentTypeOf } from './body.ts';
import { eachCase } from './cases.ts';
import type { AskingCall, Reading, ReadRequest, RequestClient } from './client.ts';
import { readInit } from './fetch.ts';
import { headersOf, over } from './headers.ts';
import { fixed, isExport, lastOf, plain, resultOf } from './made.ts';
import { urlsOf } from './url.ts';

/** Where a client of GraphQL asks, and with which options of `fetch`. */
interface Link {
  readonly client: string;
  readonly target: Value | undefined;
  readonly options: Value | undefined;
  /** Other links before it may add headers. */
  readonly open?: boolean;
  /** Headers that a link before it adds. */
  readonly added?: Value;
}

/** graphql-request 6 and 7, run with 7.2 on a recording `fetch`: a POST of JSON, with the client’s headers and options. */
export const graphqlRequest: RequestClient = {
  id: 'graphql-request',
  title: 'graphql-request',
  docs: 'https://github.com/graffle-js/graffle/tree/graphql-request',
  mentions: ['graphql-request'],
  names: /^(request|rawRequest|GraphQLClient)$/,
  read: (call, reading) => requestsOf(call, reading, ofGraphqlRequest(call)),
};

function ofGraphqlRequest(call: AskingCall): Link | undefined {
  const client = 'graphql-request';
  const { callee } = call;
  if (call.construct) return undefined;
  if (isExport(callee, /^graphql-request$/, /^(default|request|rawRequest)$/)) {
    const { args } = call;
    const [first] = args;
    return first?.kind === 'record'
      ? { client, target: lastOf([first], 'url'), options: headersAlone(lastOf([first], 'requestHeaders')) }
      : { client, target: first, options: headersAlone(args[3]) };
  }
  const made = callee.kind === 'member' && /^(request|rawRequest)$/.test(callee.name) ? callee.object : undefined;
  if (made?.kind !== 'call' || !isExport(made.callee, /^graphql-request$/, /^GraphQLClient$/)) return undefined;
  return { client, target: made.args[0], options: made.args[1] };
}

function headersAlone(headers: Value | undefined): Value | undefined {
  if (!headers) return undefined;
  const { span } = headers;
  return {
    kind: 'record',
    container: 'object',
    entries: [{ key: 'headers', value: headers, keySpan: span, span }],
    span,
  };
}

/** The links of Apollo Client that ask a server, and a client that is given its address alone: a POST of JSON. */
export const apolloClient: RequestClient = {
  id: 'apollo-client',
  title: 'Apollo Client',
  docs: 'https://www.apollographql.com/docs/react/api/link/apollo-link-http',
  mentions: ['@apollo/client', 'apollo-link', 'apollo-boost', 'apollo-upload-client'],
  names: /^(HttpLink|createHttpLink|BatchHttpLink|ApolloClient|createUploadLink)$/,
  read: (call, reading) => requestsOf(call, reading, ofApollo(call, reading)),
};

function ofApollo(call: AskingCall, { path, project }: Reading): Link | undefined {
  const known = isExport(
    call.callee,
    /^(@apollo\/client(\/.*)?|apollo-link-http|apollo-link-batch-http|apollo-boost|apollo-upload-client(\/.*)?)$/,
    /./,
  );
  if (!known) return undefined;
  const [options] = call.args;
  const target = lastOf([options], 'uri');
  if (!target) return undefined;
  const text = project.host.read(path) ?? '';
  const open = /setContext|ApolloLink|authLink/.test(text);
  const added = open ? addedBefore(path, project) : undefined;
  return { client: 'apollo-client', target, options, open, ...(added ? { added } : {}) };
}

/**
 * The headers of the file's one `setContext((operation, { headers }) => ({ headers: { ...headers, authorization } }))`, where there is
 * one link that asks a server. https://www.apollographql.com/docs/react/api/link/apollo-link-context
 */
function addedBefore(path: string, project: Reading['project']): Value | undefined {
  const file = project.code(path);
  const named = (names: RegExp) => file?.calls(it => names.test(it)) ?? [];
  const [link, ...more] = named(/^(HttpLink|createHttpLink|BatchHttpLink|createUploadLink)$/);
  const [context, ...others] = named(/^setContext$/);
  const action = context?.args[0];
  if (!link || more.length > 0 || others.length > 0 || action?.kind !== 'function') return undefined;
  const { paths, cut } = action.run([]);
  const results = paths.flatMap(it => (it.end === 'return' ? [it.result] : []));
  const headers = lastOf(results.slice(0, 1), 'headers');
  return !cut && results.length === 1 && headers?.kind === 'record' ? headers : undefined;
}

/** urql: a POST of JSON, with `fetchOptions`. */
export const urql: RequestClient = {
  id: 'urql',
  title: 'urql',
  docs: 'https://commerce.nearform.com/open-source/urql/docs/api/core/',
  mentions: ['urql'],
  names: /^(createClient|Client)$/,
  read: (call, reading) => requestsOf(call, reading, ofUrql(call)),
};

function ofUrql(call: AskingCall): Link | undefined {
  if (!isExport(call.callee, /^(urql|@urql\/.*)$/, /^(createClient|Client)$/)) return undefined;
  const [options] = call.args;
  return { client: 'urql', target: lastOf([options], 'url'), options: resultOf(lastOf([options], 'fetchOptions')) };
}

function requestsOf({ span }: AskingCall, reading: Reading, link: Link | undefined): readonly ReadRequest[] {
  if (!link?.target) return [];
  const { client, open } = link;
  return eachCase([link.target, link.options], span, reading.lookup, ([target, options], guards) => {
    const init = readInit([lastOf([options], 'fetchOptions'), options], span);
    const own = fixed({ accept: 'application/graphql-response+json, application/json' }, span);
    const given = over(own, headersOf(resultOf(lastOf([options], 'headers'))));
    const headers = link.added ? over(given, headersOf(link.added)) : given;
    return urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
      ...plain(span),
      ...init,
      client,
      url: it.url,
      method: { kind: 'default', value: 'POST', at: span },
      ...headers,
      ...(open ? { moreHeaders: 'other links may set some' } : {}),
      contentType: contentTypeOf(headers.headers, { kind: 'default', value: 'application/json', at: span }),
      reads: { body: 'yes', status: 'yes', headers: [] },
      guards: [...guards, ...it.guards],
    }));
  });
}
