#!/bin/sh
# Of the kind of a PHP page: forms' Content-Type with JSON in it, everything in the address, records by the place of their columns. It
# takes no reports but asks. usage: curl.sh API USER PASSWORD
set -eu
api=$1 user=$2
digest=$(printf %s "$3" | md5sum | cut -d ' ' -f 1)

ask() { # PATH BODY
  curl --silent --insecure --max-time 10 --data "$2" "$api/api/v1.1.0/$1?type=json&token=${token-}"
}
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

token=$(ask login "{\"username\":\"$user\",\"password\":\"$digest\"}" | member token)
[ ${#token} = 32 ]
ask extensionlist/query '{}' | grep -q '"extnumber":"101"'
ask extension/query '{"extid":"101"}' | grep -q '"username":"Li Na"'
span='"starttime":"2000-01-01 00:00:00","endtime":"2100-01-01 00:00:00"'
random=$(ask cdr/get_random "{\"extid\":\"all\",$span}" | member random)
curl --silent --insecure --max-time 10 --get "$api/api/v1.1.0/cdr/download" --data-urlencode 'extid=all' \
  --data-urlencode 'starttime=2000-01-01 00:00:00' --data-urlencode 'endtime=2100-01-01 00:00:00' \
  --data-urlencode "token=$token" --data-urlencode "random=$random" |
  awk -F, 'NR > 1 && $9 == "ANSWERED" && $6 > 0 && $14 != "" { talked++ } END { exit talked < 1 }'
ask extension/dial_extension '{"caller":"101","callee":"102"}' | grep -q Success
ask extension/hangup '{"extid":"101"}' | grep -q Success
ask logout '{}' | grep -q Success
ask deviceinfo/query '{}' | grep -q '"errno":"20004"'
