/** What one session may use. */
export interface SessionLimits {
  /** A cell or probe that takes longer is ended with its process, in milliseconds. Time in which the process had to wait
   * for a processor does not count. */
  cellTimeoutMs: number;
  /** Compiling one cell; types can loop or explode. */
  compileTimeoutMs: number;
  /** Resident memory of the executing process, in MiB. */
  memoryMiB: number;
  /** Processor time of the whole session, all threads together; only in a box, where it ends what the other limits do
   * not see. */
  cpuSeconds: number;
  /** What one cell may print and display, in bytes; more is dropped with a notice. */
  maxOutputBytes: number;
}

/** What a graded submission's process may use where its exercise does not say otherwise, in MiB. */
export const GRADING_MEMORY_MIB = 1024;

export const DEFAULT_LIMITS: SessionLimits = {
  cellTimeoutMs: 60_000,
  compileTimeoutMs: 30_000,
  memoryMiB: 2048,
  cpuSeconds: 3600,
  maxOutputBytes: 256 << 20,
};
