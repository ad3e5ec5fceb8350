import type { Upstream } from '../../model/upstream.ts';
import type { ConfigFile } from '../../syntax/config.ts';
import { folderOf } from '../../syntax/paths.ts';
import { textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { at } from './aws-templates.ts';
import { itemsOf } from './gateways.ts';

/** How many files beside a manifest are looked at for the services that it names. */
const MOST = 40;

/** A service of Kubernetes, by its name and one of its ports: the number or name, the first where none is given. */
interface Named {
  readonly name: string;
  readonly port: number | string | undefined;
  readonly at: Span;
}

/** The manifests of a file and of those beside it, by kind; they are read when they are asked for. */
export type Manifests = (kind: string) => readonly Value[];

/** The servers behind an `Ingress` (https://kubernetes.io/docs/concepts/services-networking/ingress/), whose headers the controller replaces. */
export function behindIngress(document: Value, manifests: Manifests): Upstream | undefined {
  if (textOf(at(document, ['kind'])) !== 'Ingress') return undefined;
  const paths = itemsOf(at(document, ['spec', 'rules'])).flatMap(it => itemsOf(at(it, ['http', 'paths'])));
  const backends = paths.flatMap(it => at(it, ['backend']) ?? []);
  return reached(
    backends.flatMap(it =>
      named(
        it,
        at(it, ['service', 'name']),
        at(it, ['service', 'port', 'number']) ?? at(it, ['service', 'port', 'name']),
      ),
    ),
    manifests,
  );
}

/** The servers behind a route of a `VirtualService`: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export function behindRoute(route: Value, manifests: Manifests): Upstream | undefined {
  const destinations = itemsOf(at(route, ['route'])).flatMap(it => at(it, ['destination']) ?? []);
  return reached(
    destinations.flatMap(it => named(it, at(it, ['host']), at(it, ['port', 'number']))),
    manifests,
  );
}

/** The servers behind the routes of an `IngressRoute` of Traefik that have a middleware. */
export function behindMiddleware(document: Value, manifests: Manifests): Upstream | undefined {
  const own = textOf(at(document, ['metadata', 'name']));
  const routes = manifests('IngressRoute')
    .flatMap(it => itemsOf(at(it, ['spec', 'routes'])))
    .filter(it => itemsOf(at(it, ['middlewares'])).some(one => textOf(at(one, ['name'])) === own));
  const services = own === undefined ? [] : routes.flatMap(it => itemsOf(at(it, ['services'])));
  return reached(
    services.flatMap(it => named(it, at(it, ['name']), at(it, ['port']))),
    manifests,
  );
}

function named(from: Value, name: Value | undefined, port: Value | undefined): readonly Named[] {
  const text = textOf(name)?.split('.')[0];
  const number = port?.kind === 'literal' && typeof port.value === 'number' ? port.value : textOf(port);
  return text === undefined || (port && number === undefined) ? [] : [{ name: text, port: number, at: from.span }];
}

/** The ports of the containers, where the manifests beside tell what each service hands on to. */
function reached(services: readonly Named[], manifests: Manifests): Upstream | undefined {
  const [first] = services;
  if (!first) return undefined;
  const all = manifests('Service');
  const ports = services.flatMap(it =>
    all.filter(one => textOf(at(one, ['metadata', 'name'])) === it.name).flatMap(one => targetOf(one, it)),
  );
  return ports.length === 0
    ? undefined
    : { ports, hosts: services.map(it => it.name), at: first.at, hidden: [], effect: 'instead' };
}

/** https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports: without a target it is the port itself. */
function targetOf(service: Value, { port }: Named): readonly number[] {
  const ports = itemsOf(at(service, ['spec', 'ports']));
  const own = ports.find(
    it => port === undefined || [numberOf(at(it, ['port'])), textOf(at(it, ['name']))].includes(port),
  );
  const target = own && (at(own, ['targetPort']) ?? at(own, ['port']));
  const number = numberOf(target);
  return number === undefined ? [] : [number];
}

function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined;
}

/** The documents of a file and of those beside it. */
export function manifestsOf(file: ConfigFile, { project }: Reading): Manifests {
  let all: ReadonlyMap<string, readonly Value[]> | undefined;
  const read = () => {
    const folder = folderOf(file.path);
    const others = (project.host.list?.(folder) ?? [])
      .filter(it => /\.ya?ml$/i.test(it) && `${folder}/${it}` !== file.path)
      .slice(0, MOST)
      .map(it => `${folder}/${it}`)
      .filter(it => /^kind:/m.test(project.host.read(it) ?? ''));
    const documents = [...file.documents, ...others.flatMap(it => project.config(it)?.documents ?? [])];
    const found = new Map<string, Value[]>();
    for (const it of documents) {
      const kind = textOf(at(it, ['kind'])) ?? '';
      const before = found.get(kind);
      if (before) before.push(it);
      else found.set(kind, [it]);
    }
    return found;
  };
  return kind => {
    all ??= read();
    return all.get(kind) ?? [];
  };
}
