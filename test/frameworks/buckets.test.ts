import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gcsJson, s3Json } from '../../server/src/frameworks/platforms/buckets.ts';
import { replace } from '../../server/src/model/edit.ts';
import { known } from '../../server/src/model/policy.ts';
import { readXml } from '../../server/src/syntax/xml.ts';
import { read, say } from './raw-reading.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html, its second example. */
const JSON_RULES = `[
    {
        "AllowedHeaders": ["*"],
        "AllowedMethods": ["PUT", "POST", "DELETE"],
        "AllowedOrigins": ["http://www.example.com"],
        "ExposeHeaders": ["x-amz-server-side-encryption", "x-amz-request-id", "x-amz-id-2"],
        "MaxAgeSeconds": 3000
    },
    { "AllowedMethods": ["GET"], "AllowedOrigins": ["*"] }
]
`;

const XML_RULES = `<?xml version="1.0"?>
<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
 <!-- who may upload -->
 <CORSRule>
   <AllowedOrigin>https://*.example.com</AllowedOrigin>
   <AllowedOrigin>https://app.example.com/</AllowedOrigin>
   <AllowedMethod>PUT</AllowedMethod>
   <AllowedMethod>POST</AllowedMethod>
   <MaxAgeSeconds>3000</MaxAgeSeconds>
   <ExposeHeader>ETag</ExposeHeader>
 </CORSRule>
</CORSConfiguration>
`;

/** https://cloud.google.com/storage/docs/using-cors#command-line */
const GCS = `[{ "origin": ["https://example.appspot.com"], "method": ["GET"], "responseHeader": ["Content-Type"], "maxAgeSeconds": 3600 }]`;

describe('S3', () => {
  it('rules of the API, alone and under `CORSRules`', () => {
    for (const text of [JSON_RULES, `{ "CORSRules": ${JSON_RULES} }`]) {
      const { policies } = read(s3Json, { '/cors.json': text });
      assert.deepEqual(
        policies.map(it => say(it)),
        ['echo-match equals "http://www.example.com"', 'any all'],
      );
      assert.equal(say(policies[0], 'methods'), 'PUT, POST, DELETE');
      assert.match(say(policies[0], 'exposed headers'), /^x-amz-server-side-encryption, /);
      assert.equal(policies[0] && known(policies[0].maxAge), 3000);
    }
  });

  it('XML, with a wildcard within an origin; an origin is mended where it stands', () => {
    const file = read(s3Json, { '/cors.xml': XML_RULES });
    const [policy] = file.policies;
    assert.equal(say(policy, 'methods'), 'PUT, POST');
    const wrong = policy?.origins.listed.find(it => it.text.endsWith('/'));
    assert.equal(file.text(wrong?.at), 'https://app.example.com/');
    const fixed = file.after(
      replace(wrong?.at ?? { path: '', start: 0, end: 0 }, { kind: 'text', text: 'https://app.example.com' }),
    );
    assert.equal(fixed, XML_RULES.replace('com/</Allowed', 'com</Allowed'));
  });

  it('lists of origins alone are nobody’s policy', () => {
    for (const text of [
      '{"AllowedOrigins":["*"]}',
      '[{"AllowedOrigins":["*"]}]',
      '{"Cors":{"AllowedOrigins":["*"]}}',
      '[]',
    ])
      assert.deepEqual(read(s3Json, { '/appsettings.json': text }).policies, []);
    assert.deepEqual(read(s3Json, { '/x.xml': '<a><CORSRule/></a>' }).policies, []);
  });

  it('broken files are read without a crash', () => {
    for (let end = 0; end < XML_RULES.length; end += 3) read(s3Json, { '/cors.xml': XML_RULES.slice(0, end) });
    for (let end = 0; end < JSON_RULES.length; end += 3) read(s3Json, { '/cors.json': JSON_RULES.slice(0, end) });
    readXml('f', '<a>'.repeat(50000));
    readXml('f', `<a ${'b="c" '.repeat(20000)}`);
  });
});

it('Google Cloud Storage', () => {
  const { policies } = read(gcsJson, { '/gcs-cors.json': GCS });
  assert.deepEqual(
    policies.map(it => say(it, 'methods')),
    ['GET'],
  );
  assert.deepEqual(
    policies[0]?.origins.listed.map(it => it.text),
    ['https://example.appspot.com'],
  );
});
