"""The brokers under the processes: none on one machine, else one or three of a real Kafka."""
import os
import subprocess

TOPIC_SETTINGS = ["--config", "retention.ms=-1", "--config", "cleanup.policy=delete"]


class NotReady(Exception):
    """The fleet did not come to where it had to be in time."""


class Brokers:
    """Half of the fleet: works on its `bus`, `base`, `dir`, `kafka` and `bootstrap`."""

    def start_kafka(self):
        if self.bus == "local":
            return
        brokers = ["--brokers", "3"] if self.bus == "kafka3" else []
        home = os.environ.get("KAFKA_HOME")
        if not home:
            raise SystemExit("BUS=kafka needs KAFKA_HOME, the folder with Apache Kafka's start script")
        self.kafka = [f"{home}/kafka", "--dir", f"{self.dir}/kafka", "--port", str(self.base + 4000)]
        self.bootstrap = self.broker("start", *brokers).split()[-1]
        self.create_topics()

    def broker(self, verb, *arguments, check=True):
        out = subprocess.run([self.kafka[0], verb, *map(str, arguments), *self.kafka[1:]], capture_output=True, text=True)
        if out.returncode and self.bootstrap and verb in ("start", "up") and "does not answer" in out.stdout + out.stderr:
            return self.broker("wait", check=check)  # a busy machine gets as long again
        if check and out.returncode:
            raise NotReady(f"kafka {verb} {arguments}: {out.stdout[-400:]}{out.stderr[-400:]}")
        return out.stdout

    def create_topics(self):
        for name in self.services:
            self.broker("topics", "--create", "--if-not-exists", "--topic", f"ops.{name}.v1", "--partitions", "1",
                        *TOPIC_SETTINGS)

    def stop_kafka(self):
        if self.kafka:
            self.broker("stop", check=False)
