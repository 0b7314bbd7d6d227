import { describe, expect, test } from 'vitest';
import { seccompFilter } from '../../src/session/isolate/seccomp-filter.js';

/** Runs a filter as the kernel does: the instructions that it is made of, on one system call.
 * @see https://www.kernel.org/doc/html/latest/networking/filter.html */
function answerOf(filter: Buffer, call: { audit: number; number: number; args?: number[] }): string {
  const words = new Map([
    [0, call.number >>> 0],
    [4, call.audit >>> 0],
    ...(call.args ?? []).map((value, at) => [16 + 8 * at, value >>> 0] as const),
  ]);
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(8 * at);
    const [ifTrue, ifFalse] = [filter[8 * at + 2]!, filter[8 * at + 3]!];
    const operand = filter.readUInt32LE(8 * at + 4);
    if (code === 0x20) accumulator = words.get(operand) ?? 0;
    else if (code === 0x15) at += accumulator === operand ? ifTrue : ifFalse;
    else if (code === 0x35) at += accumulator >= operand ? ifTrue : ifFalse;
    else if (code === 0x45) at += (accumulator & operand) !== 0 ? ifTrue : ifFalse;
    else if (code === 0x06) return ANSWERS.get(operand) ?? `errno ${operand & 0xffff}`;
    else throw new Error(`Unknown instruction ${code}`);
  }
  throw new Error('The filter has no end');
}

const ANSWERS = new Map([
  [0x7fff0000, 'allow'],
  [0x80000000, 'kill'],
]);
const [EPERM, ENOSYS, EAFNOSUPPORT] = ['errno 1', 'errno 38', 'errno 97'];

/** Numbers from the kernel's tables. */
const MACHINES = {
  x64: {
    audit: 0xc000003e,
    numbers: { read: 0, clone: 56, clone3: 435, prctl: 157, mmap: 9, socket: 41, execve: 59, futex: 202, ptrace: 101, memfd: 319, uring: 425, unshare: 272, mount: 165, bpf: 321, semget: 64, fsetxattr: 190, landlock: 445, syslog: 103, inotify: 294, mqueue: 240 },
  },
  arm64: {
    audit: 0xc00000b7,
    numbers: { read: 63, clone: 220, clone3: 435, prctl: 167, mmap: 222, socket: 198, execve: 221, futex: 98, ptrace: 117, memfd: 279, uring: 425, unshare: 97, mount: 40, bpf: 280, semget: 190, fsetxattr: 7, landlock: 445, syslog: 116, inotify: 26, mqueue: 180 },
  },
} as const; // prettier-ignore

describe.each(['x64', 'arm64'] as const)('the filter for %s', (machine) => {
  const filter = seccompFilter(machine)!;
  const { audit, numbers } = MACHINES[machine];
  const asked = (name: keyof typeof numbers, ...args: number[]) =>
    answerOf(filter, { audit, number: numbers[name], args });

  test('lets a process compute, read, and start threads', () => {
    expect(asked('read')).toBe('allow');
    expect(asked('futex')).toBe('allow');
    expect(asked('execve')).toBe('allow'); // bubblewrap itself starts Node behind it.
    expect(asked('clone', 0x3d0f00)).toBe('allow');
    expect(asked('mmap', 0, 4096, 3, 0x22)).toBe('allow');
  });

  test('no processes, namespaces, mounts, other processes’ memory, uncounted memory', () => {
    expect(asked('clone', 17)).toBe(EPERM);
    expect(asked('clone', 0x10000000)).toBe(EPERM);
    expect(asked('clone3')).toBe(ENOSYS);
    for (const name of [
      'ptrace',
      'memfd',
      'uring',
      'unshare',
      'mount',
      'bpf',
      'semget',
      'fsetxattr',
      'landlock',
      'syslog',
      'inotify',
      'mqueue',
    ] as const)
      expect([name, asked(name)]).toEqual([name, EPERM]);
    expect(asked('mmap', 0, 4096, 3, 0x21)).toBe(EPERM);
    expect(asked('mmap', 0, 4096, 3, 0x03)).toBe(EPERM);
    expect(asked('mmap', 0, 4096, 3, 0x122)).toBe(EPERM);
  });

  test('what later kernels can is not there, on either side of the last that is known', () => {
    expect(answerOf(filter, { audit, number: 462 })).toBe('allow');
    for (const number of [463, 467, 500, 0x3fffffff])
      expect(answerOf(filter, { audit, number })).toBe(ENOSYS);
  });

  test('no sockets but those between programs and to the kernel: no internet, no vsock, no kernel crypto', () => {
    for (const family of [1, 16]) expect(asked('socket', family)).toBe('allow');
    for (const family of [2, 10, 38, 40, 17, 44]) expect(asked('socket', family)).toBe(EAFNOSUPPORT);
  });

  test('dying with the parent cannot be called off, other settings can be made', () => {
    expect(asked('prctl', 1)).toBe(EPERM);
    expect(asked('prctl', 15)).toBe('allow');
  });

  test('calls of another machine or ABI end the process', () => {
    expect(answerOf(filter, { audit: 0x40000003, number: 1 })).toBe('kill');
    if (machine === 'x64') expect(answerOf(filter, { audit, number: 0x40000000 + 57 })).toBe('kill');
  });
});

test('there is none for machines whose calls are not written down', () => {
  expect(seccompFilter('s390x')).toBeUndefined();
});
