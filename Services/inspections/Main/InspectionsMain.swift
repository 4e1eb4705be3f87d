import InspectionsService
import OpsContracts
import OpsKafka
import OpsServer

@main
struct InspectionsMain {
    static func main() async {
        await ServiceProcess.run(.inspections, composeInspections) { environment in
            try KafkaBus(environment: environment, clientID: "ops-inspections")
        }
    }
}
