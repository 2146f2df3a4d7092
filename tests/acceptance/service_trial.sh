#!/bin/sh
# Runs as root next to systemd: what an administrator does with the service. Every answer is a file in /out.
monitor() { /opt/monitor/.venv/bin/monitor --config /var/lib/monitor/monitor.toml "$@"; }
state() { systemctl show monitor --property=ActiveState,SubState,Result,ExecMainStatus > "/out/$1"; }

systemctl start monitor; state unconfigured                    # nothing is there yet
systemctl reset-failed monitor

monitor init > /out/init 2>&1
systemctl start monitor; state started
stat -L --format '%U %u %a %n' /var/lib/monitor /var/lib/monitor/* > /out/files
cat "/proc/$(systemctl show monitor --property=MainPID --value)/status" > /out/process
monitor watch add Hamnet --yes > /out/added 2>&1
systemctl reload monitor
monitor status > /out/status 2>&1
systemctl restart monitor; state restarted
stat -L --format '%U %u %a %n' /var/lib/monitor /var/lib/monitor/* > /out/files-later
systemctl stop monitor; state stopped
ls /var/lib/monitor > /out/left

# The same with a credential.
mkdir -p /etc/credstore
printf hunter2 > /etc/credstore/smtp-password
chmod 600 /etc/credstore/smtp-password
cat >> /var/lib/monitor/monitor.toml <<'CHANNEL'

[[channel]]
name = "mail"
kind = "mail"
host = "127.0.0.1"
from = "monitor@example.org"
to = ["me@example.org"]
username = "monitor"
password_file = "${CREDENTIALS_DIRECTORY}/smtp-password"
CHANNEL
systemctl start monitor; state with-credential
systemctl stop monitor
rm /etc/credstore/smtp-password
systemctl start monitor; state without-credential
systemctl --force poweroff
