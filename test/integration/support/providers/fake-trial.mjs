// A throw-away process that behaves as asked: the processor answers well, the other provider as its first argument says.
import process from 'node:process'

const [behaviour, request] = process.argv.slice(2)
const { provider, configurations } = JSON.parse(request)
const good = [
  [1, 0],
  [0.6, 0.8],
]
const answer = (vectors, ms) => {
  const times = Array.isArray(ms) ? ms : configurations.map(() => ms)
  const backends = [
    { name: 'cpu', bundled: true },
    { name: 'webgpu', bundled: true },
    { name: 'cuda', bundled: false },
    { name: 'tensorrt', bundled: false },
  ]
  process.send({ type: 'answer', vectors, msPerPhoto: times, backends }, () => process.exit())
}

if (provider === 'cpu') {
  if (behaviour === 'no-processor') process.exit(7)
  // The last configuration is faster: a little, or clearly.
  const last = { 'a-little-faster': 9.5, 'clearly-faster': 5 }[behaviour] ?? 10
  answer(
    good,
    configurations.map((_, at) => (at === configurations.length - 1 ? last : 10)),
  )
} else if (provider.startsWith('cpu-int8')) {
  // As far from the processor's vectors as rounding brings them.
  const near = { 'eight-bits': 0.65, 'eight-bits-off': 0.75 }[behaviour]
  if (near === undefined) process.send({ type: 'failed', message: 'no products' }, () => process.exit())
  else if (provider === 'cpu-int8') answer([good[0], [near, Math.sqrt(1 - near * near)]], 2)
  else answer(good, 5)
} else if (behaviour.startsWith('eight-bits')) {
  process.send({ type: 'failed', message: 'no adapter found' }, () => process.exit())
} else {
  switch (behaviour) {
    case 'crash':
      process.kill(process.pid, 'SIGSEGV')
      break
    case 'exit':
      process.exit(3)
      break
    case 'hang':
      setInterval(() => undefined, 1000)
      break
    case 'fail':
      process.send({ type: 'failed', message: 'no adapter found' }, () => process.exit())
      break
    case 'wrong':
      answer([good[0], [0.65, 0.76]], 1)
      break
    case 'nan':
      answer([good[0], [NaN, 1]], 1)
      break
    case 'fewer':
      answer([good[0]], 1)
      break
    case 'slow':
      answer(good, 9)
      break
    default:
      answer(good, 2)
  }
}
