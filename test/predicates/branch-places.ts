import { type Place, WHETHER, WHICH_OR_FALSE } from './place.ts';
import { quoted, type Scene } from './scene.ts';
import { byFetch, byNode } from './start.ts';

const OPEN = 'const settings = JSON.parse(\'{"open":false}\');';

/** Another function than the one that is looked at, for the other branch. */
function theirs(scene: Scene): string {
  return `const theirs = { origin: (o, done) => done(null, o === ${quoted(scene.origin())}), credentials: true };`;
}

const options: Place = {
  dependencies: { cors: '2.8.6', express: '5.3.0' },
  o: 'origin',
  sinks: WHETHER.map(({ yes, no }) => ({
    yes: yes.replace('return true;', 'return callback(null, true);'),
    no: no.replace(/return( false)?;/, 'return callback(null, false);'),
  })),
  module: (statements, scene) => [
    "import cors from 'cors';",
    "import express from 'express';",
    '',
    OPEN,
    ...scene.declarations,
    '',
    'const ours = {',
    'origin(origin, callback) {',
    ...statements,
    '},',
    'credentials: true,',
    '};',
    theirs(scene),
    'export const app = express();',
    "app.set('env', 'test');",
    ...scene.dice.pick([
      ['app.use(cors(settings.open ? theirs : ours));'],
      ['app.use(settings.open ? cors(theirs) : cors(ours));'],
      ['if (settings.open) app.use(cors(theirs));', 'else app.use(cors(ours));'],
    ]),
    "app.get('/ok', (req, res) => res.send('ok'));",
  ],
  start: byNode,
  undecided: true,
};

const hono: Place = {
  dependencies: { hono: '4.13.19' },
  o: 'origin',
  sinks: WHICH_OR_FALSE.slice(0, 2),
  module: (statements, scene) => [
    "import { Hono } from 'hono';",
    "import { cors } from 'hono/cors';",
    '',
    OPEN,
    ...scene.declarations,
    '',
    'const ours = {',
    'origin: async origin => {',
    ...statements,
    '},',
    'credentials: true,',
    '};',
    `const theirs = { origin: it => (it === ${quoted(scene.origin())} ? it : null), credentials: true };`,
    'export const app = new Hono();',
    scene.dice.pick([
      "app.use('*', cors(settings.open ? theirs : ours));",
      "app.use('*', settings.open ? cors(theirs) : cors(ours));",
    ]),
    "app.onError((error, c) => c.text('failed', 500));",
    "app.get('/ok', c => c.text('ok'));",
  ],
  start: byFetch,
  undecided: true,
  waits: true,
};

/** Options of which a configuration chooses one. */
export const BRANCH_PLACES: Readonly<Record<string, Place>> = {
  'one of two options of cors': options,
  'one of two options of hono/cors': hono,
};
