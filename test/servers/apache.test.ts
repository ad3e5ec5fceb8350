import { type Case, compare } from './compare.ts';
import { folder, freePort, run } from './program.ts';

const lines = (...all: readonly string[]) => `<Directory "/">\n${all.map(it => `  ${it}\n`).join('')}</Directory>\n`;
/** A file takes no `POST`, fails never, and what is missing is asked for with `GET`. */
const asks: Case['asks'] = ({ method, reaches }) => reaches !== 'error' && !(method !== 'GET' && reaches === 'nothing');
const of = (title: string, text: string): Case => ({ title, text, asks });

const CASES: readonly Case[] = [
  of('a text', lines('Header set Access-Control-Allow-Origin "*"', 'Header set Access-Control-Max-Age 600')),
  of('a text, always', lines('Header always set Access-Control-Allow-Origin https://a.example')),
  of(
    'both tables',
    lines('Header set Access-Control-Allow-Origin *', 'Header always set Access-Control-Allow-Origin *'),
  ),
  of(
    'two lines',
    lines(
      'Header set Access-Control-Allow-Origin https://a.example',
      'Header add Access-Control-Allow-Origin https://b.example',
    ),
  ),
  of(
    'the later one',
    lines(
      'Header set Access-Control-Allow-Origin https://a.example',
      'Header set Access-Control-Allow-Origin https://b.example',
    ),
  ),
  of(
    'taken away',
    lines(
      'Header set Access-Control-Allow-Origin *',
      'Header set Access-Control-Allow-Credentials true',
      'Header unset Access-Control-Allow-Credentials',
    ),
  ),
  of(
    'by a variable with a guard',
    lines(
      'SetEnvIf Origin "^https://(a|b)\\.example$" CORS=$0',
      'Header set Access-Control-Allow-Origin "%{CORS}e" env=CORS',
      'Header merge Vary Origin',
    ),
  ),
  of(
    'by a variable without a guard',
    lines(
      'SetEnvIf Origin "^(https://a\\.example)$" CORS=$1',
      'Header always set Access-Control-Allow-Origin %{CORS}e',
    ),
  ),
  of(
    'a guard alone',
    lines(
      'SetEnvIfNoCase Origin "A\\.example" FRIEND',
      'Header set Access-Control-Allow-Origin "expr=%{req:Origin}" env=FRIEND',
      'Header set Access-Control-Allow-Credentials "true" env=!FRIEND',
    ),
  ),
  of(
    'an expression',
    lines(
      'Header set Access-Control-Allow-Origin "expr=%{req:Origin}" "expr=%{req:Origin} =~ m#^https://a\\.example$#"',
    ),
  ),
  of(
    'the origin repeated',
    lines(
      'Header set Access-Control-Allow-Origin "expr=%{req:Origin}"',
      'Header set Access-Control-Allow-Credentials true',
    ),
  ),
  of(
    'within If',
    '<Directory "/">\n<If "%{HTTP:Origin} == \'https://b.example\'">\n  Header always set Access-Control-Allow-Origin https://b.example\n</If>\n</Directory>\n',
  ),
  of(
    'within IfModule, over two lines',
    '<IfModule mod_headers.c>\nHeader set \\\n  Access-Control-Allow-Origin "https://a.example"\n</IfModule>\n',
  ),
  of(
    'a list of origins, each with its own line',
    lines(
      'SetEnvIf Origin "^https://a\\.example$" A',
      'SetEnvIf Origin "^https://b\\.example$" B',
      'Header always set Access-Control-Allow-Origin "https://a.example" env=A',
      'Header always set Access-Control-Allow-Origin "https://b.example" env=B',
      'Header always set Access-Control-Allow-Methods "GET, PUT"',
      'Header always set Vary Origin',
    ),
  ),
  of(
    'a text for everybody but one',
    lines(
      'SetEnvIfNoCase Origin "^https://EVIL\\.example$" EVIL',
      'Header always set Access-Control-Allow-Origin "*" env=!EVIL',
      'Header always set Access-Control-Expose-Headers "ETag, X-A"',
    ),
  ),
];

compare(
  {
    title: 'Apache',
    package: 'apache2',
    file: 'httpd.conf',
    start(program, text, name, port) {
      const root = folder(name, { 'www/ok': 'it' });
      const modules = ['mpm_event', 'authz_core', 'headers', 'setenvif', 'env'].map(
        it => `<IfModule !${it}_module>\nLoadModule ${it}_module /usr/lib/apache2/modules/mod_${it}.so\n</IfModule>`,
      );
      const conf = `ServerRoot "${root}"
ServerName localhost
Listen 127.0.0.1:${port}
PidFile "${root}/pid"
ErrorLog "${root}/error.log"
${modules.join('\n')}
User www-data
Group www-data
DocumentRoot "${root}/www"
<Directory "/">
  Require all granted
</Directory>
${text}`;
      folder(`${name}-conf`, { 'httpd.conf': conf });
      return run(program, ['-X', '-f', `${root}-conf/httpd.conf`], port);
    },
  },
  CASES,
  freePort,
);
