/** Numbers of a matrix as bytes, with a scale for each output, or for each block of its inputs. */

/** Inputs that share a scale. Shorter blocks are a little nearer to the floats, and slower. */
export const blockSize = 128
/** The byte that stands for 0 where bytes have no sign. */
const zero = 128
const most = 127

/** A matrix of `from` inputs and `to` outputs; `isTransposed`: it lies output by output. */
interface Matrix {
  numbers: Float32Array
  from: number
  to: number
  isTransposed: boolean
}

interface Quantised {
  codes: Uint8Array
  scales: Float32Array
}

/** As DynamicQuantizeMatMul of ONNX Runtime has them: bytes with a sign, input by input, a scale an output. */
export function quantiseOutputs({ numbers, from, to, isTransposed }: Matrix): Quantised {
  const [codes, scales] = [new Int8Array(from * to), new Float32Array(to)]
  const [step, stride] = isTransposed ? [1, from] : [to, 1]
  for (let output = 0; output < to; output++) {
    const scale = scaleOf(numbers, output * stride, step, from)
    scales[output] = scale
    if (scale === 0) continue
    for (let i = 0; i < from; i++) codes[i * to + output] = Math.round(numbers[output * stride + i * step]! / scale)
  }
  return { codes: new Uint8Array(codes.buffer), scales }
}

/** As MatMulNBits of ONNX Runtime has them: output by output, its inputs in blocks, the last one filled up. */
export function quantiseBlocks({ numbers, from, to, isTransposed }: Matrix): Quantised {
  const blocks = Math.ceil(from / blockSize)
  const codes = new Uint8Array(to * blocks * blockSize).fill(zero)
  const scales = new Float32Array(to * blocks)
  const [step, stride] = isTransposed ? [1, from] : [to, 1]
  for (let output = 0; output < to; output++) {
    for (let block = 0; block < blocks; block++) {
      const [start, end] = [block * blockSize, Math.min((block + 1) * blockSize, from)]
      const scale = scaleOf(numbers, output * stride + start * step, step, end - start)
      scales[output * blocks + block] = scale
      if (scale === 0) continue
      const offset = (output * blocks + block) * blockSize - start
      for (let i = start; i < end; i++)
        codes[offset + i] = zero + Math.round(numbers[output * stride + i * step]! / scale)
    }
  }
  return { codes, scales }
}

function scaleOf(numbers: Float32Array, start: number, step: number, count: number): number {
  let largest = 0
  for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(numbers[start + i * step]!))
  if (!Number.isFinite(largest)) throw new Error('a matrix holds what is no number')
  return largest / most
}
