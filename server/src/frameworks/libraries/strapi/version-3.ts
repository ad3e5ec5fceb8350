import { NONE } from '../../../model/acceptor.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import { property } from '../../../syntax/value.ts';
import type { CodeFramework } from '../../framework.ts';
import { defaultExports } from '../../options/default-export.ts';
import { readLibrary } from '../../options/library-options.ts';
import { STRAPI } from './index.ts';

/**
 * `config/middleware.js` with `settings.cors`, which Strapi 3 (the package `strapi`) read; Strapi 4 (`@strapi/strapi`) reads
 * `config/middlewares.js`, and its defaults hold. https://github.com/strapi/strapi/issues/11900
 */
export const strapi3: CodeFramework = {
  kind: 'code',
  id: 'strapi-3',
  title: 'The settings of Strapi 3',
  docs: 'https://docs.strapi.io/cms/configurations/middlewares#cors',
  mentions: ['cors'],
  files: path => /(^|\/)config\/(middleware|security)\.[cm]?[jt]s$/.test(path),

  recognise(file, reading) {
    if (!reading.project.packages.nearest(file.path)?.dependencies.has('@strapi/strapi')) return { policies: [] };
    const policies = defaultExports(file).flatMap(it => {
      const settings = it.kind === 'record' ? property(it, 'settings')?.value : undefined;
      const cors = settings?.kind === 'record' ? property(settings, 'cors') : undefined;
      if (!cors) return [];
      const former = { of: '@strapi/strapi', goneIn: '4.0.0', successor: 'config/middlewares.js' };
      const oddity = {
        kind: 'unknown-option',
        name: 'settings.cors',
        former,
        at: cors.keySpan,
        entry: cors.span,
      } as const;
      const made = { span: cors.keySpan, options: undefined, used: true };
      return readLibrary(STRAPI, made, reading).map(
        (policy): CorsPolicy => ({
          ...policy,
          // What holds is told where Strapi looks.
          origins: { ...policy.origins, mode: 'none', acceptor: NONE },
          oddities: [oddity],
        }),
      );
    });
    return { policies };
  },

  write: () => undefined,
};
