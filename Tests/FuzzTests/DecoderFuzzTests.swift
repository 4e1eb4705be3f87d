import FuzzProperties
import Testing

/// Every decoder that meets bytes from outside; what must hold of each stands in `Properties`.
@Suite(.timeLimit(.minutes(10))) struct DecoderFuzzTests {
    @Test(arguments: FuzzProperty.all.map(\.name))
    func `whatever the bytes, the decoder refuses them or reads them as it would again`(_ name: String) async throws {
        try await Fuzz.run(try #require(FuzzProperty.all.first { $0.name == name }))
    }
}
