#!/bin/bash
# labels: nightly
# Goal: the same as 08, at every step of every command.
STEPS_EVERY=1 exec bash "${BASH_SOURCE[0]%/*}/08-seats-killed-at-any-step-is-finished-by-repeating-it.sh"
