import { type Case, compare } from './compare.ts';
import { freePort } from './program.ts';
import { NGINX } from './programs.ts';

const server = (inside: string, before = '') => `${before}server {\n  listen 127.0.0.1:PORT;\n${inside}}\n`;
const proxied = (inside: string, before = '') =>
  server(`  location / {\n${inside}    proxy_pass http://127.0.0.1:UPSTREAM;\n  }\n`, before);
/** What the server behind makes of `OPTIONS` is its own. */
const passedOn: Case['unknown'] = ({ method }) => method === 'OPTIONS';

const MAP = `map $http_origin $cors {
  default "";
  "https://A.example" $http_origin;
  ~^https://b\\.example$ $http_origin;
}
`;

const CASES: readonly Case[] = [
  {
    title: 'a text',
    text: proxied('    add_header Access-Control-Allow-Origin https://a.example;\n    add_header Vary Origin;\n'),
    unknown: passedOn,
  },
  {
    title: 'a text, always',
    text: proxied(
      '    add_header Access-Control-Allow-Origin "*" always;\n    add_header Access-Control-Expose-Headers "X-A, X-B" always;\n',
    ),
    unknown: passedOn,
  },
  {
    title: 'the origin repeated, credentials always',
    text: proxied(
      "    add_header 'Access-Control-Allow-Origin' $http_origin;\n    add_header 'Access-Control-Allow-Credentials' 'true' always;\n",
    ),
    unknown: passedOn,
  },
  {
    title: 'a map',
    text: proxied(
      '    add_header Access-Control-Allow-Origin $cors always;\n    add_header Vary Origin always;\n',
      MAP,
    ),
    unknown: passedOn,
  },
  {
    title: 'two lines',
    text: proxied(
      '    add_header Access-Control-Allow-Origin https://a.example;\n    add_header Access-Control-Allow-Origin https://b.example;\n',
    ),
    unknown: passedOn,
  },
  {
    title: 'an if for preflights',
    text: proxied(`    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin * ;
      add_header Access-Control-Allow-Methods "GET, PUT";
      add_header Access-Control-Max-Age 600;
      return 204;
    }
    add_header Access-Control-Allow-Origin * always;
`),
  },
  {
    title: 'an if that gives up the outer headers',
    text: proxied(`    add_header Access-Control-Allow-Origin * always;
    add_header Access-Control-Allow-Headers content-type always;
    if ($request_method = 'OPTIONS') {
      add_header Access-Control-Allow-Methods "GET, PUT";
      return 204;
    }
`),
  },
  {
    title: 'an if that inherits',
    text: proxied(`    add_header Access-Control-Allow-Origin $http_origin always;
    if ($request_method = 'OPTIONS') {
      return 200;
    }
`),
  },
  {
    title: 'ifs over a variable',
    text: proxied(`    set $cors "";
    if ($http_origin ~* ^https://(a|b)\\.example$) { set $cors "yes"; }
    if ($request_method = OPTIONS) { set $cors "\${cors}options"; }
    if ($cors = yes) {
      add_header Access-Control-Allow-Origin "$http_origin";
      add_header Vary Origin;
    }
    if ($cors = "yesoptions") {
      add_header Access-Control-Allow-Origin "$http_origin";
      add_header Access-Control-Allow-Credentials true;
      add_header Access-Control-Allow-Headers "x-a,content-type";
      return 204;
    }
`),
    unknown: passedOn,
  },
  {
    title: 'equality and its opposite',
    text: proxied(`    set $o $http_origin;
    if ($o != "https://a.example") { set $o ""; }
    add_header Access-Control-Allow-Origin $o always;
`),
    unknown: passedOn,
  },
  {
    title: 'inherited from the server, with a status of its own',
    text: server(`  add_header Access-Control-Allow-Origin https://a.example;
  location /ok { return 200 "it"; }
  location /fail { return 500; }
  location /missing { return 404; }
`),
    asks: ({ reaches }) => reaches === undefined,
    unknown: passedOn,
  },
  {
    title: 'a status of its own',
    text: server(`  location / {
    add_header Access-Control-Allow-Origin https://a.example;
    add_header Access-Control-Allow-Credentials true always;
    return 403;
  }
`),
    asks: ({ reaches }) => reaches === undefined,
  },
  {
    title: 'files',
    text: server(`  root ROOT;
  location / {
    add_header Access-Control-Allow-Origin *;
    add_header Access-Control-Max-Age 5 always;
  }
`),
    asks: ({ method, reaches }) =>
      method !== 'POST' && reaches !== 'error' && !(method === 'OPTIONS' && reaches === 'nothing'),
  },
  {
    title: 'an empty pattern and an empty text',
    text: proxied(
      '    add_header Access-Control-Allow-Origin $cors always;\n',
      'map $http_origin $cors {\n  "" "*";\n  ~.* $http_origin;\n}\n',
    ),
    unknown: passedOn,
  },
  {
    title: 'a map with a text for each',
    text: proxied(
      '    add_header Access-Control-Allow-Origin $cors always;\n    add_header Access-Control-Allow-Credentials $cookies always;\n',
      'map $http_origin $cors {\n  default https://a.example;\n  https://b.example https://b.example;\n}\nmap $http_origin $cookies {\n  ~^https://a true;\n}\n',
    ),
    unknown: passedOn,
  },
  {
    title: 'headers of the server given up by a location of its own',
    text: `map $http_origin $cors {
  "~^https://(?:a|b)\\.example$" $http_origin;
}
server {
  listen 127.0.0.1:PORT;
  add_header Access-Control-Allow-Origin * always;
  location / {
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin $cors;
      add_header Access-Control-Allow-Methods "GET, PUT, DELETE";
      add_header Access-Control-Allow-Headers $http_access_control_request_headers;
      add_header Vary Origin;
      return 204;
    }
    add_header Access-Control-Allow-Origin $cors always;
    add_header Vary Origin always;
    proxy_pass http://127.0.0.1:UPSTREAM;
  }
}
`,
    policy: 1,
  },
  {
    title: 'what the preflight asks for is repeated',
    text: proxied(`    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin $http_origin always;
      add_header Access-Control-Allow-Methods $http_access_control_request_method always;
      add_header Access-Control-Allow-Headers $http_access_control_request_headers always;
      return 403;
    }
    add_header Access-Control-Allow-Origin "https://a.example";
    add_header Access-Control-Expose-Headers "ETag" always;
`),
  },
  {
    title: 'a refusal of strangers',
    text: proxied(`    if ($http_origin !~ ^(https://a\\.example)?$) { return 403; }
    add_header Access-Control-Allow-Origin $http_origin always;
`),
    unknown: passedOn,
  },
];

compare(NGINX, CASES, freePort);
