import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ingressNginx } from '../../server/src/frameworks/platforms/ingress-nginx.ts';
import { traefik } from '../../server/src/frameworks/platforms/traefik.ts';
import { replace } from '../../server/src/model/edit.ts';
import { known } from '../../server/src/model/policy.ts';
import { read, say } from './raw-reading.ts';

const INGRESS = `metadata:
  annotations:
    nginx.ingress.kubernetes.io/enable-cors: "true" # open
    nginx.ingress.kubernetes.io/cors-allow-origin: "https://*.a.example"
    nginx.ingress.kubernetes.io/cors-allow-credentials: "false"
    nginx.ingress.kubernetes.io/cors-allow-methods: "GET, PUT"
`;

const TRAEFIK = `spec:
  headers:
    accessControlAllowOriginList: ["https://a.example/"]
    accessControlMaxAge: 100
`;

it('annotations of ingress-nginx are texts', () => {
  const [policy] = read(ingressNginx, { '/ingress.yaml': INGRESS }).policies;
  assert.equal(policy && known(policy.credentials), false);
  assert.equal(say(policy, 'methods'), 'GET, PUT');
  assert.equal(say(policy), 'echo-match matches /^https:\\/\\/[A-Za-z0-9\\-]+\\.a\\.example$/i');
});

it('an origin of Traefik is mended where it stands', () => {
  const { policies, after } = read(traefik, { '/cors.yaml': TRAEFIK });
  const [origin] = policies[0]?.origins.listed ?? [];
  assert.ok(origin);
  assert.equal(
    after(replace(origin.at, { kind: 'text', text: 'https://a.example' })),
    TRAEFIK.replace('example/', 'example'),
  );
  assert.deepEqual(read(traefik, { '/x.yaml': 'spec:\n  headers:\n    stsSeconds: 1\n' }).policies, []);
});

it('broken files are read without a crash', () => {
  for (let end = 0; end < INGRESS.length; end++) read(ingressNginx, { '/i.yaml': INGRESS.slice(0, end) });
  for (let end = 0; end < TRAEFIK.length; end++) read(traefik, { '/t.yaml': TRAEFIK.slice(0, end) });
});
