import OfficeService
import OpsContracts
import OpsKafka
import OpsServer

@main
struct OfficeMain {
    static func main() async {
        await ServiceProcess.run(.office, composeOffice) { environment in
            try KafkaBus(environment: environment, clientID: "ops-office")
        }
    }
}
