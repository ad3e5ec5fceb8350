import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known } from '../../server/src/model/policy.ts';
import { listed, policies, readings } from './reading.ts';

type Readings = Readonly<Record<string, readonly string[]>>;

function library(title: string, source: (code: string) => string, cases: Readings, path = 'infra/index.ts'): void {
  describe(title, () => {
    for (const [code, expected] of Object.entries(cases))
      it(code, () => assert.deepEqual(readings(source(code), {}, path), expected));
  });
}

library('SST 3', it => it, {
  "new sst.aws.ApiGatewayV2('Api');": ['any everyone'],
  "new sst.aws.ApiGatewayV2('Api', { cors: false });": [],
  "new sst.aws.ApiGatewayV2('Api', { cors: true });": ['any everyone'],
  "new sst.aws.ApiGatewayV2('Api', { cors: { allowMethods: ['GET'] } });": ['any everyone'],
  "new sst.aws.ApiGatewayV2('Api', { cors: { allowOrigins: ['https://a.example'], allowCredentials: true } });": [
    'echo-match own; cookies',
  ],
  "new sst.aws.ApiGatewayV2('Api', { cors: { allowedOrigins: ['https://a.example'] } });": [
    'any everyone; unknown allowedOrigins for allowOrigins',
  ],
  "new sst.aws.ApiGatewayV2('Api', { transform: { api: { corsConfiguration: { allowOrigins: ['https://a.example'] } } } });":
    ['echo-match own'],
  "new sst.aws.ApiGatewayV2('Api', { transform: { api: args => change(args) } });": [],
  "new sst.aws.Function('F', { handler: 'index.handler' });": [],
  "new sst.aws.Function('F', { url: true });": ['any everyone'],
  "new sst.aws.Function('F', { url: false });": [],
  "new sst.aws.Function('F', { url: { cors: { allowOrigins: ['https://a.example'] } } });": ['echo-match own'],
  "new sst.aws.Function('F', { url: { cors: false } });": [],
  "new sst.aws.Bucket('B', { cors: { allowOrigins: ['https://*.a.example'] } });": ['echo-match sub'],
  "new Bucket('B', { cors: { allowOrigins: ['https://a.example'] } });": [],
});

library('SST 2', it => `import { Api, Bucket, Function } from 'sst/constructs';\n${it}`, {
  "new Api(stack, 'api', { routes: {} });": ['any everyone'],
  "new Api(stack, 'api', { cors: { allowOrigins: ['https://a.example'], allowMethods: ['ANY'] } });": [
    'echo-match own',
  ],
  "new Api(stack, 'api', { cors: { allowCredentials: true } });": ['any everyone; cookies'],
  "new Function(stack, 'f', { url: { cors: { allowOrigins: ['https://a.example'] } } });": ['echo-match own'],
  "new Bucket(stack, 'b', { cors: [{ allowedOrigins: ['https://a.example'], allowedMethods: ['GET'] }] });": [
    'echo-match own',
  ],
});

library('Pulumi', it => `import * as aws from '@pulumi/aws';\n${it}`, {
  "new aws.apigatewayv2.Api('api', { protocolType: 'HTTP' });": [],
  "new aws.apigatewayv2.Api('api', { corsConfiguration: { allowOrigins: ['*'], allowMethods: ['GET'] } });": [
    'any everyone',
  ],
  "new aws.lambda.FunctionUrl('url', { cors: { allowOrigins: ['https://a.example'], allowCredentials: true } });": [
    'echo-match own; cookies',
  ],
  "new aws.s3.BucketCorsConfigurationV2('cors', { bucket: b.id, corsRules: [{ allowedMethods: ['GET'], allowedOrigins: ['https://*.a.example'] }] });":
    ['echo-match sub'],
  "new aws.s3.BucketV2('b', { corsRules: [{ allowedOrigins: ['https://a.example'] }, { allowedOrigins: ['*'] }] });": [
    'echo-match own',
    'any everyone',
  ],
});

describe('what SST fills in', () => {
  it('every method and header, and durations in words', () => {
    const source =
      "new sst.aws.ApiGatewayV2('Api', { cors: { allowOrigins: ['https://a.example'], maxAge: '1 day' } });";
    const [policy] = policies(source, {}, 'sst.config.ts');
    assert.equal(policy && listed(policy.methods), '*');
    assert.equal(policy && listed(policy.allowedHeaders), '*');
    assert.equal(policy && known(policy.maxAge), 86400);
  });
});
