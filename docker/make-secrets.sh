#!/bin/sh
# Makes the secrets that compose.yaml names, each at random, and leaves those alone that are there.
# To give one anew: delete its file, run this again, then `docker compose up` (see docs/runbook.md).
set -eu
here="$(dirname "$0")"
secrets="${SECRETS:-$here/secrets}"
mkdir -p "$secrets"
# The files are readable for the users inside the containers; on this machine the folder keeps others out.
chmod 700 "$secrets"
umask 022

write() { printf '%s' "$2" > "$secrets/$1.new" && mv "$secrets/$1.new" "$secrets/$1"; }
names() { sed -n 's|^ *[a-z_]*: *{ *file: \./secrets/\([a-z_]*\) *}$|\1|p' "$here/compose.yaml"; }

for name in $(names | grep -v '^database_url_'); do
  [ -s "$secrets/$name" ] || write "$name" "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')"
done
# Addresses follow from the passwords.
for name in $(names | grep '^database_url_'); do
  service="${name#database_url_}"
  if [ "$service" = admin ]; then
    write "$name" "postgres://postgres:$(cat "$secrets/postgres_password")@postgres:5432/postgres"
  else
    write "$name" "postgres://asiento_$service:$(cat "$secrets/database_password_$service")@postgres:5432/postgres"
  fi
done
