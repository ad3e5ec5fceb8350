import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proposals } from '../../server/src/analysis/complete.ts';
import { terraform } from '../../server/src/frameworks/platforms/terraform/index.ts';
import { remove, replace, set } from '../../server/src/model/edit.ts';
import { readHcl } from '../../server/src/syntax/hcl.ts';
import { sample } from '../harness/workspace.ts';
import { read, say } from './raw-reading.ts';
import { listed, policies, readings } from './reading.ts';

const of = (text: string, files: Readonly<Record<string, string>> = {}) => readings(text, files, 'infra/main.tf');

const API = `resource "aws_apigatewayv2_api" "web" {
  name          = "web"
  protocol_type = "HTTP"
  # who may read
  cors_configuration {
    allow_origins     = ["https://a.example", "http://a.example"]
    allow_credentials = true
    allow_methods     = ["GET", "PUT"]
    max_age           = 600
  }
}
`;

const BUCKET = `resource "aws_s3_bucket_cors_configuration" "files" {
  bucket = aws_s3_bucket.files.id

  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["https://*.a.example"]
    expose_headers  = ["ETag"]
  }
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["*"]
  }
}
`;

describe('Terraform', () => {
  it('an HTTP API, a bucket, a function URL', () => {
    assert.deepEqual(of(API), ['echo-match own plain; cookies']);
    const [api] = policies(API, {}, 'main.tf');
    assert.ok(api);
    assert.equal(listed(api.methods), 'GET,PUT');
    assert.equal(say(api, 'preflight'), 'platform');
    assert.deepEqual(of(BUCKET), ['echo-match sub; cookies?', 'any everyone; cookies?']);
    const url = 'resource "aws_lambda_function_url" "f" {\n  cors {\n    allow_origins = ["*"]\n  }\n}\n';
    assert.deepEqual(of(url), ['any everyone']);
  });

  it('the rule of a bucket before version 4, and of stores that take the same', () => {
    const rule = (type: string) =>
      `resource "${type}" "x" {\n  cors_rule {\n    allowed_methods = ["GET"]\n    allowed_origins = ["https://a.example"]\n  }\n}\n`;
    for (const it of ['aws_s3_bucket', 'digitalocean_spaces_bucket_cors_configuration', 'scaleway_object_bucket'])
      assert.deepEqual(of(rule(it)), ['echo-match own; cookies?'], it);
  });

  it('Google Cloud and Azure', () => {
    const google =
      'resource "google_storage_bucket" "b" {\n  cors {\n    origin = ["https://a.example"]\n    method = ["GET"]\n    response_header = ["*"]\n  }\n}\n';
    assert.deepEqual(of(google), ['echo-match own; cookies?']);
    for (const it of ['linux_web_app', 'windows_function_app', 'app_service'])
      assert.deepEqual(
        of(
          `resource "azurerm_${it}" "a" {\n  site_config {\n    cors {\n      allowed_origins = ["https://a.example"]\n      support_credentials = true\n    }\n  }\n}\n`,
        ),
        ['echo-match own; cookies'],
        it,
      );
    const store =
      'resource "azurerm_storage_account" "s" {\n  blob_properties {\n    cors_rule {\n      allowed_origins = ["*"]\n      allowed_methods = ["GET"]\n      allowed_headers = ["*"]\n      exposed_headers = ["*"]\n      max_age_in_seconds = 5\n    }\n  }\n}\n';
    assert.deepEqual(of(store), ['any everyone; cookies?']);
  });

  it('CloudFront, whose lists stand under `items`; parameters of API Gateway, in quotes of their own', () => {
    const front = `resource "aws_cloudfront_response_headers_policy" "p" {
  cors_config {
    access_control_allow_credentials = true
    access_control_allow_headers { items = ["x-a"] }
    access_control_allow_methods { items = ["GET"] }
    access_control_allow_origins { items = ["https://a.example"] }
    origin_override = true
  }
}
`;
    assert.deepEqual(of(front), ['echo-match own; cookies']);
    const gateway = `resource "aws_api_gateway_gateway_response" "r" {
  response_type = "DEFAULT_4XX"
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'"
    "gatewayresponse.header.Access-Control-Allow-Credentials" = "'true'"
    "gatewayresponse.header.X-A" = "'b'"
  }
}
`;
    assert.deepEqual(of(gateway), ['any everyone; cookies']);
    const methods =
      'resource "aws_api_gateway_method_response" "m" {\n  response_parameters = {\n    "method.response.header.Access-Control-Allow-Origin" = true\n  }\n}\n';
    assert.deepEqual(of(methods), []);
  });

  it('defaults of variables and locals, also of other files of the folder', () => {
    const text = API.replace('["https://a.example", "http://a.example"]', 'concat(var.origins, local.more)');
    const files = {
      'infra/variables.tf': 'variable "origins" {\n  type = list(string)\n  default = ["https://a.example"]\n}\n',
      'infra/locals.tf': 'locals {\n  domain = "a.example"\n  more = ["https://x.${local.domain}"]\n}\n',
    };
    assert.deepEqual(of(text, files), ['echo-match own sub; cookies']);
    assert.deepEqual(of(text, { 'other/variables.tf': files['infra/variables.tf'] }), ['dynamic ?; cookies']);
  });

  it('a file of variables says what holds, or what may hold', () => {
    const text = API.replace('["https://a.example", "http://a.example"]', 'var.origins');
    const variables = { 'infra/v.tf': 'variable "origins" {}\nvariable "other" {}\n' };
    const auto = { ...variables, 'infra/terraform.tfvars': 'origins = ["https://a.example"]\n' };
    assert.deepEqual(of(text, auto), ['echo-match own; cookies']);
    const named = { ...auto, 'infra/prod.tfvars': 'origins = ["*"]\n', 'infra/test.tfvars': 'other = 1\n' };
    assert.deepEqual(of(text, named), ['echo-match own; cookies', 'any everyone; cookies']);
    const [, second] = policies(text, named, 'infra/main.tf');
    assert.deepEqual(second?.guards, [{ kind: 'condition', text: 'with `prod.tfvars`' }]);
    assert.equal(second?.origins.at.path.endsWith('prod.tfvars'), true);
  });

  it('dynamic blocks over what is known', () => {
    const text = `variable "rules" {
  default = [
    { methods = ["GET"], origins = ["https://a.example"] },
    { methods = ["PUT"], origins = ["http://a.example"] },
  ]
}
resource "aws_s3_bucket_cors_configuration" "b" {
  dynamic "cors_rule" {
    for_each = var.rules
    content {
      allowed_methods = cors_rule.value.methods
      allowed_origins = cors_rule.value.origins
    }
  }
}
`;
    assert.deepEqual(of(text), ['echo-match own; cookies?', 'echo-match plain; cookies?']);
    assert.deepEqual(of(text.replace('var.rules', 'var.given')), []);
  });

  it('modules that take such rules, and JSON', () => {
    const module =
      'module "files" {\n  source = "terraform-aws-modules/s3-bucket/aws"\n  cors_rule = [{ allowed_methods = ["GET"], allowed_origins = ["*"] }]\n}\n';
    assert.deepEqual(of(module), ['any everyone; cookies?']);
    const json = JSON.stringify({
      variable: { origins: { default: ['https://a.example'] } },
      resource: { aws_apigatewayv2_api: { a: { cors_configuration: { allow_origins: '${var.origins}' } } } },
    });
    assert.deepEqual(readings(json, {}, 'main.tf.json'), ['echo-match own']);
  });

  it('conditions and what is not known', () => {
    const origins = (text: string) => API.replace('["https://a.example", "http://a.example"]', text);
    assert.deepEqual(of(origins('var.dev ? ["*"] : ["https://a.example"]')).join(), 'dynamic own ?; cookies');
    for (const it of [
      'data.x.y.z',
      '[for o in var.o : o]',
      'jsondecode(file("o.json"))',
      'var.o',
      '["https://${var.d}"]',
    ])
      assert.deepEqual(
        of(origins(it)).map(one => one.includes('?')),
        [true],
        it,
      );
  });

  it('look-alikes are nobody’s policy', () => {
    for (const it of [
      'resource "auth0_client" "c" {\n  allowed_origins = ["https://a.example"]\n  web_origins = ["https://a.example"]\n}\n',
      'resource "aws_cognito_user_pool_client" "c" {\n  callback_urls = ["https://a.example"]\n}\n',
      'resource "aws_s3_bucket" "b" {\n  tags = { cors_rule = "allowed_origins" }\n}\n',
      '# cors_rule { allowed_origins = ["*"] }\n',
      'output "cors_configuration" {\n  value = { allow_origins = ["*"] }\n}\n',
      'resource "keycloak_openid_client" "k" {\n  web_origins = ["*"]\n  description = "cors"\n}\n',
    ])
      assert.deepEqual(of(it), [], it);
  });

  it('fixes are lines in a column; comments stay; texts of API Gateway keep their quotes', () => {
    const { after, policies: all } = read(terraform, { '/main.tf': API });
    assert.equal(after(remove('credentials')), API.replace('    allow_credentials = true\n', ''));
    assert.equal(
      after(set('exposedHeaders', { kind: 'texts', texts: ['ETag'] })),
      API.replace('http://a.example"]\n', 'http://a.example"]\n    expose_headers    = ["ETag"]\n'),
    );
    assert.equal(after(set('maxAge', { kind: 'number', value: 5 })), API.replace('600', '5'));
    const [, plain] = all[0]?.origins.listed ?? [];
    assert.ok(plain);
    assert.equal(after({ kind: 'drop', at: plain.at }), API.replace(', "http://a.example"', ''));
    assert.equal(
      after(replace(plain.at, { kind: 'text', text: 'https://b.example' })),
      API.replace('http://a.example', 'https://b.example'),
    );
  });

  it('completes what a block lacks', () => {
    const offset = API.indexOf('    max_age');
    const text = `${API.slice(0, offset)}    \n${API.slice(offset)}`;
    const all = proposals(sample({ 'main.tf': text }).policies(), '/w/main.tf', text, offset + 4);
    assert.deepEqual(
      all.map(it => it.text),
      ['allow_headers = ', 'expose_headers = '],
    );
    const value = text.replace('    \n', '    expose_headers = \n');
    const at = value.indexOf('expose_headers = ') + 'expose_headers = '.length;
    assert.deepEqual(
      proposals(sample({ 'main.tf': value }).policies(), '/w/main.tf', value, at).map(it => it.text),
      ['["ETag"]'],
    );
  });

  it('broken files are read without a crash', () => {
    for (const text of [API, BUCKET])
      for (let end = 0; end < text.length; end++) {
        read(terraform, { '/main.tf': text.slice(0, end) });
        read(terraform, { '/main.tf': text.slice(0, end) + text.slice(end + 1) });
      }
    const all = [
      'a {\n',
      'a = [',
      'a = {b=',
      'a = "${',
      'a = f(',
      'a = <<A\n',
      '} ',
      'a = x ? ',
      'a "b" ',
      'a = -',
      'a = b[',
      '"',
    ];
    for (const it of all) readHcl('f', it.repeat(20_000));
    const bomb = Array.from({ length: 60 }, (_, i) => `  l${i} = [local.l${i + 1}, local.l${i + 1}]\n`).join('');
    const text = `locals {\n${bomb}  l60 = "https://a.example"\n}\n${API.replace('["https://a.example", "http://a.example"]', 'local.l0')}`;
    assert.deepEqual(of(text).length, 1);
  });
});

it('the words of HCL: comments, heredocs, objects, texts with gaps', () => {
  const { body } = readHcl(
    'f',
    'a = <<-E # x\n  b\n  E\n/* c = 1 */\nd = { "e f": 1, g = [true, null,] } // h\ni = "j\\"$${k}"\nl = "m${n.o}p"\nq = 1 + 2\n',
  );
  assert.deepEqual(
    body.entries.map(it => [it.key, it.value.kind]),
    [
      ['a', 'unknown'],
      ['d', 'record'],
      ['i', 'literal'],
      ['l', 'template'],
      ['q', 'unknown'],
    ],
  );
  assert.deepEqual(
    readHcl('f', 'a = <<-E\n  b\n  E\nc = 1\n').body.entries.map(it => [
      it.key,
      it.value.kind === 'literal' && it.value.value,
    ]),
    [
      ['a', 'b'],
      ['c', 1],
    ],
  );
});
