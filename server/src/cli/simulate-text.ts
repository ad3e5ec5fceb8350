import type { Simulation } from '../analysis/simulate.ts';
import { type painter, printable } from './terminal.ts';

interface Told {
  readonly simulation: Simulation;
  readonly request: {
    readonly origin: string;
    readonly headers: readonly { readonly name: string }[];
    readonly credentials: boolean;
  };
  /** What answers: the framework that the policy is of, or the server. */
  readonly answering: string;
  /** `server.ts:12`. */
  readonly where: string;
  readonly paint: ReturnType<typeof painter>;
}

const ENGINES = { spec: 'The standard', chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const;

/** The steps of a simulated request, for people. */
export function simulationText(told: Told): string {
  const { simulation, answering, where, paint } = told;
  const { preflight, response, judgements } = simulation;
  const blocks = [
    [paint('bold', printable(where)), printable(answering)].join('  '),
    block(paint('bold', 'Request'), requestLines(told)),
    preflight
      ? block(paint('bold', 'Preflight'), [
          'Browsers ask first:',
          ...lines({ ...preflight.sent }).map(it => `  ${it}`),
          `The server answers ${preflight.status}:`,
          ...answered(preflight.headers),
        ])
      : block(paint('bold', 'Preflight'), ['None: browsers send this request without asking.']),
    block(paint('bold', 'Response'), [`The server answers ${response.status}:`, ...answered(response.headers)]),
    block(
      paint('bold', 'Verdict'),
      (['spec', 'chromium', 'firefox', 'webkit'] as const).map(it => {
        const judgement = judgements[it];
        const name = ENGINES[it].padEnd(13);
        if (judgement.verdict === 'allowed')
          return `${name}${paint('green', 'allowed')}  the page may read the response`;
        return `${name}${paint('red', 'blocked')}  ${printable(judgement.message)}`;
      }),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function requestLines({ simulation, request }: Told): readonly string[] {
  const names = request.headers.map(it => it.name).filter(it => !simulation.dropped.includes(it));
  const dropped = simulation.dropped.map(it => `Browsers keep \`${it}\` for themselves and drop it.`);
  return [
    `${simulation.method} from a page of ${request.origin}, ${request.credentials ? 'with' : 'without'} credentials`,
    ...(names.length > 0 ? [`with the headers ${names.join(', ')}`] : []),
    ...dropped,
  ].map(printable);
}

function answered(headers: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const all = lines(headers);
  return (all.length > 0 ? all : ['(no header of CORS)']).map(it => `  ${it}`);
}

function lines(headers: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(headers).flatMap(([name, values]) => values.map(it => printable(`${name}: ${it}`)));
}

function block(title: string, body: readonly string[]): string {
  return [title, ...body.map(it => `  ${it}`)].join('\n');
}
