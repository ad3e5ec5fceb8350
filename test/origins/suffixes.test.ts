import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isBelow,
  isLoopback,
  isPrivateNetwork,
  isRegistrable,
  isSharedHosting,
  publicSuffix,
  registrableDomain,
} from '../../server/src/origins/suffixes.ts';

test('public suffixes, the private section included', () => {
  const domains: Readonly<Record<string, string | null>> = {
    'a.b.example.com': 'example.com',
    'example.com.': 'example.com',
    'www.example.co.uk': 'example.co.uk',
    'co.uk': null,
    'my-app.vercel.app': 'my-app.vercel.app',
    'a.my-app.vercel.app': 'my-app.vercel.app',
    'vercel.app': null,
    'user.github.io': 'user.github.io',
    'branch--site.netlify.app': 'site.netlify.app',
    'x.codesandbox.io': 'x.codesandbox.io',
    localhost: null,
    '127.0.0.1': null,
    '[::1]': null,
    'foo_bar.com': 'foo_bar.com',
    'attacker-.example.com': 'example.com',
  };
  for (const [host, domain] of Object.entries(domains)) assert.equal(registrableDomain(host), domain, host);
  assert.equal(publicSuffix('a.b.example.co.uk'), 'co.uk');
  assert.equal(publicSuffix('127.0.0.1'), null);
});

test('hosting on which strangers have sites', () => {
  const hosts =
    'vercel.app netlify.app pages.dev workers.dev github.io gitlab.io onrender.com up.railway.app fly.dev herokuapp.com web.app firebaseapp.com run.app azurewebsites.net cloudfront.net amplifyapp.com surge.sh ngrok-free.app ngrok.app ngrok.io trycloudflare.com loca.lt replit.app glitch.me codesandbox.io stackblitz.io webcontainer.io koyeb.app deno.dev lovable.app';
  for (const host of hosts.split(' ')) assert.ok(isSharedHosting(host), host);
  for (const host of ['example.com', 'com', 'co.uk', 'localhost', 'my-app.vercel.app', '127.0.0.1'])
    assert.ok(!isSharedHosting(host), host);
});

test('names that can be registered', () => {
  for (const host of ['example.com', 'apixexample.com', 'a.b.co.uk', 'attacker.example', 'x.vercel.app', 'x.run.app'])
    assert.ok(isRegistrable(host), host);
  for (const host of ['com', 'localhost', 'a.local', 'app.examplexcom', '1.2.3.4', 'a.test', 'a..com'])
    assert.ok(!isRegistrable(host), host);
});

test('this machine and the local network', () => {
  for (const host of ['localhost', 'app.localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'localhost.'])
    assert.ok(isLoopback(host), host);
  for (const host of ['localhost.example.com', '128.0.0.1', 'notlocalhost', '192.168.0.1'])
    assert.ok(!isLoopback(host), host);
  for (const host of [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.10',
    '169.254.1.1',
    'nas.local',
    'a.internal',
    '[fd00::1]',
    '[fe80::1]',
    'x.home.arpa',
  ])
    assert.ok(isPrivateNetwork(host), host);
  for (const host of [
    '172.32.0.1',
    '11.0.0.1',
    '192.169.0.1',
    'local',
    'example.com',
    '10.example.com',
    '[2001:db8::1]',
  ])
    assert.ok(!isPrivateNetwork(host), host);
});

test('below a name', () => {
  assert.ok(isBelow('a.example.com', ['example.com']) && isBelow('example.com.', ['example.com']));
  assert.ok(!isBelow('aexample.com', ['example.com']));
  assert.ok(isBelow('x--site.netlify.app', ['site.netlify.app']) && !isBelow('x--y.z.app', ['y.z.app']));
});
