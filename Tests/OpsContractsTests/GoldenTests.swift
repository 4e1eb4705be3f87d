import Foundation
import OpsContracts
import Testing

private let contractTypes = ContractRegistry.all.map { $0.type }

/// Contracts only grow: what was once published decodes for ever, and nothing of it is lost on the way.
@Suite struct GoldenTests {
    @Test func `no two contracts share a type`() {
        #expect(Set(contractTypes).count == contractTypes.count)
    }

    @Test(arguments: contractTypes)
    func `a registered type names its service, its family and its version`(type: FactType) {
        // `operations` is what any service may state about its own running.
        #expect(ServiceName(rawValue: type.service) != nil || type.service == "operations")
        #expect(type.version != nil)
        #expect(type.rawValue == "\(type.family).v\(type.version ?? 0)")
        #expect(type.family.split(separator: ".").count == 2)
    }

    @Test(arguments: contractTypes)
    func `every registered fact has a golden`(type: FactType) throws {
        #expect(try Golden.all.contains { $0.type == type }, "write Goldens/\(type).json")
    }

    @Test func `every golden decodes for ever, and encoding it again keeps every field`() throws {
        for golden in try Golden.all {
            guard let contract = ContractRegistry.contract(of: golden.type) else {
                Issue.record("\(golden.type) was published once and has no contract any more")
                continue
            }
            let encoded = try reencode(contract, golden.data)
            #expect(losses(of: try golden.json, in: try Golden.parse(encoded)) == [], "\(golden.type)")
        }
    }

    @Test func `every golden survives a field that this version does not know`() throws {
        for golden in try Golden.all {
            var object = try #require(try golden.json as? [String: Any])
            object["addedTomorrow"] = ["x": 1]
            let contract = try #require(ContractRegistry.contract(of: golden.type))
            let widened = try JSONSerialization.data(withJSONObject: object)
            #expect(throws: Never.self, "\(golden.type)") { try reencode(contract, widened) }
        }
    }

    @Test func `a lost field is found`() throws {
        let golden = try Golden.parse(Data(#"{"a":[{"b":1,"c":2}],"d":null}"#.utf8))
        let poorer = try Golden.parse(Data(#"{"a":[{"b":1}],"d":null,"e":5}"#.utf8))
        #expect(losses(of: golden, in: poorer) == ["$.a[0].c"])
    }

    private func reencode<F: FactContract>(_ contract: F.Type, _ data: Data) throws -> Data {
        try ContractCoding.encode(try ContractCoding.decode(contract, from: data))
    }
}
