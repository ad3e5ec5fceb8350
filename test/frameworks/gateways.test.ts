import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { iis } from '../../server/src/frameworks/platforms/iis/index.ts';
import { istio } from '../../server/src/frameworks/platforms/istio.ts';
import { remove, replace } from '../../server/src/model/edit.ts';
import { read, say } from './raw-reading.ts';
import { policies, readings } from './reading.ts';

const yaml = (text: string) => readings(text, {}, 'gateway.yaml');

const ISTIO = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web
spec:
  http:
    - match:
        - uri:
            prefix: /api
      corsPolicy:
        # who may read
        allowOrigins:
          - exact: https://a.example
          - prefix: "http://a"
        allowMethods: [GET, PUT]
        allowHeaders: ["*"]
        maxAge: 24h
        allowCredentials: true
      route: []
`;

describe('gateways of Kubernetes', () => {
  it('Istio: texts, beginnings, whole patterns; everybody is repeated', () => {
    assert.deepEqual(yaml(ISTIO), ['echo-match own plain; cookies']);
    const [policy] = policies(ISTIO, {}, 'gateway.yaml');
    assert.deepEqual([say(policy, 'methods'), policy?.scope.path], ['GET, PUT', '/api']);
    assert.deepEqual(policy?.maxAge.kind === 'written' && policy.maxAge.value, 86400);
    assert.deepEqual(policy?.allowedHeaders.kind === 'written' && policy.allowedHeaders.value.kind, 'reflect');
    const regex = ISTIO.replace('prefix: "http://a"', 'regex: https://.*a\\.example');
    assert.deepEqual(yaml(regex), ['echo-match own sub; cookies']);
    const open = ISTIO.replace('exact: https://a.example', 'exact: "*"');
    assert.deepEqual(yaml(open), ['echo-any everyone; cookies; reflected ']);
    assert.deepEqual(yaml(open.replace('allowCredentials: true', 'allowCredentials: false')), ['any everyone']);
  });

  it('Istio of old, and other kinds', () => {
    const old = ISTIO.replace(
      /allowOrigins:[\s\S]*?allowMethods/,
      'allowOrigin: [https://a.example]\n        allowMethods',
    );
    assert.deepEqual(yaml(old), ['echo-match own; cookies']);
    assert.deepEqual(yaml(ISTIO.replace('VirtualService', 'Other')), []);
  });

  it('Envoy, wherever the filter stands', () => {
    const text = `routes:
  - match: { prefix: / }
    typed_per_filter_config:
      envoy.filters.http.cors:
        "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
        allow_origin_string_match:
          - safe_regex: { regex: 'https://(x\\.)?a\\.example' }
          - suffix: evil.test
        allow_methods: "GET, PUT"
        allow_credentials: true
        max_age: "600"
`;
    assert.deepEqual(yaml(text), ['echo-match own sub evil; cookies']);
    const [policy] = policies(text, {}, 'envoy.yaml');
    assert.equal(say(policy, 'methods'), 'GET, PUT');
  });

  it('Gateway API: a wildcard stands for labels, everybody with cookies is repeated', () => {
    const text = (origins: string, credentials: boolean) =>
      `kind: HTTPRoute\nspec:\n  rules:\n    - filters:\n        - type: CORS\n          cors:\n            allowOrigins: ${origins}\n            allowCredentials: ${credentials}\n`;
    assert.deepEqual(yaml(text('["https://a.example", "http://*.test"]', false)), ['echo-match own']);
    assert.deepEqual(yaml(text('["https://*.a.example"]', true)), ['echo-match sub; cookies']);
    assert.deepEqual(yaml(text('["*"]', true)), ['echo-any everyone; cookies; reflected ']);
    assert.deepEqual(yaml(text('["*"]', false)), ['any everyone']);
  });

  it('Kong: without origins everybody, patterns by their signs, hosts without a colon', () => {
    const text = (config: string) =>
      `_format_version: "3.0"\nservices:\n  - name: cors-service\n    plugins:\n      - name: cors\n        config: ${config}\n`;
    assert.deepEqual(yaml(text('{ max_age: 5 }')), ['any everyone']);
    assert.deepEqual(yaml(text('{ origins: [https://a.example] }')), ['echo-match own']);
    assert.deepEqual(yaml(text("{ origins: ['https://(x\\.)?a.example'] }")), ['echo-match own sub']);
    assert.deepEqual(yaml(text("{ origins: ['(.*\\.)?a\\.example'] }")), ['echo-match own plain sub']);
    assert.deepEqual(yaml(text("{ origins: ['*'], credentials: true }")), ['echo-any everyone; cookies; reflected ']);
    const resource =
      'apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nplugin: cors\nconfig:\n  origins: [https://a.example]\n';
    assert.deepEqual(yaml(resource), ['echo-match own']);
    assert.deepEqual(yaml(resource.replace('plugin: cors', 'plugin: acl')), []);
  });

  it('fixes put another text between the same quotes', () => {
    const { policies: all, after } = read(istio, {
      '/gateway.yaml': ISTIO.replace('exact: https://a.example', 'exact: "https://a.example/"'),
    });
    const [first] = all[0]?.origins.listed ?? [];
    assert.ok(first);
    assert.equal(
      after(replace(first.at, { kind: 'text', text: 'https://a.example' })),
      ISTIO.replace('exact: https://a.example', 'exact: "https://a.example"'),
    );
  });
});

describe('definitions and templates', () => {
  it('OpenAPI for API Gateway', () => {
    const text = `openapi: 3.0.1
x-amazon-apigateway-cors:
  allowOrigins: [https://a.example]
  allowCredentials: true
  allowMethods: [GET]
  maxAge: 60
paths: {}
`;
    assert.deepEqual(yaml(text), ['echo-match own; cookies']);
    assert.deepEqual(yaml(text.replace('openapi: 3.0.1\n', '')), []);
  });

  it('templates of Azure: apps, and their configuration; expressions are not known', () => {
    const template = (origins: unknown) =>
      JSON.stringify({
        resources: [
          { type: 'Microsoft.Web/sites', properties: { siteConfig: { cors: { allowedOrigins: origins } } } },
          {
            type: 'Microsoft.Web/sites/config',
            properties: { cors: { allowedOrigins: ['*'], supportCredentials: true } },
          },
          { type: 'Microsoft.Other/things', properties: { cors: { allowedOrigins: ['*'] } } },
        ],
      });
    const of = (origins: unknown) => readings(template(origins), {}, 'azuredeploy.json');
    assert.deepEqual(of(['https://a.example']), ['echo-match own', 'any everyone; cookies']);
    assert.deepEqual(of("[parameters('origins')]")[0], 'dynamic ?');
  });
});

const CUSTOM = `<?xml version="1.0"?>
<configuration>
  <system.webServer>
    <httpProtocol>
      <customHeaders>
        <!-- who may read -->
        <add name="Access-Control-Allow-Origin" value="https://a.example" />
        <add name="Access-Control-Allow-Credentials" value="true" />
        <add name="X-Other" value="*" />
      </customHeaders>
    </httpProtocol>
  </system.webServer>
</configuration>
`;

const MODULE = `<configuration>
  <location path="api">
    <system.webServer>
      <cors enabled="true" failUnlistedOrigins="true">
        <add origin="https://*.a.example" allowCredentials="true" maxAge="120">
          <allowHeaders allowAllRequestedHeaders="true" />
          <allowMethods><add method="GET" /><add method="PUT" /></allowMethods>
          <exposeHeaders><add header="ETag" /></exposeHeaders>
        </add>
        <add origin="http://a.example" allowed="false" />
        <add origin="*" />
      </cors>
    </system.webServer>
  </location>
</configuration>
`;

describe('IIS', () => {
  const of = (text: string) => readings(text, {}, 'web.config');

  it('headers of its own', () => {
    assert.deepEqual(of(CUSTOM), ['fixed https://a.example; cookies']);
    const twice = CUSTOM.replace('X-Other', 'Access-Control-Allow-Origin');
    assert.deepEqual(
      of(twice).map(it => it.includes('duplicate-header')),
      [true],
    );
  });

  it('the rules of the CORS module', () => {
    assert.deepEqual(of(MODULE), ['echo-match sub; cookies', 'any everyone']);
    const [policy] = policies(MODULE, {}, 'web.config');
    assert.equal(policy?.scope.path, 'api');
    assert.equal(say(policy, 'methods'), 'GET, PUT');
    assert.deepEqual(policy?.allowedHeaders.kind === 'written' && policy.allowedHeaders.value.kind, 'reflect');
    assert.deepEqual(of(MODULE.replace('enabled="true" ', '')), []);
  });

  it('other headers and comments are nobody’s policy', () => {
    assert.deepEqual(of(CUSTOM.replaceAll('Access-Control-', 'X-')), []);
    assert.deepEqual(of(`<!-- ${CUSTOM.replace('<!-- who may read -->', '')} -->`), []);
    assert.deepEqual(
      of(
        '<configuration><appSettings><add key="cors" value="Access-Control-Allow-Origin"/></appSettings></configuration>',
      ),
      [],
    );
  });

  it('fixes: an element with its line, another value, one for Vary', () => {
    const { after } = read(iis, { '/web.config': CUSTOM });
    assert.equal(
      after(remove('credentials')),
      CUSTOM.replace(/ *<add name="Access-Control-Allow-Credentials".*\n/, ''),
    );
    assert.equal(
      after({ kind: 'vary' }),
      CUSTOM.replace('a.example" />\n', 'a.example" />\n        <add name="Vary" value="Origin" />\n'),
    );
  });

  it('broken files are read without a crash', () => {
    for (const text of [CUSTOM, MODULE])
      for (let end = 0; end < text.length; end++) {
        read(iis, { '/web.config': text.slice(0, end) });
        read(iis, { '/web.config': text.slice(0, end) + text.slice(end + 1) });
      }
  });
});
