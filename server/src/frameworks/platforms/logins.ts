import type { Login } from '../../model/policy.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { lastName } from '../../syntax/member.ts';
import { property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { madeBy } from './cdk-functions.ts';

const BY = 'API Gateway';

/**
 * The login that API Gateway itself asks for in front of a REST API. What it refuses it answers with a gateway response, which has
 * no header of CORS but those that it is given
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
 */
function login(at: Span, header: string | undefined, answered: boolean, preflights?: number): Login {
  return {
    by: BY,
    at,
    ...(header === undefined ? {} : { header }),
    ...(answered ? {} : { refusal: 401 }),
    ...(preflights === undefined ? {} : { preflights }),
  };
}

/**
 * The login of `AWS::Serverless::Api`: the default authorizer, and the key of the API, are asked of preflights as well unless the
 * template says otherwise
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html).
 */
export function samLogin(properties: Value): Login | undefined {
  const auth = properties.kind === 'record' ? property(properties, 'Auth') : undefined;
  if (auth?.value.kind !== 'record') return undefined;
  const given = (name: string) => property(auth.value as RecordValue, name);
  const answered = properties.kind === 'record' && property(properties, 'GatewayResponses') !== undefined;
  const spares = (name: string) => {
    const value = given(name)?.value;
    return value !== undefined && !(value.kind === 'literal' && value.value === true);
  };
  const byDefault = given('DefaultAuthorizer');
  const name = textOf(byDefault?.value);
  if (byDefault && name !== undefined) {
    const authorizers = given('Authorizers')?.value;
    const own = authorizers?.kind === 'record' ? property(authorizers, name)?.value : undefined;
    const preflights = spares('AddDefaultAuthorizerToCorsPreflight') ? undefined : name === 'AWS_IAM' ? 403 : 401;
    return login(byDefault.span, headerOf(name, own), answered, preflights);
  }
  const key = given('ApiKeyRequired');
  if (key?.value.kind !== 'literal' || key.value.value !== true) return undefined;
  return login(key.span, 'x-api-key', answered, spares('AddApiKeyRequiredToCorsPreflight') ? undefined : 403);
}

/** `Identity.Header`, which is `Authorization` where it is not given; a request authorizer names what it looks at. */
function headerOf(name: string, authorizer: Value | undefined): string | undefined {
  if (name === 'AWS_IAM') return 'authorization';
  if (authorizer?.kind !== 'record' || authorizer.rest) return undefined;
  if (textOf(property(authorizer, 'FunctionPayloadType')?.value) === 'REQUEST') return undefined;
  const identity = property(authorizer, 'Identity')?.value;
  if (!identity) return 'authorization';
  const header = identity.kind === 'record' ? property(identity, 'Header') : undefined;
  return header ? textOf(header.value)?.toLowerCase() : 'authorization';
}

/** The login of an event of the Serverless Framework; `answered` tells that the file has gateway responses of its own. */
export function serverlessLogin(event: RecordValue, answered: boolean): Login | undefined {
  const authorizer = property(event, 'authorizer');
  if (!authorizer) return undefined;
  const source = authorizer.value.kind === 'record' ? property(authorizer.value, 'identitySource')?.value : undefined;
  const asked = authorizer.value.kind === 'record' ? textOf(property(authorizer.value, 'type')?.value) : undefined;
  const known = asked === undefined || /^(token|cognito_user_pools)$/i.test(asked);
  const header = source ? /^method\.request\.header\.([\w-]+)$/.exec(textOf(source) ?? '')?.[1] : 'Authorization';
  return login(authorizer.span, known ? header?.toLowerCase() : undefined, answered);
}

const WITH_TOKEN = /^(CognitoUserPoolsAuthorizer|TokenAuthorizer)$/;

/**
 * The login of a `RestApi` of the CDK: one of its methods, or all, have an authorizer, whose token comes in `Authorization` unless an
 * `identitySource` is given (aws-cdk-lib 2, aws_apigateway.CognitoUserPoolsAuthorizer).
 */
export function cdkLogin(api: CallSite, file: CodeFile): Login | undefined {
  const own = api.args.flatMap(it => (it.kind === 'record' ? (property(it, 'defaultMethodOptions')?.value ?? []) : []));
  const methods = file
    .calls(it => it === 'addMethod')
    .filter(it => madeBy(it.callee, api.span))
    .flatMap(it => it.args.slice(2));
  for (const options of [...own, ...methods]) {
    const authorizer = options.kind === 'record' ? property(options, 'authorizer') : undefined;
    if (!authorizer) continue;
    return login(authorizer.span, tokenOf(authorizer.value), /GatewayResponse/.test(file.text));
  }
  return undefined;
}

function tokenOf(authorizer: Value): string | undefined {
  if (authorizer.kind !== 'call' || !WITH_TOKEN.test(lastName(authorizer.callee) ?? '')) return undefined;
  const options = authorizer.args.at(-1);
  return options?.kind === 'record' && !options.rest && !property(options, 'identitySource')
    ? 'authorization'
    : undefined;
}
