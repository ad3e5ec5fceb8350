import type { LoadingElement } from '../model/element.ts';
import type { CorsRequest, CredentialsMode } from '../model/request.ts';
import { fontsIn } from '../syntax/font-faces.ts';
import { literal } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { plain } from './made.ts';
import { urlsOf } from './url.ts';

/**
 * What a page loads from addresses with a host with CORS, without any script: elements with `crossorigin`, modules, and the fonts of
 * style sheets. https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes
 * https://drafts.csswg.org/css-fonts/#font-fetching-requirements
 */
export function loadedIn(path: string, text: string, elements: readonly LoadingElement[]): readonly CorsRequest[] {
  const fonts = fontsIn(path, text).map(it =>
    loaded('font', it.text, it.at, it.at, 'same-origin', 'it is a font of a page'),
  );
  return [...elements.flatMap(ofElement), ...fonts];
}

/** The attribute that names what an element loads. */
const SOURCES: Readonly<Record<string, string>> = {
  script: 'src',
  link: 'href',
  img: 'src',
  video: 'src',
  audio: 'src',
};

/** What `<link>` loads; an icon and a preloaded connection are nothing that a page reads. */
const LOADED = /^(?:stylesheet|modulepreload|preload|manifest)$/;

function ofElement({ name, attributes }: LoadingElement): readonly CorsRequest[] {
  const source = attributes.get(SOURCES[name] ?? '');
  if (source?.value === undefined || !/^(?:https?:)?\/\/[\w[]/i.test(source.value)) return [];
  const rel = attributes.get('rel')?.value?.toLowerCase().split(/\s+/) ?? [];
  if (name === 'link' && !rel.some(it => LOADED.test(it))) return [];
  const given = attributes.get('crossorigin');
  const isModule = attributes.get('type')?.value === 'module' || rel.includes('modulepreload');
  if (!given && !isModule) return [];
  const credentials = given?.value?.toLowerCase() === 'use-credentials' ? 'include' : 'same-origin';
  return [
    loaded('element', source.value, source.at, given?.at ?? source.at, credentials, `it is an element of a page`),
  ];
}

function loaded(
  client: 'element' | 'font',
  url: string,
  at: Span,
  said: Span,
  credentials: CredentialsMode,
  why: string,
): CorsRequest {
  const [only] = urlsOf(literal(at, url), () => undefined);
  if (!only) throw new Error('a text is one URL');
  return {
    ...plain(at),
    client,
    url: only.url,
    credentials: { kind: credentials === 'include' ? 'written' : 'default', value: credentials, at: said },
    reads: { body: 'yes', status: 'no', headers: [] },
    runs: { where: 'browser', why },
    guards: [],
  };
}
