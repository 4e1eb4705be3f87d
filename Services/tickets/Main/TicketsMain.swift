import OpsContracts
import OpsKafka
import OpsServer
import TicketsService

@main
struct TicketsMain {
    static func main() async {
        await ServiceProcess.run(.tickets, composeTickets) { environment in
            try KafkaBus(environment: environment, clientID: "ops-tickets")
        }
    }
}
