#!/usr/bin/env bash
# What a switchover does to those who are connected, on two Redis servers of this machine. Needs redis-server and redis-cli 7.
# Usage: rehearsal.sh [port of the first] [port of the second]
set -euo pipefail

first=${1:-7001} second=${2:-7002}
place=$(mktemp -d)
ask() { redis-cli -p "$@" 2>&1; }

until_it_says() {
  for _ in $(seq 200); do
    if ask "${@:2}" | grep -q "$1"; then return; fi
    sleep 0.05
  done
  echo "gave up: ${*:2} never said $1"
  exit 1
}

serve() {
  redis-server --bind 127.0.0.1 --port "$1" --save '' --repl-diskless-sync-delay 0 \
    --dir "$place" --logfile "$1.log" --pidfile "$place/$1.pid" --daemonize yes "${@:2}" > /dev/null
  until_it_says PONG "$1" ping
}

# By the ids of the servers that were started here, and no others.
stop() {
  local id
  for id in $(cat "$place"/*.pid 2> /dev/null); do
    kill "$id" 2> /dev/null || true
    for _ in $(seq 100); do kill -0 "$id" 2> /dev/null || break; sleep 0.05; done
  done
  rm -rf "$place"
}
trap stop EXIT

for port in "$first" "$second"; do
  if redis-cli -p "$port" ping > /dev/null 2>&1; then echo "port $port is taken"; exit 1; fi
done
serve "$first"
serve "$second" --replicaof 127.0.0.1 "$first"
until_it_says state=online "$first" info replication

# Three clients of the primary: one writes over a connection that it keeps, one waits for work, one listens.
script=$(ask "$first" script load "return 'done'")
mkfifo "$place/typed"
redis-cli -p "$first" < "$place/typed" > "$place/writer" 2>&1 &
writer=$!
exec 3> "$place/typed"
echo 'set cart 1' >&3
redis-cli -p "$first" blpop work 0 > "$place/waiter" 2>&1 3>&- &
waiter=$!
redis-cli -p "$first" subscribe news > "$place/listener" 2>&1 3>&- &
listener=$!
until_it_says cmd=blpop "$first" client list
until_it_says sub=1 "$first" client list
until_it_says cart "$first" keys cart

echo "The switchover: $(ask "$first" failover to 127.0.0.1 "$second")"
until_it_says master "$second" role
echo 'set cart 2' >&3
exec 3>&-
wait $writer $waiter || true
echo "A kept connection, SET:    $(sed -n 2p "$place/writer")"
echo "A blocked BLPOP:           $(head -1 "$place/waiter")"
echo "EVALSHA, loaded before:    $(ask "$second" evalsha "$script" 0 | head -1)"
ask "$first" client kill type pubsub > /dev/null
wait $listener || true
ask "$second" publish news hello > /dev/null
echo "PUBLISH after a cut:       heard $(grep -c hello "$place/listener" || true) times by who listened before"

# A failover is no switchover: the primary is lost, and its last writes had not left it.
until_it_says master_link_status:up "$first" info replication
ask "$first" replicaof no one > /dev/null
echo "Lost primary, SET:         $(ask "$second" set order paid)"
ask "$second" replicaof 127.0.0.1 "$first" > /dev/null
until_it_says master_link_status:up "$second" info replication
echo "The same, GET afterwards:  '$(ask "$second" get order)'"
