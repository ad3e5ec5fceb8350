import { type CorsPolicy, known, type NameList } from '../model/policy.ts';

/** Who may read by this policy, and what else it allows, in plain words. */
export function describe(policy: CorsPolicy): readonly string[] {
  const credentials = known(policy.credentials);
  return [
    `${who(policy)} may read the responses${credentials === undefined ? '' : credentials ? ', with credentials' : ', without credentials'}.`,
    ...list('Methods', known(policy.methods)),
    ...list('Request headers', known(policy.allowedHeaders)),
    ...list('Exposed headers', known(policy.exposedHeaders)),
  ];
}

function who({ origins }: CorsPolicy): string {
  const listed = origins.listed.map(it => it.text);
  if (origins.mode === 'none') return 'No other website';
  if (origins.mode === 'any' || origins.mode === 'echo-any' || origins.acceptor.kind === 'all') return 'Any website';
  if (listed.length) return listed.join(', ');
  return origins.mode === 'dynamic' ? 'Who is not known' : 'Websites that pass a check';
}

function list(head: string, names: NameList | undefined): readonly string[] {
  if (!names || (names.kind === 'names' && !names.names.length)) return [];
  if (names.kind === 'reflect') return [`${head}: whatever the browser asks for.`];
  if (names.kind === 'any') return [`${head}: any.`];
  return [`${head}: ${names.names.map(it => it.text).join(', ')}.`];
}
