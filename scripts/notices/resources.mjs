// What resources/ holds that others made: who, under which licence, and where that is said.

/** `text`: the file in resources/ that says it. `null`: Fovea's own work, under its licence. */
export const RESOURCES = [
  {
    path: 'models/starter',
    name: 'Fovea Starter (from EfficientNet-lite2 and all-MiniLM-L6-v2)',
    manifest: 'models/starter/manifest.json',
    type: 'machine-learning-model',
    licence: 'Apache-2.0',
    text: 'models/starter/MODEL_CARD.md',
  },
  {
    path: 'recogniser',
    name: 'PaddleOCR networks PP-OCRv3 and PP-OCRv4',
    manifest: 'recogniser/manifest.json',
    type: 'machine-learning-model',
    licence: 'Apache-2.0',
    text: 'recogniser/LICENSE',
  },
  { path: 'gazetteer', name: 'GeoNames', type: 'data', licence: 'CC-BY-4.0', text: 'gazetteer/LICENSE.md' },
  {
    path: 'outlines',
    name: 'Natural Earth',
    version: '4.1',
    type: 'data',
    licence: 'LicenseRef-public-domain',
    text: 'outlines/README.md',
  },
  { path: 'samples', name: 'Sample photos', type: 'data', licence: 'LicenseRef-see-text', text: 'samples/LICENSES.md' },
  { path: 'models/catalogue.json', text: null },
  { path: 'vocabulary', text: null },
  { path: 'common-words.txt', text: null },
  { path: 'icons', text: null },
  { path: 'tray', text: null },
  { path: 'mac', text: null },
  { path: 'README.md', text: null },
]
