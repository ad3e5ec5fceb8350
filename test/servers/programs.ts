import type { ServerProgram } from './compare.ts';
import { folder, run } from './program.ts';

export const NGINX: ServerProgram = {
  title: 'nginx',
  package: 'nginx',
  file: 'nginx.conf',
  start(program, text, name, port) {
    const root = folder(name, { 'www/ok': 'it' });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(it => `${it}_temp_path ${root}/${it};`);
    const conf = `daemon off;
master_process off;
error_log stderr error;
pid ${root}/pid;
events {}
http {
access_log off;
${temporary.join('\n')}
${text.replaceAll('ROOT', `${root}/www`)}
}
`;
    folder(`${name}-conf`, { 'nginx.conf': conf });
    return run(program, ['-e', 'stderr', '-p', root, '-c', `${root}-conf/nginx.conf`], port);
  },
};

export const CADDY: ServerProgram = {
  title: 'Caddy',
  package: 'caddy',
  file: 'Caddyfile',
  start(program, text, name, port) {
    const root = folder(name, { 'www/ok': 'it' });
    const options = '{\n\tadmin off\n\tauto_https off\n}\n';
    folder(`${name}-conf`, { Caddyfile: `${options}${text.replaceAll('ROOT', `${root}/www`)}` });
    return run(program, ['run', '--config', `${root}-conf/Caddyfile`, '--adapter', 'caddyfile'], port, {
      HOME: root,
      XDG_DATA_HOME: root,
      XDG_CONFIG_HOME: root,
    });
  },
};

export const HAPROXY: ServerProgram = {
  title: 'HAProxy',
  package: 'haproxy',
  file: 'haproxy.cfg',
  start(program, text, name, port) {
    const defaults = 'defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n';
    const root = folder(name, { 'haproxy.cfg': `global\n  maxconn 100\n${defaults}${text}` });
    return run(program, ['-db', '-f', `${root}/haproxy.cfg`], port);
  },
};
