// Loaded before the command (`node --require`): an image tower that takes no time and tells photos apart by their pixels, so
// that a test has time for many runs. It takes and gives what the real one does.
const ort = require('onnxruntime-node')

const dimension = 256

async function run(feeds) {
  const [{ data, dims }] = Object.values(feeds)
  const each = data.length / dims[0]
  const vectors = Float32Array.from({ length: dims[0] * dimension }, (_, i) => {
    const photo = Math.floor(i / dimension)
    return data[photo * each + Math.floor(((i % dimension) * each) / dimension)]
  })
  const tensor = new ort.Tensor('float32', vectors, [dims[0], dimension])
  return new Proxy({}, { get: () => tensor })
}

const create = ort.InferenceSession.create.bind(ort.InferenceSession)
ort.InferenceSession.create = (path, options) =>
  String(path).includes('recogniser') ? create(path, options) : Promise.resolve({ run, release: async () => undefined })
