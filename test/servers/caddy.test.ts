import { type Case, compare } from './compare.ts';
import { freePort } from './program.ts';
import { CADDY } from './programs.ts';

const site = (inside: string, before = '') => `${before}http://127.0.0.1:PORT {\n${inside}}\n`;
const proxied = (inside: string, before = '') => site(`${inside}\treverse_proxy 127.0.0.1:UPSTREAM\n`, before);
/** What the server behind makes of `OPTIONS` is its own. */
const passedOn: Case['unknown'] = ({ method }) => method === 'OPTIONS';

const SNIPPET = `(cors) {
	@preflight{args.0} {
		method OPTIONS
		header Origin {args.0}
	}
	@cors{args.0} header Origin {args.0}
	handle @preflight{args.0} {
		header {
			Access-Control-Allow-Origin "{args.0}"
			Access-Control-Allow-Methods "GET, POST, PUT"
			Access-Control-Allow-Headers Content-Type
			Access-Control-Max-Age 3600
			Vary Origin
		}
		respond "" 204
	}
	header @cors{args.0} {
		Access-Control-Allow-Origin "{args.0}"
		Access-Control-Expose-Headers Link
		Vary Origin
	}
}
`;

const CASES: readonly Case[] = [
  {
    title: 'a text on its line',
    text: proxied('\theader Access-Control-Allow-Origin https://a.example\n'),
    unknown: passedOn,
  },
  {
    title: 'a block, with quotes, backticks and a colon',
    text: proxied(`	header {
		Access-Control-Allow-Origin: "*"
		Access-Control-Expose-Headers \`X-A, X-B\`
		# a comment
		Access-Control-Max-Age 600
	}
`),
    unknown: passedOn,
  },
  {
    title: 'preflights answered behind a matcher',
    text: proxied(`	@options method OPTIONS
	header Access-Control-Allow-Origin *
	header @options Access-Control-Allow-Methods "GET, PUT"
	respond @options 204
`),
  },
  {
    title: 'preflights answered in a handle, the rest in another',
    text: site(`	@options {
		method OPTIONS
	}
	handle @options {
		header Access-Control-Allow-Origin https://a.example
		header Access-Control-Allow-Headers "x-a, content-type"
		respond 200
	}
	handle {
		header Access-Control-Allow-Origin https://a.example
		header Access-Control-Allow-Credentials true
		reverse_proxy 127.0.0.1:UPSTREAM
	}
`),
  },
  {
    title: 'the origin repeated',
    text: proxied(`	header Access-Control-Allow-Origin {http.request.header.Origin}
	header Access-Control-Allow-Credentials true
`),
    unknown: passedOn,
  },
  {
    title: 'the origin by its short name, within a matcher of texts',
    text: proxied(`	@friends {
		header Origin https://a.example
		header Origin *//b.example
	}
	header @friends {
		Access-Control-Allow-Origin {header.origin}
		Access-Control-Allow-Credentials "true"
	}
	header Vary Origin
`),
    unknown: passedOn,
  },
  {
    title: 'a pattern and its group',
    text: proxied(`	@cors header_regexp origin Origin ^(https://[ab]\\.example)$
	header @cors Access-Control-Allow-Origin {http.regexp.origin.1}
	header Vary Origin
`),
    unknown: passedOn,
  },
  {
    title: 'a pattern anchored nowhere',
    text: proxied(`	@cors header_regexp Origin example
	header @cors Access-Control-Allow-Origin {header.Origin}
`),
    unknown: passedOn,
  },
  {
    title: 'a snippet with an argument, twice',
    text: proxied('\timport cors https://a.example\n\timport cors https://b.example\n', SNIPPET),
    unknown: passedOn,
  },
  {
    title: 'the later one, and one that is added',
    text: proxied(`	header Access-Control-Allow-Origin https://a.example
	header Access-Control-Allow-Origin https://b.example
	header +Access-Control-Expose-Headers X-A
	header +Access-Control-Expose-Headers X-B
`),
    unknown: passedOn,
  },
  {
    title: 'a matcher goes before none, wherever it stands',
    text: proxied(`	@a header Origin https://a.example
	header Access-Control-Allow-Origin https://b.example
	header @a Access-Control-Allow-Origin https://a.example
`),
    unknown: passedOn,
  },
  {
    title: 'deferred ones are done from the last to the first',
    text: proxied(`	header {
		Access-Control-Allow-Origin https://a.example
		defer
	}
	header {
		Access-Control-Allow-Origin https://b.example
		defer
	}
	header Access-Control-Allow-Credentials true
	header -Access-Control-Allow-Credentials
`),
    unknown: passedOn,
  },
  {
    title: 'what stands there where nothing else does',
    text: proxied(`	@a header Origin https://a.example
	header @a Access-Control-Allow-Origin https://a.example
	header ?Access-Control-Allow-Origin *
	header ?Access-Control-Max-Age 5
`),
    unknown: passedOn,
  },
  {
    title: 'on what the server behind answers, beside what is set here',
    text: site(`	header Access-Control-Allow-Origin https://a.example
	reverse_proxy 127.0.0.1:UPSTREAM {
		header_down Access-Control-Allow-Origin https://b.example
		header_down +Access-Control-Allow-Methods GET
	}
`),
    unknown: passedOn,
  },
  {
    title: 'a text of its own for everybody',
    text: site('\theader Access-Control-Allow-Origin *\n\trespond "it" 200\n'),
    asks: ({ reaches }) => reaches === undefined,
  },
  {
    title: 'a status of its own',
    text: site('\theader {\n\t\tAccess-Control-Allow-Origin {header.Origin}\n\t}\n\trespond 403\n'),
    asks: ({ reaches }) => reaches === undefined,
  },
  {
    title: 'nobody answers',
    text: site('\theader Access-Control-Allow-Origin https://a.example\n'),
    asks: ({ reaches }) => reaches === undefined,
  },
  {
    title: 'files',
    text: site('\troot * ROOT\n\theader Access-Control-Allow-Origin *\n\tfile_server\n'),
    // 2.6 takes any method for a file; from 2.7 on others than `GET` and `HEAD` get 405.
    asks: ({ method, reaches }) => method === 'GET' && reaches !== 'error',
  },
  {
    title: 'in the order in which they stand',
    text: site(`	route {
		header Access-Control-Allow-Origin https://b.example
		@options method OPTIONS
		respond @options 204
		header Access-Control-Allow-Origin https://a.example
		reverse_proxy 127.0.0.1:UPSTREAM
	}
`),
  },
  {
    title: 'a map',
    text: proxied(`	map {header.Origin} {allowed} {
		https://a.example https://a.example
		~^https://b\\.(example|test)$ https://b.example
		default https://c.example
	}
	header Access-Control-Allow-Origin {allowed}
	header Vary Origin
`),
    unknown: passedOn,
  },
  {
    title: 'not a stranger',
    text: proxied(`	@stranger {
		not header Origin https://a.example
		header Origin *
	}
	header ?Access-Control-Allow-Origin https://a.example
	respond @stranger 403
`),
    unknown: passedOn,
  },
  {
    title: 'an expression that asks for the method',
    text: proxied(`	@options expression \`{method} == "OPTIONS"\`
	header Access-Control-Allow-Origin https://a.example
	header @options Access-Control-Allow-Headers {http.request.header.Access-Control-Request-Headers}
	header @options Access-Control-Allow-Methods {header.Access-Control-Request-Method}
	respond @options "" 200
`),
  },
  {
    title: 'one site without braces',
    text: 'http://127.0.0.1:PORT\n\n@options {\n\tmethod OPTIONS\n}\nheader Access-Control-Allow-Origin https://a.example\nrespond @options 204 {\n\tclose\n}\nreverse_proxy 127.0.0.1:UPSTREAM\n',
  },
];

compare(CADDY, CASES, freePort);
