import AssessmentsService
import OpsContracts
import OpsKafka
import OpsServer

@main
struct AssessmentsMain {
    static func main() async {
        await ServiceProcess.run(.assessments, composeAssessments) { environment in
            try KafkaBus(environment: environment, clientID: "ops-assessments")
        }
    }
}
