#!/bin/bash
# service_boot.sh WORK CHECKOUT PYTHON SITE...: systemd as process 1 of namespaces of its own, over an overlay of this
# machine's files that is thrown away. It has no network, cannot see another process, and ends by `systemctl poweroff`.
# WORK/units goes to /run/systemd/system, WORK/out is /out. The checkout is installed in /opt/monitor as the guide says.
set -euo pipefail
work=$1 checkout=$2 python=$3
shift 3
root=$work/root
mkdir -p "$work/layers" "$root"
mount -t tmpfs -o mode=755 tmpfs "$work/layers"
mkdir "$work/layers/upper" "$work/layers/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/layers/upper,workdir=$work/layers/work" "$root"

rm -rf "$root/opt/monitor" "$root/var/lib/monitor" "$root/var/lib/private/monitor"
mkdir -p "$root/opt/monitor/.venv/bin" "$root/opt/monitor/src" "$root/opt/monitor/python" "$root/out"
mount --bind "$checkout" "$root/opt/monitor/src"
mount --bind "$python" "$root/opt/monitor/python"
path=/opt/monitor/src
for site in "$@"; do
  place=/opt/monitor/site-$#
  mkdir "$root$place"
  mount --bind "$site" "$root$place"
  path=$path:$place
  shift
done
cat > "$root/opt/monitor/.venv/bin/monitor" <<COMMAND
#!/bin/sh
exec env LD_LIBRARY_PATH=/opt/monitor/python/lib PYTHONPATH=$path /opt/monitor/python/bin/python3 -m monitor.cli "\$@"
COMMAND
chmod 755 "$root/opt/monitor/.venv/bin/monitor"
mount --bind "$work/out" "$root/out"

mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for node in null zero full random urandom tty; do
  touch "$root/dev/$node"
  mount --bind "/dev/$node" "$root/dev/$node"
done
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
touch "$root/dev/console"
mount --bind "$(tty)" "$root/dev/console"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -p "$root/run/systemd/system"
cp -r "$work/units/." "$root/run/systemd/system/"

cd "$root"
mkdir old
pivot_root . old
umount -l old
mount --make-rshared /
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=trial.target \
  --log-target=console --log-level=info --show-status=no
