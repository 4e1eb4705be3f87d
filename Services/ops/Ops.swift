import Foundation
import Glibc

/// The all-in-one and the admin tool. What it can do stands in `commands`.
@main
struct Ops {
    static let commands: [Command] =
        UpCommand.all + DemoCommand.all + LogCommand.all + ParkedCommand.all + StoreCommands.all + KafkaCommand.all
        + CalendarCommand.all
        + TokenCommand.all + BillingCommand.all + ContractsCommand.all + BenchCommand.all

    static func main() async {
        let tool = CommandLineTool(
            name: "ops", summary: "StationOps: run all services in one process, and look after their stores.",
            commands: commands)
        let code = await tool.run(Array(CommandLine.arguments.dropFirst()))
        // Not `exit`: it would clean up libraries under threads that may still be at work.
        fflush(nil)
        _exit(code)
    }
}
