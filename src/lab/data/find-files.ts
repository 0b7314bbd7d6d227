import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { download } from './download.js';
import { publishedDatasets, type DatasetName, type Part, type PublishedFile } from './published-files.js';
import { readIdxFile, type IdxFile } from './read-idx-file.js';

const parts: readonly Part[] = ['train-images', 'train-labels', 't10k-images', 't10k-labels'];

export interface FoundFiles {
  source: 'GRADLAB_DATA_DIR' | 'cache' | 'download';
  files: Record<Part, IdxFile>;
  /** What a person should know, e.g. that a file is not the published one. */
  notices: string[];
}

/** Reads the four files of a data set from the first place that has them: `GRADLAB_DATA_DIR`, the user's cache folder, the
 * network. What came over the network is compared with the published sum, again at each read from the cache, and fetched
 * anew when it differs; files that a person put into `GRADLAB_DATA_DIR` are taken as they are, with a notice.
 * @param maxRows Rows to keep of the training and the test files.
 * @throws {Error} If no place has them, saying where to put them by hand; if a file placed by hand cannot be read. */
export async function findFiles(
  name: DatasetName,
  maxRows: { train: number; test: number },
): Promise<FoundFiles> {
  const read = (part: Part, path: string): Promise<IdxFile> =>
    readIdxFile(path, { maxRows: part.startsWith('train') ? maxRows.train : maxRows.test });
  return (await fromDataDir(name, read)) ?? (await fromCacheOrNetwork(name, read));
}

type Read = (part: Part, path: string) => Promise<IdxFile>;

async function fromDataDir(name: DatasetName, read: Read): Promise<FoundFiles | undefined> {
  const dataDir = process.env['GRADLAB_DATA_DIR'];
  if (!dataDir) return undefined;
  if (!existsSync(dataDir))
    throw new Error(`GRADLAB_DATA_DIR names a folder that does not exist: ${dataDir}`);
  const folder = join(dataDir, name);
  if (!existsSync(folder)) return undefined;
  const notices: string[] = [];
  const files = await eachPart(async (part) => {
    const published = publishedDatasets[name].files[part];
    const path = placed(folder, published);
    if (path === undefined) {
      throw new Error(
        `Cannot read ${published.fileName} as ${folder} has neither ${published.fileName}.gz nor ${published.fileName}`,
      );
    }
    const file = await read(part, path).catch((cause: Error) => {
      throw new Error(`Cannot read ${path}: ${cause.message}`, { cause });
    });
    if (file.md5 !== published.md5)
      notices.push(`${path} is not the published file (MD5 of its content is ${file.md5})`);
    return file;
  });
  return { source: 'GRADLAB_DATA_DIR', files, notices };
}

async function fromCacheOrNetwork(name: DatasetName, read: Read): Promise<FoundFiles> {
  const folder = join(cacheFolder(), name);
  const notices: string[] = [];
  let source: FoundFiles['source'] = 'cache';
  const files = await eachPart(async (part) => {
    const published = publishedDatasets[name].files[part];
    const path = placed(folder, published);
    if (path !== undefined) {
      const problem = await read(part, path).then(
        (file) =>
          file.md5 === published.md5 ? file : `MD5 of its content is ${file.md5} instead of ${published.md5}`,
        (error: Error) => error.message,
      );
      if (typeof problem !== 'string') return problem;
      notices.push(`Damaged file in the cache is replaced: ${path} (${problem})`);
    }
    source = 'download';
    const verify = async (partial: string): Promise<IdxFile> => {
      const file = await read(part, partial);
      if (file.md5 === published.md5) return file;
      throw new Error(
        `the content is not the published one, its MD5 is ${file.md5} instead of ${published.md5}`,
      );
    };
    return await download(addressOf(name, published), path ?? join(folder, `${published.fileName}.gz`), {
      verify,
    }).catch(async (cause: Error) => {
      await mkdir(folder, { recursive: true }).catch(() => undefined);
      throw new Error(adviceFor(name, folder, cause), { cause });
    });
  });
  return { source, files, notices };
}

/** One after the other: the second large download would only slow down the first. */
async function eachPart(get: (part: Part) => Promise<IdxFile>): Promise<Record<Part, IdxFile>> {
  const files: Partial<Record<Part, IdxFile>> = {};
  for (const part of parts) files[part] = await get(part);
  return files as Record<Part, IdxFile>;
}

function placed(folder: string, { fileName }: PublishedFile): string | undefined {
  return [`${fileName}.gz`, fileName].map((name) => join(folder, name)).find((path) => existsSync(path));
}

function addressOf(name: DatasetName, { fileName }: PublishedFile): string {
  const mirror = process.env['GRADLAB_DATA_URL'];
  const base = mirror ? `${mirror.replace(/\/$/, '')}/${name}` : publishedDatasets[name].url;
  return `${base}/${fileName}.gz`;
}

function adviceFor(name: DatasetName, folder: string, cause: Error): string {
  const { title, files } = publishedDatasets[name];
  const loader = name === 'mnist' ? 'loadMnist' : 'loadFashionMnist';
  return [
    `Cannot load ${title}. ${cause.message}`,
    `Either place these files in ${folder}, gzipped (.gz) or not:`,
    ...parts.map((part) => `  ${files[part].fileName}`),
    `or set GRADLAB_DATA_DIR to a folder that has them in ${name}/`,
    `or work with made-up images of the same shape: await ${loader}({ source: 'synthetic' })`,
  ].join('\n');
}
