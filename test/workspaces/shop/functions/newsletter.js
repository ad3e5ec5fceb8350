// A Lambda handler. Headers are one for all answers; the list of methods is no list.
const headers = {
  'Access-Control-Allow-Origin': 'https://shop.example.com',
  'Access-Control-Allow-Methods': 'POST OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
};

exports.handler = async event => {
  if (event.httpMethod === 'OPTIONS') return { statusCode: 204, headers, body: '' };
  const { email } = JSON.parse(event.body ?? '{}');
  if (!email) return { statusCode: 400, headers, body: JSON.stringify({ error: 'An address is missing.' }) };
  return { statusCode: 200, headers, body: JSON.stringify({ subscribed: email }) };
};
