#!/bin/bash
# labels: nightly
# Goal: three circles, each with a patient at node 1, a caregiver at node 2 and a therapist at node 3, go on writing while
# each node in turn is killed and comes back. No entry is lost, none is doubled, and none is in another circle.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/cluster.sh"

everybody=()
written=0
for number in 1 2 3; do
    node_of[patient$number]=1
    node_of[caregiver$number]=2
    node_of[therapist$number]=3
    everybody+=("patient$number" "caregiver$number" "therapist$number")
done

# write_everywhere WHEN: two entries from each patient and each caregiver.
write_everywhere() {
    local number person
    for number in 1 2 3; do
        for person in "patient$number" "caregiver$number"; do
            as "$person" log pain worst=3 --note "$1, $person" --quiet 2>>"$WORK/said"
            as "$person" log fatigue severity=2 --note "$1, $person" --quiet 2>>"$WORK/said"
        done
    done
    written=$((written + 4))
}
# goes_on_without NODE: who is at the other two still hears from each other.
goes_on_without() {
    local number reader writer
    case $1 in
    1) reader=therapist writer=caregiver ;;
    2) reader=therapist writer=patient ;;
    3) reader=caregiver writer=patient ;;
    esac
    for number in 1 2 3; do
        expect_soon 150 knows "$reader$number" "without node $1, $writer$number"
    done
}

need_program jq
start_cluster
for number in 1 2 3; do
    found_numbered_circle "$number"
done
for node in 1 2 3; do
    write_everywhere "before node $node"
    cluster kill "$node"
    write_everywhere "without node $node"
    goes_on_without "$node"
    cluster start "$node"
    write_everywhere "after node $node"
    # A device tries again after a minute and a half at most; the next node is killed once all are back.
    for number in 1 2 3; do
        expect_soon 180 knows "therapist$number" "after node $node, patient$number"
        expect_soon 180 knows "patient$number" "after node $node, caregiver$number"
    done
done

settle_together 180 patient1 caregiver1 patient2 caregiver2 patient3 caregiver3
for number in 1 2 3; do
    expect_soon 60 knows "therapist$number" "after node 3, caregiver$number"
    expect_equal "$written" "$(as "patient$number" list --json | grep -c ", [a-z]*$number\"")"
    expect_all_hold "$written" "patient$number" "caregiver$number" "therapist$number"
done
stop_agent "${everybody[@]}"
for person in "${everybody[@]}"; do
    expect_status 0 as "$person" verify
done
printf 'three circles, three nodes killed in turn: %d entries each on three devices, 0 lost\n' "$written"
