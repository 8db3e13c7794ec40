// Lint rules: strict types, the rules of hooks, and the import rules that keep the processes apart.
import js from '@eslint/js'
import boundaries from 'eslint-plugin-boundaries'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/*
 * [Note: import rules]
 * A file's path tells what it may touch; test/tooling/import-rules.test.ts proves that these rules bite.
 *   contract → zod                      preload → contract, electron         renderer → contract, strings, npm (no Node, no native)
 *   engine → contract, Node, npm, never electron       cli → engine, contract, never electron
 *   strings → contract (nothing else: both the page and the shell say them)
 *   shell, ipc (and main/*.ts) → contract, strings, electron, the engine's types, and values of main/engine/public.ts only
 *   test, bench, and the configuration files → anything
 */
const AREAS = [
  { category: 'contract', pattern: 'contract/**' },
  { category: 'preload', pattern: 'preload/**' },
  { category: 'renderer', pattern: 'renderer/**' },
  { category: 'strings', pattern: 'strings/**' },
  { category: 'engine', pattern: 'main/engine/**' },
  { category: 'engine-public', pattern: 'main/engine/public.ts' },
  { category: 'cli', pattern: 'main/cli/**' },
  { category: 'shell', pattern: ['main/shell/**', 'main/ipc/**', 'main/*.ts'] },
  { category: 'resources', pattern: ['resources/**', 'package.json'] },
  { category: 'test', pattern: ['test/**', 'bench/**'] },
  { category: 'unit-test', pattern: '**/*.test.{ts,tsx}' },
]
const NATIVE = ['@lancedb/*', 'apache-arrow', 'onnxruntime-*', 'sharp', '@img/*', 'chokidar']

const area = (...categories) => ({ file: { categories: { anyOf: categories } } })
const local = { module: { origin: 'local' } }
const npm = { module: { origin: 'external' } }
const node = { module: { origin: 'core' } }
const electron = { module: { source: ['electron', 'electron/*'] } }

const importRules = [
  { from: area('contract'), allow: { to: [area('contract'), { module: { source: 'zod' } }] } },
  { from: area('preload'), allow: { to: [area('preload', 'contract'), electron] } },
  { from: area('renderer'), allow: { to: [area('renderer', 'contract', 'strings'), npm] } },
  { from: area('renderer'), disallow: { to: [electron, { module: { source: NATIVE } }] } },
  { from: area('strings'), allow: { to: area('strings', 'contract') } },
  { from: area('engine'), allow: { to: [area('engine', 'contract', 'resources'), npm, node] } },
  { from: area('cli'), allow: { to: [area('cli', 'engine', 'contract', 'resources'), npm, node] } },
  // The source of a worker, read as text.
  { from: area('engine'), allow: { to: local, dependency: { source: '@(.|..)/**/*raw' } } },
  { from: area('engine', 'cli'), disallow: { to: electron } },
  {
    from: area('shell'),
    allow: { to: [area('shell', 'engine-public', 'contract', 'strings', 'resources'), npm, node] },
  },
  { from: area('shell'), allow: { to: area('engine'), dependency: { kind: 'type' } } },
  // The entry of a utility process is started by its path, not run in ours.
  { from: area('shell'), allow: { to: local, dependency: { source: '@(.|..)/**/*modulePath' } } },
  { from: area('test'), allow: { to: [local, npm, node] } },
  { from: area('unit-test'), allow: { to: [area('test'), { module: { source: 'vitest' } }] } },
]

/** Words of a language; the app's name is one in none. */
const words = '/^(?!\\s*Fovea\\s*$)[^]*\\p{L}{2}/u'
/** Attributes that are shown or read out. */
const saidAttributes =
  '/^(label|title|alt|placeholder|action|explanation|children|aria-(label|description|valuetext|roledescription))$/'

const nodeGlobals = Object.fromEntries(
  [
    'process',
    'Buffer',
    'console',
    'URL',
    'performance',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
  ].map((name) => [name, 'readonly']),
)

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'test-results/', 'vendor/', 'resources/', '**/fixtures/']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers in messages are what messages are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => setTheme('dark')` reads better than a block.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The indexed access of a checked position: `rows[0]!` says what a condition would only hide.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // An async function without await keeps the shape that an interface asks for.
      '@typescript-eslint/require-await': 'off',
      // Event handlers of React are called for their effect.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { boundaries },
    settings: {
      'boundaries/files': AREAS,
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, policies: importRules },
      ],
    },
  },
  {
    // TypeScript knows these from its DOM and Node types; the oldest Electron we run in (Chrome 114, Node 18.15) does not.
    files: ['{main,preload,renderer,strings,contract}/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          ['URL', 'canParse'],
          ['URL', 'parse'],
          ['AbortSignal', 'any'],
        ].map(([object, property]) => ({ object, property, message: 'Newer than Chrome 114 / Node 18.15.' })),
      ],
    },
  },
  {
    /*
     * [Note: texts] What a person reads stands in strings/ and is said with t('area.name'). These selectors find texts that
     * stand in the page's code instead; test/tooling/text-rules.test.ts proves that they bite.
     */
    files: ['renderer/**/*.tsx'],
    ignores: ['**/*.test.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          `JSXText[value=${words}]`,
          `JSXAttribute[name.name=${saidAttributes}] > Literal[value=${words}]`,
          `JSXAttribute[name.name=${saidAttributes}] > JSXExpressionContainer > Literal[value=${words}]`,
          `JSXAttribute[name.name=${saidAttributes}] > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=${words}]`,
          `JSXAttribute[name.name=${saidAttributes}] TemplateElement[value.raw=${words}]`,
          `JSXElement > JSXExpressionContainer > Literal[value=${words}]`,
          `JSXElement > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=${words}]`,
          `JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=${words}]`,
          `CallExpression[callee.name=/^show(Error|Message|Undo)$/] > Literal:first-child`,
        ].map((selector) => ({
          selector,
          message: "A text for people: put it into strings/ and say it with t('area.name').",
        })),
      ],
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat['recommended-latest']] },
  {
    files: ['**/*.test.{ts,tsx}', 'test/**', 'bench/**'],
    rules: {
      // Doubles and matchers hand functions around unbound, and partial values through casts.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['bin/*.js', '**/*.cjs', '{scripts,bench}/**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { ...nodeGlobals, require: 'readonly', module: 'writable', __dirname: 'readonly' },
    },
  },
)
