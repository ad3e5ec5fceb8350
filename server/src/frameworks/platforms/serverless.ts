import type { CorsPolicy } from '../../model/policy.ts';
import { textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { at, isServerless, readTemplate } from './aws-templates.ts';
import { withHandler, withOwnHeaders } from './gateway-handlers.ts';
import { serverlessLogin } from './logins.ts';
import { readService, SERVERLESS_HTTP, SERVERLESS_REST, SERVERLESS_URL, type Service, tableOf } from './services.ts';
import { writeSettings } from './write.ts';

const ID = 'serverless';

/** `serverless.yml` of the Serverless Framework 3: HTTP and REST APIs, function URLs, and the resources beside them. */
export const serverlessYml: ConfigFramework = {
  kind: 'config',
  id: ID,
  platform: true,
  title: 'Serverless Framework',
  docs: 'https://www.serverless.com/framework/docs/providers/aws/events/http-api#cors-setup',
  mentions: ['cors'],
  files: isServerless,
  recognise: (file, reading) => ({ policies: file.documents.flatMap(it => readFile(it, reading)) }),
  write: (policy, edit, read) => writeSettings(policy, edit, read, tableOf(policy)),
};

function readFile(root: Value, reading: Reading): readonly CorsPolicy[] {
  const read = (service: Service, options: Value | undefined, path?: string) =>
    options ? readService(ID, service, options, options.span, path, reading) : [];
  const functions = at(root, ['functions']);
  const templates = at(root, ['resources']);
  const answered = templates !== undefined && !hasNoGatewayResponse(templates);
  return [
    ...read(SERVERLESS_HTTP, at(root, ['provider', 'httpApi', 'cors'])),
    ...valuesOf(functions).flatMap(it => [
      ...read(SERVERLESS_URL, at(it, ['url', 'cors'])).map(policy =>
        withOwnHeaders(policy, { handler: at(it, ['handler']) }, reading),
      ),
      ...itemsOf(at(it, ['events'])).flatMap(event => {
        const http = at(event, ['http']);
        const found = read(SERVERLESS_REST, at(event, ['http', 'cors']), textOf(at(event, ['http', 'path'])));
        const handled = found.map(policy => withHandler(policy, { handler: at(it, ['handler']) }, reading));
        const login = http?.kind === 'record' ? serverlessLogin(http, answered) : undefined;
        return login ? handled.map(policy => ({ ...policy, login })) : handled;
      }),
    ]),
    ...[...itemsOf(templates), ...(templates ? [templates] : [])].flatMap(it => readTemplate(ID, it, reading)),
  ];
}

/** Whether the resources beside the functions are all seen, and none is a gateway response. */
function hasNoGatewayResponse(templates: Value): boolean {
  return [...itemsOf(templates), templates].every(it => {
    if (it.kind === 'list') return true;
    if (it.kind !== 'record' || it.rest) return false;
    const resources = at(it, ['Resources']);
    return (
      resources === undefined ||
      valuesOf(resources).every(one => {
        const type = textOf(at(one, ['Type']));
        return type !== undefined && type !== 'AWS::ApiGateway::GatewayResponse';
      })
    );
  });
}

/** `functions` is a record, or a list of them. */
function valuesOf(value: Value | undefined): readonly Value[] {
  if (value?.kind === 'record') return value.entries.map(it => it.value);
  return itemsOf(value).flatMap(valuesOf);
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}
