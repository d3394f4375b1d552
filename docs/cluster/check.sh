#!/usr/bin/env bash
# Shows that a set has the same bits however it was made and whatever happened to it: in 1, 3 and 7 parts,
# under Slurm, Snakemake and Dask, with workers killed on the way; after twenty kills at random moments; after
# shards were cut, changed and deleted; after the disk was full. What is not installed is left out with a word.
#
#   docs/cluster/check.sh [all|parts|kills|damage|disk|slurm|snakemake|dask]...
#
# DAVYLAMP names the command (without it, it is built), PYTHON a Python with snakemake and dask.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ -z "${DAVYLAMP:-}" ]; then
    (cd "$root" && cargo build --quiet --release -p davylamp-cli)
    DAVYLAMP=${CARGO_TARGET_DIR:-$root/target}/release/davylamp
fi
export DAVYLAMP CONFIG="$here/check.toml"
PYTHON=${PYTHON:-python3}
work=$(mktemp -d)
failed=0

cleanup() {
    [ -n "${SLURM_CONF:-}" ] && stop_slurm
    mountpoint --quiet "$work/disk" 2>/dev/null && umount "$work/disk"
    rm -rf "$work"
}
trap cleanup EXIT

make() { # DIR and more arguments
    local out=$1
    shift
    "$DAVYLAMP" dataset seismic --config "$CONFIG" --out "$out" "$@"
}

# One checksum of all files but the logs and what was moved aside.
bits() {
    (cd "$1" && find . -maxdepth 1 -type f ! -name '*.corrupt*' | LC_ALL=C sort | xargs sha256sum) | sha256sum
}

same() { # DIR, words
    if [ "$(bits "$1")" = "$expected" ]; then
        echo "same bits: $2"
    else
        echo "OTHER BITS: $2"
        failed=1
    fi
}

# The worker of a folder whose command line holds these words, once there is one.
worker() {
    for _ in $(seq 100); do
        pgrep --full --oldest -- "dataset seismic .*--out $1 .*$2" && return
        sleep 0.05
    done
    return 1
}

parts() {
    for k in 1 3 7; do
        local out=$work/parts-$k pids=()
        for i in $(seq "$k"); do
            make "$out" --shard "$i/$k" --jobs 1 >/dev/null &
            pids+=($!)
        done
        if [ "$k" = 3 ]; then
            sleep 0.7
            kill -KILL "${pids[1]}" 2>/dev/null || true
        fi
        wait "${pids[@]}" || true
        [ "$k" = 3 ] && make "$out" --shard 2/3 --jobs 1 >/dev/null
        same "$out" "in $k parts at once$([ "$k" = 3 ] && echo ', one killed and started again')"
    done
    for i in 1 2 3; do make "$work/part-$i" --shard "$i/3" >/dev/null; done
    "$DAVYLAMP" dataset merge "$work"/part-{1,2,3} --out "$work/merged" >/dev/null
    same "$work/merged" "in 3 folders, merged"
}

kills() {
    local out=$work/kills n=0
    for _ in $(seq 20); do
        make "$out" --jobs 2 >/dev/null &
        local pid=$!
        sleep "$((RANDOM % 2)).$((RANDOM % 100 + 10))"
        if kill -KILL $pid 2>/dev/null; then n=$((n + 1)); fi
        wait $pid 2>/dev/null || true
    done
    local left
    left=$("$DAVYLAMP" dataset verify "$out" 2>/dev/null | head -1 || true)
    make "$out" >/dev/null
    same "$out" "after $n kills (before the last run: ${left#Set *})"
}

damage() {
    local out=$work/damage said
    make "$out" >/dev/null
    truncate --size 1000 "$out/shard-00003.npy"
    printf '\001' | dd of="$out/labels-00008.npy" bs=1 seek=140 conv=notrunc status=none
    rm "$out/shard-00012.npy"
    said=$("$DAVYLAMP" dataset verify "$out" 2>/dev/null || true)
    echo "$said"
    for name in "shard-00003.npy is damaged" "labels-00008.npy is damaged" "shard-00012.npy is gone"; do
        grep --quiet "$name" <<<"$said" || { echo "NOT NAMED: $name"; failed=1; }
    done
    "$DAVYLAMP" dataset verify "$out" --repair >/dev/null
    same "$out" "cut, changed and deleted, then repaired"
}

disk() {
    mkdir -p "$work/disk"
    if ! mount -t tmpfs -o size=900k tmpfs "$work/disk" 2>/dev/null; then
        echo "left out: a full disk (a small file system can be mounted by root alone)"
        return
    fi
    local said status=0
    said=$(make "$work/disk/set" 2>&1) || status=$?
    echo "$said"
    if [ $status != 1 ] || ! grep --quiet "cannot write $work/disk/set/.*No space left" <<<"$said"; then
        echo "NO CLEAR ERROR: exit code $status"
        failed=1
    fi
    mount -o remount,size=8m "$work/disk"
    make "$work/disk/set" >/dev/null
    same "$work/disk/set" "resumed after the disk was full"
    umount "$work/disk"
}

# Kills the first worker that begins, once.
kill_one() { # DIR
    local pid
    if pid=$(worker "$1" ""); then
        sleep 0.3
        kill -KILL "$pid" 2>/dev/null && echo "killed worker $pid"
    fi
}

snakemake() {
    if ! "$PYTHON" -m snakemake --version >/dev/null 2>&1; then
        echo "left out: Snakemake (pip install snakemake)"
        return
    fi
    local out=$work/snakemake
    kill_one "$out" &
    (cd "$work" && "$PYTHON" -m snakemake --snakefile "$here/Snakefile" --cores 2 --keep-going \
        --config scene="$CONFIG" out="$out" davylamp="$DAVYLAMP" >"$work/snakemake.log" 2>&1) ||
        tail -20 "$work/snakemake.log"
    wait
    same "$out" "under Snakemake, one worker killed"
}

dask() {
    if ! "$PYTHON" -c 'import dask.distributed' 2>/dev/null; then
        echo "left out: Dask (pip install dask distributed)"
        return
    fi
    local out=$work/dask
    kill_one "$out" &
    "$PYTHON" "$here/dask_parts.py" "$CONFIG" "$out" --davylamp "$DAVYLAMP" >"$work/dask.log" 2>&1 ||
        tail -20 "$work/dask.log"
    wait
    same "$out" "under Dask, one worker killed"
}

# A cluster of two nodes on this machine, with a key of its own.
start_slurm() {
    local dir=$work/slurm host i
    host=$(hostname -s)
    mkdir -p "$dir"/{state,spool}
    head -c 1024 /dev/urandom >"$dir/munge.key"
    chmod 400 "$dir/munge.key"
    chmod 755 "$work" "$dir"
    munged --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munge.pid" \
        --log-file="$dir/munge.log" --seed-file="$dir/munge.seed"
    cat >"$dir/slurm.conf" <<CONF
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket
CryptoType=crypto/munge
SlurmctldPort=16817
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool/%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd-%n.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
JobRequeue=1
MinJobAge=600
SchedulerParameters=batch_sched_delay=0,sched_interval=2
SlurmdParameters=config_overrides
CONF
    for i in 1 2; do
        echo "NodeName=n$i NodeHostname=$host NodeAddr=127.0.0.1 Port=$((16820 + i)) CPUs=1 State=UNKNOWN" \
            >>"$dir/slurm.conf"
    done
    echo "PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP" >>"$dir/slurm.conf"
    export SLURM_CONF=$dir/slurm.conf
    slurmctld -c
    sleep 2
    for i in 1 2; do slurmd -N n$i; done
    sleep 2
}

stop_slurm() {
    local pid
    for pid in "$work"/slurm/{slurmd-n1,slurmd-n2,slurmctld,munge}.pid; do
        [ -s "$pid" ] && kill "$(cat "$pid")" 2>/dev/null
    done
    unset SLURM_CONF
    sleep 1
}

slurm() {
    if ! command -v slurmctld slurmd munged >/dev/null || [ "$(id -u)" != 0 ]; then
        echo "left out: Slurm (apt-get install slurm-wlm munge, and root)"
        return
    fi
    local out=$work/array array
    start_slurm
    cd "$work/slurm"
    array=$(OUT=$out sbatch --parsable "$here/seismic.sbatch")
    OUT=$out sbatch --dependency=afterany:"$array" "$here/finish.sbatch" >/dev/null
    kill_one "$out"
    local waited=0
    while [ -n "$(squeue --noheader)" ]; do
        # What was put back into the queue waits for a while: not here.
        for job in $(squeue --noheader --states=PENDING --format=%i --array); do
            scontrol update JobId="$job" StartTime=now 2>/dev/null || true
        done
        sleep 1
        waited=$((waited + 1))
        if [ $waited -gt 180 ]; then
            echo "SLURM DOES NOT END"
            squeue
            failed=1
            break
        fi
    done
    tail -n 2 slurm-*.out | grep --extended-regexp 'whole|not whole' || true
    cd "$work"
    stop_slurm
    "$DAVYLAMP" dataset verify "$out" >/dev/null || failed=1
    # The last task to end may be the repair, which draws no picture.
    make "$out" >/dev/null
    same "$out" "under Slurm, a job array of 7, one worker killed"
}

make "$work/whole" >/dev/null
expected=$(bits "$work/whole")
"$DAVYLAMP" dataset verify "$work/whole" | head -1
[ "${1:-all}" = all ] && set -- parts kills damage disk slurm snakemake dask
for what in "$@"; do
    "$what"
done
if [ $failed != 0 ]; then
    echo "something is wrong"
    exit 1
fi
echo "all is well"
