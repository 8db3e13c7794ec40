/**
 * onnxruntime, the only way to it.
 *
 * [Note: telemetry] Its builds for Linux and macOS note every session in a database in the person's cache folder, and send that to
 * their maker over https. They are told not to before there is a first session, here and in the environment that processes are started
 * with. test/integration/no-network.test.ts would see it.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1'

export * from 'onnxruntime-node'
