import BillingService
import OpsContracts
import OpsKafka
import OpsServer

@main
struct BillingMain {
    static func main() async {
        await ServiceProcess.run(.billing, composeBilling) { environment in
            try KafkaBus(environment: environment, clientID: "ops-billing")
        }
    }
}
