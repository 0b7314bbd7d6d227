import type { CellNamespace } from './cell-namespace.js';
import { dictionary } from '../primordials.js';

/** `exports` of cells, as the stock tslab kernel has it: the notebook's names, and what cells have put there. */
export function notebookExports(namespace: CellNamespace): object {
  return new Proxy<Record<string | symbol, unknown>>(dictionary(null), {
    get: (own, name) => (isNameIn(namespace, name) ? namespace.get(name) : own[name]),
    set: (own, name, value) => {
      if (isNameIn(namespace, name)) namespace.set(name, value);
      else own[name] = value;
      return true;
    },
    has: (own, name) => isNameIn(namespace, name) || name in own,
  });
}

const isNameIn = (namespace: CellNamespace, name: string | symbol): name is string =>
  typeof name === 'string' && namespace.has(name);
