import { isForbiddenRequestHeader } from './request-headers.ts';

/**
 * Headers that need not come from a script of a page: browsers and proxies set them, or the servers that call webhooks. Of a key of an
 * API nobody knows whether pages are meant to have it.
 */
const NOT_OF_SCRIPTS = [
  /^(accept|accept-language|content-language|content-type|range|user-agent|if-[a-z-]+|cache-control|pragma|last-event-id|x-requested-with|upgrade-insecure-requests|save-data|priority|purpose)$/,
  /^(x-forwarded-|forwarded|x-real-ip|x-client-ip|x-cluster-client-ip|x-original-|x-envoy-|x-request-|x-correlation-|x-trace-|x-b3-|traceparent|tracestate|baggage|sentry-trace|cf-|cdn-|true-client-ip|fastly-|fly-|x-vercel-|x-nf-|x-amz|x-appengine|x-cloud-|x-azure|x-ms-|x-arr-|x-goog|x-render-|x-railway-|rndr-)/,
  /signature|webhook|hmac|svix|stripe|github|gitlab|shopify|slack|twilio|telegram|paypal|razorpay|paddle|hub-|digest|cron|internal|secret|admin|service|-ip$|country|api-?key|^access-control-|^x-http-method|^x-method-/,
];

/** Whether a header by its name is one that scripts of pages set themselves, and nobody else. */
export function isOfScripts(name: string): boolean {
  return !isForbiddenRequestHeader({ name, value: '' }) && !NOT_OF_SCRIPTS.some(it => it.test(name));
}
