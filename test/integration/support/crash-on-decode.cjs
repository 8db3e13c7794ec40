// Loaded before the command (`node --require`): decoding a file that holds the words below ends the process, as a fault in
// a native decoder does.
const sharp = require('sharp')

const deadly = 'ends the process that decodes this'

function decoder(input, options) {
  if (Buffer.isBuffer(input) && input.includes(deadly)) process.abort()
  return sharp(input, options)
}

require.cache[require.resolve('sharp')].exports = Object.assign(decoder, sharp)
