# A second host, with TLS and mutual TLS, for the clients with certificates. clients.sh sources this file.
# It has two ports: that of the issuer asks for no certificate, that of the alias does.

# An authority, and what it signs: the certificate of the server, and one for a client; and a client's certificate that signs itself.
new_certificates() {
  local folder=$1 name
  mkdir "$folder"
  for name in ca server client self; do openssl ecparam -genkey -name prime256v1 -noout -out "$folder/$name.key"; done
  signed() {
    openssl req -new -key "$folder/$1.key" -subj "$2" |
      openssl x509 -req -days 2 -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -CAcreateserial -extfile <(echo "$3") -out "$folder/$1.pem"
  }
  {
    openssl req -x509 -new -key "$folder/ca.key" -days 2 -subj '/CN=Test authority' -addext keyUsage=critical,keyCertSign \
      -out "$folder/ca.pem"
    openssl req -x509 -new -key "$folder/self.key" -days 2 -subj '/CN=self' -out "$folder/self.pem"
    signed server /CN=localhost 'subjectAltName=DNS:localhost'
    signed client '/O=Example/CN=shop' 'extendedKeyUsage=clientAuth'
  } 2>"$folder/openssl" || { cat "$folder/openssl" >&2; fail 'making certificates'; }
}

# The key of a certificate as a JSON Web Key Set, with the certificate in x5c (RFC 7517 §4.7).
key_set_of() {
  node -e 'const certificate = new (require("crypto").X509Certificate)(require("fs").readFileSync(process.argv[1]))
const key = { ...certificate.publicKey.export({ format: "jwk" }), x5c: [certificate.raw.toString("base64")] }
console.log(JSON.stringify({ keys: [key] }))' "$1"
}

tls_configuration() {
  local folder=$1 code='"Type": "Confidential", "RedirectUris": ["http://127.0.0.1/callback"], "Scopes": ["openid", "read"],
    "GrantTypes": ["authorization_code", "refresh_token", "client_credentials"], "RequirePushedAuthorizationRequests": true'
  cat <<JSON
{ "Kestrel": { "Certificates": { "Default": { "Path": "$folder/server.pem", "KeyPath": "$folder/server.key" } } },
  "OAuth2Server": { "Demo": true, "Issuer": "$TLS_ISSUER", "Scopes": [{ "Name": "read" }],
  "MutualTls": { "Enabled": true, "AliasUrl": "$TLS_ALIAS", "CertificateAuthoritiesFile": "$folder/ca.pem" },
  "Users": [{ "Username": "alice", "Password": "$PASSWORD" }], "Clients": [
  { "ClientId": "by-authority", $code, "TokenEndpointAuthMethod": "tls_client_auth",
    "TlsClientAuthSubjectDn": "CN=shop,O=Example", "TlsClientCertificateBoundAccessTokens": true },
  { "ClientId": "self-signed", $code, "TokenEndpointAuthMethod": "self_signed_tls_client_auth",
    "Jwks": $(json_text "$(key_set_of "$folder/self.pem")"), "TlsClientCertificateBoundAccessTokens": true },
  { "ClientId": "certificate-and-proof", $code, "TokenEndpointAuthMethod": "tls_client_auth",
    "TlsClientAuthSubjectDn": "CN=shop,O=Example", "DPoPBoundAccessTokens": true },
  { "ClientId": "api", "Type": "Confidential", "ClientSecret": "$API_SECRET" }] } }
JSON
}

start_tls() {
  local host=$1 tick
  CERTIFICATES=$work/certificates TLS_ISSUER=https://localhost:$TLS_PORT TLS_ALIAS=https://localhost:$TLS_ALIAS_PORT
  export CERTIFICATES TLS_ISSUER TLS_ALIAS
  new_certificates "$CERTIFICATES"
  mkdir "$work/tls"
  tls_configuration "$CERTIFICATES" >"$work/tls/host.json"
  (cd "$work/tls" && HOME=$work/tls exec dotnet "$host" --config host.json --urls "$TLS_ISSUER;$TLS_ALIAS") >"$work/tls/log" 2>&1 &
  tls_pid=$!
  for ((tick = 0; tick < 600; tick++)); do
    if curl -sf --noproxy '*' --cacert "$CERTIFICATES/ca.pem" "$TLS_ISSUER/.well-known/oauth-authorization-server" >"$work/tls/health"; then
      ok 'the host serves with TLS'
      return
    fi
    kill -0 "$tls_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/tls/log" >&2
  fail 'the host with TLS did not start'
}
