import fs from 'node:fs';

/** Where a front end expects the kernel, and the key that both sign messages with: Jupyter's connection file. */
export interface Connection {
  transport: 'tcp' | 'ipc';
  ip: string;
  shellPort: number;
  iopubPort: number;
  stdinPort: number;
  controlPort: number;
  heartbeatPort: number;
  /** Empty where messages are not signed. */
  key: string;
}

/** @throws {SyntaxError} If the file is not a connection file.
 * @throws {Error} As the file system does.
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files */
export function readConnectionFile(file: string): Connection {
  const text = fs.readFileSync(file, 'utf8');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`Cannot read the connection file ${file}: it is not JSON`, { cause: error });
  }
  const fields = (typeof content === 'object' && content !== null ? content : {}) as Record<string, unknown>;
  const wrong = (name: string, allowed: string) =>
    new SyntaxError(
      `Cannot read the connection file ${file} as ${name} must be ${allowed}: current value is ${JSON.stringify(fields[name])}`,
    );
  const port = (name: string) => {
    const value = fields[name];
    if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > 65_535)
      throw wrong(name, 'a port number');
    return value as number;
  };
  const { transport = 'tcp', ip = '127.0.0.1', key = '', signature_scheme: scheme = 'hmac-sha256' } = fields;
  if (transport !== 'tcp' && transport !== 'ipc') throw wrong('transport', '"tcp" or "ipc"');
  if (typeof ip !== 'string') throw wrong('ip', 'a text');
  if (typeof key !== 'string') throw wrong('key', 'a text');
  if (scheme !== 'hmac-sha256') throw wrong('signature_scheme', '"hmac-sha256"');
  return {
    transport,
    ip,
    key,
    shellPort: port('shell_port'),
    iopubPort: port('iopub_port'),
    stdinPort: port('stdin_port'),
    controlPort: port('control_port'),
    heartbeatPort: port('hb_port'),
  };
}

/** ZeroMQ's address of a port. */
export const addressOf = ({ transport, ip }: Connection, port: number): string =>
  transport === 'tcp' ? `tcp://${ip}:${port}` : `ipc://${ip}-${port}`;
