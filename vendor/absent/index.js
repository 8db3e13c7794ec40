// LanceDB asks for openai and @huggingface/transformers only when its embedding registry is used.
// Fovea never uses it, and those packages would add 400 MB and a second onnxruntime and sharp.
throw new Error('This optional LanceDB package is left out of Fovea on purpose (see docs/adr/0003-lancedb-pin.md).');
