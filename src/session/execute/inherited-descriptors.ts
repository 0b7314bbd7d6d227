import fs from 'node:fs';

const OWN = new Set([0, 1, 2, 3, 4]);
const CLOSE_ON_EXEC = 0o2000000;

/** Closes what this process has inherited beside its channels: whoever started the grader may have left files or
 * sockets open, and a cell could read them. Node's own descriptors are all marked as not to be inherited; so what is not
 * marked came from outside. Only Linux tells. */
export function closeInherited(): void {
  if (process.platform !== 'linux') return;
  for (const name of descriptors()) {
    const descriptor = Number(name);
    if (!OWN.has(descriptor) && isInherited(name)) fs.closeSync(descriptor);
  }
}

function descriptors(): string[] {
  try {
    return fs.readdirSync('/proc/self/fd');
  } catch {
    return []; // Under Node's permission model.
  }
}

function isInherited(name: string): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1];
    return flags !== undefined && (parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    return false; // That of the reading itself.
  }
}
