import assert from 'node:assert/strict';
import { it } from 'node:test';
import { scriptsIn } from '../../server/src/syntax/scripts.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { sample } from '../harness/workspace.ts';
import { requests } from './reading.ts';

const VUE = `<script setup lang="ts">
import { ref } from 'vue';
const users = ref<string[]>([]);
async function load() {
  users.value = await (await fetch('https://a.example/users', { mode: 'no-cors' })).json();
}
</script>

<template>
  <button title="fetch('https://no.example')" @click="load">Load 🦊</button>
</template>
`;

it('scripts stand where they stood, and everything else is blank', () => {
  const html =
    '<!doctype html>\r\n<p>é</p><SCRIPT type="module">a()</SCRIPT ><script type="application/json">{"b": 1}</script>\n<script src="c.js"></script><script data-x="a>b">d()</script>';
  const scripts = scriptsIn(html);
  assert.equal(scripts.length, html.length);
  assert.equal(scripts.replace(/ /g, ''), '\r\na()\nd()');
  for (const it of ['a()', 'd()', '\r\n']) assert.equal(scripts.indexOf(it), html.indexOf(it));
});

it('a component of Vue asks from a browser, with its place in the file', () => {
  const [request, ...more] = requests(VUE, {}, 'web/src/Users.vue');
  assert.deepEqual(more, []);
  assert.equal(request?.url.text, 'https://a.example/users');
  assert.equal(request?.at.start, VUE.indexOf('fetch('));
  assert.deepEqual(request?.runs, { where: 'browser', why: 'it is a script of a component' });
});

it('a page and a component of Svelte, too, and an instance of another file', () => {
  const page =
    "<html><script>fetch('https://a.example')</script><script type=text/template>fetch('https://b.example')</script></html>";
  assert.deepEqual(
    requests(page, {}, 'index.html').map(it => [it.url.text, it.runs.where]),
    [['https://a.example', 'browser']],
  );
  const svelte = "<script>\n  import { api } from './api';\n  api.get('/users');\n</script>\n<h1>Users</h1>";
  const api = "import axios from 'axios';\nexport const api = axios.create({ baseURL: 'https://a.example' });";
  assert.deepEqual(
    requests(svelte, { 'src/lib/api.ts': api }, 'src/lib/Users.svelte').map(it => it.url.text),
    ['https://a.example/users'],
  );
});

it('what is found in a component is mended there', () => {
  const [finding] = sample({ 'web/src/Users.vue': VUE }).findings();
  assert.equal(finding?.rule, 'no-cors-misuse');
  const fixed = applyEdits('web/src/Users.vue', VUE, finding?.fixes[0]?.edits ?? []);
  assert.equal(fixed, VUE.replace("{ mode: 'no-cors' }", '{ }'));
});

it('a frameworks’ word in markup makes no policy', () => {
  const html =
    "<script>require('cors'); app.use(cors({ origin: '*' })); fetch('/x', { headers: { 'Access-Control-Allow-Origin': '*' } });</script>";
  assert.deepEqual(sample({ 'index.html': html }).policies(), []);
});
