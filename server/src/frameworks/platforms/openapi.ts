import { property } from '../../syntax/value.ts';
import type { ConfigFramework } from '../framework.ts';
import { AWS_API } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { readService, type Service } from './services.ts';
import { settingsWriter } from './write.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-cors-configuration.html */
const HTTP_API: Service = { table: AWS_API };

/** `x-amazon-apigateway-cors` of an OpenAPI definition, from which an HTTP API of API Gateway is made. */
export const openApi: ConfigFramework = {
  kind: 'config',
  id: 'openapi-amazon',
  title: 'OpenAPI for API Gateway',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-cors-configuration.html',
  mentions: ['x-amazon-apigateway-cors'],
  files: path => /\.(ya?ml|json)$/i.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents.flatMap(it => {
      const options =
        it.kind === 'record' && property(it, 'openapi') ? at(it, ['x-amazon-apigateway-cors']) : undefined;
      return options ? readService(openApi.id, HTTP_API, options, options.span, undefined, reading) : [];
    }),
  }),
  write: settingsWriter(AWS_API),
};
