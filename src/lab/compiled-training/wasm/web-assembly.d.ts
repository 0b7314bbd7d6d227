/** What this folder uses of WebAssembly: TypeScript declares it for browsers only. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number; maximum: number; shared: true });
    /** Another one after `grow`. */
    readonly buffer: SharedArrayBuffer;
    /** @param pages Of 64 KiB. */
    grow(pages: number): number;
  }
  class Module {
    constructor(binary: Uint8Array<ArrayBuffer>);
  }
  class CompileError extends Error {}
  class Instance {
    constructor(module: Module, imports: { gradlab: { memory: Memory } });
    readonly exports: Record<string, unknown>;
  }
}
