import type { OptionTable } from '../../options/table.ts';
import { AWS_API } from '../aws-options.ts';
import type { Service } from '../services.ts';

const named = (names: OptionTable['names'], others: readonly string[] = []): OptionTable => ({
  ...AWS_API,
  names,
  others,
});

/** `aws_apigatewayv2_api`; https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_api */
const API = named({
  origins: 'allow_origins',
  credentials: 'allow_credentials',
  methods: 'allow_methods',
  allowedHeaders: 'allow_headers',
  exposedHeaders: 'expose_headers',
  maxAge: 'max_age',
});

export const HTTP_API: Service = { table: API };
/** `aws_lambda_function_url`, whose headers are sent together with those of the function. */
export const FUNCTION_URL: Service = { table: API, beside: true };

/** `cors_rule` of the buckets of AWS, and of those that speak its language. */
export const BUCKET: Service = {
  table: named(
    {
      origins: 'allowed_origins',
      methods: 'allowed_methods',
      allowedHeaders: 'allowed_headers',
      exposedHeaders: 'expose_headers',
      maxAge: 'max_age_seconds',
    },
    ['id'],
  ),
  bucket: true,
};

/** `cors_rule` of `azurerm_storage_account` and `azurerm_cosmosdb_account`. */
export const AZURE_STORE: Service = {
  table: named({
    origins: 'allowed_origins',
    methods: 'allowed_methods',
    allowedHeaders: 'allowed_headers',
    exposedHeaders: 'exposed_headers',
    maxAge: 'max_age_in_seconds',
  }),
  bucket: true,
};

/** `google_storage_bucket`, where `*` stands for every origin or for none. */
export const GOOGLE_BUCKET: Service = {
  table: named({ origins: 'origin', methods: 'method', exposedHeaders: 'response_header', maxAge: 'max_age_seconds' }),
  stored: true,
};

/** `site_config.cors` of Azure's apps and functions: the platform answers preflights and lets every method and header through. */
export const AZURE_APP: Service = {
  table: named({ origins: 'allowed_origins', credentials: 'support_credentials' }),
  filled: true,
  beside: true,
};

/** `ingress.cors` of `azurerm_container_app`. */
export const AZURE_CONTAINER: Service = {
  table: named({
    origins: 'allowed_origins',
    credentials: 'allow_credentials_enabled',
    methods: 'allowed_methods',
    allowedHeaders: 'allowed_headers',
    exposedHeaders: 'exposed_headers',
    maxAge: 'max_age_in_seconds',
  }),
  filled: true,
};

/** `cors_config` of `aws_cloudfront_response_headers_policy`: lists stand under `items`. */
export const CLOUDFRONT: Service = {
  table: named(
    {
      origins: 'access_control_allow_origins',
      credentials: 'access_control_allow_credentials',
      methods: 'access_control_allow_methods',
      allowedHeaders: 'access_control_allow_headers',
      exposedHeaders: 'access_control_expose_headers',
      maxAge: 'access_control_max_age_sec',
    },
    ['origin_override'],
  ),
  bucket: true,
};

/** `response_parameters` of API Gateway, by the name of the header; texts are in quotes of their own. */
export const GATEWAY: Service = {
  table: {
    ...named({
      origins: 'access-control-allow-origin',
      credentials: 'access-control-allow-credentials',
      methods: 'access-control-allow-methods',
      allowedHeaders: 'access-control-allow-headers',
      exposedHeaders: 'access-control-expose-headers',
      maxAge: 'access-control-max-age',
    }),
    credentials: 'sent',
    listsAsText: true,
  },
  quoted: true,
  filled: true,
  beside: true,
};
