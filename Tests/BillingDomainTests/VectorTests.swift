import BillingDomain
import Foundation
import OpsContracts
import OpsDomain
import Testing

/// The worked examples of requirements section 7.
@Suite struct BillingVectorTests {
    static var file: ForecastFile {
        get throws {
            let url = try #require(
                Bundle.module.url(forResource: "billing", withExtension: "json", subdirectory: "Vectors"))
            return try ForecastFile(try Data(contentsOf: url))
        }
    }

    @Test func `every case comes to what it says, to the fen`() throws {
        let file = try Self.file
        #expect(file.cases.map(\.name) == ["V1 clean", "V2 ordinary", "V3 cap"])
        for example in file.cases {
            #expect(try file.run(example.name) == example.expect, "\(example.name)")
        }
    }

    @Test func `a forecast prints as the case's expectation is written`() throws {
        let json = try ContractCoding.encode(try Self.file.run("V1 clean"))
        let expected =
            #"{"carryFen":[0,0,0,0],"deductionFen":[0,0,0,0],"#
            + #""paymentFen":[70000000,70000000,70000000,70000000],"receivableFen":0}"#
        #expect(String(decoding: json, as: UTF8.self) == expected)
    }

    @Test func `an unknown case is refused with the names there are`() throws {
        let rejection = #expect(throws: Rejection.self) { try Self.file.run("V9") }
        #expect(rejection?.kind == .missing)
        #expect(rejection?.en.contains("V2 ordinary") == true)
    }

    /// Fee, score in tenths, deduction (section 7).
    @Test(
        arguments: [
            (50, 890, 1), (49, 890, 0), (1_633_333, 900, 0), (1_633_333, 899, 1_633), (1_633_333, 800, 163_333),
            (1_633_333, 700, 490_000), (1_633_333, 699, 490_000), (4_900_000, 875, 122_500), (3_266_668, 794, 365_867),
            (1_633_333, 853, 76_767), (466_666, 888, 5_600), (3_266_666, 1000, 0), (3_266_666, 0, 980_000),
        ] as [(Int64, Int, Int64)])
    func `a month's deduction is half-up to the fen`(fee: Int64, tenths: Int, expected: Int64) {
        #expect(Money(fen: fee).part(Score(tenths: tenths).deductionRate) == Money(fen: expected))
    }

    @Test(arguments: [
        (1000, 0), (900, 0), (899, 10), (850, 500), (800, 1000), (799, 1020), (750, 2000), (700, 3000), (699, 3000),
        (0, 3000),
    ])
    func `the rate follows the score piecewise`(tenths: Int, points: Int) {
        #expect(Score(tenths: tenths).deductionRate == BasisPoints(points))
    }
}
