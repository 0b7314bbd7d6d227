import zlib from 'node:zlib';

/** An entry of a zip file, as honest or not as a test wants it. */
export interface ZipEntry {
  name: string;
  content: string | Buffer;
  /** Of the file system it came from; a link is 0o120777. */
  mode?: number;
  /** What the archive says that the content comes to, in bytes. */
  claimedSize?: number;
  isLocked?: boolean;
}

/** @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zip(entries: ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o100644, claimedSize, isLocked = false } of entries) {
    const bytes = Buffer.from(content);
    const packed = zlib.deflateRawSync(bytes);
    const file = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800 + Number(isLocked), 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(zlib.crc32?.(bytes) ?? 0, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize ?? bytes.length, 18);
    common.writeUInt16LE(file.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, file, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), common, rest, file]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006'), end]);
}
