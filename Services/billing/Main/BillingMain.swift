import OpsContracts
import OpsKafka
import OpsServer
import BillingService

@main
struct BillingMain {
    static func main() async {
        await ServiceProcess.run(.billing, composeBilling) { environment in
            try KafkaBus(environment: environment, clientID: "ops-billing")
        }
    }
}
