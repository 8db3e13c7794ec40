// Connections as the kernel counts them: in a network namespace of its own that leads nowhere, whatever is tried is seen.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

/**
 * The counters of a namespace are those of all processes in it, however short they live and whatever they are written in. TCP and UDP
 * to another machine are counted as having no route, loopback as an active open or a datagram.
 */
const counted = ['Ip.OutNoRoutes', 'Ip6OutNoRoutes', 'Tcp.ActiveOpens', 'Udp.OutDatagrams', 'Udp6OutDatagrams'] as const
type Attempts = Partial<Record<(typeof counted)[number], number>>

/** How to run a command in such a namespace; a reason where the system does not let us. */
export function isolation(): { command: string[] } | { reason: string } {
  if (process.platform !== 'linux') return { reason: 'network namespaces are of Linux' }
  // An ordinary user needs a user namespace around it, in which it is root.
  for (const command of [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--net'],
  ]) {
    if (spawnSync(command[0]!, [...command.slice(1), 'true']).status === 0) return { command }
  }
  return { reason: 'unshare --net is refused here (no user namespaces, or util-linux is missing)' }
}

/** `text`: /proc/self/net/snmp and snmp6 of a process in it. */
export function attempts(text: string): Attempts {
  const found = new Map<string, number>()
  let names: string[] = []
  for (const line of text.split('\n')) {
    const [group = '', ...words] = line.split(/[:\s]+/)
    if (/^\w+: \D/.test(line)) names = words
    else if (/^\w+: /.test(line))
      for (const [i, word] of words.entries()) found.set(`${group}.${names[i] ?? ''}`, Number(word))
    else found.set(group, Number(words[0])) // of IPv6: one a line
  }
  return Object.fromEntries(counted.flatMap((name) => (found.has(name) ? [[name, found.get(name)]] : [])))
}
