#!/usr/bin/env bash
# Starts the authorization server and this MCP server, and prints how to sign in. Ctrl+C stops both.
# Usage: samples/McpServer/serve.sh [PORT of the authorization server [PORT of the MCP server]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
issuer=http://127.0.0.1:${1:-8080} port=${2:-5091}
password=$(openssl rand -hex 8)
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

cat >"$folder/host.json" <<JSON
{ "OAuth2Server": {
    "Store": { "Provider": "Memory" },
    "Mcp": { "Resources": [{ "Resource": "http://127.0.0.1:$port/mcp", "Name": "Photo server",
      "Scopes": ["photos.read", "photos.write"] }] },
    "Users": [{ "Username": "alice", "Password": "$password" }] } }
JSON
chmod 600 "$folder/host.json"
for project in src/OAuth2Server.Host samples/McpServer; do dotnet build "$project" -c Release --nologo -v q; done
dotnet src/OAuth2Server.Host/bin/Release/net10.0/OAuth2Server.Host.dll --config "$folder/host.json" --urls "$issuer" &
echo "The MCP server is http://127.0.0.1:$port/mcp. Sign in as alice with the password $password"
dotnet samples/McpServer/bin/Release/net10.0/McpServer.dll "$port" --Authority "$issuer" &
wait -n
