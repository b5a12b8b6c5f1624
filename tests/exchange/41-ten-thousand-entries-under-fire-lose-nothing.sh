#!/bin/bash
# labels: nightly
# Goal: ten thousand entries written offline on two devices reach four, while the broker dies and forgets every twenty
# seconds and a third of what is sent never arrives. Nothing is lost, nothing doubled.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/fire.sh"
. "${BASH_SOURCE[0]%/*}/under-fire.sh"

loses_nothing_under_fire 10000 20 600
