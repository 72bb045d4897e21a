#!/bin/sh
# Starts the broker; formats its folder the first time.
set -eu
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted \
  --cluster-id "${CLUSTER_ID:?is not set}" --config /etc/asiento/server.properties
exec /opt/kafka/bin/kafka-server-start.sh /etc/asiento/server.properties
