import type { HeaderText, WrittenHeader } from '../../model/written.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { and } from '../../syntax/test.ts';
import type { Test, Value } from '../../syntax/value.ts';
import type { HeaderLine } from '../headers/lines.ts';
import { isOrigin, type Lookup } from '../origin/acceptor.ts';
import { conditionOf } from './requests.ts';
import type { Server } from './servers.ts';

/** The headers that a line writes: one for each value that conditions choose from. */
export function headersOf(line: HeaderLine, when: Test, server: Server, lookup: Lookup): readonly WrittenHeader[] {
  return branchesOf(line.value).map(it => ({
    name: line.name,
    when: conditionOf(and(when, it.when), lookup),
    lines: linesOf(it.value, line, server),
    appended: line.appended,
  }));
}

function linesOf(value: Value, line: HeaderLine, server: Server): readonly HeaderText[] {
  switch (value.kind) {
    case 'literal':
      if (value.value !== undefined) return [{ kind: 'text', text: String(value.value) }];
      return server.missing(line.setter, false)?.map(text => ({ kind: 'text', text })) ?? [unset(line)];
    case 'request': {
      const { name } = value;
      if (value.part !== 'header') break;
      if (name !== 'origin' && name !== 'access-control-request-headers' && name !== 'access-control-request-method')
        break;
      const without = server.missing(line.setter, true);
      return [{ kind: 'request', header: name, ...(without ? { missing: without } : {}) }];
    }
    case 'part':
      if (value.part === 'url-origin' && isOrigin(value.of)) return [{ kind: 'request', header: 'origin' }];
      break;
    case 'list': {
      const texts = value.rest ? undefined : textsOf(value.items.flatMap(it => linesOf(it, line, server)));
      if (!texts || (server.around.repeated === 'joined' && texts.length > 1 && !line.inRecord)) break;
      return texts.map(text => ({ kind: 'text', text }));
    }
    case 'environment':
      return [{ kind: 'unknown', why: `what \`${value.name}\` holds is not known` }];
    case 'template': {
      const texts = textsOf(value.parts.flatMap(it => linesOf(it, line, server)));
      if (texts) return [{ kind: 'text', text: texts.join('') }];
      break;
    }
  }
  return [{ kind: 'unknown', why: `the value of \`${line.name}\` is not known` }];
}

function textsOf(lines: readonly HeaderText[]): readonly string[] | undefined {
  const texts = lines.flatMap(it => (it.kind === 'text' ? [it.text] : []));
  return texts.length === lines.length ? texts : undefined;
}

function unset({ name }: HeaderLine): HeaderText {
  return { kind: 'unknown', why: `what a value that is not set becomes in \`${name}\` is not known` };
}
