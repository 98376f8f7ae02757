// A real OpenID provider. SETTINGS (JSON): port, clients, accounts {address: claims beyond it}, lifetime of access tokens in seconds.
import { Provider } from 'oidc-provider'

const { port, clients, accounts, seconds } = JSON.parse(process.env.SETTINGS)
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients,
  scopes: ['openid', 'offline_access', 'email', 'profile', 'district'],
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name', 'given_name', 'family_name'],
    district: ['staff_id', 'roles'],
  },
  conformIdTokenClaims: false, // so that the claims stand in the identity token too
  cookies: { keys: ['only for loopback'] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: true, ...accounts[id] }),
  }),
  issueRefreshToken: (context, client, code) => client.grantTypeAllowed('refresh_token'),
  pkce: { required: () => true },
  ttl: { AccessToken: seconds },
  features: {
    devInteractions: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
})
provider.on('server_error', (context, error) => console.error(error))
provider.listen(port, '127.0.0.1')
