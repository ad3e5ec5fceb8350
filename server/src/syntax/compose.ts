import type { Span } from '../text/span.ts';
import { foldersUp } from './paths.ts';
import type { Project } from './project.ts';
import { property, type RecordValue, textOf, type Value } from './value.ts';

const FILES = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];

/**
 * What compose files above a file give a variable, in the services that are built from a folder which holds the file. What they
 * take from elsewhere (`${NAME}`, `env_file`) is not seen.
 * https://github.com/compose-spec/compose-spec/blob/main/05-services.md#environment
 */
export function composeValues(
  project: Project,
  from: string,
  name: string,
): readonly { readonly text: string; readonly at: Span }[] {
  return foldersUp(from).flatMap(folder =>
    FILES.flatMap(file => {
      const path = `${folder}/${file}`;
      const text = project.host.exists(path) ? project.host.read(path) : undefined;
      if (!text?.includes(name)) return [];
      return servicesIn(project.config(path)?.documents[0])
        .filter(it => isBuiltFrom(it, folder, from))
        .flatMap(it => valueIn(property(it, 'environment')?.value, name))
        .filter(it => !it.text.includes('$'));
    }),
  );
}

function servicesIn(document: Value | undefined): readonly RecordValue[] {
  const services = document?.kind === 'record' ? property(document, 'services')?.value : undefined;
  return services?.kind === 'record'
    ? services.entries.flatMap(({ value }) => (value.kind === 'record' ? [value] : []))
    : [];
}

function isBuiltFrom(service: RecordValue, folder: string, from: string): boolean {
  const build = property(service, 'build')?.value;
  const context = textOf(build?.kind === 'record' ? property(build, 'context')?.value : build);
  if (context === undefined || /^\/|\.\.|:/.test(context)) return false;
  const inner = context.replace(/^\.\/?/, '').replace(/\/+$/, '');
  return from.startsWith(inner === '' ? `${folder}/` : `${folder}/${inner}/`);
}

/** `NAME: value`, or `- NAME=value` in a list. */
function valueIn(
  environment: Value | undefined,
  name: string,
): readonly { readonly text: string; readonly at: Span }[] {
  if (environment?.kind === 'record') {
    const value = property(environment, name)?.value;
    return value?.kind === 'literal' && value.value !== null && value.value !== undefined
      ? [{ text: String(value.value), at: value.span }]
      : [];
  }
  if (environment?.kind !== 'list') return [];
  return environment.items.flatMap(it => {
    const text = textOf(it);
    return text?.startsWith(`${name}=`) ? [{ text: text.slice(name.length + 1), at: it.span }] : [];
  });
}
