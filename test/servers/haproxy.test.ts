import { type Case, compare } from './compare.ts';
import { freePort } from './program.ts';
import { HAPROXY } from './programs.ts';

const frontend = (inside: string) => `frontend web\n  bind 127.0.0.1:PORT\n${inside}  default_backend app\n`;
const backend = (inside = '') => `backend app\n${inside}  server one 127.0.0.1:UPSTREAM\n`;
const of = (inside: string, behind = '') => `${frontend(inside)}\n${backend(behind)}`;
const listen = (inside: string) => `listen web\n  bind 127.0.0.1:PORT\n${inside}  server one 127.0.0.1:UPSTREAM\n`;
/** What the server behind makes of `OPTIONS` is its own. */
const passedOn: Case['unknown'] = ({ method }) => method === 'OPTIONS';

const CASES: readonly Case[] = [
  {
    title: 'a text',
    text: of('  http-response set-header Access-Control-Allow-Origin https://a.example\n'),
    unknown: passedOn,
  },
  {
    title: 'in the backend, with quotes and blanks',
    text: of(
      '',
      `  http-response set-header Access-Control-Allow-Origin "*" # everybody
  http-response set-header Access-Control-Expose-Headers 'X-A, X-B'
  http-response set-header Access-Control-Max-Age 600
  http-response set-header Vary Accept\\ ,Origin
`,
    ),
    unknown: passedOn,
  },
  {
    title: 'two lines, and the later one',
    text: of(
      '',
      `  http-response add-header Access-Control-Allow-Origin https://a.example
  http-response add-header Access-Control-Allow-Origin https://b.example
  http-response set-header Access-Control-Allow-Methods GET
  http-response set-header Access-Control-Allow-Methods "GET, PUT"
`,
    ),
    unknown: passedOn,
  },
  {
    title: 'those of the backend first, then those of the frontend',
    text: of(
      '  http-response add-header Access-Control-Allow-Origin https://a.example\n',
      '  http-response add-header Access-Control-Allow-Origin https://b.example\n',
    ),
    unknown: passedOn,
  },
  {
    title: 'taken away',
    text: listen(`  http-response set-header Access-Control-Allow-Origin *
  http-response set-header Access-Control-Allow-Credentials true
  http-response del-header Access-Control-Allow-Credentials
`),
    unknown: passedOn,
  },
  {
    title: 'the origin in a variable, repeated',
    text: of(`  http-request set-var(txn.origin) req.hdr(Origin)
  http-response set-header Access-Control-Allow-Origin %[var(txn.origin)]
  http-response set-header Access-Control-Allow-Credentials true
`),
    unknown: passedOn,
  },
  {
    title: 'a variable that is set for some',
    text: of(`  acl friend hdr(Origin) -i https://A.example https://b.example
  http-request set-var(txn.origin) hdr(origin) if friend
  http-response set-header Access-Control-Allow-Origin "%[var(txn.origin)]" if { var(txn.origin) -m found }
  http-response set-header Vary Origin
`),
    unknown: passedOn,
  },
  {
    title: 'captured, and tested by its beginning',
    text: of(`  capture request header Host len 64
  capture request header Origin len 128
  http-response set-header Access-Control-Allow-Origin %[capture.req.hdr(1)] if { capture.req.hdr(1) -m beg https://a. }
`),
    unknown: passedOn,
  },
  {
    title: 'captured by a rule, and tested by its end',
    text: of(`  http-request capture req.hdr(Origin) len 128
  acl own capture.req.hdr(0) -m end .example
  acl evil capture.req.hdr(0) -m sub evil
  http-response set-header Access-Control-Allow-Origin %[capture.req.hdr(0)] if own !evil
  http-response add-header Vary Origin if own or evil
`),
    unknown: passedOn,
  },
  {
    title: 'a pattern, anchored nowhere',
    text: of(`  http-request set-var(txn.o) req.hdr(Origin),lower
  http-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m reg (a|b)\\.example }
`),
    unknown: passedOn,
  },
  {
    title: 'a pattern with anchors, in one quote',
    text: of(`  http-request set-var(txn.o) req.hdr(Origin) if { req.hdr(Origin) -m reg -i '^https://(a|b)\\.EXAMPLE$' }
  http-after-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }
  http-after-response set-header Vary Origin
`),
    unknown: passedOn,
  },
  {
    title: 'a part of the host',
    text: of(`  http-request set-var(txn.o) req.hdr(Origin) if { hdr_dom(origin) evil.example }
  http-response set-header Access-Control-Allow-Origin %[var(txn.o)]
`),
    unknown: passedOn,
  },
  {
    title: 'preflights answered',
    text: of(`  http-request return status 204 hdr Access-Control-Allow-Origin https://a.example hdr Access-Control-Allow-Methods "GET, PUT" hdr Access-Control-Max-Age 86400 if METH_OPTIONS
  http-response set-header Access-Control-Allow-Origin https://a.example
`),
  },
  {
    title: 'preflights answered, with the origin and what they ask for',
    text: of(`  acl preflight method OPTIONS
  acl friend req.hdr(Origin) https://a.example
  acl friend req.hdr(Origin) https://b.example
  http-request set-var(txn.o) req.hdr(Origin) if friend
  http-request return status 200 content-type text/plain string ok hdr Access-Control-Allow-Origin %[req.hdr(origin)] hdr Access-Control-Allow-Headers %[req.fhdr(Access-Control-Request-Headers)] hdr Access-Control-Allow-Methods %[req.hdr(Access-Control-Request-Method)] if preflight friend
  http-request deny deny_status 400 if preflight
  http-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }
  http-response set-header Access-Control-Allow-Credentials true if { var(txn.o) -m found }
`),
  },
  {
    title: 'on every answer, also those of HAProxy itself',
    text: listen(`  http-after-response set-header Access-Control-Allow-Origin "*"
  http-after-response set-header Access-Control-Allow-Headers content-type if METH_OPTIONS
  http-request return status 204 if METH_OPTIONS
  http-request deny if { req.hdr(Origin) -m end evil.example }
`),
  },
  {
    title: 'what is not there any more in a response is asked for',
    text: of(`  acl own hdr(Origin) https://a.example
  http-response set-header Access-Control-Allow-Origin https://a.example if own
  http-response set-header Access-Control-Allow-Origin https://b.example unless own
`),
    unknown: passedOn,
  },
  {
    title: 'of a list, the last one alone',
    text: of(`  http-request return status 204 hdr Access-Control-Allow-Origin * hdr Access-Control-Allow-Headers %[req.hdr(Access-Control-Request-Headers)] if METH_OPTIONS
  http-response set-header Access-Control-Allow-Origin *
`),
    unknown: passedOn,
  },
  {
    title: 'a redirect',
    text: listen(`  http-request redirect code 301 location https://elsewhere.example/ unless METH_OPTIONS
  http-request return status 200 hdr Access-Control-Allow-Origin *
`),
    asks: ({ reaches }) => reaches === undefined,
  },
  {
    title: 'a frontend and a backend that share the work',
    text: of(
      `  http-request set-var(txn.cors) str(yes) if { req.hdr(Origin) -m beg https:// }
  http-request set-var(txn.o) req.hdr(Origin)
`,
      `  http-request return status 204 hdr Access-Control-Allow-Origin %[var(txn.o)] if METH_OPTIONS { var(txn.cors) -m str yes }
  http-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.cors) -m str yes }
  http-response set-header Access-Control-Allow-Origin null if ! { var(txn.cors) -m str yes } || FALSE
`,
    ),
    unknown: passedOn,
  },
  {
    title: 'no server behind, one text for everybody',
    text: `frontend web
  bind 127.0.0.1:PORT
  http-request return status 200 content-type text/plain string it hdr Access-Control-Allow-Origin *
`,
    asks: ({ reaches }) => reaches === undefined,
  },
];

compare(HAPROXY, CASES, freePort);
