/** Entry of the throw-away process in which an execution provider is tried out. See: [Note: execution providers] */
import { serveTrial } from './encoder/provider-trial'

void serveTrial(process.argv.at(-1) ?? '')
