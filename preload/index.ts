/**
 * Puts the bridge on `window.fovea`: three functions, nothing of Electron's.
 * What may be called is decided by the contract on the other side; here nothing is trusted and nothing is checked.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { channels, type Envelope, type FoveaBridge } from '../contract/bridge'

const bridge: FoveaBridge = {
  call: (callId, name, input) => ipcRenderer.invoke(channels.call, callId, name, input) as Promise<Envelope>,
  cancel: (callId) => {
    ipcRenderer.send(channels.cancel, callId)
  },
  subscribe: (name, listener) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => {
      listener(data)
    }
    ipcRenderer.postMessage(channels.subscribe, { name }, [port2])
    return () => {
      port1.postMessage('end') // a closed port is noticed late on the other side; a message at once
      port1.close()
    }
  },
}

contextBridge.exposeInMainWorld('fovea', bridge)
