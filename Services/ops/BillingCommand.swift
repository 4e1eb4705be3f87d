import BillingDomain
import Foundation
import OpsContracts
import OpsDomain

/// `ops billing …`: the arithmetic of deductions and payments, for a look and for a check from outside.
enum BillingCommand {
    static let all = [forecast]

    static let forecast = Command(
        path: ["billing", "forecast"], summary: "Print what a case's deductions and payments come to, as JSON.",
        options: [
            .required("file", "FILE", "JSON file with `cases`: contract, months, fines, adjustments."),
            .required("case", "NAME", "Which case of the file."),
        ],
        details: """
            Prints one line: {"carryFen":[…],"deductionFen":[…],"paymentFen":[…],"receivableFen":…}, fen, by quarter.
            A site-month that the case does not list scored 100.0. Without scoreCapBp nothing is capped.
            Example: ops billing forecast --file billing.json --case "V2 ordinary"
            """
    ) { arguments in
        let path = try arguments.required("file")
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("cannot read \(path). Check that the file is there and readable")
        }
        do {
            let forecast = try ForecastFile(data).run(arguments.required("case"))
            say(String(decoding: try ContractCoding.encode(forecast), as: UTF8.self))
        } catch let rejection as Rejection {
            throw CommandFailure("\(path): \(rejection.en)")
        }
    }
}
