import type { Target, Tracer } from '../model/tracing.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { property, textOf, type Value } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import { isExport, lastOf } from './made.ts';

/** What a file's text has where an SDK is told to put headers on requests to other origins. */
export const TRACING_WORDS: readonly string[] = [
  'tracePropagationTargets',
  'propagateTraceHeaderCorsUrls',
  'allowedTracingUrls',
  'allowed_origins',
  'enableCorsCorrelation',
];
export const TRACING = new Search(new RegExp(TRACING_WORDS.join('|')));

/** An SDK: the calls that set it up, and what they say. */
interface Sdk {
  readonly names: RegExp;
  read(call: CallSite, file: CodeFile): readonly Tracer[];
}

/** The SDKs that a file sets up to put headers on requests to other origins. */
export function tracersIn(file: CodeFile): readonly Tracer[] {
  if (!TRACING.test(file.text)) return [];
  return SDKS.flatMap(sdk =>
    file.calls(it => sdk.names.test(it)).flatMap(call => sdk.read(call, file).filter(it => it.targets.length > 0)),
  );
}

/** @sentry/browser 11.12.0: src/tracing/request.ts, `shouldAttachHeaders`; a text fits where the URL contains it. */
const sentry: Sdk = {
  names: /^(init|BrowserTracing|browserTracingIntegration)$/,
  read({ callee, args: [options], span }, { text }) {
    if (!isExport(callee, /^@sentry\//, /./)) return [];
    // Frameworks' packages trace by themselves, others where the integration is named.
    if (!/browserTracing|@sentry\/(nextjs|sveltekit|nuxt|astro|remix|gatsby)/i.test(text)) return [];
    const given = lastOf([options], 'tracePropagationTargets');
    const more = lastOf([options], 'propagateTraceparent');
    const headers = [
      'sentry-trace',
      'baggage',
      ...(more?.kind === 'literal' && more.value === true ? ['traceparent'] : []),
    ];
    return [{ name: 'Sentry', headers, targets: targetsOf(given, 'contains'), at: given?.span ?? span }];
  },
};

/** @opentelemetry/sdk-trace-web: src/utils.ts, `shouldPropagateTraceHeaders`; core, src/utils/url.ts: a text is the whole URL. */
const openTelemetry: Sdk = {
  names: /^(FetchInstrumentation|XMLHttpRequestInstrumentation|getWebAutoInstrumentations)$/,
  read({ callee, args: [options], span, name }) {
    if (!isExport(callee, /^@opentelemetry\//, /./)) return [];
    const all =
      name === 'getWebAutoInstrumentations'
        ? ['fetch', 'xml-http-request'].map(it => lastOf([options], `@opentelemetry/instrumentation-${it}`))
        : [options];
    return all.flatMap(it => {
      const given = lastOf([it], 'propagateTraceHeaderCorsUrls');
      const only = targetOf(given, 'is');
      const targets = only ? [only] : targetsOf(given, 'is');
      return [{ name: 'OpenTelemetry', headers: ['traceparent'], targets, at: given?.span ?? span }];
    });
  },
};

/** @datadog/browser-rum-core 7.16.2: src/domain/tracing/tracer.ts and configuration.ts; a text fits where the URL begins so. */
const datadog: Sdk = {
  names: /^init$/,
  read({ callee, args: [options] }) {
    const isRum =
      callee.kind === 'member'
        ? isExport(callee.object, /^@datadog\/browser-rum/, /^datadogRum$/)
        : isExport(callee, /^$/, /^(window\.)?DD_RUM\.init$/);
    const given = isRum ? lastOf([options], 'allowedTracingUrls') : undefined;
    if (given?.kind !== 'list') return [];
    return given.items.flatMap((it): readonly Tracer[] => {
      const match = it.kind === 'record' ? property(it, 'match')?.value : it;
      const types = it.kind === 'record' ? property(it, 'propagatorTypes')?.value : undefined;
      const names =
        types?.kind === 'list' ? types.items.map(textOf) : types ? [undefined] : ['datadog', 'tracecontext'];
      const headers = names.flatMap(name => (name === undefined ? [] : (OF_DATADOG[name] ?? [])));
      const target = targetOf(match, 'begins');
      return target && headers.length > 0 ? [{ name: 'Datadog', headers, targets: [target], at: given.span }] : [];
    });
  },
};

const OF_DATADOG: Readonly<Record<string, readonly string[]>> = {
  datadog: ['x-datadog-origin', 'x-datadog-parent-id', 'x-datadog-sampling-priority', 'x-datadog-trace-id'],
  tracecontext: ['traceparent'],
  b3: ['b3'],
  b3multi: ['x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid'],
};

/** @newrelic/browser-agent 1.322.0: src/features/ajax/instrument/distributed-tracing.js. */
const newRelic: Sdk = {
  names: /^(BrowserAgent|Agent|MicroAgent)$/,
  read({ callee, args: [options], span }) {
    if (!isExport(callee, /^@newrelic\/browser-agent/, /./)) return [];
    const tracing = lastOf([lastOf([options], 'init')], 'distributed_tracing');
    if (tracing?.kind !== 'record' || !isTrue(property(tracing, 'enabled')?.value)) return [];
    const given = property(tracing, 'allowed_origins')?.value;
    const own = property(tracing, 'cors_use_newrelic_header')?.value;
    const standard = isTrue(property(tracing, 'cors_use_tracecontext_headers')?.value);
    const headers = [...(own ? [] : ['newrelic']), ...(standard ? ['traceparent', 'tracestate'] : [])];
    return headers.length > 0
      ? [{ name: 'New Relic', headers, targets: targetsOf(given, 'origin'), at: given?.span ?? span }]
      : [];
  },
};

/**
 * @microsoft/applicationinsights-dependencies-js 3.4.4: src/ajax.ts; every origin, unless domains are named. Both `Request-Id` and
 * `traceparent` go out where no other mode is set.
 */
const applicationInsights: Sdk = {
  names: /^ApplicationInsights$/,
  read({ callee, args: [options] }) {
    const config = lastOf([options], 'config');
    const enabled = config?.kind === 'record' ? property(config, 'enableCorsCorrelation') : undefined;
    if (!enabled || !isExport(callee, /^@microsoft\/applicationinsights-/, /./) || !isTrue(enabled.value)) return [];
    const narrowed = [
      'correlationHeaderDomains',
      'correlationHeaderExcludedDomains',
      'correlationHeaderExcludePatterns',
    ];
    if ([...narrowed, 'distributedTracingMode'].some(it => lastOf([config], it))) return [];
    return [
      {
        name: 'Application Insights',
        headers: ['request-id', 'traceparent'],
        targets: [{ kind: 'any' }],
        at: enabled.span,
      },
    ];
  },
};

const SDKS: readonly Sdk[] = [sentry, openTelemetry, datadog, newRelic, applicationInsights];

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'literal' && value.value === true;
}

/** What is not known fits nothing. */
function targetsOf(value: Value | undefined, text: 'contains' | 'is' | 'origin'): readonly Target[] {
  return value?.kind === 'list' ? value.items.flatMap(it => targetOf(it, text) ?? []) : [];
}

function targetOf(value: Value | undefined, text: 'contains' | 'begins' | 'is' | 'origin'): Target | undefined {
  if (value?.kind === 'pattern') return { kind: 'pattern', source: value.source, flags: value.flags };
  const written = value && textOf(value);
  return written ? { kind: text, text: written } : undefined;
}
