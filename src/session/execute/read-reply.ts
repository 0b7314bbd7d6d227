import type { DisplayOptions, ErrorReport, MimeBundle, Reply } from '../wire/messages.js';

export type CheckedReply = Reply;

/** Checks the form of what a student's process has sent. Its content stays a claim.
 * @throws {SyntaxError} If it is not a reply. */
export function readReply(value: unknown): CheckedReply {
  const reply = record(value);
  switch (reply.type) {
    case 'ready':
      return { type: 'ready' };
    case 'stream':
      return {
        type: 'stream',
        cell: string(reply.cell),
        name: reply.name === 'stderr' ? 'stderr' : 'stdout',
        text: string(reply.text),
      };
    case 'display':
      return {
        type: 'display',
        cell: string(reply.cell),
        bundle: mimeBundle(reply.bundle),
        options: displayOptions(reply.options),
      };
    case 'clear':
      return { type: 'clear', cell: string(reply.cell), wait: reply.wait === true };
    case 'input-request':
      return {
        type: 'input-request',
        cell: string(reply.cell),
        prompt: string(reply.prompt),
        password: reply.password === true,
      };
    case 'members':
      return {
        type: 'members',
        id: string(reply.id),
        names: Array.isArray(reply.names) ? reply.names.map(string) : [],
      };
    case 'late-error':
      return { type: 'late-error', cell: string(reply.cell), error: errorReport(reply.error) };
    case 'ran': {
      const unreached = Array.isArray(reply.unreached) ? reply.unreached.map(string) : [];
      return {
        type: 'ran',
        id: string(reply.id),
        unreached,
        ...(reply.value === undefined ? {} : { value: mimeBundle(reply.value) }),
        ...(reply.error === undefined ? {} : { error: errorReport(reply.error) }),
      };
    }
    case 'probed':
      return {
        type: 'probed',
        id: string(reply.id),
        value: reply.value,
        ...(reply.error === undefined ? {} : { error: errorReport(reply.error) }),
      };
    default:
      throw new SyntaxError('an unknown message');
  }
}

function errorReport(value: unknown): ErrorReport {
  const { name, message, stack } = record(value);
  return {
    name: string(name),
    message: string(message),
    stack: Array.isArray(stack) ? stack.map(string) : [],
  };
}

function mimeBundle(value: unknown): MimeBundle {
  return record(value);
}

function displayOptions(value: unknown): DisplayOptions {
  const { metadata, displayId, update } = record(value);
  return {
    ...(metadata === undefined ? {} : { metadata: record(metadata) }),
    ...(typeof displayId === 'string' ? { displayId } : {}),
    ...(update === true ? { update } : {}),
  };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError('something else than an object');
  return value as Record<string, unknown>;
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new SyntaxError('something else than a text');
  return value;
}
