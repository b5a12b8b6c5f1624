#!/bin/bash
# Goal: what a therapist with hundreds of patients waits for is measured with a few of them, too.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/patients.sh"

expect_patients_at_a_glance 3 30
