import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** Version of the messaging protocol that the kernel speaks. */
export const PROTOCOL_VERSION = '5.4';

export interface Header {
  msg_id: string;
  session: string;
  username: string;
  date: string;
  msg_type: string;
  version: string;
}

/** A message as it came in, with the routing frames that lead back to its sender. */
export interface Message {
  identities: Buffer[];
  header: Header;
  parent: Partial<Header>;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
}

/** A field of a message that should be a text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const DELIMITER = '<IDS|MSG>';

/** Signs, writes and reads messages of Jupyter's wire protocol.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol */
export class MessageCodec {
  readonly #key: string;
  readonly #session: string;

  /** @param key Of the connection file; with an empty one nothing is signed. */
  constructor(key: string, session: string = randomUUID()) {
    this.#key = key;
    this.#session = session;
  }

  /** The frames of a message.
   * @param identities First frames: whom it goes to, or its topic. */
  encode(
    identities: (Buffer | string)[],
    type: string,
    content: object,
    parent: Partial<Header>,
    metadata: object = {},
  ): (Buffer | string)[] {
    const header: Header = {
      msg_id: randomUUID(),
      session: this.#session,
      username: 'kernel',
      date: new Date().toISOString(),
      msg_type: type,
      version: PROTOCOL_VERSION,
    };
    const parts = [header, parent, metadata, content].map(toJson);
    return [...identities, DELIMITER, this.#sign(parts), ...parts];
  }

  /** @throws {SyntaxError} If it is not a message, or its signature is not right. */
  decode(frames: Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.toString('latin1') === DELIMITER);
    if (at < 0 || frames.length < at + 6) throw new SyntaxError('it does not have the frames of a message');
    const parts = frames.slice(at + 2, at + 6);
    const given = frames[at + 1]!;
    const expected = Buffer.from(this.#sign(parts));
    if (this.#key !== '' && (given.length !== expected.length || !timingSafeEqual(given, expected)))
      throw new SyntaxError('its signature is wrong');
    const [header, parent, metadata, content] = parts.map(readObject);
    if (typeof header!.msg_type !== 'string' || typeof header!.msg_id !== 'string')
      throw new SyntaxError('its header lacks msg_type or msg_id');
    return {
      identities: frames.slice(0, at),
      header: header as unknown as Header,
      parent: parent as Partial<Header>,
      metadata: metadata!,
      content: content!,
    };
  }

  #sign(parts: (Buffer | string)[]): string {
    if (this.#key === '') return '';
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }
}

/** JSON of what cells may have made: big integers and typed arrays as front ends know them, and no half characters, which
 * cannot be written to a file. */
function toJson(part: object): string {
  const json = JSON.stringify(part, (_key, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });
  if (!json.includes('\\ud')) return json;
  return json.replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (escape) => (escape === '\\\\' ? escape : '\uFFFD'));
}

function readObject(frame: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(frame.toString('utf8'));
  } catch (error) {
    throw new SyntaxError('a part of it is not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError('a part of it is not an object');
  return value as Record<string, unknown>;
}
