import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { awsTemplates } from '../../server/src/frameworks/platforms/aws-templates.ts';
import { serverlessYml } from '../../server/src/frameworks/platforms/serverless.ts';
import { readYaml } from '../../server/src/syntax/yaml.ts';
import { read, say } from './raw-reading.ts';

const SERVERLESS = `service: uploads
provider:
  name: aws
  httpApi:
    cors: true
functions:
  list:
    url:
      cors: &shared
        allowedOrigins: ['https://app.example.com/'] # the app
        allowCredentials: true
    events:
      - http:
          path: /list
          cors:
            origin: '*'
            headers: [Content-Type]
      - httpApi: 'GET /open'
      - http: { path: hello, cors: true }
  other:
    url:
      cors:
        <<: *shared
        allowCredentials: false
resources:
  Resources:
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        CorsConfiguration:
          CorsRules:
            - AllowedOrigins: ['https://*.example.com']
              AllowedHeaders: ['*']
              AllowedMethods: [GET, PUT]
              MaxAge: 3000
              ExposeHeaders: [ETag]
`;

const SAM = `Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    Cors:
      AllowOrigin: "'https://a.example'"
      AllowHeaders: "'Content-Type,Authorization'"
Resources:
  Quoted:
    Type: AWS::Serverless::Api
    Properties: { Cors: "'*'" }
  Bare:
    Type: AWS::Serverless::Api
    Properties: { Cors: "*" }
  Http:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration:
        AllowOrigins: [!Sub "https://\${Domain}", !Sub "https://b.example"]
        AllowCredentials: true
  Login:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      CallbackURLs: ['*']
      AllowedOrigins: ['*']
`;

describe('Serverless Framework', () => {
  const { policies, text } = read(serverlessYml, { '/serverless.yml': SERVERLESS });

  it('HTTP API, function URLs, REST events and buckets', () => {
    assert.deepEqual(
      policies.map(it => say(it)),
      [
        'any all',
        'echo-match equals "https://app.example.com/"',
        'any all',
        'any all',
        'echo-match equals "https://app.example.com/"',
        'echo-match matches /^https:\\/\\/.*\\.example\\.com$/',
      ],
    );
  });

  it('what the tool fills in is not known', () => {
    assert.deepEqual(
      policies.map(it => it.methods.kind),
      ['dynamic', 'dynamic', 'dynamic', 'dynamic', 'dynamic', 'written'],
    );
    assert.equal(policies[5]?.credentials.kind, 'dynamic');
    assert.deepEqual(
      policies.map(it => it.exposedHeaders.kind),
      ['default', 'dynamic', 'dynamic', 'dynamic', 'dynamic', 'default'],
    );
    assert.deepEqual(
      policies.flatMap(it => it.oddities),
      [],
    );
  });

  it('a merge gives what the mapping does not say', () => {
    assert.deepEqual(
      [1, 4].map(it => say(policies[it], 'credentials')),
      ['true', 'false'],
    );
  });

  it('places and paths', () => {
    assert.equal(text(policies[1]?.origins.listed[0]?.at), "'https://app.example.com/'");
    assert.equal(policies[3]?.scope.path, 'hello');
  });

  it('a text in quotes is written anew, with its quotes and the comment behind it', () => {
    const { after } = read(serverlessYml, { '/serverless.yml': SERVERLESS });
    const at = policies[1]?.origins.listed[0]?.at;
    assert.ok(at);
    const fixed = after({ kind: 'replace', at, value: { kind: 'text', text: 'https://app.example.com' } }, 1);
    assert.equal(fixed, SERVERLESS.replace("example.com/'", "example.com'"));
  });
});

describe('CloudFormation and SAM', () => {
  it('quotes within quotes, tags, and lists that are no CORS', () => {
    const { policies } = read(awsTemplates, { '/template.yaml': SAM });
    assert.deepEqual(
      policies.map(it => it.origins.mode),
      ['any', 'dynamic', 'echo-match', 'echo-match'],
    );
    assert.equal(policies[2]?.credentials.kind === 'written' && policies[2].credentials.value, true);
    assert.equal(say(policies[3]), 'echo-match equals "https://a.example"');
  });

  it('the same in JSON', () => {
    const template = {
      Resources: { Url: { Type: 'AWS::Lambda::Url', Properties: { Cors: { AllowOrigins: ['*'] } } } },
    };
    const { policies } = read(awsTemplates, { '/stack.template.json': JSON.stringify(template) });
    assert.deepEqual(
      policies.map(it => say(it)),
      ['any all'],
    );
  });

  it('is none of the Serverless Framework’s files', () => {
    assert.equal(awsTemplates.files('/w/serverless.yml'), false);
    assert.equal(serverlessYml.files('/w/serverless.dev.yaml'), true);
    assert.equal(awsTemplates.files('/w/package-lock.json'), false);
  });
});

describe('broken and hostile files', () => {
  it('every prefix and many mutations are read without a crash', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (const source of [SERVERLESS, SAM]) {
      const ask = (text: string) => {
        read(serverlessYml, { '/serverless.yml': text });
        read(awsTemplates, { '/template.yml': text });
      };
      for (let end = 0; end < source.length; end += 3) ask(source.slice(0, end));
      for (let i = 0; i < 300; i++) {
        const at = random(source.length);
        ask(source.slice(0, at) + '{}[]:-&*!|>"\'#\n\t \0'.charAt(random(18)) + source.slice(at + random(3)));
      }
    }
  });

  it('an alias bomb ends', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
    );
    const [value] = readYaml('/a.yml', `a0: &a0 x\n${levels.join('\n')}\n`);
    assert.equal(value?.kind, 'record');
  });

  it('an alias means the last node of its name before it', () => {
    const [value] = readYaml('/a.yml', 'a: &a x\nb: *a\nc: &a y\nd: *a\ne: *none\n');
    assert.ok(value?.kind === 'record');
    assert.deepEqual(
      value.entries.map(it => (it.value.kind === 'literal' ? it.value.value : it.value.kind)),
      ['x', 'x', 'y', 'y', 'unknown'],
    );
  });

  it('an anchor that holds itself ends', () => {
    const [value] = readYaml('/a.yml', 'a: &a\n  b: *a\n');
    assert.equal(value?.kind, 'record');
  });

  it('each document of a file', () => {
    assert.equal(readYaml('/a.yml', 'a: 1\n---\nb: 2\n').length, 2);
  });
});
