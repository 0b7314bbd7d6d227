/** Classic BPF, as seccomp(2) takes it: code, jumps if true and false, operand; 8 bytes in the machine's order.
 * @see linux/filter.h, linux/seccomp.h */
type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const skipUnlessEqual = (value: number): Instruction => [0x15, 0, 1, value];
const skipIfEqual = (value: number): Instruction => [0x15, 1, 0, value];
const skipIfLess = (value: number): Instruction => [0x35, 0, 1, value];
const skipIfBits = (bits: number): Instruction => [0x45, 1, 0, bits];
const skipUnlessBits = (bits: number): Instruction => [0x45, 0, 1, bits];
const answer = (action: number): Instruction => [0x06, 0, 0, action];

const ALLOW = 0x7fff_0000;
const KILL = 0x8000_0000;
const fail = (errno: number) => 0x0005_0000 | errno;
const [EPERM, ENOSYS, EAFNOSUPPORT] = [1, 38, 97];

/** Places in `struct seccomp_data`. */
const [NUMBER, ARCHITECTURE] = [0, 4];
/** Its lower half. */
const argument = (index: number) => 16 + 8 * index;

const CLONE_THREAD = 0x10000;
const [MAP_SHARED, MAP_GROWSDOWN] = [1, 0x100];
/** Newer system calls than these are as if the kernel did not have them: programs fall back to the older ones. */
const FIRST_UNKNOWN = 463;
/** Unix and netlink. There is no network to be reached by the others, but connections of a process with itself keep memory of
 * the kernel's that no limit counts; some lead to the host of a virtual machine. */
const SOCKET_FAMILIES = [1, 16];
const PR_SET_PDEATHSIG = 1;

interface Architecture {
  audit: number;
  clone: number;
  prctl: number;
  mmap: number;
  socket: number;
  /** Numbers that only another ABI of the same machine uses. */
  foreignBits?: number;
  denied: readonly number[];
}

/** System calls that no notebook needs: new processes and other processes' memory, namespaces and mounts, memory that
 * counts for nobody (memfd, System V, attributes of files, rules of Landlock), what a user has few of, whoever uses them up (watched
 * files, message queues), and parts of the kernel that are known for their faults. Numbers above 403 are
 * the same everywhere. */
const DENIED_EVERYWHERE = [
  425, 426, 427, // io_uring
  428, 429, 430, 431, 432, 433, 442, // open_tree … fspick, mount_setattr
  434, 438, 440, // pidfd_open, pidfd_getfd, process_madvise
  447, // memfd_secret
  444, 445, 446, // landlock_…
]; // prettier-ignore

/** @see arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h */
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: {
    audit: 0xc000_003e,
    clone: 56,
    prctl: 157,
    mmap: 9,
    socket: 41,
    foreignBits: 0x4000_0000,
    denied: [
      57, 58, 101, 310, 311, 312, // fork, vfork, ptrace, process_vm_readv and _writev, kcmp
      155, 161, 165, 166, 272, 308, // pivot_root, chroot, mount, umount2, unshare, setns
      29, 30, 31, 319, 323, // shmget, shmat, shmctl, memfd_create, userfaultfd
      64, 66, 68, 69, 70, 71, 154, 278, // semaphores and messages of System V, modify_ldt, vmsplice
      188, 189, 190, 206, // setxattr, lsetxattr, fsetxattr, io_setup
      253, 294, 240, // inotify_init, inotify_init1, mq_open
      298, 321, 248, 249, 250, 300, 304, // perf_event_open, bpf, add_key, request_key, keyctl, fanotify_init, open_by_handle_at
      175, 176, 246, 313, 320, 167, 169, 103, // modules, kexec, swapon, reboot, syslog
    ], // prettier-ignore
  },
  arm64: {
    audit: 0xc000_00b7,
    clone: 220,
    prctl: 167,
    mmap: 222,
    socket: 198,
    denied: [
      117, 270, 271, 272, // ptrace, process_vm_readv and _writev, kcmp
      41, 51, 40, 39, 97, 268, // pivot_root, chroot, mount, umount2, unshare, setns
      194, 195, 196, 279, 282, // shmget, shmctl, shmat, memfd_create, userfaultfd
      186, 187, 188, 189, 190, 191, 75, // messages and semaphores of System V, vmsplice
      5, 6, 7, 0, // setxattr, lsetxattr, fsetxattr, io_setup
      26, 180, // inotify_init1, mq_open
      241, 280, 217, 218, 219, 262, 265, // perf_event_open, bpf, add_key, request_key, keyctl, fanotify_init, open_by_handle_at
      105, 106, 104, 273, 294, 224, 142, 116, // modules, kexec, swapon, reboot, syslog
    ], // prettier-ignore
  },
};

/** A filter that lets a process start threads and no processes.
 * @returns Nothing for machines whose system calls are not written down here. */
export function seccompFilter(machine: NodeJS.Architecture): Buffer | undefined {
  const known = ARCHITECTURES[machine];
  if (!known) return undefined;
  const { audit, clone, prctl, mmap, socket, foreignBits, denied } = known;
  return assemble([
    load(ARCHITECTURE),
    skipIfEqual(audit),
    answer(KILL),
    load(NUMBER),
    ...(foreignBits === undefined ? [] : [skipUnlessBits(foreignBits), answer(KILL)]),
    skipIfLess(FIRST_UNKNOWN),
    answer(fail(ENOSYS)),
    // clone3 has its flags in memory, where no filter can read: the C library then falls back to clone.
    skipUnlessEqual(435),
    answer(fail(ENOSYS)),
    ...[...denied, ...DENIED_EVERYWHERE].flatMap((number) => [skipUnlessEqual(number), answer(fail(EPERM))]),
    // The process dies with its parent, and must not call that off.
    ...forCall(prctl, [
      load(argument(0)),
      skipUnlessEqual(PR_SET_PDEATHSIG),
      answer(fail(EPERM)),
      answer(ALLOW),
    ]),
    // No limit counts shared memory, nor stacks of one's own.
    ...forCall(mmap, [
      load(argument(3)),
      skipUnlessBits(MAP_SHARED | MAP_GROWSDOWN),
      answer(fail(EPERM)),
      answer(ALLOW),
    ]),
    ...forCall(socket, [
      load(argument(0)),
      ...SOCKET_FAMILIES.flatMap((family) => [skipUnlessEqual(family), answer(ALLOW)]),
      answer(fail(EAFNOSUPPORT)),
    ]),
    ...forCall(clone, [load(argument(0)), skipIfBits(CLONE_THREAD), answer(fail(EPERM)), answer(ALLOW)]),
    answer(ALLOW),
  ]);
}

/** What happens to one system call; each way through it ends with an answer. */
const forCall = (number: number, then: Instruction[]): Instruction[] => [
  [0x15, 0, then.length, number],
  ...then,
];

function assemble(program: Instruction[]): Buffer {
  const bytes = Buffer.alloc(8 * program.length);
  program.forEach(([code, ifTrue, ifFalse, operand], at) => {
    bytes.writeUInt16LE(code, 8 * at);
    bytes.writeUInt8(ifTrue, 8 * at + 2);
    bytes.writeUInt8(ifFalse, 8 * at + 3);
    bytes.writeUInt32LE(operand >>> 0, 8 * at + 4);
  });
  return bytes;
}
