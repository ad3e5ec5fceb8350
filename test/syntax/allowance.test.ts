import assert from 'node:assert/strict';
import { it } from 'node:test';
import { callsMadeBy } from '../../server/src/syntax/made-calls.ts';
import { Project } from '../../server/src/syntax/project.ts';

const FILES: Record<string, string> = {
  '/w/http.ts': "import axios from 'axios';\nexport const send = path => axios.get(path);",
  '/w/page.ts': "import { send } from './http';\nsend('/users');",
};

it('what functions of another file cost is the file’s that asks: others may have asked much of them', () => {
  const project = new Project({ read: path => FILES[path], exists: path => path in FILES });
  const file = project.code('/w/page.ts');
  const [site] = file?.calls(name => name === 'send') ?? [];
  const home = project.code('/w/http.ts');
  assert.ok(file && home && site?.callee.kind === 'function');
  home.budget.left = 0;
  const made = callsMadeBy(site.callee, site.args, /^get$/, { each: 2_000, left: 8_000, asker: file });
  assert.equal(made.length, 1);
  assert.deepEqual(
    made[0]?.args.map(it => it.kind),
    ['literal'],
  );
});
