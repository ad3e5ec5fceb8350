import type { ElementAttribute, LoadingElement } from '../model/element.ts';
import { known } from '../model/policy.ts';
import type { Rule } from './rule.ts';

export const crossoriginAttributeMissing: Rule = {
  id: 'crossorigin-attribute-missing',
  title: 'An element loads without CORS what is of use only with it',
  severity: 'warning',
  profile: 'recommended',
  why: 'Elements load from other origins without CORS unless they have the attribute `crossorigin`. A check of `integrity` needs to see the bytes, so that a script or style of another origin is blocked without it. Fonts are always asked for with CORS: what `<link rel="preload" as="font">` loads without the attribute, from the own origin too, is another request than the one of the style sheet, and the font is loaded twice. A picture that is loaded without CORS may be shown, and taints the canvas on which it is drawn: reading that canvas throws.',
  example: {
    language: 'html',
    bad: '<link rel="preload" as="font" href="/inter.woff2" type="font/woff2">',
    good: '<link rel="preload" as="font" href="/inter.woff2" type="font/woff2" crossorigin>',
  },
  cwe: [],
  spec: 'https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes',
  kind: 'breakage',

  *checkRequest({ drawn, mode, url, at }) {
    if (!drawn || known(mode) !== 'no-cors' || url.to !== 'elsewhere' || known(url.host) === undefined) return;
    yield {
      at,
      message: `\`${drawn.by}\` throws: a picture of another origin is on the canvas, and it is loaded without CORS.`,
      related: [{ at: drawn.at, message: 'The canvas is read here.' }],
      fixes: [
        {
          title: 'Load it with CORS and without cookies',
          edits: [{ kind: 'rewrite', ...drawn.rewrite }],
          safety: 'review',
        },
      ],
    };
  },

  *checkElement(element) {
    const { attributes, jsx } = element;
    const defect = attributes.has('crossorigin') ? undefined : defectOf(element);
    if (!defect) return;
    const { at, source } = defect.of;
    yield {
      at,
      message: defect.message,
      elsewhere: true,
      fixes: [
        {
          title: 'Load it with CORS and without cookies',
          edits: [{ kind: 'rewrite', at, source: `${source} ${jsx ? 'crossOrigin' : 'crossorigin'}="anonymous"` }],
          safety: 'review',
        },
      ],
    };
  },
};

interface Defect {
  readonly of: ElementAttribute;
  readonly message: string;
}

function defectOf({ name, attributes }: LoadingElement): Defect | undefined {
  const rel = attributes.get('rel')?.value?.toLowerCase().split(/\s+/) ?? [];
  const as = attributes.get('as');
  if (name === 'link' && rel.includes('preload') && as && /^(font|fetch)$/i.test(as.value ?? '')) {
    const what = as.value?.toLowerCase() === 'font' ? 'fonts' : 'what scripts fetch';
    if (what !== 'fonts' && !isElsewhere(attributes.get('href')?.value)) return undefined;
    return { of: as, message: `This is loaded twice: browsers ask for ${what} with CORS, and for this without it.` };
  }
  const integrity = attributes.get('integrity');
  const loads = name === 'script' || rel.some(it => /^(stylesheet|preload|modulepreload)$/.test(it));
  const url = attributes.get(name === 'script' ? 'src' : 'href')?.value;
  if (!integrity || integrity.value === '' || !loads || !isElsewhere(url)) return undefined;
  // Modules are always asked for with CORS. https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-module-script-tree
  if (attributes.get('type')?.value === 'module' || rel.includes('modulepreload')) return undefined;
  return {
    of: integrity,
    message: 'Browsers block this: without `crossorigin` they cannot check the `integrity` of another origin’s file.',
  };
}

function isElsewhere(url: string | undefined): boolean {
  return /^(https?:)?\/\/[\w-]/i.test(url ?? '');
}
