export type DatasetName = 'fashion-mnist' | 'mnist';

/** The four files of a data set, as its authors named them. */
export type Part = 'train-images' | 'train-labels' | 't10k-images' | 't10k-labels';

export interface PublishedFile {
  /** Name without `.gz`. */
  fileName: string;
  /** Of the uncompressed content: the same bytes go round in gzip wrappers of different dates. */
  md5: string;
}

export interface PublishedDataset {
  title: string;
  /** Where the files are downloaded from: `<url>/<fileName>.gz`. */
  url: string;
  files: Readonly<Record<Part, PublishedFile>>;
  classNames: readonly string[];
}

/** The two data sets, as published.
 *
 * The sums were taken from the uncompressed files after their gzip sums had been compared with those of the authors.
 * @see Xiao, Rasul and Vollgraf, Fashion-MNIST, 2017, github.com/zalandoresearch/fashion-mnist (MIT licence)
 * @see LeCun, Cortes and Burges, The MNIST database; the address is a mirror, as the first one is closed to programs */
export const publishedDatasets: Readonly<Record<DatasetName, PublishedDataset>> = {
  'fashion-mnist': {
    title: 'Fashion-MNIST',
    url: 'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion',
    files: filesWith({
      'train-images': 'f4a8712d7a061bf5bd6d2ca38dc4d50a',
      'train-labels': '9018921c3c673c538a1fc5bad174d6f9',
      't10k-images': '8181f5470baa50b63fa0f6fddb340f0a',
      't10k-labels': '15d484375f8d13e6eb1aabb0c3f46965',
    }),
    classNames: [
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot',
    ],
  },
  mnist: {
    title: 'MNIST',
    url: 'https://storage.googleapis.com/cvdf-datasets/mnist',
    files: filesWith({
      'train-images': '6bbc9ace898e44ae57da46a324031adb',
      'train-labels': 'a25bea736e30d166cdddb491f175f624',
      't10k-images': '2646ac647ad5339dbf082846283269ea',
      't10k-labels': '27ae3e4e09519cfbb04c329615203637',
    }),
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
};

function filesWith(md5: Record<Part, string>): Record<Part, PublishedFile> {
  return {
    'train-images': { fileName: 'train-images-idx3-ubyte', md5: md5['train-images'] },
    'train-labels': { fileName: 'train-labels-idx1-ubyte', md5: md5['train-labels'] },
    't10k-images': { fileName: 't10k-images-idx3-ubyte', md5: md5['t10k-images'] },
    't10k-labels': { fileName: 't10k-labels-idx1-ubyte', md5: md5['t10k-labels'] },
  };
}
