#!/bin/sh
# Creates a SCRAM user for every password in the folder of secrets, or gives it the new password: kafka_password_<user>.
# Passwords are handed over in files, because arguments of programs are for everybody to see.
set -eu
umask 077
secrets="${SECRETS:-/run/secrets}"
configs="${KAFKA_CONFIGS:-/opt/kafka/bin/kafka-configs.sh}"
handed="$(mktemp)"
trap 'rm -f "$handed"' EXIT
found=0
for file in "$secrets"/kafka_password_*; do
  [ -f "$file" ] || continue
  user="asiento.${file##*/kafka_password_}"
  printf 'SCRAM-SHA-512=password=%s\n' "$(cat "$file")" > "$handed"
  "$configs" --bootstrap-server "${BOOTSTRAP:-127.0.0.1:9094}" --alter \
    --entity-type users --entity-name "$user" --add-config-file "$handed" > /dev/null
  echo "user $user is ready"
  found=$((found + 1))
done
[ "$found" -gt 0 ] || { echo "no kafka_password_* in $secrets" >&2; exit 1; }
