import { homepage } from '../../../package.json';
import { allSubdomainsTrusted } from './all-subdomains-trusted.ts';
import { allowOriginMissing } from './allow-origin-missing.ts';
import { authorizationNotCoveredByWildcard } from './authorization-not-covered-by-wildcard.ts';
import { avoidablePreflight } from './avoidable-preflight.ts';
import { beaconNeedsCredentialedCors } from './beacon-needs-credentialed-cors.ts';
import { clientSetsCorsResponseHeader } from './client-sets-cors-response-header.ts';
import { conflictingCorsWriters } from './conflicting-cors-writers.ts';
import { corpBlocksAssets } from './corp-blocks-assets.ts';
import { corsAfterRoutes } from './cors-after-routes.ts';
import { corsNotConfigured } from './cors-not-configured.ts';
import { credentialsMismatch } from './credentials-mismatch.ts';
import { credentialsNotTrue } from './credentials-not-true.ts';
import { crossOriginRedirectInApi } from './cross-origin-redirect-in-api.ts';
import { crossoriginAttributeMissing } from './crossorigin-attribute-missing.ts';
import { decorativeAllowlist } from './decorative-allowlist.ts';
import { devServerOpen } from './dev-server-open.ts';
import { duplicateCorsHeaders } from './duplicate-cors-headers.ts';
import { envListNotTrimmed } from './env-list-not-trimmed.ts';
import { errorPathWithoutCors } from './error-path-without-cors.ts';
import { express5OptionsStar } from './express5-options-star.ts';
import { forbiddenNameListed } from './forbidden-name-listed.ts';
import { gatewayCorsGap } from './gateway-cors-gap.ts';
import { headerNotAllowed } from './header-not-allowed.ts';
import { headerNotExposed } from './header-not-exposed.ts';
import { importedOptionsMissing } from './imported-options-missing.ts';
import { insecureOriginTrusted } from './insecure-origin-trusted.ts';
import { localNetworkAccess } from './local-network-access.ts';
import { localhostOrLanOriginInProduction } from './localhost-or-lan-origin-in-production.ts';
import { malformedCorsList } from './malformed-cors-list.ts';
import { maxAgeIneffective } from './max-age-ineffective.ts';
import { methodCase } from './method-case.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { middlewareNotCalled } from './middleware-not-called.ts';
import { missingVaryOrigin } from './missing-vary-origin.ts';
import { misspeltCorsHeader } from './misspelt-cors-header.ts';
import { multipleOriginsInHeader } from './multiple-origins-in-header.ts';
import { needlessCredentials } from './needless-credentials.ts';
import { nginxAddHeaderLost } from './nginx-add-header-lost.ts';
import { noCorsMisuse } from './no-cors-misuse.ts';
import { noPreflightHandler } from './no-preflight-handler.ts';
import { nullOriginTrusted } from './null-origin-trusted.ts';
import { openFallback } from './open-fallback.ts';
import { originCallbackThrows } from './origin-callback-throws.ts';
import { originEnvUnset } from './origin-env-unset.ts';
import { originNotInAllowlist } from './origin-not-in-allowlist.ts';
import { originNotSerialized } from './origin-not-serialized.ts';
import { originOptionMisread } from './origin-option-misread.ts';
import { originPatternNeverMatches } from './origin-pattern-never-matches.ts';
import { originPrefixMatch } from './origin-prefix-match.ts';
import { originRegexBypass } from './origin-regex-bypass.ts';
import { originRegexUnescapedDot } from './origin-regex-unescaped-dot.ts';
import { originSubstringMatch } from './origin-substring-match.ts';
import { originSuffixMatch } from './origin-suffix-match.ts';
import { originTrailingSlashOrPath } from './origin-trailing-slash-or-path.ts';
import { preflightActualMismatch } from './preflight-actual-mismatch.ts';
import { preflightBlockedByAuth } from './preflight-blocked-by-auth.ts';
import { preflightNotOk } from './preflight-not-ok.ts';
import { preflightlessJsonEndpoint } from './preflightless-json-endpoint.ts';
import { publicCorsProxy } from './public-cors-proxy.ts';
import { reflectAnyOrigin } from './reflect-any-origin.ts';
import { responderBeforeCors } from './responder-before-cors.ts';
import type { Rule } from './rule.ts';
import { samesiteBlocksCookie } from './samesite-blocks-cookie.ts';
import { sharedHostingOriginTrusted } from './shared-hosting-origin-trusted.ts';
import { socketWithoutCors } from './socket-without-cors.ts';
import { statefulOriginRegex } from './stateful-origin-regex.ts';
import { tracingHeaderBlocked } from './tracing-header-blocked.ts';
import { unknownOption } from './unknown-option.ts';
import { untrustedSourceForAllowOrigin } from './untrusted-source-for-allow-origin.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { vulnerableCorsDependency } from './vulnerable-cors-dependency.ts';
import { webSecurityDisabled } from './web-security-disabled.ts';
import { websocketOriginUnchecked } from './websocket-origin-unchecked.ts';
import { wildcardBecomesReflection } from './wildcard-becomes-reflection.ts';
import { wildcardListWithCredentials } from './wildcard-list-with-credentials.ts';
import { wildcardOnPrivateSurface } from './wildcard-on-private-surface.ts';
import { wildcardOrigin } from './wildcard-origin.ts';
import { wildcardSubdomainLiteral } from './wildcard-subdomain-literal.ts';
import { wildcardWithCredentials } from './wildcard-with-credentials.ts';

/** Every rule, in the order of the documentation. The only list of them. */
export const RULES: readonly Rule[] = [
  reflectAnyOrigin,
  decorativeAllowlist,
  wildcardBecomesReflection,
  openFallback,
  untrustedSourceForAllowOrigin,
  nullOriginTrusted,
  originPrefixMatch,
  originSuffixMatch,
  originSubstringMatch,
  originRegexUnescapedDot,
  originRegexBypass,
  sharedHostingOriginTrusted,
  insecureOriginTrusted,
  allSubdomainsTrusted,
  localhostOrLanOriginInProduction,
  wildcardOnPrivateSurface,
  devServerOpen,
  preflightlessJsonEndpoint,
  publicCorsProxy,
  websocketOriginUnchecked,
  vulnerableCorsDependency,
  webSecurityDisabled,
  wildcardOrigin,
  needlessCredentials,
  wildcardWithCredentials,
  wildcardListWithCredentials,
  credentialsNotTrue,
  originOptionMisread,
  unknownOption,
  importedOptionsMissing,
  misspeltCorsHeader,
  multipleOriginsInHeader,
  duplicateCorsHeaders,
  nginxAddHeaderLost,
  wildcardSubdomainLiteral,
  originTrailingSlashOrPath,
  originNotSerialized,
  originPatternNeverMatches,
  statefulOriginRegex,
  originEnvUnset,
  envListNotTrimmed,
  originCallbackThrows,
  malformedCorsList,
  methodCase,
  corsNotConfigured,
  originNotInAllowlist,
  clientSetsCorsResponseHeader,
  noCorsMisuse,
  methodNotAllowed,
  headerNotAllowed,
  tracingHeaderBlocked,
  credentialsMismatch,
  samesiteBlocksCookie,
  beaconNeedsCredentialedCors,
  authorizationNotCoveredByWildcard,
  headerNotExposed,
  crossOriginRedirectInApi,
  localNetworkAccess,
  forbiddenNameListed,
  gatewayCorsGap,
  maxAgeIneffective,
  avoidablePreflight,
  middlewareNotCalled,
  corsAfterRoutes,
  preflightBlockedByAuth,
  responderBeforeCors,
  conflictingCorsWriters,
  allowOriginMissing,
  preflightActualMismatch,
  errorPathWithoutCors,
  noPreflightHandler,
  preflightNotOk,
  socketWithoutCors,
  corpBlocksAssets,
  crossoriginAttributeMissing,
  express5OptionsStar,
  missingVaryOrigin,
  unusedSuppression,
];

export const RULE_IDS: readonly string[] = RULES.map(it => it.id);

export function ruleOf(id: string): Rule | undefined {
  return RULES.find(it => it.id === id);
}

/** The page of a rule. What the rule rests on, in the standard or in a library's documentation, is a link there. */
export function ruleUrl(id: string): string {
  return `${homepage}/blob/main/docs/rules/${id}.md`;
}
