/**
 * To be imported before LanceDB, which looks at this once: it writes warnings to standard error in which it quotes the answers of servers, and
 * in them may be names of keys. What goes wrong is told by errors.
 */
if (process.env['FOVEA_STORE'] || process.argv.some((argument) => argument.startsWith('--store')))
  process.env['LANCEDB_LOG'] = 'off'
