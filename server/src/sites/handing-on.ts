import { foldersUp } from '../syntax/paths.ts';
import type { Project } from '../syntax/project.ts';

const CODE = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'];
const code = (...names: readonly string[]) => names.flatMap(it => CODE.map(ending => `${it}.${ending}`));

/** A text by which what serves pages is told to hand some requests on to another server. */
interface Teller {
  readonly files: readonly string[];
  readonly text: RegExp;
}

/**
 * Each by its own documentation: `server.proxy` of Vite, `devServer.proxy` of Vue CLI and webpack, `rewrites` of Next.js, `proxy` of Create
 * React App and `src/setupProxy.js`, `proxyConfig` of Angular, `routeRules` of Nuxt, rewrites of Vercel, Netlify and Firebase.
 */
const TELLERS: readonly Teller[] = [
  {
    files: code('vite.config', 'vue.config', 'webpack.config', 'webpack.dev', 'nuxt.config', 'astro.config'),
    text: /\bproxy\b|\bcreateProxyMiddleware\b/i,
  },
  { files: code('next.config'), text: /\brewrites\b/ },
  { files: ['package.json'], text: /"proxy"\s*:/ },
  { files: code('src/setupProxy'), text: /./ },
  { files: ['angular.json', 'project.json'], text: /"proxyConfig"\s*:/ },
  {
    files: ['proxy.conf.json', 'proxy.conf.js', 'proxy.config.json', '.proxyrc', '.proxyrc.json', '.proxyrc.js'],
    text: /./,
  },
  { files: ['vercel.json'], text: /"(destination|dest)"\s*:\s*"https?:/ },
  { files: ['netlify.toml'], text: /\bto\s*=\s*["']https?:/ },
  { files: ['_redirects', 'public/_redirects', 'static/_redirects'], text: /^\s*\/\S*\s+https?:\/\/\S+\s+200/m },
  { files: ['firebase.json', 'staticwebapp.config.json'], text: /"(function|run)"\s*:|"rewrites"[\s\S]*https?:/ },
  {
    files: ['nginx.conf', 'nginx/nginx.conf', 'nginx/default.conf', 'default.conf', 'nginx.conf.template'],
    text: /\bproxy_pass\b/,
  },
  { files: ['Caddyfile'], text: /\breverse_proxy\b/ },
];

/**
 * What hands requests of a page's own origin on to other servers, in the folder of its package or above it: then what goes to the
 * address that a variable holds may go to the page's own origin. Told by the texts alone.
 */
export function handingOn(folder: string, project: Project): string | undefined {
  return project.ask(`hands requests on: ${folder}`, () => {
    for (const at of foldersUp(`${folder}/package.json`))
      for (const { files, text } of TELLERS) {
        const name = files.find(
          it => project.host.exists(`${at}/${it}`) && text.test(project.host.read(`${at}/${it}`) ?? ''),
        );
        if (name !== undefined) return name;
      }
    return undefined;
  });
}
