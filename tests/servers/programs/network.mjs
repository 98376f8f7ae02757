// A whole Bluesky network on loopback. SETTINGS (JSON): ports {plc, pds, bsky, ozone, control}.
// The control port answers once everything that was posted so far has reached the app view.
import http from 'node:http'
import net from 'node:net'

// The network listens on every address unless told otherwise, and offers no setting for it.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === 'object') return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  const callback = rest.find((argument) => typeof argument === 'function')
  return listen.call(this, { port: Number(first ?? 0), host: '127.0.0.1' }, callback)
}

const { ports } = JSON.parse(process.env.SETTINGS)
const { TestNetwork } = await import('@atproto/dev-env')
const network = await TestNetwork.create({
  dbPostgresSchema: 'auditor',
  plc: { port: ports.plc },
  pds: { port: ports.pds, hostname: 'localhost', enableDidDocWithSession: true },
  bsky: { port: ports.bsky, publicUrl: `http://localhost:${ports.bsky}`, dbPostgresSchema: 'auditor' },
  ozone: { port: ports.ozone },
})

http
  .createServer(async (request, response) => {
    try {
      if (request.url === '/processed') await network.processAll()
      response.writeHead(200).end('done')
    } catch (error) {
      console.error(error)
      response.writeHead(500).end(String(error))
    }
  })
  .listen(ports.control)
