import AssetsService
import OpsContracts
import OpsKafka
import OpsServer

@main
struct AssetsMain {
    static func main() async {
        await ServiceProcess.run(.assets, composeAssets) { environment in
            try KafkaBus(environment: environment, clientID: "ops-assets")
        }
    }
}
