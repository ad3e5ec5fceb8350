import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, State } from 'vscode-languageclient/node';
import type { Overview } from '../../server/src/lsp/protocol.ts';
import { type Filter, type Node, nodesOf } from './nodes.ts';

export interface OverviewView extends vscode.Disposable {
  /** Asks the server anew. */
  refresh(): void;
  /** Asks what is to be shown. */
  filter(): Promise<void>;
}

const FILTERS: readonly (vscode.QuickPickItem & { readonly filter: Filter })[] = [
  { filter: 'all', label: 'Everything' },
  { filter: 'blocked', label: 'Blocked calls', description: 'and the policies that block them' },
  {
    filter: 'open',
    label: 'Policies that are open to strangers',
    description: 'every website, or whoever sets up one that fits',
  },
];
const EMPTY: Readonly<Record<Filter, string>> = {
  all: '',
  blocked: 'No call of a page is known to be blocked.',
  open: 'No policy is known to be open to strangers.',
};

/** The tree *CORS*: what answers pages, by which policies, and which calls reach them. It is asked for when it is first in sight. */
export function showOverview(client: LanguageClient): OverviewView {
  const changed = new vscode.EventEmitter<Node | undefined>();
  let known: Overview | undefined;
  let filter: Filter = 'all';
  let stale = true;

  const view = vscode.window.createTreeView('corslint.policies', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: itemOf,
      async getChildren(node?: Node): Promise<Node[]> {
        if (node) return [...node.children];
        if (stale) await ask();
        return [...rows()];
      },
    },
  });

  async function ask(): Promise<void> {
    if (client.state !== State.Running) return;
    stale = false;
    try {
      known = await client.sendRequest(ExecuteCommandRequest.type, { command: 'corslint.overview' });
    } catch (error) {
      client.error('The policies cannot be listed.', error, false);
    }
  }

  function rows(): readonly Node[] {
    const nodes = known ? nodesOf(known, filter) : [];
    // Without a message an empty view shows its welcome.
    view.message = nodes.length === 0 && known && filter !== 'all' ? EMPTY[filter] : '';
    view.description = filter === 'all' ? '' : (FILTERS.find(it => it.filter === filter)?.label ?? '').toLowerCase();
    return nodes;
  }

  function refresh(): void {
    stale = true;
    if (view.visible) changed.fire(undefined);
  }

  const listeners = [
    view,
    changed,
    client.onNotification('corslint/changed', refresh),
    client.onDidChangeState(refresh),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible && stale) changed.fire(undefined);
    }),
  ];
  return {
    refresh,
    async filter() {
      const items = FILTERS.map(it => ({ ...it, picked: it.filter === filter }));
      const chosen = await vscode.window.showQuickPick(items, { title: 'Show in CORS', placeHolder: 'What to show' });
      if (!chosen) return;
      filter = chosen.filter;
      changed.fire(undefined);
    },
    dispose() {
      for (const it of listeners) it.dispose();
    },
  };
}

const ICONS: Readonly<Record<Node['kind'], vscode.ThemeIcon | undefined>> = {
  server: new vscode.ThemeIcon('server'),
  file: new vscode.ThemeIcon('file'),
  open: new vscode.ThemeIcon('globe', new vscode.ThemeColor('list.warningForeground')),
  closed: new vscode.ThemeIcon('shield'),
  readable: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  refused: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  unknown: new vscode.ThemeIcon('question'),
  lost: new vscode.ThemeIcon('debug-disconnect'),
  sentence: undefined,
};

function itemOf(node: Node): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const state = node.children.length === 0 ? None : node.expanded ? Expanded : Collapsed;
  const item = new vscode.TreeItem(node.label, state);
  item.id = node.id;
  item.accessibilityInformation = { label: node.spoken };
  item.contextValue = node.kind === 'open' || node.kind === 'closed' ? 'policy' : node.kind;
  item.tooltip = node.detail === undefined ? node.label : new vscode.MarkdownString(node.detail);
  const icon = ICONS[node.kind];
  if (icon) item.iconPath = icon;
  if (node.description !== undefined) item.description = node.description;
  if (node.at) item.command = opening(node.at);
  return item;
}

function opening({ uri, line, column }: NonNullable<Node['at']>): vscode.Command {
  const at = new vscode.Position(line - 1, column - 1);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at), preview: true };
  return { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.parse(uri), options] };
}
