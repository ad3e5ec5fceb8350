import type { App } from '../model/app.ts';
import type { PolicyEdit } from '../model/edit.ts';
import type { LoadingElement } from '../model/element.ts';
import type { Link } from '../model/link.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Server as LinkedServer, Page } from '../model/site.ts';
import type { Span } from '../text/span.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type Profile = 'recommended' | 'strict' | 'audit';
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];
export const PROFILES: readonly Profile[] = ['recommended', 'strict', 'audit'];

/** The proof of a finding: an origin that walks in, or a request that the browser refuses with its own message. */
export type Witness =
  | { readonly kind: 'origin'; readonly origin: string }
  | {
      readonly kind: 'request';
      readonly origin: string;
      readonly method: string;
      readonly headers: readonly string[];
      readonly credentials: boolean;
      /** Chromium's console message without its prefix. */
      readonly message: string;
    };

export interface Related {
  readonly at: Span;
  /** A few words. */
  readonly message: string;
  /** What an editor says at that place itself: a call that the finding is about, in the words of the call. */
  readonly told?: string;
}

export interface Fix {
  /** A verb phrase. */
  readonly title: string;
  readonly edits: readonly PolicyEdit[];
  /** `safe` keeps what works; `review` changes who may read or needs a value of the reader's own. */
  readonly safety: 'safe' | 'review';
  /** A piece of the new text that only the reader knows: such a fix is offered where it can be typed over, and nowhere else. */
  readonly placeholder?: string;
  /** Beside the edits: sets CORS up on a server that has no policy, for exactly these origins. */
  readonly configures?: { readonly server: LinkedServer; readonly origins: readonly string[] };
}

/** What a rule says of one place. */
export interface Report {
  readonly at: Span;
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly witness?: Witness;
  readonly fixes?: readonly Fix[];
  /** The policy that the fixes edit, where the rule was asked about an application. */
  readonly policy?: CorsPolicy;
  /** The fixes change code that no policy was read from: a request, a middleware. */
  readonly elsewhere?: true;
  /** Of reports with the same text here only the first in the workspace is told: what is wrong is in none of their places. */
  readonly once?: string;
  /** The rules that stay silent because of this report, besides those that the rule always supersedes. */
  readonly supersedes?: readonly string[];
}

/** What the package that a policy belongs to tells about the server that it runs in, beyond the policy's own files. */
export interface Server {
  /** The folder of the package; absent where there is no manifest. */
  readonly home?: string;
  /** What platform configurations above the policy's files (`vercel.json`, `next.config`) put on responses. */
  readonly outside: readonly CorsPolicy[];
  /** What other files of the package, that run around every handler (`middleware.ts`, `hooks.server.ts`), put on responses. */
  readonly around: readonly CorsPolicy[];
  /** Whether an application of the package mounts CORS, which then may run before any code of it. */
  readonly mountsCors: boolean;
  /** Whether there are clients of Socket.IO in the workspace's pages, and each connects to the page's own server. */
  readonly socketsAtHome: boolean;
  /** The applications that the workspace's proxies among these files hand requests on to. */
  readonly behind: readonly Behind[];
  /** The texts of the origins that policies of the package name, in order of place. Fixes propose them, and witnesses come from there. */
  readonly named: readonly string[];
}

/** An application behind a proxy, and what its own files say of CORS. */
export interface Behind {
  readonly port: number;
  readonly app: App;
  readonly policies: readonly CorsPolicy[];
}

export interface RuleContext {
  readonly profile: Profile;
  /** The policies and applications that stand in one another's files, for rules that compare. */
  readonly policies: readonly CorsPolicy[];
  readonly apps: readonly App[];
  readonly server: Server;
  /** The requests of pages that a server of these files answers. */
  readonly links: readonly Link[];
}

/** What is known around a request, without the server that answers it. */
export interface RequestContext {
  /** The pages that send it, where that is known. */
  readonly page?: Page;
  /** Whether a server of the workspace is known to answer it. */
  readonly answered: boolean;
  /** What else the same call may ask for, where something decides that which is not known. */
  readonly alternatives: readonly CorsRequest[];
}

export interface Rule {
  readonly id: string;
  /** Good as a heading: the defect, and to whom it happens. */
  readonly title: string;
  readonly severity: Severity;
  /** By which condition the severity differs, in a few words. */
  readonly severityNote?: string;
  /** The least profile in which it speaks. */
  readonly profile: Profile;
  /** One paragraph, plain English. */
  readonly why: string;
  /** An example that has the defect and one that has not. */
  readonly example?: { readonly language: string; readonly bad: string; readonly good: string };
  readonly cwe: readonly number[];
  /** The paragraph of the standard, or the library's documentation. */
  readonly spec: string;
  /** `security` lets somebody in; `breakage` blocks; `hygiene` is neither yet. */
  readonly kind: 'security' | 'breakage' | 'hygiene';
  /** The rules that stay silent on a policy where this one speaks. */
  readonly supersedes?: readonly string[];
  check?(policy: CorsPolicy, context: RuleContext): Iterable<Report>;
  checkApp?(app: App, context: RuleContext): Iterable<Report>;
  /** Asked once with all links, since several calls with one cause are one finding. */
  checkLinks?(links: readonly Link[], context: RuleContext): Iterable<Report>;
  /** Asked of requests that a browser sends; fixes drop or replace what stands in the client's code. */
  checkRequest?(request: CorsRequest, context: RequestContext): Iterable<Report>;
  /** Asked of elements of markup that load something. */
  checkElement?(element: LoadingElement): Iterable<Report>;
}
