import OpsContracts
import OpsKafka
import OpsServer
import AssetsService

@main
struct AssetsMain {
    static func main() async {
        await ServiceProcess.run(.assets, composeAssets) { environment in
            try KafkaBus(environment: environment, clientID: "ops-assets")
        }
    }
}
