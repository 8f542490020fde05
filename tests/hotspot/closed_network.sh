#!/usr/bin/env bash
# The access point without its radio: three hosts in network namespaces, a phone, our box, and the internet behind the box.
# The phone must reach Écoute and its name, nothing else of the box, and nothing behind it. Exit status 77: not possible here.
set -euo pipefail
hotspot=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/deploy/hotspot/hotspot
for tool in ip nft dnsmasq curl; do command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }; done
tag=ec$$
ip netns add "$tag-box" 2>/dev/null || { echo "skipped: no network namespaces"; exit 77; }
work=$(mktemp -d)
finish() {
    ip netns exec "$tag-box" env ECOUTE_HOTSPOT_FOLDER="$work/run" ECOUTE_HOTSPOT_RADIO=no "$hotspot" stop wlan0 >/dev/null 2>&1 || true
    kill $(jobs -p) 2>/dev/null || true
    for host in box phone internet; do ip netns del "$tag-$host" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
ip netns add "$tag-phone"
ip netns add "$tag-internet"
in_box() { ip netns exec "$tag-box" "$@"; }
in_phone() { ip netns exec "$tag-phone" "$@"; }
in_internet() { ip netns exec "$tag-internet" "$@"; }

ip link add wlan0 netns "$tag-box" type veth peer name wlan0 netns "$tag-phone"
ip link add eth0 netns "$tag-box" type veth peer name eth0 netns "$tag-internet"
in_box ip link set lo up; in_phone ip link set lo up; in_internet ip link set lo up
in_box ip address add 198.51.100.2/24 dev eth0; in_box ip link set eth0 up
in_internet ip address add 198.51.100.1/24 dev eth0; in_internet ip link set eth0 up
in_internet ip route add 10.42.7.0/24 via 198.51.100.2
in_phone ip address add 10.42.7.20/24 dev wlan0; in_phone ip link set wlan0 up
in_phone ip route add default via 10.42.7.1   # a phone that insists on a way out
in_box sysctl -q -w net.ipv4.ip_forward=1     # and a box that would forward

failed=0
expect() { # sentence, wanted status, command...
    local sentence=$1 wanted=$2 got=0
    shift 2
    "$@" >/dev/null 2>&1 || got=1
    if [ "$got" = "$wanted" ]; then echo "ok: $sentence"; else echo "FAILED: $sentence"; failed=1; fi
}
serve() { # a server that answers on a port, in a namespace
    ip netns exec "$tag-$1" node -e 'require("http").createServer((q,r)=>r.end("here")).listen(+process.argv[1])' "$2" &
}
serve box 8080; serve box 22; serve internet 80; serve phone 8080
for _ in $(seq 50); do in_box curl -s -m 1 http://127.0.0.1:22 >/dev/null && in_internet curl -s -m 1 http://127.0.0.1:80 >/dev/null && in_box curl -s -m 1 http://127.0.0.1:8080 >/dev/null && break; sleep 0.1; done
in_box ip address add 10.42.7.1/24 dev wlan0; in_box ip link set wlan0 up
expect "without the hotspot the phone could be reached from behind the box" 0 in_internet curl -s -m 2 http://10.42.7.20:8080
expect "without the hotspot the phone would get out" 0 in_phone curl -s -m 2 http://198.51.100.1
in_box env ECOUTE_HOTSPOT_FOLDER="$work/run" ECOUTE_HOTSPOT_RADIO=no "$hotspot" start wlan0 "Essai" "une phrase de passe" >/dev/null

expect "the phone reaches Écoute" 0 in_phone curl -s -m 2 http://10.42.7.1:8080
expect "the phone finds ecoute.local" 0 in_phone node -e 'const d=new (require("dns").Resolver)({timeout:2000,tries:1});d.setServers(["10.42.7.1"]);d.resolve4("ecoute.local",(e,a)=>process.exit(!e&&a[0]==="10.42.7.1"?0:1))'
expect "the phone finds no other name" 1 in_phone node -e 'const d=new (require("dns").Resolver)({timeout:2000,tries:1});d.setServers(["10.42.7.1"]);d.resolve4("mairie.example",(e,a)=>process.exit(e?1:0))'
expect "no other port of the box answers" 1 in_phone curl -s -m 2 http://10.42.7.1:22
expect "nothing behind the box is reached" 1 in_phone curl -s -m 2 http://198.51.100.1
expect "nobody behind the box reaches the phone's network" 1 in_internet curl -s -m 2 http://10.42.7.20:8080
expect "the box itself goes out as before" 0 in_box curl -s -m 2 http://198.51.100.1
in_box env ECOUTE_HOTSPOT_FOLDER="$work/run" ECOUTE_HOTSPOT_RADIO=no "$hotspot" stop wlan0
expect "after the stop no table is left" 1 in_box nft list table inet ecoute_hotspot
exit $failed
