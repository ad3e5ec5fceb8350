import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PolicyEdit, remove, set } from '../../server/src/model/edit.ts';
import { after, read } from './formats.ts';

/** What becomes of a file by a change of its first policy; undefined where it is declined. */
function written(path: string, text: string, edit: PolicyEdit): string | undefined {
  const it = { name: path, path, text, around: {} };
  const [policy] = read(it, text);
  assert.ok(policy, text);
  return after(it, text, policy, edit);
}

const ORIGINS = set('origins', { kind: 'texts', texts: ['https://a.example.com', 'https://c.example.com'] });
const serverless = (cors: string) => `provider:\n  httpApi:\n    cors:\n${cors}`;

describe('values, entries and items', () => {
  it('a list in block style keeps what stays, with its comments', () => {
    const list = '      allowedOrigins:\n        - "https://a.example.com" # ours\n      allowCredentials: true\n';
    assert.equal(
      written('serverless.yml', serverless(list), ORIGINS),
      serverless(list).replace('# ours\n', '# ours\n        - "https://c.example.com"\n'),
    );
    const star = "      allowedOrigins:\n      - '*' # all\n";
    assert.equal(
      written('serverless.yml', serverless(star), ORIGINS),
      serverless("      allowedOrigins:\n      - 'https://a.example.com' # all\n      - 'https://c.example.com'\n"),
    );
  });

  it('a list between brackets over several lines does so, too', () => {
    const list =
      'resource "aws_apigatewayv2_api" "w" {\n  cors_configuration {\n    allow_origins = [\n      "https://a.example.com", # ours\n    ]\n  }\n}\n';
    assert.equal(
      written('main.tf', list, ORIGINS),
      list.replace('# ours\n', '# ours\n      "https://c.example.com",\n'),
    );
    const last = list.replace(', # ours', ' # ours');
    assert.equal(
      written('main.tf', last, ORIGINS),
      list.replace('# ours\n', '# ours\n      "https://c.example.com"\n'),
    );
  });

  it('what others take over by an anchor is not changed for all of them', () => {
    const merged =
      'x: &cors\n  allowedOrigins: ["https://a.example.com"]\n  allowCredentials: true\n' +
      'provider:\n  httpApi:\n    cors:\n      <<: *cors\n      maxAge: 5\n';
    assert.equal(written('serverless.yml', merged, remove('credentials')), undefined);
    assert.equal(written('serverless.yml', merged, ORIGINS), undefined);
    assert.equal(written('serverless.yml', merged, remove('maxAge')), merged.replace('      maxAge: 5\n', ''));
    const alone = merged.replace('<<: *cors', 'allowedOrigins: ["*"]');
    assert.equal(written('serverless.yml', alone, remove('maxAge')), alone.replace('      maxAge: 5\n', ''));
  });

  it('the only entry of a mapping stays: without it there would be none', () => {
    assert.equal(written('serverless.yml', serverless('      allowedOrigins: ["*"]\n'), remove('origins')), undefined);
    const flow = 'provider: { httpApi: { cors: { allowedOrigins: ["*"] } } }\n';
    assert.equal(written('serverless.yml', flow, remove('origins')), 'provider: { httpApi: { cors: { } } }\n');
  });

  it('an entry that is the first of an item goes without the dash', () => {
    const rules = (rule: string) =>
      `Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      CorsConfiguration:\n        CorsRules:\n          - ${rule}`;
    const rest = "AllowedOrigins: ['*']\n            AllowedMethods: [GET]\n";
    assert.equal(written('template.yml', rules(`MaxAge: 5\n            ${rest}`), remove('maxAge')), rules(rest));
    assert.equal(written('template.yml', rules(`MaxAge: 5 # s\n            ${rest}`), remove('maxAge')), undefined);
  });

  it('what switches CORS on is no list of origins', () => {
    const annotations = (more: string) =>
      `kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: 'true'\n${more}`;
    assert.equal(
      written('ingress.yaml', annotations(''), ORIGINS),
      annotations(
        "    nginx.ingress.kubernetes.io/cors-allow-origin: 'https://a.example.com, https://c.example.com'\n",
      ),
    );
    assert.equal(written('serverless.yml', 'provider:\n  httpApi:\n    cors: true\n', ORIGINS), undefined);
  });

  it('a matcher goes as the item that it is', () => {
    const route = (items: string) =>
      `kind: VirtualService\nspec:\n  http:\n    - corsPolicy:\n        allowOrigins:\n${items}`;
    const text = route('          - exact: http://a.example.com\n          - exact: https://b.example.com\n');
    const it = { name: '', path: 'vs.yaml', text, around: {} };
    const [policy] = read(it, text);
    const at = policy?.origins.listed[0]?.at;
    assert.ok(policy && at);
    assert.equal(after(it, text, policy, { kind: 'drop', at }), route('          - exact: https://b.example.com\n'));
  });

  it('a list is no text, and a text that would be read otherwise gets quotes', () => {
    const one = (value: string) => serverless(`      allowedOrigins:\n        - ${value}\n`);
    const edit = (text: string) => set('origins', { kind: 'text', text });
    assert.equal(written('serverless.yml', one('https://a.example.com'), edit('*')), one('"*"'));
    assert.equal(written('serverless.yml', one('|\n          https://a.example.com'), edit('*')), undefined);
  });
});
