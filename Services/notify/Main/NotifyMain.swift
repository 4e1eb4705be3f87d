import OpsContracts
import OpsKafka
import OpsServer
import NotifyService

@main
struct NotifyMain {
    static func main() async {
        await ServiceProcess.run(.notify, composeNotify) { environment in
            try KafkaBus(environment: environment, clientID: "ops-notify")
        }
    }
}
