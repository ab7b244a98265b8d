/** Which methods a path has. A path in full, like /v1/orders/batch, comes before a pattern that it fits. */
import type { Method, Route } from './route.ts';

type Place = Pick<Route, 'method' | 'path'>;

const isPattern = ({ path }: Place): boolean => path.includes('{');

const fits = (route: Place, path: string): boolean => {
  const pattern = route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
};

export function methodsOf(routes: readonly Place[], url: string): readonly Method[] {
  const path = url.split('?')[0]!;
  const matching = routes.filter((route) => fits(route, path));
  const inFull = matching.filter((route) => !isPattern(route));
  const meant = inFull.length > 0 ? inFull : matching;
  return [...new Set(meant.map(({ method }) => method))];
}

/** What a router would take for a pattern, although the path in full has no such method. */
export function shadowedPlaces(routes: readonly Place[]): readonly Place[] {
  const paths = new Set(routes.filter((route) => !isPattern(route)).map(({ path }) => path));
  return [...paths].flatMap((path) => {
    const own = methodsOf(routes, path);
    const taken = routes.filter((route) => isPattern(route) && fits(route, path));
    return [...new Set(taken.map(({ method }) => method))]
      .filter((method) => !own.includes(method))
      .map((method) => ({ method, path }));
  });
}
