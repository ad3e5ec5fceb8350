import type { Overview, OverviewCall, OverviewGroup, OverviewPolicy, Place } from '../../server/src/lsp/protocol.ts';

/** What of the overview is shown. */
export type Filter = 'all' | 'blocked' | 'open';

/** A row of the tree, in plain text. */
export interface Node {
  /** The same after a refresh while nothing comes or goes, so that what is unfolded stays so. */
  readonly id: string;
  readonly kind: 'server' | 'file' | 'open' | 'closed' | 'readable' | 'refused' | 'unknown' | 'lost' | 'sentence';
  readonly label: string;
  readonly description?: string;
  /** Markdown for a tooltip. */
  readonly detail?: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly at?: Place;
  readonly children: readonly Node[];
  readonly expanded?: boolean;
}

/** The rows of the overview: what answers, below it the policies, below these the calls that reach them and what they mean. */
export function nodesOf({ groups, unlinked }: Overview, filter: Filter): readonly Node[] {
  const shown = groups
    .map((it, i) => groupNode(it, `${it.uri}/${i}`, filter))
    .filter(it => filter === 'all' || it.children.length > 0);
  const lost = filter === 'all' ? unlinked.map((it, i) => callNode(it, `lost/${i}`)) : [];
  return lost.length === 0 ? shown : [...shown, lostNode(lost)];
}

function groupNode(group: OverviewGroup, id: string, filter: Filter): Node {
  const { title, addresses, policies, calls } = group;
  const children = [
    ...policies.filter(it => passes(it, filter)).map((it, i) => policyNode(it, `${id}/policy/${i}`, filter, addresses)),
    ...calls.filter(it => callPasses(it, filter)).map((it, i) => callNode(it, `${id}/call/${i}`, addresses)),
  ];
  const isFile = title === group.path;
  const where = addresses.length > 0 ? `at ${addresses.join(', ')}` : isFile ? '' : group.path;
  const counted = `${policies.length} ${policies.length === 1 ? 'policy' : 'policies'}`;
  return {
    id,
    kind: isFile ? 'file' : 'server',
    label: title,
    ...(where ? { description: where } : {}),
    spoken: [title, where, counted].filter(Boolean).join(', '),
    at: group,
    children,
    expanded: policies.length + calls.length > 0,
  };
}

function policyNode(policy: OverviewPolicy, id: string, filter: Filter, addresses: readonly string[]): Node {
  const { brief, summary, open, calls } = policy;
  const shown = calls.filter(it => filter !== 'blocked' || it.outcome === 'refused');
  const place = `${policy.path}:${policy.line}`;
  return {
    id,
    kind: open ? 'open' : 'closed',
    label: brief,
    description: place,
    detail: summary.map(it => `- ${it}`).join('\n'),
    spoken: `${brief}. Policy in ${policy.path}, line ${policy.line}`,
    at: policy,
    children: [
      ...shown.map((it, i) => callNode(it, `${id}/call/${i}`, addresses)),
      ...summary.map((it, i) => sentenceNode(it, `${id}/says/${i}`)),
    ],
    expanded: shown.length > 0,
  };
}

const SPOKEN = { readable: 'Readable', refused: 'Blocked', unknown: 'Not known' } as const;

function callNode(it: OverviewCall, id: string, addresses: readonly string[] = []): Node {
  const verdict = plain(it.verdict);
  const page = it.page ? ` from ${it.page}` : '';
  const place = `${it.path}:${it.line}`;
  return {
    id,
    kind: it.outcome,
    label: shortened(it.call, addresses),
    description: `${place}${page}: ${verdict}`,
    detail: `\`${it.call}\`${page}\n\n${it.verdict}`,
    spoken: `${SPOKEN[it.outcome]}: ${it.call}${page}, ${it.path} line ${it.line}: ${verdict}`,
    at: it,
    children: [],
  };
}

/** Without the address of the server below which it stands. */
function shortened(call: string, addresses: readonly string[]): string {
  const address = addresses.find(it => call.includes(` ${it}/`));
  return address === undefined ? call : call.replace(` ${address}/`, ' /');
}

function sentenceNode(text: string, id: string): Node {
  return { id, kind: 'sentence', label: plain(text), spoken: plain(text), children: [] };
}

function lostNode(children: readonly Node[]): Node {
  const label = 'Calls that lead to no server of the workspace';
  return { id: 'lost', kind: 'lost', label, spoken: `${label}: ${children.length}`, children };
}

function passes({ open, calls }: OverviewPolicy, filter: Filter): boolean {
  if (filter === 'open') return open;
  return filter === 'all' || calls.some(it => callPasses(it, filter));
}

function callPasses({ outcome }: OverviewCall, filter: Filter): boolean {
  return filter === 'all' || (filter === 'blocked' && outcome === 'refused');
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}
