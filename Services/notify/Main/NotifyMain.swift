import NotifyService
import OpsContracts
import OpsKafka
import OpsServer

@main
struct NotifyMain {
    static func main() async {
        await ServiceProcess.run(.notify, composeNotify) { environment in
            try KafkaBus(environment: environment, clientID: "ops-notify")
        }
    }
}
