import { PROFILES, type Profile, SEVERITIES, type Severity } from './rules/rule.ts';

/** What the analysis is told from outside, whether by an editor's settings, a configuration file or the command line. */
export interface Settings {
  readonly profile: Profile;
  /** Rule id → severity; `off` silences the rule. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Globs, as in `.gitignore`, of files that are not read. */
  readonly exclude: readonly string[];
  /** Kilobytes; larger files are skipped, and the audit says so. */
  readonly maxFileSize: number;
  /** What the workspace's own files do not tell: where its pages and servers are reached. */
  readonly sites: readonly StatedSite[];
}

/** Pages or servers of a folder, and their origins. */
export interface StatedSite {
  /** As it is written, or absolute once it is known from where (`inFolder`). */
  readonly folder: string;
  readonly origins: readonly string[];
  readonly role: 'page' | 'server';
}

export const DEFAULTS: Settings = { profile: 'recommended', rules: {}, exclude: [], maxFileSize: 1024, sites: [] };

/** One row of the settings table: the source of the extension's manifest, the README's table and the validation. */
export interface SettingRow {
  /** Without the prefix `corslint.`. */
  readonly key: string;
  /** VS Code's scope. */
  readonly scope: 'resource' | 'window' | 'machine-overridable';
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default: unknown;
  /** Whether a `corslint.config.json` may hold it too. */
  readonly inConfigFile: boolean;
}

export const ROWS: readonly SettingRow[] = [
  {
    key: 'enable',
    scope: 'resource',
    description: 'Check files for CORS problems.',
    schema: { type: 'boolean' },
    default: true,
    inConfigFile: false,
  },
  {
    key: 'run',
    scope: 'window',
    description: 'When to check a file that is being edited.',
    schema: {
      type: 'string',
      enum: ['onType', 'onSave'],
      enumDescriptions: ['After every change.', 'After the file has been saved.'],
    },
    default: 'onType',
    inConfigFile: false,
  },
  {
    key: 'profile',
    scope: 'resource',
    description: 'How much to report.',
    schema: {
      type: 'string',
      enum: PROFILES,
      enumDescriptions: [
        'What breaks calls or lets strangers in, with little noise.',
        'Weak spots and code smells, too.',
        'Everything a reviewer wants to see, including every policy that is open to any website.',
      ],
    },
    default: DEFAULTS.profile,
    inConfigFile: true,
  },
  {
    key: 'rules',
    scope: 'resource',
    description: 'Severity of single rules, by id. `off` silences a rule.',
    schema: { type: 'object', additionalProperties: { type: 'string', enum: ['off', ...SEVERITIES] } },
    default: DEFAULTS.rules,
    inConfigFile: true,
  },
  {
    key: 'exclude',
    scope: 'resource',
    description: 'Files that are not checked, as patterns in the manner of `.gitignore`.',
    schema: { type: 'array', items: { type: 'string' } },
    default: DEFAULTS.exclude,
    inConfigFile: true,
  },
  {
    key: 'maxFileSize',
    scope: 'resource',
    description: 'Files larger than this, in kilobytes, are skipped.',
    schema: { type: 'number', minimum: 1 },
    default: DEFAULTS.maxFileSize,
    inConfigFile: true,
  },
  {
    key: 'sites',
    scope: 'resource',
    description: 'Where the pages and servers of a folder are reached, where its files do not tell.',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        required: ['folder', 'origins', 'role'],
        properties: {
          folder: { type: 'string' },
          origins: { type: 'array', items: { type: 'string' } },
          role: { type: 'string', enum: ['page', 'server'] },
        },
      },
    },
    default: DEFAULTS.sites,
    inConfigFile: true,
  },
  {
    key: 'closedFiles',
    scope: 'window',
    description: 'Show the findings of files that are not open, too, without an audit.',
    schema: { type: 'boolean' },
    default: false,
    inConfigFile: false,
  },
  {
    key: 'codeLens',
    scope: 'resource',
    description: 'Show above each policy who may read, such as *Readable by 3 sites, with cookies*.',
    schema: { type: 'boolean' },
    default: false,
    inConfigFile: false,
  },
  {
    key: 'trace.server',
    scope: 'window',
    description: 'Log what the editor and the language server say to each other.',
    schema: { type: 'string', enum: ['off', 'messages', 'verbose'] },
    default: 'off',
    inConfigFile: false,
  },
];

/** Reads settings from plain data, over `base`; everything that does not fit is told to `complain` and left out. */
export function readSettings(
  data: unknown,
  ruleIds: readonly string[],
  complain: (problem: string) => void = () => {},
  base: Settings = DEFAULTS,
): Settings {
  if (data === undefined || data === null) return base;
  if (typeof data !== 'object' || Array.isArray(data)) {
    complain('settings must be an object');
    return base;
  }
  const given = data as Record<string, unknown>;
  const rules: Record<string, Severity | 'off'> = { ...base.rules };
  if (given.rules !== undefined) {
    if (typeof given.rules !== 'object' || given.rules === null || Array.isArray(given.rules))
      complain('`rules` must be an object');
    else
      for (const [id, severity] of Object.entries(given.rules)) {
        if (!ruleIds.includes(id)) complain(`there is no rule \`${id}\``);
        else if (!isLevel(severity))
          complain(`\`${String(severity)}\` is no severity; use off, hint, info, warning or error`);
        else rules[id] = severity;
      }
  }
  if (given.profile !== undefined && !isProfile(given.profile))
    complain(`\`${String(given.profile)}\` is no profile; use recommended, strict or audit`);
  const exclude = given.exclude;
  if (exclude !== undefined && !isTexts(exclude)) complain('`exclude` must be a list of patterns');
  const size = given.maxFileSize;
  if (size !== undefined && !(typeof size === 'number' && size >= 1))
    complain('`maxFileSize` must be a number of kilobytes');
  return {
    profile: isProfile(given.profile) ? given.profile : base.profile,
    rules,
    exclude: isTexts(exclude) ? exclude : base.exclude,
    maxFileSize: typeof size === 'number' && size >= 1 ? size : base.maxFileSize,
    sites: given.sites === undefined ? base.sites : readSites(given.sites, complain),
  };
}

function readSites(data: unknown, complain: (problem: string) => void): readonly StatedSite[] {
  if (!Array.isArray(data)) {
    complain('`sites` must be a list');
    return [];
  }
  return data.flatMap((it: unknown): readonly StatedSite[] => {
    const { folder, origins, role } = (typeof it === 'object' && it !== null ? it : {}) as Record<string, unknown>;
    if (typeof folder !== 'string' || !isTexts(origins) || (role !== 'page' && role !== 'server')) {
      complain('`sites` must hold objects with `folder`, `origins` and `role`, which is page or server');
      return [];
    }
    const wrong = origins.find(own => !/^https?:\/\/[^/?#\s]+$/.test(own) || !URL.canParse(own));
    if (wrong !== undefined) complain(`\`${wrong}\` is no origin; write it like https://app.example.com`);
    return [{ folder, origins: origins.filter(own => own !== wrong), role }];
  });
}

/** The same settings, with the folders of `sites` seen from the folder where they are written. */
export function inFolder(settings: Settings, folder: string): Settings {
  if (settings.sites.every(it => it.folder.startsWith('/'))) return settings;
  const placed = (it: string) =>
    it.startsWith('/') ? it : `${folder}/${it}`.replace(/\/\.(?=\/|$)/g, '').replace(/(?<=.)\/+$/, '');
  return { ...settings, sites: settings.sites.map(it => ({ ...it, folder: placed(it.folder) })) };
}

export function isLevel(text: unknown): text is Severity | 'off' {
  return text === 'off' || SEVERITIES.includes(text as Severity);
}

export function isProfile(text: unknown): text is Profile {
  return PROFILES.includes(text as Profile);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(it => typeof it === 'string');
}
