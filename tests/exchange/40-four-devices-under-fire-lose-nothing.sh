#!/bin/bash
# Goal: four devices exchange while the broker dies and forgets every twelve seconds and a third of what is sent never
# arrives; one is put back to an older copy and one restored from a backup meanwhile. Nothing is lost, nothing doubled.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/fire.sh"
. "${BASH_SOURCE[0]%/*}/under-fire.sh"

# shellcheck disable=SC2034 # used by under-fire.sh
impatient=yes
loses_nothing_under_fire 200 12 250
